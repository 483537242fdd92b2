//! The place of a value in the document.
//!
//! Every value that is read has a place, but hardly any path is ever needed. So a place is a
//! number, and the path is built only for findings.

use crate::json::Tree;
use std::cell::RefCell;

/// The place of a value: 0 for the document as a whole, else its number among all those that
/// were entered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place(usize);

/// The places entered so far: for each, which it was entered from, and its position there.
#[derive(Debug, Default)]
pub(super) struct Places {
    entered: RefCell<Vec<(Place, usize)>>,
}

impl Places {
    /// No places.
    pub(super) const fn new() -> Self {
        Self {
            entered: RefCell::new(Vec::new()),
        }
    }

    /// Enters the item or member at `position` of a list or object.
    pub(super) fn enter(&self, from: Place, position: usize) -> Place {
        let mut entered = self.entered.borrow_mut();
        entered.push((from, position));
        Place(entered.len())
    }

    /// The path of a place in the document under `root`, such as `workflows[0].steps[2]`.
    pub(super) fn path(&self, root: &Tree, place: Place) -> String {
        let entered = self.entered.borrow();
        let mut way = Vec::new();
        let mut at = place;
        while let Some((from, position)) = at.0.checked_sub(1).and_then(|i| entered.get(i)) {
            way.push(*position);
            at = *from;
        }
        let mut path = String::new();
        let mut value = Some(root);
        for position in way.into_iter().rev() {
            value = match value {
                Some(Tree::Object(members)) => members.get(position).map(|(key, inner)| {
                    append_key(&mut path, key);
                    inner
                }),
                Some(Tree::List(items)) => {
                    path.push_str(&format!("[{position}]"));
                    items.get(position)
                }
                _ => None,
            };
        }
        path
    }
}

/// Makes the path of an object that of its member `key`.
pub(super) fn append_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}
