//! Creates small projects in temporary folders and runs the program in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::testing;

/// A deterministic voice. Tests can expect exact samples, and it needs no installed program.
pub const TEST_VOICE: &str = "backend = \"test\"\nfrequency = 200.0\n";
/// A second test voice with another pitch.
pub const OTHER_VOICE: &str = "backend = \"test\"\nfrequency = 330.0\n";

pub struct Project {
    dir: tempfile::TempDir,
    /// The user's state folder. It is outside the project, as the user's own is.
    state: tempfile::TempDir,
    /// Whether each run of the program gets `--trust`.
    trusts: bool,
}

/// The exit code and output of one run of the program.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    /// Creates a project with two test voices and this script.
    pub fn new(script: &str) -> Self {
        let project = Self::empty();
        project.write("script.toml", script);
        project.write("voices/one/voice.toml", TEST_VOICE);
        project.write("voices/two/voice.toml", OTHER_VOICE);
        project
    }

    /// Creates a project with these (speaker, text) segments. The narrator has voice `one`, Ann Okafor has voice `two`.
    pub fn with_segments(segments: &[(&str, &str)]) -> Self {
        Self::new(&script(segments))
    }

    /// Same as `with_segments`, but without the spoken disclosure of synthetic speech.
    pub fn undisclosed(segments: &[(&str, &str)]) -> Self {
        Self::new(&(script(segments) + "\n[disclosure]\nspoken = false\n"))
    }

    fn empty() -> Self {
        let folder = || tempfile::tempdir().expect("a temporary folder");
        Self { dir: folder(), state: folder(), trusts: true }
    }

    /// Makes all runs without `--trust`, as for a user who has just cloned the project.
    pub fn untrusted(self) -> Self {
        Self { trusts: false, ..self }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside the project")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        let path = self.path(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).expect("UTF-8")
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&self.read(name)).expect("JSON")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aloud"));
        command.args(self.trusts.then_some("--trust")).args(args);
        command.current_dir(self.dir.path()).stdin(Stdio::null()).env("XDG_STATE_HOME", self.state.path());
        // Voices that the user has installed must not change a test.
        command.env("XDG_DATA_HOME", self.path(".data")).env_remove("ALOUD_STORE");
        command
    }

    /// Runs a line of shell in the project's folder.
    pub fn shell(&self, line: &str) -> Output {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(self.dir.path()).stdin(Stdio::null());
        shell.env("XDG_DATA_HOME", self.path(".data"));
        shell.output().expect("sh runs")
    }

    /// Runs `aloud` in the project's folder.
    pub fn aloud(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().expect("aloud runs"))
    }

    /// Builds, and expects success.
    pub fn build(&self) -> Run {
        let run = self.aloud(&["build"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        run
    }

    /// Builds, and returns the texts that the build spoke, sorted.
    pub fn spoken_by_build(&self) -> Vec<String> {
        let run = self.aloud(&["build", "--json"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let mut spoken: Vec<String> = run.events("spoken").iter().map(|e| string(&e["spoken"])).collect();
        spoken.sort();
        spoken
    }

    /// Returns all files in `out/` by name.
    pub fn out(&self) -> BTreeMap<String, Vec<u8>> {
        self.folder("out")
    }

    /// Returns all files of a folder by name.
    pub fn folder(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path(name)).expect("a folder");
        entries
            .map(|entry| {
                let entry = entry.expect("an entry");
                (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
            })
            .collect()
    }

    /// Draws a picture with ffmpeg. `size` is in pixels, e.g. `320x240`.
    pub fn picture(&self, name: &str, size: &str) {
        let colour = format!("color=c=teal:s={size}");
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-v", "error", "-y", "-f", "lavfi", "-i", &colour, "-frames:v", "1", "-update", "1"]);
        ffmpeg.args(["-f", "image2"]);
        assert!(ffmpeg.arg(self.path(name)).status().expect("ffmpeg: tests/tools/apt.txt").success());
    }

    /// Writes a picture file of 8 GiB. The file is sparse, so it takes almost no disk space.
    pub fn huge_picture(&self, name: &str) {
        self.picture(name, "1400x1400");
        let file = fs::OpenOptions::new().write(true).open(self.path(name)).expect("a picture");
        file.set_len(8 << 30).expect("a file with holes");
    }

    /// Opens a page in Chromium with a script of tests/tools and returns the JSON that the script prints.
    pub fn drive_page(&self, script: &str, page: &str) -> Value {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut node = Command::new("node");
        node.arg(root.join("tests/tools").join(script)).arg(self.path(page));
        let run = node.arg(root.join("target/tools/node")).arg(testing::path("chromium")).output();
        let run = run.expect("node: tests/run");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        serde_json::from_slice(&run.stdout).expect("JSON")
    }

    /// Fails unless the Nu HTML Checker, the W3C's validator, finds no error in a page.
    #[track_caller]
    pub fn assert_valid_html(&self, page: &str) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut java = Command::new("java");
        java.arg("-jar").arg(root.join("target/tools/node/node_modules/vnu-jar/build/dist/vnu.jar"));
        let run = java.arg("--errors-only").arg(self.path(page)).output().expect("java: tests/run");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    /// Copies the project without the results of builds.
    pub fn clean_copy(&self) -> Self {
        let copy = Self::empty();
        copy_folder(self.dir.path(), copy.dir.path());
        copy
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        if name == "out" || name == "draft" || name == ".aloud" {
            continue;
        }
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to.join(name));
        } else {
            fs::copy(entry.path(), to.join(name)).expect("a copy");
        }
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Returns the `--json` events of this name.
    pub fn events(&self, name: &str) -> Vec<Value> {
        let lines = self.stdout.lines().map(|line| serde_json::from_str(line).expect("a JSON line"));
        lines.filter(|event: &Value| event["event"] == name).collect()
    }

    /// Fails unless the run exited with 1 and its stderr contains all `parts`.
    #[track_caller]
    pub fn refused(&self, parts: &[&str]) {
        assert_eq!(self.code, Some(1), "{self:?}");
        for part in parts {
            assert!(self.stderr.contains(part), "`{part}` is not in: {}", self.stderr);
        }
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }
}

/// Sends Ctrl-C as soon as the program handles it. Earlier, the default handler would end the program at once.
#[cfg(target_os = "linux")]
pub fn interrupt(child: &std::process::Child) {
    // Signal 2 is bit 1 of the mask in /proc/PID/status.
    const SIGINT: u64 = 1 << 1;
    let started = std::time::Instant::now();
    let handles_sigint = || {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("a process");
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).expect("its signals");
        u64::from_str_radix(caught.trim(), 16).expect("a mask") & SIGINT != 0
    };
    while !handles_sigint() {
        assert!(started.elapsed().as_secs() < 60, "the program never handled Ctrl-C");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
}

pub fn string(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}")).to_string()
}

/// Returns a script.toml with these (speaker, text) segments.
pub fn script(segments: &[(&str, &str)]) -> String {
    let mut text = String::from("[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n");
    for (speaker, words) in segments {
        text += &format!("\n[[segment]]\nspeaker = \"{speaker}\"\ntext = \"{words}\"\n");
    }
    text
}
