//! Edgewise: a pure, deterministic marketing-automation engine.
//!
//! - [`config::compile`] turns a merchant's configuration into a [`plan::Plan`].
//! - [`adapter::read`] turns what a platform sends into [`event::Event`]s.
//! - [`transition::transition`] decides: a plan, a customer's [`state::State`], an
//!   [`input::Input`] and the time give the new state, [`effect::Effect`]s to perform, and a
//!   [`trace`].
//! - [`explain::sentence`] puts a trace in words, [`outline::outline`] a configuration.
//! - [`simulate::simulate`], [`backtest::Backtest`], [`forecast::Forecast`] and
//!   [`segment_preview::Population`] show what a draft would do. They all call `transition`.
//!
//! Times are [`time::Timestamp`]s in milliseconds since 1970 UTC, amounts are
//! [`money::Money`] in minor units, and nothing reads a clock, the network or a random number.

pub mod adapter;
#[cfg(feature = "tools")]
pub mod attribution;
pub mod backtest;
pub mod compact;
#[cfg(feature = "compose")]
pub mod compose;
pub mod condition;
pub mod config;
pub mod customer;
pub mod design;
pub mod diagnostic;
pub mod document;
pub mod effect;
pub mod event;
pub mod explain;
pub mod fault;
pub mod forecast;
pub mod id;
pub mod input;
pub mod intent;
pub mod json;
pub mod loyalty;
pub mod money;
pub mod outline;
pub mod pii;
pub mod plan;
pub mod policy;
pub mod readiness;
pub mod reason;
pub mod saving;
pub mod schedule;
pub mod scoring;
pub mod segment;
pub mod segment_preview;
pub mod sentence;
pub mod shop;
pub mod shop_facts;
pub mod simulate;
pub mod sorted_map;
pub mod state;
#[cfg(feature = "tools")]
pub mod statistics;
pub mod stored;
pub mod time;
pub mod trace;
pub mod transition;
pub mod value;
pub mod wire;
pub mod workflow;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
