//! Imports entries into lexicon.toml.

use crate::harness::{Project, script};

#[test]
fn imports_a_csv_file_and_keeps_comments_and_other_entries() {
    let project = Project::new(&script(&[("narrator", "Skarn and Dorpsstraat.")]));
    project.write("lexicon.toml", "# Ours.\n[words]\n\"Skarn\" = \"Scarn\" # as the locals say\n");
    project.write("words.csv", "written,say,ipa,match\nSkarn,Skahn\nstraat,strat,,part\nSiobhan,,ʃɪˈvɔːn\n");
    let run = project.aloud(&["lexicon", "import", "words.csv"]);
    assert!(run.stderr.contains("2 added, 0 replaced, 0 unchanged\nkept as they are: Skarn"), "{run:?}");
    assert_eq!(
        project.text("lexicon.toml"),
        "# Ours.\n[words]\n\"Skarn\" = \"Scarn\" # as the locals say\nstraat = { say = \"strat\", match = \"part\" }\n\
         Siobhan = { ipa = \"ʃɪˈvɔːn\" }\n"
    );
    assert_eq!(project.spoken_by_build(), ["Scarn and Dorpsstrat."]);
    let run = project.aloud(&["lexicon", "import", "words.csv", "--replace", "--json"]);
    assert!(run.stdout.contains("\"replaced\":1,\"unchanged\":2"), "{run:?}");
    let run = project.aloud(&["lexicon", "import", "words.csv", "--speaker", "Ana Costa"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(project.text("lexicon.toml").contains("[speaker.\"Ana Costa\"]\nSkarn = \"Skahn\"\n"));
}

#[test]
fn a_wrong_row_writes_nothing() {
    let project = Project::new(&script(&[("narrator", "Skarn.")]));
    project.write("words.csv", "quay,key\n'a(',x,,regex\n");
    let run = project.aloud(&["lexicon", "import", "words.csv"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("unclosed group") && run.stderr.contains("words.csv:2"), "{}", run.stderr);
    assert!(!project.path("lexicon.toml").exists());
}
