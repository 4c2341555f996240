//! Runs the example of a custom voice.

#[path = "../../examples/custom_voice.rs"]
#[allow(dead_code)]
mod example;

#[test]
fn example_builds_episode_with_custom_voice() {
    let folder = tempfile::tempdir().unwrap();
    let wav = example::build_episode(folder.path()).unwrap();
    let reader = hound::WavReader::open(&wav).unwrap();
    let seconds = f64::from(reader.duration()) / f64::from(reader.spec().sample_rate);
    assert!((2.0..8.0).contains(&seconds), "{seconds} s");
    let description = std::fs::read_to_string(folder.path().join("out/episode.json")).unwrap();
    let description: serde_json::Value = serde_json::from_str(&description).unwrap();
    assert_eq!(description["voices"][0]["backend"], "custom");
    assert_eq!(description["disclosure"]["synthetic"], false);
    let captions = std::fs::read_to_string(folder.path().join("out/episode.vtt")).unwrap();
    assert!(captions.contains("The ferry was late."), "{captions}");
}
