//! The table of subcommands. A new one is one line here and a function in its own module.

use anyhow::{Result, bail};

#[cfg(feature = "bench")]
use crate::bench;
use crate::corpora::Corpora;
use crate::{coreference, hostile, ner, polnear, scaling, score, speakers, times, truth};

/// One subcommand of `cargo lab`.
pub struct Command {
    /// As typed.
    pub name: &'static str,
    /// Its arguments, for the usage text.
    pub arguments: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// Does it; `false` when what it measured is not good enough.
    pub run: fn(&Corpora, &[String]) -> Result<bool>,
}

/// All subcommands.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "score",
        arguments: "[TASK] [--story NAME] [--update [--allow-regression] --date YYYY-MM-DD]",
        about: "score the program on the corpora that are there and compare with eval/floors.toml",
        run: score::run,
    },
    Command {
        name: "fuzz",
        arguments: "[TARGET] [--runs N] [--seed S]",
        about: "run what meets untrusted bytes on damaged copies of the bundled stories",
        run: hostile::run,
    },
    #[cfg(feature = "bench")]
    Command {
        name: "bench",
        arguments: "[stages|reading|growth [SHAPE]] [--rounds N]",
        about: "cost of each stage beside only parsing, of reading beside its peers, of reading as pages grow",
        run: bench::run,
    },
    Command {
        name: "scaling",
        arguments: "[texts|stories|one-story] [LARGEST]",
        about: "time and memory of the stages as a collection grows (run it with --release)",
        run: scaling::run,
    },
    Command {
        name: "names",
        arguments: "features|errors ...",
        about: "what the training of the name model reads, and where it errs",
        run: ner::run,
    },
    Command {
        name: "times",
        arguments: "[SET]",
        about: "each difference from the time expressions marked in a set, and scores by kind",
        run: times::errors,
    },
    Command {
        name: "coreference",
        arguments: "features FOLDER | links WEIGHTS FOLDER",
        about: "what the training of the noun-phrase models reads",
        run: coreference::examples::run,
    },
    Command {
        name: "train-antecedents",
        arguments: "",
        about: "fit the weights by which a pronoun's antecedent is chosen and write their table",
        run: coreference::training::run,
    },
    Command {
        name: "truth",
        arguments: "",
        about: "how often the value that most sources give is true, with copying sources counted all and once",
        run: truth::run,
    },
    Command {
        name: "speakers",
        arguments: "[--all]",
        about: "the cases of eval/speakers.jsonl that the program has wrong; without --all those of the first drawing",
        run: speakers::show,
    },
    Command {
        name: "polnear",
        arguments: "features FILE FOLDER | links FILE OUT.json | confidence FILE OUT.json | predict FILE OUT.jsonl | reliability FILE OUTPUT.jsonl | speed FILE",
        about: "what the trainer of the attribution tagger reads, and what the tagger finds",
        run: polnear::run,
    },
];

/// Runs the subcommand that the arguments name.
///
/// # Errors
/// On a usage error, and when files cannot be read or written.
pub fn run(args: &[String]) -> Result<bool> {
    let Some((name, rest)) = args.split_first() else {
        bail!("{}", usage());
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        bail!("no command {name:?}\n{}", usage());
    };
    (command.run)(&Corpora::locate()?, rest)
}

fn usage() -> String {
    let mut text = String::from("usage: cargo lab COMMAND\n");
    for command in COMMANDS {
        text.push_str(&format!(
            "  {} {}\n      {}\n",
            command.name, command.arguments, command.about
        ));
    }
    text
}
