//! Reads a merchant’s JSON and reports all findings at once, each with its path and how to fix it.
//!
//! serde stops at the first error and names no path inside a tagged object. A merchant's
//! developer deserves the whole list, so definitions read themselves from a [`Node`], which
//! knows where it stands and writes findings down instead of returning them. A `None` means
//! "already reported".

mod declare;
mod form;
mod list;
mod member;
mod object;
mod place;
mod scalar;
#[cfg(test)]
mod schema;
mod suggestion;

use crate::diagnostic::{Diagnostic, Severity};
use crate::json::{Tree, Words};
use crate::money::Currency;
use crate::time::{Duration, Unit};
use place::{Place, Places, append_key};
use std::cell::RefCell;

pub(crate) use declare::declared;
pub use form::{Form, Signed, Text, Typed, Whole};
pub use list::List;
pub use member::{Member, Part, reads};
pub use object::Object;
#[cfg(test)]
pub use schema::{Described, Listed, Listing, Members, choice, kind, merge};
pub use suggestion::nearest;

/// What a declaration names: forms of values, and members that have them.
pub mod forms {
    pub use super::form::{
        AMOUNT, BOOLEAN, DECIMAL, MOMENT, NAME, SIGNED, checked, lasting, signed, text, typed,
        whole,
    };
    pub use super::list::{NO_LIMIT, list, those_of};
    pub use super::member::{
        alone, by, derived, maybe, or, or_else, part, part_by, place, required,
    };
}

/// Something that reads itself from a merchant's file.
pub trait FromNode: Sized {
    /// Reads `node`, or reports what is wrong with it and returns `None`.
    fn read(node: &Node<'_>) -> Option<Self>;
}

/// A word is one of those that its type has.
impl<T: Words> FromNode for T {
    fn read(node: &Node<'_>) -> Option<Self> {
        node.choice(T::WORDS)
    }
}

/// The maximum number of findings of one severity: enough for a person to fix, and a bound for
/// files made to have a hundred thousand.
const MOST_FINDINGS: usize = 200;

/// What is the same for a whole document: its findings, and what its amounts are counted in.
#[derive(Debug)]
pub struct Reading {
    findings: RefCell<Vec<Diagnostic>>,
    places: Places,
    /// The currency of amounts written as plain decimals.
    pub currency: Currency,
}

impl Reading {
    /// A document whose amounts are in `currency`.
    #[must_use]
    pub const fn new(currency: Currency) -> Self {
        Self {
            findings: RefCell::new(Vec::new()),
            places: Places::new(),
            currency,
        }
    }

    /// The findings so far, in the order of the document.
    #[must_use]
    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings.into_inner()
    }

    /// Writes a finding down; of more than 200 of a severity, that there are more.
    pub fn report(&self, finding: Diagnostic) {
        let mut findings = self.findings.borrow_mut();
        match room_among(&findings, finding.severity) {
            0 => {}
            1 => findings.push(Diagnostic {
                code: "more-findings".to_owned(),
                path: String::new(),
                message: "There are more findings than shown here.".to_owned(),
                help: "Fix these first to see the rest.".to_owned(),
                ..finding
            }),
            _ => findings.push(finding),
        }
    }

    /// Whether another finding of this severity would not be kept.
    fn is_full(&self, severity: Severity) -> bool {
        room_among(&self.findings.borrow(), severity) == 0
    }
}

/// How many more findings of this severity are written down, the last of which says that there are more.
fn room_among(findings: &[Diagnostic], severity: Severity) -> usize {
    // Counted only where there may be too many, which is nearly never.
    if findings.len() < MOST_FINDINGS {
        return MOST_FINDINGS;
    }
    let same = findings
        .iter()
        .filter(|finding| finding.severity == severity);
    (MOST_FINDINGS + 1).saturating_sub(same.count())
}

/// A value in the document and its place.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    value: &'a Tree,
    root: &'a Tree,
    place: Place,
    reading: &'a Reading,
}

impl<'a> Node<'a> {
    /// The document as a whole.
    #[must_use]
    pub fn root(value: &'a Tree, reading: &'a Reading) -> Self {
        Self {
            value,
            root: value,
            place: Place::default(),
            reading,
        }
    }

    /// Its path, such as `workflows[0].steps[2]`.
    #[must_use]
    pub fn path(&self) -> String {
        self.reading.places.path(self.root, self.place)
    }

    /// The currency of the document's amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.reading.currency
    }

    /// Reports an error here and returns `None`, so that readers can end with it.
    pub fn error<T>(
        &self,
        code: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        if self.reading.is_full(Severity::Error) {
            return None;
        }
        self.report(
            Severity::Error,
            self.path(),
            code,
            message.into(),
            help.into(),
        );
        None
    }

    /// Reports a warning here.
    pub fn warn(&self, code: &str, message: impl Into<String>, help: impl Into<String>) {
        self.report(
            Severity::Warning,
            self.path(),
            code,
            message.into(),
            help.into(),
        );
    }

    /// An object with no other keys than `known`.
    #[must_use]
    pub fn object(&self, known: &[&'static str]) -> Option<Object<'a>> {
        self.object_of(&[known])
    }

    /// An object with no other keys than those of the lists in `known`.
    #[must_use]
    pub fn object_of(&self, known: &[&[&'static str]]) -> Option<Object<'a>> {
        let Tree::Object(members) = self.value else {
            return self.wrong_type("an object", "{\"key\": \"value\"}");
        };
        let is_known = |key: &str| known.iter().any(|keys| keys.contains(&key));
        for key in members
            .iter()
            .map(|(key, _)| key)
            .filter(|key| !is_known(key))
        {
            if self.reading.is_full(Severity::Error) {
                break;
            }
            let known = known.concat();
            let help = match nearest(key, &known) {
                Some(name) => format!("Did you mean “{name}”?"),
                None => format!("Use one of: {}.", known.join(", ")),
            };
            self.report(
                Severity::Error,
                self.path_of(key),
                "unknown-key",
                format!("Unknown key “{key}”."),
                help,
            );
        }
        let object = Object { node: *self };
        // Where an editor finds the schema is nothing to the engine, but it must be a text.
        if is_known("$schema")
            && let Some(schema) = object.optional("$schema")
        {
            schema.text(500)?;
        }
        Some(object)
    }

    /// The list's items.
    #[must_use]
    pub fn items(&self) -> Option<Vec<Self>> {
        let Tree::List(items) = self.value else {
            return self.wrong_type("a list", "[\"a\", \"b\"]");
        };
        Some(
            items
                .iter()
                .enumerate()
                .map(|(position, value)| self.child(position, value))
                .collect(),
        )
    }

    /// The entries of an object whose keys are names the merchant chose, in the order of the
    /// names; a key that is no name is reported and left out.
    #[must_use]
    pub fn entries(&self) -> Option<Vec<(&'a str, Self)>> {
        let Tree::Object(members) = self.value else {
            return self.wrong_type("an object", "{\"key\": \"value\"}");
        };
        let members = members.iter().enumerate();
        let entries = members.filter_map(|(position, (key, value))| {
            let entry = self.child(position, value);
            if is_name(key) {
                return Some((key.as_str(), entry));
            }
            entry.error(
                "not-a-name",
                format!("“{key}” isn’t a valid name."),
                NAME_HELP,
            )
        });
        Some(entries.collect())
    }

    /// A list of things that read themselves; the broken ones are reported and left out.
    #[must_use]
    pub fn list<T: FromNode>(&self) -> Option<Vec<T>> {
        Some(self.items()?.iter().filter_map(T::read).collect())
    }

    /// The value of `"type"`, which says what kind of object this is.
    #[must_use]
    pub fn kind(&self) -> Option<&'a str> {
        let Tree::Object(_) = self.value else {
            return self.wrong_type("an object with a “type”", "{\"type\": \"…\"}");
        };
        match self.value.get("type") {
            Some(Tree::Text(kind)) => Some(kind),
            _ => self.error(
                "missing-type",
                "Missing key “type”.",
                "Add “type” to say what kind of object this is.",
            ),
        }
    }

    /// Whether it is an object with something under `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// The member `key` of an object whose keys are checked elsewhere.
    #[must_use]
    pub fn member(&self, key: &'static str) -> Option<Self> {
        Object { node: *self }.required(key)
    }

    /// Reports a `"type"` that is none of `known`, and returns `None`.
    pub fn unknown_kind<T>(&self, kind: &str, known: &[&'static str]) -> Option<T> {
        let help = match nearest(kind, known) {
            Some(word) => format!("Did you mean “{word}”?"),
            None => format!("Use one of: {}.", known.join(", ")),
        };
        self.report(
            Severity::Error,
            self.path_of("type"),
            "unknown-type",
            format!("Unknown type “{kind}”."),
            help,
        );
        None
    }

    /// Reports that there is no `what` called `name` among `known`, and returns `None`.
    pub fn unknown_name<T>(&self, name: &str, known: &[&'static str], what: &str) -> Option<T> {
        let help = match nearest(name, known) {
            Some(word) => format!("Did you mean “{word}”?"),
            None => format!("Use one of: {}.", known.join(", ")),
        };
        let message = format!("Unknown {what} “{name}”.");
        self.error(&format!("unknown-{what}"), message, help)
    }

    /// Warns that `name`, which may be right, looks like a slip for one of `known`.
    pub fn suggest(&self, name: &str, known: &[&'static str], otherwise: &str) {
        if let Some(word) = nearest(name, known) {
            let message = format!("“{name}” isn’t a standard field; did you mean “{word}”?");
            self.warn("similar-name", message, otherwise);
        }
    }

    fn numeral(&self) -> Option<&'a str> {
        match self.value {
            Tree::Number(numeral) => Some(numeral),
            _ => None,
        }
    }

    fn wrong_type<T>(&self, expected: &str, example: &str) -> Option<T> {
        let found = match self.value {
            Tree::Null => "null",
            Tree::Boolean(_) => "true or false",
            Tree::Number(_) => "a number",
            Tree::Text(_) => "text",
            Tree::List(_) => "a list",
            Tree::Object(_) => "an object",
        };
        self.error(
            "wrong-type",
            format!("Expected {expected}, such as {example}; found {found}."),
            format!("Change it to {expected}."),
        )
    }

    /// The item or member at `position`, which is `value`.
    fn child(&self, position: usize, value: &'a Tree) -> Self {
        Self {
            value,
            place: self.reading.places.enter(self.place, position),
            ..*self
        }
    }

    /// The path of the member `key`, whether or not it is present.
    fn path_of(&self, key: &str) -> String {
        let mut path = self.path();
        append_key(&mut path, key);
        path
    }

    fn report(&self, severity: Severity, path: String, code: &str, message: String, help: String) {
        self.reading.report(Diagnostic {
            code: code.to_owned(),
            severity,
            path,
            message,
            help,
        });
    }
}

impl FromNode for Duration {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["amount", "unit"])?;
        let amount = object
            .required("amount")
            .and_then(|node| node.whole(0..=Self::MAX_AMOUNT));
        let unit = object.required("unit").and_then(|node| Unit::read(&node));
        Some(Self::new(amount?, unit?))
    }
}

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

const NAME_HELP: &str = "Use lowercase letters, digits, and dashes, such as “first-reminder”.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse_strictly;

    #[test]
    fn of_very_many_findings_it_says_that_there_are_more() {
        let keys: Vec<_> = (0..5_000).map(|key| format!("\"x{key}\": 1")).collect();
        let json = parse_strictly(&format!("{{{}}}", keys.join(","))).unwrap();
        let reading = Reading::new(Currency::parse("EUR").unwrap());
        assert_eq!(Duration::read(&Node::root(&json, &reading)), None);
        let findings = reading.into_findings();
        assert_eq!(findings.len(), MOST_FINDINGS + 1);
        assert_eq!(findings.last().unwrap().code, "more-findings");
    }

    #[test]
    fn reports_all_findings_with_path_and_way_out() {
        let json = parse_strictly(r#"{"amuont": 1, "unit": "hour"}"#).unwrap();
        let reading = Reading::new(Currency::parse("EUR").unwrap());
        assert_eq!(Duration::read(&Node::root(&json, &reading)), None);
        let findings = reading.into_findings();
        let short: Vec<_> = findings
            .iter()
            .map(|f| (f.code.as_str(), f.path.as_str(), f.help.as_str()))
            .collect();
        assert_eq!(
            short,
            [
                ("unknown-key", "amuont", "Did you mean “amount”?"),
                ("missing-key", "", "Add “amount”."),
                ("unknown-word", "unit", "Did you mean “hours”?"),
            ]
        );
    }
}
