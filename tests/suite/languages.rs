//! The language of an episode: told by its words, written down, held against what the voices speak.

use crate::harness::{Project, script};

const FRENCH: &str = "La grève continue dans les ports.\n\n« Nous restons », a dit Marie Curie, 45 ans, devant 3,5 millions de gens.";
const GERMAN: &str = "Die Fähre fährt nicht. Am 5. März war es -5 °C, und der Hafen ist zu.";

#[test]
fn an_articles_language_is_told_by_its_words_and_written_into_the_project() {
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
fn a_voice_of_another_language_is_told_with_the_way_out() {
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
fn a_voice_that_may_know_the_language_is_not_told_of() {
    let german = format!("[episode]\nlanguage = \"de\"\n{}", script(&[("narrator", "Guten Abend.")]));
    let run = Project::new(&german).aloud(&["check"]);
    assert!(!run.stderr.contains("cannot speak it"), "{}", run.stderr);
    let english = format!("[episode]\nlanguage = \"en-GB\"\n{}", script(&[("narrator", "Good evening.")]));
    let english = english.replace("\"one\"", "\"alder\"");
    let run = Project::new(&english).aloud(&["check"]);
    assert!(!run.stderr.contains("cannot speak it"), "{}", run.stderr);
}

#[test]
fn what_is_too_long_for_a_voice_is_cut_where_sentences_of_the_language_end() {
    // `alder` takes 600 characters; to English rules a sentence would end behind "Sra.".
    let first = format!("{}fin.", "Llueve en el puerto, y ".repeat(25));
    let second = "La Sra. Gómez espera el ferry.";
    let said = format!("say = \"{first} {second}\"\ntext");
    let spanish = script(&[("narrator", "Llueve.")]).replace("\"one\"", "\"alder\"").replace("text", &said);
    let spoken = Project::new(&format!("[episode]\nlanguage = \"es\"\n{spanish}")).spoken_by_build();
    assert!(spoken.contains(&first) && spoken.iter().any(|piece| piece == second), "{spoken:?}");
}

#[test]
fn a_language_that_is_none_is_told_with_the_code_that_is_meant() {
    for (language, wanted) in [
        ("english", "write `language = \"en\"`"),
        ("xx", "it begins with a code of ISO 639"),
        ("und", "write its code into `language`"),
    ] {
        let text = format!("[episode]\nlanguage = \"{language}\"\n{}", script(&[("narrator", "Hm.")]));
        let run = Project::new(&text).aloud(&["check"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.stderr.contains(wanted) && run.stderr.contains("script.toml:2"), "{}", run.stderr);
    }
}

#[test]
fn no_rule_of_english_is_applied_to_a_text_in_another_language() {
    let project =
        Project::new(&script(&[("narrator", "Elle est là depuis 1998 avec 45 ans et 3,5 millions.")]));
    let run = project.aloud(&["plan", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(project.aloud(&["build"]).code, Some(0));
    assert!(project.text(".aloud/history.jsonl").contains("depuis 1998 avec 45 ans et 3,5 millions"));
}
