//! The bytes of an answer → a clip, or what is wrong with them.

use super::{Answer, VoiceError};
use crate::audio::{Clip, Spec, sound};
use crate::base::http::beginning;

/// WAV sizes from here on stand for "not known", in streams of several programs; so does 0.
const STREAMING: u32 = 0x7fff_0000;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// 16-bit integers, little-endian, mono, without a header.
    Pcm(u32),
    /// A file; with the rate if that is known.
    File(Option<u32>),
}

/// Decodes an answer's sound. What it is is seen from its bytes: servers label WAV as `text/html`.
pub(super) fn decode(answer: &Answer, wanted: Wanted) -> Result<Clip, VoiceError> {
    let kind = answer.header("content-type");
    let body = answer.body.as_slice();
    if body.is_empty() {
        return Err(wrong("0 bytes", "the server said 200 and sent nothing; look at its log"));
    }
    let clip = match wanted {
        _ if is_file(body) => file(body)?,
        Wanted::Pcm(rate) if !is_text(body) => raw(body, announced(kind).unwrap_or(rate))?,
        _ => return Err(wrong(&format!("`{kind}`, not sound: {}", beginning(body)), "its answer says why")),
    };
    let (Wanted::Pcm(rate) | Wanted::File(Some(rate))) = wanted else { return Ok(clip) };
    if clip.spec.sample_rate == rate {
        return Ok(clip);
    }
    let what = format!("sound of {} Hz where {rate} Hz was asked for", clip.spec.sample_rate);
    Err(wrong(&what, "set the rate in voice.toml to what the server gives"))
}

fn wrong(what: &str, hint: &str) -> VoiceError {
    VoiceError::failed(format!("the answer is {what}"), hint)
}

fn file(body: &[u8]) -> Result<Clip, VoiceError> {
    if body.starts_with(b"RIFF")
        && let Some(size) = body.get(4..8).and_then(|b| b.first_chunk())
    {
        let announced = u32::from_le_bytes(*size);
        if announced < STREAMING && announced as usize > body.len() {
            let what = format!("half a WAV: {} bytes of {}", body.len(), u64::from(announced) + 8);
            return Err(wrong(&what, "build again; what is spoken is kept"));
        }
    }
    sound::read_bytes(body)
        .map_err(|error| wrong(&format!("no sound that can be played: {error}"), "ask for `wav`"))
}

fn raw(body: &[u8], sample_rate: u32) -> Result<Clip, VoiceError> {
    let (samples, rest) = body.as_chunks();
    if !rest.is_empty() {
        return Err(wrong("half a sample at its end", "is it really 16-bit PCM?"));
    }
    let samples = samples.iter().map(|b| f32::from(i16::from_le_bytes(*b)) / 32_768.0).collect();
    Ok(Clip { spec: Spec { sample_rate, channels: 1 }, samples })
}

/// The rate that a content type names, as in `audio/L16; rate=24000` (RFC 2586).
fn announced(kind: &str) -> Option<u32> {
    kind.split(';').find_map(|part| part.trim().strip_prefix("rate=")?.parse().ok())
}

/// By the first bytes of WAV, FLAC, Ogg, AIFF, MP3 (with ID3, or a frame's sync) and MP4.
fn is_file(body: &[u8]) -> bool {
    let heads: [&[u8]; 7] = [b"RIFF", b"RF64", b"fLaC", b"OggS", b"FORM", b"ID3", b"\xff\xfb"];
    heads.iter().any(|head| body.starts_with(head))
        || body.get(4..8) == Some(b"ftyp")
        || matches!(body, [0xff, 0xf3 | 0xf2 | 0xfa, _, _, ..])
}

/// PCM is never all printable.
fn is_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(200)];
    head.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'))
}
