//! Prints JSON, one object a line, while it is made.

use std::io::{self, StdoutLock, Write};

use aloud::base::terminal::escape_json;

/// Prints a JSON object as one line to stdout, without characters that control a terminal.
pub fn print_json(value: &impl serde::Serialize) {
    let mut output = EscapedJson { output: io::stdout().lock(), pending: Vec::new() };
    // Plain structs with string keys always serialise.
    let _ = serde_json::to_writer(&mut output, value);
    output.pending.push(b'\n');
    output.print();
}

/// JSON is printed in pieces of this many bytes. The script of a book has tens of megabytes.
const JSON_PIECE: usize = 64 << 10;

/// Prints JSON to stdout while it is made. Lines of other threads don't come between its pieces.
struct EscapedJson<'a> {
    output: StdoutLock<'a>,
    pending: Vec<u8>,
}

impl EscapedJson<'_> {
    /// Prints the text so far, up to its last whole character.
    fn print(&mut self) {
        let piece = self.pending.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let (line, end) = piece.strip_suffix('\n').map_or((piece, ""), |line| (line, "\n"));
        let _ = self.output.write_all(escape_json(line).as_bytes());
        let _ = self.output.write_all(end.as_bytes());
        let length = piece.len();
        self.pending.drain(..length);
    }
}

impl Write for EscapedJson<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= JSON_PIECE {
            self.print();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
