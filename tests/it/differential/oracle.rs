//! The naive reading of a condition: a list of events and a question, nothing kept in between.

use super::calendar::{Calendar, duration};
use super::facts::{Fact, OrderKnown, Past};
use crate::generate::euro;
use edgewise::event::Item;
use edgewise::money::Money;
use edgewise::time::{Timestamp, Zone};
use edgewise::value::Decimal;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

pub(crate) struct Oracle<'e> {
    /// What was received, and nothing else.
    pub(crate) past: Past<'e>,
    /// The shop's zone, and as jiff knows it.
    pub(crate) zone: Zone,
    pub(crate) shop: &'e Calendar,
    /// The customer's.
    pub(crate) local: Zone,
    pub(crate) home: &'e Calendar,
    pub(crate) entered: Option<Timestamp>,
    /// The conditions of the segments `s0`, `s1`, …
    pub(crate) segments: &'e [Value],
    /// Where the shop's customers are cut into fifths.
    pub(crate) cuts: [[i64; 4]; 3],
    /// The tiers with the cents that hold them, from low to high, and the window they look at.
    pub(crate) tiers: &'e [(&'static str, i64)],
    pub(crate) tiers_over: &'e Value,
    /// Who it is.
    pub(crate) customer: &'e str,
    /// The key of the event that started the workflow.
    pub(crate) entry: Option<&'e str>,
    /// What the shop's catalogue says now.
    pub(crate) catalogue: &'e [Product],
}

/// A product in the shop's catalogue.
pub(crate) struct Product {
    pub(crate) id: &'static str,
    /// Its price in cents.
    pub(crate) price: i64,
    pub(crate) available: i64,
}

/// A figure that an average can be: millionths, and by how many they are divided.
type Fraction = (i128, i128);

impl Oracle<'_> {
    /// Whether the condition holds at `now`.
    pub(crate) fn holds(&self, condition: &Value, now: Timestamp) -> bool {
        let of = || list(condition, "of").iter();
        match text(condition, "type") {
            "all" => of().all(|inner| self.holds(inner, now)),
            "any" => of().any(|inner| self.holds(inner, now)),
            "none" => !of().any(|inner| self.holds(inner, now)),
            "spend" => compare_money(condition, self.spent(condition, now)),
            "to_next_tier" => self.to_next_tier(condition, now),
            "order_count" => compare_count(condition, self.orders(condition, now, |_| true)),
            "bought" => compare_count(
                condition,
                self.orders(condition, now, |order| {
                    list(condition, "where")
                        .iter()
                        .all(|test| order.passes(test))
                }),
            ),
            "cart_value" => self
                .past
                .cart()
                .is_some_and(|cart| compare_money(condition, cart.total.unwrap().minor)),
            "cart_contains" => {
                let cart = self.past.cart();
                let lines = cart.iter().flat_map(|cart| &cart.items);
                let passing = lines.filter(|line| {
                    list(condition, "where")
                        .iter()
                        .all(|test| super::facts::passes(line, test))
                });
                compare_count(condition, passing.map(|line| line.quantity as usize).sum())
            }
            "performed" => compare_count(condition, self.done(condition, now).len()),
            "not_performed" => self.done(condition, now).is_empty(),
            "aggregate" => self
                .figure(condition, now)
                .is_some_and(|figure| compare_figure(condition, figure)),
            "tag" => {
                let wanted = condition
                    .get("has")
                    .and_then(Value::as_bool)
                    .unwrap_or(true);
                self.past.has_tag(&text(condition, "tag").to_lowercase()) == wanted
            }
            "consent" => self.past.consent_word() == text(condition, "is"),
            "attribute" if text(condition, "name") == "email" => {
                self.past.has_email() == (text(condition, "is") == "set")
            }
            "attribute" => {
                passes_number(condition, self.past.trait_number(text(condition, "name")))
            }
            "date" => self.date(condition, now),
            "rfm" => self.rfm(condition),
            "segment" => {
                let number: usize = text(condition, "segment")
                    .trim_start_matches('s')
                    .parse()
                    .unwrap();
                let outside = Oracle {
                    entered: None,
                    entry: None,
                    past: self.past,
                    ..*self
                };
                let member = outside.holds(self.segments.get(number).unwrap(), now);
                member == condition.get("member").and_then(Value::as_bool).unwrap()
            }
            "during" => {
                now >= self.shop.bound(text(condition, "from"))
                    && now < self.shop.bound(text(condition, "until"))
            }
            "suppressed" => {
                let wanted = condition.get("is").and_then(Value::as_bool).unwrap();
                self.past.is_suppressed() == wanted
            }
            "points" => compare_points(condition, self.points(now)),
            "score" => compare_points(condition, self.score(now)),
            "tier" => {
                let held = self.tiers_held(now).last();
                held.is_some_and(|(tier, _)| *tier == text(condition, "tier"))
            }
            "random_bucket" => {
                let limit = |key| condition.get(key).and_then(Value::as_u64).unwrap() * 100;
                let place = place_in_draw(text(condition, "name"), self.customer);
                place >= limit("from") && place < limit("until")
            }
            "product_is" => self.past.product(self.entry).is_some_and(|product| {
                let mut tests = list(condition, "where").iter();
                // Nobody asks for anything in these lives.
                condition.get("requested") != Some(&Value::Bool(true))
                    && tests.all(|test| self.is_product(product, test))
            }),
            other => panic!("the oracle does not know {other}"),
        }
    }

    /// The points of the programme in [`super::PROGRAM`]: one for each full 10.00 of each paid
    /// order, three for each look at a product.
    fn points(&self, now: Timestamp) -> i64 {
        let orders = self.past.orders().into_values();
        let paid = orders.filter(|order| order.paid.is_some() && order.placed.is_some());
        let looks = self.done(&json!({"event": "product_viewed"}), now).len();
        let for_money: i64 = paid.map(|order| order.net() / 1_000).sum();
        for_money + 3 * i64::try_from(looks).unwrap()
    }

    /// The score of the same: seven while tagged, five for each of three looks at most, four less
    /// for each order, eleven from the second order on.
    fn score(&self, now: Timestamp) -> i64 {
        let count = |event: &str| {
            let done = self.done(&json!({"event": event}), now).len();
            i64::try_from(done).unwrap()
        };
        let mut score = 5 * count("product_viewed").min(3) - 4 * count("order_placed");
        if self.past.has_tag("t0") {
            score += 7;
        }
        if self.orders(&Value::Null, now, |_| true) >= 2 {
            score += 11;
        }
        score
    }

    /// Whether the product as it was seen, and as the catalogue has it now, passes a test.
    fn is_product(&self, product: &Item, test: &Value) -> bool {
        let now = self
            .catalogue
            .iter()
            .find(|one| *one.id == *product.product_id);
        let seen = product.unit_price.map(|price| price.minor);
        let cents = |cents: i64| cents * 10_000;
        match text(test, "property") {
            "product_id" => list(test, "value").iter().any(|wanted| {
                wanted.as_str().map(str::to_lowercase) == Some(product.product_id.to_lowercase())
            }),
            "price" => passes_number(test, seen.map(cents)),
            "current_price" => passes_number(test, now.map(|now| cents(now.price))),
            "available" => passes_number(test, now.map(|now| now.available * 1_000_000)),
            "price_change" => {
                let change = now.and_then(|now| Some(now.price - seen?));
                passes_number(test, change.map(cents))
            }
            other => panic!("{other}"),
        }
    }

    /// Moments at which anything can change by time alone: everything that happened, moved by
    /// every span that the condition names, and the midnights around.
    pub(crate) fn moments_of_change(
        &self,
        condition: &Value,
        now: Timestamp,
    ) -> BTreeSet<Timestamp> {
        let mut spans = Vec::new();
        let mut bounds = Vec::new();
        collect(condition, &mut spans, &mut bounds);
        collect(self.tiers_over, &mut spans, &mut bounds);
        for segment in self.segments {
            collect(segment, &mut spans, &mut bounds);
        }
        let mut moments: Vec<Timestamp> = Vec::new();
        for calendar in [self.shop, self.home] {
            let mut day = calendar.wall(now).date();
            for _ in 0..100 {
                day = day.tomorrow().unwrap();
                moments.push(calendar.midnight(day));
            }
            moments.extend(bounds.iter().map(|bound| calendar.bound(bound)));
        }
        let mut happened: Vec<Timestamp> = self
            .past
            .events
            .iter()
            .map(|event| event.occurred_at)
            .collect();
        happened.extend_from_slice(&moments);
        for span in &spans {
            let moved = happened.iter().flat_map(|at| {
                [
                    span.after(*at, self.zone),
                    span.before(*at, self.local),
                    span.after(*at, self.local),
                ]
            });
            moments.extend(moved);
        }
        let around = |at: Timestamp| [at.plus_millis(-1), at, at.plus_millis(1)];
        moments.into_iter().flat_map(around).collect()
    }

    fn spent(&self, windowed: &Value, now: Timestamp) -> i64 {
        let paid = self.past.orders().into_values();
        let paid = paid.filter(|order| order.paid.is_some());
        let inside = paid.filter(|order| {
            order
                .placed
                .is_some_and(|at| self.inside(windowed, at, now))
        });
        inside.map(|order| order.net()).sum()
    }

    /// The tiers up to the one that is held, by all that was ever spent.
    fn tiers_held(&self, now: Timestamp) -> &[(&'static str, i64)] {
        let spent = self.spent(&Value::Null, now);
        let held = self.tiers.iter().filter(|(_, from)| *from <= spent).count();
        &self.tiers[..held]
    }

    fn to_next_tier(&self, condition: &Value, now: Timestamp) -> bool {
        let spent = self.spent(self.tiers_over, now);
        let above = self.tiers.iter().skip(self.tiers_held(now).len());
        let next = above.into_iter().find(|(_, from)| *from > spent);
        next.is_some_and(|(tier, from)| {
            let wanted = condition.get("tier").is_none_or(|wanted| wanted == tier);
            let mut asked = condition.clone();
            let missing = condition.get("missing").unwrap().clone();
            asked
                .as_object_mut()
                .unwrap()
                .insert("amount".to_owned(), missing);
            wanted && compare_money(&asked, from - spent)
        })
    }

    fn orders(
        &self,
        condition: &Value,
        now: Timestamp,
        fits: impl Fn(&OrderKnown) -> bool,
    ) -> usize {
        let orders = self.past.orders().into_values();
        let placed = orders
            .filter(|order| fits(order))
            .filter_map(|order| order.placed);
        placed.filter(|at| self.inside(condition, *at, now)).count()
    }

    /// The facts that a condition counts.
    fn done(&self, condition: &Value, now: Timestamp) -> Vec<Fact> {
        let wanted = condition.get("event").unwrap();
        let names: Vec<&str> = match wanted {
            Value::Array(names) => names.iter().map(|name| name.as_str().unwrap()).collect(),
            name => vec![name.as_str().unwrap()],
        };
        let facts = names.iter().flat_map(|name| self.past.facts(name));
        facts
            .filter(|fact| self.inside(condition, fact.at, now))
            .filter(|fact| {
                list(condition, "where")
                    .iter()
                    .all(|test| passes_number(test, fact.price))
            })
            .collect()
    }

    fn figure(&self, condition: &Value, now: Timestamp) -> Option<Fraction> {
        let mut values: Vec<(Timestamp, i64)> = if text(condition, "property") == "price" {
            let facts = self.done(condition, now).into_iter();
            facts
                .filter_map(|fact| Some((fact.at, fact.price?)))
                .collect()
        } else {
            let paid = text(condition, "event") == "order_completed";
            let orders = self.past.orders().into_values();
            let moments = orders.filter_map(|order| {
                let at = if paid { order.paid } else { order.placed }?;
                order.placed?;
                Some((at, order.net() * 10_000))
            });
            moments
                .filter(|(at, _)| self.inside(condition, *at, now))
                .collect()
        };
        values.sort_unstable();
        let numbers = || values.iter().map(|(_, value)| i128::from(*value));
        let count = i128::try_from(values.len()).unwrap();
        match text(condition, "figure") {
            "sum" => Some((numbers().sum(), 1)),
            "average" => (count > 0).then(|| (numbers().sum(), count)),
            "minimum" => numbers().min().map(|value| (value, 1)),
            "maximum" => numbers().max().map(|value| (value, 1)),
            "first" => numbers().next().map(|value| (value, 1)),
            "last" => numbers().next_back().map(|value| (value, 1)),
            "distinct" => {
                let different: BTreeSet<i128> = numbers().collect();
                Some((i128::try_from(different.len()).unwrap() * 1_000_000, 1))
            }
            other => panic!("{other}"),
        }
    }

    fn rfm(&self, condition: &Value) -> bool {
        let orders: Vec<OrderKnown> = self
            .past
            .orders()
            .into_values()
            .filter(|order| order.placed.is_some())
            .collect();
        let recency = orders.iter().filter_map(|order| order.placed).max();
        let spent: i64 = orders
            .iter()
            .filter(|order| order.paid.is_some())
            .map(OrderKnown::net)
            .sum();
        let score = |value: i64, cuts: [i64; 4]| {
            1 + cuts.iter().filter(|cut| **cut <= value).count() as u64
        };
        let [recency_cuts, frequency_cuts, monetary_cuts] = self.cuts;
        let scores = recency.map(|recency| {
            [
                score(recency.as_millis(), recency_cuts),
                score(i64::try_from(orders.len()).unwrap(), frequency_cuts),
                score(spent, monetary_cuts),
            ]
        });
        // The table of the manual, R from 1 to 5 down, FM from 1 to 5 across.
        let group = scores.map_or("prospects", |[r, f, m]| {
            let table = [
                [
                    "dormant",
                    "dormant",
                    "at-risk",
                    "at-risk",
                    "previously-loyal",
                ],
                [
                    "dormant",
                    "dormant",
                    "at-risk",
                    "at-risk",
                    "previously-loyal",
                ],
                [
                    "almost-lost",
                    "almost-lost",
                    "needs-attention",
                    "loyal",
                    "loyal",
                ],
                ["promising", "active", "active", "loyal", "loyal"],
                ["new", "active", "active", "champions", "champions"],
            ];
            let mean = (f + m).div_ceil(2);
            table[r as usize - 1][mean as usize - 1]
        });
        let groups = list(condition, "groups");
        let group_fits =
            groups.is_empty() || groups.iter().any(|wanted| wanted.as_str() == Some(group));
        group_fits
            && ["recency", "frequency", "monetary"]
                .iter()
                .enumerate()
                .all(|(scale, key)| {
                    let wanted = list(condition, key);
                    wanted.is_empty()
                        || scores.is_some_and(|scores| {
                            wanted.iter().any(|one| one.as_u64() == Some(scores[scale]))
                        })
                })
    }

    fn date(&self, condition: &Value, now: Timestamp) -> bool {
        let local = self.home;
        let found = self.past.date(text(condition, "name"));
        let is = text(condition, "is");
        let Some(found) = found else {
            return is == "not_set";
        };
        let whole_day = found.len() == 10;
        let at = local.bound(&found);
        let day = local.wall(at).date();
        let bound = |key: &str| local.bound(text(condition, key));
        let next_midnight =
            |at: Timestamp| local.midnight(local.wall(at).date().tomorrow().unwrap());
        let span = || duration(condition.get("span").unwrap());
        match is {
            "set" => true,
            "not_set" => false,
            "before" => at < bound("value"),
            "after" => at >= next_midnight(bound("value")),
            "on" => day == local.wall(bound("value")).date(),
            "between" => {
                let ends = if whole_day {
                    next_midnight(at)
                } else {
                    at.plus_millis(1)
                };
                at >= bound("value") && ends <= next_midnight(bound("and"))
            }
            "in_last" => at <= now && now < span().after(at, self.local),
            "before_last" => now >= span().after(at, self.local),
            "in_next" => now < at && now >= span().before(at, self.local),
            "after_next" => now < span().before(at, self.local),
            "anniversary" | "anniversary_in_next" => {
                let today = local.wall(now).date();
                (today.year() - 1..=today.year() + 2)
                    .filter(|year| *year > day.year())
                    .any(|year| {
                        let same = jiff::civil::Date::new(year, day.month(), day.day());
                        let same =
                            same.unwrap_or_else(|_| jiff::civil::Date::constant(year, 2, 28));
                        if is == "anniversary" {
                            return today == same;
                        }
                        let begins = local.midnight(same);
                        now < begins && now >= span().before(begins, self.local)
                    })
            }
            other => panic!("{other}"),
        }
    }

    /// Whether what happened at `at` is inside the condition's window at `now`.
    fn inside(&self, condition: &Value, at: Timestamp, now: Timestamp) -> bool {
        if at > now {
            return false;
        }
        let Some(window) = condition.get("window") else {
            return true;
        };
        let period = |moment: Timestamp, period: &str| {
            Calendar::first(period, self.shop.wall(moment).date())
        };
        if let Some(last) = window.get("last") {
            return now < duration(last).after(at, self.zone);
        }
        if let Some(before) = window.get("before_last") {
            return now >= duration(before).after(at, self.zone);
        }
        if let Some(word) = window.get("this").and_then(Value::as_str) {
            return period(at, word) == period(now, word);
        }
        if let Some(word) = window.get("previous").and_then(Value::as_str) {
            let last_of_it = period(now, word).yesterday().unwrap();
            return period(at, word) == Calendar::first(word, last_of_it);
        }
        match window.get("since") {
            Some(Value::String(word)) if word == "entry" => {
                return self.entered.is_none_or(|entered| at > entered);
            }
            Some(Value::String(date)) => return at >= self.shop.bound(date),
            Some(event) => {
                let event = text(event, "event");
                let since = self.past.facts(event).into_iter().map(|fact| fact.at);
                return !since.into_iter().any(|fact| at <= fact && fact <= now);
            }
            None => {}
        }
        at >= self.shop.bound(text(window, "from")) && at < self.shop.bound(text(window, "until"))
    }
}

fn collect(condition: &Value, spans: &mut Vec<edgewise::time::Duration>, bounds: &mut Vec<String>) {
    match condition {
        Value::Object(fields) if fields.contains_key("unit") => spans.push(duration(condition)),
        Value::Object(fields) => fields
            .values()
            .for_each(|value| collect(value, spans, bounds)),
        Value::Array(items) => items.iter().for_each(|value| collect(value, spans, bounds)),
        Value::String(text) if text.starts_with("20") && text.contains('-') => {
            bounds.push(text.clone())
        }
        _ => {}
    }
}

pub(crate) fn text<'c>(condition: &'c Value, key: &str) -> &'c str {
    condition
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn list<'c>(condition: &'c Value, key: &str) -> &'c [Value] {
    condition
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A test on a number that may be missing; numbers are millionths.
pub(crate) fn passes_number(test: &Value, found: Option<i64>) -> bool {
    let is = text(test, "is");
    let Some(found) = found else {
        return matches!(is, "not_set" | "not_equals" | "not_one_of");
    };
    let wanted = |value: &Value| value.as_i64().unwrap() * 1_000_000;
    let value = test.get("value");
    match is {
        "set" => true,
        "not_set" => false,
        "equals" => found == wanted(value.unwrap()),
        "not_equals" => found != wanted(value.unwrap()),
        "more_than" => found > wanted(value.unwrap()),
        "at_most" => found <= wanted(value.unwrap()),
        "between" => {
            let limits: Vec<i64> = value
                .unwrap()
                .as_array()
                .unwrap()
                .iter()
                .map(wanted)
                .collect();
            (limits[0]..=limits[1]).contains(&found)
        }
        other => panic!("{other}"),
    }
}

/// Out of how many places, counted in hundredths of a percent, a draw gives one: the first eight
/// bytes of a SHA-256 over the word "bucket", the draw's name and the customer's id, each behind its
/// length in eight bytes.
fn place_in_draw(name: &str, customer: &str) -> u64 {
    let mut bytes = Vec::new();
    for part in ["bucket", name, customer] {
        bytes.extend(u64::try_from(part.len()).unwrap().to_be_bytes());
        bytes.extend(part.bytes());
    }
    let hash = Sha256::digest(&bytes);
    u64::from_be_bytes(hash[..8].try_into().unwrap()) % 10_000
}

fn compare_points(condition: &Value, points: i64) -> bool {
    let limit = |key| condition.get(key).and_then(Value::as_i64).map(i128::from);
    compare(
        condition,
        points.into(),
        limit("points").unwrap(),
        limit("and"),
    )
}

fn compare_count(condition: &Value, count: usize) -> bool {
    let limit = |key| condition.get(key).and_then(Value::as_i64);
    compare(
        condition,
        i64::try_from(count).unwrap().into(),
        limit("count").unwrap_or(1).into(),
        limit("and").map(i128::from),
    )
}

fn compare_money(condition: &Value, minor: i64) -> bool {
    let limit = |key| {
        Some(i128::from(
            Money::parse(condition.get(key)?.as_str()?, euro())
                .unwrap()
                .minor,
        ))
    };
    compare(
        condition,
        minor.into(),
        limit("amount").unwrap(),
        limit("and"),
    )
}

fn compare_figure(condition: &Value, (value, of): Fraction) -> bool {
    let limit = |key| {
        let written = Decimal::parse(&condition.get(key)?.to_string()).unwrap();
        Some(i128::from(written.millionths()) * of)
    };
    compare(condition, value, limit("value").unwrap(), limit("and"))
}

fn compare(condition: &Value, value: i128, limit: i128, upper: Option<i128>) -> bool {
    match text(condition, "is") {
        "more_than" => value > limit,
        "at_least" => value >= limit,
        "less_than" => value < limit,
        "at_most" => value <= limit,
        "exactly" => value == limit,
        "between" => value >= limit && value <= upper.unwrap(),
        other => panic!("{other}"),
    }
}
