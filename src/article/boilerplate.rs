use super::Article;

pub(super) fn mark(_article: &mut Article) {}
