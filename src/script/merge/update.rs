//! An entry whose words changed in the article.

use toml_edit::{Item, Table, value};

use super::Change;
use super::entry::{Entry, Fresh};
use super::words::folded;
use crate::script::file::segment_table;
use crate::script::{NARRATOR, Segment};

impl Entry {
    /// A person had changed the words: theirs stay, with the article's beside them unless it came to say the same.
    pub(super) fn contradict(&mut self, new: String) -> Vec<Change> {
        if new == self.text {
            self.table.remove("conflict");
            return Vec::new();
        }
        self.table["conflict"] = value(&new);
        vec![Change::Conflict { kept: self.text.clone(), article: new }]
    }

    /// The words follow the article, and what a person decided stays.
    pub(super) fn reword(&mut self, new: String, fresh: &Fresh<'_>) -> Vec<Change> {
        let old = std::mem::replace(&mut self.text, new.clone());
        self.table["text"] = value(&new);
        if let Fresh::Segment(segment) = fresh {
            recast(&mut self.table, segment);
        }
        let stale = self.outdate(&old, &new);
        [Change::Changed { old, new }].into_iter().chain(stale).collect()
    }

    /// What is spoken instead of the text was written for other words: they are noted until a person has looked.
    fn outdate(&mut self, old: &str, new: &str) -> Option<Change> {
        let say = self.table.get("say").and_then(Item::as_str)?.to_string();
        let stale = self.table.get("stale").and_then(Item::as_str);
        let written_for = stale.unwrap_or(old).to_string();
        if folded(&written_for) == folded(new) {
            self.table.remove("stale");
            return None;
        }
        self.table["stale"] = value(written_for);
        Some(Change::Say { kept: say, article: new.to_string() })
    }
}

/// A person's choice of speaker stays as long as narration stays narration and a quote a quote.
fn recast(table: &mut Table, segment: &Segment) {
    let narrated = table.get("speaker").and_then(Item::as_str) == Some(NARRATOR);
    let fresh = segment_table(segment);
    if narrated != segment.is_narrator() {
        for key in ["speaker", "unsure", "candidates"] {
            replace(table, key, &fresh);
        }
    }
    for key in ["kind", "continues"] {
        replace(table, key, &fresh);
    }
}

fn replace(table: &mut Table, key: &str, fresh: &Table) {
    match fresh.get(key) {
        Some(item) => {
            table.insert(key, item.clone());
        }
        None => {
            table.remove(key);
        }
    }
}
