//! Columns answer as facts do: a preview of any population counts those for whom the condition itself
//! holds, a snapshot loses nothing that is asked for, and bytes from anywhere are read or refused.

use crate::generate;
use crate::generate::answers::Answers;
use crate::generate::condition::{about_reactions, condition, dated};
use crate::generate::host::compiled;
use crate::generate::plan;
use crate::generate::{START, life, moment};
use edgewise::condition::{Condition, Context, ObservedWords, RfmFigures};
use edgewise::config::compile_condition;
use edgewise::customer::{Customer, Kept, OrderFacts};
use edgewise::event::{Event, EventName};
use edgewise::id::CustomerId;
use edgewise::json::parse_strictly;
use edgewise::money::{Currency, Money};
use edgewise::plan::Plan;
use edgewise::segment_preview::{
    Changes, ChangesQuestion, ListOrder, ListQuestion, Listed, Listing, Population, Question,
    RfmGrid, SnapshotFault, cuts_of, write_decided_snapshot, write_snapshot,
};
use edgewise::sentence::Reader;
use edgewise::shop_facts::{ProductFacts, RfmCuts, ShopFacts};
use edgewise::stored::Reported;
use edgewise::time::Timestamp;
use edgewise::value::Value as Fact;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), ..ProptestConfig::default() })]

    #[test]
    fn columns_answer_as_facts_do(
        config in plan::plan(),
        customers in population(40),
        asked in vec(any_condition(), 6),
        (at, later) in (moment(), prop_oneof![0..3 * 86_400_000i64, 0..500 * 86_400_000i64]),
        pages in 1..4usize,
    ) {
        let plan = compiled(&config);
        let facts = shop_facts();
        let now = at.plus_millis(later);
        let mut population = Population::new();
        population.set_facts(facts.clone());
        for page in 0..pages {
            let own = customers.iter().skip(page).step_by(pages).cloned().collect();
            population.load(&write_snapshot(own)).unwrap();
        }
        prop_assert_eq!(population.len(), customers.len());
        for asked in &asked {
            let condition = compile(asked, &plan);
            let other = plan.segments().first().unwrap();
            let mut members = Vec::new();
            let (mut others, mut both) = (0, 0);
            for customer in &customers {
                let context = context(customer, &plan, &facts, now);
                let is_member = condition.evaluate(&context).matched;
                let is_other = other.condition.evaluate(&context).matched;
                if is_member {
                    members.push(customer.id.clone());
                }
                others += u32::from(is_other);
                both += u32::from(is_member && is_other);
            }
            members.sort();
            let one = customers.first();
            let question = Question {
                now,
                sample: 100,
                beside: Some(other.id.to_string()),
                why: one.map(|one| one.id.clone()),
                ..Question::default()
            };
            let preview = population.preview(&plan, &condition, &question);
            prop_assert_eq!(&preview.sample, &members, "{}", asked);
            prop_assert_eq!(preview.count as usize, members.len());
            let beside = preview.beside.unwrap();
            prop_assert_eq!((beside.other, beside.both), (others, both));
            if let (Some(one), Some(why)) = (one, preview.why) {
                let (answer, saw) = condition.explain(&context(one, &plan, &facts, now));
                let reader = Reader { names: Some(&plan), zone: plan.shop.zone, ..Reader::ENGLISH };
                let words: Vec<_> = saw.iter().map(|saw| ObservedWords::new(&[&condition], saw, reader)).collect();
                prop_assert_eq!(why.saw, words);
                let until = (answer.stable_until < Timestamp::MAX).then_some(answer.stable_until);
                prop_assert_eq!((why.member, why.until), (answer.matched, until), "{}", asked);
            }
        }
    }

    #[test]
    fn a_list_has_those_it_asks_for_in_the_order_of_their_facts(
        config in plan::plan(),
        customers in population(40),
        asked in proptest::option::of(any_condition()),
        now in moment(),
        (order, descending) in (prop::sample::select(ORDERS), any::<bool>()),
        (skip, take) in (0..20u32, 0..45u32),
        (pages, shares) in (1..4usize, 1..4usize),
    ) {
        let plan = compiled(&config);
        let facts = shop_facts();
        let condition = asked.as_ref().map(|asked| compile(asked, &plan));
        let decided = |number: usize| {
            let at = START + i64::try_from(number * 7 % 5).unwrap();
            (!number.is_multiple_of(4)).then(|| Timestamp::from_millis(at))
        };
        let dealt = |share: usize, shares: usize| {
            let mut population = Population::new();
            population.set_facts(facts.clone());
            for page in (share..pages).step_by(shares) {
                let all = customers.iter().cloned().enumerate();
                let own = all.map(|(number, customer)| (customer, decided(number)));
                let own = own.skip(page).step_by(pages);
                population.load(&write_decided_snapshot(own)).unwrap();
            }
            population
        };

        let mut expected: Vec<(Listed, CustomerId)> = customers
            .iter()
            .enumerate()
            .filter(|(_, customer)| {
                let context = context(customer, &plan, &facts, now);
                condition.as_ref().is_none_or(|condition| condition.evaluate(&context).matched)
            })
            .map(|(number, customer)| {
                let (number, text) = sorted_by(order, customer, decided(number), &plan);
                let id = customer.id.clone();
                (Listed { customer: id.clone(), number, text }, id)
            })
            .collect();
        expected.sort_by(|(one, id), (other, place)| {
            let lacks = |listed: &Listed| listed.number.is_none() && listed.text.is_none();
            let keys = (one.number, &one.text).cmp(&(other.number, &other.text));
            let keys = if descending { keys.reverse() } else { keys };
            lacks(one).cmp(&lacks(other)).then(keys).then(id.cmp(place))
        });
        let count = expected.len();
        let expected: Vec<Listed> = expected.into_iter().map(|(listed, _)| listed)
            .skip(skip as usize).take(take as usize).collect();

        let question = ListQuestion { now, order, descending, skip, take };
        let whole = dealt(0, 1).list(&plan, condition.as_ref(), &question);
        prop_assert_eq!((whole.asked as usize, whole.count as usize), (customers.len(), count));
        prop_assert_eq!(&whole.list, &expected);
        let parts = (0..shares).map(|share| {
            dealt(share, shares).list(&plan, condition.as_ref(), &question.of_a_part())
        });
        prop_assert_eq!(Listing::joined(parts, &question), whole);
    }

    #[test]
    fn a_damaged_snapshot_is_refused_or_read_but_never_stops_the_engine(
        customers in population(6),
        (place, bit) in (any::<prop::sample::Index>(), 0..8u32),
        cut in any::<prop::sample::Index>(),
        noise in vec(any::<u8>(), 0..60),
    ) {
        let whole = write_snapshot(customers);
        let plan = compiled(&json!({"format": 1, "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": "UTC"}}));
        let mut flipped = whole.clone();
        if !flipped.is_empty() {
            *place.get_mut(&mut flipped) ^= 1 << bit;
        }
        let cut = whole.split_at(cut.index(whole.len() + 1)).0.to_vec();
        let noisy = [whole.split_at(whole.len().min(9)).0, &noise].concat();
        for bytes in [flipped, cut, noisy, noise] {
            let mut population = Population::new();
            if population.load(&bytes).is_ok() {
                for asked in damage_questions() {
                    let question = Question { now: Timestamp::from_millis(START), sample: 3, ..Question::default() };
                    let preview = population.preview(&plan, &compile(&asked, &plan), &question);
                    prop_assert!(preview.count <= preview.asked);
                }
            } else {
                prop_assert!(population.is_empty());
            }
        }
    }
}

const ORDERS: &[ListOrder] = &[
    ListOrder::Decided,
    ListOrder::Spent,
    ListOrder::Orders,
    ListOrder::LastOrder,
    ListOrder::Name,
];

/// What a customer is sorted by, out of their facts.
fn sorted_by(
    order: ListOrder,
    customer: &Customer,
    decided: Option<Timestamp>,
    plan: &Plan,
) -> (Option<i64>, Option<String>) {
    let currency = plan.shop.currency;
    let figures = RfmFigures::of(customer, currency);
    let number = match order {
        ListOrder::Decided => decided.map(Timestamp::as_millis),
        ListOrder::Spent => Some(customer.lifetime_spend(currency).minor),
        ListOrder::Orders => Some(figures.map_or(0, |figures| figures.frequency)),
        ListOrder::LastOrder => figures.map(|figures| figures.recency),
        ListOrder::Name => {
            let profile = &customer.profile;
            let known = |field: &Option<Reported<edgewise::pii::Pii<String>>>| {
                let text = field.as_ref()?.value.expose().clone();
                Some(text).filter(|text| !text.is_empty())
            };
            let names = [known(&profile.first_name), known(&profile.last_name)];
            let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let called = Some(name).filter(|name| !name.is_empty());
            let called = called.or_else(|| known(&profile.email));
            return (None, called.map(|name| name.to_lowercase()));
        }
    };
    (number, None)
}

/// What instances say that hold some of the pages each is, joined, what one says that holds all.
#[test]
fn nobody_can_see_how_the_pages_were_dealt() {
    let mut runner = TestRunner::deterministic();
    let dealings = (
        plan::plan(),
        population(60),
        vec(any_condition(), 8),
        moment(),
        (1..6usize, 1..4usize, 1..12u32),
    );
    let (mut members, mut changes, mut cells) = (0, 0, 0);
    for number in 0..cases(150) as usize {
        let (config, customers, asked, now, (pages, shares, most)) =
            dealings.new_tree(&mut runner).unwrap().current();
        let plan = compiled(&config);
        let page = |place: usize| {
            let own = customers
                .iter()
                .skip(place)
                .step_by(pages)
                .cloned()
                .collect();
            write_snapshot(own)
        };
        let dealt = |share: usize, shares: usize| {
            let mut population = Population::new();
            for place in (share..pages).step_by(shares) {
                population.load(&page(place)).unwrap();
            }
            population
        };
        let mut whole = dealt(0, 1);
        let mut parts: Vec<Population> = (0..shares).map(|share| dealt(share, shares)).collect();

        // The cuts are those of all buyers, whoever holds them.
        let figures: Vec<u8> = parts
            .iter()
            .flat_map(|part| part.packed_figures(&plan))
            .collect();
        let cuts = cuts_of(&figures);
        assert_eq!(cuts, whole.rfm(&plan).cuts);
        let facts = ShopFacts {
            rfm: cuts,
            ..shop_facts()
        };
        whole.set_facts(facts.clone());
        parts
            .iter_mut()
            .for_each(|part| part.set_facts(facts.clone()));
        let grids = parts.iter().map(|part| part.rfm(&plan));
        let grid = grids.reduce(RfmGrid::joined).unwrap();
        assert_eq!(grid, whole.rfm(&plan));
        cells += grid.cells.len();

        let other = plan.segments().first().unwrap();
        for asked in &asked {
            let condition = compile(asked, &plan);
            let why = customers.get(number % customers.len().max(1));
            let question = Question {
                now,
                sample: most,
                beside: Some(other.id.to_string()),
                why: why.map(|one| one.id.clone()),
                ..Question::default()
            };
            let previews = parts
                .iter()
                .map(|part| part.preview(&plan, &condition, &question));
            let preview = previews
                .reduce(|one, other| one.joined(other, most))
                .unwrap();
            assert_eq!(
                preview,
                whole.preview(&plan, &condition, &question),
                "{asked}"
            );
            members += preview.count;

            let all = |population: &Population| {
                let at = |page| {
                    let until = now.plus_millis(400 * 86_400_000);
                    let question = ChangesQuestion {
                        now,
                        until,
                        most,
                        page,
                    };
                    population.changes(&plan, &condition, &question)
                };
                let first = at(0);
                (1..first.pages)
                    .map(at)
                    .fold(first, |one, other| one.joined(other, most))
                    .list
            };
            let found = parts.iter().map(|part| Changes {
                pages: 1,
                list: all(part),
            });
            let found = found
                .reduce(|one, other| one.joined(other, most))
                .unwrap()
                .list;
            assert_eq!(found, all(&whole), "{asked}");
            changes += found.len();
        }
    }
    assert!(
        members > 0 && changes > 0 && cells > 0,
        "{members} {changes} {cells}"
    );
}

#[test]
fn columns_are_asked_every_kind_of_condition() {
    let mut runner = TestRunner::deterministic();
    let cases = (
        plan::plan(),
        population(20),
        vec(any_condition(), 20),
        moment(),
    );
    let facts = shop_facts();
    let mut answers = Answers::default();
    for _ in 0..40 {
        let (config, customers, asked, now) = cases.new_tree(&mut runner).unwrap().current();
        let plan = compiled(&config);
        let mut population = Population::new();
        population.set_facts(facts.clone());
        population.load(&write_snapshot(customers.clone())).unwrap();
        let question = Question {
            now,
            sample: 100,
            ..Question::default()
        };
        for asked in &asked {
            compile(asked, &plan).visit("", &mut |condition, path| {
                let kind = kind_at(asked, path);
                let members = population.preview(&plan, condition, &question).sample;
                for customer in &customers {
                    let context = context(customer, &plan, &facts, now);
                    let is_member = members.contains(&customer.id);
                    assert_eq!(is_member, condition.evaluate(&context).matched, "{asked}");
                    answers.note(kind, is_member);
                }
            });
        }
    }
    let missing = answers.not_covered(&[(
        "product_is",
        "it asks about the run somebody is in, and a preview about nobody's run",
    )]);
    assert!(missing.is_empty(), "not asked both ways: {missing:#?}");
}

/// The kind of the condition at a path inside `condition`, such as `.of[1].of[0]`.
fn kind_at<'c>(condition: &'c Value, path: &str) -> &'c str {
    let pointer = path.replace(['.', '['], "/").replace(']', "");
    condition.pointer(&pointer).unwrap()["type"]
        .as_str()
        .unwrap()
}

/// How many cases a law gets: `EDGEWISE_CASES` in a longer run.
fn cases(usual: u32) -> u32 {
    let wanted = std::env::var("EDGEWISE_CASES").ok();
    wanted.and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

#[test]
fn a_later_page_replaces_whom_it_tells_anew() {
    let someone = |number: u32, tier: &str| Customer {
        id: CustomerId::new(format!("c{number}")),
        tier: Some(tier.to_owned()),
        ..Customer::default()
    };
    let plan = compiled(
        &json!({"format": 1, "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": "UTC"},
        "tiers": [{"id": "gold", "name": "Gold", "spend_at_least": "1.00"}]}),
    );
    let gold = compile(&json!({"type": "tier", "tier": "gold"}), &plan);
    let mut population = Population::new();
    // Pages come in any order, and overlap.
    for page in [
        vec![someone(4, "gold"), someone(5, "gold")],
        vec![someone(1, "gold"), someone(3, "silver")],
        vec![someone(3, "gold"), someone(5, "silver"), someone(2, "gold")],
    ] {
        population.load(&write_snapshot(page)).unwrap();
    }
    let question = Question {
        sample: 10,
        ..Question::default()
    };
    let preview = population.preview(&plan, &gold, &question);
    let sample: Vec<&str> = preview.sample.iter().map(CustomerId::as_str).collect();
    assert_eq!((preview.asked, preview.count), (5, 4));
    assert_eq!(sample, ["c1", "c2", "c3", "c4"]);
}

#[test]
fn what_is_no_snapshot_is_named() {
    let fault = |bytes: &[u8]| Population::new().load(bytes).unwrap_err().fault;
    let whole = write_snapshot(vec![Customer::default()]);
    let of_version = |version| {
        let mut other = whole.clone();
        *other.get_mut(8).unwrap() = version;
        other
    };
    assert_eq!(fault(b"{\"format\":1}"), SnapshotFault::NotASnapshot);
    assert_eq!(fault(&of_version(5)), SnapshotFault::NewerVersion);
    assert_eq!(fault(&of_version(2)), SnapshotFault::OlderVersion);
    let refused = Population::new().load(&of_version(2)).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("get the snapshot from the server again")
    );
    assert_eq!(
        fault(whole.split_last().unwrap().1),
        SnapshotFault::CutShort
    );
    let longer = [whole.as_slice(), b"EDGEWISE\x04\x05\0\0\0\x05"].concat();
    assert_eq!(fault(&longer), SnapshotFault::CutShort);
    assert!(
        Population::new()
            .load(&[whole.clone(), whole].concat())
            .is_ok()
    );
}

fn compile(asked: &Value, plan: &Plan) -> Condition {
    let asked = dated(asked, Timestamp::from_millis(START));
    let tree = parse_strictly(&asked.to_string()).unwrap();
    let (condition, findings) = compile_condition(&tree, plan);
    condition.unwrap_or_else(|| panic!("{asked} {findings:?}"))
}

fn context<'a>(
    customer: &'a Customer,
    plan: &'a Plan,
    facts: &'a ShopFacts,
    now: Timestamp,
) -> Context<'a> {
    Context {
        local: customer.zone(plan.shop.zone),
        definitions: plan.definitions(),
        facts,
        ..Context::new(customer, now, plan.shop.zone, plan.shop.currency)
    }
}

fn shop_facts() -> ShopFacts {
    let cuts = RfmCuts {
        recency: [2, 5, 9, 14].map(|day| START + day * 86_400_000),
        frequency: [2, 3, 4, 5],
        monetary: [10_000, 20_000, 40_000, 80_000],
    };
    let mut facts = ShopFacts {
        rfm: Some(cuts),
        ..ShopFacts::NONE
    };
    let product = ProductFacts {
        collections: vec!["mugs".to_owned()],
        ..ProductFacts::default()
    };
    facts.products.insert("p1".to_owned(), product);
    facts
}

/// Customers after random lives, with what no event of those lives says.
fn population(most: usize) -> impl Strategy<Value = Vec<Customer>> {
    let one = (life(25), 0..5i64, 0..8u32, any::<[bool; 6]>(), moment());
    vec(one, 0..most).prop_map(|lives| {
        let lives = lives.into_iter().enumerate();
        lives
            .map(|(number, (events, points, country, odd, at))| {
                let mut customer = lived(number, &events);
                customer.points.balance = points * 50;
                customer.score.value = 10 - points * 4;
                let [suppressed, gold, joined, folded, dropped, foreign] = odd;
                customer.suppressed = suppressed.then_some(at);
                customer.tier = gold.then(|| "gold".to_owned());
                customer.profile.joined_at = joined.then(|| Reported::new(at, at, true));
                let countries = ["DE", "US", "Österreich", "JP"];
                customer.profile.country = countries
                    .get(country as usize)
                    .map(|country| Reported::new((*country).to_owned(), at, true));
                let interests = ["Dogs", "cats", "12"].iter().take(country as usize % 4);
                let interests = Fact::List(interests.map(|one| (*one).to_owned()).collect());
                let traits = &mut customer.profile.traits;
                traits.insert("interests".to_owned(), Reported::new(interests, at, true));
                if folded && country == 1 {
                    customer.orders.folded_count = 2;
                    customer.orders.folded_paid = 1;
                    customer.orders.folded_until = Some(at);
                    customer.orders.folded_spend = Some(Money::new(12_345, generate::euro()));
                }
                if dropped && country == 2 {
                    let event = EventName::ProductViewed;
                    customer.history.dropped.insert(event, at);
                    customer.history.dropped_count.insert(event, 3);
                }
                if foreign {
                    add_odd_orders(&mut customer, at, points);
                }
                customer
            })
            .collect()
    })
}

/// An order in another currency, one without an amount, a cancelled one, a test, a deleted one.
fn add_odd_orders(customer: &mut Customer, at: Timestamp, which: i64) {
    let order_id = format!("odd:{which}");
    let mut order = OrderFacts {
        order_id: order_id.clone(),
        placed_at: Some(at),
        paid_at: Some(at.plus_millis(60_000)),
        total: Some(Money::new(15_000, generate::euro())),
        ..OrderFacts::default()
    };
    match which {
        0 => order.total = Some(Money::new(15_000, Currency::USD)),
        1 => order.total = None,
        2 => order.cancelled_at = Some(at),
        3 => order.test = true,
        _ => order.deleted = true,
    }
    customer.orders.by_id.insert(order_id, order.into());
}

fn lived(number: usize, events: &[Event]) -> Customer {
    let mut kept = Kept::default();
    kept.add(EventName::ProductViewed, "price");
    let mut customer = Customer {
        id: CustomerId::derive("shop", &number.to_string()),
        ..Customer::default()
    };
    for event in events {
        customer.fold(event, &kept);
    }
    customer
}

/// Conditions of every kind: those of a random plan, and those that only a whole state answers.
fn any_condition() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![3 => condition(), 1 => about_reactions(), 2 => prop::sample::select(further())];
    leaf.prop_recursive(2, 8, 3, |inner| {
        (
            prop::sample::select(vec!["all", "any", "none"]),
            vec(inner, 0..4),
        )
            .prop_map(|(kind, of)| json!({"type": kind, "of": of}))
    })
}

fn further() -> Vec<Value> {
    let month = json!({"last": {"amount": 1, "unit": "months"}});
    vec![
        json!({"type": "tier", "tier": "gold"}),
        json!({"type": "tier", "tier": "silver"}),
        json!({"type": "suppressed"}),
        json!({"type": "tag", "tag": " T1 ", "has": false}),
        json!({"type": "points", "is": "at_least", "points": 100}),
        json!({"type": "points", "is": "between", "points": 0, "and": 60}),
        json!({"type": "score", "is": "less_than", "points": 3}),
        json!({"type": "random_bucket", "name": "spring", "from": 20, "until": 70}),
        json!({"type": "consent", "channel": "sms", "is": "never_subscribed"}),
        json!({"type": "attribute", "name": "country", "is": "one_of", "value": ["de", "österreich"]}),
        json!({"type": "attribute", "name": "country", "is": "not_equals", "value": "US"}),
        json!({"type": "attribute", "name": "birth_date", "is": "less_than", "value": "1995-01-01"}),
        json!({"type": "attribute", "name": "interests", "is": "contains_all", "value": ["dogs", "cats"]}),
        json!({"type": "attribute", "name": "interests", "is": "contains_none", "value": ["cats"]}),
        json!({"type": "date", "name": "joined_at", "is": "in_last", "span": {"amount": 1, "unit": "months"}}),
        json!({"type": "date", "name": "joined_at", "is": "on", "value": "@7"}),
        json!({"type": "date", "name": "joined_at", "is": "anniversary"}),
        json!({"type": "date", "name": "first_order_at", "is": "before_last", "span": {"amount": 9, "unit": "days"}}),
        json!({"type": "date", "name": "first_order_at", "is": "not_set"}),
        json!({"type": "date", "name": "last_order_at", "is": "between", "value": "@3", "and": "@9T"}),
        json!({"type": "date", "name": "interests", "is": "not_set"}),
        json!({"type": "performed", "event": ["product_viewed", "order_placed"], "about": "p1", "window": month}),
        json!({"type": "not_performed", "event": "product_viewed", "where": [{"property": "collections", "is": "contains", "value": "mugs"}]}),
        json!({"type": "aggregate", "figure": "average", "event": "order_placed", "property": "total", "is": "at_least", "value": 300, "window": month}),
        json!({"type": "aggregate", "figure": "sum", "event": ["product_viewed", "product_added"], "property": "price", "is": "at_least", "value": 20}),
        json!({"type": "bought", "where": [{"property": "collections", "is": "contains", "value": "mugs"}], "window": month}),
        json!({"type": "cart_contains", "where": [{"property": "title", "is": "contains", "value": "mu"}], "is": "at_least", "count": 2}),
        json!({"type": "rfm", "groups": ["prospects", "at-risk", "active", "almost-lost", "needs-attention"]}),
    ]
}

fn damage_questions() -> Vec<Value> {
    let ever = [
        json!({"type": "aggregate", "figure": "last", "event": "product_viewed", "property": "price", "is": "more_than", "value": 1}),
        json!({"type": "performed", "event": ["product_viewed", "cart_updated"]}),
        json!({"type": "date", "name": "birth_date", "is": "anniversary"}),
    ];
    further()
        .into_iter()
        .filter(|asked| asked.get("tier").is_none())
        .chain(ever)
        .collect()
}
