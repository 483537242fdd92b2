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
use crate::json::{Malformed, Reader};

pub(super) use entries::Entries;
pub(super) use list::List;
pub(super) use object::{MemberNames, Watch, payload, payload_members};
pub(super) use scalar::Scalar;

/// What can be read from JSON, whatever stands there.
pub(super) trait FromBody<'a> {
    /// Becomes the next value, and notes which of the watched members that has.
    fn fill(
        &mut self,
        reader: &mut Reader<'a>,
        watch: Option<&mut Watch<'_>>,
    ) -> Result<(), Malformed>;
}

/// Reads a whole body.
pub(super) fn parse<'a, T: FromBody<'a> + Default>(body: &'a str) -> Result<T, Ignored> {
    let mut received = T::default();
    parse_into(body, &mut received, None)?;
    Ok(received)
}

/// Lets `received` become a whole body, and notes which of the watched members that has.
pub(super) fn parse_into<'a>(
    body: &'a str,
    received: &mut dyn FromBody<'a>,
    watch: Option<&mut Watch<'_>>,
) -> Result<(), Ignored> {
    let mut reader = Reader::new(body);
    received
        .fill(&mut reader, watch)
        .and_then(|()| reader.end())
        .map_err(|Malformed { at, .. }| {
            // The place only: the text around it may be personal.
            Ignored::new(IgnoreReason::NotJson, &format!("at byte {at}"))
        })
}

impl<'a> Scalar<'a> {
    /// As an object after all, for members whose meaning depends on others; without members
    /// where something else stands.
    pub(super) fn object<T: FromBody<'a> + Default>(self) -> Result<T, Ignored> {
        match self.raw() {
            "" => Ok(T::default()),
            raw => parse(raw),
        }
    }
}
