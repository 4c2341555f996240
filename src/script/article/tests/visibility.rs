//! Tests which hidden parts of a page belong to the article, and which visible ones only look like boilerplate.

use super::{article, read};
use crate::script::article::{Article, Format};

const ONE: &str = "The ferry had been due back before noon, but nobody on the quay expected it, and the café had closed its shutters.";
const TWO: &str = "By evening the wind had dropped and the first boats went out again, though the harbour office kept its warning up.";
const THREE: &str = "The company says that two new ships are being built and that the first is to be delivered in the autumn.";

fn html(body: &str) -> Article {
    let head = "<title>An island waits</title>";
    article(&format!("<html lang=en><head>{head}</head><body>{body}</body></html>"), Format::Html)
}

#[test]
fn reads_the_text_of_a_page_that_its_program_shows_later() {
    let texts = format!("<h1>An island waits</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>");
    let expected = ["An island waits", ONE, TWO, THREE];
    assert_eq!(
        read(&html(&format!("<main><div aria-hidden=true>{texts}</div><p>© Skarn Post</p></main>"))),
        expected
    );
    let streamed = format!(
        "<main><h1>An island waits</h1></main><div hidden id=S:0><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>"
    );
    assert_eq!(read(&html(&streamed)), expected);
    // Beside an article, hidden text is a dialog or a copy.
    let beside = format!(
        "<article><h1>An island waits</h1><p>{ONE}</p><p>{TWO}</p><div hidden><p>{THREE}</p></div></article>"
    );
    assert_eq!(read(&html(&beside)), expected[..3]);
    let named = format!("<article style='--foot-display: none'>{texts}</article>");
    assert_eq!(read(&html(&named)), expected);
}

#[test]
fn reads_parts_that_a_click_opens_with_their_headings() {
    let part = |head: &str, text: &str| format!("{head}<div hidden><p>{text}</p></div>");
    let source = format!(
        "<main><h1>An island waits</h1><p>{ONE}</p>{}{}</main>",
        part("<h2><button aria-expanded=false>Who sails?</button></h2>", TWO),
        part("<h3><a href=#p2 aria-expanded=false>Who waits?</a></h3>", THREE)
    );
    assert_eq!(read(&html(&source)), ["An island waits", ONE, "Who sails?", TWO, "Who waits?", THREE]);
    let pages = format!(
        "<article><h1>An island waits</h1><div class=slide><p>{ONE}</p></div><div class='slide hidden' style='display: none'><p>{TWO}</p></div><div class='slide hidden' style='display: none'><p>{THREE}</p></div></article>"
    );
    assert_eq!(read(&html(&pages)), ["An island waits", ONE, TWO, THREE]);
}

#[test]
fn reads_last_sentences_that_only_begin_like_a_notice() {
    let last = "We took our approach from the keepers of the lamp, and it guides all that we decide.";
    let source = format!("<article><h1>An island waits</h1><p>{ONE}</p><p>{TWO}</p><p>{last}</p></article>");
    assert_eq!(read(&html(&source)).last(), Some(&last));
}

#[test]
fn reads_the_menu_of_an_inn() {
    let menu = "<div id=menu><h2>Soups</h2><p>Fish soup with bread from the island.</p></div>";
    let source = format!("<main><h1>An island waits</h1><p>{ONE}</p>{menu}<p>{TWO}</p></main>");
    assert_eq!(read(&html(&source))[2..4], ["Soups", "Fish soup with bread from the island."]);
}
