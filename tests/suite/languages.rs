//! Tests the language of an episode: detection, warnings about voices, and rules of the language.

use crate::harness::{Project, script};

const FRENCH: &str = "La grève continue dans les ports.\n\n« Nous restons », a dit Marie Curie, 45 ans, devant 3,5 millions de gens.";
const GERMAN: &str = "Die Fähre fährt nicht. Am 5. März war es -5 °C, und der Hafen ist zu.";

#[test]
fn detects_language_and_writes_it_to_script() {
    for (article, language) in [(FRENCH, "fr"), (GERMAN, "de"), ("The ferry is late, and that is all.", "en")]
    {
        let project = Project::new("");
        project.write("article.txt", article);
        let run = project.aloud(&["new", "made", "article.txt"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let text = project.text("made/script.toml");
        assert!(text.contains(&format!("language = \"{language}\"")), "{text}");
    }
}

#[test]
fn warns_of_voice_that_lacks_the_language() {
    let project = Project::new("");
    project.write("article.txt", GERMAN);
    assert_eq!(project.aloud(&["new", "made", "article.txt"]).code, Some(0));
    let run = project.aloud(&["-C", "made", "check"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    for wanted in [
        "the episode is in `de`, and `alder` cannot speak it",
        "only speaks `en`",
        "\"espeak-ng\", \"-v\", \"de\"",
    ] {
        assert!(run.stderr.contains(wanted), "{wanted}: {}", run.stderr);
    }
}

#[test]
fn accepts_voice_that_may_speak_the_language() {
    let german = format!("[episode]\nlanguage = \"de\"\n{}", script(&[("narrator", "Guten Abend.")]));
    let run = Project::new(&german).aloud(&["check"]);
    assert!(!run.stderr.contains("cannot speak it"), "{}", run.stderr);
    let english = format!("[episode]\nlanguage = \"en-GB\"\n{}", script(&[("narrator", "Good evening.")]));
    let english = english.replace("\"one\"", "\"alder\"");
    let run = Project::new(&english).aloud(&["check"]);
    assert!(!run.stderr.contains("cannot speak it"), "{}", run.stderr);
}

#[test]
fn splits_long_text_by_rules_of_its_language() {
    // `alder` takes at most 600 characters. English rules would end a sentence after "Sra.".
    let first = format!("{}fin.", "Llueve en el puerto, y ".repeat(25));
    let second = "La Sra. Gómez espera el ferry.";
    let say = format!("say = \"{first} {second}\"\ntext");
    let spanish = script(&[("narrator", "Llueve.")]).replace("\"one\"", "\"alder\"").replace("text", &say);
    let spoken = Project::new(&format!("[episode]\nlanguage = \"es\"\n{spanish}")).spoken_by_build();
    assert!(
        spoken.contains(&first) && spoken.iter().any(|text| text == "La Señora Gómez espera el ferry."),
        "{spoken:?}"
    );
}

#[test]
fn invalid_language_warning_suggests_a_code() {
    for (language, wanted) in [
        ("english", "write `language = \"en\"`"),
        ("xx", "start it with an ISO 639 code"),
        ("und", "write its code into `language`"),
    ] {
        let text = format!("[episode]\nlanguage = \"{language}\"\n{}", script(&[("narrator", "Hm.")]));
        let run = Project::new(&text).aloud(&["check"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.stderr.contains(wanted) && run.stderr.contains("script.toml:2"), "{}", run.stderr);
    }
}

#[test]
fn warns_of_numbers_in_a_language_without_rules() {
    let warning = "warning: Aloud has no text normalisation for `sv`, and 1 text has numbers or symbols";
    let project = Project::new("");
    let swedish = "Färjan är här sedan 1998.\n\nHon är inte så gammal, men det är bra att hon är här.";
    project.write("article.txt", swedish);
    let run = project.aloud(&["new", "made", "article.txt"]);
    assert_eq!((run.code, run.stderr.matches(warning).count()), (Some(0), 1), "{run:?}");
    let run = project.aloud(&["-C", "made", "check"]);
    assert_eq!((run.code, run.stderr.matches(warning).count()), (Some(0), 1), "{run:?}");
    let script = project.text("made/script.toml");
    for (written, other) in [("1998", "länge"), ("\"sv\"", "\"fr\"")] {
        project.write("made/script.toml", &script.replace(written, other));
        let run = project.aloud(&["-C", "made", "check"]);
        assert!(!run.stderr.contains("normalisation"), "{}", run.stderr);
    }
}

#[test]
fn applies_no_english_rules_to_other_languages() {
    let project = Project::new(&script(&[(
        "narrator",
        "Hon har varit här sedan 1998 och är nu 45 år med 3,5 miljoner.",
    )]));
    let run = project.aloud(&["plan", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(project.aloud(&["build"]).code, Some(0));
    assert!(project.text(".aloud/history.jsonl").contains("sedan 1998 och är nu 45 år med 3,5 miljoner"));
}
