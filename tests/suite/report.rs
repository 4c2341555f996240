//! Tests `aloud report`: its numbers with ffmpeg, and its page with Chromium and axe.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::harness::Project;

const HEAD: &str = "[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n";

fn segment(keys: &str) -> String {
    format!("\n[[segment]]\n{keys}\n")
}

/// Writes the report of a project and returns the page.
fn page(project: &Project) -> String {
    let run = project.aloud(&["report"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    project.text("report.html")
}

/// Returns integrated loudness and true peak, by ffmpeg.
fn loudness_and_peak(path: &Path) -> (f64, f64) {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-hide_banner", "-nostats", "-i"]).arg(path);
    let run =
        ffmpeg.args(["-af", "ebur128=peak=true", "-f", "null", "-"]).output().expect("ffmpeg: tests/run");
    let output = String::from_utf8_lossy(&run.stderr).into_owned();
    let summary = output.rsplit("Summary:").next().expect("a summary");
    let number = |key: &str| {
        let line = summary.lines().find_map(|line| line.trim().strip_prefix(key)).expect(key);
        line.split_whitespace().next().expect("a number").parse().expect("a number")
    };
    (number("I:"), number("Peak:"))
}

/// Builds a project with a recorded voice `anna`. She speaks each text as a tone of two seconds with the given amplitude.
fn recorded(texts: &[(&str, f32)]) -> Project {
    let script: String = texts
        .iter()
        .map(|(text, _)| segment(&format!("speaker = \"narrator\"\ntext = \"{text}\"")))
        .collect();
    let mix = "[mix]\npreset = \"none\"\nlevels = \"none\"\n[pauses]\nparagraph = 1.0\nstart = 0.0\n";
    let project = Project::new(&format!("[cast]\nnarrator = \"anna\"\n{mix}{script}"));
    project.write("voices/anna/voice.toml", "backend = \"recorded\"\nperson = \"Anna A.\"\n");
    for (nth, (text, level)) in texts.iter().enumerate() {
        project.write(&format!("voices/anna/takes/{nth:03}.txt"), text);
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 44_100,
            bits_per_sample: 32,
            sample_format: hound::SampleFormat::Float,
        };
        let mut wav =
            hound::WavWriter::create(project.path(&format!("voices/anna/takes/{nth:03}.wav")), spec).unwrap();
        for n in 0..88_200 {
            wav.write_sample(level * (n as f32 * 0.13).sin()).unwrap();
        }
        wav.finalize().unwrap();
    }
    project.build();
    project
}

/// Returns the points of the path of this class in the first strip.
fn points(page: &str, class: &str) -> Vec<(f64, f64)> {
    let path =
        page.split(&format!("<path class=\"{class}\" d=\"M")).nth(1).unwrap().split('"').next().unwrap();
    let number = |text: &str| text.trim_end_matches('Z').parse::<f64>().unwrap();
    let point = |pair: &str| pair.split_once(' ').map(|(x, y)| (number(x), number(y))).unwrap();
    path.split('L').map(point).collect()
}

#[test]
fn loudness_and_peak_match_ffmpeg() {
    needs!("ffmpeg");
    let project = recorded(&[("A soft one.", 0.05), ("A loud one.", 0.6), ("One between.", 0.2)]);
    let run = project.aloud(&["report", "--json"]);
    let summary: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let (loudness, peak) = loudness_and_peak(&project.path("out/episode.wav"));
    // EBU Tech 3341 allows meters an error of 0.1 LU for loudness and 0.2 dB (above) for true peaks.
    assert!((summary["loudness"].as_f64().unwrap() - loudness).abs() <= 0.1, "{summary} and {loudness}");
    assert!((summary["true_peak"].as_f64().unwrap() - peak).abs() <= 0.2, "{summary} and {peak}");
    let page = project.text("report.html");
    let shown = format!("<dt>Integrated</dt><dd>{:.1} LUFS</dd>", summary["loudness"].as_f64().unwrap());
    assert!(page.contains(&shown.replace('-', "−")), "{shown}");
}

#[test]
fn curves_follow_the_loudness() {
    let project = recorded(&[("A soft one.", 0.05), ("A loud one.", 0.6), ("One between.", 0.2)]);
    let page = page(&project);
    let json = project.json("out/episode.json");
    // There are ten points a second. Take those within 0.4 s of the middle of a segment, away from its ends.
    let middle = |nth: usize| {
        let time = |key: &str| json["segments"][nth][key].as_f64().unwrap();
        let at = (time("start") + time("end")) / 2.0 * 10.0;
        move |x: f64| (x - at).abs() <= 4.0
    };
    let mean = |class: &str, nth: usize| {
        let near = middle(nth);
        let values: Vec<f64> = points(&page, class)
            .into_iter()
            .filter(|(x, y)| near(*x) && *y < 50.0 || near(*x) && class == "m")
            .map(|(_, y)| y)
            .collect();
        assert!(!values.is_empty(), "{class} {nth}");
        values.iter().sum::<f64>() / values.len() as f64
    };
    for class in ["wave", "m"] {
        let [soft, loud, between] = [0, 1, 2].map(|nth| mean(class, nth));
        assert!(loud < between && between < soft, "{class}: {soft} {loud} {between}");
    }
    // 100 units show -4 to -44 LUFS. The amplitudes 0.2 and 0.6 differ by 9.54 dB, i.e. 23.86 units.
    let [loud, between] = [1, 2].map(|nth| mean("m", nth));
    assert!((between - loud - 23.86).abs() < 0.5, "{loud} {between}");
    // Full scale is 50 units from the middle, so an amplitude of 0.6 is at 50 - 30 = 20.
    assert!((mean("wave", 1) - 20.0).abs() <= 1.0, "{}", mean("wave", 1));
    let peak = page
        .split("<line class=\"tp\" x1=\"")
        .nth(1)
        .unwrap()
        .split('%')
        .next()
        .unwrap()
        .parse::<f64>()
        .unwrap();
    let strip: f64 = page.split("data-n=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    let at = peak / 100.0 * strip;
    let (from, to) =
        (json["segments"][1]["start"].as_f64().unwrap(), json["segments"][1]["end"].as_f64().unwrap());
    assert!(at > from - 0.11 && at < to, "the peak must be in the loud segment: {at}");
}

/// Returns the table row with this text.
fn row<'a>(page: &'a str, text: &str) -> &'a str {
    page.split("<tr")
        .find(|row| row.contains(text) && row.contains("<td"))
        .unwrap_or_else(|| panic!("no row: {text}"))
}

#[test]
fn rows_show_source_and_problems() {
    let script = |third: &str, more: &str| {
        let segments = [
            "id = \"a\"\nspeaker = \"narrator\"\ntext = \"It was late.\"\nlock = true",
            "id = \"b\"\nspeaker = \"Ann Okafor\"\ntext = \"“We waited.”\"\nunsure = \"the last who spoke\"\ncandidates = [\"Ann Okafor\", \"Bo\"]",
            &format!("id = \"c\"\nspeaker = \"Cy\"\ntext = \"“{third}”\""),
            "id = \"d\"\nspeaker = \"Cy\"\ntext = \"“Never recorded.”\"",
        ];
        let segments: String = segments.iter().map(|keys| segment(keys)).collect();
        format!("{HEAD}Cy = \"anna\"\n{segments}{more}")
    };
    let project = Project::new(&script(
        "We read.",
        &segment("id = \"e\"\nspeaker = \"narrator\"\ntext = \"It goes.\""),
    ));
    project.write("voices/anna/voice.toml", "backend = \"recorded\"\nfallback = \"two\"\n");
    project.write("voices/anna/takes/c.txt", "“We read.”");
    let tone = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(project.path("voices/anna/takes/c.wav"), tone).unwrap();
    (0..16_000).for_each(|n| wav.write_sample(if n % 80 < 40 { 6_000_i16 } else { -6_000 }).unwrap());
    wav.finalize().unwrap();
    project.build();
    let page_then = page(&project);
    for (text, marks) in [
        ("It was late.", vec![">test<", ">locked<"]),
        ("We waited.", vec![">test<", "class=\"look\">unsure<", "#w"]),
        ("We read.", vec![">recorded<", "<td>anna</td>"]),
        ("Never recorded.", vec!["<td>two</td>", "class=\"look\">recording missing<"]),
    ] {
        let row = row(&page_then, text);
        marks.iter().for_each(|mark| assert!(row.contains(mark), "{mark}: {row}"));
        assert!(row.contains("out/episode.wav#t="), "{row}");
    }
    assert!(page_then.contains("<a href=\"script.toml#L"), "a warning must link to its line");
    let line = 1 + project.text("script.toml").lines().position(|line| line == "id = \"b\"").unwrap() - 1;
    assert!(
        page_then
            .contains(&format!("<a href=\"script.toml#L{line}\">script.toml:{line}</a> <a href=\"#s2\">"))
    );

    project.write("script.toml", &script("We read it.", &segment("speaker = \"narrator\"\ntext = \"New.\"")));
    let page_now = page(&project);
    for (text, marks) in [
        ("We read.", vec!["now: “We read it.”", ">changed since the build<", ">recording stale<"]),
        ("It goes.", vec![">no longer in the script<", "</span> gone</a>"]),
        ("New.", vec![">not built yet<", "<td>5</td>"]),
    ] {
        let row = row(&page_now, text);
        marks.iter().for_each(|mark| assert!(row.contains(mark), "{mark}: {row}"));
    }
    let takes = project.path(".aloud/takes");
    std::fs::remove_dir_all(takes).unwrap();
    assert!(row(&page(&project), "We waited.").contains(">take missing<"));
}

#[test]
fn page_is_reproducible_from_any_folder() {
    let project = Project::with_segments(&[("narrator", "It was late."), ("Ann Okafor", "“We waited.”")]);
    project.build();
    let first = page(&project);
    assert_eq!(first, page(&project));
    project.write("reports/a b/notes.txt", "mine");
    let run = project.aloud(&["report", "-o", "reports/a b/x.html"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let elsewhere = project.text("reports/a b/x.html");
    assert!(elsewhere.contains("src=\"../../out/episode.wav\"") && first.contains("src=\"out/episode.wav\""));
    let root = project.path("").display().to_string();
    let run = project.aloud(&["-C", &root, "report"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(project.text("report.html"), first, "the page must not depend on how the project is named");
    assert_eq!(project.aloud(&["build", "--draft"]).code, Some(0));
    assert_eq!(project.aloud(&["report", "--draft"]).code, Some(0));
    assert!(project.text("report.html").contains("src=\"draft/episode.wav\""));
}

#[test]
fn rejects_missing_and_damaged_episodes() {
    let project = Project::with_segments(&[("narrator", "It was late.")]);
    project.aloud(&["report"]).refused(&["no finished episode", "episode.json", "aloud build"]);
    project.build();
    let json = project.text("out/episode.json");
    project.write("out/episode.json", &json.replacen("\"frames\"", "\"brames\"", 1));
    project.aloud(&["report"]).refused(&[
        "the description of the episode is invalid",
        "episode.json:",
        "frames",
    ]);
    let frames = project_frames(&json);
    project.write("out/episode.json", &json.replacen(&frames, "\"frames\": 7", 1));
    project.aloud(&["report"]).refused(&["does not match episode.json", "episode.wav", "7 frames"]);
    assert!(!project.path("report.html").exists());
}

fn project_frames(json: &str) -> String {
    let at = json.find("\"frames\": ").unwrap();
    json[at..].split(',').next().unwrap().to_string()
}

const HOSTILE: &str = "</td><script>alert(1)</script> & \\\"so\\\" \\u0007";

#[test]
fn page_plays_and_filters_accessibly() {
    needs!("chromium", "java", "node", "node-modules");
    let project = Project::with_segments(&[
        ("narrator", "The ferry."),
        ("Ann Okafor", "“We waited. We had tea.”"),
        ("narrator", HOSTILE),
        ("Bo </title><b onclick='x'>", "“No.”"),
    ]);
    let unsure = project.text("script.toml").replacen(
        "text = \"“No.”\"",
        "text = \"“No.”\"\nunsure = \"<img src=x>\"\ncandidates = [\"<i>\"]",
        1,
    );
    let titled = unsure.replacen(
        "[cast]",
        "[episode]\ntitle = \"A </title><script>x</script>\"\nlanguage = \"en\\\"><x>\"\n[cast]",
        1,
    );
    let omitted = "\n[[omitted]]\ntext = \"</td><i>Advert\"\nreason = \"page <furniture>\"\n";
    project.write("script.toml", &(titled + "\n[mix]\npreset = \"spotify\"\n" + omitted));
    project.build();
    let html = page(&project);
    for raw in ["<script>alert", "<script>x", "<b onclick", "<img", "<i>&", "<x>", "\u{7}"] {
        assert!(!html.contains(raw), "{raw}");
    }
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains("default-src 'none'") && html.contains("&lt;script&gt;alert(1)"));
    assert!(
        html.contains("&lt;/td&gt;&lt;i&gt;Advert</td><td>page &lt;furniture&gt;</td>"),
        "the page must list omissions"
    );

    project.assert_valid_html("report.html");
    let seen = project.drive_page("report.js", "report.html");
    assert_eq!(seen["errors"], json!([]));
    let number = |way: &str, key: &str| seen[way][key].as_f64().unwrap();
    let (from, to, at) = (number("clicked", "from"), number("clicked", "to"), number("clicked", "at"));
    assert!(at >= from && at < to && seen["clicked"]["playing"] == true, "{}", seen["clicked"]);
    assert!(seen["clicked"]["now"].as_str().unwrap().contains("We waited"), "{}", seen["clicked"]);
    let end = number("ended", "at");
    // Browsers send `timeupdate` about every 0.25 s. A busy machine may add 0.1 s.
    assert!(end >= to && end < to + 0.35, "playback must stop at the end of the segment: {end} for {to}");
    let keyed = number("keyed", "at");
    assert!(keyed >= number("keyed", "from") && keyed < number("keyed", "from") + 1.0, "{}", seen["keyed"]);
    assert!((number("strip", "at") - number("strip", "wanted")).abs() < 0.6, "{}", seen["strip"]);
    assert_eq!(seen["rows"], json!({"all": 5, "look": 1, "words": 1}));
    for look in ["light", "dark", "small"] {
        assert_eq!(seen["axe"][look], json!([]), "{look}");
    }
    assert_eq!(seen["wide"], 320, "the page must not be wider than the screen");
    assert!(seen["plain"]["link"].as_str().unwrap().starts_with("out/episode.wav#t="));
    assert_eq!(seen["plain"]["filter"], false);
}

#[test]
fn page_of_ten_thousand_segments_stays_usable() {
    needs!("chromium", "node", "node-modules");
    // All segments share one take, so the build is fast. The episode lasts an hour and a half.
    let segments = segment("speaker = \"Ann Okafor\"\ntext = \"“Waited.”\"").repeat(9_999);
    let unsure = segment("speaker = \"narrator\"\ntext = \"Hm.\"\nunsure = \"nobody is named\"");
    let project =
        Project::new(&format!("{HEAD}[mix]\nrate = 8000\n[pauses]\nparagraph = 0.1\n{segments}{unsure}"));
    project.build();
    let started = std::time::Instant::now();
    let html = page(&project);
    let took = started.elapsed();
    // The limits are several times what a slow machine needs. They find quadratic time and size, not small changes.
    assert!(html.len() < 8_000_000, "{} bytes", html.len());
    assert!(took.as_secs() < 60, "{took:?}");
    assert!(html.matches("class=\"strip\"").count() <= 60);
    let seen = project.drive_page("report.js", "report.html");
    assert_eq!(
        (&seen["errors"], &seen["rows"]["all"], &seen["rows"]["look"]),
        (&json!([]), &json!(10_000), &json!(1))
    );
    for (what, most) in [("shown_after", 15_000), ("filtered_after", 5_000)] {
        assert!(seen[what].as_u64().unwrap() < most, "{what}: {}", seen[what]);
    }
}
