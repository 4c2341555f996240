//! Tests documents that the tests pack themselves, with the parts that Word, LibreOffice and publishers write.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{Article, Format, Reason, Role, parse};
use super::{DocumentError, to_page};

fn pack(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn article(files: &[(&str, &str)]) -> Article {
    let page = to_page(&pack(files)).unwrap().unwrap();
    parse(&page, Format::Html).unwrap()
}

/// The script that all three documents have.
const EXPECTED: [(Role, &str); 8] = [
    (Role::Heading(1), "The lamp of Skarn"),
    (Role::Paragraph, "It was lit in the year of the flood, and it has never been dark."),
    (Role::Heading(2), "The keepers"),
    (Role::Item, "a rope"),
    (Role::Item, "two lenses"),
    (Role::Item, "1. Open the glass."),
    (Role::Row, "Year: Ships 31."),
    (Role::Paragraph, "So it ended."),
];

fn check(article: &Article, notes: &[&str]) {
    let read: Vec<(Role, &str)> = article
        .blocks
        .iter()
        .filter(|block| block.role.is_read())
        .map(|block| (block.role, block.text(&article.text)))
        .collect();
    assert_eq!(read, EXPECTED);
    let footnotes: Vec<&str> = article
        .blocks
        .iter()
        .filter(|block| block.role == Role::Omitted(Reason::Footnote))
        .map(|block| block.text(&article.text))
        .collect();
    assert_eq!(footnotes, notes);
    assert_eq!(article.title.as_deref(), Some("The lamp of Skarn"));
}

#[test]
fn headings_of_the_first_level_are_sections_below_a_title() {
    let p = |style: &str, words: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
    };
    let sections = p("heading 1", "The keepers") + &p("heading 2", "Ada") + &p("", "She came in May.");
    let levels = |body: &str| -> Vec<Role> {
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        let article = article(&[("word/document.xml", &document)]);
        article
            .blocks
            .iter()
            .map(|block| block.role)
            .filter(|role| matches!(role, Role::Heading(_)))
            .collect()
    };
    let with_title = p("title", "The lamp of Skarn") + &sections;
    assert_eq!(levels(&with_title), [Role::Heading(1), Role::Heading(2), Role::Heading(3)]);
    assert_eq!(levels(&sections), [Role::Heading(1), Role::Heading(2)]);
}

#[test]
fn headings_of_an_open_document_are_sections_below_a_title() {
    let text = "<text:p text:style-name=\"Title\">The lamp of Skarn</text:p><text:h text:outline-level=\"1\">The keepers</text:h>\
        <text:p>She came in May, and she stayed.</text:p>";
    let content = format!(
        "<office:document-content><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    let article =
        article(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)]);
    let roles: Vec<Role> = article.blocks.iter().map(|block| block.role).collect();
    assert_eq!(roles, [Role::Heading(1), Role::Heading(2), Role::Paragraph]);
}

#[test]
fn reads_a_word_document() {
    let p =
        |style: &str, runs: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
    let item = |list: &str, words: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let cell = |words: &str| format!("<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
    let body = [
        p("Titel", "<w:r><w:t>The lamp of Skarn</w:t></w:r>"),
        p("toc1", "<w:r><w:t>The keepers 1</w:t></w:r>"),
        p("x", "<w:r><w:t xml:space=\"preserve\">It was lit in the year of the </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>flood</w:t></w:r>\
            <w:del><w:r><w:delText> old</w:delText></w:r></w:del><w:ins><w:r><w:t>, and it has never been dark.</w:t></w:r></w:ins>\
            <w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"2\"/></w:r>"),
        p("berschrift2", "<w:r><w:t>The keepers</w:t></w:r>"),
        item("1", "a rope"),
        item("1", "two lenses"),
        p("steps", "<w:r><w:t>Open the glass.</w:t></w:r>"),
        format!("<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>", cell("Time"), cell("Ships"), cell("Year"), cell("31")),
        p("x", "<w:r><w:t>So it ended.</w:t></w:r>"),
    ]
    .concat();
    let lists = "<w:numbering><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num></w:numbering>";
    let styles = "<w:styles><w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style>\
        <w:style w:styleId=\"steps\"><w:name w:val=\"List Number\"/><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"toc1\"><w:name w:val=\"toc 1\"/></w:style>\
        <w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>";
    let article = article(&[
        (
            "word/document.xml",
            &format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>"),
        ),
        ("word/styles.xml", styles),
        ("word/numbering.xml", lists),
        (
            "word/footnotes.xml",
            "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:t>Port records.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
        ("docProps/core.xml", "<cp:coreProperties><dc:creator>Ada Venn</dc:creator></cp:coreProperties>"),
    ]);
    check(&article, &["Port records."]);
    assert_eq!(article.author.as_deref(), Some("Ada Venn"));
}

#[test]
fn reads_a_libreoffice_text() {
    let content = "<office:document-content><office:automatic-styles>\
        <style:style style:name=\"P1\" style:parent-style-name=\"Title\"/>\
        <text:list-style style:name=\"L1\"><text:list-level-style-bullet text:level=\"1\"/></text:list-style>\
        <text:list-style style:name=\"L2\"><text:list-level-style-number text:level=\"1\"/></text:list-style>\
        </office:automatic-styles><office:body><office:text>\
        <text:p text:style-name=\"P1\">The lamp of Skarn</text:p>\
        <text:p>It was lit in<text:s/>the year of the flood, and it has never been dark.<text:note text:note-class=\"footnote\">\
        <text:note-citation>1</text:note-citation><text:note-body><text:p>Port records.</text:p></text:note-body></text:note></text:p>\
        <text:h text:outline-level=\"2\">The keepers</text:h>\
        <text:list text:style-name=\"L1\"><text:list-item><text:p>a rope</text:p></text:list-item><text:list-item><text:p>two lenses</text:p></text:list-item></text:list>\
        <text:list text:style-name=\"L2\"><text:list-item><text:p>Open the glass.<office:annotation><text:p>Sure?</text:p></office:annotation></text:p></text:list-item></text:list>\
        <table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Time</text:p></table:table-cell><table:table-cell><text:p>Ships</text:p></table:table-cell></table:table-row></table:table-header-rows>\
        <table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell><table:table-cell><text:p>31</text:p></table:table-cell></table:table-row></table:table>\
        <text:p>So it ended.</text:p></office:text></office:body></office:document-content>";
    let files = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)];
    check(&article(&files), &["Port records."]);
}

#[test]
fn reads_the_chapters_of_a_book_in_order() {
    let package = "<package><metadata><dc:title>The lamp of Skarn</dc:title><dc:language>en</dc:language></metadata><manifest>\
        <item id=\"two\" href=\"text/b.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"one\" href=\"text/a.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/></manifest>\
        <spine><itemref idref=\"nav\"/><itemref idref=\"one\"/><itemref idref=\"two\"/></spine></package>";
    let first = "<html><head><title>x</title></head><body><p>It was lit in the year of the flood, and it has never been dark.<a epub:type=\"noteref\" href=\"#n1\">1</a></p>\
        <aside epub:type=\"footnote\" id=\"n1\"><p>Port records.</p></aside></body></html>";
    let second = "<html><body><h2>The keepers</h2><ul><li>a rope</li><li>two lenses</li></ul><ol><li>Open the glass.</li></ol>\
        <table><tr><th>Time</th><th>Ships</th></tr><tr><td>Year</td><td>31</td></tr></table><p>So it ended.</p></body></html>";
    let article = article(&[
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"OEBPS/p.opf\"/></rootfiles></container>",
        ),
        ("OEBPS/p.opf", package),
        ("OEBPS/text/a.xhtml", first),
        ("OEBPS/text/b.xhtml", second),
        ("OEBPS/nav.xhtml", "<html><body><p>Contents of this book.</p></body></html>"),
    ]);
    check(&article, &["Port records."]);
    assert_eq!(article.language.as_deref(), Some("en"));
}

#[test]
fn names_other_kinds_and_damage() {
    let workbook = pack(&[("xl/workbook.xml", "<x/>")]);
    assert_eq!(to_page(&workbook), Some(Err(DocumentError::Kind("an Excel workbook"))));
    assert_eq!(to_page(&pack(&[("a.txt", "x")])), Some(Err(DocumentError::Kind("a ZIP archive"))));
    assert!(matches!(to_page(b"PK\x03\x04rest"), Some(Err(DocumentError::Damaged(_)))));
    assert!(matches!(
        to_page(&pack(&[("word/document.xml", "no xml")])),
        Some(Err(DocumentError::Damaged(_)))
    ));
    assert_eq!(to_page(b"The quay"), None);
    let mut cut = pack(&[(
        "word/document.xml",
        "<w:document><w:body><w:p><w:r><w:t>Words</w:t></w:r></w:p></w:body></w:document>",
    )]);
    cut.truncate(cut.len() / 2);
    assert!(matches!(to_page(&cut), Some(Err(DocumentError::Damaged(_)))));
}

#[test]
fn limits_the_depth_and_the_size_of_a_document() {
    let deep = format!(
        "<w:document><w:body>{}<w:p><w:r><w:t>Words</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent>".repeat(50_000)
    );
    assert!(to_page(&pack(&[("word/document.xml", &deep)])).is_some());
    let bomb = format!("<w:document><w:body><w:p>{}</w:p></w:body></w:document>", " ".repeat(45_000_000));
    assert!(matches!(to_page(&pack(&[("word/document.xml", &bomb)])), Some(Err(_))));
}
