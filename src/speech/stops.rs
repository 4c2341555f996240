//! Full stops that end a shortened word and perhaps the sentence with it: streets, juniors, letters that count.

/// What a lone capital letter tells apart: its stop ends the sentence, as in "Plan B."
pub(super) const LETTERED: &[&str] = &[
    "Appendix",
    "Block",
    "Category",
    "Division",
    "Exhibit",
    "Gate",
    "Grade",
    "Group",
    "Hepatitis",
    "Plan",
    "Platform",
    "Schedule",
    "Section",
    "Serie",
    "Team",
    "Type",
    "Vitamin",
    "hepatitis",
    "vitamin",
];
/// Titles before names: a capital stop before one of them ends what stood there.
const TITLES: &[&str] = &[
    "Amb",
    "Capt",
    "Cllr",
    "Col",
    "Dame",
    "Dr",
    "Gen",
    "Gov",
    "Judge",
    "King",
    "Lady",
    "Lord",
    "Lt",
    "Maj",
    "Miss",
    "Mr",
    "Mrs",
    "Ms",
    "Pope",
    "President",
    "Prince",
    "Princess",
    "Prof",
    "Professor",
    "Queen",
    "Rep",
    "Rev",
    "Sen",
    "Sgt",
    "Sir",
];
/// Before the name of a road.
const TO_A_ROAD: &[&str] = &[
    "across", "along", "and", "at", "behind", "down", "from", "in", "into", "near", "of", "off", "on",
    "onto", "opposite", "outside", "past", "to", "towards", "up", "via",
];
/// What bears the name of a junior.
const NAMED_AFTER: &[&str] = &[
    "Avenue",
    "Award",
    "Boulevard",
    "Bridge",
    "Center",
    "Centre",
    "Circuit",
    "Day",
    "Drive",
    "Elementary",
    "Foundation",
    "Freeway",
    "High",
    "Highway",
    "Hospital",
    "Institute",
    "Library",
    "Memorial",
    "Middle",
    "Museum",
    "National",
    "Park",
    "Parkway",
    "Plaza",
    "Prize",
    "School",
    "Stadium",
    "Street",
    "Trophy",
    "Way",
];
/// The most words in the name of a road.
const LONGEST_ROAD: usize = 4;

/// Whether the full stop after `sentence`, which ends in the abbreviation `word`, ends it before `next`; none where
/// this is not told by what stands around. `starts` is true when `next` begins with a word that names begin with seldom.
pub(super) fn ends(sentence: &str, word: &str, next: &str, starts: bool) -> Option<bool> {
    let mut before = sentence.rsplit(char::is_whitespace).filter(|w| !w.is_empty()).skip(1);
    let mut after = next.split(char::is_whitespace).filter(|w| !w.is_empty());
    let follower = after.next().unwrap_or_default().trim_end_matches(['.', ',']);
    let starts = starts || TITLES.contains(&follower);
    match word {
        "St" | "Dr" | "Pl" | "Ln" | "Ct" | "Sq" => (starts && is_road(before)).then_some(true),
        "Jr" | "Sr" => {
            let named = begins_high(before.next()?) && before.next().is_some_and(begins_high);
            let verb = after.next().is_some_and(|word| word.starts_with(char::is_lowercase));
            let name = begins_high(follower) && follower.chars().all(char::is_alphabetic);
            let told = starts || (verb && name && !NAMED_AFTER.contains(&follower));
            (named && told).then_some(true)
        }
        "ft" if after.next().is_some_and(|unit| unit.starts_with("in")) => Some(false),
        "Ft" | "Sec" | "Pt" if begins_high(follower) => Some(starts),
        letter if letter.len() == 1 => before.next().filter(|word| LETTERED.contains(word)).map(|_| true),
        _ => None,
    }
}

/// True for "on Elm", "221B Baker", "42nd": names back to a preposition or a number.
fn is_road<'a>(before: impl Iterator<Item = &'a str>) -> bool {
    for (names, word) in before.take(LONGEST_ROAD).enumerate() {
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        if names == 0 && number && word.ends_with(char::is_alphabetic) {
            return true;
        }
        let place = number || TO_A_ROAD.contains(&word);
        if place || !begins_high(word) || TITLES.contains(&word.trim_end_matches('.')) {
            return place && names > 0;
        }
    }
    false
}

fn begins_high(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
