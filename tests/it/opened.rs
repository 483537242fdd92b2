//! A plan is handed over compiled: what is opened is what was compiled.

use crate::generate::plan::plan;
use edgewise::compact::{Compact, Packed};
use edgewise::config::{compile, parts, plan_id};
use edgewise::plan::{Parts, Plan};
use edgewise::wire::{Plans, compile_plan, load, needs, open_plan};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_opened_is_what_was_compiled(config in plan()) {
        let text = config.to_string();
        let compiled = compile(&text);
        prop_assert!(compiled.plan.is_some(), "{:#?}", compiled.diagnostics);
        let mut bytes = Vec::new();
        parts(&text).unwrap().pack(&mut bytes);
        let mut from = Packed::new(&bytes);
        let opened = Parts::unpack(&mut from).map(Plan::new);
        prop_assert!(from.is_over());
        prop_assert_eq!(opened, compiled.plan);
    }

    /// Storage may fail us: what is damaged is refused or read, and never a panic.
    #[test]
    fn damaged_bytes_are_refused_or_read(
        config in plan(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        length in any::<prop::sample::Index>(),
    ) {
        let mut bytes = compile_plan(&config.to_string());
        let end = length.index(bytes.len());
        prop_assert_eq!(open_plan(&mut Plans::new(), &bytes[..end]), "", "cut off");
        let at = place.index(bytes.len());
        bytes[at] = byte;
        let _ = Parts::unpack(&mut Packed::new(&bytes[at..]));
    }
}

/// A configuration with a warning: its last step is never reached.
const WARNED: &str = r#"{"format":1,"shop":{"id":"mill","name":"Mill","currency":"EUR"},"workflows":[{"id":"w","name":"W","trigger":{"type":"customer_created"},"steps":[{"id":"end","type":"exit"},{"id":"a","type":"add_tag","tag":"new"}]}]}"#;

#[test]
fn what_the_checks_found_is_told_also_after_the_plan_was_opened() {
    let mut plans = Plans::new();
    let fresh = load(&mut plans, WARNED);
    assert!(fresh.contains("warning"), "{fresh}");
    let compiled = compile_plan(WARNED);
    let mut plans = Plans::new();
    assert_eq!(open_plan(&mut plans, &compiled), plan_id(WARNED));
    assert_eq!(load(&mut plans, WARNED), fresh);
    assert_eq!(open_plan(&mut plans, &compiled), plan_id(WARNED));
    assert_eq!(load(&mut plans, WARNED), fresh, "and again from memory");
}

#[test]
fn a_revision_of_a_workflow_that_customers_are_still_in_is_handed_over() {
    let retired = WARNED.replace("\"workflows\"", "\"retired\"");
    let mut plans = Plans::new();
    let id = open_plan(&mut plans, &compile_plan(&retired));
    assert_eq!(id, plan_id(&retired));
    assert!(needs(&plans, &id).is_ok());
}

#[test]
fn what_another_engine_wrote_is_not_opened() {
    let compiled = compile_plan(WARNED);
    assert!(
        compiled.starts_with(b"\x07unknown"),
        "a native build has no id"
    );
    let mut other = compiled.clone();
    other[1] ^= 1;
    let mut longer = compiled;
    longer.push(0);
    for bytes in [&other, &longer, &Vec::new()] {
        assert_eq!(open_plan(&mut Plans::new(), bytes), "");
    }
}

#[test]
fn bytes_that_nest_without_end_are_refused() {
    use edgewise::condition::Condition;
    let nested = |depth: usize| {
        let text = format!(
            r#"{}{}"#,
            r#"{"type":"all","of":["#.repeat(depth),
            "]}".repeat(depth)
        );
        let config = format!(
            r#"{{"format":1,"shop":{{"id":"m","name":"M","currency":"EUR"}},"segments":[{{"id":"a","name":"A","condition":{text}}}]}}"#
        );
        parts(&config).unwrap().segments.remove(0).condition
    };
    let mut deep = Vec::new();
    nested(20).pack(&mut deep);
    assert_eq!(Condition::unpack(&mut Packed::new(&deep)), Some(nested(20)));
    // A group of one condition is two bytes: its kind, and how many it holds.
    let endless = deep[..2].repeat(100_000);
    assert_eq!(Condition::unpack(&mut Packed::new(&endless)), None);
}

#[test]
fn what_cannot_be_read_is_not_compiled() {
    for text in ["", "{", "[]", r#"{"format":1}"#] {
        assert!(compile_plan(text).is_empty(), "{text}");
    }
}
