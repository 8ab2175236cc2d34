//! Two judgements on one text, put together.
//!
//! The tagger decides where it has a cue; where it doubts, a rule must see a cue too. The rules add what it cannot see:
//! block quotations, headlines, paragraphs that are all quotation, statements
//! inside the content of others, and cues of which they are sure; and they
//! give a source where it has found none.

use page::Article;
use text::Span;

use crate::found::Found;
use crate::rules::is_heading;
use crate::tagger::LEAST;

/// A rule adds an attribution whose cue the tagger left out when it is this sure.
/// Set by judgement; other values were not tried.
const SURE: f32 = 0.8;

/// The same for one inside the content of another, which the tagger's labels cannot hold.
const SURE_INSIDE: f32 = 0.65;

/// Spans in order, each with the attribution it belongs to.
fn index(found: &[Found], spans: impl Fn(&Found) -> &[Span]) -> Vec<(Span, usize)> {
    let mut list: Vec<(Span, usize)> = found
        .iter()
        .enumerate()
        .flat_map(|(at, f)| spans(f).iter().map(move |&span| (span, at)))
        .collect();
    list.sort();
    list
}

/// The attribution with a span that overlaps this one. Spans of one index do not overlap.
fn overlapping(index: &[(Span, usize)], span: Span) -> Option<usize> {
    let at = index.partition_point(|(other, _)| other.end() <= span.start());
    index
        .get(at)
        .filter(|(other, _)| other.overlaps(span))
        .map(|&(_, found)| found)
}

/// All attributions with a span that overlaps this one.
fn all_overlapping(index: &[(Span, usize)], span: Span) -> impl Iterator<Item = usize> {
    let at = index.partition_point(|(other, _)| other.end() <= span.start());
    index[at..]
        .iter()
        .take_while(move |(other, _)| other.start() < span.end())
        .map(|&(_, found)| found)
}

/// Is all of `inner` in the content of `outer`?
fn lies_within(inner: &Found, outer: &Found) -> bool {
    [&inner.source, &inner.cue, &inner.content]
        .into_iter()
        .all(|spans| covers(outer, spans))
}

/// Are all of the spans in the content of `outer`?
fn covers(outer: &Found, spans: &[Span]) -> bool {
    spans
        .iter()
        .all(|span| outer.content.iter().any(|held| held.contains(*span)))
}

/// Takes away what the tagger has put together over the edge of a heading.
fn keep_headings_apart(article: &Article, tagged: &mut [Found]) {
    let block = |span: &Span| article.block_at(span.start());
    let heading = |at: Option<usize>| at.is_some_and(|at| is_heading(article, at));
    for found in tagged {
        let Some(home) = found.cue.first().map(block) else {
            continue;
        };
        let belongs = |span: &Span| {
            let at = block(span);
            at == home || !(heading(at) || heading(home))
        };
        found.content.retain(belongs);
        found.source.retain(belongs);
    }
}

/// A turn or a signed quotation says whose words it holds: what the tagger has drawn into the words of another is parted there, unless it
/// names the same speaker or lies in them as a whole.
fn part_at_signed(tagged: &mut [Found], ruled: &[Found]) {
    let signed = |rule: &&Found| rule.cue.is_empty() && !rule.source.is_empty() && rule.confidence >= SURE;
    let signed: Vec<Found> = ruled.iter().filter(signed).cloned().collect();
    let (contents, sources) = (index(&signed, |f| &f.content), index(&signed, |f| &f.source));
    for found in tagged {
        let agrees = |at: usize| {
            let same = |source: &Span| signed[at].source.iter().any(|named| named.overlaps(*source));
            found.source.iter().any(same) || lies_within(found, &signed[at])
        };
        let mut kept = found.content.clone();
        kept.retain(|&piece| all_overlapping(&contents, piece).all(agrees));
        // Of "the transcript: ..." nothing is left once its turns are read, but for notes between them.
        let emptied = 2 * kept.len() < found.content.len();
        if emptied || found.cue.iter().any(|&cue| overlapping(&sources, cue).is_some()) {
            kept.clear();
        }
        found.content = kept;
    }
}

/// "According to the suit, ...": a credit that stands before what it is for goes for all of it.
fn is_credit_before(article: &Article, rule: &Found) -> bool {
    let [cue] = rule.cue[..] else {
        return false;
    };
    let follows = rule
        .content
        .last()
        .is_some_and(|content| content.start() > cue.end());
    follows && article.text.as_str()[cue.range()].eq_ignore_ascii_case("according to")
}

/// Is the source "I", "we" or "you"? Within the words of somebody that is no further source.
fn speaks_for_himself(article: &Article, found: &Found) -> bool {
    let [source] = found.source[..] else {
        return false;
    };
    let source = &article.text.as_str()[source.range()];
    ["i", "we", "you"]
        .iter()
        .any(|pronoun| source.eq_ignore_ascii_case(pronoun))
}

/// The tagger's attributions with what the rules add; `speaks` says whether one could be a statement, inside the content of another or not.
pub(crate) fn combine(
    article: &Article,
    mut tagged: Vec<Found>,
    ruled: Vec<Found>,
    speaks: impl Fn(&Found, bool) -> bool,
) -> Vec<Found> {
    keep_headings_apart(article, &mut tagged);
    part_at_signed(&mut tagged, &ruled);
    let ruled_cues = index(&ruled, |f| &f.cue);
    // What the tagger itself doubts needs a rule that sees a cue there too.
    let confirmed = |f: &Found| f.cue.iter().any(|&cue| overlapping(&ruled_cues, cue).is_some());
    // A cue that the linker could give no content is left to the rules.
    tagged.retain(|f| !f.content.is_empty() && (f.confidence >= LEAST || confirmed(f)));
    let cues = index(&tagged, |f| &f.cue);
    let contents = index(&tagged, |f| &f.content);
    let sources = index(&tagged, |f| &f.source);
    let mut added = Vec::new();
    for rule in ruled {
        let same = rule.cue.iter().find_map(|&cue| overlapping(&cues, cue));
        if let Some(same) = same {
            let whole = is_credit_before(article, &rule) && covers(&rule, &tagged[same].content);
            if tagged[same].source.is_empty() && !rule.source.is_empty() {
                tagged[same].source = rule.source;
            }
            if whole {
                tagged[same].content = rule.content;
            }
            continue;
        }
        let holder = rule
            .content
            .first()
            .and_then(|&content| overlapping(&contents, content));
        if rule.cue.is_empty() {
            // A turn of a conversation may hold what its speaker says of others.
            let free = rule.content.iter().all(|&content| {
                all_overlapping(&contents, content)
                    .all(|held| rule.confidence >= SURE && lies_within(&tagged[held], &rule))
            });
            if free {
                added.push(rule);
            }
            continue;
        }
        let in_source = rule.cue.iter().any(|&cue| overlapping(&sources, cue).is_some());
        let inside = holder.is_some_and(|holder| {
            let within = |span: &Span| tagged[holder].content.iter().any(|outer| outer.contains(*span));
            rule.content.iter().chain(&rule.cue).all(within)
        });
        if inside && speaks_for_himself(article, &rule) {
            continue;
        }
        // "The diary records that | the queen ordered ...": one that holds all of what the tagger gives there.
        let around = !inside && holder.is_some_and(|held| lies_within(&tagged[held], &rule));
        if (inside || around) && !speaks(&rule, inside) {
            continue;
        }
        let enough = if inside || around { SURE_INSIDE } else { SURE };
        if !in_source && rule.confidence >= enough {
            added.push(rule);
        }
    }
    tagged.append(&mut added);
    tagged
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An attribution of three stretches of a text.
    fn one(text: &str, source: &str, cue: &str, content: &str, confidence: f32) -> Found {
        let span = |words: &str| {
            let at = text.find(words).unwrap();
            Span::new(at, at + words.len())
        };
        Found {
            source: vec![span(source)],
            cue: vec![span(cue)],
            content: vec![span(content)],
            confidence,
        }
    }

    fn any(_: &Found, _: bool) -> bool {
        true
    }

    #[test]
    fn what_the_tagger_doubts_needs_a_rule() {
        let text = "Ms Arlen felt that the lock would fail.";
        let article = page::plain_text("a", text);
        let found = |confidence| one(text, "Ms Arlen", "felt", "that the lock would fail", confidence);
        let doubted = LEAST / 2.0;
        assert_eq!(combine(&article, vec![found(doubted)], vec![], any).len(), 0);
        assert_eq!(
            combine(&article, vec![found(doubted)], vec![found(doubted)], any).len(),
            1
        );
        assert_eq!(combine(&article, vec![found(LEAST)], vec![], any).len(), 1);
    }

    #[test]
    fn the_speaker_himself_is_no_source_within_his_words() {
        for (text, source, count) in [
            ("Ms Arlen said that we think the lock would fail.", "we", 1),
            ("Ms Arlen said that Tove thinks the lock would fail.", "Tove", 2),
        ] {
            let article = page::plain_text("a", text);
            let content = &text[text.find("that").unwrap()..text.len() - 1];
            let outer = one(text, "Ms Arlen", "said", content, 0.9);
            let inner = one(text, source, "think", "the lock would fail", 0.9);
            assert_eq!(
                combine(&article, vec![outer], vec![inner], any).len(),
                count,
                "{text}"
            );
        }
    }
}
