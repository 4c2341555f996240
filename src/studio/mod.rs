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
    let usual = Options { port: usual_port(options.folder), ..*options };
    let listening =
        if options.port == 0 { listen(&usual).or_else(|_| listen(options)) } else { listen(options) };
    let (listener, address) = listening?;
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

/// Returns the port that a folder usually gets, one of those for private use (RFC 6335, section 6). With the same port after a
/// restart, open pages connect again, and the browser still has the drafts of texts that were not saved.
fn usual_port(folder: &Path) -> u16 {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let hash = blake3::hash(folder.to_string_lossy().as_bytes());
    let [high, low, ..] = hash.as_bytes();
    0xc000 | u16::from_be_bytes([*high, *low])
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
