//! The language that a source states, as a tag.

/// What people write where a tag belongs.
const NAMES: [(&str, &str); 4] = [("english", "en"), ("englisch", "en"), ("german", "de"), ("deutsch", "de")];

/// A BCP 47 tag of what a source states (`en_GB.UTF-8`, `English`); `None` for what can be none.
pub(super) fn tag(stated: &str) -> Option<String> {
    let stated = stated.trim();
    let named = NAMES.iter().find(|(name, _)| stated.eq_ignore_ascii_case(name)).map(|(_, tag)| *tag);
    let tag = named.unwrap_or(stated).split(['.', ',', ' ']).next()?.replace('_', "-");
    let parts = || tag.split('-');
    let primary = parts().next().is_some_and(|part| (2..=3).contains(&part.len()));
    let letters =
        |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    (primary && parts().all(letters)).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn tags_stay_names_become_tags_and_nonsense_goes() {
        for (stated, expected) in
            [("en-GB", "en-GB"), ("de_DE.UTF-8", "de-DE"), (" German ", "de"), ("de, en", "de")]
        {
            assert_eq!(tag(stated).as_deref(), Some(expected), "`{stated}`");
        }
        for stated in ["", "x", "Klingonisch", "{{ lang }}"] {
            assert_eq!(tag(stated), None, "`{stated}`");
        }
    }
}
