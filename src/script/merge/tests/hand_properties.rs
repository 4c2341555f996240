//! Properties of merges after an edit by hand.

use std::path::Path;

use proptest::prelude::*;
use toml_edit::{DocumentMut, value};

use super::properties::{self, Edit, all_words, edited, numbered, once_each, source, words};
use super::texts;
use crate::base::testing::seeded;
use crate::script::file::render;

/// Generates articles of distinct paragraphs.
fn article() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(numbered(1), 2..8).prop_map(once_each)
}

fn segment_texts(article: &[String]) -> Vec<String> {
    properties::script(article).segments.into_iter().map(|segment| segment.text).collect()
}

fn file(article: &[String]) -> String {
    let fresh = properties::script(article);
    render(&fresh, Path::new("a.txt"), &properties::cast(&fresh))
}

fn sorted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort();
    words
}

proptest! {
    #![proptest_config(seeded(128))]

    #[test]
    fn updates_words_in_place_in_any_order_of_segments(
        article in article(), at in 0..8_usize, keys in prop::collection::vec(any::<u16>(), 64),
    ) {
        let later = edited(&article, &Edit::Reword(at));
        let (before, after) = (segment_texts(&article), segment_texts(&later));
        let mut order: Vec<usize> = (0..before.len()).collect();
        order.sort_by_key(|at| keys[*at % keys.len()]);
        let mut document: DocumentMut = file(&article).parse().unwrap();
        let tables = document["segment"].as_array_of_tables_mut().unwrap();
        let moved: Vec<_> = order.iter().map(|at| tables.get(*at).unwrap().clone()).collect();
        let places: Vec<_> = tables.iter().map(toml_edit::Table::position).collect();
        tables.clear();
        for (mut table, place) in moved.into_iter().zip(places) {
            table.set_position(place);
            tables.push(table);
        }
        let text = properties::merged(&document.to_string(), &later);
        let wanted: Vec<String> = order.iter().map(|at| after[*at].clone()).collect();
        prop_assert_eq!(texts(&text), wanted, "{}", text);
    }

    #[test]
    fn lists_deleted_segments_and_loses_no_words(
        article in article(), at in 0..8_usize, keep in prop::collection::vec(any::<bool>(), 64),
    ) {
        let later = edited(&article, &Edit::Reword(at));
        let (before, after) = (segment_texts(&article), segment_texts(&later));
        prop_assume!(before != after);
        let mut document: DocumentMut = file(&article).parse().unwrap();
        let mut nth = 0..;
        let mut kept = || nth.next().is_some_and(|nth| keep[nth % keep.len()]);
        document["segment"].as_array_of_tables_mut().unwrap().retain(|_| kept());
        let text = properties::merged(&document.to_string(), &later);
        prop_assert_eq!(sorted(all_words(&text).into_iter()), sorted(words(&source(&later))), "{}", text);
        let deleted = |(nth, text): (usize, &String)| !keep[nth % keep.len()] && after[nth] == *text;
        let listed = before.iter().enumerate().filter(|pair| deleted(*pair)).count();
        // Of two equal segments it is unknown which one was deleted.
        if once_each(before.clone()).len() == before.len() {
            prop_assert_eq!(text.matches("reason = \"deleted by hand\"").count(), listed, "{}", text);
        }
    }

    #[test]
    fn keeps_edited_words_and_reports_one_conflict(
        article in article(), at in 0..8_usize, which in 0..8_usize,
    ) {
        let later = edited(&article, &Edit::Reword(at));
        let (before, after) = (segment_texts(&article), segment_texts(&later));
        let changed: Vec<usize> = (0..before.len()).filter(|nth| before[*nth] != after[*nth]).collect();
        prop_assume!(!changed.is_empty());
        let nth = changed[which % changed.len()];
        let mut document: DocumentMut = file(&article).parse().unwrap();
        let tables = document["segment"].as_array_of_tables_mut().unwrap();
        tables.get_mut(nth).unwrap()["text"] = value("Quite something else, in my own way.");
        let text = properties::merged(&document.to_string(), &later);
        let mut wanted = after.clone();
        wanted[nth] = "Quite something else, in my own way.".into();
        prop_assert_eq!(texts(&text), wanted, "{}", text);
        let document: DocumentMut = text.parse().unwrap();
        let conflicts = document["segment"].as_array_of_tables().unwrap().iter().enumerate();
        let conflicts: Vec<_> = conflicts.filter_map(|(at, table)| Some((at, table.get("conflict")?.as_str()?))).collect();
        prop_assert_eq!(conflicts, [(nth, after[nth].as_str())]);
    }
}
