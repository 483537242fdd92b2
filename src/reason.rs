//! The closed list of reasons.
//!
//! Every entry, refusal, deferral, suppression and exit carries one of these. Each reads well
//! after "because". The admin, the trace, the scenarios and the manual all list the same ones;
//! a scenario exists for each.

use crate::json::words;
use crate::sentence::{Said, Sentence};

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
                match self { $( Self::$variant => const { $crate::json::Word::new($word).text }, )+ }
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
    /// The same fact was received before.
    AlreadyKnown = "already-known", "this was already known";
    /// The event is older than the history that is kept.
    HistoryTruncated = "history-truncated", "it’s older than the history that’s kept";
    /// A browser reported something that only the shop's server may report.
    NotConfirmed = "not-confirmed", "only the shop itself can report this, and a browser did";

    /// The checkout or order turned out to be another customer's. Also ends an enrollment that it
    /// started, and ignores what a late body says about its former owner.
    Reassigned = "reassigned", "the order or checkout turned out to be another customer’s";

    /// The cancelled order had never been placed: the buyer abandoned it.
    NeverPlaced = "never-placed", "the order was never placed";
    /// The shop deleted the customer's account.
    AccountDeleted = "account-deleted", "their account was deleted in the shop";
    /// A request about the customer's data waits for the merchant's answer.
    PrivacyRequestOpen = "privacy-request-open", "a privacy request about them hasn’t been answered yet";

    /// A consent to record has no proof that counts.
    ConsentNotProven = "consent-not-proven", "there’s no proof of it dated after they unsubscribed";
    /// The balance has fewer points than were to be redeemed.
    NotEnoughPoints = "not-enough-points", "there aren’t enough points";

    // Why a workflow was not entered.
    /// The trigger's own filter does not fit this event.
    TriggerNotMet = "trigger-not-met", "the event isn’t the one this workflow waits for";
    /// The workflow's conditions at entry do not hold.
    ConditionsNotMet = "conditions-not-met", "its conditions weren’t met";
    /// The customer is in the workflow now.
    AlreadyEnrolled = "already-enrolled", "they’re already in this workflow";
    /// The workflow was entered before, and may be entered once only (or once per cart).
    AlreadyEntered = "already-entered", "they’ve already been through this workflow";
    /// The customer last entered too recently.
    ReentryTooSoon = "reentry-too-soon", "they entered this workflow too recently";
    /// The event had happened too long before it was received.
    EventTooOld = "event-too-old", "the event was too old when it arrived";
    /// A condition asks for opens or clicks, and nothing tracks them.
    ReactionsNotObservable = "reactions-not-observable", "opens and clicks aren’t tracked";
    /// A condition asks for opens or clicks, and no message reached the customer.
    NothingDelivered = "nothing-delivered", "no message reached them that they could open or click";
    /// The workflow is a draft.
    NotLive = "not-live", "the workflow is off";
    /// The workflow is paused.
    WorkflowPaused = "workflow-paused", "the workflow is paused";
    /// The event happened before the workflow went live.
    BeforeGoingLive = "before-going-live", "it happened before the workflow was turned on";

    /// The workflow's schedule leaves that moment out.
    OutsideSchedule = "outside-schedule", "it’s outside the workflow’s schedule";

    /// The message went out already, to the customer who had the order or checkout before.
    SentBeforeReassigned = "sent-before-reassigned", "it was already sent to the address given before";

    // Why an enrollment ended.
    /// The workflow's goal is met.
    GoalMet = "goal-met", "they reached the workflow’s goal";
    /// The workflow's exit condition holds.
    ExitCondition = "exit-condition", "its exit condition is met";
    /// The workflow was edited, and the merchant chose that everyone in it exits.
    WorkflowEdited = "workflow-edited", "the workflow was edited, and everyone in it exits";
    /// The last step is done.
    ReachedEnd = "reached-end", "the workflow reached its end";
    /// The customer placed an order after entering.
    OrderedSinceEntry = "ordered-since-entry", "they ordered after entering the workflow";
    /// Another event that ends the workflow happened.
    ExitEvent = "exit-event", "an exit event happened";
    /// An exit step was reached.
    ExitStep = "exit-step", "the workflow ends here";
    /// The customer has no such date to wait for, or it has passed.
    NoDateAhead = "no-date-ahead", "the date to wait for isn’t known or has passed";
    /// The workflow (or the revision the customer is in) is gone.
    WorkflowRemoved = "workflow-removed", "the workflow was removed";
    /// Two customers turned out to be one, and the other one was in the workflow too.
    CustomerMerged = "customer-merged", "they were in this workflow twice before two customers were merged";

    // Why a message was not sent, or not yet.
    /// No consent to marketing on this channel was ever given.
    NoConsent = "no-consent", "they never agreed to marketing on this channel";
    /// They asked for marketing, and haven't confirmed that it was them (double opt-in).
    ConsentUnconfirmed = "consent-unconfirmed", "they haven’t confirmed their subscription yet";
    /// Consent was withdrawn.
    ConsentWithdrawn = "consent-withdrawn", "they unsubscribed from this channel";
    /// The customer turned off the message's topic.
    TopicDeclined = "topic-declined", "they turned off this topic";
    /// The customer paused marketing.
    PausedByCustomer = "paused-by-customer", "they paused marketing";
    /// The customer had as many messages as they asked for.
    FrequencyAskedFor = "frequency-asked-for", "they asked for fewer messages";
    /// The customer is on the suppression list.
    Suppressed = "suppressed", "they’re on the suppression list";
    /// The customer marked a message as spam.
    Complained = "complained", "they marked a message as spam";
    /// A message bounced because the address is nobody's.
    AddressBounced = "address-bounced", "a message bounced because the address doesn’t exist";
    /// Messages to the address bounced for passing reasons, too often.
    AddressKeepsBouncing = "address-keeps-bouncing", "messages to this address keep bouncing";
    /// There is no confirmed address on this channel.
    NoAddress = "no-address", "there’s no confirmed address for this channel";
    /// The workflow's filter, asked again before the message, no longer holds.
    FilterNotMet = "filter-not-met", "its filter is no longer met";
    /// The customer is in the workflow's holdout group.
    HeldOut = "held-out", "they’re in the holdout group";
    /// A test sends messages and does nothing else.
    TestRun = "test-run", "this is a test, which sends messages and changes nothing";
    /// Quiet hours in the customer's zone.
    InsideQuietHours = "inside-quiet-hours", "it’s quiet hours where they are";
    /// A frequency cap is reached.
    OverFrequencyCap = "over-frequency-cap", "they’ve reached a message limit";
    /// A more important message goes out at the same moment, or within the time in which only one is
    /// sent.
    LostToHigherPriority = "lost-to-higher-priority", "a more important message goes out instead";
    /// Another workflow's more important message may become due within the time in which only one
    /// is sent.
    MoreImportantMayCome = "more-important-may-come", "a more important message may be due any moment";
    /// The coupon in the message has not been made yet.
    CouponNotReady = "coupon-not-ready", "its coupon is still being created";
    /// The coupon in the message could not be made.
    CouponFailed = "coupon-failed", "its coupon couldn’t be created";
    /// The merchant stopped sending, and chose to skip what became too old meanwhile.
    SkippedAfterStop = "skipped-after-stop", "sending was stopped when it was due, and you chose to skip it";
    /// The message was already handed over or withdrawn.
    AlreadyDecided = "already-decided", "this was already sent or withdrawn";
}

impl Said for Reason {
    /// How a sentence goes on after "because".
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(self.because(), &[]);
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
