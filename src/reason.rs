//! Why: the closed list of reasons.
//!
//! Every entry, refusal, deferral, suppression and exit carries one of these. Each reads well
//! after "because". The admin, the trace, the scenarios and the manual all list the same ones;
//! a scenario exists for each.

use crate::json::words;
use std::fmt;

/// Declares [`Reason`] with its word and its sentence from one list.
macro_rules! reasons {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, $because:literal; )+) => {
        /// Why something was decided as it was.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $( $(#[$doc])* $variant, )+
        }

        words!(Reason { $( $variant = $word ),+ });

        impl Reason {
            /// Every reason, in the order of the list.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The word in files and traces, for example `no-consent`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// How a sentence goes on after "because".
            #[must_use]
            pub const fn because(self) -> &'static str {
                match self { $( Self::$variant => $because, )+ }
            }
        }
    };
}

reasons! {
    // Why an event changed nothing.
    /// The same fact was told before.
    AlreadyKnown = "already-known", "this was already known";
    /// The event lies before the history that is kept.
    HistoryTruncated = "history-truncated", "it lies before the history that is kept";
    /// A browser said something only the shop's server may say.
    NotConfirmed = "not-confirmed", "only the shop itself may say this, and a browser did";

    /// The checkout or order turned out to be another customer's; also why a run that it started
    /// ended, and why what a late body says of its former holder is left out.
    Reassigned = "reassigned", "the order or checkout turned out to be another customer’s";

    /// An order was cancelled that had never been placed: the buyer left it off.
    NeverPlaced = "never-placed", "the order was never placed";
    /// The shop deleted the customer's account.
    AccountDeleted = "account-deleted", "their account was deleted in the shop";
    /// A request about the customer's data waits for the merchant's answer.
    PrivacyRequestOpen = "privacy-request-open", "a privacy request about them hasn’t been answered yet";

    /// A consent was to be recorded without a proof that counts.
    ConsentNotProven = "consent-not-proven", "there is no proof of it, or none dated later than their own withdrawal";
    /// More points were to be redeemed than there are.
    NotEnoughPoints = "not-enough-points", "there are not that many points";

    // Why a workflow was not entered.
    /// The trigger's own filter does not fit this event.
    TriggerNotMet = "trigger-not-met", "the event is not the one this workflow waits for";
    /// The workflow's conditions at entry do not hold.
    ConditionsNotMet = "conditions-not-met", "the workflow's conditions were not met";
    /// The customer is inside the workflow now.
    AlreadyEnrolled = "already-enrolled", "they are already inside this workflow";
    /// The workflow was entered before, and may be entered once only (or once per cart).
    AlreadyEntered = "already-entered", "they have been through this workflow before";
    /// The last entry is not long enough ago.
    ReentryTooSoon = "reentry-too-soon", "they entered this workflow too recently";
    /// The event happened too long before we heard of it.
    EventTooOld = "event-too-old", "the event was too old when it arrived";
    /// Whether somebody opened or clicked is asked, and nothing tells of it.
    ReactionsNotObservable = "reactions-not-observable", "nothing tells whether messages are opened or clicked";
    /// Whether somebody opened or clicked is asked, and nothing reached them.
    NothingDelivered = "nothing-delivered", "no message reached them that they could have opened or clicked";
    /// The workflow is a draft.
    NotLive = "not-live", "the workflow is not live";
    /// The workflow is paused.
    WorkflowPaused = "workflow-paused", "the workflow is paused";
    /// The event happened before the workflow went live.
    BeforeGoingLive = "before-going-live", "it happened before the workflow went live";

    /// The workflow's schedule leaves that moment out.
    OutsideSchedule = "outside-schedule", "the workflow's schedule leaves that moment out";

    /// The message went out already, to the customer who had the order or checkout before.
    SentBeforeReassigned = "sent-before-reassigned", "it was already sent to the address given before";

    // Why an enrolment ended.
    /// What the workflow is for has come true.
    GoalMet = "goal-met", "they did what the workflow is for";
    /// The workflow's exit condition holds.
    ExitCondition = "exit-condition", "the workflow's exit condition holds";
    /// The workflow was edited, and whoever was inside was to stop.
    WorkflowEdited = "workflow-edited", "the workflow was edited and stops those inside";
    /// The last step is done.
    ReachedEnd = "reached-end", "the workflow reached its end";
    /// The customer placed an order after entering.
    OrderedSinceEntry = "ordered-since-entry", "they ordered after entering the workflow";
    /// Another event that ends the workflow happened.
    ExitEvent = "exit-event", "something happened that ends this workflow";
    /// An exit step was reached.
    ExitStep = "exit-step", "the workflow says to stop here";
    /// It was to wait for a date that the customer does not have, or that is over.
    NoDateAhead = "no-date-ahead", "the date it was to wait for is not known, or is over";
    /// The workflow (or the revision the customer is in) is gone.
    WorkflowRemoved = "workflow-removed", "the workflow was removed";
    /// Two customers turned out to be one, and the other one was in the workflow too.
    CustomerMerged = "customer-merged", "they were in this workflow twice before two customers became one";

    // Why a message was not sent, or not yet.
    /// No consent to marketing on this channel was ever given.
    NoConsent = "no-consent", "they never agreed to marketing on this channel";
    /// Consent was withdrawn.
    ConsentWithdrawn = "consent-withdrawn", "they unsubscribed from this channel";
    /// The customer is on the suppression list.
    Suppressed = "suppressed", "they are on the suppression list";
    /// There is no confirmed address on this channel.
    NoAddress = "no-address", "there is no confirmed address for this channel";
    /// The workflow's filter, asked again before the message, no longer holds.
    FilterNotMet = "filter-not-met", "the workflow's filter no longer holds";
    /// The customer is one of those held out of the workflow, for comparison.
    HeldOut = "held-out", "they are held out, so that the workflow’s effect can be told";
    /// A test sends messages and does nothing else.
    TestRun = "test-run", "this is a test, which sends messages and changes nothing";
    /// Quiet hours in the customer's zone.
    InsideQuietHours = "inside-quiet-hours", "it is quiet hours where they are";
    /// Enough messages were sent already.
    OverFrequencyCap = "over-frequency-cap", "they have had enough messages for now";
    /// A more important message goes out at the same moment, or within the time in which only one is
    /// sent.
    LostToHigherPriority = "lost-to-higher-priority", "a more important message goes out instead";
    /// Another workflow's message may be due within the time in which only one is sent.
    MoreImportantMayCome = "more-important-may-come", "a more important message may be due any moment";
    /// The coupon in the message has not been made yet.
    CouponNotReady = "coupon-not-ready", "its coupon is still being made";
    /// The coupon in the message could not be made.
    CouponFailed = "coupon-failed", "its coupon could not be made";
    /// Sending was stopped by the merchant, who chose to skip what had become too old meanwhile.
    SkippedAfterStop = "skipped-after-stop", "sending was stopped when it was due, and you chose to skip it";
    /// The message was already handed over or withdrawn.
    AlreadyDecided = "already-decided", "this was already sent or withdrawn";
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.because())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kebab_case_and_unique() {
        let mut words: Vec<_> = Reason::ALL.iter().map(|reason| reason.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Reason::ALL.len());
        for word in words {
            assert!(
                word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{word}"
            );
        }
    }
}
