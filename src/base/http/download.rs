//! Downloads a file of known size and checksum, and resumes a download that was cut off.
//!
//! The bytes are written to `NAME.part` next to the target and hashed on the way. The target appears complete or not at all.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sha2::{Digest, Sha256};
use ureq::Agent;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, FileError, ProjectPath};
use crate::base::hex::hex;

/// A file to download.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Download<'a> {
    pub(crate) url: &'a str,
    pub(crate) bytes: u64,
    /// SHA-256 as hexadecimal digits.
    pub(crate) sha256: &'a str,
}

/// Attempts without a new byte after which it gives up. An attempt that received something does not count.
const ATTEMPTS: u32 = 3;
/// Redirects to follow. Package hosts and model hosts use one or two.
const REDIRECTS: u32 = 5;
/// Time to connect, and to wait for the next bytes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Downloads a file to `target`. `progress` is called with the number of bytes that are there.
///
/// # Errors
/// `download-failed` if the server does not send the file, `download-damaged` if it sends another one, and the errors of files.
/// What was received stays in `NAME.part` for the next attempt, unless it is wrong or the disk is full.
pub(crate) fn download(
    wanted: Download<'_>,
    target: &Path,
    progress: &mut dyn FnMut(u64),
    cancel: &AtomicBool,
) -> Result<(), Error> {
    let mut part = Part::open(target, wanted.bytes)?;
    let agent = agent(wanted.url);
    let mut failures = 0;
    while part.length < wanted.bytes {
        let before = part.length;
        let end = receive(&agent, wanted, &mut part, progress, cancel)?;
        failures = if part.length > before { 0 } else { failures + 1 };
        match end {
            End::Complete => {}
            End::Cut(_) if failures < ATTEMPTS => {}
            End::Cut(why) => return Err(failed(wanted.url, &why)),
        }
    }
    part.finish(wanted, target)
}

fn agent(url: &str) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(REDIRECTS)
        // A redirect must not leave the encrypted connection.
        .https_only(url.starts_with("https://"))
        .timeout_connect(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .user_agent(concat!("aloud/", env!("CARGO_PKG_VERSION")))
        .build();
    Agent::new_with_config(config)
}

/// How an attempt ended.
enum End {
    Complete,
    /// The connection was cut, and why.
    Cut(String),
}

/// Asks for the missing bytes and appends them.
fn receive(
    agent: &Agent,
    wanted: Download<'_>,
    part: &mut Part,
    progress: &mut dyn FnMut(u64),
    cancel: &AtomicBool,
) -> Result<End, Error> {
    let mut request = agent.get(wanted.url);
    if part.length > 0 {
        request = request.header("range", format!("bytes={}-", part.length));
    }
    let mut response = match request.call() {
        Ok(response) => response,
        Err(error @ (ureq::Error::Io(_) | ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed)) => {
            return Ok(End::Cut(error.to_string()));
        }
        Err(error) => return Err(failed(wanted.url, &error.to_string())),
    };
    match response.status().as_u16() {
        // A server that knows no ranges sends the whole file again.
        200 => part.restart()?,
        206 if continues_at(&response, part.length) => {}
        206 | 416 => {
            part.restart()?;
            return Ok(End::Cut("the server does not continue where the download was cut off".into()));
        }
        status @ (408 | 429 | 500..=599) => return Ok(End::Cut(format!("the server answered {status}"))),
        status => return Err(failed(wanted.url, &format!("the server answered {status}"))),
    }
    copy(response.body_mut().as_reader(), wanted, part, progress, cancel)
}

/// Returns true if a partial response starts at this byte.
fn continues_at(response: &ureq::http::Response<ureq::Body>, start: u64) -> bool {
    let range = response.headers().get("content-range").and_then(|value| value.to_str().ok());
    range.and_then(|range| range.strip_prefix("bytes ")?.split('-').next()?.parse().ok()) == Some(start)
}

fn copy(
    mut body: impl Read,
    wanted: Download<'_>,
    part: &mut Part,
    progress: &mut dyn FnMut(u64),
    cancel: &AtomicBool,
) -> Result<End, Error> {
    let mut chunk = vec![0; 1 << 16];
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        let got = match body.read(&mut chunk) {
            Ok(0) if part.length == wanted.bytes => return Ok(End::Complete),
            Ok(0) => return Ok(End::Cut("the connection was closed too early".into())),
            Ok(got) => got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Ok(End::Cut(error.to_string())),
        };
        if part.length + got as u64 > wanted.bytes {
            part.discard();
            return Err(damaged(wanted.url, &format!("it is longer than {} bytes", wanted.bytes)));
        }
        part.append(&chunk[..got])?;
        progress(part.length);
    }
}

/// The received start of a file.
struct Part {
    path: PathBuf,
    file: File,
    length: u64,
    hasher: Sha256,
}

impl Part {
    /// Opens `NAME.part`, and hashes what an earlier download left in it.
    fn open(target: &Path, limit: u64) -> Result<Self, Error> {
        let mut path = target.as_os_str().to_owned();
        path.push(".part");
        let path = PathBuf::from(path);
        if let Some(folder) = target.parent() {
            files::make_folder(folder)?;
        }
        let mut file = ProjectPath::named(&path).open_or_create()?;
        let mut received = Vec::new();
        let read = (&file).take(limit + 1).read_to_end(&mut received);
        let length = read.map_err(|e| FileError::new("read", &path, e))? as u64;
        let hasher = Sha256::new_with_prefix(&received);
        file.seek(io::SeekFrom::Start(length)).map_err(|e| FileError::new("read", &path, e))?;
        let mut part = Self { path, file, length, hasher };
        if length > limit {
            part.restart()?;
        }
        Ok(part)
    }

    fn restart(&mut self) -> Result<(), FileError> {
        if self.length > 0 {
            let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
            emptied.map_err(|e| FileError::new("write", &self.path, e))?;
        }
        (self.length, self.hasher) = (0, Sha256::new());
        Ok(())
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        if let Err(error) = self.file.write_all(bytes) {
            // A full disk needs the space more than a later download needs this start.
            self.discard();
            return Err(FileError::new("write", &self.path, error));
        }
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        Ok(())
    }

    fn discard(&self) {
        let _ = files::remove_if_any(&self.path);
    }

    /// Checks the checksum, syncs the file and renames it.
    fn finish(self, wanted: Download<'_>, target: &Path) -> Result<(), Error> {
        let found = hex(&self.hasher.clone().finalize());
        if found != wanted.sha256 {
            self.discard();
            return Err(damaged(wanted.url, &format!("its SHA-256 is {found} instead of {}", wanted.sha256)));
        }
        let renamed = self
            .file
            .sync_all()
            .and_then(|()| ProjectPath::named(&self.path).rename(&ProjectPath::named(target)));
        renamed.map_err(|e| FileError::new("write", target, e).into())
    }
}

fn failed(url: &str, why: &str) -> Error {
    Diagnostic::error("download-failed", format!("cannot download {url}"))
        .why(why)
        .hint("check the connection and run the command again; it continues where it stopped")
        .into()
}

fn damaged(url: &str, why: &str) -> Error {
    Diagnostic::error("download-damaged", format!("{url} is not the file that was expected"))
        .why(why)
        .hint("nothing was installed; run the command again, and report this if it stays so")
        .into()
}

#[cfg(test)]
mod tests;
