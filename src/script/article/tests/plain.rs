//! Tests plain text.

use super::{article, blocks, omitted, read};
use crate::script::article::{ArticleError, Format, MAX_BYTES, Reason, Role, parse};

const PROSE: &str = "The ferry had been due back before noon, but nobody on the quay expected it.";
const MORE: &str = "By evening the wind had dropped and the first boats went out again.";

fn text(source: &str) -> crate::script::article::Article {
    article(source, Format::Text)
}

/// Returns the reason to omit a line between two paragraphs.
fn between(line: &str) -> Option<Reason> {
    let source = format!("Harbour waits for its ferry\n\n{PROSE}\n\n{line}\n\n{MORE}");
    let article = text(&source);
    assert!(
        read(&article).contains(&PROSE) && read(&article).contains(&MORE),
        "prose around `{line}` is lost"
    );
    omitted(&article).first().map(|(reason, _)| *reason)
}

#[test]
fn keeps_the_lines_of_the_source_apart() {
    let source = "  One line here.\r\n\r\nAnother one there.\nA third.\n";
    assert_eq!(text(source).text, "One line here.\n\nAnother one there.\nA third.");
}

#[test]
fn separates_paragraphs_at_empty_lines() {
    assert_eq!(read(&text("The first one ends.\n \t\nThe second one ends.\r\n\r\nThe third one.")).len(), 3);
}

#[test]
fn makes_each_line_a_paragraph_without_empty_lines() {
    let source = format!("{PROSE}\n{MORE}\nShort.\n{PROSE}");
    assert_eq!(read(&text(&source)), [PROSE, MORE, "Short.", PROSE]);
}

#[test]
fn joins_lines_that_were_broken_at_a_width() {
    let source = "The council met on Tuesday to settle what it had put\noff since spring: who pays for the new bridge over\nthe Aller, and when the old one is to be closed.\n\nNobody was surprised that it took until midnight to\nfind a majority for the plan that everyone knew.";
    let article = text(source);
    assert_eq!(read(&article).len(), 2);
    assert!(read(&article)[0].ends_with("to be closed."));
}

#[test]
fn makes_no_empty_lines_of_windows_line_ends() {
    let source = "The council met on Tuesday to settle what it had put\r\noff since spring: who pays for the new bridge over\r\nthe Aller, and when the old one is to be closed.";
    assert_eq!(read(&text(source)).len(), 1);
}

#[test]
fn joins_a_sentence_that_was_broken_in_its_middle() {
    let source =
        format!("{PROSE}\n\nNote: the harbour office regularly\nadvises\nto call before sailing.\n\n{MORE}");
    assert_eq!(read(&text(&source))[1], "Note: the harbour office regularly advises to call before sailing.");
}

#[test]
fn finds_the_headline_and_subheads() {
    let source = format!("Harbour waits for its ferry\n\n{PROSE}\n\nA long night\n\n{MORE}");
    let article = text(&source);
    let roles: Vec<Role> = blocks(&article).iter().map(|b| b.0).collect();
    assert_eq!(roles, [Role::Heading(1), Role::Paragraph, Role::Heading(2), Role::Paragraph]);
    assert_eq!(article.title.as_deref(), Some("Harbour waits for its ferry"));
}

#[test]
fn accepts_a_headline_in_title_case_with_a_full_stop() {
    let source = format!("Old Harbour Ferry Waits Another Winter For Repairs.\n\n{PROSE}");
    assert_eq!(blocks(&text(&source))[0].0, Role::Heading(1));
}

#[test]
fn finds_the_heading_of_a_paragraph_that_announces_a_list() {
    let announcing =
        "The council asked three firms. Each of them sent somebody, and each asked for the same two things:";
    let article =
        text(&format!("A title\n\n{PROSE}\n\nWhat it costs\n\n{announcing}\n\n- a rope\n- a lamp\n\n{MORE}"));
    assert_eq!(blocks(&article)[2], (Role::Heading(2), "What it costs"));
}

#[test]
fn takes_no_short_sentence_for_a_heading() {
    let source = format!("{PROSE}\n\nNobody came.\n\n{MORE}\n\n“Never again”\n\n{MORE}");
    assert!(blocks(&text(&source)).iter().all(|(role, _)| *role == Role::Paragraph));
}

#[test]
fn makes_items_of_bullets() {
    let source = format!("{PROSE}\n\n• Tea from Assam\n• Rice from the Po valley\n\n{MORE}");
    assert_eq!(blocks(&text(&source)).iter().filter(|(role, _)| *role == Role::Item).count(), 2);
}

#[test]
fn omits_link_titles_after_their_label_until_prose_resumes() {
    let source = format!(
        "{PROSE}\n\nRead more:\nWhy the old bridge must wait another year\n\nTen islands that lost their school this summer\n\n{MORE}"
    );
    let article = text(&source);
    assert_eq!(read(&article), [PROSE, MORE]);
    assert!(omitted(&article).iter().all(|(reason, _)| *reason == Reason::LinkList));
    assert_eq!(omitted(&article).len(), 3);
}

#[test]
fn reads_a_subhead_after_a_link_list() {
    let source = format!(
        "{PROSE}\n\nRelated\n\nWhy the old bridge must wait another year\n\nTen islands that lost their school\n\nA long night\n\n{MORE}"
    );
    assert_eq!(read(&text(&source)), [PROSE, "A long night", MORE]);
}

#[test]
fn reads_prose_right_after_a_link_label() {
    let source = format!("{PROSE}\n\nRead more\n\n{MORE}");
    assert_eq!(read(&text(&source)), [PROSE, MORE]);
}

#[test]
fn omits_the_caption_after_a_players_notice() {
    let source = format!(
        "{PROSE}\n\nPlease use Chrome browser for a more accessible video player\n\n\nFerry leaves port at dawn\n\n{MORE}"
    );
    let article = text(&source);
    assert_eq!(read(&article), [PROSE, MORE]);
    assert_eq!(omitted(&article)[1], (Reason::Caption, "Ferry leaves port at dawn"));
}

#[test]
fn omits_a_pull_quote_that_repeats_the_body() {
    let source = format!(
        "{PROSE}\n\n‘We have waited long enough’\n\n{MORE}\n\n“There is no ship,” she says. “We have waited long enough for one.”"
    );
    let article = text(&source);
    assert_eq!(omitted(&article), [(Reason::PullQuote, "‘We have waited long enough’")]);
}

#[test]
fn reads_a_quoted_line_with_new_words() {
    let source = format!("{PROSE}\n\n‘We have waited long enough’\n\n{MORE}");
    assert!(omitted(&text(&source)).is_empty());
}

#[test]
fn omits_page_lines_with_their_reason() {
    let cases = [
        ("READ MORE: Islanders sue the shipping line", Reason::LinkList),
        ("WATCH | Crew lowers the last lifeboat", Reason::LinkList),
        ("Watch: The ferry burns. Story continues below.", Reason::LinkList),
        ("WATCH (Aired May 3, 2011): The ferry is named", Reason::LinkList),
        ("See also: Winter timetable", Reason::LinkList),
        ("Read the full story here.", Reason::LinkList),
        ("Mehr zum Thema: Fähren im Winter", Reason::LinkList),
        ("Lesen Sie auch: Warum die Brücke warten muss", Reason::LinkList),
        ("Story continues below advertisement", Reason::Boilerplate),
        ("Article Continued Below", Reason::Boilerplate),
        ("ADVERTISEMENT", Reason::Boilerplate),
        ("Anzeige", Reason::Boilerplate),
        ("Comments (14)", Reason::Boilerplate),
        ("This video can not be played", Reason::Notice),
        ("We use cookies to give you the best experience.", Reason::Notice),
        ("JavaScript is disabled in your browser.", Reason::Notice),
        ("Your browser does not support the audio element.", Reason::Notice),
        ("Wir verwenden Cookies, um unsere Seite zu verbessern.", Reason::Notice),
        ("Image source, Getty Images", Reason::Caption),
        ("Image caption, The quay has been empty since May", Reason::Caption),
        ("Photo: Ada Venn/Getty Images", Reason::Caption),
        ("Image: The quay has been empty since May. Pic: Reuters", Reason::Caption),
        ("Share this article", Reason::ShareLine),
        ("Facebook", Reason::ShareLine),
        ("Follow us on Twitter @harbourpost", Reason::ShareLine),
        ("Sign up for our morning newsletter", Reason::ShareLine),
        ("Click here to subscribe to the Harbour podcast wherever you get your podcasts", Reason::ShareLine),
        ("Got a story? Email the newsroom at desk@harbour.example", Reason::ShareLine),
        ("Abonnieren Sie unseren Newsletter", Reason::ShareLine),
        ("Published 3 hours ago", Reason::Byline),
        ("Last updated: 14:05, 4 March 2023", Reason::Byline),
        ("Stand: 12.03.2023, 10:15 Uhr", Reason::Byline),
        ("* * *", Reason::NotProse),
        ("https://harbour.example/ferry", Reason::NotProse),
    ];
    for (line, reason) in cases {
        assert_eq!(between(line), Some(reason), "`{line}`");
    }
}

#[test]
fn reads_prose_that_looks_like_a_page_line() {
    let cases = [
        "Read more books, she told the class, and they did.",
        "By then the ferry had gone.",
        "By Monday Morning, everything had changed for the islanders.",
        "Follow the money, the inspector kept telling his young colleagues.",
        "Share prices fell by a tenth after the line cancelled its winter sailings.",
        "Published in 1921, the novel made her the best known writer of the coast.",
        "Watch this space, the harbour master said.",
        "Correction: an earlier version of this article gave the wrong year.",
        "PORT ELLEN (Reuters) - The ferry will sail again on Friday, its owner said.",
        "Updated plans will be shown to the islanders in June.",
        "“Sign up for the newsletter,” he said, and laughed.",
        "Advertisement spending rose.",
        "Image matters more than money in this trade, Venn says.",
        "The company said it uses cookies on its site and sells what it learns.",
        "The club (founded 1921) plays in blue.",
        "He won twice (2011/2012).",
        "Related species live further north, where the water is colder.",
        "Twitter did not answer questions about the posts.",
        "What happens next?",
        "Nach Angaben der Polizei wurde niemand verletzt.",
        "Von den Fähren kam nur eine zurück.",
        "Foto und Film waren verboten, sagt der Kapitän.",
        "Ende Mai soll die Brücke wieder öffnen.",
        // These may be the article's own words.
        "Islanders wait on the quay in May. (Ada Venn/Reuters)",
        "The ferry, left, was to be scrapped in May ( Ada Venn / The Harbour Post )",
        "Leere Kaimauer im Mai. Foto: Ada Venn/dpa",
        "(Reporting by Ada Venn in Port Ellen; editing by Bo Lind)",
    ];
    for line in cases {
        assert_eq!(between(line), None, "`{line}`");
    }
}

#[test]
fn omits_byline_and_date_under_the_headline() {
    let byline = "By Ada Venn and Bo Lind, maritime correspondents";
    let source = format!(
        "Harbour waits for its ferry\n\n{byline}\n\nMonday 20 March 2023 14:05, UK\n\n{PROSE}\n\n24 February\n\n{MORE}"
    );
    let article = text(&source);
    assert_eq!(read(&article), ["Harbour waits for its ferry", PROSE, "24 February", MORE]);
    let expected = [(Reason::Byline, byline), (Reason::Byline, "Monday 20 March 2023 14:05, UK")];
    assert_eq!(omitted(&article), expected);
}

#[test]
fn finds_the_headline_under_a_byline_or_a_caption() {
    for credit in
        ["Ada Venn, The Associated Press", "Bo Lind with his boat at home in Port Ellen (Ada Venn/CBC)"]
    {
        let article = text(&format!("{credit}\n\nHarbour waits for its ferry\n\n{PROSE}"));
        assert_eq!(article.title.as_deref(), Some("Harbour waits for its ferry"), "`{credit}`");
        assert_eq!(read(&article)[0], credit);
    }
}

#[test]
fn keeps_short_repeated_quotes_as_subheads_and_omits_repeated_captions() {
    let again = "Ada Venn says she is happy with the winter timetable of the new ferry.";
    let source = format!(
        "{PROSE} {again}\n\n‘Cold and heartbreaking’\n\n{MORE}\n\n{again}\n\nShe calls it “cold and heartbreaking” to wait."
    );
    assert!(omitted(&text(&source)).is_empty());
}

#[test]
fn rejects_a_source_without_text() {
    for source in ["", " \n\t\n", "***\n\n---", "Share this"] {
        assert_eq!(parse(source, Format::Text), Err(ArticleError::Empty), "`{source}`");
    }
}

#[test]
fn rejects_a_source_that_is_too_large() {
    let source = "a".repeat(MAX_BYTES + 1);
    assert_eq!(parse(&source, Format::Text), Err(ArticleError::TooLarge));
}

#[test]
fn finds_rows_in_columns_and_omits_footnotes() {
    let source = format!(
        "{PROSE}\n\nTown        Level   Change\nAshby       2.1     -0.4\nKirkby\t3.4\t+0.2\n\n{MORE}[1]\n\n[1] The agency, in May.\n"
    );
    let article = text(&source);
    let items: Vec<&str> =
        blocks(&article).into_iter().filter(|(role, _)| *role == Role::Item).map(|(_, text)| text).collect();
    assert_eq!(items.len(), 3, "{items:?}");
    assert_eq!(omitted(&article), [(Reason::Footnote, "[1] The agency, in May.")]);
}

#[test]
fn joins_the_lines_of_one_wrapped_paragraph() {
    for source in [
        "The lamp of Skarn was built on a rock by three masons from the town of\nHolm and Lind. It has been lit on every night since then.",
        "Der Turm wurde auf einem Felsen von drei Maurern gebaut, die dafür\nFisch und Kohle bekamen. Er steht noch heute.",
        "The keeper writes down every ship that passes the rock, and then\nevery ship that does not pass it, which are more of them, as he\nsays, than anyone would think.",
    ] {
        let article = text(source);
        assert_eq!(read(&article), [source.replace('\n', " ")]);
        assert_eq!(article.title, None);
    }
}

#[test]
fn keeps_verses_and_headlines_on_lines_of_their_own() {
    let verses = "The lamp is lit upon the stone\nAnd no one comes to see it there\nBut still it shines and shines alone\nThrough fog and rain and bitter air";
    assert_eq!(read(&text(verses)).len(), 4);
    let article = text(&format!("Harbour waits for its ferry\nAda Venn\n{PROSE} {MORE}\n{MORE} {PROSE}"));
    assert_eq!(
        (article.title.as_deref(), article.author.as_deref()),
        (Some("Harbour waits for its ferry"), Some("Ada Venn"))
    );
    assert_eq!(omitted(&article), [(Reason::Byline, "Ada Venn")]);
    assert_eq!(read(&article).len(), 3);
}

#[test]
fn joins_words_that_were_hyphenated_at_the_end_of_a_line() {
    let source = "It was the idea of a com-\nmission of the is-\nlands and of a well-\nknown mason, in the vor-\nund Nachsaison of 20-\nyear plans, for a new way of living.\n\nThe commission met.";
    let expected = "It was the idea of a commission of the islands and of a well-known mason, in the vor- und Nachsaison of 20-year plans, for a new way of living.";
    assert_eq!(read(&text(source))[0], expected);
    let source = "The mayor of the islands said that her re-\nelection was sure, for the pre-\nexisting plans of an e-\nmail to all who co-\noperate.\n\nIt was so.";
    let expected = "The mayor of the islands said that her re-election was sure, for the pre-existing plans of an e-mail to all who cooperate.";
    assert_eq!(read(&text(source))[0], expected);
    // A paragraph that was broken at a width, in a text with wider ones.
    let source = format!(
        "{PROSE} {MORE}\n\nThe hall of the Anglo-\nSaxon club is from the mid-\n1990s, a 1990s-\nera hall of the state-of-\nthe-art kind."
    );
    let expected = "The hall of the Anglo-Saxon club is from the mid-1990s, a 1990s-era hall of the state-of-the-art kind.";
    assert_eq!(read(&text(&source))[1], expected);
    let source = "Die Mauern am Hafen werden von der Stadt nur\nselten geprüft, und auch das E-\nWerk und die CO2-\nWerte sind allen Leuten im Ort nicht so wichtig,\nwie es der Hafenmeister gern hätte.";
    assert!(
        read(&text(source))[0].contains("das E-Werk und die CO2-Werte sind"),
        "{:?}",
        read(&text(source))
    );
}

#[test]
fn reads_a_wrapped_item_as_one_and_drops_its_marker() {
    let source = "Some things to bring:\n\n1. a rope that is long enough to reach from the lamp to\n   the rock\n2. two lenses\n\n - a tin of oil, as they\n   sell it here\n - matches\n\nMore is not needed.";
    let expected = [
        "Some things to bring:",
        "a rope that is long enough to reach from the lamp to the rock",
        "two lenses",
        "a tin of oil, as they sell it here",
        "matches",
        "More is not needed.",
    ];
    assert_eq!(read(&text(source)), expected);
    let turns = "- Where is the lamp?\n- It is on the rock, he said.\n- Then go.";
    assert!(read(&text(turns)).iter().all(|turn| turn.starts_with("- ")), "{:?}", read(&text(turns)));
    let dated = format!("{PROSE}\n\n3. Mai war ein Sonntag.\n\n{MORE}");
    assert_eq!(read(&text(&dated))[1], "3. Mai war ein Sonntag.");
}

#[test]
fn omits_running_heads_and_joins_the_sentence_around_them() {
    let head = "THE COAST JOURNAL                          4 MARCH 2024";
    let source = format!(
        "{head}\n\nHarbour waits for its ferry\n\n{PROSE} The lamp was lit before the\n\nPage 1 of 2\n\n{head}\n\nend of the day.\n\n                         12\n\n{MORE}\n\nDownloaded from https://x.example/1 on 5 March 2024\n\nPage 2 of 2\n"
    );
    let article = text(&source);
    let joined = format!("{PROSE} The lamp was lit before the end of the day.");
    assert_eq!(read(&article), ["Harbour waits for its ferry", joined.as_str(), MORE]);
    assert_eq!(article.title.as_deref(), Some("Harbour waits for its ferry"));
    assert_eq!(omitted(&article).len(), 6);
    let source = format!(
        "{head}\n\nHarbour waits\n\n{PROSE} The lamp was lit before the\n\n{head}\n              - 7 -\n\nend of the day.\n\n{MORE}\n\n{head}\n              - 8 -\n"
    );
    assert_eq!(read(&text(&source)), ["Harbour waits", joined.as_str(), MORE]);
    let chapters = text(&format!("Harbour\n\n1\n\n{PROSE}\n\n2\n\n{MORE}"));
    assert!(read(&chapters).contains(&"2"), "the numbers of chapters stay");
}

#[test]
fn keeps_the_lines_of_verses() {
    let stanza = ["The rope is long,", "the day is short,", "the wind is strong,", "stay in the port."];
    let source = format!("{PROSE}\n\n    {}\n\n{MORE}", stanza.join("\n    "));
    assert_eq!(read(&text(&source))[1..5], stanza);
    // No line of a stanza is a heading, even if it has no mark at its end.
    let stanza = "    The lamp is old, the sea is deep,\n    It takes the ships it wants to keep;\n    And those who wait upon the stone\n    Will learn to wait, and wait alone.";
    let article = text(&format!("{PROSE}\n\n{stanza}\n\n{MORE}"));
    assert!(!blocks(&article).iter().any(|(role, _)| *role == Role::Heading(2)), "{:?}", blocks(&article));
    let poem = "Four hundred metres under slate,\n  the rope is gone, the children run,\nand no one knows which boats will wait\n  for winter here, for there is none.";
    let source = format!("The Long Roof\n\n{poem}\n\n{poem}");
    assert_eq!(read(&text(&source)).len(), 9);
}

#[test]
fn reads_front_matter_for_the_title() {
    let source =
        format!("---\ntitle: The Long Roof\nauthor: Mina Falk\ntags: [rope, roof]\n---\n\n{PROSE}\n\n{MORE}");
    let article = text(&source);
    assert_eq!(read(&article), ["The Long Roof", PROSE, MORE]);
    assert_eq!(
        (article.title.as_deref(), article.author.as_deref()),
        (Some("The Long Roof"), Some("Mina Falk"))
    );
    let source = format!("---\nIn the end it was sold.\n---\n\n{PROSE}");
    assert_eq!(read(&text(&source))[0], "In the end it was sold.");
}

#[test]
fn reads_quoted_lines_without_their_marks() {
    let source =
        format!("{PROSE}\n\n> You asked about the roof.\n> It is sound.\n>\n> We looked at it.\n\n{MORE}");
    let article = text(&source);
    assert!(blocks(&article).iter().filter(|(role, _)| *role == Role::Quote).count() >= 2);
    assert!(!article.text.contains('>') && read(&article).last() == Some(&MORE));
}

#[test]
fn joins_a_title_on_two_lines_and_sets_the_byline_apart() {
    let source = format!("The Long Roof of Hallsund and the\nPeople Who Run Under It\n\n{PROSE}");
    assert_eq!(
        text(&source).title.as_deref(),
        Some("The Long Roof of Hallsund and the People Who Run Under It")
    );
    let source = format!("THE LONG ROOF\nby Mina Falk\n\n{PROSE}\n\n{MORE}");
    let article = text(&source);
    assert_eq!(
        (article.title.as_deref(), article.author.as_deref()),
        (Some("THE LONG ROOF"), Some("Mina Falk"))
    );
}
