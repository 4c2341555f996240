//! Draws the episode as SVG: strips of one minute with waveform, loudness and speakers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use super::data::{Report, Row, speaker_colours};
use crate::outputs::{escape, single_line};
use aloud_audio::loudness::{MOMENTARY, SHORT_TERM};

/// Shortest time of a strip in seconds. A long episode has longer strips, at most [`MAX_STRIPS`].
const STRIP_SECONDS: u64 = 60;
const MAX_STRIPS: u64 = 60;
/// Number of time marks in a strip. Its length is a multiple, so marks are at whole seconds.
const MARKS: u64 = 6;
/// Largest number of points of a curve in a strip; screens show no more.
const MAX_POINTS: usize = 600;
/// Range of the loudness axis in LUFS.
const TOP: f64 = -4.0;
const BOTTOM: f64 = -44.0;
/// Grid lines in LUFS.
const GRID_LINES: [i32; 4] = [-10, -20, -30, -40];
/// Height of the waveform and loudness drawings in SVG units.
const HEIGHT: f64 = 100.0;
/// Offset from the top of a strip and height of each drawing, in pixels.
const WAVE: (u32, u32) = (14, 54);
const LOUDNESS: (u32, u32) = (72, 108);
const SPEAKERS: (u32, u32) = (184, 20);
const CUES: (u32, u32) = (206, 5);
const TIMES: u32 = 226;
const TOTAL: u32 = 232;
/// Narrowest box with a name, in percent of the strip.
const MIN_NAME_WIDTH: f64 = 4.0;

/// Returns all strips.
pub(super) fn chart(report: &Report<'_>) -> String {
    let seconds = report.curve.seconds();
    let length = strip_seconds(seconds);
    let series = Series::new(report);
    let count = (seconds / length as f64).ceil().max(1.0) as u64;
    let mut html = String::new();
    for nth in 0..count {
        let strip = Strip::new(report, &series, nth * length, length);
        html += &strip.draw();
    }
    html
}

/// Returns the length of a strip in seconds.
fn strip_seconds(seconds: f64) -> u64 {
    let whole = seconds.ceil().max(1.0) as u64;
    let shortest = whole.min(STRIP_SECONDS).next_multiple_of(MARKS);
    shortest.max(whole.div_ceil(MAX_STRIPS).next_multiple_of(MARKS))
}

/// Data for all strips.
struct Series {
    momentary: Vec<f64>,
    short_term: Vec<f64>,
    limited: Vec<usize>,
    /// Colour number of each speaker.
    colours: BTreeMap<String, usize>,
}

impl Series {
    fn new(report: &Report<'_>) -> Self {
        let curve = report.curve;
        Self {
            momentary: curve.windows(MOMENTARY),
            short_term: curve.windows(SHORT_TERM),
            limited: if report.edition.levels.limited_frames > 0 {
                curve.limited_steps().collect()
            } else {
                Vec::new()
            },
            colours: speaker_colours(&report.rows),
        }
    }
}

struct Strip<'a> {
    report: &'a Report<'a>,
    series: &'a Series,
    /// First second, and number of seconds.
    start: u64,
    length: u64,
    /// Its steps.
    steps: Range<usize>,
    /// Number of steps in a full strip; the last strip may have fewer.
    full_steps: usize,
}

impl<'a> Strip<'a> {
    fn new(report: &'a Report<'a>, series: &'a Series, start: u64, length: u64) -> Self {
        let rate = report.curve.steps_per_second();
        let step = |second: u64| (second as f64 * rate).round() as usize;
        let last = report.curve.powers.len();
        let steps = step(start).min(last)..step(start + length).min(last);
        Self { report, series, start, length, steps, full_steps: (step(start + length) - step(start)).max(1) }
    }

    fn draw(&self) -> String {
        let (wave, loudness) = (self.wave(), self.loudness());
        let mut svg = format!(
            "<svg class=\"strip\" paint-order=\"stroke\" role=\"img\" aria-label=\"{}\" width=\"100%\" height=\"{TOTAL}\" data-s=\"{}\" data-n=\"{}\">\n",
            self.label(),
            self.start,
            self.length
        );
        let (lines, labels) = self.grid();
        svg += &lines;
        svg += &self.drawing(WAVE, &wave);
        svg += &self.drawing(LOUDNESS, &loudness);
        svg += &self.integrated();
        svg += &labels;
        svg += &self.peak();
        svg += &self.speakers();
        svg += &self.cues();
        svg + "</svg>\n"
    }

    /// Returns a drawing over the whole strip, with steps as horizontal units and [`HEIGHT`] as height.
    fn drawing(&self, (top, height): (u32, u32), paths: &str) -> String {
        format!(
            "<svg y=\"{top}\" width=\"100%\" height=\"{height}\" viewBox=\"0 0 {} {HEIGHT}\" preserveAspectRatio=\"none\">{paths}</svg>\n",
            self.full_steps
        )
    }

    /// Returns the number of steps per point.
    fn steps_per_point(&self) -> usize {
        self.full_steps.div_ceil(MAX_POINTS)
    }

    /// Returns the outline of the waveform, the maxima from left to right and the minima back, and the limited steps.
    fn wave(&self) -> String {
        let waves = &self.report.curve.waves[self.steps.clone()];
        let (mut maxima, mut minima) = (String::new(), Vec::new());
        for (nth, steps) in waves.chunks(self.steps_per_point()).enumerate() {
            let low = steps.iter().map(|wave| wave[0]).fold(0.0, f32::min);
            let high = steps.iter().map(|wave| wave[1]).fold(0.0, f32::max);
            let x = nth * self.steps_per_point();
            // Writing to a string cannot fail.
            let _ = write!(maxima, "L{x} {}", wave_y(high));
            minima.push(format!("L{x} {}", wave_y(low)));
        }
        let middle = HEIGHT / 2.0;
        let minima: String = minima.into_iter().rev().collect();
        let mut paths = format!("<path class=\"wave\" d=\"M0 {middle}{maxima}{minima}Z\"/>");
        let limited = self.series.limited.iter().filter(|step| self.steps.contains(step));
        let ticks: String = limited.map(|at| format!("M{} 0v9h1v-9z", at - self.steps.start)).collect();
        if !ticks.is_empty() {
            let _ = write!(paths, "<path class=\"held\" d=\"{ticks}\"/>");
        }
        paths
    }

    fn loudness(&self) -> String {
        let momentary = self.points(&self.series.momentary, self.steps_per_point());
        let short_term = self.points(&self.series.short_term, self.steps_per_point() * 5);
        let last = self.steps.len().saturating_sub(1);
        format!(
            "<path class=\"m\" d=\"M0 {HEIGHT}{momentary}L{last} {HEIGHT}Z\"/><path class=\"st\" vector-effect=\"non-scaling-stroke\" d=\"M{}\"/>",
            short_term.trim_start_matches('L')
        )
    }

    /// Returns a curve with the maximum of each group of steps.
    fn points(&self, values: &[f64], group: usize) -> String {
        let mut path = String::new();
        for (nth, steps) in values[self.steps.clone()].chunks(group).enumerate() {
            let loudest = steps.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let _ = write!(path, "L{} {:.1}", nth * group, axis_position(loudest) * HEIGHT);
        }
        path
    }

    /// Returns the grid lines, drawn below the curves, and their labels, drawn above.
    fn grid(&self) -> (String, String) {
        let (mut lines, mut labels) = (String::new(), String::new());
        for lufs in GRID_LINES {
            let y = self.loudness_y(f64::from(lufs));
            let _ = write!(lines, "<line class=\"grid\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>");
            let _ = write!(labels, "<text class=\"axis\" x=\"3\" y=\"{:.1}\">−{}</text>", y - 2.0, -lufs);
        }
        for nth in 0..MARKS {
            let x = nth as f64 * 100.0 / MARKS as f64;
            let at = clock((self.start + nth * self.length / MARKS) as f64);
            let _ = write!(
                lines,
                "<line class=\"grid\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{}\" y2=\"{TIMES}\"/>",
                WAVE.0
            );
            let _ = write!(labels, "<text class=\"axis\" x=\"{x:.2}%\" dx=\"3\" y=\"{TIMES}\">{at}</text>");
        }
        (lines + "\n", labels + "\n")
    }

    /// Returns the line of the integrated loudness.
    fn integrated(&self) -> String {
        let Some(lufs) = self.report.curve.reading.integrated else { return String::new() };
        let y = self.loudness_y(lufs);
        format!("<line class=\"i\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\n")
    }

    /// Returns the mark of the highest true peak if it is in this strip.
    fn peak(&self) -> String {
        let Some((at, db)) = self.report.curve.true_peak().filter(|(at, _)| self.steps.contains(at)) else {
            return String::new();
        };
        let x = (at - self.steps.start) as f64 * 100.0 / self.full_steps as f64;
        let (anchor, dx) = if x > 70.0 { ("end", -5) } else { ("start", 5) };
        format!(
            "<line class=\"tp\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"0\" y2=\"{}\"/>\
             <text class=\"tp\" x=\"{x:.2}%\" dx=\"{dx}\" y=\"11\" text-anchor=\"{anchor}\">true peak {} dBTP</text>\n",
            WAVE.0 + WAVE.1,
            decibel(db)
        )
    }

    /// Returns a box for each segment in this strip.
    fn speakers(&self) -> String {
        let mut boxes = String::new();
        for row in &self.report.rows {
            let Some((x, width)) = row.frames.as_ref().and_then(|frames| self.place(frames)) else {
                continue;
            };
            let colour = self.series.colours.get(&row.speaker).copied().unwrap_or(0);
            let look = if row.needs_attention() { " look" } else { "" };
            let name = row_label(row);
            let _ = write!(
                boxes,
                "<svg class=\"b v{colour}{look}\" x=\"{x:.2}%\" y=\"{}\" width=\"{width:.2}%\" height=\"{}\"><rect width=\"100%\" height=\"100%\"/>",
                SPEAKERS.0, SPEAKERS.1
            );
            if width >= MIN_NAME_WIDTH {
                let _ = write!(boxes, "<text x=\"4\" y=\"14\">{name}</text>");
            }
            let _ = writeln!(boxes, "<title>{name}</title></svg>");
        }
        boxes
    }

    /// Returns a box for each cue in this strip.
    fn cues(&self) -> String {
        let mut boxes = String::new();
        for sound in &self.report.edition.sounds {
            let Some((x, width)) = self.place(&(sound.start_frame..sound.end_frame)) else { continue };
            let what = sound.description.as_deref().unwrap_or(&sound.cue);
            let _ = writeln!(
                boxes,
                "<rect class=\"cue\" x=\"{x:.2}%\" y=\"{}\" width=\"{width:.2}%\" height=\"{}\"><title>{}: {}</title></rect>",
                CUES.0,
                CUES.1,
                escape(&single_line(&sound.role)),
                escape(&single_line(what)),
            );
        }
        boxes
    }

    /// Returns position and width of a range of frames in percent of the strip, or `None` if it is outside.
    fn place(&self, frames: &Range<u64>) -> Option<(f64, f64)> {
        let rate = f64::from(self.report.curve.rate);
        let at = |frame: u64| (frame as f64 / rate - self.start as f64) * 100.0 / self.length as f64;
        let (from, to) = (at(frames.start).max(0.0), at(frames.end).min(100.0));
        (to > from).then_some((from, to - from))
    }

    /// Returns the strip in words, for screen readers.
    fn label(&self) -> String {
        let momentary = &self.series.momentary[self.steps.clone()];
        let end = (self.start as f64 + self.length as f64).min(self.report.curve.seconds());
        let span = format!("{} to {}", clock(self.start as f64), clock(end));
        let loudest = momentary.iter().copied().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        match loudest.filter(|(_, lufs)| *lufs > BOTTOM) {
            Some((nth, lufs)) => {
                let at = self.start as f64 + nth as f64 / self.report.curve.steps_per_second();
                format!("{span}: loudest at {}, {} LUFS momentary", clock(at), decibel(lufs))
            }
            None => format!("{span}: silence"),
        }
    }

    fn loudness_y(&self, lufs: f64) -> f64 {
        f64::from(LOUDNESS.0) + axis_position(lufs) * f64::from(LOUDNESS.1)
    }
}

/// Returns the vertical position of a sample in the waveform.
fn wave_y(sample: f32) -> f64 {
    (HEIGHT / 2.0 * (1.0 - f64::from(sample.clamp(-1.0, 1.0)))).round()
}

/// Returns the position of a loudness on the axis, from 0 at the top to 1.
fn axis_position(lufs: f64) -> f64 {
    ((TOP - lufs) / (TOP - BOTTOM)).clamp(0.0, 1.0)
}

fn row_label(row: &Row) -> String {
    let speaker = escape(&single_line(&row.speaker));
    row.number.map_or(speaker.clone(), |number| format!("{number} {speaker}"))
}

/// Formats seconds as `M:SS`, or `H:MM:SS` from one hour.
pub(super) fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0) as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Formats a value with one decimal and a typographic minus, which is as wide as a plus.
pub(super) fn decibel(value: f64) -> String {
    format!("{value:.1}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_the_number_of_strips() {
        for (seconds, wanted) in
            [(0.0, 6), (5.2, 6), (31.0, 36), (3_600.0, 60), (3_601.0, 66), (36_000.0, 600)]
        {
            assert_eq!(strip_seconds(seconds), wanted, "{seconds}");
        }
        assert_eq!((clock(59.99), clock(3_661.0)), ("0:59".into(), "1:01:01".into()));
        assert_eq!(decibel(-16.04), "−16.0");
    }
}
