//! A condition asked of a whole page.
//!
//! A group narrows the rows down, what is cheap first, so that what is dear is asked of few. A
//! leaf is answered from its columns where there is a way ([`kernel`]). Whatever has none, and
//! the few rows a kernel does not judge, is asked one by one: the customer's facts are put
//! together again and the very same [`Condition`] is evaluated as in a transition.

use super::bits::Bits;
use super::page::Page;
use super::rows::Rows;
use super::{carts, date, events, named, orders, rfm};
use crate::condition::{Behavior, Condition, Context};
use crate::customer::Customer;

/// Those of `among` for whom `condition` holds. The context's customer is nobody.
pub(super) fn select(
    page: &Page,
    condition: &Condition,
    context: &Context<'_>,
    among: &Bits,
) -> Bits {
    if among.is_empty() {
        return among.clone();
    }
    match condition {
        Condition::All(group) => {
            let mut left = among.clone();
            for condition in cheapest_first(&group.of) {
                left = select(page, condition, context, &left);
            }
            left
        }
        Condition::Any(group) => among.clone().minus(&none(page, &group.of, context, among)),
        Condition::None(group) => none(page, &group.of, &context.in_doubt(), among),
        Condition::InSegment(leaf) => {
            let context = context.outside_workflows();
            let context = if leaf.member {
                context
            } else {
                context.in_doubt()
            };
            let members = match context.definitions.segment(&leaf.segment) {
                Some(segment) => select(page, segment, &context, among),
                None => Bits::none(page.rows()),
            };
            if leaf.member {
                members
            } else {
                among.clone().minus(&members)
            }
        }
        leaf => select_leaf(page, leaf, context, among),
    }
}

/// Those of `among` for whom not one of `of` holds.
fn none(page: &Page, of: &[Condition], context: &Context<'_>, among: &Bits) -> Bits {
    let mut left = among.clone();
    for condition in cheapest_first(of) {
        let holds = select(page, condition, context, &left);
        left = left.minus(&holds);
    }
    left
}

fn select_leaf(page: &Page, leaf: &Condition, context: &Context<'_>, among: &Bits) -> Bits {
    let verdict = kernel(page, leaf, context).unwrap_or_else(|| untouched(page, leaf, context));
    let mut yes = verdict.yes.and(among);
    if let Some(ask) = verdict.ask {
        let ask = ask.and(among);
        let mut facts = page.facts(leaf.reads());
        for row in ask.iter() {
            let customer = facts.customer(row);
            yes.set(row, ask_one(&customer, leaf, context));
        }
    }
    yes
}

/// The way to answer a leaf from columns, if there is one.
fn kernel(page: &Page, leaf: &Condition, context: &Context<'_>) -> Option<Rows> {
    if leaf.behavior().is_some_and(Behavior::asks_for_reactions) {
        // How often it was done is not all there is to it.
        return None;
    }
    match leaf {
        Condition::Attribute(leaf) => Some(named::attribute(page, leaf)),
        Condition::HasTag(leaf) => Some(named::tag(page, leaf)),
        Condition::TierIs(leaf) => Some(named::tier(page, leaf)),
        Condition::ConsentIs(leaf) => Some(named::consent(page, *leaf)),
        Condition::Suppressed(_) | Condition::PointsAre(_) | Condition::Score(_) => {
            Some(named::number(page, leaf, context))
        }
        Condition::DateIs(leaf) => date::select(page, leaf, context),
        Condition::CartValue(leaf) => Some(carts::value(page, leaf)),
        Condition::CartContains(leaf) => Some(carts::contains(page, leaf, context)),
        Condition::OrderCount(leaf) => orders::count(page, leaf, context),
        Condition::Spend(leaf) => orders::spend(page, leaf, context),
        Condition::Bought(leaf) => orders::bought(page, leaf, context),
        Condition::RfmIs(leaf) => Some(rfm::select(page, leaf, context)),
        Condition::Aggregate(leaf) if leaf.is_order_total() => {
            orders::aggregate(page, leaf, context)
        }
        Condition::Aggregate(leaf) => events::aggregate(page, leaf, context),
        Condition::Performed(leaf) => events::performed(page, &leaf.what, context, leaf.wanted()),
        Condition::NotPerformed(leaf) => events::performed(page, &leaf.what, context, 0..=0),
        _ => None,
    }
}

/// Those who have none of the facts a leaf reads answer as nobody does; the others are asked.
fn untouched(page: &Page, leaf: &Condition, context: &Context<'_>) -> Rows {
    let rows = page.rows();
    // A lot is drawn by the id, which everybody has.
    let ask = if leaf.scope().draws {
        Bits::all(rows)
    } else {
        page.touched(leaf.reads())
    };
    let nobody = leaf.evaluate(context).matched;
    Rows {
        yes: Bits::fill(rows, nobody),
        ask: Some(ask),
    }
}

fn ask_one(customer: &Customer, leaf: &Condition, context: &Context<'_>) -> bool {
    leaf.evaluate(&of(customer, context)).matched
}

/// The context with somebody in it.
pub(super) fn of<'a>(customer: &'a Customer, context: &Context<'a>) -> Context<'a> {
    Context {
        customer,
        local: customer.zone(context.zone),
        ..*context
    }
}

fn cheapest_first(of: &[Condition]) -> Vec<&Condition> {
    let mut sorted: Vec<&Condition> = of.iter().collect();
    sorted.sort_by_key(|condition| condition.cost());
    sorted
}
