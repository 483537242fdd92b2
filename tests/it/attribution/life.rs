//! A customer's life as attribution sees it, told apart from any order of delivery.

use edgewise::config::compile;
use edgewise::customer::{Customer, IssuedCode, Kept};
use edgewise::event::{Channel, Event, EventKind, MessageNews, Order, Refund, SentBy, Source};
use edgewise::id::{EffectId, StepId, WorkflowId};
use edgewise::money::{Currency, Money};
use edgewise::plan::Plan;
use edgewise::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

pub const START: i64 = 1_800_000_000_000;
pub const HOUR: i64 = 3_600_000;

#[derive(Clone, Debug)]
pub struct Life {
    pub touches: Vec<RawTouch>,
    pub codes: Vec<RawCode>,
    pub orders: Vec<RawOrder>,
}

#[derive(Clone, Debug)]
pub struct RawTouch {
    pub at: i64,
    pub kind: &'static str,
    pub channel: Channel,
    pub message: u32,
}

#[derive(Clone, Debug)]
pub struct RawCode {
    pub name: u32,
    pub issued_at: i64,
    pub lasts: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct RawOrder {
    pub id: u32,
    pub placed_at: i64,
    pub goods: Option<i64>,
    pub total: i64,
    /// Codes of this customer (small numbers), of others and of nobody.
    pub codes: Vec<u32>,
    pub parent: Option<u32>,
    pub refunds: Vec<i64>,
    pub test: bool,
    pub cancelled: bool,
    pub deleted: bool,
}

/// When a message was sent: two of one moment and two of different ones are among them.
pub const fn sent_at(message: u32) -> i64 {
    START - 100 * HOUR + (message / 2) as i64 * HOUR
}

pub fn sent_by(message: u32) -> SentBy {
    SentBy {
        effect: EffectId::new(format!("effect-{message}")),
        workflow: WorkflowId::new(format!("w{}", message % 3)),
        step: StepId::new(format!("s{}", message % 2)),
        sent_at: Timestamp::from_millis(sent_at(message)),
    }
}

/// What a state is told, in no order.
#[derive(Clone, Debug)]
pub enum Told {
    Event(Box<Event>),
    Code(IssuedCode),
}

impl Told {
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Event(event) => event.occurred_at,
            Self::Code(code) => code.of.sent_at,
        }
    }
}

impl Life {
    /// Everything that a state is told of it.
    pub fn told(&self) -> Vec<Told> {
        let touches = self.touches.iter().map(|touch| {
            let news = MessageNews {
                channel: Some(touch.channel),
                of: Some(sent_by(touch.message)),
                ..MessageNews::default()
            };
            let kind = match touch.kind {
                "click" => EventKind::MessageClicked { news },
                "open" => EventKind::MessageOpened { news },
                _ => EventKind::MessageDelivered { news },
            };
            let fact = format!("{}:{}:{}", touch.kind, touch.message, touch.at);
            event(fact, touch.at, Source::Edgewise, kind)
        });
        let codes = self.codes.iter().map(|code| {
            let of = SentBy {
                effect: EffectId::new(format!("code-{}", code.name)),
                sent_at: Timestamp::from_millis(code.issued_at),
                ..sent_by(code.name)
            };
            let ends = code.lasts.map(|lasts| code.issued_at + lasts);
            let written = format!("Ours-{}", code.name);
            Told::Code(IssuedCode::new(
                &written,
                ends.map(Timestamp::from_millis),
                of,
            ))
        });
        let orders = self.orders.iter().flat_map(RawOrder::told);
        touches.chain(codes).chain(orders).collect()
    }
}

impl RawOrder {
    fn told(&self) -> Vec<Told> {
        let euro = |minor| Money::new(minor, Currency::parse("EUR").unwrap());
        let (id, at) = (self.id, self.placed_at);
        let order = Order {
            order_id: format!("shop:{id}"),
            number: Some(format!("#{id}")),
            placed_at: Some(Timestamp::from_millis(at)),
            total: Some(euro(self.total)),
            goods: self.goods.map(euro),
            discount_codes: self
                .codes
                .iter()
                .map(|name| format!("OURS-{name}"))
                .collect(),
            parent: self.parent.map(|parent| format!("shop:{parent}")),
            test: self.test,
            updated_at: Some(Timestamp::from_millis(at)),
            ..Order::default()
        };
        let mut told = Vec::new();
        let mut tell = |what: &str, at, kind| {
            told.push(event(format!("{id}:{what}"), at, Source::Shopify, kind));
        };
        let placed = order.clone();
        tell("placed", at, EventKind::OrderPlaced { order: placed });
        for (number, minor) in self.refunds.iter().enumerate() {
            let refund = Refund {
                order_id: order.order_id.clone(),
                refund_id: number.to_string(),
                amount: Some(euro(*minor)),
            };
            let what = format!("refund:{number}");
            tell(&what, at + HOUR, EventKind::OrderRefunded { refund });
        }
        if self.deleted {
            let order_id = order.order_id.clone();
            tell(
                "deleted",
                at + 3 * HOUR,
                EventKind::OrderDeleted { order_id },
            );
        }
        if self.cancelled {
            let later = Some(Timestamp::from_millis(at + 2 * HOUR));
            let order = Order {
                cancelled_at: later,
                updated_at: later,
                ..order
            };
            tell(
                "cancelled",
                at + 2 * HOUR,
                EventKind::OrderCancelled { order },
            );
        }
        told
    }
}

fn event(fact: String, at: i64, source: Source, kind: EventKind) -> Told {
    let at = Timestamp::from_millis(at);
    Told::Event(Box::new(Event {
        fact_key: fact.into(),
        occurred_at: at,
        received_at: at,
        source,
        imported: false,
        kind,
    }))
}

/// Takes one of them in.
pub fn tell(customer: &mut Customer, told: Told) {
    match told {
        Told::Event(event) => {
            let _ = customer.fold(&event, &Kept::default());
        }
        Told::Code(code) => {
            customer.touches.issue(code);
        }
    }
}

/// The customer who was told all of it, in this order.
pub fn customer(told: impl IntoIterator<Item = Told>) -> Customer {
    let mut customer = Customer::default();
    told.into_iter().for_each(|one| tell(&mut customer, one));
    customer
}

/// The rules of a shop.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub email_click: Option<i64>,
    pub sms_click: Option<i64>,
    pub sms_delivery: Option<(bool, i64)>,
    pub email_open: Option<(bool, i64)>,
    pub all_counts: bool,
}

impl Rules {
    pub fn plan(&self) -> Plan {
        let window = |seconds: i64| json!({"amount": seconds / 60, "unit": "minutes"});
        let mut rules = json!({"tax_and_shipping": self.all_counts});
        if let Some(seconds) = self.email_click {
            rules["email_click_window"] = window(seconds);
        }
        if let Some(seconds) = self.sms_click {
            rules["sms_click_window"] = window(seconds);
        }
        if let Some((on, seconds)) = self.sms_delivery {
            rules["sms_deliveries"] = json!(on);
            rules["sms_delivery_window"] = window(seconds);
        }
        if let Some((on, seconds)) = self.email_open {
            rules["email_opens"] = json!(on);
            rules["email_open_window"] = window(seconds);
        }
        let shop = json!({"name": "S", "currency": "EUR", "attribution": rules});
        let compiled = compile(&json!({"format": 1, "shop": shop}).to_string());
        compiled
            .plan
            .unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
    }
}

/// A length in seconds, in whole minutes: up to four days, so that windows end among the orders.
fn window() -> impl Strategy<Value = i64> {
    prop_oneof![3 => (0..33i64).prop_map(|part| part * 3 * 3_600), 1 => (0..5_760i64).prop_map(|minutes| minutes * 60)]
}

pub fn rules() -> impl Strategy<Value = Rules> {
    (
        prop::option::of(window()),
        prop::option::of(window()),
        prop::option::of((any::<bool>(), window())),
        prop::option::of((any::<bool>(), window())),
        any::<bool>(),
    )
        .prop_map(
            |(email_click, sms_click, sms_delivery, email_open, all_counts)| Rules {
                email_click,
                sms_click,
                sms_delivery,
                email_open,
                all_counts,
            },
        )
}

/// A moment within `days`, often one of few, and sometimes a millisecond beside it.
fn moment(days: i64) -> impl Strategy<Value = i64> {
    (
        0..days * 8,
        prop_oneof![6 => Just(0i64), 1 => Just(-1), 1 => Just(1), 1 => 0..3 * HOUR],
    )
        .prop_map(|(part, beside)| START + part * 3 * HOUR + beside)
}

fn touch(days: i64) -> impl Strategy<Value = RawTouch> {
    // A message has one channel. That an email was delivered counts under no rules, and nothing of push.
    let what = prop::sample::select(vec![
        ("click", Channel::Email, 0),
        ("open", Channel::Email, 0),
        ("delivery", Channel::Email, 0),
        ("click", Channel::Sms, 1),
        ("delivery", Channel::Sms, 1),
        ("click", Channel::Push, 2),
    ]);
    (moment(days), what, 0..4u32).prop_map(|(at, (kind, channel, first), message)| RawTouch {
        at,
        kind,
        channel,
        message: 3 * message + first,
    })
}

fn order(days: i64) -> impl Strategy<Value = RawOrder> {
    let money = (0..4i64, prop::option::weighted(0.8, 0..9i64)).prop_map(|(extra, goods)| {
        let goods = goods.map(|goods| goods * 1_037);
        (goods, goods.unwrap_or(3_000) + extra * 451)
    });
    let codes = vec(0..6u32, 0..3);
    let parent = prop::option::weighted(0.15, 0..8u32);
    let refunds = vec(1..4_000i64, 0..3);
    let flags = vec(prop::bool::weighted(0.06), 3);
    (moment(days), money, codes, parent, refunds, flags).prop_map(
        |(placed_at, (goods, total), codes, parent, refunds, flags)| RawOrder {
            id: 0,
            placed_at,
            goods,
            total,
            codes,
            parent,
            refunds,
            test: flags[0],
            cancelled: flags[1],
            deleted: flags[2],
        },
    )
}

/// A life of so many touches, over so many days.
pub fn life(touches: usize, days: i64) -> impl Strategy<Value = Life> {
    let code = (moment(days), prop::option::of(window())).prop_map(|(issued_at, lasts)| RawCode {
        name: 0,
        issued_at,
        lasts: lasts.map(|seconds| seconds * 1_000),
    });
    let parts = (
        vec(touch(days), 0..touches),
        vec(code, 0..4),
        vec(order(days), 1..8),
    );
    parts.prop_map(|(touches, mut codes, mut orders)| {
        for (name, code) in (0..).zip(&mut codes) {
            code.name = name;
        }
        for (id, order) in (0..).zip(&mut orders) {
            order.id = id;
            order.parent = order.parent.filter(|parent| *parent != id);
        }
        Life {
            touches,
            codes,
            orders,
        }
    })
}

/// The same in another order, with some of it twice.
pub fn shuffled<T: Clone>(mut told: Vec<T>, seed: u64) -> Vec<T> {
    let mut state = seed | 1;
    let mut draw = |places: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % places
    };
    for place in 0..told.len() {
        if draw(3) == 0 {
            told.push(told[place].clone());
        }
    }
    for place in (1..told.len()).rev() {
        told.swap(place, draw(place + 1));
    }
    told
}
