//! The episode as a picture: strips of a minute each, with its wave, its loudness, and who speaks below.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use super::Report;
use super::rows::Row;
use crate::audio::loudness::{MOMENTARY, SHORT_TERM};
use crate::outputs::{escape, flat};

/// A strip shows a minute, or in a long episode so much that there are no more than so many strips.
const STRIP_SECONDS: u64 = 60;
const MOST_STRIPS: u64 = 60;
/// A strip's length is a multiple of this, so that its marks of time are whole seconds.
const MARKS: u64 = 6;
/// Points of a curve in a strip: more than a screen shows are of no use.
const MOST_POINTS: usize = 600;
/// The range that is drawn, LUFS.
const TOP: f64 = -4.0;
const BOTTOM: f64 = -44.0;
/// Lines to read it by, LUFS.
const LINES: [i32; 4] = [-10, -20, -30, -40];
/// Units of height in the drawings of the wave and of the loudness.
const HEIGHT: f64 = 100.0;
/// Places from the top of a strip in pixels: the wave, the loudness and the speakers, each with its height.
const WAVE: (u32, u32) = (14, 54);
const LOUDNESS: (u32, u32) = (72, 108);
const SPEAKERS: (u32, u32) = (184, 20);
const CUES: (u32, u32) = (206, 5);
const TIMES: u32 = 226;
const TOTAL: u32 = 232;
/// A name is shown where so much of a strip is there for it.
const ROOM_FOR_A_NAME: f64 = 4.0;

/// All strips.
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

/// How many seconds a strip shows.
fn strip_seconds(seconds: f64) -> u64 {
    let whole = seconds.ceil().max(1.0) as u64;
    let shortest = whole.min(STRIP_SECONDS).next_multiple_of(MARKS);
    shortest.max(whole.div_ceil(MOST_STRIPS).next_multiple_of(MARKS))
}

/// What is drawn over all strips.
struct Series {
    momentary: Vec<f64>,
    short_term: Vec<f64>,
    at_ceiling: Vec<usize>,
    /// Speaker → number of their colour.
    styles: BTreeMap<String, usize>,
}

impl Series {
    fn new(report: &Report<'_>) -> Self {
        let curve = report.curve;
        Self {
            momentary: curve.windows(MOMENTARY),
            short_term: curve.windows(SHORT_TERM),
            at_ceiling: if report.edition.levels.limited_frames > 0 {
                curve.at_ceiling().collect()
            } else {
                Vec::new()
            },
            styles: super::page::styles(&report.rows),
        }
    }
}

struct Strip<'a> {
    report: &'a Report<'a>,
    series: &'a Series,
    /// First second, and how many it shows.
    start: u64,
    length: u64,
    /// Its steps of the curve.
    steps: Range<usize>,
    /// Steps in a whole strip, also where this one is the last and shorter.
    whole: usize,
}

impl<'a> Strip<'a> {
    fn new(report: &'a Report<'a>, series: &'a Series, start: u64, length: u64) -> Self {
        let rate = report.curve.steps_a_second();
        let step = |second: u64| (second as f64 * rate).round() as usize;
        let last = report.curve.powers.len();
        let steps = step(start).min(last)..step(start + length).min(last);
        Self { report, series, start, length, steps, whole: (step(start + length) - step(start)).max(1) }
    }

    fn draw(&self) -> String {
        let (wave, loudness) = (self.wave(), self.loudness());
        let mut svg = format!(
            "<svg class=\"strip\" paint-order=\"stroke\" role=\"img\" aria-label=\"{}\" width=\"100%\" height=\"{TOTAL}\" data-s=\"{}\" data-n=\"{}\">\n",
            self.spoken(),
            self.start,
            self.length
        );
        let (lines, words) = self.grid();
        svg += &lines;
        svg += &self.inner(WAVE, &wave);
        svg += &self.inner(LOUDNESS, &loudness);
        svg += &self.integrated();
        svg += &words;
        svg += &self.peak();
        svg += &self.speakers();
        svg += &self.cues();
        svg + "</svg>\n"
    }

    /// A drawing that is as wide as the strip, in steps of the curve, and [`HEIGHT`] high.
    fn inner(&self, (top, height): (u32, u32), paths: &str) -> String {
        format!(
            "<svg y=\"{top}\" width=\"100%\" height=\"{height}\" viewBox=\"0 0 {} {HEIGHT}\" preserveAspectRatio=\"none\">{paths}</svg>\n",
            self.whole
        )
    }

    /// Steps that become one point.
    fn pitch(&self) -> usize {
        self.whole.div_ceil(MOST_POINTS)
    }

    /// The tops from left to right and the bottoms back; and what stands at the ceiling.
    fn wave(&self) -> String {
        let y = |sample: f32| (HEIGHT / 2.0 * (1.0 - f64::from(sample.clamp(-1.0, 1.0)))).round();
        let waves = &self.report.curve.waves[self.steps.clone()];
        let (mut there, mut back) = (String::new(), Vec::new());
        for (nth, steps) in waves.chunks(self.pitch()).enumerate() {
            let low = steps.iter().map(|wave| wave[0]).fold(0.0, f32::min);
            let high = steps.iter().map(|wave| wave[1]).fold(0.0, f32::max);
            let x = nth * self.pitch();
            // Writing to a string cannot fail.
            let _ = write!(there, "L{x} {}", y(high));
            back.push(format!("L{x} {}", y(low)));
        }
        let middle = HEIGHT / 2.0;
        let back: String = back.into_iter().rev().collect();
        let mut paths = format!("<path class=\"wave\" d=\"M0 {middle}{there}{back}Z\"/>");
        let held = self.series.at_ceiling.iter().filter(|at| self.steps.contains(at));
        let ticks: String = held.map(|at| format!("M{} 0v9h1v-9z", at - self.steps.start)).collect();
        if !ticks.is_empty() {
            let _ = write!(paths, "<path class=\"held\" d=\"{ticks}\"/>");
        }
        paths
    }

    fn loudness(&self) -> String {
        let momentary = self.points(&self.series.momentary, self.pitch());
        let short_term = self.points(&self.series.short_term, self.pitch() * 5);
        let last = self.steps.len().saturating_sub(1);
        format!(
            "<path class=\"m\" d=\"M0 {HEIGHT}{momentary}L{last} {HEIGHT}Z\"/><path class=\"st\" vector-effect=\"non-scaling-stroke\" d=\"M{}\"/>",
            short_term.trim_start_matches('L')
        )
    }

    /// The loudest of every so many steps.
    fn points(&self, values: &[f64], pitch: usize) -> String {
        let mut path = String::new();
        for (nth, steps) in values[self.steps.clone()].chunks(pitch).enumerate() {
            let loudest = steps.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let _ = write!(path, "L{} {:.1}", nth * pitch, share(loudest) * HEIGHT);
        }
        path
    }

    /// Lines of loudness and of time, which lie below the drawings, and their numbers, which lie above.
    fn grid(&self) -> (String, String) {
        let (mut lines, mut words) = (String::new(), String::new());
        for lufs in LINES {
            let y = self.loudness_y(f64::from(lufs));
            let _ = write!(lines, "<line class=\"grid\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>");
            let _ = write!(words, "<text class=\"axis\" x=\"3\" y=\"{:.1}\">−{}</text>", y - 2.0, -lufs);
        }
        for nth in 0..MARKS {
            let x = nth as f64 * 100.0 / MARKS as f64;
            let at = clock((self.start + nth * self.length / MARKS) as f64);
            let _ = write!(
                lines,
                "<line class=\"grid\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{}\" y2=\"{TIMES}\"/>",
                WAVE.0
            );
            let _ = write!(words, "<text class=\"axis\" x=\"{x:.2}%\" dx=\"3\" y=\"{TIMES}\">{at}</text>");
        }
        (lines + "\n", words + "\n")
    }

    fn integrated(&self) -> String {
        let Some(lufs) = self.report.curve.reading.integrated else { return String::new() };
        let y = self.loudness_y(lufs);
        format!("<line class=\"i\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\n")
    }

    fn peak(&self) -> String {
        let Some((at, db)) = self.report.curve.true_peak().filter(|(at, _)| self.steps.contains(at)) else {
            return String::new();
        };
        let x = (at - self.steps.start) as f64 * 100.0 / self.whole as f64;
        let (anchor, dx) = if x > 70.0 { ("end", -5) } else { ("start", 5) };
        format!(
            "<line class=\"tp\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"0\" y2=\"{}\"/>\
             <text class=\"tp\" x=\"{x:.2}%\" dx=\"{dx}\" y=\"11\" text-anchor=\"{anchor}\">true peak {} dBTP</text>\n",
            WAVE.0 + WAVE.1,
            decibel(db)
        )
    }

    /// A box for each segment that is heard here.
    fn speakers(&self) -> String {
        let mut boxes = String::new();
        for row in &self.report.rows {
            let Some((x, width)) = row.frames.as_ref().and_then(|frames| self.place(frames)) else {
                continue;
            };
            let style = self.series.styles.get(&row.speaker).copied().unwrap_or(0);
            let look = if row.needs_a_look() { " look" } else { "" };
            let name = label(row);
            let _ = write!(
                boxes,
                "<svg class=\"b v{style}{look}\" x=\"{x:.2}%\" y=\"{}\" width=\"{width:.2}%\" height=\"{}\"><rect width=\"100%\" height=\"100%\"/>",
                SPEAKERS.0, SPEAKERS.1
            );
            if width >= ROOM_FOR_A_NAME {
                let _ = write!(boxes, "<text x=\"4\" y=\"14\">{name}</text>");
            }
            let _ = writeln!(boxes, "<title>{name}</title></svg>");
        }
        boxes
    }

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
                escape(&flat(&sound.role)),
                escape(&flat(what)),
            );
        }
        boxes
    }

    /// Where frames of the episode stand in this strip, and how wide, in hundredths; `None` when they do not.
    fn place(&self, frames: &Range<u64>) -> Option<(f64, f64)> {
        let rate = f64::from(self.report.curve.rate);
        let at = |frame: u64| (frame as f64 / rate - self.start as f64) * 100.0 / self.length as f64;
        let (from, to) = (at(frames.start).max(0.0), at(frames.end).min(100.0));
        (to > from).then_some((from, to - from))
    }

    /// The strip in words, for those who do not see it.
    fn spoken(&self) -> String {
        let momentary = &self.series.momentary[self.steps.clone()];
        let end = (self.start as f64 + self.length as f64).min(self.report.curve.seconds());
        let span = format!("{} to {}", clock(self.start as f64), clock(end));
        let loudest = momentary.iter().copied().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        match loudest.filter(|(_, lufs)| *lufs > BOTTOM) {
            Some((nth, lufs)) => {
                let at = self.start as f64 + nth as f64 / self.report.curve.steps_a_second();
                format!("{span}: loudest at {}, {} LUFS momentary", clock(at), decibel(lufs))
            }
            None => format!("{span}: silence"),
        }
    }

    fn loudness_y(&self, lufs: f64) -> f64 {
        f64::from(LOUDNESS.0) + share(lufs) * f64::from(LOUDNESS.1)
    }
}

/// How far from the top a loudness is drawn, 0 to 1.
fn share(lufs: f64) -> f64 {
    ((TOP - lufs) / (TOP - BOTTOM)).clamp(0.0, 1.0)
}

fn label(row: &Row) -> String {
    let speaker = escape(&flat(&row.speaker));
    row.number.map_or(speaker.clone(), |number| format!("{number} {speaker}"))
}

/// Minutes and seconds, with hours where there are any.
pub(super) fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0) as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// To a tenth, with a minus that is as wide as a plus.
pub(super) fn decibel(value: f64) -> String {
    format!("{value:.1}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_are_a_minute_and_longer_where_there_would_be_too_many() {
        for (seconds, wanted) in
            [(0.0, 6), (5.2, 6), (31.0, 36), (3_600.0, 60), (3_601.0, 66), (36_000.0, 600)]
        {
            assert_eq!(strip_seconds(seconds), wanted, "{seconds}");
        }
        assert_eq!((clock(59.99), clock(3_661.0)), ("0:59".into(), "1:01:01".into()));
        assert_eq!(decibel(-16.04), "−16.0");
    }
}
