//! Music, single changes of an article, and the feed in the studio.

use super::*;

#[test]
fn music_is_added_placed_moved_and_removed() {
    let project = Project::undisclosed(STORY);
    let before = project.text("script.toml");
    let studio = Studio::start(&project);
    let address = studio.project();
    let upload = |name: &str, bytes: &[u8]| studio.upload(&format!("{address}/sounds?name={name}"), bytes);
    let sound =
        wav(&(0..48_000).map(|n| if n / 100 % 2 == 0 { 2_000 } else { -2_000 }).collect::<Vec<i16>>());
    assert_eq!(upload("rain.wav", b"no sound").status, 422);
    assert_eq!(upload("rain.exe", &sound).status, 422);
    assert_eq!(upload("..%2F..%2Frain.wav", &sound).json()["file"], "sounds/rain.wav");
    assert_eq!(upload("rain.wav", &sound).json()["file"], "sounds/rain-2.wav", "no file is replaced");
    let edit = |edits: Value| {
        let revision = studio.script()["revision"].clone();
        studio.post(&(address.clone() + "/edits"), &json!({"revision": revision, "edits": edits}))
    };
    assert_eq!(edit(json!([{"edit": "add-cue", "file": "sounds/rain.wav", "role": "bed"}])).status, 200);
    let cue = studio.script()["cues"][0].clone();
    assert_eq!((&cue["name"], &cue["role"], &cue["duck"]), (&json!("rain"), &json!("bed"), &json!(12.0)));
    // Placed, and moved in one step for undo.
    assert_eq!(edit(json!([{"edit": "cue", "segment": 0, "cue": "rain"}])).status, 200);
    let placed = project.text("script.toml");
    let moving = json!([
        {"edit": "cue", "segment": 0, "cue": null}, {"edit": "cue", "segment": 1, "cue": "rain"},
        {"edit": "cue-end", "segment": 2, "cue": "rain"}, {"edit": "cue-setting", "cue": "rain", "key": "duck", "value": 18.0},
    ]);
    assert_eq!(edit(moving).status, 200);
    let script = studio.script();
    assert_eq!(
        (&script["segments"][0]["cue"], &script["segments"][1]["cue"]),
        (&Value::Null, &json!("rain"))
    );
    assert_eq!(
        (&script["segments"][2]["cue_end"], &script["cues"][0]["duck"]),
        (&json!("rain"), &json!(18.0))
    );
    project.build();
    let built = studio.get(&(address.clone() + "/sound/out")).json();
    assert_eq!(built["cues"][0]["cue"], "rain", "{built}");
    assert_eq!(studio.post(&(address.clone() + "/undo"), &json!({})).status, 200);
    assert_eq!(project.text("script.toml"), placed);
    for wrong in [
        json!([{"edit": "cue", "segment": 1, "cue": "snow"}]),
        json!([{"edit": "cue-setting", "cue": "rain", "key": "duck", "value": 99.0}]),
        json!([{"edit": "cue-setting", "cue": "rain", "key": "file", "value": 1.0}]),
        json!([{"edit": "add-cue", "file": "../secret.wav", "role": "bed"}]),
        json!([{"edit": "remove-cue", "cue": "snow"}]),
    ] {
        assert!([409, 422].contains(&edit(wrong.clone()).status), "{wrong}");
    }
    assert_eq!(project.text("script.toml"), placed);
    // One file may be several cues.
    let again = json!([{"edit": "add-cue", "file": "sounds/rain.wav", "role": "bed"}]);
    assert_eq!(edit(again).status, 200);
    assert_eq!(studio.script()["cues"][1]["name"], "rain-bed");
    assert_eq!(edit(json!([{"edit": "remove-cue", "cue": "rain-bed"}])).status, 200);
    assert_eq!(project.text("script.toml"), placed);
    assert_eq!(edit(json!([{"edit": "remove-cue", "cue": "rain"}])).status, 200);
    assert_eq!(project.text("script.toml"), before);
}

#[test]
fn each_change_of_an_article_is_accepted_or_declined() {
    let project = Project::undisclosed(STORY);
    let article = "The quay\n\nIt was wet.\n\nThe ferry was late. Nobody cared.\n\nThe light was on.\n\n“We waited,” said Ann Okafor.\n\nThe end was near.\n";
    project.write("a.txt", article);
    assert_eq!(project.aloud(&["new", "quay", "a.txt"]).code, Some(0));
    let studio = Studio::start_with(&project, &["quay"]);
    let address = studio.project() + "/article";
    let texts = || {
        let script = studio.script();
        let segments = script["segments"].as_array().unwrap().iter();
        segments.map(|segment| string(&segment["text"]).to_string()).collect::<Vec<_>>()
    };
    let before = (project.text("quay/script.toml"), texts());
    let changed = article
        .replace("wet", "dry")
        .replace("late. Nobody cared", "early. Nobody cared")
        .replace("The light was on.\n\n", "")
        .replace("The end was near.", "The end was near.\n\nA bell rang twice.\n\nThen it was quiet.");
    project.write("quay/a.txt", &changed);
    let found = studio.get(&address).json()["changes"].as_array().unwrap().clone();
    let change = |kind: &str, text: &str| {
        let is = |change: &&Value| change["change"] == kind && string(&change["text"]).contains(text);
        found.iter().find(is).unwrap_or_else(|| panic!("{kind} {text}: {found:?}")).clone()
    };
    let choice = |kind: &str, text: &str| json!({"change": change(kind, text), "use": "script"});
    // What the page showed is no more: nothing is written.
    let stale = json!({"choices": [{"change": {"change": "added", "text": "gone"}, "use": "script"}]});
    assert_eq!(studio.post(&address, &stale).status, 409);
    assert_eq!(project.text("quay/script.toml"), before.0);

    // A merge does not wait for a build.
    let _build = hold_build(&project, "quay");
    let declined = json!({"choices": [
        choice("changed", "early"), choice("removed", "light"), choice("added", "bell"),
    ]});
    assert_eq!(studio.post(&address, &declined).status, 200);
    let now = texts();
    let at = |text: &str| now.iter().position(|own| own.contains(text));
    for (text, expected) in
        [("dry", true), ("wet", false), ("late", true), ("early", false), ("bell", false), ("quiet", true)]
    {
        assert_eq!(at(text).is_some(), expected, "{text}: {now:?}");
    }
    assert!(at("late") < at("light") && at("light") < at("waited"), "{now:?}");
    // It was decided: the same article offers nothing again.
    assert_eq!(studio.get(&address).json()["changes"], json!([]));
    // All of it is one step for undo.
    assert_eq!(studio.post(&(studio.project() + "/undo"), &json!({})).status, 200);
    assert_eq!(project.text("quay/script.toml"), before.0);

    // Some changes wait, and are offered again until they are decided.
    let leave = |kind: &str, text: &str| json!({"change": change(kind, text), "use": "later"});
    let later = json!({"choices": [
        leave("changed", "early"), leave("added", "bell"), leave("removed", "light"), choice("added", "quiet"),
    ]});
    assert_eq!(studio.post(&address, &later).status, 200);
    let now = texts();
    let has = |text: &str| now.iter().any(|own| own.contains(text));
    for (text, expected) in
        [("dry", true), ("late", true), ("light", true), ("early", false), ("bell", false), ("quiet", false)]
    {
        assert_eq!(has(text), expected, "{text}: {now:?}");
    }
    let open = studio.get(&address).json()["changes"].as_array().unwrap().clone();
    let mut kinds: Vec<String> = open.iter().map(|change| string(&change["change"])).collect();
    kinds.sort();
    assert_eq!(kinds, ["added", "changed", "removed"], "{open:?}");
    assert!(
        project.aloud(&["-C", "quay", "check"]).stderr.contains("article"),
        "the article is still another one"
    );
    assert_eq!(studio.post(&address, &json!({"choices": []})).status, 200);
    let now = texts();
    assert!(
        now.iter().any(|text| text.contains("bell")) && !now.iter().any(|text| text.contains("quiet")),
        "{now:?}"
    );
    assert_eq!(studio.get(&address).json()["changes"], json!([]));
    for _ in 0..2 {
        assert_eq!(studio.post(&(studio.project() + "/undo"), &json!({})).status, 200);
    }
    assert_eq!(project.text("quay/script.toml"), before.0);

    // A person's own words: the article's are used only if the person says so.
    let line = before.1.iter().position(|text| text.contains("wet")).unwrap();
    assert_eq!(
        studio.edit(&json!({"edit": "text", "segment": line, "text": "It was very wet."})).status,
        200
    );
    let conflict = studio.get(&address).json()["changes"][0].clone();
    assert_eq!(conflict["change"], "conflict", "{conflict}");
    let mine = json!({"choices": [{"change": conflict, "use": "article"}]});
    assert_eq!(studio.post(&address, &mine).status, 200);
    assert!(texts().contains(&"It was dry.".to_string()));
    assert!(!project.text("quay/script.toml").contains("conflict"));
}

#[test]
fn the_state_of_the_feed_is_shown() {
    let project = Project::undisclosed(STORY);
    project.build();
    let studio = Studio::start(&project);
    let feed = || studio.get(&(studio.project() + "/feed")).json();
    assert_eq!(feed(), Value::Null);
    let settings = "title = \"Ferries\"\nlink = \"https://example.org\"\ndescription = \"News\"\nlanguage = \"en\"\nauthor = \"The Desk\"\n\
                    image = \"https://example.org/cover.jpg\"\ncategory = [\"History\"]\nbase_url = \"https://media.example.org\"\n";
    project.write("feed.toml", settings);
    assert_eq!(
        (&feed()["title"], &feed()["episode"], &feed()["file"]),
        (&json!("Ferries"), &json!("unlisted"), &json!("missing"))
    );
    let listed =
        format!("{settings}\n[[episode]]\npath = \".\"\ntitle = \"One\"\ndate = \"2026-11-26T08:00:00Z\"\n");
    project.write("feed.toml", &listed);
    assert_eq!(project.aloud(&["feed"]).code, Some(0));
    assert_eq!(
        (&feed()["episode"], &feed()["file"], &feed()["problems"]),
        (&json!("listed"), &json!("current"), &json!([])),
        "{}",
        feed()
    );
    project.write("feed.toml", &listed.replace("Ferries", "Boats"));
    assert_eq!((&feed()["title"], &feed()["file"]), (&json!("Boats"), &json!("outdated")));
    project.write("feed.toml", "title = 3");
    assert!(!feed()["problems"].as_array().unwrap().is_empty());
}
