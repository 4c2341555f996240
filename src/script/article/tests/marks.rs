//! Tests markup that changes words: numbers, strikes, footnotes and tables, in Markdown and in HTML.

use super::{article, blocks, omitted, read};
use crate::script::article::{Article, Format, Reason, Role};

fn markdown(source: &str) -> Article {
    article(source, Format::Markdown)
}

fn html(source: &str) -> Article {
    article(source, Format::Html)
}

/// Returns the same article in both formats, with a sentence before it.
fn both(marked: &str, tagged: &str) -> [Article; 2] {
    [
        markdown(&format!("The quay is empty.\n\n{marked}\n")),
        html(&format!("<p>The quay is empty.</p>{tagged}")),
    ]
}

#[test]
fn omits_struck_out_words() {
    for article in both(
        "~~It is perfect.~~ It is ~~very~~ good.",
        "<p><s>It is perfect.</s> It is <del>very</del> good.</p>",
    ) {
        assert_eq!(read(&article), ["The quay is empty.", "It is good."]);
        assert_eq!(omitted(&article), [(Reason::StruckOut, "It is perfect."), (Reason::StruckOut, "very")]);
    }
    let whole = html("<p>The quay is empty.</p><del><p>It is perfect.</p></del>");
    assert_eq!(omitted(&whole), [(Reason::StruckOut, "It is perfect.")]);
    let tagged = markdown("It is <del>very</del> good, <strike>he</strike> she said.");
    assert_eq!(read(&tagged), ["It is good, she said."]);
}

#[test]
fn omits_the_descriptions_of_pictures() {
    let expected = [(Reason::ImageDescription, "Boats at dawn"), (Reason::ImageDescription, "The quay")];
    let tags = "<img src=a.png alt='Boats at dawn' title='The quay'>";
    for article in both("![Boats at dawn](a.png \"The quay\")", &format!("<p>{tags}</p>")) {
        assert_eq!(omitted(&article), expected);
    }
    let figure = markdown(&format!("The quay is empty.\n\n<figure>{tags}</figure>\n"));
    let inside = markdown(&format!("So {tags} it is."));
    assert_eq!((omitted(&figure), omitted(&inside)), (expected.to_vec(), expected.to_vec()));
}

#[test]
fn keeps_the_numbers_of_list_items() {
    for article in both(
        "3. Open it.\n4. Shut it.\n\n   Well.\n\n- Tea",
        "<ol start=3><li>Open it.</li><li><p>Shut it.</p><p>Well.</p></li></ol><ul><li>Tea</li></ul>",
    ) {
        assert_eq!(read(&article), ["The quay is empty.", "3. Open it.", "4. Shut it.", "Well.", "Tea"]);
    }
    let back = html(
        "<p>So it is.</p><ol reversed><li>Two.</li><li>One.</li></ol><ol type=a><li>Letters.</li></ol><ol><li value=7>Seven.</li></ol>",
    );
    assert_eq!(read(&back)[1..], ["2. Two.", "1. One.", "Letters.", "7. Seven."]);
}

#[test]
fn repeats_the_column_names_in_each_row() {
    let marked = "| Year | Passengers | Cancelled |\n|---|---|---|\n| 2021 | 41,200 | 31 |\n| | two | |";
    let tagged = "<table><tr><th>Year</th><th>Passengers</th><th>Cancelled</th></tr><tr><td>2021</td><td>41,200</td><td>31</td></tr><tr><td></td><td>two</td><td></td></tr></table>";
    for article in both(marked, tagged) {
        assert_eq!(
            read(&article),
            ["The quay is empty.", "2021: Passengers 41,200, Cancelled 31.", "Passengers two."]
        );
        assert_eq!(omitted(&article), [(Reason::TableHead, "Year, Passengers, Cancelled")]);
    }
    let captioned = html(
        "<p>So it is.</p><table><caption>Ships by year</caption><tr><td>Aller</td><td>1998</td></tr></table>",
    );
    assert_eq!(read(&captioned), ["So it is.", "Ships by year", "Aller, 1998"]);
}

#[test]
fn reads_a_layout_table_as_blocks() {
    let page = html("<table><tr><td><p>One paragraph is here.</p><p>Another is there.</p></td></tr></table>");
    assert_eq!(read(&page), ["One paragraph is here.", "Another is there."]);
}

#[test]
fn omits_footnotes_and_drops_their_marks() {
    let note = "And plugins. So many plugins that nobody has counted them, though somebody once began to, and kept at it for a year or two.";
    let marked =
        format!("It has hooks[^1] and more<sup><a href='#n'>2</a></sup> so<sup>[3]</sup>.\n\n[^1]: {note}");
    let tagged = format!(
        "<p>It has hooks<sup><a href='#fn1'>1</a></sup> and more<a href='#n'><sup>2</sup></a> so<a role=doc-noteref href='#x'>3</a>.</p><section role=doc-endnotes><p>{note}</p></section>"
    );
    for article in both(&marked, &tagged) {
        assert_eq!(read(&article), ["The quay is empty.", "It has hooks and more so."]);
        assert_eq!(omitted(&article), [(Reason::Footnote, note)]);
    }
}

#[test]
fn omits_the_remarks_of_editors_and_the_comments_of_word() {
    let page = html(
        "<p>It has hooks<sup>[<i>citation needed</i>]</sup> and more<a href='#_msocom_1'>[IM1]</a>.</p>\
         <div style='mso-element:comment-list'><div style='mso-element:comment'><p>Is it so?</p></div></div>",
    );
    assert_eq!(read(&page), ["It has hooks and more."]);
    assert_eq!(omitted(&page), [(Reason::Footnote, "Is it so?")]);
    let list = html(
        "<p>It has hooks. <sup>1</sup></p><p>And more.<sup>2</sup></p><hr><p><b>1</b> So it is.</p><p><b>2</b> It is so.</p>",
    );
    assert_eq!(read(&list), ["It has hooks.", "And more."]);
    let list = html(
        "<p>It has hooks.</p><ol class='easy-footnotes-wrapper'><li>The log of the year 1903 says so.</li></ol>",
    );
    assert_eq!(omitted(&list), [(Reason::Footnote, "1. The log of the year 1903 says so.")]);
    let area = html(
        "<p>It has 40 m<sup>[2]</sup> and <sup>a very long remark that goes on over forty letters</sup>.</p>",
    );
    assert!(read(&area)[0].contains("a very long remark"));
}

#[test]
fn converts_superscripts_and_subscripts_to_characters() {
    for article in both(
        "E is mc^2^, H~2~O, mc<sup>2</sup>.",
        "<p>E is mc<sup>2</sup>, H<sub>2</sub>O, mc<sup>2</sup>.</p>",
    ) {
        assert_eq!(read(&article)[1], "E is mc², H₂O, mc².");
    }
    assert_eq!(read(&html("<p>The 1<sup>st</sup> of May is here.</p>")), ["The 1st of May is here."]);
}

#[test]
fn removes_inline_marks_of_markdown() {
    let article =
        markdown("## The quay {#quay}\n\nIt is ==very== good :smile: today. It costs $5 or $10, and 5$.");
    assert_eq!(read(&article), ["The quay", "It is very good today. It costs $5 or $10, and 5$."]);
    assert_eq!(omitted(&article), [(Reason::NotProse, ":smile:")]);
    let formulae = markdown("So $E = mc^2$ and $\\frac{a}{b}$ hold; it costs US$5 (AU$7).\n\n$$\\int x$$");
    assert_eq!(read(&formulae), ["So E = mc² and hold; it costs US$5 (AU$7)."]);
    assert_eq!(omitted(&formulae), [(Reason::Formula, "\\frac{a}{b}"), (Reason::Formula, "\\int x")]);
}

#[test]
fn removes_markup_from_a_title() {
    for (title, expected) in [
        ("Why I moved to *static* files", "Why I moved to static files"),
        ("3. Mai: _so_ `x`", "3. Mai: so x"),
    ] {
        let article = markdown(&format!("---\ntitle: \"{title}\"\n---\n\nThe quay is empty.\n"));
        assert_eq!(article.title.as_deref(), Some(expected));
        assert_eq!(blocks(&article)[0], (Role::Heading(1), expected));
    }
}

#[test]
fn finds_the_author_in_metadata_and_bylines() {
    let page = |head: &str, line: &str| {
        html(&format!(
            "<html><head>{head}</head><body><h1>The quay is empty</h1>{line}<p>Nobody was there at noon, she said.</p></body></html>"
        ))
    };
    let data = r#"<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"author": [{"name": "Jo Lindqvist"}]}]}</script>"#;
    let articles = [
        page("<meta name=author content='Jo Lindqvist'>", ""),
        page(
            "<meta property='article:author' content='https://x.example/jo'>",
            "<div class=byline>By Jo Lindqvist</div>",
        ),
        page(data, ""),
        page("", "<p class=byline>Text: Jo Lindqvist</p>"),
        markdown("---\nauthor: Jo Lindqvist\n---\n\nThe quay is empty."),
        article("The quay is empty\n\nVon Jo Lindqvist\n\nNobody was there at noon, she said.", Format::Text),
    ];
    for article in articles {
        assert_eq!(article.author.as_deref(), Some("Jo Lindqvist"), "{:?}", blocks(&article));
    }
    assert_eq!(page("", "<p>By noon she had gone.</p>").author, None);
}
