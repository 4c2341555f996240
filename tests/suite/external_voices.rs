//! Starts external speech programs and servers for tests, and compares their sound with what Aloud receives.

use std::fs::File;
use std::io::{Read, Seek};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::{Project, Run};

pub const WORDS: &str = "The wind is from the west today.";

/// Returns the path of a file of this repository.
pub fn repository_path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns a program of the Python environment that `tests/run` installs.
pub fn venv_program(program: &str) -> PathBuf {
    let path = repository_path("target/tools/venv/bin").join(program);
    assert!(path.exists(), "no {}: tests/run installs it", path.display());
    path
}

/// Returns a command that writes its caches and temporary files below `target`, and finds the Python modules in
/// `tests/tools/ovos`.
pub fn command_in_target(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("external-voices");
    std::fs::create_dir_all(&folder).unwrap();
    let mut command = Command::new(program);
    for name in ["HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        command.env(name, &folder);
    }
    command
        .env("PYTHONPYCACHEPREFIX", folder.join("pycache"))
        .env("PYTHONPATH", repository_path("tests/tools/ovos"));
    command
}

/// Runs a program and expects success.
#[track_caller]
pub fn run_to_success(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("install it: {command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A server on a free port. It ends when this value is dropped, and also when the tests crash.
pub struct ExternalServer {
    pub port: u16,
    shell: Child,
    log: File,
}

impl ExternalServer {
    /// Starts the command with the arguments for a port, and waits until it listens.
    #[track_caller]
    pub fn start(program: &Path, arguments: impl Fn(u16) -> Vec<String>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut log = tempfile::tempfile().unwrap();
        // The input of the shell closes when this process ends, however it ends. Then the shell ends the server.
        let mut shell = command_in_target("sh");
        shell.args(["-c", "\"$@\" & server=$!; read -r _; kill $server; wait", "sh"]);
        shell.arg(program).args(arguments(port)).stdin(Stdio::piped());
        shell.stdout(log.try_clone().unwrap()).stderr(log.try_clone().unwrap());
        let server = Self { port, shell: shell.spawn().unwrap(), log: log.try_clone().unwrap() };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "{shell:?} does not listen: {}",
                read_log(&mut log)
            );
            thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Returns what the server has printed so far.
    #[cfg(feature = "store")]
    pub fn log(&self) -> String {
        // The position is shared with the server, which writes at the end.
        let mut bytes = vec![0; self.log.metadata().unwrap().len() as usize];
        std::os::unix::fs::FileExt::read_exact_at(&self.log, &mut bytes, 0).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[cfg(feature = "http")]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for ExternalServer {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

fn read_log(log: &mut File) -> String {
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

    /// Returns the similarity to another sound, independent of coding, level and delay: 1 for the same speech, about 0 for
    /// unrelated sound. It is the largest normalised correlation.
    pub fn similarity(&self, other: &Self) -> f64 {
        let (a, b) = (self.downsampled(), other.downsampled());
        let power = |s: &[f64]| s.iter().map(|x| x * x).sum::<f64>();
        let with_delay =
            |delay: usize, a: &[f64], b: &[f64]| a.iter().skip(delay).zip(b).map(|(x, y)| x * y).sum::<f64>();
        // 800 samples at 8,000 Hz allow for a delay of 0.1 s in both directions.
        let best = (0..800).map(|d| with_delay(d, &a, &b).max(with_delay(d, &b, &a))).fold(0.0, f64::max);
        best / (power(&a) * power(&b)).sqrt()
    }

    /// Returns the sound at 8,000 Hz. Each sample is the mean of the samples in its interval.
    fn downsampled(&self) -> Vec<f64> {
        let step = f64::from(self.rate) / 8_000.0;
        let count = (self.samples.len() as f64 / step) as usize;
        let index = |n: usize| (n as f64 * step) as usize;
        let mean = |s: &[f32]| s.iter().copied().map(f64::from).sum::<f64>() / s.len() as f64;
        (0..count).map(|n| mean(&self.samples[index(n)..index(n + 1).max(index(n) + 1)])).collect()
    }
}

/// Creates a project with this voice.toml for voice `one`.
pub fn project(voice: &str) -> Project {
    let project = Project::undisclosed(&[("narrator", WORDS)]);
    project.write("voices/one/voice.toml", voice);
    project
}

/// Runs `aloud` with the Python environment on `PATH`, and with fake keys for all services.
pub fn aloud(project: &Project, args: &[&str]) -> Run {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs =
        std::iter::once(repository_path("target/tools/venv/bin")).chain(std::env::split_paths(&path));
    let mut command = project.command(args);
    command.env("PATH", std::env::join_paths(programs).unwrap());
    for name in ["ELEVENLABS_API_KEY", "AZURE_SPEECH_KEY", "GOOGLE_API_KEY", "AWS_SECRET_ACCESS_KEY"] {
        command.env(name, "a-key-that-no-server-checks");
    }
    command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env_remove("AWS_SESSION_TOKEN");
    Run::of(command.output().expect("aloud runs"))
}

/// Speaks with voice `one`, expects success, and returns the sound as the program or server sent it.
#[track_caller]
pub fn speak(project: &Project, words: &str) -> Sound {
    let run = try_speak(project, words);
    assert_eq!(run.code, Some(0), "{}: {run:?}", project.text("voices/one/voice.toml"));
    Sound::read(&project.path("spoken.wav"))
}

/// Speaks with voice `one` to the file `spoken.wav`, and returns the run.
pub fn try_speak(project: &Project, words: &str) -> Run {
    aloud(project, &["voices", "say", "one", words, "-o", &project.path("spoken.wav").to_string_lossy()])
}

/// Builds, expects success, and returns the texts that the build spoke.
#[track_caller]
pub fn spoken_by_build(project: &Project) -> Vec<String> {
    let run = aloud(project, &["build", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    run.events("spoken").iter().map(|event| crate::harness::string(&event["spoken"])).collect()
}
