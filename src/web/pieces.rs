//! A page in pieces: what surrounds it is made for each reader, what stands in it is shared by all and sent as it is kept,
//! also when it is sent as gzip.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// Most bytes handed over at a time: what is handed over is copied once more on its way out, for each reader.
const MOST_AT_ONCE: usize = 16 * 1024;

/// Bytes that are sent one after the other.
#[derive(Clone, Debug)]
pub struct Pieces {
    left: VecDeque<Bytes>,
    /// Whether they are gzip.
    pub is_gzip: bool,
}

/// Bytes that many are sent, with the deflated ones once somebody has asked for them.
#[derive(Debug)]
pub struct Shared {
    bytes: Bytes,
    deflated: OnceLock<Deflated>,
}

#[derive(Debug)]
struct Deflated {
    bytes: Bytes,
    check: Crc,
}

impl Shared {
    /// Of a text.
    pub fn of(text: String) -> Self {
        Self { bytes: Bytes::from(text), deflated: OnceLock::new() }
    }

    /// How many bytes it takes, with a third for the deflated ones.
    pub fn size(&self) -> usize {
        self.bytes.len() + self.bytes.len() / 3
    }

    /// Whether a word stands in it.
    pub fn holds(&self, word: &str) -> bool {
        std::str::from_utf8(&self.bytes).is_ok_and(|text| text.contains(word))
    }

    /// The text between two others, as it is.
    pub fn between(&self, before: String, after: String) -> Pieces {
        let left = [Bytes::from(before), self.bytes.clone(), Bytes::from(after)].into();
        Pieces { left, is_gzip: false }
    }

    /// The text between two others, as one stream of gzip (RFC 1952). The parts of such a stream can be deflated each by
    /// itself, as long as none but the last says that it is the last, and each begins at a whole byte.
    pub fn between_as_gzip(&self, before: &str, after: &str) -> Pieces {
        let before = deflated(before.as_bytes(), false);
        let middle = self.deflated.get_or_init(|| deflated(&self.bytes, false));
        let after = deflated(after.as_bytes(), true);
        let mut check = before.check;
        check.combine(&middle.check);
        check.combine(&after.check);
        let mut end = check.sum().to_le_bytes().to_vec();
        end.extend(check.amount().to_le_bytes());
        let left =
            [Bytes::from_static(&GZIP), before.bytes, middle.bytes.clone(), after.bytes, Bytes::from(end)].into();
        Pieces { left, is_gzip: true }
    }
}

/// Deflated, no name, no time, fast, on no system in particular.
const GZIP: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255];

thread_local! {
    /// It takes a third of a megabyte: those few threads that make pages keep one each.
    static DEFLATER: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), false));
}

fn deflated(bytes: &[u8], is_last: bool) -> Deflated {
    let mut check = Crc::new();
    check.update(bytes);
    let until = if is_last { FlushCompress::Finish } else { FlushCompress::Sync };
    let mut out = Vec::new();
    DEFLATER.with_borrow_mut(|deflater| {
        deflater.reset();
        loop {
            out.reserve(bytes.len() / 4 + 64);
            let read = usize::try_from(deflater.total_in()).unwrap_or(bytes.len());
            // Deflating in memory does not fail; and were it to, the sum at the end would tell the browser.
            let ended = deflater.compress_vec(&bytes[read..], &mut out, until).is_ok_and(|it| it == Status::StreamEnd);
            if ended || out.len() < out.capacity() {
                break;
            }
        }
    });
    out.shrink_to_fit();
    Deflated { bytes: out.into(), check }
}

impl MessageBody for Pieces {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.left.iter().map(|piece| piece.len() as u64).sum())
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        while let Some(first) = self.left.front_mut() {
            if first.len() > MOST_AT_ONCE {
                return Poll::Ready(Some(Ok(first.split_to(MOST_AT_ONCE))));
            }
            if let Some(whole) = self.left.pop_front().filter(|piece| !piece.is_empty()) {
                return Poll::Ready(Some(Ok(whole)));
            }
        }
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use actix_web::body::to_bytes;
    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    use super::*;

    fn sent(pieces: Pieces) -> Bytes {
        let BodySize::Sized(said) = pieces.size() else { panic!("its size is known") };
        let sent = futures_util::FutureExt::now_or_never(to_bytes(pieces)).expect("at once").expect("never fails");
        assert_eq!(said, sent.len() as u64);
        sent
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_sent_is_the_page_as_it_is_and_as_gzip(
            before in ".{0,80}", middle in ".{0,300}", times in 0_usize..400, after in ".{0,80}",
        ) {
            let middle = middle.repeat(times);
            let whole = format!("{before}{middle}{after}");
            let shared = Shared::of(middle);
            prop_assert_eq!(&sent(shared.between(before.clone(), after.clone()))[..], whole.as_bytes());
            // Twice: what was deflated is kept.
            for _ in 0..2 {
                let mut text = String::new();
                let gzip = sent(shared.between_as_gzip(&before, &after));
                GzDecoder::new(&gzip[..]).read_to_string(&mut text).expect("gzip with the right sum");
                prop_assert_eq!(&text, &whole);
            }
        }
    }
}
