//! `aloud feed`: writes a podcast feed.

use std::path::PathBuf;

use aloud::base::error::Error;
use aloud::outputs::feed::{self, Episodes, SETTINGS};
use serde_json::json;

use super::args::Global;
use super::args::feed::Feed;
use super::common;
use super::output_file;
use super::series;

/// Default name of the feed.
const FEED: &str = "feed.xml";

pub fn run(args: &Feed, global: &Global) -> Result<(), Error> {
    let selected = series::named(&args.folders, &global.project);
    let mut folders = match selected {
        Some(_) => vec![global.project.clone()],
        None => args.folders.clone(),
    };
    if folders.is_empty() {
        folders.push(
            args.settings.as_ref().and_then(|path| path.parent()).map_or_else(PathBuf::new, PathBuf::from),
        );
    }
    if folders[0].as_os_str().is_empty() {
        folders[0].clone_from(&global.project);
    }
    let settings = args.settings.clone().unwrap_or_else(|| match folders[0].to_str() {
        Some(".") => PathBuf::from(SETTINGS),
        _ => folders[0].join(SETTINGS),
    });
    let episodes = selected.as_deref().map_or(Episodes::Listed(&folders), Episodes::Only);
    if args.new {
        let text = feed::new_settings(&settings, episodes.folders())?;
        output_file::write(&settings, text.as_bytes(), args.overwrite.force)?;
        if global.json {
            common::print_json(&json!({"event": "feed-settings", "settings": settings}));
        } else {
            errln!("{}: fill in what is empty, then run `aloud feed`", settings.display());
        }
        return Ok(());
    }
    let path = args.output.clone().unwrap_or_else(|| settings.with_file_name(FEED));
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let feed = feed::feed(&settings, episodes, &name).map_err(Error::Problems)?;
    common::print_problems(&feed.warnings, global);
    output_file::write(&path, &feed.xml, args.overwrite.force)?;
    if global.json {
        common::print_json(&json!({"event": "fed", "feed": path, "episodes": feed.episodes}));
    } else {
        errln!("{}: {}", path.display(), common::counted(feed.episodes, "episode"));
    }
    Ok(())
}
