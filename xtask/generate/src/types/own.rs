//! Types that read and write themselves, as they stand in JSON.

/// One of them, in TypeScript and as a JSON Schema.
pub(super) struct Own {
    pub(super) rust: &'static str,
    pub(super) typescript: &'static str,
    pub(super) schema: &'static str,
}

const fn own(rust: &'static str, typescript: &'static str, schema: &'static str) -> Own {
    Own {
        rust,
        typescript,
        schema,
    }
}

const WHOLE: &str = r#"{"type":"integer"}"#;
const COUNT: &str = r#"{"type":"integer","minimum":0}"#;
const TEXT: &str = r#"{"type":"string"}"#;

pub(super) const OWN: &[Own] = &[
    own("String", "string", TEXT),
    own("Shared", "string", TEXT),
    own("FactKey", "string", TEXT),
    own("FactPrint", "number", COUNT),
    own("CountedKind", "string", TEXT),
    own("str", "string", TEXT),
    own("bool", "boolean", r#"{"type":"boolean"}"#),
    own("u8", "number", COUNT),
    own("u16", "number", COUNT),
    own("u32", "number", COUNT),
    own("u64", "number", COUNT),
    own("i32", "number", WHOLE),
    own("i64", "number", WHOLE),
    own("usize", "number", COUNT),
    own("Timestamp", "number", WHOLE),
    own("Date", "string", TEXT),
    own("Zone", "string", TEXT),
    own("Currency", "string", TEXT),
    own("Decimal", "number", r#"{"type":"number"}"#),
    own("Value", "Value", r##"{"$ref":"#/$defs/Value"}"##),
    own(
        "Text",
        "Record<string, unknown>",
        r#"{"type":"object","additionalProperties":true}"#,
    ),
    own("Seen", "Seen", r##"{"$ref":"#/$defs/Seen"}"##),
    own(
        "Kept",
        "Record<string, string[]>",
        r#"{"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}}}"#,
    ),
    own(
        "Cuts",
        "number[]",
        r#"{"type":"array","items":{"type":"integer"},"minItems":4,"maxItems":4}"#,
    ),
    own(
        "Record",
        "[at: number, fact: number, subject: string | null, properties?: Record<string, Value>]",
        r##"{"anyOf":[{"type":"array","prefixItems":[{"type":"integer"},{"type":"integer"},{"type":["string","null"]}],"minItems":3,"maxItems":3},{"type":"array","prefixItems":[{"type":"integer"},{"type":"integer"},{"type":["string","null"]},{"type":"object","additionalProperties":{"$ref":"#/$defs/Value"}}],"minItems":4,"maxItems":4}]}"##,
    ),
    own(
        "Sale",
        "[version: number, goods: number | null, discount: number | null, codes: string[], parent: string | null]",
        r#"{"type":"array","prefixItems":[{"type":"integer"},{"type":["integer","null"]},{"type":["integer","null"]},{"type":"array","items":{"type":"string"}},{"type":["string","null"]}],"minItems":5,"maxItems":5}"#,
    ),
    own(
        "Touch",
        "[at: number, kind: \"open\" | \"delivery\" | \"click\", channel: Channel, of: SentBy]",
        r##"{"type":"array","prefixItems":[{"type":"integer"},{"enum":["open","delivery","click"]},{"$ref":"#/$defs/Channel"},{"$ref":"#/$defs/SentBy"}],"minItems":4,"maxItems":4}"##,
    ),
    own(
        "IssuedCode",
        "[code: string, expires_at: number | null, of: SentBy]",
        r##"{"type":"array","prefixItems":[{"type":"string"},{"type":["integer","null"]},{"$ref":"#/$defs/SentBy"}],"minItems":3,"maxItems":3}"##,
    ),
];

/// The definitions that these refer to. A seen list holds lists at most, which is said level by level: many
/// a generator of clients makes nothing of a type that is part of itself.
pub(super) const DEFINITIONS: &[(&str, &str)] = &[
    (
        "Seen",
        r##"{"description":"A value that a condition saw.","anyOf":[{"type":"null"},{"type":"boolean"},{"type":"number"},{"type":"string"},{"type":"array","items":{"anyOf":[{"type":"null"},{"type":"boolean"},{"type":"number"},{"type":"string"},{"type":"array","items":{"anyOf":[{"type":"null"},{"type":"boolean"},{"type":"number"},{"type":"string"}]}}]}}]}"##,
    ),
    (
        "Value",
        r#"{"description":"What an attribute or an event's property can hold.","anyOf":[{"type":"boolean"},{"type":"number"},{"type":"string"},{"type":"array","items":{"type":"string"}}]}"#,
    ),
];
