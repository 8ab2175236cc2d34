//! Markup to tags and text, with byte positions.
//!
//! In: the decoded page. Out, one at a time: start tags with their attributes,
//! end tags and runs of text, by the rules of the HTML standard's tokenizer as
//! far as they bear on what is visible. Comments, declarations and processing
//! instructions are passed over. Each byte is looked at a bounded number of
//! times: cost is linear in the page.

use text::Span;

use crate::tag::{AttrName, Tag};

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// Text; character references not decoded. In `raw` text there are none.
    Text { span: Span, raw: bool },
    /// A start tag. Its attributes are those that the tokenizer holds until the next token.
    Open {
        tag: Tag,
        name: Span,
        span: Span,
        closed: bool,
    },
    /// An end tag.
    Close { tag: Tag, name: Span },
}

/// An attribute that the program knows: its value as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attr {
    pub name: AttrName,
    pub value: Span,
}

/// Reads tokens from the start of a page to its end.
pub(crate) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// Attributes of the last start tag, each name once.
    pub attrs: Vec<Attr>,
    /// The element whose end tag alone ends the text, after its start tag.
    raw: Option<Tag>,
    /// XML: CDATA sections are text, and no element has raw text.
    pub xml: bool,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str, xml: bool) -> Self {
        Self {
            text,
            at: 0,
            attrs: Vec::new(),
            raw: None,
            xml,
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn seek(&self, byte: u8, from: usize) -> Option<usize> {
        memchr::memchr(byte, self.text.as_bytes().get(from..)?).map(|at| from + at)
    }

    fn seek_str(&self, needle: &str, from: usize) -> Option<usize> {
        memchr::memmem::find(self.text.as_bytes().get(from..)?, needle.as_bytes()).map(|at| from + at)
    }

    /// Where raw text of an element ends: at its end tag or with the page.
    fn raw_end(&self, tag: Tag) -> usize {
        let name = tag.raw_name();
        let mut from = self.at;
        while let Some(at) = self.seek_str("</", from) {
            let after = at + 2 + name.len();
            if let Some(found) = self.text.get(at + 2..after)
                && found.eq_ignore_ascii_case(name)
                && self
                    .byte(after)
                    .is_none_or(|b| b.is_ascii_whitespace() || b == b'>' || b == b'/')
            {
                return at;
            }
            from = at + 2;
        }
        self.text.len()
    }

    fn name_end(&self, from: usize) -> usize {
        self.text.as_bytes()[from..]
            .iter()
            .position(|b| b.is_ascii_whitespace() || *b == b'>' || *b == b'/')
            .map_or(self.text.len(), |at| from + at)
    }

    /// Reads attributes from `at` to the end of the tag. Gives the offset after
    /// `>` and whether the tag closes itself; `None` when the page ends first.
    fn attributes(&mut self, mut at: usize) -> Option<(usize, bool)> {
        self.attrs.clear();
        loop {
            match self.byte(at)? {
                b'>' => return Some((at + 1, false)),
                b'/' if self.byte(at + 1) == Some(b'>') => return Some((at + 2, true)),
                b if b.is_ascii_whitespace() || b == b'/' => at += 1,
                _ => {
                    let name_start = at;
                    at += 1;
                    while self
                        .byte(at)
                        .is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/' | b'='))
                    {
                        at += 1;
                    }
                    let name = AttrName::from_bytes(&self.text.as_bytes()[name_start..at]);
                    let mut after = at;
                    while self.byte(after).is_some_and(|b| b.is_ascii_whitespace()) {
                        after += 1;
                    }
                    let mut value = Span::new(at, at);
                    if self.byte(after) == Some(b'=') {
                        after += 1;
                        while self.byte(after).is_some_and(|b| b.is_ascii_whitespace()) {
                            after += 1;
                        }
                        match self.byte(after)? {
                            mark @ (b'"' | b'\'') => {
                                let end = self.seek(mark, after + 1)?;
                                value = Span::new(after + 1, end);
                                at = end + 1;
                            }
                            b'>' => at = after,
                            _ => {
                                let end = self.text.as_bytes()[after..]
                                    .iter()
                                    .position(|b| b.is_ascii_whitespace() || *b == b'>')
                                    .map_or(self.text.len(), |end| after + end);
                                value = Span::new(after, end);
                                at = end;
                            }
                        }
                    } else {
                        at = after;
                    }
                    if let Some(name) = name
                        && self.attrs.iter().all(|attr| attr.name != name)
                    {
                        self.attrs.push(Attr { name, value });
                    }
                }
            }
        }
    }

    /// Passes over what begins with `<!` or `<?` at `at`; the offset after it.
    fn declaration(&self, at: usize) -> usize {
        let end = self.text.len();
        if self.text[at..].starts_with("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            for short in ["<!-->", "<!--->"] {
                if self.text[at..].starts_with(short) {
                    return at + short.len();
                }
            }
            return self.seek_str("-->", at + 4).map_or(end, |close| close + 3);
        }
        self.seek(b'>', at).map_or(end, |close| close + 1)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(tag) = self.raw.take() {
            let end = self.raw_end(tag);
            let span = Span::new(self.at, end);
            self.at = end;
            if !span.is_empty() {
                let raw = !matches!(tag, Tag::Title | Tag::Textarea);
                return Some(Token::Text { span, raw });
            }
        }
        let start = self.at;
        let mut from = start;
        loop {
            let Some(open) = self.seek(b'<', from) else {
                self.at = self.text.len();
                let span = Span::new(start, self.at);
                return (!span.is_empty()).then_some(Token::Text { span, raw: false });
            };
            let next = self.byte(open + 1);
            let markup = match next {
                Some(b'!' | b'?') => true,
                Some(b'/') => self.byte(open + 2).is_some(),
                Some(b) => b.is_ascii_alphabetic(),
                None => false,
            };
            if !markup {
                from = open + 1;
                continue;
            }
            if open > start {
                self.at = open;
                return Some(Token::Text {
                    span: Span::new(start, open),
                    raw: false,
                });
            }
            return self.markup(open);
        }
    }
}

impl Tokens<'_> {
    fn markup(&mut self, open: usize) -> Option<Token> {
        match self.byte(open + 1)? {
            b'!' | b'?' => {
                if self.xml && self.text[open..].starts_with("<![CDATA[") {
                    let from = open + "<![CDATA[".len();
                    let close = self.seek_str("]]>", from).unwrap_or(self.text.len());
                    self.at = (close + 3).min(self.text.len());
                    let span = Span::new(from, close);
                    return if span.is_empty() {
                        self.next_after()
                    } else {
                        Some(Token::Text { span, raw: true })
                    };
                }
                self.at = self.declaration(open);
                self.next_after()
            }
            b'/' => {
                let from = open + 2;
                if !self.byte(from)?.is_ascii_alphabetic() {
                    self.at = self.seek(b'>', from).map_or(self.text.len(), |close| close + 1);
                    return self.next_after();
                }
                let end = self.name_end(from);
                let tag = Tag::from_bytes(&self.text.as_bytes()[from..end]);
                let close = self.attributes(end);
                self.at = close.map_or(self.text.len(), |(at, _)| at);
                Some(Token::Close {
                    tag,
                    name: Span::new(from, end),
                })
            }
            _ => {
                let from = open + 1;
                let end = self.name_end(from);
                let tag = Tag::from_bytes(&self.text.as_bytes()[from..end]);
                let Some((after, closed)) = self.attributes(end) else {
                    // The standard drops a tag that the page breaks off in.
                    self.at = self.text.len();
                    return None;
                };
                self.at = after;
                if tag.has_raw_text() && !(self.xml && closed) {
                    self.raw = Some(tag);
                }
                Some(Token::Open {
                    tag,
                    name: Span::new(from, end),
                    span: Span::new(open, after),
                    closed,
                })
            }
        }
    }

    /// The token after something passed over. A page of nothing but comments
    /// must not deepen the stack, so runs of them are passed over in a loop.
    fn next_after(&mut self) -> Option<Token> {
        while let Some(b'!' | b'?') = self.byte(self.at + 1)
            && self.byte(self.at) == Some(b'<')
            && !(self.xml && self.text[self.at..].starts_with("<![CDATA["))
        {
            self.at = self.declaration(self.at);
        }
        if self.at >= self.text.len() {
            return None;
        }
        // An empty text keeps the caller's loop going without recursion.
        Some(Token::Text {
            span: Span::new(self.at, self.at),
            raw: true,
        })
    }
}
