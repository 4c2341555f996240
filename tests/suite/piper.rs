//! Piper, by its program and by its server, with a model that `tests/tools/piper_model.py` makes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

#[cfg(feature = "http")]
use crate::external_voices::{Peer, aloud, project};
use crate::external_voices::{Sound, WORDS, done, heard, in_target, python, root, spoken_by_build};
use crate::harness::Project;

const NAME: &str = "en_GB-tones-low";

/// A folder with the model, and what Piper's program says with it.
fn made() -> &'static (PathBuf, Sound) {
    static MADE: OnceLock<(PathBuf, Sound)> = OnceLock::new();
    MADE.get_or_init(|| {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("piper");
        fs::create_dir_all(&dir).unwrap();
        let model = dir.join(format!("{NAME}.onnx"));
        done(in_target(python("python")).arg(root("tests/tools/piper_model.py")).arg(&model));
        let wav = dir.join("out.wav");
        done(in_target(python("piper")).arg("-m").arg(&model).arg("-f").arg(&wav).arg(WORDS));
        let sound = Sound::read(&wav);
        (dir, sound)
    })
}

fn copied(project: &Project, into: &str) {
    for ending in ["onnx", "onnx.json"] {
        let from = made().0.join(format!("{NAME}.{ending}"));
        fs::copy(from, project.path(into).join(format!("model.{ending}"))).unwrap();
    }
}

#[test]
fn shipped_voice_speaks_and_model_change_invalidates() {
    needs!("piper", "python");
    let project = Project::undisclosed(&[("narrator", WORDS)]);
    let shipped = fs::read_to_string(root("voices/piper/voice.toml")).unwrap();
    project.write("voices/one/voice.toml", &shipped);
    copied(&project, "voices/one");
    let (_, wanted) = made();
    assert_eq!(&heard(&project, WORDS), wanted);
    assert_eq!(spoken_by_build(&project), [WORDS]);
    assert!(spoken_by_build(&project).is_empty());
    let before = project.read("out/episode.wav");
    // Slower by what stands beside the model.
    let settings = project.text("voices/one/model.onnx.json");
    project.write(
        "voices/one/model.onnx.json",
        &settings.replace("\"length_scale\": 1.0", "\"length_scale\": 1.5"),
    );
    assert_eq!(spoken_by_build(&project), [WORDS]);
    assert!(project.read("out/episode.wav").len() > before.len());
}

#[cfg(feature = "http")]
#[test]
fn server_matches_program_and_applies_settings() {
    needs!("piper", "python");
    let (dir, wanted) = made();
    let server = Peer::start(&python("python"), |port| {
        let model = dir.join(format!("{NAME}.onnx"));
        let [model, folder] = [&model, dir].map(|path| path.display().to_string());
        ["-m", "piper.http_server", "-m", &model, "--data-dir", &folder, "--host", "127.0.0.1", "--port"]
            .into_iter()
            .map(String::from)
            .chain([port.to_string()])
            .collect()
    });
    let voice = |name: &str, more: &str| {
        format!("backend = \"piper\"\nbase_url = \"{}\"\nvoice = \"{name}\"\n{more}", server.url())
    };
    let said = |more: &str| heard(&project(&voice(NAME, more)), WORDS);
    assert_eq!(&said(""), wanted);
    assert_eq!(said("length_scale = 2.0").samples.len(), 2 * wanted.samples.len());
    let other = said("speaker_id = 1");
    assert_eq!(other.samples.len(), wanted.samples.len());
    assert!(other.likeness(wanted) < 0.5, "another pitch: {}", other.likeness(wanted));

    let nobody = project(&voice("en_GB-nobody-low", ""));
    aloud(&nobody, &["build"])
        .refused(&["no voice `en_GB-nobody-low`, and would use another", &format!("its voices are {NAME}")]);
    aloud(&project(&voice(NAME, "speaker_id = 2")), &["build"])
        .refused(&["has no speaker 2, and the server would use another", "a number below 2"]);
    let project = Project::undisclosed(&[("narrator", "It was late. It was wet. The ferry had gone.")]);
    project.write("voices/one/voice.toml", &voice(NAME, ""));
    assert_eq!(spoken_by_build(&project).len(), 3);
}
