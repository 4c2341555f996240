//! `aloud review`: asks a person about unsure speakers.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::atomic::AtomicBool;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::terminal::escape;
use aloud::build::{self, Options, Target};
use aloud::project;
use aloud::project::edit::{self, Direction};
use aloud::script::file::Manifest;
use aloud::script::review::{self, Question};
use aloud::script::{NARRATOR, Script};
use console::{Key, Term, style};
use serde_json::json;

use super::args::Global;
use super::common;
use super::desktop;
use super::progress;

/// The answer to a question.
enum Answer {
    Speaker(String),
    Play,
    Skip,
    Back,
    Quit,
}

/// A question that was answered or skipped, for the way back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Decided,
    Skipped,
}

pub fn run(global: &Global) -> Result<(), Error> {
    let mut manifest = read(global)?;
    let total = review::questions(&manifest.script).len();
    if global.json {
        let questions = review::questions(&manifest.script);
        let questions = questions.iter().map(|question| question_json(&manifest.script, question));
        common::print_json(&questions.collect::<Vec<_>>());
        return Ok(());
    }
    let mut steps: Vec<Step> = Vec::new();
    let count = |steps: &[Step], kind: Step| steps.iter().filter(|step| **step == kind).count();
    // One answer may decide several segments, so the list of questions is read again after each answer.
    while let Some(question) = review::questions(&manifest.script).get(count(&steps, Step::Skipped)) {
        show(&manifest.script, question, steps.len() + 1, total);
        match answer(question) {
            Answer::Speaker(speaker) => {
                // Write each decision at once, so none is lost when the session ends.
                progress::with_lock(global, |wait| {
                    edit::decide(&global.project, &manifest.script, question, &speaker, wait)
                })?;
                steps.push(Step::Decided);
                manifest = read(global)?;
            }
            Answer::Play => play_around(global, &manifest.script, question),
            Answer::Skip => steps.push(Step::Skipped),
            Answer::Back => {
                if steps.pop() == Some(Step::Decided) {
                    progress::with_lock(global, |wait| {
                        edit::undo(&global.project, Direction::Undo, false, wait)
                    })?;
                    manifest = read(global)?;
                }
            }
            Answer::Quit => break,
        }
    }
    let left = review::questions(&manifest.script).len();
    errln!("{} decided, {left} left", count(&steps, Step::Decided));
    Ok(())
}

fn read(global: &Global) -> Result<Manifest, Error> {
    project::read_manifest(&global.project).map_err(Error::Problems)
}

fn question_json(script: &Script, question: &Question) -> serde_json::Value {
    let quotes: Vec<&str> = question.segments.iter().map(|n| script.segments[*n].text.as_str()).collect();
    let segments: Vec<usize> = question.segments.iter().map(|n| n + 1).collect();
    json!({"segments": segments, "quotes": quotes, "because": question.because, "candidates": question.candidates})
}

/// Prints the paragraph before, the paragraph with the quotes in bold, and the candidates.
fn show(script: &Script, question: &Question, number: usize, total: usize) {
    let reason = review::in_plain_words(&question.because);
    err_escaped!("\n{}", style(format!("{number} of {total}  {}", escape(&reason))).dim());
    let before = &script.segments[script.paragraph_before(question.paragraph.start)];
    if !before.is_empty() {
        let texts: Vec<_> = before.iter().map(|segment| escape(&segment.text)).collect();
        err_escaped!("  {}", style(texts.join(" ")).dim());
    }
    let texts = question.paragraph.clone().map(|n| {
        let text = escape(&script.segments[n].text);
        if question.segments.contains(&n) { style(&text).bold().to_string() } else { text.into_owned() }
    });
    err_escaped!("  {}", texts.collect::<Vec<_>>().join(" "));
    for (n, name) in question.candidates.iter().take(9).enumerate() {
        err_escaped!("    {} {}", style(n + 1).bold(), escape(name));
    }
    err_escaped!(
        "    {} another name  {} the narrator  {} play  {} skip  {} one step back  {} quit",
        key("o"),
        key("n"),
        key("p"),
        key("s"),
        key("b"),
        key("q")
    );
}

/// Plays the paragraph of the question with the segments before and after it. A segment that its voice cannot speak is left out.
fn play_around(global: &Global, script: &Script, question: &Question) {
    let around =
        question.paragraph.start.saturating_sub(1)..script.segments.len().min(question.paragraph.end + 1);
    for segment in around {
        if let Err(error) = play_segment(global, segment) {
            err_escaped!("    not played: {}", escape(&error.to_string()));
        }
    }
}

/// Speaks a segment if no take is stored, and plays it.
fn play_segment(global: &Global, segment: usize) -> Result<(), Error> {
    let project = common::load(global)?;
    let options = Options { jobs: 1, cancel: &AtomicBool::new(false), target: Target::Draft, limit: None };
    for sentence in build::speak_segment(&project, segment, &options)?.sentences {
        let Some(sound) = build::take_sound(&project, &sentence.take) else { continue };
        let file = tempfile::Builder::new().prefix("aloud-").suffix(".wav").tempfile();
        let written = file.and_then(|mut file| file.write_all(&sound).map(|()| file));
        let file = written.map_err(|error| {
            Diagnostic::error("sound-unreadable", "the quote cannot be played").why(error.to_string())
        })?;
        desktop::play(file.path())?;
    }
    Ok(())
}

fn key(letter: &str) -> impl std::fmt::Display {
    style(letter.to_string()).bold()
}

/// Reads an answer: one key in a terminal, one line elsewhere. Asks again after invalid input.
fn answer(question: &Question) -> Answer {
    loop {
        let (letter, rest) = match read_input() {
            Some(input) => input,
            None => return Answer::Quit,
        };
        match letter {
            'q' | '\u{1b}' => return Answer::Quit,
            's' | '\n' => return Answer::Skip,
            'b' => return Answer::Back,
            'p' => return Answer::Play,
            'n' => return Answer::Speaker(NARRATOR.into()),
            'o' => {
                if let Some(name) = rest.or_else(read_name).map(|name| name.trim().to_string())
                    && !name.is_empty()
                {
                    return Answer::Speaker(name);
                }
            }
            digit => {
                let nth = digit.to_digit(10).and_then(|n| (n as usize).checked_sub(1));
                if let Some(name) = nth.and_then(|n| question.candidates.get(n)) {
                    return Answer::Speaker(name.clone());
                }
            }
        }
        err_escaped!("    press a number, o, n, p, s, b or q");
    }
}

/// Reads a key and, from a line, the text after it. Returns `None` at the end of the input.
fn read_input() -> Option<(char, Option<String>)> {
    if io::stdin().is_terminal() {
        return match Term::stderr().read_key().ok()? {
            Key::Char(letter) => Some((letter, None)),
            Key::Enter => Some(('\n', None)),
            Key::Escape | Key::CtrlC => Some(('q', None)),
            _ => Some(('?', None)),
        };
    }
    let mut line = String::new();
    (io::stdin().lock().read_line(&mut line).ok()? > 0).then_some(())?;
    let letter = line.trim_start().chars().next().unwrap_or('\n');
    let rest = line.trim().get(letter.len_utf8()..).map(|rest| rest.trim().to_string());
    Some((letter, rest.filter(|rest| !rest.is_empty())))
}

/// Asks for a name that is not among the candidates.
fn read_name() -> Option<String> {
    let _ = write!(io::stderr(), "    name: ");
    if io::stdin().is_terminal() {
        return Term::stderr().read_line().ok();
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).ok()?;
    Some(line)
}
