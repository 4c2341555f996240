//! `aloud script --ask`: asks a language model about unsure speakers.

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;

use super::args::Global;
#[cfg(feature = "http")]
use super::{common, progress};

#[cfg(not(feature = "http"))]
pub fn run(_global: &Global) -> Result<(), Error> {
    Err(Diagnostic::error("http-disabled", "this version of Aloud has no HTTP support")
        .hint("build it with the cargo feature `http`")
        .into())
}

/// Asks the model each question and writes each answer at once, so no question is paid for twice. Answers to segments that
/// were edited in the meantime are reported at the end.
#[cfg(feature = "http")]
pub fn run(global: &Global) -> Result<(), Error> {
    use aloud::base::http::Chat;
    use aloud::project;
    use aloud::project::edit;
    use aloud::script::{ask, review};

    let root = &global.project;
    let manifest = project::read_manifest(root).map_err(Error::Problems)?;
    let settings = manifest.ask.ok_or_else(|| {
        Diagnostic::error("ask-unset", "script.toml has no `[ask]` with a language model")
            .at(project::script_path(root))
            .hint("add `[ask]` with `base_url` and `model`")
    })?;
    let (model, script) = (settings.model.clone(), manifest.script);
    let chat = Chat::new(settings, common::trust(global));
    let questions = review::questions(&script);
    let (mut answered, mut problems) = (0, Vec::new());
    for question in &questions {
        let names = ask::names(&script, question);
        let answer = chat
            .ask(ask::RULES, &ask::question(&script, question, &names))
            .map_err(|error| Diagnostic::error(error.code, error.what).hint(error.hint))?;
        let Some(speaker) = ask::parse_answer(&answer, &names) else { continue };
        let answer = (speaker.as_str(), model.as_str());
        match progress::with_lock(global, |wait| edit::decide_by_model(root, &script, question, answer, wait))
        {
            Ok(()) => answered += 1,
            Err(Error::Problems(found)) => problems.extend(found),
            Err(cancelled) => return Err(cancelled),
        }
    }
    errln!(
        "{model} answered {answered} of {}; run `aloud review` for the rest",
        common::counted(questions.len(), "question")
    );
    if problems.is_empty() { Ok(()) } else { Err(Error::Problems(problems)) }
}
