//! Front matter: what stands above a Markdown article about it.

/// What the front matter says, as far as it is of use.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) author: Option<String>,
}

impl Front {
    /// Reads the plain `key: value` (YAML) and `key = "value"` (TOML) lines; a list or a table under a key is read for names.
    pub(super) fn read(raw: &str) -> Self {
        let pairs = pairs(raw);
        let of = |keys: &[&str]| {
            keys.iter()
                .find_map(|key| pairs.iter().find(|(k, v)| k == key && !v.is_empty()))
                .map(|(_, v)| v.clone())
        };
        Self {
            title: of(&["title", "headline"]),
            language: of(&["lang", "language", "locale"]),
            author: of(&["author", "authors", "byline"]),
        }
    }
}

/// Keys and values; the names in the lines under a key without a value are its value.
fn pairs(raw: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    // A key without a value: its value stands below.
    let mut open = false;
    for line in raw.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if line.starts_with([' ', '\t', '-']) {
            if let (true, Some((_, names)), Some(name)) = (open, pairs.last_mut(), name_in(line)) {
                names.push_str(if names.is_empty() { "" } else { ", " });
                names.push_str(name);
            }
        } else if let Some((key, value)) = line.split_once([':', '=']) {
            let value = listed(value.trim());
            open = value.is_empty();
            pairs.push((key.trim().to_lowercase(), value));
        }
    }
    pairs
}

/// `- Jo Lindqvist`, `name: Jo Lindqvist`, `- name: Jo Lindqvist`.
fn name_in(line: &str) -> Option<&str> {
    let line = line.trim().trim_start_matches("- ").trim();
    let value = match line.split_once(':') {
        Some(("name", name)) => name,
        Some((key, _)) if !key.contains(' ') => return None,
        _ => line,
    };
    Some(unquote(value.trim())).filter(|name| !name.is_empty())
}

/// A value, or a list of them between brackets.
fn listed(value: &str) -> String {
    match value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
        Some(list) if !list.contains(['[', ']', '(']) => {
            list.split(',').map(|one| unquote(one.trim())).collect::<Vec<_>>().join(", ")
        }
        _ => unquote(value).to_string(),
    }
}

/// A value without the marks around it.
fn unquote(value: &str) -> &str {
    ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_is_a_name_a_list_or_a_table() {
        let cases = [
            ("author: Jo Lindqvist", "Jo Lindqvist"),
            ("author = 'Jo Lindqvist'", "Jo Lindqvist"),
            ("authors: [\"Jo Lindqvist\", Bo Lind]", "Jo Lindqvist, Bo Lind"),
            (
                "authors:\n  - Jo Lindqvist\n  - name: Bo Lind\n    url: https://x.example\ntags: [a]",
                "Jo Lindqvist, Bo Lind",
            ),
            ("title: x\nauthor:\n  name: \"Jo Lindqvist\"", "Jo Lindqvist"),
        ];
        for (raw, author) in cases {
            assert_eq!(Front::read(raw).author.as_deref(), Some(author), "`{raw}`");
        }
        assert_eq!(Front::read("author:\ntitle: \n# lang: de"), Front::default());
    }
}
