//! What is said of kinds of events by their names alone.

use super::EventName;

impl EventName {
    /// Whether it is a customer's reaction to a message, which is known only where something tracks
    /// it.
    #[must_use]
    pub const fn is_reaction(&self) -> bool {
        matches!(self, Self::MessageOpened | Self::MessageClicked)
    }

    /// Whether it happens to an order, which it then names.
    #[must_use]
    pub const fn is_of_order(&self) -> bool {
        matches!(
            self,
            Self::OrderPlaced
                | Self::OrderCompleted
                | Self::OrderUpdated
                | Self::OrderCancelled
                | Self::OrderRefunded
                | Self::OrderFulfilled
                | Self::ShipmentUpdated
                | Self::ReturnRequested
        )
    }

    /// The event called `word`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|name| name.word() == word)
    }
}
