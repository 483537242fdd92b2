//! Recency, frequency and monetary value on public data, against another implementation.
//!
//! The Python package `lifetimes` ships the CDNOW sample (2,357 buyers of a music shop, 1997 and
//! 1998) and the summary that its authors computed from the first 39 weeks. Every buyer must come
//! out the same here. `npm run test:long` fetches the data and names its folder; it is not part
//! of this project.

use edgewise::condition::{RfmFigures, RfmGroup, RfmScores};
use edgewise::customer::{Customer, Kept};
use edgewise::event::{Event, EventKind, Order, Source};
use edgewise::money::{Currency, Money};
use edgewise::segment::cuts;
use edgewise::time::Timestamp;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// What one buyer paid, by day.
type Days = BTreeMap<String, i64>;

#[test]
#[ignore = "needs the CDNOW sample, which `npm run test:long` fetches"]
fn every_buyer_comes_out_as_in_the_published_summary() {
    let folder = PathBuf::from(std::env::var_os("EDGEWISE_CDNOW").unwrap());
    let sample = fs::read_to_string(folder.join("CDNOW_sample.txt")).unwrap();
    let summary = folder.join("cdnow_customers_summary_with_transactions.csv");
    let summary = fs::read_to_string(summary).unwrap();

    let mut buyers: BTreeMap<u32, Days> = BTreeMap::new();
    for line in sample.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, buyer, day, _, amount] = fields.as_slice() else {
            continue;
        };
        // The summary covers the first 39 weeks, and takes one day's purchases as one.
        if *day <= "19970930" {
            let days = buyers.entry(buyer.parse().unwrap()).or_default();
            *days.entry((*day).to_owned()).or_default() +=
                Money::parse(amount, usd()).unwrap().minor;
        }
    }
    let customers: Vec<(Customer, i64)> = buyers.values().map(customer).collect();
    let figures = |customer: &Customer| RfmFigures::of(customer, usd()).unwrap();

    let mut compared = 0;
    for (line, (customer, first_spend)) in summary.lines().skip(1).zip(&customers) {
        let fields: Vec<&str> = line.split(',').collect();
        let [_, repeats, weeks, _, mean] = fields.as_slice() else {
            continue;
        };
        let found = figures(customer);
        assert_eq!(
            found.frequency - 1,
            repeats.parse::<i64>().unwrap(),
            "{line}"
        );
        // They give recency in weeks after the first purchase, and the mean of the repeats, both
        // rounded to hundredths; here both are exact, so they are rounded in the same way.
        let days = (found.recency - customer.first_seen.as_millis()) / 86_400_000;
        assert_eq!(rounded(days * 100, 7), hundredths(weeks), "{line}");
        if found.frequency > 1 {
            let spent = found.monetary - first_spend;
            assert!(
                (rounded(spent, found.frequency - 1) - hundredths(mean)).abs() <= 1,
                "{line}"
            );
        }
        compared += 1;
    }
    assert_eq!(compared, customers.len());

    // And the fifths of a real shop: most buyers bought once, so no score is drawn by lot.
    let all: Vec<RfmFigures> = customers
        .iter()
        .map(|(customer, _)| figures(customer))
        .collect();
    let cuts = cuts(&all).unwrap();
    let mut groups: BTreeMap<RfmGroup, usize> = BTreeMap::new();
    for figures in &all {
        let scores = RfmScores::of(*figures, &cuts);
        assert!((figures.frequency == 1) == (scores.frequency == 1));
        *groups.entry(RfmGroup::of(Some(scores))).or_default() += 1;
    }
    assert_eq!(groups.values().sum::<usize>(), all.len());
    // Nobody here never bought, and no group swallows the shop.
    assert!(!groups.contains_key(&RfmGroup::Prospects));
    assert!(groups.len() >= 8 && groups.values().all(|size| *size < all.len() / 2));
}

fn customer(days: &Days) -> (Customer, i64) {
    let mut customer = Customer::default();
    for (number, (day, minor)) in days.iter().enumerate() {
        let (year, month, day) = (&day[..4], &day[4..6], &day[6..]);
        let at = Timestamp::parse_rfc3339(&format!("{year}-{month}-{day}T00:00:00Z")).unwrap();
        let order = Order {
            order_id: format!("cdnow:{number}"),
            placed_at: Some(at),
            paid_at: Some(at),
            total: Some(Money::new(*minor, usd())),
            ..Order::default()
        };
        let event = Event {
            fact_key: order.order_id.clone().into(),
            occurred_at: at,
            received_at: at,
            imported: false,
            source: Source::Shopify,
            kind: EventKind::OrderCompleted { order },
        };
        customer.fold(&event, &Kept::NOTHING);
    }
    (customer, *days.values().next().unwrap())
}

/// A quotient rounded to the nearest whole, halves up.
fn rounded(value: i64, by: i64) -> i64 {
    (2 * value + by).div_euclid(2 * by)
}

fn hundredths(text: &str) -> i64 {
    Money::parse(text, usd()).unwrap().minor
}

fn usd() -> Currency {
    Currency::parse("USD").unwrap()
}
