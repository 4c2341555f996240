//! Dates as people write them in feed.toml (RFC 3339) and as feeds have them (RFC 2822).

use toml_edit::{Datetime, Offset};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// The first of January 1970 was a Thursday.
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// When an episode came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Seconds since 1970.
    pub seconds: i64,
    /// As a feed has it.
    pub text: String,
}

impl Date {
    /// `None` where the day, the time or the offset is missing, or there is no such day.
    pub fn new(written: &Datetime) -> Option<Self> {
        let (date, time, offset) = (written.date?, written.time?, written.offset?);
        let minutes = match offset {
            Offset::Z => 0,
            Offset::Custom { minutes } => i64::from(minutes),
        };
        let (year, month, day) = (i64::from(date.year), i64::from(date.month), i64::from(date.day));
        let name = MONTHS.get(usize::try_from(month - 1).ok()?)?;
        let days = days(year, month, day);
        // The next month's first day: beyond it is no day of this month.
        let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        if day < 1 || days >= self::days(next_year, next, 1) {
            return None;
        }
        let of_day =
            i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + i64::from(time.second.unwrap_or(0));
        let weekday = DAYS[usize::try_from(days.rem_euclid(7)).ok()?];
        let (sign, ahead) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
        let text = format!(
            "{weekday}, {day:02} {name} {year:04} {:02}:{:02}:{:02} {sign}{:02}{:02}",
            time.hour,
            time.minute,
            time.second.unwrap_or(0),
            ahead / 60,
            ahead % 60
        );
        Some(Self { seconds: days * 86_400 + of_day - minutes * 60, text })
    }
}

/// Days since 1970, by the Gregorian calendar; years are counted from March, so that the leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let read = |text: &str| text.parse::<Datetime>().ok().and_then(|written| Date::new(&written));
        for (written, wanted, seconds) in [
            ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000", 0),
            ("2026-11-26T08:00:00Z", "Thu, 26 Nov 2026 08:00:00 +0000", 1_795_680_000),
            ("2024-02-29T23:30:15+01:30", "Thu, 29 Feb 2024 23:30:15 +0130", 1_709_244_015),
            ("2000-02-29 12:00:00-05:00", "Tue, 29 Feb 2000 12:00:00 -0500", 951_843_600),
        ] {
            let date = read(written).unwrap();
            assert_eq!((date.text.as_str(), date.seconds), (wanted, seconds), "{written}");
        }
        for wrong in
            ["2026-11-26", "2026-11-26T08:00:00", "2026-02-29T08:00:00Z", "2026-13-01T00:00:00Z", "yesterday"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
