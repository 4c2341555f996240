//! Tests the read-along page in Chromium, and its accessibility with axe.

use serde_json::Value;

use crate::harness::Project;

const HOSTILE: &str = "</p><script>alert(1)</script> & \\\"so\\\"";

#[test]
fn page_plays_follows_and_resumes_accessibly() {
    needs!("chromium", "java", "node", "node-modules");
    let project = Project::with_segments(&[
        ("narrator", "The ferry."),
        ("narrator", "It was late. It was wet. Nobody minded that at all, and why would they?"),
        ("Ann Okafor", "“We waited. We had tea.”"),
        ("narrator", "The quay."),
        ("narrator", HOSTILE),
        ("Bo <b>", "“No.”"),
    ]);
    let script = project.text("script.toml").replacen(
        "text = \"The ferry.\"",
        "text = \"The ferry.\"\nkind = \"heading\"",
        1,
    );
    let script = script.replacen("text = \"The quay.\"", "text = \"The quay.\"\nkind = \"heading\"", 1);
    let script = script.replacen("[cast]", "[episode]\ntitle = \"A </title> & more\"\nauthor = \"Ada <b>\"\nlink = \"https://post.example/?a=1&b\"\n\n[cast]", 1);
    project.write(
        "script.toml",
        &(script
            + "\n[[segment]]\nspeaker = \"narrator\"\ntext = \"A rope.\"\nkind = \"item\"\n\
              \n[[segment]]\nspeaker = \"narrator\"\ntext = \"3. Pull.\"\nkind = \"item\"\n\
              \n[[segment]]\nspeaker = \"narrator\"\ntext = \"North: Boats 14.\"\nkind = \"row\"\n\
              \n[[omitted]]\ntext = \"The quay\"\nreason = \"caption or credit\"\n\
              \n[[omitted]]\ntext = \"let a = 1 < 2;\\nlet b;\"\nreason = \"not prose\"\n\
              \n[[omitted]]\ntext = \"Share this\"\nreason = \"share or newsletter line\"\n"),
    );
    project.build();
    let html = project.text("out/episode.html");
    assert!(!html.contains("<script>alert") && html.contains("&lt;script&gt;alert(1)"), "{html}");
    assert!(html.contains("</span> The quay</p>"), "the page must show captions: {html}");
    assert!(
        html.contains("</span> let a = 1 &lt; 2;<br/>let b;</p>"),
        "the page must show code with its lines: {html}"
    );
    assert!(
        html.contains(
            "<p>Ada &lt;b&gt; · <a href=\"https://post.example/?a=1&amp;b\">post.example/?a=1&amp;b</a></p>"
        ),
        "the page must name author and web page: {html}"
    );
    assert!(!html.contains("Share this"), "the page must not show share lines");
    for list in ["<ul>\n<li>", "<ol class=\"own\">\n<li>", "<ul class=\"own rows\">\n<li>"] {
        assert_eq!(html.matches(list).count(), 1, "{list}: {html}");
    }

    project.assert_valid_html("out/episode.html");
    let seen = project.drive_page("page.js", "out/episode.html");
    assert_eq!(seen["errors"], serde_json::json!([]));
    for rate in ["0.75", "1", "2"] {
        let lag = &seen["lag"][rate];
        // 50 ms are three frames of a screen with 60 Hz, too short to notice.
        assert!(lag["worst"].as_f64().unwrap() <= 50.0, "at {rate}: {lag}");
        assert!(lag["changes"].as_u64().unwrap() >= 2, "at {rate}: {lag}");
    }
    for way in ["clicked", "keyed"] {
        let (from, at) = (seen[way]["from"].as_f64().unwrap(), seen[way]["at"].as_f64().unwrap());
        // Playback starts at the sentence. The driver reads the time up to 0.9 s later on a busy machine.
        assert!(at >= from && at < from + 900.0 && seen[way]["playing"] == true, "{way}: {}", seen[way]);
    }
    assert_eq!(seen["paused"], true);
    assert_eq!(seen["quiet"], "", "the status must be empty without an error");
    assert!(
        seen["missing"].as_str().unwrap().starts_with("The sound could not be loaded"),
        "{}",
        seen["missing"]
    );
    assert!((seen["resumed"]["at"].as_f64().unwrap() - 7_000.0).abs() < 100.0, "{}", seen["resumed"]);
    assert_eq!(seen["resumed"]["status"], "Where you left: 0:07");
    for look in ["light", "dark", "small"] {
        assert_eq!(seen["axe"][look], serde_json::json!([]), "{look}");
    }
    let small = &seen["small"];
    for part in ["player", "back", "on", "sentence", "opened"] {
        assert_eq!(small[part], true, "{part}: {small}");
    }
    assert!(small["speed"] == false && small["share"].as_f64().unwrap() < 0.4, "{small}");
    assert_eq!(seen["chapter"]["focused"], seen["chapter"]["asked"], "a chapter link must move the focus");
    assert_eq!(
        seen["left"]["before"], seen["left"]["after"],
        "playback must not scroll while the focus is elsewhere"
    );
    assert_eq!(seen["linked"], 5.5);
    assert_eq!(seen["wide"], 320, "the page must not be wider than the screen");
    let (usual, changed) = (&seen["settings"]["usual"], &seen["settings"]["changed"]);
    assert_eq!(
        changed["size"].as_f64().unwrap(),
        usual["size"].as_f64().unwrap() * 1.5,
        "{}",
        seen["settings"]
    );
    assert!(changed["spacing"].as_f64().unwrap() > 1.0, "{changed}");
    assert_eq!((&usual["scheme"], &changed["scheme"]), (&"light dark".into(), &"dark".into()));
    assert_eq!(
        (&seen["closed"], &seen["row"]),
        (&Value::Bool(true), &1.into()),
        "the tools must be in one row"
    );
    assert_eq!(seen["anywhere"], serde_json::json!([true, false]));
    assert_eq!(seen["lockScreen"], "A </title> & more");
    let file = seen["rangeless"]["file"].as_str().unwrap();
    assert!(file.starts_with("episode.wav: ") && file.ends_with(" MB"), "{file}");
    assert_eq!(seen["rangeless"]["status"], "");
    let text = seen["plain"]["text"].as_str().unwrap();
    assert!(
        text.contains("Nobody minded") && text.contains("Ann Okafor"),
        "the text must be readable without JavaScript: {text}"
    );
    assert_eq!(
        (&seen["plain"]["player"], &seen["plain"]["tools"]),
        (&Value::Bool(true), &Value::Bool(false))
    );
}

#[test]
fn the_embedded_player_marks_the_paragraphs_of_the_article() {
    needs!("chromium", "java", "node", "node-modules");
    let segments: String = [
        ("narrator", "The ferry", "heading", false),
        ("narrator", "It was late. It was wet.", "paragraph", false),
        ("Ann Okafor", "“We waited,”", "paragraph", false),
        ("narrator", "said Ann Okafor.", "paragraph", true),
        ("narrator", "1. Pull.", "item", false),
        ("narrator", "A paragraph that the site has left out.", "paragraph", false),
    ]
    .into_iter()
    .map(|(speaker, text, kind, continues)| {
        let kind = if kind == "paragraph" { String::new() } else { format!("kind = \"{kind}\"\n") };
        format!("[[segment]]\nspeaker = \"{speaker}\"\ntext = \"{text}\"\ncontinues = {continues}\n{kind}\n")
    })
    .collect();
    let head = "[episode]\ntitle = \"The <ferry>\"\nauthor = \"Ada\"\n[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n\
        [outputs]\nembed = true\naddress = \"https://post.example/audio\"\n";
    let project = Project::new(&(head.to_string() + &segments));
    project.build();
    project.assert_valid_html("out/episode.player.html");
    let size = project.read("out/episode.player.html").len() + project.read("out/episode.player.json").len();
    assert!(size <= 15_000, "{size} bytes");
    assert!(
        project.text("out/episode.player.html").contains(">1 min</span>"),
        "the length before the sound is loaded"
    );
    let oembed = project.json("out/episode.oembed.json");
    let snippet = project.text("out/episode.embed.txt");
    let frame = oembed["html"].as_str().unwrap();
    assert!(
        frame.starts_with("<iframe src=\"https://post.example/audio/episode.player.html\" title=\"Listen"),
        "{frame}"
    );
    assert!(frame.contains("The &lt;ferry&gt;") && snippet.contains(frame), "{snippet}");
    assert_eq!(
        (&oembed["version"], &oembed["type"], &oembed["author_name"]),
        (&"1.0".into(), &"rich".into(), &"Ada".into())
    );

    // Without an address, addresses are relative to the page, and there is no oEmbed.
    let script = project.text("script.toml").replace("address =", "# address =");
    project.write("script.toml", &script);
    project.build();
    assert!(!project.path("out/episode.oembed.json").exists());
    let seen = project.drive_page("embed.js", "out/episode.embed.txt");
    assert_eq!(seen["errors"], serde_json::json!([]));
    let marked: Vec<&str> = seen["marked"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let wanted = [
        "h1 The ferry",
        "p It was\u{a0}late. It was wet.",
        "p \"We waited,\" said Ann Okafor.",
        "p \"We waited,\" said Ann Okafor.",
        "li Pull.",
        "",
    ];
    assert_eq!(marked, wanted, "each paragraph, and one that the page does not have");
    assert_eq!(seen["paused"], 0, "nothing is marked while the player is paused");
    assert_eq!((&seen["wide"], &seen["speed"]), (&320.into(), &1.25.into()), "{seen}");
    assert!(seen["high"].as_u64().unwrap() <= 150, "the player must fit its frame on a phone: {seen}");
    assert_eq!(seen["link"], "episode.html");
    for look in ["light", "dark"] {
        assert_eq!(seen["axe"][look], serde_json::json!([]), "{look}");
    }
}
