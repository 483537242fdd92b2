//! What the merchant saves, and its way to a plan.
//!
//! [`compile`] reads a configuration, reports everything that is wrong with it at once, and
//! gives a [`Plan`] when nothing is. What is well-formed but probably not what was meant is a
//! warning; each such check lives in a file of its own under [`check`].

pub mod check;
mod consent;
mod draft;
mod message;
#[cfg(test)]
mod schema;
mod woocommerce;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{FromNode, Node, Reading};
use crate::event::{ConsentSources, WooCommerceRules};
use crate::json::{Tree, parse_strictly};
use crate::loyalty::Loyalty;
use crate::money::Currency;
use crate::plan::{Parts, Plan};
use crate::policy::{FrequencyCap, Policy, QuietHours};
use crate::scoring::Scoring;
use crate::segment::Segment;
use crate::shop::Shop;
use crate::time::Duration;
use crate::workflow::{Status, Workflow};

pub use draft::compile_condition;
pub use message::Message;

/// What came of compiling a configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// The plan; `None` if any finding is an error.
    pub plan: Option<Plan>,
    /// All findings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// A configuration that is well-formed.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The shop.
    pub shop: Shop,
    /// The messages workflows send.
    pub messages: Vec<Message>,
    /// The loyalty programme.
    pub loyalty: Loyalty,
    /// The rules for everything that is sent.
    pub policy: Policy,
    /// Where the shop keeps what its customers agreed to.
    pub consent: ConsentSources,
    /// How a WooCommerce shop is read.
    pub woocommerce: WooCommerceRules,
    /// How customers are scored.
    pub scoring: Option<Scoring>,
    /// The segments.
    pub segments: Vec<Segment>,
    /// The workflows.
    pub workflows: Vec<Workflow>,
    /// Older revisions, for those inside them.
    pub retired: Vec<Workflow>,
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
    let failed = |diagnostic| Compiled {
        plan: None,
        diagnostics: vec![diagnostic],
    };
    if text.len() > MAX_BYTES {
        return failed(whole_file(
            "too-large",
            format!(
                "The configuration has {} bytes; {MAX_BYTES} are allowed.",
                text.len()
            ),
            "Make messages shorter, or remove workflows that are no longer used.",
        ));
    }
    let json = match parse_strictly(text) {
        Ok(json) => json,
        Err(error) => {
            let help = "Check for a missing comma, quote or bracket there, or a key that is written twice.";
            return failed(whole_file(
                "not-json",
                format!("This is not JSON: {error}."),
                help,
            ));
        }
    };
    // Amounts can only be read once the currency is known, wherever it stands in the file.
    let currency = json
        .get("shop")
        .and_then(|shop| match shop.get("currency") {
            Some(Tree::Text(code)) => Currency::parse(code),
            _ => None,
        });
    let reading = Reading::new(currency.unwrap_or(FALLBACK_CURRENCY));
    let config = Config::read(&Node::root(&json, &reading));
    if let Some(config) = &config {
        check::all(config, &reading);
    }
    let diagnostics = reading.into_findings();
    let broken = diagnostics.iter().any(Diagnostic::is_error);
    let plan = config
        .filter(|_| !broken)
        .map(|config| config.into_plan(id));
    Compiled { plan, diagnostics }
}

impl Config {
    fn into_plan(self, id: String) -> Plan {
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
        } = self;
        workflows.extend(retired);
        let messages = messages
            .into_iter()
            .map(|message| (message.id, message.channel))
            .collect();
        Plan::new(Parts {
            id,
            shop,
            messages,
            loyalty,
            policy,
            consent,
            woocommerce,
            scoring,
            segments,
            workflows,
        })
    }
}

impl FromNode for Config {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "$schema",
            "format",
            "shop",
            "messages",
            "tiers",
            "loyalty",
            "policy",
            "privacy",
            "consent",
            "woocommerce",
            "scoring",
            "segments",
            "workflows",
            "retired",
        ])?;
        let schema = object.maybe("$schema", |node| node.text(500));
        let format = object.required("format").and_then(|node| node.whole(1..=1));
        let shop = object.required("shop").and_then(|node| Shop::read(&node));
        let messages = object.or("messages", Vec::new(), |node| {
            Some(
                node.entries()?
                    .iter()
                    .filter_map(|(id, node)| Message::read(id, node))
                    .collect(),
            )
        });
        let loyalty = Loyalty::read(object.optional("tiers"), object.optional("loyalty"));
        let policy = object.or("policy", Policy::default(), Policy::read);
        let privacy = object.or("privacy", (), read_privacy);
        let consent = object.or("consent", ConsentSources::default(), ConsentSources::read);
        let rules = WooCommerceRules::default();
        let woocommerce = object.or("woocommerce", rules, WooCommerceRules::read);
        let scoring = object.maybe("scoring", Scoring::read);
        let segments = object.or("segments", Vec::new(), Node::list);
        let workflows = object.or("workflows", Vec::new(), |node| {
            Some(
                node.items()?
                    .iter()
                    .filter_map(|node| Workflow::read(node, None))
                    .collect(),
            )
        });
        let retired = object.or("retired", Vec::new(), |node| {
            let retired = Some(Status::Retired);
            Some(
                node.items()?
                    .iter()
                    .filter_map(|node| Workflow::read(node, retired))
                    .collect(),
            )
        });
        schema?;
        format?;
        privacy?;
        Some(Self {
            shop: shop?,
            messages: messages?,
            loyalty: loyalty?,
            policy: policy?,
            consent: consent?,
            woocommerce: woocommerce?,
            scoring: scoring?,
            segments: segments?,
            workflows: workflows?,
            retired: retired?,
        })
    }
}

impl FromNode for Policy {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "quiet_hours",
            "country_hours",
            "frequency_caps",
            "one_message_within",
        ])?;
        let Self {
            quiet_hours,
            country_hours,
            frequency_caps,
            one_message_within,
        } = Self::default();
        let quiet_hours = object.or("quiet_hours", quiet_hours, Node::list::<QuietHours>);
        let frequency_caps =
            object.or("frequency_caps", frequency_caps, Node::list::<FrequencyCap>);
        let country_hours = object.or("country_hours", country_hours, Node::boolean);
        let one_message_within =
            object.or("one_message_within", one_message_within, Duration::read);
        Some(Self {
            quiet_hours: quiet_hours?,
            country_hours: country_hours?,
            frequency_caps: frequency_caps?,
            one_message_within: one_message_within?,
        })
    }
}

/// What the host does with people whom the shop's platform anonymizes or whose account it deletes.
/// The engine only checks it.
fn read_privacy(node: &Node<'_>) -> Option<()> {
    let object = node.object(&["anonymized_orders", "deleted_accounts"])?;
    let anonymized = object.maybe("anonymized_orders", |node| {
        one_of(node, &["ask", "keep", "erase"])
    });
    let deleted = object.maybe("deleted_accounts", |node| one_of(node, &["keep", "erase"]));
    anonymized?;
    deleted?;
    Some(())
}

fn one_of(node: &Node<'_>, words: &[&str]) -> Option<String> {
    let word = node.text(20)?;
    if words.contains(&word.as_str()) {
        return Some(word);
    }
    let known: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    node.error(
        "unknown-choice",
        format!("“{word}” isn’t a choice here."),
        format!("Use {}.", known.join(" or ")),
    )
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
