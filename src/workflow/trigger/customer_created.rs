//! The customer created an account.

use super::{Entry, Firing, Start, say_last};
use crate::condition::Context;
use crate::document::declared;
use crate::event::{Event, EventName};
use crate::sentence::{Said, Sentence};

declared! {
    /// Starts when the customer creates an account in the shop, once per customer.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct CustomerCreated beside ["type"] {}
    listed in "Customer" as "Customer creates an account";
}

impl Start for CustomerCreated {
    fn events(&self) -> &[EventName] {
        &[EventName::CustomerCreated]
    }

    fn fires(&self, _: &Event, _: &Context<'_>) -> Firing {
        Firing::Fires
    }

    fn entry(&self, event: &Event, context: &Context<'_>) -> Entry {
        let customer = context.customer;
        Entry {
            keys: vec![format!("customer:{}", customer.id).into()],
            ..Entry::of_fact(event)
        }
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        say_last(self.events(), context, to);
    }

    fn is_asked_for(&self) -> bool {
        true
    }
}

impl Said for CustomerCreated {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("creates an account", &[]);
    }
}
