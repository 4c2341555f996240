//! Writes the report of a batch while it runs: a JSON file with every article, and a page.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::shard::Shard;
use super::types::{ArticleReport, ArticleState, BatchCounts, UnsurePolicy};
use crate::base::files::{AtomicFile, FileError, ProjectPath};
use crate::outputs::report::{BatchPage, BatchRow};

/// The files of a report, which appear when the batch is done.
pub(super) struct Record {
    json: BufWriter<AtomicFile>,
    json_path: PathBuf,
    page_path: ProjectPath,
    page: BatchPage,
    counts: BatchCounts,
}

impl Record {
    /// Opens the files in the folder of the episodes. Fails before anything is made if they cannot be written.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be created.
    pub(super) fn create(
        folder: &Path,
        manifest: &Path,
        shard: Shard,
        policy: UnsurePolicy,
    ) -> Result<Self, FileError> {
        ProjectPath::named(folder).make_folder()?;
        let root = ProjectPath::root(folder);
        let name = match shard.count() {
            1 => "batch".to_string(),
            count => format!("batch-{}-of-{count}", shard.index()),
        };
        let (json_name, page_name) = (format!("{name}.json"), format!("{name}.html"));
        root.sweep_temporaries(&[&json_name, &page_name]);
        let json_path = root.join(json_name);
        let manifest = manifest.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let head = json!({
            "$comment": "Made by Aloud", "version": 1, "manifest": manifest, "shard": shard, "unsure": policy,
        });
        let mut json = BufWriter::new(json_path.create()?);
        let head = head.to_string();
        write!(json, "{},\n\"articles\": [", head.trim_end_matches('}'))
            .map_err(|error| FileError::new("write", &json_path, error))?;
        Ok(Self {
            json,
            json_path: json_path.to_path_buf(),
            page_path: root.join(page_name),
            page: BatchPage::new(&manifest, (shard.index(), shard.count())),
            counts: BatchCounts::default(),
        })
    }

    /// Adds an article.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub(super) fn add(&mut self, report: &ArticleReport) -> Result<(), FileError> {
        let is_first = self.counts == BatchCounts::default();
        self.counts.add(report.state);
        self.page.add(row(report));
        let written = self.write(report, is_first);
        written.map_err(|error| FileError::new("write", &self.json_path, error))
    }

    fn write(&mut self, report: &ArticleReport, is_first: bool) -> io::Result<()> {
        self.json.write_all(if is_first { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.json, report)?;
        Ok(())
    }

    /// Puts both files in their place.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn finish(mut self) -> Result<BatchCounts, FileError> {
        let BatchCounts { made, held, failed } = self.counts;
        let json = write!(self.json, "\n],\n\"made\": {made}, \"held\": {held}, \"failed\": {failed}}}\n")
            .and_then(|()| self.json.into_inner().map_err(io::IntoInnerError::into_error))
            .and_then(AtomicFile::commit);
        json.map_err(|error| FileError::new("write", &self.json_path, error))?;
        self.page_path.write(self.page.render().as_bytes())?;
        Ok(self.counts)
    }
}

fn row(report: &ArticleReport) -> BatchRow<'_> {
    BatchRow {
        line: report.line,
        id: report.id.as_deref(),
        title: report.title.as_deref(),
        unsure: report.unsure,
        seconds: report.seconds,
        is_held: report.state == ArticleState::Held,
        problems: (report.state == ArticleState::Failed).then_some(&report.problems),
    }
}
