//! The words of page and book themselves, in the languages that they speak.

use crate::language::primary;

/// Labels and help.
pub(super) struct Words {
    /// BCP 47.
    pub(super) language: &'static str,
    pub(super) skip: &'static str,
    pub(super) skip_to_player: &'static str,
    pub(super) chapters: &'static str,
    pub(super) player: &'static str,
    /// What the buttons that lead on and back are called, and in short.
    pub(super) sentence: Steps,
    pub(super) paragraph: Steps,
    /// More controls, on a small screen.
    pub(super) more: &'static str,
    pub(super) speed: &'static str,
    pub(super) follow: &'static str,
    pub(super) keys: &'static str,
    /// Keys in `<kbd>`, and what they do.
    pub(super) help: &'static str,
    /// `%` is the time.
    pub(super) resumed: &'static str,
    /// When the sound cannot be loaded.
    pub(super) missing: &'static str,
    pub(super) not_read: &'static str,
    /// Of a chapter's part behind its first.
    pub(super) continued: &'static str,
    /// Who speaks where no speaker does.
    pub(super) narrator: &'static str,
    /// …and where it is not known who does.
    pub(super) unknown: &'static str,
    /// Of a voice.
    pub(super) synthetic: &'static str,
    /// Who can read it and how.
    pub(super) accessible: &'static str,
    /// The same where something is shown that is not heard.
    pub(super) accessible_in_part: &'static str,
    /// The same where there is no text.
    pub(super) heard_only: &'static str,
}

/// What leads to the one before and to the next.
pub(super) struct Steps {
    pub(super) short: &'static str,
    pub(super) back: &'static str,
    pub(super) on: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    skip: "Skip to the article",
    skip_to_player: "Skip to the player",
    chapters: "Chapters",
    player: "Player",
    sentence: Steps { short: "Sentence", back: "Previous sentence", on: "Next sentence" },
    paragraph: Steps { short: "Paragraph", back: "Previous paragraph", on: "Next paragraph" },
    more: "More",
    speed: "Speed",
    follow: "Follow along",
    keys: "Keys",
    help: "Click a sentence to hear it from there. With a sentence in focus (<kbd>Tab</kbd>): <kbd>Enter</kbd> plays from it, \
           <kbd>Space</kbd> pauses, arrows go to the next and the one before, with <kbd>Shift</kbd> by paragraph, <kbd>Home</kbd> and \
           <kbd>End</kbd> to the first and the last.",
    resumed: "Where you left: %",
    missing: "The sound could not be loaded: it belongs in the same folder as this page.",
    not_read: "Not read aloud:",
    continued: "(continued)",
    narrator: "Narrator",
    unknown: "Unknown speaker",
    synthetic: "synthetic voice",
    accessible: "The whole text can be read and heard; each sentence is marked while it is heard.",
    accessible_in_part: "The whole text can be read, and all of it heard but for what is marked as not read aloud; each \
                         sentence is marked while it is heard.",
    heard_only: "An audio edition, to be listened to.",
};

const GERMAN: Words = Words {
    language: "de",
    skip: "Zum Artikel",
    skip_to_player: "Zur Wiedergabe",
    chapters: "Kapitel",
    player: "Wiedergabe",
    sentence: Steps { short: "Satz", back: "Voriger Satz", on: "Nächster Satz" },
    paragraph: Steps { short: "Absatz", back: "Voriger Absatz", on: "Nächster Absatz" },
    more: "Mehr",
    speed: "Tempo",
    follow: "Mitlesen",
    keys: "Tasten",
    help: "Ein Klick auf einen Satz spielt ab dort. Ist ein Satz im Fokus (<kbd>Tab</kbd>): <kbd>Enter</kbd> spielt ab ihm, \
           die <kbd>Leertaste</kbd> hält an, Pfeiltasten gehen zum nächsten und vorigen, mit <kbd>Umschalt</kbd> absatzweise, <kbd>Pos1</kbd> und \
           <kbd>Ende</kbd> zum ersten und letzten.",
    resumed: "Zuletzt gehört: %",
    missing: "Der Ton lässt sich nicht laden: Er gehört in denselben Ordner wie diese Seite.",
    not_read: "Nicht vorgelesen:",
    continued: "(Fortsetzung)",
    narrator: "Sprecher",
    unknown: "Unbekannt",
    synthetic: "künstliche Stimme",
    accessible: "Der ganze Text ist zu lesen und zu hören; jeder Satz ist markiert, während er zu hören ist.",
    accessible_in_part: "Der ganze Text ist zu lesen, und alles ist zu hören bis auf das, was als nicht vorgelesen bezeichnet ist; \
                         jeder Satz ist markiert, während er zu hören ist.",
    heard_only: "Eine Hörfassung, zum Anhören.",
};

/// The words for an article in this language; English where there are none.
pub(super) fn words(language: &str) -> &'static Words {
    if primary(language) == Some("de") { &GERMAN } else { &ENGLISH }
}
