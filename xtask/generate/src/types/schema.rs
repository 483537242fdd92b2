//! Declarations as JSON Schema: what `pkg/schema/engine.schema.json` holds.
//!
//! A schema says what the engine reads. So a member that has a default may be missing, which is how
//! states and journals of earlier releases fit; and an object that carries members of later releases
//! along takes any. Other objects are left open, for a reader of a later release's answers: who wants
//! to know what is undescribed closes those that don't say otherwise.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use syn::Type;

use super::declared::{Declared, Files, Kind, Member, Shape};
use super::own::{DEFINITIONS, OWN};
use super::reached::{arguments, is_option};
use super::typescript::plain_text;

const ID: &str = "urn:edgewise:schema:engine";

/// Prints a schema with a definition for every type that can be reached from `roots`.
pub(super) fn print(files: &Files, roots: &[&str]) -> Result<String> {
    let mut writer = Writer {
        files,
        problems: BTreeSet::new(),
    };
    let mut defs = Map::new();
    for (name, text) in DEFINITIONS {
        defs.insert((*name).to_owned(), serde_json::from_str(text)?);
    }
    for (name, (file, declared)) in files.reach(roots)? {
        let written = writer.declared(&file, &declared);
        defs.insert(name, described(written, &declared.doc));
    }
    if !writer.problems.is_empty() {
        let problems: Vec<&str> = writer.problems.iter().map(String::as_str).collect();
        bail!("these types have no schema:\n  {}", problems.join("\n  "));
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Edgewise engine",
        "description": "What the engine takes in and gives out, each under its name. Times are milliseconds since 1970 UTC, money is minor units, IDs are strings.",
        "$defs": defs,
    });
    let text = serde_json::to_string_pretty(&schema).context("writing a schema")?;
    Ok(text + "\n")
}

struct Writer<'f> {
    files: &'f Files,
    problems: BTreeSet<String>,
}

impl Writer<'_> {
    fn declared(&mut self, file: &str, of: &Declared) -> Value {
        match &of.shape {
            Shape::Id => json!({"type": "string"}),
            Shape::Words(words) => json!({"enum": words}),
            Shape::Object { members, kind } => {
                let mut object = self.object(file, members, *kind);
                if *kind == Kind::Stored {
                    object.insert("additionalProperties".to_owned(), json!(true));
                }
                Value::Object(object)
            }
            Shape::Tagged(variants) => {
                let variants = variants.iter().map(|(word, doc, members)| {
                    let mut object = self.object(file, members, Kind::Whole);
                    let tag = json!({"const": word});
                    if let Some(Value::Object(properties)) = object.get_mut("properties") {
                        properties.insert("type".to_owned(), tag);
                    }
                    let required = object.entry("required").or_insert_with(|| json!([]));
                    if let Value::Array(required) = required {
                        required.insert(0, json!("type"));
                    }
                    described(Value::Object(object), doc)
                });
                json!({"oneOf": variants.collect::<Vec<Value>>()})
            }
        }
    }

    fn object(&mut self, file: &str, members: &[Member], kind: Kind) -> Map<String, Value> {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for member in members {
            let schema = self.of(file, &member.of);
            properties.insert(member.name.clone(), described(schema, &member.doc));
            let is_required = match kind {
                Kind::Defaulted | Kind::Stored => false,
                Kind::Written => !member.sparse,
                Kind::Whole => !member.sparse && !is_option(&member.of),
            };
            if is_required {
                required.push(json!(member.name));
            }
        }
        let mut object = Map::new();
        object.insert("type".to_owned(), json!("object"));
        object.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            object.insert("required".to_owned(), Value::Array(required));
        }
        object
    }

    fn of(&mut self, file: &str, of: &Type) -> Value {
        if let Type::Reference(reference) = of {
            return self.of(file, &reference.elem);
        }
        let Type::Path(path) = of else {
            return self.problem(of);
        };
        let Some(last) = path.path.segments.last() else {
            return self.problem(of);
        };
        let name = last.ident.to_string();
        match (name.as_str(), arguments(of).as_slice()) {
            ("Option", [of]) => or_null(self.of(file, of)),
            ("Box" | "Pii" | "Section", [of]) => self.of(file, of),
            ("Vec", [of]) => json!({"type": "array", "items": self.of(file, of)}),
            ("SortedMap" | "BTreeMap", [_, of]) => {
                json!({"type": "object", "additionalProperties": self.of(file, of)})
            }
            ("Reported", [of]) => json!({
                "type": "array",
                "description": "What was told, when, and whether the shop's server said it.",
                "prefixItems": [self.of(file, of), {"type": "integer"}, {"type": "boolean"}],
                "minItems": 3,
                "maxItems": 3,
            }),
            _ => match OWN.iter().find(|own| own.rust == name) {
                Some(own) => serde_json::from_str(own.schema).unwrap_or_default(),
                None => self.reference(file, &name, of),
            },
        }
    }

    fn reference(&mut self, file: &str, name: &str, of: &Type) -> Value {
        if let Some((at, _)) = self.files.find(file, name) {
            let called = self.files.called(&at, name);
            return json!({"$ref": format!("#/$defs/{called}")});
        }
        match self.files.alias(file, name) {
            Some(alias) => self.of(file, alias),
            None => self.problem(of),
        }
    }

    fn problem(&mut self, of: &Type) -> Value {
        let text = quote::quote!(#of).to_string().replace(' ', "");
        self.problems.insert(text);
        Value::Null
    }
}

/// The same or null.
fn or_null(schema: Value) -> Value {
    match schema {
        Value::Object(mut members) => match members.get("type") {
            Some(Value::String(one)) => {
                let both = json!([one, "null"]);
                members.insert("type".to_owned(), both);
                Value::Object(members)
            }
            _ if members.is_empty() => Value::Object(members),
            _ => json!({"anyOf": [Value::Object(members), {"type": "null"}]}),
        },
        other => other,
    }
}

fn described(schema: Value, doc: &str) -> Value {
    match schema {
        Value::Object(mut members) if !doc.is_empty() => {
            members.insert("description".to_owned(), json!(plain_text(doc)));
            Value::Object(members)
        }
        other => other,
    }
}
