//! Validates the EPUB with EPUBCheck (W3C) and Ace (DAISY), and compares its media overlays with the timeline.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::harness::{Project, script, string};
use crate::testing;

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools")
}

/// Fails unless EPUBCheck finds neither errors nor warnings.
#[track_caller]
fn assert_epubcheck_passes(book: &Path) {
    let mut versions = fs::read_dir(tools().join("venv/lib")).expect("tests/run").flatten();
    let jar = versions.find_map(|version| {
        let jar = version.path().join("site-packages/epubcheck/epubcheck.jar");
        jar.is_file().then_some(jar)
    });
    let mut java = Command::new("java");
    java.arg("-jar")
        .arg(jar.expect("EPUBCheck: tests/run"))
        .args(["--failonwarnings", "--json", "-"])
        .arg(book);
    let run = java.output().expect("java: tests/run");
    let report: Value = serde_json::from_slice(&run.stdout).expect("a report");
    let checker = &report["checker"];
    let found = ["nFatal", "nError", "nWarning"].map(|count| checker[count].as_u64().unwrap());
    assert_eq!(found, [0, 0, 0], "{:#}", report["messages"]);
    assert!(
        run.status.success() && string(&report["publication"]["ePubVersion"]).starts_with('3'),
        "{report:#}"
    );
}

/// Fails unless Ace finds no accessibility problem.
#[track_caller]
fn assert_ace_passes(project: &Project) {
    let mut ace = Command::new("node");
    ace.arg(tools().join("node/node_modules/@daisy/ace-cli/bin/ace.js"));
    ace.args(["--force", "--outdir"]).arg(project.path("ace")).arg(project.path("out/episode.epub"));
    ace.env("PUPPETEER_EXECUTABLE_PATH", testing::path("chromium")).env("ACE_TIMEOUT_INITIAL", "60000");
    let run = ace.output().expect("node: tests/run");
    assert!(run.status.success(), "{run:?}");
    let report = project.json("ace/report.json");
    let documents = report["assertions"].as_array().unwrap();
    let found: Vec<&Value> =
        documents.iter().flat_map(|document| document["assertions"].as_array().unwrap()).collect();
    assert!(documents.len() >= 3, "Ace must see package, contents and text: {report:#}");
    assert!(found.is_empty() && report["earl:result"]["earl:outcome"] == "pass", "{found:#?}");
}

/// Returns the text files of the book by name, and all file names in their order.
fn read_book(project: &Project) -> (BTreeMap<String, String>, Vec<String>) {
    let mut zip = zip::ZipArchive::new(File::open(project.path("out/episode.epub")).unwrap()).unwrap();
    let (mut texts, mut names) = (BTreeMap::new(), Vec::new());
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).unwrap();
        names.push(file.name().unwrap().into_owned());
        let mut text = String::new();
        if file.read_to_string(&mut text).is_ok() {
            texts.insert(file.name().unwrap().into_owned(), text);
        }
    }
    (texts, names)
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let text = &text[text.find(from).unwrap_or_else(|| panic!("{from}: {text}")) + from.len()..];
    &text[..text.find(to).expect("an end")]
}

fn milliseconds(clock: &str) -> i64 {
    let parts: Vec<f64> = clock.split(':').map(|part| part.parse().unwrap()).collect();
    ((parts[0] * 3600.0 + parts[1] * 60.0 + parts[2]) * 1000.0).round() as i64
}

/// Returns document, id, start and end (in ms) of each clip, in the order of the book.
fn clips(texts: &BTreeMap<String, String>) -> Vec<(String, String, i64, i64)> {
    let overlays = texts.iter().filter(|(name, _)| name.ends_with(".smil"));
    let clip = |par: &str| {
        let (document, id) = between(par, "<text src=\"", "\"").split_once('#').unwrap();
        let time = |name: &str| milliseconds(between(par, &format!("{name}=\""), "\""));
        (format!("EPUB/{document}"), id.to_string(), time("clipBegin"), time("clipEnd"))
    };
    overlays.flat_map(|(_, smil)| smil.split("<par ").skip(1).map(clip)).collect()
}

/// Fails unless the overlays match episode.json.
///
/// Each clip starts with its sentence and ends where the next one starts. The first starts with the episode and the last ends
/// with it. Each clip refers to the text of its sentence. Times may differ by 1 ms, because both files round.
#[track_caller]
fn assert_overlays_match_timeline(project: &Project) {
    let (texts, _) = read_book(project);
    let json = project.json("out/episode.json");
    let takes = json["segments"].as_array().unwrap().iter().flat_map(|s| s["takes"].as_array().unwrap());
    let sentences: Vec<&Value> = takes.filter(|take| take["text"] != "").collect();
    let ms = |seconds: &Value| (seconds.as_f64().unwrap() * 1000.0).round() as i64;
    let clips = clips(&texts);
    assert_eq!(clips.len(), sentences.len());
    for (nth, ((document, id, start, end), sentence)) in clips.iter().zip(&sentences).enumerate() {
        let begins = if nth == 0 { 0 } else { ms(&sentence["start"]) };
        let ends = sentences.get(nth + 1).map_or(ms(&json["seconds"]), |next| ms(&next["start"]));
        assert!(
            (start - begins).abs() <= 1 && (end - ends).abs() <= 1,
            "{id}: {start} to {end}, not {begins} to {ends}"
        );
        let shown = between(&texts[document], &format!("<span id=\"{id}\">"), "</span>");
        let plain =
            shown.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        let words = |text: &str| {
            text.split(|c: char| c.is_whitespace() || c.is_control()).collect::<Vec<_>>().concat()
        };
        assert_eq!(words(&plain), words(&string(&sentence["text"])).replace(['\u{fffe}', '\u{ffff}'], ""));
    }
    let package = &texts["EPUB/package.opf"];
    let total = milliseconds(between(package, "property=\"media:duration\">", "<"));
    assert!((total - ms(&json["seconds"])).abs() <= 1, "{total}");
    let durations = package.split("-overlay\">").skip(1).filter(|part| part.contains("</meta>"));
    let sum: i64 = durations.map(|part| milliseconds(&part[..part.find('<').unwrap()])).sum();
    assert_eq!(sum, total);
}

/// Builds the project and runs all checks on its book.
#[track_caller]
fn build_and_check(project: &Project) {
    project.build();
    assert_overlays_match_timeline(project);
    assert_epubcheck_passes(&project.path("out/episode.epub"));
    assert_ace_passes(project);
}

fn heading(text: &str, level: &str) -> String {
    format!("\n[[segment]]\nspeaker = \"narrator\"\ntext = \"{text}\"\nkind = \"heading{level}\"\n")
}

fn segment(speaker: &str, text: &str) -> String {
    format!("\n[[segment]]\nspeaker = \"{speaker}\"\ntext = \"{text}\"\n")
}

#[test]
fn book_is_valid_accessible_and_reproducible() {
    needs!("chromium", "ffmpeg", "java", "node", "node-modules", "python");
    let head = "[episode]\ntitle = \"The ferry\"\nlanguage = \"en-GB\"\nauthor = \"Ann & Bo\"\nseries = \"Tides\"\n\n\
                [cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n\n[outputs]\nepub = true\nmp3 = true\ncover = \"cover.png\"\n";
    let list_segment = |text: &str, kind: &str| segment("narrator", text) + &format!("kind = \"{kind}\"\n");
    let item = list_segment("Tea.", "item");
    let quote = segment("Ann Okafor", "We had tea. It was late.") + "kind = \"quote\"\n";
    let body = [
        heading("The ferry", ""),
        segment("narrator", "It was late. It was wet."),
        segment("Ann Okafor", "We waited."),
        heading("The quay", "2"),
        quote,
        item.clone(),
        item,
        list_segment("3. Pour it.", "item"),
        list_segment("Quay: Cups 14.", "row"),
        "\n[[omitted]]\ntext = \"The quay <at night>\"\nreason = \"caption or credit\"\n".into(),
    ];
    let project = Project::new(&(head.to_string() + &body.concat()));
    project.write("voices/one/voice.toml", "backend = \"embedded\"\n");
    project.write("voices/two/voice.toml", "backend = \"test\"\nperson = \"Mara Quill\"\n");
    project.picture("cover.png", "64x64");
    build_and_check(&project);
    let (texts, names) = read_book(&project);
    assert_eq!((names[0].as_str(), texts["mimetype"].as_str()), ("mimetype", "application/epub+zip"));
    assert!(
        names.contains(&"EPUB/episode.mp3".into()) && names.contains(&"EPUB/episode.png".into()),
        "{names:?}"
    );
    let package = &texts["EPUB/package.opf"];
    for part in [
        "<dc:creator>Ann &amp; Bo</dc:creator>",
        "<dc:language>en-GB</dc:language>",
        "media:narrator\">one (synthetic voice)<",
        "media:narrator\">Mara Quill<",
        "<dc:description>Parts of this audio edition are read by synthetic voices.<",
        "collection\" id=\"series\">Tides<",
        "accessibilityFeature\">synchronizedAudioText<",
    ] {
        assert!(package.contains(part), "{part}: {package}");
    }
    assert!(
        !package.contains("Sufficient\">auditory<"),
        "the sound is not sufficient, because it lacks the caption"
    );
    let text = &texts["EPUB/text-0002.xhtml"];
    assert!(text.contains("<b class=\"who\">Ann Okafor:</b>") && text.contains("&lt;at night&gt;"), "{text}");
    for list in ["<ul>\n<li>", "<ol class=\"own\">\n<li>", "<ul class=\"own rows\">\n<li>"] {
        assert_eq!(text.matches(list).count(), 1, "{list}: {text}");
    }
    let bytes = project.read("out/episode.epub");
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "EPUB readers expect the type at byte 30");
    let clean = project.clean_copy();
    clean.build();
    assert!(clean.read("out/episode.epub") == bytes, "two clean builds must be equal");
    let id =
        |texts: &BTreeMap<String, String>| between(&texts["EPUB/package.opf"], "urn:uuid:", "<").to_string();
    project.write("script.toml", &project.text("script.toml").replace("We waited.", "We did wait."));
    project.build();
    assert_ne!(id(&texts), id(&read_book(&project).0), "a changed episode must have a new identifier");
}

#[test]
fn hostile_text_without_headings_makes_a_valid_book() {
    needs!("chromium", "ffmpeg", "java", "node", "node-modules", "python");
    let hostile =
        "</p><script>alert(1)</script> & ]]> <!-- \\u0007\\uFFFE\\uFFFF &nbsp; \\\"so\\\" \u{202e}txet";
    let script = format!(
        "[episode]\ntitle = \"A </title> & \\uFFFE \u{202e}more\"\nlanguage = \"en_US, I think\"\n\n{}",
        script(&[("narrator", hostile), ("Ann Okafor", hostile), ("B <b> \\\"Co\\\" &", hostile),])
    );
    let project = Project::new(&(script + "\n[outputs]\nepub = true\n"));
    build_and_check(&project);
    let (texts, _) = read_book(&project);
    assert!(texts["EPUB/package.opf"].contains("<dc:language>en</dc:language>"));
    assert!(!project.path("out/episode.m4a").exists(), "the sound must be in the book only");
}

#[test]
fn right_to_left_text_makes_a_valid_book() {
    needs!("chromium", "ffmpeg", "java", "node", "node-modules", "python");
    let arabic =
        "\u{627}\u{644}\u{639}\u{628}\u{627}\u{631}\u{629} \u{627}\u{644}\u{623}\u{648}\u{644}\u{649}.";
    let head = "[episode]\nlanguage = \"ar\"\n\n[cast]\nnarrator = \"one\"\n\n[outputs]\nepub = true\n\n[disclosure]\nspoken = false\n";
    let body = [
        segment("narrator", arabic),
        heading(arabic, "4"),
        heading("&", "2"),
        heading(arabic, ""),
        segment("narrator", arabic),
    ];
    let project = Project::new(&(head.to_string() + &body.concat()));
    build_and_check(&project);
    let (texts, _) = read_book(&project);
    assert!(texts["EPUB/package.opf"].contains("<spine page-progression-direction=\"rtl\">"));
    assert!(texts["EPUB/text-0001.xhtml"].contains("lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\""));
}

#[test]
fn splits_ten_thousand_segments_into_documents() {
    needs!("ffmpeg", "java", "python");
    let head = "[mix]\nrate = 8000\n\n[pauses]\nparagraph = 0.01\nspeaker = 0.01\n\n[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n\n\
                [outputs]\nepub = true\npage = false\n\n[disclosure]\nspoken = false\n";
    let short_segment = |nth: usize| {
        segment(if nth.is_multiple_of(2) { "narrator" } else { "Ann Okafor" }, ["A.", "O?", "I."][nth % 3])
    };
    let project = Project::new(&(head.to_string() + &(0..10_000).map(short_segment).collect::<String>()));
    project.build();
    assert_overlays_match_timeline(&project);
    let book = project.path("out/episode.epub");
    assert_epubcheck_passes(&book);
    let (texts, _) = read_book(&project);
    let longest = texts.values().map(|text| text.matches("<span id=").count()).max();
    assert_eq!(longest, Some(300));
}
