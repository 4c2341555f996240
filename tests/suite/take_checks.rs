//! Tests that faulty takes are asked for again, and reported if no try is good.

use crate::harness::{Project, script};

const SENTENCES: [&str; 7] = [
    "The harbour master closed the gate before the storm arrived.",
    "Two of the boats were still outside.",
    "She waited at the window until they came home.",
    "The council will vote on the sea wall in March.",
    "Engineers have measured the height of every wave.",
    "He put the letter back in its envelope.",
    "Nobody knows who left the lighthouse open.",
];

/// flite with a fault in sentences about the harbour: `$3` is the number of the try.
const FAULTY: &str = r#"
flite -voice slt -f "$1" -o "$2.good.wav" || exit 1
if grep -q harbour "$1" && [ "$3" -lt "$TRIES" ]; then
  case $FAULT in
    hole) sox "$2.good.wav" "$2" pad 6@1.5 ;;
    twice) sox "$2.good.wav" "$2.good.wav" "$2" ;;
    half) sox "$2.good.wav" "$2" trim 0 1.7 ;;
    soft) sox -v 0.018 "$2.good.wav" "$2" ;;
    noise) sox -n -r 16000 -c 1 -b 16 "$2.noise.wav" synth 6 whitenoise vol 0.05 && sox "$2.good.wav" "$2.noise.wav" "$2" ;;
    empty) : > "$2" ;;
  esac
else
  mv "$2.good.wav" "$2"
fi
"#;

/// A project whose first sentence has the fault in its first tries.
fn project(fault: &str, tries: u32) -> Project {
    let segments: Vec<(&str, &str)> = SENTENCES.iter().map(|text| ("narrator", *text)).collect();
    let project = Project::new(&(script(&segments) + "\n[disclosure]\nspoken = false\n"));
    project.write(
        "voices/one/voice.toml",
        "backend = \"command\"\ncommand = [\"sh\", \"{dir}/speak.sh\", \"{text_file}\", \"{out}\", \"{seed}\"]\n",
    );
    project.write("voices/one/speak.sh", &format!("FAULT={fault}\nTRIES={tries}\n{FAULTY}"));
    project
}

#[test]
fn a_faulty_take_is_asked_for_again() {
    needs!("flite", "sox");
    for fault in ["hole", "twice", "half", "soft", "noise", "empty"] {
        let project = project(fault, 1);
        let run = project.build();
        assert_eq!(run.code, Some(0), "{fault}: {run:?}");
        assert!(!run.stderr.contains("looks faulty"), "{fault}: {run:?}");
        let check = project.aloud(&["check"]);
        assert!(!check.stderr.contains("looks faulty"), "{fault}: {check:?}");
    }
}

#[test]
fn a_take_that_stays_faulty_is_used_and_reported() {
    needs!("flite", "sox");
    for (fault, shown) in [
        ("hole", "silence of 6"),
        ("twice", "times as long"),
        ("half", "times as long"),
        ("soft", "softer"),
        ("noise", "of noise"),
    ] {
        let project = project(fault, 9);
        let run = project.build();
        assert_eq!(run.code, Some(0), "{fault}: {run:?}");
        let check = project.aloud(&["check"]);
        for stderr in [&run.stderr, &check.stderr] {
            assert_eq!(stderr.matches("looks faulty").count(), 1, "{fault}: {stderr}");
            assert!(stderr.contains(shown), "{fault}: {stderr}");
        }
    }
}

#[test]
fn the_takes_do_not_depend_on_the_number_of_threads() {
    needs!("flite", "sox");
    let build = |jobs: &str| {
        let project = project("twice", 1);
        assert_eq!(project.aloud(&["build", "--jobs", jobs]).code, Some(0));
        project.read("out/episode.wav")
    };
    assert_eq!(build("1"), build("4"));
}

#[test]
fn a_long_sentence_is_cut_at_its_clauses_for_a_service_that_refuses_it() {
    let text =
        "When the storm came in from the sea, the boats turned back, and the harbour was closed at once.";
    let project = Project::undisclosed(&[("narrator", text)]);
    project.write("voices/one/voice.toml", "longest_text = 60\nbackend = \"test\"\nfrequency = 200.0\n");
    let spoken = project.spoken_by_build();
    assert_eq!(
        spoken,
        [
            "When the storm came in from the sea, the boats turned back,",
            "and the harbour was closed at once."
        ]
    );
    project.write("voices/one/voice.toml", "longest_text = 5\nbackend = \"test\"\n");
    project.aloud(&["build"]).refused(&["`longest_text` is 5", "at least 20"]);
}
