//! What an instance remembers from call to call, besides plans: nothing that changes an answer.
//!
//! Everything goes in and comes out by value, as JSON text or packed. But a host carries the events of a
//! delivery straight from [`ingest`](super::ingest) to [`transition`](super::transition), and
//! a buyer gets five events within a second, with the state that the last call returned. So the
//! values behind the texts given out last are kept, and a text that comes back is not read again;
//! with a state also what was found out about its future.
//! Whether it came back is decided by comparing all of it: with a memory or without one, or with a
//! new one after a trap, each call gives the same bytes.

use super::{Plans, Refusal, Texts, input_customer, move_on, read_state_by};
use crate::adapter::{Request, read};
use crate::input::Input;
use crate::json::{self, Form, Interner, Reader, TextCache};
use crate::transition::Paused;
use std::any::Any;
use std::cell::RefCell;

/// The values behind the texts given out last.
#[derive(Debug, Default)]
pub struct Memory {
    events: RefCell<TextCache>,
    names: Interner,
    states: States,
}

impl Memory {
    /// An empty memory.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            events: RefCell::new(TextCache::new()),
            names: Interner::new(),
            states: States::new(),
        }
    }

    /// As [`super::ingest`], in UTF-8.
    ///
    /// # Errors
    ///
    /// As [`super::ingest`].
    pub fn ingest(&mut self, request: &str, body: &[u8]) -> Result<Vec<u8>, Refusal> {
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

    /// As [`super::transition`], with the state and the input in UTF-8. Gives three lines: what the host
    /// acts on, which says how long the second is; what was decided, and the new state, both in `form`.
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
        form: Form,
    ) -> Result<Vec<u8>, Refusal> {
        let plan = plans.get(plan)?;
        let state = Refusal::text("state", state)?;
        let input = Refusal::text("input", input)?;
        let input: Input = Refusal::taken(
            "input",
            input,
            json::read_whole(Reader::knowing(input, &self.events).sharing(&self.names)),
        )?;
        let before = match self.states.take(state.as_bytes()) {
            Some(before) => before,
            None => {
                let reader = Reader::stored(state).sharing(&self.names);
                Paused::new(read_state_by(reader, state, input_customer(&input))?)
            }
        };
        let (texts, after) = move_on(plan, before, input, now, state, form)?;
        let Texts {
            head,
            summary,
            state,
        } = texts;
        debug_assert_eq!(
            std::str::from_utf8(&state).map(json::from_stored),
            Ok(Ok(after.state().clone()))
        );
        let lines = [head.as_slice(), &summary, &state].join(&b'\n');
        self.states.keep(state, after);
        Ok(lines)
    }
}

/// States and their texts, the newest last. Each is boxed, because the oldest goes first and all others
/// move up: 256 states are half a megabyte.
#[derive(Debug, Default)]
struct States {
    kept: Vec<(Box<[u8]>, Box<Paused>)>,
    /// How long their texts are together, in bytes.
    length: usize,
}

impl States {
    /// How many are kept: those of the customers that a busy shop gets events of within seconds.
    const LIMIT: usize = 256;
    /// How long their texts may be together, in bytes: most are 2 to 8 kB, and the longest that a
    /// buyer of many years has are a few hundred. What they are read as is several times as large.
    const LONGEST: usize = 2 * 1024 * 1024;

    const fn new() -> Self {
        Self {
            kept: Vec::new(),
            length: 0,
        }
    }

    fn take(&mut self, text: &[u8]) -> Option<Paused> {
        let place = self.kept.iter().rposition(|(known, _)| **known == *text)?;
        Some(self.remove(place))
    }

    fn keep(&mut self, text: Vec<u8>, state: Paused) {
        if text.len() > Self::LONGEST {
            return;
        }
        while self.kept.len() >= Self::LIMIT || self.length + text.len() > Self::LONGEST {
            self.remove(0);
        }
        self.length += text.len();
        self.kept.push((text.into(), Box::new(state)));
    }

    fn remove(&mut self, place: usize) -> Paused {
        let (text, state) = self.kept.remove(place);
        self.length -= text.len();
        *state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CustomerId;
    use crate::state::State;

    fn state(number: usize) -> Paused {
        Paused::new(State::new(CustomerId::new(number.to_string())))
    }

    fn is_of(paused: &Paused, number: usize) -> bool {
        paused.state().customer.id.as_str() == number.to_string()
    }

    #[test]
    fn the_oldest_go_first_by_number_and_by_length() {
        let mut states = States::new();
        let text = |number: usize| format!("state {number}").into_bytes();
        for number in 0..300 {
            states.keep(text(number), state(number));
        }
        assert_eq!(states.kept.len(), States::LIMIT);
        assert!(states.take(&text(300 - States::LIMIT - 1)).is_none());
        let oldest = states.take(&text(300 - States::LIMIT));
        assert!(is_of(&oldest.unwrap(), 300 - States::LIMIT));
        // One long state takes the place of many short ones.
        states.keep(vec![b' '; States::LONGEST - text(299).len()], state(300));
        assert_eq!(states.kept.len(), 2);
        assert!(is_of(&states.take(&text(299)).unwrap(), 299));
        states.keep(vec![b' '; States::LONGEST + 1], state(301));
        assert_eq!(states.kept.len(), 1);
        // What is taken leaves its room to others.
        states.take(&vec![b' '; States::LONGEST - text(299).len()]);
        assert_eq!((states.kept.len(), states.length), (0, 0));
    }
}
