//! Takes in the studio: speaking again, the price of that, trimming, and reading on through many lines.

use super::*;

#[cfg(unix)]
#[test]
fn a_segment_is_spoken_again_after_the_price_is_agreed() {
    let project = Project::undisclosed(STORY);
    let voice = "backend = \"command\"\ncommand = [\"sh\", \"{dir}/speak.sh\", \"{dir}\", \"{seed}\"]\nprice = 1000.0\n";
    project.write("voices/two/voice.toml", voice);
    let speak = "if [ \"$2\" -gt 0 ]; then cat \"$1/again.wav\"; else cat \"$1/first.wav\"; fi\n";
    project.write("voices/two/speak.sh", speak);
    std::fs::write(project.path("voices/two/first.wav"), tone(120)).unwrap();
    std::fs::write(project.path("voices/two/again.wav"), tone(60)).unwrap();
    let studio = Studio::start(&project);
    let segment = |nth: usize, rest: &str| format!("{}/segments/{nth}/{rest}", studio.project());
    let revision = || studio.script()["revision"].clone();
    // Nothing that costs money happens without an agreement.
    let refused = studio.post(&segment(1, "speak"), &json!({"revision": revision()}));
    assert_eq!(refused.json()["problems"][0]["code"], "cost-limit", "{refused:?}");
    let first = studio.post(&segment(1, "speak"), &json!({"revision": revision(), "pay": true})).json();
    // Now the take is stored, and costs nothing.
    assert_eq!(studio.post(&segment(1, "speak"), &json!({"revision": revision()})).json(), first);

    let asked =
        |nth: usize| studio.get(&segment(nth, &format!("again?revision={}", string(&revision())))).json();
    let cost = asked(1);
    assert_eq!(
        (&cost["voice"], &cost["possible"], &cost["characters"]),
        (&json!("two"), &json!(true), &json!(11))
    );
    assert!((cost["cost"].as_f64().unwrap() - 0.011).abs() < 1e-9, "{cost}");
    // It does not wait for a build.
    let _build = hold_build(&project, ".");
    let again = studio.post(&segment(1, "again"), &json!({"revision": revision(), "pay": true})).json();
    let take = string(&again["take"]);
    assert!(project.text("script.toml").contains(&format!("take = \"{take}\"")), "{again}");
    assert_ne!(again["sentences"][0]["take"], first["sentences"][0]["take"]);
    // Both takes can be heard, and picked. The pick is a step that can be undone.
    let takes = studio.get(&segment(1, &format!("takes?revision={}", string(&revision())))).json();
    assert_eq!(takes.as_array().unwrap().len(), 2, "{takes}");
    let sound = |spoken: &Value| {
        studio
            .get(&format!("{}/takes/{}.wav", studio.project(), string(&spoken["sentences"][0]["take"])))
            .body
    };
    assert_ne!(sound(&first), sound(&again));
    assert_eq!(studio.post(&(studio.project() + "/undo"), &json!({})).status, 200);
    assert!(!project.text("script.toml").contains("take = "));
    // A voice that speaks the same words always the same way has nothing new to say.
    assert_eq!(asked(0)["possible"], false);
    let same = studio.post(&segment(0, "again"), &json!({"revision": revision(), "pay": true}));
    assert_eq!(same.json()["problems"][0]["code"], "take-same", "{same:?}");
}

#[test]
fn a_recording_is_trimmed_and_many_lines_are_read_in_one_recording() {
    let project = Project::undisclosed(STORY);
    project.write("voices/anna/voice.toml", "backend = \"recorded\"\n");
    project.write(
        "script.toml",
        &project.text("script.toml").replace("\"Ann Okafor\" = \"two\"", "\"Ann Okafor\" = \"anna\""),
    );
    let studio = Studio::start(&project);
    let address = studio.project();
    let revision = string(&studio.script()["revision"]);
    let send = |path: &str, bytes: &[u8]| studio.upload(&format!("{address}{path}"), bytes);
    let keep = format!("/segments/1/recording?revision={revision}&voice=anna&keep=true");
    assert_eq!(send(&keep, &tone(120)).status, 200);
    let line = |rest: &str| format!("{address}/segments/1/recordings{rest}");
    let listed = || studio.get(&line(&format!("?revision={revision}"))).json();
    let recording = listed()[0].clone();
    let name = string(&recording["name"]);
    assert_eq!((&recording["chosen"], &recording["seconds"]), (&json!(true), &json!(2.0)));
    let speech = recording["speech"].as_array().unwrap();
    assert!((speech[0].as_f64().unwrap() - 0.5).abs() < 0.1, "{speech:?}");
    assert!(recording["wave"].as_array().unwrap().len() > 100);
    assert_eq!(recording["findings"], json!([]), "{recording}");
    let whole = studio.get(&line(&format!("/{name}.wav?revision={revision}")));
    assert!(whole.status == 200 && whole.body.len() > 2 * 96_000, "{}", whole.head);

    let trim = |start: f64, end: f64| {
        studio
            .post(&line(&format!("/{name}/trim")), &json!({"revision": revision, "start": start, "end": end}))
    };
    assert_eq!(trim(1.0, 1.0).json()["problems"][0]["code"], "recording-trim");
    let trimmed = string(&trim(0.4, 1.6).json()["stored"]);
    let now = listed();
    let lengths: Vec<_> = now.as_array().unwrap().iter().map(|r| (&r["chosen"], &r["seconds"])).collect();
    assert_eq!(lengths, [(&json!(false), &json!(2.0)), (&json!(true), &json!(1.2))], "the whole one stays");
    let back = studio.post(&line(&format!("/{name}/choose")), &json!({"revision": revision}));
    assert_eq!(back.status, 200, "{trimmed}");
    assert_eq!(listed()[0]["chosen"], true);

    // The reference voice reads: it is found in its own recording.
    let reader = json!({"revision": revision, "voice": "alder"});
    let spoken = studio.post(&format!("{address}/segments/1/audition"), &reader).json();
    let take = studio.get(&format!("{address}/takes/{}.wav", string(&spoken["sentences"][0]["take"]))).body;
    let session = send("/session?voice=anna", &take).json();
    assert_eq!(session["readings"][0]["segment"], 1, "{session}");
    assert_eq!(session["file"], "anna-1.wav");
    assert_eq!(project.read("sessions/anna-1.wav"), take);
    assert_eq!(listed().as_array().unwrap().len(), 3);
    assert_eq!(send("/session?voice=unknown", &take).status, 422);
}
