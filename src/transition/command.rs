//! What somebody in the shop's admin does to one customer.

use super::Turn;
use crate::input::Command;
use crate::trace::{Cause, Decision};

impl Turn<'_> {
    /// Does what somebody in the admin asks for.
    pub(super) fn obey(&mut self, command: Command) {
        let suppressed = match command {
            Command::Suppress => true,
            Command::Unsuppress => false,
            Command::HoldMarketing => return self.hold_marketing(true),
            Command::ReleaseMarketing => return self.hold_marketing(false),
            Command::Retry { effect } => return self.retry(&effect),
            Command::GivePoints { points, note } => return self.give_points(points, &note),
            Command::RedeemPoints { points, note } => return self.redeem_points(points, &note),
            Command::Enroll { workflow, batch } => return self.enroll_by_hand(&workflow, &batch),
            Command::Test { workflow, batch } => return self.test_by_hand(&workflow, &batch),
            Command::SendAgain { workflow, step } => return self.send_again(&workflow, &step),
            Command::AddTag { tag } => return self.change_tag(&tag, true, self.now, "command"),
            Command::RemoveTag { tag } => return self.change_tag(&tag, false, self.now, "command"),
        };
        if self.state.customer.suppressed.is_some() != suppressed {
            self.state.customer.suppressed = suppressed.then_some(self.now);
            self.note(self.now, Decision::SuppressionChanged { suppressed });
            self.follow_all(Cause::Command);
            self.drain_queue();
        }
    }

    fn hold_marketing(&mut self, held: bool) {
        if self.state.customer.privacy_hold.is_some() != held {
            self.state.customer.privacy_hold = held.then_some(self.now);
            self.note(self.now, Decision::MarketingHeld { held });
        }
    }
}
