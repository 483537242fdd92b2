//! Generated zone data.
