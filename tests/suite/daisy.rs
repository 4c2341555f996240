//! Tests the talking book (DAISY 2.02): its text by the DTD of XHTML 1.0, and its navigation and times against episode.json.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::harness::Project;

const ARTICLE: &str = "# The \u{201c}last\u{201d} ferry & its crew\n\nThe ferry was late. Nobody waited.\n\n\u{201c}We had tea,\u{201d} \
                       said Ann Okafor.\n\n## At sea\n\nThe sea was calm:\n\n1. Rum\n2. Tea\n\n### At night\n\nIt rained.\n\n## In port\n\nNothing happened.\n";

/// Builds the article with the book and unpacks it.
fn built() -> Project {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    project.write("article.md", ARTICLE);
    assert_eq!(project.aloud(&["script", "article.md"]).code, Some(0));
    let script = project.text("script.toml");
    let cast = script.replace(
        "\n[cast]",
        "link = \"https://www.harbour.example/ferry\"\n\n[outputs]\ndaisy = true\n\n[cast]",
    );
    project.write("script.toml", &cast);
    project.build();
    let mut zip =
        zip::ZipArchive::new(fs::File::open(project.path("out/episode.daisy.zip")).unwrap()).unwrap();
    zip.extract(project.path("book")).unwrap();
    project
}

/// Returns the attributes of each element with this name, in the order of the file.
fn elements(file: &str, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = quick_xml::Reader::from_str(file);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element)
                if element.name().as_ref() == name.as_bytes() =>
            {
                let attributes = element.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
                    (text(attribute.key.as_ref()), text(&attribute.value))
                });
                found.push(attributes.collect());
            }
            quick_xml::events::Event::Eof => return found,
            _ => {}
        }
    }
}

fn metadata(file: &str) -> BTreeMap<String, String> {
    let named = elements(file, "meta").into_iter().filter(|meta| meta.contains_key("name"));
    named.map(|meta| (meta["name"].clone(), meta["content"].clone())).collect()
}

/// Returns milliseconds of `npt=1.234s` or `0:00:01.234`.
fn milliseconds(time: &str) -> i64 {
    let plain = time.trim_start_matches("npt=").trim_end_matches('s');
    let seconds = plain.split(':').fold(0.0, |sum, part| sum * 60.0 + part.parse::<f64>().unwrap());
    (seconds * 1000.0).round() as i64
}

/// Fails unless an address leads to an element of the book.
#[track_caller]
fn assert_exists(project: &Project, address: &str) {
    let (file, id) = address.split_once('#').expect("an address of an element");
    let text = project.text(&format!("book/{file}"));
    assert_eq!(text.matches(&format!("id=\"{id}\"")).count(), 1, "{address}");
}

#[test]
fn the_talking_book_plays_the_episode_sentence_by_sentence() {
    needs!("ffmpeg", "ffprobe");
    let project = built();
    let centre = project.text("book/ncc.html");
    let headings: Vec<&str> =
        centre.lines().filter(|line| line.starts_with("<h") && line.contains("href")).collect();
    let levels: Vec<&str> = headings.iter().map(|line| &line[1..3]).collect();
    assert_eq!(levels, ["h1", "h2", "h3", "h2"], "{centre}");
    assert_eq!(metadata(&centre)["dc:publisher"], "harbour.example", "the site, because no series is named");
    assert!(
        headings[0].contains("class=\"title\"")
            && headings[0].contains(">The \u{201c}last\u{201d} ferry &amp; its crew<")
    );
    elements(&centre, "a").iter().for_each(|link| assert_exists(&project, &link["href"]));
    let about = metadata(&centre);
    let count = fs::read_dir(project.path("book")).unwrap().count();
    assert_eq!((&about["ncc:files"], &about["ncc:tocItems"]), (&count.to_string(), &"4".to_string()));

    // The sentences of all sections play the whole episode without a gap, each from its own start.
    let episode = project.json("out/episode.json");
    let takes: Vec<&Value> = episode["segments"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|segment| segment["takes"].as_array().unwrap())
        .collect();
    let ms = |seconds: &Value| (seconds.as_f64().unwrap() * 1000.0).round() as i64;
    let mut starts: Vec<i64> = takes.iter().map(|take| ms(&take["start"])).collect();
    starts.sort_unstable();
    let (mut end, mut played) = (0, Vec::new());
    for reference in elements(&project.text("book/master.smil"), "ref") {
        let section = project.text(&format!("book/{}", reference["src"]));
        let times = metadata(&section);
        assert_eq!(milliseconds(&times["ncc:totalElapsedTime"]), end, "{section}");
        let begin = end;
        elements(&section, "text").iter().for_each(|text| assert_exists(&project, &text["src"]));
        for audio in elements(&section, "audio") {
            assert_eq!(
                (audio["src"].as_str(), milliseconds(&audio["clip-begin"])),
                ("episode.mp3", end),
                "{section}"
            );
            played.push(end);
            end = milliseconds(&audio["clip-end"]);
        }
        assert_eq!(milliseconds(&times["ncc:timeInThisSmil"]), end - begin, "{section}");
        assert_eq!(milliseconds(&elements(&section, "seq")[0]["dur"]), end - begin, "{section}");
    }
    assert_eq!(milliseconds(&about["ncc:totalTime"]), end);
    assert!((end - ms(&episode["seconds"])).abs() <= 1, "{end}");
    starts[0] = 0;
    assert_eq!(played.len(), starts.len());
    assert!(
        played.iter().zip(&starts).all(|(played, start)| (played - start).abs() <= 1),
        "{played:?} {starts:?}"
    );
    let mut probe = Command::new("ffprobe");
    probe.args(["-v", "error", "-show_entries", "format=format_name,duration", "-of", "csv=p=0"]);
    let sound =
        String::from_utf8(probe.arg(project.path("book/episode.mp3")).output().unwrap().stdout).unwrap();
    let (format, seconds) = sound.trim().split_once(',').unwrap();
    assert!(
        format == "mp3" && (seconds.parse::<f64>().unwrap() * 1000.0 - end as f64).abs() < 100.0,
        "{sound}"
    );
    assert!(!project.path("out/episode.mp3").exists(), "the MP3 is only wanted in the book");
}

#[test]
fn the_text_of_the_talking_book_is_valid() {
    needs!("ffmpeg", "xmllint");
    let project = built();
    for page in ["ncc.html", "text.html"] {
        let mut lint = Command::new("xmllint");
        lint.args(["--noout", "--nonet", "--valid"]).arg(project.path("book").join(page));
        lint.env("XML_CATALOG_FILES", "/usr/share/xml/w3c-sgml-lib/schema/dtd/catalog.xml");
        let run = lint.output().unwrap();
        assert!(run.status.success(), "{page}: {}", String::from_utf8_lossy(&run.stderr));
    }
}
