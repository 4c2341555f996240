use std::collections::BTreeMap;
use std::fs;

use super::*;

fn run(command: &[&str], files: &[(&str, &str)]) -> Need {
    let files: BTreeMap<String, String> =
        files.iter().map(|(name, hash)| (name.to_string(), hash.to_string())).collect();
    Need::Run { voice: "x".into(), command: command.iter().map(ToString::to_string).collect(), files }
}

fn listed(needs: &[Need]) -> Trust {
    Trust(Arc::new(Granted::Listed { needs: needs.to_vec(), is_shared: false, series: None }))
}

#[test]
fn a_need_is_allowed_only_if_all_of_it_is_the_same() {
    let trusted = run(&["sh", "a b"], &[("voices/x/voice.toml", "1"), ("voices/x/say.sh", "2")]);
    let trust = listed(std::slice::from_ref(&trusted));
    assert_eq!(trust.check(&trusted), Ok(()));
    for (changed, change) in [
        (run(&["sh", "a", "b"], &[("voices/x/voice.toml", "1"), ("voices/x/say.sh", "2")]), "command line"),
        (run(&["sh", "a b"], &[("voices/x/voice.toml", "1"), ("voices/x/say.sh", "3")]), "say.sh"),
        (run(&["sh", "a b"], &[("voices/x/voice.toml", "1")]), "say.sh"),
        (
            run(
                &["sh", "a b"],
                &[("voices/x/os.py", "1"), ("voices/x/voice.toml", "1"), ("voices/x/say.sh", "2")],
            ),
            "os.py",
        ),
    ] {
        let what = trust.check(&changed).unwrap_err().what;
        assert!(what.contains("changed since you trusted it") && what.contains(change), "{what}");
    }
    assert_eq!(Trust::everything().check(&run(&["rm"], &[])), Ok(()));
}

#[test]
fn a_pair_of_key_and_server_is_trusted_in_every_voice() {
    let send = |variable: &str, to: &str, named_in: &str| Need::Send {
        variables: vec![variable.to_string()],
        to: to.to_string(),
        named_in: named_in.to_string(),
    };
    let trust = listed(&[send("KEY", "https://a.example", "voices/x/voice.toml")]);
    assert!(trust.allows(&send("KEY", "https://a.example", "voices/y/voice.toml")));
    assert!(!trust.allows(&send("KEY", "https://b.example", "voices/x/voice.toml")));
    assert!(!trust.allows(&send("OTHER", "https://a.example", "voices/x/voice.toml")));
}

#[test]
fn a_command_is_shown_so_that_arguments_cannot_be_confused() {
    let shown = |command: &[&str]| run(command, &[]).to_string();
    assert_eq!(shown(&["say", "-o", "{out}"]), "run `say -o {out}` in `voices/x`");
    assert_eq!(
        shown(&["sh", "-c", "echo 'a' > b", ""]),
        "run `sh -c 'echo '\\''a'\\'' > b' ''` in `voices/x`"
    );
}

#[test]
fn a_repository_is_shared_once_it_has_a_remote() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("project");
    fs::create_dir_all(root.join(".git")).unwrap();
    let shared = |config: &str| {
        fs::write(root.join(".git/config"), config).unwrap();
        origin::is_shared(&root)
    };
    assert!(!shared("[core]\n\tbare = false\n"));
    assert!(shared("[core]\n[remote \"origin\"]\n\turl = x\n"));
    assert!(shared("  [Remote \"origin\"]"));
    assert!(shared("[include]\n\tpath = elsewhere\n"));
    fs::remove_dir_all(root.join(".git")).unwrap();
    assert!(!origin::is_shared(&root));
    fs::write(root.join(".git"), "gitdir: elsewhere").unwrap();
    assert!(origin::is_shared(&root));
    assert!(origin::is_shared(&root.join("missing")));
}
