//! Words in capitals: which are spelled and which are said. Data only.

/// Acronyms that are said as words, and how.
pub(super) const ACRONYMS: &[(&str, &str)] = &[
    ("AIDS", "Aids"),
    ("AIPAC", "Ay-pack"),
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
    ("ICE", "Ice"),
    ("IKEA", "Ikea"),
    ("INTERPOL", "Interpol"),
    ("JPEG", "Jay-peg"),
    ("JSON", "Jason"),
    ("LAN", "lan"),
    ("LASER", "laser"),
    ("MERS", "Merz"),
    ("mRNA", "M R N A"),
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
    ("ROM", "rom"),
    ("SARS", "Sarz"),
    ("SAS", "S A S"),
    ("SCOTUS", "Scotus"),
    ("SEAL", "Seal"),
    ("SIM", "sim"),
    ("SWAT", "Swat"),
    ("UEFA", "You-ayfa"),
    ("UNESCO", "Unesco"),
    ("UNICEF", "Unicef"),
    ("UNRWA", "Unra"),
    ("USAID", "U S aid"),
    ("WAG", "Wag"),
];

/// Names that are spelled although they stand beside shouting or look like words.
pub(super) const SPELLED: &[&str] = &[
    "AA", "AARP", "ABC", "ACLU", "AI", "AK", "AOC", "API", "ASAP", "BA", "BBC", "BMA", "BP", "CBS", "CDC",
    "CDU", "CEO", "CFO", "CIA", "CNN", "CO", "CPS", "DC", "DNA", "DVLA", "ECB", "EPA", "ESA", "ESPN", "EU",
    "EWCA", "FA", "FBI", "FCC", "FDA", "GCHQ", "GDP", "GOP", "GP", "HIV", "HMRC", "HQ", "IAEA", "IBM", "ICU",
    "ID", "IDF", "IMF", "IOC", "IPCC", "IRA", "IRS", "ISS", "IT", "ITV", "JFK", "LA", "LGBT", "LGBTQ",
    "LGBTQIA", "MBA", "MEP", "MI", "MIT", "MP", "MSP", "NBA", "NBC", "NFL", "NGO", "NHL", "NHS", "NSA",
    "NYPD", "OAPA", "OECD", "ONS", "OSCE", "PAYE", "PC", "PM", "PR", "RAF", "RBI", "RNLI", "RSPCA", "SNP",
    "SPD", "TUC", "TV", "UAE", "UCLA", "UFO", "UK", "UKEAT", "UN", "UNHCR", "US", "USA", "USAF", "USDA",
    "USSR", "VAT", "WHO", "WTO", "YMCA",
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

/// Two consonants that an English word can end with.
pub(super) const ENDS: &[&str] = &[
    "BB", "BS", "CH", "CK", "CS", "CT", "DD", "DS", "DT", "FF", "FS", "FT", "GG", "GH", "GN", "GS", "HN",
    "HS", "KS", "LD", "LF", "LK", "LL", "LM", "LN", "LP", "LS", "LT", "MB", "MM", "MN", "MP", "MS", "NC",
    "ND", "NG", "NK", "NN", "NS", "NT", "NZ", "PH", "PP", "PS", "PT", "RB", "RC", "RD", "RF", "RG", "RK",
    "RL", "RM", "RN", "RP", "RR", "RS", "RT", "RV", "SH", "SK", "SM", "SP", "SS", "ST", "TH", "TS", "TT",
    "TZ", "WD", "WK", "WL", "WN", "WS", "XT", "ZZ",
];

/// Which world war "WW" is, by what follows.
pub(super) const WARS: &[(&str, &str)] =
    &[("I", "One"), ("1", "One"), ("II", "Two"), ("2", "Two"), ("III", "Three"), ("3", "Three")];

/// Short words that are written in capitals for emphasis.
pub(super) const SHORT_WORDS: &[&str] = &[
    "AGE", "ALL", "AND", "ANY", "ARE", "BAD", "BED", "BIG", "BOY", "BUT", "BUY", "CAN", "CRY", "CUT", "DAD",
    "DAY", "DID", "DIE", "DO", "DOG", "DRY", "EAT", "END", "EYE", "FAR", "FEW", "FIX", "FLY", "FOR", "FUN",
    "GET", "GO", "GOD", "GOT", "GUN", "GUY", "HAD", "HAS", "HE", "HER", "HEY", "HIM", "HIS", "HIT", "HOT",
    "HOW", "IF", "IN", "IS", "JOB", "JOY", "KEY", "KID", "LAW", "LAY", "LET", "LIE", "LOT", "LOW", "MAN",
    "MAX", "ME", "MOM", "MUM", "MY", "NEW", "NO", "NOT", "NOW", "ODD", "OF", "OFF", "OH", "OIL", "OK", "OLD",
    "ON", "ONE", "OR", "OUR", "OUT", "OWN", "PAY", "PUT", "RED", "RUN", "SAD", "SAW", "SAY", "SEE", "SHE",
    "SIX", "SKY", "SO", "SUN", "TAX", "TEN", "THE", "TO", "TOO", "TOP", "TRY", "TWO", "UP", "USE", "WAR",
    "WAS", "WAY", "WE", "WET", "WHY", "WIN", "WOW", "YAY", "YES", "YET", "YOU",
];
