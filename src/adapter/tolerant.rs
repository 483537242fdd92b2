//! Readers for JSON whose shape cannot be relied on.
//!
//! Documented types are a hint: in the wild there are numbers where strings are due, strings
//! where booleans are, `""` for nothing, and empty arrays for objects (PHP has one word for
//! both). These readers take any JSON in any place and hand out what can be understood, so one
//! odd field never costs the rest of a body. They borrow from the body and skip what nobody
//! asks for.

mod entries;
mod list;
mod object;
mod scalar;

use super::{IgnoreReason, Ignored};
use serde::Deserialize;

pub(super) use entries::Entries;
pub(super) use list::List;
pub(super) use object::{Members, members, object};
pub(super) use scalar::Scalar;

/// Reads a whole body.
pub(super) fn parse<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Ignored> {
    serde_json::from_str(body).map_err(|error| {
        // The place only: the message might quote the body.
        let place = format!("line {} column {}", error.line(), error.column());
        Ignored::new(IgnoreReason::NotJson, &place)
    })
}

impl<'a> Scalar<'a> {
    /// As an object after all, for members whose meaning depends on others; without members
    /// where something else stands.
    pub(super) fn object<T: Default + Deserialize<'a>>(self) -> Result<T, Ignored> {
        match self.raw() {
            "" => Ok(T::default()),
            raw => parse(raw),
        }
    }
}
