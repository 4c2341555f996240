//! What ACX demands of an audiobook's files ("ACX Audio Submission Requirements").

use super::Report;

/// RMS in dB of full scale, lowest and highest.
const RMS: (f64, f64) = (-23.0, -18.0);
/// Highest peak in dB of full scale.
const PEAK: f64 = -3.0;
/// Highest noise floor in dB of full scale.
const FLOOR: f64 = -60.0;

/// What of a mix ACX would not take, one sentence each.
pub fn acx_failures(report: &Report) -> Vec<String> {
    let mut failures = Vec::new();
    let rms = report.rms_db.unwrap_or(f64::NEG_INFINITY);
    if !(RMS.0..=RMS.1).contains(&rms) {
        failures.push(format!("RMS is {rms:.1} dB, ACX takes {} to {}", RMS.0, RMS.1));
    }
    if let Some(peak) = report.true_peak.filter(|peak| *peak > PEAK) {
        failures.push(format!("the peak is {peak:.1} dB, ACX takes at most {PEAK}"));
    }
    if let Some(floor) = report.floor.filter(|floor| *floor > FLOOR) {
        failures.push(format!("the noise floor is {floor:.1} dB, ACX takes at most {FLOOR}"));
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
        limiter_max_db: 0.0,
    };

    #[test]
    fn each_demand_that_is_not_met_is_told() {
        assert!(acx_failures(&GOOD).is_empty());
        assert!(acx_failures(&Report { rms_db: Some(-17.9), ..GOOD })[0].contains("RMS is -17.9"));
        assert!(acx_failures(&Report { rms_db: None, ..GOOD })[0].contains("RMS"));
        assert!(acx_failures(&Report { true_peak: Some(-2.9), ..GOOD })[0].contains("peak is -2.9"));
        assert!(acx_failures(&Report { floor: Some(-59.0), ..GOOD })[0].contains("floor is -59.0"));
    }
}
