//! The JSON Schema of the merchant's files, for completion and checks in an editor.
//!
//! The engine never reads it: the definitions read themselves and say more than a schema can.
//! The files in `pkg/schema/` are written by this module's test when `EDGEWISE_UPDATE` is set, and
//! tests hold them to what the definitions accept.

mod defaults;
mod menu;
mod step;
mod written;

use crate::condition::{Behavior, Condition, Window};
use crate::event::EventName;
use crate::money::Money;
use crate::policy::{FrequencyCap, QuietHours};
use crate::scoring::Fading;
use crate::time::{Duration, Period};
use crate::workflow::{Reentry, Trigger};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

/// The schema of a whole configuration.
fn config_schema() -> Value {
    let mut generator = generator();
    let policy = json!({
        "type": "object",
        "description": "The rules for everything that is sent. What is left out has its default: SMS and push rest from 21:00 to 08:00, and nobody gets more than 4 SMS in 30 days.",
        "additionalProperties": false,
        "properties": {
            "quiet_hours": {"type": "array", "items": reference::<QuietHours>(&mut generator)},
            "country_hours": {"type": "boolean", "description": "Whether marketing by SMS is held back as well when the customer's country or state forbids it. True when left out."},
            "frequency_caps": {"type": "array", "items": reference::<FrequencyCap>(&mut generator)},
            "one_message_within": described(reference::<Duration>(&mut generator), "Of marketing from different workflows that is due within this of each other on one channel, only the most important goes out; each waits that long for it. Only the very same moment, when left out."),
        }
    });
    let workflow = workflow(&mut generator);
    let root = json!({
        "title": "Edgewise configuration",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "shop"],
        "properties": {
            "$schema": {"type": "string"},
            "format": {"const": 1},
            "shop": shop(),
            "messages": {
                "type": "object",
                "description": "The messages that workflows send, by name.",
                "propertyNames": name(),
                "additionalProperties": reference::<super::Message>(&mut generator),
            },
            "tiers": {"type": "array", "items": tier(&mut generator)},
            "loyalty": loyalty(&mut generator),
            "policy": policy,
            "privacy": {
                "type": "object",
                "description": "What to do when the shop anonymizes orders or deletes accounts.",
                "additionalProperties": false,
                "properties": {
                    "anonymized_orders": {"enum": ["ask", "keep", "erase"], "description": "When all orders of a customer were anonymized in the shop, but an account or consent is still known. Asks you first when left out."},
                    "deleted_accounts": {"enum": ["keep", "erase"], "description": "When an account is deleted in the shop. Marketing stops either way. The profile is kept when left out; “erase” asks you to confirm first."},
                }
            },
            "consent": consent(),
            "woocommerce": woocommerce(),
            "scoring": scoring(&mut generator),
            "segments": {"type": "array", "items": segment(&mut generator)},
            "workflows": {"type": "array", "items": workflow},
            "retired": {"type": "array", "description": "Older revisions, kept by the host for those inside them.", "items": workflow},
        }
    });
    whole(root, generator)
}

/// The schema of a file with one workflow.
fn workflow_schema() -> Value {
    let mut generator = generator();
    let mut root = workflow(&mut generator);
    if let Some(fields) = root.as_object_mut() {
        fields.insert("title".to_owned(), json!("Edgewise workflow"));
    }
    whole(root, generator)
}

fn loyalty(generator: &mut SchemaGenerator) -> Value {
    let review = json!({
        "type": "object", "additionalProperties": false, "required": ["review"],
        "description": "At the next review, with a warning before it.",
        "properties": {
            "review": reference::<Period>(generator),
            "warn_before": reference::<Duration>(generator),
        }
    });
    let mut each = reference::<Behavior>(generator);
    if let Some(fields) = each.as_object_mut() {
        fields.insert("properties".to_owned(), json!({"window": false}));
    }
    let rule = json!({
        "type": "object", "additionalProperties": false, "required": ["id", "points", "each"],
        "properties": {
            "id": name(),
            "points": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
            "each": each,
        }
    });
    let points = json!({
        "type": "object", "additionalProperties": false,
        "description": "How points are earned.",
        "properties": {
            "per_amount": {
                "type": "object", "additionalProperties": false, "required": ["points", "amount"],
                "description": "So many points for each full amount that was paid, net of refunds.",
                "properties": {
                    "points": {"type": "integer", "minimum": 1, "maximum": 10_000},
                    "amount": reference::<Money>(generator),
                }
            },
            "rules": {"type": "array", "items": rule},
        }
    });
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "The rules of the loyalty programme.",
        "properties": {
            "over": reference::<Window>(generator),
            "downgrade": {"anyOf": [{"const": "at_once"}, review], "description": "When a tier is lost; at once when left out."},
            "points": points,
        }
    })
}

fn scoring(generator: &mut SchemaGenerator) -> Value {
    let points = json!({"type": "integer", "minimum": -10_000, "maximum": 10_000, "not": {"const": 0}, "description": "Negative ones lower the score."});
    let each = reference::<Behavior>(generator);
    let rule = |cause: Value, required: &str| {
        let mut properties = json!({"id": name(), "points": points});
        if let (Some(all), Value::Object(own)) = (properties.as_object_mut(), cause) {
            all.extend(own);
        }
        json!({"type": "object", "additionalProperties": false, "required": ["id", "points", required], "properties": properties})
    };
    let rules = [
        described(
            rule(json!({"while": reference::<Condition>(generator)}), "while"),
            "Points that count once, and only while a condition holds.",
        ),
        described(
            rule(
                json!({
                    "each": each,
                    "at_most": {"type": "integer", "minimum": 1, "maximum": 10_000, "description": "How often at most; the latest times count."},
                    "fades": reference::<Fading>(generator),
                }),
                "each",
            ),
            "Points for each time something was done.",
        ),
    ];
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["rules"],
        "description": "How customers are scored.",
        "properties": {
            "rules": {"type": "array", "maxItems": 100, "items": {"anyOf": rules}},
            "qualified_from": {"type": "integer", "description": "From which score on somebody is a marketing-qualified lead."},
        }
    })
}

fn segment(generator: &mut SchemaGenerator) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "name", "condition"],
        "properties": {
            "$schema": {"type": "string"},
            "id": described(name(), "Its name in files and addresses; never changes."),
            "name": {"type": "string", "minLength": 1, "maxLength": 120, "description": "Its name for people."},
            "description": {"type": "string", "minLength": 1, "maxLength": 500, "description": "What it is for, in your words."},
            "condition": reference::<Condition>(generator),
        }
    })
}

/// The schema of a file with one segment.
fn segment_schema() -> Value {
    let mut generator = generator();
    let mut root = segment(&mut generator);
    if let Some(fields) = root.as_object_mut() {
        fields.insert("title".to_owned(), json!("Edgewise segment"));
    }
    whole(root, generator)
}

fn workflow(generator: &mut SchemaGenerator) -> Value {
    let step = step::schema(generator);
    generator.definitions_mut().insert("Step".to_owned(), step);
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "name", "trigger", "steps"],
        "properties": {
            "$schema": {"type": "string"},
            "id": described(name(), "Its name in files and addresses; never changes."),
            "name": {"type": "string", "minLength": 1, "maxLength": 120, "description": "Its name for people."},
            "revision": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "description": "Given by the host when the workflow is saved."},
            "status": {"enum": ["draft", "live", "paused"], "description": "Draft when left out."},
            "live_since": {"type": "integer", "description": "Since when it is live, in milliseconds since 1970; given by the host."},
            "goal": {"type": "string", "minLength": 1, "maxLength": 500, "description": "What it is for, in your words."},
            "priority": {"type": "integer", "minimum": 0, "maximum": 100, "description": "How important its messages are beside others of the same moment; 50 when left out."},
            "trigger": reference::<Trigger>(generator),
            "conditions": reference::<Condition>(generator),
            "filter": reference::<Condition>(generator),
            "exit_on": {"type": "array", "items": reference::<EventName>(generator), "description": "Events that end it at once."},
            "goal_when": described(reference::<Condition>(generator), "What it is for: whoever meets this leaves, and it is told apart from other exits."),
            "exit_when": described(reference::<Condition>(generator), "Whoever meets this leaves: asked after every event and before every message."),
            "schedule": {
                "type": "object", "additionalProperties": false,
                "description": "When it takes people in; always when left out. Those inside go on when it is over.",
                "properties": {
                    "from": {"type": "string", "description": "A day (from its midnight in the shop's zone) or a moment."},
                    "until": {"type": "string", "description": "A day (until its midnight) or a moment, excluded."},
                }
            },
            "on_pause": {"enum": ["keep", "stop"], "description": "Whether those inside go on while it is paused. They do when left out."},
            "holdout": {"type": "integer", "minimum": 0, "maximum": 50, "description": "How many of a hundred customers go through it without anything being done for them, for comparison. Nobody when left out."},
            "one_per": {"enum": ["customer", "entry"], "description": "Whether a customer is in it once at a time, or once for each cart, order or fact. Once when left out."},
            "in_flight": {"enum": ["keep", "move", "stop"], "description": "Whether those inside go on in the revision they began with when this one is saved, are moved to it, or leave. They go on as they began when left out."},
            "reentry": reference::<Reentry>(generator),
            "max_event_age": reference::<Duration>(generator),
            "steps": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Step"}},
        }
    })
}

fn shop() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "currency"],
        "properties": {
            "id": {"type": "string", "minLength": 1, "maxLength": 64, "description": "Given by the host."},
            "name": {"type": "string", "minLength": 1, "maxLength": 120},
            "currency": {"type": "string", "pattern": "^[A-Za-z]{3}$", "description": "Three letters, such as EUR."},
            "time_zone": {"type": "string", "description": "An IANA name, such as Europe/Berlin; UTC when left out."},
            "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
            "url": {"type": "string", "pattern": "^https?://", "maxLength": 500},
            "sender": {
                "type": "object", "additionalProperties": false, "required": ["name", "email"],
                "properties": {"name": {"type": "string"}, "email": {"type": "string"}},
                "description": "Who its emails are from.",
            },
            "postal_address": {"type": "string", "minLength": 1, "maxLength": 500, "description": "The law wants it in marketing email."},
            "observes": {"type": "array", "items": {"enum": ["email", "sms", "push"]}, "description": "The channels on which something tells Edgewise what is opened and clicked, such as an event “Email Opened” sent with the server key. On others conditions about reactions cannot be known."},
        }
    })
}

fn woocommerce() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "WooCommerce only: how orders and accounts are read.",
        "properties": {
            "statuses": {
                "type": "object",
                "description": "What the order statuses of plugins mean, by the status without wc-. Where none is named here, an order without payment due is placed.",
                "additionalProperties": {"enum": ["cart", "placed", "paid", "cancelled", "not_an_order"]},
            },
            "completed_is_shipped": {"type": "boolean", "description": "Whether “completed” means the goods were sent. Not when left out. Downloads are never sent."},
            "customer_roles": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 64}, "description": "Account roles that are customers: customer and subscriber when left out. Everybody else is staff until they order."},
        }
    })
}

fn consent() -> Value {
    let source = |name: &str, about: &str| {
        json!({
            "type": "object", "additionalProperties": false, "required": [name, "channel"],
            "properties": {
                name: {"type": "string", "minLength": 1, "maxLength": 255, "description": about},
                "channel": {"enum": ["email", "sms", "push"], "description": "Which channel a yes is for."},
                "yes": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1, "maxLength": 255}, "description": "The values that mean yes, in any case of letters: 1, true, yes and on when left out. Everything else is silence."},
            }
        })
    };
    let field = source(
        "key",
        "The key in meta_data: _wc_other/mill/newsletter, or mill/newsletter for the same checkout field.",
    );
    let fields = json!({"type": "array", "items": field, "description": "WooCommerce: the fields of orders and customers that mean consent."});
    let name = source("name", "The trait's name.");
    let traits = json!({"type": "array", "items": name, "description": "The traits of Segment's calls that mean consent. They count with the server key only."});
    json!({
        "type": "object",
        "additionalProperties": false,
        "description": "Where the shop keeps what its customers agreed to. Nothing is guessed: what is not named here means nothing.",
        "properties": {"fields": fields, "traits": traits}
    })
}

fn tier(generator: &mut SchemaGenerator) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "name"],
        "minProperties": 3, "maxProperties": 3,
        "properties": {
            "id": name(),
            "name": {"type": "string", "minLength": 1, "maxLength": 60},
            "spend_at_least": described(reference::<Money>(generator), "The spend from which it is held, such as \"500.00\"."),
            "orders_at_least": {"type": "integer", "minimum": 0, "maximum": 100_000, "description": "The number of orders from which it is held."},
            "points_at_least": {"type": "integer", "minimum": 0, "maximum": 1_000_000_000, "description": "The points ever earned from which it is held."},
        }
    })
}

fn name() -> Value {
    json!({"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "maxLength": 64})
}

fn described(mut schema: Value, text: &str) -> Value {
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("description".to_owned(), json!(text));
    }
    schema
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

fn whole(mut root: Value, mut generator: SchemaGenerator) -> Value {
    let definitions = generator.definitions_mut();
    definitions.remove("Wait");
    if let Some(fields) = root.as_object_mut() {
        let version = json!("https://json-schema.org/draft/2020-12/schema");
        fields.insert("$schema".to_owned(), version);
        let mut definitions = generator.take_definitions(true);
        menu::annotate(&mut definitions);
        let definitions = Value::Object(definitions);
        fields.insert("$defs".to_owned(), definitions);
    }
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
