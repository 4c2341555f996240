//! The report as one HTML file. It loads nothing but the WAV; without script its links play a segment each.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::chart::{chart, clock, decibel};
use super::rows::Row;
use super::{Report, WAV, omitted};
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::url;
use crate::outputs::{escape, flat, policy_hash};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Speakers besides the narrator are told apart by so many colours, and by their names.
const COLOURS: usize = 6;
/// Rows of a table: the browser lays out only the tables that are on the screen.
const ROWS: usize = 100;

/// The page, as it stands in `folder`; the edition stands in `edition`.
pub fn render(report: &Report<'_>, folder: &Path, edition: &Path) -> String {
    let title = report.edition.title.as_deref().map(flat).filter(|title| !title.is_empty());
    let title = escape(title.as_deref().unwrap_or("Episode"));
    let page =
        Page { report, wav: url::encode_path(&url::relative_path(folder, &edition.join(WAV))), folder };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; media-src 'self' file:; \
         style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <title>Report: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#segments\">Skip to the segments</a>\n<main>\n<h1><span>Report</span> {}{title}</bdi></h1>\n\
         {}{}{}{}{}{}</main>\n{}<script>{SCRIPT}</script>\n</body>\n</html>\n",
        policy_hash(STYLE),
        policy_hash(SCRIPT),
        page.foreign("bdi"),
        page.summary(),
        page.problems(),
        page.chart(),
        page.voices(),
        page.segments(),
        omitted::section(report, &page.foreign("td")),
        page.player(),
    )
}

/// Speaker → number of their colour, in the order in which they speak; the narrator has none.
pub(super) fn styles(rows: &[Row]) -> BTreeMap<String, usize> {
    let mut styles = BTreeMap::new();
    for row in rows.iter().filter(|row| row.speaker != crate::script::NARRATOR) {
        let next = styles.len() % COLOURS + 1;
        styles.entry(row.speaker.clone()).or_insert(next);
    }
    styles
}

struct Page<'a> {
    report: &'a Report<'a>,
    /// The episode, as a link has it.
    wav: String,
    folder: &'a Path,
}

impl Page<'_> {
    /// The beginning of an element with words of the article's; a language that is no tag is not named.
    fn foreign(&self, element: &str) -> String {
        let tag = |language: &&str| language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        match self.report.edition.language.as_deref().filter(tag) {
            Some(language) => format!("<{element} lang=\"{language}\" dir=\"auto\">"),
            None => format!("<{element} dir=\"auto\">"),
        }
    }

    fn summary(&self) -> String {
        let Report { edition, curve, rows, problems, wanted, .. } = self.report;
        let reading = &curve.reading;
        let level = |value: Option<f64>, unit: &str| {
            value.map_or_else(|| "silence".into(), |value| format!("{} {unit}", decibel(value)))
        };
        let target = wanted.0.map(|lufs| format!("target {} LUFS", decibel(lufs))).unwrap_or_default();
        let ceiling =
            if wanted.1.is_finite() { format!("ceiling {} dBTP", decibel(wanted.1)) } else { String::new() };
        let heard = rows.iter().filter(|row| row.frames.is_some()).count();
        let looks = rows.iter().filter(|row| row.needs_a_look()).count();
        let synthetic = edition.voices.iter().filter(|voice| voice.synthetic).count();
        let facts = [
            ("Length", clock(curve.seconds()), format!("{} Hz", curve.rate)),
            ("Integrated", level(reading.integrated, "LUFS"), target),
            ("True peak", level(curve.true_peak().map(|peak| peak.1), "dBTP"), ceiling),
            ("Momentary max", level(reading.momentary_max, "LUFS"), "400 ms".into()),
            ("Short-term max", level(reading.short_term_max, "LUFS"), "3 s".into()),
            (
                "Loudness range",
                reading.range.map_or_else(|| "–".into(), |lu| format!("{lu:.1} LU")),
                String::new(),
            ),
            ("Segments", heard.to_string(), format!("to look at: {looks}; warnings: {}", problems.len())),
            ("Voices", edition.voices.len().to_string(), format!("{synthetic} synthetic")),
        ];
        let fact = |(name, value, note): &(&str, String, String)| {
            format!("<div><dt>{name}</dt><dd>{value}</dd><dd class=\"soft\">{note}</dd></div>\n")
        };
        format!("<dl class=\"facts\">\n{}</dl>\n", facts.iter().map(fact).collect::<String>())
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
        let mut html =
            format!("<li id=\"w{}\"><b class=\"look\">{kind}</b> {}", nth + 1, escape(&flat(&problem.what)));
        if let Some(place) = &problem.place {
            let _ = write!(html, "<p>{}</p>", self.place(place));
        }
        for (label, text) in [("why", &problem.why), ("hint", &problem.hint)] {
            if let Some(text) = text.as_deref().map(flat).filter(|text| !text.is_empty()) {
                let _ = write!(html, "<p class=\"soft\">{label}: {}</p>", escape(&text));
            }
        }
        html + "</li>\n"
    }

    /// The file and line as a link, and the segment as another.
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
        let held = curve.at_ceiling().count();
        let sounds =
            if edition.sounds.is_empty() { "" } else { "<li><i class=\"cue\"></i>music and sounds</li>" };
        let ceiling = if edition.levels.limited_frames > 0 {
            format!("<li><i class=\"held\"></i>held at the ceiling by the limiter ({held} places)</li>")
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
            let of = rows.iter().filter(|row| row.voices.contains(&voice.name));
            let stretches: Vec<_> = of.filter_map(|row| row.frames.clone()).collect();
            let frames: u64 = stretches.iter().map(|frames| frames.end - frames.start).sum();
            let kind =
                if voice.synthetic { format!("{}, synthetic", voice.backend) } else { voice.backend.clone() };
            let number = |value: Option<f64>, unit| {
                value.map_or_else(|| "–".into(), |value| format!("{} {unit}", decibel(value)))
            };
            let _ = writeln!(
                table,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(&flat(&voice.name)),
                escape(&kind),
                escape(&flat(voice.person.as_deref().unwrap_or("–"))),
                stretches.len(),
                clock(edition.seconds(frames)),
                number(voice.loudness, "LUFS"),
                number(voice.gain_db, "dB"),
                number(curve.loudness_of(&stretches), "LUFS"),
            );
        }
        format!(
            "<section aria-labelledby=\"voices\">\n<h2 id=\"voices\">Levels</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" \
             aria-labelledby=\"voices\"><table>\n<thead><tr><th>Voice</th><th>Kind</th><th>Person</th><th>Segments</th>\
             <th>Speech</th><th>As it came</th><th>Gain</th><th>In the episode</th></tr></thead>\n<tbody>\n{table}</tbody></table></div>\n\
             <p>{}</p>\n</section>\n",
            self.limiter()
        )
    }

    fn limiter(&self) -> String {
        let Report { edition, .. } = self.report;
        let levels = &edition.levels;
        let gain = format!("The whole episode was given {} dB.", decibel(levels.gain_db));
        if levels.limited_frames == 0 {
            return gain + " The limiter had nothing to do.";
        }
        let share = levels.limited_frames as f64 * 100.0 / edition.frames.max(1) as f64;
        format!(
            "{gain} The limiter turned down {share:.1} % of it ({:.1} s), by at most {} dB.",
            edition.seconds(levels.limited_frames),
            decibel(levels.limiter_max_db)
        )
    }

    fn segments(&self) -> String {
        let styles = styles(&self.report.rows);
        let mut html = String::from(
            "<section aria-labelledby=\"segments\">\n<h2 id=\"segments\">Segments</h2>\n\
             <div class=\"filter\" hidden>\n<label>State <select id=\"state\"><option value=\"\">all</option>\
             <option value=\"look\">to look at</option></select></label>\n\
             <label>Speaker <select id=\"speaker\"><option value=\"\">all</option></select></label>\n\
             <label>Words <input id=\"words\" type=\"search\"></label>\n<p class=\"soft\" role=\"status\"></p>\n</div>\n",
        );
        for (nth, rows) in self.report.rows.chunks(ROWS).enumerate() {
            let (from, to) = (nth * ROWS + 1, nth * ROWS + rows.len());
            let far = if nth > 0 { " far" } else { "" };
            let _ = write!(
                html,
                "<div class=\"rows{far}\"><table>\n<caption>Rows {from} to {to}</caption>\n<thead><tr><th>Play</th><th>Speaker</th><th>Text</th>\
                 <th>Voice</th><th>State</th><th>Start</th><th>Length</th><th>Loudness</th></tr></thead>\n<tbody>\n"
            );
            for row in rows {
                html += &self.row(row, styles.get(&row.speaker).copied().unwrap_or(0));
            }
            html += "</tbody></table></div>\n";
        }
        html + "</section>\n"
    }

    fn row(&self, row: &Row, style: usize) -> String {
        let rate = f64::from(self.report.curve.rate);
        let seconds = |frame: u64| frame as f64 / rate;
        let number = row.number.map_or_else(|| row.other_name().into(), |number| number.to_string());
        let id = row.number.map(|number| format!(" id=\"s{number}\"")).unwrap_or_default();
        let (play, start, length) = match &row.frames {
            Some(frames) => {
                let (from, to) = (seconds(frames.start), seconds(frames.end));
                let play = format!(
                    "<a href=\"{}#t={from:.3},{to:.3}\">▶ <span>Play</span> {number}</a>",
                    escape(&self.wav)
                );
                (play, tenths(from), format!("{:.1} s", to - from))
            }
            None => (number, "–".into(), "–".into()),
        };
        let now = row.now.as_deref().map(|now| format!("<p class=\"soft\">now: {}</p>", escape(&flat(now))));
        format!(
            "<tr{id}><td>{play}</td><th scope=\"row\" class=\"v{style}\">{}</th>{}{}{}</td><td>{}</td><td>{}</td><td>{start}</td>\
             <td>{length}</td><td>{}</td></tr>\n",
            escape(&flat(&row.speaker)),
            self.foreign("td"),
            escape(&flat(&row.text)),
            now.unwrap_or_default(),
            escape(&flat(&row.voices.join(", "))),
            self.marks(row),
            row.loudness.map_or_else(|| "–".into(), |lufs| format!("{} LUFS", decibel(lufs))),
        )
    }

    fn marks(&self, row: &Row) -> String {
        let mark = |mark: &super::Mark| {
            let class = if mark.look { " class=\"look\"" } else { "" };
            format!("<b{class}>{}</b>", escape(&mark.what))
        };
        let link = |nth: &usize| {
            let kind = if self.report.problems[*nth].is_error() { "error" } else { "warning" };
            format!("<a class=\"look\" href=\"#w{0}\">{kind} {0}</a>", nth + 1)
        };
        let all: Vec<String> = row.marks.iter().map(mark).chain(row.problems.iter().map(link)).collect();
        all.join(" ")
    }

    fn player(&self) -> String {
        format!(
            "<section class=\"player\" aria-label=\"Player\">\n<audio controls preload=\"metadata\" src=\"{}\"></audio>\n\
             <p class=\"soft told\"></p>\n</section>\n",
            escape(&self.wav)
        )
    }
}

/// Minutes, seconds and tenths.
fn tenths(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round() as u64;
    format!("{}.{}", clock((tenths / 10) as f64), tenths % 10)
}
