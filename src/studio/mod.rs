//! The studio: edits, hears and builds projects in a browser on the same machine.
//!
//! A small server gives the browser plain modules and a JSON interface. script.toml stays the only truth: all edits go through
//! [`project::edit`](crate::project::edit), so text editors, git and the command line see them, and the pages see outside edits at once.

mod article;
mod background_build;
mod builds;
mod client;
mod connections;
mod cues;
mod desk;
mod editions;
mod events;
mod guard;
mod lexicon;
mod message;
mod new_project;
mod project_view;
mod recordings;
mod routes;
mod segment_routes;
mod server;
mod share;
mod snapshot;
mod sound;
mod watch;
mod workspace;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use hyper::Method;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use guard::Guard;
use message::{Answer, Request};
use server::Service;
use workspace::Workspace;

/// Usual ports of a folder. Other programs may use some, and another studio of the same folder uses one.
const USUAL_PORTS: usize = 4;

/// Options of a studio.
#[derive(Debug)]
pub struct Options<'a> {
    /// The project, or the folder with projects.
    pub folder: &'a Path,
    /// The address to listen on. Every address that is not of the loopback lets other machines in.
    pub address: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Allow everything that the projects run and send.
    pub trusts: bool,
    /// Set it to end the studio.
    pub cancel: &'a AtomicBool,
}

/// Serves a studio until `options.cancel` is set. `on_start` gets the address to open, which has the token.
///
/// # Errors
/// When the address cannot be used.
pub fn serve(options: &Options<'_>, on_start: &mut dyn FnMut(&str)) -> Result<(), Error> {
    let (listener, address) = match options.port {
        0 => listen_as_usual(options)?,
        _ => listen(options)?,
    };
    let guard = Guard::new(address.port())?;
    on_start(&format!("http://{address}/?token={}", guard.token()));
    let workspace = Arc::new(Workspace::new(options.folder, options.trusts));
    let studio: Arc<dyn Service> = Arc::new(Studio { workspace: Arc::clone(&workspace) });
    let served = server::serve(listener, guard, studio, options.cancel);
    workspace.cancel_builds();
    Ok(served.map_err(|error| failed(address, &error))?)
}

/// Shares the published episodes in a folder until `options.cancel` is set: read only, and without a token. `on_start` gets the
/// address for other machines.
///
/// # Errors
/// When the address cannot be used.
pub fn share(options: &Options<'_>, on_start: &mut dyn FnMut(&str)) -> Result<(), Error> {
    let (listener, address) = listen(options)?;
    on_start(&format!("http://{}/", share::reachable(address)));
    let guard = Guard::new(address.port())?;
    let sharing: Arc<dyn Service> = Arc::new(share::Sharing::new(options.folder));
    Ok(server::serve(listener, guard, sharing, options.cancel).map_err(|error| failed(address, &error))?)
}

/// Listens on the first usual port of the folder that is free, or else on any.
fn listen_as_usual(options: &Options<'_>) -> Result<(TcpListener, SocketAddr), Diagnostic> {
    let mut usual = usual_ports(options.folder).map(|port| Options { port, ..*options });
    usual.find_map(|options| listen(&options).ok()).map_or_else(|| listen(options), Ok)
}

/// Returns the ports that a folder usually gets, the preferred one first. With the same port after a restart, open pages connect
/// again, and the browser still has the drafts of texts that were not saved.
///
/// They are below the ports that systems give to outgoing connections: from 32,768 on Linux, from 49,152 elsewhere. While a studio
/// was restarted, such a connection took its port, and the pages never found it again. A page that tried to connect could even be
/// connected to itself.
fn usual_ports(folder: &Path) -> impl Iterator<Item = u16> {
    const FIRST: u16 = 0x4000;
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let hash = *blake3::hash(folder.to_string_lossy().as_bytes()).as_bytes();
    (0..USUAL_PORTS).map(move |nth| FIRST | (u16::from_be_bytes([hash[2 * nth], hash[2 * nth + 1]]) % FIRST))
}

fn listen(options: &Options<'_>) -> Result<(TcpListener, SocketAddr), Diagnostic> {
    let address = SocketAddr::new(options.address, options.port);
    let listener = TcpListener::bind(address).map_err(|error| failed(address, &error))?;
    let address = listener.local_addr().map_err(|error| failed(address, &error))?;
    Ok((listener, address))
}

fn failed(address: SocketAddr, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("studio-failed", format!("the studio cannot listen on {address}"))
        .why(error.to_string())
        .hint("choose another `--port`, or an address of this machine for `--listen`")
}

struct Studio {
    workspace: Arc<Workspace>,
}

impl Service for Studio {
    fn body_limit(&self, method: &Method, path: &[String]) -> usize {
        match path {
            [api, projects] if method == Method::POST && api == "api" && projects == "projects" => {
                routes::ARTICLE
            }
            [.., article, file] if article == "article" && file == "file" => routes::ARTICLE,
            [.., last] if matches!(last.as_str(), "recording" | "session" | "sounds") => routes::RECORDING,
            _ => routes::BODY,
        }
    }

    fn answer(&self, request: &Request) -> Answer {
        routes::route(&self.workspace, request)
    }

    fn is_public(&self) -> bool {
        false
    }

    fn tick(&self) {
        self.workspace.events.tick();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_always_gets_the_same_ports_which_no_outgoing_connection_takes() {
        for name in ["a", "b", "/tmp/c", "d e"] {
            let ports: Vec<u16> = usual_ports(Path::new(name)).collect();
            assert_eq!(ports, usual_ports(Path::new(name)).collect::<Vec<_>>());
            // From 32,768 on, Linux gives ports to outgoing connections. Those below 1,024 need privileges.
            assert!(ports.iter().all(|port| (1024..32_768).contains(port)), "{ports:?}");
        }
        let first = |name: &str| usual_ports(Path::new(name)).next();
        assert_ne!(first("a"), first("b"));
    }

    #[test]
    fn a_second_studio_of_a_folder_gets_its_next_port() {
        let folder = tempfile::tempdir().unwrap();
        let cancel = AtomicBool::new(false);
        let address = IpAddr::from([127, 0, 0, 1]);
        let options = Options { folder: folder.path(), address, port: 0, trusts: false, cancel: &cancel };
        let [first, second] = [(), ()].map(|()| listen_as_usual(&options).unwrap());
        assert_ne!(first.1, second.1);
        drop(first.0);
        assert_eq!(listen_as_usual(&options).unwrap().1, first.1, "it is the same after a restart");
    }
}
