//! What may earn a message credit for an order: clicks, opens, deliveries of text messages, and codes
//! that were made for the customer.
//!
//! Which of them earns it is decided elsewhere, by rules that may change. Here is what any rules could
//! need.

use super::{Customer, Orders};
use crate::event::{Channel, Event, EventKind, SentBy, Source};
use crate::id::{EffectId, StepId, WorkflowId};
use crate::json::{Malformed, Read, Reader, Slot, Write, Writer, read_leading, words};
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// What may earn a message credit for an order.
    ///
    /// Bounded, because a state must stay small. Beyond [`Touches::LIMIT`] the oldest touch goes that is
    /// not the last of its kind before any order that is kept, or before the next: under no rules could
    /// it be the one that counts, unless an order comes to light that was placed in between. Only where
    /// every touch is such a last one, the oldest goes.
    pub struct Touches {
        /// The touches, the one that counts least first.
        pub kept: Vec<Touch>,
        /// The codes, oldest first; at most [`Touches::CODES`]. Beyond that the oldest goes that no kept
        /// order was placed with.
        pub codes: Vec<IssuedCode>,
    }
}

/// A sign that a message reached a customer. It is known by all that it says, so that one that is
/// received twice is one. Stored as a list.
///
/// They are ordered by what counts more: the later one; at one moment the click before the delivery and
/// the delivery before the open; then that of the message that was sent later.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// When it happened.
    pub at: Timestamp,
    /// What the customer, or their phone, did with the message.
    pub kind: TouchKind,
    /// What sent the message.
    pub of: SentBy,
    /// The channel of the message.
    pub channel: Channel,
}

/// What happened to a message. The greater counts more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TouchKind {
    /// It was opened.
    Open,
    /// It was delivered.
    Delivery,
    /// A person clicked a link in it.
    Click,
}

words!(TouchKind { Open = "open", Delivery = "delivery", Click = "click" });

stored! {
    /// A code that was made for this customer alone, or given out to them alone.
    pub struct IssuedCode {
        /// The code, in small letters.
        pub code: String,
        /// The effect that made it.
        pub effect: EffectId,
        /// The workflow that had it made.
        pub workflow: WorkflowId,
        /// The step that had it made.
        pub step: StepId,
        /// When it was made.
        pub issued_at: Timestamp,
        /// Until when it is valid; `None` if it doesn't expire.
        pub expires_at: Option<Timestamp>,
    }
}

impl Touches {
    /// How many touches are kept.
    pub const LIMIT: usize = 64;
    /// How many codes are kept.
    pub const CODES: usize = 32;

    /// Whether nothing could earn a message credit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.codes.is_empty()
    }

    /// Adds a touch, beside the `orders` that may need it.
    pub fn add(&mut self, touch: Touch, orders: &Orders) {
        if let Err(place) = self.kept.binary_search(&touch) {
            self.kept.insert(place, touch);
            while self.kept.len() > Self::LIMIT {
                let place = self.first_to_go(orders);
                self.kept.remove(place);
            }
        }
    }

    /// Adds a code. An effect makes one.
    pub fn issue(&mut self, code: IssuedCode, orders: &Orders) {
        if self.codes.iter().any(|known| known.effect == code.effect) {
            return;
        }
        let rank = |code: &IssuedCode| (code.issued_at, code.effect.clone());
        let place = self.codes.partition_point(|one| rank(one) < rank(&code));
        self.codes.insert(place, code);
        if self.codes.len() > Self::CODES {
            let is_unused = |code: &IssuedCode| {
                let sales = orders
                    .by_id
                    .values()
                    .filter_map(|order| order.sale.as_ref());
                !sales
                    .flat_map(|sale| &sale.codes)
                    .any(|used| *used == code.code)
            };
            let place = self.codes.iter().position(is_unused);
            self.codes.remove(place.unwrap_or_default());
        }
    }

    /// Merges what another customer's messages could earn, who is the same person and has these `orders`
    /// now.
    pub fn merge(&mut self, other: Self, orders: &Orders) {
        for touch in other.kept {
            self.add(touch, orders);
        }
        for code in other.codes {
            self.issue(code, orders);
        }
    }

    fn first_to_go(&self, orders: &Orders) -> usize {
        let placed = || orders.by_id.values().filter_map(|order| order.placed_at);
        let is_needless = |(place, touch): (usize, &Touch)| {
            let mut later = self.kept.iter().skip(place + 1);
            let of_its_kind = |one: &&Touch| (one.kind, one.channel) == (touch.kind, touch.channel);
            later
                .find(of_its_kind)
                .is_some_and(|next| !placed().any(|at| touch.at <= at && at < next.at))
        };
        let mut all = self.kept.iter().enumerate();
        all.position(is_needless).unwrap_or_default()
    }
}

impl Customer {
    /// Folds in a sign that a message reached them. It counts only where Edgewise says so itself.
    pub(super) fn touch(&mut self, event: &Event, at: Timestamp) {
        let (kind, news) = match &event.kind {
            EventKind::MessageClicked { news } => (TouchKind::Click, news),
            EventKind::MessageOpened { news } => (TouchKind::Open, news),
            EventKind::MessageDelivered { news } => (TouchKind::Delivery, news),
            _ => return,
        };
        let (Some(of), Some(channel)) = (&news.of, news.channel) else {
            return;
        };
        // That an email was delivered is a sign of nothing.
        let is_idle = kind == TouchKind::Delivery && channel != Channel::Sms;
        if event.source == Source::Edgewise && !is_idle {
            let touch = Touch {
                at,
                kind,
                of: of.clone(),
                channel,
            };
            self.touches.add(touch, &self.orders);
        }
    }
}

/// A code as it is compared: stores do so without regard to case.
pub(super) fn normal_code(code: &str) -> String {
    code.trim().to_lowercase()
}

impl IssuedCode {
    /// A code as it was made.
    #[must_use]
    pub fn named(code: &str) -> Self {
        Self {
            code: normal_code(code),
            ..Self::default()
        }
    }
}

impl Write for Touch {
    fn write(&self, out: &mut Writer) {
        let SentBy {
            effect,
            workflow,
            step,
            sent_at,
        } = &self.of;
        out.values(&[
            &self.at,
            &self.kind,
            &self.channel,
            effect,
            workflow,
            step,
            sent_at,
        ]);
    }
}

impl Read for Touch {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (mut at, mut kind, mut channel) = (Slot::empty(), Slot::empty(), Slot::empty());
        let mut of = SentBy::default();
        read_leading(
            reader,
            &mut [
                &mut at,
                &mut kind,
                &mut channel,
                &mut of.effect,
                &mut of.workflow,
                &mut of.step,
                &mut of.sent_at,
            ],
        )?;
        match (at.0, kind.0, channel.0) {
            (Some(at), Some(kind), Some(channel)) => Ok(Self {
                at,
                kind,
                of,
                channel,
            }),
            _ => Err(reader.unexpected()),
        }
    }
}
