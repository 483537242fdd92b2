//! A customer's lead score, as last computed.

use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// The score and when it may change.
    pub struct ScoreFacts {
        /// The score as last computed.
        pub value: i64,
        /// Since when the customer has been a marketing-qualified lead.
        pub qualified_since: Option<Timestamp>,
        /// When the score may next change without an event.
        pub look_at: Option<Timestamp>,
    }
}
