//! What a workflow wants done, as the subject of a sentence.

use crate::effect::EffectKind;
use crate::event::Channel;
use crate::sentence::{Said, Sentence};

/// A kind of effect; for a message, with its channel.
pub(super) struct What(pub(super) EffectKind, pub(super) Option<Channel>);

impl Said for What {
    fn say(&self, to: &mut Sentence<'_>) {
        let words = match (self.0, &self.1) {
            (EffectKind::Send, Some(Channel::Email)) => "The email",
            (EffectKind::Send, Some(channel)) => {
                return to.say("The {_channel} message", &[("_channel", channel)]);
            }
            (EffectKind::Send, None) => "The message",
            (EffectKind::ApplyCoupon, _) => "The coupon",
            (EffectKind::AddTag, _) => "Adding the tag",
            (EffectKind::RemoveTag, _) => "Removing the tag",
            (EffectKind::AddPoints, _) => "The points",
            (EffectKind::Unsubscribe, _) => "Unsubscribing",
            (EffectKind::ChangeTier, _) => "The tier change",
            (EffectKind::Assign, _) => "The assignment",
            (EffectKind::CreateTicket, _) => "The ticket",
            (EffectKind::AddToAudience, _) => "Adding to the ad audience",
            (EffectKind::RemoveFromAudience, _) => "Removing from the ad audience",
            (EffectKind::ShowOffer, _) => "The offer",
            (EffectKind::HideOffer, _) => "Hiding the offer",
            (EffectKind::SyncCustomer, _) => "The CRM sync",
            (EffectKind::CreateTask, _) => "The task",
            (EffectKind::AddOrderNote, _) => "The order note",
            (EffectKind::Webhook, _) => "The webhook",
        };
        to.say(words, &[]);
    }
}
