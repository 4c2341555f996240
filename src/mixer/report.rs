//! The measurements of a finished mix, and the check of them against the rules of ACX.

use serde::Serialize;

/// Levels of a finished mix, and the work of its limiter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Integrated loudness in LUFS (ITU-R BS.1770-5). `None` if the whole mix is silent.
    pub loudness: Option<f64>,
    /// Highest momentary loudness in LUFS (EBU Tech 3341: 400 ms). `None` if the mix is silent or shorter.
    pub momentary_max: Option<f64>,
    /// Highest short-term loudness in LUFS (EBU Tech 3341: 3 s). `None` if the mix is silent or shorter.
    pub short_term_max: Option<f64>,
    /// Loudness range in LU (EBU Tech 3342). `None` if the mix is silent or shorter than 3 s.
    pub range: Option<f64>,
    /// Momentary loudness of the quietest 400 ms in LUFS. `None` if they are digital silence or the mix is shorter.
    pub floor: Option<f64>,
    /// RMS of the whole mix in dBFS. `None` if it is silent.
    pub rms_db: Option<f64>,
    /// Highest true peak in dBTP. `None` if the mix is silent.
    pub true_peak: Option<f64>,
    /// Gain of the whole episode in dB.
    pub gain_db: f64,
    /// Number of frames that the limiter attenuated.
    pub limited_frames: u64,
    /// Number of frames that the limiter attenuated by more than 1 dB.
    pub hard_limited_frames: u64,
    /// Greatest gain reduction of the limiter in dB, 0 or more.
    pub limiter_max_db: f64,
}

/// Lowest and highest RMS of an audiobook file in dBFS ("ACX Audio Submission Requirements").
const ACX_RMS: (f64, f64) = (-23.0, -18.0);
/// Highest peak in dBFS (the same requirements).
const ACX_PEAK: f64 = -3.0;
/// Highest noise floor in dBFS (the same requirements).
const ACX_FLOOR: f64 = -60.0;

/// Lists the reasons why ACX would reject a mix, one sentence each.
pub fn acx_failures(report: &Report) -> Vec<String> {
    let mut failures = Vec::new();
    let rms = report.rms_db.unwrap_or(f64::NEG_INFINITY);
    if !(ACX_RMS.0..=ACX_RMS.1).contains(&rms) {
        failures.push(format!("RMS is {rms:.1} dB, ACX takes {} to {}", ACX_RMS.0, ACX_RMS.1));
    }
    if let Some(peak) = report.true_peak.filter(|peak| *peak > ACX_PEAK) {
        failures.push(format!("the peak is {peak:.1} dB, ACX takes at most {ACX_PEAK}"));
    }
    if let Some(floor) = report.floor.filter(|floor| *floor > ACX_FLOOR) {
        failures.push(format!("the noise floor is {floor:.1} dB, ACX takes at most {ACX_FLOOR}"));
    }
    failures
}

/// Sample rate of an audiobook file in Hz (the same requirements).
const ACX_RATE: u32 = 44_100;
/// Shortest and longest silence before the first and after the last word in seconds (the same requirements).
const ACX_HEAD: (f64, f64) = (0.5, 1.0);
const ACX_TAIL: (f64, f64) = (1.0, 5.0);
/// Silence is measured to a frame, which is less than this, in seconds.
const ONE_FRAME: f64 = 0.001;

/// Lists the reasons why ACX would reject the format: `rate` in Hz, `head` and `tail` in seconds.
pub fn acx_format_failures(rate: u32, head: f64, tail: f64) -> Vec<String> {
    let mut failures = Vec::new();
    if rate != ACX_RATE {
        failures.push(format!("the sample rate is {rate} Hz, ACX takes {ACX_RATE}"));
    }
    for (name, silence, (low, high)) in
        [("before the first", head, ACX_HEAD), ("after the last", tail, ACX_TAIL)]
    {
        if silence < low - ONE_FRAME || silence > high + ONE_FRAME {
            failures.push(format!("the silence {name} word is {silence:.1} s, ACX takes {low} to {high}"));
        }
    }
    failures
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Report = Report {
        loudness: Some(-20.0),
        momentary_max: None,
        short_term_max: None,
        range: None,
        floor: None,
        rms_db: Some(-20.5),
        true_peak: Some(-3.1),
        gain_db: 0.0,
        limited_frames: 0,
        hard_limited_frames: 0,
        limiter_max_db: 0.0,
    };

    #[test]
    fn reports_each_acx_rule_that_is_broken() {
        assert_eq!(acx_format_failures(44_100, 0.5, 1.0), [] as [String; 0]);
        let failures = acx_format_failures(48_000, 0.3, 6.0);
        assert!(
            failures[0].contains("48000 Hz")
                && failures[1].contains("0.3 s")
                && failures[2].contains("6.0 s")
        );
        assert!(acx_failures(&GOOD).is_empty());
        assert!(acx_failures(&Report { rms_db: Some(-17.9), ..GOOD })[0].contains("RMS is -17.9"));
        assert!(acx_failures(&Report { rms_db: None, ..GOOD })[0].contains("RMS"));
        assert!(acx_failures(&Report { true_peak: Some(-2.9), ..GOOD })[0].contains("peak is -2.9"));
        assert!(acx_failures(&Report { floor: Some(-59.0), ..GOOD })[0].contains("floor is -59.0"));
    }
}
