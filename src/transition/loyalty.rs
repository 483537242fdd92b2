//! Tiers and points.

use super::turn::Turn;
use crate::event::{Event, EventKind};
use crate::loyalty::Downgrade;
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::Decision;

impl Turn<'_, '_> {
    /// Adds the points that an event earns. `is_news`: it had not been received before.
    pub(super) fn earn(&mut self, event: &Event, is_news: bool) {
        let earning = &self.plan.loyalty.earning;
        let at = event.effective_at();
        if let (true, Some(order)) = (earning.per_amount.is_some(), event.kind.order_id()) {
            let facts = self.state.customer.orders.by_id.get(order);
            let paid = facts.filter(|order| order.counts() && order.paid_at.is_some());
            let kept = paid.filter(|order| order.cancelled_at.is_none() && !order.imported);
            let worth = kept.and_then(|order| order.net());
            let due = worth.map_or(0, |net| earning.for_order(net));
            let owed = self.state.customer.points.owed_for(order, due);
            if owed != 0 {
                self.book(owed, format!("order:{order}"), &event.fact_key, at);
            }
        }
        if is_news {
            for rule in earning.for_event(&event.kind) {
                self.book(rule.points.into(), rule.id.clone(), &event.fact_key, at);
            }
        }
    }

    /// Somebody in the admin gives points.
    pub(super) fn give_points(&mut self, points: u32, note: &str) {
        let fact = self.command_fact();
        self.book(points.into(), note.to_owned(), &fact, self.now);
        self.drain_queue();
    }

    /// Points are redeemed, if there are enough.
    pub(super) fn redeem_points(&mut self, points: u32, note: &str) {
        let balance = self.state.customer.points.balance;
        if balance < points.into() {
            let reason = Reason::NotEnoughPoints;
            let points = points.into();
            return self.note(
                self.now,
                Decision::PointsRefused {
                    points,
                    balance,
                    reason,
                },
            );
        }
        let fact = self.command_fact();
        let (points, cause) = (i64::from(points), format!("redeemed: {note}"));
        let ledger = &mut self.state.customer.points;
        ledger.redeem(self.now, points, cause.clone());
        self.emit_points(-points, cause, &fact, self.now);
        self.drain_queue();
    }

    /// Distinguishes two commands of one moment: each changes what was earned or what is left.
    fn command_fact(&self) -> String {
        let (customer, points) = (&self.state.customer.id, &self.state.customer.points);
        let now = self.now.as_millis();
        format!("{customer}:{now}:{}:{}", points.earned, points.balance)
    }

    /// Enters points into the ledger. `fact` distinguishes this entry from others of its cause.
    pub(super) fn book(&mut self, points: i64, cause: String, fact: &str, at: Timestamp) {
        let ledger = &mut self.state.customer.points;
        ledger.earn(at, points, cause.clone());
        self.emit_points(points, cause, fact, at);
    }

    /// Makes the event of a ledger entry.
    fn emit_points(&mut self, points: i64, cause: String, fact: &str, at: Timestamp) {
        let balance = self.state.customer.points.balance;
        let previous = balance.saturating_sub(points);
        let fact = format!("edgewise:points:{cause}:{fact}");
        let decision = Decision::PointsChanged {
            points,
            balance,
            cause,
        };
        self.note(at, decision);
        self.make_event(fact, EventKind::PointsChanged { balance, previous }, at);
    }

    /// Moves the customer to the tier they belong in, as seen at `seen_at`. `fact` is the key of
    /// the event it makes; without one, no event is made.
    pub(super) fn settle_tier(&mut self, at: Timestamp, seen_at: Timestamp, fact: Option<&str>) {
        let loyalty = &self.plan.loyalty;
        if loyalty.ladder.tiers().is_empty() && self.state.customer.tier.is_none() {
            return;
        }
        let mut reached = loyalty.ladder.reached(&self.context(seen_at));
        let held = loyalty.ladder.position(self.state.customer.tier.as_deref());
        let mut look_at = reached.stable_until;
        if let Some(lifted) = self.state.customer.standing.lifted_at(seen_at) {
            reached.tier = reached.tier.max(loyalty.ladder.position(Some(lifted)));
            look_at = look_at.min(self.state.customer.standing.lifted_until.unwrap_or(look_at));
        }
        let mut standing = std::mem::take(&mut self.state.customer.standing);
        let mut moves =
            reached.tier != held || held.is_none() != self.state.customer.tier.is_none();
        if let (Downgrade::AtReview { every, warn_before }, true) =
            (loyalty.downgrade, reached.tier < held)
        {
            let zone = self.plan.shop.zone;
            let review = standing
                .review_at
                .unwrap_or_else(|| every.next_begins(seen_at, zone, 0));
            let warn = warn_before.before(review, zone);
            moves = review <= seen_at;
            standing.review_at = Some(review);
            if !moves {
                if warn <= seen_at && !standing.warned && fact.is_some() {
                    standing.warned = true;
                    self.warn_of_tier(review, seen_at);
                }
                look_at = look_at.min(if standing.warned {
                    review
                } else {
                    warn.max(seen_at.plus_millis(1))
                });
            }
        } else {
            standing.review_at = None;
            standing.warned = false;
        }
        if moves {
            standing.review_at = None;
            standing.warned = false;
            self.move_tier(reached.tier, reached.tier > held, at, fact);
        }
        standing.look_at = (look_at < Timestamp::MAX).then_some(look_at);
        self.state.customer.standing = standing;
    }

    /// A workflow lifts the customer into a tier.
    pub(super) fn lift(&mut self, tier: &str, until: Option<Timestamp>, at: Timestamp, fact: &str) {
        let standing = &mut self.state.customer.standing;
        standing.lifted_to = Some(tier.to_owned());
        standing.lifted_until = until;
        self.settle_tier(at, at, Some(fact));
    }

    fn move_tier(&mut self, to: Option<usize>, upward: bool, at: Timestamp, fact: Option<&str>) {
        let tier = to
            .and_then(|to| self.plan.loyalty.ladder.tiers().get(to))
            .map(|tier| tier.id.clone());
        let previous = std::mem::replace(&mut self.state.customer.tier, tier.clone());
        if tier == previous {
            return;
        }
        let decision = Decision::TierChanged {
            tier: tier.clone(),
            previous: previous.clone(),
        };
        self.note(at, decision);
        if let Some(fact) = fact {
            let name = tier.as_deref().unwrap_or("none");
            let fact = format!("edgewise:tier:{name}:{fact}");
            let kind = EventKind::TierChanged {
                tier,
                previous,
                upward,
            };
            self.make_event(fact, kind, at);
        }
    }

    fn warn_of_tier(&mut self, review_at: Timestamp, at: Timestamp) {
        let Some(tier) = self.state.customer.tier.clone() else {
            return;
        };
        let decision = Decision::TierAtRisk {
            tier: tier.clone(),
            review_at,
        };
        self.note(at, decision);
        let customer = &self.state.customer.id;
        let fact = format!(
            "edgewise:tier-at-risk:{customer}:{tier}:{}",
            review_at.as_millis()
        );
        self.make_event(fact, EventKind::TierAtRisk { tier, review_at }, at);
    }

    /// Time alone may have moved the tier.
    pub(super) fn follow_tier(&mut self, at: Timestamp) {
        if self
            .state
            .customer
            .standing
            .look_at
            .is_none_or(|look| look > at)
        {
            return;
        }
        let fact = format!("{}:time:{}", self.state.customer.id, at.as_millis());
        self.state.customer.standing.look_at = None;
        self.settle_tier(at, at, Some(&fact));
    }
}
