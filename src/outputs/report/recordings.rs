//! Renders the recordings of a line in the report: to hear each, and to pick another one.

use std::fmt::Write;
use std::path::Path;

use super::chart::clock;
use super::data::{Row, RowRecording};
use crate::base::url;
use crate::outputs::{escape, single_line};

/// Returns the recordings of a row, collapsed; nothing if there is at most one. `folder` is that of the page.
pub(super) fn recordings(row: &Row, folder: &Path) -> String {
    let Some(number) = row.number.filter(|_| row.recordings.len() > 1) else { return String::new() };
    let items: String = row.recordings.iter().map(|recording| item(recording, number, folder)).collect();
    format!(
        "<details class=\"takes\"><summary>{} recordings</summary>\n<ul>\n{items}</ul>\n</details>",
        row.recordings.len()
    )
}

fn item(recording: &RowRecording, number: usize, folder: &Path) -> String {
    let name = escape(&single_line(&recording.name));
    let link = escape(&url::encode_path(&url::relative_path(folder, &recording.path)));
    let mut html = format!("<li><b>{name}</b>");
    if let Some((session, at)) = &recording.session {
        // Writing to a string cannot fail.
        let _ =
            write!(html, " <span class=\"soft\">{} at {}</span>", escape(&single_line(session)), clock(*at));
    }
    let _ = write!(
        html,
        "<audio controls preload=\"none\" aria-label=\"Recording {name}\" src=\"{link}\"></audio>"
    );
    if recording.chosen {
        html += "<p class=\"soft\">in use</p>";
    } else {
        let _ = write!(
            html,
            "<p class=\"soft\">use it: <code>aloud takes {number} --recording {name}</code></p>"
        );
    }
    html + "</li>\n"
}
