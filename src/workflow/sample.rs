//! A sample customer with complete data, for checking a shop’s messages before they are saved. It
//! defines which variables a template may use.

use super::enrollment::{Coupon, Enrollment};
use super::trigger::DESCRIBED;
use super::variables::variables;
use crate::condition::{NextTier, Threshold, Tier};
use crate::customer::{CartFacts, Customer, LineFacts, OrderFacts, Record};
use crate::event::EventName;
use crate::id::EffectId;
use crate::json::Text;
use crate::money::Money;
use crate::pii::Pii;
use crate::shop::Shop;
use crate::stored::Reported;
use crate::time::Timestamp;
use crate::value::{Decimal, Value};

/// The result of [`variables`] for a customer who left a cart, ordered, has a coupon, and isn’t in
/// the highest tier. No member is missing, so any other name is not a merge field.
#[must_use]
pub fn sample_variables(shop: &Shop) -> Text {
    let price = Money::new(2_900, shop.currency);
    let tier = Tier {
        id: "gold".to_owned(),
        name: "Gold".to_owned(),
        from: Threshold::Spend(Money::new(50_000, shop.currency)),
    };
    let next = NextTier {
        tier: &tier,
        missing: 4_950,
    };
    variables(shop, &somebody(price), Some(&next), &enrollment(price))
}

const AT: Timestamp = Timestamp::from_millis(1_767_225_600_000);
const FACT: u64 = 1;
const CART: &str = "sample";

fn somebody(price: Money) -> Customer {
    let mut customer = Customer::default();
    let profile = &mut customer.profile;
    let told = |text: &str| Some(Reported::new(Pii::new(text.to_owned()), AT, true));
    profile.email = told("anna@example.com");
    profile.phone = told("+15555550100");
    profile.first_name = told("Anna");
    profile.last_name = told("Example");
    profile.language = Some(Reported::new("en".to_owned(), AT, true));
    customer.tier = Some("silver".to_owned());
    customer.carts.list = vec![CartFacts {
        cart_token: Some(CART.to_owned()),
        items: vec![a_line(price)],
        total: Some(price),
        url: Some("https://shop.example/cart".to_owned()),
        ..CartFacts::default()
    }];
    let order = OrderFacts {
        order_id: CART.to_owned(),
        number: Some("#1001".to_owned()),
        placed_at: Some(AT),
        paid_at: Some(AT),
        total: Some(price),
        items: vec![a_line(price)],
        ..OrderFacts::default()
    };
    customer.orders.by_id.insert(CART.to_owned(), order.into());
    let viewed = Record {
        at: AT,
        fact: FACT.into(),
        subject: Some("1001".to_owned()),
        properties: DESCRIBED
            .map(|name| (name.to_owned(), of_trigger(name)))
            .into(),
    };
    customer.history.record(EventName::ProductViewed, viewed);
    customer
}

fn of_trigger(property: &str) -> Value {
    match property {
        "price" => Value::Number(Decimal::from(29)),
        "title" => Value::Text("Bowl".to_owned()),
        "tracking_url" => Value::Text("https://post.example/JD0146".to_owned()),
        text => Value::Text(text.to_owned()),
    }
}

fn a_line(price: Money) -> LineFacts {
    LineFacts {
        product_id: "1001".into(),
        title: "Bowl".into(),
        variant_title: Some("Blue".into()),
        quantity: 1,
        unit_price: Some(price),
        list_price: Some(price),
        image_url: Some("https://shop.example/bowl.jpg".into()),
        url: Some("https://shop.example/bowl".into()),
        ..LineFacts::default()
    }
}

fn enrollment(price: Money) -> Enrollment {
    Enrollment {
        entry_fact: FACT,
        cart: Some(["cart:", CART].concat()),
        order: Some(CART.to_owned()),
        coupon: Some(Coupon {
            effect: EffectId::default(),
            code: Some("SAVE-EXAMPLE".to_owned()),
            percent: 10,
            amount: Some(price),
            free_shipping: true,
            free_gift: Some("Mug".to_owned()),
            ..Coupon::default()
        }),
        ..Enrollment::default()
    }
}
