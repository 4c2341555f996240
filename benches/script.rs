//! Times the conversion of an article to a script: by length, and for inputs that could cause quadratic time.
//!
//! `cargo bench --bench script`

use aloud::script::article::{Format, parse};
use aloud::script::script_from_article as split;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

const GIVEN_NAMES: [&str; 6] = ["Nora", "Idris", "Marit", "Peter", "Ines", "Jonas"];
const SURNAMES: [&str; 8] = ["Whitlock", "Vane", "Okafor", "Oduya", "Castellan", "Pell", "Halloran", "Berg"];

/// Returns news with at least `words` words: people are introduced, quoted, and referred to by pronouns.
fn news(words: usize) -> String {
    let mut text = String::new();
    let mut count = 0;
    for n in 0.. {
        let (given, name) = (GIVEN_NAMES[n % GIVEN_NAMES.len()], SURNAMES[n % SURNAMES.len()]);
        let paragraph = format!(
            "The council met again on day {n}, and {given} {name}, an engineer who has kept the bridge for years, was there to \
             speak of what the winter had done to it.\n\n“The river took two piers and left the third,” {name} said. “Nobody \
             has told us who is to pay for them.”\n\nThe so-called “quick repair” came to nothing. There was no money for it, \
             and the weather did not wait.\n\n“We go round by the north now,” they said, and sat down again.\n\n"
        );
        count += paragraph.split_whitespace().count();
        text.push_str(&paragraph);
        if count >= words {
            break;
        }
    }
    text
}

/// Times parsing and attribution of a text. Reports words per second.
fn convert(bencher: Bencher, text: &str) {
    bencher
        .counter(ItemsCount::new(text.split_whitespace().count()))
        .bench(|| split(&parse(text, Format::Text).expect("an article")));
}

#[divan::bench(args = [1_000, 10_000, 60_000, 120_000, 240_000], sample_count = 5, sample_size = 1)]
fn words(bencher: Bencher, words: usize) {
    convert(bencher, &news(words));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn hundred_thousand_opening_quotation_marks(bencher: Bencher) {
    convert(bencher, &"“a ".repeat(100_000));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn hundred_thousand_quotes_in_one_paragraph(bencher: Bencher) {
    convert(bencher, &"“Hello,” he said. ".repeat(100_000));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn one_line_of_nine_megabytes(bencher: Bencher) {
    convert(bencher, &"The quick brown fox said “hello” to Nora Whitlock. ".repeat(180_000));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn twenty_thousand_people(bencher: Bencher) {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    let name = |n: usize| format!("{}{}{}", letter(n), letter(n / 26), letter(n / 676));
    let people = (0..20_000).map(|n| format!("Xa{} Yo{} said “Yes, it is so.”\n\n", name(n), name(n)));
    convert(bencher, &people.collect::<String>());
}
