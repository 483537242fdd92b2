//! Where the shop keeps what its customers agreed to, as the merchant writes it.

use crate::document::{FromNode, Node};
use crate::event::{Channel, ConsentSource, ConsentSources};

impl FromNode for ConsentSources {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["fields", "traits"])?;
        let list = |key, name: &'static str| {
            object.or(key, Vec::new(), |node| {
                let items = node.items()?;
                let read: Vec<Option<ConsentSource>> =
                    items.iter().map(|item| source(item, name)).collect();
                read.into_iter().collect()
            })
        };
        let fields = list("fields", "key");
        let traits = list("traits", "name");
        Some(Self {
            fields: fields?,
            traits: traits?,
        })
    }
}

/// One source, whose name stands under `name`.
fn source(node: &Node<'_>, name: &'static str) -> Option<ConsentSource> {
    let object = match name {
        "key" => node.object(&["key", "channel", "yes"])?,
        _ => node.object(&["name", "channel", "yes"])?,
    };
    let named = object.required(name).and_then(|node| node.text(255));
    let channel = object
        .required("channel")
        .and_then(|node| Channel::read(&node));
    let usual = ConsentSource::YES.map(str::to_owned).to_vec();
    let yes = object.or("yes", usual, |node| {
        let items = node.items()?;
        let values: Option<Vec<String>> = items.iter().map(|item| item.text(255)).collect();
        if items.is_empty() {
            return node.error(
                "no-value",
                "No value means yes.",
                "List the values that mean yes, such as [\"1\"], or leave the list out.",
            );
        }
        values
    });
    Some(ConsentSource {
        name: named?,
        channel: channel?,
        yes: yes?,
    })
}
