//! What plugins and checkout fields keep beside a resource.

use crate::adapter::bounds;
use crate::adapter::tolerant::{List, Scalar, parse, payload};

payload! {
    /// One entry of `meta_data`.
    struct Entry<'a> {
        key: Scalar<'a> = "key",
        value: Scalar<'a> = "value",
    }
}

/// The entries of a `meta_data`; none where it is something else.
pub(super) fn entries(meta: Scalar<'_>) -> List<Entry<'_>, { bounds::META }> {
    parse(meta.raw()).unwrap_or_default()
}
