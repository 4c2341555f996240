//! `aloud sign`

use std::path::{Path, PathBuf};

use aloud::credentials::{self, Edition, FOLDER, Identity, NOT_SIGNABLE, Signed};
use aloud::diagnostic::Diagnostic;
use aloud::episode::{self, BuildError, Target};
use aloud::outputs::description::Description;
use aloud::project::{DRAFT, OUT, STATE};
use serde_json::json;

use super::args::{Global, Sign};
use super::progress::Progress;

pub fn run(args: &Sign, global: &Global) -> Result<(), BuildError> {
    let project = super::load(global)?;
    let out = project.root.join(OUT);
    let description = Description::read(&out)?;
    let to = args.to.clone().unwrap_or_else(|| PathBuf::from(super::shown(&project.root, FOLDER)));
    apart(&to, &project.root)?;
    let identity = Identity::read(&args.certificate, &project.root)?;
    let mut progress = Progress::new(global, Target::Published);
    let _turn = episode::prove_current(&project, &mut |event| progress.show(&event))?;
    let edition =
        Edition { folder: &out, description: &description, author: project.manifest.author.as_deref() };
    let signed = credentials::sign(&edition, &identity, &to)?;
    super::print_problems(&warnings(&out, &to), global);
    signed.iter().for_each(|signed| tell(signed, global));
    Ok(())
}

/// Copies may not go where Aloud keeps editions: those are what a build makes, byte for byte.
fn apart(to: &Path, root: &Path) -> Result<(), Diagnostic> {
    let real = |path: &Path| path.canonicalize().ok();
    let within = |folder: &&&str| {
        real(&root.join(folder))
            .is_some_and(|kept| to.ancestors().find_map(real).is_some_and(|to| to.starts_with(kept)))
    };
    match [OUT, DRAFT, STATE].iter().find(within) {
        Some(folder) => Err(Diagnostic::error(format!("signed copies cannot go into `{folder}/`"))
            .at(to)
            .why("it holds what a build makes, the same each time, and no signature is the same twice")
            .hint(format!("leave `--to` out for `{FOLDER}/`, or name another folder"))),
        None => Ok(()),
    }
}

fn warnings(out: &Path, to: &Path) -> Vec<Diagnostic> {
    let unsigned = NOT_SIGNABLE.into_iter().filter(|name| out.join(name).is_file());
    let unsigned = unsigned.map(|name| {
        Diagnostic::warning(format!("`{name}` has no signed copy"))
            .at(out.join(name))
            .why("there is no place for a manifest in it")
            .hint("publish a signed file beside it")
    });
    let left = credentials::left_over(out, to).into_iter().map(|name| {
        Diagnostic::warning("this signed copy is of an earlier edition")
            .at(to.join(name))
            .hint("remove it, if it is not wanted any more")
    });
    unsigned.chain(left).collect()
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
