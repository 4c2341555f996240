//! What "m" behind a number is: metres or millions.

use super::sports::RACES;
use super::topics::DIMENSIONS;
use super::{Reading, is_attributive, is_counted, near, numbers};
use crate::speech::numbers::Number;
use crate::speech::tokens::Tokens;

/// What is run, swum or hurdled.
const DISTANCES: &[&str] = &[
    "25", "50", "60", "80", "100", "110", "200", "300", "400", "600", "800", "1000", "1500", "3000", "5000",
    "10000",
];
/// Before the name of a race.
const BEFORE_RACE: &[&str] = &["a", "her", "his", "men", "men's", "the", "their", "women", "women's"];
/// Near a number of people or of their money, where a length seldom stands.
const CROWDS: &[&str] = &[
    "audience",
    "audiences",
    "copies",
    "displaced",
    "downloads",
    "electorate",
    "fled",
    "followers",
    "inhabitants",
    "listeners",
    "population",
    "profit",
    "profits",
    "populations",
    "readership",
    "refugees",
    "revenue",
    "revenues",
    "subscribers",
    "turnout",
    "turnover",
    "unemployed",
    "viewers",
    "viewership",
    "vote",
    "voted",
    "voters",
    "votes",
];
/// What is measured in metres, and also drowns and shakes people.
const LENGTHS: &[&str] = &[
    "depth", "depths", "distance", "height", "jump", "jumped", "length", "snow", "swell", "tide", "threw",
    "throw", "water", "wave", "waves", "width",
];
/// After a number of people: "5m who voted".
const OF_PEOPLE: &[&str] = &["are", "have", "were", "who", "whose"];
/// After "of" behind one.
const OF_THEM: &[&str] = &["them", "these", "those", "us", "whom", "you"];

/// "67.3m" of a population, "2m-strong", "5m people": millions.
pub(super) fn million(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i)?;
    let n = numbers::read(t, i)?;
    let end = i + n.len;
    let people = t.is(end, "m") && !is_length(t, i, &n) && is_crowd(t, i, end + 1);
    people.then(|| (format!("{} million", numbers::said(&n)), n.len + 1))
}

/// True for "5 m people" too, which "5 m" alone is not.
pub(super) fn is_million_apart(t: &Tokens, end: usize) -> bool {
    t.is_space(end) && t.is(end + 1, "m") && is_counted(t, end + 2)
}

/// True where what stands beside "m" leaves no doubt: "5m tall", "2m-high", "the 110m hurdles", "20m from the door".
fn is_length(t: &Tokens, i: usize, n: &Number) -> bool {
    let end = i + n.len + 1;
    let next = if t.is(end, "-") { t.text(end + 1) } else { t.word_after(end) };
    let distance = n.fraction.is_none() && DISTANCES.contains(&n.whole.as_str());
    let before = t.word_before(i).to_lowercase().replace('\u{2019}', "'");
    let race =
        distance && (RACES.contains(&next) || BEFORE_RACE.contains(&before.as_str()) && !is_counted(t, end));
    let from = matches!(next, "from" | "off") && t.digits(end + 3).is_none();
    race || from || DIMENSIONS.contains(&next)
}

/// True for a number of people, or of anything that is counted.
fn is_crowd(t: &Tokens, i: usize, end: usize) -> bool {
    if is_counted(t, end) || (t.is(end, "-") && t.is(end + 1, "strong")) {
        return true;
    }
    let next = t.word_after(end);
    let of_them = next == "of" && OF_THEM.contains(&t.word_after(end + 2));
    let people = of_them || OF_PEOPLE.contains(&next) || near(t, i, end, CROWDS);
    people && !near(t, i, end, LENGTHS) && !is_attributive(t, i, end)
}
