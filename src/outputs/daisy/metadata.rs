//! Makes the elements with metadata, which pages and SMIL files have in common.

use crate::outputs::markup::{escape, single_line};

/// The value of `dc:format`.
pub(super) const FORMAT: &str = "Daisy 2.02";

/// Returns an element with metadata.
pub(super) fn meta(name: &str, content: &str) -> String {
    format!("<meta name=\"{name}\" content=\"{}\"/>\n", escape(&single_line(content)))
}
