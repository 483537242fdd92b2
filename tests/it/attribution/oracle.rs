//! What must be answered, computed from the raw list of what happened and with no state.

use super::life::{Life, RawOrder, RawTouch, Rules, sent_at, sent_by};
use edgewise::attribution::{AttributedOrder, Credit};
use edgewise::event::Channel;

/// An answer in one line.
pub type Line = (String, i64, i64, String);

/// What must be answered about each order, in the order in which they were placed.
pub fn expected(life: &Life, rules: &Rules) -> Vec<Line> {
    let mut orders: Vec<&RawOrder> = life.orders.iter().collect();
    orders.sort_by_key(|order| (order.placed_at, format!("shop:{}", order.id)));
    let line = |order: &RawOrder| {
        let (gross, net) = money(order, rules);
        let name = format!("shop:{}", order.id);
        (name, gross, net, verdict(life, order, gross, rules))
    };
    orders.into_iter().map(line).collect()
}

/// An answer of the engine's in the same words.
pub fn line(order: &AttributedOrder) -> Line {
    let said = |credit: &Credit| {
        let by = word(&credit.by);
        let Credit {
            effect, touched_at, ..
        } = credit;
        format!("{by} {effect} {}", touched_at.as_millis())
    };
    let verdict = match (&order.credit, order.without, &order.nearest) {
        (Some(credit), None, None) => said(credit),
        (None, Some(without), None) => word(&without),
        (None, Some(without), Some(nearest)) => format!("{} {}", word(&without), said(nearest)),
        other => panic!("neither one credit nor one reason: {other:?}"),
    };
    (
        order.order.clone(),
        order.gross.minor,
        order.net.minor,
        verdict,
    )
}

fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap();
    value.as_str().unwrap().to_owned()
}

fn money(order: &RawOrder, rules: &Rules) -> (i64, i64) {
    let gross = match order.goods {
        Some(goods) if !rules.all_counts => goods,
        _ => order.total,
    };
    let back = order.refunds.iter().sum::<i64>().min(order.total);
    if order.total == 0 {
        return (gross, gross);
    }
    // Rounded to the nearest, half up, of what is taken away.
    let exact = i128::from(gross) * i128::from(back);
    let whole = i128::from(order.total);
    let (floor, rest) = (exact / whole, exact % whole);
    let taken = if 2 * rest >= whole { floor + 1 } else { floor };
    (gross, (gross - taken as i64).max(0))
}

fn verdict(life: &Life, order: &RawOrder, gross: i64, rules: &Rules) -> String {
    let is_counted = |one: &&RawOrder| !one.test && !one.deleted;
    if order.test {
        return "test".to_owned();
    }
    if order.deleted {
        return "deleted".to_owned();
    }
    if order.cancelled {
        return "cancelled".to_owned();
    }
    let parent = life.orders.iter().find(|one| Some(one.id) == order.parent);
    if parent.as_ref().is_some_and(is_counted) {
        return "part_of_other".to_owned();
    }
    if gross == 0 {
        return "zero".to_owned();
    }
    let mut proofs: Vec<_> = (life.codes.iter())
        .filter(|code| order.codes.contains(&code.name) && code.issued_at <= order.placed_at)
        .filter(|code| {
            code.lasts
                .is_none_or(|lasts| code.issued_at + lasts >= order.placed_at)
        })
        .collect();
    proofs.sort_by_key(|code| (code.issued_at, format!("code-{}", code.name)));
    if let Some(code) = proofs.last() {
        return format!("code code-{} {}", code.name, order.placed_at);
    }
    let mut touches: Vec<&RawTouch> = life.touches.iter().collect();
    touches.retain(|touch| touch.at <= order.placed_at && window(touch, rules).is_some());
    let weight = |kind| {
        ["open", "delivery", "click"]
            .iter()
            .position(|one| *one == kind)
    };
    touches.sort_by_key(|touch| {
        let effect = sent_by(touch.message).effect.to_string();
        (touch.at, weight(touch.kind), sent_at(touch.message), effect)
    });
    let said = |touch: &RawTouch| format!("{} effect-{} {}", touch.kind, touch.message, touch.at);
    let counts = |touch: &&&RawTouch| {
        let window = window(touch, rules).unwrap();
        order.placed_at - touch.at <= window
    };
    if let Some(touch) = touches.iter().rev().find(counts) {
        return said(touch);
    }
    match touches.last() {
        Some(touch) => format!("outside_window {}", said(touch)),
        None => "no_touch".to_owned(),
    }
}

/// How long a touch counts in milliseconds, if it does.
fn window(touch: &RawTouch, rules: &Rules) -> Option<i64> {
    const DAY: i64 = 86_400;
    let seconds = match (touch.channel, touch.kind) {
        (Channel::Email, "click") => Some(rules.email_click.unwrap_or(5 * DAY)),
        (Channel::Sms, "click") => Some(rules.sms_click.unwrap_or(5 * DAY)),
        (Channel::Sms, "delivery") => switched(rules.sms_delivery),
        (Channel::Email, "open") => switched(rules.email_open),
        _ => None,
    };
    seconds.map(|seconds| seconds * 1_000)
}

fn switched(rule: Option<(bool, i64)>) -> Option<i64> {
    rule.and_then(|(on, seconds)| on.then_some(seconds))
}
