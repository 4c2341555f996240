//! Checks the audiobook manifest against W3C Audiobooks (sections 4.2, 5 and the JSON schema).

use serde_json::{Value, json};

use crate::harness::{Project, script, string};

const TEXT: &[(&str, &str)] = &[
    ("narrator", "The ferry & more"),
    ("narrator", "It was late."),
    ("narrator", "The </nav> quay"),
    ("Ann Okafor", "We waited."),
];

fn project(outputs: &str) -> Project {
    let script = script(TEXT).replace("more\"\n", "more\"\nkind = \"heading\"\n");
    let script = script.replace("quay\"\n", "quay\"\nkind = \"heading2\"\n");
    let head =
        "[episode]\ntitle = \"The \\\"ferry\\\" </script>\"\nlanguage = \"en-GB\"\nauthor = \"Bo Lind\"\n\n";
    let project = Project::new(&format!("{head}{script}\n[outputs]\naudiobook = true\n{outputs}"));
    project.write("voices/one/voice.toml", "backend = \"embedded\"\n");
    project
}

/// Parses a duration of ISO 8601 that has only seconds, e.g. `PT12.5S`.
fn seconds(duration: &Value) -> f64 {
    string(duration).strip_prefix("PT").unwrap().strip_suffix('S').unwrap().parse().unwrap()
}

/// Returns the problems of a manifest. It follows the specification's steps to read and to validate one.
fn problems(project: &Project, manifest: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut expect = |holds: bool, what: &str| {
        if !holds {
            found.push(what.to_string());
        }
    };
    let context = &manifest["@context"];
    expect(
        context[0] == "https://schema.org" && context[1] == "https://www.w3.org/ns/pub-context",
        "@context",
    );
    expect(manifest["conformsTo"] == "https://www.w3.org/TR/audiobooks/", "conformsTo");
    expect(manifest["type"] == "Audiobook", "type");
    expect(string(&manifest["id"]).starts_with("urn:uuid:"), "id");
    for recommended in [
        "abridged",
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
        "author",
        "id",
        "inLanguage",
        "name",
        "readBy",
        "readingProgression",
        "resources",
    ] {
        expect(!manifest[recommended].is_null(), recommended);
    }
    let order = manifest["readingOrder"].as_array().unwrap();
    expect(!order.is_empty(), "readingOrder");
    let sum: f64 = order.iter().map(|item| seconds(&item["duration"])).sum();
    expect((sum - seconds(&manifest["duration"])).abs() < 1e-9, "duration");
    expect(order.iter().all(|item| string(&item["encodingFormat"]).starts_with("audio/")), "audio only");
    let resources = manifest["resources"].as_array().unwrap();
    let all: Vec<String> = order.iter().chain(resources).map(|item| string(&item["url"])).collect();
    let unique: std::collections::BTreeSet<&String> = all.iter().collect();
    expect(unique.len() == all.len(), "a resource is listed twice");
    expect(
        all.iter().all(|url| project.path("out").join(url).is_file()),
        "the file of a resource is missing",
    );
    let related = |rel: &str| {
        resources.iter().any(|item| item["rel"].as_array().is_some_and(|rels| rels.contains(&json!(rel))))
    };
    expect(related("contents"), "contents");
    expect(related("cover"), "cover");
    found
}

#[test]
fn manifest_meets_the_audiobooks_specification() {
    needs!("ffmpeg");
    let project = project("cover = \"cover.jpg\"\nm4a = true\n");
    project.picture("cover.jpg", "64x64");
    project.build();
    let manifest = project.json("out/publication.json");
    assert_eq!(problems(&project, &manifest), [""; 0], "{manifest:#}");
    assert_eq!(manifest["name"], "The \"ferry\" </script>");
    assert_eq!(manifest["author"], json!([{"type": "Person", "name": "Bo Lind"}]));
    assert_eq!(manifest["readBy"][0]["name"], "one (synthetic voice)");
    assert!(
        string(&manifest["accessibilitySummary"])
            .ends_with("Parts of this audio edition are read by synthetic voices.")
    );
    assert_eq!(manifest["readingOrder"][0]["url"], "episode.m4a");
    assert_eq!(manifest["readingOrder"][0]["alternate"][0]["url"], "episode.html");
    let json = project.json("out/episode.json");
    // The manifest rounds to milliseconds.
    let duration = seconds(&manifest["duration"]);
    assert!((duration - json["seconds"].as_f64().unwrap()).abs() <= 0.0005, "{duration}");
    assert_eq!(project.read("out/episode.jpg"), project.read("cover.jpg"));

    let page = project.text("out/episode.html");
    assert!(
        page.contains("<link rel=\"publication\" href=\"publication.json\">"),
        "the page must link to the manifest, because it is the entry page"
    );
    let contents = &page[page.find("role=\"doc-toc\"").unwrap()..];
    let links: Vec<&str> = contents[..contents.find("</nav>").unwrap()].split("href=\"").skip(1).collect();
    let chapters = json["chapters"].as_array().unwrap();
    assert_eq!((links.len(), chapters.len()), (2, 2));
    for (link, chapter) in links.iter().zip(chapters) {
        let time = |name: &str| format!("{:.3}", chapter[name].as_f64().unwrap());
        let href = format!("episode.m4a#t={},{}\"", time("start"), time("end"));
        assert!(link.starts_with(&href), "{link}: not {href}");
    }
    assert!(contents.contains("The &lt;/nav&gt; quay"));
}

#[test]
fn manifest_omits_contents_and_cover_without_their_files() {
    let project = project("page = false\ntext = false\ntranscript = false\n");
    project.build();
    let manifest = project.json("out/publication.json");
    assert_eq!(problems(&project, &manifest), ["contents", "cover"], "{manifest:#}");
    assert_eq!(manifest["readingOrder"][0]["url"], "episode.wav");
    assert_eq!(manifest["accessMode"], json!(["auditory"]));
    assert_eq!(manifest["accessibilityFeature"], json!(["none"]));
}
