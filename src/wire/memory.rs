//! What an instance remembers from call to call, besides plans: nothing that changes an answer.
//!
//! Everything goes in and comes out by value, as text. But a host carries the events of a
//! delivery straight from [`ingest`](super::ingest) to [`transition`](super::transition), and
//! a buyer gets five events within a second, with the state that the last call returned. So the
//! values behind the texts given out last are kept, and a text that comes back is not read again.
//! Whether it came back is decided by comparing all of it: with a memory or without one, or with a
//! new one after a trap, each call gives the same bytes.

use super::{Plans, Refusal, input_customer, move_on, read_state};
use crate::adapter::{Request, read};
use crate::input::Input;
use crate::json::{self, TextCache};
use crate::state::State;
use std::any::Any;
use std::cell::RefCell;

/// The values behind the texts given out last.
#[derive(Debug, Default)]
pub struct Memory {
    events: RefCell<TextCache>,
    states: States,
}

impl Memory {
    /// An empty memory.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            events: RefCell::new(TextCache::new()),
            states: States::new(),
        }
    }

    /// As [`super::ingest`].
    ///
    /// # Errors
    ///
    /// As [`super::ingest`].
    pub fn ingest(&mut self, request: &str, body: &[u8]) -> Result<String, Refusal> {
        let request: Request = Refusal::parse("request", request)?;
        let mut events = Vec::new();
        let lines = read(&request, body).in_lines(|event, place| events.push((place, event)));
        let text_of = |place| Box::from(lines.get(place).unwrap_or_default());
        let values = events
            .into_iter()
            .map(|(place, event)| (text_of(place), Box::new(event) as Box<dyn Any>));
        self.events.get_mut().hold(values.collect());
        Ok(lines)
    }

    /// As [`super::transition`], with the state and the input in UTF-8.
    ///
    /// # Errors
    ///
    /// As [`super::transition`]; `bad-request` for what is not UTF-8.
    pub fn transition(
        &mut self,
        plans: &Plans,
        plan: &str,
        state: &[u8],
        input: &[u8],
        now: i64,
    ) -> Result<String, Refusal> {
        let plan = plans.get(plan)?;
        let state = Refusal::text("state", state)?;
        let input = Refusal::text("input", input)?;
        let input: Input = Refusal::taken(
            "input",
            input,
            json::read_whole(json::Reader::knowing(input, &self.events)),
        )?;
        let before = match self.states.take(state) {
            Some(before) => before,
            None => read_state(state, input_customer(&input))?,
        };
        let (answer, after) = move_on(plan, before, input, now, state)?;
        if let Some((_, text)) = answer.split_once('\n') {
            debug_assert_eq!(json::from_str(text), Ok(after.clone()), "{text}");
            self.states.keep(text, after);
        }
        Ok(answer)
    }
}

/// States and their texts, the newest last.
#[derive(Debug, Default)]
struct States(Vec<(Box<str>, State)>);

impl States {
    /// How many are kept: those of the customers that a busy shop gets events of within seconds.
    const LIMIT: usize = 256;
    /// The longest text that is kept, in bytes; most are a tenth of it.
    const LONGEST: usize = 16 * 1024;

    const fn new() -> Self {
        Self(Vec::new())
    }

    fn take(&mut self, text: &str) -> Option<State> {
        let place = self.0.iter().rposition(|(known, _)| **known == *text)?;
        Some(self.0.remove(place).1)
    }

    fn keep(&mut self, text: &str, state: State) {
        if text.len() > Self::LONGEST {
            return;
        }
        if self.0.len() == Self::LIMIT {
            self.0.remove(0);
        }
        self.0.push((text.into(), state));
    }
}
