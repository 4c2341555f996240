//! `aloud script --ask`

use std::path::Path;

use aloud::diagnostic::Diagnostic;
use aloud::episode::BuildError;

#[cfg(not(feature = "http"))]
pub fn run(_root: &Path) -> Result<(), BuildError> {
    Err(Diagnostic::error("this Aloud was built without HTTP")
        .hint("build it with the feature `http`")
        .into())
}

/// Puts each question to the model; what it settles is written at once, so that nothing is asked twice.
#[cfg(feature = "http")]
pub fn run(root: &Path) -> Result<(), BuildError> {
    use aloud::files;
    use aloud::net::Chat;
    use aloud::project;
    use aloud::script::{ask, review};

    let path = project::script_path(root);
    let manifest = project::read_manifest(root).map_err(BuildError::Problems)?;
    let settings = manifest.ask.ok_or_else(|| {
        Diagnostic::error("script.toml does not say which language model to ask")
            .at(&path)
            .hint("add `[ask]` with `base_url` and `model`")
    })?;
    let (model, script) = (settings.model.clone(), manifest.script);
    let chat = Chat::new(settings);
    let questions = review::questions(&script);
    let mut settled = 0;
    for question in &questions {
        let names = ask::names(&script, question);
        let answer = chat
            .ask(ask::RULES, &ask::question(&script, question, &names))
            .map_err(|error| Diagnostic::error(error.what).hint(error.hint))?;
        if let Some(speaker) = ask::settled(&answer, &names) {
            let text = files::read_text(&path)?;
            let text = review::settle(&text, &question.segments, speaker, &model).map_err(|error| {
                Diagnostic::error(format!("script.toml cannot be amended: {error}")).at(&path)
            })?;
            files::write(&path, text.as_bytes())?;
            settled += 1;
        }
    }
    eprintln!(
        "{model} settled {settled} of {}; `aloud review` goes through the rest",
        super::counted(questions.len(), "question")
    );
    Ok(())
}
