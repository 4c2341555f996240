//! The studio in Chromium: editing by keyboard, and recording with a microphone that plays a file.

use super::*;

/// Drives the page in Chromium with a script of tests/tools, and returns the JSON that it prints.
pub fn drive(studio: &Studio, script: &str, args: &[&str]) -> Value {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node");
    node.arg(root.join("tests/tools").join(script))
        .arg(format!("http://{}/?token={}", studio.host, studio.token));
    node.arg(root.join("target/tools/node")).arg(crate::testing::path("chromium")).args(args);
    let run = node.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn a_line_is_recorded_with_the_microphone_and_kept() {
    needs!("chromium", "node", "node-modules");
    let project = Project::undisclosed(STORY);
    project.write("voices/anna/voice.toml", "backend = \"recorded\"\n");
    project.write(
        "script.toml",
        &project.text("script.toml").replace("\"Ann Okafor\" = \"two\"", "\"Ann Okafor\" = \"anna\""),
    );
    // A tone in bursts of half a second. Chromium plays it again and again.
    let burst = |n: u32| if n / 24_000 % 2 == 1 && (n / 120).is_multiple_of(2) { 3_000 } else { 0 };
    std::fs::write(project.path("microphone.wav"), wav(&(0..96_000).map(burst).collect::<Vec<i16>>()))
        .unwrap();
    let studio = Studio::start(&project);
    let seen = drive(&studio, "studio_record.js", &[&project.path("microphone.wav").to_string_lossy()]);
    assert_eq!((&seen["errors"], &seen["axe"]), (&json!([]), &json!([])), "{seen}");
    assert_eq!(seen["line"], "“We had tea.”");
    assert!(!string(&seen["checked"]).contains("silent"), "{seen}");
    let recorded = project.folder("voices/anna/takes");
    let (_, sound) = recorded.iter().find(|(name, _)| name.ends_with(".wav")).expect("a recording");
    // 32-bit float (format 3), mono, and more than a second of it.
    assert_eq!((&sound[20..24], sound.len() > 4 * 44_100), (&[3, 0, 1, 0][..], true));
}

#[test]
fn a_person_edits_hears_and_decides_in_the_browser_by_keyboard() {
    needs!("chromium", "node", "node-modules");
    let project = Project::undisclosed(&[
        ("narrator", "The ferry was late. Everyone waited."),
        ("Ann Okafor", "“We had tea.”"),
        ("narrator", "<img src=x onerror=alert(1)> It was cold."),
        ("Bo <b>Lind</b>", "“No.”"),
        ("narrator", "مرحبا بالعالم."),
    ]);
    let script = project.text("script.toml").replacen(
        "text = \"“No.”\"",
        "text = \"“No.”\"\nunsure = \"no name is near\"\ncandidates = [\"Ann Okafor\", \"Bo <b>Lind</b>\"]",
        1,
    );
    project.write(
        "script.toml",
        &(script.replacen(
            "[cast]",
            "[episode]\ntitle = \"A </title><script>alert(1)</script>\"\n\n[cast]",
            1,
        )),
    );
    let studio = Studio::start(&project);
    let seen = drive(&studio, "studio.js", &[&project.path("script.toml").to_string_lossy()]);
    assert_eq!(seen["errors"], json!([]), "{seen}");
    assert_eq!(seen["shown"], 5);
    assert_eq!(seen["decided"], "Ann Okafor", "{seen}");
    assert_eq!(seen["edited"], "It is cold.");
    assert_eq!(seen["undone"], "<img src=x onerror=alert(1)> It was cold.");
    assert_eq!((&seen["named"], &seen["kept_focus"]), (&json!("speaker"), &json!(true)), "{seen}");
    assert_eq!(seen["heard"], json!([0, 1, 0, 1, 2]), "{seen}");
    assert_eq!(
        (&seen["focus_after_undo"], &seen["focus_in_player"]),
        (&json!("Undo"), &json!("Back one segment"))
    );
    assert_eq!(seen["directions"], json!(["rtl", "rtl", "ltr", "ltr"]));
    assert_eq!(seen["outside"], "“We had coffee.”");
    assert_eq!(seen["second_tab"], "“We had coffee.”");
    assert_eq!(seen["wide"], 320, "the page must not scroll sideways");
    for theme in ["light", "dark", "small"] {
        assert_eq!(seen["axe"][theme], json!([]), "{theme}");
    }
}

#[test]
fn an_article_becomes_an_episode_by_keyboard_with_two_tabs_and_a_killed_server() {
    needs!("chromium", "node", "node-modules");
    // The studio starts without `--trust`: a stranger's project must ask.
    let project = Project::undisclosed(STORY);
    let shelf = project.path("shelf");
    std::fs::create_dir(&shelf).unwrap();
    let stranger = project.text("script.toml");
    project.write("shelf/stranger/script.toml", &stranger);
    project.write(
        "shelf/stranger/voices/one/voice.toml",
        "backend = \"command\"\ncommand = [\"sh\", \"-c\", \"exit 3\"]\n",
    );
    project.write("shelf/stranger/voices/two/voice.toml", crate::harness::OTHER_VOICE);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node");
    node.env("XDG_STATE_HOME", project.path(".state")).env("XDG_DATA_HOME", project.path(".data"));
    node.arg(root.join("tests/tools/studio_journey.js")).arg(env!("CARGO_BIN_EXE_aloud")).arg(&shelf);
    let run =
        node.arg(root.join("target/tools/node")).arg(crate::testing::path("chromium")).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let seen: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(seen["errors"], json!([]), "{seen}");
    assert_eq!(seen["made"].as_array().unwrap().len(), 4, "{seen}");
    assert!(string(&seen["conflict"]["alert"]).contains("changed meanwhile"), "{seen}");
    assert_eq!(seen["conflict"]["kept"], "It was damp.");
    assert!(string(&seen["lost"]).contains("No connection"), "{seen}");
    assert!(string(&seen["unknown"]).contains("open the address"), "{seen}");
    assert_eq!(seen["draft"], "It was dry and warm.");
    assert_eq!(seen["pause"], "1.5");
    let script = project.text("shelf/the-quay/script.toml");
    assert!(script.contains("It was dry and warm.") && script.contains("say = \"said Ann.\""), "{script}");
    assert!(seen["files"].to_string().contains("episode.wav"), "{seen}");
    assert!(project.path("shelf/the-quay/out/episode.html").exists());
    assert!(string(&seen["asked"]).contains("sh -c"), "{seen}");
    assert!(project.text("shelf/the-quay/lexicon.toml").contains("Okafor = \"oh-KAH-for\""));
    assert_eq!(seen["chosen"], "#/pier/script");
    for (view, problems) in seen["axe"].as_object().unwrap() {
        assert_eq!(problems, &json!([]), "{view}");
    }
}

#[test]
fn words_move_by_mouse_and_keys_and_an_article_is_decided_on_in_the_browser() {
    needs!("chromium", "node", "node-modules");
    let project = Project::undisclosed(STORY);
    let article = "The quay\n\nIt was wet.\n\nThe ferry was late.\n\n“We waited,” said Ann Okafor, who runs the kiosk.\n";
    project.write("a.txt", article);
    assert_eq!(project.aloud(&["new", "quay", "a.txt"]).code, Some(0));
    let studio = Studio::start_with(&project, &["quay"]);
    let seen = drive(&studio, "studio_edit.js", &[&project.path("quay/a.txt").to_string_lossy()]);
    assert_eq!(seen["errors"], json!([]), "{seen}");
    let lines = |key: &str| -> Vec<String> {
        seen[key].as_array().unwrap().iter().map(|line| string(line).to_string()).collect()
    };
    let start = lines("start");
    let quote = start.iter().position(|line| line.contains("We waited")).unwrap();
    assert_eq!(
        start[quote..],
        ["Ann Okafor: “We waited,”", "narrator: said Ann Okafor, who runs the kiosk."]
    );
    assert_eq!(
        lines("assigned")[quote + 1..],
        ["Ann Okafor: said Ann Okafor,", "narrator: who runs the kiosk."]
    );
    assert_eq!(lines("assigned_undone"), start);
    assert_eq!(
        lines("assigned_by_keys")[quote + 1..],
        ["Ann Okafor: said", "narrator: Ann Okafor, who runs the kiosk."]
    );
    assert_eq!(
        lines("border")[quote..],
        ["Ann Okafor: “We waited,” said", "narrator: Ann Okafor, who runs the kiosk."]
    );
    assert_eq!(lines("border_by_keys"), start);
    let mut moved = start.clone();
    moved.rotate_left(1);
    assert_eq!(lines("moved"), moved);
    assert_eq!(seen["auditioned"], "birch");
    assert!(project.text("quay/script.toml").contains("\"Ann Okafor\" = \"birch\""));
    assert!(string(&seen["left_open"]).contains("early"), "{seen}");
    assert!(lines("merged").contains(&"narrator: The ferry was gone.".to_string()), "{seen}");
    for name in ["phone", "zoomed"] {
        assert_eq!(seen[name], json!([0, "speaker"]), "{name}");
    }
    for (view, problems) in seen["axe"].as_object().unwrap() {
        assert_eq!(problems, &json!([]), "{view}");
    }
}
