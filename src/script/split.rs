//! Article → script: finds the quotes and who says them.

use super::{Kind, NARRATOR, Omission, Script, Segment};
use crate::article::{Article, Role};

/// Splits an article into narrator and speaker segments. Lossless.
pub fn split(article: &Article) -> Script {
    let mut script =
        Script { title: article.title.clone(), language: article.language.clone(), ..Script::default() };
    for block in &article.blocks {
        let text = article.text[block.span.clone()].to_string();
        let kind = match block.role {
            Role::Omitted(reason) => {
                let after = script.segments.len();
                script.omitted.push(Omission { text, reason: reason.as_str().into(), after });
                continue;
            }
            Role::Heading(level) => Kind::Heading(level),
            Role::Paragraph => Kind::Paragraph,
            Role::Quote => Kind::Quote,
            Role::Item => Kind::Item,
        };
        script.segments.push(Segment {
            id: None,
            speaker: NARRATOR.into(),
            text,
            span: block.span.clone(),
            kind,
            continues: false,
            because: String::new(),
            unsure: None,
            decided: Default::default(),
        });
    }
    script
}
