//! Conditions taken together.

use super::{Answer, Condition, Context};
use crate::document::{FromNode, Node};
use crate::time::Timestamp;
use crate::trace::Saw;

/// Conditions taken together.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Group {
    /// The conditions.
    pub of: Vec<Condition>,
}

impl Group {
    /// Whether every condition's answer is `wanted`.
    ///
    /// If so, the first that changes can change the whole; if not, the whole stays as it is
    /// until the last of the dissenters has changed.
    pub(super) fn all(
        &self,
        context: &Context<'_>,
        mut saw: Option<&mut Vec<Saw>>,
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

    pub(super) fn sentence(&self, joint: &str) -> String {
        if self.of.is_empty() {
            return "is anyone".to_owned();
        }
        let parts: Vec<String> = self
            .of
            .iter()
            .map(|condition| match condition {
                Condition::All(group) | Condition::Any(group) if group.of.len() > 1 => {
                    format!("({})", condition.sentence())
                }
                _ => condition.sentence(),
            })
            .collect();
        parts.join(joint)
    }
}

impl FromNode for Group {
    fn read(node: &Node<'_>) -> Option<Self> {
        let of = node.object(&["type", "of"])?.required("of")?.list()?;
        Some(Self { of })
    }
}
