//! Tests on a customer's facts.
//!
//! A condition is data: a tree of `all`, `any` and `none` over leaves such as "has spent more
//! than $500.00 in the last 3 months". Evaluating it gives whether it holds **and until when
//! that is certain without any event**, so that nothing needs to poll: whoever must know the
//! moment of change asks to be woken then. Each leaf lives in a file of its own and is listed
//! once, in [`Condition`].

mod aggregate;
mod attribute;
mod behavior;
mod bought;
mod cart_contains;
mod cart_value;
mod comparison;
mod consent;
mod context;
mod contrast;
mod customer_date;
mod date;
mod definitions;
mod group;
mod index;
mod item;
mod ladder;
mod moment;
mod observed;
mod operator;
mod order_count;
mod performed;
mod points;
mod product_is;
mod random_bucket;
mod reaction;
mod reads;
mod reference;
mod rfm;
mod scope;
mod score;
mod segment;
mod spend;
mod suppressed;
mod tag;
mod tier;
mod to_next_tier;
mod value_predicate;
mod window;

use crate::document::{FromNode, Node};
#[cfg(test)]
use crate::document::{Listing, choice, kind};
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::{Observation, Seen};

pub use aggregate::{Aggregate, Figure};
pub use attribute::Attribute;
pub use behavior::{Behavior, PropertyPredicate, WithoutWindow};
pub use bought::Bought;
pub use cart_contains::CartContains;
pub use cart_value::CartValue;
pub use comparison::{Compared, Comparison, upper};
pub use consent::ConsentIs;
pub use context::Context;
pub use customer_date::{date_moved_by, date_of};
pub(crate) use date::NAMES as DATE_NAMES;
pub use date::{DateIs, DatePredicate};
pub use definitions::Definitions;
pub use group::Group;
pub use index::{Index, LookedUp, Lookup, RuleSet};
use index::{Subject, Test};
pub use item::ItemPredicate;
pub use ladder::{Ladder, Measured, NextTier, OtherMeasure, Reached, Threshold, Tier};
pub use moment::During;
pub use observed::ObservedWords;
pub use operator::Operator;
pub use order_count::OrderCount;
pub use performed::{NotPerformed, Performed};
pub use points::PointsAre;
pub use product_is::ProductIs;
pub use random_bucket::RandomBucket;
pub use reaction::Messages;
pub use reads::Reads;
pub use reference::Reference;
pub use rfm::{RfmFigures, RfmGroup, RfmIs, RfmScores};
pub use scope::Scope;
pub use score::Score;
pub use segment::InSegment;
pub use spend::Spend;
pub use suppressed::Suppressed;
pub use tag::HasTag;
pub use tier::TierIs;
pub use to_next_tier::{Missing, ToNextTier};
pub use value_predicate::ValuePredicate;
pub use window::{Bound, Window};

/// Whether a condition holds, and how long that is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it holds at the given time.
    pub matched: bool,
    /// Until when the answer can’t change without an event. Evaluate again then.
    /// [`Timestamp::MAX`]: it never changes as time passes.
    pub stable_until: Timestamp,
    /// Whether the condition reaches back further than the stored history, so that the answer
    /// covers only a part.
    pub truncated: bool,
}

impl Answer {
    /// An answer that only an event can change.
    #[must_use]
    pub const fn settled(matched: bool) -> Self {
        Self {
            matched,
            stable_until: Timestamp::MAX,
            truncated: false,
        }
    }
}

/// Declares [`Condition`] from the list of its leaves.
macro_rules! conditions {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $word:literal ),+ $(,)?) => {
        /// A condition on a customer’s data. In JSON an object with `"type"`.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Condition {
            $( $(#[doc = $doc])+ $variant($variant), )+
            /// Holds when every one of `of` holds; so also when `of` is empty.
            All(Group),
            /// Holds when at least one of `of` holds.
            Any(Group),
            /// Holds when not one of `of` holds.
            None(Group),
        }

        impl Condition {
            /// The values of `"type"`, in the order of menus.
            pub const WORDS: &'static [&'static str] = &[$( $word, )+ ALL, ANY, NONE];

            /// The leaf, or `None` for a group.
            fn leaf(&self) -> Option<&dyn Leaf> {
                match self {
                    Self::All(_) | Self::Any(_) | Self::None(_) => Option::None,
                    $( Self::$variant(leaf) => Some(leaf), )+
                }
            }
        }

        impl Condition {
            /// Says a value that the leaf saw; for a group, the value as it is.
            fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
                match self {
                    Self::All(_) | Self::Any(_) | Self::None(_) => seen.say(to),
                    $( Self::$variant(leaf) => leaf.say_seen(seen, to), )+
                }
            }
        }

        /// After "the customer": "has ordered at least 2 times".
        impl Said for Condition {
            fn say(&self, to: &mut Sentence<'_>) {
                match self {
                    Self::All(group) => group.say(" and ", to),
                    Self::Any(group) => group.say(" or ", to),
                    Self::None(group) => {
                        to.say("matches none of these: ", &[]);
                        group.say(" or ", to);
                    }
                    $( Self::$variant(leaf) => leaf.say(to), )+
                }
            }
        }

        crate::compact::compact!(enum Condition { $( $variant(leaf) ),+, All(group), Any(group), None(group) });

        impl FromNode for Condition {
            fn read(node: &Node<'_>) -> Option<Self> {
                match node.kind()? {
                    ALL => Group::read(node).map(Self::All),
                    ANY => Group::read(node).map(Self::Any),
                    NONE => Group::read(node).map(Self::None),
                    $( $word => $variant::read(node).map(Self::$variant), )+
                    other => node.unknown_kind(other, Self::WORDS),
                }
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for Condition {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Condition".into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut kinds = Vec::new();
                $( kinds.extend(kind::<$variant>($word, &[$($doc),+], generator)); )+
                for (word, docs, title) in [
                    (ALL, "True when all conditions are true, or there are none.", "All of these are true"),
                    (ANY, "True when at least one condition is true.", "Any of these is true"),
                    (NONE, "True when no condition is true.", "None of these is true"),
                ] {
                    let listing = Listing { title, group: "Groups", example: None };
                    let group = Group::json_schema(generator).to_value();
                    kinds.extend(listing.of(word, &[docs], group));
                }
                choice("oneOf", "A condition on a customer’s data.", kinds)
            }
        }
    };
}

/// The words of the groups.
const ALL: &str = "all";
const ANY: &str = "any";
const NONE: &str = "none";

conditions! {
    /// Compares the number of orders.
    OrderCount = "order_count",
    /// Compares the amount spent.
    Spend = "spend",
    /// Compares the number of orders that contain certain products.
    Bought = "bought",
    /// Compares how many times the customer did something.
    Performed = "performed",
    /// True when the customer didn’t do something.
    NotPerformed = "not_performed",
    /// Compares a sum, average, or other figure computed from an event’s property.
    Aggregate = "aggregate",
    /// Compares the value of the cart.
    CartValue = "cart_value",
    /// Compares the number of items in the cart.
    CartContains = "cart_contains",
    /// Tests the product that the workflow is about.
    ProductIs = "product_is",
    /// Tests a field or custom property of the customer’s profile.
    Attribute = "attribute",
    /// Tests whether the customer has a tag.
    HasTag = "tag",
    /// Tests whether the customer is in a segment.
    InSegment = "segment",
    /// Tests a date in the customer’s profile, such as a birthday.
    DateIs = "date",
    /// Tests the customer’s marketing consent on a channel.
    ConsentIs = "consent",
    /// Tests whether the customer is on the suppression list.
    Suppressed = "suppressed",
    /// Tests which loyalty tier the customer is in.
    TierIs = "tier",
    /// Compares how much the customer needs to reach the next tier.
    ToNextTier = "to_next_tier",
    /// Compares the customer’s loyalty points.
    PointsAre = "points",
    /// Compares the customer’s lead score.
    Score = "score",
    /// Tests how recently, how often, and for how much the customer bought, relative to other
    /// customers.
    RfmIs = "rfm",
    /// Tests whether the current date is within a range.
    During = "during",
    /// Selects a fixed, random share of customers.
    RandomBucket = "random_bucket",
}

/// What every leaf can do. What needs words is not asked of a leaf behind a `dyn`: code that only
/// decides has none, and a table of methods would keep them.
trait Leaf {
    /// Evaluates it.
    fn answer(&self, context: &Context<'_>) -> Answer;
    /// The value it sees.
    fn seen(&self, context: &Context<'_>) -> Seen;
    /// The same from the number that its [`question`](Leaf::question) read; `None` where that number
    /// doesn't tell.
    fn seen_of(&self, number: i64) -> Option<Seen> {
        let _ = number;
        None
    }
    /// Says a value that it saw, for people: `$499.99`, `2 times`, `not set`.
    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>)
    where
        Self: Sized,
    {
        seen.say(to);
    }
    /// Adds what it depends on besides time to `scope`.
    fn scope(&self, scope: &mut Scope);
    /// The subject it reads and the test on it, for leaves that may share a subject. The leaf holds
    /// exactly when the test passes.
    fn question(&self) -> Option<(Subject, Test)> {
        None
    }
    /// Which of the customer's facts it reads. By default all: right for every leaf, and slow.
    fn reads(&self) -> Reads {
        Reads::ALL
    }
    /// The relative cost of evaluating it (see [`Condition::cost`]). The default is that of a leaf
    /// whose facts are assembled for each customer.
    fn cost(&self) -> u32 {
        50
    }
    /// Whether it is negative: true when something isn’t the case or wasn’t done.
    fn is_negative(&self) -> bool {
        false
    }
    /// Whether it and `other` can never hold at the same time, if that doesn’t follow from
    /// [`Leaf::question`]. It is enough if one of the two says so.
    fn excludes(&self, _other: &Condition) -> bool {
        false
    }
    /// What it refers to in the configuration.
    fn reference(&self) -> Option<Reference<'_>> {
        None
    }
}

/// The events that can change a customer’s orders.
pub(crate) const ORDER_EVENTS: EventNames = EventNames::of(&[
    EventName::OrderPlaced,
    EventName::OrderCompleted,
    EventName::OrderUpdated,
    EventName::OrderCancelled,
    EventName::OrderRefunded,
    EventName::OrderDeleted,
    EventName::OrderAnonymized,
]);

/// The events that can change a customer’s carts, including orders.
pub(crate) const CART_EVENTS: EventNames = ORDER_EVENTS.and(EventNames::of(&[
    EventName::CartUpdated,
    EventName::CartViewed,
    EventName::CheckoutStarted,
    EventName::CheckoutUpdated,
    EventName::CheckoutDeleted,
]));

impl Condition {
    /// Evaluates the tree.
    #[must_use]
    pub fn evaluate(&self, context: &Context<'_>) -> Answer {
        self.walk(context, None)
    }

    /// Evaluates the tree and says what each leaf saw, in the order of the file.
    #[must_use]
    pub fn explain(&self, context: &Context<'_>) -> (Answer, Vec<Observation>) {
        let mut saw = Vec::new();
        let answer = self.walk(context, Some(&mut saw));
        (answer, saw)
    }

    /// Evaluates the tree as one of several conditions of a decision, and appends what its leaves
    /// saw. Leaves are numbered across all of these conditions.
    pub fn explain_after(&self, context: &Context<'_>, saw: &mut Vec<Observation>) -> Answer {
        self.walk(context, Some(saw))
    }

    /// What the condition depends on besides time.
    #[must_use]
    pub fn scope(&self) -> Scope {
        let mut scope = Scope::default();
        self.add_scope(&mut scope);
        scope
    }

    fn add_scope(&self, scope: &mut Scope) {
        match self {
            Self::All(group) | Self::Any(group) | Self::None(group) => {
                for condition in &group.of {
                    condition.add_scope(scope);
                }
            }
            leaf => {
                if let Some(leaf) = leaf.leaf() {
                    leaf.scope(scope);
                }
            }
        }
    }

    /// How many conditions the tree holds, groups included, and how deep it goes.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        match self {
            Self::All(group) | Self::Any(group) | Self::None(group) => group
                .of
                .iter()
                .map(Self::size)
                .fold((1, 1), |(count, depth), (inner, below)| {
                    (count + inner, depth.max(below + 1))
                }),
            _ => (1, 1),
        }
    }

    /// Shows `see` every condition of the tree with its place in the file; `path` is this one's.
    pub fn visit(&self, path: &str, see: &mut dyn FnMut(&Self, &str)) {
        see(self, path);
        if let Self::All(group) | Self::Any(group) | Self::None(group) = self {
            for (position, condition) in group.of.iter().enumerate() {
                condition.visit(&format!("{path}.of[{position}]"), see);
            }
        }
    }

    fn walk(&self, context: &Context<'_>, saw: Option<&mut Vec<Observation>>) -> Answer {
        match self {
            Self::All(group) => group.all(context, saw, true),
            Self::Any(group) => negate(group.all(context, saw, false)),
            Self::None(group) => group.all(&context.in_doubt(), saw, false),
            leaf => {
                let Some(leaf) = leaf.leaf() else {
                    return Answer::settled(false);
                };
                let answer = leaf.answer(context);
                if let Some(saw) = saw {
                    let number = u32::try_from(saw.len()).unwrap_or(u32::MAX);
                    saw.push(Observation::new(number, leaf.seen(context), answer.matched));
                }
                answer
            }
        }
    }
}

const fn negate(answer: Answer) -> Answer {
    Answer {
        matched: !answer.matched,
        ..answer
    }
}
