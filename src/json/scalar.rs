//! Numbers, text, yes and no, and what may be missing.

use super::{Malformed, Read, Reader, Write, Writer};

impl Read for bool {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.boolean()
    }
}

impl Write for bool {
    fn write(&self, out: &mut Writer) {
        out.boolean(*self);
    }
    fn is_blank(&self) -> bool {
        !*self
    }
}

impl Read for i64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        if let Some(number) = reader.plain_number() {
            return Self::try_from(number).map_err(|_| reader.expected("a smaller number"));
        }
        let numeral = reader.numeral()?;
        // A negative zero is none of the whole numbers, and would come out as another text.
        let number = numeral.parse().ok().filter(|_| numeral != "-0");
        number.ok_or_else(|| reader.expected("a whole number"))
    }
}

impl Write for i64 {
    fn write(&self, out: &mut Writer) {
        out.signed(*self);
    }
    fn is_blank(&self) -> bool {
        *self == 0
    }
}

impl Read for u64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        if let Some(number) = reader.plain_number() {
            return Ok(number);
        }
        let numeral = reader.numeral()?;
        numeral
            .parse()
            .map_err(|_| reader.expected("a whole number"))
    }
}

impl Write for u64 {
    fn write(&self, out: &mut Writer) {
        out.whole(*self);
    }
    fn is_blank(&self) -> bool {
        *self == 0
    }
}

impl Read for u32 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::try_from(u64::read(reader)?).map_err(|_| reader.expected("a smaller number"))
    }
}

impl Write for u32 {
    fn write(&self, out: &mut Writer) {
        u64::from(*self).write(out);
    }
    fn is_blank(&self) -> bool {
        *self == 0
    }
}

impl Read for usize {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::try_from(u64::read(reader)?).map_err(|_| reader.expected("a smaller number"))
    }
}

impl Write for usize {
    fn write(&self, out: &mut Writer) {
        (*self as u64).write(out);
    }
    fn is_blank(&self) -> bool {
        *self == 0
    }
}

impl Read for String {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.text().map(std::borrow::Cow::into_owned)
    }
}

impl Write for String {
    fn write(&self, out: &mut Writer) {
        out.string(self);
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Write for str {
    fn write(&self, out: &mut Writer) {
        out.string(self);
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        if reader.null()? {
            return Ok(None);
        }
        T::read(reader).map(Some)
    }
    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut Writer) {
        match self {
            Some(value) => value.write(out),
            None => out.null(),
        }
    }
    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

impl<T: Read> Read for Box<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        T::read(reader).map(Self::new)
    }
}

impl<T: Write + ?Sized> Write for Box<T> {
    fn write(&self, out: &mut Writer) {
        T::write(self, out);
    }
    fn is_blank(&self) -> bool {
        T::is_blank(self)
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, out: &mut Writer) {
        T::write(self, out);
    }
    fn is_blank(&self) -> bool {
        T::is_blank(self)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::{from_str, to_string};
    use proptest::prelude::*;

    proptest! {
        /// In one pass or in two: the same number, or the same is wrong at the same place.
        #[test]
        fn numbers_are_read_as_the_standard_library_reads_them(
            text in "[ ]?-?[0-9]{0,20}([.][0-9]?)?(e[0-9]?)?[ ,x]?",
        ) {
            let read = from_str::<i64>(&text);
            let oracle = serde_json::from_str::<i64>(&text);
            prop_assert_eq!(read.as_ref().ok(), oracle.as_ref().ok(), "{}", text);
            prop_assert_eq!(from_str::<u64>(&text).ok(), serde_json::from_str(&text).ok());
        }
    }

    #[test]
    fn numbers_keep_every_digit() {
        for number in [0, 7, 10, 9_007_199_254_740_993, u64::MAX] {
            assert_eq!(to_string(&number), number.to_string());
            assert_eq!(from_str::<u64>(&number.to_string()), Ok(number));
        }
        for number in [i64::MIN, -1, -0, 999_999_999_999_999_999, i64::MAX] {
            assert_eq!(to_string(&number), number.to_string());
            assert_eq!(from_str::<i64>(&number.to_string()), Ok(number));
        }
        for text in [
            "1.0",
            "1e2",
            "01",
            "1x",
            "1 2",
            "\"1\"",
            "18446744073709551616",
            "-1",
            "null",
        ] {
            assert!(from_str::<u64>(text).is_err(), "{text}");
        }
        for text in ["-0", "-0.0", "-01", "-", "--1"] {
            assert!(from_str::<i64>(text).is_err(), "{text}");
        }
        assert!(from_str::<u32>("4294967296").is_err());
    }
}
