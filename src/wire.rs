//! The engine's words to its hosts: text in, text out.
//!
//! Everything crosses the boundary as JSON, because it keeps 64-bit ids, records as fixtures and
//! is the fastest way measured. Keys are snake_case; times are integer milliseconds since 1970,
//! money is minor units and a currency, ids are text. Every export of the wasm module has its
//! twin here, so that native tests speak the very same language.
//!
//! What a host gets wrong comes back as a [`Refusal`]; what a merchant gets wrong as
//! diagnostics; what a platform sends in odd shapes is read as far as it goes.

#[cfg(feature = "tools")]
mod attribution;
mod backtest;
#[cfg(feature = "compose")]
mod compose;
mod forecast;
mod head;
#[cfg(feature = "tools")]
mod lift;
mod memory;
mod needs;
mod plans;
mod refusal;
mod rfm;
mod saving;
mod segment_preview;
mod standing;
mod store_copy;
mod stored;
mod whose;
mod words;

use crate::effect::Effect;
use crate::event::Channel;
use crate::fault::Fault;
use crate::id::CustomerId;
use crate::input::Input;
use crate::json::{self, Form, Reader, object};
use crate::money::{Currency, Money};
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::simulate::{Planned, Play, simulate as run_simulation};
use crate::state::State;
use crate::time::{Date, Timestamp, Zone, tzdata_version};
use crate::trace::Entry;
use crate::transition::{Answer, Course, Paused, Withdrawn};
use head::MoveHead;

pub use crate::backtest::Backtest;
pub use crate::forecast::Forecast;
pub use crate::segment_preview::Population;
#[cfg(feature = "tools")]
pub use attribution::attribute;
pub use backtest::{
    backtest_begin, backtest_join, backtest_replay, backtest_report, backtest_take, backtest_tell,
};
#[cfg(feature = "compose")]
pub use compose::{compose_message, layout_message};
pub use forecast::{forecast_begin, forecast_report, forecast_tell};
#[cfg(feature = "tools")]
pub use lift::{customers_needed, lifts};
pub use memory::Memory;
pub use needs::needs;
pub use plans::{Plans, compile_plan, load, open_plan};
use refusal::said;
pub use refusal::{Refusal, RefusalCode};
pub use rfm::{rfm_cuts, rfm_figures};
pub use saving::{check_saving, local_instant};
pub use segment_preview::{
    changes_join, customers_add, customers_facts, customers_list, customers_load,
    customers_matching, customers_snapshot, lists_join, population_cuts, population_figures,
    previews_join, rfm_grid, rfm_grids_join, segment_changes, segment_preview,
};
pub use standing::{readiness, standing, why_not};
pub use store_copy::{StorePart, store_copy};
pub use stored::{packed_state, unpacked};
pub use whose::{anonymize, handover, remains, resolve, without_person, without_purchases};
pub use words::{condition_sentence, outline, reasons, sentences};

/// The largest state taken in or given out, in bytes. A customer's state is bounded in all its
/// parts and stays far below.
pub const MAX_STATE_BYTES: usize = 256 * 1024;

/// A hash of the engine's sources; two artifacts with the same were built from the same.
const ENGINE: &str = match option_env!("EDGEWISE_ENGINE_ID") {
    Some(id) => id,
    None => "unknown",
};

/// `{"engine", "version", "tzdata", "format"}`: which engine this is. Two artifacts with the
/// same `engine` were built from the same sources and zone data.
#[must_use]
pub fn engine_info() -> String {
    json::to_string(&EngineInfo {
        engine: ENGINE,
        version: env!("CARGO_PKG_VERSION"),
        tzdata: tzdata_version(),
        format: State::FORMAT,
    })
}

/// Which engine this is. Two artifacts with the same `engine` were built from the same sources and
/// zone data.
struct EngineInfo {
    /// A hash of the engine's sources.
    engine: &'static str,
    /// The release.
    version: &'static str,
    /// The release of the time zone data.
    tzdata: &'static str,
    /// The form in which it writes states.
    format: u32,
}

object!(write EngineInfo {
    engine,
    version,
    tzdata,
    format
});

/// The products a customer viewed, has in a cart or ordered. A list of the platform's ids; the host
/// supplies the catalog's facts of these, and passes on their stock and price changes.
///
/// # Errors
///
/// `bad-state`, `state-too-large`.
pub fn products_of(state: &str) -> Result<String, Refusal> {
    let state = read_state(state, CustomerId::default())?;
    Ok(json::to_string(&state.customer.products()))
}

/// The channels on which marketing may be sent to a customer, as far as consent and addresses say.
/// A host keeps them beside the state, so that it can say when nobody is left on one.
///
/// # Errors
///
/// `bad-state`, `state-too-large`.
pub fn reachable(state: &str) -> Result<String, Refusal> {
    let state = read_state(state, CustomerId::default())?;
    let channels: Vec<Channel> = state.customer.reachable().collect();
    Ok(json::to_string(&channels))
}

/// Turns one request's body into deliveries, or into a named reason to leave it alone. The first
/// line is what the host must act on: `{"deliveries": [{"scope", "keys", "kinds"}]}` or
/// `{"ignored": {"reason", "detail"}}`. For each delivery a line follows with its events, as they
/// are to stand in an input: no host has to take them apart. See [`crate::adapter`].
///
/// # Errors
///
/// `bad-request` when `request` is not a [`crate::adapter::Request`]; never because of `body`.
pub fn ingest(request: &str, body: &[u8]) -> Result<String, Refusal> {
    let request: crate::adapter::Request = Refusal::parse("request", request)?;
    Ok(text(
        crate::adapter::read(&request, body).in_lines(|_, _| {}),
    ))
}

/// Moves one customer on. Two lines come back: what was decided, and the state as it is to be stored.
/// `state` is empty for a customer nothing is known about, and JSON or packed for others; `now` is in
/// milliseconds.
///
/// # Errors
///
/// `unknown-plan`, `bad-request` (input), `bad-state`, `state-too-large`, `wrong-customer`.
pub fn transition(
    plans: &Plans,
    plan: &str,
    state: &str,
    input: &str,
    now: i64,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let input: Input = Refusal::parse("input", input)?;
    let before = Paused::new(read_state(state, input_customer(&input))?);
    let (texts, _) = move_on(plan, before, input, now, state, Form::Text)?;
    Ok(text([texts.summary, texts.state].join(&b'\n')))
}

/// What was written, as text. All that is written is UTF-8.
fn text(written: Vec<u8>) -> String {
    String::from_utf8(written).unwrap_or_default()
}

/// What a move gave, as texts of one line each.
struct Texts {
    /// The [`MoveHead`].
    head: Vec<u8>,
    /// The [`Summary`].
    summary: Vec<u8>,
    /// The new state, as it is to be stored.
    state: Vec<u8>,
}

/// Moves the customer of `before` on, whose state was read from `text`. Gives the texts of what came of
/// it, those of the summary and the state in `form`, and the new state.
fn move_on(
    plan: &Plan,
    before: Paused,
    input: Input,
    now: i64,
    text: &str,
    form: Form,
) -> Result<(Texts, Paused), Refusal> {
    check_customer(before.state(), &input)?;
    let customer = before.state().customer.id.clone();
    let tests = head::tests(before.state());
    let is_pass = head::is_pass(&input);
    let mut course = Course::resume(plan, before);
    let moved = course.decide(input, Timestamp::from_millis(now));
    let state = json::to_bytes(course.state(), form);
    if state.len() > MAX_STATE_BYTES {
        return Err(Refusal::new(
            RefusalCode::StateTooLarge,
            "state",
            format!("it would have {} bytes", state.len()),
        ));
    }
    let summary = Summary {
        customer,
        effects: moved.effects,
        answer: moved.answer,
        withdrawn: moved.withdrawn,
        wake: moved.wake,
        faults: moved.faults,
        trace: moved.trace,
        changed: match Form::of(text) == form {
            true => state != text.as_bytes(),
            // It is not changed by being stored in another form.
            false => json::to_bytes(course.state(), Form::of(text)) != text.as_bytes(),
        },
    };
    let written = json::to_bytes(&summary, form);
    let head = MoveHead::of(summary, written.len(), course.state(), tests, is_pass);
    let texts = Texts {
        head: json::to_bytes(&head, Form::Text),
        summary: written,
        state,
    };
    Ok((texts, course.pause()))
}

/// Plays a customer's future; see [`crate::simulate`]. The request is
/// `{"state": … or null, "customer": id, "inputs": [{"at": ms, "input": …}], "play": {"from": ms,
/// "until": ms, "failing": [kind], "slow": {kind: ms}, "facts": … or null}}`.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn simulate(plans: &Plans, plan: &str, request: &str) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: SimulateRequest = Refusal::parse("request", request)?;
    let state = request
        .state
        .map_or_else(|| State::new(request.customer), |state| *state);
    Ok(json::to_string(&run_simulation(
        plan,
        state,
        request.inputs,
        &request.play,
    )))
}

/// The name of the time zone that people mean by `text`, such as `europe/berlin` or `UTC+5:30`;
/// empty for what is none.
#[must_use]
pub fn zone_name(text: &str) -> String {
    Zone::parse(text).map_or_else(String::new, |zone| zone.name().to_owned())
}

/// The day in a zone: `2026-11-29`. Hosts count by it.
///
/// # Errors
///
/// `bad-request` for an unknown zone.
pub fn local_day(zone: &str, millis: i64) -> Result<String, Refusal> {
    Ok(Date::at(Timestamp::from_millis(millis), known(zone)?).to_string())
}

/// The zone of this name.
fn known(zone: &str) -> Result<Zone, Refusal> {
    Zone::named(zone).ok_or_else(|| {
        Refusal::new(
            RefusalCode::BadRequest,
            "zone",
            format!("expected an IANA time zone; found “{zone}”"),
        )
    })
}

/// A moment in a zone by a strftime pattern, for message templates: `%A, %-d %B at %H:%M`.
///
/// # Errors
///
/// `bad-request` for an unknown zone or a pattern that cannot be printed.
pub fn format_date(zone: &str, millis: i64, pattern: &str) -> Result<String, Refusal> {
    let zone = known(zone)?;
    if pattern.len() > 200 {
        return Err(Refusal::new(
            RefusalCode::BadRequest,
            "pattern",
            "expected at most 200 bytes",
        ));
    }
    let mut text = String::new();
    let local = Timestamp::from_millis(millis).local(zone);
    match std::fmt::Write::write_fmt(&mut text, format_args!("{}", local.format(pattern))) {
        Ok(()) => Ok(text),
        Err(_) => Err(Refusal::new(
            RefusalCode::BadRequest,
            "pattern",
            format!("expected a date format; found “{pattern}”"),
        )),
    }
}

/// An amount for people: `$1,234.50`.
///
/// # Errors
///
/// `bad-request` for what is not a currency.
pub fn format_money(minor: i64, currency: &str) -> Result<String, Refusal> {
    match Currency::parse(currency) {
        Some(currency) => Ok(Money::new(minor, currency).to_string()),
        None => Err(Refusal::new(
            RefusalCode::BadRequest,
            "currency",
            format!("expected a currency code; found “{currency}”"),
        )),
    }
}

/// What one transition decided: the first line of what [`transition`] returns.
#[derive(Debug)]
struct Summary {
    /// The customer.
    customer: CustomerId,
    /// New rows for the outbox.
    effects: Vec<Effect>,
    /// The answer to a release.
    answer: Option<Answer>,
    /// Rows that must not be performed anymore.
    withdrawn: Vec<Withdrawn>,
    /// When to wake the customer if nothing else happens.
    wake: Option<Wake>,
    /// What went wrong on the way.
    faults: Vec<Fault>,
    /// Every decision, in the order in which it was made.
    trace: Vec<Entry>,
    /// Whether the state differs from the one that came in.
    changed: bool,
}

object!(write Summary {
    customer,
    effects,
    answer,
    withdrawn,
    wake,
    faults,
    trace,
    changed
});

/// What is played, and how the outside behaves.
struct SimulateRequest {
    /// A stored state to go on from; `None` for somebody new.
    state: Option<Box<State>>,
    /// Who that is.
    customer: CustomerId,
    /// What happens from outside, in order.
    inputs: Vec<Planned>,
    /// From when to when, and how the outside behaves.
    play: Play,
}

object!(read SimulateRequest {
    state,
    customer,
    inputs,
    play
});

fn read_state(text: &str, customer: CustomerId) -> Result<State, Refusal> {
    read_state_by(Reader::stored(text), text, customer)
}

/// As [`read_state`], by a reader that stands before all of `text`.
fn read_state_by(reader: Reader<'_>, text: &str, customer: CustomerId) -> Result<State, Refusal> {
    if text.is_empty() {
        return Ok(State::new(customer));
    }
    if text.len() > MAX_STATE_BYTES {
        return Err(Refusal::new(
            RefusalCode::StateTooLarge,
            "state",
            format!("it has {} bytes", text.len()),
        ));
    }
    let state: State = json::read_whole(reader)
        .map_err(|malformed| Refusal::new(RefusalCode::BadState, "state", said(malformed)))?;
    if state.format > State::FORMAT {
        let message = format!(
            "it is of form {}, and this engine reads up to {}",
            state.format,
            State::FORMAT
        );
        return Err(Refusal::new(RefusalCode::BadState, "state.format", message));
    }
    Ok(state)
}

fn input_customer(input: &Input) -> CustomerId {
    match input {
        Input::Events { customer, .. } => customer.clone(),
        Input::WithFacts { input, .. } | Input::TakeOver { input, .. } => input_customer(input),
        _ => CustomerId::default(),
    }
}

/// A state must never take in another customer's events: that would be the worst mistake a
/// host can make, so it is caught here.
fn check_customer(state: &State, input: &Input) -> Result<(), Refusal> {
    match input {
        Input::Events { customer, .. } if *customer != state.customer.id => Err(Refusal::new(
            RefusalCode::WrongCustomer,
            "input.customer",
            format!(
                "the events are {customer}’s and the state is {}’s",
                state.customer.id
            ),
        )),
        Input::WithFacts { input, .. } | Input::TakeOver { input, .. } => {
            check_customer(state, input)
        }
        _ => Ok(()),
    }
}
