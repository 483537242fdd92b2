//! What starts a workflow. Each kind is in its own file and is listed once.

mod about;
mod cart_abandoned;
mod customer_created;
mod date;
mod entry;
mod inactive;
mod loyalty;
mod not_followed;
mod order;
mod performed;
mod score_reached;
mod segment;
mod tag_added;
mod tier_reached;

use super::CustomerDate;
use crate::condition::{Behavior, Bound, Context, Reference, Scope, Window};
use crate::document::{FromNode, Node};
#[cfg(test)]
use crate::document::{choice, kind};
use crate::event::{Event, EventName, EventNames};
use crate::reason::Reason;
use crate::sentence::{Said, Sentence};
use crate::time::{Duration, Timestamp};
use crate::trace::Observation;

pub use cart_abandoned::CartAbandoned;
pub use customer_created::CustomerCreated;
pub use date::DateReached;
pub use entry::{Entry, Foreseen, See};
pub use inactive::Inactive;
pub use loyalty::{PointsReached, TierAtRisk};
pub use not_followed::NotFollowed;
pub use order::OrderFilter;
pub(super) use performed::DESCRIBED;
pub use performed::{EventPerformed, Times};
pub use score_reached::ScoreReached;
pub use segment::SegmentChanged;
pub use tag_added::TagAdded;
pub use tier_reached::TierReached;

/// A trigger’s verdict on an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Firing {
    /// The event starts the workflow.
    Fires,
    /// The right kind of event, but not the one it waits for.
    NotMet(Observation),
    /// None of its business.
    Unrelated,
}

/// What every trigger can do.
trait Start {
    /// Which events may start it; none where only time does.
    fn events(&self) -> &[EventName];

    /// Looks at an event that the facts already hold.
    fn fires(&self, event: &Event, context: &Context<'_>) -> Firing {
        let _ = (event, context);
        Firing::Unrelated
    }

    /// The entry for an event that starts the workflow.
    fn entry(&self, event: &Event, context: &Context<'_>) -> Entry {
        let _ = context;
        Entry::of_fact(event)
    }

    /// Passes on the entries that will follow as time passes, each with its moment, and recent ones
    /// that may have been missed. Called again after every change, so nothing needs to be revoked.
    fn upcoming(&self, context: &Context<'_>, see: See<'_>) {
        let _ = (context, see);
    }

    /// The events that can change [`Start::upcoming`]: all, unless a kind knows better.
    fn moved_by(&self) -> EventNames {
        EventNames::ALL
    }

    /// The moment from which on [`Start::upcoming`], as asked now, may say something else without
    /// any event, apart from entries that are no longer passed on because they were missed.
    fn turns(&self, context: &Context<'_>) -> Timestamp {
        let _ = context;
        Timestamp::MAX
    }

    /// Describes the current status of what it waits for.
    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>)
    where
        Self: Sized;

    /// Describes the test on an event that [`Firing::NotMet`] is about.
    fn say_asked(&self, saw: &Observation, to: &mut Sentence<'_>)
    where
        Self: Sized,
    {
        let _ = (saw, to);
    }

    /// Describes what it found instead.
    fn say_found(&self, saw: &Observation, to: &mut Sentence<'_>)
    where
        Self: Sized,
    {
        saw.value.say(to);
    }

    /// What it needs to look up besides the event.
    fn scope(&self, scope: &mut Scope) {
        let _ = scope;
    }

    /// The events whose absence starts it, if those are reactions to messages.
    fn reactions(&self) -> Option<&[EventName]> {
        None
    }

    /// Since when they must be absent for an entry.
    fn absent_since(&self, entry: &Entry, context: &Context<'_>) -> Timestamp {
        let _ = context;
        entry.anchor
    }

    /// The events without which it never starts.
    fn needs(&self) -> &[EventName] {
        self.events()
    }

    /// How long after the moment that the workflow's offsets are counted from it starts.
    fn delay(&self) -> Option<Duration> {
        None
    }

    /// How far back it looks for missing events.
    fn looks_back(&self) -> Option<Duration> {
        None
    }

    /// The customer's date that it waits for.
    fn date(&self) -> Option<&CustomerDate> {
        None
    }

    /// Whether what starts it says which order the workflow is about.
    fn names_order(&self) -> bool {
        false
    }

    /// Whether what starts it says which cart the workflow is about.
    fn names_cart(&self) -> bool {
        false
    }

    /// Whether the customer expects an answer to what starts it.
    fn is_asked_for(&self) -> bool {
        false
    }

    /// The merchants’ name for a workflow that brings customers back, if it starts one.
    fn wins_back_by(&self) -> Option<&'static str> {
        None
    }

    /// What it refers to in the configuration.
    fn reference(&self) -> Option<Reference<'_>> {
        None
    }
}

impl Trigger {
    /// Why it cannot be known whether what starts it by its absence is absent, if so.
    #[must_use]
    pub fn cannot_be_known(&self, entry: &Entry, context: &Context<'_>) -> Option<Reason> {
        let since = self.absent_since(entry, context);
        let absent = Behavior {
            events: self.reactions()?.to_vec(),
            about: None,
            tests: Vec::new(),
            window: Window::Since(Bound::Moment(since)),
        };
        absent.cannot_be_known(context).0
    }
}

/// When events of these kinds last happened.
fn last_received(events: &[EventName], context: &Context<'_>) -> Option<Timestamp> {
    let history = &context.customer.history;
    let last = |event: &EventName| history.of(*event).last().map(|record| record.at);
    events.iter().filter_map(last).max()
}

/// The outlook of a trigger on an event: whether and when it last happened.
fn say_last(events: &[EventName], context: &Context<'_>, to: &mut Sentence<'_>) {
    match last_received(events, context) {
        None => to.say(NEVER, &[]),
        Some(last) => to.say("last on {_at!d}", &[("_at", &last)]),
    }
}

/// The text for an event that never happened.
const NEVER: &str = "never, as far as we know";

/// Which of several it was instead.
fn say_ordinal_found(number: i64, to: &mut Sentence<'_>) {
    let number = Ordinal(u32::try_from(number).unwrap_or(u32::MAX));
    to.say("it was the {_number}", &[("_number", &number)]);
}

/// A number in a row: "1st".
struct Ordinal(u32);

impl Said for Ordinal {
    fn say(&self, to: &mut Sentence<'_>) {
        to.ordinal(self.0);
    }
}

/// Declares [`Trigger`] from the list of its kinds.
macro_rules! triggers {
    ($( $(#[doc = $doc:literal])+ $variant:ident($kind:ty) = $word:literal ),+ $(,)?) => {
        /// What starts a workflow. In JSON an object with `"type"`.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Trigger {
            $( $(#[doc = $doc])+ $variant($kind), )+
        }

        crate::compact::compact!(enum Trigger { $( $variant(kind) ),+ });

        impl Trigger {
            /// The values of `"type"`, in the order of menus.
            pub const WORDS: &'static [&'static str] = &[ $( $word ),+ ];

            fn start(&self) -> &dyn Start {
                match self { $( Self::$variant(kind) => kind, )+ }
            }

            /// The events that may start it.
            #[must_use]
            pub fn events(&self) -> &[EventName] {
                match self { $( Self::$variant(kind) => kind.events(), )+ }
            }

            /// The verdict on an event that is already part of the customer’s facts.
            #[must_use]
            pub fn fires(&self, event: &Event, context: &Context<'_>) -> Firing {
                if !self.events().contains(&event.kind.name()) {
                    return Firing::Unrelated;
                }
                match self { $( Self::$variant(kind) => kind.fires(event, context), )+ }
            }

            /// The entry for an event that starts the workflow.
            #[must_use]
            pub fn entry(&self, event: &Event, context: &Context<'_>) -> Entry {
                match self { $( Self::$variant(kind) => kind.entry(event, context), )+ }
            }

            /// Passes on the entries that will follow as time passes, each with its moment.
            pub fn upcoming(&self, context: &Context<'_>, see: See<'_>) {
                match self { $( Self::$variant(kind) => kind.upcoming(context, see), )+ }
            }

            /// The events that can change [`Trigger::upcoming`]. So can a change of the customer’s
            /// time zone or of the moment they were first seen.
            #[must_use]
            pub fn moved_by(&self) -> EventNames {
                match self { $( Self::$variant(kind) => kind.moved_by(), )+ }
            }

            /// The moment from which on [`Trigger::upcoming`], as asked now, may pass on other
            /// entries that lie ahead, although nothing happened.
            #[must_use]
            pub fn turns(&self, context: &Context<'_>) -> Timestamp {
                match self { $( Self::$variant(kind) => kind.turns(context), )+ }
            }

            /// The first entry that will follow as time passes.
            #[must_use]
            pub fn next_by_time(&self, context: &Context<'_>) -> Option<(Timestamp, Entry)> {
                let mut first: Option<(Timestamp, Entry)> = None;
                self.upcoming(context, &mut |at, entry| {
                    if first.as_ref().is_none_or(|(known, _)| at < *known) {
                        first = Some((at, entry.make()));
                    }
                });
                first
            }

            /// Describes the current status of what it waits for.
            pub fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
                match self { $( Self::$variant(kind) => kind.say_outlook(context, to), )+ }
            }

            /// Describes the test on an event that [`Firing::NotMet`] is about.
            pub fn say_asked(&self, saw: &Observation, to: &mut Sentence<'_>) {
                match self { $( Self::$variant(kind) => kind.say_asked(saw, to), )+ }
            }

            /// Describes what it found instead.
            pub fn say_found(&self, saw: &Observation, to: &mut Sentence<'_>) {
                match self { $( Self::$variant(kind) => kind.say_found(saw, to), )+ }
            }

            /// The events whose absence starts it, if those are reactions to messages.
            #[must_use]
            pub fn reactions(&self) -> Option<&[EventName]> {
                match self { $( Self::$variant(kind) => kind.reactions(), )+ }
            }

            fn absent_since(&self, entry: &Entry, context: &Context<'_>) -> Timestamp {
                match self { $( Self::$variant(kind) => kind.absent_since(entry, context), )+ }
            }

            /// What it needs to look up besides the event.
            #[must_use]
            pub fn scope(&self) -> Scope {
                let mut scope = Scope::default();
                match self { $( Self::$variant(kind) => kind.scope(&mut scope), )+ }
                scope
            }
        }

        /// What it waits for, after “the customer”: “places an order”.
        impl Said for Trigger {
            fn say(&self, to: &mut Sentence<'_>) {
                match self { $( Self::$variant(kind) => kind.say(to), )+ }
            }
        }

        impl FromNode for Trigger {
            fn read(node: &Node<'_>) -> Option<Self> {
                match node.kind()? {
                    $( $word => <$kind>::read(node).map(Self::$variant), )+
                    other => node.unknown_kind(other, Self::WORDS),
                }
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for Trigger {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Trigger".into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut kinds = Vec::new();
                $( kinds.extend(kind::<$kind>($word, &[$($doc),+], generator)); )+
                choice("oneOf", "What starts a workflow.", kinds)
            }
        }
    };
}

triggers! {
    /// Starts when a customer leaves a cart behind.
    CartAbandoned(CartAbandoned) = "cart_abandoned",
    /// Starts when an order is placed.
    OrderPlaced(OrderFilter<false>) = "order_placed",
    /// Starts when an order is paid.
    OrderCompleted(OrderFilter<true>) = "order_completed",
    /// Starts when a customer creates an account.
    CustomerCreated(CustomerCreated) = "customer_created",
    /// Starts when a tag is added to a customer.
    TagAdded(TagAdded) = "tag_added",
    /// Starts when a customer enters a segment.
    SegmentEntered(SegmentChanged<true>) = "segment_entered",
    /// Starts when a customer leaves a segment.
    SegmentLeft(SegmentChanged<false>) = "segment_left",
    /// Starts when a customer reaches a tier.
    TierReached(TierReached) = "tier_reached",
    /// Starts when a customer is about to lose a tier.
    TierAtRisk(TierAtRisk) = "tier_at_risk",
    /// Starts when a customer’s points reach a number.
    PointsReached(PointsReached) = "points_reached",
    /// Starts when a customer’s lead score reaches a number.
    ScoreReached(ScoreReached) = "score_reached",
    /// Starts when a customer does something.
    Performed(EventPerformed) = "performed",
    /// Starts when a customer does something, but doesn’t follow up with something else.
    NotFollowed(NotFollowed) = "not_followed",
    /// Starts when a customer has been inactive for a time.
    Inactive(Inactive) = "inactive",
    /// Starts on a date in the customer’s profile, such as a birthday.
    Date(DateReached) = "date",
}
