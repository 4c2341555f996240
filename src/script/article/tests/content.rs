//! Tests that everything in the article's part of a page is read, or omitted with its reason.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::{article, blocks, omitted, read};
use crate::base::testing::seeded;
use crate::script::article::{Article, Format, Reason, Role};

fn html(source: &str) -> Article {
    article(source, Format::Html)
}

const HEAD: &str = "<!doctype html><html lang=en><head><title>Harbour rules</title></head><body><nav><a href=/>Home</a></nav>";

/// Returns a page with the body in the article's element.
fn page(body: &str) -> String {
    format!(
        "{HEAD}<main><article><h1>Harbour rules</h1>{body}</article></main><footer>Imprint</footer></body></html>"
    )
}

#[test]
fn reads_a_list_between_short_paragraphs() {
    let page = "<body><h1>Short news</h1><p>The ferry stops on Friday, the council said.</p><p>Two things change:</p>\
        <ul><li>No boat at dawn.</li><li>Fares stay frozen.</li></ul><p>Residents are angry.</p><p>Last words of it.</p></body>";
    let expected = [
        "Short news",
        "The ferry stops on Friday, the council said.",
        "Two things change:",
        "No boat at dawn.",
        "Fares stay frozen.",
        "Residents are angry.",
        "Last words of it.",
    ];
    assert_eq!(read(&html(page)), expected);
}

#[test]
fn reads_a_list_of_things_under_its_heading() {
    let page = "<body><h1>How to clean a boat</h1><p>Cleaning takes an hour.</p><h2>You will need</h2><ul><li>A bucket</li>\
        <li>A hose</li><li>Tape</li></ul><h2>How</h2><ol><li>Fill the bucket. Add soap.</li><li>Wash the hull. Rinse it.</li></ol></body>";
    let expected = [
        "How to clean a boat",
        "Cleaning takes an hour.",
        "You will need",
        "A bucket",
        "A hose",
        "Tape",
        "How",
        "1. Fill the bucket. Add soap.",
        "2. Wash the hull. Rinse it.",
    ];
    assert_eq!(read(&html(page)), expected);
}

#[test]
fn reads_every_kind_of_block_in_the_articles_element() {
    let body = "<p>The rules are new.</p><ol><li>Open the lid.</li><li>Shut it.</li></ol><p>More words.</p>\
        <ul><li>Fish<ul><li>Cod</li></ul></li><li>Crab</li></ul><p>A table.</p>\
        <table><tr><td>2021</td><td>31</td></tr></table><blockquote>It was always so.</blockquote><dl><dt>Quay</dt><dd>Where ships lie.</dd></dl>\
        <figure><table><tr><td>Tide</td><td>4 m</td></tr></table></figure><p>The end.</p>";
    let expected = [
        (Role::Heading(1), "Harbour rules"),
        (Role::Paragraph, "The rules are new."),
        (Role::Item, "1. Open the lid."),
        (Role::Item, "2. Shut it."),
        (Role::Paragraph, "More words."),
        (Role::Item, "Fish"),
        (Role::Item, "Cod"),
        (Role::Item, "Crab"),
        (Role::Paragraph, "A table."),
        (Role::Row, "2021, 31"),
        (Role::Quote, "It was always so."),
        (Role::Item, "Quay"),
        (Role::Item, "Where ships lie."),
        (Role::Row, "Tide, 4 m"),
        (Role::Paragraph, "The end."),
    ];
    assert_eq!(blocks(&html(&page(body))), expected);
}

#[test]
fn reads_the_signature_of_a_quotation_after_omitted_blocks() {
    for between in
        ["", "<p><del>We were late.</del></p>", "<p><img src=quay.jpg alt=\"A quay in the fog\"></p>"]
    {
        let body = format!(
            "<p>The rules are new, the council said.</p><blockquote><p>We have waited for this all winter, and it was cold.</p>\
             {between}<footer>Ada Venn, harbour master</footer></blockquote><p>They hold from May, it said.</p>"
        );
        assert!(read(&html(&page(&body))).contains(&"— Ada Venn, harbour master"), "{between}");
    }
}

#[test]
fn reads_a_section_that_the_extractor_misses() {
    let long = "The harbour office keeps a list of all ships that have come in since the war, and whoever asks for it is shown it on a Monday, between ten and noon.";
    let body = format!(
        "<section><p>{long}</p><p>{long} Again.</p></section><section><h2>Ships</h2><ul><li>Aller</li><li>Weser</li></ul></section><section><p>Nobody asks. {long}</p></section>"
    );
    let article = html(&page(&body));
    for words in ["Ships", "Aller", "Weser"] {
        assert!(read(&article).contains(&words), "{:?}", blocks(&article));
    }
}

#[test]
fn lists_blocks_after_the_article_in_its_element() {
    let body = "<p>The rules are new, the council said.</p><p>They hold from May, it said.</p>\
        <aside>Come to our fair</aside><div><span>Filed under Harbour</span></div>\
        <section class=footnotes><h2>Notes</h2><ol><li>So it was said.</li></ol></section><div class=comments><p>Well said.</p></div>";
    let expected = [
        (Reason::AfterArticle, "Come to our fair"),
        (Reason::AfterArticle, "Filed under Harbour"),
        (Reason::Footnote, "Notes"),
        (Reason::Footnote, "1. So it was said."),
        (Reason::AfterArticle, "Well said."),
    ];
    assert_eq!(omitted(&html(&page(body))), expected);
}

#[test]
fn omits_menus_and_links_in_the_articles_element() {
    let body = "<p>The rules are new, the council said.</p><ul><li><a href=/1>Ferries</a></li><li><a href=/2>Ten islands that lost a school</a></li></ul>\
        <p>They hold from May, it said.</p><h2>Elsewhere on these islands</h2><ul><li><a href=/3>Why the bridge must wait</a></li></ul>";
    let expected = ["Harbour rules", "The rules are new, the council said.", "They hold from May, it said."];
    assert_eq!(read(&html(&page(body))), expected);
}

/// The kind of a block that the test generates.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Sentence,
    Bullets,
    Steps,
    Table,
    Bare,
    Quotation,
    Terms,
    Subhead,
    Picture,
    Struck,
    Code,
}

const KINDS: [Kind; 11] = [
    Kind::Sentence,
    Kind::Bullets,
    Kind::Steps,
    Kind::Table,
    Kind::Bare,
    Kind::Quotation,
    Kind::Terms,
    Kind::Subhead,
    Kind::Picture,
    Kind::Struck,
    Kind::Code,
];

/// Makes words that each occur once, so none can be taken for another.
struct Words(usize);

impl Words {
    fn some(&mut self, count: usize) -> String {
        let mut words = String::new();
        for _ in 0..count {
            self.0 += 1;
            let letters = ["ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "pa", "so"];
            let name: String =
                format!("{:03}", self.0).bytes().map(|b| letters[usize::from(b - b'0')]).collect();
            write!(words, "{}{name}", if words.is_empty() { "" } else { " " }).expect("a string takes all");
        }
        words
    }
}

fn block(kind: Kind, words: &mut Words) -> String {
    let mut some = |count| words.some(count);
    match kind {
        Kind::Sentence => format!("<p>The {} waits.</p>", some(3)),
        Kind::Bullets => {
            format!("<ul><li>{}</li><li>{}<ul><li>{}</li></ul></li></ul>", some(1), some(2), some(3))
        }
        Kind::Steps => {
            format!("<ol><li><p>{}.</p><p>{}.</p></li><li>{}</li></ol>", some(4), some(2), some(2))
        }
        Kind::Table => format!(
            "<table><caption>{}</caption><tr><th>{}</th><th>{}</th></tr><tr><td>{}</td><td>{}</td></tr></table>",
            some(2),
            some(1),
            some(1),
            some(1),
            some(2)
        ),
        Kind::Bare => format!(
            "<table><tr><td><p>{}</p><p>{}</p></td><td>{}</td></tr></table>",
            some(1),
            some(1),
            some(2)
        ),
        Kind::Quotation => format!("<blockquote><p>{}</p></blockquote>", some(3)),
        Kind::Terms => format!("<dl><dt>{}</dt><dd>{}</dd></dl>", some(1), some(2)),
        Kind::Subhead => format!("<h2>{}</h2><p>So {} is.</p>", some(2), some(2)),
        Kind::Picture => {
            format!("<figure><img alt=\"{}\"><figcaption>{}</figcaption></figure>", some(2), some(3))
        }
        Kind::Struck => format!("<p>It {} is <s>{}</s> so, {}.</p>", some(2), some(1), some(2)),
        Kind::Code => format!("<pre>{}</pre>", some(2)),
    }
}

/// True for a role that may be omitted here.
fn may_be_omitted(role: Role) -> bool {
    let allowed =
        [Reason::Caption, Reason::ImageDescription, Reason::StruckOut, Reason::NotProse, Reason::TableHead];
    allowed.map(Role::Omitted).contains(&role)
}

proptest! {
    #![proptest_config(seeded(96))]

    #[test]
    fn reads_or_lists_every_word_of_an_article(
        kinds in prop::collection::vec(prop::sample::select(KINDS.to_vec()), 1..14),
        wrapper in prop::sample::select(vec![("", ""), ("<main><article>", "</article></main>"), ("<div class=post>", "</div>")]),
    ) {
        let mut words = Words(0);
        let body: String = kinds.iter().map(|kind| block(*kind, &mut words)).collect();
        let (open, close) = wrapper;
        let first = "<p>The harbour office said that nothing would change before the summer.</p>";
        let last = "<p>That was all that it said on the day.</p>";
        let article = html(&format!("{HEAD}{open}<h1>Harbour rules</h1>{first}{body}{last}{close}</body></html>"));
        let kept: BTreeSet<&str> = article.text.split(|c: char| !c.is_alphanumeric()).collect();
        let lost: Vec<String> = (1..=words.0).map(|n| Words(n - 1).some(1)).filter(|w| !kept.contains(w.as_str())).collect();
        prop_assert!(lost.is_empty(), "{lost:?} of {body} are lost");
        for (role, text) in blocks(&article) {
            prop_assert!(!matches!(role, Role::Omitted(_)) || may_be_omitted(role), "`{text}` is {role:?} in {body}");
        }
    }
}
