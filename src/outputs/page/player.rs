//! Makes the player of the page: the browser's own, and the controls that the script adds.
//!
//! A small screen shows the browser's player and two buttons; a third button shows the rest.

use std::fmt::Write;

use crate::language::ui_texts::{ReadingTexts, StepTexts};
use crate::outputs::Edition;
use crate::outputs::catalog::playable_by_size;
use crate::outputs::markup::{escape, single_line};
use crate::outputs::metadata::text_direction;

const SPEEDS: [&str; 11] = ["0.5", "0.75", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2", "2.5", "3"];

/// Values in percent of the style's own; letter spacing in percent of the size. WCAG 2.2, criterion 1.4.12 asks for pages that bear
/// 1.5 lines and 12 %.
const SIZES: [u16; 8] = [85, 100, 115, 130, 150, 175, 200, 250];
const LINES: [u16; 5] = [85, 100, 115, 130, 160];
const LETTERS: [u16; 5] = [0, 3, 6, 9, 12];
const WIDTHS: [u16; 5] = [70, 85, 100, 130, 180];

/// Returns the player.
pub(super) fn player(edition: &Edition<'_>) -> String {
    let ui = edition.ui();
    format!(
        "<section class=\"player\" id=\"player\" tabindex=\"-1\" aria-label=\"{}\" lang=\"{}\" dir=\"{}\">\n<div>\n{}\
         <div class=\"tools\" id=\"tools\" hidden>\n{}\
         <button type=\"button\" id=\"more\" aria-expanded=\"false\" aria-controls=\"extra\">{}</button>\n\
         <div class=\"extra\" id=\"extra\">\n{}<label>{} <select id=\"speed\">{}</select></label>\n\
         <button type=\"button\" id=\"follow\" aria-pressed=\"true\">{}</button>\n{}</div>\n</div>\n\
         <p class=\"status\" role=\"status\" data-resumed=\"{}\" data-missing=\"{}\" data-loading=\"{}\"></p>\n\
         </div>\n</section>\n",
        ui.player,
        ui.language,
        text_direction(&ui.language),
        audio(edition),
        step_buttons(["back", "on"], &ui.sentence),
        ui.more,
        step_buttons(["up", "down"], &ui.paragraph),
        ui.speed,
        speed_options(),
        ui.follow,
        settings(edition),
        ui.resumed,
        ui.load_failed,
        ui.loading,
    )
}

/// Returns the browser's player. The data attributes are for lock screens. The browser plays the first file that it supports.
fn audio(edition: &Edition<'_>) -> String {
    let sources: String = playable_by_size(edition.outputs)
        .map(|(file, kind)| format!("<source src=\"{file}\" type=\"{kind}\">"))
        .collect();
    let attribute = |value: Option<&str>| escape(&single_line(value.unwrap_or_default()));
    format!(
        "<audio controls preload=\"metadata\" aria-label=\"{}\" data-artist=\"{}\" data-album=\"{}\" data-cover=\"{}\">\
         {sources}</audio>\n",
        escape(&edition.title()),
        attribute(edition.author),
        attribute(edition.series),
        edition.cover.map_or("", |cover| cover.kind.file()),
    )
}

/// Returns the two buttons to the previous and next item. Their accessible names contain the visible text, because
/// people who use speech input say what they see (WCAG 2.2, criterion 2.5.3).
fn step_buttons([previous_id, next_id]: [&str; 2], texts: &StepTexts) -> String {
    let StepTexts { short, previous, next } = texts;
    format!(
        "<button type=\"button\" id=\"{previous_id}\" aria-label=\"{previous}\"><b>←</b> <span>{short}</span></button>\n\
         <button type=\"button\" id=\"{next_id}\" aria-label=\"{next}\"><span>{short}</span> <b>→</b></button>\n"
    )
}

fn speed_options() -> String {
    SPEEDS.iter().map(|speed| option(speed, &format!("{speed}×"), *speed == "1")).collect()
}

/// Returns the settings of the text and of the keys, with the help on keys.
fn settings(edition: &Edition<'_>) -> String {
    let ui = edition.ui();
    let ReadingTexts {
        button,
        size,
        lines,
        letters,
        width,
        font,
        serif,
        sans,
        dyslexia,
        theme,
        automatic,
        light,
        dark,
        reset,
    } = &ui.reading;
    let mut fields = String::new();
    for (setting, name, percents, usual) in [
        ("size", size, SIZES.as_slice(), 100),
        ("lines", lines, &LINES, 100),
        ("letters", letters, &LETTERS, 0),
        ("width", width, &WIDTHS, 100),
    ] {
        let options =
            percents.iter().map(|value| option(&value.to_string(), &format!("{value} %"), *value == usual));
        fields += &choice(setting, name, &options.collect::<String>());
    }
    let named = |values: &[(&str, &String)]| {
        values.iter().map(|(value, name)| option(value, name, false)).collect::<String>()
    };
    fields += &choice("font", font, &named(&[("serif", serif), ("sans", sans), ("dyslexia", dyslexia)]));
    fields += &choice("theme", theme, &named(&[("auto", automatic), ("light", light), ("dark", dark)]));
    // Writing to a string cannot fail.
    let _ = write!(
        fields,
        "<button type=\"button\" id=\"reset\">{reset}</button>\n<hr>\n\
         <label class=\"wide\"><input type=\"checkbox\" id=\"anywhere\" checked> {}</label>\n<p class=\"wide\">{}</p>\n\
         <p class=\"wide\">{}</p>\n<p class=\"wide\" id=\"file\"></p>\n",
        ui.keys_anywhere, ui.keys_anywhere_help, ui.help
    );
    format!(
        "<details id=\"settings\"><summary>{button} · {}</summary>\n<div class=\"panel\">\n{fields}</div></details>\n",
        ui.keys
    )
}

fn choice(setting: &str, name: &str, options: &str) -> String {
    format!("<label>{name} <select data-setting=\"{setting}\">{options}</select></label>\n")
}

fn option(value: &str, name: &str, selected: bool) -> String {
    let selected = if selected { " selected" } else { "" };
    format!("<option value=\"{value}\"{selected}>{name}</option>")
}
