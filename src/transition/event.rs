//! Taking in what happened, and what that sets off.

use super::turn::Turn;
use crate::customer::{Folded, ProfileFacts};
use crate::event::{
    Channel, Consent, ConsentChange, ConsentWeight, Event, EventKind, EventName, Source, Tags,
};
use crate::fault::FaultCode;
use crate::id::EffectId;
use crate::reason::Reason;
use crate::state::State;
use crate::time::{Timestamp, Zone};
use crate::trace::{Cause, Decision};
use std::borrow::Cow;

impl Turn<'_, '_> {
    /// Folds in one event and everything it sets off.
    pub(super) fn take_in(&mut self, event: &Event) {
        self.take_in_one(event, 0);
        self.drain_queue();
        // What the event made due may come before the next event of the same delivery.
        self.run_due();
    }

    /// Folds in the events that the engine made itself, until there are none left.
    pub(super) fn drain_queue(&mut self) {
        while let Some((event, chain)) = self.queue.pop_front() {
            if chain > MAX_CHAIN {
                self.queue.clear();
                let message =
                    format!("workflows set one another off more than {MAX_CHAIN} times in a row");
                self.fault(FaultCode::CascadeLimit, None, message);
                return;
            }
            self.take_in_one(&event, chain);
        }
    }

    /// Puts a tag on or takes it off, and lets workflows hear of it. A tag that is already as
    /// it should be changes nothing, which is what keeps two workflows from tagging forever.
    pub(super) fn change_tag(&mut self, tag: &str, on: bool, at: Timestamp, cause: &str) {
        if self.state.customer.tags.has(tag) == on {
            return;
        }
        let tags = Tags {
            tags: vec![tag.to_owned()],
        };
        self.state
            .customer
            .tags
            .set(&tags.tags, on, at, Source::Edgewise);
        let kind = if on {
            EventKind::TagsAdded { tags }
        } else {
            EventKind::TagsRemoved { tags }
        };
        // The customer is part of the fact: two customers tagged in the same moment are two facts.
        let customer = &self.state.customer.id;
        let fact = format!(
            "edgewise:tag:{customer}:{cause}:{tag}:{}:{on}",
            at.as_millis()
        );
        self.make_event(fact, kind, at);
        if cause == "command" {
            self.drain_queue();
        }
    }

    /// Ends marketing on a channel because a workflow says so. Nothing,
    /// where it has ended already.
    pub(super) fn unsubscribe(&mut self, channel: Channel, at: Timestamp, cause: &EffectId) {
        if self.state.customer.consent.on(channel) == Consent::Unsubscribed {
            return;
        }
        let change = ConsentChange::new(channel, Consent::Unsubscribed, "workflow");
        let fact = format!("edgewise:unsubscribe:{cause}");
        self.make_event(fact, EventKind::ConsentChanged { change }, at);
    }

    fn take_in_one(&mut self, event: &Event, chain: u8) {
        let at = event.effective_at();
        let name = event.kind.name();
        self.chain = chain;
        let new_tags = self.new_tags(event);
        let profile = self.profile_if_asked(name);
        let consent = self.consent();
        let folded = self.fold(event);
        let is_news = self.emit_consent(event, consent, at);
        // Also a fact that was known can say more than before, and so move a tier. What the
        // engine made itself belongs to its moment; what was received is known from now.
        self.earn(event, folded == Folded::Recorded);
        let seen_at = match event.source {
            Source::Edgewise => at,
            _ => self.now,
        };
        self.settle_tier(at, seen_at, Some(&event.fact_key));
        if folded != Folded::Recorded {
            // A fact received again can still add something.
            return self.follow_event(name, Cause::Event, self.now);
        }
        self.report_unknown_zone(event);
        if let Some(before) = profile {
            self.emit_profile(&before, &event.fact_key, at);
        }
        if !is_news {
            return self.follow_event(name, Cause::Event, seen_at);
        }
        if event.kind.name() == EventName::CustomerDeleted && customer_is_gone(self.state) {
            self.end_all_enrollments(Reason::AccountDeleted, at);
        }
        self.pass_to_enrollments(event, seen_at);
        let news = self.news(event, new_tags);
        self.enter_by_event(&news);
        self.follow_event(name, Cause::Event, seen_at);
    }

    /// Lets what the customer is inside of hear of an event.
    pub(super) fn pass_to_enrollments(&mut self, event: &Event, seen_at: Timestamp) {
        if self.is_heard(event.kind.name()) {
            self.end_enrollments(event, seen_at);
            self.pass_to_waiting(event);
        } else {
            debug_assert!(self.leaves_all_alone(event, seen_at), "{event:?}");
        }
    }

    /// The consent in force on each channel.
    pub(super) fn consent(&self) -> [Consent; 3] {
        Channel::ALL.map(|channel| self.state.customer.consent.on(channel))
    }

    /// Folds an event into the facts, and notes what came of it.
    pub(super) fn fold(&mut self, event: &Event) -> Folded {
        let (at, name) = (event.effective_at(), event.kind.name());
        self.timers.moved(self.plan, name);
        let folded = self.state.customer.fold(event, self.plan.kept());
        self.look_at_zone();
        self.forget_next_moment();
        let fact = event.fact_key.clone();
        match folded {
            Folded::Recorded => self.note(at, Decision::Recorded { event: name, fact }),
            Folded::Noted => {}
            Folded::Ignored(reason) => self.note(
                at,
                Decision::Ignored {
                    event: name,
                    fact,
                    reason,
                },
            ),
        }
        folded
    }

    /// Makes events for the channels whose consent in force changed, and returns whether workflows
    /// may start from the event itself: one about consent counts only where it took effect.
    fn emit_consent(&mut self, event: &Event, before: [Consent; 3], at: Timestamp) -> bool {
        let EventKind::ConsentChanged { change } = &event.kind else {
            if matches!(event.kind, EventKind::ConsentFieldSeen { .. }) {
                self.emit_changed_consent(before, at, None);
            }
            return true;
        };
        if change.weight == Some(ConsentWeight::Follows) {
            return true;
        }
        let now = self.state.customer.consent.on(change.channel);
        let had = Channel::ALL.into_iter().zip(before);
        let took_effect =
            now == change.consent && !had.into_iter().any(|one| one == (change.channel, now));
        let received = took_effect.then_some(change.channel);
        self.emit_changed_consent(before, at, received);
        took_effect && change.weight != Some(ConsentWeight::Undated)
    }

    /// Makes an event of each channel on which another consent is in force than before, but for
    /// the one that already has an event.
    fn emit_changed_consent(
        &mut self,
        before: [Consent; 3],
        at: Timestamp,
        received: Option<Channel>,
    ) {
        for (channel, before) in Channel::ALL.into_iter().zip(before) {
            let consent = self.state.customer.consent.on(channel);
            let Some(record) = self.state.customer.consent.channels.get(&channel) else {
                continue;
            };
            if consent == before || received == Some(channel) {
                continue;
            }
            let change = ConsentChange {
                origin: record.origin.clone(),
                weight: Some(ConsentWeight::Follows),
                ..ConsentChange::new(channel, consent, "")
            };
            let fact = format!(
                "edgewise:consent:{}:{channel}:{}:{}",
                self.state.customer.id,
                consent.word(),
                record.at.as_millis()
            );
            self.make_event(fact, EventKind::ConsentChanged { change }, at);
        }
    }

    /// The profile before an event that may change it, where a workflow waits for that. To join is
    /// no change: before, there was nothing.
    fn profile_if_asked(&self, event: EventName) -> Option<ProfileFacts> {
        let may_change = matches!(
            event,
            EventName::CustomerUpdated | EventName::CustomerIdentified
        );
        let asked = may_change && self.plan.started_by(EventName::ProfileChanged).is_some();
        asked.then(|| ProfileFacts::clone(&self.state.customer.profile))
    }

    /// Makes an event of the profile's fields that changed.
    fn emit_profile(&mut self, before: &ProfileFacts, fact: &str, at: Timestamp) {
        let fields = self.state.customer.profile.changed_since(before);
        if !fields.is_empty() {
            let fact = format!("edgewise:profile:{fact}");
            self.make_event(fact, EventKind::ProfileChanged { fields }, at);
        }
    }

    /// The tags of an event that the customer does not have yet. What a workflow put on itself
    /// is on already, and new all the same.
    fn new_tags(&self, event: &Event) -> Option<Vec<String>> {
        let EventKind::TagsAdded { tags } = &event.kind else {
            return None;
        };
        let made_here = self.chain > 0;
        let known = |tag: &String| !made_here && self.state.customer.tags.has(tag);
        Some(
            tags.tags
                .iter()
                .filter(|tag| !known(tag))
                .cloned()
                .collect(),
        )
    }

    /// The event as workflows see it. A tag that was there already, or that a later event removed,
    /// was not added: platforms repeat themselves and echo what we sent them.
    fn news<'e>(&self, event: &'e Event, new_tags: Option<Vec<String>>) -> Cow<'e, Event> {
        let Some(mut tags) = new_tags else {
            return Cow::Borrowed(event);
        };
        tags.retain(|tag| self.state.customer.tags.has(tag));
        let kind = EventKind::TagsAdded {
            tags: Tags { tags },
        };
        Cow::Owned(Event {
            kind,
            ..event.clone()
        })
    }

    /// Makes an event that workflows hear of within this transition.
    pub(super) fn make_event(&mut self, fact_key: String, kind: EventKind, at: Timestamp) {
        let event = Event {
            fact_key: fact_key.into(),
            occurred_at: at,
            received_at: self.now,
            source: Source::Edgewise,
            imported: false,
            kind,
        };
        self.queue.push_back((event, self.chain.saturating_add(1)));
    }

    pub(super) fn report_unknown_zone(&mut self, event: &Event) {
        let (EventKind::CustomerCreated { profile }
        | EventKind::CustomerUpdated { profile }
        | EventKind::CustomerIdentified { profile }) = &event.kind
        else {
            return;
        };
        if profile
            .time_zone
            .as_deref()
            .is_some_and(|name| Zone::named(name).is_none())
        {
            let message = format!(
                "the customer’s time zone is unknown; {} is used",
                self.zone().name()
            );
            self.fault(FaultCode::UnknownTimeZone, None, message);
        }
    }
}

/// Whether the account is deleted, and nothing of theirs happened later.
const fn customer_is_gone(state: &State) -> bool {
    state.customer.account_deleted.is_some()
}

/// How often one thing may set off the next within a transition.
const MAX_CHAIN: u8 = 8;
