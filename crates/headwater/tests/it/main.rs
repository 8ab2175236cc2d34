//! The program as a person runs it, on the bundled story and on bad input.

mod bad_input;
mod containers;
mod copies;
mod decide;
mod decisions;
mod dossier;
mod hostile;
mod read;
mod run;
mod verify;
