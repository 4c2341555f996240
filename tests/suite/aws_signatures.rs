//! Compares our signatures of requests to Polly with those of AWS's own code (botocore).

use std::io::Write;
use std::process::Stdio;

use crate::external_voices::{command_in_target, repository_path, venv_program};
use crate::harness::{Project, Run};
use crate::server::{Request, Server, pcm, response};

const ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "a/session+token==";

/// Builds with this path in `base_url`. Returns the request that Aloud sent, and the address of the server.
fn polly_request(path: &str, token: Option<&str>) -> (Request, String) {
    let server = Server::new(|_, _| response("200 OK", &["content-type: audio/pcm"], &pcm(16_000, 2.0)));
    let project = Project::undisclosed(&[("narrator", "Zoë’s café — “it’s late”, she said.")]);
    let url = format!("{}{path}", server.url);
    project.write(
        "voices/one/voice.toml",
        &format!(
            "backend = \"polly\"\nbase_url = \"{url}\"\nregion = \"eu-west-1\"\nvoice = \"Amy\"\nengine = \"neural\"\n"
        ),
    );
    let mut command = project.command(&["build"]);
    command.env("AWS_ACCESS_KEY_ID", ID).env("AWS_SECRET_ACCESS_KEY", SECRET).env_remove("AWS_SESSION_TOKEN");
    command.envs(token.map(|token| ("AWS_SESSION_TOKEN", token)));
    let run = Run::of(command.output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
    (server.requests().pop().expect("a request"), server.url)
}

fn header(request: &Request, name: &str) -> String {
    let mark = format!("{name}: ");
    let line = request.headers.lines().find_map(|line| line.strip_prefix(&mark));
    line.unwrap_or_else(|| panic!("no `{name}` in {}", request.headers)).to_string()
}

/// Returns the `Authorization` header that AWS's code computes for the request.
fn sign_with_aws(request: &Request, server: &str) -> String {
    let authorization = header(request, "authorization");
    let (_, signed) = authorization.split_once("SignedHeaders=").unwrap();
    let names = signed.split(", ").next().unwrap().split(';');
    let headers: serde_json::Value = names
        .map(|name| (name.to_string(), header(request, name).into()))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let path = request.line.strip_prefix("POST ").unwrap();
    let input = serde_json::json!({"url": format!("{server}{path}"), "headers": headers, "body": request.body,
        "id": ID, "secret": SECRET, "region": "eu-west-1"});
    let mut command = command_in_target(venv_program("python"));
    command.arg(repository_path("tests/tools/sigv4.py")).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_string()
}

#[test]
fn polly_signature_matches_aws_code() {
    needs!("python");
    for (path, token) in [("", None), ("/", Some(TOKEN)), ("/amazon-polly", None)] {
        let (request, server) = polly_request(path, token);
        assert_eq!(request.line, format!("POST {}/v1/speech", path.trim_end_matches('/')));
        assert_eq!(header(&request, "host"), server.trim_start_matches("http://"));
        assert_eq!(request.headers.contains("x-amz-security-token"), token.is_some());
        assert_eq!(header(&request, "authorization"), sign_with_aws(&request, &server), "{path:?}");
    }
}
