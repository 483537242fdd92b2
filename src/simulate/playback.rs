//! A simulation under way, step by step.

use super::known::Known;
use super::outbox::Outbox;
use super::play::{End, Follower, Inputs, MAX_MOMENTS, Planned, Play};
use crate::event::Event;
use crate::input::Input;
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::state::State;
use crate::time::Timestamp;
use crate::transition::{Answer, Course, Moment, Watched};
use std::borrow::Cow;

/// A simulation under way.
#[derive(Clone)]
pub struct Playback<'p, F> {
    course: Course<'p>,
    wake: Option<Wake>,
    inputs: Inputs,
    /// How many of them were played.
    played: usize,
    host: Host<'p, F>,
}

/// What a host does besides asking the engine.
#[derive(Clone)]
struct Host<'p, F> {
    play: &'p Play,
    /// The moment of the last transition; the beginning, before the first.
    now: Timestamp,
    outbox: Outbox,
    known: Known,
    follower: F,
    turns: usize,
    watched: Vec<Watched<'p>>,
    /// When time will first start a workflow of a watched plan.
    met: Option<Timestamp>,
}

/// What a simulation does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// The moment of the next transition.
    pub at: Timestamp,
    kind: NextKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NextKind {
    Perform,
    Wake,
    Input,
}

impl<'p, F: Follower> Playback<'p, F> {
    /// At the beginning.
    pub fn new(
        plan: &'p Plan,
        state: State,
        inputs: impl Into<Inputs>,
        play: &'p Play,
        follower: F,
    ) -> Self {
        let outbox = Outbox::of(&state, play.from);
        let mut course = Course::with_detail(plan, state, F::DETAIL);
        Self {
            wake: course.next_wake(play.from),
            inputs: inputs.into(),
            played: 0,
            course,
            host: Host {
                play,
                now: play.from,
                outbox,
                known: Known::new(play.facts.clone()),
                follower,
                turns: 0,
                watched: Vec::new(),
                met: None,
            },
        }
    }

    /// Watches when time would start workflows of other plans.
    #[must_use]
    pub fn watching(mut self, plans: impl IntoIterator<Item = &'p Plan>) -> Self {
        self.host.watched = plans.into_iter().map(Watched::new).collect();
        let mut moment = self.course.at(self.host.now);
        self.host.met = moment.next_entry_of(&mut self.host.watched);
        let _ = moment.end();
        self
    }

    /// When time will first start a workflow of a watched plan.
    #[must_use]
    pub const fn met(&self) -> Option<Timestamp> {
        self.host.met
    }

    /// What comes next; `None` at the end.
    #[must_use]
    pub fn next(&self) -> Option<Next> {
        if self.host.turns >= MAX_MOMENTS {
            return None;
        }
        // A host sends what is due before it hears the next thing.
        let moments = [
            (self.host.outbox.next_due(), NextKind::Perform),
            (self.wake.map(|wake| wake.at), NextKind::Wake),
            (self.next_input().map(|planned| planned.at), NextKind::Input),
        ];
        let moments = moments.into_iter();
        let next = moments.filter_map(|(at, kind)| Some(Next { at: at?, kind }));
        next.min_by_key(|next| next.at)
            .filter(|next| next.at <= self.host.play.until)
    }

    /// The events that it hears next, if it hears any.
    pub fn hears(&self, next: Next) -> &[Event] {
        match (next.kind, self.next_input()) {
            (NextKind::Input, Some(planned)) => planned.input.events(),
            _ => &[],
        }
    }

    fn next_input(&self) -> Option<&Planned> {
        self.inputs.0.get(self.played)
    }

    /// Does what [comes next](Playback::next), and what the host has to do at once because of it.
    /// Returns when time was about to start a workflow of a watched plan, at the earliest, while it did.
    pub fn step(&mut self, next: Next) -> Option<Timestamp> {
        let now = next.at;
        self.host.now = now;
        let mut moment = self.course.at(now);
        let met = match next.kind {
            NextKind::Perform => self.host.perform(&mut moment),
            NextKind::Wake => self.host.turn(&mut moment, Cow::Owned(Input::Wake)).0,
            NextKind::Input => {
                let planned = self.inputs.0.get(self.played)?;
                self.played += 1;
                let input = Cow::Borrowed(&planned.input);
                self.host.turn(&mut moment, input).0
            }
        };
        let mut earliest = met;
        while self.host.turns < MAX_MOMENTS && self.host.is_due() {
            let met = self.host.perform(&mut moment);
            earliest = earliest.into_iter().chain(met).min();
        }
        self.wake = after(moment.end(), now);
        earliest
    }

    /// Goes on under a plan that would have decided the same so far. Nothing is watched any longer.
    #[must_use]
    pub fn under(self, plan: &'p Plan) -> Self {
        let mut course = self.course.under(plan);
        let wake = course.next_wake(self.host.now);
        let is_new = self.host.turns == 0;
        Self {
            wake: if is_new {
                wake
            } else {
                after(wake, self.host.now)
            },
            course,
            host: Host {
                watched: Vec::new(),
                met: None,
                ..self.host
            },
            ..self
        }
    }

    /// Who follows it.
    pub const fn follower_mut(&mut self) -> &mut F {
        &mut self.host.follower
    }

    /// Where it stopped.
    pub fn end(self) -> (F, End) {
        let end = End {
            state: self.course.into_state(),
            wake: self.wake,
            cut_short: self.host.turns >= MAX_MOMENTS,
        };
        (self.host.follower, end)
    }
}

impl<F: Follower> Host<'_, F> {
    /// Whether anything is to be done now.
    fn is_due(&self) -> bool {
        self.outbox.next_due().is_some_and(|due| due <= self.now)
    }

    /// Asks the engine, and takes over what it wants done. Returns [`Playback::met`], and the answer.
    fn turn(
        &mut self,
        moment: &mut Moment<'_, '_>,
        input: Cow<'_, Input>,
    ) -> (Option<Timestamp>, Option<Answer>) {
        self.turns += 1;
        let input = self.known.around(input);
        self.follower.received(self.now, &input);
        let decided = match &*input {
            Input::Events { customer, events } => moment.hear(customer, events),
            _ => moment.decide(input.into_owned()),
        };
        self.met = moment.next_entry_of(&mut self.watched);
        for effect in &decided.effects {
            self.outbox.put(effect.clone(), self.now);
        }
        for row in &decided.withdrawn {
            self.outbox.remove(&row.effect);
        }
        let answered = decided.answer.clone();
        self.follower.decided(self.now, decided);
        (self.met, answered)
    }

    /// Does the first thing that is due: asks to do an effect, or reports what became of it.
    fn perform(&mut self, moment: &mut Moment<'_, '_>) -> Option<Timestamp> {
        let now = self.now;
        let row = self.outbox.first_due(now)?;
        let effect = row.effect.id.clone();
        if let Some(outcome) = row.outcome.clone() {
            self.outbox.remove(&effect);
            let receipt = Input::Receipt {
                effect: effect.clone(),
                outcome,
            };
            let (met, _) = self.turn(moment, Cow::Owned(receipt));
            self.outbox.unblock(&effect, now);
            return met;
        }
        let release = Input::Release {
            effect: effect.clone(),
        };
        let (met, answer) = self.turn(moment, Cow::Owned(release));
        let Some(row) = self.outbox.row_mut(&effect) else {
            return met;
        };
        match answer {
            Some(Answer::Go { payload }) => {
                let takes = self.play.slow.get(&row.effect.kind).copied().unwrap_or(0);
                row.due = now.plus_millis(takes.max(0));
                row.outcome = Some(self.play.outcome_of(&row.effect, &payload, F::DETAIL));
            }
            Some(Answer::Defer { until, .. }) => row.due = until.max(now.plus_millis(1)),
            Some(Answer::Withdraw { .. }) | None => self.outbox.remove(&effect),
        }
        met
    }
}

/// A wake for this very moment has been served by the call that asked for it.
fn after(wake: Option<Wake>, now: Timestamp) -> Option<Wake> {
    wake.map(|wake| Wake {
        at: wake.at.max(now.plus_millis(1)),
        ..wake
    })
}
