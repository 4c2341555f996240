//! `aloud mix`: joins clips into one WAV.

use aloud::base::config::{Levels, Pauses, Preset};
use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::mixer::clips::{self, Settings};
use aloud::mixer::{self, Format, MixError, Placement, Plan, Report};
use serde_json::{Value, json};

use super::arg_values::{LevelMode, NumberOrNone, Trim};
use super::args::{Global, Mix};
use super::build;
use super::common;
use super::output_file;

pub fn run(mut args: Mix, global: &Global) -> Result<(), Error> {
    let cancel = build::cancel_on_ctrl_c()?;
    let threads = build::threads(args.jobs);
    let clips = clips::find(std::mem::take(&mut args.clips))?;
    let args = &args;
    let out = output_file::create(&args.output, &clips, args.overwrite.force)?;
    let (plan, warnings) = clips::plan(clips, &settings(args), threads).map_err(Error::Problems)?;
    common::print_problems(&warnings, global);
    let report = mixer::mix(&plan, out.as_file(), threads, cancel, &mut |_, _| ())
        .map_err(|error| mix_error(args, &error))?;
    output_file::commit_wav(out, &args.output, plan.length)?;
    if args.preset == Preset::Acx {
        let failures = mixer::acx_failures(&report).into_iter();
        let failures: Vec<Diagnostic> = failures
            .map(|what| Diagnostic::warning("acx-failure", what).at(&args.output).why("ACX would reject it"))
            .collect();
        common::print_problems(&failures, global);
    }
    print(args, global, &plan, &report);
    Ok(())
}

fn settings(args: &Mix) -> Settings {
    let (loudness, peak) = levels(args);
    Settings {
        pauses: Pauses { start: args.start, sentence: args.pause, end: args.end, ..Pauses::default() },
        trim: args.trim == Trim::Auto,
        loudness,
        peak,
        keep_damaged: args.keep_damaged,
        levels: if args.levels == LevelMode::Clip { Levels::Take } else { Levels::None },
        format: Format {
            rate: args.rate,
            channels: args.channels,
            // clap allows only the three valid numbers.
            bits: args.bits.parse().unwrap_or(16),
        },
    }
}

/// Returns loudness and true peak: the options if set, else the preset. Without a loudness target there is no limiter,
/// unless `--peak` asks for one.
fn levels(args: &Mix) -> (Option<f64>, f64) {
    let (loudness, peak) = args.preset.levels(args.channels);
    let loudness = args.target.map_or(loudness, |NumberOrNone(target)| target);
    let default_peak = if loudness.is_some() { peak } else { f64::INFINITY };
    (loudness, args.peak.map_or(default_peak, |NumberOrNone(peak)| peak.unwrap_or(f64::INFINITY)))
}

fn mix_error(args: &Mix, error: &MixError) -> Error {
    match error {
        MixError::Cancelled => Error::Cancelled,
        error => Diagnostic::error("mix-failed", "the clips could not be mixed")
            .at(&args.output)
            .why(error.to_string())
            .hint("fix the problem and run the command again; nothing was written")
            .into(),
    }
}

fn print(args: &Mix, global: &Global, plan: &Plan, report: &Report) {
    let seconds = plan.length as f64 / f64::from(plan.format.rate);
    if global.json {
        common::print_json(&json!({
            "event": "finished", "output": args.output, "seconds": seconds, "levels": report,
            "clips": plan.placements.iter().map(|placement| clip_json(placement, plan.format.rate)).collect::<Vec<_>>(),
        }));
        return;
    }
    errln!(
        "{}: {}, {}{}{}; limiter {:.3} % of frames, {:.3} % by more than 1 dB, at most {:.1} dB",
        args.output.display(),
        common::counted(plan.placements.len(), "clip"),
        common::length(seconds),
        level_text(report.loudness, "LUFS"),
        level_text(report.true_peak, "dBTP"),
        report.limited_frames as f64 * 100.0 / plan.length.max(1) as f64,
        report.hard_limited_frames as f64 * 100.0 / plan.length.max(1) as f64,
        report.limiter_max_db,
    );
}

fn level_text(value: Option<f64>, unit: &str) -> String {
    value.map_or(String::new(), |value| format!(", {value:.1} {unit}"))
}

/// Describes the part of a clip that plays, in frames of the clip, and its position, in frames of the mix.
fn clip_json(placement: &Placement, rate: u32) -> Value {
    let frames = &placement.frames;
    let end = placement.start + mixer::frames_at(frames.end - frames.start, placement.sample_rate, rate);
    json!({
        "clip": *placement.path, "from": frames.start, "to": frames.end, "start_frame": placement.start,
        "end_frame": end, "gain_db": placement.gain_db,
    })
}
