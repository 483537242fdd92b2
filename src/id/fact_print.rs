//! The fingerprint of a key, as it is remembered.

use super::FactKey;
use crate::json::{Malformed, Read, Reader, Write, Writer};
use std::cmp::Ordering;

/// A key that is remembered by its fingerprint. One that was remembered since its state was read is
/// compared by its text, and hashed when the state is written.
#[derive(Clone, Debug)]
pub enum FactPrint {
    /// A fingerprint that was stored.
    Stored(u64),
    /// The key itself.
    Of(FactKey),
}

impl FactPrint {
    /// Whether it is that of `key`.
    #[must_use]
    pub fn is_of(&self, key: &FactKey) -> bool {
        match self {
            Self::Stored(print) => *print == key.fingerprint(),
            Self::Of(own) => own == key,
        }
    }

    /// As [`FactKey::fingerprint`], computed if need be.
    #[must_use]
    pub fn value(&self) -> u64 {
        match self {
            Self::Stored(print) => *print,
            Self::Of(key) => key.fingerprint(),
        }
    }

    /// Whether it was not hashed yet: for tests of what that saves.
    #[must_use]
    pub fn is_unhashed(&self) -> bool {
        matches!(self, Self::Of(key) if !key.is_hashed())
    }
}

impl From<&FactKey> for FactPrint {
    fn from(key: &FactKey) -> Self {
        Self::Of(key.clone())
    }
}

impl From<u64> for FactPrint {
    fn from(print: u64) -> Self {
        Self::Stored(print)
    }
}

impl Default for FactPrint {
    fn default() -> Self {
        Self::Stored(0)
    }
}

impl PartialOrd for FactPrint {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FactPrint {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value().cmp(&other.value())
    }
}

impl PartialEq for FactPrint {
    fn eq(&self, other: &Self) -> bool {
        match other {
            Self::Of(key) => self.is_of(key),
            Self::Stored(print) => self.value() == *print,
        }
    }
}

impl Eq for FactPrint {}

impl Read for FactPrint {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        u64::read(reader).map(Self::Stored)
    }
}

impl Write for FactPrint {
    fn write(&self, out: &mut Writer) {
        self.value().write(out);
    }
}
