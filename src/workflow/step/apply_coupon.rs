//! Make a coupon code.

use crate::document::{Node, Read};
use crate::time::Duration;

/// Makes a code that is this customer's alone. It is made when the step is reached, not when
/// the workflow is entered; the same run and step always give the same code. The messages
/// after it wait for it and may speak of `coupon.code`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct ApplyCoupon {
    /// How much off: 1 to 100 percent.
    pub percent: u32,
    /// How the code begins: up to 12 capital letters and digits. `SAVE` when left out.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub prefix: String,
    /// How long it is good for; for ever when left out.
    #[cfg_attr(test, schemars(default))]
    pub valid_for: Option<Duration>,
}

impl Read for ApplyCoupon {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "percent", "prefix", "valid_for"])?;
        let percent = object
            .required("percent")
            .and_then(|node| node.whole(1..=100));
        let prefix = object.or("prefix", "SAVE".to_owned(), |node| {
            let prefix = node.text(12)?;
            if prefix
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            {
                return Some(prefix);
            }
            node.error(
                "not-a-prefix",
                format!("“{prefix}” cannot begin a code."),
                "Use capital letters and digits.",
            )
        });
        let valid_for = object.maybe("valid_for", Duration::read);
        Some(Self {
            percent: percent?,
            prefix: prefix?,
            valid_for: valid_for?,
        })
    }
}
