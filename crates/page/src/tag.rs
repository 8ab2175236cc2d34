//! Names of elements and attributes that matter for reading an article.

macro_rules! names {
    ($(#[$meta:meta])* $kind:ident $longest:literal { $($variant:ident $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum $kind { $($variant,)* }

        impl $kind {
            const LONGEST: usize = $longest;

            fn known(lower: &[u8]) -> Option<Self> {
                Some(match lower {
                    $(_ if lower == $name.as_bytes() => Self::$variant,)*
                    _ => return None,
                })
            }

        }
    };
}

names! {
    /// Elements; the others are [`Tag::Other`].
    Tag 10 {
        P "p", Div "div", A "a", Span "span", Br "br", Li "li", Img "img", Script "script", Meta "meta", Link "link",
        B "b", Strong "strong", Em "em", I "i", Ul "ul", Ol "ol", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6",
        Section "section", Article "article", Aside "aside", Nav "nav", Header "header", Footer "footer", Main "main",
        Figure "figure", Figcaption "figcaption", Blockquote "blockquote", Q "q", Cite "cite", Time "time",
        Button "button", Input "input", Form "form", Label "label", Select "select", Option "option", Optgroup "optgroup",
        Textarea "textarea", Table "table", Caption "caption", Colgroup "colgroup", Col "col", Thead "thead", Tbody "tbody",
        Tfoot "tfoot", Tr "tr", Td "td", Th "th", Dl "dl", Dt "dt", Dd "dd", Pre "pre", Address "address", Center "center",
        Details "details", Summary "summary", Dialog "dialog", Fieldset "fieldset", Legend "legend", Hgroup "hgroup", Hr "hr",
        Menu "menu", Dir "dir", Html "html", Head "head", Body "body", Title "title", Style "style", Noscript "noscript",
        Template "template", Iframe "iframe", Noembed "noembed", Noframes "noframes", Xmp "xmp", Object "object", Svg "svg",
        Math "math", Canvas "canvas", Video "video", Audio "audio", Picture "picture", Area "area", Base "base",
        Embed "embed", Param "param", Source "source", Track "track", Wbr "wbr", Frame "frame", Keygen "keygen",
        Sup "sup", Sub "sub", Small "small", Mark "mark", Font "font", U "u", S "s", Del "del", Ins "ins", Code "code",
        Abbr "abbr", Other "",
    }
}

names! {
    /// Attributes; others are passed over.
    AttrName 14 {
        Class "class", Id "id", Role "role", Href "href", Rel "rel", Content "content", Name "name", Property "property",
        Itemprop "itemprop", Itemtype "itemtype", Datetime "datetime", Lang "lang", XmlLang "xml:lang", Style "style",
        Hidden "hidden", AriaHidden "aria-hidden", Type "type", Charset "charset", Component "data-component",
        TestId "data-testid", Title "title", DataType "data-type", Alt "alt",
        Hreflang "hreflang",
    }
}

fn lower<const N: usize>(name: &[u8]) -> Option<([u8; N], usize)> {
    let mut buffer = [0; N];
    buffer.get_mut(..name.len())?.copy_from_slice(name);
    buffer.make_ascii_lowercase();
    Some((buffer, name.len()))
}

impl AttrName {
    pub(crate) fn from_bytes(name: &[u8]) -> Option<Self> {
        let (buffer, len) = lower::<{ Self::LONGEST }>(name)?;
        Self::known(&buffer[..len])
    }
}

impl Tag {
    /// The name of an element with raw text.
    pub(crate) fn raw_name(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Style => "style",
            Self::Title => "title",
            Self::Textarea => "textarea",
            Self::Iframe => "iframe",
            Self::Noembed => "noembed",
            Self::Noframes => "noframes",
            _ => "xmp",
        }
    }

    pub(crate) fn from_bytes(name: &[u8]) -> Self {
        lower::<{ Self::LONGEST }>(name)
            .and_then(|(buffer, len)| Self::known(&buffer[..len]))
            .unwrap_or(Self::Other)
    }

    /// Elements without content.
    pub(crate) fn is_void(self) -> bool {
        use Tag::{
            Area, Base, Br, Col, Embed, Frame, Hr, Img, Input, Keygen, Link, Meta, Param, Source, Track, Wbr,
        };
        matches!(
            self,
            Area | Base
                | Br
                | Col
                | Embed
                | Frame
                | Hr
                | Img
                | Input
                | Keygen
                | Link
                | Meta
                | Param
                | Source
                | Track
                | Wbr
        )
    }

    /// Elements whose content is text whatever it looks like.
    pub(crate) fn has_raw_text(self) -> bool {
        use Tag::{Iframe, Noembed, Noframes, Script, Style, Textarea, Title, Xmp};
        matches!(
            self,
            Script | Style | Title | Textarea | Iframe | Noembed | Noframes | Xmp
        )
    }

    /// Elements whose text no reader sees.
    pub(crate) fn is_unseen(self) -> bool {
        use Tag::{Head, Iframe, Noembed, Noframes, Script, Style, Svg, Template, Textarea, Title};
        matches!(
            self,
            Script | Style | Title | Template | Iframe | Noembed | Noframes | Head | Svg | Textarea
        )
    }

    /// Elements that part the text before them from the text after.
    pub(crate) fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            P | Div
                | Li
                | Ul
                | Ol
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Section
                | Article
                | Aside
                | Nav
                | Header
                | Footer
                | Main
                | Figure
                | Figcaption
                | Blockquote
                | Button
                | Form
                | Select
                | Option
                | Optgroup
                | Table
                | Caption
                | Thead
                | Tbody
                | Tfoot
                | Tr
                | Td
                | Th
                | Dl
                | Dt
                | Dd
                | Pre
                | Address
                | Center
                | Details
                | Summary
                | Dialog
                | Fieldset
                | Legend
                | Hgroup
                | Hr
                | Menu
                | Dir
                | Html
                | Body
                | Head
                | Noscript
                | Video
                | Audio
                | Object
                | Textarea
                | Xmp
        )
    }

    /// Level of a heading.
    pub(crate) fn heading(self) -> Option<u8> {
        Some(match self {
            Self::H1 => 1,
            Self::H2 => 2,
            Self::H3 => 3,
            Self::H4 => 4,
            Self::H5 => 5,
            Self::H6 => 6,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case() {
        assert_eq!(Tag::from_bytes(b"FIGCAPTION"), Tag::Figcaption);
        assert_eq!(Tag::from_bytes(b"my-element"), Tag::Other);
        assert_eq!(Tag::from_bytes(b"figcaptions"), Tag::Other);
        assert_eq!(Tag::from_bytes(b""), Tag::Other);
        assert_eq!(AttrName::from_bytes(b"ItemProp"), Some(AttrName::Itemprop));
        assert_eq!(AttrName::from_bytes(b"data-anything-at-all"), None);
    }
}
