//! Invariants of spans and maps, over any text.

use headwater_text::{CodePoints, Span, SpanMap, fold_for_matching};
use proptest::prelude::*;

/// Any two character boundaries of a text, in order.
fn a_span(body: &str, left: prop::sample::Index, right: prop::sample::Index) -> Span {
    let mut bounds: Vec<usize> = body.char_indices().map(|(at, _)| at).collect();
    bounds.push(body.len());
    let (a, b) = (
        bounds[left.index(bounds.len())],
        bounds[right.index(bounds.len())],
    );
    Span::new(a.min(b), a.max(b))
}

proptest! {
    #[test]
    fn code_points_agree_with_counting(body in "\\PC{0,900}", left: prop::sample::Index, right: prop::sample::Index) {
        let span = a_span(&body, left, right);
        let index = CodePoints::new(&body);
        let counted = |to: usize| body[..to].chars().count();
        prop_assert_eq!(index.of_span(span), (counted(span.start()), counted(span.end())));
        prop_assert_eq!(index.to_byte(counted(span.start())), Some(span.start()));
    }

    #[test]
    fn folded_words_lead_back_to_words_that_fold_the_same(
        body in "[a-zA-ZÀÉßİ“”‘’«» \n\u{a0}\u{ad}–….,!]{0,200}",
        left: prop::sample::Index,
        right: prop::sample::Index,
    ) {
        let folded = fold_for_matching(&body);
        let span = a_span(&folded.text, left, right);
        if let Some(original) = folded.map.to_original(span) {
            prop_assert!(body.get(original.range()).is_some(), "cuts a character");
            let again = fold_for_matching(&body[original.range()]).text;
            // A span may begin or end inside a character's fold; then the whole character comes back.
            prop_assert!(again.contains(folded.text[span.range()].trim()), "{again:?}");
        }
    }

    #[test]
    fn a_map_of_copied_pieces_leads_to_the_same_words(pieces in prop::collection::vec(("[a-z]{1,8}", "[A-Z<>]{0,8}"), 1..20)) {
        let (mut derived, mut original, mut map) = (String::new(), String::new(), SpanMap::new());
        for (kept, dropped) in &pieces {
            map.push_verbatim(derived.len(), original.len(), kept.len());
            derived.push_str(kept);
            original.push_str(kept);
            original.push_str(dropped);
        }
        let mut at = 0;
        for (kept, _) in &pieces {
            let span = Span::new(at, at + kept.len());
            let back = map.to_original(span).expect("copied words have an original");
            prop_assert_eq!(&original[back.range()], kept.as_str());
            prop_assert_eq!(map.to_derived(back), Some(span));
            at += kept.len();
        }
    }
}
