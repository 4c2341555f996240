//! Pronounces words that no dictionary lists, by a small network over their letters.
//!
//! A transformer of a few pre-norm layers reads at most as many letters as it has positions. For each letter it gives four
//! symbols, some of them blank; equal neighbours and blanks are dropped (CTC). The weights are floats or 8-bit integers. Integer
//! products are exact, and all other sums have a fixed order, so every machine gives the same phonemes.

use std::sync::OnceLock;

use super::table::{Section, Table, TableError};
use super::weights::{Matrix, Norm, Reader, add};

/// Attention heads of each layer.
const HEADS: usize = 4;
/// Symbols for each letter.
const SLOTS: usize = 4;

/// The network of a table. Its weights are read when the first unknown word comes.
#[derive(Default)]
pub(super) struct UnknownWords {
    network: OnceLock<Option<Network>>,
}

/// The weights.
pub(super) struct Network {
    letters: Vec<char>,
    symbols: Vec<String>,
    embedding: Vec<f32>,
    positions: Vec<f32>,
    layers: Vec<Layer>,
    norm: Norm,
    head: Matrix,
}

struct Layer {
    before_attention: Norm,
    attention_in: Matrix,
    attention_out: Matrix,
    before_feed: Norm,
    feed_in: Matrix,
    feed_out: Matrix,
}

impl UnknownWords {
    /// Returns the phonemes of a word; `None` if it has no letter that the network knows.
    pub(super) fn phonemes(&self, table: &Table, word: &str) -> Option<String> {
        let network = self.network.get_or_init(|| Network::read(table.section(Section::Network)).ok());
        network.as_ref()?.phonemes(word)
    }
}

impl Network {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let mut reader = Reader(bytes);
        let letters: Vec<char> = reader.text()?.chars().collect();
        let symbols: Vec<String> = reader.text()?.split('\n').map(str::to_string).collect();
        let embedding = reader.floats()?;
        let positions = reader.floats()?;
        let layers = reader.count()?;
        let layers = (0..layers.min(64)).map(|_| Layer::read(&mut reader)).collect::<Result<Vec<_>, _>>()?;
        let network = Self {
            letters,
            symbols,
            embedding,
            positions,
            layers,
            norm: reader.norm()?,
            head: reader.matrix()?,
        };
        if network.is_consistent() { Ok(network) } else { Err(TableError::Damaged) }
    }

    /// True if every size fits the next.
    fn is_consistent(&self) -> bool {
        let width = self.width();
        let layer = |layer: &Layer| {
            layer.before_attention.width() == width
                && layer.before_feed.width() == width
                && layer.attention_in.is(width, 3 * width)
                && layer.attention_out.is(width, width)
                && layer.feed_in.rows() == width
                && layer.feed_out.is(layer.feed_in.columns(), width)
        };
        width > 0
            && width.is_multiple_of(HEADS)
            && self.embedding.len() == (self.letters.len() + 1) * width
            && !self.positions.is_empty()
            && self.positions.len().is_multiple_of(width)
            && self.layers.iter().all(layer)
            && self.head.is(width, SLOTS * (self.symbols.len() + 1))
    }

    fn width(&self) -> usize {
        self.norm.width()
    }

    fn phonemes(&self, word: &str) -> Option<String> {
        let width = self.width();
        let positions = self.positions.chunks_exact(width);
        let ids: Vec<usize> = word
            .chars()
            .filter_map(|c| self.letters.iter().position(|&letter| letter == c))
            .take(positions.len())
            .map(|at| at + 1)
            .collect();
        if ids.is_empty() {
            return None;
        }
        let mut x: Vec<f32> = Vec::with_capacity(ids.len() * width);
        for (&id, position) in ids.iter().zip(positions) {
            let letter = &self.embedding[id * width..][..width];
            x.extend(letter.iter().zip(position).map(|(a, b)| a + b));
        }
        for layer in &self.layers {
            let mixed = attention(&layer.attention_in.times(&layer.before_attention.apply(&x)), width);
            add(&mut x, &layer.attention_out.times(&mixed));
            let mut inner = layer.feed_in.times(&layer.before_feed.apply(&x));
            inner.iter_mut().for_each(gelu);
            add(&mut x, &layer.feed_out.times(&inner));
        }
        let scores = self.head.times(&self.norm.apply(&x));
        Some(self.decode(&scores))
    }

    /// Takes the best symbol of each slot, and drops repeats and blanks.
    fn decode(&self, scores: &[f32]) -> String {
        let mut phonemes = String::new();
        let mut previous = 0;
        for slot in scores.chunks_exact(self.symbols.len() + 1) {
            let best = (1..slot.len()).fold(0, |best, at| if slot[at] > slot[best] { at } else { best });
            if best != previous && best != 0 {
                phonemes.push_str(&self.symbols[best - 1]);
            }
            previous = best;
        }
        phonemes
    }
}

impl Layer {
    fn read(reader: &mut Reader<'_>) -> Result<Self, TableError> {
        Ok(Self {
            before_attention: reader.norm()?,
            attention_in: reader.matrix()?,
            attention_out: reader.matrix()?,
            before_feed: reader.norm()?,
            feed_in: reader.matrix()?,
            feed_out: reader.matrix()?,
        })
    }
}

/// Every letter looks at every other: queries, keys and values are next to each other in `rows`.
fn attention(rows: &[f32], width: usize) -> Vec<f32> {
    let count = rows.len() / (3 * width);
    let head = width / HEADS;
    let part = |row: usize, from: usize| &rows[row * 3 * width + from..][..head];
    let scale = 1.0 / (head as f32).sqrt();
    let mut mixed = vec![0.0; count * width];
    for from in (0..width).step_by(head) {
        for row in 0..count {
            let query = part(row, from);
            let scores: Vec<f32> =
                (0..count).map(|key| dot(query, part(key, width + from)) * scale).collect();
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let shares: Vec<f32> = scores.iter().map(|score| libm::expf(score - top)).collect();
            let total: f32 = shares.iter().sum();
            let target = &mut mixed[row * width + from..][..head];
            for (key, share) in shares.iter().enumerate() {
                for (sum, value) in target.iter_mut().zip(part(key, 2 * width + from)) {
                    *sum += share / total * value;
                }
            }
        }
    }
    mixed
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn gelu(x: &mut f32) {
    *x = *x * 0.5 * (1.0 + libm::erff(*x * std::f32::consts::FRAC_1_SQRT_2));
}
