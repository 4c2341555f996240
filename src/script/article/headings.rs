//! Headings over nothing that is read: they go with what stands under them.

use super::{Block, Reason, Role};

/// Nobody misses a heading whose section holds only these.
const IDLE: [Reason; 5] =
    [Reason::LinkList, Reason::ShareLine, Reason::Furniture, Reason::Footnote, Reason::After];

/// What stands between a heading and the end of its section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Under {
    Nothing,
    Idle(Reason),
    Other,
}

/// Sets aside the headings of sections that are nothing but links, buttons or notes.
pub(super) fn mark(blocks: &mut [Block]) {
    // Headings of a lower level than this have something to read under them.
    let mut covered = 0;
    let mut under = Under::Nothing;
    for block in blocks.iter_mut().rev() {
        match (block.role, under) {
            (Role::Omitted(reason), Under::Nothing | Under::Idle(_)) if IDLE.contains(&reason) => {
                under = Under::Idle(reason);
            }
            (Role::Omitted(_), _) => under = Under::Other,
            (Role::Heading(level), Under::Idle(reason)) if level > 1 && level >= covered => {
                block.role = Role::Omitted(reason);
            }
            (Role::Heading(level), _) => (covered, under) = (level, Under::Nothing),
            _ => (covered, under) = (u8::MAX, Under::Nothing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_goes_with_its_links_and_stays_with_its_words() {
        let links = Role::Omitted(Reason::LinkList);
        let code = Role::Omitted(Reason::NotProse);
        let cases: [(&[Role], &[Role]); 5] = [
            (&[Role::Heading(2), links], &[links, links]),
            (&[Role::Heading(2), links, Role::Paragraph], &[Role::Heading(2), links, Role::Paragraph]),
            (&[Role::Heading(2), Role::Heading(3), links], &[links, links, links]),
            (
                &[Role::Heading(2), links, Role::Heading(3), Role::Paragraph],
                &[Role::Heading(2), links, Role::Heading(3), Role::Paragraph],
            ),
            (&[Role::Heading(2), links, code], &[Role::Heading(2), links, code]),
        ];
        for (roles, expected) in cases {
            let mut blocks: Vec<Block> = roles.iter().map(|&role| Block { role, span: 0..1 }).collect();
            mark(&mut blocks);
            assert_eq!(blocks.iter().map(|block| block.role).collect::<Vec<_>>(), expected);
        }
    }
}
