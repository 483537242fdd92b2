//! Ids that are derived when somebody looks at them.
//!
//! Most ids of a backtest nobody ever looks at: they are compared with ids made in the same way, and
//! dropped. So an id keeps what it is derived from, and is hashed when its text is asked for.

use std::sync::{Arc, OnceLock};

/// What an id is derived from. Equal sources have equal ids, and different ones different ids.
pub(super) trait Source: Eq {
    /// Derives the text of the id.
    fn derive(&self) -> Arc<str>;
}

/// The text of an id, given or derived. A copy is another reference.
#[derive(Debug)]
pub(super) enum IdText<S> {
    Given(Arc<str>),
    Derived(Arc<Derived<S>>),
}

#[derive(Debug)]
pub(super) struct Derived<S> {
    source: S,
    text: OnceLock<Arc<str>>,
}

impl<S: Source> IdText<S> {
    pub(super) fn of(source: S) -> Self {
        let text = OnceLock::new();
        Self::Derived(Arc::new(Derived { source, text }))
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Given(text) => text,
            Self::Derived(derived) => derived.text.get_or_init(|| derived.source.derive()),
        }
    }

    /// Whether nobody has looked at the text yet.
    pub(super) fn is_underived(&self) -> bool {
        match self {
            Self::Given(_) => false,
            Self::Derived(derived) => derived.text.get().is_none(),
        }
    }
}

impl<S> Default for IdText<S> {
    fn default() -> Self {
        Self::Given(Arc::default())
    }
}

impl<S> Clone for IdText<S> {
    fn clone(&self) -> Self {
        match self {
            Self::Given(text) => Self::Given(Arc::clone(text)),
            Self::Derived(derived) => Self::Derived(Arc::clone(derived)),
        }
    }
}

impl<S: Source> PartialEq for IdText<S> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Derived(one), Self::Derived(other)) => {
                Arc::ptr_eq(one, other) || one.source == other.source
            }
            _ => self.as_str() == other.as_str(),
        }
    }
}
