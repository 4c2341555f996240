//! Edits of script.toml by hand, followed by an edit of the article.

use std::path::Path;

use super::{BEFORE, cast, merged, rendered, script, texts};
use crate::script::article::pauses;
use crate::script::file::{self, GONE, parse, render};
use crate::script::merge::{Change, merge};
use crate::script::{Omission, Script};

/// Splits a file into its head, its segments and the notes after them.
fn split_file(text: &str) -> (String, Vec<String>, String) {
    let (body, notes) = text.split_at(text.find("\n# Aloud's own notes").unwrap());
    let mut segments = body.split("\n[[segment]]").map(str::to_string);
    let head = segments.next().unwrap();
    (head, segments.map(|segment| format!("\n[[segment]]{segment}")).collect(), notes.to_string())
}

/// Returns the file with only these segments, in this order.
fn arranged(text: &str, order: &[usize]) -> String {
    let (head, segments, notes) = split_file(text);
    order.iter().fold(head, |text, at| text + &segments[*at]) + &notes
}

const THIRD: (&str, &str) = ("narrator", "It came at last in the evening, and at once in the morning.");

#[test]
fn updates_a_moved_segment_in_its_new_place() {
    let existing = rendered(BEFORE).replacen("speaker = \"Ann\"", "speaker = \"Ann\"\nsay = \"Tea!\"", 1);
    let mine = arranged(&existing, &[1, 2, 0]);
    let tea = ("Ann", "We had tea today and waited for it.");
    let (text, changes) = merged(&mine, &[BEFORE[0], tea, BEFORE[2]]);
    assert_eq!(texts(&text), [tea.1, BEFORE[2].1, BEFORE[0].1]);
    assert!(matches!(&changes[..], [Change::Changed { .. }, Change::Say { .. }]), "{changes:?}");
    // New words follow the segment that precedes them in the article, wherever a person has moved it.
    let new = ("narrator", "Nobody was on the quay.");
    let (text, _) = merged(&mine, &[BEFORE[0], new, BEFORE[1], BEFORE[2]]);
    assert_eq!(texts(&text), [BEFORE[1].1, BEFORE[2].1, BEFORE[0].1, new.1]);
}

#[test]
fn an_edit_of_an_edited_sentence_is_one_conflict() {
    let now = [("Ann", "“I won't wait,”"), ("narrator", "said Ann."), ("Ann", "“I told everybody so.”")];
    let before = [now[0], now[1], ("Ann", "“I told them so.”")];
    let mine = rendered(&before).replace("“I told them so.”", "“Loud and clear I was.”");
    let (text, changes) = merged(&mine, &now);
    assert_eq!(texts(&text), [now[0].1, now[1].1, "“Loud and clear I was.”"]);
    assert!(text.contains("conflict = \"“I told everybody so.”\""), "{text}");
    assert!(matches!(&changes[..], [Change::Conflict { .. }]), "{changes:?}");
    // Another speaker's words at that place are no edit of it.
    let other = [now[0], now[1], ("Bo", "“Nobody did.”")];
    let (text, changes) = merged(&mine, &other);
    assert_eq!(texts(&text).len(), 4, "{text}");
    assert!(changes.iter().any(|change| matches!(change, Change::Added(_))), "{changes:?}");
}

#[test]
fn no_conflict_when_the_article_gets_the_persons_words() {
    let mine = rendered(BEFORE).replace("We had tea", "We had coffee");
    let coffee = ("Ann", "We had coffee and waited for it.");
    let (text, changes) = merged(&mine, &[BEFORE[0], coffee, BEFORE[2]]);
    assert!(changes.is_empty() && !text.contains("conflict"), "{changes:?}");
    let (text, _) = merged(&text, &[BEFORE[0], ("Ann", "We had coffee and waited for days."), BEFORE[2]]);
    assert!(texts(&text).contains(&"We had coffee and waited for days.".to_string()), "{text}");
}

#[test]
fn lists_a_deleted_segment_as_omitted_and_does_not_restore_it() {
    let mine = arranged(&rendered(BEFORE), &[0, 2]);
    let (text, changes) = merged(&mine, &[BEFORE[0], BEFORE[1], THIRD]);
    assert_eq!(texts(&text), [BEFORE[0].1, THIRD.1]);
    assert!(
        text.contains("text = \"We had tea and waited for it.\"\nreason = \"deleted by hand\""),
        "{text}"
    );
    assert!(matches!(&changes[..], [Change::Deleted(_), Change::Changed { .. }]), "{changes:?}");
    let (text, changes) = merged(&text, BEFORE);
    assert_eq!(texts(&text).len(), 2);
    assert!(matches!(&changes[..], [Change::Changed { .. }]), "{changes:?}");
    // Once more deleted, from the list this time.
    let cut = text.find("[[omitted]]").unwrap();
    let gone = format!("{}{}", &text[..cut], &text[cut + text[cut..].find("[[segment]]").unwrap()..]);
    let (text, _) = merged(&gone, &[BEFORE[0], BEFORE[1], THIRD]);
    assert_eq!((texts(&text).len(), text.matches("deleted by hand").count()), (2, 1), "{text}");
    // Where the article itself changed there, it is new, and that is said.
    let later = ("Ann", "We had tea and waited for days.");
    for file in [mine, text] {
        let (text, changes) = merged(&file, &[BEFORE[0], later, BEFORE[2]]);
        assert_eq!(texts(&text), [BEFORE[0].1, later.1, BEFORE[2].1]);
        assert!(changes.contains(&Change::Returned(later.1.into())), "{changes:?}");
    }
}

#[test]
fn lists_a_deleted_segment_even_if_the_article_is_unchanged() {
    let mine = arranged(&rendered(BEFORE), &[0, 2]);
    let (text, changes) = merged(&mine, BEFORE);
    assert_eq!(changes, [Change::Deleted(BEFORE[1].1.into())]);
    // The rest is unchanged, except for unused lines of the cast.
    let segments = |text: &str| text[text.find("[[segment]]").unwrap()..].to_string();
    let listed = "[[omitted]]\ntext = \"We had tea and waited for it.\"\nreason = \"deleted by hand\"\n\n";
    assert_eq!(segments(&text).replace(listed, ""), segments(&mine));
}

#[test]
fn does_not_confuse_an_omission_by_hand_with_one_of_the_article() {
    let with_caption = |order: [usize; 3]| {
        let mut script = script(&order.map(|at| BEFORE[at]));
        script.omitted = vec![Omission { text: BEFORE[1].1.into(), reason: "a caption".into(), after: 3 }];
        script
    };
    let (head, segments, notes) = split_file(&render(&with_caption([0, 1, 2]), Path::new("a.md"), &cast()));
    let omitted = format!("\n[[omitted]]\ntext = \"{}\"\nreason = \"mine\"\n", BEFORE[1].1);
    let mine = format!("{head}{}{omitted}{}{notes}", segments[0], segments[2]);
    let text = merge(&mine, &with_caption([2, 0, 1]), &cast()).unwrap().text;
    assert_eq!(texts(&text), [BEFORE[2].1, BEFORE[0].1], "{text}");
    assert!(text.find("\"mine\"").unwrap() < text.find("\"a caption\"").unwrap(), "{text}");
}

#[test]
fn follows_the_articles_omissions_unless_a_person_decided() {
    let mut omitting = script(&[BEFORE[0], BEFORE[2]]);
    omitting.omitted = vec![Omission { text: BEFORE[1].1.into(), reason: "a caption".into(), after: 1 }];
    let before = rendered(BEFORE);
    let omitted = merge(&before, &omitting, &cast()).unwrap().text;
    assert_eq!(texts(&omitted), [BEFORE[0].1, BEFORE[2].1], "{omitted}");
    assert_eq!(omitted.matches("reason = \"a caption\"").count(), 1, "{omitted}");
    let (said, _) = merged(&omitted, BEFORE);
    assert_eq!((texts(&said).len(), said.contains("[[omitted]]")), (3, false), "{said}");
    let chosen = before.replacen("speaker = \"Ann\"", "speaker = \"Ann\"\npause = 2.0", 1);
    let kept = merge(&chosen, &omitting, &cast()).unwrap().text;
    assert_eq!((texts(&kept).len(), kept.contains("[[omitted]]")), (3, false), "{kept}");
}

#[test]
fn distinguishes_words_with_the_same_hash() {
    let (ann, eva) = (("narrator", "Ann counted 394 nets."), ("narrator", "Eva counted 494 flags."));
    assert_eq!(file::segment_id(ann.1, 0), file::segment_id(eva.1, 0));
    let before = rendered(&[ann, eva, BEFORE[2]]);
    let (text, _) = merged(&before.replace("394 nets", "some nets"), &[BEFORE[0], ann, eva, BEFORE[2]]);
    assert_eq!(texts(&text), [BEFORE[0].1, "Ann counted some nets.", eva.1, BEFORE[2].1]);
    // What is new takes an id that is free.
    let (text, _) = merged(&rendered(&[eva, BEFORE[2]]), &[ann, eva, BEFORE[2]]);
    assert_eq!(texts(&text), [ann.1, eva.1, BEFORE[2].1]);
    let (text, _) = merged(&text, &[eva, ann, BEFORE[2]]);
    assert_eq!(texts(&text), [eva.1, ann.1, BEFORE[2].1]);
}

#[test]
fn finds_joined_words_despite_other_punctuation() {
    let joined = arranged(&rendered(BEFORE), &[0])
        .replace("on Monday.", "on Monday — we had tea and waited for it! It came at last, in the evening.");
    let now = [BEFORE[0], BEFORE[1], BEFORE[2], ("narrator", "And that was that.")];
    let (text, changes) = merged(&joined, &now);
    assert_eq!(texts(&text).len(), 2, "{text}");
    assert!(matches!(&changes[..], [Change::Added(_)]), "{changes:?}");
}

#[test]
fn puts_new_words_after_a_split_segment() {
    let part = "\"\n\n[[segment]]\nspeaker = \"Ann\"\ntext = \"and waited for it.";
    let split = rendered(BEFORE).replace(" and waited for it.", part);
    let new = ("narrator", "Nobody was on the quay.");
    let (text, _) = merged(&split, &[BEFORE[0], BEFORE[1], new, BEFORE[2]]);
    assert_eq!(texts(&text), [BEFORE[0].1, "We had tea", "and waited for it.", new.1, BEFORE[2].1]);
}

#[test]
fn puts_new_words_after_a_split_segment_that_the_article_changed() {
    let part = "\"\ncontinues = true\n\n[[segment]]\nspeaker = \"Ann\"\ntext = \"and waited for it.";
    let split = rendered(BEFORE).replace(" and waited for it.", part);
    let new = ("narrator", "Nobody was on the quay.");
    let (text, _) = merged(&split, &[BEFORE[0], ("Ann", "We had tea and waited for days."), new, BEFORE[2]]);
    assert_eq!(texts(&text), [BEFORE[0].1, "We had tea", "and waited for it.", new.1, BEFORE[2].1], "{text}");
    assert!(text.contains("conflict = \"We had tea and waited for days.\""), "{text}");
}

#[test]
fn keeps_a_segment_that_a_person_kept_although_the_article_dropped_it() {
    let existing = rendered(BEFORE).replacen("speaker = \"Ann\"", "speaker = \"Ann\"\npause = 2.0", 1);
    let (text, _) = merged(&existing, &[BEFORE[0], BEFORE[2]]);
    assert!(
        parse(&text, Path::new("s")).unwrap().warnings[0].what.contains("no longer has this segment"),
        "{text}"
    );
    let (again, changes) = merged(&text, &[BEFORE[0], THIRD]);
    assert_eq!(changes.len(), 1, "reported once: {changes:?}");
    assert!(again.contains(GONE));
    let decided = text.replace(&format!("conflict = \"{GONE}\"\n"), "");
    let (text, changes) = merged(&decided, &[BEFORE[0], THIRD]);
    assert!(!text.contains(GONE) && changes.len() == 1, "{changes:?}");
    assert_eq!(texts(&text), [BEFORE[0].1, BEFORE[1].1, THIRD.1]);
}

#[test]
fn keeps_a_persons_tables_and_comments_in_place() {
    let music = "\n# opening music, cleared by Sam\n[[cue]]\nfile = \"a.wav\"\nrole = \"intro\"\n";
    let (head, segments, notes) = split_file(&rendered(BEFORE));
    let outro = "\n[[cue]]\nfile = \"b.wav\"\nrole = \"outro\"\n\n[pan]\none = 0.5\n";
    let end = "\n# a note at the end\n";
    let file =
        |last: &str| format!("{head}{music}{}{}{}{outro}{last}", segments[0], segments[1], segments[2]);
    for (mine, tail) in [(file(&notes) + end, end), (file(end), "")] {
        let (text, _) = merged(&mine, &[BEFORE[0], BEFORE[1], THIRD, ("Bo", "So it was.")]);
        assert!(text.contains(&format!("\nnarrator = \"one\"\n{music}\n[[segment]]")), "{text}");
        let last = text.find("So it was.").unwrap();
        assert!(text[last..].contains(outro), "{text}");
        assert!(text.ends_with(tail) && text.matches("a note at the end").count() == 1, "{text}");
        assert!(text.find("a note at the end") > text.find("[pan]"), "{text}");
    }
}

#[test]
fn merges_a_file_of_an_early_version() {
    let (head, segments, _) = split_file(&rendered(BEFORE));
    let ids = script(BEFORE).segments.into_iter().map(|segment| segment.id.unwrap()).collect::<Vec<_>>();
    let order = file::order_hash(ids.iter().map(String::as_str));
    let head = head.replace("\nrevision", &format!("\norder = \"{order}\"\nrevision"));
    let old = format!("{head}{}{}{}", segments[0], segments[1], segments[2]);
    let (text, changes) = merged(&old, &[BEFORE[1], BEFORE[0], THIRD]);
    assert_eq!(texts(&text), [BEFORE[1].1, BEFORE[0].1, THIRD.1]);
    assert!(changes.iter().any(|change| matches!(change, Change::Moved(_))), "{changes:?}");
    assert!(text.contains("[aloud]") && !text.contains("order ="), "{text}");
}

#[test]
fn follows_the_articles_title_until_a_person_sets_another() {
    let titled = |title: &str, last: (&'static str, &'static str)| {
        let mut script = script(&[BEFORE[0], BEFORE[1], last]);
        script.title = Some(title.into());
        script
    };
    let existing = render(&titled("The boat", BEFORE[2]), Path::new("a.md"), &cast());
    let done = merge(&existing, &titled("The ferry", THIRD), &cast()).unwrap();
    assert!(done.text.contains("title = \"The ferry\""), "{}", done.text);
    assert!(matches!(&done.changes[0], Change::Title { .. }), "{:?}", done.changes);
    let mine = existing.replace("title = \"The boat\"", "title = \"Late again\"");
    for last in [THIRD, BEFORE[2], THIRD] {
        let done = merge(&mine, &titled("The ferry", last), &cast()).unwrap();
        assert!(done.text.contains("title = \"Late again\""), "{}", done.text);
    }
}

#[test]
fn removes_its_own_cast_lines_of_gone_speakers_and_keeps_a_persons() {
    let now = [BEFORE[0], BEFORE[2], ("narrator", "Nobody was on the quay.")];
    let (text, _) = merged(&rendered(BEFORE), &now);
    assert!(!text.contains("Ann ="), "{text}");
    let mine = rendered(BEFORE).replace("Ann = \"two\"", "Ann = \"seven\"");
    let (text, _) = merged(&mine, &now);
    assert!(text.contains("Ann = \"seven\""), "{text}");
}

/// Returns an article with a scene break or a mark before some segments.
fn with_marks(parts: &[(&str, Option<&str>)]) -> Script {
    let mut script = script(&parts.iter().map(|(text, _)| ("narrator", *text)).collect::<Vec<_>>());
    for (at, mark) in parts.iter().enumerate().filter_map(|(at, (_, mark))| Some((at, (*mark)?))) {
        script.omitted.push(Omission { text: mark.into(), reason: "not prose".into(), after: at });
        script.segments[at].decided.pause = pauses::seconds(mark);
    }
    script
}

#[test]
fn pauses_follow_the_scene_breaks_of_the_article() {
    let texts =
        ["The boat was late.", "We had tea on the quay.", "It came in the evening.", "No one was out."];
    let article = |marks: [Option<&str>; 4]| {
        let parts: Vec<_> = texts.into_iter().zip(marks).collect();
        with_marks(&parts)
    };
    let pauses = |toml: &str| -> Vec<Option<f64>> {
        let manifest = parse(toml, Path::new("script.toml")).unwrap();
        manifest.script.segments.iter().map(|segment| segment.decided.pause).collect()
    };
    let before =
        render(&article([None, Some("* * *"), None, Some("[pause 3s]")]), Path::new("a.md"), &cast());
    assert_eq!(pauses(&before), [None, Some(2.0), None, Some(3.0)]);
    let now = article([None, None, Some("* * *"), Some("[pause 4s]")]);
    let after = merge(&before, &now, &cast()).unwrap().text;
    assert_eq!(pauses(&after), [None, None, Some(2.0), Some(4.0)], "{after}");
    // A person's pause stays, and so does the lack of one.
    let mine = before.replace("pause = 3.0", "pause = 0.5").replace("pause = 2.0\n", "");
    let after = merge(&mine, &now, &cast()).unwrap().text;
    assert_eq!(pauses(&after), [None, None, Some(2.0), Some(0.5)], "{after}");
    let without = article([None, Some("[pause 1s]"), None, None]);
    let after = merge(&mine, &without, &cast()).unwrap().text;
    assert_eq!(pauses(&after), [None, None, None, Some(0.5)], "{after}");
    // A segment with a pause of the article alone is not kept when the article drops it.
    let shorter = with_marks(&[(texts[0], None), (texts[2], None), (texts[3], None)]);
    let after = merge(&before, &shorter, &cast()).unwrap().text;
    assert_eq!(pauses(&after), [None, None, None], "{after}");
}
