//! Makes the media overlay of a document: which sentence plays when (EPUB 3.3, section 9).

use std::fmt::Write;

use crate::outputs::book::{Clip, Document, clock_value};

/// Returns the media overlay of a document, with clips of the file `sound`.
pub(super) fn render(document: &Document, sound: &str) -> String {
    let id = &document.id;
    let mut smil = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<smil xmlns=\"http://www.w3.org/ns/SMIL\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" version=\"3.0\">\n<body>\n\
         <seq id=\"all\" epub:textref=\"{id}.xhtml\" epub:type=\"chapter\">\n"
    );
    for Clip { sentence, start, end } in &document.clips {
        let (start, end) = (clock_value(*start), clock_value(*end));
        // Writing to a string cannot fail.
        let _ = writeln!(
            smil,
            "<par id=\"p{sentence}\"><text src=\"{id}.xhtml#s{sentence}\"/>\
             <audio src=\"{sound}\" clipBegin=\"{start}\" clipEnd=\"{end}\"/></par>"
        );
    }
    smil + "</seq>\n</body>\n</smil>\n"
}
