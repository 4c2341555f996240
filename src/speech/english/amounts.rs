//! Currencies, units and symbols: how they are written and said. Data only.

/// A currency: how it is written and said.
#[derive(Debug)]
pub(super) struct Currency {
    pub written: &'static str,
    pub one: &'static str,
    pub many: &'static str,
    /// A hundredth of it, one and many.
    pub minor: Option<(&'static str, &'static str)>,
}

const fn currency(
    written: &'static str,
    one: &'static str,
    many: &'static str,
    minor: Option<(&'static str, &'static str)>,
) -> Currency {
    Currency { written, one, many, minor }
}

const CENTS: Option<(&str, &str)> = Some(("cent", "cents"));
const PENCE: Option<(&str, &str)> = Some(("penny", "pence"));

/// Symbols.
pub(super) const SYMBOLS: &[Currency] = &[
    currency("£", "pound", "pounds", PENCE),
    currency("$", "dollar", "dollars", CENTS),
    currency("€", "euro", "euros", CENTS),
    currency("¥", "yen", "yen", None),
    currency("¢", "cent", "cents", None),
    currency("₹", "rupee", "rupees", None),
    currency("₽", "rouble", "roubles", None),
    currency("₩", "won", "won", None),
    currency("₪", "shekel", "shekels", None),
    currency("₺", "lira", "lira", None),
    currency("₴", "hryvnia", "hryvnias", None),
    currency("₫", "dong", "dong", None),
    currency("₦", "naira", "naira", None),
    currency("₱", "peso", "pesos", None),
    currency("฿", "baht", "baht", None),
    currency("₿", "bitcoin", "bitcoins", None),
    currency("¤", "currency unit", "currency units", None),
];
/// Letters before a dollar sign.
pub(super) const DOLLARS: &[Currency] = &[
    currency("US", "U S dollar", "U S dollars", CENTS),
    currency("USD", "U S dollar", "U S dollars", CENTS),
    currency("A", "Australian dollar", "Australian dollars", CENTS),
    currency("AU", "Australian dollar", "Australian dollars", CENTS),
    currency("C", "Canadian dollar", "Canadian dollars", CENTS),
    currency("CA", "Canadian dollar", "Canadian dollars", CENTS),
    currency("HK", "Hong Kong dollar", "Hong Kong dollars", CENTS),
    currency("NZ", "New Zealand dollar", "New Zealand dollars", CENTS),
    currency("S", "Singapore dollar", "Singapore dollars", CENTS),
    currency("NT", "Taiwan dollar", "Taiwan dollars", CENTS),
    currency("R", "Brazilian real", "Brazilian reals", None),
];
/// Codes of ISO 4217 and the like.
pub(super) const CODES: &[Currency] = &[
    currency("USD", "U S dollar", "U S dollars", CENTS),
    currency("EUR", "euro", "euros", CENTS),
    currency("GBP", "pound", "pounds", PENCE),
    currency("JPY", "yen", "yen", None),
    currency("CNY", "yuan", "yuan", None),
    currency("RMB", "yuan", "yuan", None),
    currency("CHF", "Swiss franc", "Swiss francs", None),
    currency("INR", "rupee", "rupees", None),
    currency("Rs", "rupee", "rupees", None),
    currency("AUD", "Australian dollar", "Australian dollars", CENTS),
    currency("CAD", "Canadian dollar", "Canadian dollars", CENTS),
    currency("SEK", "Swedish krona", "Swedish kronor", None),
    currency("NOK", "Norwegian krone", "Norwegian kroner", None),
    currency("DKK", "Danish krone", "Danish kroner", None),
];

/// What multiplies a number.
pub(super) const MAGNITUDES: &[(&str, &str)] = &[
    ("k", "thousand"),
    ("K", "thousand"),
    ("m", "million"),
    ("M", "million"),
    ("mn", "million"),
    ("mln", "million"),
    ("b", "billion"),
    ("B", "billion"),
    ("bn", "billion"),
    ("tn", "trillion"),
    ("trn", "trillion"),
    ("T", "trillion"),
    ("lakh", "lakh"),
    ("crore", "crore"),
    ("hundred", "hundred"),
    ("thousand", "thousand"),
    ("million", "million"),
    ("billion", "billion"),
    ("trillion", "trillion"),
];

/// Units: written, one, many.
pub(super) const UNITS: &[(&str, &str, &str)] = &[
    ("%", "percent", "percent"),
    ("pc", "percent", "percent"),
    ("km", "kilometre", "kilometres"),
    ("kms", "kilometre", "kilometres"),
    ("m", "metre", "metres"),
    ("cm", "centimetre", "centimetres"),
    ("mm", "millimetre", "millimetres"),
    ("ft", "foot", "feet"),
    ("yd", "yard", "yards"),
    ("mi", "mile", "miles"),
    ("km/h", "kilometre per hour", "kilometres per hour"),
    ("kmh", "kilometre per hour", "kilometres per hour"),
    ("kph", "kilometre per hour", "kilometres per hour"),
    ("m/s", "metre per second", "metres per second"),
    ("mph", "mile per hour", "miles per hour"),
    ("mpg", "mile per gallon", "miles per gallon"),
    ("m2", "square metre", "square metres"),
    ("km2", "square kilometre", "square kilometres"),
    ("m3", "cubic metre", "cubic metres"),
    ("sq km", "square kilometre", "square kilometres"),
    ("sq m", "square metre", "square metres"),
    ("sq ft", "square foot", "square feet"),
    ("sq mi", "square mile", "square miles"),
    ("ha", "hectare", "hectares"),
    ("kg", "kilogram", "kilograms"),
    ("kgs", "kilogram", "kilograms"),
    ("g", "gram", "grams"),
    ("mg", "milligram", "milligrams"),
    ("µg", "microgram", "micrograms"),
    ("t", "tonne", "tonnes"),
    ("lb", "pound", "pounds"),
    ("lbs", "pound", "pounds"),
    ("oz", "ounce", "ounces"),
    ("l", "litre", "litres"),
    ("ml", "millilitre", "millilitres"),
    ("W", "watt", "watts"),
    ("kW", "kilowatt", "kilowatts"),
    ("MW", "megawatt", "megawatts"),
    ("GW", "gigawatt", "gigawatts"),
    ("TW", "terawatt", "terawatts"),
    ("kWh", "kilowatt hour", "kilowatt hours"),
    ("MWh", "megawatt hour", "megawatt hours"),
    ("GWh", "gigawatt hour", "gigawatt hours"),
    ("TWh", "terawatt hour", "terawatt hours"),
    ("KB", "kilobyte", "kilobytes"),
    ("MB", "megabyte", "megabytes"),
    ("GB", "gigabyte", "gigabytes"),
    ("TB", "terabyte", "terabytes"),
    ("Mbps", "megabit per second", "megabits per second"),
    ("Gbps", "gigabit per second", "gigabits per second"),
    ("Hz", "hertz", "hertz"),
    ("kHz", "kilohertz", "kilohertz"),
    ("MHz", "megahertz", "megahertz"),
    ("GHz", "gigahertz", "gigahertz"),
    ("dB", "decibel", "decibels"),
    ("hp", "horsepower", "horsepower"),
    ("hr", "hour", "hours"),
    ("hrs", "hour", "hours"),
    ("min", "minute", "minutes"),
    ("fps", "frame per second", "frames per second"),
    ("mins", "minute", "minutes"),
    ("sec", "second", "seconds"),
    ("secs", "second", "seconds"),
    ("ms", "millisecond", "milliseconds"),
    ("yr", "year", "years"),
    ("yrs", "year", "years"),
    ("°", "degree", "degrees"),
    ("°C", "degree Celsius", "degrees Celsius"),
    ("ºC", "degree Celsius", "degrees Celsius"),
    ("C", "degree Celsius", "degrees Celsius"),
    ("°F", "degree Fahrenheit", "degrees Fahrenheit"),
    ("F", "degree Fahrenheit", "degrees Fahrenheit"),
    ("x", "times", "times"),
];
/// Units that count only when they touch their number: apart they are other words.
pub(super) const TOGETHER: &[&str] = &["m", "C", "F", "x", "W", "t", "l", "pc", "ms", "mi", "-"];

/// Halves to ninths, one and many.
pub(super) const FRACTIONS: [(&str, &str); 8] = [
    ("half", "halves"),
    ("third", "thirds"),
    ("quarter", "quarters"),
    ("fifth", "fifths"),
    ("sixth", "sixths"),
    ("seventh", "sevenths"),
    ("eighth", "eighths"),
    ("ninth", "ninths"),
];
/// Pairs that are names.
pub(super) const PAIRS: &[(u64, u64)] = &[(24, 7), (9, 11), (7, 7), (50, 50)];

/// Symbols that are words.
pub(super) const SIGNS: &[(&str, &str)] = &[
    ("&", " and "),
    ("+", " plus "),
    ("%", " percent"),
    ("\u{2030}", " per thousand"),
    ("\u{b0}", " degrees "),
    ("@", " at "),
    ("=", " equals "),
    ("\u{d7}", " times "),
    ("\u{f7}", " divided by "),
    ("\u{b1}", " plus or minus "),
    ("\u{a7}", " section "),
    ("\u{2248}", " about "),
    ("\u{2264}", " at most "),
    ("\u{2265}", " at least "),
    ("\u{2260}", " is not "),
    ("\u{221a}", " root of "),
    ("\u{221e}", " infinity "),
];
