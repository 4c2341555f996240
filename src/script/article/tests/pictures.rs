//! Tests captions without a mark of their own, beside their pictures.

use super::residue::{BODY, page, reads_body_only, reads_middle};
use super::{article, read};
use crate::script::article::Format;

#[test]
fn omits_words_in_the_box_of_a_picture() {
    for middle in [
        "<div><img src=a.jpg><span>The quay at noon</span></div>",
        "<div><div class=p><img src=a.jpg></div><br><span>The quay at noon</span></div>",
        "<center><img src=a.jpg><br><em>The quay at noon, with no boat.</em></center>",
        "<p><img src=a.jpg></p><p><em>The quay at noon, with no boat in sight.</em></p>",
    ] {
        reads_body_only(&page(middle, ""));
    }
}

#[test]
fn reads_prose_beside_a_picture() {
    for words in ["The mill by the quay has no roof any more.", "“There is no roof.”"] {
        reads_middle(&format!("<div><img src=a.jpg><p>{words}</p></div>"), words);
    }
    reads_middle("<p>It was a <em>long</em> winter.</p>", "It was a long winter.");
    // A remark of the author, in a box with a picture of its own further down.
    let remark = "As there are too many of them, we list only the largest boats here.";
    reads_middle(&format!("<section><p><em>{remark}</em></p><div><img src=a.jpg></div></section>"), remark);
}

#[test]
fn reads_a_list_in_which_each_item_has_a_picture() {
    let items = ["two boats", "a rope", "six lamps", "some tar"];
    let list: String = items.map(|item| format!("<div><img src=i.svg><span>{item}</span></div>")).concat();
    let [one, two, three, ..] = BODY;
    let source = format!(
        "<article><h1>To go to sea</h1><p>{one}</p><h2>You need</h2>{list}<h2>Then</h2><p>{two}</p><p>{three}</p></article>"
    );
    assert_eq!(read(&article(&source, Format::Html))[3..7], items);
}

#[test]
fn reads_a_standfirst_in_italics_below_the_first_picture() {
    let [one, two, three, ..] = BODY;
    let standfirst = "No one has asked the islanders for nine winters.";
    let source = format!(
        "<article><h1>An island waits</h1><p><img src=a.jpg></p><p><em>{standfirst}</em></p><p>{one}</p><p>{two}</p><p>{three}</p></article>"
    );
    assert_eq!(read(&article(&source, Format::Html))[1], standfirst);
}

#[test]
fn a_bracket_in_a_sentence_is_no_credit() {
    let words = "On the list one can sort all the boats (Oldest/Newest).";
    reads_middle(&format!("<p>{words}</p>"), words);
    reads_body_only(&page("<p>The quay in winter (credit: Ida Holm)</p>", ""));
}
