//! The JSON Schema of a workflow's steps.

use super::{described, name, reference};
use crate::condition::{Condition, DeedShape};
use crate::event::MessageKind;
use crate::time::{Duration, Weekday};
use crate::workflow::{
    AddPoints, AddTag, ApplyCoupon, Assign, AudienceChange, ChangeTier, CreateTask, CreateTicket,
    CustomerDate, HideOffer, RemoveTag, Send, ShowOffer, SyncCustomer, Unsubscribe, Wait, Webhook,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

/// The schema of one step.
pub(super) fn schema(generator: &mut SchemaGenerator) -> Value {
    let duration = reference::<Duration>(generator);
    let condition = reference::<Condition>(generator);
    let _ = (
        reference::<MessageKind>(generator),
        reference::<Wait>(generator),
    );
    let date = reference::<CustomerDate>(generator);
    let deed = fields_of::<DeedShape>(generator);
    let steps = json!({"type": "array", "items": {"$ref": "#/$defs/Step"}});
    let until = json!({
        "type": "object", "additionalProperties": false,
        "properties": {
            "after_trigger": duration,
            "time_of_day": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
            "date": date,
            "days": {"type": "array", "items": reference::<Weekday>(generator), "description": "Only on these days of the week; on any when left out."},
        },
        "oneOf": [
            {"required": ["after_trigger"], "properties": {"days": false}},
            {"required": ["time_of_day"]},
            {"required": ["date"], "properties": {"days": false}},
        ]
    });
    let way = |fields: Value, required: &[&str]| {
        let mut properties = json!({"name": name(), "steps": steps});
        if let (Some(all), Value::Object(own)) = (properties.as_object_mut(), fields) {
            all.extend(own);
        }
        json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
    };
    let case = way(json!({"if": condition}), &["name", "if"]);
    let weight = json!({"type": "integer", "minimum": 1, "maximum": 1_000, "description": "Its share, beside the weights of the others; 1 when left out."});
    let arm = way(json!({"weight": weight}), &["name"]);
    let mut wait_for_event = deed;
    if let Some(fields) = wait_for_event.as_object_mut() {
        fields.insert("at_most".to_owned(), duration.clone());
        fields.insert("then".to_owned(), steps.clone());
        fields.insert("else".to_owned(), steps.clone());
    }
    let wait_for_event = kind("wait_for_event", wait_for_event, &["event", "at_most"]);
    let kinds = [
        action::<Send>("send", generator),
        action::<ApplyCoupon>("apply_coupon", generator),
        action::<AddTag>("add_tag", generator),
        action::<RemoveTag>("remove_tag", generator),
        action::<AddPoints>("add_points", generator),
        action::<Unsubscribe>("unsubscribe", generator),
        action::<ChangeTier>("change_tier", generator),
        action::<Assign>("assign", generator),
        action::<CreateTicket>("create_ticket", generator),
        action::<AudienceChange<true>>("add_to_audience", generator),
        action::<AudienceChange<false>>("remove_from_audience", generator),
        action::<ShowOffer>("show_offer", generator),
        action::<HideOffer>("hide_offer", generator),
        action::<SyncCustomer>("sync_customer", generator),
        action::<CreateTask>("create_task", generator),
        action::<Webhook>("webhook", generator),
        kind("wait", json!({"for": duration}), &["for"]),
        kind("wait", json!({"until": until}), &["until"]),
        wait_for_event,
        kind(
            "branch",
            json!({"if": condition, "then": steps, "else": steps}),
            &["if"],
        ),
        kind(
            "switch",
            json!({"cases": {"type": "array", "minItems": 1, "maxItems": 20, "items": case, "description": "The first that holds is taken."}, "else": steps}),
            &["cases"],
        ),
        kind(
            "split",
            json!({
                "by": {"enum": ["customer", "enrollment"], "description": "What the draw is of: the customer, who then always goes the same way, or each run. The customer when left out."},
                "arms": {"type": "array", "minItems": 2, "maxItems": 10, "items": arm},
                "winner": described(name(), "The arm that everybody takes from now on."),
            }),
            &["arms"],
        ),
        kind("exit", json!({}), &[]),
    ];
    json!({"description": "One step of a workflow.", "anyOf": kinds})
}

/// The fields of `T`, for a step that has others besides.
fn fields_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    let schema = T::json_schema(generator).to_value();
    let fields = schema.get("properties");
    fields.cloned().unwrap_or_else(|| json!({}))
}

/// A step whose fields are those of `T`.
fn action<T: JsonSchema>(word: &str, generator: &mut SchemaGenerator) -> Value {
    let schema = T::json_schema(generator).to_value();
    let fields = schema
        .get("properties")
        .cloned()
        .unwrap_or_else(|| json!({}));
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut step = kind(word, fields, &required);
    if let (Some(step), Some(text)) = (step.as_object_mut(), schema.get("description")) {
        step.insert("description".to_owned(), text.clone());
    }
    step
}

fn kind(word: &str, fields: Value, required: &[&str]) -> Value {
    let mut properties = json!({"id": name(), "type": {"const": word}});
    if let (Some(all), Value::Object(own)) = (properties.as_object_mut(), fields) {
        all.extend(own);
    }
    let required: Vec<&str> = ["id", "type"]
        .into_iter()
        .chain(required.iter().copied())
        .collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required})
}
