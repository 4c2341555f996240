//! Looks up given names and their gender. `given_names/README.md` names the sources.

use std::sync::OnceLock;

use super::Gender;

/// The gender of the people who have a given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameGender {
    /// Almost always this one.
    One(Gender),
    /// Either.
    Either,
}

/// Returns the gender of a given name; `None` for a word that is not a given name.
///
/// A double name has the gender of its first half, e.g. `Jean-Luc`. The second half needs a capital, since
/// `Cross-examining` is not a name.
pub(crate) fn given_name(name: &str) -> Option<NameGender> {
    let lists = lists();
    lists.find(name).or_else(|| {
        let (first, second) = name.split_once('-')?;
        second.starts_with(char::is_uppercase).then(|| lists.find(first))?
    })
}

/// The names, each list sorted by bytes for a binary search.
struct NameLists {
    female: Vec<&'static str>,
    male: Vec<&'static str>,
    either: Vec<&'static str>,
}

fn lists() -> &'static NameLists {
    static LISTS: OnceLock<NameLists> = OnceLock::new();
    LISTS.get_or_init(|| NameLists {
        female: include_str!("given_names/female.txt").lines().collect(),
        male: include_str!("given_names/male.txt").lines().collect(),
        either: include_str!("given_names/either.txt").lines().collect(),
    })
}

impl NameLists {
    fn find(&self, name: &str) -> Option<NameGender> {
        match () {
            () if contains(&self.female, name) => Some(NameGender::One(Gender::She)),
            () if contains(&self.male, name) => Some(NameGender::One(Gender::He)),
            () if contains(&self.either, name) => Some(NameGender::Either),
            () => None,
        }
    }
}

fn contains(sorted: &[&str], name: &str) -> bool {
    sorted.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_from_many_countries_and_rejects_places() {
        for (name, gender) in [
            ("Heather", Gender::She),
            ("Agnieszka", Gender::She),
            ("Heike", Gender::She),
            ("Jürgen", Gender::He),
            ("Rishi", Gender::He),
            ("Jean-Luc", Gender::He),
        ] {
            assert_eq!(given_name(name), Some(NameGender::One(gender)), "{name}");
        }
        assert_eq!(given_name("Casey"), Some(NameGender::Either));
        for name in ["Homeland", "London", "Ukraine", "The", "Rockets", "Cross-examining"] {
            assert_eq!(given_name(name), None, "{name}");
        }
    }

    #[test]
    fn keeps_the_lists_sorted_and_disjoint() {
        let lists = lists();
        for list in [&lists.female, &lists.male, &lists.either] {
            assert!(list.is_sorted() && list.len() > 500);
        }
        assert!(lists.female.iter().all(|name| !lists.male.contains(name) && !lists.either.contains(name)));
    }
}
