//! Gains that are held: an edit changes no sample elsewhere, and whoever strays from the target is told.

use crate::harness::Project;

const STORY: &[(&str, &str)] = &[
    ("narrator", "The ferry came in late, and it was wet on the quay all day."),
    ("Ann Okafor", "We waited there for it, and then we had tea."),
];

/// Samples of the episode from its end back.
fn from_the_end(project: &Project) -> Vec<i16> {
    let mut reader = hound::WavReader::open(project.path("out/episode.wav")).unwrap();
    let mut samples: Vec<i16> = reader.samples::<i16>().map(Result::unwrap).collect();
    samples.reverse();
    samples
}

/// A loud voice speaks so much more that the episode's gain changes.
fn edit(project: &Project) {
    let script = project.text("script.toml");
    project.write("voices/loud/voice.toml", "backend = \"test\"\nfrequency = 900.0\n");
    let loud =
        "\n[[segment]]\nspeaker = \"narrator\"\ntext = \"Oh no, oh no, oh no, oh no.\"\nvoice = \"loud\"\n";
    let at = script.find("\n[[segment]]").unwrap();
    project.write("script.toml", &format!("{}{loud}{}", &script[..at], &script[at..]));
}

fn gain(project: &Project) -> f64 {
    project.json("out/episode.json")["levels"]["gain_db"].as_f64().unwrap()
}

#[test]
fn locked_gains_keep_all_other_samples() {
    let project = Project::undisclosed(STORY);
    project.build();
    let found = gain(&project);
    let print = project.aloud(&["levels"]);
    assert!(print.stdout.contains("the episode") && print.stdout.contains("one"), "{print:?}");
    let before = project.text("script.toml");
    let held = project.aloud(&["levels", "--hold", "--json"]);
    assert_eq!((held.code, held.events("held")[0]["episode"].as_f64()), (Some(0), Some(found)), "{held:?}");
    assert!(project.text("script.toml").contains("[gains]"), "{}", project.text("script.toml"));
    let wav = project.read("out/episode.wav");
    project.build();
    assert_eq!(project.read("out/episode.wav"), wav, "holding what was found changes nothing");

    let old = from_the_end(&project);
    edit(&project);
    let script = project.text("script.toml");
    project.build();
    let new = from_the_end(&project);
    assert!(new.starts_with(&old[..old.len() - 44_100]), "all but the silence at the beginning stays");
    assert_eq!(gain(&project), found);
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(clean.out(), project.out());

    // 3 dB down, as if the episode were another.
    project.write(
        "script.toml",
        &script.replace(&format!("gain = {found:?}"), &format!("gain = {:?}", found - 3.0)),
    );
    let run = project.build();
    assert!(run.stderr.contains("misses its loudness target"), "{}", run.stderr);
    assert_eq!(project.aloud(&["levels", "--release", "--json"]).events("released").len(), 1);
    let released = project.text("script.toml");
    assert!(!released.contains("gain") && before.lines().all(|line| released.contains(line)), "{released}");
    assert!(!project.build().stderr.contains("misses its loudness"));
}

#[test]
fn locking_gains_requires_an_episode() {
    let project = Project::undisclosed(STORY);
    project.aloud(&["levels", "--hold"]).refused(&["there is no finished episode", "aloud build"]);
}
