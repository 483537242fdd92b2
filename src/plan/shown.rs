//! The blocks of emails that only some customers see.

use super::Plan;
use crate::condition::{Condition, Context};

/// A block of an email that only some customers see.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalBlock {
    /// The message's name.
    pub message: String,
    /// The block's ID in it.
    pub block: String,
    /// Who sees it.
    pub condition: Condition,
}

crate::compact::compact!(struct ConditionalBlock { message, block, condition });

impl Plan {
    /// The blocks of a message that are shown only to some and to this customer, by their IDs. One
    /// whose condition can't be evaluated is not.
    #[must_use]
    pub fn shown_blocks(&self, message: &str, context: &Context<'_>) -> Vec<String> {
        let blocks = self.blocks.iter().filter(|block| block.message == message);
        let shown = blocks.filter(|block| {
            block.condition.cannot_be_known(context).is_none()
                && block.condition.evaluate(context).matched
        });
        shown.map(|block| block.block.clone()).collect()
    }
}
