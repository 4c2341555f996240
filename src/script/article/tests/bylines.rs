//! Who wrote it is not read under the headline, whatever the format, and is read where the text itself tells it.

use super::{article, omitted, read};
use crate::script::article::{Article, Format, Reason};

const BODY: &str = "A gale tore the roof off the chapel on Sunday, and nobody was hurt.";
const MORE: &str = "The warden has called a carpenter, who comes from the next valley.";

/// In Markdown and as text, with these lines between the headline and the body.
fn both(lines: &str) -> [Article; 2] {
    [
        article(&format!("# Gale takes a roof\n\n{lines}\n\n{BODY}\n\n{MORE}\n"), Format::Markdown),
        article(
            &format!("Gale takes a roof\n\n{}\n\n{BODY}\n\n{MORE}\n", lines.replace('*', "")),
            Format::Text,
        ),
    ]
}

#[test]
fn a_byline_under_the_headline_is_listed() {
    for (line, author) in [
        ("By Mina Falk", "Mina Falk"),
        ("*By Mina Falk, weather correspondent*", "Mina Falk"),
        ("Von Mina Falk, Bergen", "Mina Falk"),
        ("Text: Mina Falk", "Mina Falk"),
        ("By Mina Falk and Per Dahl", "Mina Falk and Per Dahl"),
    ] {
        for article in both(line) {
            assert_eq!(read(&article), ["Gale takes a roof", BODY, MORE], "{line}");
            assert_eq!(omitted(&article), [(Reason::Byline, line.trim_matches('*'))]);
            assert_eq!(article.author.as_deref(), Some(author));
        }
    }
}

#[test]
fn date_and_trade_go_with_it() {
    for lines in [
        "By Mina Falk\n\n4 March 2025",
        "4 March 2025\n\nBy Mina Falk",
        "By Mina Falk\n\nWeather correspondent",
    ] {
        for article in both(lines) {
            assert_eq!(read(&article), ["Gale takes a roof", BODY, MORE], "{lines}");
            assert_eq!(omitted(&article).len(), 2);
        }
    }
    let article = article(
        &format!("# Gale takes a roof\n\nBy Mina Falk  \n4 March 2025\n\n{BODY}\n"),
        Format::Markdown,
    );
    assert_eq!(omitted(&article), [(Reason::Byline, "By Mina Falk\n4 March 2025")]);
}

#[test]
fn it_may_stand_under_the_standfirst_and_its_author_is_known() {
    for standfirst in ["Wind blew at force eleven, and the chapel stood in its way.", "Wind at force eleven"]
    {
        for article in both(&format!("{standfirst}\n\nBy Mina Falk")) {
            assert_eq!(read(&article), ["Gale takes a roof", standfirst, BODY, MORE]);
            assert_eq!(article.author.as_deref(), Some("Mina Falk"), "{standfirst}");
        }
    }
}

#[test]
fn an_author_that_is_stated_is_kept_and_the_line_is_listed_too() {
    let source = format!("---\ntitle: Gale takes a roof\nauthor: M. Falk\n---\n\nBy Mina Falk\n\n{BODY}\n");
    let article = article(&source, Format::Markdown);
    assert_eq!(
        (read(&article), article.author.as_deref()),
        (vec!["Gale takes a roof", BODY], Some("M. Falk"))
    );
}

#[test]
fn what_is_more_than_a_byline_or_stands_elsewhere_is_read() {
    for line in [
        "By Mina Falk, who has lived in the valley for forty years and more",
        "By Sunday Night, the roof had gone.",
        "Von der Nordsee",
        "By the sea",
    ] {
        for article in both(line) {
            assert_eq!(read(&article)[1], line);
        }
    }
    for lines in
        [format!("{BODY} It blew.\n\n{MORE} He did.\n\nBy Mina Falk"), "By Mina Falk\n\nBy Per Dahl".into()]
    {
        for article in both(&lines) {
            let last = lines.rsplit('\n').next().unwrap_or_default();
            assert!(read(&article).contains(&last), "{lines}");
        }
    }
    let first = article(&format!("By Mina Falk\n\n{BODY}\n\n{MORE}"), Format::Text);
    assert_eq!(read(&first)[0], "By Mina Falk", "under no headline");
}
