//! What happens to the customer, in lines a merchant could write.
//!
//! A line is a moment and a sentence: `2026-03-02 10:00 orders 1001 for 80.00, paid`. The clock
//! is the shop's. `(received 12:00)` at its end says when we received it; otherwise at once. A
//! moment without a date is on the day of the line before. The last line is `until …`. Lines
//! without a moment say how the outside world behaves: `coupons fail`, `coupons take 45 s`, and
//! `2026-03-04 10:00 another plan` lets the plan in the `later` block take over. `11:00 why not flow`
//! asks why the customer is not in a workflow at that moment, or not yet. `…, imported` was read from the
//! shop's records when it was received, and is from before the shop was connected.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use edgewise::customer::{Handover, SentStep};
use edgewise::effect::{EffectKind, Outcome};
use edgewise::event::{
    Cart, Channel, Consent, ConsentChange, ConsentField, Event, EventKind, FieldOfCheckout,
    Frequency, Fulfillment, Item, MessageNews, Order, Preferences, Prefill, Profile, Refund,
    Shipment, Source, StockChange, Tags,
};
use edgewise::id::{CustomerId, EffectId, StepId, WorkflowId};
use edgewise::input::{Command, Input};
use edgewise::money::{Currency, Money};
use edgewise::plan::Plan;
use edgewise::simulate::{Planned, Play, simulate};
use edgewise::state::State;
use edgewise::time::{Date, Timestamp, Zone};
use edgewise::value::{Decimal, Value};

/// A parsed story.
pub(crate) struct Story {
    /// What reaches the engine, and when, in order.
    pub(crate) inputs: Vec<Planned>,
    /// How the world behaves, and the horizon.
    pub(crate) play: Play,
    /// When the second plan takes over.
    pub(crate) plan_changes_at: Option<Timestamp>,
    /// Of which workflows it is asked, and when, why the customer is not in them.
    pub(crate) questions: Vec<(Timestamp, WorkflowId)>,
}

impl Story {
    /// Parses the lines of a story.
    pub(crate) fn parse(text: &str, plan: &Plan) -> Result<Self, String> {
        let mut reader = Reader {
            plan,
            zone: plan.shop.zone,
            currency: plan.shop.currency,
            day: None,
            story: Self {
                inputs: Vec::new(),
                play: Play::default(),
                plan_changes_at: None,
                questions: Vec::new(),
            },
            orders: Vec::new(),
        };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            reader
                .line(line)
                .map_err(|error| format!("“{line}”: {error}"))?;
        }
        let mut story = reader.story;
        story.inputs.sort_by_key(|planned| planned.at);
        if story.play.until == Timestamp::default() {
            return Err("the story has no `until` line".to_owned());
        }
        Ok(story)
    }
}

struct Reader<'p> {
    plan: &'p Plan,
    zone: Zone,
    currency: Currency,
    day: Option<NaiveDate>,
    story: Story,
    orders: Vec<Order>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(moment) = line.strip_prefix("until ") {
            self.story.play.until = self.moment(moment)?.0;
            return Ok(());
        }
        if let Some(behaviour) = line.strip_prefix("coupons ") {
            return self.coupons(behaviour);
        }
        let (at, rest) = self.moment(line)?;
        let (rest, received) = match rest.rsplit_once("(received ") {
            Some((rest, received)) => {
                let day = self.day;
                let received = self.moment(received.trim_end_matches(')'))?.0;
                self.day = day;
                (rest.trim(), received)
            }
            None => (rest, at),
        };
        if rest == "another plan" {
            self.story.plan_changes_at = Some(at);
            return Ok(());
        }
        if let Some(workflow) = rest.strip_prefix("why not ") {
            self.story.questions.push((at, WorkflowId::new(workflow)));
            return Ok(());
        }
        for input in self.inputs_of(rest, at, received)? {
            self.story.inputs.push(Planned {
                at: received,
                input,
            });
        }
        Ok(())
    }

    /// `fail`, or `take 45 s`.
    fn coupons(&mut self, behaviour: &str) -> Result<(), String> {
        let play = &mut self.story.play;
        match behaviour.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["fail"] => {
                play.failing.push(EffectKind::ApplyCoupon);
            }
            ["take", seconds, "s"] => {
                let seconds: i64 = seconds.parse().map_err(|_| "how many seconds?")?;
                play.slow.insert(EffectKind::ApplyCoupon, seconds * 1000);
            }
            _ => return Err("coupons `fail` or `take 45 s`".to_owned()),
        }
        Ok(())
    }

    /// A moment at the beginning of `text`, and what follows it.
    fn moment<'t>(&mut self, text: &'t str) -> Result<(Timestamp, &'t str), String> {
        let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
        let (date, time, rest) = match NaiveDate::parse_from_str(first, "%Y-%m-%d") {
            Ok(date) => {
                let (time, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                (date, time, rest)
            }
            Err(_) => (self.day.ok_or("the first line needs a date")?, first, rest),
        };
        let time = ["%H:%M:%S%.3f", "%H:%M:%S", "%H:%M"]
            .iter()
            .find_map(|form| NaiveTime::parse_from_str(time, form).ok())
            .ok_or_else(|| format!("“{time}” is not a time"))?;
        self.day = Some(date);
        Ok((
            self.zone.instant(NaiveDateTime::new(date, time)),
            rest.trim(),
        ))
    }

    fn inputs_of(
        &mut self,
        sentence: &str,
        at: Timestamp,
        received: Timestamp,
    ) -> Result<Vec<Input>, String> {
        let (sentence, imported) = match sentence.strip_suffix(", imported") {
            Some(rest) => (rest, true),
            None => (sentence, false),
        };
        let (sentence, source) = match sentence.strip_suffix(", says a browser") {
            Some(rest) => (rest, Source::ShopifyPixel),
            None => (sentence, Source::Shopify),
        };
        let (verb, rest) = sentence.split_once(' ').unwrap_or((sentence, ""));
        let words: Vec<&str> = rest.split_whitespace().collect();
        let first = words.first().copied().unwrap_or_default();
        let kinds = match verb {
            "signs" => self.signs_up(&words)?,
            "profile" => vec![EventKind::CustomerUpdated {
                profile: profile(&words)?,
            }],
            "agrees" => match (consent(first, Consent::Subscribed)?, words.get(1)) {
                (EventKind::ConsentChanged { change }, Some(origin)) => {
                    vec![EventKind::ConsentChanged {
                        change: ConsentChange {
                            origin: Some((*origin).to_owned()),
                            ..change
                        },
                    }]
                }
                (kind, _) => vec![kind],
            },
            "unsubscribes" => vec![consent(first, Consent::Unsubscribed)?],
            "pending" => vec![consent(first, Consent::Pending)?],
            "prefers" => vec![prefers(&words, at)?],
            "answers" => vec![EventKind::SurveyAnswered {
                survey: first.to_owned(),
                answer: words.get(1).copied().unwrap_or_default().to_owned(),
            }],
            "wants" => vec![EventKind::BackInStockRequested {
                product: self.product(&words),
            }],
            "ticks" => vec![ticks(&words, at)?],
            "cart" => vec![self.cart(&words, false)?],
            "checkout" => vec![self.cart(&words, true)?],
            "discards" => vec![match first.strip_prefix('#') {
                // All that Shopify says.
                Some(number) => EventKind::CheckoutDeleted {
                    checkout_token: None,
                    checkout_id: Some(number.to_owned()),
                },
                None => EventKind::CheckoutDeleted {
                    checkout_token: Some(first.to_owned()),
                    checkout_id: None,
                },
            }],
            "orders" => self.order(&words, at)?,
            "pays" => vec![self.change_order(
                first,
                |order| order.paid_at = Some(at),
                |order| EventKind::OrderCompleted { order },
            )?],
            "cancels" => vec![self.change_order(
                first,
                |order| order.cancelled_at = Some(at),
                |order| EventKind::OrderCancelled { order },
            )?],
            // `loses-order 1001`: the shop cancels what was never placed.
            "loses-order" => vec![EventKind::OrderCancelled {
                order: Order {
                    order_id: format!("shopify:{first}"),
                    cancelled_at: Some(at),
                    ..Order::default()
                },
            }],
            "refund" => vec![EventKind::OrderRefunded {
                refund: Refund {
                    order_id: format!("shopify:{first}"),
                    refund_id: format!("{first}-{}", at.as_millis()),
                    amount: words
                        .get(1)
                        .map(|text| Money::parse(text, self.currency).ok_or("how much?"))
                        .transpose()?,
                },
            }],
            "tagged" => vec![EventKind::TagsAdded {
                tags: Tags {
                    tags: vec![rest.to_owned()],
                },
            }],
            "untagged" => vec![EventKind::TagsRemoved {
                tags: Tags {
                    tags: vec![rest.to_owned()],
                },
            }],
            "views" => vec![EventKind::ProductViewed {
                product: self.product(&words),
            }],
            "opens" => vec![EventKind::PageViewed {
                url: first.to_owned(),
            }],
            "message" => vec![message_news(&words)?],
            "returns" => vec![EventKind::ReturnRequested {
                order_id: format!("shopify:{first}"),
                reason: words.get(1).map(|reason| (*reason).to_owned()),
            }],
            "stock" => vec![EventKind::StockChanged {
                stock: StockChange {
                    product_id: first.to_owned(),
                    previous: number(words.get(1))?,
                    available: number(words.get(2))?,
                    ..StockChange::default()
                },
            }],
            "price" => vec![EventKind::PriceChanged {
                previous: words
                    .get(1)
                    .and_then(|text| Money::parse(text, self.currency)),
                product: Item {
                    product_id: first.to_owned().into(),
                    unit_price: words
                        .get(2)
                        .and_then(|text| Money::parse(text, self.currency)),
                    ..Item::default()
                },
            }],
            "promotion" => vec![EventKind::PromotionStarted {
                name: rest.to_owned(),
                product: None,
            }],
            "over" => vec![EventKind::PromotionEnded {
                name: rest.to_owned(),
                started: self.start_of(rest),
            }],
            "sale" => vec![EventKind::PromotionStarted {
                name: first.to_owned(),
                product: Some(Item {
                    product_id: first.to_owned().into(),
                    title: first.to_owned().into(),
                    list_price: words
                        .get(1)
                        .and_then(|text| Money::parse(text, self.currency)),
                    unit_price: words
                        .get(2)
                        .and_then(|text| Money::parse(text, self.currency)),
                    ..Item::default()
                }),
            }],
            "searches" => vec![EventKind::ProductsSearched {
                query: rest.to_owned(),
            }],
            "browses" => vec![EventKind::ProductListViewed {
                list_id: first.to_owned(),
                title: first.to_owned(),
            }],
            "ships" => vec![EventKind::OrderFulfilled {
                fulfillment: Fulfillment {
                    order_id: format!("shopify:{first}"),
                    fulfillment_id: format!("f{first}"),
                    tracking_number: words.get(1).map(|number| (*number).to_owned()),
                    ..Fulfillment::default()
                },
            }],
            "parcel" => vec![EventKind::ShipmentUpdated {
                shipment: Shipment {
                    order_id: format!("shopify:{first}"),
                    fulfillment_id: format!("f{first}"),
                    status: words.get(1).copied().unwrap_or("delivered").to_owned(),
                },
            }],
            "tracks" => {
                let (properties, name): (Vec<&str>, Vec<&str>) =
                    words.iter().partition(|word| word.contains('='));
                let properties = properties.iter().filter_map(|word| word.split_once('='));
                vec![EventKind::Custom {
                    event: name.join(" "),
                    properties: properties
                        .map(|(name, value)| (name.to_owned(), value_of(value)))
                        .collect(),
                }]
            }
            "wakes" => return Ok(vec![Input::Wake]),
            "plan" => return Ok(vec![Input::PlanChanged]),
            "suppress" => return Ok(vec![command(Command::Suppress)]),
            "unsuppress" => return Ok(vec![command(Command::Unsuppress)]),
            "enrolls" => {
                return Ok(vec![command(Command::Enroll {
                    workflow: WorkflowId::new(first),
                    batch: words.get(1).copied().unwrap_or("first").to_owned(),
                })]);
            }
            "tests" => {
                return Ok(vec![command(Command::Test {
                    workflow: WorkflowId::new(first),
                    batch: at.as_millis().to_string(),
                })]);
            }
            "gives" => {
                return Ok(vec![command(Command::GivePoints {
                    points: first.parse().map_err(|_| "how many?")?,
                    note: words.get(1..).unwrap_or_default().join(" "),
                })]);
            }
            "redeems" => {
                return Ok(vec![command(Command::RedeemPoints {
                    points: first.parse().map_err(|_| "how many?")?,
                    note: words.get(1..).unwrap_or_default().join(" "),
                })]);
            }
            "records" => {
                let given = words.get(1).copied().unwrap_or_default();
                return Ok(vec![command(Command::RecordConsent {
                    channel: channel(first)?,
                    consent: Consent::Subscribed,
                    proof: words.get(2..).unwrap_or_default().join(" "),
                    given_at: Timestamp::parse_rfc3339(given),
                })]);
            }
            "tag" => {
                return Ok(vec![command(Command::AddTag {
                    tag: rest.to_owned(),
                })]);
            }
            "untag" => {
                return Ok(vec![command(Command::RemoveTag {
                    tag: rest.to_owned(),
                })]);
            }
            "asks" => {
                return Ok(vec![Input::Release {
                    effect: EffectId::new(first),
                }]);
            }
            "skips" => {
                return Ok(vec![command(Command::Skip {
                    effect: EffectId::new(first),
                })]);
            }
            "reports" => {
                return Ok(vec![Input::Receipt {
                    effect: EffectId::new(first),
                    outcome: Outcome::Sent,
                }]);
            }
            "merges" => return self.merges(sentence, at, received),
            "account" => vec![EventKind::CustomerDeleted],
            "marketing" => {
                return Ok(vec![command(match first {
                    "held" => Command::HoldMarketing,
                    _ => Command::ReleaseMarketing,
                })]);
            }
            "loses" => {
                return Ok(vec![Input::GiveUp {
                    purchase: first.to_owned(),
                    to: CustomerId::new("another"),
                    in_flight: Vec::new(),
                }]);
            }
            "receives" => return self.receives(rest, at, received),
            "sends-again" => {
                let (workflow, step) = first.split_once('/').ok_or("workflow/step")?;
                return Ok(vec![command(Command::SendAgain {
                    workflow: WorkflowId::new(workflow),
                    step: StepId::new(step),
                })]);
            }
            other => return Err(format!("“{other}” is not a verb of a story")),
        };
        let events = kinds.into_iter().map(|kind| Event {
            fact_key: format!(
                "{}:{}:{}",
                source_word(source),
                fact_of(&kind),
                fact_time(&kind, at)
            )
            .into(),
            occurred_at: at,
            received_at: received,
            source,
            imported,
            kind,
        });
        Ok(vec![Input::Events {
            customer: customer(),
            events: events.collect(),
        }])
    }

    /// The fact by which the customer was last told that a promotion of this name started.
    fn start_of(&self, promotion: &str) -> Option<String> {
        let told = |event: &Event| match &event.kind {
            EventKind::PromotionStarted { name, .. } if name == promotion => {
                Some(event.fact_key.as_str().to_owned())
            }
            _ => None,
        };
        let planned = self.story.inputs.iter().rev();
        planned
            .filter_map(|planned| match &planned.input {
                Input::Events { events, .. } => events.iter().find_map(told),
                _ => None,
            })
            .next()
    }

    /// `receives shopify:order:1001 sent=thanks/first and orders 1001 for 20.00`: another customer
    /// had the order, and what was sent of it was sent to them.
    fn receives(
        &mut self,
        rest: &str,
        at: Timestamp,
        received: Timestamp,
    ) -> Result<Vec<Input>, String> {
        let (what, sentence) = rest.split_once(" and ").ok_or("and what is received?")?;
        let mut words = what.split(' ');
        let purchase = words.next().unwrap_or_default().to_owned();
        let sent = words.filter_map(|word| word.strip_prefix("sent=")?.split_once('/'));
        let sent = sent.map(|(workflow, step)| SentStep {
            workflow: WorkflowId::new(workflow),
            step: StepId::new(step),
            ..SentStep::default()
        });
        let handover = Handover {
            purchase,
            from: vec![CustomerId::new("another")],
            sent: sent.collect(),
            ..Handover::default()
        };
        let mut received = self.inputs_of(sentence, at, received)?;
        let input = received.pop().ok_or("nothing is received")?;
        Ok(vec![Input::TakeOver {
            handovers: vec![handover],
            input: Box::new(input),
        }])
    }

    /// `signs up Anna anna@example.com country=DE agrees=email,sms`
    fn signs_up(&self, words: &[&str]) -> Result<Vec<EventKind>, String> {
        let words: Vec<&str> = words.iter().copied().filter(|word| *word != "up").collect();
        let agrees = words.iter().find_map(|word| word.strip_prefix("agrees="));
        let mut kinds = vec![EventKind::CustomerCreated {
            profile: profile(&words)?,
        }];
        for channel in agrees.into_iter().flat_map(|list| list.split(',')) {
            kinds.push(consent(channel, Consent::Subscribed)?);
        }
        Ok(kinds)
    }

    /// `cart c1 has 49.90` or `checkout k1 #981 of cart c1 has 49.90`; `has nothing` empties it.
    fn cart(&self, words: &[&str], checkout: bool) -> Result<EventKind, String> {
        let token = words.first().ok_or("which one?")?;
        let of = words
            .iter()
            .position(|word| *word == "of")
            .and_then(|place| words.get(place + 2));
        let worth = words
            .iter()
            .position(|word| *word == "has")
            .and_then(|place| words.get(place + 1))
            .ok_or("has what?")?;
        let total = Money::parse(worth, self.currency);
        let items = total.map(|total| Item {
            product_id: "mug".to_owned().into(),
            title: "Blue mug".to_owned().into(),
            quantity: 1,
            unit_price: Some(total),
            ..Item::default()
        });
        let cart = Cart {
            cart_token: if checkout {
                of.map(ToString::to_string)
            } else {
                Some((*token).to_owned())
            },
            checkout_token: checkout.then(|| (*token).to_owned()),
            checkout_id: words
                .iter()
                .find_map(|word| Some(word.strip_prefix('#')?.to_owned())),
            items: items.into_iter().collect(),
            total,
            url: Some(format!("https://shop.example/cart/{token}")),
            completed_at: None,
            email: None,
        };
        Ok(if checkout {
            EventKind::CheckoutUpdated { cart }
        } else {
            EventKind::CartUpdated { cart }
        })
    }

    /// `boots price=80.00 category=Shoes vendor=Acme sku=B-1 quantity=2`
    fn product(&self, words: &[&str]) -> Item {
        let words: Vec<&str> = words
            .iter()
            .map(|word| word.trim_end_matches(','))
            .collect();
        let value = |key: &str| {
            let said = words.iter().find_map(|word| word.strip_prefix(key));
            said.map(str::to_owned)
        };
        Item {
            product_id: words.first().copied().unwrap_or_default().to_owned().into(),
            quantity: value("quantity=")
                .and_then(|text| text.parse().ok())
                .unwrap_or(1),
            unit_price: value("price=").and_then(|text| Money::parse(&text, self.currency)),
            category: value("category=").map(Into::into),
            vendor: value("vendor=").map(Into::into),
            sku: value("sku=").map(Into::into),
            ..Item::default()
        }
    }

    /// `orders 1001 for 80.00, paid from checkout k1, a test, of boots vendor=Acme`
    fn order(&mut self, words: &[&str], at: Timestamp) -> Result<Vec<EventKind>, String> {
        let words: Vec<&str> = words
            .iter()
            .map(|word| word.trim_end_matches(','))
            .collect();
        let after = |key: &str| {
            words
                .iter()
                .position(|word| *word == key)
                .and_then(|place| words.get(place + 1))
                .copied()
        };
        let paid = words.contains(&"paid");
        let order = Order {
            order_id: format!("shopify:{}", words.first().ok_or("which one?")?),
            number: words.first().map(|number| format!("#{number}")),
            placed_at: Some(at),
            paid_at: paid.then_some(at),
            total: after("for").and_then(|text| {
                let currency = after("in")
                    .and_then(Currency::parse)
                    .unwrap_or(self.currency);
                Money::parse(text, currency)
            }),
            checkout_token: after("checkout").map(str::to_owned),
            cart_token: after("cart").map(str::to_owned),
            test: words.contains(&"test"),
            items: words
                .iter()
                .position(|word| *word == "of")
                .and_then(|place| words.get(place + 1..))
                .map(|words| self.product(words))
                .into_iter()
                .collect(),
            sales_channel: after("through").map(str::to_owned),
            updated_at: Some(at),
            ..Order::default()
        };
        self.orders.push(order.clone());
        let mut kinds = vec![EventKind::OrderPlaced {
            order: order.clone(),
        }];
        if paid {
            kinds.push(EventKind::OrderCompleted { order });
        }
        Ok(kinds)
    }

    fn change_order(
        &mut self,
        number: &str,
        change: impl FnOnce(&mut Order),
        kind: impl FnOnce(Order) -> EventKind,
    ) -> Result<EventKind, String> {
        let id = format!("shopify:{number}");
        let order = self
            .orders
            .iter_mut()
            .find(|order| order.order_id == id)
            .ok_or("this order was not placed")?;
        change(order);
        Ok(kind(order.clone()))
    }

    /// `merges with somebody who 10:00 checkout k1 has 20.00`: another customer, who lived under
    /// the same plan since that happened to them, turns out to be this one.
    fn merges(
        &mut self,
        sentence: &str,
        at: Timestamp,
        received: Timestamp,
    ) -> Result<Vec<Input>, String> {
        let happened = sentence
            .strip_prefix("merges with somebody who ")
            .ok_or("merges with whom?")?;
        let (since, happened) = self.moment(happened)?;
        let other = CustomerId::derive("test-shop", "second");
        let inputs = self
            .inputs_of(happened, since, since)?
            .into_iter()
            .map(|input| match input {
                Input::Events { events, .. } => Planned {
                    at: since,
                    input: Input::Events {
                        customer: other.clone(),
                        events,
                    },
                },
                input => Planned { at: since, input },
            });
        let play = Play {
            until: at.max(received),
            ..Play::default()
        };
        let theirs = simulate(
            self.plan,
            State::new(other.clone()),
            inputs.collect(),
            &play,
        );
        Ok(vec![Input::Merge {
            loser: Box::new(theirs.state),
            hollow: false,
        }])
    }
}

/// The one customer of every story.
fn customer() -> CustomerId {
    CustomerId::derive("test-shop", "first")
}

fn command(command: Command) -> Input {
    Input::Command { command }
}

/// `prefers weekly`, `no-news`, `news`, `pause=30` days; any of them.
fn prefers(words: &[&str], at: Timestamp) -> Result<EventKind, String> {
    let mut preferences = Preferences::default();
    for word in words {
        if let Some(days) = word.strip_prefix("pause=") {
            let days: i64 = days.parse().map_err(|_| "how many days?")?;
            preferences.paused_until = Some(at.plus_millis(days * 86_400_000));
        } else if let Some(topic) = word.strip_prefix("no-") {
            preferences.topics.insert(topic.to_owned(), false);
        } else {
            match *word {
                "all" => preferences.frequency = Some(Frequency::All),
                "weekly" => preferences.frequency = Some(Frequency::Weekly),
                "monthly" => preferences.frequency = Some(Frequency::Monthly),
                topic => {
                    preferences.topics.insert(topic.to_owned(), true);
                }
            }
        }
    }
    Ok(EventKind::PreferencesChanged { preferences })
}

fn consent(named: &str, consent: Consent) -> Result<EventKind, String> {
    Ok(EventKind::ConsentChanged {
        change: ConsentChange::new(channel(named)?, consent, "story"),
    })
}

fn channel(word: &str) -> Result<Channel, String> {
    let found = Channel::ALL.into_iter().find(|known| known.word() == word);
    found.ok_or_else(|| "which channel?".to_owned())
}

fn profile(words: &[&str]) -> Result<Profile, String> {
    let mut profile = Profile::default();
    for word in words {
        match word.split_once('=') {
            Some(("country", country)) => profile.country = Some(country.to_owned()),
            Some(("region", region)) => profile.region = Some(region.to_owned()),
            Some(("zone", zone)) => profile.time_zone = Some(zone.to_owned()),
            Some(("language", language)) => profile.language = Some(language.to_owned()),
            Some(("phone", phone)) => profile.phone = Some(phone.to_owned().into()),
            Some(("agrees", _)) => {}
            Some(("born", day)) => {
                let day = Date::parse(day).ok_or("which day?")?;
                profile.birth_date = Some(day.into());
            }
            Some((name, value)) if value.contains('+') => {
                let items = value.split('+').map(str::to_owned).collect();
                profile.traits.insert(name.to_owned(), Value::List(items));
            }
            Some((name, value)) => {
                profile.traits.insert(name.to_owned(), value_of(value));
            }
            None if word.contains('@') => profile.email = Some((*word).to_owned().into()),
            None => profile.first_name = Some((*word).to_owned().into()),
        }
    }
    Ok(profile)
}

/// A number where it is one, else text.
fn value_of(text: &str) -> Value {
    Decimal::parse(text).map_or_else(|| Value::Text(text.to_owned()), Value::Number)
}

fn source_word(source: Source) -> &'static str {
    if source.is_confirmed() {
        "shopify"
    } else {
        "shopify-pixel"
    }
}

/// `email in t1`, `email in t1 begun 2026-03-02T09:00:00Z`
fn ticks(words: &[&str], at: Timestamp) -> Result<EventKind, String> {
    let token = words.get(2).ok_or("in which checkout?")?;
    let begun = words.get(4).copied().map(Timestamp::parse_rfc3339);
    let checkout = FieldOfCheckout {
        token: (*token).to_owned(),
        began_at: begun.flatten().unwrap_or(at),
        is_beginning: true,
        placed: false,
        prefill: Prefill::Never,
    };
    Ok(EventKind::ConsentFieldSeen {
        field: ConsentField {
            channel: channel(words.first().copied().unwrap_or_default())?,
            ticked: true,
            checkout: Some(checkout),
            account: None,
        },
    })
}

/// `message first opened`, `message first clicked https://…`, `message first scanned`
fn message_news(words: &[&str]) -> Result<EventKind, String> {
    let word = |place: usize| words.get(place).map(|word| (*word).to_owned());
    let news = MessageNews {
        channel: Some(Channel::Email),
        message: word(0),
        link: word(2),
        ..MessageNews::default()
    };
    Ok(match words.get(1).copied() {
        Some("delivered") => EventKind::MessageDelivered { news },
        Some("opened") => EventKind::MessageOpened { news },
        Some("clicked") => EventKind::MessageClicked { news },
        Some("scanned") => EventKind::MessageScanned { news },
        Some("bounced") => EventKind::MessageBounced {
            news,
            permanent: true,
        },
        Some("bounced-for-now") => EventKind::MessageBounced {
            news,
            permanent: false,
        },
        Some("complained") => EventKind::MessageComplained { news },
        other => return Err(format!("what became of the message? {other:?}")),
    })
}

/// `1`, `-3`
fn number(word: Option<&&str>) -> Result<i64, String> {
    word.and_then(|word| word.parse().ok())
        .ok_or_else(|| "how many?".to_owned())
}

fn fact_of(kind: &EventKind) -> String {
    match kind {
        EventKind::OrderPlaced { order }
        | EventKind::OrderCompleted { order }
        | EventKind::OrderCancelled { order } => {
            format!("{}:{}", order.order_id, kind.name().word())
        }
        EventKind::ConsentChanged { change } => {
            format!("{}:{}", kind.name().word(), change.channel.word())
        }
        _ => kind.name().word().to_owned(),
    }
}

/// Orders are the same fact whenever they are received; everything else is told apart by its time.
fn fact_time(kind: &EventKind, at: Timestamp) -> i64 {
    match kind {
        EventKind::OrderPlaced { .. } | EventKind::OrderCompleted { .. } => 0,
        _ => at.as_millis(),
    }
}
