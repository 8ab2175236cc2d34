//! Pages that are nothing but one thing, many times over, to any size.
//!
//! Each is a name and a builder: about so many bytes of page, and an article
//! in it where the shape leaves room for one. Tests read them for what must
//! hold, the benchmark for what a byte costs as they grow.

/// A page of about so many bytes.
pub(crate) type Build = fn(usize) -> String;

/// A paragraph of an article that a page of any shape may hold.
pub(crate) const PARAGRAPH: &str =
    "<p>The council voted on Monday to close the pier, and the mayor said it would stay closed.</p>";

/// Numbered pieces to about the size, after an opening and before an ending.
fn many(size: usize, opening: &str, piece: impl Fn(usize) -> String, ending: &str) -> String {
    let mut page = String::with_capacity(size + 256);
    page.push_str(opening);
    let mut number = 0;
    while page.len() < size {
        page.push_str(&piece(number));
        number += 1;
    }
    page.push_str(ending);
    page
}

/// Pieces inside the body of a page, under a headline and before a paragraph.
fn body(size: usize, piece: impl Fn(usize) -> String) -> String {
    let opening = "<!DOCTYPE html><html><head><title>Pier closed</title></head><body><h1>Pier closed</h1>\n";
    many(size, opening, piece, PARAGRAPH)
}

/// Pieces inside the head of a page that holds one paragraph.
fn head(size: usize, piece: impl Fn(usize) -> String) -> String {
    let ending = format!("</head><body><h1>Pier closed</h1>{PARAGRAPH}</body></html>");
    many(size, "<!DOCTYPE html><html><head>", piece, &ending)
}

fn word(number: usize) -> &'static str {
    [
        "pier", "council", "of", "Vellin", "the", "harbour", "said", "closed", "Monday", "and",
    ][number % 10]
}

/// All shapes.
pub(crate) const SHAPES: &[(&str, Build)] = &[
    ("paragraphs of one article", |size| {
        body(size, |n| {
            format!(
                "<p>Resolution {n}: the council voted on Monday to close the pier, and the mayor said it would stay closed.</p>\n"
            )
        })
    }),
    ("the same paragraph", |size| body(size, |_| PARAGRAPH.to_owned())),
    ("one text of many words", |size| {
        format!(
            "{}</p>",
            body(size, |n| format!("{} ", word(n))).replacen("\n", "\n<p>", 1)
        )
    }),
    ("one word", |size| body(size, |_| "pier".to_owned())),
    ("lines of pasted text", |size| {
        many(
            size,
            "Pier closed\n\n",
            |n| format!("The council voted on day {n} to close the pier.\n\n"),
            "",
        )
    }),
    ("short pasted lines", |size| {
        many(size, "Pier\n", |n| format!("{}\n", word(n)), "")
    }),
    ("one element of many attributes", |size| {
        let page = many(
            size,
            "<html><body><div ",
            |n| format!("class{n}='share' id=x "),
            ">",
        );
        page + PARAGRAPH
    }),
    ("one long attribute", |size| {
        let page = many(
            size,
            "<html><body><div class=\"",
            |n| format!("{} ", word(n)),
            "\">",
        );
        page + PARAGRAPH
    }),
    ("a quotation mark that never closes", |size| {
        many(size, "<html><body><p>Pier</p>", |_| "<a href=\"x>".to_owned(), "")
    }),
    ("small elements", |size| {
        body(size, |n| format!("<i>{}</i> ", word(n)))
    }),
    ("empty elements", |size| body(size, |_| "<div></div>".to_owned())),
    ("classes", |size| {
        body(size, |n| {
            format!(
                "<div class='share-{n} article-body widget' id=c{n}>{}</div>",
                word(n)
            )
        })
    }),
    ("nested blocks", |size| body(size, |_| "<div>".to_owned())),
    ("nested blocks with text", |size| {
        body(size, |_| "<div>pier ".to_owned())
    }),
    ("nested inline elements", |size| body(size, |_| "<b>".to_owned())),
    ("nested tables", |size| {
        body(size, |_| "<table><tr><td>x".to_owned())
    }),
    ("nested lists", |size| body(size, |_| "<ul><li>x".to_owned())),
    ("end tags of nothing", |size| {
        body(size, |_| "</b></i></x></p></li>".to_owned())
    }),
    ("end tags across elements", |size| {
        body(size, |_| "<b><p><i></b></p><x></i></y>".to_owned())
    }),
    ("cells", |size| {
        body(size, |n| format!("<table><tr><td>{n}<td>x</table>"))
    }),
    ("items", |size| {
        body(size, |n| format!("<ul><li>Item {n} of the council<li>Other</ul>"))
    }),
    ("links", |size| {
        body(size, |n| {
            format!("<p><a href='/{n}'>Pier closed on day {n}</a></p>")
        })
    }),
    ("links that never close", |size| {
        body(size, |n| format!("<a href='/{n}'>pier "))
    }),
    ("headings", |size| {
        body(size, |n| format!("<h2>Resolution {n} of the council</h2>"))
    }),
    ("the same heading", |size| {
        body(size, |_| "<h1>Pier closed</h1>".to_owned())
    }),
    ("bylines", |size| {
        body(size, |n| format!("<p class=byline>By Ann Lee{n} and Bo Ray</p>"))
    }),
    ("dates", |size| {
        body(size, |n| {
            format!("<p>Updated {} March 2025 {:02}:12</p>", n % 28 + 1, n % 24)
        })
    }),
    ("times", |size| {
        body(size, |n| {
            format!("<time datetime='2025-03-{:02}'>x</time>", n % 28 + 1)
        })
    }),
    ("credits", |size| {
        body(size, |n| {
            format!("<p>(Reporting by Ann Lee{n} in Vellin; Editing by Bo Ray)</p>")
        })
    }),
    ("pull quotes", |size| {
        body(size, |n| {
            format!("<blockquote>The pier would stay closed for {n} years</blockquote>")
        })
    }),
    ("stock phrases", |size| {
        body(size, |_| {
            "<div><p>Share this article</p><h3>Related</h3></div>".to_owned()
        })
    }),
    ("line breaks", |size| {
        body(size, |n| {
            if n % 9 == 0 {
                "pier<br>".to_owned()
            } else {
                "<br>".to_owned()
            }
        })
    }),
    ("references", |size| {
        body(size, |_| "&amp;&notanentity&#8217;&#x;&".to_owned())
    }),
    ("comments", |size| body(size, |_| "<!-- pier --><!-->".to_owned())),
    ("comments that never close", |size| {
        body(size, |_| "<!--<![CDATA[<?".to_owned())
    }),
    ("scripts", |size| {
        body(size, |n| format!("<script>var a{n} = '</p>';</script>"))
    }),
    ("scripts that never close", |size| {
        body(size, |_| "<script><textarea></scrip".to_owned())
    }),
    ("CDATA in XML", |size| {
        many(
            size,
            "<?xml version='1.0'?><html><p>",
            |_| "<![CDATA[ pier ]]>".to_owned(),
            "</p></html>",
        )
    }),
    ("meta elements", |size| {
        head(size, |n| {
            format!("<meta name=author content='Ann Lee{n}'><meta property=og:title content='Pier {n}'>")
        })
    }),
    ("JSON-LD scripts", |size| {
        head(size, |n| {
            format!(
                "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"Pier {n}\",\"author\":{{\"@id\":\"#{n}\"}}}}</script>"
            )
        })
    }),
    ("one JSON-LD script", |size| {
        let page = many(
            size,
            "<html><head><script type=application/ld+json>[",
            |n| {
                format!(
                    "{{\"@type\":\"NewsArticle\",\"headline\":\"Pier {n}\",\"author\":[{{\"name\":\"Ann{n}\"}},{{\"@id\":\"#{n}\"}}]}},"
                )
            },
            "]</script></head><body><h1>Pier closed</h1>",
        );
        page + PARAGRAPH
    }),
    ("a deep JSON-LD script", |size| {
        let page = many(
            size,
            "<html><head><script type=application/ld+json>",
            |_| "{\"a\":[".to_owned(),
            "</script></head><body>",
        );
        page + PARAGRAPH
    }),
    ("one JSON-LD text", |size| {
        let page = many(
            size,
            "<html><head><script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"",
            |n| format!("{}\\u0020", word(n)),
            "\"}</script></head><body>",
        );
        page + PARAGRAPH
    }),
];
