//! Which message each order is credited to: a pure function of a customer's facts and the shop's rules.
//!
//! The last touch before an order earns the credit for it, if the order was placed within the touch's
//! window. A window starts at the touch, and both its ends belong to it, to the millisecond. A code that
//! was made for this customer is proof, and comes before every touch, for as long as it is valid. One order
//! is one credit, or one reason why there is none.
//!
//! Nothing here is stored: other rules, asked of the same facts, answer for all orders that are kept one by
//! one. Those beyond [`Orders::LIMIT`](crate::customer::Orders::LIMIT) were summed up, and don't appear.
//! `docs/attribution.md` has the rules in a merchant's words.

use crate::customer::{Customer, IssuedCode, OrderFacts, Sale, Touch, TouchKind};
use crate::event::{Channel, SentBy};
use crate::id::{EffectId, StepId, WorkflowId};
use crate::json::{object, words};
use crate::money::{Currency, Money};
use crate::plan::Plan;
use crate::shop::Attribution;
use crate::time::Timestamp;

/// Which message each of a customer's orders is credited to, in the order in which they were placed.
#[must_use]
pub fn attribute(plan: &Plan, customer: &Customer) -> Attributed {
    let rules = &plan.shop.attribution;
    let placed = customer.orders.by_id.values();
    let placed = placed.filter_map(|order| Some((order.placed_at?, &**order)));
    let mut placed: Vec<(Timestamp, &OrderFacts)> = placed.collect();
    placed.sort_by(|one, other| (one.0, &one.1.order_id).cmp(&(other.0, &other.1.order_id)));
    let windows = Windows::of(rules);
    let asked = Asked {
        customer,
        windows,
        with_tax_and_shipping: rules.tax_and_shipping,
        currency: plan.shop.currency,
    };
    let orders = placed.into_iter().map(|(at, order)| asked.about(order, at));
    Attributed {
        orders: orders.collect(),
        summed_until: customer.orders.folded_until,
        windows,
    }
}

/// Which message each of a customer's orders is credited to.
#[derive(Clone, Debug, PartialEq)]
pub struct Attributed {
    /// Every placed order that is kept one by one, in the order in which they were placed.
    pub orders: Vec<AttributedOrder>,
    /// When the newest of those was placed that were summed up and don't appear.
    pub summed_until: Option<Timestamp>,
    /// The rules it was asked under.
    pub windows: Windows,
}

object!(write Attributed { orders, summed_until, windows });

/// An order, with the message it is credited to or the reason why it is credited to none.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributedOrder {
    /// As in [`Order::order_id`](crate::event::Order::order_id).
    pub order: String,
    /// The number the buyer knows.
    pub number: Option<String>,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// What it came to: its goods after discounts, or all of it if tax and shipping count or the goods aren't
    /// known apart.
    pub gross: Money,
    /// The same less the same share of it as of the order's total was refunded; never below zero.
    pub net: Money,
    /// The discount it was given.
    pub discount: Option<Money>,
    /// What it is credited to.
    pub credit: Option<Credit>,
    /// Why it is credited to nothing.
    pub without: Option<Without>,
    /// With `outside_window`, the touch that came closest.
    pub nearest: Option<Credit>,
}

object!(write AttributedOrder {
    order,
    number: sparse,
    placed_at,
    gross,
    net,
    discount: sparse,
    credit: sparse,
    without: sparse,
    nearest: sparse,
});

/// What an order is credited to.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// By what sign.
    pub by: CreditBy,
    /// The channel of the message; `None` for a code, which several messages may have shown.
    pub channel: Option<Channel>,
    /// The workflow that sent the message, or had the code made.
    pub workflow: WorkflowId,
    /// The step that did.
    pub step: StepId,
    /// The effect that it was.
    pub effect: EffectId,
    /// When the message was clicked, delivered or opened, or the code redeemed.
    pub touched_at: Timestamp,
    /// When the message was sent, or the code made.
    pub sent_at: Timestamp,
}

object!(write Credit { by, channel: sparse, workflow, step, effect, touched_at, sent_at });

/// By what sign an order is credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CreditBy {
    /// It was placed with a code that was made for the customer.
    Code,
    /// A person clicked a link in the message.
    Click,
    /// The message was delivered.
    Delivery,
    /// The message was opened.
    Open,
}

words!(CreditBy { Code = "code", Click = "click", Delivery = "delivery", Open = "open" });

/// Why an order is credited to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Without {
    /// It is a test order.
    Test,
    /// It was deleted in the shop.
    Deleted,
    /// It was canceled.
    Cancelled,
    /// It is a part of another order, which counts as a whole.
    PartOfOther,
    /// It came to nothing.
    Zero,
    /// No message that counts reached the customer before.
    NoTouch,
    /// One did, but the order came after its window.
    OutsideWindow,
}

words!(Without {
    Test = "test",
    Deleted = "deleted",
    Cancelled = "cancelled",
    PartOfOther = "part_of_other",
    Zero = "zero",
    NoTouch = "no_touch",
    OutsideWindow = "outside_window",
});

/// What is asked of one customer's orders.
struct Asked<'a> {
    customer: &'a Customer,
    windows: Windows,
    with_tax_and_shipping: bool,
    /// The shop's, for an order of which no amount is known.
    currency: Currency,
}

impl Asked<'_> {
    fn about(&self, order: &OrderFacts, placed_at: Timestamp) -> AttributedOrder {
        let sale = order.sale.as_ref();
        let (gross, net) = self.revenue(order, sale);
        let verdict = match self.exclusion(order, sale, gross) {
            Some(without) => Err((without, None)),
            None => self.credit(sale, self.bought_at(order, placed_at)),
        };
        let (credit, without, nearest) = match verdict {
            Ok(credit) => (Some(credit), None, None),
            Err((without, nearest)) => (None, Some(without), nearest),
        };
        AttributedOrder {
            order: order.order_id.clone(),
            number: order.number.clone(),
            placed_at,
            gross,
            net,
            discount: sale
                .and_then(|sale| sale.discount)
                .map(|minor| Money::new(minor, gross.currency)),
            credit,
            without,
            nearest,
        }
    }

    /// When the buyer made up their mind. WooCommerce makes an order when somebody leaves the checkout, and
    /// keeps its date when they come back to it: such an order is bought when it is paid. Which ones were left
    /// is known while their cart is kept.
    fn bought_at(&self, order: &OrderFacts, placed_at: Timestamp) -> Timestamp {
        let checkout = order.order_id.strip_prefix("woocommerce:");
        let checkout = checkout.map(|id| format!("checkout:order:{id}"));
        let was_left = checkout.is_some_and(|key| self.customer.carts.by_key(&key).is_some());
        match order.paid_at {
            Some(paid_at) if was_left => paid_at.max(placed_at),
            _ => placed_at,
        }
    }

    /// Why nothing at all could be credited with an order that came to `gross`.
    fn exclusion(&self, order: &OrderFacts, sale: Option<&Sale>, gross: Money) -> Option<Without> {
        let parent = sale.and_then(|sale| sale.parent.as_ref());
        let is_part = || parent.is_some_and(|parent| self.customer.orders.has_counted(parent));
        if order.test {
            Some(Without::Test)
        } else if order.is_deleted() {
            Some(Without::Deleted)
        } else if order.cancelled_at.is_some() {
            Some(Without::Cancelled)
        } else if is_part() {
            Some(Without::PartOfOther)
        } else if gross.minor <= 0 {
            Some(Without::Zero)
        } else {
            None
        }
    }

    /// What an order came to, and what is left of it after its refunds.
    fn revenue(&self, order: &OrderFacts, sale: Option<&Sale>) -> (Money, Money) {
        let goods = sale.and_then(|sale| sale.goods);
        let goods = goods.filter(|_| !self.with_tax_and_shipping);
        let total = order.total.unwrap_or(Money::zero(self.currency));
        let gross = goods.unwrap_or(total.minor).max(0);
        let kept = order.net().map_or(total.minor, |net| net.minor);
        let refunded = total.minor.saturating_sub(kept);
        let share = share_of(gross, refunded, total.minor);
        let money = |minor| Money::new(minor, total.currency);
        (money(gross), money(gross - share))
    }

    /// What earns the credit for an order that was placed at `at`: a code, else the last touch.
    fn credit(
        &self,
        sale: Option<&Sale>,
        at: Timestamp,
    ) -> Result<Credit, (Without, Option<Credit>)> {
        let touches = &self.customer.touches;
        let used = sale.map_or(&[][..], |sale| &sale.codes);
        let is_proof = |code: &&IssuedCode| {
            let is_valid = code.expires_at.is_none_or(|end| at <= end);
            code.of.sent_at <= at && is_valid && used.contains(&code.code)
        };
        if let Some(code) = touches.codes.iter().rev().find(is_proof) {
            return Ok(Credit::by_code(code, at));
        }
        let before = touches.kept.partition_point(|touch| touch.at <= at);
        let before = touches.kept.iter().take(before).rev();
        let mut nearest = None;
        for touch in before {
            let Some(window) = self.windows.of_touch(touch) else {
                continue;
            };
            if at.millis_since(touch.at) <= window {
                return Ok(Credit::by_touch(touch));
            }
            nearest = nearest.or(Some(touch));
        }
        Err(match nearest {
            Some(touch) => (Without::OutsideWindow, Some(Credit::by_touch(touch))),
            None => (Without::NoTouch, None),
        })
    }
}

impl Credit {
    fn by_touch(touch: &Touch) -> Self {
        let SentBy {
            sent_at,
            effect,
            workflow,
            step,
        } = touch.of.clone();
        Self {
            by: match touch.kind {
                TouchKind::Click => CreditBy::Click,
                TouchKind::Delivery => CreditBy::Delivery,
                TouchKind::Open => CreditBy::Open,
            },
            channel: Some(touch.channel),
            workflow,
            step,
            effect,
            touched_at: touch.at,
            sent_at,
        }
    }

    fn by_code(code: &IssuedCode, redeemed_at: Timestamp) -> Self {
        Self {
            by: CreditBy::Code,
            channel: None,
            workflow: code.of.workflow.clone(),
            step: code.of.step.clone(),
            effect: code.of.effect.clone(),
            touched_at: redeemed_at,
            sent_at: code.of.sent_at,
        }
    }
}

/// How long each kind of touch counts, in milliseconds; `None` where it doesn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// After a click in an email.
    pub email_click: i64,
    /// After an email was opened.
    pub email_open: Option<i64>,
    /// After a click in a text message.
    pub sms_click: i64,
    /// After a text message was delivered.
    pub sms_delivery: Option<i64>,
}

object!(write Windows { email_click, email_open, sms_click, sms_delivery });

impl Windows {
    fn of(rules: &Attribution) -> Self {
        let opens = rules.email_opens.then_some(rules.email_open_window);
        let deliveries = rules.sms_deliveries.then_some(rules.sms_delivery_window);
        Self {
            email_click: rules.email_click_window.at_most_millis(),
            email_open: opens.map(|window| window.at_most_millis()),
            sms_click: rules.sms_click_window.at_most_millis(),
            sms_delivery: deliveries.map(|window| window.at_most_millis()),
        }
    }

    const fn of_touch(&self, touch: &Touch) -> Option<i64> {
        match (touch.channel, touch.kind) {
            (Channel::Email, TouchKind::Click) => Some(self.email_click),
            (Channel::Email, TouchKind::Open) => self.email_open,
            (Channel::Sms, TouchKind::Click) => Some(self.sms_click),
            (Channel::Sms, TouchKind::Delivery) => self.sms_delivery,
            _ => None,
        }
    }
}

/// `amount` times `part` of `whole`, the half rounded up; never more than `amount`.
fn share_of(amount: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 || part <= 0 {
        return 0;
    }
    let (amount_wide, part, whole) = (i128::from(amount), i128::from(part), i128::from(whole));
    let share = (2 * amount_wide * part + whole) / (2 * whole);
    i64::try_from(share).map_or(amount, |share| share.min(amount))
}
