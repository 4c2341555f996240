//! script.toml: the script as people read, edit and keep it.
//!
//! [`parse`] reads it and [`render`] writes a new one. An existing file is only amended, here (`amend`, `set_gains`, `set_take`) and
//! by `merge`: comments, order and edits by hand stay.

mod amend;
mod amend_cues;
mod cues;
mod defaults;
mod identity;
mod memory;
mod one_segment;
mod one_table;
mod reader;
mod rename;
mod segments;
mod series;
mod settings;
mod window;
mod writer;

pub use crate::base::toml_reader::TomlSyntaxError;
pub(crate) use amend::ScriptDocument;
pub(crate) use cues::role_name;
pub use defaults::Defaults;
pub use identity::identify;
pub(super) use identity::{OMITTED, order_hash};
pub(crate) use identity::{revision, segment_id};
pub use memory::Memory;
pub(crate) use one_segment::amend_segment;
pub(crate) use one_table::amend_table;
pub use reader::{Manifest, parse, parse_in_series};
pub(crate) use rename::rename_speaker;
pub(crate) use segments::GONE;
pub use segments::kind_name;
pub use series::{SeriesSettings, parse_series};
pub(crate) use window::amend_window;
#[cfg(feature = "studio")]
pub(crate) use window::parse_changed;
pub use writer::{Gains, render, render_with};
pub(super) use writer::{omission_table, remove_unused_cast, segment_table, speakers, table_mut};
pub(crate) use writer::{set_gains, set_narrate_unsure, set_take};
