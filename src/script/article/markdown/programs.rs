//! Finds the programs in an MDX file: imports, exports with their values, expressions.

/// A program that goes on over more lines than this is none.
const MAX_LINES: usize = 60;

/// Returns the number of lines of an MDX import or export.
pub(super) fn program_lines(lines: &[&str]) -> Option<usize> {
    let line = lines[0];
    let quoted = |text: &str| text.contains(['\'', '"']);
    let imports = line.strip_prefix("import ").is_some_and(|rest| {
        let is_whole = rest.starts_with(['\'', '"', '{', '*']) || rest.contains(" from ");
        is_whole && (quoted(rest) || rest.trim_end().ends_with('{'))
    });
    let exports = line.strip_prefix("export ").is_some_and(|rest| {
        let words = ["const ", "let ", "var ", "default ", "function ", "async ", "class ", "{", "* "];
        words.iter().any(|word| rest.starts_with(word)) && rest.contains(['=', '{', '(', '\'', '"'])
    });
    if !imports && !exports {
        return None;
    }
    Some(balanced_lines(lines).unwrap_or(1))
}

/// Returns the number of lines of an expression that is alone on its lines and calls a function: `{fares.map(fare => <b>{fare}</b>)}`.
pub(super) fn expression_lines(lines: &[&str]) -> Option<usize> {
    let first = lines[0].trim();
    let is_call = |line: &str| line.contains("=>") || line.contains("&&") || line.contains('(');
    let opens =
        first.strip_prefix('{').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let count = balanced_lines(lines).filter(|_| opens && is_call(first))?;
    lines[count - 1].trim_end().ends_with('}').then_some(count)
}

/// Returns the number of lines up to the one that closes all brackets.
fn balanced_lines(lines: &[&str]) -> Option<usize> {
    let mut open = 0;
    for (count, line) in lines.iter().take(MAX_LINES).enumerate() {
        open += line.matches(['{', '(', '[']).count();
        open = open.saturating_sub(line.matches(['}', ')', ']']).count());
        if open == 0 {
            return Some(count + 1);
        }
    }
    None
}

/// Returns the values that an export gives to names: `export const meta = { year: 2026 }` gives `meta.year` the value 2026. Only
/// numbers and strings are values.
pub(super) fn values(lines: &[&str]) -> Vec<(String, String)> {
    let program = lines.join(" ");
    let declared = ["const ", "let ", "var "]
        .iter()
        .find_map(|word| program.strip_prefix("export ")?.trim_start().strip_prefix(word));
    let Some((name, value)) = declared.and_then(|rest| rest.split_once('=')) else { return Vec::new() };
    let (name, value) = (name.trim(), value.trim().trim_end_matches(';').trim());
    let Some(fields) = value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) else {
        return Vec::new();
    };
    let field = |field: &str| {
        let (key, value) = field.split_once(':')?;
        let key = key.trim().trim_matches(['"', '\'']);
        Some((format!("{name}.{key}"), constant(value.trim())?))
    };
    fields.split(',').filter_map(field).collect()
}

/// Returns a number or the words of a string.
fn constant(value: &str) -> Option<String> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    match quote {
        Some(quote) => {
            value[1..].strip_suffix(quote).filter(|words| !words.contains([quote, '$'])).map(str::to_string)
        }
        None => value.parse::<f64>().is_ok().then(|| value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_the_values_of_an_export() {
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        assert_eq!(
            values(&["export const meta = {", "  year: 2026, by: 'Ada Venn', all: [1],", "}"]),
            [pair("meta.year", "2026"), pair("meta.by", "Ada Venn")]
        );
        assert!(values(&["export default function x() { a: 1 }"]).is_empty());
    }

    #[test]
    fn finds_expressions_that_are_alone() {
        assert_eq!(expression_lines(&["{rows.map(row => (", "  <b>{row}</b>", "))}", "So."]), Some(3));
        for line in ["{x} and (y)", "{1, (2)}", "{no call}"] {
            assert_eq!(expression_lines(&[line]), None, "`{line}`");
        }
    }
}
