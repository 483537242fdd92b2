//! All the workflows that one kind of event, or time, may start: decided together.

use super::definition::Workflow;
use super::trigger::{Firing, Trigger};
use crate::condition::{Context, Index, LookedUp, Lookup, RuleSet};
use crate::event::{Event, EventNames};

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
    /// As [`Trigger::moved_by`].
    moved_by: EventNames,
    /// Whether it asks for the shop's facts, which come with each input.
    asks_shop: bool,
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
                    moved_by: workflow.trigger.moved_by(),
                    asks_shop: workflow.trigger.scope().catalogue,
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
            .map(|(_, workflow)| workflow.asked_at_entry().collect());
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

    /// The place of the workflow at this position in the plan, if it is one of these.
    #[must_use]
    pub fn place_of(&self, position: usize) -> Option<usize> {
        let place = self
            .workflows
            .binary_search_by_key(&position, |(known, _)| *known);
        place.ok()
    }

    /// The number of a workflow’s group, in the order of [`TriggerIndex::called`].
    #[must_use]
    pub fn group(&self, place: usize) -> usize {
        self.workflows
            .get(place)
            .map_or(usize::MAX, |(_, group)| *group)
    }

    /// How many workflows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.workflows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.workflows.is_empty()
    }

    /// Whether an event of these names can change what the trigger of a workflow says of the future.
    #[must_use]
    pub fn is_moved_by(&self, place: usize, events: EventNames) -> bool {
        let group = self.groups.get(self.group(place));
        group.is_none_or(|group| group.moved_by.meets(events))
    }

    /// Whether the trigger of a workflow asks for the shop’s facts.
    #[must_use]
    pub fn asks_shop(&self, place: usize) -> bool {
        let group = self.groups.get(self.group(place));
        group.is_none_or(|group| group.asks_shop)
    }

    /// Whether any trigger asks for the shop’s facts.
    #[must_use]
    pub fn any_asks_shop(&self) -> bool {
        self.groups.iter().any(|group| group.asks_shop)
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

    /// The same customer's facts once more, with what was looked up of them at the same moment.
    #[must_use]
    pub const fn lookup_again<'c>(&'c self, context: Context<'c>, known: LookedUp) -> Lookup<'c> {
        self.conditions.again(context, known)
    }
}
