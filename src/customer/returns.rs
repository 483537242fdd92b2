//! What came back from a customer's addresses, and which must not be written to anymore.
//!
//! Only moments are kept, so reports may come in any order and again. Whether an address is
//! suppressed follows from all facts each time:
//!
//! - a complaint, for good;
//! - a bounce because the address is nobody's, until they order or sign up with it again;
//! - messages that bounced for a passing reason on [`Returns::SOFT_DAYS`] days over at least
//!   [`Returns::SOFT_SPAN_MS`], until the same, or until a message arrives.

use super::Customer;
use crate::event::{Channel, Consent, EventKind, EventName, MessageNews};
use crate::pii::Pii;
use crate::reason::Reason;
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// What came back on one channel.
    pub struct Returns {
        /// When a message last arrived, as far as is reported.
        pub reached: Option<Timestamp>,
        /// What came back, by address; at most [`Returns::ADDRESSES`].
        pub addresses: Vec<ReturnedFrom>,
    }
}

stored! {
    /// What came back from one address.
    pub struct ReturnedFrom {
        /// The address, in lower case; `None` where the report names none: then it stands for all
        /// of theirs.
        pub address: Option<Pii<String>>,
        /// The first complaint.
        pub complained: Option<Timestamp>,
        /// The last bounce because the address is nobody's.
        pub bounced: Option<Timestamp>,
        /// Days (UTC) on which a message bounced for a passing reason, each with its first, the
        /// oldest first; at most [`Returns::SOFT_KEPT`]. So tries of one message count once.
        pub soft: Vec<Timestamp>,
        /// Bounces up to this moment don't count: the merchant said so.
        pub lifted: Option<Timestamp>,
    }
}

/// That a customer must not be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Why nothing is sent to them.
    pub reason: Reason,
    /// Since when it holds.
    pub since: Timestamp,
}

impl Returns {
    /// How many addresses are kept.
    pub const ADDRESSES: usize = 16;
    /// On how many days a message has to bounce for a passing reason, none arriving in between.
    pub const SOFT_DAYS: usize = 4;
    /// How many such days are kept: at least as many as fit into [`Returns::SOFT_SPAN_MS`].
    pub const SOFT_KEPT: usize = 8;
    /// How far apart the first and the last of them have to be, in milliseconds: a mailbox that is
    /// full over a holiday is somebody's.
    pub const SOFT_SPAN_MS: i64 = 7 * 24 * 3_600_000;

    fn of(&mut self, address: Option<Pii<String>>) -> Option<&mut ReturnedFrom> {
        let known = self
            .addresses
            .iter()
            .position(|known| known.address == address);
        let place = match known {
            Some(place) => place,
            None if self.addresses.len() < Self::ADDRESSES => {
                let returned = ReturnedFrom {
                    address,
                    ..ReturnedFrom::default()
                };
                let place = self
                    .addresses
                    .partition_point(|known| known.address < returned.address);
                self.addresses.insert(place, returned);
                place
            }
            None => return None,
        };
        self.addresses.get_mut(place)
    }

    fn merge(&mut self, other: Self) {
        self.reached = self.reached.max(other.reached);
        for theirs in other.addresses {
            if let Some(ours) = self.of(theirs.address.clone()) {
                ours.complained = first(ours.complained, theirs.complained);
                ours.bounced = ours.bounced.max(theirs.bounced);
                ours.lifted = ours.lifted.max(theirs.lifted);
                for soft in theirs.soft {
                    ours.bounced_softly(soft);
                }
            }
        }
    }
}

impl ReturnedFrom {
    fn is_about(&self, address: Option<&str>) -> bool {
        match (&self.address, address) {
            (Some(own), Some(address)) => *own.expose() == normal(address),
            (Some(_), None) => false,
            (None, _) => true,
        }
    }

    fn bounced_softly(&mut self, at: Timestamp) {
        let day = |at: Timestamp| at.as_millis().div_euclid(DAY_MS);
        match self
            .soft
            .binary_search_by_key(&day(at), |known| day(*known))
        {
            Ok(place) => {
                if let Some(known) = self.soft.get_mut(place) {
                    *known = at.min(*known);
                }
            }
            Err(place) => self.soft.insert(place, at),
        }
        if self.soft.len() > Returns::SOFT_KEPT {
            self.soft.remove(0);
        }
    }

    /// Since when bounces for passing reasons have been too many, if they are. Those up to `good`
    /// don't count.
    fn bounces_softly(&self, good: Option<Timestamp>) -> Option<Timestamp> {
        let counted = self.soft.iter().filter(|at| Some(**at) > good);
        let counted: Vec<Timestamp> = counted.copied().collect();
        let (first, last) = (counted.first()?, counted.last()?);
        let apart = last.as_millis() - first.as_millis();
        (counted.len() >= Returns::SOFT_DAYS && apart >= Returns::SOFT_SPAN_MS).then_some(*last)
    }
}

impl Customer {
    /// Why `address` on `channel` must not be written to, if so. Without an address: why none of
    /// theirs may be.
    #[must_use]
    pub fn suppression(&self, channel: Channel, address: Option<&str>) -> Option<Suppression> {
        let of = |reason| move |since| Suppression { reason, since };
        if let Some(since) = self.suppressed {
            return Some(of(Reason::Suppressed)(since));
        }
        let returns = self.returns.get(&channel)?;
        let about = || {
            let all = returns.addresses.iter();
            all.filter(|returned| returned.is_about(address))
        };
        let complained = about().filter_map(|returned| returned.complained).min();
        if let Some(since) = complained {
            return Some(of(Reason::Complained)(since));
        }
        let acted = |returned: &ReturnedFrom| {
            let address = returned.address.as_ref();
            let address = address.map(|address| address.expose().as_str());
            self.last_act(channel, address).max(returned.lifted)
        };
        let bounced = about().filter_map(|returned| {
            let bounced = returned.bounced?;
            (Some(bounced) > acted(returned)).then_some(bounced)
        });
        if let Some(since) = bounced.max() {
            return Some(of(Reason::AddressBounced)(since));
        }
        let soft = about().filter(|returned| returned.soft.len() >= Returns::SOFT_DAYS);
        let soft = soft
            .filter_map(|returned| returned.bounces_softly(acted(returned).max(returns.reached)));
        soft.max().map(of(Reason::AddressKeepsBouncing))
    }

    /// Why they must not be written to on some channel, if so; the oldest.
    #[must_use]
    pub fn suppressed_anywhere(&self) -> Option<Suppression> {
        let channels = Channel::ALL.into_iter();
        let found = channels.filter_map(|channel| self.suppression(channel, self.address(channel)));
        found.min_by_key(|suppression| suppression.since)
    }

    /// When they last ordered with an address, or signed up on its channel, which shows that the
    /// address is theirs.
    fn last_act(&self, channel: Channel, address: Option<&str>) -> Option<Timestamp> {
        let is_theirs = |given: Option<&str>| {
            let given = given.or_else(|| self.address(channel));
            address.is_none_or(|address| given.is_some_and(|given| normal(given) == address))
        };
        let ordered = self.orders.by_id.values().filter(|order| {
            let given = order.email.as_ref().filter(|_| channel == Channel::Email);
            is_theirs(given.map(|given| given.expose().as_str()))
        });
        let ordered = ordered.filter_map(|order| order.placed_at).max();
        let consent = self.consent.channels.get(&channel);
        let agreed = consent
            .filter(|record| record.consent == Consent::Subscribed && is_theirs(None))
            .map(|record| record.at);
        ordered.max(agreed)
    }

    /// Folds in what became of a message.
    pub(super) fn fold_return(&mut self, kind: &EventKind, at: Timestamp) {
        let Some(news) = news_of(kind) else {
            return;
        };
        let returns = self
            .returns
            .or_default(news.channel.unwrap_or(Channel::Email));
        if !matches!(
            kind,
            EventKind::MessageBounced { .. } | EventKind::MessageComplained { .. }
        ) {
            returns.reached = returns.reached.max(Some(at));
            return;
        }
        let address = news.address.as_ref();
        let address = address.map(|address| Pii::new(normal(address.expose())));
        let Some(returned) = returns.of(address) else {
            return;
        };
        match kind {
            EventKind::MessageComplained { .. } => {
                returned.complained = first(returned.complained, Some(at));
            }
            EventKind::MessageBounced {
                permanent: true, ..
            } => returned.bounced = returned.bounced.max(Some(at)),
            _ => returned.bounced_softly(at),
        }
    }

    /// Lifts every suppression that the merchant may lift, at `now`: all but complaints. Whether
    /// anything was lifted.
    pub fn lift_suppression(&mut self, now: Timestamp) -> bool {
        let before = self.suppressed_anywhere();
        if self.suppressed.take().is_some() {
            self.keep_early_complaint();
        }
        for (_, returns) in self.returns.iter_mut() {
            let may_lift = |one: &&mut ReturnedFrom| one.bounced.is_some() || !one.soft.is_empty();
            for returned in returns.addresses.iter_mut().filter(may_lift) {
                returned.lifted = returned.lifted.max(Some(now));
            }
        }
        before != self.suppressed_anywhere()
    }

    /// An earlier release kept complaints and what the merchant asked for as one.
    fn keep_early_complaint(&mut self) {
        let complaint = self.history.of(EventName::MessageComplained).first();
        let Some(at) = complaint.map(|record| record.at) else {
            return;
        };
        let returns = self.returns.or_default(Channel::Email);
        let is_kept = |returned: &ReturnedFrom| returned.complained.is_some();
        if !returns.addresses.iter().any(is_kept)
            && let Some(returned) = returns.of(None)
        {
            returned.complained = Some(at);
        }
    }

    /// Folds in what came back from another customer who is the same person.
    pub(super) fn merge_returns(&mut self, loser: SortedMap<Channel, Returns>) {
        for (channel, returns) in loser {
            self.returns.or_default(channel).merge(returns);
        }
    }
}

const DAY_MS: i64 = 24 * 3_600_000;

/// What is said of a message that arrived or came back.
const fn news_of(kind: &EventKind) -> Option<&MessageNews> {
    match kind {
        EventKind::MessageDelivered { news }
        | EventKind::MessageOpened { news }
        | EventKind::MessageClicked { news }
        | EventKind::MessageBounced { news, .. }
        | EventKind::MessageComplained { news } => Some(news),
        _ => None,
    }
}

/// An address as it is compared: of a telephone number `+` and the digits.
fn normal(address: &str) -> String {
    let address = address.trim();
    match address.strip_prefix('+') {
        Some(number) if !number.contains('@') => {
            let digits = number.chars().filter(char::is_ascii_digit);
            ['+'].into_iter().chain(digits).collect()
        }
        _ => address.to_lowercase(),
    }
}

fn first(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    [one, other].into_iter().flatten().min()
}
