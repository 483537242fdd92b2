//! What plugins and checkout fields keep beside a resource.

use crate::adapter::bounds;
use crate::adapter::tolerant::{List, Scalar, parse, payload};
use crate::pii::Pii;
use crate::time::Date;

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

/// What stands under `key`; of an entry that was written twice, what was written last.
pub(super) fn value<'a>(meta: Scalar<'a>, key: &str) -> Option<Scalar<'a>> {
    let entries = entries(meta);
    let of_it = |entry: &&Entry<'_>| entry.key.text().is_some_and(|own| own == key);
    entries.iter().rfind(of_it).map(|entry| entry.value)
}

/// The birthday that a buyer entered in the Edgewise plugin's field, as `1990-05-17`. WooCommerce
/// has no field for dates, so it is a text that was checked against a pattern.
pub(super) fn birth_date(meta: Scalar<'_>) -> Option<Pii<Date>> {
    let text = value(meta, "_wc_other/edgewise/birthday")?.text()?;
    Date::parse(text.trim()).map(Pii::new)
}
