//! Tests the recipes of docs/src/how-to/many-episodes.md: a Slurm cluster with two nodes, which are killed with the controller, and a
//! paid voice that counts its requests. The Kubernetes manifest is checked with the schema, because there is no cluster.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::batches::tree;
use crate::harness::{Project, Run, string};
use crate::server::{self, response, speech_wav};
use crate::testing;

const ARTICLES: usize = 24;
const TASKS: usize = 6;
/// The requests that the service allows at the same time, over the whole fleet. Each task may make two.
const LICENSES: usize = 4;
/// The characters that the service allows in a day. The archive has about three times as many.
const DAILY: usize = 900;

/// A paid voice on loopback, which counts what it is asked for.
#[derive(Clone)]
struct Service {
    url: String,
    counts: Arc<Mutex<Counts>>,
}

#[derive(Default)]
struct Counts {
    /// The requests at this moment, and the most at any moment.
    open: usize,
    most: usize,
    /// How often each text was spoken.
    texts: BTreeMap<String, usize>,
}

impl Service {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let service = Self { url, counts: Arc::default() };
        let answering = service.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let service = answering.clone();
                thread::spawn(move || service.answer(stream));
            }
        });
        service
    }

    fn answer(&self, mut stream: std::net::TcpStream) {
        let Some(request) = server::read(&stream) else { return };
        {
            let mut counts = self.counts.lock().unwrap();
            counts.open += 1;
            counts.most = counts.most.max(counts.open);
            *counts.texts.entry(string(&request.json()["input"])).or_default() += 1;
        }
        // Long enough for requests of several tasks to overlap, and for a kill to hit one of them.
        thread::sleep(Duration::from_millis(150));
        self.counts.lock().unwrap().open -= 1;
        let _ = std::io::Write::write_all(&mut stream, &response("200 OK", &[], &speech_wav(24_000)));
    }

    /// Returns the requests for texts that had been spoken before.
    fn repeated(&self) -> usize {
        self.counts.lock().unwrap().texts.values().map(|times| times - 1).sum()
    }

    /// Returns the characters of all requests.
    fn characters(&self) -> usize {
        self.counts.lock().unwrap().texts.iter().map(|(text, times)| text.chars().count() * times).sum()
    }
}

/// Creates an archive of articles with a series that speaks with the service. Ten characters cost 1.
fn archive(service: &Service) -> Project {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    let mut manifest = String::new();
    for number in 0..ARTICLES {
        // Each sentence is in one article only, so each text must be spoken once.
        let article =
            format!("# Ferry {number}\n\nThe ferry {number} was late. Nobody waited for boat {number}.\n");
        project.write(&format!("ferry-{number}.md"), &article);
        manifest += &format!("{{\"id\": \"ferry-{number}\", \"article\": \"ferry-{number}.md\"}}\n");
    }
    project.write("articles.jsonl", &manifest);
    let voice = format!(
        "backend = \"openai\"\nbase_url = \"{}\"\nmodel = \"m\"\nvoice = \"v\"\napi_key_env = \"ALOUD_TEST_KEY\"\n\
         price = 100_000.0\n[http]\nparallel = 2\n",
        service.url
    );
    for folder in ["episodes", "clean"] {
        project.write(
            &format!("{folder}/series.toml"),
            "[cast]\nnarrator = \"one\"\n\n[disclosure]\nspoken = false\n",
        );
        project.write(&format!("{folder}/voices/one/voice.toml"), &voice);
    }
    project
}

/// Returns the job script of the page, for this archive: with its number of tasks, the program of this test, and trust in its voice.
/// `command` replaces the command of the script.
fn job(option: &str, command: Option<&str>) -> String {
    let recipe = recipe("#SBATCH --job-name=archive");
    let (head, own_command) = recipe.split_at(recipe.find("aloud batch").expect("a command"));
    let program = format!("{} --trust batch", env!("CARGO_BIN_EXE_aloud"));
    let adapt = |text: &str| {
        let tasks = text.replace("--array=0-31", &format!("--array=0-{}", TASKS - 1));
        tasks.replace("--shards 32", &format!("--shards {TASKS}")).replace("aloud batch", &program)
    };
    let script = adapt(&format!("{head}{option}\n{}", command.unwrap_or(own_command)));
    assert!(
        script.contains(&format!("--shards {TASKS} ")) && script.contains(&format!("0-{}", TASKS - 1)),
        "{script}"
    );
    script
}

/// Returns the block of the page that contains this line.
fn recipe(line: &str) -> String {
    let page =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/src/how-to/many-episodes.md")).unwrap();
    let blocks = page.split("```").skip(1).step_by(2);
    let block = blocks.filter_map(|block| block.split_once('\n')).find(|(_, block)| block.contains(line));
    block.unwrap_or_else(|| panic!("no block with `{line}`")).1.to_string()
}

/// A controller and two nodes of Slurm on this machine. Each node has its own process namespace, so a kill ends all that runs on it.
struct Cluster {
    dir: tempfile::TempDir,
    controller: Child,
    nodes: Vec<Child>,
}

impl Cluster {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().display();
        let [port, first, second] = free_ports();
        let configuration = format!(
            "ClusterName=test\nSlurmctldHost=localhost(127.0.0.1)\nSlurmctldPort={port}\nSlurmUser=root\nSlurmdUser=root\n\
             AuthType=auth/none\nCredType=cred/none\nAuthInfo=cred_expire=5\nStateSaveLocation={folder}\n\
             SlurmdSpoolDir={folder}/%n\nSlurmctldPidFile={folder}/controller.pid\nSlurmdPidFile={folder}/%n.pid\n\
             SlurmctldLogFile={folder}/controller.log\nSlurmdLogFile={folder}/%n.log\nProctrackType=proctrack/pgid\n\
             TaskPlugin=task/none\nSwitchType=switch/none\nMpiDefault=none\nJobAcctGatherType=jobacct_gather/none\n\
             SelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\nSchedulerType=sched/builtin\n\
             SchedulerParameters=sched_interval=2,batch_sched_delay=0\nReturnToService=2\nSlurmdParameters=config_overrides\n\
             SlurmctldTimeout=10\nSlurmdTimeout=4\nMessageTimeout=2\nBatchStartTimeout=1\nLicenses=voice:{LICENSES}\n\
             NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port={first} CPUs=8\n\
             NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port={second} CPUs=8\n\
             PartitionName=all Nodes=ALL Default=YES\n"
        );
        fs::write(dir.path().join("slurm.conf"), configuration).unwrap();
        let controller = Self::controller(dir.path());
        let nodes = ["n1", "n2"].map(|name| Self::node(dir.path(), name)).into();
        let cluster = Self { dir, controller, nodes };
        cluster.until("both nodes are idle", || {
            cluster.client("sinfo", &["-h", "-N", "-t", "idle"]).lines().count() == 2
        });
        cluster
    }

    fn controller(dir: &Path) -> Child {
        quiet(Command::new("slurmctld").arg("-D").arg("-f").arg(dir.join("slurm.conf")))
    }

    fn node(dir: &Path, name: &str) -> Child {
        let mut node = Command::new("unshare");
        node.args(["--pid", "--fork", "--kill-child", "--mount-proc", "slurmd", "-D", "-N", name]);
        quiet(node.arg("-f").arg(dir.join("slurm.conf")))
    }

    /// Kills the first node and the controller in the middle of their work, and starts them again.
    fn crash(&mut self) {
        for child in [&mut self.nodes[0], &mut self.controller] {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        self.controller = Self::controller(self.dir.path());
        self.nodes[0] = Self::node(self.dir.path(), "n1");
    }

    /// Submits a job script in the folder of a project.
    fn submit(&self, project: &Project, script: &str) {
        project.write("job.sh", script);
        // The environment that a user would have set.
        let aloud = project.command(&[]);
        let mut sbatch = Command::new("sbatch");
        sbatch.envs(aloud.get_envs().filter_map(|(name, value)| Some((name, value?))));
        sbatch
            .args(["--output", "task-%a.log", "--open-mode", "append", "job.sh"])
            .current_dir(project.path(""));
        let run = sbatch
            .env("ALOUD_TEST_KEY", "k")
            .env("SLURM_CONF", self.dir.path().join("slurm.conf"))
            .output()
            .unwrap();
        assert!(run.status.success(), "{run:?}");
    }

    fn client(&self, program: &str, args: &[&str]) -> String {
        let configuration = self.dir.path().join("slurm.conf");
        Run::of(Command::new(program).args(args).env("SLURM_CONF", configuration).output().unwrap()).stdout
    }

    /// Waits until all tasks have ended, and repairs what Slurm leaves to an administrator after a crash: it may drain a node on which
    /// it finds an older record of a task, and it holds a task whose start failed.
    fn until_idle(&self) {
        // A client that cannot reach the controller prints nothing, as one without jobs.
        let controller_up = || self.client("scontrol", &["ping"]).contains("UP");
        self.until("all tasks end", || {
            self.client("scontrol", &["update", "NodeName=n1", "State=RESUME"]);
            let tasks = self.client("squeue", &["-h", "-r", "-o", "%A %r"]);
            let held =
                tasks.lines().filter(|line| line.contains("Held")).filter_map(|line| line.split(' ').next());
            held.for_each(|task| drop(self.client("scontrol", &["release", task])));
            controller_up() && tasks.trim().is_empty()
        });
    }

    fn until(&self, what: &str, condition: impl Fn() -> bool) {
        let started = Instant::now();
        while !condition() {
            let log = || fs::read_to_string(self.dir.path().join("controller.log")).unwrap_or_default();
            assert!(started.elapsed().as_secs() < 240, "waiting until {what}: {}", log());
            thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for child in self.nodes.iter_mut().chain([&mut self.controller]) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Starts a service, and a cluster for an archive that speaks with it. Returns `None` where Slurm is missing, and for other users than
/// root: its daemons set user ids.
fn fleet() -> Option<(Service, Project, Cluster)> {
    if !testing::installed(&["slurmctld", "slurmd", "sbatch", "unshare"]) {
        return None;
    }
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: the daemons of Slurm need root");
        return None;
    }
    let service = Service::start();
    let project = archive(&service);
    Some((service, project, Cluster::start()))
}

fn quiet(command: &mut Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn free_ports() -> [u16; 3] {
    let listeners = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

fn finished(project: &Project) -> usize {
    let done = |number: &usize| project.path(&format!("episodes/ferry-{number}/out/episode.wav")).exists();
    (0..ARTICLES).filter(done).count()
}

/// Fails unless the episodes of the fleet equal those of one process.
fn assert_equals_one_process(project: &Project) {
    let mut clean = project.command(&["batch", "articles.jsonl", "-o", "clean", "--jobs", "1"]);
    let run = Run::of(clean.env("ALOUD_TEST_KEY", "k").output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
    let episodes = |folder: &str| {
        let mut files = tree(&project.path(folder));
        files.retain(|name, _| name.contains('/'));
        files
    };
    let [fleet, clean] = ["episodes", "clean"].map(episodes);
    assert_eq!(fleet.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = fleet.keys().filter(|name| fleet[*name] != clean[*name]).collect();
    assert_eq!(differ, Vec::<&String>::new());
}

#[test]
fn a_fleet_that_loses_a_node_and_its_controller_equals_one_process() {
    let Some((service, project, mut cluster)) = fleet() else { return };
    cluster.submit(&project, &job("#SBATCH --licenses=voice:2", None));
    cluster.until("some episodes are finished", || finished(&project) >= 2);
    cluster.crash();
    cluster.until_idle();
    assert_eq!(finished(&project), ARTICLES, "{}", project.text("task-0.log"));
    // The killed node had at most all tasks that run at once, with two requests each.
    assert!(service.repeated() <= LICENSES, "{} sentences were paid again", service.repeated());
    let most = service.counts.lock().unwrap().most;
    assert!(most <= LICENSES, "{most} requests at once");
    assert_equals_one_process(&project);
}

#[test]
fn a_fleet_that_loses_a_node_and_its_controller_stays_below_its_characters_of_a_day() {
    let Some((service, project, mut cluster)) = fleet() else { return };
    let command = recipe("mkdir -p days").replace("--limit 1560", &format!("--limit {}", DAILY / TASKS / 10));
    let mut days = 0;
    while finished(&project) < ARTICLES {
        let before = service.characters();
        let today = command.replace("$(date +%F)", &days.to_string());
        assert!(today != command && today.contains("--limit 15\n"), "{today}");
        cluster.submit(&project, &job("", Some(&today)));
        if days == 0 {
            cluster.until("some episodes are finished", || finished(&project) >= 2);
            cluster.crash();
        }
        cluster.until_idle();
        let spent = service.characters() - before;
        assert!(spent <= DAILY, "{spent} characters in day {days}");
        days += 1;
        assert!(days < 10, "{}", project.text("task-0.log"));
    }
    assert!(days > 1, "the limit stopped nothing");
    assert!(service.repeated() <= 2 * TASKS, "{} sentences were paid again", service.repeated());
    assert_equals_one_process(&project);
}

#[test]
fn the_kubernetes_manifest_is_valid() {
    needs!("python");
    let project = Project::new("");
    project.write("archive.yaml", &recipe("kind: Job"));
    let validate = |name: &str| {
        let mut check = Command::new(testing::path("python"));
        check.args(["-m", "kubernetes_validate", "--strict"]).arg(project.path(name));
        Run::of(check.output().unwrap())
    };
    let valid = validate("archive.yaml");
    assert_eq!(valid.code, Some(0), "{valid:?}");
    project.write(
        "wrong.yaml",
        &project.text("archive.yaml").replace("completionMode: Indexed", "completionMod: Indexed"),
    );
    assert_ne!(validate("wrong.yaml").code, Some(0), "the schema checks names of keys");
}
