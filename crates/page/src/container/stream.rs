//! Buffered bytes that know where in the file they come from.
//!
//! In: a layer (the file itself, or a decompressor over another stream). Out:
//! bytes to look ahead at, to take and to put back. A fault of the layer is
//! met only after the bytes before it, and only once. After some kinds the stream
//! goes on: [`ErrorKind::InvalidData`] and [`ErrorKind::FileTooLarge`] tell that
//! what was just given is not whole or not right, [`ErrorKind::InvalidInput`] that
//! bytes after it belong to nothing. [`ErrorKind::UnexpectedEof`]: it is cut off.

use std::io::{self, BufRead, ErrorKind, Read};

/// Bytes asked of a layer at a time.
const CHUNK: usize = 64 << 10;

/// What a stream is read from.
pub(super) trait Layer: Read {
    /// The byte of the file from which the byte at `position` of this layer
    /// comes; for compressed bytes, the start of their member. Positions that
    /// are asked for do not descend.
    fn place(&mut self, position: u64) -> u64;
}

/// The file itself.
pub(super) struct Raw<R>(pub(super) R);

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<R: Read> Layer for Raw<R> {
    fn place(&mut self, position: u64) -> u64 {
        position
    }
}

/// Is there more to read after such a fault?
fn goes_on(fault: ErrorKind) -> bool {
    use ErrorKind::{FileTooLarge, InvalidData, InvalidInput};
    matches!(fault, InvalidData | InvalidInput | FileTooLarge)
}

/// See the head of this file.
pub(super) struct Stream<'r> {
    layer: Box<dyn Layer + Send + 'r>,
    buffer: Vec<u8>,
    /// Where in the buffer the bytes begin that were not taken.
    start: usize,
    /// Bytes taken so far.
    position: u64,
    fault: Option<io::Error>,
    ended: bool,
}

impl<'r> Stream<'r> {
    pub(super) fn new(layer: impl Layer + Send + 'r) -> Self {
        Self {
            layer: Box::new(layer),
            buffer: Vec::new(),
            start: 0,
            position: 0,
            fault: None,
            ended: false,
        }
    }

    /// How many bytes were taken.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Where in the file the next byte comes from.
    pub(super) fn place(&mut self) -> u64 {
        self.peek(1);
        self.layer.place(self.position)
    }

    /// The next bytes, at least `count` where there are so many before the
    /// end or a fault; none is taken.
    pub(super) fn peek(&mut self, count: usize) -> &[u8] {
        while self.buffer.len() - self.start < count && self.fault.is_none() && !self.ended {
            self.more();
        }
        &self.buffer[self.start..]
    }

    /// Is there neither a byte nor a fault left?
    pub(super) fn at_end(&mut self) -> bool {
        self.peek(1).is_empty() && self.fault.is_none()
    }

    /// The fault that is met next, with no byte before it.
    pub(super) fn fault(&mut self) -> Option<io::Error> {
        self.fault_of(|_| true)
    }

    /// The same, if it tells something of what was just taken.
    pub(super) fn fault_of_taken(&mut self) -> Option<io::Error> {
        self.fault_of(|kind| kind != ErrorKind::InvalidInput)
    }

    fn fault_of(&mut self, wanted: impl Fn(ErrorKind) -> bool) -> Option<io::Error> {
        if !self.peek(1).is_empty() {
            return None;
        }
        self.fault.take_if(|fault| wanted(fault.kind()))
    }

    fn more(&mut self) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let filled = self.buffer.len();
        self.buffer.resize(filled + CHUNK, 0);
        let read = self.layer.read(&mut self.buffer[filled..]);
        self.buffer.truncate(filled + *read.as_ref().unwrap_or(&0));
        match read {
            Ok(0) => self.ended = true,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                self.ended = !goes_on(error.kind());
                self.fault = Some(error);
            }
        }
    }

    /// Puts bytes back that were just taken.
    pub(super) fn put_back(&mut self, bytes: &[u8]) {
        self.buffer.splice(..self.start, bytes.iter().copied());
        self.start = 0;
        self.position -= bytes.len() as u64;
    }

    /// Takes bytes up to and before the next `needle`, or all there are;
    /// was it found? Stops at a fault too.
    pub(super) fn skip_to(&mut self, needle: &[u8]) -> bool {
        loop {
            let ahead = self.peek(CHUNK);
            let found = memchr::memmem::find(ahead, needle);
            // The needle may begin in the last bytes that are at hand.
            let last = ahead.len() < CHUNK;
            let safe = ahead.len() - if last { 0 } else { needle.len() - 1 };
            self.consume(found.unwrap_or(safe));
            if found.is_some() || last {
                return found.is_some();
            }
        }
    }

    /// Appends up to `count` of the next bytes; fewer only at the end.
    pub(super) fn take_into(&mut self, count: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.take(count).read_to_end(bytes).map(|_| ())
    }

    /// Appends a line with its end, or the first `most` bytes of it; 0 bytes at the end.
    pub(super) fn line(&mut self, most: usize, line: &mut Vec<u8>) -> io::Result<usize> {
        self.take(most as u64).read_until(b'\n', line)
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ahead = self.fill_buf()?;
        let count = ahead.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ahead[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        Ok(&self.buffer[self.start..])
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
        self.position += count as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_seen_taken_and_put_back() {
        let bytes: Vec<u8> = (0..200_000u32).map(|at| at as u8).collect();
        let mut stream = Stream::new(Raw(&bytes[..]));
        assert_eq!(stream.peek(3)[..3], [0, 1, 2]);
        let mut taken = Vec::new();
        stream.take_into(150_000, &mut taken).unwrap();
        assert_eq!(taken, bytes[..150_000]);
        stream.put_back(&taken[100_000..]);
        assert_eq!(stream.place(), 100_000);
        taken.truncate(100_000);
        stream.read_to_end(&mut taken).unwrap();
        assert!(taken == bytes && stream.at_end());
    }

    #[test]
    fn a_needle_on_the_edge_of_a_chunk_is_found() {
        for at in CHUNK - 8..CHUNK + 8 {
            let mut bytes = vec![b'.'; at];
            bytes.extend_from_slice(b"WARC/1.0 and more");
            let mut stream = Stream::new(Raw(&bytes[..]));
            assert!(stream.skip_to(b"WARC/1."), "{at}");
            assert_eq!(stream.position(), at as u64);
            assert!(!stream.skip_to(b"nowhere") && stream.at_end());
        }
    }
}
