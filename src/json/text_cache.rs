//! Values at hand: what was just written need not be read.
//!
//! A host carries a delivery's events from one call to the next as the text it was given. A
//! reader that meets the very text takes the value that the text was written from. As a value's
//! text decides the value, only the time it takes reveals it.

use super::Reader;
use std::any::Any;

/// A text in UTF-8 and the value it was written from.
pub type Held = (Box<[u8]>, Box<dyn Any>);

/// Values and the texts they were written as, in the order in which they are expected back.
#[derive(Debug, Default)]
pub struct TextCache {
    /// The one expected next stands last.
    values: Vec<Held>,
}

impl TextCache {
    /// How many values are held. Looking for one takes time in proportion.
    const LIMIT: usize = 64;

    /// An empty cache.
    #[must_use]
    pub const fn new() -> Self {
        Self { values: Vec::new() }
    }

    /// Holds `values` and no others, the first ones of them where there are many. Each text must
    /// be one whole JSON object that is read as its value.
    pub fn hold(&mut self, mut values: Vec<Held>) {
        values.truncate(Self::LIMIT);
        values.reverse();
        self.values = values;
    }

    /// Takes the value whose text is what `rest` begins with; the text's length comes with it.
    fn take<T: Any>(&mut self, rest: &[u8]) -> Option<(usize, T)> {
        let is_next = |(text, value): &Held| value.is::<T>() && rest.starts_with(text);
        let place = self.values.iter().rposition(is_next)?;
        let (text, value) = self.values.remove(place);
        Some((text.len(), *value.downcast().ok()?))
    }
}

impl Reader<'_> {
    /// What is read deeper than this inside a text is read, at hand or not: so the limit to
    /// nesting is the same for both.
    const SHALLOW: u8 = 8;

    /// Takes the next value if it is at hand.
    pub fn at_hand<T: Any>(&mut self) -> Option<T> {
        let values = self.values?;
        if self.depth > Self::SHALLOW {
            return None;
        }
        self.next();
        let rest = self.text.as_bytes().get(self.scan.at..)?;
        let (length, value) = values.borrow_mut().take(rest)?;
        self.scan.at += length;
        Some(value)
    }
}
