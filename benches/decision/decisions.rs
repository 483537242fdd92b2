//! The decision alone, for measuring: which of a plan's workflows an event starts.
//!
//! It is what [`edgewise::transition`] asks before it lets anybody in: the triggers of the
//! event's [`edgewise::workflow::TriggerIndex`], then the conditions by its index. Plans and
//! customers are never freed.

use edgewise::condition::{Context, Lookup, RuleSet};
use edgewise::config::compile;
use edgewise::event::Event;
use edgewise::json;
use edgewise::plan::Plan;
use edgewise::state::State;
use edgewise::workflow::TriggerIndex;

/// A plan, and customers each with an event that is decided again and again.
#[derive(Default)]
pub(crate) struct Decisions {
    cases: Vec<Case>,
    open: RuleSet,
    started: Vec<u32>,
    plan: Option<&'static Plan>,
}

struct Case {
    plan: &'static Plan,
    event: Event,
    context: Context<'static>,
    /// The customer's facts, read beforehand.
    lookup: Lookup<'static>,
}

impl Decisions {
    /// Compiles a configuration; what was there before is gone. Whether there were no errors.
    pub(crate) fn load(&mut self, config: &str) -> bool {
        self.cases.clear();
        self.plan = compile(config).plan.map(|plan| &*Box::leak(Box::new(plan)));
        self.plan.is_some()
    }

    /// Takes in a customer's stored state that holds the event already, and the event. Whether
    /// both could be read and the event may start anything.
    pub(crate) fn add(&mut self, state: &str, event: &str) -> bool {
        let case = self.plan.and_then(|plan| Case::read(plan, state, event));
        let known = case.is_some();
        self.cases.extend(case);
        known
    }

    /// Decides a case with the facts as they were read beforehand, as other engines are given
    /// them. Gives how many workflows start; [`Decisions::started`] names them.
    pub(crate) fn decide(&mut self, number: usize) -> usize {
        self.start(number, |_, case, see| see(&case.lookup))
    }

    /// The same, with the facts looked up in the customer's record, as a transition does it.
    pub(crate) fn decide_from_record(&mut self, number: usize) -> usize {
        self.start(number, |entrance, case, see| {
            see(&entrance.lookup(case.context));
        })
    }

    /// The workflows that the last decision starts, by their positions in the file.
    pub(crate) fn started(&self) -> &[u32] {
        &self.started
    }

    fn start(
        &mut self,
        number: usize,
        over: impl Fn(&'static TriggerIndex, &Case, &mut dyn FnMut(&Lookup<'static>)),
    ) -> usize {
        self.started.clear();
        if let Some(case) = self.cases.get(number)
            && let Some(entrance) = case.plan.started_by(case.event.kind.name())
        {
            let context = &case.context;
            let open = &mut self.open;
            entrance.called(&case.event, context, open, |_, _| {});
            over(entrance, case, &mut |lookup| lookup.keep_holding(open));
            let positions = open.iter().filter_map(|place| entrance.position(place));
            let positions = positions.filter_map(|position| u32::try_from(position).ok());
            self.started.extend(positions);
        }
        self.started.len()
    }
}

impl Case {
    fn read(plan: &'static Plan, state: &str, event: &str) -> Option<Self> {
        let state: &'static State = Box::leak(Box::new(json::from_str(state).ok()?));
        let event: Event = json::from_str(event).ok()?;
        let at = event.effective_at();
        let context = Context {
            anchor: Some(at),
            definitions: plan.definitions(),
            ..Context::new(&state.customer, at, plan.shop.zone, plan.shop.currency)
        };
        let lookup = plan.started_by(event.kind.name())?.lookup(context);
        lookup.read_all();
        Some(Self {
            plan,
            event,
            context,
            lookup,
        })
    }
}
