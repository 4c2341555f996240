//! The player at the foot of the page: the browser's own, and what the script adds to it.

use crate::outputs::article::direction;
use crate::outputs::words::{Steps, Words};
use crate::outputs::{Edition, escape, playable};

const SPEEDS: [&str; 11] = ["0.5", "0.75", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2", "2.5", "3"];

/// The player of an edition. On a small screen all but the browser's own and two buttons is behind a third.
pub(super) fn render(edition: &Edition<'_>, words: &Words) -> String {
    format!(
        "<section class=\"player\" id=\"player\" tabindex=\"-1\" aria-label=\"{}\" lang=\"{}\" dir=\"{}\">\n<div>\n\
         <audio controls preload=\"metadata\" aria-label=\"{}\">{}</audio>\n\
         <div class=\"tools\" id=\"tools\" hidden>\n{}\
         <button type=\"button\" id=\"more\" aria-expanded=\"false\" aria-controls=\"tools\">{}</button>\n\
         {}<label>{} <select id=\"speed\">{}</select></label>\n\
         <button type=\"button\" id=\"follow\" aria-pressed=\"true\">{}</button>\n\
         <details><summary>{}</summary><p>{}</p></details>\n</div>\n\
         <p class=\"status\" role=\"status\" data-resumed=\"{}\" data-missing=\"{}\"></p>\n</div>\n</section>\n",
        words.player,
        words.language,
        direction(words.language),
        escape(&edition.title()),
        sources(edition),
        steps(["back", "on"], &words.sentence, " class=\"always\""),
        words.more,
        steps(["up", "down"], &words.paragraph, ""),
        words.speed,
        speeds(),
        words.follow,
        words.keys,
        words.help,
        words.resumed,
        words.missing,
    )
}

/// What the browser may choose from, the smallest first.
fn sources(edition: &Edition<'_>) -> String {
    let source = |(file, kind)| format!("<source src=\"{file}\" type=\"{kind}\">");
    playable(edition.outputs).map(source).collect()
}

/// Two buttons. Their names hold what is seen of them, so that who speaks to the computer can say it.
fn steps([back, on]: [&str; 2], steps: &Steps, class: &str) -> String {
    let Steps { short, back: to_one_before, on: to_next } = steps;
    format!(
        "<button type=\"button\" id=\"{back}\"{class} aria-label=\"{to_one_before}\">← <span>{short}</span></button>\n\
         <button type=\"button\" id=\"{on}\"{class} aria-label=\"{to_next}\"><span>{short}</span> →</button>\n"
    )
}

fn speeds() -> String {
    let option = |speed: &&str| {
        let chosen = if *speed == "1" { " selected" } else { "" };
        format!("<option value=\"{speed}\"{chosen}>{speed}×</option>")
    };
    SPEEDS.iter().map(option).collect()
}
