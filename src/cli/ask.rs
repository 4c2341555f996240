//! `aloud script --ask`

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;

use super::args::Global;

#[cfg(not(feature = "http"))]
pub fn run(_global: &Global) -> Result<(), Error> {
    Err(Diagnostic::error("todo", "this Aloud was built without HTTP")
        .hint("build it with the feature `http`")
        .into())
}

/// Puts each question to the model; what it settles is written at once, so that nothing is asked twice. What somebody changed while
/// the model thought is told at the end.
#[cfg(feature = "http")]
pub fn run(global: &Global) -> Result<(), Error> {
    use aloud::base::http::Chat;
    use aloud::project;
    use aloud::project::edit;
    use aloud::script::{ask, review};

    let root = &global.project;
    let manifest = project::read_manifest(root).map_err(Error::Problems)?;
    let settings = manifest.ask.ok_or_else(|| {
        Diagnostic::error("todo", "script.toml does not say which language model to ask")
            .at(project::script_path(root))
            .hint("add `[ask]` with `base_url` and `model`")
    })?;
    let (model, script) = (settings.model.clone(), manifest.script);
    let chat = Chat::new(settings);
    let questions = review::questions(&script);
    let (mut settled, mut refused) = (0, Vec::new());
    for question in &questions {
        let names = ask::names(&script, question);
        let answer = chat
            .ask(ask::RULES, &ask::question(&script, question, &names))
            .map_err(|error| Diagnostic::error(error.code, error.what).hint(error.hint))?;
        let Some(speaker) = ask::settled(&answer, &names) else { continue };
        let said = (speaker.as_str(), model.as_str());
        match super::amending(global, |wait| edit::settle(root, &script, question, said, wait)) {
            Ok(()) => settled += 1,
            Err(Error::Problems(problems)) => refused.extend(problems),
            Err(cancelled) => return Err(cancelled),
        }
    }
    eprintln!(
        "{model} settled {settled} of {}; `aloud review` goes through the rest",
        super::counted(questions.len(), "question")
    );
    if refused.is_empty() { Ok(()) } else { Err(Error::Problems(refused)) }
}
