//! What may earn a message credit for an order: clicks, opens, deliveries of text messages, and codes
//! that were made for the customer.
//!
//! Which of them earns it is decided elsewhere, by rules that may change. Here is what any rules could
//! need.

use super::{Customer, Orders};
use crate::event::{Channel, Event, EventKind, SentBy, Source};
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
        /// The newest [`Touches::CODES`] codes, oldest first.
        pub codes: Vec<IssuedCode>,
    }
}

/// A sign that a message reached a customer. It is known by what happened, when, and to which message, so
/// that one that is received twice is one. Stored as a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// When it happened.
    pub at: Timestamp,
    /// What the customer, or their phone, did with the message.
    pub kind: TouchKind,
    /// The channel of the message.
    pub channel: Channel,
    /// What sent the message.
    pub of: SentBy,
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

/// A code that was made for this customer alone, or given out to them alone. Stored as a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssuedCode {
    /// The code, in small letters.
    pub code: String,
    /// Until when it is valid; `None` if it doesn't expire.
    pub expires_at: Option<Timestamp>,
    /// What had it made, and when.
    pub of: SentBy,
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
        let rank = touch.rank();
        let place = self.kept.partition_point(|known| known.rank() < rank);
        if self
            .kept
            .get(place)
            .is_some_and(|known| known.rank() == rank)
        {
            return;
        }
        self.kept.insert(place, touch);
        if self.kept.len() > Self::LIMIT {
            let place = self.first_to_go(orders);
            self.kept.remove(place);
        }
    }

    /// Adds a code. An effect makes one.
    pub fn issue(&mut self, code: IssuedCode) {
        if (self.codes.iter()).any(|known| known.of.effect == code.of.effect) {
            return;
        }
        let rank = code.of.rank();
        let place = self.codes.partition_point(|one| one.of.rank() < rank);
        self.codes.insert(place, code);
        if self.codes.len() > Self::CODES {
            self.codes.remove(0);
        }
    }

    /// Merges what another customer's messages could earn, who is the same person and has these `orders`
    /// now.
    pub fn merge(&mut self, other: Self, orders: &Orders) {
        for touch in other.kept {
            self.add(touch, orders);
        }
        for code in other.codes {
            self.issue(code);
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

impl Touch {
    /// By what they are ordered: the later one counts more; at one moment the click more than the delivery,
    /// and the delivery more than the open; then the message that was sent later.
    fn rank(&self) -> (Timestamp, TouchKind, (Timestamp, &str)) {
        (self.at, self.kind, self.of.rank())
    }
}

impl Write for Touch {
    fn write(&self, out: &mut Writer) {
        out.values(&[&self.at, &self.kind, &self.channel, &self.of]);
    }
}

impl Read for Touch {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (mut at, mut kind, mut channel) = (Slot::empty(), Slot::empty(), Slot::empty());
        let mut of = Slot::empty();
        read_leading(reader, &mut [&mut at, &mut kind, &mut channel, &mut of])?;
        match (at.0, kind.0, channel.0, of.0) {
            (Some(at), Some(kind), Some(channel), Some(of)) => Ok(Self {
                at,
                kind,
                channel,
                of,
            }),
            _ => Err(reader.unexpected()),
        }
    }
}

impl IssuedCode {
    /// A code as it was made.
    #[must_use]
    pub fn new(code: &str, expires_at: Option<Timestamp>, of: SentBy) -> Self {
        Self {
            code: normal_code(code),
            expires_at,
            of,
        }
    }
}

impl Write for IssuedCode {
    fn write(&self, out: &mut Writer) {
        out.values(&[&self.code, &self.expires_at, &self.of]);
    }
}

impl Read for IssuedCode {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut of = Slot::empty();
        let (mut code, mut expires_at) = (String::new(), None);
        read_leading(reader, &mut [&mut code, &mut expires_at, &mut of])?;
        of.0.map_or(Err(reader.unexpected()), |of| {
            Ok(Self {
                code,
                expires_at,
                of,
            })
        })
    }
}
