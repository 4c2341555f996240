use super::*;
use crate::script::{Kind, Omission, Segment};

fn segment(speaker: &str, kind: Kind, text: &str) -> Segment {
    Segment { speaker: speaker.into(), kind, text: text.into(), ..Segment::default() }
}

fn line(segment: usize, text: &str) -> Line<'_> {
    Line { segment, text, spoken: "", voice: "v", take: String::new(), words: Vec::new() }
}

/// Each line takes from one of these times to the next but one, in milliseconds at 1000 frames a second.
fn rendered(
    script: &Script,
    lines: &[(usize, &str, u64, u64)],
    outputs: &Outputs,
    render: fn(&Edition<'_>) -> String,
) -> String {
    let placements = lines.iter().map(|(_, _, start, end)| Span { start: *start, end: *end }).collect();
    let length = lines.last().map_or(0, |(.., end)| end + 1_000);
    let timeline = Timeline { rate: 1000, placements, sounds: Vec::new(), length };
    let lines = lines.iter().map(|(segment, text, ..)| line(*segment, text)).collect();
    let sounds = Vec::new();
    render(&Edition {
        script,
        lines,
        timeline: &timeline,
        sounds,
        outputs,
        disclosure: "",
        disclosed: false,
        author: None,
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
fn two_states_of_an_episode_have_two_identifiers() {
    let of = |script: &Script| rendered(script, &TWO, &Outputs::default(), identity);
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
fn what_stands_in_one_line_has_no_character_that_xml_forbids() {
    let all: String = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
    // XML 1.0, production 2, without tabs and line breaks.
    let allowed = |c: char| matches!(c, ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert_eq!(flat(&all).chars().find(|c| !allowed(*c)), None);
    assert_eq!(flat("\u{ffff} a\u{7}\u{fffe}\r\nb\u{0}"), "a b");
}

#[test]
fn webvtt_has_the_speaker_as_a_tag_and_hostile_text_is_escaped() {
    let vtt = rendered(&hostile(), &TWO, &Outputs::default(), vtt::render);
    let text = "--&gt; 1 &lt; 2 &amp; &lt;b&gt;{\\an8} \"so\"";
    let expected = format!(
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n<v Narrator>{text}\n\n\
         01:02:05.001 --> 01:02:08.000\n<v A &lt;b&gt; &amp; \"Co\">{text}\n"
    );
    assert_eq!(vtt, expected);
}

#[test]
fn subrip_names_a_new_speaker_and_shows_hostile_text_as_it_is() {
    let srt = rendered(&hostile(), &TWO, &Outputs::default(), srt::render);
    let first = srt.lines().take(3).collect::<Vec<_>>();
    assert!(
        first[1].starts_with("00:00:00,500 --> ") && first[2].starts_with("Narrator: --\u{200b}>"),
        "{srt}"
    );
    assert_eq!(srt.matches("-->").count(), 2, "none but the time lines have an arrow: {srt}");
    assert!(!srt.contains("<b>") && !srt.contains("{\\"), "{srt}");
}

#[test]
fn a_long_sentence_is_cut_into_captions_of_two_lines_that_follow_one_another() {
    let text = "When the ferry came in at last, two hours late and with its lights out, nobody on the quay had stayed to see it, \
                but for the harbour master, who had to, and a dog that belonged to nobody in particular.";
    let script = Script { segments: vec![segment("narrator", Kind::Paragraph, text)], ..Script::default() };
    let lines = [(0, text, 1_000, 13_000)];
    let vtt = rendered(&script, &lines, &Outputs::default(), vtt::render);
    let cues: Vec<&str> = vtt.split("\n\n").skip(1).collect();
    assert!(cues.len() >= 3, "{vtt}");
    let mut told = String::new();
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
            told += &format!(" {line}");
        }
    }
    assert_eq!(told.trim(), text);
    assert_eq!(end, "00:00:13.000", "the sentence's own end");
}

#[test]
fn a_short_caption_stays_for_a_second_but_never_into_the_next() {
    let segments =
        vec![segment("narrator", Kind::Paragraph, "No. Yes."), segment("Ann", Kind::Paragraph, "So.")];
    let script = Script { segments, ..Script::default() };
    let lines = [(0, "No.", 0, 300), (0, "Yes.", 2_000, 2_300), (1, "So.", 2_500, 2_700)];
    let vtt = rendered(&script, &lines, &Outputs::default(), vtt::render);
    for times in
        ["00:00:00.000 --> 00:00:01.000", "00:00:02.000 --> 00:00:02.500", "00:00:02.500 --> 00:00:03.500"]
    {
        assert!(vtt.contains(times), "{times}: {vtt}");
    }
}

#[test]
fn with_a_caption_a_segment_all_its_sentences_stand_in_one() {
    let script = Script {
        segments: vec![segment("narrator", Kind::Paragraph, "One. Two. Three.")],
        ..Script::default()
    };
    let outputs = Outputs { captions: crate::base::config::Captions::Segment, ..Outputs::default() };
    let lines =
        [(0, "One.", 0, 900), (0, "Two.", 1_000, 1_900), (0, "", 1_900, 2_100), (0, "Three.", 2_200, 4_000)];
    let vtt = rendered(&script, &lines, &outputs, vtt::render);
    assert_eq!(vtt, "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Narrator>One. Two. Three.\n");
}

#[test]
fn the_transcripts_name_speakers_and_keep_headings_apart() {
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
    let text = rendered(&script, &lines, &Outputs::default(), text::render);
    let expected =
        "The ferry\n\nNarrator: It was late.\n\nAnn: “We waited,”\n\nNarrator: she said.\n\nIt came.\n";
    assert_eq!(text, expected);
    let json = rendered(&script, &lines, &Outputs::default(), transcript::render);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["segments"][2],
        serde_json::json!({"speaker": "Ann", "startTime": 2.0, "endTime": 2.9, "body": "“We waited,”"})
    );
}

#[test]
fn chapters_begin_at_headings_and_leave_no_gap() {
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
    let json = rendered(&script, &lines, &Outputs::default(), chapters::render);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!({"version": "1.2.0", "title": "A night", "chapters": [
        {"startTime": 0.0, "endTime": 2.0, "title": "A night"},
        {"startTime": 2.0, "endTime": 6.0, "title": "The ferry"},
        {"startTime": 6.0, "endTime": 8.0, "title": "The dog"},
    ]});
    assert_eq!(json, expected);
    let none = Script { segments: vec![segment("narrator", Kind::Paragraph, "So.")], ..Script::default() };
    let json = rendered(&none, &[(0, "So.", 0, 900)], &Outputs::default(), chapters::render);
    assert!(json.contains("\"title\": \"Episode\""), "{json}");
}

#[test]
fn lists_of_several_kinds_stand_apart_and_marks_in_the_words_are_not_drawn_again() {
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
    // Without what is said of each sentence.
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
