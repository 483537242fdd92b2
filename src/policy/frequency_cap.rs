//! Frequency caps: how much marketing is enough for one person.

use super::Situation;
use crate::document::{Node, Read};
use crate::event::{Channel, MessageKind};
use crate::id::EffectId;
use crate::intent::Verdict;
use crate::reason::Reason;
use crate::time::{Duration, Timestamp, Unit};
use crate::trace::Saw;

/// At most so many marketing messages to one customer in any span of this length, over all
/// workflows. The span rolls, exact to the millisecond: a message counts until it is that old.
/// Transactional messages neither count nor are held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct FrequencyCap {
    /// On which channel; over all channels together when left out.
    #[cfg_attr(test, schemars(default))]
    pub channel: Option<Channel>,
    /// How many: 1 to 100.
    pub at_most: u32,
    /// In any span of this length.
    pub per: Duration,
    /// What becomes of one too many. `skip` when left out.
    #[cfg_attr(test, schemars(default))]
    pub when_over: WhenOver,
}

/// What becomes of a message that is one too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum WhenOver {
    /// It is not sent.
    #[default]
    Skip,
    /// It is held back until there is room, and then asked everything again.
    Wait,
}

impl FrequencyCap {
    /// 4 SMS in 30 days: one customer's share over all workflows.
    pub(super) fn defaults() -> Vec<Self> {
        vec![Self {
            channel: Some(Channel::Sms),
            at_most: 4,
            per: Duration::new(30, Unit::Days),
            when_over: WhenOver::Skip,
        }]
    }

    /// When there is room again, if the cap is reached at the situation's `now`. `own` is the
    /// message itself, which does not count against it.
    fn full_until(&self, situation: &Situation<'_>, own: &EffectId) -> Option<Timestamp> {
        let counting = situation.ledger.sends.iter().filter(|sent| {
            sent.effect != *own
                && sent.kind == MessageKind::Marketing
                && (self.channel.is_none() || sent.channel == self.channel)
        });
        let ends = || {
            let ends = counting
                .clone()
                .map(|sent| self.per.after(sent.at, situation.zone));
            ends.filter(|end| *end > situation.now)
        };
        // When the newest `at_most` are still inside, room comes as the oldest of them leaves:
        // the first end after which fewer than `at_most` are left.
        let room =
            |end: &Timestamp| ends().filter(|other| other > end).count() < self.at_most as usize;
        if ends().count() < self.at_most as usize {
            None
        } else {
            ends().filter(room).min()
        }
    }
}

/// What the caps say to one more message on `channel`.
pub(super) fn objection(
    caps: &[FrequencyCap],
    situation: &Situation<'_>,
    channel: Channel,
    own: &EffectId,
) -> Option<Verdict> {
    let concerned = caps
        .iter()
        .filter(|cap| cap.channel.is_none_or(|of| of == channel));
    let mut held: Option<Timestamp> = None;
    for cap in concerned {
        let Some(until) = cap.full_until(situation, own) else {
            continue;
        };
        match cap.when_over {
            WhenOver::Skip => {
                let channel = cap.channel.map_or_else(
                    || "messages".to_owned(),
                    |channel| format!("{channel} messages"),
                );
                return Some(Verdict::Suppress {
                    reason: Reason::OverFrequencyCap,
                    saw: vec![Saw {
                        condition: format!(
                            "has had fewer than {} {channel} in the last {}",
                            cap.at_most, cap.per
                        ),
                        value: format!("{} or more", cap.at_most),
                        matched: false,
                    }],
                    winner: None,
                });
            }
            WhenOver::Wait => held = held.max(Some(until)),
        }
    }
    held.map(|until| Verdict::Defer {
        until,
        reason: Reason::OverFrequencyCap,
    })
}

impl Read for FrequencyCap {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["channel", "at_most", "per", "when_over"])?;
        let channel = object.maybe("channel", Channel::read);
        let at_most = object
            .required("at_most")
            .and_then(|node| node.whole(1..=100));
        let per = object
            .required("per")
            .and_then(|node| Duration::read(&node));
        let when_over = object.or("when_over", WhenOver::Skip, |node| {
            node.choice(&[("skip", WhenOver::Skip), ("wait", WhenOver::Wait)])
        });
        Some(Self {
            channel: channel?,
            at_most: at_most?,
            per: per?,
            when_over: when_over?,
        })
    }
}
