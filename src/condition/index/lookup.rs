//! What an index has read of one customer.

use super::reading::{Key, Reading};
use super::{Index, RuleSet, Tree};
use crate::condition::Context;
use crate::trace::{Observation, Seen};
use std::cell::{Cell, RefCell};

/// One customer’s facts at one moment, for an index: each is read on first use, and only once. It
/// must not outlive a change of the facts.
#[derive(Debug)]
pub struct Lookup<'c> {
    index: &'c Index,
    context: Context<'c>,
    /// What was read of each reading.
    keys: Vec<Cell<Option<Key>>>,
    /// Room for the clauses that are true.
    met: RefCell<RuleSet>,
    /// What was said of each leaf.
    seen: Vec<Option<Seen>>,
}

impl Index {
    /// A sheet on which nothing is read yet.
    #[must_use]
    pub fn over<'c>(&'c self, context: Context<'c>) -> Lookup<'c> {
        Lookup {
            index: self,
            context,
            keys: vec![Cell::new(None); self.readings.len()],
            met: RefCell::default(),
            seen: Vec::new(),
        }
    }
}

impl<'c> Lookup<'c> {
    /// The context it is evaluated in.
    #[must_use]
    pub const fn context(&self) -> Context<'c> {
        self.context
    }

    /// Reads all that any rule may ask for.
    pub fn read_all(&self) {
        for (place, reading) in self.index.readings.iter().enumerate() {
            self.read(place, reading);
        }
    }

    /// Of `rules` keeps those that hold.
    pub fn keep_holding(&self, rules: &mut RuleSet) {
        let index = self.index;
        rules.keep(&index.possible);
        let mut met = self.met.take();
        met.copy(&index.without_clause);
        for (place, (reading, cell)) in index.readings.iter().zip(&self.keys).enumerate() {
            // What is known already costs less to use than to find out whether it matters.
            let key = match cell.get() {
                Some(key) => key,
                None if rules.meets_row(&index.concerned, place) => self.read(place, reading),
                None => continue,
            };
            reading.narrow(rules, &mut met, key, &self.context);
        }
        rules.keep_rows(&met);
        self.met.replace(met);
        for (rule, tree, wanted) in &index.rest {
            if rules.has(*rule) && self.is_true(tree) != *wanted {
                rules.remove(*rule);
            }
        }
    }

    /// What the leaves of a rule's conditions saw, in the order of the file, up to the first
    /// condition that does not hold.
    pub fn explain(&mut self, rule: usize) -> Vec<Observation> {
        let mut saw = Vec::new();
        let index = self.index;
        for tree in index.rules.get(rule).into_iter().flatten() {
            self.observe(tree, &mut saw);
            if !self.is_true(tree) {
                break;
            }
        }
        saw
    }

    fn is_true(&self, tree: &Tree) -> bool {
        match tree {
            Tree::Leaf(leaf) => self.passes(*leaf),
            Tree::All(of) => of.iter().all(|one| self.is_true(one)),
            Tree::Any(of) => of.iter().any(|one| self.is_true(one)),
            Tree::None(of) => !of.iter().any(|one| self.is_true(one)),
        }
    }

    fn passes(&self, leaf: usize) -> bool {
        let Some(known) = self.index.leaves.get(leaf) else {
            return false;
        };
        let Some(reading) = self.index.readings.get(known.reading) else {
            return false;
        };
        let key = self.key(known.reading, reading);
        reading.passes(known.test, key, &self.context)
    }

    #[inline]
    fn key(&self, place: usize, reading: &Reading) -> Key {
        let cell = self.keys.get(place);
        match cell.and_then(Cell::get) {
            Some(key) => key,
            None => self.read(place, reading),
        }
    }

    #[inline(never)]
    fn read(&self, place: usize, reading: &Reading) -> Key {
        let key = reading.read(&self.context);
        if let Some(cell) = self.keys.get(place) {
            cell.set(Some(key));
        }
        key
    }

    fn observe(&mut self, tree: &Tree, saw: &mut Vec<Observation>) {
        match tree {
            Tree::All(of) | Tree::Any(of) | Tree::None(of) => {
                of.iter().for_each(|one| self.observe(one, saw));
            }
            Tree::Leaf(leaf) => {
                let number = u32::try_from(saw.len()).unwrap_or(u32::MAX);
                let seen = self.seen(*leaf);
                saw.push(Observation::new(number, seen, self.passes(*leaf)));
            }
        }
    }

    /// What a leaf sees. Where it reads a number, the number was read already to decide it: a history
    /// is not gone through again to say so.
    fn look(&self, leaf: usize) -> Seen {
        let Some(known) = self.index.leaves.get(leaf) else {
            return Seen::Nothing;
        };
        let Some(leaf) = known.leaf.leaf() else {
            return Seen::Nothing;
        };
        let reading = self.index.readings.get(known.reading);
        let number = reading
            .filter(|reading| !reading.subject.is_whole())
            .and_then(|reading| match self.key(known.reading, reading) {
                Key::Number(number) => leaf.seen_of(number),
                _ => None,
            });
        number.unwrap_or_else(|| leaf.seen(&self.context))
    }

    fn seen(&mut self, leaf: usize) -> Seen {
        if let Some(Some(seen)) = self.seen.get(leaf) {
            return seen.clone();
        }
        let seen = self.look(leaf);
        self.seen.resize(self.index.leaves.len(), None);
        if let Some(place) = self.seen.get_mut(leaf) {
            *place = Some(seen.clone());
        }
        seen
    }
}
