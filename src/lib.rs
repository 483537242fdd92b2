//! Edgewise: a pure, deterministic marketing-automation engine.

pub mod event;
pub mod id;
pub mod money;
pub mod pii;
pub mod time;
pub mod value;
