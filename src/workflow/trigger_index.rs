//! All the workflows that one kind of event, or time, may start: decided together.

use super::definition::Workflow;
use super::trigger::{Firing, Trigger};
use crate::condition::{Context, Index, Lookup, RuleSet};
use crate::event::Event;

/// Workflows with their triggers and conditions, each trigger kept once and the conditions in an
/// [`Index`]. A workflow is named by its place among them, which is the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TriggerIndex {
    /// The position of each in the plan, and its group.
    workflows: Vec<(usize, usize)>,
    groups: Vec<TriggerGroup>,
    conditions: Index,
}

/// A trigger, and the workflows behind it.
#[derive(Clone, Debug, PartialEq)]
struct TriggerGroup {
    trigger: Trigger,
    workflows: RuleSet,
}

impl TriggerIndex {
    /// The index of `workflows`, each with its position in the plan.
    #[must_use]
    pub fn new(workflows: &[(usize, &Workflow)]) -> Self {
        let mut index = Self::default();
        for (place, (position, workflow)) in workflows.iter().enumerate() {
            let known = |group: &TriggerGroup| group.trigger == workflow.trigger;
            let group = index.groups.iter().position(known).unwrap_or_else(|| {
                index.groups.push(TriggerGroup {
                    trigger: workflow.trigger.clone(),
                    workflows: RuleSet::none(workflows.len()),
                });
                index.groups.len() - 1
            });
            if let Some(group) = index.groups.get_mut(group) {
                group.workflows.insert(place);
            }
            index.workflows.push((*position, group));
        }
        let asked = workflows
            .iter()
            .map(|(_, workflow)| workflow.asked_at_entry());
        index.conditions = Index::new(&asked.collect::<Vec<_>>());
        index
    }

    /// The position of each workflow in the plan.
    pub fn workflows(&self) -> impl Iterator<Item = usize> {
        self.workflows.iter().map(|(position, _)| *position)
    }

    /// The position of a workflow in the plan.
    #[must_use]
    pub fn position(&self, place: usize) -> Option<usize> {
        self.workflows.get(place).map(|(position, _)| *position)
    }

    /// The number of a workflow’s group, in the order of [`TriggerIndex::called`].
    #[must_use]
    pub fn group(&self, place: usize) -> usize {
        self.workflows
            .get(place)
            .map_or(usize::MAX, |(_, group)| *group)
    }

    /// Makes `called` the workflows whose trigger fires for an event that the customer's facts
    /// already hold, and shows `see` what each group's trigger says.
    pub fn called(
        &self,
        event: &Event,
        context: &Context<'_>,
        called: &mut RuleSet,
        mut see: impl FnMut(&Trigger, Firing),
    ) {
        called.reset(self.workflows.len());
        for group in &self.groups {
            let firing = group.trigger.fires(event, context);
            if firing == Firing::Fires {
                called.join(&group.workflows);
            }
            see(&group.trigger, firing);
        }
    }

    /// None of its workflows.
    #[must_use]
    pub fn none(&self) -> RuleSet {
        RuleSet::none(self.workflows.len())
    }

    /// The customer's facts, as the conditions ask for them. Of those that were called, the
    /// workflows whose conditions hold are [`Lookup::keep_holding`].
    #[must_use]
    pub fn lookup<'c>(&'c self, context: Context<'c>) -> Lookup<'c> {
        self.conditions.over(context)
    }
}
