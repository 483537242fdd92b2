//! What follows from changed facts: the score, then who came into a segment and who left it.

use super::turn::Turn;
use crate::event::{EventKind, EventName, EventNames};
use crate::segment::Segment;
use crate::time::Timestamp;
use crate::trace::{Cause, Decision, Detail, Entry};

impl Turn<'_, '_> {
    /// If the plan is another than the one under which everything was settled, settles it anew.
    /// An edit is not something a customer did: it starts no workflow.
    pub(super) fn adopt_definitions(&mut self) {
        let known = self.state.customer.first_seen != Timestamp::default();
        if !known || self.state.settled_under == self.plan.id {
            return;
        }
        self.follow_all(Cause::Definition);
        let segments = self.plan.segments();
        self.state
            .memberships
            .of
            .retain(|id, _| segments.iter().any(|segment| segment.id == *id));
    }

    /// Settles everything now.
    pub(super) fn follow_all(&mut self, cause: Cause) {
        self.follow(cause, self.now, true, |_| true);
    }

    /// Settles what the event may have changed; everything, while nothing ever was settled.
    pub(super) fn follow_event(&mut self, event: EventName, cause: Cause, at: Timestamp) {
        let first = self.state.settled_under.is_empty();
        let score = first || self.plan.score_scope().events.has(event);
        self.follow(cause, at, score, |segment| {
            first || segment.scope.events.has(event)
        });
    }

    /// Settles what events of these names may have changed, and what follows from that: no event says
    /// so, where it is no news. What was decided since `noted` counts as well.
    pub(super) fn follow_quietly(&mut self, mut moved: EventNames, mut noted: usize, cause: Cause) {
        for _ in 0..MAX_FOLLOWED {
            let first = self.state.settled_under.is_empty();
            let since = self.trace.iter().skip(noted);
            moved = since.filter_map(moves).fold(moved, EventNames::and);
            noted = self.trace.len();
            let score = first || self.plan.score_scope().events.meets(moved);
            self.follow(cause, self.now, score, |segment| {
                first || segment.scope.events.meets(moved)
            });
            moved = EventNames::NONE;
            if self.trace.iter().skip(noted).find_map(moves).is_none() {
                return;
            }
        }
    }

    /// Settles what a message that was handed over may have changed: before, nobody could have
    /// reacted to anything.
    pub(super) fn follow_messages(&mut self) {
        if !self.plan.asks_for_reactions() || self.state.settled_under.is_empty() {
            return;
        }
        let score = self.plan.score_scope().reactions;
        self.follow(Cause::Event, self.now, score, |segment| {
            segment.scope.reactions
        });
    }

    /// Settles what time alone may have changed by `at`.
    pub(super) fn follow_time(&mut self, at: Timestamp) {
        self.follow_tier(at);
        let is_due = |look: Option<Timestamp>| look.is_some_and(|look| look <= at);
        let due: Vec<_> = self
            .state
            .memberships
            .of
            .iter()
            .filter(|(_, membership)| is_due(membership.look_at))
            .map(|(id, _)| id.clone())
            .collect();
        let score = is_due(self.state.customer.score.look_at);
        self.follow(Cause::Time, at, score, |segment| due.contains(&segment.id));
        // What is gone, or cannot be judged now, is not waited for.
        for id in &due {
            if let Some(membership) = self.state.memberships.of.get_mut(id)
                && is_due(membership.look_at)
            {
                membership.look_at = None;
            }
        }
        if is_due(self.state.customer.score.look_at) {
            self.state.customer.score.look_at = None;
        }
    }

    fn follow(
        &mut self,
        cause: Cause,
        at: Timestamp,
        score: bool,
        wanted: impl Fn(&Segment) -> bool,
    ) {
        if self.plan.scoring.is_none() && self.plan.segments().is_empty() {
            return;
        }
        self.forget_next_moment();
        // What this transition has seen of later moments stays seen.
        let at = at.max(self.followed_at);
        self.followed_at = at;
        if self.state.settled_under != self.plan.id {
            self.state.settled_under.clone_from(&self.plan.id);
        }
        if score {
            self.settle_score(cause, at);
        }
        for segment in self.plan.segments().iter().filter(|one| wanted(one)) {
            self.settle_segment(segment, cause, at);
        }
    }

    fn settle_score(&mut self, cause: Cause, at: Timestamp) {
        let Some(scoring) = &self.plan.scoring else {
            return;
        };
        let context = self.context(at);
        let scored = scoring.score(&context);
        let previous = self.state.customer.score.value;
        let saw = match self.detail {
            Detail::Full if scored.value != previous => scoring.explain(&context),
            Detail::Full | Detail::Outcome => Vec::new(),
        };
        let facts = &mut self.state.customer.score;
        facts.value = scored.value;
        facts.look_at = (scored.stable_until < Timestamp::MAX).then_some(scored.stable_until);
        let qualified = scoring
            .qualified_from
            .is_some_and(|from| scored.value >= from.into());
        facts.qualified_since = qualified.then(|| facts.qualified_since.unwrap_or(at));
        if scored.value == previous {
            return;
        }
        let score = scored.value;
        self.note(
            at,
            Decision::ScoreChanged {
                score,
                previous,
                cause,
                saw,
            },
        );
        if cause.is_news() {
            let customer = &self.state.customer.id;
            let fact = format!(
                "edgewise:score:{customer}:{previous}:{score}:{}",
                at.as_millis()
            );
            self.make_event(fact, EventKind::ScoreChanged { score, previous }, at);
        }
    }

    fn settle_segment(&mut self, segment: &Segment, cause: Cause, at: Timestamp) {
        let context = self.context(at);
        if !segment.can_be_judged(&context) {
            if cause == Cause::Definition {
                self.state.memberships.await_facts(&segment.id);
            }
            return;
        }
        // A new segment that is judged at last is still news of the merchant's, not the customer's.
        let cause = if self.state.memberships.awaits_facts(&segment.id) {
            Cause::Definition
        } else {
            cause
        };
        let answer = segment.evaluate(&context);
        let Some(entered) = self.state.memberships.settle(&segment.id, answer, at) else {
            return;
        };
        let context = self.context(at).outside_workflows();
        let saw = match self.detail {
            Detail::Full => segment.condition.explain(&context).1,
            Detail::Outcome => Vec::new(),
        };
        self.note(
            at,
            Decision::SegmentChanged {
                segment: segment.id.clone(),
                entered,
                cause,
                saw,
            },
        );
        if !cause.is_news() {
            return;
        }
        let word = if entered { "entered" } else { "left" };
        let (customer, id) = (&self.state.customer.id, &segment.id);
        let fact = format!("edgewise:segment:{customer}:{id}:{word}:{}", at.as_millis());
        let segment = id.to_string();
        let kind = if entered {
            EventKind::SegmentEntered { segment }
        } else {
            EventKind::SegmentLeft { segment }
        };
        self.make_event(fact, kind, at);
    }
}

/// What would be said of a decision, where it is news.
fn moves(entry: &Entry) -> Option<EventNames> {
    let names: &[EventName] = match entry.decision {
        Decision::TierChanged { .. } => &[EventName::TierChanged],
        Decision::ScoreChanged { .. } => &[EventName::ScoreChanged],
        Decision::SegmentChanged { .. } => &[EventName::SegmentEntered, EventName::SegmentLeft],
        _ => return None,
    };
    Some(EventNames::of(names))
}

/// How often one change may follow from another, as for events.
const MAX_FOLLOWED: u8 = 8;
