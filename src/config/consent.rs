//! Where the shop keeps what its customers agreed to, as the merchant writes it.

use crate::document::{Node, declared};
use crate::event::{Channel, ConsentSource, ConsentSources};

declared! {
    /// Where the shop keeps what its customers agreed to. Nothing is guessed: what is not named here
    /// means nothing.
    struct ConsentSources beside [] {
        /// WooCommerce: the fields of orders and customers that mean consent.
        fields: Vec<ConsentSource> = or(Vec::new(), list(checked(typed(), ConsentField::source))),
        /// The traits of Segment's calls that mean consent. They count with the server key only.
        traits: Vec<ConsentSource> = or(Vec::new(), list(checked(typed(), ConsentTrait::source))),
    }
}

declared! {
    /// A field of orders and customers.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct ConsentField beside [] {
        /// The key in meta_data: _wc_other/mill/newsletter, or mill/newsletter for the same checkout
        /// field.
        key: String = required(text(255)),
        /// Which channel, and which values mean yes.
        agrees in Agrees: Agrees = part::<Agrees>(),
    }
}

declared! {
    /// A trait.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct ConsentTrait beside [] {
        /// The trait's name.
        name: String = required(text(255)),
        /// Which channel, and which values mean yes.
        agrees in Agrees: Agrees = part::<Agrees>(),
    }
}

declared! {
    /// What a name's values agree to.
    #[derive(Clone, Debug, PartialEq, Eq)]
    part struct Agrees {
        /// Which channel a yes is for.
        channel: Channel = required(typed()),
        /// The values that mean yes, in any case of letters: 1, true, yes, and on when left out.
        /// Everything else is silence.
        yes: Vec<String> = or(
            ConsentSource::YES.map(str::to_owned).to_vec(),
            list(text(255)).of(
                1..=100,
                "no-value",
                "List the values that mean yes, such as [\"1\"], or leave the list out.",
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
