//! The module's exports as JavaScript meets them: what is thrown, what goes in and out as bytes
//! and text, and that calls leave nothing behind. The vectors test what is said; this tests how.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "tests stop where they stand")]
#![expect(clippy::float_arithmetic, reason = "statistics are floats")]

use edgewise::wasm;
use js_sys::{JSON, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const CONFIG: &str = r#"{"format":1,"shop":{"name":"Mira","currency":"EUR","time_zone":"Europe/Berlin","url":"https://mira.example"},"messages":{},"workflows":[]}"#;
const NOW: f64 = 1_790_000_000_000.0;

/// What JavaScript catches.
fn error(thrown: JsError) -> js_sys::Error {
    JsValue::from(thrown).dyn_into().unwrap()
}

/// What a thrown `Error` says, read in JavaScript.
fn refusal(thrown: JsError) -> JsValue {
    let error = error(thrown);
    JSON::parse(&String::from(error.message())).unwrap()
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).unwrap().as_string()
}

fn plan() -> String {
    let answer = JSON::parse(&wasm::tools::load(CONFIG)).unwrap();
    text(&answer, "plan").unwrap()
}

/// One customer's events as the adapter reads them from a webhook's bytes, `serial` seconds on.
fn input(customer: &str, serial: u32) -> String {
    let body = format!(
        r#"{{"id":9007199254740993,"email":"zoë@people.example","first_name":"Zoë 👟","updated_at":"2026-11-01T{:02}:{:02}:{:02}Z"}}"#,
        serial / 3600 % 24,
        serial / 60 % 60,
        serial % 60
    );
    let read = ingest(&request(), body.as_bytes()).unwrap();
    let events = read.lines().nth(1).unwrap();
    format!(
        r#"{{"type":"events","customer":"{customer}","delivery":"d{serial}","events":{events}}}"#
    )
}

/// The summary and the state, a line each.
fn moved(plan: &str, state: &str, input: &str, now: f64) -> Result<String, JsError> {
    let lines =
        wasm::decide::transition_bytes(plan, state.as_bytes(), input.as_bytes(), now, false)?;
    let text = String::from_utf8(lines).unwrap();
    Ok(text.split_once('\n').unwrap().1.to_owned())
}

fn ingest(request: &str, body: &[u8]) -> Result<String, JsError> {
    let lines = wasm::decide::ingest_bytes(request, body)?;
    Ok(String::from_utf8(lines).unwrap())
}

fn request() -> String {
    format!(
        r#"{{"source":"shopify","topic":"customers/update","headers":{{}},"received_at":{NOW},"shop":{{"domain":"mira.myshopify.com","currency":"EUR"}}}}"#
    )
}

fn memory() -> u32 {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    memory
        .buffer()
        .unchecked_into::<js_sys::ArrayBuffer>()
        .byte_length()
}

#[wasm_bindgen_test]
fn a_refusal_is_thrown_as_an_error_whose_message_is_json() {
    let thrown = moved("no-such-plan", "", "{}", NOW).unwrap_err();
    assert_eq!(
        text(&refusal(thrown), "code").as_deref(),
        Some("unknown-plan")
    );
    let thrown = moved(&plan(), "", "{", NOW).unwrap_err();
    let said = refusal(thrown);
    assert_eq!(text(&said, "code").as_deref(), Some("bad-request"));
    assert_eq!(text(&said, "path").as_deref(), Some("input"));
    let thrown = wasm::tools::format_date("Atlantis/Deep", NOW, "%H:%M").unwrap_err();
    assert_eq!(text(&refusal(thrown), "path").as_deref(), Some("zone"));
}

#[wasm_bindgen_test]
fn a_refusal_tells_nothing_of_what_somebody_wrote() {
    let thrown = ingest(r#"{"source":"zoe@people.example"}"#, b"{}").unwrap_err();
    assert!(!String::from(error(thrown).message()).contains("zoe"));
}

#[wasm_bindgen_test]
fn bytes_of_a_javascript_array_go_in_whatever_they_are() {
    for bytes in [
        &[][..],
        &[0, 255, 254, 0xC3, 0x28],
        b"\xEF\xBB\xBF{\"id\":1}",
        b"{\"id\":9007199254740993}",
    ] {
        // Into JavaScript's memory and back, as a host's bytes come.
        let array = Uint8Array::from(bytes);
        let read = ingest(&request(), &array.to_vec()).unwrap();
        let head = read.lines().next().unwrap();
        assert!(JSON::parse(head).unwrap().is_object());
        assert_eq!(array.to_vec(), bytes, "the host's bytes are as they were");
    }
}

#[wasm_bindgen_test]
fn numbers_beyond_a_float_and_letters_beyond_ascii_come_out_as_they_went_in() {
    let asked = input("ko66uepm272mmc7lj6yj7gd2j4", 1);
    assert!(asked.contains("Zoë 👟") && !asked.contains("9007199254740992"));
    let answer = moved(&plan(), "", &asked, NOW).unwrap();
    let (summary, state) = answer.split_once('\n').unwrap();
    assert!(JSON::parse(summary).unwrap().is_object());
    assert!(state.contains("Zoë 👟"));
    // The state a host keeps as a JavaScript string is the state it gives back.
    let kept = String::from(js_sys::JsString::from(state));
    let again = moved(&plan(), &kept, &asked, NOW).unwrap();
    let (summary, same) = again.split_once('\n').unwrap();
    assert_eq!(same, state, "told again, nothing changes");
    let summary = JSON::parse(summary).unwrap();
    let changed = Reflect::get(&summary, &"changed".into()).unwrap();
    assert_eq!(changed.as_bool(), Some(false));
}

#[wasm_bindgen_test]
fn moments_that_no_date_has_are_refused_or_clamped_never_a_trap() {
    for millis in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300, -0.5, 0.5] {
        let _ = wasm::tools::format_date("Europe/Berlin", millis, "%Y");
        let _ = wasm::tools::format_money(millis, "EUR");
        let _ = moved(&plan(), "", &input("a", 2), millis);
    }
    assert_eq!(
        wasm::tools::format_date("Europe/Berlin", 0.0, "%Y").unwrap(),
        "1970"
    );
}

#[wasm_bindgen_test]
fn forty_thousand_calls_leave_the_memory_as_it_was() {
    let plan = plan();
    let call = |serial: u32| {
        let asked = input("ko66uepm272mmc7lj6yj7gd2j4", serial);
        let answer = moved(&plan, "", &asked, NOW).unwrap();
        assert!(answer.contains('\n'));
        assert!(moved("gone", "", &asked, NOW).is_err());
    };
    // Memory only grows, by pages of 64 KiB, and the allocator's free lists take some thousand
    // calls to find their shape. Two bytes that each call leaves would be a page by the end.
    (0..10_000).for_each(call);
    let warm = memory();
    (10_000..50_000).for_each(call);
    assert_eq!(memory(), warm, "bytes of the module's memory");
}

include!("statistics/bits.rs");

#[wasm_bindgen_test]
fn statistics_have_the_same_bits_as_natively() {
    assert_eq!(statistics_bits(), STATISTICS_BITS);
}
