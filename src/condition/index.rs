//! Evaluates many conditions together.
//!
//! A hundred workflows test much the same facts: what a customer spent in three months, where they
//! live, whether they agreed to marketing. So conditions are taken apart once, when a plan is
//! compiled, into what is read ([`Subject`]), each read at most once per event, and the tests on
//! it. For each subject, a table gives the rules that are still possible for any of its values
//! ([`Reading`]); the rules that hold are those possible in all tables. So ten times as many rules
//! cost longer rows of bits, not ten times as many evaluations.
//!
//! What is decided, and what is said about it, is what [`Condition::explain`] says of each.

mod lookup;
mod reading;
mod rule_set;
mod subject;

use super::Condition;
use reading::Reading;

pub use lookup::{LookedUp, Lookup};
pub use rule_set::RuleSet;
pub(super) use subject::{Subject, Test, exclude_each_other};

/// Rules, each of which holds when all its conditions hold, prepared for being decided together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    rules: Vec<Vec<Tree>>,
    leaves: Vec<Known>,
    /// Those that most rules depend on first.
    readings: Vec<Reading>,
    /// For each reading the rules that depend on it, as rows of bits.
    concerned: Vec<u64>,
    /// The rules that hold for one customer.
    possible: RuleSet,
    /// In layers, each with a place for every rule, as among the rules: which rules have no
    /// clause there. A clause is true when one of several tests is as it should be.
    without_clause: RuleSet,
    /// What tables do not decide: for a rule, the answer a tree must give.
    rest: Vec<(usize, Tree, bool)>,
}

/// A leaf that any of the rules has.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    leaf: Condition,
    reading: usize,
    test: usize,
}

/// A condition over known leaves.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Leaf(usize),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    None(Vec<Tree>),
}

impl Index {
    /// Prepares `rules`; each is named by its place from now on.
    #[must_use]
    pub fn new(rules: &[Vec<&Condition>]) -> Self {
        let mut index = Self {
            possible: RuleSet::all(rules.len()),
            without_clause: RuleSet::all(rules.len()),
            ..Self::default()
        };
        for rule in rules {
            let trees = rule.iter().map(|condition| index.take_in(condition, false));
            let trees = trees.collect();
            index.rules.push(trees);
        }
        for (rule, trees) in std::mem::take(&mut index.rules).into_iter().enumerate() {
            for tree in &trees {
                index.require(rule, tree, true);
            }
            index.rules.push(trees);
        }
        index.sort();
        for reading in &mut index.readings {
            reading.tabulate(&index.without_clause);
            index.concerned.extend(reading.rules().words());
        }
        index
    }

    /// Puts the readings that most rules depend on first.
    fn sort(&mut self) {
        let mut sorted: Vec<(usize, Reading)> = Vec::new();
        for (before, reading) in std::mem::take(&mut self.readings).into_iter().enumerate() {
            let weight = reading.rules().len();
            let place = sorted.partition_point(|(_, other)| other.rules().len() >= weight);
            sorted.insert(place, (before, reading));
        }
        for known in &mut self.leaves {
            let moved = |(before, _): &(usize, Reading)| *before == known.reading;
            known.reading = sorted.iter().position(moved).unwrap_or_default();
        }
        self.readings = sorted.into_iter().map(|(_, reading)| reading).collect();
    }

    /// Rewrites a condition over deduplicated leaves; `doubt` under a negation.
    fn take_in(&mut self, condition: &Condition, doubt: bool) -> Tree {
        let mut all = |of: &[Condition], doubt| {
            let trees = of.iter().map(|one| self.take_in(one, doubt));
            trees.collect()
        };
        match condition {
            Condition::All(group) => Tree::All(all(&group.of, doubt)),
            Condition::Any(group) => Tree::Any(all(&group.of, doubt)),
            Condition::None(group) => Tree::None(all(&group.of, !doubt)),
            leaf => Tree::Leaf(self.know(leaf, doubt && leaf.may_be_unknown())),
        }
    }

    fn know(&mut self, condition: &Condition, doubt: bool) -> usize {
        let (subject, test) = Subject::of(condition, doubt);
        let fitting = |one: &Reading| one.subject == subject && one.takes(&test);
        let reading = self.readings.iter().position(fitting);
        let reading = reading.unwrap_or_else(|| {
            let none = self.possible.emptied();
            self.readings.push(Reading::new(subject, none));
            self.readings.len() - 1
        });
        let test = self
            .readings
            .get_mut(reading)
            .map_or(0, |reading| reading.place_of(test));
        let same = |known: &Known| known.reading == reading && known.leaf == *condition;
        self.leaves.iter().position(same).unwrap_or_else(|| {
            self.leaves.push(Known {
                leaf: condition.clone(),
                reading,
                test,
            });
            self.leaves.len() - 1
        })
    }

    /// Notes that `rule` needs `tree` to be `wanted`: for each of a group, where all are needed;
    /// as a clause, where one of several tests is enough; as a whole to be walked, where one of
    /// several groups is.
    fn require(&mut self, rule: usize, tree: &Tree, wanted: bool) {
        match (tree, wanted) {
            (Tree::Leaf(leaf), _) => {
                if let Some((reading, test)) = self.asked(*leaf) {
                    reading.require(rule, test, wanted);
                }
            }
            (Tree::All(of), true) => of.iter().for_each(|one| self.require(rule, one, true)),
            (Tree::Any(of), false) | (Tree::None(of), true) => {
                of.iter().for_each(|one| self.require(rule, one, false));
            }
            (Tree::All(of) | Tree::Any(of) | Tree::None(of), _) => {
                let wanted_each = !matches!(tree, Tree::All(_));
                let tests = of.iter().map(|one| one.test(wanted_each));
                match (of.as_slice(), tests.collect::<Option<Vec<_>>>()) {
                    ([], _) => self.possible.remove(rule),
                    ([one], _) => self.require(rule, one, wanted_each),
                    (_, Some(tests)) if self.add_clause(rule, &tests) => {}
                    _ => self.rest.push((rule, tree.clone(), wanted)),
                }
            }
        }
    }

    /// Gives the rule a clause, if there is a layer for it.
    fn add_clause(&mut self, rule: usize, tests: &[(usize, bool)]) -> bool {
        let room = self.possible.capacity();
        let mut places = (0..LAYERS).map(|layer| layer * room + rule);
        let without = |place: &usize| {
            *place >= self.without_clause.capacity() || self.without_clause.has(*place)
        };
        let Some(clause) = places.find(without) else {
            return false;
        };
        self.without_clause.extend(room, clause);
        self.without_clause.remove(clause);
        for (leaf, passing) in tests {
            if let Some((reading, test)) = self.asked(*leaf) {
                reading.offer(rule, clause, test, *passing);
            }
        }
        true
    }

    fn asked(&mut self, leaf: usize) -> Option<(&mut Reading, usize)> {
        let known = self.leaves.get(leaf)?;
        Some((self.readings.get_mut(known.reading)?, known.test))
    }
}

impl Tree {
    /// How many leaves it has.
    fn leaves(&self) -> usize {
        match self {
            Self::Leaf(_) => 1,
            Self::All(of) | Self::Any(of) | Self::None(of) => of.iter().map(Self::leaves).sum(),
        }
    }

    /// The leaf and the answer it must give for this to be `wanted`, if that is all there is to
    /// it.
    fn test(&self, wanted: bool) -> Option<(usize, bool)> {
        match self {
            Self::Leaf(leaf) => Some((*leaf, wanted)),
            Self::All(of) | Self::Any(of) => match of.as_slice() {
                [one] => one.test(wanted),
                _ => None,
            },
            Self::None(of) => match of.as_slice() {
                [one] => one.test(!wanted),
                _ => None,
            },
        }
    }
}

/// How many clauses of a rule are decided by tables. More are walked, so that tables stay in
/// proportion to the number of rules.
const LAYERS: usize = 4;
