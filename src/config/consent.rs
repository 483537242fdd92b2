//! Where the shop keeps what its customers agreed to, as the merchant writes it.

use crate::document::{Node, declared};
use crate::event::{Channel, ConsentSource, ConsentSources};

declared! {
    /// Where the shop stores marketing consent. Fields not listed here never count as consent.
    struct ConsentSources beside [] {
        /// WooCommerce: the order and customer fields that hold consent.
        fields: Vec<ConsentSource> = or(Vec::new(), list(checked(typed(), ConsentField::source))),
        /// The traits in Segment calls that hold consent. They count only with the server key.
        traits: Vec<ConsentSource> = or(Vec::new(), list(checked(typed(), ConsentTrait::source))),
    }
}

declared! {
    /// An order or customer field that holds consent.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct ConsentField beside [] {
        /// The `meta_data` key, such as `_wc_other/mill/newsletter`. For a checkout field,
        /// `mill/newsletter` is enough.
        key: String = required(text(255)),
        /// The channel, and the values that mean yes.
        agrees in Agrees: Agrees = part::<Agrees>(),
    }
}

declared! {
    /// A Segment trait that holds consent.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct ConsentTrait beside [] {
        /// The name of the trait.
        name: String = required(text(255)),
        /// The channel, and the values that mean yes.
        agrees in Agrees: Agrees = part::<Agrees>(),
    }
}

declared! {
    /// The channel that a field gives consent to, and the values that mean yes.
    #[derive(Clone, Debug, PartialEq, Eq)]
    part struct Agrees {
        /// The channel that a yes gives consent to.
        channel: Channel = required(typed()),
        /// The values that mean yes. Case doesn’t matter. Default: `1`, `true`, `yes`, and `on`.
        /// Other values leave consent unchanged.
        yes: Vec<String> = or(
            ConsentSource::YES.map(str::to_owned).to_vec(),
            list(text(255)).of(
                1..=NO_LIMIT,
                "no-value",
                "List the values that mean yes, such as [\"1\"], or remove the list.",
            ),
        ),
    }
}

impl ConsentField {
    fn source(_: &Node<'_>, field: Self) -> Option<ConsentSource> {
        Some(field.agrees.under(field.key))
    }
}

impl ConsentTrait {
    fn source(_: &Node<'_>, field: Self) -> Option<ConsentSource> {
        Some(field.agrees.under(field.name))
    }
}

impl Agrees {
    fn under(self, name: String) -> ConsentSource {
        ConsentSource {
            name,
            channel: self.channel,
            yes: self.yes,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::compile;

    /// What earlier releases took is taken: a form may have many words for yes, but needs one.
    #[test]
    fn a_form_has_as_many_words_for_yes_as_it_likes() {
        let codes = |yes: usize| {
            let yes: Vec<String> = (0..yes).map(|word| format!("\"yes {word}\"")).collect();
            let text = format!(
                r#"{{"format": 1, "shop": {{"name": "S", "currency": "EUR"}}, "consent": {{"traits": [{{"name": "newsletter", "channel": "email", "yes": [{}]}}]}}}}"#,
                yes.join(",")
            );
            let found = compile(&text).diagnostics;
            found.into_iter().map(|one| one.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(300), [""; 0]);
        assert_eq!(codes(0), ["no-value"]);
    }
}
