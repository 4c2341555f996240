//! Tests of streets and squares, which are not people, and of people with such surnames.

use super::{assert_sure, attributed};
use crate::script::article::{Format, parse};
use crate::script::script_from_article as split;

#[test]
fn rejects_streets_as_speakers() {
    for street in
        ["Mill Lane", "Rope Walk", "Fish Quay", "Castle Hill", "Temple Gate", "Salter Row", "Albert Terrace"]
    {
        assert_sure(
            &format!(
                "Every evening Carl Munro takes his ladder to {street}.\n\n“My father did it,” he says."
            ),
            &["Carl Munro"],
        );
        assert_sure(
            &format!("{street} is dark. Carl Munro takes his ladder.\n\n“I must,” he says."),
            &["Carl Munro"],
        );
        let found = attributed(&format!("The lamps of {street} were out.\n\n“Nobody came.”"));
        assert_eq!(found[0].0, "unknown", "{street}");
    }
}

#[test]
fn rejects_a_street_in_a_table_or_in_bold_as_a_speaker() {
    let page = "<html><body><article><h1>The last lamps</h1>\
        <p>Every evening at dusk <strong>Carl Munro</strong> takes his ladder to Mill Lane and lights the lamps of the town.</p>\
        <p>“My father did it,” he says.</p>\
        <table><tr><th>Street</th><th>Lamps</th></tr><tr><td>Rope Walk</td><td>12</td></tr><tr><td>Mill Lane</td><td>9</td></tr></table>\
        <ul><li>Castle Hill, 12, 1884</li><li>Salter Row, 9, 1890</li></ul>\
        <p>“There were more,” he says.</p></article></body></html>";
    let script = split(&parse(page, Format::Html).unwrap());
    let quotes: Vec<_> = script.segments.iter().filter(|segment| !segment.is_narrator()).collect();
    assert_eq!(quotes.len(), 2);
    assert!(quotes.iter().all(|quote| quote.speaker == "Carl Munro"), "{quotes:?}");
    let candidates =
        quotes.iter().filter_map(|quote| quote.unsure.as_ref()).flat_map(|unsure| &unsure.candidates);
    assert!(candidates.into_iter().all(|name| name == "Carl Munro"));
}

#[test]
fn accepts_people_with_street_surnames() {
    for name in ["Nathan Lane", "Harriet Hill", "Della Street", "Thomas Court", "Rosa Park"] {
        assert_sure(&format!("{name} came late.\n\n“I missed the boat,” said {name}."), &[name]);
        let found = attributed(&format!("{name} came late. “I missed the boat.”"));
        assert_eq!(found[0].0, name);
    }
    assert_sure("Mr Lane came late.\n\n“I missed the boat,” he said.", &["Mr Lane"]);
    assert_sure("Adaeze Hill, 42, came late.\n\n“I missed the boat,” Hill said.", &["Adaeze Hill"]);
    assert_sure("“I missed the boat,” said Bramwin Hill.", &["Bramwin Hill"]);
    assert_sure("By Bramwin Hill\n\nIt rained. “Come home,” said I. The dog did.", &["Bramwin Hill"]);
    assert_sure("Harriet Hill came late. She had run.\n\n“I missed the boat,” she said.", &["Harriet Hill"]);
}
