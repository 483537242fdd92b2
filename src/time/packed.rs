//! Moments and lengths of time as bytes.

use super::{Date, Duration, TimeOfDay, Timestamp};
use crate::compact::{Compact, Packed, compact};
use chrono::{Datelike, NaiveDate};

impl Compact for Timestamp {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        i64::unpack(from).map(Self::from_millis)
    }
}

impl Compact for Date {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.num_days_from_ce().pack(out);
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        NaiveDate::from_num_days_from_ce_opt(i32::unpack(from)?).map(Self)
    }
}

compact!(struct Duration { amount, unit });

compact!(struct TimeOfDay { minutes });
