//! Reads the lexicon.toml of one folder: a project or a series.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;
use crate::base::project_files::LEXICON;
use crate::speech::Lexicon;

/// Reads lexicon.toml in `root`; empty without the file.
///
/// # Errors
/// With all its problems.
pub(super) fn read(root: &Path) -> Result<Lexicon, Vec<Diagnostic>> {
    let path = ProjectPath::root(root).join(LEXICON);
    let text = path.read_text_if_any().map_err(|error| vec![error.into()])?.unwrap_or_default();
    Lexicon::parse(&text).map_err(|problems| {
        let hint = "an entry is `written = \"spoken\"`";
        let problems = problems.into_iter();
        problems
            .map(|(line, what)| Diagnostic::error("lexicon-invalid", what).at(&path).line(line).hint(hint))
            .collect()
    })
}
