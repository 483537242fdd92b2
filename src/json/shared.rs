//! Texts that are the same for many customers.

use super::{Malformed, Read, Reader, Write, Writer};
use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A text that is held once, however often it is copied: the names of what the shop sells, which stand
/// in the orders of many customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shared(Arc<str>);

impl Shared {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Shared {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self)
    }
}

impl<T: Into<Arc<str>>> From<T> for Shared {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Read for Shared {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.shared().map(Self)
    }
}

impl Write for Shared {
    fn write(&self, out: &mut Writer) {
        out.string(self);
    }
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

/// The texts that were read last, so that one that comes again is held once and takes no memory anew.
/// Each has one place, which it may lose to another: only the time it takes reveals what is here.
#[derive(Debug, Default)]
pub struct Interner(RefCell<Vec<Arc<str>>>);

impl Interner {
    const PLACES: usize = 1024;

    /// One that knows nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    fn shared(&self, text: &str) -> Arc<str> {
        let mut places = self.0.borrow_mut();
        if places.is_empty() {
            places.resize(Self::PLACES, Arc::from(""));
        }
        let Some(known) = places.get_mut(place_of(text.as_bytes())) else {
            return text.into();
        };
        if **known != *text {
            *known = text.into();
        }
        known.clone()
    }
}

/// Where a text would stand.
fn place_of(text: &[u8]) -> usize {
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let (words, rest) = text.as_chunks();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let words = words
        .iter()
        .chain([&last])
        .map(|word| u64::from_le_bytes(*word));
    let hash = words.fold(text.len() as u64, |hash, word| {
        (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR)
    });
    // The highest bits depend on all.
    (hash >> (u64::BITS - Interner::PLACES.ilog2())) as usize
}

impl Reader<'_> {
    /// Takes a string that others may hold as well.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn shared(&mut self) -> Result<Arc<str>, Malformed> {
        let text = self.text()?;
        Ok(match self.interner {
            Some(interner) => interner.shared(&text),
            None => (*text).into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{from_str, read_whole};

    #[test]
    fn a_text_that_comes_again_is_held_once() {
        let interner = Interner::new();
        let read = || {
            let reader = Reader::new(r#"["a mug","a mug","a scarf"]"#).sharing(&interner);
            read_whole::<Vec<Shared>>(reader).unwrap()
        };
        let (first, second) = (read(), read());
        assert_eq!(first, second);
        assert_eq!(
            first,
            from_str::<Vec<Shared>>(r#"["a mug","a mug","a scarf"]"#).unwrap()
        );
        for (one, other) in [
            (&first[0], &first[1]),
            (&first[0], &second[0]),
            (&first[2], &second[2]),
        ] {
            assert!(Arc::ptr_eq(&one.0, &other.0));
        }
        assert_ne!(first[0], first[2]);
    }

    #[test]
    fn more_texts_than_places_are_read_as_they_are() {
        let interner = Interner::new();
        for round in 0..2 {
            for number in 0..3 * Interner::PLACES {
                let text = format!("a name with a number: {number}");
                assert_eq!(*interner.shared(&text), *text, "{round}");
            }
        }
        let places = (0..Interner::PLACES).map(|number| place_of(number.to_string().as_bytes()));
        let mut places: Vec<usize> = places.collect();
        places.sort_unstable();
        places.dedup();
        // Of as many texts as places, two thirds have one of their own if the places are random.
        assert!(places.len() > Interner::PLACES / 2, "{}", places.len());
    }
}
