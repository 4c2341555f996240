use super::{Article, Block, Role};

pub(super) fn parse(source: &str) -> Article {
    let text = source.to_string();
    let span = 0..text.trim_end().len();
    Article { text, title: None, language: None, blocks: vec![Block { role: Role::Paragraph, span }] }
}
