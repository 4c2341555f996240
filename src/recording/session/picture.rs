//! Draws a session: its waveform in strips of one minute, with the lines that were found in it.

use std::fmt::Write;

use super::find::{LineReading, Session};
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::outputs::{escape, single_line};
use crate::project::Project;
use aloud_audio::mix_down;

/// Seconds of a strip, and columns of the waveform in a second.
const STRIP: f64 = 60.0;
const COLUMNS: f64 = 20.0;
/// Height of the waveform, and of the bar below it with the numbers of the lines.
const WAVE: f64 = 60.0;
const BAR: f64 = 18.0;
/// Width of a strip. A second is 20 units wide.
const WIDTH: f64 = STRIP * COLUMNS;

const STYLE: &str = include_str!("picture.css");

/// Renders the pictures of sessions as one page.
pub fn picture_page(pictures: &[String]) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Aloud\">\n\
         <title>Recording sessions</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<ul class=\"key\">\n\
         <li><i class=\"used\"></i>line, used</li><li><i class=\"other\"></i>other take</li>\
         <li><i class=\"words\"></i>other words</li><li><i class=\"broken\"></i>broken off</li>\
         <li><i class=\"none\"></i>none of the lines</li><li><i class=\"listen\"></i>listen here</li>\n</ul>\n{}</body>\n</html>\n",
        pictures.concat()
    )
}

/// Draws a session. Its file is decoded once more.
///
/// # Errors
/// If the file cannot be read.
pub fn session_picture(project: &Project, session: &Session) -> Result<String, Diagnostic> {
    let columns = columns(session)?;
    let strips = (session.seconds / STRIP).ceil().max(1.0) as usize;
    let mut picture = format!("<h1>{}</h1>\n", escape(&single_line(&session.name)));
    for strip in 0..strips {
        picture += &draw_strip(project, session, &columns, strip);
    }
    Ok(picture)
}

/// Returns the lowest and the highest sample of each column, relative to the loudest of the session.
fn columns(session: &Session) -> Result<Vec<[f32; 2]>, Diagnostic> {
    let width = f64::from(session.spec.sample_rate) / COLUMNS;
    let (mut columns, mut mono, mut at) = (Vec::new(), Vec::new(), 0_u64);
    session.file.decode(|spec, _, block| {
        mix_down(block, spec.channels, &mut mono);
        for sample in &mono {
            let column = (at as f64 / width) as usize;
            if columns.len() <= column {
                columns.resize(column + 1, [0.0_f32; 2]);
            }
            let [low, high] = &mut columns[column];
            (*low, *high) = (low.min(*sample), high.max(*sample));
            at += 1;
        }
        Ok::<(), Diagnostic>(())
    })?;
    let peak = columns.iter().flatten().fold(f32::MIN_POSITIVE, |peak, sample| peak.max(sample.abs()));
    columns.iter_mut().flatten().for_each(|sample| *sample /= peak);
    Ok(columns)
}

fn draw_strip(project: &Project, session: &Session, columns: &[[f32; 2]], strip: usize) -> String {
    let (from, to) = (strip as f64 * STRIP, (strip + 1) as f64 * STRIP);
    let mut svg = format!(
        "<figure><figcaption>{}</figcaption><svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {}\">\n",
        minutes(from),
        minutes(from),
        WAVE + BAR
    );
    // A reading that crosses the end of a strip is drawn in both.
    let box_of = |class: &str, start: f64, end: f64, title: &str| {
        let (left, right) = ((start.max(from) - from) * COLUMNS, (end.min(to) - from) * COLUMNS);
        format!(
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"0\" width=\"{:.1}\" height=\"{}\"><title>{title}</title></rect>\n",
            (right - left).max(1.0),
            WAVE + BAR
        )
    };
    for (start, end) in session.unknown.iter().filter(|(start, end)| *start < to && *end > from) {
        svg += &box_of("none", *start, *end, "none of the lines");
    }
    for reading in session.readings.iter().filter(|reading| reading.start < to && reading.end > from) {
        let number = reading.segment + 1;
        let text = escape(&excerpt(&project.manifest.script.segments[reading.segment].text));
        svg += &box_of(class(reading), reading.start, reading.end, &format!("{number}: {text}"));
        let left = (reading.start.max(from) - from) * COLUMNS + 2.0;
        let _ = writeln!(svg, "<text x=\"{left:.1}\" y=\"{}\">{number}</text>", WAVE + BAR - 4.0);
    }
    let first = (from * COLUMNS) as usize;
    let wave = columns.iter().skip(first).take(WIDTH as usize).enumerate();
    let line = |(x, [low, high]): (usize, &[f32; 2])| {
        let y = |sample: f32| WAVE / 2.0 * (1.0 - f64::from(sample.clamp(-1.0, 1.0)));
        format!("M{x} {:.1}V{:.1}", y(*high), y(*low))
    };
    let _ = writeln!(svg, "<path class=\"wave\" d=\"{}\"/>", wave.map(line).collect::<String>());
    for suspect in session.suspects.iter().filter(|suspect| (from..to).contains(&suspect.at)) {
        let x = (suspect.at - from) * COLUMNS;
        let word = escape(&single_line(&suspect.word));
        let _ = writeln!(
            svg,
            "<path class=\"listen\" d=\"M{x:.1} 12l-5 -11h10z\"><title>listen: “{word}”</title></path>"
        );
    }
    svg + "</svg></figure>\n"
}

fn class(reading: &LineReading) -> &'static str {
    match (reading.complete, reading.mismatched, reading.chosen) {
        (false, ..) => "broken",
        (_, true, _) => "words",
        (.., true) => "used",
        _ => "other",
    }
}

fn minutes(seconds: f64) -> String {
    let minutes = (seconds / 60.0) as u64;
    format!("{}:{:02}:00", minutes / 60, minutes % 60)
}
