//! A part of something stored that is written as it was read, until something touches it.

use super::{Malformed, Read, Reader, Write, Writer};
use std::cell::OnceCell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// A value with the bytes that it is packed as, from when it was read or written until somebody asks for
/// it to change it. An event touches few parts of what is known about a customer; the others are copied.
///
/// The bytes change nothing that can be seen: two sections are equal if their values are.
pub struct Section<T> {
    value: T,
    packed: OnceCell<Rc<[u8]>>,
}

impl<T> Section<T> {
    /// What is shorter is written as fast as it is copied.
    const SHORTEST: usize = 32;

    /// The value itself.
    pub fn into_inner(self) -> T {
        self.value
    }

    fn keep(&self, packed: &[u8]) {
        if packed.len() >= Self::SHORTEST {
            // Where it is known it is the same.
            let _ = self.packed.set(packed.into());
        }
    }
}

impl<T> Section<Vec<T>> {
    /// As [`Vec::retain`]; where all stay nothing is touched.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        if !self.value.iter().all(&mut keep) {
            self.deref_mut().retain(keep);
        }
    }
}

impl<T> Deref for Section<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Section<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.packed.take();
        &mut self.value
    }
}

impl<T: Read> Read for Section<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let begin = reader.scan.at;
        let section = Self::from(T::read(reader)?);
        if let Some(packed) = reader.packed_since(begin) {
            section.keep(packed);
        }
        Ok(section)
    }
    fn missing() -> Option<Self> {
        T::missing().map(Self::from)
    }
}

impl<T: Write> Write for Section<T> {
    fn write(&self, out: &mut Writer) {
        if let Some(packed) = self.packed.get().filter(|_| out.is_packed()) {
            return out.as_packed(packed);
        }
        let begin = out.len();
        self.value.write(out);
        if let Some(packed) = out.packed_since(begin) {
            self.keep(packed);
        }
    }
    fn is_blank(&self) -> bool {
        self.value.is_blank()
    }
}

impl<T> From<T> for Section<T> {
    fn from(value: T) -> Self {
        Self {
            value,
            packed: OnceCell::new(),
        }
    }
}

impl<T: Default> Default for Section<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: Clone> Clone for Section<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            packed: self.packed.clone(),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Section<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

impl<T: PartialEq> PartialEq for Section<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: IntoIterator> IntoIterator for Section<T> {
    type Item = T::Item;
    type IntoIter = T::IntoIter;
    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Section<T>
where
    &'a T: IntoIterator,
{
    type Item = <&'a T as IntoIterator>::Item;
    type IntoIter = <&'a T as IntoIterator>::IntoIter;
    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a mut Section<T>
where
    &'a mut T: IntoIterator,
{
    type Item = <&'a mut T as IntoIterator>::Item;
    type IntoIter = <&'a mut T as IntoIterator>::IntoIter;
    fn into_iter(self) -> Self::IntoIter {
        (&mut **self).into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Form, from_stored, to_bytes};

    type Names = Section<Vec<String>>;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("name {number}")).collect()
    }

    fn stored(names: &[String]) -> String {
        String::from_utf8(to_bytes(&names.to_vec(), Form::Packed)).unwrap()
    }

    /// The first string says its length in two bytes where one would do, which only copying keeps.
    fn written_elsewhere() -> String {
        stored(&names(9)).replacen("\u{3a}name 0", "\u{7}\u{2a}name 0", 1)
    }

    #[test]
    fn what_nothing_touched_is_copied() {
        let text = written_elsewhere();
        let section: Names = from_stored(&text).unwrap();
        assert_eq!(*section, names(9));
        assert_ne!(text, stored(&names(9)));
        assert_eq!(to_bytes(&section, Form::Packed), text.as_bytes());
        assert_eq!(to_bytes(&section.clone(), Form::Packed), text.as_bytes());
        // What was written is remembered as well.
        let fresh = Names::from(names(9));
        let _ = to_bytes(&fresh, Form::Packed);
        assert!(fresh.packed.get().is_some());
        // JSON is for people and other programs, who read it as it would be written.
        let json = to_bytes(&names(9), Form::Text);
        assert_eq!(to_bytes(&section, Form::Text), json);
    }

    #[test]
    fn what_something_touched_is_written() {
        let text = written_elsewhere();
        let mut section: Names = from_stored(&text).unwrap();
        section.retain(|_| true);
        assert_eq!(to_bytes(&section, Form::Packed), text.as_bytes());
        section.retain(|name| name != "name 0");
        let rest = stored(&names(9)[1..]);
        assert_eq!(to_bytes(&section, Form::Packed), rest.as_bytes());
        for name in &mut section {
            name.push('!');
        }
        let changed: Names = from_stored(&stored(&section)).unwrap();
        assert_eq!(
            to_bytes(&section, Form::Packed),
            stored(&section).as_bytes()
        );
        assert_eq!(section, changed);
        // Even if in the end it is as it was before.
        let mut section: Names = from_stored(&text).unwrap();
        section.push(String::new());
        section.pop();
        let again = stored(&names(9));
        assert_eq!(to_bytes(&section, Form::Packed), again.as_bytes());
    }
}
