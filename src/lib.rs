//! Edgewise: a pure, deterministic marketing-automation engine.
