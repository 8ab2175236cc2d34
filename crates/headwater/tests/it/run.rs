//! Runs the program and keeps what it said.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run left.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn headwater<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>, input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_headwater"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A program that refuses its input closes the pipe.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let done = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    Ran {
        code: done.status.code(),
        out: String::from_utf8(done.stdout).expect("UTF-8"),
        err: String::from_utf8(done.stderr).expect("UTF-8"),
    }
}

pub(crate) fn story() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stories/harbour-memo")
}

/// Arguments that make a dossier of these pages in a folder.
pub(crate) fn dossier_args(pages: &[PathBuf], folder: &Path) -> Vec<PathBuf> {
    let mut args = vec![PathBuf::from("dossier")];
    args.extend_from_slice(pages);
    args.extend(["-o".into(), folder.to_owned()]);
    args
}

pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file of UTF-8")
}
