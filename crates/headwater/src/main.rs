//! Shows where each claim in the news rises.
fn main() {}
