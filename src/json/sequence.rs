//! Lists.

use super::{Malformed, Member, Read, Reader, Write, Writer};

impl<T: Read> Read for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut values = Self::new();
        let mut list = reader.list()?;
        while reader.step(&mut list)? {
            values.push(T::read(reader)?);
        }
        Ok(values)
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, out: &mut Writer) {
        self.as_slice().write(out);
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, out: &mut Writer) {
        out.list();
        for (position, value) in self.iter().enumerate() {
            out.next(position);
            value.write(out);
        }
        out.end_list();
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

/// Reads as many of these values as a list has; what a later release wrote behind them is passed over.
///
/// # Errors
///
/// Where one is not of its shape.
pub fn read_leading(
    reader: &mut Reader<'_>,
    values: &mut [&mut dyn Member],
) -> Result<(), Malformed> {
    let mut list = reader.list()?;
    for value in values {
        if !reader.step(&mut list)? {
            return Ok(());
        }
        value.fill(reader)?;
    }
    while reader.step(&mut list)? {
        reader.skip()?;
    }
    Ok(())
}

/// Reads a list of exactly these values.
///
/// # Errors
///
/// Where there are more or fewer, or one is not of its shape.
pub fn read_tuple(
    reader: &mut Reader<'_>,
    values: &mut [&mut dyn Member],
) -> Result<(), Malformed> {
    let mut list = reader.list()?;
    for value in values {
        if !reader.step(&mut list)? {
            return Err(reader.expected("a list of another length"));
        }
        value.fill(reader)?;
    }
    if reader.step(&mut list)? {
        return Err(reader.expected("a list of another length"));
    }
    Ok(())
}
