//! Tests what is omitted at the end of a page: notes about the author, labels of links, addresses.

use super::{article, read};
use crate::script::article::{Article, Format};

const BODY: [&str; 3] = [
    "The ferry had been due back before noon, but nobody on the quay expected it, and the café had closed its shutters.",
    "By evening the wind had dropped and the first boats went out again, though the harbour office kept its warning up.",
    "The company says that two new ships are being built and that the first is to be delivered in the autumn.",
];

/// Returns a page by Bo Lind with this after its second paragraph and this at its end.
fn page(middle: &str, end: &str) -> Article {
    let [one, two, three] = BODY;
    let source = format!(
        "<html lang=en><head><meta name=author content=\"Ada Venn and Bo Lind\"></head><body><article><h1>An island waits</h1>\
         <p>{one}</p><p>{two}</p>{middle}<p>{three}</p>{end}</article></body></html>"
    );
    article(&source, Format::Html)
}

#[track_caller]
fn reads_body_only(middle: &str, end: &str) {
    assert_eq!(read(&page(middle, end))[1..], BODY, "{middle}{end}");
}

#[track_caller]
fn reads_end(end: &str, words: &str) {
    assert_eq!(read(&page("", end)).last(), Some(&words));
}

#[test]
fn omits_notes_about_the_authors_of_the_page() {
    for note in [
        "Bo Lind grew up by the sea, keeps bees, and has two daughters who can swim.",
        "Bo is a keeper of bees.",
        "Ada Venn’s book about ships, The Long Night, is out now.",
    ] {
        reads_body_only("", &format!("<p>{note}</p>"));
        reads_body_only("", &format!("<p>{note}</p><p>More on the sea: https://post.example/sea</p>"));
    }
}

#[test]
fn reads_what_others_are_and_what_an_author_says() {
    for end in ["Per Holm grew up by the sea and keeps bees.", "Bo Lind: I would wait for it again."] {
        reads_end(&format!("<p>{end}</p>"), end);
    }
    let middle = "Bo Lind grew up by the sea, keeps bees, and has two daughters who can swim.";
    let last = "<p>They wait.</p><p>The sea is calm.</p><p>No one comes.</p>";
    assert_eq!(read(&page(&format!("<p>{middle}</p>"), last))[3], middle);
}

#[test]
fn omits_labels_with_links_below_them() {
    let links = "<ul><li><a href=/1>Captain steps down today</a></li><li><a href=/2>Bridge must wait again</a></li></ul>";
    for label in [
        "<h3>More from the harbour</h3>",
        "<p><strong>Mehr zum Thema Fähren</strong></p>",
        "<p>Leia também sobre navios:</p>",
        "<p>The whole series:</p>",
    ] {
        reads_body_only("", &format!("{label}{links}"));
    }
    reads_body_only(&format!("<h3>More about ships</h3>{links}"), "");
    reads_body_only("", "<ul><li><h4><a href=/1>Captain steps down</a></h4></li></ul>");
    let titles = "<h3>Related stories</h3><ul><li>Why the ferry <a href=/1>is late</a></li><li>Ten quays <a href=/2>to see \
                  now</a></li><li>Can you <a href=/3>swim there?</a></li></ul>";
    reads_body_only("", titles);
}

#[test]
fn reads_the_label_of_a_post_or_of_code() {
    let words = "Some were confused by the campaign:";
    reads_end(&format!("<p>{words}</p><iframe src=/p></iframe>"), words);
    reads_end(&format!("<p>{words}</p><pre>ferry --now</pre>"), words);
}

#[test]
fn omits_a_line_with_an_address_at_the_end_only() {
    let line = "<p>Follow our coverage of ships at https://post.example/ships</p>";
    reads_body_only("", line);
    let words = "Read more at www.post.example. The ferry has a page there, and the harbour office too.";
    reads_end(&format!("<p>{words}</p>"), words);
}

#[test]
fn omits_tags_in_one_block_with_their_label() {
    reads_body_only("", "<p>Tags:<br>ferry, ferry to Skarn, quay</p>");
    reads_body_only("<p>Tempo de leitura: 2 minutos</p>", "");
}

#[test]
fn omits_the_list_of_the_staff_at_the_end() {
    for end in [
        "<h3>Our team</h3><ul><li>Ann Lee, editor</li><li>Bo Ray, deputy editor</li></ul>",
        "<p>Editor: Ann Lee<br>Deputy editor: Bo Ray<br>Design: Cy Marsh</p>",
        "<p>Editor: Ann Lee</p><p>Design: Bo Ray, Cy Marsh</p><p>Illustrations by Dee Moss</p>",
        "<h4>Editorial staff</h4><p>Ann Lee, Editor in Chief</p><p>Bo Ray, Staff Writer</p>",
        "<h4>Editorial team</h4><ul><li>Ann Lee, night desk</li><li>Bo Ray, pictures</li><li>Cy Marsh</li></ul>",
    ] {
        assert_eq!(read(&page("", end))[1..], BODY, "{end}");
    }
    // The winners of a prize, and a list in the middle.
    let prize = "<h4>Winners</h4><ul><li>Ann Lee, night desk</li><li>Bo Ray, pictures</li></ul>";
    assert_eq!(read(&page("", prize)).len(), 1 + BODY.len() + 3);
    let winners = "<ul><li>Ann Lee, baker</li><li>Bo Ray, captain</li><li>Cy Marsh, farmer</li></ul>";
    assert_eq!(read(&page("", winners)).len(), 1 + BODY.len() + 3);
    let middle = "<p>Editor: Ann Lee</p><p>Design: Bo Ray</p>";
    assert_eq!(read(&page(middle, "")).len(), 1 + BODY.len() + 2);
}

#[test]
fn omits_the_label_above_a_note_about_the_author() {
    let note = "<p>Bo Lind grew up by the sea and keeps bees.</p>";
    reads_body_only("", &format!("<hr><p><strong>About the author</strong></p>{note}"));
    reads_body_only("", &format!("<h3>Über den Autor</h3>{note}"));
    reads_end("<p>About the author</p><p>No one knows who he was.</p>", "No one knows who he was.");
}

#[test]
fn omits_what_a_site_says_about_its_commissions() {
    for notice in [
        "When you buy through links on our site, we may earn an affiliate commission.",
        "As an Amazon Associate I earn from qualifying purchases.",
        "Mit * markierte Links sind Affiliate-Links.",
    ] {
        for article in [page(&format!("<p>{notice}</p>"), ""), page("", &format!("<p>{notice}</p>"))] {
            assert_eq!(read(&article)[1..], BODY, "{notice}");
        }
    }
    let story = "Brokers on the island may earn a commission of two per cent.";
    assert!(read(&page(&format!("<p>{story}</p>"), "")).contains(&story));
}
