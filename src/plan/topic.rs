//! What a message is about, as far as customers can turn it off.

use super::Plan;
use crate::workflow::{Action, Workflow};

impl Plan {
    /// The topic of what `action` sends: the message's own, or else its workflow's.
    #[must_use]
    pub fn topic_of<'a>(&'a self, workflow: &'a Workflow, action: &Action) -> Option<&'a str> {
        let Action::Send(send) = action else {
            return None;
        };
        let own = self.topics.get(send.message.as_str());
        own.or(workflow.topic.as_ref()).map(String::as_str)
    }
}
