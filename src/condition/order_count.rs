//! How many orders were placed.

use super::{Answer, Comparison, Context, Leaf, Observation, Window};
use crate::document::{Node, Read};

/// Compares the number of orders placed in a window. Test orders, deleted and cancelled ones
/// do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct OrderCount {
    /// How it is compared.
    pub is: Comparison,
    /// With how many: 0 to 100,000.
    pub count: u32,
    /// Over which time; all that is known when left out.
    #[cfg_attr(test, schemars(default))]
    pub window: Window,
}

impl Leaf for OrderCount {
    fn observe(&self, context: &Context<'_>) -> Observation {
        let orders = &context.customer.orders;
        let moments = orders
            .by_id
            .values()
            .filter(|order| order.counts() && order.cancelled_at.is_none())
            .filter_map(|order| Some((order.placed_at?, 1u32)));
        let reaches_behind = self.window.reaches_behind(orders.folded_until, context);
        let folded = if reaches_behind {
            i64::from(orders.folded_count)
        } else {
            0
        };
        let limit = i64::from(self.count);
        let (inside, stable_until) = self.window.follow(context, moments, |count| {
            self.is.holds(&(count + folded), &limit)
        });
        let count = inside + folded;
        Observation {
            answer: Answer {
                matched: self.is.holds(&count, &limit),
                stable_until,
                truncated: reaches_behind && self.window != Window::Ever,
            },
            value: if count == 1 {
                "1 order".to_owned()
            } else {
                format!("{count} orders")
            },
        }
    }

    fn sentence(&self) -> String {
        let plural = if self.count == 1 { "" } else { "s" };
        format!(
            "has placed {} {} order{plural}{}",
            self.is, self.count, self.window
        )
    }
}

impl Read for OrderCount {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "is", "count", "window"])?;
        let is = object
            .required("is")
            .and_then(|node| Comparison::read(&node));
        let count = object
            .required("count")
            .and_then(|node| node.whole(0..=100_000));
        let window = object.or("window", Window::Ever, Window::read);
        Some(Self {
            is: is?,
            count: count?,
            window: window?,
        })
    }
}
