//! All the workflows that one kind of event, or time, may start: decided together.

use super::definition::Workflow;
use super::trigger::{Firing, Trigger};
use crate::condition::{Context, Index, Places, Sheet};
use crate::event::Event;

/// Workflows with their triggers and conditions, each trigger kept once and the conditions in an
/// [`Index`]. A workflow is named by its place among them, which is the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entrance {
    /// Where each stands in the plan, and its door.
    workflows: Vec<(usize, usize)>,
    doors: Vec<Door>,
    conditions: Index,
}

/// A trigger, and the workflows behind it.
#[derive(Clone, Debug, PartialEq)]
struct Door {
    trigger: Trigger,
    workflows: Places,
}

impl Entrance {
    /// The entrance to `workflows`, each with where it stands in the plan.
    #[must_use]
    pub fn new(workflows: &[(usize, &Workflow)]) -> Self {
        let mut entrance = Self::default();
        for (place, (position, workflow)) in workflows.iter().enumerate() {
            let known = |door: &Door| door.trigger == workflow.trigger;
            let door = entrance.doors.iter().position(known).unwrap_or_else(|| {
                entrance.doors.push(Door {
                    trigger: workflow.trigger.clone(),
                    workflows: Places::none(workflows.len()),
                });
                entrance.doors.len() - 1
            });
            if let Some(door) = entrance.doors.get_mut(door) {
                door.workflows.insert(place);
            }
            entrance.workflows.push((*position, door));
        }
        let asked = workflows
            .iter()
            .map(|(_, workflow)| workflow.asked_at_entry());
        entrance.conditions = Index::new(&asked.collect::<Vec<_>>());
        entrance
    }

    /// Where each workflow stands in the plan.
    pub fn workflows(&self) -> impl Iterator<Item = usize> {
        self.workflows.iter().map(|(position, _)| *position)
    }

    /// Where a workflow stands in the plan.
    #[must_use]
    pub fn position(&self, place: usize) -> Option<usize> {
        self.workflows.get(place).map(|(position, _)| *position)
    }

    /// The number of a workflow's door, in the order in which [`Entrance::called`] shows them.
    #[must_use]
    pub fn door(&self, place: usize) -> usize {
        self.workflows
            .get(place)
            .map_or(usize::MAX, |(_, door)| *door)
    }

    /// Makes `called` the workflows whose trigger fires for an event that the customer's facts
    /// already hold, and shows `see` what each door's trigger says.
    pub fn called(
        &self,
        event: &Event,
        context: &Context<'_>,
        called: &mut Places,
        mut see: impl FnMut(&Trigger, Firing),
    ) {
        called.reset(self.workflows.len());
        for door in &self.doors {
            let firing = door.trigger.fires(event, context);
            if firing == Firing::Fires {
                called.join(&door.workflows);
            }
            see(&door.trigger, firing);
        }
    }

    /// None of its workflows.
    #[must_use]
    pub fn none(&self) -> Places {
        Places::none(self.workflows.len())
    }

    /// The customer's facts, as the conditions ask for them. Of those that were called, the
    /// workflows whose conditions hold are [`Sheet::keep_holding`].
    #[must_use]
    pub fn sheet<'c>(&'c self, context: Context<'c>) -> Sheet<'c> {
        self.conditions.over(context)
    }
}
