//! Shares published episodes: a list, and the files of each. Read only.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};

use hyper::header::{CONTENT_SECURITY_POLICY, LOCATION, RANGE};
use hyper::{Method, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::message::{Answer, Request, answer, file_answer, not_found, set};
use super::server::Service;
use crate::base::files::{self, Kind, ProjectPath};
use crate::outputs::description::Description;
use crate::outputs::{ALL, Role, escape, media_type};
use crate::project::OUT;

const STYLE: &str = "body{font:1.125rem/1.6 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}\
                     li{margin:.6rem 0}";
/// Policy of the list. The episode's own page brings its own.
const LIST_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const PAGE_POLICY: &str = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The published episodes of a project, or of the projects in a folder.
pub(super) struct Sharing {
    folder: PathBuf,
}

impl Sharing {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf() }
    }

    /// Returns the folder of an episode: `-` names that of the project itself, and others a project in the folder.
    fn edition(&self, name: &str) -> Option<ProjectPath> {
        if name == "-" {
            return Some(ProjectPath::root(&self.folder).join(OUT));
        }
        let is_plain = !name.starts_with('.') && files::stays_inside(Path::new(name));
        is_plain.then(|| ProjectPath::root(&self.folder).join(name).join(OUT))
    }

    /// Returns the names of all published episodes with their titles.
    fn editions(&self) -> Vec<(String, String)> {
        let entries = ProjectPath::root(&self.folder).entries().unwrap_or_default().into_iter();
        let folders = entries.filter(|(_, kind)| *kind == Kind::Folder);
        let names = folders.filter_map(|(name, _)| name.into_string().ok());
        let all = std::iter::once("-".to_string()).chain(names);
        all.filter_map(|name| {
            let described = Description::read(&self.edition(&name)?).ok()?;
            let title = described.title.unwrap_or_else(|| name.clone());
            Some((name, title))
        })
        .collect()
    }

    fn list(&self) -> Answer {
        let editions = self.editions();
        // A single episode needs no list.
        if let [(name, _)] = editions.as_slice() {
            let mut answer = answer(StatusCode::SEE_OTHER, "text/plain", "");
            set(&mut answer, LOCATION, &address(name));
            return answer;
        }
        let items: String = editions
            .iter()
            .map(|(name, title)| format!("<li><a href=\"{}\">{}</a></li>\n", address(name), escape(title)))
            .collect();
        let body = if items.is_empty() {
            "<p>No episode is published here.</p>".into()
        } else {
            format!("<ul>\n{items}</ul>")
        };
        let page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>Episodes</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Episodes</h1>\n{body}\n</body>\n</html>\n"
        );
        let mut answer = answer(StatusCode::OK, "text/html; charset=utf-8", page);
        set(&mut answer, CONTENT_SECURITY_POLICY, LIST_POLICY);
        answer
    }

    fn file(&self, edition: &str, name: &str, request: &Request) -> Answer {
        let is_hidden = name.starts_with('.');
        let Some(folder) = self.edition(edition).filter(|_| !is_hidden) else { return not_found() };
        let range = request.headers.get(RANGE).and_then(|range| range.to_str().ok());
        let file = folder.join(name).open();
        let Ok(mut answer) = file.and_then(|file| file_answer(file, media_type(name), range)) else {
            return not_found();
        };
        set(&mut answer, CONTENT_SECURITY_POLICY, PAGE_POLICY);
        answer
    }
}

/// Returns the address of an episode's page.
fn address(name: &str) -> String {
    let page = ALL.iter().find(|output| output.role == Role::Page).map_or("", |output| output.file);
    format!("/{}/{page}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

impl Service for Sharing {
    fn body_limit(&self, _method: &Method, _path: &[String]) -> usize {
        0
    }

    fn answer(&self, request: &Request) -> Answer {
        match request.path.as_slice() {
            [] if request.method == Method::GET => self.list(),
            [edition, name] if request.method == Method::GET => self.file(edition, name, request),
            _ => not_found(),
        }
    }

    fn is_public(&self) -> bool {
        true
    }

    fn tick(&self) {}
}

/// Returns the address under which other machines reach a server. One that listens everywhere has that of the network card which
/// leads outside.
pub(super) fn reachable(address: SocketAddr) -> SocketAddr {
    if !address.ip().is_unspecified() {
        return address;
    }
    SocketAddr::new(own_address().unwrap_or(IpAddr::from([127, 0, 0, 1])), address.port())
}

/// Connecting a UDP socket sends nothing, but chooses the network card. The address is one for documentation (RFC 5737).
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    socket.connect(("192.0.2.1", 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}
