//! Measures of a clip: where its sound begins and ends, loudness blocks, peak.
