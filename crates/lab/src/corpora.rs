//! Where the corpora lie.
//!
//! The text of news outlets is not in the repository. It is read from a folder
//! `shared` beside the checkout, or from where `HEADWATER_SHARED` points. What
//! is not there is skipped by name.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The checkout and, when it is there, the shared folder.
pub struct Corpora {
    checkout: PathBuf,
    shared: Option<PathBuf>,
}

impl Corpora {
    /// Finds both from the place of this crate and the environment.
    ///
    /// # Errors
    /// When `HEADWATER_SHARED` is set and is no folder.
    pub fn locate() -> Result<Self> {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .canonicalize()
            .context("the checkout that this program was built from is gone")?;
        let shared = match std::env::var_os("HEADWATER_SHARED") {
            Some(given) => {
                let given = PathBuf::from(given);
                if !given.is_dir() {
                    bail!("HEADWATER_SHARED is {}, which is no folder", given.display());
                }
                Some(given)
            }
            None => Some(checkout.join("../shared")).filter(|beside| beside.is_dir()),
        };
        Ok(Self { checkout, shared })
    }

    /// A file or folder of the checkout, which must be there.
    ///
    /// # Errors
    /// When it is not.
    pub fn bundled(&self, path: &str) -> Result<PathBuf> {
        let full = self.checkout.join(path);
        if !full.exists() {
            bail!("{path} belongs to the repository and is missing");
        }
        Ok(full)
    }

    /// A file or folder of the checkout that may be about to be written.
    #[must_use]
    pub fn checkout(&self, path: &str) -> PathBuf {
        self.checkout.join(path)
    }

    /// A file or folder of the shared folder, if it is there.
    #[must_use]
    pub fn shared(&self, path: &str) -> Option<PathBuf> {
        let full = self.shared.as_ref()?.join(path);
        full.exists().then_some(full)
    }
}
