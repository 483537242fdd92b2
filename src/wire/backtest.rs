//! The calls of a backtest. A host begins one, adds the history in pages, and asks for the report
//! of it: between two pages it can show how far it is, or stop. A host with several engines deals the
//! pages to them, takes a report of each page, and joins them in one.

use super::{Plans, Refusal};
use crate::backtest::{Backtest, Question, Report};
use crate::event::Event;
use crate::id::CustomerId;
use crate::json::{self, object};
use crate::shop_facts::ShopFacts;
use crate::simulate::Simulation;

/// Begins a backtest. The request is `{"live": plan, "draft": plan, "facts": … or null,
/// "question": …}`, see [`crate::backtest`].
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn backtest_begin(plans: &Plans, request: &str) -> Result<Backtest, Refusal> {
    let request: BacktestRequest = Refusal::parse("request", request)?;
    Ok(Backtest::new(
        plans.get(&request.live)?,
        plans.get(&request.draft)?,
        request.facts,
        request.question,
    ))
}

/// Adds customers' histories, one a line: `{"customer": id, "events": […]}`. Returns how many were
/// added so far: `{"customers", "events"}`. The first line is number `first` of the whole history, so
/// that an error names the same line however the history is cut into pages.
///
/// # Errors
///
/// `bad-request`, with the number of the line; the lines before it were added.
pub fn backtest_tell(
    backtest: &mut Backtest,
    lines: &str,
    first: usize,
) -> Result<String, Refusal> {
    for (position, line) in lines.lines().enumerate() {
        let History { customer, events } = history(line, first.saturating_add(position))?;
        backtest.add(&customer, events);
    }
    Ok(told(backtest))
}

/// Takes the report on the customers added since it was last taken, for [`backtest_join`]. The backtest
/// goes on without it.
pub fn backtest_take(backtest: &mut Backtest) -> String {
    json::to_string(&backtest.take())
}

/// Joins a report that another backtest with the same plans and question gave in [`backtest_take`], and
/// returns how many were added so far, as [`backtest_tell`] does. Join parts in the order of their
/// customers.
///
/// # Errors
///
/// `bad-request`.
pub fn backtest_join(backtest: &mut Backtest, part: &str) -> Result<String, Refusal> {
    let part: Report = Refusal::parse("part", part)?;
    backtest.join(part);
    Ok(told(backtest))
}

fn told(backtest: &Backtest) -> String {
    let report = backtest.report();
    json::to_string(&BacktestTold {
        customers: report.customers,
        events: report.events,
    })
}

/// The report on what was added so far: a [`crate::backtest::Report`].
#[must_use]
pub fn backtest_report(backtest: &Backtest) -> String {
    json::to_string(backtest.report())
}

/// One customer's history under both plans, moment by moment, as `{"live": …, "draft": …}`, each
/// as [`super::simulate`] gives it. The line is as for [`backtest_tell`].
///
/// # Errors
///
/// `bad-request`.
pub fn backtest_replay(backtest: &Backtest, line: &str) -> Result<String, Refusal> {
    let History { customer, events } = history(line, 0)?;
    let (live, draft) = backtest.replay(&customer, events);
    Ok(json::to_string(&Replayed { live, draft }))
}

/// How far a backtest is.
struct BacktestTold {
    /// The number of customers added.
    customers: u32,
    /// How many events of theirs.
    events: u64,
}

object!(write BacktestTold { customers, events });

/// One customer's history under both plans.
struct Replayed {
    /// Under the plan that is live.
    live: Simulation,
    /// Under the draft.
    draft: Simulation,
}

object!(write Replayed { live, draft });

/// Which two plans a backtest plays, and what is asked of it.
struct BacktestRequest {
    /// The plan that is live.
    live: String,
    /// The draft's plan.
    draft: String,
    /// What is true of the shop.
    facts: Option<ShopFacts>,
    /// What is asked.
    question: Question,
}

object!(read BacktestRequest { live, draft, facts, question });

struct History {
    customer: CustomerId,
    events: Vec<Event>,
}

object!(read History { customer, events });

fn history(line: &str, position: usize) -> Result<History, Refusal> {
    Refusal::parse(&format!("lines[{position}]"), line)
}
