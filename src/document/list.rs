//! Lists in the document.

use super::{Form, Node};
use std::ops::RangeInclusive;

#[cfg(test)]
use schemars::SchemaGenerator;
#[cfg(test)]
use serde_json::{Value, json};

/// The form of a list.
#[derive(Clone, Debug)]
pub struct List<F> {
    each: F,
    /// Whether one that cannot be read is left out, and not the whole list.
    leaves_out: bool,
    sizes: Option<Sizes>,
}

/// How many a list holds, and what is said where it holds more or fewer.
#[derive(Clone, Debug)]
struct Sizes {
    range: RangeInclusive<usize>,
    code: &'static str,
    help: &'static str,
}

/// The end of a range of sizes that has none.
pub const NO_LIMIT: usize = usize::MAX;

impl Sizes {
    fn check(&self, node: &Node<'_>, found: usize) -> Option<()> {
        let (least, most) = (self.range.start(), self.range.end());
        if self.range.contains(&found) {
            return Some(());
        }
        let expected = match (*least, *most) {
            (0, most) => format!("at most {most} items"),
            (1, NO_LIMIT) => "at least one item".to_owned(),
            (least, NO_LIMIT) => format!("at least {least} items"),
            (least, most) => format!("{least} to {most} items"),
        };
        let message = format!("Expected {expected}; found {found}.");
        node.error(self.code, message, self.help)
    }
}

/// A list of things of one form. Where one cannot be read, nor can the list.
pub const fn list<F: Form>(each: F) -> List<F> {
    List {
        each,
        leaves_out: false,
        sizes: None,
    }
}

/// A list of things of one form. One that cannot be read is reported and left out, so that what
/// refers to the others is not reported as well.
pub const fn those_of<F: Form>(each: F) -> List<F> {
    List {
        each,
        leaves_out: true,
        sizes: None,
    }
}

impl<F> List<F> {
    /// Limits the number of items; otherwise `code` is reported with `help`.
    pub fn of(self, range: RangeInclusive<usize>, code: &'static str, help: &'static str) -> Self {
        Self {
            sizes: Some(Sizes { range, code, help }),
            ..self
        }
    }
}

impl<F: Form> Form for List<F> {
    type Value = Vec<F::Value>;

    fn read(&self, node: &Node<'_>) -> Option<Self::Value> {
        let items = node.items()?;
        // Read to the end, so that everything that is wrong is reported.
        let read: Vec<Option<F::Value>> = items.iter().map(|item| self.each.read(item)).collect();
        if let Some(sizes) = &self.sizes {
            sizes.check(node, items.len())?;
        }
        if self.leaves_out {
            Some(read.into_iter().flatten().collect())
        } else {
            read.into_iter().collect()
        }
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut SchemaGenerator) -> Value {
        let mut schema = json!({"type": "array", "items": self.each.schema(generator)});
        if let Some(Sizes { range, .. }) = &self.sizes {
            if *range.start() > 0 {
                schema["minItems"] = json!(range.start());
            }
            if *range.end() < NO_LIMIT {
                schema["maxItems"] = json!(range.end());
            }
        }
        schema
    }
}
