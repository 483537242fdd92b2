//! What somebody in the admin does to one customer.

use super::turn::Turn;
use crate::customer::ConsentWord;
use crate::event::{Channel, Consent, ConsentChange, ConsentWeight, EventKind, EventName};
use crate::input::Command;
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::{Cause, Decision};

impl Turn<'_, '_> {
    /// Does what somebody in the admin asks for.
    pub(super) fn obey(&mut self, command: Command) {
        let suppressed = match command {
            Command::Suppress => true,
            Command::Unsuppress => false,
            Command::HoldMarketing => return self.hold_marketing(true),
            Command::ReleaseMarketing => return self.hold_marketing(false),
            Command::Retry { effect } => return self.retry(&effect),
            Command::Skip { effect } => return self.skip(&effect),
            Command::GivePoints { points, note } => return self.give_points(points, &note),
            Command::RedeemPoints { points, note } => return self.redeem_points(points, &note),
            Command::Enroll { workflow, batch } => return self.enroll_by_hand(&workflow, &batch),
            Command::Test { workflow, batch } => return self.test_by_hand(&workflow, &batch),
            Command::SendAgain { workflow, step } => return self.send_again(&workflow, &step),
            Command::AddTag { tag } => return self.change_tag(&tag, true, self.now, "command"),
            Command::RemoveTag { tag } => return self.change_tag(&tag, false, self.now, "command"),
            Command::RecordConsent {
                channel,
                consent,
                proof,
                given_at,
            } => return self.record_consent(channel, consent, &proof, given_at),
        };
        let customer = &mut self.state.customer;
        let changed = if suppressed {
            customer.suppressed.replace(self.now).is_none()
        } else {
            customer.lift_suppression(self.now)
        };
        if changed {
            self.note(self.now, Decision::SuppressionChanged { suppressed });
            self.follow_all(Cause::Command);
            self.drain_queue();
        }
    }

    fn hold_marketing(&mut self, held: bool) {
        if self.state.customer.privacy_hold.is_some() != held {
            self.state.customer.privacy_hold = held.then_some(self.now);
            self.note(self.now, Decision::MarketingHeld { held });
        }
    }

    /// Records a consent or withdrawal that the customer gave to the merchant. A yes needs a proof;
    /// against the customer's own withdrawal one that is dated later. Without a date it fills a
    /// blank, and takes back what a workflow or the merchant ended.
    fn record_consent(
        &mut self,
        channel: Channel,
        consent: Consent,
        proof: &str,
        given_at: Option<Timestamp>,
    ) {
        let proof = proof.trim();
        let withdrawn = self.state.customer.consent.withdrawal(channel);
        let of_ours = |word: &ConsentWord| OURS.contains(&word.origin.as_deref());
        let own = withdrawn.as_ref().is_some_and(|word| !of_ours(word));
        let against = withdrawn.map(|word| word.at);
        let is_proven = match (consent, given_at) {
            (Consent::Unsubscribed, _) => given_at.is_none_or(|at| at <= self.now),
            (Consent::Subscribed, Some(at)) => {
                !proof.is_empty() && at <= self.now && against.is_none_or(|against| against < at)
            }
            (Consent::Subscribed, None) => !proof.is_empty() && !own,
            (Consent::NeverSubscribed | Consent::Pending, _) => false,
        };
        let at = given_at.unwrap_or(self.now);
        let customer = &self.state.customer.id;
        let word = consent.word();
        let fact = format!(
            "edgewise:recorded:{customer}:{channel}:{word}:{}",
            at.as_millis()
        );
        if !is_proven {
            let decision = Decision::Ignored {
                event: EventName::ConsentChanged,
                fact: fact.into(),
                reason: Reason::ConsentNotProven,
            };
            return self.note(self.now, decision);
        }
        let fills_blank = given_at.is_none() && against.is_none() && consent == Consent::Subscribed;
        let change = ConsentChange {
            proof: (!proof.is_empty()).then(|| proof.to_owned()),
            weight: fills_blank.then_some(ConsentWeight::FillsBlank),
            ..ConsentChange::new(channel, consent, MERCHANT)
        };
        self.make_event(fact, EventKind::ConsentChanged { change }, at);
        self.drain_queue();
    }
}

/// The origin of what the merchant recorded.
const MERCHANT: &str = "merchant";
/// Who unsubscribes a customer without the customer's own request.
const OURS: [Option<&str>; 2] = [Some(MERCHANT), Some("workflow")];
