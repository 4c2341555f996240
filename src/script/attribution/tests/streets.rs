//! Streets and squares are nobody; people who are called as streets are stay people.

use super::{heard, surely};
use crate::script::article::{Format, parse};
use crate::script::script_from_article as split;

#[test]
fn streets_do_not_speak() {
    for street in
        ["Mill Lane", "Rope Walk", "Fish Quay", "Castle Hill", "Temple Gate", "Salter Row", "Albert Terrace"]
    {
        surely(
            &format!(
                "Every evening Carl Munro takes his ladder to {street}.\n\n“My father did it,” he says."
            ),
            &["Carl Munro"],
        );
        surely(
            &format!("{street} is dark. Carl Munro takes his ladder.\n\n“I must,” he says."),
            &["Carl Munro"],
        );
        let found = heard(&format!("The lamps of {street} were out.\n\n“Nobody came.”"));
        assert_eq!(found[0].0, "unknown", "{street}");
    }
}

#[test]
fn a_street_in_a_table_or_in_bold_is_nobodys_voice() {
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
fn people_whose_surnames_are_streets_speak() {
    for name in ["Nathan Lane", "Harriet Hill", "Della Street", "Thomas Court", "Rosa Park"] {
        surely(&format!("{name} came late.\n\n“I missed the boat,” said {name}."), &[name]);
        let found = heard(&format!("{name} came late. “I missed the boat.”"));
        assert_eq!(found[0].0, name);
    }
    surely("Mr Lane came late.\n\n“I missed the boat,” he said.", &["Mr Lane"]);
    surely("Adaeze Hill, 42, came late.\n\n“I missed the boat,” Hill said.", &["Adaeze Hill"]);
    surely("“I missed the boat,” said Bramwin Hill.", &["Bramwin Hill"]);
    surely("By Bramwin Hill\n\nIt rained. “Come home,” said I. The dog did.", &["Bramwin Hill"]);
    surely("Harriet Hill came late. She had run.\n\n“I missed the boat,” she said.", &["Harriet Hill"]);
}
