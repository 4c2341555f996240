//! Words that tell what a number near them is about. Data only.

/// Words near a result of a vote.
pub(super) const VOTE_WORDS: &[&str] = &[
    "ballot", "court", "decision", "house", "justices", "majority", "passed", "ruled", "ruling", "senate",
    "vote", "voted", "votes",
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
    "Bus",
    "bus",
];

/// After a length.
pub(super) const DIMENSIONS: &[&str] =
    &["above", "away", "apart", "below", "deep", "high", "long", "tall", "thick", "underwater", "wide"];

/// After a length and a hyphen: "2m-high", "5kg-heavy".
pub(super) const SIZES: &[&str] =
    &["deep", "diameter", "heavy", "high", "long", "radius", "tall", "thick", "wide"];

/// Telephone numbers that are called in need.
pub(super) const EMERGENCY: &[&str] = &["000", "101", "111", "112", "119", "211", "311", "911", "988", "999"];

/// Before such a number.
pub(super) const CALLING: &[&str] = &[
    "call", "called", "calling", "calls", "contact", "dial", "dialed", "dialing", "dialled", "dialling",
    "phone", "phoned", "phoning", "rang", "ring", "ringing",
];

/// After such a number.
pub(super) const CALLS: &[&str] =
    &["call", "caller", "callers", "calls", "dispatcher", "dispatchers", "operator", "operators"];

/// Before a number that is read digit by digit, perhaps with "number" between.
pub(super) const CODE_WORDS: &[&str] = &[
    "account",
    "booking",
    "code",
    "error",
    "ext",
    "extension",
    "helpline",
    "http",
    "invoice",
    "passcode",
    "pin",
    "postcode",
    "reference",
    "ref",
    "serial",
    "shortcode",
    "zip",
];

/// Heights of a picture in lines; true where they are hardly ever pence.
pub(super) const LINES: &[(&str, bool)] = &[
    ("1080", true),
    ("1440", true),
    ("2160", true),
    ("4320", true),
    ("240", false),
    ("360", false),
    ("480", false),
    ("720", false),
];

/// Near the lines of a picture.
pub(super) const SCREENS: &[&str] = &[
    "camera",
    "display",
    "footage",
    "fps",
    "hd",
    "monitor",
    "netflix",
    "pixel",
    "pixels",
    "projector",
    "resolution",
    "screen",
    "screens",
    "stream",
    "streaming",
    "streams",
    "televisions",
    "television",
    "tv",
    "tvs",
    "uhd",
    "video",
    "videos",
    "webcam",
    "youtube",
];

/// Near a price in pence.
pub(super) const SHARES: &[&str] =
    &["closed", "closing", "dividend", "investors", "price", "share", "shares", "stock", "target"];

/// Units that ingredients are bought by.
pub(super) const RECIPE_UNITS: &[&str] = &["g", "kg", "ml", "l", "oz"];

/// What they are bought in.
pub(super) const CONTAINERS: &[&str] = &[
    "bag", "bags", "bottle", "bottles", "can", "cans", "jar", "jars", "packet", "packets", "pack", "packs",
    "tin", "tins",
];

/// Before "3/10", which is then one of a row.
pub(super) const PARTS_OF: &[&str] =
    &["chapter", "day", "episode", "page", "part", "question", "slide", "step", "thread", "volume", "week"];

/// After "4/5", which is then a mark.
pub(super) const RATED: &[&str] = &["hotel", "rating", "ratings", "review", "star", "stars"];

/// What a price without an article describes: "$20 bills".
pub(super) const PRICED: &[&str] = &[
    "banknote",
    "banknotes",
    "bill",
    "bills",
    "bond",
    "bonds",
    "coin",
    "coins",
    "contract",
    "contracts",
    "fee",
    "fees",
    "fine",
    "fines",
    "note",
    "notes",
    "stamp",
    "stamps",
    "ticket",
    "tickets",
    "voucher",
    "vouchers",
];

/// Near the odds of a bet.
pub(super) const ODDS: &[&str] =
    &["bookmaker", "bookmakers", "bookies", "favourite", "favourites", "odds", "outsider"];
/// After "24/25".
pub(super) const SEASONS: &[&str] = &["budget", "campaign", "season", "seasons", "term"];
/// After ".38".
pub(super) const GUNS: &[&str] =
    &["bullet", "bullets", "caliber", "calibre", "gun", "handgun", "pistol", "revolver", "rifle", "rounds"];

/// Near a time of the day that is written with a dot.
pub(super) const TIMETABLES: &[&str] = &[
    "am", "arrive", "arrives", "arriving", "bus", "buses", "close", "closes", "daily", "depart", "departs",
    "doors", "ferries", "ferry", "fri", "hours", "kick-off", "left", "leave", "leaves", "mon", "o'clock",
    "open", "opened", "opening", "opens", "pm", "sat", "starts", "sun", "train", "trains",
];
/// Near a number with hundredths that is a rate or a price.
pub(super) const MARKETS: &[&str] = &[
    "average",
    "cent",
    "closed",
    "closing",
    "currency",
    "dollar",
    "dollars",
    "euro",
    "euros",
    "exchange",
    "gdp",
    "gpa",
    "growth",
    "index",
    "inflation",
    "odds",
    "percent",
    "ph",
    "point",
    "points",
    "pound",
    "pounds",
    "price",
    "priced",
    "rate",
    "rated",
    "rates",
    "ratio",
    "score",
    "share",
    "shares",
    "sterling",
    "stock",
    "stood",
    "traded",
    "trading",
    "valued",
    "yen",
    "yield",
];
