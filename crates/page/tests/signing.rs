//! Who signs a page and when, where neither metadata nor a line over the text say so.

use headwater_page::{Page, read};

const TEXT: &str = "<p>The board of the harbour said on Monday that the old pier would stay closed until the spring.</p>\
    <p>Its members had heard from the engineers, who found that the piles under the pier were rotten.</p>\
    <p>The fishermen of the town asked for a ferry, and the mayor told them that there was no money for one.</p>\
    <p>A year ago the board had closed the pier for a week, because a storm had taken some of its planks away.</p>";

/// The names and the day of publication of a page with this body.
fn signed(body: &str) -> (Vec<String>, Option<String>) {
    let page = Page {
        id: "page".to_owned(),
        bytes: format!("<html><body>{body}</body></html>").into_bytes(),
        ..Page::default()
    };
    let article = read(&page).value;
    let names = article.byline.into_iter().map(|name| name.value).collect();
    let day = article.published.and_then(|dated| dated.stamp);
    (names, day.map(|stamp| stamp.to_string()))
}

#[test]
fn pages_are_signed_in_many_places() {
    let title = "<h1>Old pier stays closed</h1>";
    for (body, names, day) in [
        // Two people in one line below the text, and the day under it.
        (
            format!(
                "<main>{title}{TEXT}</main><p>Written by <a href=/x>Mira Olt and Ivo Senn</a></p><p>18 March 2025</p>"
            ),
            vec!["Mira Olt", "Ivo Senn"],
            Some("2025-03-18"),
        ),
        (
            format!(
                "<article>{title}{TEXT}<footer><p>Posted by Mira Olt on 2025-03-18 in harbour.</p></footer></article>"
            ),
            vec!["Mira Olt"],
            Some("2025-03-18"),
        ),
        // Two lines that sign on different days are those of other pages.
        (
            format!(
                "<article>{title}{TEXT}</article><footer><p>Posted by Mira Olt on 2025-03-18</p><p>Posted by Ivo Senn on 2025-03-20</p></footer>"
            ),
            vec![],
            None,
        ),
        // A name alone counts where its picture stands beside it and a day near it.
        (
            format!(
                "{title}<div><img alt='Mira Olt portrait'><div>Mira Olt</div><div>18 March 2025</div></div><div class=article-body>{TEXT}</div>"
            ),
            vec!["Mira Olt"],
            Some("2025-03-18"),
        ),
        (
            format!(
                "{title}<div><img alt='The pier'><div>Harbour Matters</div><div>18 March 2025</div></div><div class=article-body>{TEXT}</div>"
            ),
            vec![],
            Some("2025-03-18"),
        ),
    ] {
        let (found, on) = signed(&body);
        assert_eq!(found, names, "{body}");
        assert_eq!(on.as_deref(), day, "{body}");
    }
}
