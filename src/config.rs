//! The configuration a merchant saves, compiled into a plan.
//!
//! [`compile`] reads a configuration, reports everything that is wrong with it at once, and
//! gives a [`Plan`] when nothing is. What is well-formed but probably not what was meant is a
//! warning; each such check lives in a file of its own under [`check`].

pub mod check;
mod consent;
mod draft;
mod message;
mod pages;
#[cfg(test)]
mod schema;
mod woocommerce;

use crate::condition::Tier;
use crate::design::{Block, BlockKind, Theme};
use crate::diagnostic::{Diagnostic, Severity};
#[cfg(test)]
use crate::document::forms::{NAME, typed};
use crate::document::{Form, FromNode, Node, Reading, declared};
use crate::event::{ConsentSources, WooCommerceRules};
use crate::json::{Tree, choices, parse_strictly};
use crate::loyalty::{Loyalty, LoyaltyRules};
use crate::money::Currency;
use crate::plan::{Parts, Plan};
use crate::policy::Policy;
use crate::scoring::Scoring;
use crate::segment::Segment;
use crate::shop::Shop;
use crate::workflow::Workflow;

pub use draft::compile_condition;
pub use message::Message;
pub use pages::{FormField, FormKind, Pages, SignUpForm, Survey, SurveyAnswer, Topic};

/// What came of compiling a configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// The plan; `None` if any finding is an error.
    pub plan: Option<Plan>,
    /// All findings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

declared! {
    /// An Edgewise configuration: everything a shop defines.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Config beside ["$schema"] {
        /// The version of this format. Always 1.
        format: u32 = required(whole(1..=1)),
        /// The shop’s details.
        shop: Shop = required(typed()),
        /// The messages that workflows send, by ID.
        messages: Vec<Message> = or(Vec::new(), Messages),
        /// How the shop’s emails look.
        theme: Theme = or(Theme::default(), typed()),
        /// Blocks that are used in several emails, by name.
        saved_blocks: Vec<SavedBlocks> = or(Vec::new(), Saved),
        /// The tiers of the loyalty program. All must use the same measure.
        tiers: Vec<Tier> = or(Vec::new(), those_of(typed())),
        /// The rules of the loyalty program.
        rules as "loyalty": LoyaltyRules = or(LoyaltyRules::default(), typed()),
        /// The loyalty program.
        loyalty in NO_KEYS: Loyalty = by(|object| {
            Loyalty::new(tiers.clone()?, rules.clone()?, object.optional("tiers").as_ref())
        }),
        /// Quiet hours, frequency caps, and other rules for sending.
        policy: Policy = or(Policy::default(), typed()),
        /// What customers can turn off one by one on their preference page. Up to 50.
        topics: Vec<Topic> = or(Vec::new(), those_of(typed()).of(
            0..=50,
            "too-many-topics",
            "Keep up to 50 topics.",
        )),
        /// The language and look of the pages that customers see, and whether sign-ups are confirmed.
        pages: Pages = or(Pages::default(), typed()),
        /// Forms with which visitors sign up, or ask to be told when a product is back. Up to 50.
        forms: Vec<SignUpForm> = or(Vec::new(), those_of(typed()).of(
            0..=50,
            "too-many-forms",
            "Keep up to 50 forms.",
        )),
        /// Surveys of one question, which messages link to. Up to 50.
        surveys: Vec<Survey> = or(Vec::new(), those_of(typed()).of(
            0..=50,
            "too-many-surveys",
            "Keep up to 50 surveys.",
        )),
        /// What to do when the shop anonymizes orders or deletes accounts.
        privacy: Privacy = or(Privacy::default(), typed()),
        /// Where the shop stores marketing consent. Fields not listed here never count as consent.
        consent: ConsentSources = or(ConsentSources::default(), typed()),
        /// WooCommerce only: how to interpret orders and accounts.
        woocommerce: WooCommerceRules = or(WooCommerceRules::default(), typed()),
        /// The rules for the lead score. Default: no score.
        scoring: Option<Scoring> = maybe(typed()),
        /// The shop’s segments.
        segments: Vec<Segment> = or(Vec::new(), those_of(typed())),
        /// The shop’s workflows.
        workflows: Vec<Workflow> = or(Vec::new(), those_of(typed())),
        /// Earlier revisions of workflows that customers are still in. Managed by the host.
        retired: Vec<Workflow> = or(Vec::new(), those_of(Retired)),
    }
    schema {"title": "Edgewise configuration"};
}

declared! {
    /// What to do when the shop anonymizes orders or deletes accounts. The host carries it out.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Privacy beside [] {
        /// What to do when all orders of a customer were anonymized in the shop, but an account or
        /// consent remains. Default: `ask`.
        anonymized_orders: Option<OnAnonymized> = maybe(typed()),
        /// What to do when an account is deleted in the shop. Marketing stops either way. Default:
        /// `keep`. With `erase`, you confirm first.
        deleted_accounts: Option<OnDeleted> = maybe(typed()),
    }
}

choices! {
    /// What to do with a customer whose orders were all anonymized.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum OnAnonymized {
        /// Ask you first.
        Ask = "ask",
        /// Keep the profile.
        Keep = "keep",
        /// Erase the profile.
        Erase = "erase",
    }
}

choices! {
    /// What to do with a customer whose account was deleted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum OnDeleted {
        /// Keep the profile.
        Keep = "keep",
        /// Erase the profile after you confirm it.
        Erase = "erase",
    }
}

/// Messages by their names.
struct Messages;

impl Form for Messages {
    type Value = Vec<Message>;

    fn read(&self, node: &Node<'_>) -> Option<Vec<Message>> {
        let entries = node.entries()?;
        let messages = entries
            .iter()
            .filter_map(|(id, node)| Message::read_as(id, node));
        Some(messages.collect())
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        let (names, each) = (NAME.schema(generator), typed::<Message>().schema(generator));
        serde_json::json!({"type": "object", "propertyNames": names, "additionalProperties": each})
    }
}

/// A block with the name under which it is saved.
pub type SavedBlocks = (String, Block);

/// Blocks by the names under which they are saved.
#[derive(Clone, Copy, Debug)]
pub struct Saved;

impl Form for Saved {
    type Value = Vec<SavedBlocks>;

    fn read(&self, node: &Node<'_>) -> Option<Self::Value> {
        let entries = node.entries()?;
        let read = |(name, node): &(&str, Node<'_>)| {
            let block = Block::read(node)?;
            if matches!(block.kind, BlockKind::Saved(_)) || block.condition.is_some() {
                return node.error(
                    "not-to-be-saved",
                    "A saved block can’t be a saved block itself, or have a condition.",
                    "Put the condition on the block where it’s used.",
                );
            }
            Some(((*name).to_owned(), block))
        };
        Some(entries.iter().filter_map(read).collect())
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        let (names, each) = (NAME.schema(generator), typed::<Block>().schema(generator));
        serde_json::json!({"type": "object", "propertyNames": names, "additionalProperties": each})
    }
}

/// An older revision of a workflow.
struct Retired;

impl Form for Retired {
    type Value = Workflow;

    fn read(&self, node: &Node<'_>) -> Option<Workflow> {
        Workflow::read_retired(node)
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        typed::<Workflow>().schema(generator)
    }
}

/// The longest configuration, in bytes.
pub const MAX_BYTES: usize = 512 * 1024;

/// Compiles a configuration's text.
#[must_use]
pub fn compile(text: &str) -> Compiled {
    compile_as(plan_id(text), text)
}

/// What the plan of a configuration's text is called.
#[must_use]
pub fn plan_id(text: &str) -> String {
    crate::id::of_text("plan", text)
}

/// Compiles a configuration's text whose [`plan_id`] is known already.
#[must_use]
pub fn compile_as(id: String, text: &str) -> Compiled {
    let json = match tree(text) {
        Ok(json) => json,
        Err(diagnostic) => {
            return Compiled {
                plan: None,
                diagnostics: vec![diagnostic],
            };
        }
    };
    let reading = reading(&json);
    let config = Config::read(&Node::root(&json, &reading));
    if let Some(config) = &config {
        check::all(config, &reading);
    }
    let diagnostics = reading.into_findings();
    let broken = diagnostics.iter().any(Diagnostic::is_error);
    let plan = config
        .filter(|_| !broken)
        .map(|config| Plan::new(config.into_parts(id)));
    Compiled { plan, diagnostics }
}

/// Compiles the text of a configuration that had no errors when it was saved: the parts of the plan
/// that [`compile`] gives, without looking again for what could be meant otherwise. `None` for what
/// cannot be read.
#[must_use]
pub fn parts(text: &str) -> Option<Parts> {
    let json = tree(text).ok()?;
    let reading = reading(&json);
    let config = Config::read(&Node::root(&json, &reading))?;
    Some(config.into_parts(plan_id(text)))
}

/// The JSON of a configuration's text.
fn tree(text: &str) -> Result<Tree, Diagnostic> {
    if text.len() > MAX_BYTES {
        return Err(whole_file(
            "too-large",
            format!(
                "The configuration has {} bytes; the maximum is {MAX_BYTES}.",
                text.len()
            ),
            "Shorten messages, or remove workflows you no longer use.",
        ));
    }
    parse_strictly(text).map_err(|error| {
        let help = "Check there for a missing comma, quote, or bracket, or for a duplicate key.";
        whole_file("not-json", format!("Invalid JSON: {error}."), help)
    })
}

/// Begins to read a configuration. Amounts can only be read once the currency is known, wherever
/// it is in the file.
fn reading(json: &Tree) -> Reading {
    let currency = json
        .get("shop")
        .and_then(|shop| match shop.get("currency") {
            Some(Tree::Text(code)) => Currency::parse(code),
            _ => None,
        });
    Reading::new(currency.unwrap_or(FALLBACK_CURRENCY))
}

impl Config {
    fn into_parts(self, id: String) -> Parts {
        let Self {
            shop,
            messages,
            loyalty,
            policy,
            consent,
            woocommerce,
            scoring,
            segments,
            mut workflows,
            retired,
            ..
        } = self;
        workflows.extend(retired);
        let blocks = messages.iter().flat_map(Message::conditional).collect();
        let topic = |message: &Message| Some((message.id.clone(), message.topic.clone()?));
        let topics = messages.iter().filter_map(topic).collect();
        let messages = messages
            .into_iter()
            .map(|message| (message.id, message.channel))
            .collect();
        Parts {
            id,
            shop,
            messages,
            blocks,
            topics,
            loyalty,
            policy,
            consent,
            woocommerce,
            scoring,
            segments,
            workflows,
        }
    }
}

fn whole_file(code: &str, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        code: code.to_owned(),
        severity: Severity::Error,
        path: String::new(),
        message,
        help: help.to_owned(),
    }
}

/// Amounts are read in this until the file's own currency is mended; only their form matters.
const FALLBACK_CURRENCY: Currency = Currency::USD;
