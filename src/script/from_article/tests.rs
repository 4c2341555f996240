//! Tests of finding quotes, in every style of marks.

use super::find_quotes;
use super::{script_from_article as split, script_from_article_with};
use crate::language::attribution::language;
use crate::script::article::{Article, Format, parse};
use crate::script::{Casting, Kind};

fn article(text: &str) -> Article {
    parse(text, Format::Markdown).unwrap()
}

/// Returns the texts of all quotes.
fn found(text: &str) -> Vec<String> {
    let article = article(text);
    let quotes = find_quotes(&article, language(None));
    quotes.iter().map(|quote| article.text[quote.inner.clone()].trim().to_string()).collect()
}

#[test]
fn finds_quotes_in_every_style_of_marks() {
    let styles = [
        "“We won,”",
        "”We won,”",
        "“We won,“",
        "“We won,\"",
        "\"We won,\"",
        "\"We won,”",
        "''We won,''",
        "‘‘We won,’’",
        "``We won,''",
        "‘We won,’",
        "‘We won,'",
        "'We won,'",
        "'We won,’",
        "«We won,»",
        "« We won, »",
        "»We won,«",
        "»We won,»",
        "„We won,“",
        "„We won,”",
        "„We won,\"",
        "‚We won,‘",
        "‹We won,›",
        "›We won,‹",
        "「We won,」",
        "『We won,』",
        "“ We won, ”",
    ];
    for quote in styles {
        assert_eq!(found(&format!("They said {quote} and went home to rest.")), ["We won,"], "{quote}");
        assert_eq!(found(&format!("{quote} they said, and went home to rest.")), ["We won,"], "{quote}");
    }
}

#[test]
fn accepts_a_reversed_opening_mark() {
    assert_eq!(found("’We won,’ she said, and went home to rest."), ["We won,"]);
    assert_eq!(found("” … what I learned is this,” he said to us."), ["… what I learned is this,"]);
}

#[test]
fn rejects_apostrophes_feet_and_decades_as_marks() {
    for text in [
        "It’s the dogs’ bowl from the ’90s, and the '80s too; give 'em a rest.",
        "He is 6'2\" tall and doesn't mind the neighbours' noise.",
        "The summer of '69 and the class of ’68 were his; rock 'n' roll was too.",
        "’Twas the players’ night, and the fans’ too, ’cause they’d won.",
    ] {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
    assert_eq!(found("\"He's 6'2\" and still growing,\" she said."), ["He's 6'2\" and still growing,"]);
    assert_eq!(found("She said: '50 people came to the hall.' They left."), ["50 people came to the hall."]);
}

#[test]
fn does_not_close_single_marks_at_an_apostrophe() {
    for quote in [
        "It’s the dogs’ bowl, isn’t it?",
        "The players’ wives weren’t told.",
        "We’re off ’cause it’s the ’90s’ way.",
    ] {
        assert_eq!(found(&format!("He said: ‘{quote}’ and left.")), [quote]);
        let straight = quote.replace('’', "'");
        assert_eq!(found(&format!("He said: '{straight}' and left.")), [straight]);
    }
}

#[test]
fn closes_a_short_quote_that_ends_in_s() {
    assert_eq!(found("He called them ‘losers’ and left. ‘We won,’ she said."), ["losers", "We won,"]);
    assert_eq!(found("The 'dogs' and the 'cats' were let out."), ["dogs", "cats"]);
}

#[test]
fn keeps_a_quote_inside_another_quote() {
    for (open, inner, close) in [
        ("“", "He told me ‘no way’, and I went.", "”"),
        ("“", "He told me “no way”, and I went.", "”"),
        ("‘", "He told me “no way”, and I went.", "’"),
        ("'", "He told me \"no way\", and I went.", "'"),
        ("\"", "He told me 'no way', and I went.", "\""),
        ("\"", "He told me \"no way\", and I went.", "\""),
        ("\"", "I went, but he told me 'no way,'", " \""),
        ("''", "He told me 'no way', and I went.", "''"),
        ("''", "I went, but he told me 'no way.'", "''"),
        ("«", "He told me “no way”, and I went.", "»"),
        ("„", "He told me ‚no way‘, and I went.", "“"),
    ] {
        assert_eq!(found(&format!("She said: {open}{inner}{close} Then she left.")), [inner], "{open}");
    }
}

#[test]
fn continues_a_quote_over_paragraphs() {
    for (open, close) in [("“", "”"), ("\"", "\""), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“")]
    {
        let text =
            format!("He said: {open}It was so.\n\n{open}And then it stopped.{close} It was late in the day.");
        let article = article(&text);
        let quotes = find_quotes(&article, language(None));
        assert_eq!(quotes.len(), 2, "{open}");
        assert!(!quotes[0].closed && quotes[1].continues && quotes[1].closed, "{open}");
    }
}

#[test]
fn ends_a_quote_without_a_closing_mark_at_the_cue_or_the_next_quote() {
    assert_eq!(found("“We won, he said. “They lost,” she added."), ["We won,", "They lost,"]);
    assert_eq!(found("\"We won, he said. \"They lost,\" she added."), ["We won,", "They lost,"]);
    assert_eq!(found("“We won, the coach said. It was late."), ["We won,"]);
    assert_eq!(found("“We won. “They lost,” she added."), ["We won.", "They lost,"]);
}

#[test]
fn ignores_a_closing_mark_without_an_opening_one() {
    for mark in ["“", "”", "\"", "’", "»"] {
        let text = format!("We won{mark}, he said, and left.");
        assert!(found(&text).is_empty(), "{mark}");
    }
}

#[test]
fn scans_a_hundred_thousand_marks_in_linear_time() {
    let cases = [
        ("“a ", 1),
        ("‘a s’ ", 100_000),
        ("“a” ", 100_000),
        ("'a ", 0),
        ("\"a ", 1),
        ("“a “b” ", 200_000),
        ("'a \"b's\" ", 100_000),
        ("’ ", 0),
        ("''", 2),
    ];
    for (marks, count) in cases {
        let many = found(&format!("words {}", marks.repeat(100_000))).len();
        assert!(many.abs_diff(count) <= 1, "{marks}: {many}");
    }
}

#[test]
fn finds_the_turns_of_a_transcript() {
    assert_eq!(
        found(
            "Last night’s programme.\n\nANNA VOGEL: Good evening, and welcome.\n\nJIA: Thank you.\n\n\
             It came fast.\n\n(LAUGHTER)\n\nVOGEL: What happened?\n\nThe programme ended there."
        ),
        ["Good evening, and welcome.", "Thank you.", "It came fast.", "What happened?"]
    );
    assert_eq!(
        found("Anna Vogel: Good evening.\n\nTom Reed: Hello.\n\nAnna Vogel: Well?\n\nTom Reed: We won."),
        ["Good evening.", "Hello.", "Well?", "We won."]
    );
    assert_eq!(
        found("Q: Did you call for help?\n\nA: Yes, twice."),
        ["Did you call for help?", "Yes, twice."]
    );
}

#[test]
fn rejects_the_labels_of_a_box_of_facts() {
    assert!(found("Price: £20.\n\nWhere: The Hall, Leeds.\n\nWhen: Tuesday and Friday.").is_empty());
    assert!(found("Goals: Smith 3\n\nCards: Jones\n\nGoals: Reed 4\n\nCards: Bell").is_empty());
    assert!(
        found("ENERGY: Oil fell.\n\nCURRENCIES: The dollar rose.\n\nJAPAN: Orders were flat.").is_empty()
    );
    assert!(found("Note: The road is closed.\n\nIt opens on Monday.").is_empty());
    assert!(found("Note: Bring cash.\n\nMethod: Mix it.\n\nNote: Eat it.\n\nMethod: Bake it.").is_empty());
    assert!(found("SPORT: We won.\n\nNEWS: It rained.\n\nSPORT: They lost.").is_empty());
    assert_eq!(
        found(
            "Ann Lee: Why?\n\nVogel: It is home.\n\nAnn Lee: And then?\n\nVogel: Bed.\n\nNote: We met in May."
        )
        .len(),
        4
    );
}

#[test]
fn finds_dialogue_after_dashes_only_with_a_cue() {
    assert_eq!(found("— We won, said Okafor. We are glad.\n\n— They lost."), ["We won,", "They lost."]);
    assert_eq!(found("– Are you sure? she asked.\n\n– Quite sure."), ["Are you sure?", "Quite sure."]);
    assert!(found("Bring these:\n\n— a coat for the rain\n\n— a torch").is_empty());
}

#[test]
fn accepts_a_block_quotation_after_a_colon_as_speech() {
    let text = "The club captain, Tom Reed, wrote:\n\n> We are sorry for what happened.\n>\n> We will do better.\n\nThat was all.";
    assert_eq!(found(text), ["We are sorry for what happened.", "We will do better."]);
    assert!(found("This page was changed on Monday.\n\n> Note that the road is closed.").is_empty());
}

#[test]
fn attributes_a_line_of_a_hundred_thousand_quotes_in_linear_time() {
    let line = format!("He said {}", "“a b c d” and then ".repeat(100_000));
    assert!(!split(&article(&line)).segments.is_empty());
}

#[test]
fn rejects_the_rows_of_a_table_as_turns() {
    let rows = "| Who | Said |\n|---|---|\n| Ada | We go. |\n| Bo | We stay. |\n| Ada | So be it. |\n| Bo | Well. |\n";
    let article = article(&format!("The quay is empty.\n\n{rows}"));
    let segments = split(&article).segments;
    assert!(segments.iter().all(|segment| segment.is_narrator()));
    assert!(segments[1..].iter().all(|segment| segment.kind == Kind::Row), "rows are not list items");
}

#[test]
fn reads_captions_and_descriptions_of_pictures_on_demand() {
    let source = "The quay is empty.\n\n![Boats at dawn](a.png)\n\n<figure><figcaption>The quay in May</figcaption></figure>\n\nNo one came.\n";
    let article = parse(source, Format::Markdown).unwrap();
    let texts = |casting: Casting| -> Vec<String> {
        script_from_article_with(&article, &casting)
            .segments
            .into_iter()
            .map(|segment| segment.text)
            .collect()
    };
    assert_eq!(texts(Casting::default()), ["The quay is empty.", "No one came."]);
    let both = Casting { captions: true, alt: true, ..Casting::default() };
    assert_eq!(texts(both), ["The quay is empty.", "Boats at dawn", "The quay in May", "No one came."]);
}

#[test]
fn makes_pauses_of_scene_breaks_and_marks() {
    let source =
        "---\ntitle: x\n---\n\nThe lamp went out.\n\n* * *\n\nIt shone again. [pause 3s] Then it went out.\n";
    let script = split(&parse(source, Format::Markdown).unwrap());
    let pauses: Vec<Option<f64>> = script.segments.iter().map(|segment| segment.decided.pause).collect();
    assert_eq!(pauses, [None, None, Some(2.0), Some(3.0)]);
}
