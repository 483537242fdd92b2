//! Things by customer that are kept by time, while somebody asks for them.

use super::whose::Whose;
use std::ops::Range;

/// Places by row, each customer's side by side, oldest first.
pub(super) struct ByRow {
    /// Where each row's places end.
    ends: Vec<u32>,
    places: Vec<u32>,
}

impl Whose {
    /// The things at `places`, by customer.
    pub(super) fn by_row(&self, rows: usize, places: Range<usize>) -> ByRow {
        let mut ends = vec![0u32; rows];
        for place in places.clone() {
            if let Some(count) = ends.get_mut(self.at(place)) {
                *count += 1;
            }
        }
        let mut start = 0;
        for end in &mut ends {
            // Where the row's places begin, which moves on to where they end.
            start += std::mem::replace(end, start);
        }
        let mut by_row = vec![0u32; places.len()];
        for place in places {
            if let Some(end) = ends.get_mut(self.at(place)) {
                if let Some(slot) = by_row.get_mut(*end as usize) {
                    *slot = u32::try_from(place).unwrap_or(u32::MAX);
                }
                *end += 1;
            }
        }
        ByRow {
            ends,
            places: by_row,
        }
    }
}

impl ByRow {
    /// The places of what a row has.
    pub(super) fn of(&self, row: usize) -> &[u32] {
        let end = |row: usize| self.ends.get(row).map_or(0, |end| *end as usize);
        let start = row.checked_sub(1).map_or(0, end);
        self.places.get(start..end(row)).unwrap_or_default()
    }

    /// Each row that has any, rising, with their places.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &[u32])> + '_ {
        let rows = (0..self.ends.len()).map(|row| (row, self.of(row)));
        rows.filter(|(_, places)| !places.is_empty())
    }
}
