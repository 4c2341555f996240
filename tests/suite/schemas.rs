//! Compares the JSON Schemas of script.toml, series.toml, voice.toml, feed.toml and config.toml with what the program accepts.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::harness::{Project, Run};

/// Messages with their hints.
type Problems = Vec<(String, String)>;

/// A key that no file has, and that resembles none.
const UNKNOWN: &str = "zzzzzzzzzz";

fn schema(project: &Project, file: &str) -> Value {
    assert_eq!(project.aloud(&["schemas", "schemas"]).code, Some(0));
    project.json(&format!("schemas/{file}.json"))
}

fn keys(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().unwrap().keys().cloned().collect()
}

/// Returns the words between backticks, or those of a list with commas.
fn names(text: &str) -> BTreeSet<String> {
    match text.split('`').nth(1) {
        Some(_) => text.split('`').skip(1).step_by(2).map(str::to_string).collect(),
        None => text.split(", ").map(|name| name.trim().to_string()).collect(),
    }
}

/// Returns messages and hints about the syntax and the values of a file.
fn problems(project: &Project, command: &[&str], file: &str, content: &Value) -> Problems {
    project.write(file, &toml::to_string(content).unwrap());
    read_problems(&project.aloud(command))
}

fn read_problems(run: &Run) -> Problems {
    let lines = run.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let about = |code: &str| {
        ["value-", "toml-", "voice-value-", "voice-file-"].iter().any(|start| code.starts_with(start))
    };
    lines
        .filter(|line| line["code"].as_str().is_some_and(about))
        .map(|line| {
            (
                line["what"].as_str().unwrap().to_string(),
                line["hint"].as_str().unwrap_or_default().to_string(),
            )
        })
        .collect()
}

/// Returns values of a property that are valid, and some that are not.
fn samples(property: &Value) -> (Vec<Value>, Vec<Value>) {
    if let Some(values) = property["enum"].as_array() {
        return (values.clone(), vec![json!("no such value")]);
    }
    let is_whole = property["type"] == "integer";
    let limit = |key: &str| property[key].as_f64();
    let number = |value: f64| if is_whole { json!(value as i64) } else { json!(value) };
    let step = 1.0;
    match property["type"].as_str() {
        Some("boolean") => (vec![json!(true), json!(false)], vec![json!("yes")]),
        Some("number" | "integer") => (
            limit("minimum").into_iter().chain(limit("maximum")).map(number).collect(),
            limit("minimum")
                .map(|low| low - step)
                .into_iter()
                .chain(limit("maximum").map(|high| high + step))
                .map(number)
                .collect(),
        ),
        _ => (Vec::new(), Vec::new()),
    }
}

/// Checks keys and values of one table. `wrap` makes a whole file of it.
fn compare(
    project: &Project,
    place: &str,
    table: &Value,
    base: &Map<String, Value>,
    check: &dyn Fn(&Map<String, Value>) -> Problems,
) {
    let with = |key: &str, value: &Value| {
        let mut changed = base.clone();
        changed.insert(key.to_string(), value.clone());
        check(&changed)
    };
    assert_eq!(check(base), [], "{place} as it is, in {}", project.path("").display());
    let unknown = with(UNKNOWN, &json!(1));
    let (what, hint) = unknown.iter().find(|(what, _)| what.contains(UNKNOWN)).expect(place);
    let listed = match what.split_once("expected") {
        Some((_, listed)) => names(listed),
        None => names(hint.strip_prefix("the keys here are ").unwrap()),
    };
    assert_eq!(listed, keys(table), "{place}: the keys of the program, and of the schema");
    for (key, property) in table["properties"].as_object().unwrap() {
        let (valid, invalid) = samples(property);
        for value in valid {
            assert_eq!(with(key, &value), [], "{place}: `{key} = {value}` is valid in the schema");
        }
        for value in invalid {
            assert!(!with(key, &value).is_empty(), "{place}: `{key} = {value}` is invalid in the schema");
        }
    }
}

#[test]
fn schema_of_script_toml_is_what_the_program_reads() {
    let project = Project::new("");
    let schema = schema(&project, "script");
    let segment = json!({"id": "a", "speaker": "narrator", "text": "It was late."});
    let check = |content: &Map<String, Value>| {
        problems(&project, &["check", "--json"], "script.toml", &Value::Object(content.clone()))
    };
    let file = |key: &str, value: Value| {
        let mut file = Map::from_iter([("segment".to_string(), json!([segment]))]);
        file.insert(key.to_string(), value);
        file
    };
    for (key, property) in schema["properties"].as_object().unwrap() {
        let (table, is_list) = match property["type"].as_str() {
            Some("array") => (&property["items"], true),
            _ => (property, false),
        };
        if table["properties"].is_null() {
            continue;
        }
        let base = match key.as_str() {
            "segment" => segment.clone(),
            "cue" => json!({"file": "a.wav", "role": "sting"}),
            "omitted" => json!({"text": "a", "reason": "b"}),
            "ask" => json!({"base_url": "https://a.example", "model": "m"}),
            "verify" => json!({"command": ["hear", "{wav}"]}),
            _ => json!({}),
        };
        let wrap = |table: &Map<String, Value>| {
            let table = Value::Object(table.clone());
            check(&file(key, if is_list { json!([table]) } else { table }))
        };
        compare(&project, key, table, base.as_object().unwrap(), &wrap);
    }
    let listed = check(&file(UNKNOWN, json!(1)));
    assert_eq!(names(listed[0].1.strip_prefix("the keys here are ").unwrap()), keys(&schema));
    assert_eq!(check(&file("pan", json!({"a": -1.5}))).len(), 1);
    assert_eq!(check(&file("gains", json!({"a": 60.0}))), []);
    assert_eq!(check(&file("people", json!({"a": "it"}))).len(), 1);
}

#[test]
fn schema_of_series_toml_has_the_tables_that_episodes_share() {
    let project = Project::new("");
    let (series, script) = (schema(&project, "series"), schema(&project, "script"));
    project.write("series.toml", "[zzzzzzzzzz]\n");
    let run = project.aloud(&["new", "episode", "--json"]);
    let problem: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    let listed = names(problem["hint"].as_str().unwrap().strip_prefix("the keys here are ").unwrap());
    assert_eq!(listed, keys(&series), "{run:?}");
    for key in keys(&series).iter().filter(|key| *key != "series") {
        assert_eq!(series["properties"][key], script["properties"][key], "{key}");
    }
    project.write("series.toml", "[series]\nzzzzzzzzzz = 1\n");
    let run = project.aloud(&["new", "episode", "--json"]);
    let problem: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    let listed = names(problem["hint"].as_str().unwrap().strip_prefix("the keys here are ").unwrap());
    assert_eq!(listed, keys(&series["properties"]["series"]));
}

#[test]
fn schema_of_voice_toml_is_what_the_program_reads() {
    let project = Project::with_segments(&[("narrator", "It was late.")]);
    let schema = schema(&project, "voice");
    let common = schema["definitions"].as_object().unwrap();
    let kinds: Vec<&str> = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["properties"]["backend"]["const"].as_str().unwrap())
        .collect();
    assert_eq!(json!(kinds), schema["properties"]["backend"]["enum"]);
    for variant in schema["oneOf"].as_array().unwrap() {
        let kind = variant["properties"]["backend"]["const"].as_str().unwrap();
        let check = |content: &Map<String, Value>| {
            problems(&project, &["check", "--json"], "voices/one/voice.toml", &Value::Object(content.clone()))
        };
        let mut base = Map::from_iter([("backend".to_string(), json!(kind))]);
        for key in variant["required"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .filter(|key| *key != "backend")
        {
            base.insert(key.to_string(), if key == "command" { json!(["true"]) } else { json!("heart") });
        }
        // The backend has its own table: without the keys that all voices share.
        let mut own = variant.clone();
        let properties = own["properties"].as_object_mut().unwrap();
        properties.retain(|key, _| key != "backend" && (!common.contains_key(key) || key == "http"));
        compare(&project, kind, &own, &base, &check);
        let shared: Vec<&String> = common.keys().filter(|key| *key != "http").collect();
        for key in shared {
            assert_eq!(variant["properties"][key]["$ref"], format!("#/definitions/{key}"));
            let (valid, invalid) = samples(&common[key]);
            for (value, is_valid) in
                valid.iter().map(|value| (value, true)).chain(invalid.iter().map(|value| (value, false)))
            {
                let mut changed = base.clone();
                changed.insert(key.clone(), value.clone());
                assert_eq!(check(&changed).is_empty(), is_valid, "{kind}: `{key} = {value}`");
            }
        }
    }
}

#[test]
fn schema_of_feed_toml_is_what_the_program_reads() {
    let project = Project::new("");
    let schema = schema(&project, "feed");
    let check = |content: &Map<String, Value>| {
        problems(&project, &["feed", "--json"], "feed.toml", &Value::Object(content.clone()))
    };
    let base = json!({
        "title": "t", "link": "https://a.example/", "description": "d", "language": "en", "author": "a",
        "image": "https://a.example/a.png", "category": "News", "base_url": "https://a.example/",
    });
    let base = base.as_object().unwrap();
    compare(&project, "feed.toml", &schema, base, &check);
    let wrap = |episode: &Map<String, Value>| {
        let mut file = base.clone();
        file.insert("episode".into(), json!([episode]));
        check(&file)
    };
    let episode = json!({"path": "p", "date": "2026-11-26T08:00:00Z"});
    compare(
        &project,
        "episode",
        &schema["properties"]["episode"]["items"],
        episode.as_object().unwrap(),
        &wrap,
    );
}

#[test]
fn schema_of_config_toml_is_what_the_program_reads() {
    let project = Project::new("");
    let schema = schema(&project, "config");
    let check = |content: &Map<String, Value>| {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("aloud")).unwrap();
        std::fs::write(home.path().join("aloud/config.toml"), toml::to_string(content).unwrap()).unwrap();
        let mut aloud = project.command(&["completions", "bash", "--json"]);
        let run = Run::of(aloud.env("XDG_CONFIG_HOME", home.path()).output().unwrap());
        read_problems(&run)
    };
    compare(&project, "config.toml", &schema, &Map::new(), &check);
    let wrap = |table: &Map<String, Value>| check(&Map::from_iter([("new".to_string(), json!(table))]));
    compare(&project, "new", &schema["properties"]["new"], &Map::new(), &wrap);
}
