//! `aloud mix`

use aloud::base::config::{Levels, Pauses, Preset};
use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files::{self, FileError};
use aloud::mixer::clips::{self, Settings};
use aloud::mixer::{self, Format, MixError, Placement, Plan, Report};
use serde_json::{Value, json};

use super::args::{Global, Levelled, Mix, NumberOrNone, Trim};
use super::build;

pub fn run(mut args: Mix, global: &Global) -> Result<(), Error> {
    let cancel = build::cancel_on_ctrl_c()?;
    let threads = build::threads(args.jobs);
    let clips = clips::find(std::mem::take(&mut args.clips))?;
    let args = &args;
    let out = files::create(&args.output)?;
    let (plan, warnings) = clips::plan(clips, &settings(args), threads).map_err(Error::Problems)?;
    super::print_problems(&warnings, global);
    let report = mixer::mix(&plan, out.as_file(), threads, cancel, &mut |_, _| ())
        .map_err(|error| told(args, &error))?;
    out.commit().map_err(|error| FileError::new("write", &args.output, error))?;
    if args.preset == Preset::Acx {
        let failures = mixer::acx_failures(&report).into_iter();
        let failures: Vec<Diagnostic> = failures
            .map(|what| Diagnostic::warning("todo", what).at(&args.output).hint("ACX would send it back"))
            .collect();
        super::print_problems(&failures, global);
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
        levels: if args.levels == Levelled::Clip { Levels::Take } else { Levels::None },
        format: Format {
            rate: args.rate,
            channels: args.channels,
            // One of three words, which clap has seen to.
            bits: args.bits.parse().unwrap_or(16),
        },
    }
}

/// Those of the preset, as far as nothing else is asked for. What has no target has no limiter either.
fn levels(args: &Mix) -> (Option<f64>, f64) {
    let (loudness, peak) = args.preset.levels();
    let loudness = args.target.map_or(loudness, |NumberOrNone(target)| target);
    let of_preset = if loudness.is_some() { peak } else { f64::INFINITY };
    (loudness, args.peak.map_or(of_preset, |NumberOrNone(peak)| peak.unwrap_or(f64::INFINITY)))
}

fn told(args: &Mix, error: &MixError) -> Error {
    match error {
        MixError::Cancelled => Error::Cancelled,
        error => Diagnostic::error("todo", format!("the clips could not be mixed: {error}"))
            .at(&args.output)
            .hint("nothing was written; see to the cause and run the command again")
            .into(),
    }
}

fn print(args: &Mix, global: &Global, plan: &Plan, report: &Report) {
    let seconds = plan.length as f64 / f64::from(plan.format.rate);
    if global.json {
        super::print_json(&json!({
            "event": "finished", "output": args.output, "seconds": seconds, "levels": report,
            "clips": plan.placements.iter().map(|placement| place(placement, plan.format.rate)).collect::<Vec<_>>(),
        }));
        return;
    }
    let reading =
        |value: Option<f64>, unit: &str| value.map_or(String::new(), |v| format!(", {v:.1} {unit}"));
    eprintln!(
        "{}: {}, {} min{}{}; limiter {:.3} % of frames, at most {:.1} dB",
        args.output.display(),
        super::counted(plan.placements.len(), "clip"),
        super::minutes(seconds),
        reading(report.loudness, "LUFS"),
        reading(report.true_peak, "dBTP"),
        report.limited_frames as f64 * 100.0 / plan.length.max(1) as f64,
        report.limiter_max_db,
    );
}

/// What is heard of a clip, in its own frames, and where, in those of the mix.
fn place(placement: &Placement, rate: u32) -> Value {
    let sound = &placement.sound;
    let end = placement.start + mixer::frames_at(sound.end - sound.start, placement.sample_rate, rate);
    json!({
        "clip": placement.path, "from": sound.start, "to": sound.end, "start_frame": placement.start,
        "end_frame": end, "gain_db": placement.gain_db,
    })
}
