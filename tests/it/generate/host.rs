//! A host that keeps the contract on a virtual clock, or breaks it in the ways hosts do: it
//! receives things twice, late and in another order, wakes early and late, and forgets nothing.

use edgewise::config::compile;
use edgewise::effect::{Effect, Outcome, Payload};
use edgewise::event::{Channel, Event, MessageKind};
use edgewise::id::{CustomerId, EffectId, EnrollmentId, WorkflowId};
use edgewise::input::Input;
use edgewise::plan::Plan;
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::trace::Decision;
use edgewise::transition::{Answer, Transition, transition};
use std::collections::BTreeMap;

/// A compiled random configuration.
pub(crate) fn compiled(config: &serde_json::Value) -> Plan {
    let compiled = compile(&config.to_string());
    compiled
        .plan
        .unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

/// One message that was handed over.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) at: Timestamp,
    pub(crate) effect: EffectId,
    pub(crate) channel: Channel,
    pub(crate) kind: MessageKind,
    pub(crate) workflow: WorkflowId,
    pub(crate) enrollment: EnrollmentId,
    /// How many deliveries of events the host had received by then: of things that happen at one
    /// moment it says which were known.
    pub(crate) received: usize,
}

/// One customer at one host.
pub(crate) struct Host<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) state: State,
    pub(crate) now: Timestamp,
    pub(crate) wake: Option<Timestamp>,
    pub(crate) outbox: BTreeMap<EffectId, (Effect, Timestamp)>,
    pub(crate) sent: Vec<Sent>,
    /// Everything else that was handed over, and when.
    pub(crate) done: Vec<(Timestamp, Payload)>,
    /// Every input with its moment, and what came of it: the journal.
    pub(crate) journal: Vec<(Timestamp, Input)>,
    /// Every decision, in order.
    pub(crate) trace: Vec<Decision>,
    /// Every effect that was ever put into the outbox.
    pub(crate) asked: Vec<EffectId>,
    /// Every effect that was taken back, or refused when it was about to be done.
    pub(crate) withdrawn: Vec<EffectId>,
}

impl<'p> Host<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        Self::of(plan, customer())
    }

    pub(crate) fn of(plan: &'p Plan, customer: CustomerId) -> Self {
        Self {
            plan,
            state: State::new(customer),
            now: Timestamp::default(),
            wake: None,
            outbox: BTreeMap::new(),
            sent: Vec::new(),
            done: Vec::new(),
            journal: Vec::new(),
            trace: Vec::new(),
            asked: Vec::new(),
            withdrawn: Vec::new(),
        }
    }

    /// Makes one call and keeps what a host keeps.
    pub(crate) fn turn(&mut self, input: Input) -> Transition {
        self.journal.push((self.now, input.clone()));
        // Stored and loaded between any two calls, as a host does.
        let stored = serde_json::to_string(&self.state).unwrap();
        let loaded: State = serde_json::from_str(&stored).unwrap();
        assert_eq!(loaded, self.state, "a state survives being stored");
        let moved = transition(self.plan, loaded, input, self.now);
        assert!(
            moved.wake.is_none_or(|wake| wake.at >= self.now),
            "a wake is never in the past"
        );
        self.state = moved.state.clone();
        self.wake = moved.wake.map(|wake| wake.at);
        let decisions = moved.trace.iter().map(|entry| entry.decision.clone());
        self.trace.extend(decisions);
        let asked = moved.effects.iter().map(|effect| effect.id.clone());
        self.asked.extend(asked);
        for effect in &moved.effects {
            let twice = self
                .outbox
                .insert(effect.id.clone(), (effect.clone(), self.now));
            assert!(twice.is_none(), "an effect is asked for once");
            assert!(
                self.sent.iter().all(|sent| sent.effect != effect.id),
                "and never again"
            );
        }
        for row in &moved.withdrawn {
            self.outbox.remove(&row.effect);
            self.withdrawn.push(row.effect.clone());
        }
        moved
    }

    /// Delivers events at the present moment.
    pub(crate) fn deliver(&mut self, events: Vec<Event>) -> Transition {
        let received_at = self.now;
        let events = events
            .into_iter()
            .map(|event| Event {
                received_at,
                ..event
            })
            .collect();
        self.turn(Input::Events {
            customer: self.state.customer.id.clone(),
            events,
        })
    }

    /// Lets time pass until `until`, waking when asked (plus `lateness`), and does what is due.
    pub(crate) fn pass(&mut self, until: Timestamp, lateness: i64) {
        for _ in 0..5_000 {
            let row = self.outbox.values().map(|(_, due)| *due).min();
            let wake = self.wake.map(|at| at.plus_millis(lateness));
            let Some(next) = [row, wake]
                .into_iter()
                .flatten()
                .min()
                .filter(|at| *at <= until)
            else {
                self.now = self.now.max(until);
                return;
            };
            self.now = self.now.max(next);
            if row == Some(next) {
                self.perform()
            } else {
                self.wake_up()
            }
        }
        panic!("time does not pass: {:?}", self.state);
    }

    fn wake_up(&mut self) {
        let before = self.wake;
        self.turn(Input::Wake);
        assert!(
            self.wake != before || self.wake.is_none_or(|at| at > self.now),
            "a wake is served"
        );
    }

    fn perform(&mut self) {
        let due = self.outbox.values().filter(|(_, due)| *due <= self.now);
        let blocked = |effect: &Effect| {
            effect
                .depends_on
                .as_ref()
                .is_some_and(|first| self.outbox.contains_key(first))
        };
        let Some((effect, _)) = due
            .min_by_key(|(effect, due)| (blocked(effect), *due, effect.id.clone()))
            .cloned()
        else {
            return;
        };
        match self
            .turn(Input::Release {
                effect: effect.id.clone(),
            })
            .answer
        {
            Some(Answer::Go { payload }) => {
                self.outbox.remove(&effect.id);
                let outcome = match &payload {
                    Payload::Send {
                        channel,
                        kind,
                        valid_until,
                        ..
                    } => {
                        let ends = valid_until.is_none_or(|until| until > self.now);
                        assert!(ends, "what may go isn’t over");
                        let is_delivery = |(_, input): &&(Timestamp, Input)| {
                            matches!(input, Input::Events { .. })
                        };
                        self.sent.push(Sent {
                            received: self.journal.iter().filter(is_delivery).count(),
                            at: self.now,
                            effect: effect.id.clone(),
                            channel: *channel,
                            kind: *kind,
                            workflow: effect.workflow.clone(),
                            enrollment: effect.enrollment.clone(),
                        });
                        Outcome::Sent
                    }
                    Payload::ApplyCoupon { .. } => Outcome::Done {
                        code: Some("CODE".to_owned()),
                    },
                    other => {
                        self.done.push((self.now, other.clone()));
                        Outcome::Done { code: None }
                    }
                };
                self.turn(Input::Receipt {
                    effect: effect.id,
                    outcome,
                });
            }
            Some(Answer::Defer { until, .. }) => {
                assert!(until > self.now, "a deferral leads into the future");
                self.outbox.insert(effect.id.clone(), (effect, until));
            }
            Some(Answer::Withdraw { .. }) => {
                self.outbox.remove(&effect.id);
                self.withdrawn.push(effect.id);
            }
            None => panic!("a release is answered"),
        }
    }
}

/// The one customer of every random life.
pub(crate) fn customer() -> CustomerId {
    CustomerId::derive("random-shop", "first")
}
