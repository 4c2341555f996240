//! Tests series: what episodes share, what they override, and commands that work on all of them.

use std::fs;

use crate::harness::{OTHER_VOICE, Project, TEST_VOICE, string};

/// Creates a series with two test voices, one of them with a price, and this series.toml.
fn series(settings: &str) -> Project {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    for (voice, file) in [("one", TEST_VOICE), ("two", OTHER_VOICE)] {
        fs::remove_dir_all(project.path(&format!("voices/{voice}"))).unwrap();
        project.write(&format!("show/voices/{voice}/voice.toml"), &format!("{file}price = 100000.0\n"));
    }
    project.write("show/series.toml", settings);
    project
}

const CAST: &str = "[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n";

/// Adds an episode with these (speaker, text) segments and no settings of its own.
fn add(project: &Project, episode: &str, segments: &[(&str, &str)]) {
    let text: String = segments
        .iter()
        .map(|(speaker, text)| format!("[[segment]]\nspeaker = \"{speaker}\"\ntext = \"{text}\"\n\n"))
        .collect();
    project.write(&format!("show/{episode}/script.toml"), &text);
}

fn takes(project: &Project, episode: &str) -> Vec<(String, String)> {
    let episode = project.json(&format!("show/{episode}/out/episode.json"));
    let segments = episode["segments"].as_array().unwrap().iter();
    let takes = segments.flat_map(|segment| segment["takes"].as_array().unwrap());
    takes.map(|take| (string(&take["voice"]), string(&take["spoken"]))).collect()
}

#[test]
fn a_change_of_the_shared_lexicon_speaks_again_what_it_touches() {
    let project = series(CAST);
    add(&project, "a", &[("narrator", "The Skarn is high."), ("Ann Okafor", "We had tea.")]);
    add(&project, "b", &[("narrator", "It rained."), ("Ann Okafor", "The Skarn was closed.")]);
    add(&project, "c", &[("narrator", "Nothing else.")]);
    let run = project.aloud(&["-C", "show", "build"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(takes(&project, "b")[1], ("two".into(), "The Skarn was closed.".into()));

    project.write("show/lexicon.toml", "[words]\nSkarn = \"Scahn\"\n");
    project.write("show/b/lexicon.toml", "[words]\nSkarn = \"Skoon\"\n");
    let run = project.aloud(&["-C", "show", "plan", "--json"]);
    let total = &run.events("planned-series")[0];
    assert_eq!((total["episodes"].as_u64(), total["to_speak"].as_u64()), (Some(3), Some(2)), "{run:?}");
    let sums =
        |key: &str| total["voices"].as_array().unwrap().iter().map(|v| v[key].as_u64().unwrap()).sum::<u64>();
    let characters = ("The Scahn is high.".len() + "The Skoon was closed.".len()) as u64;
    assert_eq!((sums("speak"), sums("characters")), (2, characters));
    let cost = total["cost"].as_f64().unwrap();
    assert!((cost - characters as f64 / 10.0).abs() < 1e-9, "a tenth for each character: {cost}");

    let run = project.aloud(&["-C", "show", "build", "--json"]);
    let mut spoken: Vec<String> = run.events("spoken").iter().map(|event| string(&event["spoken"])).collect();
    spoken.sort();
    assert_eq!(spoken, ["The Scahn is high.", "The Skoon was closed."], "the episode's own entry wins");
    assert_eq!(run.events("up-to-date").len(), 1);
}

#[test]
fn commands_work_on_all_or_some_episodes_and_go_on_after_errors() {
    let project = series(CAST);
    add(&project, "a", &[("narrator", "It was late.")]);
    add(&project, "b", &[("Bo", "Hm.")]);
    project.write(
        "show/b/script.toml",
        "[cast]\nBo = \"nobody\"\n[[segment]]\nspeaker = \"Bo\"\ntext = \"Hm.\"\n",
    );
    add(&project, "c", &[("narrator", "It was early.")]);
    let run = project.aloud(&["-C", "show", "check"]);
    run.refused(&["there is no voice `nobody`", "1 of 3 episodes failed: b"]);
    project.aloud(&["-C", "show", "build"]).refused(&["1 of 3 episodes failed: b"]);
    assert!(project.path("show/a/out").exists() && project.path("show/c/out").exists());
    assert_eq!(project.aloud(&["-C", "show", "build", "a", "show/c"]).code, Some(0));
    project.aloud(&["-C", "show", "build", "d"]).refused(&["the series has no episode `d`"]);
    project.aloud(&["-C", "show/a", "build", "d"]).refused(&["is not a series"]);
    // A limit is for the whole run: each of these episodes costs less.
    fs::remove_dir_all(project.path("show/a/.aloud")).unwrap();
    fs::remove_dir_all(project.path("show/c/.aloud")).unwrap();
    let run = project.aloud(&["-C", "show", "build", "a", "c", "--limit", "2"]);
    run.refused(&["1 of 2 episodes failed: c"]);
}

#[test]
fn an_error_in_the_series_is_reported_once() {
    let project = series("[cast]\nnarrator = \"alder\"\n");
    add(&project, "first", &[("narrator", "One.")]);
    add(&project, "second", &[("narrator", "Two.")]);
    project.write("show/lexicon.toml", "[words]\n\"Skarn\" = \"Scarn\"\n\n[words]\n\"quay\" = \"key\"\n");
    let run = project.aloud(&["-C", "show", "build"]);
    run.refused(&["`words` is there twice", "lexicon.toml:4"]);
    assert_eq!(run.stderr.matches("error:").count(), 1, "{run:?}");
}

#[test]
fn new_people_join_the_cast_of_the_series_and_keep_their_voices() {
    let project = series("# Ours.\n[cast]\nnarrator = \"one\"\n");
    let story = |first: &str, second: &str| {
        format!(
            "# Tea\n\n\u{201c}We had tea,\u{201d} said {first}. \u{201c}We had cake,\u{201d} said {second}.\n\n\
                 \u{201c}It was cold,\u{201d} said a neighbour.\n"
        )
    };
    project.write("one.md", &story("Zoe Marsh", "Ann Okafor"));
    project.write("two.md", &story("Ann Okafor", "Bo Hale"));
    for (episode, article) in [("show/first", "one.md"), ("show/second", "two.md")] {
        let run = project.aloud(&["new", episode, article]);
        assert_eq!(run.code, Some(0), "{run:?}");
    }
    let text = project.text("show/series.toml");
    let settings: toml::Table = text.parse().unwrap();
    let cast: Vec<&str> = text.lines().skip(3).filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(cast, ["Zoe Marsh", "Ann Okafor", "Bo Hale"], "in the order in which they speak: {text}");
    assert!(text.starts_with("# Ours.\n"));
    let voice = |name: &str| settings["cast"][name].as_str().unwrap().to_string();
    for episode in ["show/first", "show/second"] {
        let script = project.text(&format!("{episode}/script.toml"));
        assert!(!script.contains("\"Ann Okafor\" ="), "the series decides: {script}");
        let run = project.aloud(&["-C", episode, "plan", "--json"]);
        let plan = &run.events("planned")[0];
        assert_eq!(plan["cast"]["Ann Okafor"], voice("Ann Okafor").as_str());
        assert_eq!(plan["cast"]["narrator"], "one");
    }
    // Somebody without a full name has a voice in this episode only, until the series has one too.
    let neighbour = |project: &Project| {
        let run = project.aloud(&["-C", "show/second", "plan", "--json"]);
        string(&run.events("planned")[0]["cast"]["a neighbour"])
    };
    assert!(project.text("show/second/script.toml").contains("\"a neighbour\" = "));
    assert!(!["one", "two"].contains(&neighbour(&project).as_str()));
    project.write("show/series.toml", &(text.clone() + "\"a neighbour\" = \"two\"\n"));
    assert_eq!(neighbour(&project), "two");
    project.write("show/series.toml", &text);

    // A merge changes neither file.
    let before = project.text("show/second/script.toml");
    assert_eq!(project.aloud(&["-C", "show/second", "script"]).code, Some(0));
    assert_eq!((project.text("show/second/script.toml"), project.text("show/series.toml")), (before, text));
}

#[test]
fn people_of_a_batch_join_the_cast_in_the_order_of_the_episodes() {
    let project = series("[cast]\nnarrator = \"one\"\n");
    let story = |first: &str, second: &str| {
        format!(
            "# Tea\n\n\u{201c}We had tea,\u{201d} said {first}. \u{201c}We had cake,\u{201d} said {second}.\n"
        )
    };
    project.write("a.md", &story("Ms Zoe Marsh", "Mr Bo Hale"));
    project.write("b.md", &story("Mr Bo Hale", "Ms Ann Okafor"));
    project.write(
        "list.jsonl",
        "{\"id\": \"b\", \"article\": \"b.md\"}\n{\"id\": \"a\", \"article\": \"a.md\"}\n",
    );
    let settings = project.text("show/series.toml");
    let run = project.aloud(&["batch", "list.jsonl", "-o", "show"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(project.text("show/series.toml"), settings, "the order of workers must not decide");
    let voices = takes(&project, "a");
    let run = project.aloud(&["-C", "show", "cast", "--json"]);
    let added = run.events("cast")[0]["added"].as_array().unwrap().clone();
    let names: Vec<String> = added.iter().map(|person| string(&person["name"])).collect();
    assert_eq!(names, ["Zoe Marsh", "Bo Hale", "Ann Okafor"], "{run:?}");
    assert_eq!(project.aloud(&["-C", "show", "build"]).code, Some(0));
    assert_eq!(takes(&project, "a"), voices, "the first episode keeps its voices");
    let bo = |episode: &str| {
        let run = project.aloud(&["-C", &format!("show/{episode}"), "plan", "--json"]);
        string(&run.events("planned")[0]["cast"]["Bo Hale"])
    };
    assert_eq!(bo("a"), bo("b"));
    assert_eq!(
        project.aloud(&["-C", "show", "cast", "--json"]).events("cast")[0]["added"],
        serde_json::json!([])
    );
}

#[test]
fn options_of_the_series_apply_to_a_new_script() {
    let project = series("[cast]\nnarrator = \"one\"\n[casting]\nunsure = \"narrate\"\n");
    project
        .write("roof.md", "# Roofs\n\nIt is new.\n\n\u{201c}It was never safe.\u{201d}\n\nIt cost little.\n");
    assert_eq!(project.aloud(&["new", "show/roof", "roof.md"]).code, Some(0));
    let script: toml::Table = project.text("show/roof/script.toml").parse().unwrap();
    let segments = script["segment"].as_array().unwrap();
    assert!(segments.iter().all(|segment| segment["speaker"].as_str() == Some("narrator")), "{segments:?}");
    assert!(!script.contains_key("casting"), "the series decides");
}

#[test]
fn a_new_series_has_its_files_and_a_feed_lists_its_episodes_by_day() {
    let project = series("");
    assert_eq!(project.aloud(&["new", "--series", "morning \"news\""]).code, Some(0));
    project.write("tea.md", "---\ntitle: Tea\ndate: 2026-11-30\n---\n\nThe ferry was late.\n");
    for voice in ["one", "two"] {
        project.write(&format!("morning \"news\"/voices/{voice}/voice.toml"), TEST_VOICE);
    }
    let settings = project.text("morning \"news\"/series.toml");
    project.write("morning \"news\"/series.toml", &(settings + "narrator = \"one\"\n"));
    assert_eq!(project.aloud(&["new", "morning \"news\"/tea", "tea.md"]).code, Some(0));
    project.write("rum.md", "---\ntitle: Rum\ndate: 2026-11-29\n---\n\nThe ferry was early.\n");
    assert_eq!(project.aloud(&["new", "morning \"news\"/rum", "rum.md"]).code, Some(0));
    let run = project.aloud(&["-C", "morning \"news\"", "build"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    project.write(
        "morning \"news\"/feed.toml",
        "title = \"t\"\nlink = \"https://a.example/\"\ndescription = \"d\"\nlanguage = \"en\"\nauthor = \"a\"\n\
         image = \"https://a.example/a.png\"\ncategory = \"News\"\nbase_url = \"https://a.example/\"\nlist = \"all\"\n",
    );
    let episodes = |names: &[&str]| {
        let run = project.aloud(&[&["-C", "morning \"news\"", "feed", "--json"], names].concat());
        let number = run.events("fed").first().map(|event| event["episodes"].clone());
        (number, project.text("morning \"news\"/feed.xml"))
    };
    assert_eq!(episodes(&[]).0, Some(2.into()));
    let (number, one) = episodes(&["rum"]);
    assert_eq!(
        (number, one.contains("<title>Rum</title>"), one.contains("<title>Tea</title>")),
        (Some(1.into()), true, false)
    );
    let (_, feed) = episodes(&["tea", "rum"]);
    assert!(
        feed.contains("Mon, 30 Nov 2026 00:00:00 +0000") && feed.contains("<title>Tea</title>"),
        "{feed}"
    );
    assert!(project.text("morning \"news\"/tea/out/episode.json").contains("Tea"));
}

#[test]
fn trust_in_an_episode_is_no_trust_in_its_series() {
    let project = series(CAST).untrusted();
    project.write(
        "show/voices/two/voice.toml",
        "backend = \"command\"\ncommand = [\"sh\", \"-c\", \"touch ran\"]\n",
    );
    project.write("tea.md", "# Tea\n\n\u{201c}We had tea,\u{201d} said Ann Okafor.\n");
    // The user made the episode, so everything of its own would be trusted.
    assert_eq!(project.aloud(&["new", "show/tea", "tea.md"]).code, Some(0));
    let run = project.aloud(&["-C", "show/tea", "build"]);
    run.refused(&["you have not trusted that", "aloud -C show trust"]);
    assert!(!project.path("show/tea/ran").exists() && !project.path("show/voices/two/ran").exists());
}
