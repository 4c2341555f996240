//! Tests that a byline under the headline is omitted in every format, and read anywhere else.

use super::{article, omitted, read};
use crate::script::article::{Article, Format, Reason};

const BODY: &str = "A gale tore the roof off the chapel on Sunday, and nobody was hurt.";
const MORE: &str = "The warden has called a carpenter, who comes from the next valley.";

/// Returns the article as Markdown and as text, with these lines between the headline and the body.
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
fn omits_a_byline_under_the_headline() {
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
fn omits_the_date_and_the_occupation_with_the_byline() {
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
fn finds_the_author_in_a_byline_under_the_standfirst() {
    for standfirst in ["Wind blew at force eleven, and the chapel stood in its way.", "Wind at force eleven"]
    {
        for article in both(&format!("{standfirst}\n\nBy Mina Falk")) {
            assert_eq!(read(&article), ["Gale takes a roof", standfirst, BODY, MORE]);
            assert_eq!(article.author.as_deref(), Some("Mina Falk"), "{standfirst}");
        }
    }
}

#[test]
fn keeps_the_stated_author_and_omits_the_byline() {
    let source = format!("---\ntitle: Gale takes a roof\nauthor: M. Falk\n---\n\nBy Mina Falk\n\n{BODY}\n");
    let article = article(&source, Format::Markdown);
    assert_eq!(
        (read(&article), article.author.as_deref()),
        (vec!["Gale takes a roof", BODY], Some("M. Falk"))
    );
}

#[test]
fn reads_bylines_with_more_words_or_in_other_places() {
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

#[test]
fn omits_dates_with_names_and_labels_above_a_page() {
    for line in [
        "12/31/2026 by Mina Falk",
        "5:45 AM PST 12/31/2026 by Mina Falk",
        "By Mina Falk on Monday, May 4th, 2026 at 11:04 a.m.",
        "May 4, 2026 - 11:28 AMT",
        "05/10/2026 - Publicado por: Mina Falk - Categoria: Barcos - Tags: barco vento",
        "May 4, 2026 | categories: Boats | 3 comments",
    ] {
        let source =
            format!("<article><h1>Gale takes a roof</h1><p>{line}</p><p>{BODY}</p><p>{MORE}</p></article>");
        assert_eq!(read(&article(&source, Format::Html)), ["Gale takes a roof", BODY, MORE], "{line}");
    }
    let credits = "(Reporting by Mina Falk, Per Dahl and Bo Lind, with reporting by Ada Venn in Skarn, editing by Ida Holm and Jon Roe.)";
    let source =
        format!("<article><h1>Gale takes a roof</h1><p>{BODY}</p><p>{MORE}</p><p>{credits}</p></article>");
    assert_eq!(read(&article(&source, Format::Html)), ["Gale takes a roof", BODY, MORE]);
}

#[test]
fn reads_sentences_that_begin_with_a_date_or_a_name() {
    for line in ["On 4 May 2026, by noon the roof was on the beach.", "By May 2026 the roof was back."] {
        let source =
            format!("<article><h1>Gale takes a roof</h1><p>{line}</p><p>{BODY}</p><p>{MORE}</p></article>");
        assert_eq!(read(&article(&source, Format::Html))[1], line);
    }
}
