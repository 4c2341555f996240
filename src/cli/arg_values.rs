//! Parses the values of options: numbers with limits, sizes, ages and presets.

use std::ops::RangeInclusive;
use std::time::Duration;

use aloud::base::config::Preset;

/// A number, or the word `none`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberOrNone(pub Option<f64>);

pub(super) fn preset(text: &str) -> Result<Preset, String> {
    let found = Preset::ALL.iter().find(|(name, _)| *name == text).map(|(_, preset)| *preset);
    found.ok_or_else(|| format!("use one of {}", Preset::ALL.map(|(name, _)| name).join(", ")))
}

pub(super) fn number_or_none(
    range: RangeInclusive<f64>,
) -> impl Fn(&str) -> Result<NumberOrNone, String> + Clone + Send + Sync {
    move |text| match text {
        "none" => Ok(NumberOrNone(None)),
        _ => within(&range, text).map(|number| NumberOrNone(Some(number))),
    }
}

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    within(&(0.0..=60.0), text)
}

fn within(range: &RangeInclusive<f64>, text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("it must be a number from {} to {}", range.start(), range.end()))
}

pub(super) fn age(text: &str) -> Result<Duration, String> {
    let units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    with_unit(text, &units)
        .map(Duration::from_secs)
        .ok_or_else(|| "it must be a number followed by d, h, m or s".into())
}

/// Parses a number of bytes. Units are powers of 1000, as for disks.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let units =
        [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("B", 1)];
    with_unit(text, &units).ok_or_else(|| "it must be a number followed by KB, MB, GB or TB".into())
}

/// Parses a whole number followed by one of `units`.
fn with_unit(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let (number, unit) = units.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))?;
    number.trim().parse::<u64>().ok()?.checked_mul(unit)
}

/// Parses an amount. NaN is rejected, because it compares with no other amount.
pub(super) fn money(text: &str) -> Result<f64, String> {
    let amount = text.parse::<f64>().map_err(|error| error.to_string())?;
    if amount >= 0.0 { Ok(amount) } else { Err("it must be 0 or more".into()) }
}

/// The values of `--levels`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LevelMode {
    Clip,
    None,
}

/// The values of `--trim`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Trim {
    Auto,
    None,
}

/// The values of `--unsure`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Unsure {
    Narrate,
    Best,
    Hold,
}
