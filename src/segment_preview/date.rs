//! Dates: a birthday, the day of joining, the last order.

use super::bits::Bits;
use super::column::Column;
use super::orders::{self, Which};
use super::packed::Packed;
use super::page::{Kind, Page};
use super::rows::Rows;
use super::slice::{Edge, Slice};
use crate::condition::{Bound, Context, DateIs, DatePredicate};
use crate::time::{Date, Zone};
use crate::value::Value;
use std::ops::Range;

/// The rows whose date passes.
pub(super) fn select(page: &Page, leaf: &DateIs, context: &Context<'_>) -> Option<Rows> {
    let rows = page.rows();
    let mut verdict = match leaf.name.as_str() {
        "first_seen" => moments(page, leaf, context, &page.first_seen),
        "joined_at" => moments(page, leaf, context, &page.joined),
        "last_order_at" => of_orders(page, leaf, context, Which::Last),
        "first_order_at" => of_orders(page, leaf, context, Which::First),
        "birth_date" => days(page, leaf, context, Kind::Field),
        _ => days(page, leaf, context, Kind::Trait),
    };
    if leaf.name == "first_order_at" {
        verdict.ask = Some(page.orders.folded.owners(rows));
    }
    Some(verdict)
}

/// Moments of orders.
fn of_orders(page: &Page, leaf: &DateIs, context: &Context<'_>, which: Which) -> Rows {
    let test = Moments::of(page, leaf, context);
    if test.none() {
        let orders = &page.orders;
        let ordered = orders.whose.owners_among(page.rows(), &orders.standing());
        return Bits::all(page.rows()).minus(&ordered).into();
    }
    orders::dated(page, which, &test.slice, |row, at| test.holds(row, at)).into()
}

/// Moments in a column. Only those of which it is not sure are taken out.
fn moments(page: &Page, leaf: &DateIs, context: &Context<'_>, column: &Column<Packed>) -> Rows {
    let rows = page.rows();
    let test = Moments::of(page, leaf, context);
    let within = |range: &Range<i64>| match range.is_empty() {
        true => Bits::none(rows),
        false => column.within(rows, range.start..=range.end - 1),
    };
    let mut yes = within(&test.slice.sure);
    let unsure = within(&test.slice.maybe).minus(&yes);
    for row in unsure.iter() {
        let holds = column.get(row).is_some_and(|at| test.holds(row, at));
        yes.set(row, holds);
    }
    if test.none() {
        yes = Bits::all(rows).minus(&column.owners(rows)).or(&yes);
    }
    yes.into()
}

/// A test of moments: nearly all are clearly inside or outside, whatever the customer's zone.
struct Moments<'a> {
    leaf: &'a DateIs,
    context: &'a Context<'a>,
    slice: Slice,
    zones: Zones<'a>,
}

impl<'a> Moments<'a> {
    fn of(page: &'a Page, leaf: &'a DateIs, context: &'a Context<'a>) -> Self {
        Self {
            leaf,
            context,
            slice: slice(leaf.is, context),
            zones: Zones::of(page, context),
        }
    }

    /// Whether it holds for who has no such moment.
    fn none(&self) -> bool {
        self.leaf.is == DatePredicate::NotSet
    }

    #[inline]
    fn holds(&self, row: usize, at: i64) -> bool {
        self.slice.has(at, |at| {
            let context = self.zones.at(row, self.context);
            self.leaf.holds(Some(Bound::Moment(at)), &context)
        })
    }
}

/// Dates as text: each different one is asked once for each zone there is.
fn days(page: &Page, leaf: &DateIs, context: &Context<'_>, kind: Kind) -> Rows {
    let mut yes = Bits::fill(page.rows(), leaf.is == DatePredicate::NotSet);
    let Some(named) = page.named(kind, &leaf.name) else {
        return yes.into();
    };
    let zones = Zones::of(page, context);
    let dates: Vec<Option<Bound>> = named
        .values
        .iter()
        .map(|value| match (kind, value) {
            (Kind::Field, Value::Text(text)) => Date::parse(text).map(Bound::Day),
            (_, Value::Text(text)) => Bound::parse(text),
            _ => None,
        })
        .collect();
    let mut known: Vec<Option<bool>> = vec![None; dates.len() * zones.different.len()];
    named.ids.each(|row, id| {
        let zone = zones.place(row);
        let Some(known) = known.get_mut(zone * dates.len() + id) else {
            return;
        };
        let holds = *known.get_or_insert_with(|| {
            let date = dates.get(id).copied().flatten();
            leaf.holds(date, &zones.at(row, context))
        });
        yes.set(row, holds);
    });
    yes.into()
}

/// The moments that pass a test for sure, and those that may.
fn slice(test: DatePredicate, context: &Context<'_>) -> Slice {
    let always = i64::MIN..i64::MAX;
    let unsure = Slice {
        sure: 0..0,
        maybe: always.clone(),
    };
    let past = i64::MIN..context.now.as_millis() + 1;
    let near = |bound: Bound| Edge::near(bound.moment(context.zone).as_millis());
    match test {
        DatePredicate::Before(bound) => Slice::until(near(bound), always),
        DatePredicate::After(bound) => Slice::since(near(bound), always),
        DatePredicate::On(day) => Slice {
            sure: 0..0,
            ..Slice::since(near(Bound::Day(day)), always.clone())
                .and(&Slice::until(near(Bound::Day(day)), always))
        },
        DatePredicate::Between(from, to) => {
            let from = Slice::since(near(from), always.clone());
            from.and(&Slice::until(near(to), always))
        }
        DatePredicate::InLast(span) => Slice::since(Edge::of(span, context), past),
        DatePredicate::BeforeLast(span) => Slice::until(Edge::of(span, context), past),
        DatePredicate::Set => Slice {
            sure: always.clone(),
            maybe: always,
        },
        DatePredicate::NotSet => Slice {
            sure: 0..0,
            maybe: 0..0,
        },
        _ => unsure,
    }
}

/// The zones in which a page's customers live.
struct Zones<'a> {
    named: Option<&'a super::page::Named>,
    country: Option<&'a super::page::Named>,
    own: Vec<Option<Zone>>,
    of_country: Vec<Option<Zone>>,
    different: Vec<Zone>,
    shop: Zone,
}

impl<'a> Zones<'a> {
    fn of(page: &'a Page, context: &Context<'_>) -> Self {
        let named = page.named(Kind::Field, "time_zone");
        let country = page.named(Kind::Field, "country");
        let zones = |named: Option<&super::page::Named>, zone: fn(&str) -> Option<Zone>| {
            let values = named.map_or(&[][..], |named| &named.values);
            values
                .iter()
                .map(|value| match value {
                    Value::Text(text) => zone(text),
                    _ => None,
                })
                .collect::<Vec<Option<Zone>>>()
        };
        let own = zones(named, Zone::named);
        let of_country = zones(country, Zone::for_country);
        let mut different = vec![context.zone];
        for zone in own.iter().chain(&of_country).flatten() {
            if !different.contains(zone) {
                different.push(*zone);
            }
        }
        Self {
            named,
            country,
            own,
            of_country,
            different,
            shop: context.zone,
        }
    }

    /// Where the customer of a row is, as [`crate::customer::Customer::zone`] says.
    fn zone(&self, row: usize) -> Zone {
        let of = |named: Option<&super::page::Named>, zones: &[Option<Zone>]| {
            zones.get(named?.ids.get(row)?).copied().flatten()
        };
        of(self.named, &self.own)
            .or_else(|| of(self.country, &self.of_country))
            .unwrap_or(self.shop)
    }

    fn place(&self, row: usize) -> usize {
        let zone = self.zone(row);
        let found = self.different.iter().position(|one| *one == zone);
        found.unwrap_or_default()
    }

    fn at<'c>(&self, row: usize, context: &Context<'c>) -> Context<'c> {
        Context {
            local: self.zone(row),
            ..*context
        }
    }
}
