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
    known: LookedUp,
}

/// What a [`Lookup`] has read, apart from the facts: to go on with where they have not changed.
#[derive(Debug, Default)]
pub struct LookedUp {
    /// What was read of each reading.
    keys: Vec<Cell<Option<Key>>>,
    /// Room for the clauses that are true.
    met: RefCell<RuleSet>,
    /// What was said of each leaf, and whether it holds.
    seen: Vec<Option<(Seen, bool)>>,
}

impl Index {
    /// A sheet on which nothing is read yet.
    #[must_use]
    pub fn over<'c>(&'c self, context: Context<'c>) -> Lookup<'c> {
        let keys = vec![Cell::new(None); self.readings.len()];
        self.again(
            context,
            LookedUp {
                keys,
                ..LookedUp::default()
            },
        )
    }

    /// A sheet with what was read of the same facts at the same moment.
    #[must_use]
    pub const fn again<'c>(&'c self, context: Context<'c>, known: LookedUp) -> Lookup<'c> {
        Lookup {
            index: self,
            context,
            known,
        }
    }
}

impl<'c> Lookup<'c> {
    /// The context it is evaluated in.
    #[must_use]
    pub const fn context(&self) -> Context<'c> {
        self.context
    }

    /// What was read, without the facts.
    #[must_use]
    pub fn into_known(self) -> LookedUp {
        self.known
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
        let mut met = self.known.met.take();
        met.copy(&index.without_clause);
        for (place, (reading, cell)) in index.readings.iter().zip(&self.known.keys).enumerate() {
            // What is known already costs less to use than to find out whether it matters.
            let key = match cell.get() {
                Some(key) => key,
                None if rules.meets_row(&index.concerned, place) => self.read(place, reading),
                None => continue,
            };
            reading.narrow(rules, &mut met, key, &self.context);
            if rules.is_empty() {
                break;
            }
        }
        rules.keep_rows(&met);
        self.known.met.replace(met);
        for (rule, tree, wanted) in &index.rest {
            if rules.has(*rule) && self.is_true(tree) != *wanted {
                rules.remove(*rule);
            }
        }
    }

    /// What the leaves of a rule's conditions saw, in the order of the file, up to the first
    /// condition that does not hold.
    pub fn explain(&mut self, rule: usize) -> Vec<Observation> {
        let index = self.index;
        let trees = index.rules.get(rule).map_or(&[][..], Vec::as_slice);
        let mut saw = Vec::with_capacity(trees.iter().map(Tree::leaves).sum());
        for tree in trees {
            if !self.observe(tree, &mut saw) {
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
        let cell = self.known.keys.get(place);
        match cell.and_then(Cell::get) {
            Some(key) => key,
            None => self.read(place, reading),
        }
    }

    #[inline(never)]
    fn read(&self, place: usize, reading: &Reading) -> Key {
        let key = reading.read(&self.context);
        if let Some(cell) = self.known.keys.get(place) {
            cell.set(Some(key));
        }
        key
    }

    /// Whether a condition holds. All its leaves say what they saw, also those that no longer matter.
    fn observe(&mut self, tree: &Tree, saw: &mut Vec<Observation>) -> bool {
        let mut held = |of: &[Tree]| of.iter().filter(|one| self.observe(one, saw)).count();
        match tree {
            Tree::All(of) => held(of) == of.len(),
            Tree::Any(of) => held(of) > 0,
            Tree::None(of) => held(of) == 0,
            Tree::Leaf(leaf) => {
                let number = u32::try_from(saw.len()).unwrap_or(u32::MAX);
                let (seen, passes) = self.seen(*leaf);
                saw.push(Observation::new(number, seen, passes));
                passes
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

    fn seen(&mut self, leaf: usize) -> (Seen, bool) {
        if self.known.seen.is_empty() {
            self.known.seen.resize(self.index.leaves.len(), None);
        }
        if let Some(Some(known)) = self.known.seen.get(leaf) {
            return known.clone();
        }
        let known = (self.look(leaf), self.passes(leaf));
        if let Some(place) = self.known.seen.get_mut(leaf) {
            *place = Some(known.clone());
        }
        known
    }
}
