//! Prints the evidence for the speaker of each quote, as JSON lines. `tools/train_certainty.py` trains the model with it.
//!
//! `cargo run --release --example quote_evidence < articles.jsonl > evidence.jsonl`
//!
//! Each line of the input is an object with `id` and `text`.

use std::error::Error;
use std::io::{self, BufRead, Write};

use aloud::script::article::{Format, parse};
use aloud::script::quote_evidence;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().ok_or("an article has no `text`")?;
        let parsed = parse(text, Format::Text)?;
        let (text, quotes) = quote_evidence(&parsed);
        let quotes: Vec<Value> = quotes
            .iter()
            .map(|quote| {
                json!({
                    "words": &text[quote.span.clone()],
                    "start": quote.span.start,
                    "speech": quote.speech,
                    "speaker": quote.speaker,
                    "because": quote.because,
                    "features": quote.features,
                    "candidates": quote.candidates, "turn": quote.turn,
                })
            })
            .collect();
        writeln!(out, "{}", json!({ "id": article["id"], "text": text, "quotes": quotes }))?;
    }
    Ok(())
}
