//! What a host asks about one customer or one condition, as text in and text out.

use edgewise::config::compile;
use edgewise::id::{CustomerId, WorkflowId};
use edgewise::wire::{self, Plans};
use serde_json::{Value, json};

const START: i64 = 1_772_323_200_000;
const DAY: i64 = 86_400_000;

struct World {
    plans: Plans,
    plan: String,
}

impl World {
    fn new(more: &Value) -> Self {
        let mut config = json!({
            "format": 1,
            "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": "UTC"},
        });
        let fields = config.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        let mut plans = Plans::new();
        let answer = parsed(&wire::load(&mut plans, &config.to_string()));
        assert_eq!(answer["diagnostics"], json!([]));
        let plan = answer["plan"].as_str().unwrap().to_owned();
        Self { plans, plan }
    }

    /// A state after orders of these worths, a day apart.
    fn after_orders(&self, customer: &str, worths: &[i64]) -> String {
        let mut state = String::new();
        for (day, worth) in (0..).zip(worths) {
            let at = START + day * DAY;
            let total = json!({"minor": worth, "currency": "EUR"});
            let order = json!({"order_id": format!("{customer}-{day}"), "placed_at": at, "paid_at": at, "total": total});
            let event = json!({"fact_key": format!("{customer}:{day}"), "occurred_at": at, "received_at": at, "source": "shopify", "kind": {"type": "order_placed", "order": order}});
            let input = json!({"type": "events", "customer": customer, "events": [event]});
            let answer =
                wire::transition(&self.plans, &self.plan, &state, &input.to_string(), at).unwrap();
            state = answer.split_once('\n').unwrap().1.to_owned();
        }
        state
    }
}

#[test]
fn a_plan_says_what_it_needs_of_its_host() {
    let needs = |condition: Value| {
        let segment = json!({"id": "s", "name": "S", "condition": condition});
        let world = World::new(&json!({"segments": [segment]}));
        parsed(&wire::needs(&world.plans, &world.plan).unwrap())
    };
    assert_eq!(
        needs(json!({"type": "tag", "tag": "vip"})),
        json!({"catalogue": false, "rfm": false, "kept": {}, "unasked": ["page_viewed", "product_viewed", "product_list_viewed", "products_searched", "custom"], "watches": false, "consent": {}, "woocommerce": {}, "writes": [], "pools": []})
    );
    let dear = json!({"property": "price", "is": "more_than", "value": "50"});
    let performed = json!({"type": "performed", "event": "product_viewed", "where": [dear], "is": "at_least", "count": 1});
    let both = json!({"type": "all", "of": [{"type": "rfm", "groups": ["champions"]}, performed]});
    assert_eq!(
        needs(both),
        json!({"catalogue": false, "rfm": true, "kept": {"product_viewed": ["price"]}, "unasked": [], "watches": false, "consent": {}, "woocommerce": {}, "writes": [], "pools": []})
    );
    let workflow = |id: &str, status: &str, pool: &str| json!({"id": id, "name": id, "status": status, "trigger": {"type": "customer_created"}, "steps": [{"id": "code", "type": "apply_coupon", "percent": 10, "pool": pool}, {"id": "end", "type": "exit"}]});
    let workflows = json!({"workflows": [workflow("b", "live", "spring"), workflow("a", "live", "fall"), workflow("c", "live", "fall"), workflow("d", "draft", "never")]});
    let world = World::new(&workflows);
    let needs = parsed(&wire::needs(&world.plans, &world.plan).unwrap());
    assert_eq!(needs["pools"], json!(["fall", "spring"]));
}

/// Of an unknown visitor only that may wait which nothing asks for, and nothing where somebody of whom
/// nothing is known may be meant already.
#[test]
fn a_plan_says_which_events_of_unknown_visitors_may_wait() {
    let all = [
        "page_viewed",
        "product_viewed",
        "product_list_viewed",
        "products_searched",
        "custom",
    ];
    let unasked = |plan: Value| {
        let world = World::new(&plan);
        let needs = parsed(&wire::needs(&world.plans, &world.plan).unwrap());
        needs["unasked"].clone()
    };
    let segment = |condition: Value| {
        unasked(json!({"segments": [{"id": "s", "name": "S", "condition": condition}]}))
    };
    let but = |name: &str| {
        json!(
            all.into_iter()
                .filter(|one| *one != name)
                .collect::<Vec<_>>()
        )
    };
    assert_eq!(unasked(json!({})), json!(all));
    let viewed =
        json!({"type": "performed", "event": "product_viewed", "is": "at_least", "count": 1});
    assert_eq!(segment(viewed), but("product_viewed"));
    let quiet = json!({"type": "not_performed", "event": ["order_placed"], "window": {"last": {"amount": 30, "unit": "days"}}});
    assert_eq!(segment(quiet), json!([]), "nobody ever ordered");
    let drawn = json!({"type": "random_bucket", "name": "pilot", "until": 1});
    assert_eq!(segment(drawn), json!([]), "a lot may fall on anybody");
    let workflow = |status: &str, trigger: Value| {
        unasked(
            json!({"workflows": [{"id": "w", "name": "W", "status": status, "trigger": trigger,
            "steps": [{"id": "t", "type": "add_tag", "tag": "x"}]}]}),
        )
    };
    let opened = json!({"type": "performed", "event": "page_viewed"});
    assert_eq!(workflow("live", opened), but("page_viewed"));
    let stock = json!({"type": "performed", "event": "stock_changed"});
    assert_eq!(
        workflow("live", stock),
        but("product_viewed"),
        "whoever looked at it receives it"
    );
}

#[test]
fn buyers_are_cut_into_fifths_by_their_own_figures() {
    let world = World::new(&json!({}));
    let figures =
        |state: &str| parsed(&wire::rfm_figures(&world.plans, &world.plan, state).unwrap());
    let figures_of: Vec<Value> = (1..=10)
        .map(|buyer| figures(&world.after_orders(&format!("c{buyer}"), &vec![1_000; buyer])))
        .collect();
    assert_eq!(
        figures_of[2],
        json!({"recency": START + 2 * DAY, "frequency": 3, "monetary": 3_000})
    );
    assert_eq!(
        figures(""),
        Value::Null,
        "nobody who never ordered is ranked"
    );
    let cuts = |figures: &[Value]| parsed(&wire::rfm_cuts(&json!(figures).to_string()).unwrap());
    assert_eq!(cuts(&figures_of[..9]), Value::Null, "too few to rank");
    // Nearest rank: the second, fourth, sixth and eighth of ten; a score is reached above it.
    let cuts = cuts(&figures_of);
    assert_eq!(cuts["frequency"], json!([3, 5, 7, 9]));
    assert_eq!(cuts["monetary"], json!([2_001, 4_001, 6_001, 8_001]));
    assert_eq!(wire::rfm_cuts("{}").unwrap_err().path, "figures");
}

#[test]
fn standing_says_how_far_each_tier_is() {
    let world = World::new(&json!({
        "tiers": [
            {"id": "gold", "name": "Gold", "spend_at_least": "500.00"},
            {"id": "silver", "name": "Silver", "spend_at_least": "100.00"},
        ],
        "scoring": {
            "qualified_from": 30,
            "rules": [
                {"id": "buys", "points": 20, "each": {"event": "order_placed"}},
                {"id": "rich", "points": 5, "while": {"type": "spend", "is": "more_than", "amount": "10000.00"}},
            ],
        },
    }));
    let state = world.after_orders("anna", &[10_000, 25_050]);
    let standing =
        wire::standing(&world.plans, &world.plan, &state, "", START + 5 * DAY, "en").unwrap();
    assert_eq!(
        parsed(&standing),
        json!({
            "consents": [
                {"channel": "email", "consent": "never_subscribed"},
                {"channel": "sms", "consent": "never_subscribed"},
                {"channel": "push", "consent": "never_subscribed"},
            ],
            "last_order_at": START + DAY,
            "offers": [],
            "orders": 2,
            "preferences": {"frequency": "all"},
            "points": 0,
            "qualified_since": START + DAY,
            "score": 40,
            "score_rules": [
                {"condition": "+20 for each “order placed”", "value": "+40", "matched": true},
                {"condition": "+5 while the customer has spent more than €10,000.00", "value": "+0", "matched": false},
            ],
            "spent": {"minor": 35_050, "currency": "EUR"},
            "suppressions": [],
            "tier": "silver",
            "tier_review_at": null,
            "tiers": [
                {"id": "silver", "missing": 0, "name": "Silver", "said": "€0.00"},
                {"id": "gold", "missing": 14_950, "name": "Gold", "said": "€149.50"},
            ],
        })
    );
}

#[test]
fn a_condition_is_said_in_words_or_its_mistakes_are() {
    let world = World::new(&json!({}));
    let say =
        |condition: &str| wire::condition_sentence(&world.plans, &world.plan, condition, "en");
    let said = parsed(&say(r#"{"type": "tag", "tag": "vip"}"#).unwrap());
    assert_eq!(
        said,
        json!({
            "diagnostics": [],
            "parts": [
                {"text": "has", "field": "has"},
                {"text": " the tag “"},
                {"text": "vip", "field": "tag"},
                {"text": "”"},
            ],
            "sentence": "has the tag “vip”",
        })
    );
    let wrong = parsed(&say(r#"{"type": "tags"}"#).unwrap());
    assert_eq!(
        (&wrong["sentence"], &wrong["diagnostics"][0]["path"]),
        (&Value::Null, &json!("type"))
    );
    assert_eq!(say("{").unwrap_err().path, "condition");
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_holdout_is_its_share_of_everybody_and_the_same_for_ever() {
    let workflow = |id: &str| {
        let config = json!({
            "format": 1,
            "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": "UTC"},
            "workflows": [{
                "id": id, "name": "W", "holdout": 10, "trigger": {"type": "customer_created"},
                "steps": [{"id": "t", "type": "add_tag", "tag": "t"}],
            }],
        });
        let plan = compile(&config.to_string()).plan.unwrap();
        plan.current(&WorkflowId::new(id.to_owned()))
            .unwrap()
            .clone()
    };
    let (one, other) = (workflow("one"), workflow("other"));
    let people: Vec<CustomerId> = (0..10_000)
        .map(|n| CustomerId::new(format!("c{n}")))
        .collect();
    let out = |who: &&CustomerId| one.holds_out(who);
    let held: Vec<&CustomerId> = people.iter().filter(out).collect();
    assert!((900..1_100).contains(&held.len()), "{}", held.len());
    // Of those held out of one workflow no more are held out of another than of everybody.
    let both = held.iter().filter(|who| other.holds_out(who)).count();
    assert!((60..140).contains(&both), "{both}");
    let first: Vec<&str> = held.iter().take(5).map(|who| who.as_str()).collect();
    assert_eq!(
        first,
        ["c32", "c55", "c57", "c62", "c77"],
        "a draw never changes"
    );
}
