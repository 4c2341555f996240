//! Turns a text into its spoken form for one voice, and explains what each rule did.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::given_phonemes::{SayPart, SpokenForm, marked, say_parts, unmarked};
use super::lexicon::{Lexicon, Part};
use super::rules::{LanguageRules, Report};
use super::tokens::Tokens;
use super::{characters, languages, markup, punctuation, sentences};

/// Everything that the spoken form of a text depends on.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// BCP 47 tag of the text; `None` means English.
    pub language: Option<&'a str>,
    /// The lexicon of the project.
    pub lexicon: &'a Lexicon,
    /// The speaker, who may have a table in the lexicon.
    pub speaker: &'a str,
    /// The voice, which may have a table in the lexicon.
    pub voice: &'a str,
    /// True if the voice reads respellings such as "Feefa" better than "FIFA".
    pub respelled: bool,
}

/// The spoken form of a text, with what each rule did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The spoken form of each sentence.
    pub spoken: Vec<String>,
    /// The changes, in the order of the text.
    pub steps: Vec<Step>,
}

/// A change of a part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The rule, such as `money::money`, or `lexicon` or `respelling`.
    pub rule: &'static str,
    /// The written part.
    pub written: String,
    /// Its spoken form.
    pub spoken: String,
}

impl Reader<'_> {
    /// Returns the spoken form of a text.
    pub fn spoken_form(&self, text: &str) -> String {
        self.spoken_form_with_phonemes(text, false).text
    }

    /// Like [`spoken_form`](Self::spoken_form), with the phonemes that the lexicon gives for some words.
    ///
    /// If `markup` is true, the text is one that a person wrote to be spoken, and may give phonemes itself:
    /// `[Siobhan](/ʃɪˈvɔːn/)`.
    pub fn spoken_form_with_phonemes(&self, text: &str, markup: bool) -> SpokenForm {
        self.read(text, markup, None)
    }

    /// Splits a text into sentences, and returns their spoken forms with what each rule did.
    ///
    /// ```
    /// use aloud::speech::{Lexicon, Reader};
    /// let lexicon = Lexicon::default();
    /// let reader = Reader { language: Some("en"), lexicon: &lexicon, speaker: "narrator", voice: "default", respelled: false };
    /// let explanation = reader.explain("It cost £5.");
    /// assert_eq!(explanation.spoken, ["It cost five pounds."]);
    /// assert_eq!(explanation.steps[0].rule, "money::money");
    /// assert_eq!(explanation.steps[0].written, "£5");
    /// ```
    pub fn explain(&self, text: &str) -> Explanation {
        let mut steps = Vec::new();
        let mut add = |rule: &'static str, written: &str, spoken: &str| {
            if written.trim() != spoken.trim() {
                steps.push(Step {
                    rule,
                    written: written.trim().to_string(),
                    spoken: spoken.trim().to_string(),
                });
            }
        };
        let spoken = sentences(text, self.language)
            .into_iter()
            .map(|sentence| self.read(&text[sentence], false, Some(&mut add)).text);
        let spoken = spoken.collect();
        Explanation { spoken, steps }
    }

    fn read(&self, text: &str, markup: bool, mut report: Report) -> SpokenForm {
        let rules = languages::rules_for(self.language);
        let text = &*composed(text);
        let mut given = Vec::new();
        let mut parts: Vec<(&str, Part<Cow<str>>)> = Vec::new();
        for (written, part) in self.parts(text, markup, rules) {
            parts.push((written, prepare_part(part, rules, &mut given)));
        }
        let mut tokens = Tokens::default();
        for (written, part) in &parts {
            match part {
                Part::Spoken(spoken) | Part::Phonemes { word: spoken, .. } => {
                    if let Some(report) = report.as_deref_mut() {
                        report("lexicon", written, &unmarked(spoken, &given).text);
                    }
                    tokens.push_lexicon(spoken);
                }
                Part::Respelled(respelling) => {
                    let spoken: &str = if self.respelled { respelling } else { written };
                    if let Some(report) = report.as_deref_mut() {
                        report("respelling", written, spoken);
                    }
                    tokens.push_lexicon(spoken);
                }
                Part::Written(text) => tokens.push_written(text),
            }
        }
        unmarked(&punctuation::tidy(&rules.spoken_form(&tokens, report)), &given)
    }

    /// Splits the text at entries of the lexicon and at markup. Each part is returned with its text.
    fn parts<'t>(
        &'t self,
        text: &'t str,
        markup: bool,
        rules: &'t dyn LanguageRules,
    ) -> Vec<(&'t str, Part<Cow<'t, str>>)> {
        let mut parts = Vec::new();
        for part in if markup { say_parts(text) } else { vec![SayPart::Plain(text)] } {
            match part {
                SayPart::Plain(plain) => {
                    parts.extend(self.lexicon.parts(plain, self.speaker, self.voice, rules.respellings()));
                }
                SayPart::Phonemes { word, ipa } => {
                    parts.push((word, Part::Phonemes { word: word.into(), ipa: ipa.into() }));
                }
            }
        }
        parts
    }
}

/// Prepares a part for the rules. A word with phonemes is marked, and its phonemes are added to `given`.
fn prepare_part<'t>(
    part: Part<Cow<'t, str>>,
    rules: &dyn LanguageRules,
    given: &mut Vec<String>,
) -> Part<Cow<'t, str>> {
    match part {
        Part::Phonemes { word, ipa } => Part::Spoken(marked(&word, &ipa, given).into()),
        Part::Written(written) => Part::Written(prepare(written, rules)),
        fixed => fixed,
    }
}

/// Removes marks that are not spoken, and replaces characters and capitals that the rules cannot read.
fn prepare<'t>(written: Cow<'t, str>, rules: &dyn LanguageRules) -> Cow<'t, str> {
    let text = after(written, markup::strip);
    let text = after(text, characters::fold);
    after(text, |text| rules.prepare(text))
}

/// Returns the text in Unicode's composed form (NFC). Pages from some editors have an accent as a character of its own, and
/// the lexicon and all word lists have composed characters.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// Applies a step to a text that an earlier step may have changed.
fn after<'t>(text: Cow<'t, str>, step: impl Fn(&str) -> Cow<'_, str>) -> Cow<'t, str> {
    match text {
        Cow::Borrowed(text) => step(text),
        Cow::Owned(text) => Cow::Owned(step(&text).into_owned()),
    }
}
