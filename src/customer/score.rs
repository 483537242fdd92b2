//! A customer's lead score, as last computed.

use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// The score and when it may change.
    pub struct ScoreFacts {
        /// The score.
        pub value: i64,
        /// Since when it has been at the shop's threshold or above: a marketing-qualified lead.
        pub qualified_since: Option<Timestamp>,
        /// The first moment at which the score may change without any event.
        pub look_at: Option<Timestamp>,
    }
}
