//! Runs every code block of the README and of docs/, and checks their links.
//!
//! A block has a language, and the language says how it is run: see [`Reader::run`]. The first line of a TOML block is a comment
//! with the name of its file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use toml_edit::{DocumentMut, Item, Table};

use crate::harness::{Project, Run, TEST_VOICE, script};

/// The pages with code blocks that are run.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    collect(&root().join("docs/src"), &mut pages);
    pages.retain(|page| !page.ends_with("SUMMARY.md"));
    pages
}

/// Further pages with links.
const OTHER_PAGES: [&str; 6] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "benches/README.md",
    "docs/src/SUMMARY.md",
    "licenses/mp3.md",
    "src/language/given_names/README.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Adds all Markdown files below a folder, sorted.
fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, pages);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            pages.push(path);
        }
    }
}

#[test]
fn every_code_block_runs() {
    let pages = pages();
    assert!(pages.len() > 30, "the docs were not found");
    // The first use builds the project that the pages share.
    example();
    std::thread::scope(|scope| {
        for half in [0, 1] {
            let pages = &pages;
            scope.spawn(move || pages.iter().skip(half).step_by(2).for_each(|page| run_page(page)));
        }
    });
}

fn run_page(page: &Path) {
    let text = fs::read_to_string(page).unwrap();
    let mut reader = Reader::new(page);
    for block in blocks(&text) {
        reader.run(&block);
    }
    reader.finish();
}

/// A fenced code block.
struct Block {
    language: String,
    text: String,
    /// Line of the opening fence, counted from 1.
    line: usize,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (event, range) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let line = 1 + page[..range.start].matches('\n').count();
                blocks.push(Block { language, text: String::new(), line });
                open = true;
            }
            Event::End(TagEnd::CodeBlock) => open = false,
            Event::Text(text) if open => blocks.last_mut().unwrap().text += &text,
            _ => {}
        }
    }
    blocks
}

/// A reader who follows a page: the project, and the current folder.
struct Reader<'a> {
    page: &'a Path,
    project: Project,
    folder: String,
    /// The files that the blocks of the page wrote.
    wrote: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn new(page: &'a Path) -> Self {
        let project = Project::new("");
        copy(&example().path(""), &project.path(""));
        Self { page, project, folder: ".".into(), wrote: BTreeSet::new() }
    }

    fn run(&mut self, block: &Block) {
        let place = format!("{}:{}", self.page.strip_prefix(root()).unwrap().display(), block.line);
        match block.language.as_str() {
            "sh" => block.text.lines().for_each(|line| self.command(line, &place)),
            "console" => block.text.lines().for_each(|line| known_command(line, &place)),
            "toml" => self.toml(&block.text, &place),
            // Diagrams, and the output of programs.
            "text" => {}
            other => panic!("{place}: this test cannot run the language `{other}`"),
        }
    }

    /// Runs a line of shell; `aloud` must succeed.
    fn command(&mut self, line: &str, place: &str) {
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => {}
            ["cd", folder] => self.folder = (*folder).to_string(),
            ["aloud", args @ ..] if matches!(args.first(), Some(&"watch" | &"serve")) => {
                self.until_ctrl_c(args, place)
            }
            ["aloud", args @ ..] if args.first() == Some(&"studio") => {
                self.until_ctrl_c(&[args, &["--no-open"]].concat(), place);
            }
            ["aloud", args @ ..] => succeeded(&self.aloud(args), &format!("{place}: {line}")),
            ["cargo", "run", "--release"] => {}
            ["cargo", "install", "--path", ".", options @ ..] => has_features(options, place),
            // The test in `custom_voice.rs` runs the example.
            ["cargo", "run", "--example", name] => {
                assert!(root().join(format!("examples/{name}.rs")).is_file(), "{place}: no example `{name}`");
            }
            ["tests/run"] => assert!(root().join("tests/run").is_file()),
            _ => panic!("{place}: this test cannot run `{line}`"),
        }
    }

    /// Runs `aloud` in the folder of the reader.
    fn aloud(&self, args: &[&str]) -> Run {
        let mut command = self.project.command(args);
        command.current_dir(self.project.path(&self.folder));
        Run::of(command.output().unwrap())
    }

    /// Runs a command that goes on until Ctrl-C: waits until it listens for that, and presses it.
    #[cfg(target_os = "linux")]
    fn until_ctrl_c(&self, args: &[&str], place: &str) {
        let mut command = self.project.command(args);
        let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
        crate::harness::interrupt(&child);
        assert_eq!(child.wait().unwrap().code(), Some(0), "{place}");
    }

    #[cfg(not(target_os = "linux"))]
    fn until_ctrl_c(&self, _args: &[&str], _place: &str) {}

    /// Writes a file of the project, or amends script.toml, and has Aloud read it.
    fn toml(&mut self, text: &str, place: &str) {
        let first = text.lines().next().unwrap_or_default();
        let name = first.strip_prefix("# ").unwrap_or_default().to_string();
        match name.as_str() {
            "script.toml" => self.fragment(text, place),
            "Cargo.toml" => drop(text.parse::<DocumentMut>().expect(place)),
            "lexicon.toml" => {
                self.project.write(&name, text);
                succeeded(&self.project.aloud(&["check"]), place);
            }
            "feed.toml" => {
                self.project.write(&name, text);
                // The folder of a feed is not an episode itself, and a feed must name all published episodes in it.
                fs::remove_dir_all(self.project.path("out")).unwrap();
            }
            // The configuration of an editor.
            ".taplo.toml" => {
                let rules: DocumentMut = text.parse().expect(place);
                for rule in rules["rule"].as_array_of_tables().expect(place) {
                    let schema = rule["schema"]["path"].as_str().expect(place);
                    assert!(self.project.path(schema).is_file(), "{place}: {schema}");
                }
            }
            // The configuration of the user, outside of the project.
            "~/.config/aloud/config.toml" => {
                let home = tempfile::tempdir().unwrap();
                fs::create_dir(home.path().join("aloud")).unwrap();
                fs::write(home.path().join("aloud/config.toml"), text).unwrap();
                let mut aloud = self.project.command(&["voices"]);
                let output = aloud.env("XDG_CONFIG_HOME", home.path()).output().unwrap();
                succeeded(&Run::of(output), place);
            }
            voice if voice.starts_with("voices/") && voice.ends_with("/voice.toml") => {
                self.project.write(voice, text);
                let run = self.project.aloud(&["voices"]);
                succeeded(&run, place);
                assert_eq!(run.stderr, "", "{place}");
            }
            _ => panic!("{place}: the first line must be a comment with the name of the file"),
        }
        self.wrote.insert(name);
    }

    /// Reads a part of script.toml by itself. Then adds its settings to the project for the next commands.
    fn fragment(&mut self, text: &str, place: &str) {
        let alone = Project::new(text);
        succeeded(&alone.aloud(&["outputs"]), place);
        let fragment: DocumentMut = text.parse().expect(place);
        if fragment.contains_key("segment") {
            return;
        }
        let mut document: DocumentMut = self.project.text("script.toml").parse().unwrap();
        merge(document.as_table_mut(), fragment.as_table());
        self.project.write("script.toml", &document.to_string());
    }

    /// Checks the files that no command of the page has read.
    fn finish(self) {
        let place = self.page.display().to_string();
        if self.wrote.contains("feed.toml") {
            for args in [["-C", "ferry", "build"].as_slice(), &["feed", "."]] {
                succeeded(&self.project.aloud(args), &place);
            }
        }
        // `check` would fail where the programs of voices and compressed files are not installed.
        let voices = self.wrote.iter().any(|name| name.starts_with("voices/"));
        if self.wrote.contains("script.toml") && !voices && !self.compresses() {
            succeeded(&self.project.aloud(&["check"]), &place);
        }
    }

    fn compresses(&self) -> bool {
        let document: DocumentMut = self.project.text("script.toml").parse().unwrap();
        let on = |key: &str| document.get("outputs").and_then(|outputs| outputs.get(key)?.as_bool());
        let chapters = document.get("outputs").is_some_and(|outputs| outputs.get("chapter_files").is_some());
        chapters || ["m4a", "mp3", "opus", "flac", "epub"].iter().any(|key| on(key) == Some(true))
    }
}

#[track_caller]
fn succeeded(run: &Run, place: &str) {
    assert_eq!(run.code, Some(0), "{place}: {run:?}");
}

/// Splits a line of shell into words, without its comment. Quotes group words; nothing is expanded.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (quote, c) {
            (None, '#') if word.is_none() => break,
            (None, ' ') => words.extend(word.take()),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), c) if c == open => quote = None,
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Checks that Cargo.toml has the features of `--features`.
fn has_features(options: &[&str], place: &str) {
    let manifest: DocumentMut = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    for option in options {
        if *option == "--no-default-features" || *option == "--features" {
            continue;
        }
        for feature in option.split(',') {
            assert!(manifest["features"].get(feature).is_some(), "{place}: no feature `{feature}`");
        }
    }
}

/// Checks a line of a terminal session that needs a server, a key or a certificate: Aloud must know the arguments.
fn known_command(line: &str, place: &str) {
    let Some(line) = line.strip_prefix("$ ") else { return };
    let words = words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["aloud", "sign", ..] if cfg!(not(feature = "c2pa")) => {}
        // It would download.
        ["aloud", "voices", "add", name] => {
            assert!(aloud::voices::neural::catalog::model(name).is_some(), "{place}: no voice `{name}`");
        }
        ["aloud", args @ ..] => {
            let empty = Project::new("");
            let run = empty.aloud(&[&["-C", "nowhere"], args].concat());
            assert_ne!(run.code, Some(2), "{place}: {run:?}");
        }
        ["export" | "openssl" | "pip" | "python", ..] => {}
        _ => panic!("{place}: this test does not know `{line}`"),
    }
}

/// Adds the keys of one table to another; tables of the same name are merged.
fn merge(into: &mut Table, from: &Table) {
    for (key, item) in from {
        match (into.get_mut(key), item) {
            (Some(Item::Table(old)), Item::Table(new)) => merge(old, new),
            (Some(Item::ArrayOfTables(old)), Item::ArrayOfTables(new)) => old.extend(new.iter().cloned()),
            _ => {
                into.insert(key, item.clone());
            }
        }
    }
}

/// Returns the project that each page starts from. It is the first part of the example, built, with all files that pages name.
/// Tones replace the built-in voices, because they are faster.
fn example() -> &'static Project {
    static EXAMPLE: OnceLock<Project> = OnceLock::new();
    EXAMPLE.get_or_init(|| {
        let project = Project::new("");
        // The start is enough, and the `id` of a segment depends on its words alone.
        let article = fs::read_to_string(root().join("article.md")).unwrap();
        let (start, _) = article.split_once("Not everybody").unwrap();
        project.write("article.md", start);
        project.write("my-article.md", start);
        fs::copy(root().join("lexicon.toml"), project.path("lexicon.toml")).unwrap();
        for voice in ["alder", "birch", "cedar", "elm", "hazel", "juniper", "oak", "rowan"] {
            project.write(&format!("voices/{voice}/voice.toml"), TEST_VOICE);
        }
        let title = "[episode]\ntitle = \"The ferry\"\n";
        project.write("ferry/script.toml", &(title.to_string() + &script(&[("narrator", "Hm.")])));
        for voice in ["one", "two"] {
            project.write(&format!("ferry/voices/{voice}/voice.toml"), TEST_VOICE);
        }
        fs::write(project.path("cover.png"), png_header(1400)).unwrap();
        for sound in ["sounds/theme.wav", "clips/1.wav", "voices/anna/room.wav"] {
            fs::create_dir_all(project.path(sound).parent().unwrap()).unwrap();
            write_tone(&project.path(sound));
        }
        succeeded(&project.aloud(&["script", "article.md"]), "the example");
        project.build();
        project
    })
}

/// Copies everything in a folder, including finished takes.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Returns the header of a square PNG, as far as Aloud reads one.
fn png_header(width: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend([width, width].map(u32::to_be_bytes).as_flattened());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}

/// Writes two and a half seconds of a tone with half a second of silence on both sides.
fn write_tone(path: &Path) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 44_100,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(path, spec).unwrap();
    for n in 0..44_100 * 7 / 2 {
        let sounds = (22_050..44_100 * 3).contains(&n);
        let sine = (f64::from(n) * 440.0 * std::f64::consts::TAU / 44_100.0).sin();
        wav.write_sample(if sounds { (sine * 3_000.0) as i16 } else { 0 }).unwrap();
    }
    wav.finalize().unwrap();
}

#[test]
fn every_link_has_a_target() {
    let mut pages = pages();
    pages.extend(OTHER_PAGES.map(|page| root().join(page)));
    let broken: Vec<String> = pages.iter().flat_map(|page| broken_links(page)).collect();
    assert!(broken.is_empty(), "broken links:\n{}", broken.join("\n"));
}

fn broken_links(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let name = page.strip_prefix(root()).unwrap().display();
    let broken = links(&text).into_iter().filter(|link| !leads_somewhere(page, link));
    broken.map(|link| format!("{name}: {link}")).collect()
}

/// Returns the destinations of the links and pictures of a page.
fn links(page: &str) -> Vec<String> {
    let parser = Parser::new_ext(page, Options::ENABLE_TABLES);
    let links = parser.filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    });
    links.collect()
}

/// Returns whether the file of a relative link exists, and the heading after its `#`. Links to other sites are not followed.
fn leads_somewhere(page: &Path, link: &str) -> bool {
    if link.contains("://") {
        return true;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { page.to_path_buf() } else { page.parent().unwrap().join(path) };
    if !target.exists() {
        return false;
    }
    anchor.is_empty() || fs::read_to_string(target).is_ok_and(|text| anchors(&text).contains(anchor))
}

/// Returns the anchors of a page's headings, as GitHub and mdBook make them.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => anchors.extend(heading.take().map(|text| anchor(&text))),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    anchors
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

#[test]
fn the_summary_lists_every_page_once() {
    let folder = root().join("docs/src");
    let mut listed = links(&fs::read_to_string(folder.join("SUMMARY.md")).unwrap());
    listed.sort();
    let mut pages = Vec::new();
    collect(&folder, &mut pages);
    let path = |page: &PathBuf| {
        let parts = page.strip_prefix(&folder).unwrap().components();
        let names = parts.map(Component::as_os_str).map(|name| name.to_string_lossy().into_owned());
        names.collect::<Vec<_>>().join("/")
    };
    let mut written: Vec<String> = pages.iter().map(path).filter(|page| page != "SUMMARY.md").collect();
    written.sort();
    assert_eq!(listed, written);
}

#[test]
fn the_reference_lists_every_command_and_output() {
    let commands = fs::read_to_string(root().join("docs/src/reference/commands.md")).unwrap();
    let help = Project::new("").aloud(&["--help"]).stdout;
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let names = list.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split(' ').nth(2));
    for name in names.filter(|name| !matches!(*name, "" | "help")) {
        assert!(
            commands.contains(&format!("`aloud {name}")),
            "docs/src/reference/commands.md lacks `{name}`"
        );
    }
    let outputs = fs::read_to_string(root().join("docs/src/reference/outputs.md")).unwrap();
    let all = Project::new("").aloud(&["outputs", "--json"]).stdout;
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    for output in all.as_array().unwrap() {
        let file = output["file"].as_str().unwrap();
        assert!(outputs.contains(&format!("`{file}`")), "docs/src/reference/outputs.md lacks `{file}`");
    }
}

#[test]
fn the_readme_is_short() {
    let bytes = fs::metadata(root().join("README.md")).unwrap().len();
    assert!(bytes <= 8_000, "{bytes} bytes; move details to docs/");
}
