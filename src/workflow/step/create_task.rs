//! Create a task for the team.

use super::super::payload::PayloadRequest;
use super::{ASSIGNED_TO, Act};
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};
use crate::time::Duration;

declared! {
    /// Adds a task to your team’s task list, with the customer and the reason.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CreateTask beside ["id", "type"] {
        /// What to do: up to 200 characters.
        title: String = required(text(200)),
        /// Details: up to 2,000 characters.
        note: String = or(String::new(), text(2_000)),
        /// When it is due, counted from the time of the step.
        due_in: Option<Duration> = maybe(typed()),
        /// Who does it, by name or email address. Default: whoever the customer is assigned to.
        to: Option<String> = maybe(text(120)),
    }
    listed in "Team" as "Create task";
    example {"title": "Call this customer"};
}

impl Act for CreateTask {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        let to = self.to.as_deref();
        let to = to.or_else(|| asked.customer.profile.text(ASSIGNED_TO));
        // Only an address of the merchant's own list is ever written to: what a customer is assigned to
        // may be anybody's word.
        let member = to.and_then(|to| asked.shop.member(to));
        Some(Payload::CreateTask {
            title: self.title.clone(),
            note: self.note.clone(),
            due_at: self.due_in.map(|span| asked.after(span)),
            to: member
                .map(|member| member.name.as_str())
                .or(to)
                .map(str::to_owned),
            email: member.map(|member| member.email.clone()),
        })
    }
}

impl Said for CreateTask {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Create task “{title}”", &[("title", &self.title)]);
        if let Some(span) = &self.due_in {
            to.say(", due in {due_in!d}", &[("due_in", span)]);
        }
        if let Some(person) = &self.to {
            to.say(", for {to}", &[("to", person)]);
        }
    }
}
