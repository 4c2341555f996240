//! The pictures of a feed, as far as they lie beside feed.toml: whether they are there, and such as apps show.

use std::ops::RangeInclusive;
use std::path::Path;

use super::settings::{self, Settings};
use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::outputs::encoders::Picture;

/// Apple Podcasts takes square pictures of these widths, in pixels (Apple Podcasts for Creators, "Artwork requirements").
const WIDTHS: RangeInclusive<u32> = 1400..=3000;
const HINT: &str = "a JPEG or a PNG, square, 1400 to 3000 pixels wide, serves all apps";

/// What is wrong with them: errors, and warnings of what apps refuse.
pub(super) fn remarks(read: &Settings, settings: &Path) -> Vec<Diagnostic> {
    let of_episodes =
        read.episodes.iter().filter_map(|entry| Some((entry.image.as_deref()?, Some(entry.line))));
    let all = [(read.image.as_str(), None)].into_iter().chain(of_episodes);
    let here = all.filter(|(image, _)| !settings::is_address(image));
    let told = here.filter_map(|(image, line)| {
        let told = remark(settings.parent().unwrap_or(Path::new("")), image)?.at(settings);
        Some(match line {
            Some(line) => told.line(line),
            None => told,
        })
    });
    told.collect()
}

fn remark(folder: &Path, image: &str) -> Option<Diagnostic> {
    let path = folder.join(image);
    if !files::stays_inside(Path::new(image)) || !path.is_file() {
        let problem = Diagnostic::error("todo", format!("there is no picture `{image}`"));
        return Some(problem.hint("`image` is an address, or a file in the folder of feed.toml"));
    }
    let unusable = |why: String| {
        Some(Diagnostic::error("todo", format!("`{image}` cannot be the picture: {why}")).hint(HINT))
    };
    let bytes = match files::read_at_most(&path, Picture::MOST) {
        Ok(bytes) => bytes,
        Err(error) => return Some(Diagnostic::from(error)),
    };
    match Picture::read(bytes) {
        Err(error) => unusable(error.to_string()),
        Ok(Picture { width, height, .. }) if width != height || !WIDTHS.contains(&width) => {
            let warning =
                Diagnostic::warning("todo", format!("the picture `{image}` has {width} × {height} pixels"));
            Some(warning.why("Apple Podcasts refuses it, and others cut or blur it").hint(HINT))
        }
        Ok(_) => None,
    }
}
