//! Tests voices of Piper: its program and its server. `tests/tools/piper_model.py` makes their model.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

#[cfg(feature = "http")]
use crate::external_voices::{ExternalServer, aloud, project};
use crate::external_voices::{
    Sound, WORDS, command_in_target, repository_path, run_to_success, speak, spoken_by_build, venv_program,
};
use crate::harness::Project;

const NAME: &str = "en_GB-tones-low";

/// Returns the folder of the model, and what Piper's program speaks with it. All tests share both.
fn model() -> &'static (PathBuf, Sound) {
    static MODEL: OnceLock<(PathBuf, Sound)> = OnceLock::new();
    MODEL.get_or_init(|| {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("piper");
        fs::create_dir_all(&dir).unwrap();
        let model = dir.join(format!("{NAME}.onnx"));
        run_to_success(
            command_in_target(venv_program("python"))
                .arg(repository_path("tests/tools/piper_model.py"))
                .arg(&model),
        );
        let wav = dir.join("out.wav");
        run_to_success(
            command_in_target(venv_program("piper")).arg("-m").arg(&model).arg("-f").arg(&wav).arg(WORDS),
        );
        let sound = Sound::read(&wav);
        (dir, sound)
    })
}

/// Copies the model into a folder of the project.
fn copy_model(project: &Project, into: &str) {
    for ending in ["onnx", "onnx.json"] {
        let from = model().0.join(format!("{NAME}.{ending}"));
        fs::copy(from, project.path(into).join(format!("model.{ending}"))).unwrap();
    }
}

#[test]
fn shipped_voice_speaks_and_model_change_invalidates() {
    needs!("piper", "python");
    let project = Project::undisclosed(&[("narrator", WORDS)]);
    let shipped = fs::read_to_string(repository_path("voices/piper/voice.toml")).unwrap();
    project.write("voices/one/voice.toml", &shipped);
    copy_model(&project, "voices/one");
    let (_, wanted) = model();
    assert_eq!(&speak(&project, WORDS), wanted);
    assert_eq!(spoken_by_build(&project), [WORDS]);
    assert!(spoken_by_build(&project).is_empty());
    let before = project.read("out/episode.wav");
    // The settings beside the model make it slower, so the take is no longer valid.
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
    let (dir, wanted) = model();
    let server = ExternalServer::start(&venv_program("python"), |port| {
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
    let speak_with = |more: &str| speak(&project(&voice(NAME, more)), WORDS);
    assert_eq!(&speak_with(""), wanted);
    assert_eq!(speak_with("length_scale = 2.0").samples.len(), 2 * wanted.samples.len());
    let other = speak_with("speaker_id = 1");
    assert_eq!(other.samples.len(), wanted.samples.len());
    assert!(other.similarity(wanted) < 0.5, "the pitch must differ: {}", other.similarity(wanted));

    let unknown = project(&voice("en_GB-nobody-low", ""));
    aloud(&unknown, &["build"])
        .refused(&["no voice `en_GB-nobody-low`, and would use another", &format!("its voices are {NAME}")]);
    aloud(&project(&voice(NAME, "speaker_id = 2")), &["build"])
        .refused(&["has no speaker 2, and the server would use another", "a number below 2"]);
    let project = Project::undisclosed(&[("narrator", "It was late. It was wet. The ferry had gone.")]);
    project.write("voices/one/voice.toml", &voice(NAME, ""));
    assert_eq!(spoken_by_build(&project).len(), 3);
}
