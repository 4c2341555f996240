//! `aloud sign`

use std::path::{Component, Path, PathBuf};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build::{self, Target};
use aloud::outputs::credentials::{self, Edition, FOLDER, Identity, Signed};
use aloud::outputs::description::Description;
use aloud::project::{DRAFT, OUT, STATE};
use serde_json::json;

use super::args::{Global, Sign};
use super::progress::Progress;

pub fn run(args: &Sign, global: &Global) -> Result<(), Error> {
    let project = super::load(global)?;
    let out = project.root.join(OUT);
    // Where there is none yet, that is all there is to say.
    Description::read(&out)?;
    let to = args.to.clone().unwrap_or_else(|| PathBuf::from(super::shown(&project.root, FOLDER)));
    apart(&to, &project.root)?;
    let identity = Identity::read(&args.certificate, &project.root)?;
    let mut progress = Progress::new(global, Target::Published);
    let current = build::prove_current(&project, &mut |event| progress.show(&event))?;
    let description = Description::read(&out)?;
    let author = project.manifest.author.as_deref();
    let edition = Edition { folder: &out, files: &current.files, description: &description, author };
    let (signed, warnings) = credentials::sign(&edition, &identity, &to)?;
    super::print_problems(&warnings, global);
    signed.iter().for_each(|signed| tell(signed, global));
    Ok(())
}

/// Copies may not go where Aloud keeps editions: those are what a build makes, byte for byte.
fn apart(to: &Path, root: &Path) -> Result<(), Diagnostic> {
    let folders = [OUT, DRAFT, STATE];
    match folders.iter().find(|folder| resolved(to).starts_with(resolved(&root.join(folder)))) {
        Some(folder) => Err(Diagnostic::error("todo", format!("signed copies cannot go into `{folder}/`"))
            .at(to)
            .why("it holds what a build makes, the same each time, and no signature is the same twice")
            .hint(format!("leave `--to` out for `{FOLDER}/`, or name another folder"))),
        None => Ok(()),
    }
}

/// The place that a path means, even where nothing stands there yet.
fn resolved(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_default().components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    let known = plain.ancestors().find_map(|there| Some((there, there.canonicalize().ok()?)));
    known.map(|(there, real)| real.join(plain.strip_prefix(there).unwrap_or(&plain))).unwrap_or(plain.clone())
}

fn tell(signed: &Signed, global: &Global) {
    let Signed { path, source, signer, algorithm } = signed;
    if global.json {
        super::print_json(&json!({
            "event": "signed", "file": path, "source": source, "signer": signer, "algorithm": algorithm,
        }));
    } else {
        eprintln!("{}: signed as `{source}` by {signer} ({algorithm}), and read back", path.display());
    }
}
