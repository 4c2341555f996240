//! Given names, as data: whose they are. `given_names/README.md` says where they come from.

use std::sync::OnceLock;

use super::Gender;

/// Who bears a given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// Women or men.
    Of(Gender),
    /// Both.
    Either,
}

/// Looks a name up as it is written, or as `Jean-Luc` by its first half; `Cross-examining` is none.
pub(crate) fn given(name: &str) -> Option<Given> {
    let halves = || name.split_once('-').filter(|(_, second)| second.starts_with(char::is_uppercase));
    lists().find(name).or_else(|| lists().find(halves()?.0))
}

struct Lists {
    women: Vec<&'static str>,
    men: Vec<&'static str>,
    either: Vec<&'static str>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| Lists {
        women: include_str!("given_names/female.txt").lines().collect(),
        men: include_str!("given_names/male.txt").lines().collect(),
        either: include_str!("given_names/either.txt").lines().collect(),
    })
}

impl Lists {
    fn find(&self, name: &str) -> Option<Given> {
        let has = |list: &[&str]| list.binary_search(&name).is_ok();
        match () {
            () if has(&self.women) => Some(Given::Of(Gender::She)),
            () if has(&self.men) => Some(Given::Of(Gender::He)),
            () if has(&self.either) => Some(Given::Either),
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_many_countries_are_known_and_places_are_not() {
        for (name, gender) in [
            ("Heather", Gender::She),
            ("Agnieszka", Gender::She),
            ("Heike", Gender::She),
            ("Jürgen", Gender::He),
            ("Rishi", Gender::He),
            ("Jean-Luc", Gender::He),
        ] {
            assert_eq!(given(name), Some(Given::Of(gender)), "{name}");
        }
        assert_eq!(given("Casey"), Some(Given::Either));
        for name in ["Homeland", "London", "Ukraine", "The", "Rockets", "Cross-examining"] {
            assert_eq!(given(name), None, "{name}");
        }
    }

    #[test]
    fn the_lists_are_sorted_and_share_no_name() {
        let lists = lists();
        for list in [&lists.women, &lists.men, &lists.either] {
            assert!(list.is_sorted() && list.len() > 500);
        }
        assert!(lists.women.iter().all(|name| !lists.men.contains(name) && !lists.either.contains(name)));
    }
}
