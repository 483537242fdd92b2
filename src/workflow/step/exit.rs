//! End the enrollment.

use crate::document::declared;
use crate::sentence::{Said, Sentence};

declared! {
    /// Exits the workflow.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Exit beside ["id", "type"] {}
    listed in "Paths" as "Stop here";
}

impl Said for Exit {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Exit the workflow", &[]);
    }
}
