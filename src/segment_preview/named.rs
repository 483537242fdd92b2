//! What few different values stand for: each value is asked once, and the rows look it up.

use super::bits::Bits;
use super::page::{Ids, Kind, Named, Page};
use super::rows::Rows;
use super::whole;
use crate::condition::{Attribute, Condition, ConsentIs, Context, HasTag, TierIs};
use crate::customer::{Customer, Tags};
use crate::event::Consent;
use crate::time::Timestamp;
use crate::value::Value;

/// The rows whose attribute passes.
pub(super) fn attribute(page: &Page, leaf: &Attribute) -> Rows {
    let kind = if leaf.is_field() {
        Kind::Field
    } else {
        Kind::Trait
    };
    let passes = |value: &Value| leaf.test.holds(Some(value));
    look_up(
        page,
        page.named(kind, &leaf.name),
        leaf.test.holds(None),
        passes,
    )
}

/// The rows that have a tag.
pub(super) fn tag(page: &Page, leaf: &HasTag) -> Rows {
    let tagged = page.named(Kind::Tag, &Tags::key(&leaf.tag));
    look_up(page, tagged, !leaf.has, |_| leaf.has)
}

/// The rows in a tier.
pub(super) fn tier(page: &Page, leaf: &TierIs) -> Rows {
    let wanted = |value: &Value| matches!(value, Value::Text(tier) if *tier == leaf.tier);
    look_up(page, page.named(Kind::Tier, ""), false, wanted)
}

/// The rows with a consent.
pub(super) fn consent(page: &Page, leaf: ConsentIs) -> Rows {
    let said = page.named(Kind::Consent, leaf.channel.word());
    let silent = leaf.is == Consent::NeverSubscribed;
    look_up(page, said, silent, |value| whole::consent(value) == leaf.is)
}

/// The rows whose points, score or suppression pass.
pub(super) fn number(page: &Page, leaf: &Condition, context: &Context<'_>) -> Rows {
    let rows = page.rows();
    let nobody = leaf.evaluate(context).matched;
    let mut customer = Customer::default();
    // A scratch customer of one fact, asked by the condition itself.
    let mut ask = |tell: &dyn Fn(&mut Customer)| {
        tell(&mut customer);
        let context = Context {
            customer: &customer,
            ..*context
        };
        leaf.evaluate(&context).matched
    };
    match leaf {
        Condition::Suppressed(_) => {
            let yes = ask(&|customer| customer.suppressed = Some(Timestamp::default()));
            page.suppressed.select(rows, nobody, |_| yes).into()
        }
        _ => {
            let column = match leaf {
                Condition::Score(_) => &page.score,
                _ => &page.points,
            };
            let mut bits = Bits::fill(rows, nobody);
            column.each(|row, number| {
                let yes = ask(&|customer| {
                    customer.score.value = number;
                    customer.points.balance = number;
                });
                bits.set(row, yes);
            });
            bits.into()
        }
    }
}

fn look_up(
    page: &Page,
    named: Option<&Named>,
    absent: bool,
    passes: impl Fn(&Value) -> bool,
) -> Rows {
    let rows = page.rows();
    let Some(named) = named else {
        return Bits::fill(rows, absent).into();
    };
    let values = named.values.iter().map(passes);
    match &named.ids {
        Ids::Planes(planes) => {
            let table: Vec<bool> = std::iter::once(absent).chain(values).collect();
            planes.select(&table).into()
        }
        Ids::Column(column) => {
            let table: Vec<bool> = values.collect();
            let of = |id: i64| {
                let passes = usize::try_from(id).ok().and_then(|id| table.get(id));
                passes.is_some_and(|passes| *passes)
            };
            column.select(rows, absent, of).into()
        }
    }
}
