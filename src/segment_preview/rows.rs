//! Answers about a page's rows from the columns alone.

use super::bits::Bits;

/// What a kernel says of a page's rows.
pub(super) struct Rows {
    /// For these it holds.
    pub(super) yes: Bits,
    /// These it does not judge.
    pub(super) ask: Option<Bits>,
}

impl From<Bits> for Rows {
    fn from(yes: Bits) -> Self {
        Self { yes, ask: None }
    }
}
