use super::metadata::identifier;
use super::*;
use crate::base::config::{Captions, Outputs};
use crate::mixer::timeline::{Span, Timeline};
use crate::script::{Kind, Omission, Script, Segment};

fn segment(speaker: &str, kind: Kind, text: &str) -> Segment {
    Segment { speaker: speaker.into(), kind, text: text.into(), ..Segment::default() }
}

fn take(segment: usize, text: &str) -> EditionTake<'_> {
    EditionTake { segment, text, spoken: "", voice: "v", key: String::new(), words: Vec::new() }
}

/// Renders an edition of these takes: segment, text, start and end in milliseconds.
fn rendered(
    script: &Script,
    takes: &[(usize, &str, u64, u64)],
    outputs: &Outputs,
    render: fn(&Edition<'_>) -> String,
) -> String {
    let placements = takes.iter().map(|(_, _, start, end)| Span { start: *start, end: *end }).collect();
    let length = takes.last().map_or(0, |(.., end)| end + 1_000);
    let timeline = Timeline { rate: 1000, placements, cues: Vec::new(), length };
    let takes = takes.iter().map(|(segment, text, ..)| take(*segment, text)).collect();
    render(&Edition {
        script,
        takes,
        timeline: &timeline,
        cues: Vec::new(),
        outputs,
        disclosure: "",
        disclosure_spoken: false,
        author: None,
        date: None,
        link: None,
        series: None,
        voices: &[],
        cover: None,
    })
}

const HOSTILE: &str = "--> 1 < 2 & <b>{\\an8} \"so\" \u{7}";

fn hostile() -> Script {
    let segments = vec![
        segment("narrator", Kind::Heading(1), HOSTILE),
        segment("A <b> & \"Co\"\n", Kind::Paragraph, HOSTILE),
    ];
    Script { title: Some("</script> & \u{202e}so".into()), segments, ..Script::default() }
}

const TWO: [(usize, &str, u64, u64); 2] = [(0, HOSTILE, 500, 2_000), (1, HOSTILE, 3_725_001, 3_728_000)];

#[test]
fn gives_each_state_of_an_episode_its_own_identifier() {
    let of = |script: &Script| rendered(script, &TWO, &Outputs::default(), identifier);
    let first = of(&hostile());
    assert_eq!(of(&hostile()), first);
    let changed = |change: fn(&mut Script)| {
        let mut script = hostile();
        change(&mut script);
        of(&script)
    };
    assert_ne!(changed(|script| script.segments[0].kind = Kind::Paragraph), first, "a heading that is none");
    let omitted = |script: &mut Script| {
        script.omitted.push(Omission { text: "A caption.".into(), reason: "caption".into(), after: 1 });
    };
    assert_ne!(changed(omitted), first, "what is shown and not heard");
}

#[test]
fn removes_characters_that_xml_forbids() {
    let all: String = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
    // XML 1.0, production 2, without tabs and line breaks.
    let allowed = |c: char| matches!(c, ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert_eq!(single_line(&all).chars().find(|c| !allowed(*c)), None);
    assert_eq!(single_line("\u{ffff} a\u{7}\u{fffe}\r\nb\u{0}"), "a b");
}

#[test]
fn writes_speakers_as_webvtt_tags_and_escapes_text() {
    let vtt = rendered(&hostile(), &TWO, &Outputs::default(), captions::vtt);
    let text = "--&gt; 1 &lt; 2 &amp; &lt;b&gt;{\\an8} \"so\"";
    let expected = format!(
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n<v Narrator>{text}\n\n\
         01:02:05.001 --> 01:02:08.000\n<v A &lt;b&gt; &amp; \"Co\">{text}\n"
    );
    assert_eq!(vtt, expected);
}

#[test]
fn names_new_speakers_in_subrip_and_defuses_tags() {
    let srt = rendered(&hostile(), &TWO, &Outputs::default(), captions::srt);
    let first = srt.lines().take(3).collect::<Vec<_>>();
    assert!(
        first[1].starts_with("00:00:00,500 --> ") && first[2].starts_with("Narrator: --\u{200b}>"),
        "{srt}"
    );
    assert_eq!(srt.matches("-->").count(), 2, "none but the time lines have an arrow: {srt}");
    assert!(!srt.contains("<b>") && !srt.contains("{\\"), "{srt}");
}

#[test]
fn splits_a_long_sentence_into_adjacent_captions_of_two_lines() {
    let text = "When the ferry came in at last, two hours late and with its lights out, nobody on the quay had stayed to see it, \
                but for the harbour master, who had to, and a dog that belonged to nobody in particular.";
    let script = Script { segments: vec![segment("narrator", Kind::Paragraph, text)], ..Script::default() };
    let lines = [(0, text, 1_000, 13_000)];
    let vtt = rendered(&script, &lines, &Outputs::default(), captions::vtt);
    let cues: Vec<&str> = vtt.split("\n\n").skip(1).collect();
    assert!(cues.len() >= 3, "{vtt}");
    let mut shown = String::new();
    let mut end = "00:00:01.000".to_string();
    for cue in cues {
        let lines: Vec<&str> = cue.trim_end().lines().collect();
        assert!(lines.len() <= 3, "two lines and the time: {cue}");
        let (from, to) = lines[0].split_once(" --> ").unwrap();
        assert_eq!(from, end, "no gap and no overlap inside a sentence");
        end = to.to_string();
        for line in &lines[1..] {
            let line = line.trim_start_matches("<v Narrator>");
            assert!(line.chars().count() <= 42, "{line}");
            shown += &format!(" {line}");
        }
    }
    assert_eq!(shown.trim(), text);
    assert_eq!(end, "00:00:13.000", "the sentence's own end");
}

#[test]
fn shows_a_short_caption_for_a_second_but_never_into_the_next() {
    let segments =
        vec![segment("narrator", Kind::Paragraph, "No. Yes."), segment("Ann", Kind::Paragraph, "So.")];
    let script = Script { segments, ..Script::default() };
    let lines = [(0, "No.", 0, 300), (0, "Yes.", 2_000, 2_300), (1, "So.", 2_500, 2_700)];
    let vtt = rendered(&script, &lines, &Outputs::default(), captions::vtt);
    for times in
        ["00:00:00.000 --> 00:00:01.000", "00:00:02.000 --> 00:00:02.500", "00:00:02.500 --> 00:00:03.500"]
    {
        assert!(vtt.contains(times), "{times}: {vtt}");
    }
}

#[test]
fn puts_all_sentences_of_a_segment_in_one_caption() {
    let script = Script {
        segments: vec![segment("narrator", Kind::Paragraph, "One. Two. Three.")],
        ..Script::default()
    };
    let outputs = Outputs { captions: Captions::Segment, ..Outputs::default() };
    let lines =
        [(0, "One.", 0, 900), (0, "Two.", 1_000, 1_900), (0, "", 1_900, 2_100), (0, "Three.", 2_200, 4_000)];
    let vtt = rendered(&script, &lines, &outputs, captions::vtt);
    assert_eq!(vtt, "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Narrator>One. Two. Three.\n");
}

#[test]
fn names_speakers_in_transcripts_and_separates_headings() {
    let segments = vec![
        segment("narrator", Kind::Heading(1), "The ferry"),
        segment("narrator", Kind::Paragraph, "It was late."),
        Segment { continues: true, ..segment("Ann", Kind::Paragraph, "“We waited,”") },
        Segment { continues: true, ..segment("narrator", Kind::Paragraph, "she said.") },
        segment("narrator", Kind::Paragraph, "It came."),
    ];
    let script = Script { segments, ..Script::default() };
    let texts: Vec<String> = script.segments.iter().map(|segment| segment.text.clone()).collect();
    let lines: Vec<(usize, &str, u64, u64)> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| (n, text.as_str(), n as u64 * 1_000, n as u64 * 1_000 + 900))
        .collect();
    let text = rendered(&script, &lines, &Outputs::default(), transcript::text);
    let expected =
        "The ferry\n\nNarrator: It was late.\n\nAnn: “We waited,”\n\nNarrator: she said.\n\nIt came.\n";
    assert_eq!(text, expected);
    let json = rendered(&script, &lines, &Outputs::default(), transcript::json);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["segments"][2],
        serde_json::json!({"speaker": "Ann", "startTime": 2.0, "endTime": 2.9, "body": "“We waited,”"})
    );
    let long = "the boat and ".repeat(200);
    let lines = [(0, long.as_str(), 0, 484_000)];
    let json = rendered(&script, &lines, &Outputs::default(), transcript::json);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let entries = json["segments"].as_array().unwrap();
    let bodies: Vec<&str> = entries.iter().map(|entry| entry["body"].as_str().unwrap()).collect();
    assert_eq!(bodies.join(" "), long.trim_end(), "every word is in one entry");
    // A caption has at most two lines of 42 characters.
    assert!(bodies.iter().all(|body| body.chars().count() <= 85));
    assert_eq!(
        (&entries[0]["startTime"], &entries[entries.len() - 1]["endTime"]),
        (&0.0.into(), &484.0.into())
    );
}

#[test]
fn begins_chapters_at_headings_without_gaps() {
    let segments = vec![
        segment("narrator", Kind::Paragraph, "Good evening."),
        segment("narrator", Kind::Heading(2), "The ferry"),
        segment("narrator", Kind::Paragraph, "It was late."),
        segment("narrator", Kind::Heading(2), "The dog"),
    ];
    let script = Script { title: Some("A night".into()), segments, ..Script::default() };
    let lines = [
        (0, "Good evening.", 500, 1_000),
        (1, "The ferry", 2_000, 3_000),
        (2, "It was late.", 4_000, 5_000),
        (3, "The dog", 6_000, 7_000),
    ];
    let json = rendered(&script, &lines, &Outputs::default(), chapters::json);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!({"version": "1.2.0", "title": "A night", "chapters": [
        {"startTime": 0.0, "endTime": 2.0, "title": "A night"},
        {"startTime": 2.0, "endTime": 6.0, "title": "The ferry"},
        {"startTime": 6.0, "endTime": 8.0, "title": "The dog"},
    ]});
    assert_eq!(json, expected);
    let none = Script { segments: vec![segment("narrator", Kind::Paragraph, "So.")], ..Script::default() };
    let json = rendered(&none, &[(0, "So.", 0, 900)], &Outputs::default(), chapters::json);
    assert!(json.contains("\"title\": \"Episode\""), "{json}");
}

#[test]
fn separates_lists_of_different_kinds_and_keeps_their_markers() {
    let texts = [
        (Kind::Item, "a rope"),
        (Kind::Item, "two lenses"),
        (Kind::Item, "3. Open."),
        (Kind::Item, "4. Shut."),
        (Kind::Row, "North: Boats 14."),
        (Kind::Item, "• Tea"),
    ];
    let segments = texts.iter().map(|(kind, text)| segment("narrator", *kind, text)).collect();
    let script = Script { title: Some("A list".into()), segments, ..Script::default() };
    let lines: Vec<_> =
        (0u64..).zip(texts).map(|(n, (_, text))| (n as usize, text, n * 1_000, n * 1_000 + 900)).collect();
    let page = rendered(&script, &lines, &Outputs::default(), page::render);
    // Remove the elements of the sentences.
    let mut bare = String::new();
    for part in page.split("</h1>\n").nth(1).unwrap().split("</main>").next().unwrap().split("<span") {
        bare += part.split_once("\">").filter(|_| part.starts_with(" class")).map_or(part, |(_, text)| text);
    }
    let expected = "<ul>\n<li>a rope</li>\n<li>two lenses</li>\n</ul>\n\
        <ol class=\"own\">\n<li>3. Open.</li>\n<li>4. Shut.</li>\n</ol>\n\
        <ul class=\"own rows\">\n<li>North: Boats 14.</li>\n</ul>\n\
        <ul class=\"own\">\n<li>• Tea</li>\n</ul>\n";
    assert_eq!(bare.replace("</span>", ""), expected);
    assert!(page.contains(".own { list-style: none;"));
}
