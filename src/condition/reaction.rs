//! Whether customers’ opens and clicks can be known.
//!
//! A customer can’t open a message that never reached them, and an open isn’t reported if the
//! provider doesn’t track it. Then “has not opened” is neither true nor false: neither a condition
//! on it nor its opposite holds, and nothing is decided on it.

use super::{Aggregate, Answer, Behavior, Condition, Context, NotPerformed, Performed, Window};
use crate::event::{Channel, EventName, Observed};
use crate::reason::Reason;
use crate::sentence::Sentence;
use crate::time::Timestamp;
use crate::trace::Seen;
use crate::value::Value;

/// What is known about the messages sent to a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Messages {
    /// Which opens and clicks are reported.
    pub observed: Observed,
    /// When a message was sent and on which channel, oldest first.
    pub handed: Vec<(Timestamp, Channel)>,
}

impl Messages {
    /// Nothing was sent, and no channel reports reactions.
    pub const NONE: Self = Self {
        observed: Observed {
            channels: Vec::new(),
            clicks: false,
            opens: false,
        },
        handed: Vec::new(),
    };
}

/// The events that are reactions to a message.
const REACTIONS: [EventName; 2] = [EventName::MessageOpened, EventName::MessageClicked];

impl Behavior {
    /// Whether any of its events is an open or click.
    #[must_use]
    pub fn asks_for_reactions(&self) -> bool {
        self.events.iter().any(EventName::is_reaction)
    }

    /// Why it may have happened more often than is recorded, if so, and until when that remains
    /// without an event.
    pub fn cannot_be_known(&self, context: &Context<'_>) -> (Option<Reason>, Timestamp) {
        if !self.asks_for_reactions() {
            return (None, Timestamp::MAX);
        }
        // The message that an enrollment starts with belongs to it.
        let begins = context.anchor.filter(|_| self.window == Window::SinceEntry);
        let delivered = self.delivered(context).map(|at| match begins {
            Some(begins) if at == begins => (at.plus_millis(1), 1),
            _ => (at, 1),
        });
        let (delivered, stable_until) = self
            .window
            .follow(context, delivered, |delivered| delivered > 0);
        let reason = if !self.is_observed(context) {
            Some(Reason::ReactionsNotObservable)
        } else if delivered == 0 {
            Some(Reason::NothingDelivered)
        } else {
            None
        };
        (reason, stable_until)
    }

    /// Whether reactions are reported: the shop says so, or some were reported for this customer
    /// before.
    fn is_observed(&self, context: &Context<'_>) -> bool {
        let history = &context.customer.history;
        let reported = REACTIONS.iter().any(|event| !history.of(*event).is_empty());
        reported || self.is_observed_on(&context.messages.observed)
    }

    /// Whether reactions are reported on any of its channels.
    #[must_use]
    pub fn is_observed_on(&self, observed: &Observed) -> bool {
        let by_host = |event: &EventName| match event {
            EventName::MessageOpened => observed.opens,
            _ => observed.clicks || !event.is_reaction(),
        };
        let mut channels = observed.channels.iter();
        // A text message has links and nothing that shows that it was opened.
        let is_texted =
            || self.is_on(Channel::Sms) && !self.events.contains(&EventName::MessageOpened);
        channels.any(|channel| self.is_on(*channel))
            || (self.events.iter().all(by_host) && (self.is_on(Channel::Email) || is_texted()))
    }

    /// When messages reached the customer: as reported by the provider, or else when they were sent
    /// and didn’t bounce.
    fn delivered(&self, context: &Context<'_>) -> impl Iterator<Item = Timestamp> {
        let history = &context.customer.history;
        let deliveries = history.of(EventName::MessageDelivered);
        let mut delivered: Vec<Timestamp> = deliveries.iter().map(|record| record.at).collect();
        if delivered.is_empty() {
            let handed = context.messages.handed.iter();
            let handed = handed.filter(|(_, channel)| self.is_on(*channel));
            delivered = handed.map(|(at, _)| *at).collect();
            for bounce in history.of(EventName::MessageBounced) {
                // News of a bounce does not always name the message: the latest before it.
                let before = delivered.iter().rposition(|at| *at <= bounce.at);
                if let Some(place) = before {
                    delivered.remove(place);
                }
            }
        }
        // Where a reaction is known, something was there to react to.
        let reactions = REACTIONS.iter().flat_map(|event| history.of(*event));
        delivered.extend(reactions.map(|record| record.at));
        delivered.into_iter()
    }

    /// Whether messages on `channel` are meant.
    fn is_on(&self, channel: Channel) -> bool {
        let word = Value::Text(channel.word().to_owned());
        let mut tests = self.tests.iter().filter(|test| test.property == "channel");
        tests.all(|test| test.test.holds(Some(&word)))
    }
}

impl Condition {
    /// Why it cannot be known whether it holds, if so. Then neither it nor its opposite holds.
    #[must_use]
    pub fn cannot_be_known(&self, context: &Context<'_>) -> Option<Reason> {
        let reason = self.unknown_part(context)?;
        let may_hold = self.evaluate(&context.in_doubt()).matched;
        (may_hold != self.evaluate(context).matched).then_some(reason)
    }

    /// The part of the history that a leaf is about, if it is about one.
    #[must_use]
    pub const fn behavior(&self) -> Option<&Behavior> {
        match self {
            Self::Performed(Performed { what, .. })
            | Self::NotPerformed(NotPerformed { what })
            | Self::Aggregate(Aggregate { what, .. }) => Some(what),
            _ => None,
        }
    }

    /// Whether it can be unknown for some customers.
    pub(super) fn may_be_unknown(&self) -> bool {
        let scope = self.scope();
        scope.reactions || !scope.segments.is_empty()
    }

    /// Why the first part of it cannot be known of which that is so.
    fn unknown_part(&self, context: &Context<'_>) -> Option<Reason> {
        match self {
            Self::All(group) | Self::Any(group) | Self::None(group) => {
                let mut parts = group.of.iter();
                parts.find_map(|part| part.unknown_part(context))
            }
            Self::InSegment(leaf) => {
                let segment = context.definitions.segment(&leaf.segment)?;
                segment.unknown_part(&context.outside_workflows())
            }
            leaf => leaf.behavior()?.cannot_be_known(context).0,
        }
    }
}

impl Context<'_> {
    /// The same under a negation: the unknown then counts as true, so that neither it nor its
    /// opposite holds.
    #[must_use]
    pub const fn in_doubt(&self) -> Self {
        Self {
            doubt: !self.doubt,
            ..*self
        }
    }
}

/// What a count answers that may be higher than is recorded: whether `holds` of any such count is
/// certain, or, where doubt counts as a yes, possible.
pub(super) fn at_least_so_often(
    counted: Answer,
    (count, enough): (i64, i64),
    holds: impl Fn(i64) -> bool,
    doubt: bool,
) -> Answer {
    let mut possible = count..=count.max(enough);
    let matched = if doubt {
        possible.any(holds)
    } else {
        possible.all(holds)
    };
    Answer { matched, ..counted }
}

/// Explains why a value is unknown, if it is; otherwise what `say` says.
pub(super) fn say_unless_unknown(
    seen: &Seen,
    to: &mut Sentence<'_>,
    say: impl FnOnce(&mut Sentence<'_>),
) {
    let known = Reason::ALL.iter();
    let reason = seen
        .as_text()
        .and_then(|word| known.copied().find(|reason| reason.word() == word));
    match reason {
        Some(reason) => to.say("unknown, because {_reason}", &[("_reason", &reason)]),
        None => say(to),
    }
}
