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
    "HE", "HER", "HIM", "HIS", "HOW", "IF", "IN", "IS", "LAW", "MAN", "MAX", "ME", "MY", "NEW", "NO", "NOT",
    "NOW", "OF", "OFF", "OH", "OK", "OLD", "ON", "ONE", "OR", "OUR", "OUT", "SAW", "SAY", "SHE", "SO", "THE",
    "TO", "TOO", "TWO", "UP", "WAR", "WAS", "WE", "WHY", "WIN", "YES", "YOU",
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
/// Before a number that is a name, said as types and roads are.
pub(super) const DESIGNATED: &[&str] = &[
    "Airbus",
    "Boeing",
    "Flight",
    "flight",
    "Highway",
    "highway",
    "Interstate",
    "Peugeot",
    "Porsche",
    "Room",
    "room",
    "Route",
    "route",
];
/// After a length.
pub(super) const DIMENSIONS: &[&str] =
    &["above", "away", "apart", "below", "deep", "high", "long", "tall", "thick", "underwater", "wide"];
/// Days of the week in spans such as "Mon–Fri".
pub(super) const DAYS: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
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
