//! Moments to come, the earliest first.

use super::Timestamp;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What will change at which moment, taken out one by one, the earliest first; what changes at
/// the same moment comes in the order of its numbers.
///
/// A heap, because the answer is mostly among the first few; and one type for all who look
/// ahead, because each type that is sorted costs the wasm module as much as three conditions.
#[derive(Debug, Default)]
pub struct Timeline {
    heap: BinaryHeap<Reverse<(Timestamp, i64)>>,
}

impl Timeline {
    /// Adds a moment and by how much something changes then.
    pub fn add(&mut self, at: Timestamp, by: i64) {
        self.heap.push(Reverse((at, by)));
    }

    /// Takes the earliest change out.
    pub fn pop(&mut self) -> Option<(Timestamp, i64)> {
        self.heap.pop().map(|Reverse(change)| change)
    }

    /// The moment of the earliest change that is left.
    #[must_use]
    pub fn peek(&self) -> Option<Timestamp> {
        self.heap.peek().map(|Reverse((at, _))| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_earliest_first() {
        let mut timeline = Timeline::default();
        let changes = [(5, 1), (3, 2), (9, 0), (3, -2), (5, 1)];
        for (at, by) in changes {
            timeline.add(Timestamp::from_millis(at), by);
        }
        assert_eq!(timeline.peek(), Some(Timestamp::from_millis(3)));
        let mut received = Vec::new();
        while let Some((at, by)) = timeline.pop() {
            received.push((at.as_millis(), by));
        }
        assert_eq!(received, [(3, -2), (3, 2), (5, 1), (5, 1), (9, 0)]);
        assert_eq!(timeline.peek(), None);
    }
}
