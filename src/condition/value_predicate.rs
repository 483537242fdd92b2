//! A test on a single value.

use super::operator::{Operator, Wants};
#[cfg(test)]
use crate::document::{Described, Form, Members, forms::typed};
use crate::document::{Node, Object, Part};
use crate::event::PropertyKind;
use crate::sentence::{Said, Sentence, Word};
use crate::value::{Decimal, Value};
use std::cmp::Ordering;

/// A test on one value that may be there or not. Text is compared without regard to case.
#[derive(Clone, Debug, PartialEq)]
pub struct ValuePredicate {
    is: Operator,
    /// What it is compared with, texts in lower case. Empty for `set` and `not_set`, two for
    /// `between`.
    wanted: Vec<Value>,
    /// As the merchant wrote it, for the sentence.
    written: Option<Value>,
}

/// How a list is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InList {
    Any,
    All,
    None,
}

impl InList {
    /// Whether it holds for a list that contains the texts `known`, given the tested ones; both as
    /// bits.
    pub(super) const fn holds(self, known: u64, asked: u64) -> bool {
        match self {
            Self::Any => known & asked != 0,
            Self::All => known & asked == asked,
            Self::None => known & asked == 0,
        }
    }
}

/// How a value is compared, and with what: `is` and `value`. Read with
/// `ValuePredicate::read` where more is known of the value.
impl Part for ValuePredicate {
    type Value = Self;
    const KEYS: &'static [&'static str] = &["is", "value"];

    fn read_part(object: &Object<'_>) -> Option<Self> {
        Self::read(object, None)
    }

    #[cfg(test)]
    fn describe_part(members: &mut Members, generator: &mut schemars::SchemaGenerator) {
        let is = Described::new("is", &["The comparison."]);
        members.add(is, typed::<Operator>().schema(generator), true);
        let value = Described::new(
            "value",
            &["The value to compare with. Not used by `set` and `not_set`."],
        );
        members.add(value, serde_json::json!({}), false);
    }
}

impl ValuePredicate {
    /// Whether `found` passes.
    #[must_use]
    pub fn holds(&self, found: Option<&Value>) -> bool {
        let Some(found) = found else {
            return self.is.holds_for_nothing();
        };
        let any = || self.wanted.iter().any(|wanted| same(found, wanted));
        let inside = |wanted: &Value| contains(found, wanted);
        match self.is {
            Operator::Set => true,
            Operator::NotSet => false,
            Operator::Equals | Operator::OneOf => any(),
            Operator::NotEquals | Operator::NotOneOf => !any(),
            Operator::Contains | Operator::ContainsAny => self.wanted.iter().any(inside),
            Operator::NotContains | Operator::ContainsNone => !self.wanted.iter().any(inside),
            Operator::ContainsAll => self.wanted.iter().all(inside),
            Operator::StartsWith => self.text(found, |text, part| text.starts_with(part)),
            Operator::EndsWith => self.text(found, |text, part| text.ends_with(part)),
            Operator::MoreThan => self.compared(found, 0, Ordering::is_gt),
            Operator::AtLeast => self.compared(found, 0, Ordering::is_ge),
            Operator::LessThan => self.compared(found, 0, Ordering::is_lt),
            Operator::AtMost => self.compared(found, 0, Ordering::is_le),
            Operator::Between => {
                self.compared(found, 0, Ordering::is_ge) && self.compared(found, 1, Ordering::is_le)
            }
        }
    }

    fn text(&self, found: &Value, test: impl Fn(&str, &str) -> bool) -> bool {
        match (found, self.wanted.first()) {
            (Value::Text(found), Some(Value::Text(part))) => test(&found.to_lowercase(), part),
            _ => false,
        }
    }

    fn compared(&self, found: &Value, which: usize, test: impl Fn(Ordering) -> bool) -> bool {
        self.wanted
            .get(which)
            .and_then(|limit| order(found, limit))
            .is_some_and(test)
    }

    /// The numbers it compares with, in millionths. Its answer for a number depends only on the
    /// order relative to these.
    pub(super) fn numbers(&self) -> Vec<i64> {
        let number = |wanted: &Value| match wanted {
            Value::Number(number) => Some(*number),
            Value::Text(text) => Decimal::parse(text),
            Value::Boolean(_) | Value::List(_) => None,
        };
        let numbers = self.wanted.iter().filter_map(number);
        numbers.map(Decimal::millionths).collect()
    }

    /// The texts it is compared with, in lower case.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.wanted.iter().filter_map(|wanted| match wanted {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether its answer for a text depends on nothing but which of [`Self::texts`] it is.
    pub(super) fn compares_whole_texts(&self) -> bool {
        let whole = matches!(
            self.is,
            Operator::Equals
                | Operator::NotEquals
                | Operator::OneOf
                | Operator::NotOneOf
                | Operator::Set
                | Operator::NotSet
        );
        whole && self.texts().count() == self.wanted.len()
    }

    /// How it tests a list, if the answer only depends on which of [`Self::texts`] are in it.
    pub(super) fn in_list(&self) -> Option<InList> {
        let how = match self.is {
            Operator::Contains | Operator::ContainsAny => InList::Any,
            Operator::NotContains | Operator::ContainsNone => InList::None,
            Operator::ContainsAll => InList::All,
            _ => return None,
        };
        (self.texts().count() == self.wanted.len()).then_some(how)
    }

    /// The test in words, after the name of what it tests: "price is more than 12", "vendor is
    /// “Acme”".
    pub fn say(&self, name: &dyn Said, to: &mut Sentence<'_>) {
        let template = match self.is.wants() {
            Wants::Nothing => "{property} {is}",
            _ => "{property} {is} {value}",
        };
        let values: [(&str, &dyn Said); 3] = [
            ("property", name),
            ("is", &self.is),
            ("value", &Against(self)),
        ];
        to.say(template, &values);
    }

    /// Describes a customer who passes, `name` being what is tested: "has country “DE”", "has no
    /// country", "has interests with any of “dogs”".
    pub fn say_of(&self, name: &dyn Said, to: &mut Sentence<'_>) {
        let (template, is) = match self.is {
            Operator::Equals => ("{is} {name} {value}", "has"),
            Operator::NotEquals => ("{is} {name} {value}", "doesn’t have"),
            Operator::Set => ("{is} {name}", "has any"),
            Operator::NotSet => ("{is} {name}", "has no"),
            Operator::OneOf => ("has {name} {is} {value}", "one of"),
            Operator::NotOneOf => ("has {name} {is} {value}", "none of"),
            Operator::Contains => ("has {name} {is} {value}", "with"),
            Operator::NotContains => ("has {name} {is} {value}", "without"),
            Operator::StartsWith => ("has {name} {is} {value}", "starting with"),
            Operator::EndsWith => ("has {name} {is} {value}", "ending with"),
            Operator::MoreThan => ("has {name} {is} {value}", "more than"),
            Operator::AtLeast => ("has {name} {is} {value}", "at least"),
            Operator::LessThan => ("has {name} {is} {value}", "less than"),
            Operator::AtMost => ("has {name} {is} {value}", "at most"),
            Operator::Between => ("has {name} {is} {value}", "between"),
            Operator::ContainsAny => ("has {name} {is} {value}", "with any of"),
            Operator::ContainsAll => ("has {name} {is} {value}", "with all of"),
            Operator::ContainsNone => ("has {name} {is} {value}", "with none of"),
        };
        let values: [(&str, &dyn Said); 3] =
            [("name", name), ("is", &Word(is)), ("value", &Against(self))];
        to.say(template, &values);
    }

    /// Reads `is` and `value` of an object. `kind` is what the value is known to be, if it is:
    /// then an operator that can never hold for it is an error.
    pub(super) fn read(object: &Object<'_>, kind: Option<PropertyKind>) -> Option<Self> {
        let word = object.required("is")?;
        let is = word.choice(Operator::WORDS)?;
        if kind.is_some_and(|kind| !is.fits(kind)) {
            let fitting: Vec<&str> = Operator::WORDS
                .iter()
                .filter(|(_, one)| kind.is_some_and(|kind| one.fits(kind)))
                .map(|(word, _)| *word)
                .collect();
            return word.error(
                "operator-does-not-fit",
                format!("“{}” can’t be used with {}.", is.word(), kind_words(kind)),
                format!("Use one of: {}.", fitting.join(", ")),
            );
        }
        let written = match is.wants() {
            Wants::Nothing => object.maybe("value", |node| {
                node.error(
                    "not-needed",
                    "“set” and “not_set” don’t take a value.",
                    "Remove “value”.",
                )
            })?,
            wants => {
                let node = object.required("value")?;
                let value = node.value()?;
                check(&node, wants, &value, kind)?;
                Some(value)
            }
        };
        let wanted = match &written {
            None => Vec::new(),
            Some(Value::List(items)) => items.iter().map(|item| lowered(item)).collect(),
            Some(Value::Text(text)) => vec![lowered(text)],
            Some(single) => vec![single.clone()],
        };
        Some(Self {
            is,
            wanted,
            written,
        })
    }
}

/// What a test compares with.
struct Against<'t>(&'t ValuePredicate);

impl Said for Against<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        let Self(test) = self;
        match (&test.written, test.wanted.as_slice()) {
            (Some(Value::List(_)), [low, high]) if test.is == Operator::Between => to.say(
                "{_low} and {_high}",
                &[("_low", &Bare(low)), ("_high", &Bare(high))],
            ),
            (Some(value), _) => value.say(to),
            (None, _) => {}
        }
    }
}

/// A value without quotes around text.
struct Bare<'t>(&'t Value);

impl Said for Bare<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        match self.0 {
            Value::Text(text) => to.text(text),
            other => other.say(to),
        }
    }
}

/// Reports a value that the operator cannot be compared with.
fn check(node: &Node<'_>, wants: Wants, value: &Value, kind: Option<PropertyKind>) -> Option<()> {
    let numbers = matches!(kind, Some(PropertyKind::Number));
    let number = |text: &str| Decimal::parse(text).is_some();
    let fine = match (wants, value) {
        (Wants::Several, Value::List(items)) => {
            !items.is_empty() && (!numbers || items.iter().all(|item| number(item)))
        }
        (Wants::Two, Value::List(items)) => match items.as_slice() {
            [low, high] => in_order(low, high, numbers),
            _ => false,
        },
        (Wants::Text, Value::Text(_)) => true,
        (Wants::Ordered, Value::Number(_)) => true,
        (Wants::Ordered | Wants::One, Value::Text(text)) => !numbers || number(text),
        (Wants::One, Value::Number(_)) => !matches!(kind, Some(PropertyKind::Boolean)),
        (Wants::One, Value::Boolean(_)) => kind.is_none_or(|kind| kind == PropertyKind::Boolean),
        _ => false,
    };
    if fine {
        return Some(());
    }
    let (expected, example) = match (wants, numbers) {
        (Wants::Several, true) => ("a list of numbers", "[10, 20]"),
        (Wants::Several, false) => ("a list of text values", "[\"blog\", \"webinar\"]"),
        (Wants::Two, _) => ("a list of two values, the smaller one first", "[10, 20]"),
        (Wants::Text, _) => ("text", "\"blog\""),
        (Wants::Ordered, true) => ("a number", "12.5"),
        (Wants::Ordered, false) => ("a number or a date", "12.5"),
        _ if kind == Some(PropertyKind::Boolean) => ("true or false", "true"),
        _ if numbers => ("a number", "12.5"),
        _ => ("one value", "\"blog\""),
    };
    node.error(
        "value-does-not-fit",
        format!("Expected {expected}, such as {example}."),
        format!("Change it to {expected}."),
    )
}

fn in_order(low: &str, high: &str, numbers: bool) -> bool {
    match (Decimal::parse(low), Decimal::parse(high)) {
        (Some(low), Some(high)) => low <= high,
        _ => !numbers && low <= high,
    }
}

/// The order of two values: numbers, or texts (dates as `YYYY-MM-DD`). Sources sometimes write
/// numbers as text: "12" is 12.
fn order(found: &Value, limit: &Value) -> Option<Ordering> {
    match (found, limit) {
        (Value::Number(found), Value::Number(limit)) => Some(found.cmp(limit)),
        (Value::Number(found), Value::Text(limit)) => Some(found.cmp(&Decimal::parse(limit)?)),
        (Value::Text(found), Value::Number(limit)) => Some(Decimal::parse(found)?.cmp(limit)),
        (Value::Text(found), Value::Text(limit)) => {
            match (Decimal::parse(found), Decimal::parse(limit)) {
                (Some(found), Some(limit)) => Some(found.cmp(&limit)),
                (None, None) => Some(found.to_lowercase().cmp(limit)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether two values are the same; `wanted` is in lower case.
fn same(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Text(found), Value::Text(wanted)) => same_text(found, wanted),
        (Value::Text(text), Value::Number(number)) | (Value::Number(number), Value::Text(text)) => {
            Decimal::parse(text) == Some(*number)
        }
        (Value::Boolean(found), Value::Text(wanted)) => {
            wanted == if *found { "true" } else { "false" }
        }
        _ => found == wanted,
    }
}

fn contains(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Text(found), Value::Text(part)) => found.to_lowercase().contains(part),
        (Value::List(items), Value::Text(wanted)) => {
            items.iter().any(|item| same_text(item, wanted))
        }
        (Value::List(items), Value::Number(wanted)) => items
            .iter()
            .any(|item| Decimal::parse(item) == Some(*wanted)),
        _ => false,
    }
}

/// Whether `found` in lower case is `lowered`. Nearly all text is ASCII, which needs no copy.
pub(super) fn same_text(found: &str, lowered: &str) -> bool {
    if found.is_ascii() {
        found.eq_ignore_ascii_case(lowered)
    } else {
        found.to_lowercase() == lowered
    }
}

fn lowered(text: &str) -> Value {
    Value::Text(text.to_lowercase())
}

const fn kind_words(kind: Option<PropertyKind>) -> &'static str {
    match kind {
        Some(PropertyKind::Text) | None => "text",
        Some(PropertyKind::Number) => "a number",
        Some(PropertyKind::List) => "a list",
        Some(PropertyKind::Boolean) => "yes or no",
    }
}

crate::compact::compact!(struct ValuePredicate { is, wanted, written });

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Reading;
    use crate::money::Currency;
    use serde_json::json;

    fn holds(is: &str, value: &serde_json::Value, found: Option<&str>) -> bool {
        let json = json!({"is": is, "value": value}).to_string();
        let json = crate::json::parse_strictly(&json).unwrap();
        let reading = Reading::new(Currency::USD);
        let object = Node::root(&json, &reading)
            .object(&["is", "value"])
            .unwrap();
        let test = ValuePredicate::read(&object, None).unwrap();
        let found = found.map(|text| crate::json::from_str::<Value>(text).unwrap());
        test.holds(found.as_ref())
    }

    #[test]
    fn every_operator_holds_and_fails() {
        for (is, value, yes, no) in [
            ("equals", json!("De"), "\"dE\"", "\"AT\""),
            ("equals", json!(12), "\"12.0\"", "\"12.5\""),
            ("equals", json!(true), "true", "false"),
            ("not_equals", json!("de"), "\"at\"", "\"DE\""),
            ("one_of", json!(["a", "b"]), "\"B\"", "\"c\""),
            ("not_one_of", json!(["a", "b"]), "\"c\"", "\"A\""),
            ("contains", json!("Ann"), "\"joanna\"", "\"bob\""),
            (
                "contains",
                json!("Dogs"),
                "[\"cats\",\"dogs\"]",
                "[\"dogsled\"]",
            ),
            ("not_contains", json!("x"), "\"abc\"", "\"AXE\""),
            ("starts_with", json!("Ä"), "\"ärger\"", "\"a\""),
            ("ends_with", json!("son"), "\"Anderson\"", "\"sonne\""),
            ("more_than", json!(12), "12.000001", "12"),
            ("at_least", json!(12), "12", "11.999999"),
            (
                "less_than",
                json!("2026-02-01"),
                "\"2026-01-31\"",
                "\"2026-02-01\"",
            ),
            ("at_most", json!(-1), "-1", "0"),
            ("between", json!([9, 10]), "10", "10.5"),
            ("contains_any", json!(["a", "b"]), "[\"B\"]", "[\"c\"]"),
            (
                "contains_all",
                json!(["a", "b"]),
                "[\"b\",\"x\",\"a\"]",
                "[\"a\"]",
            ),
            (
                "contains_none",
                json!(["a", "b"]),
                "[\"c\"]",
                "[\"c\",\"A\"]",
            ),
        ] {
            assert!(holds(is, &value, Some(yes)), "{is} {value} {yes}");
            assert!(!holds(is, &value, Some(no)), "{is} {value} {no}");
        }
    }

    #[test]
    fn nothing_passes_only_what_asks_for_absence() {
        assert!(holds("not_equals", &json!("a"), None));
        assert!(holds("contains_none", &json!(["a"]), None));
        assert!(!holds("equals", &json!("a"), None));
        assert!(!holds("at_most", &json!(5), None));
    }
}
