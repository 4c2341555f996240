//! Prints the steps of speech of WAV files as `tools/train_phones.py` reads them: `speech_steps OUT WAV...`
//!
//! For each file: the number of steps, the start of each step in seconds, and the levels of its bands, not normalised. All numbers
//! are little-endian: u32, f32 and i16.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};

use aloud_audio::align::Features;
use aloud_audio::decode;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut out = BufWriter::new(File::create(args.next().ok_or("usage: speech_steps OUT WAV...")?)?);
    for path in args {
        let features = Features::of(&decode::read_bytes(&fs::read(path)?)?)?;
        out.write_all(&(features.steps.len() as u32).to_le_bytes())?;
        for step in 0..features.steps.len() {
            out.write_all(&(features.start(step) as f32).to_le_bytes())?;
        }
        for level in features.steps.iter().flatten() {
            out.write_all(&level.to_le_bytes())?;
        }
    }
    Ok(out.flush()?)
}
