//! Numbers, text, yes and no, and what may be missing.

use super::{Malformed, Read, Reader, Write, text};

impl Read for bool {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.peek();
        let unexpected = reader.expected("true or false");
        match reader.raw()? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(unexpected),
        }
    }
}

impl Write for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
    fn is_blank(&self) -> bool {
        !*self
    }
}

impl Read for i64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let numeral = reader.numeral()?;
        numeral
            .parse()
            .map_err(|_| reader.expected("a whole number"))
    }
}

impl Write for i64 {
    fn write(&self, out: &mut String) {
        if *self < 0 {
            out.push('-');
        }
        self.unsigned_abs().write(out);
    }
    fn is_blank(&self) -> bool {
        *self == 0
    }
}

impl Read for u64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let numeral = reader.numeral()?;
        numeral
            .parse()
            .map_err(|_| reader.expected("a whole number"))
    }
}

impl Write for u64 {
    fn write(&self, out: &mut String) {
        let mut digits = [b'0'; 20];
        let mut rest = *self;
        let mut length = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            length += 1;
            if rest == 0 {
                break;
            }
        }
        let written = digits.get(digits.len() - length..).unwrap_or_default();
        out.push_str(std::str::from_utf8(written).unwrap_or_default());
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
    fn write(&self, out: &mut String) {
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
    fn write(&self, out: &mut String) {
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
    fn write(&self, out: &mut String) {
        text::write(self, out);
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Write for str {
    fn write(&self, out: &mut String) {
        text::write(self, out);
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        if reader.peek() == b'n' {
            reader.skip()?;
            return Ok(None);
        }
        T::read(reader).map(Some)
    }
    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
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
    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
    fn is_blank(&self) -> bool {
        T::is_blank(self)
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, out: &mut String) {
        T::write(self, out);
    }
    fn is_blank(&self) -> bool {
        T::is_blank(self)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::{from_str, to_string};

    #[test]
    fn numbers_keep_every_digit() {
        for number in [0, 7, 10, 9_007_199_254_740_993, u64::MAX] {
            assert_eq!(to_string(&number), number.to_string());
            assert_eq!(from_str::<u64>(&number.to_string()), Ok(number));
        }
        for number in [i64::MIN, -1, i64::MAX] {
            assert_eq!(to_string(&number), number.to_string());
            assert_eq!(from_str::<i64>(&number.to_string()), Ok(number));
        }
        for text in ["1.0", "1e2", "\"1\"", "18446744073709551616", "-1", "null"] {
            assert!(from_str::<u64>(text).is_err(), "{text}");
        }
        assert!(from_str::<u32>("4294967296").is_err());
    }
}
