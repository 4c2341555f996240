//! The words that the rules know. Data only.

/// When a listed abbreviation counts as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// With or without a dot.
    Always,
    /// With a dot only: without, it is another word.
    Dotted,
    /// When a number follows.
    BeforeNumber,
    /// With a dot, when a number follows.
    DottedNumber,
    /// When a capital follows.
    BeforeName,
    /// Between two capitals.
    BetweenNames,
}

/// Written without the dot, said, and when.
pub(super) const ABBREVIATIONS: &[(&str, &str, When)] = &[
    ("Mr", "Mister", When::Always),
    ("Mrs", "Missus", When::Always),
    ("Ms", "Miz", When::Always),
    ("Messrs", "Messers", When::Always),
    ("Mme", "Madame", When::Always),
    ("Prof", "Professor", When::Always),
    ("Revd", "Reverend", When::Always),
    ("Rev", "Reverend", When::Always),
    ("Sgt", "Sergeant", When::Always),
    ("Lt", "Lieutenant", When::Always),
    ("Capt", "Captain", When::Always),
    ("Cpl", "Corporal", When::Always),
    ("Cmdr", "Commander", When::Always),
    ("Cllr", "Councillor", When::Always),
    ("Supt", "Superintendent", When::Always),
    ("Insp", "Inspector", When::Always),
    ("Maj", "Major", When::Always),
    ("Brig", "Brigadier", When::Always),
    ("Adm", "Admiral", When::Dotted),
    ("Col", "Colonel", When::BeforeName),
    ("Gen", "General", When::BeforeName),
    ("Sen", "Senator", When::BeforeName),
    ("Rep", "Representative", When::BeforeName),
    ("Gov", "Governor", When::BeforeName),
    ("Pres", "President", When::Dotted),
    ("Hon", "Honourable", When::Dotted),
    ("Det", "Detective", When::Dotted),
    ("Fr", "Father", When::BeforeName),
    ("Mt", "Mount", When::BeforeName),
    ("Ft", "Fort", When::BeforeName),
    ("Jr", "Junior", When::Always),
    ("Jnr", "Junior", When::Always),
    ("Sr", "Senior", When::Always),
    ("Snr", "Senior", When::Always),
    ("vs", "versus", When::Always),
    ("v", "versus", When::BetweenNames),
    ("etc", "etcetera", When::Always),
    ("approx", "approximately", When::Always),
    ("dept", "department", When::Always),
    ("Dept", "Department", When::Always),
    ("govt", "government", When::Always),
    ("Govt", "Government", When::Always),
    ("Univ", "University", When::Always),
    ("Inc", "Incorporated", When::Always),
    ("Ltd", "Limited", When::Always),
    ("Corp", "Corporation", When::Always),
    ("Bros", "Brothers", When::Always),
    ("Co", "Company", When::Dotted),
    ("plc", "P L C", When::Always),
    ("al", "al", When::Dotted),
    ("est", "established", When::Dotted),
    ("Ave", "Avenue", When::Dotted),
    ("Blvd", "Boulevard", When::Always),
    ("Rd", "Road", When::Always),
    ("No", "Number", When::BeforeNumber),
    ("no", "number", When::DottedNumber),
    ("Nos", "Numbers", When::BeforeNumber),
    ("nos", "numbers", When::DottedNumber),
    ("p", "page", When::BeforeNumber),
    ("pp", "pages", When::BeforeNumber),
    ("c", "circa", When::BeforeNumber),
    ("ca", "circa", When::BeforeNumber),
    ("Fig", "Figure", When::BeforeNumber),
    ("Vol", "Volume", When::BeforeNumber),
    ("Art", "Article", When::BeforeNumber),
    ("Ch", "Chapter", When::BeforeNumber),
    ("Jan", "January", When::Always),
    ("Feb", "February", When::Always),
    ("Mar", "March", When::Dotted),
    ("Apr", "April", When::Always),
    ("Jun", "June", When::Dotted),
    ("Jul", "July", When::Dotted),
    ("Aug", "August", When::Always),
    ("Sept", "September", When::Always),
    ("Sep", "September", When::Dotted),
    ("Oct", "October", When::Always),
    ("Nov", "November", When::Always),
    ("Dec", "December", When::Dotted),
    ("Mon", "Monday", When::Dotted),
    ("Tue", "Tuesday", When::Dotted),
    ("Tues", "Tuesday", When::Always),
    ("Wed", "Wednesday", When::Dotted),
    ("Thu", "Thursday", When::Dotted),
    ("Thur", "Thursday", When::Always),
    ("Thurs", "Thursday", When::Always),
    ("Fri", "Friday", When::Dotted),
    ("Ala", "Alabama", When::Dotted),
    ("Ariz", "Arizona", When::Dotted),
    ("Ark", "Arkansas", When::Dotted),
    ("Calif", "California", When::Dotted),
    ("Colo", "Colorado", When::Dotted),
    ("Conn", "Connecticut", When::Dotted),
    ("Fla", "Florida", When::Dotted),
    ("Ill", "Illinois", When::Dotted),
    ("Kan", "Kansas", When::Dotted),
    ("Mass", "Massachusetts", When::Dotted),
    ("Mich", "Michigan", When::Dotted),
    ("Minn", "Minnesota", When::Dotted),
    ("Mont", "Montana", When::Dotted),
    ("Neb", "Nebraska", When::Dotted),
    ("Nev", "Nevada", When::Dotted),
    ("Okla", "Oklahoma", When::Dotted),
    ("Ont", "Ontario", When::Dotted),
    ("Tenn", "Tennessee", When::Dotted),
    ("Wis", "Wisconsin", When::Dotted),
];

/// Dotted letters that are not spelled.
pub(super) const DOTTED: &[(&str, &str)] = &[("eg", "for example"), ("ie", "that is"), ("PhD", "P H D")];

/// Acronyms that are said as words, and how.
pub(super) const ACRONYMS: &[(&str, &str)] = &[
    ("AIDS", "Aids"),
    ("ANZAC", "Anzac"),
    ("APEC", "Apec"),
    ("ASEAN", "Azzian"),
    ("BAFTA", "Bafta"),
    ("BRICS", "Bricks"),
    ("CERN", "Sern"),
    ("COBRA", "Cobra"),
    ("CAC", "Cack"),
    ("COP", "Cop"),
    ("COVID", "Covid"),
    ("Covid", "Covid"),
    ("covid", "covid"),
    ("DAX", "Dax"),
    ("DEFRA", "Deffra"),
    ("ECOWAS", "Eco-wass"),
    ("FEMA", "Feema"),
    ("FIFA", "Feefa"),
    ("FTSE", "Footsie"),
    ("GIF", "Gif"),
    ("HAMAS", "Hamas"),
    ("IKEA", "Ikea"),
    ("INTERPOL", "Interpol"),
    ("LASER", "laser"),
    ("MERS", "Merz"),
    ("NAACP", "N double A C P"),
    ("NAFTA", "Nafta"),
    ("NASA", "Nasa"),
    ("NASCAR", "Nascar"),
    ("NASDAQ", "Nazdack"),
    ("NATO", "Nato"),
    ("NICE", "Nice"),
    ("OFCOM", "Ofcom"),
    ("OFSTED", "Ofsted"),
    ("OPEC", "Opec"),
    ("PIN", "pin"),
    ("PhD", "P H D"),
    ("PISA", "Peeza"),
    ("RADA", "Rahda"),
    ("RAM", "ram"),
    ("SARS", "Sarz"),
    ("SAS", "S A S"),
    ("SCOTUS", "Scotus"),
    ("SEAL", "Seal"),
    ("SWAT", "Swat"),
    ("UEFA", "You-ayfa"),
    ("UNESCO", "Unesco"),
    ("UNICEF", "Unicef"),
    ("USAID", "U S aid"),
    ("WAG", "Wag"),
];

/// Names that are spelled although they stand beside shouting or look like words.
pub(super) const SPELLED: &[&str] = &[
    "AA", "ABC", "ACLU", "AI", "AIPAC", "AK", "AOC", "API", "BA", "BBC", "BMA", "BP", "CBS", "CDC", "CDU",
    "CEO", "CFO", "CIA", "CNN", "CO", "CPS", "DC", "DNA", "DVLA", "ECB", "EPA", "ESA", "ESPN", "EU", "FA",
    "FBI", "FCC", "FDA", "GCHQ", "GDP", "GOP", "GP", "HIV", "HMRC", "HQ", "IAEA", "IBM", "ICE", "ICU", "ID",
    "IDF", "IMF", "IOC", "IPCC", "IRA", "IRS", "ISS", "IT", "ITV", "JFK", "LA", "LGBT", "LGBTQ", "LGBTQIA",
    "MBA", "MEP", "MI", "MIT", "MP", "MSP", "NBA", "NBC", "NFL", "NGO", "NHL", "NHS", "NSA", "NYPD", "ONS",
    "PC", "PM", "PR", "RAF", "RBI", "RNLI", "RSPCA", "SNP", "SPD", "TUC", "TV", "UAE", "UCLA", "UFO", "UK",
    "UN", "UNHCR", "US", "USA", "USSR", "VAT", "WHO", "WTO", "YMCA",
];

/// Two consonants that an English word can begin with.
pub(super) const ONSETS: &[&str] = &[
    "BL", "BR", "CH", "CL", "CR", "DR", "DW", "FL", "FR", "GL", "GR", "KN", "PH", "PL", "PR", "SC", "SH",
    "SK", "SL", "SM", "SN", "SP", "ST", "SW", "TH", "TR", "TW", "WH", "WR",
];

/// Three consonants that an English word can end with.
pub(super) const CODAS: &[&str] = &[
    "CKS", "GHT", "LDS", "LTH", "MPS", "NCH", "NDS", "NGS", "NKS", "NTH", "NTS", "RCH", "RDS", "RKS", "RLD",
    "RMS", "RST", "RTH", "RTS", "SKS", "STS", "TCH", "WNS",
];

/// Short words that are written in capitals for emphasis.
pub(super) const SHORT_WORDS: &[&str] = &[
    "ALL", "AND", "ANY", "ARE", "BAD", "BIG", "BUT", "CAN", "DID", "DO", "FOR", "GET", "GO", "HAD", "HAS",
    "HE", "HER", "HIM", "HIS", "HOW", "IF", "IN", "IS", "LAW", "MAN", "ME", "MY", "NEW", "NO", "NOT", "NOW",
    "OF", "OFF", "OH", "OK", "OLD", "ON", "ONE", "OR", "OUR", "OUT", "SAW", "SAY", "SHE", "SO", "THE", "TO",
    "TOO", "TWO", "UP", "WAR", "WAS", "WE", "WHY", "WIN", "YES", "YOU",
];

/// Names that kings, queens and popes have worn with a number.
pub(super) const REGNAL: &[&str] = &[
    "Albert",
    "Alexander",
    "Alfonso",
    "Benedict",
    "Catherine",
    "Charles",
    "Christian",
    "Clement",
    "Edward",
    "Elizabeth",
    "Felipe",
    "Ferdinand",
    "Francis",
    "Frederick",
    "Friedrich",
    "George",
    "Gregory",
    "Gustaf",
    "Harald",
    "Henry",
    "Hussein",
    "Innocent",
    "Ivan",
    "James",
    "John",
    "Joseph",
    "Leo",
    "Leopold",
    "Louis",
    "Mary",
    "Mohammed",
    "Napoleon",
    "Nicholas",
    "Paul",
    "Peter",
    "Philip",
    "Pius",
    "Ramesses",
    "Ramses",
    "Richard",
    "Robert",
    "Sixtus",
    "Umberto",
    "Urban",
    "Victor",
    "Wilhelm",
    "William",
];
/// Titles of those who wear them.
pub(super) const RULERS: &[&str] =
    &["Emperor", "Empress", "Kaiser", "King", "Pope", "Prince", "Queen", "Sultan", "Tsar"];
/// What Roman numerals count.
pub(super) const NUMBERED: &[&str] = &[
    "Act", "Appendix", "Article", "Bowl", "Category", "Chapter", "Class", "Division", "Gaudium", "Grade",
    "Mark", "Mk", "Olympiad", "Part", "Phase", "Schedule", "Section", "Stage", "Title", "Type", "Vatican",
    "Volume", "War", "phase", "type",
];

/// Months, and how they are shortened.
pub(super) const MONTHS: [(&str, &[&str]); 12] = [
    ("January", &["Jan"]),
    ("February", &["Feb"]),
    ("March", &["Mar"]),
    ("April", &["Apr"]),
    ("May", &[]),
    ("June", &["Jun"]),
    ("July", &["Jul"]),
    ("August", &["Aug"]),
    ("September", &["Sep", "Sept"]),
    ("October", &["Oct"]),
    ("November", &["Nov"]),
    ("December", &["Dec"]),
];

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

/// Words near a result of a game.
pub(super) const SCORE_WORDS: &[&str] = &[
    "ahead",
    "aggregate",
    "away",
    "beat",
    "beaten",
    "beating",
    "champions",
    "cup",
    "defeat",
    "defeated",
    "defeats",
    "draw",
    "drawn",
    "drew",
    "final",
    "finished",
    "game",
    "goal",
    "goals",
    "half-time",
    "home",
    "lead",
    "leading",
    "league",
    "led",
    "lose",
    "losing",
    "loss",
    "lost",
    "match",
    "penalties",
    "score",
    "scored",
    "series",
    "set",
    "sets",
    "thrash",
    "thrashed",
    "tie",
    "tied",
    "trailed",
    "victory",
    "win",
    "winner",
    "winning",
    "won",
];
/// Words near a result of a vote.
pub(super) const VOTE_WORDS: &[&str] = &[
    "ballot", "court", "decision", "house", "justices", "majority", "passed", "ruled", "ruling", "senate",
    "vote", "voted", "votes",
];

/// Before a year of any age.
pub(super) const YEAR_WORDS: &[&str] = &[
    "after", "around", "before", "between", "by", "circa", "during", "early", "from", "in", "late", "mid",
    "since", "spring", "summer", "autumn", "winter", "until", "year",
];
/// What numbers count, as far as no "s" tells.
pub(super) const COUNTED: &[&str] = &[
    "children", "copies", "deaths", "dollars", "euros", "feet", "houses", "homes", "jobs", "men", "metres",
    "miles", "people", "pounds", "soldiers", "tonnes", "troops", "votes", "women", "words", "workers",
];
/// Before a noun that a measure describes.
pub(super) const DETERMINERS: &[&str] = &[
    "a", "an", "another", "each", "every", "her", "his", "its", "my", "new", "one", "our", "the", "their",
    "this", "your",
];
/// Small words that are no nouns.
pub(super) const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "above", "across", "after", "again", "ago", "along", "also", "always", "among", "an",
    "and", "annually", "are", "around", "as", "at", "because", "been", "before", "behind", "below",
    "between", "but", "by", "came", "could", "did", "does", "down", "during", "each", "every", "for", "from",
    "goes", "had", "has", "have", "he", "his", "if", "in", "into", "is", "it", "its", "less", "long", "made",
    "might", "more", "north", "of", "off", "on", "or", "out", "over", "per", "perhaps", "plus", "remains",
    "said", "says", "she", "since", "so", "south", "than", "that", "the", "their", "then", "they", "this",
    "thus", "to", "towards", "under", "until", "up", "was", "we", "went", "were", "when", "where", "which",
    "while", "who", "will", "with", "within", "worth", "would", "yet",
];

/// Ends of host names.
pub(super) const DOMAINS: &[&str] = &[
    "ai", "app", "at", "au", "biz", "ca", "ch", "cn", "com", "de", "dev", "edu", "eu", "fr", "gov", "ie",
    "info", "int", "io", "it", "jp", "mil", "net", "news", "nl", "org", "ru", "tv", "uk", "us",
];
