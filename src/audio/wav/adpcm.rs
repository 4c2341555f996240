//! Blocks of ADPCM → samples. Each block stands for itself; what is missing at its end is silence.

use super::format::Blocks;

/// How much the step index changes, by the three bits of magnitude (IMA recommended practices, table 1).
const INDEX: [i32; 8] = [-1, -1, -1, -1, 2, 4, 6, 8];
/// Step sizes (IMA recommended practices, table 2).
const STEPS: [i32; 89] = [
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88,
    97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658,
    724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660,
    4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818,
    18500, 20350, 22385, 24623, 27086, 29794, 32767,
];

/// Replaces `out` with a block of IMA ADPCM, interleaved.
pub(super) fn ima(block: &[u8], blocks: Blocks, channels: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(blocks.frames as usize * channels, 0.0);
    for channel in 0..channels {
        let head = block.get(4 * channel..4 * channel + 4).unwrap_or(&[0; 4]);
        let mut sample = i32::from(i16::from_le_bytes([head[0], head[1]]));
        let mut index = i32::from(head[2]).clamp(0, 88);
        out[channel] = scaled(sample);
        for frame in 1..blocks.frames as usize {
            // Four bytes, eight samples, of one channel after the other.
            let (group, within) = ((frame - 1) / 8, (frame - 1) % 8);
            let byte = block.get(4 * channels * (group + 1) + 4 * channel + within / 2).copied().unwrap_or(0);
            let code = i32::from(if within % 2 == 0 { byte & 15 } else { byte >> 4 });
            let step = STEPS[index as usize];
            let part = |bit: i32, shift: i32| if code & bit != 0 { step >> shift } else { 0 };
            let difference = (step >> 3) + part(1, 2) + part(2, 1) + part(4, 0);
            sample += if code & 8 != 0 { -difference } else { difference };
            sample = sample.clamp(-32_768, 32_767);
            index = (index + INDEX[(code & 7) as usize]).clamp(0, 88);
            out[frame * channels + channel] = scaled(sample);
        }
    }
}

/// How much the step grows, in 1/256, by the four bits of a sample (Microsoft, "New Multimedia Data Types", adaption table).
const ADAPTION: [i32; 16] = [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230];
/// Coefficients of the predictors, in 1/256 (the same, standard coefficient set).
const PREDICTORS: [[i32; 2]; 7] =
    [[256, 0], [512, -256], [0, 0], [192, 64], [240, 0], [460, -208], [392, -232]];

/// Replaces `out` with a block of Microsoft ADPCM, interleaved.
pub(super) fn ms(block: &[u8], blocks: Blocks, channels: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(blocks.frames as usize * channels, 0.0);
    let byte = |at: usize| block.get(at).copied().unwrap_or(0);
    let number = |at: usize| i32::from(i16::from_le_bytes([byte(at), byte(at + 1)]));
    let mut states: Vec<Ms> = (0..channels)
        .map(|channel| Ms {
            predictor: PREDICTORS[usize::from(byte(channel)).min(PREDICTORS.len() - 1)],
            step: number(channels + 2 * channel),
            last: number(3 * channels + 2 * channel),
            before: number(5 * channels + 2 * channel),
        })
        .collect();
    for (channel, state) in states.iter().enumerate() {
        out[channel] = scaled(state.before);
        out[channels + channel] = scaled(state.last);
    }
    for (nth, sample) in out[2 * channels..].iter_mut().enumerate() {
        let byte = byte(7 * channels + nth / 2);
        let code = if nth % 2 == 0 { byte >> 4 } else { byte & 15 };
        *sample = scaled(states[nth % channels].next(code));
    }
}

struct Ms {
    predictor: [i32; 2],
    step: i32,
    last: i32,
    before: i32,
}

impl Ms {
    fn next(&mut self, code: u8) -> i32 {
        let signed = if code & 8 != 0 { i32::from(code) - 16 } else { i32::from(code) };
        let predicted = (self.last * self.predictor[0] + self.before * self.predictor[1]) >> 8;
        let sample = predicted.saturating_add(signed.saturating_mul(self.step)).clamp(-32_768, 32_767);
        self.step = (self.step.saturating_mul(ADAPTION[usize::from(code & 15)]) >> 8).max(16);
        (self.before, self.last) = (self.last, sample);
        sample
    }
}

fn scaled(sample: i32) -> f32 {
    sample as f32 / 32_768.0
}
