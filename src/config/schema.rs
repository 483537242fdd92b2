//! The JSON Schema of the merchant's files, for completion and checks in an editor.
//!
//! The engine never reads it: what is declared reads itself and says more than a schema can. The files
//! in `pkg/schema/` are written by this module's test when `EDGEWISE_UPDATE` is set, and tests hold
//! them to what the readers accept.

mod defaults;
mod events;
mod written;

use super::Config;
use crate::segment::Segment;
use crate::workflow::Workflow;
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

/// The schema of a whole configuration.
fn config_schema() -> Value {
    whole::<Config>()
}

/// The schema of a file with one workflow.
fn workflow_schema() -> Value {
    whole::<Workflow>()
}

/// The schema of a file with one segment.
fn segment_schema() -> Value {
    whole::<Segment>()
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

fn described(mut schema: Value, text: &str) -> Value {
    schema["description"] = json!(text);
    schema
}

fn whole<T: JsonSchema>() -> Value {
    let mut generator = generator();
    let mut root = T::json_schema(&mut generator).to_value();
    let mut definitions = generator.take_definitions(true);
    events::annotate(&mut definitions);
    root["$defs"] = Value::Object(definitions);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    without_null(&mut root);
    root
}

/// What may be left out must be left out: `null` is not accepted in files.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.retain(|key, value| key != "default" || !(value.is_null() || value.is_string()));
            // Widths of Rust's numbers, which strict validators refuse to know.
            fields.retain(|key, value| key != "format" || !value.is_string());
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|one| one != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    fields.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(choices)) = fields.get_mut("anyOf") {
                choices.retain(|one| one.get("type") != Some(&json!("null")));
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    fields.remove("anyOf");
                    fields.extend(only);
                }
            }
            fields.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

#[test]
fn the_files_beside_the_templates_are_up_to_date() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/schema");
    let schemas = [
        ("config", config_schema()),
        ("workflow", workflow_schema()),
        ("segment", segment_schema()),
    ];
    for (name, mut schema) in schemas {
        if let Some(fields) = schema.as_object_mut() {
            fields.insert(
                "$id".to_owned(),
                json!(format!("urn:edgewise:schema:{name}")),
            );
        }
        let path = folder.join(format!("{name}.schema.json"));
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("EDGEWISE_UPDATE").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            text,
            "{name}: run with EDGEWISE_UPDATE=1"
        );
    }
}
