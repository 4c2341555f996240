//! Tests properties that hold for every source.

use proptest::prelude::*;

use crate::base::testing::seeded;
use crate::script::article::{Format, parse};

const FORMATS: [Format; 3] = [Format::Text, Format::Markdown, Format::Html];

/// Checks that every character except white space is in exactly one block, and that blocks have no white space at their ends.
fn check_lossless(source: &str, format: Format) {
    let Ok(article) = parse(source, format) else { return };
    if format == Format::Text && !source.contains(['[', '(']) {
        assert_eq!(sorted_letters(&article.text), sorted_letters(source));
    }
    let mut at = 0;
    for block in &article.blocks {
        let (gap, text) = (&article.text[at..block.span.start], &article.text[block.span.clone()]);
        assert!(gap.trim().is_empty(), "`{gap}` is in no block");
        assert!(!text.is_empty() && text == text.trim(), "`{text}` has white space at its ends");
        at = block.span.end;
    }
    assert!(article.text[at..].trim().is_empty());
}

/// Returns the letters of a text in the order of the alphabet. Parsing moves running heads, and drops hyphens and the markers of lists.
fn sorted_letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #![proptest_config(seeded(48))]

    #[test]
    fn keeps_all_words_of_any_source(source in any::<String>()) {
        FORMATS.iter().for_each(|f| check_lossless(&source, *f));
    }

    #[test]
    fn keeps_all_words_of_lines_that_look_like_pages(
        lines in prop::collection::vec(prop::sample::select(vec![
            "Read more:", "By Ada Venn", "“A quote”", "The quay is empty, a quote says.", "", " ", "\r", "# Head",
            "> quoted", "- item", "| a | b |", "|---|---|", "[^1]", "[^1]: note", "![alt](x.png)", "```", "---",
            "<p>para", "</div>", "<figure><figcaption>cap</figcaption>", "<b>", "<table><tr><td>x", "&amp; ©",
            "Photo: A/Reuters", "Image (", ": | »", "ß ẞ İ: é", "<ul><li>one<li>two</ul>", "title: x", "Published 3 hours ago",
        ]), 0..24),
        separator in prop::sample::select(vec!["\n", "\n\n", " "]),
    ) {
        let source = lines.join(separator);
        FORMATS.iter().for_each(|f| check_lossless(&source, *f));
    }
}

/// Parts of a page. `{}` is a word of its own for each part.
const PARTS: [&str; 22] = [
    "<p>The {} was late again on Monday, said the company that runs it, and no one could say why.</p>",
    "<p>The {} came.</p>",
    "<nav><ul><li><a href=/1>{}</a></li><li>Quays</li></ul></nav>",
    "<aside><h3>The {}</h3><p>Built in 1901.</p></aside>",
    "<div class=related><h4><a href=/2>Captain of the {} steps down</a></h4></div>",
    "<footer><p>Post of {}</p></footer>",
    "<div class=box><table><tr><th>Ship</th><td>{}</td></tr></table></div>",
    "<figure><img src=a.jpg alt=\"A {}\"><figcaption>The quay. (Bo Lind)</figcaption></figure>",
    "<figure><figcaption>A {} at the quay.</figcaption></figure>",
    "<form><label>Name of the {}</label><button>Send</button></form>",
    "<blockquote><p>I saw the {}.</p><cite>Ada Venn</cite></blockquote>",
    "<pre>{} --now</pre>",
    "<p>It was <del>{}</del> late.</p>",
    "<video>Your {} has no player.</video>",
    "<h2>The {}</h2>",
    "<h1>A {}</h1>",
    "</article><div>Outside of the {}</div><article>",
    "</main><div class=share>Share the {}</div><main>",
    "{}",
    "<span class=byline>By the {}</span>",
    "<dl><dt>{}</dt><dd>a ship</dd></dl>",
    "<div><div><div class=author-bio>Ada Venn knows the {}.</div></div></div>",
];

proptest! {
    #![proptest_config(seeded(64))]

    #[test]
    fn keeps_all_words_of_any_page(parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 1..20)) {
        let word = |at: usize| format!("word{at}x");
        let body: String = parts.iter().enumerate().map(|(at, part)| part.replace("{}", &word(at))).collect();
        let source = format!("<html><body><main><article>{body}</article></main></body></html>");
        if let Ok(article) = parse(&source, Format::Html) {
            let text = format!("{} {}", article.text, article.around.join(" "));
            for (at, part) in parts.iter().enumerate() {
                prop_assert!(text.contains(&word(at)), "`{}` of `{part}` is lost", word(at));
            }
        }
    }
}

#[test]
fn keeps_all_words_of_long_sources() {
    let sources = [
        "word ".repeat(200_000),
        "word\n".repeat(100_000),
        "“one two three four”\n\n".repeat(20_000),
        "Read more:\n".repeat(50_000),
    ];
    for source in &sources {
        for format in [Format::Text, Format::Markdown] {
            check_lossless(source, format);
        }
    }
}
