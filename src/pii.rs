//! Personal data that must never reach a log.

use crate::json::{Malformed, Read, Reader, Write, Writer};
use std::fmt;

/// A value that names or reaches a person. It is stored and sent like the value itself, but
/// `Debug` and `Display` print `[redacted]`, so that no log line or panic message can carry it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, for code that delivers a message or compares facts.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Pii<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Read> Read for Pii<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        T::read(reader).map(Self)
    }
}

impl<T: Write> Write for Pii<T> {
    fn write(&self, out: &mut Writer) {
        self.0.write(out);
    }
}

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_prints_its_value() {
        let email = Pii::new("anna@example.com".to_owned());
        assert_eq!(format!("{email} {email:?}"), "[redacted] [redacted]");
        assert_eq!(crate::json::to_string(&email), "\"anna@example.com\"");
    }
}
