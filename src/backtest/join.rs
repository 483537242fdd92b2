//! Adding up: what counts of some customers and counts of the customers after them make together.

use super::Person;
use crate::id::CustomerId;
use crate::sorted_map::SortedMap;
use std::cmp::Ordering;

/// Counts that add up.
///
/// It is associative: parts of a backtest may be joined in any grouping, as long as they stay in the
/// order of their customers.
pub(super) trait Join: Sized {
    /// Adds what is known of later customers. At most `named` customers stay named in each list.
    fn join(&mut self, later: Self, named: usize);
}

/// Joins structs member by member; those in brackets say what it is that is counted, and stay. A
/// member that is left out doesn't compile.
macro_rules! joined {
    ($name:ident $([ $( $key:ident ),+ ])? { $( $field:ident ),+ $(,)? }) => {
        impl $crate::backtest::join::Join for $name {
            fn join(&mut self, later: Self, named: usize) {
                let Self { $($( $key: _, )+)? $( $field ),+ } = later;
                $( self.$field.join($field, named); )+
            }
        }
    };
}
pub(super) use joined;

impl Join for u32 {
    fn join(&mut self, later: Self, _: usize) {
        *self = self.saturating_add(later);
    }
}

impl Join for u64 {
    fn join(&mut self, later: Self, _: usize) {
        *self = self.saturating_add(later);
    }
}

impl<K: Ord, V: Join> Join for SortedMap<K, V> {
    fn join(&mut self, later: Self, named: usize) {
        for (key, value) in later {
            join_entry(self, key, value, named);
        }
    }
}

/// Joins what is counted of one key.
pub(super) fn join_entry<K: Ord, V: Join>(
    map: &mut SortedMap<K, V>,
    key: K,
    value: V,
    named: usize,
) {
    match map.get_mut(&key) {
        Some(known) => known.join(value, named),
        None => {
            map.insert(key, value);
        }
    }
}

/// How many people have each number of something; the first place is for one.
impl Join for Vec<u32> {
    fn join(&mut self, later: Self, named: usize) {
        if self.len() < later.len() {
            self.resize(later.len(), 0);
        }
        for (people, more) in self.iter_mut().zip(later) {
            people.join(more, named);
        }
    }
}

impl Join for Vec<CustomerId> {
    fn join(&mut self, later: Self, named: usize) {
        name(self, later, named);
    }
}

impl Join for Vec<Person> {
    fn join(&mut self, later: Self, named: usize) {
        name(self, later, named);
    }
}

/// Names the next customers, as long as fewer than `named` are: a list has the first ones.
pub(super) fn name<T>(list: &mut Vec<T>, next: impl IntoIterator<Item = T>, named: usize) {
    let room = named.saturating_sub(list.len());
    list.extend(next.into_iter().take(room));
}

/// Joins one entry into a list that is sorted by `order`, in which no two entries are equal.
pub(super) fn join_sorted<T: Join>(
    list: &mut Vec<T>,
    entry: T,
    order: impl Fn(&T, &T) -> Ordering,
    named: usize,
) {
    match list.binary_search_by(|known| order(known, &entry)) {
        Ok(place) => {
            if let Some(known) = list.get_mut(place) {
                known.join(entry, named);
            }
        }
        Err(place) => list.insert(place, entry),
    }
}
