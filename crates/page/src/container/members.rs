//! Compressed members, one after the other: gzip (RFC 1952) and Zstandard (RFC 8878).
//!
//! In: a stream that begins with a member. Out: what they decompress to, joined,
//! with the place of each member. A member that is damaged or a bomb is a fault;
//! reading goes on at the next one. A dictionary for all frames may come first,
//! as in WARC files (IIPC, "Use of Zstandard for WARC", 0.1).

use std::collections::VecDeque;
use std::io::{self, BufRead, ErrorKind, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

use super::stream::{Layer, Stream};
use super::{BOMB_FLOOR, BOMB_RATIO};

/// A frame that needs more memory than this for its window is refused.
const MOST_WINDOW: u64 = 32 << 20;
/// A longer dictionary is not read.
const MOST_DICTIONARY: u64 = 8 << 20;

const GZIP: &[u8] = b"\x1f\x8b\x08";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// How the members of a stream are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    Gzip,
    Zstd,
}

impl Codec {
    /// What a stream's first bytes say.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(GZIP) {
            Some(Self::Gzip)
        } else if head.starts_with(ZSTD) || is_skippable(head) {
            Some(Self::Zstd)
        } else {
            None
        }
    }

    fn magic(self) -> &'static [u8] {
        match self {
            Self::Gzip => GZIP,
            Self::Zstd => ZSTD,
        }
    }
}

/// A frame of the kind that decoders pass over.
fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
}

fn lost(why: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why)
}

/// See the head of this file.
pub(super) struct Members<'r> {
    codec: Codec,
    state: State<'r>,
    dictionary: Option<Vec<u8>>,
    /// For each member: the first byte it gives, and its own first byte in the file.
    starts: VecDeque<(u64, u64)>,
    given: u64,
    /// Of the member in hand: its first byte in the stream, and how many bytes it gave.
    began: u64,
    gave: u64,
    /// A fault was told and no member was begun since.
    faulted: bool,
}

enum State<'r> {
    Between(Stream<'r>),
    Gzip(Box<GzDecoder<Stream<'r>>>),
    Zstd(Box<Frame<'r>>),
    Ended,
}

impl<'r> Members<'r> {
    pub(super) fn new(codec: Codec, stream: Stream<'r>) -> Self {
        Self {
            codec,
            state: State::Between(stream),
            dictionary: None,
            starts: VecDeque::new(),
            given: 0,
            began: 0,
            gave: 0,
            faulted: false,
        }
    }

    /// Begins the member that comes next, or ends.
    fn begin(&mut self, mut stream: Stream<'r>) -> io::Result<()> {
        if self.codec == Codec::Zstd {
            self.pass_over(&mut stream)?;
        }
        if !stream.peek(4).starts_with(self.codec.magic()) {
            // Zeros fill up a block of tape; other bytes are what damage left.
            let ahead = stream.peek(4);
            let cut = ahead.len() < 4 && self.codec.magic().starts_with(ahead) && !ahead.is_empty();
            let expected = self.faulted || ahead.first().is_none_or(|&byte| byte == 0);
            let found = stream.skip_to(self.codec.magic());
            let fault = stream.fault();
            if !found && fault.is_none() && expected {
                return Ok(());
            }
            if !found || !expected {
                self.faulted = true;
                self.state = State::Between(stream);
                let why = "bytes between its compressed members are damaged";
                return Err(match fault {
                    Some(fault) => fault,
                    None if cut => ErrorKind::UnexpectedEof.into(),
                    None => io::Error::new(ErrorKind::InvalidInput, why),
                });
            }
        }
        self.faulted = false;
        self.starts.push_back((self.given, stream.place()));
        self.began = stream.position();
        self.gave = 0;
        self.state = match self.codec {
            Codec::Gzip => State::Gzip(Box::new(GzDecoder::new(stream))),
            Codec::Zstd => State::Zstd(Box::new(Frame::new(stream, self.dictionary.as_deref()))),
        };
        Ok(())
    }

    /// Passes over skippable frames; one of them may hold the dictionary.
    fn pass_over(&mut self, stream: &mut Stream<'r>) -> io::Result<()> {
        while let [kind, 0x2A, 0x4D, 0x18, a, b, c, d, ..] = *stream.peek(8)
            && matches!(kind, 0x50..=0x5F)
        {
            stream.consume(8);
            let length = u64::from(u32::from_le_bytes([a, b, c, d]));
            let mut bytes = Vec::new();
            if kind == 0x5D && self.dictionary.is_none() && length <= MOST_DICTIONARY {
                stream.take_into(length, &mut bytes)?;
                self.dictionary = Some(plain_dictionary(bytes)?);
            } else {
                io::copy(&mut stream.take(length), &mut io::sink())?;
            }
        }
        Ok(())
    }
}

/// A dictionary may itself be a frame.
fn plain_dictionary(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if !bytes.starts_with(ZSTD) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    let frame = Frame::new(Stream::new(super::stream::Raw(&bytes[..])), None);
    frame.take(MOST_DICTIONARY).read_to_end(&mut plain)?;
    Ok(plain)
}

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let (read, stream) = match &mut self.state {
                State::Ended => return Ok(0),
                State::Between(_) => {
                    let State::Between(stream) = std::mem::replace(&mut self.state, State::Ended) else {
                        return Ok(0);
                    };
                    self.begin(stream)?;
                    continue;
                }
                State::Gzip(member) => (member.read(buffer), member.get_mut()),
                State::Zstd(frame) => (frame.read(buffer), &mut frame.source),
            };
            let fault = match read {
                Ok(0) => None,
                Ok(count) => {
                    self.given += count as u64;
                    self.gave += count as u64;
                    let taken = stream.position() - self.began;
                    if self.gave <= BOMB_FLOOR || self.gave <= taken.saturating_mul(BOMB_RATIO) {
                        return Ok(count);
                    }
                    Some(bomb())
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // What the decoder says of bad bytes differs from codec to codec.
                Err(_) if stream.at_end() => Some(ErrorKind::UnexpectedEof.into()),
                Err(_) => Some(lost("its compressed bytes are damaged")),
            };
            self.state = match std::mem::replace(&mut self.state, State::Ended) {
                State::Gzip(member) => State::Between(member.into_inner()),
                State::Zstd(frame) => State::Between(frame.source),
                other => other,
            };
            if let Some(fault) = fault {
                self.faulted = true;
                return Err(fault);
            }
        }
    }
}

/// The fault of a stream that gives too much for what it takes.
pub(super) fn bomb() -> io::Error {
    let why = format!("it decompresses to more than {BOMB_RATIO} times its size");
    io::Error::new(ErrorKind::FileTooLarge, why)
}

impl Layer for Members<'_> {
    fn place(&mut self, position: u64) -> u64 {
        while self.starts.get(1).is_some_and(|next| next.0 <= position) {
            self.starts.pop_front();
        }
        self.starts.front().map_or(0, |start| start.1)
    }
}

/// One Zstandard frame.
pub(super) struct Frame<'r> {
    source: Stream<'r>,
    /// `None`: its header was refused.
    decoder: Option<FrameDecoder>,
}

impl<'r> Frame<'r> {
    pub(super) fn new(mut source: Stream<'r>, dictionary: Option<&[u8]>) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MOST_WINDOW);
        let known = dictionary.and_then(|raw| Dictionary::decode_dict(raw).ok());
        let ready = known.is_none_or(|known| decoder.add_dict(known).is_ok());
        let decoder = (ready && decoder.reset(&mut source).is_ok()).then_some(decoder);
        Self { source, decoder }
    }
}

impl Read for Frame<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else {
            return Err(lost("its compressed bytes are damaged"));
        };
        while decoder.can_collect() == 0 && !decoder.is_finished() {
            decoder
                .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                .map_err(io::Error::other)?;
        }
        let count = decoder.read(buffer)?;
        let stated = decoder.get_checksum_from_data();
        if count == 0 && stated.is_some() && stated != decoder.get_calculated_checksum() {
            return Err(lost("its checksum does not hold"));
        }
        Ok(count)
    }
}
