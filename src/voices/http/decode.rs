//! Decodes the sound in an answer.

use crate::base::http::{Answer, excerpt};
use crate::voices::backend::VoiceError;
use aloud_audio::wav::WavError;
use aloud_audio::{Clip, Spec, decode};

/// The sound that was requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// Raw 16-bit integers, little-endian, mono, with this sample rate.
    Pcm(u32),
    /// A file in any format, with this sample rate if it is known.
    File(Option<u32>),
}

/// Decodes the sound of an answer. Its format is recognised by its bytes, because the content type is often wrong: Piper's
/// server labels WAV as `text/html`.
pub(super) fn decode(answer: &Answer, expected: Expected) -> Result<Clip, VoiceError> {
    let kind = answer.header("content-type");
    let body = answer.body.as_slice();
    if body.is_empty() {
        let hint = "the server reports success; look at its log";
        return Err(VoiceError::with_code("sound-empty", "the answer is empty", hint));
    }
    let clip = match expected {
        _ if is_file(body) => decode_file(body)?,
        Expected::Pcm(rate) if !is_text(body) => decode_raw(body, rate_of(kind).unwrap_or(rate))?,
        _ => {
            let what = format!("`{kind}`, not sound: {}", excerpt(body));
            return Err(invalid(&what, "the answer says why"));
        }
    };
    let (Expected::Pcm(rate) | Expected::File(Some(rate))) = expected else { return Ok(clip) };
    if clip.spec.sample_rate == rate {
        return Ok(clip);
    }
    let what = format!("sound of {} Hz instead of {rate} Hz", clip.spec.sample_rate);
    Err(invalid(&what, "set the rate in voice.toml to the one of the server"))
}

fn invalid(what: &str, hint: &str) -> VoiceError {
    VoiceError::with_code("answer-invalid", format!("the answer is {what}"), hint)
}

fn decode_file(body: &[u8]) -> Result<Clip, VoiceError> {
    decode::read_bytes(body).map_err(|error| match error {
        WavError::Incomplete(verdict) => invalid(
            &format!("incomplete sound of {} bytes: {verdict}", body.len()),
            "build again; finished takes are kept",
        ),
        error => invalid(&format!("not playable: {error}"), "request the format `wav`"),
    })
}

fn decode_raw(body: &[u8], sample_rate: u32) -> Result<Clip, VoiceError> {
    let (samples, rest) = body.as_chunks();
    if !rest.is_empty() {
        return Err(invalid(
            "not 16-bit PCM: it has an odd number of bytes",
            "check the format in voice.toml",
        ));
    }
    let samples = samples.iter().map(|b| f32::from(i16::from_le_bytes(*b)) / 32_768.0).collect();
    Ok(Clip { spec: Spec { sample_rate, channels: 1 }, samples })
}

/// Returns the sample rate in a content type such as `audio/L16; rate=24000` (RFC 2586).
fn rate_of(kind: &str) -> Option<u32> {
    kind.split(';').find_map(|part| part.trim().strip_prefix("rate=")?.parse().ok())
}

/// Recognises WAV, FLAC, Ogg, AIFF, MP3 (ID3 or a frame's sync word) and MP4 by their first bytes.
fn is_file(body: &[u8]) -> bool {
    let heads: [&[u8]; 7] = [b"RIFF", b"RF64", b"fLaC", b"OggS", b"FORM", b"ID3", b"\xff\xfb"];
    heads.iter().any(|head| body.starts_with(head))
        || body.get(4..8) == Some(b"ftyp")
        || matches!(body, [0xff, 0xf3 | 0xf2 | 0xfa, _, _, ..])
}

/// Returns true for printable text, e.g. an error message. PCM always has other bytes.
fn is_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(200)];
    head.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'))
}
