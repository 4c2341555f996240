//! Tests how articles are read: encodings, standard input, missing titles and files that are not articles.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::harness::{Project, Run};
#[cfg(feature = "http")]
use crate::server::Server;

const PAGE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"iso-8859-1\"><title>The quay is empty</title>\
    <meta name=\"author\" content=\"Zo\u{eb} Lind\"></head><body><h1>The quay is empty</h1>\
    <p>The caf\u{e9} shut at noon, she said.</p></body></html>";

/// Creates a folder with these files and without a project.
fn folder(files: &[(&str, &[u8])]) -> Project {
    let folder = Project::new("");
    fs::remove_file(folder.path("script.toml")).unwrap();
    for (name, bytes) in files {
        fs::write(folder.path(name), bytes).unwrap();
    }
    folder
}

/// Encodes text as ISO 8859-1.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

#[test]
fn detects_the_encoding_of_an_article() {
    let utf16: Vec<u8> =
        "\u{feff}The café\n\nIt shut at noon.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = folder(&[
        ("page.html", &latin1(PAGE)),
        ("utf16.txt", &utf16),
        ("old.txt", b"The caf\xe9\n\nIt shut at noon.\n"),
    ]);
    for (name, guessed) in [("page.html", false), ("utf16.txt", false), ("old.txt", true)] {
        let dir = format!("of-{name}");
        let run = folder.aloud(&["new", &dir, name]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!(run.stderr.contains("read as Windows-1252"), guessed, "{}", run.stderr);
        assert!(folder.text(&format!("{dir}/script.toml")).contains("café"), "`{name}`");
        let again = folder.aloud(&["-C", &dir, "script"]);
        assert!(
            again.code == Some(0) && !again.stderr.contains("warning"),
            "the copied article must be UTF-8: {}",
            again.stderr
        );
    }
    assert!(folder.text("of-page.html/script.toml").contains("author = \"Zoë Lind\""));
}

#[cfg(unix)]
#[test]
fn rejects_endless_article_within_memory_limit() {
    let folder = folder(&[]);
    let new = format!("\"{}\" new aloud", env!("CARGO_BIN_EXE_aloud"));
    let run_limited = |line: String| Run::of(folder.shell(&format!("ulimit -v 2000000; {line}")));
    run_limited(format!("{new} /dev/zero")).refused(&["`/dev/zero`", "not text"]);
    let large = ["has more than 10000000 bytes", "split it into several articles"];
    // A character of three bytes, so the limit of 10,000,000 bytes cuts one.
    run_limited(format!("yes 语 | {new} /dev/stdin")).refused(&large);
    run_limited(format!("yes 语 | {new} -")).refused(&large);
    assert!(!folder.path("aloud").exists());
}

#[test]
fn rejects_unreadable_articles_and_leaves_no_project() {
    let folder =
        folder(&[("paper.txt", b"%PDF-1.7\n"), ("empty.md", b""), ("noise.txt", b"\x01\x02\xff\x00\x00")]);
    fs::create_dir(folder.path("notes")).unwrap();
    let cases: [(&str, &[&str]); 5] = [
        ("paper.txt", &["`paper.txt`", "a PDF", "help:"]),
        ("empty.md", &["`empty.md`", "no text", "help:"]),
        ("noise.txt", &["`noise.txt`", "not text", "help:"]),
        ("notes", &["`notes`", "a folder", "help:"]),
        ("http://127.0.0.1:9/a", &["http://127.0.0.1:9/a", "address", "help:"]),
    ];
    for (name, parts) in cases {
        folder.aloud(&["new", "made", name]).refused(parts);
        assert!(!folder.path("made").exists(), "`{name}`");
    }
}

#[test]
fn takes_missing_title_from_file_name_with_warning() {
    let folder = folder(&[
        ("interview-with-ada.txt", b"it was a long night on the quay, she says."),
        ("a.md", b"One two three four."),
    ]);
    let run = folder.aloud(&["new", "one", "interview-with-ada.txt"]);
    assert!(run.stderr.contains("`Interview with ada`") && run.stderr.contains("help:"), "{}", run.stderr);
    assert!(folder.text("one/script.toml").contains("title = \"Interview with ada\""));
    folder.aloud(&["new", "two", "a.md"]);
    assert!(folder.text("two/script.toml").contains("title = \"One two three four\""));
    let again = folder.aloud(&["-C", "one", "script"]);
    assert!(!again.stderr.contains("has no title"), "the warning must not appear twice: {}", again.stderr);
}

#[test]
fn merge_keeps_an_edited_author() {
    let folder =
        folder(&[("a.md", b"---\nauthor: Jo Lindqvist\nlang: en-GB\n---\n\n# The quay\n\nIt is empty.\n")]);
    folder.aloud(&["new", "one", "a.md"]);
    let script = folder.text("one/script.toml");
    assert!(
        script.contains("author = \"Jo Lindqvist\"") && script.contains("language = \"en-GB\""),
        "{script}"
    );
    folder.write("one/script.toml", &script.replace("Jo Lindqvist", "The Islands Desk"));
    folder.write("one/a.md", "---\nauthor: Jo Lindqvist\n---\n\n# The quay\n\nIt is full.\n");
    folder.aloud(&["-C", "one", "script"]);
    let amended = folder.text("one/script.toml");
    assert!(amended.contains("The Islands Desk") && !amended.contains("Jo Lindqvist"), "{amended}");
    assert!(amended.contains("It is full."), "{amended}");
}

#[test]
fn reads_article_from_standard_input() {
    let folder = folder(&[]);
    for (dir, source, name) in
        [("page", PAGE, "article.html"), ("text", "The quay\n\nIt is empty.\n", "article.txt")]
    {
        let mut program = folder
            .command(&["new", dir, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        program.stdin.take().unwrap().write_all(source.as_bytes()).unwrap();
        let run = Run::of(program.wait_with_output().unwrap());
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(folder.path(&format!("{dir}/{name}")).exists(), "{run:?}");
    }
}

#[test]
fn reads_damaged_articles_with_a_warning_and_writes_them_whole() {
    let script = format!("<script>{}</script>", "x".repeat(500));
    let shell =
        format!("<html><body><div id=app><h1>The quay</h1><p>Load it again.</p></div>{script}</body></html>");
    let folder = folder(&[
        ("broken.md", b"# The caf\xc3\xa9\n\nZo\xc3\xab came at noon.\n\nIt was \xff shut.\n"),
        (
            "nul.txt",
            b"The quay\n\nIt is empty, and it has been empty since the ferry left for the winter\0 in May.\n",
        ),
        ("twice.txt", "The quay\n\nâ€œIt is empty,â€\u{9d} said Zoë.\n".as_bytes()),
        ("shell.html", shell.as_bytes()),
        ("page.txt", b"<p>The quay is empty.</p>\n<p>So is the caf\xc3\xa9.</p>"),
    ]);
    for (name, warning) in [
        ("broken.md", "not UTF-8"),
        ("nul.txt", "NUL"),
        ("twice.txt", "Windows-1252"),
        ("shell.html", "a program of the page"),
    ] {
        let run = folder.aloud(&["new", &format!("of-{name}"), name]);
        assert!(run.code == Some(0) && run.stderr.contains(warning), "{run:?}");
    }
    assert!(folder.text("of-twice.txt/script.toml").contains("“It is empty,”"));
    folder.aloud(&["new", "page", "page.txt"]);
    assert!(
        folder.text("page/script.toml").contains("article = \"page.html\""),
        "a page must have the name of one"
    );
}

#[test]
fn names_the_command_that_converts_a_file() {
    let folder = folder(&[("old.doc", b"\xD0\xCF\x11\xE0rest"), ("a.rtf", b"{\\rtf1 The quay}")]);
    for name in ["old.doc", "a.rtf"] {
        folder
            .aloud(&["new", "made", name])
            .refused(&[&format!("libreoffice --headless --convert-to docx {name}")]);
    }
}

#[cfg(feature = "http")]
#[test]
fn fetches_a_page_with_the_encoding_of_its_header_and_shows_redirects() {
    let server = Server::new(|_, request| {
        if request.line.contains("/old") {
            return b"HTTP/1.1 302 Found\r\nlocation: /new\r\ncontent-length: 0\r\n\r\n".to_vec();
        }
        let body = b"<html><body><h1>The caf\xe9</h1><p>It shut at noon, she said.</p></body></html>";
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=iso-8859-1\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    });
    let folder = folder(&[]);
    let run = folder.aloud(&["new", "made", &format!("{}/old", server.url)]);
    assert!(run.code == Some(0) && run.stderr.contains("leads to") && run.stderr.contains("/new"), "{run:?}");
    let script = folder.text("made/script.toml");
    assert!(script.contains("The café") && script.contains("article = \"article.html\""), "{script}");
}

/// Columns, hyphens at line ends, running heads and page numbers.
const PRINTED: &str = "@page { size: A5; margin: 20mm 15mm; @top-center { content: 'The Skarn Gazette' } \
    @bottom-center { content: counter(page) } } body { font: 10pt serif } .columns { columns: 2; column-gap: 8mm } \
    p { margin: 0; text-indent: 1em; hyphens: manual; text-align: justify }";

#[test]
fn reads_a_printed_pdf_in_two_columns() {
    needs!("chromium", "pdftotext");
    let sentences = [
        "The ferry had been due back before noon, but nobody on the quay expected it, and the café had closed its shutters.",
        "By evening the wind had dropped, though the harbour office kept its ex\u{ad}tra\u{ad}or\u{ad}di\u{ad}nary warn\u{ad}ing up.",
        "The company says that two new ships are be\u{ad}ing built on the main\u{ad}land and that the first is de\u{ad}liv\u{ad}ered in au\u{ad}tumn.",
    ];
    let paragraphs: Vec<&str> = sentences.into_iter().cycle().take(24).collect();
    let body: String = paragraphs.iter().map(|words| format!("<p>{words}</p>")).collect();
    let page = format!(
        "<html lang=en><meta charset=utf-8><style>{PRINTED}</style><h1>An island waits for its ferry</h1>\
         <div class=columns>{body}</div></html>"
    );
    let folder = folder(&[("printed.html", page.as_bytes())]);
    let print = "chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf=printed.pdf printed.html";
    assert!(folder.shell(print).status.success());
    let run = folder.aloud(&["script", "--json", "printed.pdf"]);
    let script: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let texts = |list: &str| -> Vec<String> {
        let texts =
            script[list].as_array().into_iter().flatten().map(|entry| entry["text"].as_str().unwrap());
        texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    let mut expected: Vec<String> = paragraphs.iter().map(|words| words.replace('\u{ad}', "")).collect();
    expected.insert(0, "An island waits for its ferry".into());
    assert_eq!(texts("segments"), expected);
    let omitted = texts("omitted");
    assert!(
        omitted.iter().any(|text| text == "The Skarn Gazette") && omitted.iter().any(|text| text == "2"),
        "{omitted:?}"
    );
    let run = folder.aloud(&["new", "episode", "printed.pdf"]);
    assert!(run.stderr.contains("is a PDF"), "{}", run.stderr);
}
