//! Edgewise: a pure, deterministic marketing-automation engine.

pub mod adapter;
pub mod condition;
pub mod config;
pub mod customer;
pub mod diagnostic;
pub mod document;
pub mod effect;
pub mod event;
pub mod explain;
pub mod fault;
pub mod id;
pub mod input;
pub mod intent;
pub mod json;
pub mod money;
pub mod pii;
pub mod plan;
pub mod policy;
pub mod reason;
pub mod schedule;
pub mod shop;
pub mod simulate;
pub mod sorted_map;
pub mod state;
pub mod stored;
pub mod time;
pub mod trace;
pub mod transition;
pub mod value;
pub mod wire;
pub mod workflow;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
