//! Files as the program writes them: whole or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::Context;

/// Writes beside the file and renames: nobody finds half a file, whatever happens meanwhile. Who may
/// read a file that was there stays as it was.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    // What a link leads to is written, not the link.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut beside = path.clone().into_os_string();
    beside.push(".partial");
    let write = || {
        let mut file = File::create(&beside)?;
        if let Ok(known) = path.metadata() {
            file.set_permissions(known.permissions())?;
        }
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}
