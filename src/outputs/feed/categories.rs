//! The categories of Apple Podcasts, which other directories follow: "Apple Podcasts categories", as of 2026.

/// Category and subcategories.
const ALL: &[(&str, &[&str])] = &[
    ("Arts", &["Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"]),
    ("Business", &["Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"]),
    ("Comedy", &["Comedy Interviews", "Improv", "Stand-Up"]),
    ("Education", &["Courses", "How To", "Language Learning", "Self-Improvement"]),
    ("Fiction", &["Comedy Fiction", "Drama", "Science Fiction"]),
    ("Government", &[]),
    (
        "Health & Fitness",
        &["Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"],
    ),
    ("History", &[]),
    ("Kids & Family", &["Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"]),
    (
        "Leisure",
        &[
            "Animation & Manga",
            "Automotive",
            "Aviation",
            "Crafts",
            "Games",
            "Hobbies",
            "Home & Garden",
            "Video Games",
        ],
    ),
    ("Music", &["Music Commentary", "Music History", "Music Interviews"]),
    (
        "News",
        &[
            "Business News",
            "Daily News",
            "Entertainment News",
            "News Commentary",
            "Politics",
            "Sports News",
            "Tech News",
        ],
    ),
    (
        "Religion & Spirituality",
        &["Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"],
    ),
    (
        "Science",
        &[
            "Astronomy",
            "Chemistry",
            "Earth Sciences",
            "Life Sciences",
            "Mathematics",
            "Natural Sciences",
            "Nature",
            "Physics",
            "Social Sciences",
        ],
    ),
    (
        "Society & Culture",
        &["Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"],
    ),
    (
        "Sports",
        &[
            "Baseball",
            "Basketball",
            "Cricket",
            "Fantasy Sports",
            "Football",
            "Golf",
            "Hockey",
            "Rugby",
            "Running",
            "Soccer",
            "Swimming",
            "Tennis",
            "Volleyball",
            "Wilderness",
            "Wrestling",
        ],
    ),
    ("TV & Film", &["After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"]),
    ("Technology", &[]),
    ("True Crime", &[]),
];

/// A category, and one within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// Its name.
    pub name: &'static str,
    /// The one within.
    pub within: Option<&'static str>,
}

/// `News`, or `News > Daily News`.
///
/// # Errors
/// With those there are, when it is none of them.
pub fn find(written: &str) -> Result<Category, String> {
    let (name, within) = match written.split_once('>') {
        Some((name, within)) => (name.trim(), Some(within.trim())),
        None => (written.trim(), None),
    };
    let names = || ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let (name, all) = ALL.iter().find(|(known, _)| *known == name).ok_or_else(names)?;
    let Some(within) = within else { return Ok(Category { name, within: None }) };
    let found = all.iter().find(|known| **known == within).ok_or_else(|| all.join(", "))?;
    Ok(Category { name, within: Some(found) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_category_is_answered_with_those_there_are() {
        assert_eq!(find("News > Daily News"), Ok(Category { name: "News", within: Some("Daily News") }));
        assert_eq!(find(" History "), Ok(Category { name: "History", within: None }));
        assert!(find("Cooking").unwrap_err().contains("Arts, Business"));
        assert!(find("Music > Jazz").unwrap_err().contains("Music History"));
    }
}
