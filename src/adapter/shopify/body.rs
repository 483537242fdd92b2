//! A webhook's body, and the duty it may be under any topic.

use crate::adapter::Ignored;
use crate::adapter::tolerant::{FromBody, MemberNames, Watch, parse_into, payload_members};
use crate::json::{Malformed, Reader};
use std::cell::Cell;

/// The body of one webhook. Whoever reads it notes in passing by which members it would be a duty.
pub(super) struct Body<'a> {
    text: &'a str,
    marks: Cell<Marks>,
}

/// What a privacy request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Duty {
    /// A person's data: `customers/data_request`.
    Data,
    /// A person's erasure: `customers/redact`.
    Redact,
    /// Everybody's: `shop/redact`.
    RedactShop,
}

/// The members by which a duty is known, as far as the body was read.
#[derive(Clone, Copy)]
enum Marks {
    /// Nobody has read the body.
    Unread,
    /// It is no JSON.
    NotJson,
    /// It has these of [`MARKS`], one bit each.
    Met(u64),
}

/// No other webhook's body has these members, but for the last two.
static MARKS: MemberNames = MemberNames::new(&[
    ("data_request", &[]),
    ("orders_requested", &[]),
    ("orders_to_redact", &[]),
    ("shop_domain", &[]),
    ("shop_id", &[]),
    ("customer", &[]),
]);
const DATA_REQUEST: u64 = 1;
const ORDERS_REQUESTED: u64 = 1 << 1;
const ORDERS_TO_REDACT: u64 = 1 << 2;
const SHOP_DOMAIN: u64 = 1 << 3;
const SHOP_ID: u64 = 1 << 4;
const CUSTOMER: u64 = 1 << 5;

impl<'a> Body<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            marks: Cell::new(Marks::Unread),
        }
    }

    /// The body as it came.
    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// Reads the whole body.
    pub(super) fn parse<T: FromBody<'a> + Default>(&self) -> Result<T, Ignored> {
        let mut received = T::default();
        self.read(&mut received)?;
        Ok(received)
    }

    fn read(&self, received: &mut dyn FromBody<'a>) -> Result<(), Ignored> {
        let mut watch = Watch::new(&MARKS);
        let read = parse_into(self.text, received, Some(&mut watch));
        self.marks.set(match read {
            Ok(()) => Marks::Met(watch.met()),
            Err(_) => Marks::NotJson,
        });
        read
    }

    /// The privacy request that the body is, if it is one.
    pub(super) fn duty(&self) -> Option<Duty> {
        if matches!(self.marks.get(), Marks::Unread) && self.speaks_of_a_duty() {
            // Whether it is JSON is noted too.
            let _: Result<Nothing, Ignored> = self.parse();
        }
        let Marks::Met(met) = self.marks.get() else {
            return None;
        };
        let has = |marks: u64| met & marks != 0;
        if has(ORDERS_REQUESTED) || has(DATA_REQUEST) && self.speaks_of_a_duty() {
            Some(Duty::Data)
        } else if has(ORDERS_TO_REDACT) {
            Some(Duty::Redact)
        } else {
            let whole_shop = has(SHOP_ID) && has(SHOP_DOMAIN) && !has(CUSTOMER);
            whole_shop.then_some(Duty::RedactShop)
        }
    }

    /// Whether one of the names that only privacy requests have stands anywhere in it.
    fn speaks_of_a_duty(&self) -> bool {
        let names = [
            "\"shop_domain\"",
            "\"orders_requested\"",
            "\"orders_to_redact\"",
        ];
        names.iter().any(|name| self.text.contains(name))
    }
}

/// A body of which nothing is asked but by which members it would be a duty.
#[derive(Default)]
pub(super) struct Nothing;

impl<'a> FromBody<'a> for Nothing {
    fn fill(
        &mut self,
        reader: &mut Reader<'a>,
        watch: Option<&mut Watch<'_>>,
    ) -> Result<(), Malformed> {
        static NONE: MemberNames = MemberNames::new(&[]);
        payload_members(reader, &NONE, &mut [], watch)
    }
}
