//! Currencies, units, magnitudes and symbols: how they are written and said. Data only.

/// A thing that is measured or paid: how it is written and said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub written: &'static str,
    pub one: &'static str,
    pub many: &'static str,
    /// "eine Tonne", not "ein".
    pub feminine: bool,
}

const fn same(written: &'static str, said: &'static str) -> Unit {
    Unit { written, one: said, many: said, feminine: false }
}

const fn feminine(written: &'static str, one: &'static str, many: &'static str) -> Unit {
    Unit { written, one, many, feminine: true }
}

/// Currencies, by symbol, code or name. Those with hundredths of their own stand in [`MINOR`].
pub(super) const CURRENCIES: &[Unit] = &[
    same("€", "Euro"),
    same("EUR", "Euro"),
    same("Euro", "Euro"),
    same("$", "Dollar"),
    same("US-$", "US-Dollar"),
    same("US$", "US-Dollar"),
    same("USD", "US-Dollar"),
    same("Dollar", "Dollar"),
    same("£", "Pfund"),
    same("GBP", "Pfund"),
    same("¥", "Yen"),
    same("JPY", "Yen"),
    same("CNY", "Yuan"),
    same("CHF", "Schweizer Franken"),
    same("Fr", "Franken"),
    same("Franken", "Franken"),
    same("DM", "D-Mark"),
    same("₽", "Rubel"),
    same("₺", "Lira"),
    same("₹", "Rupien"),
    same("₩", "Won"),
    same("₪", "Schekel"),
    same("₴", "Hrywnja"),
    same("₫", "Dong"),
    same("₦", "Naira"),
    same("₱", "Peso"),
    same("฿", "Baht"),
    same("₿", "Bitcoin"),
    same("¢", "Cent"),
    same("¤", "Währungseinheiten"),
];
/// What a hundredth is called.
pub(super) const MINOR: &[(&str, &str)] = &[
    ("Euro", "Cent"),
    ("Dollar", "Cent"),
    ("US-Dollar", "Cent"),
    ("Pfund", "Pence"),
    ("Franken", "Rappen"),
    ("Schweizer Franken", "Rappen"),
    ("Meter", "Zentimeter"),
];

/// Powers of ten: written without the stop, one, many. The first ones go with a number as one word.
pub(super) const MAGNITUDES: &[(&str, &str, &str)] = &[
    ("Tsd", "tausend", "tausend"),
    ("Mio", "Million", "Millionen"),
    ("Mill", "Million", "Millionen"),
    ("Mrd", "Milliarde", "Milliarden"),
    ("Mia", "Milliarde", "Milliarden"),
    ("Bio", "Billion", "Billionen"),
    ("Million", "Million", "Millionen"),
    ("Millionen", "Million", "Millionen"),
    ("Milliarde", "Milliarde", "Milliarden"),
    ("Milliarden", "Milliarde", "Milliarden"),
    ("Billion", "Billion", "Billionen"),
    ("Billionen", "Billion", "Billionen"),
];

/// Units.
pub(super) const UNITS: &[Unit] = &[
    same("%", "Prozent"),
    same("‰", "Promille"),
    same("Prozent", "Prozent"),
    same("km", "Kilometer"),
    same("m", "Meter"),
    same("dm", "Dezimeter"),
    same("cm", "Zentimeter"),
    same("mm", "Millimeter"),
    same("µm", "Mikrometer"),
    same("nm", "Nanometer"),
    same("km2", "Quadratkilometer"),
    same("qkm", "Quadratkilometer"),
    same("m2", "Quadratmeter"),
    same("qm", "Quadratmeter"),
    same("cm2", "Quadratzentimeter"),
    same("mm2", "Quadratmillimeter"),
    same("m3", "Kubikmeter"),
    same("cbm", "Kubikmeter"),
    same("cm3", "Kubikzentimeter"),
    same("km3", "Kubikkilometer"),
    same("ha", "Hektar"),
    same("kg", "Kilogramm"),
    same("g", "Gramm"),
    same("mg", "Milligramm"),
    same("µg", "Mikrogramm"),
    feminine("t", "Tonne", "Tonnen"),
    same("l", "Liter"),
    same("L", "Liter"),
    same("hl", "Hektoliter"),
    same("dl", "Deziliter"),
    same("cl", "Zentiliter"),
    same("ml", "Milliliter"),
    same("W", "Watt"),
    same("kW", "Kilowatt"),
    same("MW", "Megawatt"),
    same("GW", "Gigawatt"),
    same("TW", "Terawatt"),
    feminine("Wh", "Wattstunde", "Wattstunden"),
    feminine("kWh", "Kilowattstunde", "Kilowattstunden"),
    feminine("MWh", "Megawattstunde", "Megawattstunden"),
    feminine("GWh", "Gigawattstunde", "Gigawattstunden"),
    feminine("TWh", "Terawattstunde", "Terawattstunden"),
    same("V", "Volt"),
    same("kV", "Kilovolt"),
    same("mA", "Milliampere"),
    same("PS", "PS"),
    same("Nm", "Newtonmeter"),
    same("kJ", "Kilojoule"),
    feminine("kcal", "Kilokalorie", "Kilokalorien"),
    same("hPa", "Hektopascal"),
    same("bar", "Bar"),
    same("dB", "Dezibel"),
    same("Hz", "Hertz"),
    same("kHz", "Kilohertz"),
    same("MHz", "Megahertz"),
    same("GHz", "Gigahertz"),
    same("KB", "Kilobyte"),
    same("kB", "Kilobyte"),
    same("MB", "Megabyte"),
    same("GB", "Gigabyte"),
    same("TB", "Terabyte"),
    same("Mbit", "Megabit"),
    same("Gbit", "Gigabit"),
    same("ppm", "ppm"),
    same("dpt", "Dioptrien"),
    same("Ct", "Cent"),
    same("ct", "Cent"),
    same("Cent", "Cent"),
    same("Pf", "Pfennig"),
    feminine("h", "Stunde", "Stunden"),
    feminine("Std", "Stunde", "Stunden"),
    feminine("min", "Minute", "Minuten"),
    feminine("Min", "Minute", "Minuten"),
    feminine("s", "Sekunde", "Sekunden"),
    feminine("Sek", "Sekunde", "Sekunden"),
    feminine("sec", "Sekunde", "Sekunden"),
    feminine("ms", "Millisekunde", "Millisekunden"),
    feminine("Stunde", "Stunde", "Stunden"),
    feminine("Minute", "Minute", "Minuten"),
    feminine("Sekunde", "Sekunde", "Sekunden"),
    feminine("Tonne", "Tonne", "Tonnen"),
    feminine("S", "Seite", "Seiten"),
    same("°", "Grad"),
    same("°C", "Grad Celsius"),
    same("ºC", "Grad Celsius"),
    same("°F", "Grad Fahrenheit"),
    same("Grad", "Grad"),
];
/// Units that are written with a stop.
pub(super) const DOTTED_UNITS: &[&str] = &["Std", "Min", "S", "Sek", "Ct", "Pf", "Fr", "min", "sec"];
/// Units that are looked for behind a slash only: "km/h", "€/Monat".
pub(super) const PER: &[Unit] = &[
    same("a", "Jahr"),
    same("Jahr", "Jahr"),
    same("Monat", "Monat"),
    feminine("Woche", "Woche", "Wochen"),
    same("Tag", "Tag"),
    same("d", "Tag"),
    same("Kopf", "Kopf"),
    feminine("Person", "Person", "Personen"),
    same("Einwohner", "Einwohner"),
    same("Stück", "Stück"),
    same("kWp", "Kilowatt Peak"),
    feminine("Nacht", "Nacht", "Nächte"),
];

/// Denominators that are not made with "tel" alone.
pub(super) const FRACTIONS: [(u64, &str); 4] = [(2, "Halbe"), (3, "Drittel"), (7, "Siebtel"), (8, "Achtel")];
/// Pairs that are names.
pub(super) const PAIRS: [(u64, u64); 4] = [(24, 7), (9, 11), (7, 7), (50, 50)];

/// Symbols that are words.
pub(super) const SIGNS: &[(char, &str)] = &[
    ('&', " und "),
    ('+', " plus "),
    ('%', " Prozent"),
    ('\u{2030}', " Promille"),
    ('\u{b0}', " Grad "),
    ('@', " at "),
    ('=', " gleich "),
    ('\u{d7}', " mal "),
    ('\u{f7}', " geteilt durch "),
    ('\u{b1}', " plus minus "),
    ('\u{a7}', " Paragraf "),
    ('\u{2248}', " ungefähr "),
    ('\u{2264}', " höchstens "),
    ('\u{2265}', " mindestens "),
    ('\u{2260}', " ungleich "),
    ('\u{221a}', " Wurzel aus "),
    ('\u{221e}', " unendlich "),
];
