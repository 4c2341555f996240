//! The voices that a plan needs, each opened once.

use super::super::messages::in_cast;
use super::VoicePlan;
use super::planner::Planner;
use crate::base::diagnostic::Diagnostic;
use crate::base::toml_reader::nearest_name;
use crate::voices::Voice;

impl Planner<'_> {
    /// The index of an opened voice; `None` when it failed to open before.
    pub(super) fn open(&mut self, name: &str, index: usize) -> Result<Option<usize>, Diagnostic> {
        if let Some(known) = self.opened.get(name) {
            return Ok(*known);
        }
        self.opened.insert(name.to_string(), None);
        let voice: &Voice = self.project.voices.get(name).ok_or_else(|| self.no_such_voice(name, index))?;
        let backend = voice.open()?;
        let (synthetic, origin, price) = (voice.is_synthetic(), voice.origin.clone(), voice.price);
        let next = self.plan.voices.len();
        self.plan.voices.push(VoicePlan {
            name: name.to_string(),
            kind: voice.kind(),
            backend,
            synthetic,
            origin,
            price,
            wanted: Vec::new(),
        });
        self.opened.insert(name.to_string(), Some(next));
        Ok(Some(next))
    }

    fn no_such_voice(&self, name: &str, index: usize) -> Diagnostic {
        let names: Vec<&str> = self.project.voices.names().collect();
        let meant = nearest_name(name, names.iter().copied());
        let meant = meant.map_or(String::new(), |meant| format!("did you mean `{meant}`? or "));
        self.where_voice_is_named(name, index)
            .why(format!("the voices are {}", names.join(", ")))
            .hint(format!("{meant}name one of them in `[cast]`, or make `voices/{name}/voice.toml`"))
    }

    /// The line of the cast that gives a speaker this voice; else the segment.
    fn where_voice_is_named(&self, name: &str, index: usize) -> Diagnostic {
        let speaker = self.project.manifest.script.segments.get(index).map(|segment| &segment.speaker);
        match speaker.filter(|speaker| self.project.manifest.cast.get(*speaker).is_some_and(|v| v == name)) {
            Some(speaker) => {
                let what = format!("there is no voice `{name}`, which `[cast]` gives to {speaker}");
                in_cast(self.project, speaker, Diagnostic::error("todo", what))
            }
            None => self.at(index, Diagnostic::error("todo", format!("there is no voice `{name}`"))),
        }
    }
}
