//! Tables of Markdown, row by row.

use std::mem;

use super::super::rows::{self, Slot};
use super::super::{Reason, Role};
use super::{Draft, Walk};

impl Walk<'_> {
    /// Ends a cell of the row that is open.
    pub(super) fn end_cell(&mut self) {
        let cell = Slot::new(mem::take(&mut self.words).trim().to_string());
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// The first row of a table is its head.
    pub(super) fn table(&mut self) {
        let rows = mem::take(&mut self.rows);
        let Some((head, body)) = rows.split_first() else { return };
        let (named, told) = rows::told(Some(head), body);
        let role = if self.quotes == 0 && self.notes == 0 { Role::Row } else { self.role() };
        let head_role = if named && role == Role::Row { Role::Omitted(Reason::Columns) } else { role };
        self.blocks.push(Draft { role: head_role, words: rows::listed(head), linked: 0 });
        self.blocks.extend(told.into_iter().map(|words| Draft { role, words, linked: 0 }));
    }
}
