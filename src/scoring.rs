//! Lead scoring: points for who a customer is and for what they do.
//!
//! A score is always computed from the facts, never counted up, so it doesn’t depend on the order
//! in which facts were received, and it falls as time passes if a rule says so (“-10 after 90 quiet
//! days”), exact to the second. A rule gives its points while a condition holds, or each time
//! something happens.

use crate::condition::{Behavior, Condition, Context, Scope};
use crate::document::{self, forms::signed};
use crate::document::{Form, FromNode, Node, declared};
use crate::sentence::{Said, Sentence};
use crate::time::{Duration, Timestamp, Unit};
use crate::trace::{Observation, Seen};

declared! {
    /// The rules for the lead score.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Scoring beside [] {
        /// The rules.
        rules: Vec<ScoreRule> = required(those_of(typed()).of(
            0..=Scoring::MAX_RULES,
            "too-many-rules",
            "Remove rules that rarely apply.",
        )),
        /// The score at which a customer becomes a marketing-qualified lead. Default: never.
        qualified_from: Option<i32> = maybe(SIGNED),
    }
}

/// One rule of a [`Scoring`].
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRule {
    /// Its ID in the file.
    pub id: String,
    /// The points; negative ones lower the score.
    pub points: i32,
    /// What the points are for.
    pub gives: Gives,
    /// Its path in the file, for findings.
    pub path: String,
}

declared! {
    /// Points that count while a condition is true.
    #[derive(Clone, Debug, PartialEq)]
    struct WhileRule beside [] {
        /// Its ID.
        id: String = required(NAME),
        /// The points: -10,000 to 10,000, but not 0.
        points: i32 = required(Points),
        /// The condition.
        condition as "while": Condition = required(typed()),
    }
}

declared! {
    /// Points for each time something happens.
    #[derive(Clone, Debug, PartialEq)]
    struct EachRule beside [] {
        /// Its ID.
        id: String = required(NAME),
        /// The points: -10,000 to 10,000, but not 0.
        points: i32 = required(Points),
        /// The event that counts.
        each: Behavior = required(alone::<Behavior>()),
        /// The maximum number of times that count, latest first: 1 to 10,000. Default: no maximum.
        at_most: Option<u32> = maybe(whole(1..=10_000)),
        /// How the points of each time decay. Default: they don’t.
        fades: Option<Fading> = maybe(typed()),
    }
}

/// What a scoring rule gives its points for.
#[derive(Clone, Debug, PartialEq)]
pub enum Gives {
    /// Once, and only while this holds.
    While(Condition),
    /// For each time this was done.
    Each {
        /// The events that count.
        what: Behavior,
        /// How often at most; the latest times count.
        at_most: Option<u32>,
        /// How the points of each time decay.
        fades: Option<Fading>,
    },
}

declared! {
    /// Points that decay: they lose a share again and again, and what is left is rounded toward
    /// zero.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Fading beside [] {
        /// How often they lose a share, from the time they were given: 1 hour or more.
        every: Duration = required(lasting(Duration::new(1, Unit::Hours))),
        /// The share of the remaining points that is lost each time, in percent: 1 to 100.
        percent: u32 = required(whole(1..=100)),
    }
}

/// A score at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The computed score.
    pub value: i64,
    /// Until when it can’t change without an event.
    pub stable_until: Timestamp,
}

impl Scoring {
    /// How many rules a shop may have.
    pub const MAX_RULES: usize = 100;
    /// The most points one rule may give or take.
    pub const MAX_POINTS: i32 = 10_000;

    /// The customer's score at the context's `now`.
    #[must_use]
    pub fn score(&self, context: &Context<'_>) -> Scored {
        let start = Scored {
            value: 0,
            stable_until: Timestamp::MAX,
        };
        self.rules.iter().fold(start, |sum, rule| {
            let one = rule.score(context);
            Scored {
                value: sum.value.saturating_add(one.value),
                stable_until: sum.stable_until.min(one.stable_until),
            }
        })
    }

    /// The points each rule adds or subtracts now: observations numbered by rule.
    #[must_use]
    pub fn explain(&self, context: &Context<'_>) -> Vec<Observation> {
        (0u32..)
            .zip(&self.rules)
            .map(|(number, rule)| {
                let Scored { value, .. } = rule.score(context);
                Observation::new(number, Seen::Whole(value), value != 0)
            })
            .collect()
    }

    /// What the score depends on besides time.
    #[must_use]
    pub fn scope(&self) -> Scope {
        let mut scope = Scope::default();
        for rule in &self.rules {
            match &rule.gives {
                Gives::While(condition) => scope.join(condition.scope()),
                Gives::Each { what, .. } => what.scope(&mut scope),
            }
        }
        scope
    }
}

impl ScoreRule {
    fn score(&self, context: &Context<'_>) -> Scored {
        match &self.gives {
            Gives::While(condition) => {
                let answer = condition.evaluate(context);
                Scored {
                    value: if answer.matched {
                        self.points.into()
                    } else {
                        0
                    },
                    stable_until: answer.stable_until,
                }
            }
            Gives::Each {
                what,
                at_most,
                fades,
            } => self.score_each(what, *at_most, *fades, context),
        }
    }

    fn score_each(
        &self,
        what: &Behavior,
        at_most: Option<u32>,
        fades: Option<Fading>,
        context: &Context<'_>,
    ) -> Scored {
        let mut times: Vec<Timestamp> = Vec::new();
        let mut stable_until = Timestamp::MAX;
        for at in what.times(context) {
            let Some((from, until)) = what.window.span(at, context) else {
                continue;
            };
            for edge in [from, until] {
                if edge > context.now {
                    stable_until = stable_until.min(edge);
                }
            }
            if from <= context.now && context.now < until {
                // Each kind of event comes in order, so this mostly adds to the end.
                times.insert(times.partition_point(|earlier| *earlier <= at), at);
            }
        }
        let counted = at_most.map_or(times.len(), |most| times.len().min(most as usize));
        let mut value: i64 = 0;
        for at in times.into_iter().rev().take(counted) {
            let (points, changes) = match fades {
                Some(fading) => fading.left(self.points.into(), at, context),
                None => (self.points.into(), Timestamp::MAX),
            };
            value = value.saturating_add(points);
            stable_until = stable_until.min(changes);
        }
        Scored {
            value,
            stable_until,
        }
    }
}

impl Said for ScoreRule {
    fn say(&self, to: &mut Sentence<'_>) {
        let points = Signed(self.points.into());
        match &self.gives {
            Gives::While(condition) => {
                to.say("{points} while the customer ", &[("points", &points)]);
                to.at_object("while", |to| condition.say(to));
            }
            Gives::Each { what, at_most, .. } => {
                to.say("{points} for each ", &[("points", &points)]);
                to.at_object("each", |to| {
                    what.say(to);
                    to.say("{window}", &[("window", &what.window)]);
                });
                if let Some(most) = at_most {
                    to.say(
                        ", at most {at_most} {at_most:time|times}",
                        &[("at_most", most)],
                    );
                }
            }
        }
    }
}

/// A number with its sign: "+5".
pub struct Signed(pub i64);

impl Said for Signed {
    fn say(&self, to: &mut Sentence<'_>) {
        to.text(&format!("{:+}", self.0));
    }
}

impl Fading {
    /// What is left of `points` given at `at`, and when that changes next.
    fn left(self, points: i64, at: Timestamp, context: &Context<'_>) -> (i64, Timestamp) {
        let mut left = points;
        let keeps = i64::from(100 - self.percent.min(100));
        for times in 1.. {
            if left == 0 {
                break;
            }
            let amount = self.every.amount.saturating_mul(times);
            let fades = Duration::new(amount, self.every.unit).after(at, context.zone);
            if fades > context.now {
                return (left, fades);
            }
            // Rounding towards nothing takes at least one point each time.
            left = left * keeps / 100;
        }
        (0, Timestamp::MAX)
    }
}

impl FromNode for ScoreRule {
    fn read(node: &Node<'_>) -> Option<Self> {
        let path = node.path();
        if node.has("while") && !node.has("each") {
            let rule = WhileRule::read(node)?;
            return Some(Self {
                id: rule.id,
                points: rule.points,
                gives: Gives::While(rule.condition),
                path,
            });
        }
        if node.has("each") && !node.has("while") {
            let rule = EachRule::read(node)?;
            return Some(Self {
                id: rule.id,
                points: rule.points,
                gives: Gives::Each {
                    what: rule.each,
                    at_most: rule.at_most,
                    fades: rule.fades,
                },
                path,
            });
        }
        node.error(
            "no-cause",
            "Expected points either “while” a condition holds or for “each” event.",
            "Use exactly one of them.",
        )
    }
}

#[cfg(test)]
impl schemars::JsonSchema for ScoreRule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ScoreRule".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "anyOf": [WhileRule::json_schema(generator), EachRule::json_schema(generator)],
        })
    }
}

/// How many points a rule gives: up to 10,000, or down to -10,000, but not 0.
struct Points;

impl Form for Points {
    type Value = i32;

    fn read(&self, node: &Node<'_>) -> Option<i32> {
        let points = POINTS.read(node)?;
        if points == 0 {
            return node.error(
                "out-of-range",
                "A rule that gives 0 points does nothing.",
                "Use a number from 1 to 10,000, or from -10,000 to -1.",
            );
        }
        Some(points)
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        let mut schema = POINTS.schema(generator);
        schema["not"] = serde_json::json!({"const": 0});
        schema
    }
}

const POINTS: document::Signed = signed(-10_000..=10_000);

crate::compact::compact!(struct ScoreRule { id, points, gives, path });
crate::compact::compact!(enum Gives { While(condition), Each { what, at_most, fades } });
