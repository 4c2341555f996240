//! Tests the user's own configuration: defaults for new projects, and variables with keys.

use std::fs;

use crate::harness::{Project, Run};

/// Runs a command with this configuration of the user.
fn with_config(project: &Project, config: &str, args: &[&str]) -> Run {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("aloud")).unwrap();
    fs::write(home.path().join("aloud/config.toml"), config).unwrap();
    let mut aloud = project.command(args);
    Run::of(aloud.env("XDG_CONFIG_HOME", home.path()).env_remove("OPENAI_API_KEY").output().unwrap())
}

const DEFAULTS: &str = "\
[new.cast]
narrator = \"oak\"
\"Ann Okafor\" = \"rowan\"
\"Someone Else\" = \"elm\"

[new.mix]
rate = 48000 # of our studio

[new.outputs]
srt = false
";

#[test]
fn defaults_are_written_into_new_projects_and_not_read_by_builds() {
    let project = Project::new("");
    project.write("a.txt", "The last ferry\n\nThe ferry was late.\n\n“We had tea,” said Ann Okafor.\n");
    let run = with_config(&project, DEFAULTS, &["new", "made", "a.txt"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("[cast], [mix], [outputs]"), "{run:?}");
    let script = project.text("made/script.toml");
    let settings = &script[..script.find("[[segment]]").unwrap()];
    let wanted = [
        "narrator = \"oak\"",
        "\"Ann Okafor\" = \"rowan\"",
        "# From the defaults of the person who started this project.\n[mix]\nrate = 48000 # of our studio\n",
        "[outputs]\nsrt = false\n",
    ];
    wanted.iter().for_each(|part| assert!(settings.contains(part), "{part}: {settings}"));
    assert!(!settings.contains("Someone Else"), "a speaker who says nothing: {settings}");

    // A build of a colleague, who has other defaults.
    let other = DEFAULTS.replace("48000", "16000");
    let run = with_config(&project, &other, &["-C", "made", "build"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(project.json("made/out/episode.json")["sample_rate"], 48_000);
    assert!(!project.path("made/out/episode.srt").exists());
}

#[test]
fn a_natural_narrator_reads_only_his_own_language() {
    let project = Project::new("");
    project.write(
        "a.txt",
        "Die letzte Fähre\n\nDie Fähre kam an diesem Abend zu spät, und niemand wusste warum.\n",
    );
    let run = with_config(&project, "[new.cast]\nnarrator = \"heron\"\n", &["new", "made", "a.txt"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(project.text("made/script.toml").contains("narrator = \"alder\""));
}

#[test]
fn problems_of_the_configuration_are_all_reported_with_their_lines() {
    let project = Project::new("");
    let config =
        "[new.cast]\nnarrator = \"olk\"\n[new.mix]\nrate = 5\n[new.people]\n[keys]\nA_KEY = \"sk-12 3\"\n";
    let run = with_config(&project, config, &["new", "made"]);
    run.refused(&[
        "no voice `olk`",
        "config.toml:2",
        "`rate`",
        "config.toml:4",
        "unknown key `people` in `[new]`",
        "`A_KEY` is not the name of an environment variable",
        "config.toml:7",
    ]);
    assert!(!run.stderr.contains("sk-12"), "a key may be there by mistake: {run:?}");
    assert!(!project.path("made").exists());
}

#[test]
fn a_key_can_be_in_another_variable() {
    let project = Project::undisclosed(&[("narrator", "It was late.")]);
    project.write(
        "voices/one/voice.toml",
        "backend = \"openai\"\nbase_url = \"https://api.openai.com\"\nmodel = \"tts-1\"\nvoice = \"nova\"\napi_key_env = \"OPENAI_API_KEY\"\n",
    );
    let config = "[keys]\nOPENAI_API_KEY = \"NO_SUCH_ALOUD_KEY\"\nUNUSED_KEY = \"OTHER\"\n";
    let plan = with_config(&project, config, &["plan"]);
    assert!(plan.stderr.contains("`OPENAI_API_KEY` is read from `NO_SUCH_ALOUD_KEY`"), "{plan:?}");
    assert!(!plan.stderr.contains("UNUSED_KEY"), "{plan:?}");
    let json = with_config(&project, config, &["plan", "--json"]);
    assert_eq!(json.events("planned")[0]["renamed_keys"]["OPENAI_API_KEY"], "NO_SUCH_ALOUD_KEY");
    with_config(&project, config, &["build"]).refused(&["variable `NO_SUCH_ALOUD_KEY` has no key"]);
}
