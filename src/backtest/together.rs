//! Two plans that differ in a few workflows, played as one until a customer meets those.
//!
//! A draft is the live plan with an edit, and most of most lives never touches what was edited. So a
//! life is played once, under what both plans have in common, up to the moment at which a workflow that
//! differs is called by an event or by time; from there on it is played twice. Should such a moment have
//! been missed, the life is played twice from the beginning.

use super::life::Life;
use crate::event::EventNames;
use crate::id::WorkflowId;
use crate::plan::Plan;
use crate::simulate::{Inputs, Next, Play, Playback};
use crate::state::State;
use crate::workflow::Workflow;

/// How lives were played: for tests and benches of what this saves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// So many lives once, from beginning to end.
    pub once: u32,
    /// So many once up to where the plans differ, and twice from there on.
    pub forked: u32,
    /// So many twice from the beginning.
    pub twice: u32,
}

/// What two plans have in common, and where they differ.
#[derive(Clone, Debug)]
pub(super) struct Together {
    /// The live plan without the workflows that differ.
    common: Plan,
    /// Each plan with nothing but the workflows that differ.
    apart: [Plan; 2],
    /// The events that may start one of those.
    called_by: EventNames,
}

impl Together {
    /// `None` where the plans differ in more than some workflows.
    pub(super) fn of(live: &Plan, draft: &Plan) -> Option<Self> {
        let differs = |workflow: &Workflow| {
            let id = &workflow.id;
            !revisions(live, id).eq(revisions(draft, id))
        };
        let common = live.keeping(|workflow| !differs(workflow));
        let same = draft.keeping(|workflow| !differs(workflow));
        let same = same.with_id(&live.id);
        if common != same {
            return None;
        }
        let apart = [live, draft].map(|plan| plan.keeping(differs));
        let triggers = apart.iter().flat_map(Plan::workflows);
        let called_by = triggers.fold(EventNames::NONE, |all, workflow| {
            all.and(EventNames::of(workflow.trigger.events()))
        });
        Some(Self {
            common,
            apart,
            called_by,
        })
    }

    /// Plays a life under both plans, `plans`. `None` where it has to be played twice from the
    /// beginning.
    pub(super) fn play(
        &self,
        plans: (&Plan, &Plan),
        play: &Play,
        (inputs, life): (Inputs, Life),
        played: &mut Played,
    ) -> Option<(Life, Life)> {
        let state = State::new(life.customer.clone());
        let both = Playback::new(&self.common, state, inputs, play, life);
        let mut both = both.watching(&self.apart);
        while let Some(next) = both.next() {
            // Time will start a workflow that differs, under either plan.
            let is_met = both.met().is_some_and(|at| at <= next.at);
            if is_met || self.is_called(&both, next) {
                played.forked += 1;
                return Some(apart(both, plans));
            }
            let met = both.step(next);
            let called = both.follower_mut().recorded;
            let missed = met.is_some_and(|at| at <= next.at);
            if missed || called.meets(self.called_by) {
                return None;
            }
        }
        // Time may still bring something between the last moment and the end.
        if both.met().is_some_and(|at| at <= play.until) {
            played.forked += 1;
            return Some(apart(both, plans));
        }
        played.once += 1;
        let life = ended(both);
        Some((life.clone(), life))
    }

    /// Whether an event comes next that may start a workflow that differs.
    fn is_called(&self, both: &Playback<'_, Life>, next: Next) -> bool {
        let mut events = both.hears(next).iter();
        events.any(|event| self.called_by.has(event.kind.name()))
    }
}

/// The revisions of a workflow, in the order of the file.
fn revisions<'p>(plan: &'p Plan, id: &WorkflowId) -> impl Iterator<Item = &'p Workflow> {
    let id = id.clone();
    plan.workflows()
        .iter()
        .filter(move |workflow| workflow.id == id)
}

/// Goes on under each plan by itself.
fn apart<'p>(both: Playback<'p, Life>, (live, draft): (&'p Plan, &'p Plan)) -> (Life, Life) {
    let go_on = |both: Playback<'p, Life>, plan: &'p Plan| {
        let mut playback = both.under(plan);
        while let Some(next) = playback.next() {
            playback.step(next);
        }
        ended(playback)
    };
    (go_on(both.clone(), live), go_on(both, draft))
}

fn ended(playback: Playback<'_, Life>) -> Life {
    let (mut life, end) = playback.end();
    life.end(end);
    life
}
