//! Addresses of pages and mailboxes in running text.
//!
//! In: text. Out: the spans of addresses, ascending. What stands in an address
//! names nobody: the words of a link are the site's, not the writer's. A bare
//! domain ("Sluice.example said") is no address here, for it may be a name.

use linkify::{LinkFinder, LinkKind};
use text::Span;

/// The addresses in a text. Linear.
pub(crate) fn addresses(text: &str) -> Vec<Span> {
    if !text.contains(['@', '/']) && !text.contains("www.") {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    finder
        .links(text)
        .filter(|link| {
            let written = link.as_str();
            *link.kind() == LinkKind::Email || written.contains('/') || starts_with_www(written)
        })
        .map(|link| Span::new(link.start(), link.end()))
        .collect()
}

fn starts_with_www(link: &str) -> bool {
    link.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_mailboxes_but_no_bare_domains() {
        let found = |text: &'static str| -> Vec<&'static str> {
            addresses(text)
                .into_iter()
                .map(|span| &text[span.range()])
                .collect()
        };
        assert_eq!(
            found("See http://www.harl.example/search?q=Orlen, or www.Orlen.example."),
            ["http://www.harl.example/search?q=Orlen", "www.Orlen.example"]
        );
        assert_eq!(
            found("Ada Quill <ada.quill@orlen.example> posted pic.harl.example/Ab1"),
            ["ada.quill@orlen.example", "pic.harl.example/Ab1"]
        );
        assert!(found("Sluice.com said the U.S. and/or Harl paid 3/4.").is_empty());
        assert!(found("@adaquill said so").is_empty());
    }
}
