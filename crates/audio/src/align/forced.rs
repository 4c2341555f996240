//! Aligns a reading with its reference step by step, for the times of words and for a score.

use std::ops::Range;

use super::distance::{root, squares};
use super::features::Step;

/// Cost of staying at a step of the reference, or of skipping one, as a share of the mean distance.
const STRETCH: f32 = 0.4;
/// Most cells of an alignment: 100 MB.
const MOST_CELLS: usize = 100_000_000;

/// The alignment of a reading with its reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// For each step of the reading, the step of the reference.
    pub reference: Vec<usize>,
    /// For each step of the reading, its distance to the reference.
    pub distances: Vec<f32>,
    /// Sum of the distances, and of what it costs to skip and to repeat steps of the reference.
    pub cost: f32,
}

impl Path {
    /// Returns the steps of the reading that belong to a range of steps of the reference.
    pub fn reading_of(&self, reference: Range<usize>) -> Range<usize> {
        let start = self.reference.partition_point(|at| *at < reference.start);
        start..self.reference.partition_point(|at| *at < reference.end).max(start)
    }
}

/// Aligns a whole reading with a whole reference. Returns `None` if one of them is empty or both are too long.
pub fn align_path(reading: &[Step], reference: &[Step]) -> Option<Path> {
    align(reading, reference, STRETCH)
}

/// Aligns a whole reading with the part of a reference that fits best. Returns `None` if one of them is empty or both are too long.
pub fn align_with_part(reading: &[Step], reference: &[Step]) -> Option<Path> {
    align(reading, reference, 0.0)
}

/// Aligns a reading with a reference. `left_out` is the cost of each step of the reference before the reading and after it.
fn align(reading: &[Step], reference: &[Step], left_out: f32) -> Option<Path> {
    let (rows, columns) = (reading.len(), reference.len());
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > MOST_CELLS {
        return None;
    }
    let (mut costs, mut next) = (vec![f32::INFINITY; columns], vec![f32::INFINITY; columns]);
    let mut moves = vec![0_u8; rows * columns];
    for (row, step) in reading.iter().enumerate() {
        for at in 0..columns {
            let (cost, back) =
                if row == 0 { (at as f32 * left_out, 0) } else { cheapest_move(&costs, at, STRETCH) };
            next[at] = cost + root(squares(step, &reference[at]));
            moves[row * columns + at] = back;
        }
        std::mem::swap(&mut costs, &mut next);
    }
    // The last steps of the reference may be skipped, like the first ones.
    let last = |at: &usize| costs[*at] + (columns - 1 - at) as f32 * left_out;
    let mut at = (0..columns).min_by(|a, b| last(a).total_cmp(&last(b)))?;
    let mut path = Path { reference: vec![0; rows], distances: vec![0.0; rows], cost: last(&at) };
    for row in (0..rows).rev() {
        path.reference[row] = at;
        path.distances[row] = root(squares(&reading[row], &reference[at]));
        at = at.saturating_sub(usize::from(moves[row * columns + at]));
    }
    Some(path)
}

/// Returns the lowest cost before a step, and how many steps of the reference it moves on.
fn cheapest_move(costs: &[f32], at: usize, stretch: f32) -> (f32, u8) {
    let mut best = (costs[at] + stretch, 0);
    if at > 0 && costs[at - 1] < best.0 {
        best = (costs[at - 1], 1);
    }
    if at > 1 && costs[at - 2] + stretch < best.0 {
        best = (costs[at - 2] + stretch, 2);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::BANDS;

    fn steps(values: &[i16]) -> Vec<Step> {
        values.iter().map(|value| [value * 256; BANDS]).collect()
    }

    #[test]
    fn a_slower_reading_stays_at_steps_of_the_reference() {
        let path = align_path(&steps(&[0, 0, 1, 1, 2, 2, 3, 3]), &steps(&[0, 1, 2, 3])).unwrap();
        assert_eq!(path.reference, [0, 0, 1, 1, 2, 2, 3, 3]);
        assert_eq!(path.distances, [0.0; 8]);
        assert_eq!(path.reading_of(1..3), 2..6);
        assert_eq!(path.reading_of(0..4), 0..8);
    }

    #[test]
    fn a_faster_reading_skips_steps() {
        let path = align_path(&steps(&[0, 2, 4]), &steps(&[0, 1, 2, 3, 4])).unwrap();
        assert_eq!(path.reference, [0, 2, 4]);
    }

    #[test]
    fn a_part_is_aligned_where_it_belongs() {
        let whole = steps(&[5, 0, 1, 2, 3, 4]);
        assert_eq!(align_with_part(&steps(&[1, 2]), &whole).unwrap().reference, [2, 3]);
        assert_eq!(align_path(&steps(&[5, 0, 1, 3, 4]), &whole).unwrap().reference, [0, 1, 2, 4, 5]);
    }

    #[test]
    fn nothing_is_not_aligned() {
        assert_eq!(align_path(&[], &steps(&[1])), None);
        assert_eq!(align_path(&steps(&[1]), &[]), None);
        assert_eq!(align_path(&steps(&[1]), &steps(&[1])).unwrap().reference, [0]);
    }
}
