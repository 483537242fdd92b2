//! The schemas of types that are written otherwise in files than the engine holds them.

use super::{described, reference};
use crate::condition::{Bound, Window};
use crate::event::EventName;
use crate::money::{Currency, Money};
use crate::time::{Duration, Period, TimeOfDay, Zone};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

/// In files an amount is a text, in the shop's currency.
impl JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "An amount in the shop's currency, such as \"500.00\".",
            "pattern": "^[0-9]+([.][0-9]+)?$",
        })
    }
}

/// In files a currency is its code.
impl JsonSchema for Currency {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Currency".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "An ISO 4217 currency code, such as EUR.",
            "pattern": "^[A-Za-z]{3}$",
        })
    }
}

/// In files a time of day is a text.
impl JsonSchema for TimeOfDay {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TimeOfDay".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A time of day, from 00:00 to 23:59.",
            "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        })
    }
}

/// In files a day or a moment is a text.
impl JsonSchema for Bound {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DayOrMoment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A day in the shop’s time zone, such as 2026-11-27, or a time, such as 2026-11-27T09:00:00+01:00.",
        })
    }
}

/// In files a time zone is a name.
impl JsonSchema for Zone {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TimeZone".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "An IANA time zone, such as Europe/Berlin.",
        })
    }
}

/// In files a window is an object with one key, or with two that belong together; in the engine
/// it is an enum.
impl JsonSchema for Window {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Window".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> schemars::Schema {
        let duration = reference::<Duration>(generator);
        let period = reference::<Period>(generator);
        let event = reference::<EventName>(generator);
        let moment = reference::<Bound>(generator);
        let moment = || moment.clone();
        let one = |key: &str, value: Value| json!({"type": "object", "additionalProperties": false, "required": [key], "properties": {key: value}});
        let since = json!({"anyOf": [{"const": "entry"}, moment(), one("event", event)]});
        let mut schema = schemars::Schema::default();
        schema.insert(
            "description".to_owned(),
            json!("A time window. Default: all time."),
        );
        schema.insert(
            "anyOf".to_owned(),
            json!([
                described(one("last", duration.clone()), "The most recent length of time, exact to the millisecond."),
                described(one("before_last", duration), "Everything more than a length of time ago."),
                described(one("this", period.clone()), "The current calendar period, in the shop’s time zone."),
                described(one("previous", period), "The previous calendar period, in the shop’s time zone."),
                described(one("since", since), "Since entering the workflow, since a date, or since the last time of another event."),
                {
                    "type": "object", "additionalProperties": false, "minProperties": 1,
                    "properties": {"from": moment(), "until": moment()},
                    "description": "From one time to another, the second not included.",
                },
            ]),
        );
        schema
    }
}
