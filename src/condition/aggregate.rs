//! Compares a figure computed from events, such as a sum or an average.

use super::behavior::{known_property, needs, property};
use super::reaction::say_unless_unknown;
use super::{
    Answer, Behavior, Compared, Comparison, Context, Leaf, ORDER_EVENTS, Reads, Scope, upper,
};
use crate::customer::Record;
use crate::document::declared;
use crate::event::{EventName, PropertyKind, major};
use crate::json::choices;
use crate::sentence::{Name, Said, Sentence, Word};
use crate::sorted_map::SortedMap;
use crate::time::{Timeline, Timestamp};
use crate::trace::Seen;
use crate::value::{Decimal, Value};
use std::borrow::Borrow;

declared! {
    /// Compares a figure computed from one property of the customer’s events in a window. For
    /// orders, `total` is net of refunds and in the shop’s currency, and test, deleted, and
    /// canceled orders are ignored. Events without the property are ignored. If no event has it,
    /// only the sum and the number of distinct values are 0; the other figures have no value and
    /// the condition is false.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Aggregate beside ["type"] {
        /// The events.
        what in Behavior: Behavior = part::<Behavior>(),
        /// The figure to compute.
        figure: Figure = required(typed()),
        /// The property to compute it from, such as `price`.
        property: String = required(checked(text(100), |node, name| {
            let events = what.as_ref().map_or(&[][..], |what| &what.events);
            let (name, kind) = known_property(node, name, events)?;
            let numeric = kind.is_none_or(|kind| kind == PropertyKind::Number);
            if !numeric && figure != Some(Figure::Distinct) {
                return node.error(
                    "not-a-number",
                    format!("Expected a property that is a number; “{name}” isn’t."),
                    "Choose a numeric property, or use “distinct” to count different values.",
                );
            }
            Some(name)
        })),
        /// The comparison.
        is: Comparison = required(typed()),
        /// The number to compare with. Money is in major units, such as `49.5`.
        value: Decimal = required(DECIMAL),
        /// The upper limit, for “between”.
        and: Option<Decimal> = upper(is, &value, DECIMAL),
    }
    listed in "Behavior" as "Sum or average of an event’s property";
    example {
        "figure": "average", "property": "total", "event": "order_completed", "is": "at_least", "value": 100
    };
}

choices! {
    /// A figure computed from several values.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Figure {
        /// The sum of all values.
        Sum = "sum",
        /// The average of all values.
        Average = "average",
        /// The smallest value.
        Minimum = "minimum",
        /// The largest value.
        Maximum = "maximum",
        /// The value of the earliest event.
        First = "first",
        /// The value of the latest event.
        Last = "last",
        /// The number of different values.
        Distinct = "distinct",
    }
}

/// One value and the stretch of time during which it counts.
struct Counted {
    at: Timestamp,
    from: Timestamp,
    until: Timestamp,
    value: Value,
}

/// A figure as a fraction, so that an average is compared without rounding.
struct Fraction {
    millionths: i128,
    of: i128,
}

impl Aggregate {
    fn counted(&self, context: &Context<'_>) -> Vec<Counted> {
        let spans = |(at, value): (Timestamp, Value)| {
            let (from, until) = self.what.window.span(at, context)?;
            Some(Counted {
                at,
                from,
                until,
                value,
            })
        };
        if self.is_order_total() {
            let orders = context.customer.orders.by_id.values();
            let paid = self.what.events == [EventName::OrderCompleted];
            let totals = orders
                .filter(|order| order.counts() && order.cancelled_at.is_none())
                .filter_map(|order| {
                    let moment = if paid { order.paid_at } else { order.placed_at };
                    let net = order.net().filter(|net| net.currency == context.currency)?;
                    Some((moment?, major(net)?))
                });
            return totals.filter_map(spans).collect();
        }
        self.what
            .records(context)
            .filter_map(|(event, record)| {
                let value = property(&self.property, event, record, context)?;
                Some((record.at, value.into_owned()))
            })
            .filter_map(spans)
            .collect()
    }

    /// Whether this computes order totals, which are read from the orders because they know their
    /// refunds.
    pub(crate) fn is_order_total(&self) -> bool {
        self.property == "total"
            && self.what.tests.is_empty()
            && self.what.about.is_none()
            && matches!(
                self.what.events.as_slice(),
                [EventName::OrderPlaced | EventName::OrderCompleted]
            )
    }

    /// The value that a record adds, if it is meant at all.
    pub(crate) fn value_of(
        &self,
        event: EventName,
        record: &Record,
        context: &Context<'_>,
    ) -> Option<Value> {
        let meant = self.what.fits(event, record, context);
        let value = property(&self.property, event, record, context).filter(|_| meant)?;
        Some(value.into_owned())
    }

    /// Whether the sum and the number of values are enough to evaluate it.
    pub(crate) const fn is_of_sum(&self) -> bool {
        matches!(self.figure, Figure::Sum | Figure::Average)
    }

    /// Whether the figure of `count` numbers that come to `millionths` is meant, where it
    /// [is of a sum](Self::is_of_sum).
    pub(crate) fn holds_of_sum(&self, millionths: i64, count: i64) -> bool {
        let of = match self.figure {
            Figure::Average => count,
            _ => 1,
        };
        let limit = |value: Decimal| value.millionths().checked_mul(of);
        match (limit(self.value), self.and.map(limit)) {
            _ if of == 0 => false,
            (Some(limit), None) => self.is.holds(&millionths, &limit, None),
            (Some(limit), Some(Some(upper))) => self.is.holds(&millionths, &limit, Some(&upper)),
            // More than eighteen digits.
            _ => self.holds(Some(&Fraction {
                millionths: millionths.into(),
                of: of.into(),
            })),
        }
    }

    /// Whether the figure of values that all count, each with its moment, is meant.
    pub(crate) fn holds_for(&self, values: impl Iterator<Item = (Timestamp, Value)>) -> bool {
        self.holds(self.figure(values).as_ref())
    }

    fn figure_at(&self, values: &[Counted], at: Timestamp) -> Option<Fraction> {
        let inside = values.iter().filter(|one| one.from <= at && at < one.until);
        self.figure(inside.map(|one| (one.at, &one.value)))
    }

    fn figure(
        &self,
        values: impl Iterator<Item = (Timestamp, impl Borrow<Value> + Ord)>,
    ) -> Option<Fraction> {
        if self.figure == Figure::Distinct {
            let mut different = SortedMap::new();
            for (_, value) in values {
                different.insert(value, ());
            }
            let count = i128::try_from(different.len()).ok()?;
            return Some(Fraction {
                millionths: count * 1_000_000,
                of: 1,
            });
        }
        let numbers = values.filter_map(|(at, value)| Some((at, number(value.borrow())?)));
        let whole = |number: Decimal| Fraction {
            millionths: number.millionths().into(),
            of: 1,
        };
        match self.figure {
            Figure::Sum | Figure::Average => {
                let (sum, count) = numbers.fold((0i128, 0i128), |(sum, count), (_, number)| {
                    (sum + i128::from(number.millionths()), count + 1)
                });
                let of = if self.figure == Figure::Sum { 1 } else { count };
                (of > 0).then_some(Fraction {
                    millionths: sum,
                    of,
                })
            }
            Figure::Minimum => numbers.map(|(_, number)| number).min().map(whole),
            Figure::Maximum => numbers.map(|(_, number)| number).max().map(whole),
            Figure::First => numbers.min().map(|(_, number)| whole(number)),
            Figure::Last => numbers.max().map(|(_, number)| whole(number)),
            Figure::Distinct => None,
        }
    }

    fn holds(&self, figure: Option<&Fraction>) -> bool {
        figure.is_some_and(|figure| {
            let limit = |value: Decimal| i128::from(value.millionths()) * figure.of;
            let upper = self.and.map(limit);
            self.is
                .holds(&figure.millionths, &limit(self.value), upper.as_ref())
        })
    }
}

impl Leaf for Aggregate {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let values = self.counted(context);
        let holds = |at| self.holds(self.figure_at(&values, at).as_ref());
        let matched = holds(context.now);
        let mut edges = Timeline::default();
        for edge in values.iter().flat_map(|one| [one.from, one.until]) {
            if edge > context.now && edge < Timestamp::MAX {
                edges.add(edge, 0);
            }
        }
        let mut change = None;
        while let Some((edge, _)) = edges.pop() {
            // Several values may start or stop counting at one moment.
            if edges.peek() != Some(edge) && holds(edge) != matched {
                change = Some(edge);
                break;
            }
        }
        let truncated = if self.is_order_total() {
            let folded = context.customer.orders.folded_until;
            self.what.window.reaches_behind(folded, context)
        } else {
            self.what.is_truncated(context)
        };
        // A figure of reactions is certain only where it can be known.
        let (unknown, unknown_until) = self.what.cannot_be_known(context);
        Answer {
            matched: match unknown {
                Some(_) => context.doubt,
                None => matched,
            },
            stable_until: change.unwrap_or(Timestamp::MAX).min(unknown_until),
            truncated,
        }
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        if let Some(reason) = self.what.cannot_be_known(context).0 {
            return Seen::text(reason.word());
        }
        match self.figure_at(&self.counted(context), context.now) {
            // For people; the comparison itself never rounds.
            Some(Fraction { millionths, of }) => i64::try_from(millionths / of)
                .map_or(Seen::Nothing, |rounded| {
                    Some(Value::Number(Decimal::from_millionths(rounded))).into()
                }),
            None => Seen::Nothing,
        }
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen {
            Seen::Nothing => to.say("nothing", &[]),
            other => say_unless_unknown(other, to, |to| other.say(to)),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        self.what.scope(scope);
        if self.is_order_total() {
            return scope.moved_by(ORDER_EVENTS);
        }
        for event in &self.what.events {
            needs(&self.property, *event, scope);
        }
    }

    fn reads(&self) -> Reads {
        Reads {
            orders: true,
            ..Reads::behavior(&self.what)
        }
    }

    fn cost(&self) -> u32 {
        20
    }
}

impl Said for Aggregate {
    fn say(&self, to: &mut Sentence<'_>) {
        let figure = match self.figure {
            Figure::Sum => "a total",
            Figure::Average => "an average",
            Figure::Minimum => "a lowest",
            Figure::Maximum => "a highest",
            Figure::First => "a first",
            Figure::Last => "a last",
            Figure::Distinct => "a number of different values of",
        };
        let value = Compared::new(self.is, "value", &self.value, self.and.as_ref());
        to.say(
            "has {figure} {property} of {_what} that is {_value}{window}",
            &[
                ("figure", &Word(figure)),
                ("property", &Name(&self.property)),
                ("_what", &self.what),
                ("_value", &value),
                ("window", &self.what.window),
            ],
        );
    }
}

/// Sources write numbers as text now and then.
fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => Decimal::parse(text),
        Value::Boolean(_) | Value::List(_) => None,
    }
}
