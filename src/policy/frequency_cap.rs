//! Frequency caps: how much marketing is enough for one person.

use super::{SendRecord, Situation};
use crate::document::{FromNode, Node, declared};
use crate::event::{Channel, MessageKind};
use crate::id::WorkflowId;
use crate::intent::{Intent, Verdict};
use crate::reason::Reason;
use crate::sentence::{Said, Sentence, Word, WorkflowName};
use crate::time::{Duration, Period, Timestamp, Unit, Zone};
use crate::trace::{Observation, Seen};

declared! {
    /// The maximum number of messages to one customer in a period. Only marketing is capped;
    /// transactional messages are always sent, and count only with `counts_transactional`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct FrequencyCap beside [] {
        /// The channel. Default: all channels together.
        channel: Option<Channel> = maybe(typed()),
        /// Whose messages count together. Default: all workflows.
        of: CountedTogether = or(CountedTogether::All, typed()),
        /// The maximum number of messages: 1 to 100.
        at_most: u32 = required(whole(1..=100)),
        /// The period.
        per: Span = required(typed()),
        /// Whether transactional messages count toward the maximum. Default: false.
        counts_transactional: bool = or(false, BOOLEAN),
        /// What to do with a message over the maximum. Default: `skip`.
        when_over: WhenOver = or(WhenOver::Skip, typed()),
    }
}

/// Whose messages a cap counts together.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum CountedTogether {
    /// All workflows together.
    #[default]
    All,
    /// Each workflow separately.
    EachWorkflow,
    /// One workflow only. Other workflows aren’t capped.
    Workflow(#[cfg_attr(test, schemars(with = "String"))] WorkflowId),
}

/// The period of a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(untagged))]
pub enum Span {
    /// A rolling period: a message counts until it is this old.
    Rolling(Duration),
    /// A calendar period in the customer’s time zone. Counting restarts when it ends.
    Calendar(ThisPeriod),
}

/// A period of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct ThisPeriod {
    /// The one that holds the moment.
    pub this: Period,
}

/// What happens to a message over the cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum WhenOver {
    /// It isn’t sent.
    #[default]
    Skip,
    /// It waits until the cap allows it, and is then checked again.
    Wait,
    /// It waits, but at most this long after it was due. If that isn’t enough, it isn’t sent.
    WaitAtMost(Duration),
}

impl FrequencyCap {
    /// 4 SMS in 30 days: one customer's share over all workflows.
    pub(super) fn defaults() -> Vec<Self> {
        vec![Self {
            channel: Some(Channel::Sms),
            of: CountedTogether::All,
            at_most: 4,
            per: Span::Rolling(Duration::new(30, Unit::Days)),
            counts_transactional: false,
            when_over: WhenOver::Skip,
        }]
    }

    /// One marketing message in `span`, over all channels and workflows.
    pub(super) const fn one_in(span: Duration) -> Self {
        Self {
            channel: None,
            of: CountedTogether::All,
            at_most: 1,
            per: Span::Rolling(span),
            counts_transactional: false,
            when_over: WhenOver::Skip,
        }
    }

    /// Whether there is no room for `intent` now.
    pub(super) fn is_full(&self, situation: &Situation<'_>, intent: &Intent) -> bool {
        self.full_until(situation, intent).is_some()
    }

    /// Whether the cap has anything to say to a message of `workflow` on `channel`.
    fn concerns(&self, channel: Channel, workflow: &WorkflowId) -> bool {
        let one = match &self.of {
            CountedTogether::Workflow(one) => one == workflow,
            CountedTogether::All | CountedTogether::EachWorkflow => true,
        };
        one && self.channel.is_none_or(|of| of == channel)
    }

    /// When there is room again for `intent`, if the cap is reached at the situation's `now`. The
    /// message itself does not count against it.
    fn full_until(&self, situation: &Situation<'_>, intent: &Intent) -> Option<Timestamp> {
        let counting = situation
            .ledger
            .sends
            .iter()
            .filter(|sent| sent.effect != intent.effect && self.counts(sent, &intent.workflow));
        let ends = || {
            let ends = counting
                .clone()
                .map(|sent| self.per.ends(sent.at, situation.zone));
            ends.filter(|end| *end > situation.now)
        };
        // While the newest `at_most` still count, there is room when the oldest of them stops
        // counting: at the first end after which fewer than `at_most` are left.
        let room =
            |end: &Timestamp| ends().filter(|other| other > end).count() < self.at_most as usize;
        if ends().count() < self.at_most as usize {
            None
        } else {
            ends().filter(room).min()
        }
    }

    /// The most of these messages, oldest first, that ever counted together when one went out that
    /// the cap limits. `zone` is where the customer lives.
    #[must_use]
    pub fn fullest(&self, sends: &[SendRecord], zone: Zone) -> u32 {
        let limited = sends.iter().enumerate().filter(|(_, sent)| {
            let channel = sent.channel.filter(|_| sent.kind == MessageKind::Marketing);
            channel.is_some_and(|channel| self.concerns(channel, &sent.workflow))
        });
        let together = limited.map(|(place, last)| {
            let until_then = sends.iter().take(place + 1);
            let counting = until_then.filter(|sent| {
                self.counts(sent, &last.workflow) && self.per.ends(sent.at, zone) > last.at
            });
            counting.count()
        });
        together
            .max()
            .map_or(0, |most| u32::try_from(most).unwrap_or(u32::MAX))
    }

    /// Whether a message takes up room of one of `workflow`.
    fn counts(&self, sent: &SendRecord, workflow: &WorkflowId) -> bool {
        (self.counts_transactional || sent.kind == MessageKind::Marketing)
            && (self.channel.is_none() || sent.channel == self.channel)
            && (self.of == CountedTogether::All || sent.workflow == *workflow)
    }
}

/// "at most 4 SMS messages in 30 days".
impl Said for FrequencyCap {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "at most {at_most} {_messages}",
            &[("at_most", &self.at_most), ("_messages", &Messages(self))],
        );
        match &self.per {
            Span::Rolling(span) => to.say(" in {per!d}", &[("per", span)]),
            Span::Calendar(ThisPeriod { this }) => to.say(" per {per}", &[("per", this)]),
        }
    }
}

/// A cap as a rule of its own: "Each customer gets at most 4 SMS messages in 30 days; the rest are
/// skipped".
pub struct CapRule<'c>(pub &'c FrequencyCap);

impl Said for CapRule<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        let Self(cap) = self;
        to.say("Each customer gets ", &[]);
        cap.say(to);
        match &cap.when_over {
            WhenOver::Skip => to.say(
                "; the rest are {when_over}",
                &[("when_over", &Word("skipped"))],
            ),
            WhenOver::Wait => to.say(
                "; the rest {when_over}",
                &[("when_over", &Word("wait until there’s room"))],
            ),
            WhenOver::WaitAtMost(span) => to.at_object("when_over", |to| {
                to.say(
                    "; the rest wait for room, for up to {wait_at_most}",
                    &[("wait_at_most", span)],
                );
            }),
        }
    }
}

/// Which messages count together.
struct Messages<'c>(&'c FrequencyCap);

impl Said for Messages<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        let Self(cap) = self;
        match &cap.channel {
            Some(channel) => to.say(
                "{channel} {_n:message|messages}",
                &[("channel", channel), ("_n", &cap.at_most)],
            ),
            None => to.say("{_n:message|messages}", &[("_n", &cap.at_most)]),
        }
        match &cap.of {
            CountedTogether::All => {}
            CountedTogether::EachWorkflow => to.say(" from each workflow", &[]),
            CountedTogether::Workflow(workflow) => {
                to.say(" from “{of}”", &[("of", &WorkflowName(workflow.as_str()))])
            }
        }
    }
}

impl Span {
    /// When a message sent at `at` to a customer in `zone` stops counting.
    #[must_use]
    pub fn ends(self, at: Timestamp, zone: Zone) -> Timestamp {
        match self {
            Self::Rolling(span) => span.after(at, zone),
            Self::Calendar(ThisPeriod { this }) => this.next_begins(at, zone, 0),
        }
    }
}

/// What the caps say to one more marketing message on `channel`.
pub(super) fn objection(
    caps: &[FrequencyCap],
    situation: &Situation<'_>,
    channel: Channel,
    intent: &Intent,
) -> Option<Verdict> {
    let mut held: Option<Timestamp> = None;
    for (number, cap) in (0u32..).zip(caps) {
        if !cap.concerns(channel, &intent.workflow) {
            continue;
        }
        let Some(until) = cap.full_until(situation, intent) else {
            continue;
        };
        let waits = match cap.when_over {
            WhenOver::Skip => false,
            WhenOver::Wait => true,
            WhenOver::WaitAtMost(most) => until <= most.after(intent.due, situation.zone),
        };
        if !waits {
            return Some(Verdict::Suppress {
                reason: Reason::OverFrequencyCap,
                saw: vec![Observation::new(
                    number,
                    Seen::Whole(cap.at_most.into()),
                    false,
                )],
                winner: None,
            });
        }
        held = held.max(Some(until));
    }
    held.map(|until| Verdict::Defer {
        until,
        reason: Reason::OverFrequencyCap,
    })
}

impl FromNode for CountedTogether {
    fn read(node: &Node<'_>) -> Option<Self> {
        if node.as_text().is_some() {
            let each = node.choice(&[("all", false), ("each_workflow", true)])?;
            return Some(if each { Self::EachWorkflow } else { Self::All });
        }
        let workflow = node.object(&["workflow"])?.required("workflow")?.name()?;
        Some(Self::Workflow(WorkflowId::new(workflow)))
    }
}

impl FromNode for Span {
    fn read(node: &Node<'_>) -> Option<Self> {
        match node.object(&["amount", "unit", "this"])?.optional("this") {
            None => Duration::read(node).map(Self::Rolling),
            Some(this) => {
                node.object(&["this"])?;
                let this = Period::read(&this)?;
                Some(Self::Calendar(ThisPeriod { this }))
            }
        }
    }
}

impl FromNode for WhenOver {
    fn read(node: &Node<'_>) -> Option<Self> {
        if node.as_text().is_some() {
            return node.choice(&[("skip", Self::Skip), ("wait", Self::Wait)]);
        }
        let most = node.object(&["wait_at_most"])?.required("wait_at_most")?;
        Duration::read(&most).map(Self::WaitAtMost)
    }
}

crate::compact::compact!(
    enum CountedTogether {
        All,
        EachWorkflow,
        Workflow(id),
    }
);
crate::compact::compact!(
    enum Span {
        Rolling(duration),
        Calendar(period),
    }
);
crate::compact::compact!(struct ThisPeriod { this });

crate::compact::compact!(
    enum WhenOver {
        Skip,
        Wait,
        WaitAtMost(length),
    }
);
