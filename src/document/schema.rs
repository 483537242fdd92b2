//! What the JSON Schema says of what is declared. Schemas are written by a test, so all of this is for
//! tests alone.

use crate::json::docs;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

/// A member's name and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Described<'d> {
    /// The key in the file.
    pub key: &'static str,
    /// The lines of its documentation, which an editor shows.
    pub docs: &'d [&'d str],
}

impl<'d> Described<'d> {
    /// The member under `key`.
    pub const fn new(key: &'static str, docs: &'d [&'d str]) -> Self {
        Self { key, docs }
    }
}

/// The schemas of an object's members.
#[derive(Debug, Default)]
pub struct Members {
    /// The schemas by key.
    pub properties: serde_json::Map<String, Value>,
    /// Those that must be there.
    pub required: Vec<String>,
}

impl Members {
    /// The members of an object from which others read `keys`. Of those, only `$schema` belongs to
    /// no one else.
    pub fn beside(keys: &[&str]) -> Self {
        let mut members = Self::default();
        if keys.contains(&"$schema") {
            let schema = json!({"type": "string", "description": "The URL or path of this file’s JSON Schema, for editors."});
            members.properties.insert("$schema".to_owned(), schema);
        }
        members
    }

    /// Adds a member.
    pub fn add(&mut self, member: Described<'_>, mut schema: Value, required: bool) {
        schema["description"] = json!(docs(member.docs));
        self.properties.insert(member.key.to_owned(), schema);
        if required {
            self.required.push(member.key.to_owned());
        }
    }

    /// The schema of an object with these members and no others.
    pub fn schema(self, lines: &[&str]) -> schemars::Schema {
        let mut schema = schemars::json_schema!({
            "type": "object",
            "properties": self.properties,
            "additionalProperties": false,
        });
        if !lines.is_empty() {
            schema.insert("description".to_owned(), json!(docs(lines)));
        }
        if !self.required.is_empty() {
            schema.insert("required".to_owned(), json!(self.required));
        }
        schema
    }
}

/// The title and the group under which a menu lists a kind of trigger, step or condition.
pub trait Listed {
    /// The title: “Number of orders”.
    const TITLE: &'static str;
    /// The group: “Orders”.
    const GROUP: &'static str;

    /// What an editor starts with if the required members alone aren’t useful; without `type`.
    fn example() -> Option<Value> {
        None
    }
}

/// The schema of an object that says with `"type"` that it is of the kind `word`: `docs` say what that
/// is, and it is listed as `T` is.
pub fn kind<T: schemars::JsonSchema + Listed>(
    word: &str,
    docs: &[&str],
    generator: &mut SchemaGenerator,
) -> Vec<Value> {
    let listing = Listing {
        title: T::TITLE,
        group: T::GROUP,
        example: T::example(),
    };
    listing.of(word, docs, T::json_schema(generator).to_value())
}

/// How a menu lists a kind.
#[derive(Debug)]
pub struct Listing {
    /// See [`Listed::TITLE`].
    pub title: &'static str,
    /// See [`Listed::GROUP`].
    pub group: &'static str,
    /// See [`Listed::example`].
    pub example: Option<Value>,
}

impl Listing {
    /// The schemas of the kind `word`: one, or one for each of the forms that it has.
    pub fn of(&self, word: &str, lines: &[&str], schema: Value) -> Vec<Value> {
        let forms = match schema.get("anyOf") {
            Some(Value::Array(forms)) => forms.clone(),
            _ => vec![schema],
        };
        let each = forms.into_iter().map(|mut schema| {
            schema["description"] = json!(docs(lines));
            schema["title"] = json!(self.title);
            schema["x-group"] = json!(self.group);
            schema["properties"]["type"] =
                json!({"type": "string", "const": word, "description": docs(lines)});
            let mut required = vec![json!("type")];
            if let Some(Value::Array(others)) = schema.get("required") {
                required.extend(others.iter().cloned());
            }
            schema["required"] = json!(required);
            if let Some(mut example) = self.example.clone() {
                example["type"] = json!(word);
                schema["examples"] = json!([example]);
            }
            schema
        });
        each.collect()
    }
}

/// The schema of a choice of `kinds`, which stand under `key` (`oneOf` or `anyOf`).
///
/// An editor that completes `"type"` drops the kinds whose required members are not there yet. So the
/// words stand beside the kinds as well, each with what it means.
pub fn choice(key: &str, description: &str, kinds: Vec<Value>) -> schemars::Schema {
    let mut words: Vec<Value> = Vec::new();
    for kind in &kinds {
        let mut word = kind["properties"]["type"].clone();
        word["title"] = kind["title"].clone();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    schemars::json_schema!({
        "type": "object",
        "description": description,
        "properties": {"type": {"oneOf": words}},
        key: kinds,
    })
}

/// Adds the members of `more` to a schema.
pub fn merge(schema: &mut schemars::Schema, more: Value) {
    if let Value::Object(more) = more {
        schema.ensure_object().extend(more);
    }
}
