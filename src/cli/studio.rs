//! `aloud studio`: edits, hears and builds in the browser.

use std::io::Write;

use aloud::base::error::Error;
use aloud::studio::{self, Options};
use serde_json::json;

use super::args::{Global, Studio};
use super::{build, common, desktop};

pub fn run(args: &Studio, global: &Global) -> Result<(), Error> {
    let cancel = build::cancel_on_ctrl_c()?;
    let folder = args.dir.as_deref().unwrap_or(&global.project);
    let options = Options { folder, address: args.listen, port: args.port, trusts: global.trust, cancel };
    // Kept until the end: the browser reads it some time after the start.
    let mut opener = None;
    studio::serve(&options, &mut |address| {
        if global.json {
            common::print_json(&json!({"event": "serving", "address": address}));
        } else {
            err_escaped!("the studio is at {address}");
            errln!("Ctrl-C ends it");
        }
        if !args.listen.is_loopback() {
            errln!("other machines can reach it; without the token in the address they get nothing");
        }
        if !args.no_open {
            opener = open(address);
        }
    })
}

/// Opens the browser. It gets the address from a private file: other users can see the arguments of a program, and with them the
/// token.
fn open(address: &str) -> Option<tempfile::NamedTempFile> {
    let mut page = tempfile::Builder::new().prefix("aloud-studio-").suffix(".html").tempfile().ok()?;
    write!(page, "<!doctype html><meta http-equiv=\"refresh\" content=\"0;url={address}\">").ok()?;
    // Without a browser, the printed address is enough.
    desktop::open(page.path().as_os_str()).ok()?;
    Some(page)
}
