//! Renders the page about a batch: which articles failed, which wait for a review, and which have an episode.

use std::fmt::Write;

use super::chart::clock;
use super::page::STYLE;
use crate::base::diagnostic::Diagnostic;
use crate::base::project_files::OUT;
use crate::outputs::page::policy_hash;
use crate::outputs::{ALL, Role, escape, single_line};

/// Rows of one table. The rest is in the JSON report: a browser cannot show a million rows, and they would fill the memory.
const MAX_ROWS: usize = 1000;
/// Problems that one row shows.
const MAX_PROBLEMS: usize = 5;

/// An article of a batch.
#[derive(Debug)]
pub(crate) struct BatchRow<'a> {
    /// Line in the manifest.
    pub(crate) line: usize,
    /// Id of the article, which is the name of its folder.
    pub(crate) id: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
    /// Number of quotes with an uncertain speaker.
    pub(crate) unsure: usize,
    /// Length of the episode.
    pub(crate) seconds: Option<f64>,
    pub(crate) is_held: bool,
    /// Why it failed; `None` if it did not.
    pub(crate) problems: Option<&'a [Diagnostic]>,
}

/// The page of a batch while its articles are made.
#[derive(Debug)]
pub(crate) struct BatchPage {
    manifest: String,
    shard: (u32, u32),
    seconds: f64,
    unsure: usize,
    failed: Table,
    held: Table,
    made: Table,
}

/// The rows of a table, and how many there would be without a limit.
#[derive(Debug, Default)]
struct Table {
    rows: String,
    count: usize,
}

impl BatchPage {
    /// Starts the page for a manifest, or for a shard of it: index and count.
    pub(crate) fn new(manifest: &str, shard: (u32, u32)) -> Self {
        let (failed, held, made) = Default::default();
        Self { manifest: single_line(manifest), shard, seconds: 0.0, unsure: 0, failed, held, made }
    }

    /// Adds an article.
    pub(crate) fn add(&mut self, row: BatchRow<'_>) {
        self.seconds += row.seconds.unwrap_or(0.0);
        self.unsure += usize::from(row.unsure > 0);
        match row.problems {
            Some(problems) => self.failed.add(&row, &reasons(problems)),
            None if row.is_held => self.held.add(&row, &unsure(&row)),
            None => {
                let length = clock(row.seconds.unwrap_or(0.0));
                self.made.add(&row, &format!("<td>{length}</td>{}", unsure(&row)));
            }
        }
    }

    /// Returns the page.
    pub(crate) fn render(&self) -> String {
        let manifest = escape(&self.manifest);
        let shard = match self.shard {
            (_, 1) => String::new(),
            (index, count) => format!("shard {index} of {count}"),
        };
        let facts = [
            ("Episodes", self.made.count.to_string(), shard),
            ("Held", self.held.count.to_string(), "wait for a review".into()),
            ("Failed", self.failed.count.to_string(), String::new()),
            ("Length", clock(self.seconds), String::new()),
            ("Unsure", self.unsure.to_string(), "articles with an uncertain speaker".into()),
        ];
        let facts: String = facts
            .iter()
            .map(|(name, value, note)| {
                format!("<div><dt>{name}</dt><dd>{value}</dd><dd class=\"soft\">{note}</dd></div>\n")
            })
            .collect();
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Aloud\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; base-uri 'none'; \
             form-action 'none'\">\n<title>Batch: {manifest}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1><span>Batch</span> <bdi>{manifest}</bdi></h1>\n<dl class=\"facts\">\n{facts}</dl>\n{}{}{}</main>\n</body>\n</html>\n",
            policy_hash(STYLE),
            self.failed.render("failed", "Failed", "<th>Reason</th>", ""),
            self.held.render(
                "held",
                "Held for review",
                "<th>Unsure quotes</th>",
                "<p>Review each with <code>aloud -C FOLDER review</code>, then run the batch again.</p>\n"
            ),
            self.made.render("made", "Episodes", "<th>Length</th><th>Unsure quotes</th>", ""),
        )
    }
}

impl Table {
    fn add(&mut self, row: &BatchRow<'_>, cells: &str) {
        self.count += 1;
        if self.count > MAX_ROWS {
            return;
        }
        let title = escape(&single_line(row.title.unwrap_or_default()));
        let id = match row.id {
            // An id has no characters that a link or HTML would have to escape.
            Some(id) if row.problems.is_none() && !row.is_held => {
                format!("<a href=\"{id}/{OUT}/{}\">{id}</a>", page_name())
            }
            Some(id) => escape(id),
            None => "–".into(),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.rows,
            "<tr><td>{}</td><th scope=\"row\">{id}</th><td dir=\"auto\">{title}</td>{cells}</tr>",
            row.line
        );
    }

    fn render(&self, id: &str, heading: &str, columns: &str, note: &str) -> String {
        if self.count == 0 {
            return String::new();
        }
        let rest = match self.count.saturating_sub(MAX_ROWS) {
            0 => String::new(),
            rest => format!("<p>{rest} more are in the JSON report.</p>\n"),
        };
        format!(
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n{note}\
             <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"{id}\"><table>\n\
             <thead><tr><th>Line</th><th>Id</th><th>Title</th>{columns}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n{rest}</section>\n",
            self.rows
        )
    }
}

/// Returns the name of the read-along page.
fn page_name() -> &'static str {
    ALL.iter().find(|output| output.role == Role::Page).map_or("", |output| output.file)
}

fn unsure(row: &BatchRow<'_>) -> String {
    match row.unsure {
        0 => "<td>–</td>".into(),
        count => format!("<td><b class=\"look\">{count}</b></td>"),
    }
}

fn reasons(problems: &[Diagnostic]) -> String {
    let errors = problems.iter().filter(|problem| problem.is_error());
    let mut cell = String::from("<td>");
    for problem in errors.clone().take(MAX_PROBLEMS) {
        let _ = write!(cell, "<p>{}</p>", escape(&single_line(&problem.what)));
        if let Some(hint) = &problem.hint {
            let _ = write!(cell, "<p class=\"soft\">{}</p>", escape(&single_line(hint)));
        }
    }
    match errors.count().saturating_sub(MAX_PROBLEMS) {
        0 => {}
        rest => {
            let _ = write!(cell, "<p>and {rest} more</p>");
        }
    }
    cell + "</td>"
}
