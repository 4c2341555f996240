//! Tests the text of a page around the article that looks like prose, and text of the article that looks like it.

use super::residue::{BODY, page, reads_body_only, reads_middle};
use super::{article, omitted, read};
use crate::script::article::{Article, Format, Reason};

/// Returns a page with the article in an element of its own and this after the element.
fn page_with_next(next: &str) -> Article {
    let body: String = BODY.iter().map(|words| format!("<p>{words}</p>")).collect();
    let source = format!(
        "<!doctype html><html lang=en><head><title>An island waits</title></head><body><main><div id=story>\
         <h1>An island waits for its ferry</h1>{body}</div>{next}</main></body></html>"
    );
    article(&source, Format::Html)
}

#[test]
fn omits_other_stories_after_the_element_of_the_article() {
    let story = |title: &str| {
        format!(
            "<div><h3><a href=/1>{title}</a></h3><p>It rained on the second day of the races.</p><h4><a href=/1>Go on</a></h4></div>"
        )
    };
    let stories = ["Rain ends the races of Skarn early", "A keeper of bees leaves the coast"];
    let next = format!("<div id=next>{}</div>", stories.map(story).concat());
    reads_body_only(&page_with_next(&next));
    reads_body_only(&page_with_next(
        "<div class=r><div>New pictures</div><ul><li><a href=/1>Boats at noon</a></li></ul></div>",
    ));
}

#[test]
fn omits_labels_above_links_after_the_element_of_the_article() {
    let links = "<ul><li><a href=/1>Boats in the port at noon</a></li><li><a href=/2>Boats in the fog at night</a></li></ul>";
    let comment = "<p>I was there and saw it.</p>";
    let article = page_with_next(&format!(
        "<div class=r><div>New pictures</div>{links}</div><div class=r>{comment}</div>"
    ));
    assert!(!read(&article).contains(&"New pictures"), "{:?}", read(&article));
}

#[test]
fn omits_titles_below_a_label_of_links() {
    let list = "<ul><li>4 May 2024: The lamp of Skarn is lit again</li><li>6 June 2023: A keeper for the lamp of Skarn</li></ul>";
    reads_body_only(&page("", &format!("<h3>More on the lamps of the Harbour Post</h3>{list}")));
    let article = page("", &format!("<h3>The lamps of the coast</h3>{list}"));
    assert_eq!(read(&article).len(), 1 + BODY.len() + 3, "the label says nothing about links");
    let article = page(
        "",
        "<h3>More on the lamps</h3><ul><li>The first is red.</li><li>The second is green.</li></ul>",
    );
    assert_eq!(read(&article).len(), 1 + BODY.len() + 3, "the items are sentences");
}

#[test]
fn omits_the_life_of_the_author_of_a_short_article() {
    let [one, two, ..] = BODY;
    let life = "Bo Lind is the head of the desk for ships, and he has written about the harbours of the coast for more than \
                twenty years. He likes bread.";
    let source = format!(
        "<html lang=en><body><article><h1>An island waits</h1><p>{one}</p><p>{two}</p><div class=author-bio><p>{life}</p></div>\
         </article></body></html>"
    );
    assert_eq!(read(&article(&source, Format::Html))[1..], [one, two]);
    // With no other text, the portrait is the article.
    let portrait = format!(
        "<html lang=en><body><article><h1>Bo Lind</h1><div class=author-bio><p>{life}</p><p>{one}</p></div></article></body></html>"
    );
    assert_eq!(read(&article(&portrait, Format::Html))[1..], [life, one]);
}

#[test]
fn omits_requests_for_support_in_german() {
    let notices = "<p>Gefällt dir unser Blatt? Wir haben uns gegen eine Bezahlschranke entschieden, und so wird es bleiben.</p>\
         <p>Damit wir von Anzeigen frei sind, brauchen wir deine Unterstützung.</p>\
         <p>Darum: Hilf mit und unterstütze unser Blatt mit einem kleinen Beitrag.</p>";
    reads_body_only(&page("", notices));
    let words = "Das Amt zahlt ihnen eine Unterstützung, und sie kaufen davon Öl.";
    assert_eq!(read(&page("", &format!("<p>{words}</p>"))).last(), Some(&words));
}

#[test]
fn omits_a_date_with_a_department_above_the_text() {
    let [one, two, ..] = BODY;
    let read_below = |line: &str| {
        let source = format!(
            "<html lang=en><body><article><h1>An island waits</h1><p>{line}</p><p>{one}</p><p>{two}</p></article></body></html>"
        );
        read(&article(&source, Format::Html)).len() - 3
    };
    assert_eq!(read_below("2026-05-04 | Boats"), 0);
    assert_eq!(read_below("4 May 2026, 19:49 | Bo Lind"), 0);
    assert_eq!(read_below("4 May 2026 | The boats leave at noon | The port is closed"), 1);
}

#[test]
fn reads_a_section_of_the_article_after_its_element() {
    let last = "The port office will publish the new timetable before the end of the month, and the shops of the island will have \
                it on paper for everyone.";
    let article =
        page_with_next(&format!("<div class=more><div><h3>Next steps</h3><p>{last}</p></div></div>"));
    assert_eq!(read(&article).last(), Some(&last), "{:?}", omitted(&article));
    // A list of links with comments, as blogs write them.
    let item = "<h3><a href=/1>The lamps of the north, again</a></h3>";
    let prose =
        "Ida Holm went to see all of them in one winter, and she says which of them are worth the way.";
    let article = page(&format!("{item}<p>{prose}</p>"), "");
    assert!(read(&article).contains(&prose) && read(&article).contains(&"The lamps of the north, again"));
}

#[test]
fn omits_titles_of_other_pages_with_a_label_in_capitals() {
    for link in [
        "<h3>SEE: <a href=/1>Mother waits for news of her son at the pier</a></h3>",
        "<blockquote>SEE ALSO: <a href=/1>How do I get to the island by boat?</a></blockquote>",
        "<blockquote class=embed><p><a href=/1>Harbour of Skarn gets its first crane</a></p></blockquote>",
    ] {
        reads_body_only(&page(link, ""));
    }
    for (block, words) in [
        (
            "<h3>Skarn: a <a href=/1>harbour</a> without ships</h3><p>It is quiet. No one is here.</p>",
            "Skarn: a harbour without ships",
        ),
        (
            "<blockquote><a href=/1>“We want a ship that can sail.”</a></blockquote>",
            "“We want a ship that can sail.”",
        ),
    ] {
        reads_middle(block, words);
    }
}

#[test]
fn omits_boxes_about_the_author_by_the_end_of_their_names() {
    let life = "<p>Bo Lind is the head of the desk for ships. He likes bread, and in his free time he repairs old clocks.</p>";
    for name in [
        "class=StoryPage__AuthorBox",
        "class=\"skn-Author skn-Author-in-text\"",
        "id=author-info",
        "id=author-description",
    ] {
        reads_body_only(&page(&format!("<div {name}>{life}</div>"), ""));
    }
    reads_middle(&format!("<div class=story-by-the-author-of-lamps>{life}</div>"), &life[3..life.len() - 4]);
}

#[test]
fn omits_comments_in_other_languages_and_their_count() {
    for class in ["kommentare", "post-commentaires", "comentarios", "reacties-lijst commenti"] {
        reads_body_only(&page(
            "",
            &format!("<section class=\"{class}\"><p>Nothing yet (we read each of them first)</p></section>"),
        ));
    }
    let comment = "<div class=\"row qa-comment comment-item\"><p>I have waited for it since May, and so has my sister.</p></div>";
    reads_body_only(&page("", &format!("<section id=comments>{}</section>", comment.repeat(9))));
    reads_body_only(&page("", "<p>12 comments</p>"));
    reads_body_only(&page("", "<h3>3 Kommentare</h3>"));
}

#[test]
fn omits_the_line_of_a_blog_below_an_entry() {
    for line in [
        "This entry was posted in Boats and tagged winter, islands by Bo Lind. Bookmark the permalink.",
        "Der Beitrag wurde am Montag, den 4. Mai 2026 um 10:02 Uhr veröffentlicht und wurde unter Boote, Inseln abgelegt.",
        "Cette entrée a été publiée dans Bateaux, avec comme mot-clé île, le 4 mai 2026 par Bo Lind.",
    ] {
        reads_body_only(&page("", &format!("<p>{line}</p>")));
    }
    for words in ["This entry won the prize of the jury in May.", "Der Beitrag wurde heftig kritisiert."] {
        reads_middle(&format!("<p>{words}</p>"), words);
    }
}

#[test]
fn omits_addresses_and_calls_at_the_end_only() {
    for end in [
        "<p>Bo Lind<br>E-mail: press@skarn.example<br>Telephone: +49 30 123 45 67</p>",
        "<p>tel 0123 456 | press@skarn.example</p>",
        "<p>Send us YOUR photographs</p>",
        "<p>For the latest news of the coast download the apps for your telephone.</p>",
    ] {
        reads_body_only(&page("", end));
    }
    for words in [
        "Those who want to come can write to bo@skarn.example by the end of May.",
        "“Send us your ships”",
        "Follow the river to the quay",
    ] {
        assert_eq!(read(&page("", &format!("<p>{words}</p>"))).last(), Some(&words));
    }
    reads_middle("<p>Send us YOUR ships</p>", "Send us YOUR ships");
}

#[test]
fn omits_what_is_between_two_notices_at_the_end() {
    let notices = "<p>To read the rest, please subscribe to the Harbour Post.</p>\
         <p>When you join us, you get more news of the coast than anywhere else.</p><p>New subscribers get a cup.</p>\
         <p>If you are a subscriber already, you can log in.</p>";
    reads_body_only(&page("", notices));
    // Without a notice above it, it may be the last paragraph of the article.
    let last = "When you join them at the table, they ask you for news of the coast.";
    let article = page("", &format!("<p>{last}</p><p>If you are a subscriber already, you can log in.</p>"));
    assert_eq!(read(&article).last(), Some(&last));
}

#[test]
fn reads_announcements_of_an_article_that_speaks_to_its_readers() {
    let news = [
        "We want to let you know what our crew did in the last weeks of the year.",
        "Our boat came third in the race of Skarn, and we thank you for the loud songs on the quay.",
        "In May we will be at the meeting of all crews, where we sail in each of the races.",
        "We will tell you on Twitter how each of the races ends.",
    ];
    let body: String = news.iter().map(|words| format!("<p>{words}</p>")).collect();
    let source =
        format!("<html lang=en><body><article><h1>News of our crew</h1>{body}</article></body></html>");
    assert_eq!(read(&article(&source, Format::Html))[1..], news);
    // The same line below an article about others is a notice.
    reads_body_only(&page("", &format!("<p>{}</p>", news[3])));
}

#[test]
fn reads_a_last_paragraph_about_privacy() {
    let words = "The needs of the islanders differ in all that is about safety and privacy. We will look into each of them.";
    assert_eq!(read(&page("", &format!("<p>{words}</p>"))).last(), Some(&words));
}

#[test]
fn reads_a_word_with_two_links_to_the_same_page() {
    let line = "<p>Today the work may have <a href=/w>expand</a><span><a href=/w>ed</a> to the north of the island, as the port \
         office says.</span></p>";
    reads_middle(
        line,
        "Today the work may have expanded to the north of the island, as the port office says.",
    );
}

#[test]
fn reads_rows_with_links_among_others() {
    let row = |amount: &str, what: &str| format!("<tr><td>{amount}</td><td>{what}</td></tr>");
    let rows = [
        row("500 ml", "milk"),
        row("200 g", "sugar"),
        row("2 tins", "<a href=/o>oranges, each with about 300 grams</a>"),
        row("1 cup", "flour"),
    ]
    .concat();
    let article = page(&format!("<table>{rows}</table>"), "");
    let oranges = read(&article).into_iter().find(|words| words.contains("oranges"));
    assert!(oranges.is_some(), "{:?}", omitted(&article));
}

#[test]
fn reads_a_headline_and_a_standfirst_inside_a_figure() {
    let body: String = BODY.iter().map(|words| format!("<p>{words}</p>")).collect();
    let lead = "The next ship is due in March, with two more in the summer.";
    let source = format!(
        "<html lang=en><body><main><section class=news><figure class=teaser><img src=/1.jpg alt=ship>\
         <figcaption>Foto: Bo Lind</figcaption><h1>An island waits for its ferry</h1><p>{lead}</p></figure>{body}</section></main></body></html>"
    );
    let article = article(&source, Format::Html);
    assert_eq!(read(&article)[..2], ["An island waits for its ferry", lead]);
    assert_eq!(read(&article)[2..], BODY);
}

#[test]
fn reads_a_first_paragraph_in_a_caption() {
    let lead = "The port office of Skarn said this morning that the old ferry will sail for one more winter, although its engine \
                has failed on nine of the last thirty days, and although the council of the island has asked for another ship in \
                each of the last five years, most of all for those who are ill, and who have to wait on the quay in the rain for \
                hours when it is late once again.";
    let body: String = BODY.iter().map(|words| format!("<p>{words}</p>")).collect();
    let read_with = |caption: &str| {
        let source = format!(
            "<html lang=en><body><article><h1>An island waits</h1><figure><img src=/1.jpg><figcaption>{caption}</figcaption></figure>\
             {body}</article></body></html>"
        );
        read(&article(&source, Format::Html))[1].to_string()
    };
    assert_eq!(read_with(lead), lead);
    assert_eq!(read_with("The old ferry at the quay."), BODY[0]);
}

#[test]
fn reads_a_last_paragraph_that_says_how_the_article_was_made() {
    let words = "This article was written with the help of two keepers, who counted the ships of the winter. One of them is the \
                 sister of the captain. If you want a second one, support our work.";
    assert_eq!(read(&page("", &format!("<p>{words}</p>"))).last(), Some(&words));
}

#[test]
fn reads_a_question_with_an_anchor() {
    let words = "One of the questions that we hear most is this: who owns the lamp of Skarn?";
    reads_middle(&format!("<p><a name=lamp>{words}</a></p>"), words);
    reads_body_only(&page("<p><a href=/lamp>Who owns the lamp of Skarn, and who may sell it</a></p>", ""));
}

#[test]
fn reads_the_last_items_of_lists_with_addresses_and_sources() {
    let items = ["1) A lamp of brass, https://shop.example/1", "2) A lamp of tin, https://shop.example/2"];
    let end: String = items.map(|item| format!("<p>{item}</p>")).concat();
    assert!(read(&page("", &end)).ends_with(&items));
    let link = "Who owns the lamp of Skarn? That is a long story [Reuters]";
    reads_middle(&format!("<p>{link}</p>"), link);
    reads_body_only(&page("<p>The lamp of Skarn (Reuters)</p>", ""));
}

#[test]
fn reads_an_article_about_notices() {
    let last =
        "If you want us to delete your name, email us at keeper@skarn.example and we will unsubscribe you.";
    let source = format!(
        "<html lang=en><body><article><h1>Privacy policy of Skarn</h1><p>{}</p><p>{}</p><p>{last}</p></article></body></html>",
        BODY[0], BODY[1]
    );
    assert_eq!(read(&article(&source, Format::Html)).last(), Some(&last));
}

#[test]
fn reads_a_standfirst_in_a_box_with_other_text() {
    let lead = "Those who live there have waited nine winters for a ship that can sail";
    let [one, two, ..] = BODY;
    let source = format!(
        "<html lang=en><body><article><div><h1>An island waits</h1><div class=top><h2>{lead}</h2><div class=byline>\
         <p>Bo Lind has written about the coast and its ships for nearly twenty years.</p></div></div></div><p>{one}</p><p>{two}</p>\
         </article></body></html>"
    );
    assert_eq!(read(&article(&source, Format::Html))[1], lead);
}

#[test]
fn omits_a_date_above_the_text_below_a_long_menu() {
    let menu: String = (1..20).map(|month| format!("<li><a href=/{month}>Month {month}</a></li>")).collect();
    let [one, two, ..] = BODY;
    let source = format!(
        "<html lang=en><body><article><ul>{menu}</ul><h2>An island waits</h2><p>05/10/2026 - Posted by: Bo Lind - Category: Boats</p>\
         <p>{one}</p><p>{two}</p></article></body></html>"
    );
    let article = article(&source, Format::Html);
    assert!(!read(&article).iter().any(|words| words.starts_with("05/10")), "{:?}", read(&article));
}

/// A picture with a title and a text in its caption.
fn slide(number: usize) -> String {
    format!(
        "<figure><img src=/{number}.jpg><figcaption><h2>{number}. A keeper</h2><p>Take a blue coat with {number} buttons, a white \
         cap and an old lamp of brass.</p></figcaption></figure>"
    )
}

#[test]
fn reads_the_captions_of_a_story_in_pictures() {
    let slides: String = (1..=8).map(slide).collect();
    let lead = "Eight clothes for the feast of the lamps that everyone can sew in an hour.";
    let source = format!(
        "<html lang=en><body><article><h1>Clothes for the feast</h1><p>{lead}</p>{slides}</article></body></html>"
    );
    let article = article(&source, Format::Html);
    assert_eq!(read(&article).len(), 2 + 16, "{:?}", omitted(&article));
    // In an article, the same captions are omitted.
    let story = page(&slides, &BODY.map(|words| format!("<p>In other words: {words}</p>")).concat());
    assert!(omitted(&story).iter().filter(|(reason, _)| *reason == Reason::Caption).count() >= 8);
}
