//! Reads entries of a lexicon from a table of comma-separated values (RFC 4180), as spreadsheets and other tools write them.

/// An entry from a table. Empty columns are `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CsvEntry {
    /// Line of the row, counted from 1.
    pub line: usize,
    /// The written form.
    pub written: String,
    /// The spoken form.
    pub say: Option<String>,
    /// Phonemes in the International Phonetic Alphabet.
    pub ipa: Option<String>,
    /// `word`, `part` or `regex`.
    pub matching: Option<String>,
}

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Written,
    Say,
    Ipa,
    Matching,
    Other,
}

/// A row: its line, and its fields.
type Row = (usize, Vec<String>);

/// The columns of a table without a row of names.
const COLUMNS: [Column; 4] = [Column::Written, Column::Say, Column::Ipa, Column::Matching];

/// Reads a table. Its columns are the written form, the spoken form, phonemes and `match`, or what its first row names. The
/// separator is a comma, a semicolon or a tab.
///
/// # Errors
/// Returns each row that is no entry, with its line.
pub fn read_csv(text: &str) -> Result<Vec<CsvEntry>, Vec<(usize, String)>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = rows(text, separator(text)).map_err(|problem| vec![problem])?;
    let named = rows.first().and_then(|(_, fields)| column_names(fields));
    let columns = named.as_deref().unwrap_or(&COLUMNS);
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    for (line, fields) in rows.iter().skip(usize::from(named.is_some())) {
        if fields.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        match entry(*line, fields, columns) {
            Ok(entry) => entries.push(entry),
            Err(what) => problems.push((*line, what)),
        }
    }
    if problems.is_empty() { Ok(entries) } else { Err(problems) }
}

fn entry(line: usize, fields: &[String], columns: &[Column]) -> Result<CsvEntry, String> {
    let field = |column: Column| {
        let at = columns.iter().position(|known| *known == column)?;
        let text = fields.get(at)?.trim();
        (!text.is_empty()).then(|| text.to_string())
    };
    let written = field(Column::Written).ok_or("the written form is missing")?;
    let (say, ipa) = (field(Column::Say), field(Column::Ipa));
    if say.is_none() && ipa.is_none() {
        return Err(format!("`{written}` has neither a spoken form nor phonemes"));
    }
    Ok(CsvEntry { line, written, say, ipa, matching: field(Column::Matching) })
}

/// Returns the meanings of the columns, if the first row names the written form and its pronunciation.
fn column_names(fields: &[String]) -> Option<Vec<Column>> {
    let columns: Vec<Column> = fields.iter().map(|field| column(field)).collect();
    let has = |column: Column| columns.contains(&column);
    (has(Column::Written) && (has(Column::Say) || has(Column::Ipa))).then_some(columns)
}

fn column(name: &str) -> Column {
    match name.trim().to_lowercase().as_str() {
        "written" | "word" | "grapheme" | "string_to_replace" | "from" => Column::Written,
        "say" | "spoken" | "alias" | "respelling" | "pronunciation" | "to" => Column::Say,
        "ipa" | "phoneme" | "phonemes" => Column::Ipa,
        "match" => Column::Matching,
        _ => Column::Other,
    }
}

/// Returns the separator that the first line has most of.
fn separator(text: &str) -> char {
    let line = text.lines().next().unwrap_or_default();
    let count = |mark: char| line.chars().filter(|c| *c == mark).count();
    [',', ';', '\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(',')
}

/// Splits a table into rows with their lines, and rows into fields. A field in quotation marks may have separators and line
/// breaks, and two quotation marks for one.
fn rows(text: &str, separator: char) -> Result<Vec<Row>, (usize, String)> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut row, mut field): (Vec<String>, String) = (Vec::new(), String::new());
    let (mut line, mut row_line, mut quoted) = (1, 1, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match (c, quoted) {
            ('"', Some(_)) if chars.next_if_eq(&'"').is_some() => field.push('"'),
            ('"', Some(_)) => quoted = None,
            (c, Some(_)) => field.push(c),
            ('"', None) if field.trim().is_empty() => {
                field.clear();
                quoted = Some(line);
            }
            ('\r', None) => {}
            ('\n', None) => {
                row.push(std::mem::take(&mut field));
                rows.push((row_line, std::mem::take(&mut row)));
                row_line = line;
            }
            (c, None) if c == separator => row.push(std::mem::take(&mut field)),
            (c, None) => field.push(c),
        }
    }
    if let Some(line) = quoted {
        return Err((line, "a quotation mark is not closed".to_string()));
    }
    row.push(field);
    rows.push((row_line, row));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let entry = |entry: CsvEntry| {
            let fields = [Some(entry.written), entry.say, entry.ipa, entry.matching];
            format!("{}: {}", entry.line, fields.map(Option::unwrap_or_default).join("|"))
        };
        read_csv(text).unwrap().into_iter().map(entry).collect()
    }

    #[test]
    fn reads_columns_by_place_or_by_name() {
        assert_eq!(shown("Skarn,Scarn\n\nquay,key,kiː\n"), ["1: Skarn|Scarn||", "3: quay|key|kiː|"]);
        assert_eq!(shown("ipa;note;word\r\nkiː;a harbour;quay\r\n"), ["2: quay||kiː|"]);
        assert_eq!(shown("\u{feff}bus (\\d+)\tcoach $1\t\tregex"), ["1: bus (\\d+)|coach $1||regex"]);
    }

    #[test]
    fn reads_quoted_fields() {
        let text = "\"St. Mary, Ely\",\"Saint \"\"M\"\"\"\n\"a\nb\",c\nd,e\n";
        assert_eq!(shown(text), ["1: St. Mary, Ely|Saint \"M\"||", "2: a\nb|c||", "4: d|e||"]);
    }

    #[test]
    fn reports_rows_that_are_no_entries() {
        let lines =
            |text: &str| read_csv(text).unwrap_err().into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        assert_eq!(lines("a,b\nc\n,d\n"), [2, 3]);
        assert_eq!(lines("a,b\nc,\"d\n"), [2]);
    }
}
