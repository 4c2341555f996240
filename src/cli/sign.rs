//! `aloud sign`: signs copies of the published episode.

use std::path::{Component, Path, PathBuf};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files::ProjectPath;
use aloud::build::{self, Target};
use aloud::outputs::credentials::{self, FOLDER, Identity, SignedCopy, SignedEdition};
use aloud::outputs::description::Description;
use aloud::project::{DRAFT, OUT, STATE};
use serde_json::json;

use super::args::{Global, Sign};
use super::common;
use super::progress::Progress;

pub fn run(args: &Sign, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let out = project.files().join(OUT);
    // Without a published episode, no other check matters.
    Description::read(&out)?;
    let to = args.to.as_deref().map_or_else(|| project.files().join(FOLDER), ProjectPath::named);
    check_target(&to, &project.root)?;
    to.make_folder()?;
    let identity = Identity::read(&args.certificate, &project.root)?;
    let mut progress = Progress::new(global, Target::Published);
    let current = build::prove_current(&project, &mut |event| progress.show(&event))?;
    let description = Description::read(&out)?;
    let author = project.manifest.author.as_deref();
    let edition = SignedEdition { folder: &out, files: &current.files, description: &description, author };
    let (signed, warnings) = credentials::sign(&edition, &identity, &to)?;
    common::print_problems(&warnings, global);
    signed.iter().for_each(|copy| print_copy(copy, global));
    Ok(())
}

/// Rejects the folders of editions, which hold only the files of a build.
fn check_target(to: &Path, root: &Path) -> Result<(), Diagnostic> {
    let folders = [OUT, DRAFT, STATE];
    match folders.iter().find(|folder| resolved(to).starts_with(resolved(&root.join(folder)))) {
        Some(folder) => Err(Diagnostic::error(
            "signed-copy-target",
            format!("signed copies cannot be written to `{folder}/`"),
        )
        .at(to)
        .why(
            "it holds the files of a build, which are the same each time, but no two signatures are the same",
        )
        .hint(format!("omit `--to` to use `{FOLDER}/`, or choose another folder"))),
        None => Ok(()),
    }
}

/// Resolves `..` and links of a path, even if it does not exist yet.
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

fn print_copy(copy: &SignedCopy, global: &Global) {
    let SignedCopy { path, source, signer, algorithm, .. } = copy;
    if global.json {
        common::print_json(&json!({
            "event": "signed", "file": path, "source": source, "signer": signer, "algorithm": algorithm,
        }));
    } else {
        errln!("{}: signed as `{source}` by {signer} ({algorithm}) and verified", path.display());
    }
}
