//! Tests locked gains: an edit changes no other sample, and a missed loudness target causes a warning.

use crate::harness::Project;

const STORY: &[(&str, &str)] = &[
    ("narrator", "The ferry came in late, and it was wet on the quay all day."),
    ("Ann Okafor", "We waited there for it, and then we had tea."),
];

/// Returns the samples of the episode in reverse order.
fn reversed_samples(project: &Project) -> Vec<i16> {
    let mut reader = hound::WavReader::open(project.path("out/episode.wav")).unwrap();
    let mut samples: Vec<i16> = reader.samples::<i16>().map(Result::unwrap).collect();
    samples.reverse();
    samples
}

/// Adds a segment of a loud voice, which would change the gain of the episode.
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
    let run = project.aloud(&["levels", "--hold", "--json"]);
    assert_eq!((run.code, run.events("held")[0]["episode"].as_f64()), (Some(0), Some(found)), "{run:?}");
    assert!(project.text("script.toml").contains("[gains]"), "{}", project.text("script.toml"));
    let wav = project.read("out/episode.wav");
    project.build();
    assert_eq!(project.read("out/episode.wav"), wav, "locking the current gains must change nothing");

    let old = reversed_samples(&project);
    edit(&project);
    let script = project.text("script.toml");
    project.build();
    let new = reversed_samples(&project);
    assert!(new.starts_with(&old[..old.len() - 44_100]), "only the silence at the start may change");
    assert_eq!(gain(&project), found);
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(clean.out(), project.out());

    // Lower the locked gain by 3 dB. The episode must then miss its target.
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
