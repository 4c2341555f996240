//! WAV in, tolerant of what real programs write; WAV out.
