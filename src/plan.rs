//! The configuration, compiled: immutable and indexed.

mod names;
mod shown;
mod topic;
mod unasked;

use crate::condition::{Context, Definitions, Messages, Scope};
use crate::customer::{Customer, Kept};
use crate::event::{Channel, ConsentSources, EventName, EventNames, WooCommerceRules};
use crate::id::WorkflowId;
use crate::json::Text;
use crate::loyalty::Loyalty;
use crate::policy::Policy;
use crate::scoring::Scoring;
use crate::segment::Segment;
use crate::shop::Shop;
use crate::shop_facts::ShopFacts;
use crate::sorted_map::SortedMap;
use crate::time::{Timestamp, Zone};
use crate::workflow::{Action, NodeKind, Status, TriggerIndex, Workflow, sample_variables};

pub use shown::ConditionalBlock;

/// A compiled configuration: everything a decision depends on besides state, input and time.
/// [`crate::config::compile`] makes it.
///
/// ```
/// use edgewise::config::compile;
///
/// let compiled = compile(r#"{"format": 1, "shop": {"id": "mill", "name": "Mill", "currency": "EUR"}}"#);
/// assert!(compiled.diagnostics.is_empty());
/// assert_eq!(compiled.plan.unwrap().shop.currency.to_string(), "EUR");
///
/// // Every error comes with its path and how to fix it.
/// let compiled = compile(r#"{"format": 1, "shops": {}}"#);
/// assert!(compiled.plan.is_none());
/// assert_eq!(compiled.diagnostics[0].path, "shops");
/// assert_eq!(compiled.diagnostics[0].help, "Did you mean “shop”?");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its id: a hash of the configuration's text.
    pub id: String,
    /// The shop’s details.
    pub shop: Shop,
    /// The channel of each message, by name.
    pub messages: SortedMap<String, Channel>,
    blocks: Vec<ConditionalBlock>,
    /// The topics of those messages that have one of their own, by the messages' names.
    pub topics: SortedMap<String, String>,
    /// The loyalty program.
    pub loyalty: Loyalty,
    /// The rules for sending.
    pub policy: Policy,
    /// Where the shop keeps what its customers agreed to.
    pub consent: ConsentSources,
    /// How a WooCommerce shop is read.
    pub woocommerce: WooCommerceRules,
    /// Lead scoring, if there is any.
    pub scoring: Option<Scoring>,
    score_scope: Scope,
    segments: Vec<Segment>,
    definitions: Definitions,
    kept: Kept,
    observed_messages: Messages,
    asks_for_reactions: bool,
    workflows: Vec<Workflow>,
    doors: Doors,
}

/// What follows from a plan's workflows: which to ask when something happens.
#[derive(Clone, Debug, PartialEq)]
struct Doors {
    /// The positions of each workflow's revisions, the current one last.
    by_id: SortedMap<WorkflowId, Vec<usize>>,
    /// The events that somebody inside each may have to be told of: see [`Workflow::hears`].
    heard_inside: Vec<EventNames>,
    by_event: SortedMap<EventName, TriggerIndex>,
    by_time: TriggerIndex,
}

/// The parts of a [`Plan`]: what is written in the configuration, and nothing that follows from it.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The plan's id.
    pub id: String,
    /// The shop’s details.
    pub shop: Shop,
    /// The channel of each message.
    pub messages: SortedMap<String, Channel>,
    /// The blocks of messages that only some customers see.
    pub blocks: Vec<ConditionalBlock>,
    /// The topics of those messages that have one of their own.
    pub topics: SortedMap<String, String>,
    /// The loyalty program.
    pub loyalty: Loyalty,
    /// The rules for sending.
    pub policy: Policy,
    /// Where the shop keeps what its customers agreed to.
    pub consent: ConsentSources,
    /// How a WooCommerce shop is read.
    pub woocommerce: WooCommerceRules,
    /// Lead scoring, if there is any.
    pub scoring: Option<Scoring>,
    /// The segments; none refers back to itself.
    pub segments: Vec<Segment>,
    /// All workflows, older revisions included.
    pub workflows: Vec<Workflow>,
}

impl Plan {
    /// Builds the plan and its indexes from its parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts {
            id,
            shop,
            messages,
            blocks,
            topics,
            loyalty,
            policy,
            consent,
            woocommerce,
            scoring,
            segments: given_segments,
            workflows,
        } = parts;
        let mut definitions = Definitions::NONE;
        definitions.ladder.clone_from(&loyalty.ladder);
        for segment in &given_segments {
            definitions.add_segment(segment.id.to_string(), segment.condition.clone());
        }
        let mut kept = Kept::default();
        let segments: Vec<Segment> = given_segments
            .into_iter()
            .map(|segment| Segment {
                scope: definitions.whole(segment.condition.scope()),
                ..segment
            })
            .collect();
        let asked = workflows.iter().flat_map(Workflow::conditions);
        let asked = asked.map(|(_, condition)| condition);
        let asked = asked.chain(segments.iter().map(|segment| &segment.condition));
        let asked = asked.chain(blocks.iter().map(|block| &block.condition));
        for condition in asked {
            kept.join(&condition.scope().kept);
        }
        for workflow in &workflows {
            kept.join(&workflow.trigger.scope().kept);
        }
        let score_scope = scoring.as_ref().map(Scoring::scope).unwrap_or_default();
        let score_scope = definitions.whole(score_scope);
        kept.join(&score_scope.kept);
        let observed_messages = Messages {
            observed: shop.observed(),
            handed: Vec::new(),
        };
        let asks_for_reactions = score_scope.reactions
            || segments.iter().any(|segment| segment.scope.reactions)
            || blocks.iter().any(|block| block.condition.scope().reactions)
            || workflows.iter().any(Workflow::asks_for_reactions);
        Self {
            id,
            shop,
            messages,
            blocks,
            topics,
            observed_messages,
            asks_for_reactions,
            loyalty,
            policy,
            consent,
            woocommerce,
            scoring,
            score_scope,
            segments,
            definitions,
            kept,
            doors: Doors::of(&workflows),
            workflows,
        }
    }

    /// The plan with only those of its workflows that are `wanted`. What histories keep, and all
    /// else, stays.
    #[must_use]
    pub fn keeping(&self, wanted: impl Fn(&Workflow) -> bool) -> Self {
        let mut plan = self.clone();
        plan.workflows.retain(wanted);
        plan.doors = Doors::of(&plan.workflows);
        plan
    }

    /// The plan as if its workflows had always been live: what a backtest plays.
    #[must_use]
    pub fn since_ever(&self) -> Self {
        let mut plan = self.clone();
        for workflow in &mut plan.workflows {
            workflow.live_since = None;
        }
        plan
    }

    /// The plan under another id.
    #[must_use]
    pub fn with_id(self, id: &str) -> Self {
        Self {
            id: id.to_owned(),
            ..self
        }
    }

    /// The segments, in the order of the file. The scope of each includes the segments it refers
    /// to.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// What the score depends on besides time.
    #[must_use]
    pub const fn score_scope(&self) -> &Scope {
        &self.score_scope
    }

    /// What its conditions may refer to besides a customer's facts.
    #[must_use]
    pub const fn definitions(&self) -> &Definitions {
        &self.definitions
    }

    /// The context to evaluate a condition in: a customer's facts at `now`, outside any enrollment.
    #[must_use]
    pub fn context<'a>(
        &'a self,
        customer: &'a Customer,
        facts: &'a ShopFacts,
        now: Timestamp,
    ) -> Context<'a> {
        self.context_in(customer.zone(self.shop.zone), customer, facts, now)
    }

    /// As [`Plan::context`], where it is known in which zone the customer lives.
    #[must_use]
    pub fn context_in<'a>(
        &'a self,
        local: Zone,
        customer: &'a Customer,
        facts: &'a ShopFacts,
        now: Timestamp,
    ) -> Context<'a> {
        Context {
            local,
            definitions: &self.definitions,
            facts,
            messages: &self.observed_messages,
            ..Context::new(customer, now, self.shop.zone, self.shop.currency)
        }
    }

    /// The channels on which its live workflows send marketing.
    #[must_use]
    pub fn writes(&self) -> Vec<Channel> {
        let live = self.workflows.iter();
        let live = live.filter(|workflow| workflow.status == Status::Live);
        let sends = live.flat_map(Workflow::marketing);
        let sends: Vec<Channel> = sends
            .filter_map(|id| self.messages.get(id).copied())
            .collect();
        let channels = Channel::ALL.into_iter();
        channels.filter(|channel| sends.contains(channel)).collect()
    }

    /// The pools from which its live workflows take coupon codes, each once, sorted.
    #[must_use]
    pub fn pools(&self) -> Vec<String> {
        let live = self.workflows.iter();
        let live = live.filter(|workflow| workflow.status == Status::Live);
        let nodes = live.flat_map(|workflow| &workflow.nodes);
        let pools = nodes.filter_map(|node| match &node.kind {
            NodeKind::Action(Action::ApplyCoupon(coupon)) => coupon.pool.clone(),
            _ => None,
        });
        let pools: std::collections::BTreeSet<String> = pools.collect();
        pools.into_iter().collect()
    }

    /// Whether anything in it depends on reactions to messages.
    #[must_use]
    pub const fn asks_for_reactions(&self) -> bool {
        self.asks_for_reactions
    }

    /// The properties of events that any condition refers to, which histories therefore keep.
    #[must_use]
    pub const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// What its conditions and triggers depend on, all together: what the host must supply.
    #[must_use]
    pub fn scope(&self) -> Scope {
        let mut all = self.score_scope.clone();
        for segment in &self.segments {
            all.join(segment.scope.clone());
        }
        for workflow in &self.workflows {
            all.moved_by(EventNames::of(workflow.trigger.events()));
            all.moved_by(EventNames::of(&workflow.exit_on));
            all.join(self.definitions.whole(workflow.trigger.scope()));
            for (_, condition) in workflow.conditions() {
                all.join(self.definitions.whole(condition.scope()));
            }
            for node in &workflow.nodes {
                if let NodeKind::WaitForEvent { what, .. } = &node.kind {
                    what.scope(&mut all);
                }
            }
        }
        all
    }

    /// The workflows that an event of this name may start.
    #[must_use]
    pub fn started_by(&self, event: EventName) -> Option<&TriggerIndex> {
        self.doors.by_event.get(&event)
    }

    /// The workflows that time alone may start.
    #[must_use]
    pub const fn started_by_time(&self) -> &TriggerIndex {
        &self.doors.by_time
    }

    /// The workflows that an index points to.
    pub fn behind(&self, index: &TriggerIndex) -> impl Iterator<Item = &Workflow> {
        let positions = index.workflows();
        positions.filter_map(|position| self.workflows.get(position))
    }

    /// A revision of a workflow.
    #[must_use]
    pub fn workflow(&self, id: &WorkflowId, revision: u32) -> Option<&Workflow> {
        self.workflows.get(self.position(id, revision)?)
    }

    /// The current revision of a workflow, for showing its name.
    #[must_use]
    pub fn current(&self, id: &WorkflowId) -> Option<&Workflow> {
        self.workflows.get(*self.revisions(id).last()?)
    }

    /// The events that somebody inside a revision of a workflow may have to be told of; none if there
    /// is no such revision.
    #[must_use]
    pub fn heard_inside(&self, id: &WorkflowId, revision: u32) -> EventNames {
        let heard = self.position(id, revision);
        let heard = heard.and_then(|position| self.doors.heard_inside.get(position));
        heard.copied().unwrap_or_default()
    }

    /// The positions of a workflow's revisions among [`Plan::workflows`], the current one last.
    #[must_use]
    pub fn revisions(&self, id: &WorkflowId) -> &[usize] {
        let positions = self.doors.by_id.get(id);
        positions.map_or(&[], Vec::as_slice)
    }

    fn position(&self, id: &WorkflowId, revision: u32) -> Option<usize> {
        let mut revisions = self.revisions(id).iter().copied();
        revisions.find(|position| {
            let workflow = self.workflows.get(*position);
            workflow.is_some_and(|workflow| workflow.revision == revision)
        })
    }

    /// The template variables of a sample customer with complete data.
    #[must_use]
    pub fn sample_variables(&self) -> Text {
        sample_variables(&self.shop)
    }

    /// All workflows, older revisions included.
    #[must_use]
    pub fn workflows(&self) -> &[Workflow] {
        &self.workflows
    }
}

crate::compact::compact!(struct Parts {
    id,
    shop,
    messages,
    blocks,
    topics,
    loyalty,
    policy,
    consent,
    woocommerce,
    scoring,
    segments,
    workflows
});

impl Doors {
    fn of(workflows: &[Workflow]) -> Self {
        let mut by_event: SortedMap<EventName, Vec<_>> = SortedMap::new();
        for (position, workflow) in live(workflows) {
            for event in workflow.trigger.events() {
                by_event.or_default(*event).push((position, workflow));
            }
        }
        let by_time = live(workflows).filter(|(_, workflow)| workflow.trigger.events().is_empty());
        let mut by_id: SortedMap<WorkflowId, Vec<usize>> = SortedMap::new();
        for (position, workflow) in workflows.iter().enumerate() {
            let revisions = by_id.or_default(workflow.id.clone());
            let revision = |position: &usize| workflows.get(*position).map(|one| one.revision);
            let place = revisions.partition_point(|one| revision(one) <= Some(workflow.revision));
            revisions.insert(place, position);
        }
        Self {
            by_id,
            heard_inside: workflows.iter().map(Workflow::hears).collect(),
            by_event: by_event
                .iter()
                .map(|(event, workflows)| (*event, TriggerIndex::new(workflows)))
                .collect(),
            by_time: TriggerIndex::new(&by_time.collect::<Vec<_>>()),
        }
    }
}

/// The workflows that may be entered, or would be but for a pause, each with its position.
fn live(workflows: &[Workflow]) -> impl Iterator<Item = (usize, &Workflow)> {
    let all = workflows.iter().enumerate();
    all.filter(|(_, workflow)| matches!(workflow.status, Status::Live | Status::Paused))
}
