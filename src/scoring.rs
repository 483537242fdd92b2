//! Lead scoring: points for who somebody is and for what they do.
//!
//! A score is computed from the facts anew, never counted up, so it is the same whatever the
//! order in which facts were told, and it falls by time alone where a rule says so ("-10 after
//! 90 quiet days") at the exact second. A rule gives its points while a condition holds, or for
//! each time something was done.

use crate::condition::{Behavior, Condition, Context, Scope};
use crate::document::{FromNode, Node, Object};
use crate::sentence::{Said, Sentence};
use crate::time::{Duration, Timestamp};
use crate::trace::{Observation, Seen};

/// How a shop scores its customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Scoring {
    /// The rules.
    pub rules: Vec<ScoreRule>,
    /// From which score on somebody is a marketing-qualified lead; nobody is, when left out.
    pub qualified_from: Option<i32>,
}

/// One rule of a [`Scoring`].
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRule {
    /// Its name in the file.
    pub id: String,
    /// The points; negative ones lower the score.
    pub points: i32,
    /// For what.
    pub gives: Gives,
    /// Where it stands in the file, for findings about it.
    pub path: String,
}

/// What a rule gives its points for.
#[derive(Clone, Debug, PartialEq)]
pub enum Gives {
    /// Once, and only while this holds.
    While(Condition),
    /// For each time this was done.
    Each {
        /// What.
        what: Behavior,
        /// How often at most; the latest times count.
        at_most: Option<u32>,
        /// How the points of each time fade.
        fades: Option<Fading>,
    },
}

/// Points lose a share of themselves again and again; what is left is a whole number, rounded
/// towards nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Fading {
    /// How often, counted from the moment the points were given.
    pub every: Duration,
    /// How much of what is left goes each time, in percent: 1 to 100.
    pub percent: u32,
}

/// A score at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The score.
    pub value: i64,
    /// Before this moment it cannot change unless an event comes.
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

    /// What each rule gives or takes now: an observation numbered by its rule.
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

impl FromNode for Scoring {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["rules", "qualified_from"])?;
        let rules = object.required("rules").and_then(|node| {
            let rules: Vec<ScoreRule> = node.list()?;
            if rules.len() > Self::MAX_RULES {
                return node.error(
                    "too-many-rules",
                    format!(
                        "There are {} rules; {} are allowed.",
                        rules.len(),
                        Self::MAX_RULES
                    ),
                    "Take those out that hardly ever matter.",
                );
            }
            Some(rules)
        });
        let qualified_from = object.maybe("qualified_from", Node::signed);
        Some(Self {
            rules: rules?,
            qualified_from: qualified_from?,
        })
    }
}

impl FromNode for ScoreRule {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "points", "while", "each", "at_most", "fades"])?;
        let id = object.required("id").and_then(|node| node.name());
        let points = object.required("points").and_then(|node| {
            let points = node.signed()?;
            if points == 0 || points.abs() > Scoring::MAX_POINTS {
                return node.error(
                    "out-of-range",
                    format!(
                        "{points} is not 1 to {0}, or -{0} to -1.",
                        Scoring::MAX_POINTS
                    ),
                    "Choose a number in that range.",
                );
            }
            Some(points)
        });
        let gives = read_gives(&object);
        Some(Self {
            id: id?,
            points: points?,
            gives: gives?,
            path: node.path(),
        })
    }
}

fn read_gives(object: &Object<'_>) -> Option<Gives> {
    match (object.optional("while"), object.optional("each")) {
        (Some(condition), None) => {
            for key in ["at_most", "fades"] {
                if let Some(extra) = object.optional(key) {
                    return extra.error(
                        "not-needed",
                        format!("“{key}” is for points given each time."),
                        "Leave it out: while the condition holds, its points count once.",
                    );
                }
            }
            Condition::read(&condition).map(Gives::While)
        }
        (None, Some(each)) => {
            let what = each
                .object(&["event", "about", "where", "window"])
                .and_then(|each| Behavior::read(&each));
            let at_most = object.maybe("at_most", |node| node.whole(1..=10_000));
            let fades = object.maybe("fades", Fading::read);
            Some(Gives::Each {
                what: what?,
                at_most: at_most?,
                fades: fades?,
            })
        }
        _ => object.node().error(
            "no-cause",
            "A rule gives its points either “while” a condition holds or for “each” event.",
            "Write one of the two.",
        ),
    }
}

impl FromNode for Fading {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["every", "percent"])?;
        let every = object.required("every").and_then(|node| {
            let every = Duration::read(&node)?;
            if every.at_most_millis() < MIN_FADING {
                return node.error(
                    "too-short",
                    "Points fade once an hour at most.",
                    "A day, a week or a month is customary.",
                );
            }
            Some(every)
        });
        let percent = object
            .required("percent")
            .and_then(|node| node.whole(1..=100));
        Some(Self {
            every: every?,
            percent: percent?,
        })
    }
}

/// One hour, in milliseconds.
const MIN_FADING: i64 = 3_600_000;
