//! A small map that is printed in the order of its keys.
//!
//! A customer's state holds many maps, nearly all with a handful of entries. Kept as a sorted
//! list they are found by halving, come out in one order (so the same state is the same bytes),
//! and cost a tenth of a tree's code in the wasm module, of which there would be one per type.

use crate::compact::{Compact, Packed};
use crate::json::{Malformed, Read, Reader, Write, Writer};
use std::borrow::Borrow;

/// A map as a list of entries sorted by key. Adding and removing takes time in proportion to
/// its length, so it is for maps that are bounded: some hundred entries at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortedMap<K, V> {
    entries: Vec<(K, V)>,
}

impl<K: Ord, V> SortedMap<K, V> {
    /// An empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of `key`.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.entries.get(place).map(|(_, value)| value)
    }

    /// The value of `key`, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.entries.get_mut(place).map(|(_, value)| value)
    }

    /// Whether there is an entry for `key`.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Sets the value of `key`; the value it had comes back.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => self
                .entries
                .get_mut(place)
                .map(|(_, old)| std::mem::replace(old, value)),
            Err(place) => {
                self.entries.insert(place, (key, value));
                None
            }
        }
    }

    /// Takes the entry of `key` out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        Some(self.entries.remove(place).1)
    }

    /// The value of `key`, made by `make` if there is none yet.
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let place = match self.place(&key) {
            Ok(place) => place,
            Err(place) => {
                self.entries.insert(place, (key, make()));
                place
            }
        };
        // The entry is at `place` now, whichever way that came about.
        #[expect(clippy::indexing_slicing, reason = "found or inserted just above")]
        &mut self.entries[place].1
    }

    /// Makes of the value of `key`, if there is any, another or none: found once, whatever comes of it.
    pub fn update(&mut self, key: &K, make: impl FnOnce(Option<V>) -> Option<V>)
    where
        K: Clone,
        V: Default,
    {
        match self.place(key) {
            Ok(place) => {
                let Some((_, value)) = self.entries.get_mut(place) else {
                    return;
                };
                match make(Some(std::mem::take(value))) {
                    Some(made) => *value = made,
                    None => {
                        self.entries.remove(place);
                    }
                }
            }
            Err(place) => {
                if let Some(made) = make(None) {
                    self.entries.insert(place, (key.clone(), made));
                }
            }
        }
    }

    /// Takes the entry with the greatest key out.
    pub fn pop_last(&mut self) -> Option<(K, V)> {
        self.entries.pop()
    }

    /// Keeps the entries for which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.entries.retain_mut(|(key, value)| keep(key, value));
    }

    /// The entries, by key.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// The entries, by key; values can be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.entries.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// The values, by key.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.entries
            .binary_search_by(|(known, _)| known.borrow().cmp(key))
    }
}

impl<K: Ord, V: Default> SortedMap<K, V> {
    /// The value of `key`, the default if there is none yet.
    pub fn or_default(&mut self, key: K) -> &mut V {
        self.or_insert_with(key, V::default)
    }
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for SortedMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<K: Write, V: Write> Write for SortedMap<K, V> {
    fn write(&self, out: &mut Writer) {
        out.object();
        for (position, (key, value)) in self.entries.iter().enumerate() {
            out.next(position);
            key.write(out);
            out.colon();
            value.write(out);
        }
        out.end_object();
    }
    fn is_blank(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: Read + Ord, V: Read> Read for SortedMap<K, V> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut read = Self::new();
        let mut object = reader.object()?;
        // What we wrote is sorted already, so each entry goes to the end.
        while reader.entry(&mut object)? {
            let key = K::read(reader)?;
            reader.colon()?;
            let value = V::read(reader)?;
            read.insert(key, value);
        }
        Ok(read)
    }
}

impl<K: Compact + Ord + Clone, V: Compact + Clone> Compact for SortedMap<K, V> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        for (key, value) in self.iter() {
            key.pack(out);
            value.pack(out);
        }
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        Vec::<(K, V)>::unpack(from).map(|entries| entries.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn behaves_like_a_tree(steps in proptest::collection::vec((any::<bool>(), "[a-f]?", any::<u32>()), 0..60)) {
            let (mut ours, mut tree) = (SortedMap::new(), BTreeMap::new());
            for (add, key, value) in steps {
                if add {
                    prop_assert_eq!(ours.insert(key.clone(), value), tree.insert(key.clone(), value));
                } else {
                    prop_assert_eq!(ours.remove(&key), tree.remove(&key));
                }
                prop_assert_eq!(ours.get(&key), tree.get(&key));
                prop_assert!(ours.iter().eq(tree.iter()));
            }
            let text = json::to_string(&ours);
            prop_assert_eq!(&text, &serde_json::to_string(&tree).unwrap());
            prop_assert_eq!(json::from_str::<SortedMap<String, u32>>(&text), Ok(ours));
        }
    }
}
