//! Nothing was done for a time.

use super::not_followed::read_wait;
use super::{Entry, See, Start, last_received, say_last};
use crate::condition::Context;
use crate::document::{FromNode, Node};
use crate::event::EventName;
use crate::sentence::{Choices, Said, Sentence};
use crate::time::{Duration, Timestamp};

/// Fires so long after the last of some activities, once for each time of quiet. What counts as
/// activity is said, because it means something else to each shop: an order, a visit, a log-in.
/// Whoever never did any of it is not inactive. Whose quiet was over before the workflow went live
/// is left alone, so the first day does not write to everybody who ever left.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Inactive {
    /// What counts as activity: 1 to 20 names of events.
    pub activity: Vec<EventName>,
    /// How long none of it was done: 1 minute or more.
    #[cfg_attr(test, schemars(rename = "for"))]
    pub quiet: Duration,
}

/// The most kinds of activity.
const MOST_KINDS: usize = 20;

impl Start for Inactive {
    fn events(&self) -> &[EventName] {
        &[]
    }

    fn upcoming(&self, context: &Context<'_>, see: See<'_>) {
        let Some(last) = last_received(&self.activity, context) else {
            return;
        };
        let due = self.quiet.after(last, context.local);
        see(due, &|| {
            let fact = format!("quiet-since:{}", last.as_millis());
            Entry {
                keys: vec![fact.clone()],
                fact,
                record: None,
                // It is the quiet that starts it, and that has lasted long enough only now.
                anchor: due,
                cart: None,
                order: None,
            }
        });
    }

    /// Where anything else counts as activity as well, that they did none of it is what was seen.
    fn reactions(&self) -> Option<&[EventName]> {
        let all = self.activity.iter().all(EventName::is_reaction);
        all.then_some(self.activity.as_slice())
    }

    fn absent_since(&self, entry: &Entry, context: &Context<'_>) -> Timestamp {
        // The last of it is no message that went unanswered.
        last_received(&self.activity, context).map_or(entry.anchor, |last| last.plus_millis(1))
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        say_last(&self.activity, context, to);
    }
}

impl Said for Inactive {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "does none of these for {for}: {activity}",
            &[("for", &self.quiet), ("activity", &Choices(&self.activity))],
        );
    }
}

impl FromNode for Inactive {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "activity", "for"])?;
        let activity = object.required("activity").and_then(|node| {
            let activity: Vec<EventName> = node.list()?;
            if activity.is_empty() || activity.len() > MOST_KINDS {
                return node.error(
                    "event-list",
                    format!("Here should be 1 to {MOST_KINDS} events."),
                    "Name what counts as activity, such as [\"order_placed\", \"page_viewed\"].",
                );
            }
            Some(activity)
        });
        let quiet = object.required("for").and_then(|node| read_wait(&node));
        Some(Self {
            activity: activity?,
            quiet: quiet?,
        })
    }
}
