//! A group of conditions.

use super::{Answer, Condition, Context};
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Observation;

declared! {
    /// A group of conditions.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Group beside ["type"] {
        /// The conditions.
        of: Vec<Condition> = required(those_of(typed())),
    }
}

impl Group {
    /// Whether every condition's answer is `wanted`.
    ///
    /// If so, the first that changes can change the whole; if not, the whole stays as it is
    /// until the last of the dissenters has changed.
    pub(super) fn all(
        &self,
        context: &Context<'_>,
        mut saw: Option<&mut Vec<Observation>>,
        wanted: bool,
    ) -> Answer {
        let mut agreed_until = Timestamp::MAX;
        let mut dissent_until: Option<Timestamp> = None;
        let mut truncated = false;
        for condition in &self.of {
            let answer = condition.walk(context, saw.as_deref_mut());
            truncated |= answer.truncated;
            if answer.matched == wanted {
                agreed_until = agreed_until.min(answer.stable_until);
            } else {
                dissent_until = dissent_until.max(Some(answer.stable_until));
            }
        }
        Answer {
            matched: dissent_until.is_none(),
            stable_until: dissent_until.unwrap_or(agreed_until),
            truncated,
        }
    }

    pub(super) fn say(&self, joint: &'static str, to: &mut Sentence<'_>) {
        if self.of.is_empty() {
            return to.say("is anyone", &[]);
        }
        to.join(&self.of, joint, |to, position, condition| {
            to.at_item("of", position, |to| match condition {
                Condition::All(group) | Condition::Any(group) if group.of.len() > 1 => {
                    to.text("(");
                    condition.say(to);
                    to.text(")");
                }
                _ => condition.say(to),
            });
        });
    }
}
