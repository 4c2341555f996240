//! What the article has and nobody hears, with the reasons.

use std::fmt::Write;

use super::Report;
use crate::outputs::{escape, flat};

/// A table of it, closed where it is long; nothing where there is none. `cell` begins one with words of the article's.
pub(super) fn section(report: &Report<'_>, cell: &str) -> String {
    const LONG: usize = 12;
    let count = report.omitted.len();
    if count == 0 {
        return String::new();
    }
    let open = if count <= LONG { " open" } else { "" };
    let mut table = String::new();
    for omission in report.omitted {
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "<tr><td>{}</td>{cell}{}</td><td>{}</td></tr>",
            omission.after,
            escape(&flat(&omission.text)),
            escape(&flat(&omission.reason))
        );
    }
    format!(
        "<section aria-labelledby=\"omitted\">\n<h2 id=\"omitted\">Not read aloud</h2>\n<details{open}><summary>{count} in all</summary>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"omitted\"><table>\n\
         <thead><tr><th>After segment</th><th>Text</th><th>Reason</th></tr></thead>\n<tbody>\n{table}</tbody></table></div>\n\
         </details>\n</section>\n"
    )
}
