//! Names inside a quote: the person addressed in it is not its speaker, and is likely to answer.

use crate::language::attribution::Language;

/// Place of a name in a quote, the stronger evidence last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Address {
    None,
    Mentioned,
    /// Between marks, as in `“All right, Ana.”`
    Addressed,
}

/// The capitalised words of a quote.
#[derive(Debug, Default)]
pub(super) struct Addressed(Vec<(String, Address)>);

/// Minimum length of a name in bytes, since initials and `I` are no evidence.
const MIN_NAME: usize = 3;

impl Addressed {
    /// Reads the names in the text of a quote.
    pub(super) fn read(inner: &str, language: &Language) -> Self {
        let mut words = Vec::new();
        // A form of address follows a mark or opens the quote. Titles and the like may come before the name.
        let mut opens = true;
        for word in inner.split_whitespace() {
            let name = word.trim_matches(|c: char| !c.is_alphanumeric());
            let bare = name.trim_end_matches("'s").trim_end_matches("\u{2019}s");
            let ends = word.ends_with([',', '.', '!', '?', ';', '-', '—', '…']);
            let lower = bare.to_lowercase();
            let title = language.is_title(&lower)
                || language.first_person_possessives.contains(&lower)
                || language.address_words.contains(&lower);
            if title {
                continue;
            }
            if bare.len() >= MIN_NAME && bare.starts_with(char::is_uppercase) {
                let last = word.ends_with(name) && std::ptr::eq(word, last_word(inner, word));
                let addressed = opens && (ends || last) && bare == name;
                let address = if addressed { Address::Addressed } else { Address::Mentioned };
                words.push((bare.to_string(), address));
            }
            opens = ends;
        }
        Self(words)
    }

    /// Returns the names of addressees.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let addressed = self.0.iter().filter(|(_, address)| *address == Address::Addressed);
        addressed.map(|(word, _)| word.as_str())
    }

    /// Returns how a quote names a person by a word of the label.
    pub(super) fn find(&self, label: &str) -> Address {
        let parts = label.split(' ').filter(|part| part.starts_with(char::is_uppercase));
        let found = parts.filter_map(|part| {
            self.0.iter().filter(|(word, _)| word == part).map(|(_, address)| *address).max()
        });
        found.max().unwrap_or(Address::None)
    }
}

/// Returns the last word of a text, or else the word itself.
fn last_word<'a>(text: &'a str, word: &'a str) -> &'a str {
    text.split_whitespace().next_back().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::attribution::language;

    #[test]
    fn tells_an_addressee_from_a_person_who_is_mentioned() {
        let read = |text: &str| Addressed::read(text, language(Some("en")));
        for text in
            ["All right, Ana.", "Ana, come here.", "Come, my dear Ana, and look", "Where to, Miss Ana?"]
        {
            assert_eq!(read(text).find("Ana Reyes"), Address::Addressed, "{text}");
        }
        for text in ["Tell Ana to come.", "It is Ana's boat.", "Ask him about Ana"] {
            assert_eq!(read(text).find("Ana Reyes"), Address::Mentioned, "{text}");
        }
        assert_eq!(read("It is late.").find("Ana Reyes"), Address::None);
        assert_eq!(read("Yes, Mrs. Hale.").find("Mrs. Orr"), Address::None);
    }
}
