//! `aloud serve`: shares published episodes on the local network.

use aloud::base::error::Error;
use aloud::studio::{self, Options};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde_json::json;

use super::args::{Global, Serve};
use super::{build, common};

pub fn run(args: &Serve, global: &Global) -> Result<(), Error> {
    let cancel = build::cancel_on_ctrl_c()?;
    let folder = args.dir.as_deref().unwrap_or(&global.project);
    let options = Options { folder, address: args.listen, port: args.port, trusts: false, cancel };
    studio::share(&options, &mut |address| {
        if global.json {
            common::print_json(&json!({"event": "serving", "address": address}));
            return;
        }
        // Addresses are short enough for a code.
        if let Ok(code) = QrCode::new(address) {
            let picture = code.render::<Dense1x2>().build();
            picture.lines().for_each(|line| errln!("{line}"));
        }
        err_escaped!("published episodes are at {address}");
        errln!("Ctrl-C ends it");
    })
}
