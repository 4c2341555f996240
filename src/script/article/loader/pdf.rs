//! Reads the text of a PDF with poppler's `pdftotext`, if it is installed.

use std::time::Duration;

use super::pdf_layout;
use crate::base::process;

/// The program is stopped after this time.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Returns the text of a PDF, with form feeds between pages. `None` if there is no `pdftotext`, or if it finds no text.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let mut command = process::command("pdftotext").ok()?;
    command.args(["-layout", "-enc", "UTF-8", "-", "-"]);
    let finished = process::run(&mut command, bytes.to_vec(), TIMEOUT, &|| false).ok()?;
    let text = String::from_utf8_lossy(&finished.stdout).into_owned();
    let is_read = finished.status.is_some_and(|status| status.success());
    (is_read && text.contains(char::is_alphanumeric)).then(|| pdf_layout::unfold(&text))
}
