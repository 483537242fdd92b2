//! One subject and all tests on it.

use super::rule_set::RuleSet;
use super::subject::{Fact, InList, Subject, Test};
use crate::condition::Context;
use crate::value::Value;
use std::borrow::Cow;

/// A subject with its tests, and a table of the rules that each of its values leaves open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) subject: Subject,
    tests: Vec<Asked>,
    /// The rules that need anything of it.
    rules: RuleSet,
    /// The numbers at which one row ends and the next starts.
    edges: Vec<i64>,
    /// The texts, in lower case, that make a difference.
    texts: Vec<String>,
    /// Rows of bits, one for each value that makes a difference: for nothing at all; for no and
    /// for yes; for numbers below the first edge, and from each edge on; for other texts, and for
    /// each of `texts`.
    rows: Vec<u64>,
    /// For each of those the clauses that it makes true, where any clause depends on it.
    met: Vec<u64>,
}

/// A test, and the rules that use it.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    test: Test,
    /// The rules that need it to pass.
    pass: RuleSet,
    /// The rules that need it to fail.
    fail: RuleSet,
    /// The clauses that are true when it passes.
    helps: RuleSet,
    /// The clauses that are true when it fails.
    helps_failing: RuleSet,
    /// The rules with any of these.
    rules: RuleSet,
    /// The rows whose values pass.
    rows: RuleSet,
    /// Whether the rows distinguish texts finely enough for it.
    knows_texts: bool,
    /// What it says of a list of which is known which of the texts it holds.
    in_list: Option<(InList, u64)>,
}

/// What was read, as far as it makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A number, which is looked up when it is compared.
    Number(i64),
    /// A text, by its row.
    Text(usize),
    /// A list, by which of the first 64 texts are in it.
    List(u64),
    /// Anything else, by its row.
    Row(usize),
}

const NOTHING: usize = 0;
const NO: usize = 1;
const YES: usize = 2;
const LOWEST: usize = 3;

/// How many tests a reading has at most; more of the same subject are another reading.
const MOST_TESTS: usize = 64;

impl Reading {
    pub(super) fn new(subject: Subject, none: RuleSet) -> Self {
        Self {
            subject,
            tests: Vec::new(),
            rules: none,
            edges: Vec::new(),
            texts: Vec::new(),
            rows: Vec::new(),
            met: Vec::new(),
        }
    }

    /// Whether there is room for a test: a table is written in a time that grows with the square
    /// of their number.
    pub(super) fn takes(&self, test: &Test) -> bool {
        self.tests.len() < MOST_TESTS || self.tests.iter().any(|known| known.test == *test)
    }

    /// The place of a test, which is kept once.
    pub(super) fn place_of(&mut self, test: Test) -> usize {
        let known = self.tests.iter().position(|known| known.test == test);
        known.unwrap_or_else(|| {
            let none = self.rules.emptied();
            self.tests.push(Asked {
                knows_texts: test.compares_whole_texts(),
                test,
                pass: none.clone(),
                fail: none.clone(),
                helps: RuleSet::default(),
                helps_failing: RuleSet::default(),
                rules: none,
                rows: RuleSet::default(),
                in_list: None,
            });
            self.tests.len() - 1
        })
    }

    /// The rules that need anything of it.
    pub(super) const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Notes that a rule needs a test to pass, or to fail.
    pub(super) fn require(&mut self, rule: usize, test: usize, passing: bool) {
        if let Some(asked) = self.tests.get_mut(test) {
            let needing = if passing {
                &mut asked.pass
            } else {
                &mut asked.fail
            };
            needing.insert(rule);
            asked.rules.insert(rule);
            self.rules.insert(rule);
        }
    }

    /// Notes that a clause of a rule is true when a test passes, or when it fails.
    pub(super) fn offer(&mut self, rule: usize, clause: usize, test: usize, passing: bool) {
        if let Some(asked) = self.tests.get_mut(test) {
            let helped = if passing {
                &mut asked.helps
            } else {
                &mut asked.helps_failing
            };
            helped.grow(clause);
            asked.rules.insert(rule);
            self.rules.insert(rule);
        }
    }

    /// Builds the table. Each row is computed by testing one value that represents all values of
    /// the row.
    pub(super) fn tabulate(&mut self, clauses: &RuleSet) {
        let (mut edges, mut texts) = (Vec::new(), Vec::new());
        for asked in &self.tests {
            for edge in asked.test.edges() {
                if let Err(place) = edges.binary_search(&edge) {
                    edges.insert(place, edge);
                }
            }
            for text in asked.test.texts() {
                if let Err(place) = place_of(&texts, text) {
                    texts.insert(place, text.to_owned());
                }
            }
        }
        let mut before = i64::MIN;
        edges.retain(|edge| {
            let passes = |asked: &Asked, number| asked.test.passes(&Fact::Number(number));
            let differs = |asked: &Asked| passes(asked, before) != passes(asked, *edge);
            let is_kept = self.tests.iter().any(differs);
            before = if is_kept { *edge } else { before };
            is_kept
        });
        // Longer than every tested text, so equal to none of them.
        let other: String = texts.iter().map(String::as_str).chain(["-"]).collect();
        let text = |text: &String| Fact::Other(Cow::Owned(Value::Text(text.clone())));
        let boolean = |value| Fact::Other(Cow::Owned(Value::Boolean(value)));
        let mut values = vec![Fact::Nothing, boolean(false), boolean(true)];
        values.extend(
            [i64::MIN]
                .iter()
                .chain(&edges)
                .map(|edge| Fact::Number(*edge)),
        );
        values.extend([other].iter().chain(&texts).map(text));

        for asked in &mut self.tests {
            asked.rows = RuleSet::none(values.len());
            for (row, value) in values.iter().enumerate() {
                if asked.test.passes(value) {
                    asked.rows.insert(row);
                }
            }
            asked.in_list = asked.test.in_list().and_then(|how| {
                let bits = asked.test.texts().map(|text| bit_of(&texts, text));
                // Beyond the first 64 texts a list's key says nothing.
                bits.collect::<Option<Vec<u64>>>()
                    .map(|bits| (how, bits.iter().fold(0, |all, bit| all | bit)))
            });
        }
        for (row, value) in values.iter().enumerate() {
            let (mut open, mut met) = (self.rules.filled(), clauses.emptied());
            for asked in &self.tests {
                if asked.knows_texts || !is_text(value) {
                    asked.settle(&mut open, &mut met, asked.rows.has(row));
                }
            }
            self.rows.extend(open.words());
            self.met.extend(met.words());
        }
        if self.met.iter().all(|word| *word == 0) {
            self.met.clear();
        }
        (self.edges, self.texts) = (edges, texts);
    }

    /// Reads the subject.
    pub(super) fn read(&self, context: &Context<'_>) -> Key {
        match self.subject.read(context) {
            Fact::Nothing => Key::Row(NOTHING),
            Fact::Number(number) => Key::Number(number),
            Fact::Other(value) => match &*value {
                Value::Boolean(value) => Key::Row(if *value { YES } else { NO }),
                Value::Number(number) => Key::Number(number.millionths()),
                Value::Text(text) => {
                    let other = LOWEST + 1 + self.edges.len();
                    let place = self.lowered(text, |texts, text| place_of(texts, text).ok());
                    Key::Text(place.map_or(other, |place| other + 1 + place))
                }
                Value::List(items) => {
                    let bits = items.iter().filter_map(|item| self.lowered(item, bit_of));
                    Key::List(bits.fold(0, |known, bit| known | bit))
                }
            },
        }
    }

    /// Looks a text up among those that make a difference.
    fn lowered<T>(&self, text: &str, find: impl Fn(&[String], &str) -> Option<T>) -> Option<T> {
        let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        if text.bytes().all(is_lower) {
            find(&self.texts, text)
        } else {
            find(&self.texts, &text.to_lowercase())
        }
    }

    /// The row of a number. They are few, and to count is quicker than to guess which half: a
    /// processor cannot foresee numbers.
    fn row_of(&self, number: i64) -> usize {
        let passed = |row: usize, edge: &i64| row + usize::from(*edge <= number);
        self.edges.iter().fold(LOWEST, passed)
    }

    /// Takes the rules out that what was read closes, and takes in the clauses it makes true.
    pub(super) fn narrow(
        &self,
        open: &mut RuleSet,
        met: &mut RuleSet,
        key: Key,
        context: &Context<'_>,
    ) {
        let row = match key {
            Key::Number(number) => self.row_of(number),
            Key::Row(row) | Key::Text(row) => row,
            Key::List(_) => return self.ask(open, met, key, context, |_| true),
        };
        open.keep_row(&self.rows, row);
        if !self.met.is_empty() {
            met.join_row(&self.met, row);
        }
        if let Key::Text(_) = key {
            self.ask(open, met, key, context, |asked| !asked.knows_texts);
        }
    }

    /// Evaluates tests one by one, as far as they matter.
    fn ask(
        &self,
        open: &mut RuleSet,
        met: &mut RuleSet,
        key: Key,
        context: &Context<'_>,
        wanted: impl Fn(&Asked) -> bool,
    ) {
        for asked in self.tests.iter().filter(|asked| wanted(asked)) {
            if open.meets(&asked.rules) {
                asked.settle(open, met, self.answer(asked, key, context));
            }
        }
    }

    /// Whether a test passes.
    pub(super) fn passes(&self, test: usize, key: Key, context: &Context<'_>) -> bool {
        let asked = self.tests.get(test);
        asked.is_some_and(|asked| self.answer(asked, key, context))
    }

    fn answer(&self, asked: &Asked, key: Key, context: &Context<'_>) -> bool {
        match (key, asked.in_list) {
            (Key::Number(number), _) => asked.rows.has(self.row_of(number)),
            (Key::Row(row), _) => asked.rows.has(row),
            (Key::Text(row), _) if asked.knows_texts => asked.rows.has(row),
            (Key::List(known), Some((how, texts))) => how.holds(known, texts),
            _ => asked.test.passes(&self.subject.read(context)),
        }
    }
}

impl Asked {
    /// Takes the rules out that need another answer, and takes in the clauses it makes true.
    fn settle(&self, open: &mut RuleSet, met: &mut RuleSet, passes: bool) {
        let (closed, helped) = if passes {
            (&self.fail, &self.helps)
        } else {
            (&self.pass, &self.helps_failing)
        };
        open.take_out(closed);
        met.join(helped);
    }
}

/// The position of a text among others, or where it would be inserted.
fn place_of(texts: &[String], text: &str) -> Result<usize, usize> {
    texts.binary_search_by(|known| known.as_str().cmp(text))
}

/// The bit of a text, if it is one of the first 64.
fn bit_of(texts: &[String], text: &str) -> Option<u64> {
    let place = u32::try_from(place_of(texts, text).ok()?).ok()?;
    1_u64.checked_shl(place)
}

fn is_text(fact: &Fact<'_>) -> bool {
    matches!(fact, Fact::Other(value) if matches!(**value, Value::Text(_)))
}
