//! Finds the categories of Apple Podcasts, which other directories use too ("Apple Podcasts categories", as of 2026).

/// Each category with its subcategories.
const CATEGORIES: &[(&str, &[&str])] = &[
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

/// A category, with or without a subcategory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Category {
    /// Name of the category.
    pub(super) name: &'static str,
    /// Name of the subcategory.
    pub(super) subcategory: Option<&'static str>,
}

/// Finds a category such as `News` or `News > Daily News`.
///
/// # Errors
/// Returns the list of valid names if there is no such category.
pub(super) fn find(written: &str) -> Result<Category, String> {
    let (name, subcategory) = match written.split_once('>') {
        Some((name, subcategory)) => (name.trim(), Some(subcategory.trim())),
        None => (written.trim(), None),
    };
    let all_names = || CATEGORIES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let (name, within) = CATEGORIES.iter().find(|(known, _)| *known == name).ok_or_else(all_names)?;
    let Some(subcategory) = subcategory else { return Ok(Category { name, subcategory: None }) };
    let found = within.iter().find(|known| **known == subcategory).ok_or_else(|| within.join(", "))?;
    Ok(Category { name, subcategory: Some(found) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_valid_names_for_an_unknown_category() {
        assert_eq!(find("News > Daily News"), Ok(Category { name: "News", subcategory: Some("Daily News") }));
        assert_eq!(find(" History "), Ok(Category { name: "History", subcategory: None }));
        assert!(find("Cooking").unwrap_err().contains("Arts, Business"));
        assert!(find("Music > Jazz").unwrap_err().contains("Music History"));
    }
}
