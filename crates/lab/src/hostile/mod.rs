//! Hostile input: the functions that meet untrusted bytes, and what must hold of their results.
//!
//! One table of targets serves two runners: `cargo lab fuzz`, which mutates the
//! bundled story with a seeded generator on any toolchain, and the coverage-guided
//! targets under `fuzz/`. A target panics when an invariant does not hold.

mod containers;
mod mutate;
mod runner;
mod targets;

pub use runner::run;
pub use targets::{Seeds, TARGETS, Target, attack};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::TARGETS;

    #[test]
    fn each_target_has_its_coverage_guided_twin() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
        for target in TARGETS {
            let twin = std::fs::read_to_string(folder.join(format!("{}.rs", target.name))).unwrap();
            assert!(twin.contains(&format!("{:?}", target.name)), "{}", target.name);
        }
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), TARGETS.len());
    }
}
