//! Downloads from a server on the loopback interface.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::thread;

use super::*;

/// Starts a server. `answer` gets the number of each request and the first byte that it asks for.
fn server(answer: impl Fn(usize, Option<usize>) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (nth, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let range = head
                .iter()
                .find_map(|line| line.to_lowercase().strip_prefix("range: bytes=").map(str::to_string));
            let start = range.and_then(|range| range.trim_end_matches('-').parse().ok());
            let _ = stream.write_all(&answer(nth, start));
        }
    });
    format!("http://{address}/voice.onnx")
}

fn response(status: &str, headers: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A file with no repetition that a wrong offset would leave unnoticed.
fn file() -> Vec<u8> {
    (0..300_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
}

/// The part of the file from `start`, as a server with ranges sends it.
fn from(start: usize) -> Vec<u8> {
    let file = file();
    let range = format!("content-range: bytes {start}-{}/{}\r\n", file.len() - 1, file.len());
    response("206 Partial Content", &range, file.len() - start, &file[start..])
}

fn whole() -> Vec<u8> {
    response("200 OK", "", file().len(), &file())
}

struct Run {
    folder: tempfile::TempDir,
    result: Result<(), String>,
    progress: Vec<u64>,
}

impl Run {
    fn target(&self) -> PathBuf {
        self.folder.path().join("voices/voice.onnx")
    }

    fn part(&self) -> PathBuf {
        self.folder.path().join("voices/voice.onnx.part")
    }

    #[track_caller]
    fn is_complete(&self) {
        assert_eq!(self.result, Ok(()));
        assert!(fs::read(self.target()).unwrap() == file());
        assert!(!self.part().exists());
    }

    /// Nothing is installed, and the error has this code.
    #[track_caller]
    fn failed_with(&self, code: &str) {
        assert_eq!(self.result, Err(code.to_string()));
        assert!(!self.target().exists());
    }
}

fn run(url: &str, prepare: impl FnOnce(&Path)) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let voices = folder.path().join("voices");
    fs::create_dir(&voices).unwrap();
    prepare(&voices);
    let (bytes, mut progress) = (file(), Vec::new());
    let sha256 = hex(&Sha256::digest(&bytes));
    let wanted = Download { url, bytes: bytes.len() as u64, sha256: &sha256 };
    let mut note = |done| progress.push(done);
    let result = download(wanted, &voices.join("voice.onnx"), &mut note, &AtomicBool::new(false));
    let result = result.map_err(|error| match error {
        Error::Problems(problems) => problems[0].code.to_string(),
        Error::Cancelled => "cancelled".into(),
    });
    Run { folder, result, progress }
}

#[test]
fn downloads_a_whole_file_and_reports_progress() {
    let run = run(&server(|_, _| whole()), |_| {});
    run.is_complete();
    assert!(run.progress.len() > 1 && run.progress.is_sorted());
    assert_eq!(run.progress.last(), Some(&1_200_000));
}

#[test]
fn resumes_a_connection_that_is_cut_again_and_again() {
    let cut = |nth: usize, start: Option<usize>| {
        let mut answer = if nth == 0 { whole() } else { from(start.unwrap()) };
        answer.truncate(answer.len().min(400_000));
        answer
    };
    run(&server(cut), |_| {}).is_complete();
}

#[test]
fn continues_the_download_of_an_earlier_run() {
    let url =
        server(
            |_, start| {
                if start == Some(500_000) { from(500_000) } else { response("404 Not Found", "", 0, b"") }
            },
        );
    run(&url, |voices| fs::write(voices.join("voice.onnx.part"), &file()[..500_000]).unwrap()).is_complete();
}

#[test]
fn starts_again_if_the_server_knows_no_ranges_or_another_start() {
    let leave = |voices: &Path| fs::write(voices.join("voice.onnx.part"), &file()[..500_000]).unwrap();
    run(&server(|_, _| whole()), leave).is_complete();
    let other = |nth, _| if nth == 0 { from(400_000) } else { whole() };
    run(&server(other), leave).is_complete();
    let refused = |nth, _| if nth == 0 { response("416 Range Not Satisfiable", "", 0, b"") } else { whole() };
    run(&server(refused), leave).is_complete();
    run(&server(|_, _| whole()), |voices| fs::write(voices.join("voice.onnx.part"), [0; 2_000_000]).unwrap())
        .is_complete();
}

#[test]
fn another_file_is_discarded() {
    let mut other = file();
    other[700_000] ^= 1;
    let answer = response("200 OK", "", other.len(), &other);
    let run1 = run(&server(move |_, _| answer.clone()), |_| {});
    run1.failed_with("download-damaged");
    assert!(!run1.part().exists());
    // A wrong start that an earlier run left is discarded too, so the next run begins again.
    let run2 = run(&server(|_, start| from(start.unwrap())), |voices| {
        fs::write(voices.join("voice.onnx.part"), [7; 1_000]).unwrap();
    });
    run2.failed_with("download-damaged");
    assert!(!run2.part().exists());
}

#[test]
fn a_file_without_end_is_stopped_at_the_expected_size() {
    let endless = response("200 OK", "", 4_000_000, &vec![1; 4_000_000]);
    run(&server(move |_, _| endless.clone()), |_| {}).failed_with("download-damaged");
}

#[test]
fn a_missing_file_is_an_error_and_a_busy_server_is_asked_again() {
    run(&server(|_, _| response("404 Not Found", "", 0, b"")), |_| {}).failed_with("download-failed");
    let busy = |nth, _| if nth < 2 { response("503 Service Unavailable", "", 0, b"") } else { whole() };
    run(&server(busy), |_| {}).is_complete();
    run(&server(|_, _| response("503 Service Unavailable", "", 0, b"")), |_| {})
        .failed_with("download-failed");
    run("http://127.0.0.1:1/voice.onnx", |_| {}).failed_with("download-failed");
}

#[test]
fn follows_a_redirect_but_not_for_ever() {
    let to = server(|_, _| whole());
    let redirect = server(move |_, _| response("302 Found", &format!("location: {to}\r\n"), 0, b""));
    run(&redirect, |_| {}).is_complete();
    let circle = server(|_, _| response("302 Found", "location: /again\r\n", 0, b""));
    run(&circle, |_| {}).failed_with("download-failed");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_and_the_part_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("voice.onnx.part");
    std::os::unix::fs::symlink("/dev/full", &path).unwrap();
    let file = OpenOptions::new().write(true).open(&path).unwrap();
    let mut part = Part { path: path.clone(), file, length: 0, hasher: Sha256::new() };
    let problem = Diagnostic::from(part.append(&[1; 1_000]).unwrap_err());
    assert_eq!(problem.code, "disk-full");
    assert!(fs::symlink_metadata(&path).is_err());
}

#[test]
fn a_cancelled_download_can_be_continued() {
    let folder = tempfile::tempdir().unwrap();
    let (url, bytes, cancel) =
        (server(|_, start| start.map_or_else(whole, from)), file(), AtomicBool::new(false));
    let sha256 = hex(&Sha256::digest(&bytes));
    let wanted = Download { url: &url, bytes: bytes.len() as u64, sha256: &sha256 };
    let target = folder.path().join("voice.onnx");
    let mut stop = |done| cancel.store(done > 300_000, Ordering::Relaxed);
    assert!(matches!(download(wanted, &target, &mut stop, &cancel), Err(Error::Cancelled)));
    let kept = fs::metadata(folder.path().join("voice.onnx.part")).unwrap().len();
    assert!(kept > 300_000 && kept < bytes.len() as u64);
    let mut first = None;
    let mut note = |done| first = first.or(Some(done));
    assert!(download(wanted, &target, &mut note, &AtomicBool::new(false)).is_ok());
    assert!(first > Some(kept), "it did not start again");
    assert!(fs::read(&target).unwrap() == bytes);
}
