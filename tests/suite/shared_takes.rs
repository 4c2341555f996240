//! Tests takes that several machines share, through a folder and through an object store.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::{Project, Run};
#[cfg(feature = "http")]
use crate::server::{Server, response, speech_wav};

const FIRST: &str = "The mill closed on Friday.";
const SECOND: &str = "Nine people lost their work.";

fn run(project: &Project, store: &str, args: &[&str]) -> Run {
    let mut command = project.command(args);
    command.env("ALOUD_STORE", store).env("ALOUD_TEST_KEY", "k");
    Run::of(command.output().expect("aloud runs"))
}

#[track_caller]
fn build(project: &Project, store: &str) -> usize {
    let run = run(project, store, &["build", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    run.events("spoken").len()
}

/// Returns two projects with the same script, as on two machines.
fn two(voice: Option<&str>) -> [Project; 2] {
    [(); 2].map(|()| {
        let project = Project::undisclosed(&[("narrator", FIRST), ("narrator", SECOND)]);
        voice.iter().for_each(|voice| project.write("voices/one/voice.toml", voice));
        project
    })
}

/// Returns the takes of a store.
fn objects(store: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries(store).filter(|path| path.is_dir()).flat_map(|shelf| entries(&shelf)).collect()
}

#[test]
fn a_second_machine_speaks_nothing_again_and_makes_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().to_str().unwrap();
    let [first, second] = two(None);
    assert_eq!(build(&first, store), 2);
    assert_eq!(objects(dir.path()).len(), 2);
    let plan = run(&second, store, &["plan", "--json"]).events("planned").remove(0);
    assert_eq!((&plan["voices"][0]["speak"], &plan["voices"][0]["reuse"]), (&0.into(), &2.into()), "{plan}");
    assert_eq!(build(&second, store), 0);
    assert_eq!(first.out(), second.out());
}

#[test]
fn a_damaged_object_is_listed_spoken_again_and_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().to_str().unwrap();
    let [first, second] = two(None);
    build(&first, store);
    let damaged = objects(dir.path()).remove(0);
    let mut bytes = fs::read(&damaged).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&damaged, bytes).unwrap();
    let name = damaged.file_name().unwrap().to_str().unwrap();
    run(&first, store, &["store", "verify"]).refused(&["1 take whole", name]);
    assert_eq!(build(&second, store), 1);
    assert_eq!(first.out(), second.out());
    let verified = run(&first, store, &["store", "verify"]);
    assert_eq!((verified.code, verified.stderr.contains("2 takes whole")), (Some(0), true), "{verified:?}");
}

#[test]
fn upkeep_counts_and_prunes_only_takes() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().to_str().unwrap();
    let [project, _] = two(None);
    build(&project, store);
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    let shelf = objects(dir.path())[0].parent().unwrap().to_path_buf();
    fs::write(shelf.join("notes.take"), "mine").unwrap();
    let stats = run(&project, store, &["store", "stats"]);
    assert!(stats.stdout.starts_with("2 takes, "), "{stats:?}");
    let kept = run(&project, store, &["store", "prune", "--older-than", "1d"]);
    assert!(kept.stderr.contains("0 takes deleted"), "{kept:?}");
    let dry = run(&project, store, &["store", "prune", "--older-than", "0s", "--dry-run"]);
    assert!(dry.stderr.contains("2 takes would be deleted"), "{dry:?}");
    let pruned = run(&project, store, &["store", "prune", "--older-than", "0s"]);
    assert!(pruned.stderr.contains("2 takes deleted"), "{pruned:?}");
    assert!(dir.path().join("notes.txt").exists() && shelf.join("notes.take").exists());
    project.aloud(&["store", "stats"]).refused(&["--store", "ALOUD_STORE"]);
}

#[test]
fn push_shares_the_takes_that_were_made_before() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().to_str().unwrap();
    let [first, second] = two(None);
    first.build();
    let pushed = first.aloud(&["store", "push", "--store", store]);
    assert!(pushed.stderr.contains("2 takes copied"), "{pushed:?}");
    let again = first.aloud(&["store", "push", "--store", store]);
    assert!(again.stderr.contains("0 takes copied"), "{again:?}");
    assert_eq!(build(&second, store), 0);
}

#[test]
fn a_store_that_is_not_mounted_stops_a_build_before_it_speaks() {
    let [project, _] = two(None);
    let run = run(&project, "/no/such/mount", &["build"]);
    run.refused(&["/no/such/mount", "mount it"]);
    assert!(!project.path("out").exists());
}

#[cfg(feature = "http")]
#[test]
fn a_paid_voice_is_asked_once_for_all_machines() {
    // Each answer differs, as those of paid voices do.
    let server = Server::new(|nth, _| response("200 OK", &[], &speech_wav(24_000 + nth as u32)));
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().to_str().unwrap();
    let voice = format!(
        "backend = \"openai\"\nbase_url = \"{}\"\nmodel = \"m\"\nvoice = \"v\"\napi_key_env = \"ALOUD_TEST_KEY\"\n",
        server.url
    );
    let [first, second] = two(Some(&voice));
    assert_eq!(build(&first, store), 2);
    assert_eq!(build(&second, store), 0);
    assert_eq!(server.requests().len(), 2);
    assert_eq!(first.out(), second.out());
}

/// S3, as moto's server implements it.
#[cfg(feature = "store")]
mod object_store {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;
    use crate::external_voices::{ExternalServer, venv_program};

    /// Runs with the bucket `takes` of a server. Its log counts the requests.
    fn run_at(server: &ExternalServer, project: &Project, args: &[&str]) -> Run {
        let mut command = project.command(args);
        command.env("ALOUD_STORE", "s3://takes/fleet").env("AWS_ENDPOINT_URL", server.url());
        command
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", "eu-west-1");
        Run::of(command.output().expect("aloud runs"))
    }

    /// Makes the bucket `takes`. The server accepts requests without a signature.
    fn make_bucket(server: &ExternalServer) {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        let request =
            "PUT /takes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    #[test]
    fn machines_share_takes_through_s3() {
        needs!("python");
        let server = ExternalServer::start(&venv_program("moto_server"), |port| {
            ["-H", "127.0.0.1", "-p", &port.to_string()].map(String::from).to_vec()
        });
        let [first, second] = two(None);
        run_at(&server, &first, &["build"]).refused(&["s3://takes/fleet", "NoSuchBucket"]);
        assert!(!first.path("out").exists(), "it stops before it speaks");
        make_bucket(&server);
        let spoken = |project: &Project| {
            let run = run_at(&server, project, &["build", "--json"]);
            assert_eq!(run.code, Some(0), "{run:?}");
            run.events("spoken").len()
        };
        // A missing sentence costs one request that asks for it and one that writes it; a stored one costs the request that reads it.
        let requests = |method: &str| {
            let start = format!("{method} /takes/fleet/");
            server.log().lines().filter(|line| line.contains(&start)).count()
        };
        assert_eq!(spoken(&first), 2);
        assert_eq!((requests("GET"), requests("PUT")), (2, 2), "{}", server.log());
        assert_eq!(spoken(&second), 0);
        assert_eq!((requests("GET"), requests("PUT")), (4, 2), "{}", server.log());
        assert_eq!(first.out(), second.out());
        let verified = run_at(&server, &first, &["store", "verify"]);
        assert!(verified.stderr.contains("2 takes whole"), "{verified:?}");
        let pruned = run_at(&server, &first, &["store", "prune", "--older-than", "0s"]);
        assert!(pruned.stderr.contains("2 takes deleted"), "{pruned:?}");
        let stats = run_at(&server, &first, &["store", "stats"]);
        assert!(stats.stdout.starts_with("0 takes"), "{stats:?}");
    }
}
