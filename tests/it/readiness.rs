//! What a workflow lacks among the shop's customers, found before it goes live.

use edgewise::config::compile;
use edgewise::event::{Channel, Consent, ConsentChange, Event, EventKind, Profile, Source};
use edgewise::id::{CustomerId, WorkflowId};
use edgewise::input::Input;
use edgewise::plan::Plan;
use edgewise::readiness::Readiness;
use edgewise::state::State;
use edgewise::time::{Date, Timestamp};
use edgewise::transition::transition;
use serde_json::{Value, json};

const NOW: i64 = 1_795_000_000_000;
const DAY: i64 = 86_400_000;

fn plan(trigger: &Value) -> Plan {
    let config = json!({
        "format": 1,
        "shop": {"name": "S", "currency": "EUR", "time_zone": "Europe/Berlin"},
        "messages": {"mail": {"subject": "s", "text": "t"}},
        "workflows": [{"id": "w", "name": "W", "status": "live", "live_since": NOW, "trigger": trigger,
            "steps": [{"id": "mail", "type": "send", "message": "mail"}]}],
    });
    compile(&config.to_string()).plan.unwrap()
}

/// Customers who made an account so many days ago; every `dated`th said when they were born.
fn customers(
    plan: &Plan,
    count: usize,
    days_ago: i64,
    dated: usize,
    consent: Consent,
) -> Vec<State> {
    let customer = |number: usize| {
        let id = CustomerId::derive("readiness", &number.to_string());
        let at = Timestamp::from_millis(NOW - days_ago * DAY);
        let born = number
            .is_multiple_of(dated)
            .then(|| Date::parse("1990-05-05").unwrap().into());
        let profile = Profile {
            email: Some(format!("{number}@example.com").into()),
            birth_date: born,
            ..Profile::default()
        };
        let change = ConsentChange::new(Channel::Email, consent, "form");
        let kinds = [
            EventKind::CustomerCreated { profile },
            EventKind::ConsentChanged { change },
        ];
        let events = kinds.into_iter().enumerate().map(|(place, kind)| Event {
            fact_key: format!("made:{number}:{place}").into(),
            occurred_at: at,
            received_at: at,
            imported: false,
            source: Source::Shopify,
            kind,
        });
        let input = Input::Events {
            customer: id.clone(),
            events: events.collect(),
        };
        transition(plan, State::new(id), input, at).state
    };
    (0..count).map(customer).collect()
}

fn findings(trigger: &Value, count: usize, days_ago: i64, dated: usize) -> Vec<String> {
    findings_of(trigger, count, days_ago, dated, Consent::Subscribed)
}

fn findings_of(
    trigger: &Value,
    count: usize,
    days_ago: i64,
    dated: usize,
    consent: Consent,
) -> Vec<String> {
    let plan = plan(trigger);
    let workflow = plan.current(&WorkflowId::new("w")).unwrap();
    let mut readiness = Readiness::new(&plan, workflow, Timestamp::from_millis(NOW));
    for state in customers(&plan, count, days_ago, dated, consent) {
        readiness.look(&state);
    }
    let found = readiness.findings().into_iter();
    found
        .map(|finding| format!("{}: {}", finding.code, finding.message))
        .collect()
}

#[test]
fn birthdays_that_nobody_told() {
    let birthday = json!({"type": "date", "name": "birth_date"});
    assert_eq!(
        findings(&birthday, 100, 400, 5),
        [
            "date-missing: 80 of the 100 customers checked have no “birth date”, so the workflow can’t wait for it."
        ]
    );
    assert_eq!(findings(&birthday, 100, 400, 1), [] as [&str; 0]);
    // Of a handful nothing is said in shares.
    assert_eq!(findings(&birthday, 10, 400, 5), [] as [&str; 0]);
}

#[test]
fn everybody_falling_quiet_on_the_first_day() {
    let quiet = |days: u32| json!({"type": "inactive", "activity": ["customer_created"], "for": {"amount": days, "unit": "days"}});
    assert_eq!(
        findings(&quiet(30), 100, 30, 1),
        [
            "flood-on-day-one: 100 of the 100 customers checked would enter within a day of turning it on."
        ]
    );
    // Who was quiet before that is not its business.
    assert_eq!(findings(&quiet(30), 100, 40, 1), [] as [&str; 0]);
}

#[test]
fn a_history_shorter_than_what_is_asked_of_it() {
    let quiet = json!({"type": "inactive", "activity": ["customer_created"], "for": {"amount": 90, "unit": "days"}});
    let found = findings(&quiet, 3, 20, 1);
    assert_eq!(found.len(), 1);
    assert!(
        found
            .iter()
            .all(|one| one.starts_with("too-little-history: The workflow looks back 90 days"))
    );
}

#[test]
fn what_nobody_ever_did() {
    let visited = json!({"type": "performed", "event": "page_viewed"});
    assert_eq!(
        findings(&visited, 30, 400, 1),
        [
            "never-told: None of the customers checked has had a “page viewed” event yet, so nobody would have entered so far."
        ]
    );
    let joined = json!({"type": "customer_created"});
    assert_eq!(findings(&joined, 30, 400, 1), [] as [&str; 0]);
    // What follows from other facts needs nothing to be connected.
    let scored = json!({"type": "score_reached", "at_least": 100});
    assert_eq!(findings(&scored, 30, 400, 1), [] as [&str; 0]);
}

#[test]
fn nobody_who_may_be_written_to() {
    let trigger = json!({"type": "customer_created"});
    let found = findings_of(&trigger, 30, 10, 1, Consent::Pending);
    assert_eq!(
        found,
        [
            "nobody-to-write-to: None of the 30 customers checked has agreed to marketing by email, so no message would be sent."
        ]
    );
    assert_eq!(findings(&trigger, 30, 10, 1).len(), 0);
}
