//! Tests what the structure of a page says about its text: structured data, addresses of links, boxes of one kind.

use super::residue::{BODY, reads_body_only};
use super::{article, read};
use crate::script::article::{Article, Format};

fn body() -> String {
    BODY.iter().map(|words| format!("<p>{words}</p>")).collect()
}

/// Returns a page with an address, and with these elements in its head.
fn page_with_head(head: &str, article_element: &str) -> Article {
    let source = format!(
        "<!doctype html><html lang=en><head><title>An island waits</title>\
         <link rel=canonical href='https://www.post.example/island'>{head}</head><body><main>\
         <h1>An island waits for its ferry</h1>{article_element}</main></body></html>"
    );
    article(&source, Format::Html)
}

#[test]
fn reads_the_summary_of_the_head_as_the_standfirst() {
    let summary = "Three ships, no captain: why the people of Skarn row to the mainland";
    let list = format!("<div itemprop=description><ul><li>{summary}.</li></ul></div>");
    for (head, standfirst) in [
        (
            format!("<meta name=description content='{summary}'>"),
            format!("<div class=x><div>{summary}</div></div>"),
        ),
        (String::new(), list),
    ] {
        let article = page_with_head(&head, &format!("{standfirst}<div id=story>{}</div>", body()));
        assert!(read(&article)[1].starts_with(summary), "{standfirst}: {:?}", read(&article));
    }
}

#[test]
fn ends_the_article_where_the_stated_body_ends() {
    let after = "<p>Call the desk in the port on any day of the week</p><p>It opens at nine and has tea for all who come by boat.</p>";
    let stated = format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{}"}}</script>"#,
        BODY.join(" ").replace('"', "\\\"")
    );
    reads_body_only(&page_with_head(&stated, &format!("<article>{}<div>{after}</div></article>", body())));
    let without = page_with_head("", &format!("<article>{}<div>{after}</div></article>", body()));
    assert!(read(&without).len() > BODY.len() + 1);
}

#[test]
fn reads_links_to_other_sites_between_paragraphs() {
    let link = |target: &str| {
        let [one, two, three, four] = BODY;
        let source = format!(
            "<article><p>{one}</p><p>{two}</p><p><a href='{target}'>The oldest lamp of the coast</a></p><p>{three}</p><p>{four}</p></article>"
        );
        read(&page_with_head("", &source)).contains(&"The oldest lamp of the coast")
    };
    assert!(link("https://lamps.example/oldest"));
    assert!(!link("https://shop.post.example/lamp"));
    assert!(!link("/lamp"));
}

#[test]
fn omits_a_line_with_the_author_and_the_time() {
    let line = "<p>By <a rel=author href=/people/venn>Ada Venn</a> <time>4 May 2026</time> 5 minutes</p>";
    reads_body_only(&page_with_head("", &format!("<article>{line}{}</article>", body())));
}

#[test]
fn reads_sections_in_boxes_of_one_kind() {
    let section = |heading: &str, words: &str| {
        format!(
            "<div class='row topic'><div class=inner><h2>{heading}</h2><p>{words}</p><p>{words} So it goes.</p></div></div>"
        )
    };
    let [one, two, three, four] = BODY;
    let source = format!(
        "<div class=top><h1>An island waits for its ferry</h1></div>{}{}{}{}",
        section("Early", one),
        section("Noon", two),
        section("Late", three),
        section("Night", four)
    );
    let article = article(&format!("<html lang=en><body>{source}</body></html>"), Format::Html);
    for words in BODY {
        assert!(read(&article).contains(&words), "{words}");
    }
}

#[test]
fn omits_lists_of_linked_stories_and_boxes_with_the_authors_page() {
    let teaser = "It rained on the second day of the races, and the boats stayed in the port until the wind had turned at last.";
    let stories = format!(
        "<div class=related><h4>More</h4><ul>{}</ul></div>",
        format!("<li><a href=/1>Rain ends the races</a> {teaser}</li>").repeat(6)
    );
    let life = format!(
        "<div class=author-info><a rel=author href=/venn>All of Ada Venn</a><p>{teaser} {teaser} {teaser}</p></div>"
    );
    let comments = format!(
        "<article id=comments><h2>5 comments</h2>{}</article>",
        format!("<div class=comment-item><p>{teaser}</p></div>").repeat(6)
    );
    let sidebar =
        format!("<div id=sidebar>{}</div>", format!("<div class=widget><p>{teaser}</p></div>").repeat(3));
    for after in [stories, life, comments, sidebar] {
        let short: String = BODY[..2].iter().map(|words| format!("<p>{words}</p>")).collect();
        let article = article(
            &format!(
                "<html lang=en><body><div><h1>An island waits for its ferry</h1>{short}{after}</div></body></html>"
            ),
            Format::Html,
        );
        assert_eq!(&read(&article)[1..], &BODY[..2], "{after}");
    }
}

#[test]
fn omits_the_label_of_each_picture_and_a_paragraph_that_comes_again() {
    let [one, two, three, four] = BODY;
    let picture = "<div><img src=a.jpg><span>Show large</span></div>";
    let source = format!("<p>{one}</p>{picture}<p>{two}</p>{picture}<p>{three}</p>{picture}<p>{four}</p>");
    let page = format!("<div id=story>{source}</div><div class=mobile><p>{two}</p></div>");
    reads_body_only(&page_with_head("", &page));
}

#[test]
fn reads_the_ingredients_that_the_page_states() {
    let stated = r#"<script type="application/ld+json">{"@type":"Recipe","recipeIngredient":["65 g butter","2 eggs","salt"]}</script>"#;
    let list = "<div class=top><table><tr><td>65 g</td><td>butter</td></tr><tr><td>2</td><td>eggs</td></tr><tr><td></td><td>salt</td></tr></table></div>";
    let article = page_with_head(stated, &format!("{list}<div id=story>{}</div>", body()));
    assert!(read(&article).iter().any(|words| words.contains("butter")), "{:?}", read(&article));
}

#[test]
fn reads_what_lies_behind_a_paywall() {
    let marked: String = BODY.iter().map(|words| format!("<p class=paywall>{words}</p>")).collect();
    let heading = "<h2 class=paywall>Without a pilot</h2>";
    let article = page_with_head("", &format!("<article>{marked}{heading}{marked}</article>"));
    assert_eq!(&read(&article)[1..5], &BODY);
    assert!(read(&article).contains(&"Without a pilot"));
    let rest: String = BODY[1..].iter().map(|words| format!("<p>{words}</p>")).collect();
    reads_body_only(&page_with_head(
        "",
        &format!("<article><p>{}</p><div class=paywall>{rest}</div></article>", BODY[0]),
    ));
    let offer = "<div class=paywall><p>Read on for one euro a week, in the port and at sea.</p><button>Yes</button></div>";
    reads_body_only(&page_with_head("", &format!("<article>{}{offer}</article>", body())));
}

#[test]
fn omits_the_box_of_another_story_and_code_that_embeds_one() {
    let [one, two, three, four] = BODY;
    for inserted in [
        "<section><h2><a href=/film>The film of the long storm</a></h2><p>2:06</p></section>",
        "<ul><li>&lt;iframe src=\"https://post.example/film\" width=\"100%\"&gt;</li></ul>",
    ] {
        let source =
            format!("<article><p>{one}</p><p>{two}</p>{inserted}<p>{three}</p><p>{four}</p></article>");
        reads_body_only(&page_with_head("", &source));
    }
}
