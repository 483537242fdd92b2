//! How a snapshot's bytes are written: whole numbers of varying length, and texts.
//!
//! Numbers in heads are LEB128, signed ones zigzag, so that small ones take one byte. The reader believes
//! nothing: every length is checked against what is left before anything is set aside for it.

use std::fmt;
use std::sync::Arc;

/// Why bytes are no snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotError {
    /// The kind of damage.
    pub fault: SnapshotFault,
    /// At which byte it was noticed.
    pub at: usize,
}

/// What can be wrong with a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotFault {
    /// It does not begin like one.
    NotASnapshot,
    /// A later release wrote it.
    NewerVersion,
    /// An earlier release wrote it. A snapshot is made when it is asked for, so it can be had anew.
    OlderVersion,
    /// It ends too early.
    CutShort,
    /// What it says cannot be.
    Corrupt,
}

impl SnapshotFault {
    /// The code that programs ask for.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotASnapshot => "not-a-snapshot",
            Self::NewerVersion => "newer-version",
            Self::OlderVersion => "older-version",
            Self::CutShort => "cut-short",
            Self::Corrupt => "corrupt",
        }
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.fault.code(), self.at)?;
        match self.fault {
            SnapshotFault::OlderVersion => f.write_str("; get the snapshot from the server again"),
            SnapshotFault::NewerVersion => f.write_str("; load the page or the package again"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for SnapshotError {}

/// Bytes being written.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    pub(super) fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Text that may be missing.
    pub(super) fn maybe(&mut self, text: Option<&str>) {
        self.byte(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }
}

/// The bytes of a page being read, in which its columns stay.
pub(super) struct Reader<'a> {
    bytes: &'a Arc<[u8]>,
    at: usize,
    /// Where the page begins in the snapshot.
    page_at: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a Arc<[u8]>, page_at: usize) -> Self {
        Self {
            bytes,
            at: 0,
            page_at,
        }
    }

    pub(super) const fn page(&self) -> &'a Arc<[u8]> {
        self.bytes
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) const fn fault(&self, fault: SnapshotFault) -> SnapshotError {
        SnapshotError {
            fault,
            at: self.page_at + self.at,
        }
    }

    pub(super) const fn corrupt(&self) -> SnapshotError {
        self.fault(SnapshotFault::Corrupt)
    }

    /// Steps over so many bytes.
    pub(super) fn skip(&mut self, length: usize) -> Result<(), SnapshotError> {
        self.enough_for(length)?;
        self.at += length;
        Ok(())
    }

    /// Steps over a text of this length, which is one.
    pub(super) fn skip_text(&mut self, length: usize) -> Result<(), SnapshotError> {
        self.enough_for(length)?;
        let bytes = self.bytes.get(self.at..self.at + length);
        std::str::from_utf8(bytes.unwrap_or_default()).map_err(|_| self.corrupt())?;
        self.at += length;
        Ok(())
    }

    pub(super) fn byte(&mut self) -> Result<u8, SnapshotError> {
        let byte = self.bytes.get(self.at).copied();
        let byte = byte.ok_or(self.fault(SnapshotFault::CutShort))?;
        self.at += 1;
        Ok(byte)
    }

    /// Eight bytes.
    pub(super) fn word(&mut self) -> Result<u64, SnapshotError> {
        let bytes = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk);
        let bytes = bytes.ok_or(self.fault(SnapshotFault::CutShort))?;
        self.at += 8;
        Ok(u64::from_le_bytes(*bytes))
    }

    pub(super) fn number(&mut self) -> Result<u64, SnapshotError> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(first.into());
        }
        let mut number = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(self.corrupt())
    }

    pub(super) fn signed(&mut self) -> Result<i64, SnapshotError> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    /// A number that the memory is set aside by: there is at least a byte for each one meant.
    pub(super) fn length(&mut self) -> Result<usize, SnapshotError> {
        let length = usize::try_from(self.number()?).map_err(|_| self.corrupt())?;
        self.enough_for(length)?;
        Ok(length)
    }

    /// Fails where fewer than `length` bytes are left.
    pub(super) fn enough_for(&self, length: usize) -> Result<(), SnapshotError> {
        if length > self.bytes.len() - self.at {
            return Err(self.fault(SnapshotFault::CutShort));
        }
        Ok(())
    }

    pub(super) fn text(&mut self) -> Result<&'a str, SnapshotError> {
        let length = self.length()?;
        let bytes = self.bytes.get(self.at..self.at + length);
        let text = std::str::from_utf8(bytes.unwrap_or_default()).map_err(|_| self.corrupt())?;
        self.at += length;
        Ok(text)
    }

    /// A list of this length, each item read by `read`.
    pub(super) fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, SnapshotError>,
    ) -> Result<Vec<T>, SnapshotError> {
        let length = self.length()?;
        // A thing may be far larger than its bytes: room is made as they are read.
        let mut list = Vec::with_capacity(length.min(1_024));
        for _ in 0..length {
            list.push(read(self)?);
        }
        list.shrink_to_fit();
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_the_round_trip() {
        for number in [0, 1, 127, 128, 300, i64::MAX, i64::MIN, -1, -64, -65] {
            let mut writer = Writer::default();
            writer.signed(number);
            let page = Arc::from(writer.0);
            assert_eq!(Reader::new(&page, 0).signed(), Ok(number));
        }
    }

    #[test]
    fn a_length_beyond_the_end_sets_nothing_aside() {
        let mut writer = Writer::default();
        writer.number(u64::MAX >> 1);
        let page = Arc::from(writer.0);
        let fault = Reader::new(&page, 0).length().unwrap_err().fault;
        assert_eq!(fault, SnapshotFault::CutShort);
    }
}
