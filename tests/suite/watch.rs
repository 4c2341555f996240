//! Tests `aloud watch`, which rebuilds when a file is saved.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::harness::{Project, script};

const STORY: &[(&str, &str)] = &[("narrator", "The ferry was late."), ("Ann Okafor", "We had tea.")];

struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(project: &Project) -> Self {
        Self::start_in(project, ".")
    }

    fn start_in(project: &Project, folder: &str) -> Self {
        let mut child = project.command(&["-C", folder, "watch"]).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (send, lines) = channel();
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child, lines }
    }

    /// Waits for the next line with this start.
    fn line(&self, start: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60)).expect("a line");
            if line.starts_with(start) {
                return line;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[cfg(unix)]
#[test]
fn rebuilds_on_save_until_ctrl_c() {
    let project = Project::with_segments(STORY);
    let mut watch = Watch::start(&project);
    assert!(watch.line("watching").contains("2 spoken"));
    project.write("script.toml", &script(STORY).replace("tea", "coffee"));
    let line = watch.line("script.toml");
    assert!(line.contains("1 spoken, 1 reused") && line.contains("rebuilt in"), "{line}");
    assert!(project.text("out/episode.vtt").contains("coffee"));
    // Many editors save like this: they write a new file and rename it over the old one.
    project.write("voices/two/new", "backend = \"test\"\nfrequency = 440.0\n");
    fs::rename(project.path("voices/two/new"), project.path("voices/two/voice.toml")).unwrap();
    assert!(watch.line("voices/two").contains("1 spoken, 1 reused"));
    project.write("script.toml", "[cast]\nnarrator = 7\n");
    watch.line("error:");
    project.write("script.toml", &script(STORY));
    assert!(watch.line("script.toml").contains("1 spoken, 1 reused"), "`watch` must continue after an error");
    let signalled = Command::new("kill").args(["-INT", &watch.child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    assert_eq!(watch.child.wait().unwrap().code(), Some(0));
}

#[test]
fn follows_the_files_of_the_series() {
    let project = Project::with_segments(STORY);
    project.write("series.toml", "");
    fs::create_dir(project.path("one")).unwrap();
    for file in ["script.toml", "voices"] {
        fs::rename(project.path(file), project.path(&format!("one/{file}"))).unwrap();
    }
    fs::create_dir(project.path("voices")).unwrap();
    let watch = Watch::start_in(&project, "one");
    assert!(watch.line("watching").contains("2 spoken"));
    project.write("lexicon.toml", "[words]\ntea = \"tee\"\n");
    assert!(watch.line("lexicon.toml").contains("1 spoken, 1 reused"));
    project.write("series.toml", "title = \"Ferries\"\n");
    watch.line("error:");
    project.write("series.toml", "[series]\ntitle = \"Ferries\"\n");
    watch.line("series.toml");
}
