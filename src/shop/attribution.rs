//! Which messages get credit for an order: the rules, as a merchant sets them.

use crate::document::forms::{checked, typed};
use crate::document::{Form, declared};
use crate::time::{Duration, Unit};

declared! {
    /// Which messages get credit for an order. A window starts at the click, open, or delivery, and the last
    /// one before the order counts. Whatever you change here also applies to past orders.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Attribution beside [] {
        /// How long after a click in an email an order is credited to it: up to 60 days. Default: 5 days.
        email_click_window: Duration = or(FIVE_DAYS, window()),
        /// How long after a click in a text message an order is credited to it: up to 60 days. Default:
        /// 5 days.
        sms_click_window: Duration = or(FIVE_DAYS, window()),
        /// Whether an order is also credited to a text message that was delivered but not clicked. Default:
        /// false.
        sms_deliveries: bool = or(false, BOOLEAN),
        /// How long after the delivery, if deliveries count: up to 60 days. Default: 12 hours.
        sms_delivery_window: Duration = or(HALF_A_DAY, window()),
        /// Whether an order is also credited to an email that was opened but not clicked. Mail apps open
        /// emails by themselves, so this credits more than your emails earned. Default: false.
        email_opens: bool = or(false, BOOLEAN),
        /// How long after the open, if opens count: up to 60 days. Default: 5 days.
        email_open_window: Duration = or(FIVE_DAYS, window()),
        /// Whether revenue includes tax and shipping. Default: false.
        tax_and_shipping: bool = or(false, BOOLEAN),
    }
}

impl Attribution {
    /// The longest window, in milliseconds.
    pub const LONGEST: i64 = 60 * 86_400_000;
}

impl Default for Attribution {
    fn default() -> Self {
        Self {
            email_click_window: FIVE_DAYS,
            sms_click_window: FIVE_DAYS,
            sms_deliveries: false,
            sms_delivery_window: HALF_A_DAY,
            email_opens: false,
            email_open_window: FIVE_DAYS,
            tax_and_shipping: false,
        }
    }
}

const FIVE_DAYS: Duration = Duration::new(5, Unit::Days);
const HALF_A_DAY: Duration = Duration::new(12, Unit::Hours);

/// A length of time of at most 60 days. It is the same for everybody: no calendar days or months.
fn window() -> impl Form<Value = Duration> {
    checked(typed::<Duration>(), |node, span: Duration| {
        if span
            .exact_millis()
            .is_some_and(|millis| millis <= Attribution::LONGEST)
        {
            return Some(span);
        }
        node.error(
            "not-a-window",
            format!("Expected at most 60 days; found {span}."),
            "Use minutes, hours, days, or weeks, up to 60 days.",
        )
    })
}
