//! Decides what may be done, considering all intents of the moment together.
//!
//! Caps and priority depend on all intents together, so policy judges them together, at the actual
//! time. The gates are checked in a fixed order, and the first that objects gives the reason:
//!
//! 1. address: somebody without one cannot be reached;
//! 2. consent on the channel, for marketing;
//! 3. suppression of the address on the channel, for everything;
//! 4. what the customer chose, for marketing: a pause, then the message's topic;
//! 5. the workflow's own word: exit, then filter, then whether the customer is held out, judged
//!    before and carried in the wish;
//! 6. quiet hours, for marketing: the shop's, and for SMS those of the customer's country or
//!    state, the stricter of both: hold back;
//! 7. how often, for marketing: first what the customer asked for, then the shop's caps: drop or
//!    hold back, as the cap says;
//! 8. priority, for marketing: one message per channel and moment, or in as short a time as the
//!    shop says, the most important one.
//!
//! A test passes the last two, which are about real messages; nor does it count for them.
//!
//! A message that is held back is checked again when its time comes, and once more when the host is
//! about to send it.

mod consent;
mod country_hours;
mod frequency_cap;
mod ledger;
mod preference;
mod quiet_hours;

use crate::customer::Customer;
use crate::document::declared;
use crate::event::{Channel, MessageKind};
use crate::id::{EnrollmentId, WorkflowId};
use crate::intent::{Guard, Intent, Verdict};
use crate::reason::Reason;
use crate::sorted_map::SortedMap;
use crate::time::{Duration, Timestamp, Zone};
use std::borrow::Cow;

pub use frequency_cap::{CapRule, CountedTogether, FrequencyCap, Span, ThisPeriod, WhenOver};
pub use ledger::{Ledger, SendRecord};
pub use quiet_hours::QuietHours;

declared! {
    /// The rules for sending. By default, SMS and push have quiet hours from 21:00 to 08:00, and a
    /// customer gets at most 4 SMS in 30 days.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Policy beside [] {
        /// When marketing isn’t sent, by channel.
        quiet_hours: Vec<QuietHours> = or(QuietHours::defaults(), those_of(typed())),
        /// Whether marketing by SMS also waits when the law of the customer’s country or state
        /// requires it. Default: true.
        country_hours: bool = or(true, BOOLEAN),
        /// How many marketing messages a customer may get.
        frequency_caps: Vec<FrequencyCap> = or(FrequencyCap::defaults(), those_of(typed())),
        /// If several workflows have marketing due on one channel within this time of each other,
        /// only the most important message is sent, and each waits this long. Default: 0, so only
        /// messages due at the same moment compete.
        one_message_within: Duration = or(Duration::ZERO, typed()),
    }
}

impl Default for Policy {
    /// The defaults: SMS and push have quiet hours from 21:00 to 08:00 in the customer’s time zone,
    /// and a customer gets at most 4 SMS in 30 days. Email has neither.
    fn default() -> Self {
        Self {
            quiet_hours: QuietHours::defaults(),
            country_hours: true,
            frequency_caps: FrequencyCap::defaults(),
            one_message_within: Duration::ZERO,
        }
    }
}

/// The customer and the time of a judgment.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The customer's facts.
    pub customer: &'a Customer,
    /// What was sent to them.
    pub ledger: &'a Ledger,
    /// The intents that are held back and not judged now.
    pub held: &'a [Intent],
    /// The actual moment.
    pub now: Timestamp,
    /// The customer's zone.
    pub zone: Zone,
}

impl Policy {
    /// Judges all wishes of the moment, the most important first: by priority, then by due
    /// time, then as they were wished. The verdicts come back in that order.
    #[must_use]
    pub fn judge(&self, situation: &Situation<'_>, intents: Vec<Intent>) -> Vec<(Intent, Verdict)> {
        let intents = by_importance(intents);
        let mut ledger = Cow::Borrowed(situation.ledger);
        let mut winners: SortedMap<Channel, (EnrollmentId, WorkflowId)> = SortedMap::new();
        let mut judged = Vec::with_capacity(intents.len());
        let last = intents.len().saturating_sub(1);
        for (place, intent) in intents.into_iter().enumerate() {
            let so_far = Situation {
                ledger: &ledger,
                ..*situation
            };
            let mut verdict = self.judge_one(&so_far, &intent);
            if let (Verdict::Allow, Some((channel, MessageKind::Marketing))) =
                (&verdict, intent.message)
                && !intent.test
            {
                match winners.get(&channel) {
                    // Two messages of one enrollment at one moment are what the merchant configured.
                    Some((winner, workflow)) if *winner != intent.enrollment => {
                        verdict = Verdict::Suppress {
                            reason: Reason::LostToHigherPriority,
                            saw: Vec::new(),
                            winner: Some(workflow.clone()),
                        };
                    }
                    None if place < last => {
                        let own = (intent.enrollment.clone(), intent.workflow.clone());
                        winners.insert(channel, own);
                    }
                    Some(_) | None => {}
                }
            }
            if verdict == Verdict::Allow {
                verdict = self.most_important_within(&so_far, &intent);
            }
            if let (Verdict::Allow, Some((channel, kind))) = (&verdict, intent.message)
                && !intent.test
                && place < last
            {
                // Those that follow count it.
                let record = SendRecord::of(&intent, channel, kind, situation.now);
                ledger.to_mut().add(record);
            }
            judged.push((intent, verdict));
        }
        judged
    }

    /// Judges one wish by itself: every gate but priority. Its own entry in the ledger, if it
    /// has one already, does not count against it.
    #[must_use]
    pub fn judge_one(&self, situation: &Situation<'_>, intent: &Intent) -> Verdict {
        let suppress = |reason| Verdict::Suppress {
            reason,
            saw: Vec::new(),
            winner: None,
        };
        let Some((channel, kind)) = intent.message else {
            return match &intent.guard {
                Guard::Pass => Verdict::Allow,
                Guard::Fail { reason, saw } => Verdict::Suppress {
                    reason: *reason,
                    saw: saw.clone(),
                    winner: None,
                },
            };
        };
        let (order, cart) = (intent.about.order.as_deref(), intent.about.cart.as_deref());
        let customer = situation.customer;
        let Some(address) = customer.address_about(channel, order, cart) else {
            return suppress(Reason::NoAddress);
        };
        if let Some(reason) = consent::objection(situation.customer, channel, kind) {
            return suppress(reason);
        }
        if let Some(suppression) = customer.suppression(channel, Some(address)) {
            return suppress(suppression.reason);
        }
        if kind == MessageKind::Marketing {
            if customer.account_deleted.is_some() {
                return suppress(Reason::AccountDeleted);
            }
            if customer.privacy_hold.is_some() {
                return suppress(Reason::PrivacyRequestOpen);
            }
            if let Some(reason) = preference::objection(situation, intent.topic.as_deref()) {
                return suppress(reason);
            }
        }
        if let Guard::Fail { reason, saw } = &intent.guard {
            return Verdict::Suppress {
                reason: *reason,
                saw: saw.clone(),
                winner: None,
            };
        }
        if kind == MessageKind::Transactional {
            return Verdict::Allow;
        }
        if let Some(until) = self.quiet_until(situation, channel) {
            return Verdict::Defer {
                until,
                reason: Reason::InsideQuietHours,
            };
        }
        if intent.test {
            return Verdict::Allow;
        }
        if preference::has_enough(situation, intent) {
            return suppress(Reason::FrequencyAskedFor);
        }
        frequency_cap::objection(&self.frequency_caps, situation, channel, intent)
            .unwrap_or(Verdict::Allow)
    }

    /// When `channel` may be used again, if the shop or the customer's country lets it rest now.
    fn quiet_until(&self, situation: &Situation<'_>, channel: Channel) -> Option<Timestamp> {
        let by_law = self.country_hours && channel == Channel::Sms;
        let rests = |at| {
            let own = quiet_hours::held_until(&self.quiet_hours, channel, at, situation.zone);
            let law = || country_hours::held_until(situation.customer, situation.zone, at);
            own.max(by_law.then(law).flatten())
        };
        let mut until = rests(situation.now)?;
        // Where one rest ends in another; hours that never meet end this too.
        for _ in 0..64 {
            match rests(until) {
                Some(later) => until = later,
                None => break,
            }
        }
        Some(until)
    }

    /// When the shop or the customer's country next lets `channel` rest; `None` where neither ever
    /// does. It is asked while the channel may be used.
    pub(crate) fn rests_from(
        &self,
        situation: &Situation<'_>,
        channel: Channel,
    ) -> Option<Timestamp> {
        let (now, zone) = (situation.now, situation.zone);
        let own = quiet_hours::begin_after(&self.quiet_hours, channel, now, zone);
        let by_law = self.country_hours && channel == Channel::Sms;
        let law = by_law.then(|| country_hours::ends_after(situation.customer, zone, now));
        [own, law.flatten()].into_iter().flatten().min()
    }

    /// Whether a message is the most important of those due within the time in which only one is
    /// sent.
    fn most_important_within(&self, situation: &Situation<'_>, intent: &Intent) -> Verdict {
        let (Some((channel, MessageKind::Marketing)), Duration { amount: 1.., .. }) =
            (intent.message, self.one_message_within)
        else {
            return Verdict::Allow;
        };
        if intent.test {
            return Verdict::Allow;
        }
        let within = |at| self.one_message_within.after(at, situation.zone);
        let may_come = situation.now < within(intent.due);
        let sent = situation.ledger.sends.iter().find(|sent| {
            sent.channel == Some(channel)
                && sent.kind == MessageKind::Marketing
                && sent.enrollment != intent.enrollment
                && sent.priority >= intent.priority.into()
                && within(sent.at) > situation.now
        });
        // One that is still waiting itself may yet be withdrawn, so it wins at the end only.
        let waiting = || {
            situation.held.iter().find(|held| {
                held.message == intent.message
                    && !held.test
                    && held.enrollment != intent.enrollment
                    && held.priority > intent.priority
                    && held.due < within(intent.due)
                    && self.judge_one(situation, held) == Verdict::Allow
            })
        };
        let winner = sent.map(|sent| &sent.workflow);
        let last_word = || waiting().filter(|_| !may_come).map(|held| &held.workflow);
        match winner.or_else(last_word) {
            Some(winner) => Verdict::Suppress {
                reason: Reason::LostToHigherPriority,
                saw: Vec::new(),
                winner: Some(winner.clone()),
            },
            None if may_come => Verdict::Defer {
                until: within(intent.due),
                reason: Reason::MoreImportantMayCome,
            },
            None => Verdict::Allow,
        }
    }
}

/// The most important first; those of equal importance stay as they were. There are a handful
/// at most, so each is simply put into its place.
fn by_importance(intents: Vec<Intent>) -> Vec<Intent> {
    if intents.len() < 2 {
        return intents;
    }
    let rank = |intent: &Intent| (u8::MAX - intent.priority, intent.due);
    let mut sorted: Vec<Intent> = Vec::with_capacity(intents.len());
    for intent in intents {
        let place = sorted.partition_point(|known| rank(known) <= rank(&intent));
        sorted.insert(place, intent);
    }
    sorted
}

impl SendRecord {
    /// The record of a message that is allowed at `at`.
    pub(crate) fn of(intent: &Intent, channel: Channel, kind: MessageKind, at: Timestamp) -> Self {
        Self {
            effect: intent.effect.clone(),
            enrollment: intent.enrollment.clone(),
            workflow: intent.workflow.clone(),
            step: intent.step.clone(),
            order: intent.about.order.clone(),
            cart: intent.about.cart.clone(),
            priority: intent.priority.into(),
            channel: Some(channel),
            kind,
            at,
            ..Self::default()
        }
    }
}
