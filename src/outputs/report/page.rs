//! Renders the report as one HTML file. It loads nothing but the WAV. Without script, its links play single segments.

use std::fmt::Write;
use std::path::Path;

use super::chart::{chart, clock, decibel};
use super::data::{Mark, Report, Row, speaker_colours};
use super::recordings::recordings;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::url;
use crate::outputs::page::policy_hash;
use crate::outputs::{WAV, escape, single_line};

pub(super) const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Rows per table. Browsers lay out only the tables on the screen, which keeps long reports fast.
const TABLE_ROWS: usize = 100;

/// Returns the page for a file in `folder`, with links to the edition in the folder `edition`.
pub fn render(report: &Report<'_>, folder: &Path, edition: &Path) -> String {
    let title = report.edition.title.as_deref().map(single_line).filter(|title| !title.is_empty());
    let title = escape(title.as_deref().unwrap_or("Episode"));
    let page =
        Page { report, wav: url::encode_path(&url::relative_path(folder, &edition.join(WAV))), folder };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Aloud\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; media-src 'self' file:; \
         style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <title>Report: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#segments\">Skip to the segments</a>\n<main>\n<h1><span>Report</span> {}{title}</bdi></h1>\n\
         {}{}{}{}{}{}</main>\n{}<script>{SCRIPT}</script>\n</body>\n</html>\n",
        policy_hash(STYLE),
        policy_hash(SCRIPT),
        page.article_tag("bdi"),
        page.summary(),
        page.problems(),
        page.chart(),
        page.voices(),
        page.segments(),
        page.omitted(),
        page.player(),
    )
}

struct Page<'a> {
    report: &'a Report<'a>,
    /// Relative URL of the WAV.
    wav: String,
    folder: &'a Path,
}

impl Page<'_> {
    /// Returns the start tag of an element with text of the article. An invalid language is left out.
    fn article_tag(&self, element: &str) -> String {
        let language = self.report.edition.language.as_deref();
        match language.filter(|tag| tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')) {
            Some(language) => format!("<{element} lang=\"{language}\" dir=\"auto\">"),
            None => format!("<{element} dir=\"auto\">"),
        }
    }

    fn summary(&self) -> String {
        let Report { edition, curve, rows, problems, wanted, .. } = self.report;
        let reading = &curve.reading;
        let target = wanted.0.map(|lufs| format!("target {} LUFS", decibel(lufs))).unwrap_or_default();
        let ceiling =
            if wanted.1.is_finite() { format!("ceiling {} dBTP", decibel(wanted.1)) } else { String::new() };
        let spoken = rows.iter().filter(|row| row.frames.is_some()).count();
        let flagged = rows.iter().filter(|row| row.needs_attention()).count();
        let synthetic = edition.voices.iter().filter(|voice| voice.synthetic).count();
        let facts = [
            ("Length", clock(curve.seconds()), format!("{} Hz", curve.rate)),
            ("Integrated", level_or("silence", reading.integrated, "LUFS"), target),
            ("True peak", level_or("silence", curve.true_peak().map(|peak| peak.1), "dBTP"), ceiling),
            ("Momentary max", level_or("silence", reading.momentary_max, "LUFS"), "400 ms".into()),
            ("Short-term max", level_or("silence", reading.short_term_max, "LUFS"), "3 s".into()),
            (
                "Loudness range",
                reading.range.map_or_else(|| "–".into(), |lu| format!("{lu:.1} LU")),
                String::new(),
            ),
            ("Segments", spoken.to_string(), format!("to look at: {flagged}; warnings: {}", problems.len())),
            ("Voices", edition.voices.len().to_string(), format!("{synthetic} synthetic")),
        ];
        let facts = facts.iter().map(|(name, value, note)| {
            format!("<div><dt>{name}</dt><dd>{value}</dd><dd class=\"soft\">{note}</dd></div>\n")
        });
        format!("<dl class=\"facts\">\n{}</dl>\n", facts.collect::<String>())
    }

    fn problems(&self) -> String {
        if self.report.problems.is_empty() {
            return String::new();
        }
        let list: String =
            self.report.problems.iter().enumerate().map(|(n, problem)| self.problem(n, problem)).collect();
        let open = if self.report.problems.len() <= 20 { " open" } else { "" };
        format!(
            "<section aria-labelledby=\"warnings\">\n<h2 id=\"warnings\">Warnings</h2>\n<details{open}>\
             <summary>{} in all</summary>\n<ol class=\"problems\">\n{list}</ol>\n</details>\n</section>\n",
            self.report.problems.len()
        )
    }

    fn problem(&self, nth: usize, problem: &Diagnostic) -> String {
        let kind = if problem.is_error() { "error" } else { "warning" };
        let mut html = format!(
            "<li id=\"w{}\"><b class=\"look\">{kind}</b> {}",
            nth + 1,
            escape(&single_line(&problem.what))
        );
        if let Some(place) = &problem.place {
            let _ = write!(html, "<p>{}</p>", self.place(place));
        }
        for (label, text) in [("why", &problem.why), ("hint", &problem.hint)] {
            if let Some(text) = text.as_deref().map(single_line).filter(|text| !text.is_empty()) {
                let _ = write!(html, "<p class=\"soft\">{label}: {}</p>", escape(&text));
            }
        }
        html + "</li>\n"
    }

    /// Returns links to the file and line, and to the segment.
    fn place(&self, place: &Place) -> String {
        let name = place.path.strip_prefix(self.report.root).unwrap_or(&place.path);
        let link = url::encode_path(&url::relative_path(self.folder, &place.path));
        let (anchor, line) =
            place.line.map(|line| (format!("#L{line}"), format!(":{line}"))).unwrap_or_default();
        let mut html = format!(
            "<a href=\"{}{anchor}\">{}{line}</a>",
            escape(&link),
            escape(&name.display().to_string())
        );
        if let Some(segment) = place.segment {
            let _ = write!(html, " <a href=\"#s{segment}\">segment {segment}</a>");
        }
        html
    }

    fn chart(&self) -> String {
        let Report { edition, curve, .. } = self.report;
        let limited = curve.limited_steps().count();
        let sounds =
            if edition.sounds.is_empty() { "" } else { "<li><i class=\"cue\"></i>music and sounds</li>" };
        let ceiling = if edition.levels.limited_frames > 0 {
            format!("<li><i class=\"held\"></i>held at the ceiling by the limiter ({limited} places)</li>")
        } else {
            String::new()
        };
        format!(
            "<section aria-labelledby=\"loudness\">\n<h2 id=\"loudness\">Loudness</h2>\n<ul class=\"key\">\
             <li><i class=\"wave\"></i>wave</li><li><i class=\"m\"></i>momentary, 400 ms</li>\
             <li><i class=\"st\"></i>short-term, 3 s</li><li><i class=\"i\"></i>integrated{}</li>{ceiling}\
             <li><i class=\"b\"></i>segments</li><li><i class=\"b look\"></i>to look at</li>{sounds}</ul>\n\
             <div class=\"chart\">\n{}</div>\n</section>\n",
            curve.reading.integrated.map(|lufs| format!(", {} LUFS", decibel(lufs))).unwrap_or_default(),
            chart(self.report),
        )
    }

    fn voices(&self) -> String {
        let Report { edition, curve, rows, .. } = self.report;
        let mut table = String::new();
        for voice in &edition.voices {
            let own_rows = rows.iter().filter(|row| row.voices.contains(&voice.name));
            let ranges: Vec<_> = own_rows.filter_map(|row| row.frames.clone()).collect();
            let frames: u64 = ranges.iter().map(|frames| frames.end - frames.start).sum();
            let kind =
                if voice.synthetic { format!("{}, synthetic", voice.backend) } else { voice.backend.clone() };
            let _ = writeln!(
                table,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(&single_line(&voice.name)),
                escape(&kind),
                escape(&single_line(voice.person.as_deref().unwrap_or("–"))),
                ranges.len(),
                clock(edition.seconds(frames)),
                level_or("–", voice.loudness, "LUFS"),
                level_or("–", voice.gain_db, "dB"),
                level_or("–", curve.loudness_of_all(&ranges), "LUFS"),
            );
        }
        format!(
            "<section aria-labelledby=\"voices\">\n<h2 id=\"voices\">Levels</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" \
             aria-labelledby=\"voices\"><table>\n<thead><tr><th>Voice</th><th>Kind</th><th>Person</th><th>Segments</th>\
             <th>Speech</th><th>Before gain</th><th>Gain</th><th>In the episode</th></tr></thead>\n<tbody>\n{table}</tbody></table></div>\n\
             <p>{}</p>\n</section>\n",
            self.limiter()
        )
    }

    fn limiter(&self) -> String {
        let Report { edition, .. } = self.report;
        let levels = &edition.levels;
        let gain = format!("The gain of the whole episode is {} dB.", decibel(levels.gain_db));
        if levels.limited_frames == 0 {
            return gain + " The limiter changed nothing.";
        }
        let share = levels.limited_frames as f64 * 100.0 / edition.frames.max(1) as f64;
        format!(
            "{gain} The limiter attenuated {share:.1} % of it ({:.1} s) by at most {} dB, and {:.1} % by more than 1 dB.",
            edition.seconds(levels.limited_frames),
            decibel(levels.limiter_max_db),
            levels.hard_limited_frames as f64 * 100.0 / edition.frames.max(1) as f64
        )
    }

    fn segments(&self) -> String {
        let colours = speaker_colours(&self.report.rows);
        let mut html = String::from(
            "<section aria-labelledby=\"segments\">\n<h2 id=\"segments\">Segments</h2>\n\
             <div class=\"filter\" hidden>\n<label>State <select id=\"state\"><option value=\"\">all</option>\
             <option value=\"look\">to look at</option></select></label>\n\
             <label>Speaker <select id=\"speaker\"><option value=\"\">all</option></select></label>\n\
             <label>Words <input id=\"words\" type=\"search\"></label>\n<p class=\"soft\" role=\"status\"></p>\n</div>\n",
        );
        for (nth, rows) in self.report.rows.chunks(TABLE_ROWS).enumerate() {
            let (from, to) = (nth * TABLE_ROWS + 1, nth * TABLE_ROWS + rows.len());
            let far = if nth > 0 { " far" } else { "" };
            let _ = write!(
                html,
                "<div class=\"rows{far}\"><table>\n<caption>Rows {from} to {to}</caption>\n<thead><tr><th>Play</th><th>Speaker</th><th>Text</th>\
                 <th>Voice</th><th>State</th><th>Start</th><th>Length</th><th>Loudness</th></tr></thead>\n<tbody>\n"
            );
            for row in rows {
                html += &self.row(row, colours.get(&row.speaker).copied().unwrap_or(0));
            }
            html += "</tbody></table></div>\n";
        }
        html + "</section>\n"
    }

    fn row(&self, row: &Row, colour: usize) -> String {
        let rate = f64::from(self.report.curve.rate);
        let number = row.number.map_or_else(|| row.unnumbered_label().into(), |number| number.to_string());
        let id = row.number.map(|number| format!(" id=\"s{number}\"")).unwrap_or_default();
        let (play, start, length) = match &row.frames {
            Some(frames) => {
                let (from, to) = (frames.start as f64 / rate, frames.end as f64 / rate);
                let play = format!(
                    "<a href=\"{}#t={from:.3},{to:.3}\">▶ <span>Play</span> {number}</a>",
                    escape(&self.wav)
                );
                (play, tenths(from), format!("{:.1} s", to - from))
            }
            None => (number, "–".into(), "–".into()),
        };
        let now =
            row.now.as_deref().map(|now| format!("<p class=\"soft\">now: {}</p>", escape(&single_line(now))));
        format!(
            "<tr{id}><td>{play}</td><th scope=\"row\" class=\"v{colour}\">{}</th>{}{}{}</td><td>{}{}</td><td>{}</td><td>{start}</td>\
             <td>{length}</td><td>{}</td></tr>\n",
            escape(&single_line(&row.speaker)),
            self.article_tag("td"),
            escape(&single_line(&row.text)),
            now.unwrap_or_default(),
            escape(&single_line(&row.voices.join(", "))),
            recordings(row, self.folder),
            self.marks(row),
            level_or("–", row.loudness, "LUFS"),
        )
    }

    fn marks(&self, row: &Row) -> String {
        let problems = row.problems.iter().map(|nth| {
            let kind = if self.report.problems[*nth].is_error() { "error" } else { "warning" };
            format!("<a class=\"look\" href=\"#w{0}\">{kind} {0}</a>", nth + 1)
        });
        row.marks.iter().map(mark).chain(problems).collect::<Vec<_>>().join(" ")
    }

    /// Returns the parts of the article that are not read aloud; a long list is collapsed.
    fn omitted(&self) -> String {
        const LONG: usize = 12;
        let omitted = self.report.omitted;
        if omitted.is_empty() {
            return String::new();
        }
        let (count, open) = (omitted.len(), if omitted.len() <= LONG { " open" } else { "" });
        let mut table = String::new();
        for omission in omitted {
            // Writing to a string cannot fail.
            let _ = writeln!(
                table,
                "<tr><td>{}</td>{}{}</td><td>{}</td></tr>",
                omission.after,
                self.article_tag("td"),
                escape(&single_line(&omission.text)),
                escape(&single_line(&omission.reason))
            );
        }
        format!(
            "<section aria-labelledby=\"omitted\">\n<h2 id=\"omitted\">Not read aloud</h2>\n<details{open}><summary>{count} in all</summary>\n\
             <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"omitted\"><table>\n\
             <thead><tr><th>After segment</th><th>Text</th><th>Reason</th></tr></thead>\n<tbody>\n{table}</tbody></table></div>\n\
             </details>\n</section>\n"
        )
    }

    fn player(&self) -> String {
        format!(
            "<section class=\"player\" aria-label=\"Player\">\n<audio controls preload=\"metadata\" src=\"{}\"></audio>\n\
             <p class=\"soft current\"></p>\n</section>\n",
            escape(&self.wav)
        )
    }
}

/// Formats seconds as `M:SS.T`.
fn tenths(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round() as u64;
    format!("{}.{}", clock((tenths / 10) as f64), tenths % 10)
}

/// Formats a level, or returns `missing` if there is none.
fn level_or(missing: &str, value: Option<f64>, unit: &str) -> String {
    value.map_or_else(|| missing.into(), |value| format!("{} {unit}", decibel(value)))
}

fn mark(mark: &Mark) -> String {
    let class = if mark.look { " class=\"look\"" } else { "" };
    format!("<b{class}>{}</b>", escape(&mark.what))
}
