//! Speakers and servers that we did not write, run for real: how tests start them, and how they tell what was said.

use std::fs::File;
use std::io::{Read, Seek};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::{Project, Run};

pub const WORDS: &str = "The wind is from the west today.";

/// A file of this repository.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A program of the Python environment that `tests/run` installs.
pub fn python(program: &str) -> PathBuf {
    let path = root("target/tools/venv/bin").join(program);
    assert!(path.exists(), "no {}: tests/run installs it", path.display());
    path
}

/// A command with `tests/tools/ovos` among Python's modules, and all that it keeps inside `target`.
pub fn in_target(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    std::fs::create_dir_all(&kept).unwrap();
    let mut command = Command::new(program);
    for name in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        command.env(name, &kept);
    }
    command.env("PYTHONPYCACHEPREFIX", kept.join("pycache")).env("PYTHONPATH", root("tests/tools/ovos"));
    command
}

/// Runs a program to its end, which must be a good one.
#[track_caller]
pub fn done(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("install it: {command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A server on a port of its own, which ends when this is dropped or when the tests end, however they do.
pub struct Peer {
    pub port: u16,
    watch: Child,
}

impl Peer {
    /// Starts the command with the arguments for a port, and waits until it listens.
    #[track_caller]
    pub fn start(program: &Path, arguments: impl Fn(u16) -> Vec<String>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut log = tempfile::tempfile().unwrap();
        // The shell's input closes with this process.
        let mut watch = in_target("sh");
        watch.args(["-c", "\"$@\" & peer=$!; read -r _; kill $peer; wait", "sh"]);
        watch.arg(program).args(arguments(port)).stdin(Stdio::piped());
        watch.stdout(log.try_clone().unwrap()).stderr(log.try_clone().unwrap());
        let peer = Self { port, watch: watch.spawn().unwrap() };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "{watch:?} does not listen: {}",
                said(&mut log)
            );
            thread::sleep(Duration::from_millis(50));
        }
        peer
    }

    #[cfg(feature = "http")]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        let _ = self.watch.wait();
    }
}

fn said(log: &mut File) -> String {
    let mut text = String::new();
    log.rewind().and_then(|()| log.read_to_string(&mut text)).unwrap();
    text
}

/// Mono sound.
#[derive(Debug, PartialEq)]
pub struct Sound {
    pub rate: u32,
    pub samples: Vec<f32>,
}

impl Sound {
    #[track_caller]
    pub fn read(path: &Path) -> Self {
        let mut reader = hound::WavReader::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let spec = reader.spec();
        assert_eq!(spec.channels, 1, "{}", path.display());
        let samples = match spec.sample_format {
            hound::SampleFormat::Float => reader.samples().map(Result::unwrap).collect(),
            hound::SampleFormat::Int => {
                reader.samples::<i16>().map(|sample| f32::from(sample.unwrap()) / 32_768.0).collect()
            }
        };
        Self { rate: spec.sample_rate, samples }
    }

    /// How like this is to another, whatever has coded and delayed it: 1 is the same, about 0 has nothing to do with it.
    pub fn likeness(&self, other: &Self) -> f64 {
        let (a, b) = (self.coarse(), other.coarse());
        let power = |s: &[f64]| s.iter().map(|x| x * x).sum::<f64>();
        let with_delay =
            |delay: usize, a: &[f64], b: &[f64]| a.iter().skip(delay).zip(b).map(|(x, y)| x * y).sum::<f64>();
        // Up to 0.1 s either way.
        let best = (0..800).map(|d| with_delay(d, &a, &b).max(with_delay(d, &b, &a))).fold(0.0, f64::max);
        best / (power(&a) * power(&b)).sqrt()
    }

    /// At 8,000 Hz, each sample the mean of those that it stands for.
    fn coarse(&self) -> Vec<f64> {
        let step = f64::from(self.rate) / 8_000.0;
        let count = (self.samples.len() as f64 / step) as usize;
        let place = |n: usize| (n as f64 * step) as usize;
        let mean = |s: &[f32]| s.iter().copied().map(f64::from).sum::<f64>() / s.len() as f64;
        (0..count).map(|n| mean(&self.samples[place(n)..place(n + 1).max(place(n) + 1)])).collect()
    }
}

/// A project whose voice `one` is that.
pub fn project(voice: &str) -> Project {
    let project = Project::undisclosed(&[("narrator", WORDS)]);
    project.write("voices/one/voice.toml", voice);
    project
}

/// Runs `aloud` with the environment's programs on its path, and with keys for all services.
pub fn aloud(project: &Project, args: &[&str]) -> Run {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::iter::once(root("target/tools/venv/bin")).chain(std::env::split_paths(&path));
    let mut command = project.command(args);
    command.env("PATH", std::env::join_paths(programs).unwrap());
    for name in ["ELEVENLABS_API_KEY", "AZURE_SPEECH_KEY", "GOOGLE_API_KEY", "AWS_SECRET_ACCESS_KEY"] {
        command.env(name, "a-key-that-nobody-asks-for");
    }
    command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env_remove("AWS_SESSION_TOKEN");
    Run::of(command.output().expect("aloud runs"))
}

/// What voice `one` says, as it came from the program or server.
#[track_caller]
pub fn heard(project: &Project, words: &str) -> Sound {
    let run = say(project, words);
    assert_eq!(run.code, Some(0), "{}: {run:?}", project.text("voices/one/voice.toml"));
    Sound::read(&project.path("heard.wav"))
}

/// The same, however it ends.
pub fn say(project: &Project, words: &str) -> Run {
    aloud(project, &["voices", "say", "one", words, "-o", &project.path("heard.wav").to_string_lossy()])
}

/// The texts that a build spoke, which must work.
#[track_caller]
pub fn spoken_by_build(project: &Project) -> Vec<String> {
    let run = aloud(project, &["build", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    run.events("spoken").iter().map(|event| crate::harness::string(&event["spoken"])).collect()
}
