//! Something was done, or was not.

use super::{Answer, Comparison, Context, Leaf, Observation, Window};
use crate::document::{Node, Object, Read};
use crate::event::EventName;

/// Compares how often something was done in a window; at least once when no count is given.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Performed {
    /// What: the name of an event, such as `product_viewed`.
    pub event: EventName,
    /// Only about this: a product's id, a search, a page, a custom event's name.
    #[cfg_attr(test, schemars(default))]
    pub about: Option<String>,
    /// How the number is compared. At least, when left out.
    #[cfg_attr(test, schemars(with = "Option<Comparison>"))]
    pub is: Comparison,
    /// With how many. 1 when left out.
    #[cfg_attr(test, schemars(with = "Option<u32>"))]
    pub count: u32,
    /// Over which time; all that is known when left out.
    #[cfg_attr(test, schemars(default))]
    pub window: Window,
}

/// Holds when something was not done in a window, not even once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct NotPerformed {
    /// What: the name of an event.
    pub event: EventName,
    /// Only about this.
    #[cfg_attr(test, schemars(default))]
    pub about: Option<String>,
    /// Over which time; all that is known when left out.
    #[cfg_attr(test, schemars(default))]
    pub window: Window,
}

impl Leaf for Performed {
    fn observe(&self, context: &Context<'_>) -> Observation {
        let history = &context.customer.history;
        let moments = history
            .of(self.event)
            .iter()
            .filter(|record| {
                let about = self.about.as_deref();
                about.is_none_or(|about| {
                    record
                        .subject
                        .as_deref()
                        .is_some_and(|subject| subject.eq_ignore_ascii_case(about))
                })
            })
            .map(|record| (record.at, 1u32));
        let limit = i64::from(self.count);
        let (count, stable_until) = self
            .window
            .follow(context, moments, |count| self.is.holds(&count, &limit));
        Observation {
            answer: Answer {
                matched: self.is.holds(&count, &limit),
                stable_until,
                truncated: self
                    .window
                    .reaches_behind(history.dropped_until(self.event), context),
            },
            value: match count {
                0 => "not once".to_owned(),
                1 => "once".to_owned(),
                more => format!("{more} times"),
            },
        }
    }

    fn sentence(&self) -> String {
        let times = match (self.is, self.count) {
            (Comparison::AtLeast, 1) => String::new(),
            (is, 1) => format!(" {is} once"),
            (is, count) => format!(" {is} {count} times"),
        };
        let what = quoted(self.event, self.about.as_deref());
        format!("has done {what}{times}{}", self.window)
    }
}

impl Leaf for NotPerformed {
    fn observe(&self, context: &Context<'_>) -> Observation {
        let Self {
            event,
            about,
            window,
        } = self.clone();
        Performed {
            event,
            about,
            is: Comparison::Exactly,
            count: 0,
            window,
        }
        .observe(context)
    }

    fn sentence(&self) -> String {
        let what = quoted(self.event, self.about.as_deref());
        format!("has not done {what}{}", self.window)
    }
}

/// The event in quotes, with what it must be about if that is asked for.
fn quoted(event: EventName, about: Option<&str>) -> String {
    let event = event.word().replace('_', " ");
    about.map_or_else(
        || format!("“{event}”"),
        |about| format!("“{event}” ({about})"),
    )
}

impl Read for Performed {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "event", "about", "is", "count", "window"])?;
        let (event, about, window) = what(&object);
        let is = object.or("is", Comparison::AtLeast, Comparison::read);
        let count = object.or("count", 1, |node| node.whole(0..=100_000));
        Some(Self {
            event: event?,
            about: about?,
            is: is?,
            count: count?,
            window: window?,
        })
    }
}

impl Read for NotPerformed {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "event", "about", "window"])?;
        let (event, about, window) = what(&object);
        Some(Self {
            event: event?,
            about: about?,
            window: window?,
        })
    }
}

impl Read for EventName {
    fn read(node: &Node<'_>) -> Option<Self> {
        let choices: Vec<(&'static str, Self)> =
            Self::ALL.iter().map(|name| (name.word(), *name)).collect();
        node.choice(&choices)
    }
}

type What = (Option<EventName>, Option<Option<String>>, Option<Window>);

fn what(object: &Object<'_>) -> What {
    (
        object
            .required("event")
            .and_then(|node| EventName::read(&node)),
        object.maybe("about", |node| node.text(64)),
        object.or("window", Window::Ever, Window::read),
    )
}
