//! The language of a text, told by its commonest words. The same text always has the same; nothing is learnt or weighed.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::UNDETERMINED;

/// Code and commonest words; of languages that do equally well the first.
const COMMON: [(&str, &str); 32] = [
    ("en", "the and of to is that with for was on as it by at from said has are his they not this but who"),
    (
        "de",
        "der die das und nicht ist mit ein eine zu den von auf für im sich dem auch sagt hat wir ich es sie war",
    ),
    (
        "fr",
        "le la les des et est une dans que pour qui sur pas du au ce il elle ont été avec sont mais nous l d",
    ),
    ("es", "el la los las y es una que del por con para no se en su al lo fue pero son más un"),
    ("it", "il la che di è una del della per non con sono gli nel alla le ha dei più si ma un"),
    ("pt", "o a os as e é um uma que do da não em com para dos no na se mais foi ao são mas"),
    ("nl", "de het een en van is dat niet op te met voor zijn in ook aan werd er bij naar maar hij"),
    ("sv", "och att det är en ett som på för med av inte den till var har om från hon han"),
    ("da", "og at det er en et som på for med af ikke den til blev har var fra hun han efter"),
    ("nb", "og at det er en et som på for med av ikke den til ble har var fra hun han etter"),
    ("fi", "ja on ei että se hän oli ovat mutta kun myös joka ole kuin mukaan sen niin tai jos nyt"),
    ("pl", "i w na z się nie jest że do to jak o po za od ale są był oraz przez dla"),
    ("cs", "a se na v je že to s z do ale by jsou pro o jako za i ve podle byl"),
    ("sk", "a sa na v je že to s z do ale by sú pre o ako za aj vo podľa bol"),
    ("hu", "a az és hogy nem is egy van volt de meg csak már még szerint ez ha"),
    ("ro", "și în la de cu nu este care pe un o din că a fost mai pentru au sunt"),
    ("tr", "ve bir bu da de için ile olarak çok ne daha gibi olan en sonra kadar dedi"),
    ("hr", "i je se u na da za su od s će nije bi koji kao što o iz"),
    ("sl", "in je se na da za so ki v bi pa ni kot ne pri od tudi"),
    ("et", "ja on ei et see oli ka kui ning ta oma mis ta aga siis"),
    ("lt", "ir kad yra į su iš tai kaip bet ne buvo už apie jo"),
    ("lv", "un ir ka no uz par ar kas tas bet arī nav bija pēc"),
    ("ca", "el la els les i és una que amb per del dels no a en va al ha més"),
    ("id", "yang dan di ini dengan untuk tidak dari itu dalam akan pada oleh juga ke"),
    ("vi", "và của là có được cho không một người đã trong với những các"),
    ("el", "και το του της την η να τα με στην ο οι είναι για από δεν που"),
    ("ru", "и в не на что с по это как из у за он но был от"),
    ("uk", "і в не на що з та у до це за як він але від був"),
    ("bg", "и на в да се за от е че с по не са като"),
    ("ar", "في من على أن إلى التي الذي عن هذا مع كان لا ما بعد"),
    ("he", "של את על לא הוא עם זה כי גם היה היא אל"),
    ("hi", "के में है की को से का और पर यह ने भी"),
];
/// Place of English in it.
const ENGLISH: usize = 0;
/// Letters that are written without spaces between words, from and to, and the language.
const SCRIPTS: [(char, char, &str); 4] = [
    ('\u{3040}', '\u{30ff}', "ja"),
    ('\u{4e00}', '\u{9fff}', "zh"),
    ('\u{ac00}', '\u{d7af}', "ko"),
    ('\u{0e00}', '\u{0e7f}', "th"),
];
/// So many words tell the language; the rest of a book is in the same.
const WORDS: usize = 2_000;
/// Fewer words than this are too few to say that they are of no known language.
const FEW: usize = 40;
/// The words of a text in a known language hold at least one common word in so many.
const ONE_IN: usize = 16;
/// Another language than English is told by at least so many of its common words, and by so many times those of English: a
/// few words are common in several.
const FEWEST: usize = 2;
const TIMES_ENGLISH: usize = 2;

/// The language that a text is written in, or `und` for a text that is none of those known here; `None` when there are too
/// few words to tell.
pub(crate) fn guess(text: &str) -> Option<&'static str> {
    if let Some(language) = script(text) {
        return Some(language);
    }
    let mut counts = [0usize; COMMON.len()];
    let mut words = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(WORDS) {
        words += 1;
        let found = languages_of().get(word.to_lowercase().as_str());
        for (n, count) in counts.iter_mut().enumerate() {
            *count += usize::from(found.is_some_and(|languages| languages & 1 << n != 0));
        }
    }
    // Of equal counts `max_by_key` takes the last.
    let (best, count) = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count)?;
    let known = COMMON.get(best).map(|(language, _)| *language);
    match *count {
        count if count * ONE_IN < words && words >= FEW => Some(UNDETERMINED),
        count if count < FEWEST => None,
        count if best != ENGLISH && count < counts[ENGLISH] * TIMES_ENGLISH => {
            COMMON.get(ENGLISH).map(|(code, _)| *code)
        }
        _ => known,
    }
}

/// Word → the languages that it is common in, one bit each.
fn languages_of() -> &'static HashMap<&'static str, u32> {
    static LANGUAGES: OnceLock<HashMap<&'static str, u32>> = OnceLock::new();
    LANGUAGES.get_or_init(|| {
        let mut languages = HashMap::new();
        for (n, (_, words)) in COMMON.iter().enumerate() {
            for word in words.split(' ') {
                *languages.entry(word).or_insert(0) |= 1 << n;
            }
        }
        languages
    })
}

/// The language of a script that most letters are of. Japanese has Chinese letters too.
fn script(text: &str) -> Option<&'static str> {
    let mut counts = [0usize; SCRIPTS.len()];
    let mut letters = 0;
    for c in text.chars().filter(|c| c.is_alphabetic()).take(WORDS * 4) {
        letters += 1;
        let of = SCRIPTS.iter().position(|(from, to, _)| (*from..=*to).contains(&c));
        of.into_iter().for_each(|n| counts[n] += 1);
    }
    let all: usize = counts.iter().sum();
    let most = counts.iter().enumerate().max_by_key(|(_, count)| **count)?.0;
    let japanese = counts[0] * 10 > all && most < 2;
    (all * 2 > letters).then(|| SCRIPTS[if japanese { 0 } else { most }].2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_by_its_common_words() {
        for (text, wanted) in [
            ("That is the man and the woman is not here.", Some("en")),
            ("First para here now. Second para is here too. Third para ends it.", Some("en")),
            ("Das ist der Mann, und die Frau ist nicht da.", Some("de")),
            ("La grève continue. « Nous restons », a dit Marie Curie, 45 ans, dans la rue.", Some("fr")),
            ("La huelga sigue. «No nos vamos», dijo la presidenta del sindicato en la plaza.", Some("es")),
            ("Lo sciopero continua, ha detto il sindaco della città, che non è contento.", Some("it")),
            ("De staking gaat door, zei de voorzitter van het bestuur, en dat is niet alles.", Some("nl")),
            ("Strejken fortsätter, och det är inte slut på den än, sade hon.", Some("sv")),
            ("Streiken fortsetter, og det er ikke slutt etter dette, sa hun.", Some("nb")),
            ("Strajk trwa i nie jest to jeszcze koniec, jak mówi prezes.", Some("pl")),
            ("Забастовка продолжается, и это не конец, как он сказал.", Some("ru")),
            ("罢工仍在继续。我们不会离开。", Some("zh")),
            ("ストライキは続いている。私たちは帰らない。", Some("ja")),
            ("Rust 1.89", None),
            ("", None),
        ] {
            assert_eq!(guess(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_long_text_in_no_known_language_is_undetermined() {
        assert_eq!(guess(&"lorem ipsum dolor sit amet consectetur ".repeat(10)), Some("und"));
    }
}
