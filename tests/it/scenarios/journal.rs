//! A simulation as lines to read: what was decided, when, and why.

use chrono::Datelike;
use edgewise::effect::{EffectKind, Outcome, Payload};
use edgewise::explain::observed;
use edgewise::input::Input;
use edgewise::plan::Plan;
use edgewise::sentence::Reader;
use edgewise::simulate::{Moment, Simulation};
use edgewise::time::Timestamp;
use edgewise::trace::{Decision, Entry};
use edgewise::transition::Answer;

/// The journal of a simulation. What was merely recorded or waits is left out; a message is
/// reported when it goes out, with the time it really went.
pub(crate) fn journal(plan: &Plan, simulation: &Simulation) -> Vec<String> {
    let mut lines = Vec::new();
    for moment in &simulation.moments {
        for entry in &moment.trace {
            if let Some(text) = decision(plan, entry) {
                let real = if entry.at == moment.now {
                    String::new()
                } else {
                    format!(" [now {}]", clock(plan, moment.now))
                };
                lines.push(format!("{}  {text}{real}", clock(plan, entry.at)));
            }
        }
        if let Some(text) = performed(moment) {
            lines.push(format!("{}  {text}", clock(plan, moment.now)));
        }
        for fault in &moment.faults {
            let code = serde_json::to_value(fault.code).unwrap();
            lines.push(format!(
                "{}  fault {}",
                clock(plan, moment.now),
                code.as_str().unwrap()
            ));
        }
    }
    if let Some(wake) = simulation.wake {
        let reason = serde_json::to_value(wake.reason).unwrap();
        lines.push(format!(
            "{}  next: {}",
            clock(plan, wake.at),
            reason.as_str().unwrap()
        ));
    }
    lines
}

fn decision(plan: &Plan, entry: &Entry) -> Option<String> {
    let seen = |decision| seen(plan, decision);
    Some(match &entry.decision {
        Decision::Recorded { .. }
        | Decision::Waiting { .. }
        | Decision::Allowed { .. }
        | Decision::Released { .. }
        | Decision::Reported {
            outcome: Outcome::Sent | Outcome::Done { .. },
            ..
        } => return None,
        Decision::Moved {
            workflow,
            revision,
            step,
            ..
        } => format!("moves to {workflow} (revision {revision}) at {step}"),
        Decision::Renamed { workflow, .. } => format!("renames its run through {workflow}"),
        Decision::Ignored { event, reason, .. } => {
            format!("ignores {}: {}", event.word(), reason.word())
        }
        Decision::TierChanged { tier, .. } => format!("tier {}", tier.as_deref().unwrap_or("none")),
        Decision::TierAtRisk { tier, review_at } => format!("may lose tier {tier} at {review_at}"),
        Decision::PointsChanged {
            points,
            balance,
            cause,
        } => format!("points {points:+} for {cause}: {balance}"),
        Decision::PointsRefused {
            points,
            balance,
            reason,
        } => format!("does not redeem {points} of {balance}: {}", reason.word()),
        Decision::ScoreChanged {
            score,
            previous,
            cause,
            ..
        } => {
            let cause = serde_json::to_value(cause).unwrap();
            format!("score {previous} to {score}: {}", cause.as_str().unwrap())
        }
        Decision::SegmentChanged {
            segment,
            entered,
            cause,
            ..
        } => {
            let verb = if *entered { "joins" } else { "leaves" };
            let cause = serde_json::to_value(cause).unwrap();
            format!("{verb} segment {segment}: {}", cause.as_str().unwrap())
        }
        Decision::Entered {
            workflow,
            revision,
            test,
            ..
        } => {
            let verb = if *test { "tests" } else { "enters" };
            format!("{verb} {workflow} (revision {revision})")
        }
        Decision::NotEntered {
            workflow, reason, ..
        } => {
            format!(
                "does not enter {workflow}: {}{}",
                reason.word(),
                seen(&entry.decision)
            )
        }
        Decision::Branched { step, matched, .. } => {
            format!(
                "branch {step}: {}{}",
                if *matched { "then" } else { "else" },
                seen(&entry.decision)
            )
        }
        Decision::WayTaken { step, way, .. } => {
            format!("fork {step}: {way}{}", seen(&entry.decision))
        }
        Decision::NoWayTaken { step, reason, .. } => format!(
            "fork {step}: none, {}{}",
            reason.word(),
            seen(&entry.decision)
        ),
        Decision::Deferred {
            step,
            until,
            reason,
            ..
        } => format!("holds {step} until {until}: {}", reason.word()),
        Decision::Suppressed {
            step,
            reason,
            winner,
            ..
        } => {
            let winner = winner
                .as_ref()
                .map(|winner| format!(" to {winner}"))
                .unwrap_or_default();
            format!(
                "drops {step}: {}{winner}{}",
                reason.word(),
                seen(&entry.decision)
            )
        }
        Decision::Reported {
            outcome: Outcome::Failed { .. },
            ..
        } => "failed for good".to_owned(),
        Decision::Reported {
            outcome: Outcome::Unknown { .. },
            ..
        } => "nobody knows".to_owned(),
        Decision::Exited {
            workflow, reason, ..
        } => format!("leaves {workflow}: {}", reason.word()),
        Decision::TooLate {
            event, happened_at, ..
        } => {
            format!("too late: {} had happened at {happened_at}", event.word())
        }
        Decision::GaveUp { purchase, .. } => format!("gives up {purchase}"),
        Decision::SentAstray { purchase, .. } => format!("had sent about {purchase}"),
        Decision::TookOver { purchase, .. } => format!("takes over {purchase}"),
        Decision::Merged { .. } => "merges".to_owned(),
        Decision::MarketingHeld { held } => if *held {
            "marketing on hold"
        } else {
            "marketing released"
        }
        .to_owned(),
        Decision::SuppressionChanged { suppressed } => if *suppressed {
            "suppressed by hand"
        } else {
            "no longer suppressed"
        }
        .to_owned(),
    })
}

fn performed(moment: &Moment) -> Option<String> {
    let input = match &moment.input {
        Input::WithFacts { input, .. } => input,
        input => input,
    };
    let answer = match (input, &moment.answer) {
        (Input::Release { .. }, Some(answer)) => answer,
        _ => return None,
    };
    Some(match answer {
        Answer::Go { payload } => match payload {
            Payload::Send {
                channel,
                to,
                message,
                variables,
                valid_until,
                first,
                ..
            } => {
                let variables: serde_json::Value = serde_json::from_str(variables.as_str()).ok()?;
                let coupon = variables.pointer("/coupon/percent");
                let coupon = coupon
                    .filter(|percent| **percent != 0)
                    .map(|percent| format!(" with {percent}% off"))
                    .unwrap_or_default();
                let first = if *first { ", the first one" } else { "" };
                let until = valid_until
                    .map(|until| format!(", until {until}"))
                    .unwrap_or_default();
                let channel = channel.word();
                format!("sends {message} by {channel} to {to}{coupon}{first}{until}")
            }
            Payload::ApplyCoupon {
                percent,
                amount,
                free_gift,
                products,
                prefix,
                pool,
                ..
            } => {
                let gives = match (percent, amount, free_gift) {
                    (1.., _, _) => format!("{percent}% off"),
                    (_, Some(amount), _) => format!("{amount} off"),
                    (_, _, Some(gift)) => format!("a free {gift}"),
                    _ => "free shipping".to_owned(),
                };
                let on = if products.is_empty() {
                    String::new()
                } else {
                    format!(" on {}", products.join(" + "))
                };
                match pool {
                    Some(pool) => format!("takes a code of {pool} for {gives}{on}"),
                    None => format!("makes coupon {prefix}-… for {gives}{on}"),
                }
            }
            Payload::ChangeTier { tier, until } => {
                let until = until.map(|at| format!(" until {at}")).unwrap_or_default();
                format!("lifts into {tier}{until}")
            }
            Payload::Assign { to } => format!("assigns to {to}"),
            Payload::ShowOffer { offer, until } => {
                let until = until.map(|at| format!(" until {at}")).unwrap_or_default();
                format!("shows offer {offer}{until}")
            }
            Payload::HideOffer { offer } => format!("hides offer {offer}"),
            Payload::AddTag { tag } => format!("tags {tag}"),
            Payload::RemoveTag { tag } => format!("untags {tag}"),
            Payload::AddPoints { points, cause } => format!("gives {points} points for “{cause}”"),
            Payload::Unsubscribe { channel } => format!("ends marketing by {}", channel.word()),
            Payload::CreateTask {
                title,
                due_at,
                to,
                email,
                ..
            } => {
                let by = due_at.map(|at| format!(" by {at}")).unwrap_or_default();
                let to = to
                    .as_ref()
                    .map(|to| format!(" for {to}"))
                    .unwrap_or_default();
                let email = email
                    .as_ref()
                    .map(|email| format!(" <{email}>"))
                    .unwrap_or_default();
                format!("task “{title}”{by}{to}{email}")
            }
            Payload::AddOrderNote { order, note } => {
                let order = order.as_deref().unwrap_or("no order");
                format!("note “{note}” on {order}")
            }
            Payload::Webhook { url, body } => {
                let body: serde_json::Value = serde_json::from_str(body.as_str()).ok()?;
                let word = |key: &str| body.get(key).and_then(serde_json::Value::as_str);
                let about = ["audience", "subject"].map(|key| word(key).unwrap_or_default());
                let kind = match word("type") {
                    Some("workflow.step") | None => String::new(),
                    Some(kind) => format!(": {kind} {}", about.concat()),
                };
                format!("calls {url}{}", kind.trim_end())
            }
        },
        Answer::Defer { until, reason } => format!("not now, but {until}: {}", reason.word()),
        Answer::Withdraw { reason } => format!("withdrawn: {}", reason.word()),
    })
}

/// The conditions that did not hold; nothing where all did.
fn seen(plan: &Plan, decision: &Decision) -> String {
    if decision.saw().iter().all(|one| one.matched) {
        return String::new();
    }
    let reader = Reader {
        zone: plan.shop.zone,
        ..Reader::ENGLISH
    };
    let failed = observed(plan, decision, reader).into_iter();
    let failed = failed.filter(|one| !one.matched);
    let texts: Vec<String> = failed
        .map(|one| format!("{} ({})", one.condition, one.value))
        .collect();
    format!(" — {}", texts.join("; "))
}

pub(crate) fn clock(plan: &Plan, at: Timestamp) -> String {
    let local = at.local(plan.shop.zone);
    let millis = at.as_millis().rem_euclid(1000);
    let fraction = if millis == 0 {
        String::new()
    } else {
        format!(".{millis:03}")
    };
    format!(
        "{:04}-{}{fraction}",
        local.year(),
        local.format("%m-%d %H:%M:%S")
    )
}

#[expect(
    dead_code,
    reason = "named so that a new kind of effect is thought of here too"
)]
const fn every_kind_is_told(kind: EffectKind) -> bool {
    match kind {
        EffectKind::Send
        | EffectKind::ApplyCoupon
        | EffectKind::AddTag
        | EffectKind::RemoveTag
        | EffectKind::AddPoints
        | EffectKind::Unsubscribe
        | EffectKind::ChangeTier
        | EffectKind::Assign
        | EffectKind::CreateTicket
        | EffectKind::AddToAudience
        | EffectKind::RemoveFromAudience
        | EffectKind::ShowOffer
        | EffectKind::HideOffer
        | EffectKind::SyncCustomer
        | EffectKind::CreateTask
        | EffectKind::AddOrderNote
        | EffectKind::Webhook => true,
    }
}
