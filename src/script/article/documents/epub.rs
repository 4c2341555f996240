//! Converts a book to a page (EPUB 3.3): the chapters in the order of its spine.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::package::{Archive, Head, escape};
use super::xml::Element;

/// At most this many chapters are read.
const MAX_CHAPTERS: usize = 5_000;

/// Joins the chapters. The table of contents, the cover and encrypted chapters are left out.
pub(super) fn to_page(archive: &mut Archive) -> Option<String> {
    let container = archive.xml("META-INF/container.xml")?;
    let path = container.descendant("rootfile")?.attribute("full-path")?.to_string();
    let package = archive.xml(&path)?;
    let head = package
        .child("metadata")
        .or_else(|| package.child("opf:metadata"))
        .map(Head::read)
        .unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut body = String::new();
    for chapter in chapters(&package).iter().take(MAX_CHAPTERS) {
        if let Some(source) = archive.text(&resolve(folder, chapter)) {
            body.push_str("<section>");
            body.push_str(body_of(&source));
            body.push_str("</section>\n");
        }
    }
    // The title of the book is its headline, unless a chapter begins with it.
    let title = head.title.as_deref().map(escape).filter(|title| !body.contains(&format!(">{title}<")));
    let headline = title.map(|title| format!("<h1>{title}</h1>\n")).unwrap_or_default();
    (!body.is_empty()).then(|| head.page(&format!("{headline}{body}")))
}

/// Returns the files of the chapters in their order.
fn chapters(package: &Element) -> Vec<String> {
    let (mut files, mut order) = (BTreeMap::new(), Vec::new());
    package.each(&mut |element| match element.name.trim_start_matches("opf:") {
        "item" => {
            let is_text = element.attribute("media-type").is_some_and(|kind| kind.contains("html"));
            let is_contents =
                element.attribute("properties").is_some_and(|p| p.split(' ').any(|p| p == "nav"));
            if let Some((id, file)) =
                element.attribute("id").zip(element.attribute("href")).filter(|_| is_text && !is_contents)
            {
                files.insert(id, file);
            }
        }
        "itemref" if element.attribute("linear") != Some("no") => order.extend(element.attribute("idref")),
        _ => {}
    });
    order.into_iter().filter_map(|id| files.get(id).map(|file| (*file).to_string())).collect()
}

/// Returns the name of a file in the archive.
fn resolve(folder: &str, file: &str) -> String {
    let file = file.split('#').next().unwrap_or(file);
    let file = percent_decode_str(file).decode_utf8_lossy().into_owned();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the content of the body of a chapter.
fn body_of(source: &str) -> &str {
    let start = source.find("<body").and_then(|at| Some(at + source[at..].find('>')? + 1)).unwrap_or(0);
    let end = source.rfind("</body").filter(|end| *end >= start).unwrap_or(source.len());
    &source[start..end]
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn resolves_the_names_of_chapters() {
        assert_eq!(resolve("OEBPS", "text/one%20a.xhtml#x"), "OEBPS/text/one a.xhtml");
        assert_eq!(resolve("OEBPS/a", "../../../b.xhtml"), "b.xhtml");
        assert_eq!(resolve("", "./b.xhtml"), "b.xhtml");
    }
}
