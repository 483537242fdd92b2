//! Which workflows an event calls, and which of them are open to the customer.

use super::turn::Turn;
use crate::condition::{Context, LookedUp, Lookup, RuleSet};
use crate::event::Event;
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::{self, Decision, Detail, Observation};
use crate::workflow::{Admission, Entry, Firing, TriggerIndex, Workflow, admit};

/// A trigger's answer to an event.
pub(super) enum Verdict {
    Fires(Entry),
    NotMet(Observation),
    Unrelated,
}

/// What an event means to the workflows that its kind may start.
pub(super) struct Call<'p> {
    index: &'p TriggerIndex,
    at: Timestamp,
    /// What each trigger says.
    verdicts: Vec<Verdict>,
    /// The workflows whose trigger fires.
    called: RuleSet,
    /// Those of which the customer entered or was refused any revision before, or is in one. Of the
    /// others, which are most, nobody has to look for earlier entries.
    pub(super) known: RuleSet,
}

/// Which workflows' conditions hold at a moment, and what there was to see.
pub(super) struct Look<'c> {
    anchor: Timestamp,
    lookup: Lookup<'c>,
    open: RuleSet,
}

/// A [`Look`] without the facts: they can be looked at again as long as they are the same.
pub(super) struct Looked {
    anchor: Timestamp,
    known: LookedUp,
    open: RuleSet,
}

impl Look<'_> {
    fn into_looked(self) -> Looked {
        Looked {
            anchor: self.anchor,
            known: self.lookup.into_known(),
            open: self.open,
        }
    }
}

impl<'p> Turn<'p, '_> {
    /// Asks the triggers what an event means to them.
    pub(super) fn call(&self, index: &'p TriggerIndex, event: &Event) -> Call<'p> {
        let at = event.effective_at();
        let context = self.context(at);
        let mut verdicts = Vec::new();
        let mut called = RuleSet::default();
        index.called(event, &context, &mut called, |trigger, firing| {
            verdicts.push(match firing {
                Firing::Fires => Verdict::Fires(trigger.entry(event, &context)),
                Firing::NotMet(saw) => Verdict::NotMet(saw),
                Firing::Unrelated => Verdict::Unrelated,
            });
        });
        Call {
            index,
            at,
            verdicts,
            called,
            known: self.known_among(index),
        }
    }

    fn known_among(&self, index: &TriggerIndex) -> RuleSet {
        // Each of a few is asked itself in the time that it takes to find all of them.
        if index.len() <= FEW {
            return RuleSet::all(index.len());
        }
        let mut known = index.none();
        let entered = self.state.entries.workflows();
        let inside = self.state.enrollments.iter().map(|one| &one.workflow);
        for workflow in entered.chain(inside) {
            let revisions = self.plan.revisions(workflow).iter();
            let places = revisions.filter_map(|position| index.place_of(*position));
            places.for_each(|place| known.insert(place));
        }
        known
    }

    /// From place `from` on the first workflow that lets the customer in; those before it are
    /// `refused`.
    pub(super) fn first_open<'h>(
        &self,
        call: &'h Call<'p>,
        from: usize,
        looked: &mut Option<Looked>,
        refused: &mut Vec<trace::Entry>,
    ) -> Option<(usize, &'p Workflow, &'h Entry, Vec<Observation>)> {
        let index = call.index;
        let mut look: Option<Look<'_>> = None;
        let behind = self.plan.behind(index).enumerate();
        for (place, workflow) in behind.skip(from) {
            let entry = match call.verdicts.get(index.group(place)) {
                Some(Verdict::Fires(entry)) => entry,
                Some(Verdict::NotMet(saw)) => {
                    let saw = vec![saw.clone()];
                    refused.push(refusal(workflow, call.at, Reason::TriggerNotMet, saw));
                    continue;
                }
                Some(Verdict::Unrelated) | None => continue,
            };
            if look.as_ref().is_none_or(|look| look.anchor != entry.anchor) {
                let known = looked.take().filter(|looked| looked.anchor == entry.anchor);
                look = Some(self.look(index, &call.called, entry, entry.anchor, known));
            }
            let Some(here) = &mut look else {
                continue;
            };
            let admission = Admission {
                is_new: !call.known.has(place),
                ..self.admission(workflow, entry, entry.anchor)
            };
            match self.ask(&admission, place, here) {
                Ok(saw) => {
                    *looked = look.map(Look::into_looked);
                    return Some((place, workflow, entry, saw));
                }
                Err((reason, saw)) => {
                    refused.push(refusal(workflow, entry.anchor, reason, saw));
                }
            }
        }
        None
    }

    /// Finds out which of these workflows' conditions hold for an entry, with what is `known` of the same
    /// facts at the same moment.
    pub(super) fn look(
        &self,
        index: &'p TriggerIndex,
        called: &RuleSet,
        entry: &Entry,
        due: Timestamp,
        known: Option<Looked>,
    ) -> Look<'_> {
        let carts = &self.state.customer.carts;
        let cart = entry.cart.as_deref().and_then(|key| carts.by_key(key));
        let context = Context {
            anchor: Some(entry.anchor),
            cart,
            entry: Some(entry.known_as()),
            ..self.context(due)
        };
        let anchor = entry.anchor;
        if let Some(Looked { known, open, .. }) = known {
            let lookup = index.lookup_again(context, known);
            return Look {
                anchor,
                lookup,
                open,
            };
        }
        let lookup = index.lookup(context);
        let mut open = called.clone();
        lookup.keep_holding(&mut open);
        Look {
            anchor,
            lookup,
            open,
        }
    }

    /// The question whether the customer may enter, apart from conditions.
    pub(super) fn admission<'a>(
        &'a self,
        workflow: &'a Workflow,
        entry: &'a Entry,
        due: Timestamp,
    ) -> Admission<'a> {
        Admission {
            workflow,
            entry,
            due,
            zone: self.plan.shop.zone,
            now: self.now,
            entries: &self.state.entries,
            enrollments: &self.state.enrollments,
            is_new: false,
        }
    }

    /// Whether the customer may enter, with what there was to see; or the first reason against
    /// it: the workflow's own, then its conditions, then its filter.
    pub(super) fn ask(
        &self,
        admission: &Admission<'_>,
        place: usize,
        look: &mut Look<'_>,
    ) -> Result<Vec<Observation>, (Reason, Vec<Observation>)> {
        admit(admission).map_err(|reason| (reason, Vec::new()))?;
        let saw = match self.detail {
            Detail::Full => look.lookup.explain(place),
            Detail::Outcome => Vec::new(),
        };
        if look.open.has(place) {
            Ok(saw)
        } else {
            let context = look.lookup.context();
            let mut asked = admission.workflow.asked_at_entry();
            let unknown = asked.find_map(|condition| condition.cannot_be_known(&context));
            Err((unknown.unwrap_or(Reason::ConditionsNotMet), saw))
        }
    }
}

/// How many workflows are few.
const FEW: usize = 8;

/// The note that a customer was not let in.
pub(super) fn refusal(
    workflow: &Workflow,
    at: Timestamp,
    reason: Reason,
    saw: Vec<Observation>,
) -> trace::Entry {
    let workflow = workflow.id.clone();
    trace::Entry {
        at,
        decision: Decision::NotEntered {
            workflow,
            reason,
            saw,
        },
    }
}
