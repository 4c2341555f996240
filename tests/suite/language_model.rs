//! Tests `aloud script --ask`: a language model names speakers, and Aloud accepts only names from the article.

use crate::harness::{Project, Run};
use crate::server::{Server, response};

const KEY: &str = "sk-a-key-that-must-stay-secret-0123456789";
pub const ARTICLE: &str = "Idris Vane and Peter Oduya rowed out with Nora Whitlock, who kept the time.\n\n\
    “We lost an oar,” he said. “And a boot.”\n\n\
    “It was dark by then,” said Nora Whitlock.\n";

fn project(server: &Server) -> Project {
    let project = Project::new("");
    std::fs::remove_file(project.path("script.toml")).unwrap();
    project.write("article.txt", ARTICLE);
    assert_eq!(project.aloud(&["script", "article.txt"]).code, Some(0));
    let ask = format!(
        "\n[ask]\nbase_url = \"{}\"\nmodel = \"owl-7b\"\napi_key_env = \"ALOUD_TEST_KEY\"\n",
        server.url
    );
    project.write("script.toml", &(project.text("script.toml") + &ask));
    project
}

fn ask(project: &Project) -> Run {
    let mut command = project.command(&["script", "--ask"]);
    Run::of(command.env("ALOUD_TEST_KEY", KEY).output().expect("aloud runs"))
}

/// Starts a server with a model that always answers `content`.
fn answering(content: &str) -> Server {
    let completion = serde_json::json!({"choices": [{"message": {"role": "assistant", "content": content}}]});
    Server::new(move |_, _| response("200 OK", &[], completion.to_string().as_bytes()))
}

#[test]
fn records_model_answers_for_unsure_quotes() {
    let server = answering("{\"speaker\": \"Peter Oduya\"}");
    let project = project(&server);
    let run = ask(&project);
    assert_eq!(run.code, Some(0), "{run:?}");
    let script = project.text("script.toml");
    assert_eq!(script.matches("speaker = \"Peter Oduya\"").count(), 2, "{script}");
    assert_eq!((script.matches("asked = \"owl-7b\"").count(), script.matches("unsure").count()), (2, 0));

    let request = server.requests().pop().expect("a request");
    request.has(&format!("authorization: Bearer {KEY}"));
    assert_eq!(request.line, "POST /v1/chat/completions");
    let question = request.json()["messages"][1]["content"].as_str().unwrap().to_string();
    assert!(question.contains("We lost an oar") && question.contains("rowed out"), "{question}");
    assert!(!question.contains("dark by then"), "the question must not contain other paragraphs: {question}");
    assert!(
        question.contains("Idris Vane; Peter Oduya") || question.contains("Peter Oduya; Idris Vane"),
        "{question}"
    );

    assert_eq!(ask(&project).code, Some(0));
    assert_eq!(server.requests().len(), 1, "a decided quote must not be asked again");
    assert!(project.aloud(&["check"]).stderr.contains("2 attributions are by a language model"));
}

#[test]
fn rejects_answer_when_script_changed_meanwhile() {
    let root = std::sync::Arc::new(std::sync::Mutex::new(std::path::PathBuf::new()));
    let script_folder = std::sync::Arc::clone(&root);
    let server = Server::new(move |_, _| {
        let path = script_folder.lock().unwrap().join("script.toml");
        let script = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, script.replace("We lost an oar", "We lost both oars")).unwrap();
        let completion =
            serde_json::json!({"choices": [{"message": {"content": "{\"speaker\": \"Peter Oduya\"}"}}]});
        response("200 OK", &[], completion.to_string().as_bytes())
    });
    let project = project(&server);
    *root.lock().unwrap() = project.path("");
    let run = ask(&project);
    run.refused(&[
        "of script.toml changed meanwhile",
        "We lost an oar",
        "nothing was written",
        "answered 0 of 1",
    ]);
    let script = project.text("script.toml");
    assert!(script.contains("We lost both oars") && !script.contains("asked"), "{script}");
}

#[test]
fn ignores_names_missing_from_the_article() {
    for content in
        ["{\"speaker\": \"Winston Churchill\"}", "{\"speaker\": \"unknown\"}", "I think it is Idris Vane."]
    {
        let project = project(&answering(content));
        let before = project.text("script.toml");
        assert_eq!(ask(&project).code, Some(0));
        assert_eq!(project.text("script.toml"), before, "{content}");
    }
}

#[test]
fn hides_key_in_errors_and_requires_settings() {
    let refused = Server::new(|_, _| response("401 Unauthorized", &[], format!("bad key {KEY}").as_bytes()));
    let run = ask(&project(&refused));
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("401") && run.stderr.contains("[key]") && !run.stderr.contains(KEY),
        "{run:?}"
    );

    let server = answering("{}");
    let project = project(&server);
    project.write("script.toml", project.text("script.toml").split("\n[ask]").next().unwrap());
    let run = ask(&project);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("add `[ask]`") && server.requests().is_empty(), "{run:?}");
}

#[test]
fn diff_rejects_ask() {
    let run = Project::new("").aloud(&["diff", "--ask"]);
    assert!(run.code == Some(2) && run.stderr.contains("'--ask'"), "{run:?}");
}
