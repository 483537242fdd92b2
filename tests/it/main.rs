//! Everything that is tested natively from outside the crate, as one program: it is linked once,
//! and what several tests need (`generate`, `promises`) is compiled once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    unreachable_pub,
    reason = "a test fails by panicking where it stands"
)]

mod adapters;

mod attribution;
mod backtest;
mod catalog;
mod cdnow;
mod columns;
mod compose;
mod consent;
mod course;
mod daylight;
mod differential;
mod forecast;
mod frozen;
mod generate;
mod host_questions;
mod ids;
mod import;
mod kinds;
mod language;
mod memory;
mod mutations;
mod opened;
mod packed;
mod preferences;
mod promises;
mod properties;
mod purchases;
mod readiness;
mod release;
mod returns;
mod scenarios;
mod segment_preview;
mod statistics;
mod tidy;
mod together;
mod whole_shop;
mod zones;
