//! `cargo lab score`: runs the scoring tasks and holds the results against the floors.

use anyhow::{Result, bail};

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, table};
use crate::floors::{Floors, Verdict};
use crate::{
    clough, coreference, ecbplus, helsinki, ner, pages, polnear, sources, speakers, stories, times, wire,
};

/// What narrows a run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only this task.
    pub task: Option<String>,
    /// Only this story folder.
    pub story: Option<String>,
    /// Write the floors and the outcomes of cases anew.
    pub update: bool,
    allow_regression: bool,
    date: Option<String>,
}

/// One scoring task.
pub struct Task {
    /// As typed.
    pub name: &'static str,
    /// What is measured, in one line.
    pub about: &'static str,
    /// Measures it on the corpora that are there.
    pub run: fn(&Corpora, &Options) -> Result<Scored>,
}

/// All scoring tasks, in the order of the table that is printed.
pub const TASKS: &[Task] = &[
    Task {
        name: "stories",
        about: "whole dossiers of the story folders, by the story scorer",
        run: stories::score,
    },
    Task {
        name: "pages",
        about: "body text and fields of real pages, by the measures of their sets",
        run: pages::score,
    },
    Task {
        name: "polnear",
        about: "attributions of the development articles, by the attribution scorer",
        run: polnear::score,
    },
    Task {
        name: "names",
        about: "names of single sentences, exact spans with their class, by the model alone",
        run: ner::score,
    },
    Task {
        name: "speakers",
        about: "who a marked source is, by name, over articles whose people are he or she",
        run: speakers::score,
    },
    Task {
        name: "coreference",
        about: "mentions of one entity within a text, end to end",
        run: coreference::score,
    },
    Task {
        name: "ecbplus",
        about: "people, things and events across articles, their mentions given",
        run: ecbplus::score,
    },
    Task {
        name: "helsinki",
        about: "derivation of real articles of one story, by the derivation scorer",
        run: helsinki::score,
    },
    Task {
        name: "clough-stevenson",
        about: "degree of derivation of short answers, in four levels",
        run: clough::score,
    },
    Task {
        name: "polnear-wire",
        about: "agency and credit line of articles, read from their text",
        run: wire::score,
    },
    Task {
        name: "time",
        about: "time expressions and their values, by the measures of TempEval-3",
        run: times::score,
    },
    Task {
        name: "sources",
        about: "sourced statements with type, name, title and justification, of marked articles",
        run: sources::score,
    },
];

const FLOORS: &str = "eval/floors.toml";

/// The subcommand.
///
/// # Errors
/// On a usage error, when the program or a scorer fails, and when files cannot be read or written.
pub fn run(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let options = parse(args)?;
    let mut scored = Scored::default();
    for task in TASKS {
        if options.task.as_deref().is_some_and(|only| only != task.name) {
            continue;
        }
        let brought = (task.run)(corpora, &options)?;
        println!("{}: {}", task.name, task.about);
        for group in by_scorer(&brought.figures) {
            println!("{}", table(&group));
        }
        scored.absorb(brought);
    }
    for skipped in &scored.skipped {
        println!("skipped {}: {}", skipped.corpus, skipped.why);
    }
    let path = corpora.bundled(FLOORS)?;
    let mut floors = Floors::read(&path)?;
    if options.update {
        let Some(date) = &options.date else {
            bail!("--update needs --date YYYY-MM-DD");
        };
        for refused in floors.update(&scored, date, options.allow_regression) {
            println!("not lowered: {} of {}", refused.metric, refused.corpus);
        }
        std::fs::write(&path, floors.to_toml())?;
    }
    Ok(judge(&floors, &scored))
}

/// One table a group of corpora (`stories/`, `cases/`), in order of appearance.
fn by_scorer(figures: &[Figure]) -> Vec<Vec<Figure>> {
    let head = |figure: &Figure| figure.corpus.split('/').next().unwrap_or_default().to_owned();
    let mut groups: Vec<(String, Vec<Figure>)> = Vec::new();
    for figure in figures {
        let name = head(figure);
        match groups.iter_mut().find(|(group, _)| *group == name) {
            Some((_, group)) => group.push(figure.clone()),
            None => groups.push((name, vec![figure.clone()])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Prints how the floors fare; are all that could be checked held?
fn judge(floors: &Floors, scored: &Scored) -> bool {
    let (mut held, mut broken, mut unchecked) = (0, 0, 0);
    for (floor, verdict) in floors.compare(scored) {
        let bound = match (floor.floor, floor.ceiling) {
            (Some(floor), _) => format!("floor {floor}"),
            (None, ceiling) => format!("ceiling {}", ceiling.unwrap_or_default()),
        };
        let name = format!("{} of {} ({bound}, {})", floor.metric, floor.corpus, floor.date);
        match verdict {
            Verdict::Held(_) => held += 1,
            Verdict::Unchecked => unchecked += 1,
            Verdict::Broken(value) => {
                broken += 1;
                let value = value.map_or_else(|| "no value".to_owned(), |value| format!("{value:.3}"));
                println!("BROKEN {name}: {value}");
            }
            Verdict::CorpusChanged(now) => {
                broken += 1;
                println!(
                    "BROKEN {name}: the gold has {now} cases now, {} then; set it anew",
                    floor.cases.unwrap_or_default()
                );
            }
        }
    }
    println!("floors: {held} held, {broken} broken, {unchecked} unchecked");
    broken == 0
}

fn parse(args: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let mut value = || {
            rest.next()
                .cloned()
                .ok_or_else(|| anyhow::anyhow!("{arg} needs a value"))
        };
        match arg.as_str() {
            "--story" => options.story = Some(value()?),
            "--date" => options.date = Some(value()?),
            "--update" => options.update = true,
            "--allow-regression" => options.allow_regression = true,
            name if TASKS.iter().any(|task| task.name == name) => options.task = Some(name.to_owned()),
            other => {
                let names: Vec<_> = TASKS.iter().map(|task| task.name).collect();
                bail!("{other:?} is no option and no task (tasks: {})", names.join(", "));
            }
        }
    }
    Ok(options)
}
