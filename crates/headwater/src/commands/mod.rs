//! One module per command: input in, pipeline, output out.

pub(crate) mod check;
pub(crate) mod decide;
pub(crate) mod dossier;
pub(crate) mod read;
pub(crate) mod verify;
