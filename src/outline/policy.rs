//! The rules for everything that is sent, in words: those written in the configuration, and those
//! that hold because it says nothing.

use super::Outliner;
use crate::document::FromNode;
use crate::json::{Tree, object};
use crate::policy::{CapRule, FrequencyCap, Policy, QuietHours};
use crate::sentence::{Part, Said, Sentence};
use crate::time::Duration;

/// One rule of the policy in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyRuleOutline {
    /// The rule. Its parts have no fields where it is a default.
    pub parts: Vec<Part>,
    /// Whether it holds because the configuration doesn't say otherwise.
    pub is_default: bool,
}

object!(write PolicyRuleOutline { is_default, parts });

impl Outliner<'_> {
    /// The rules in effect, in the order of [`Policy`]'s fields.
    pub(super) fn policy(&self, config: &Tree) -> Vec<PolicyRuleOutline> {
        let written = config.get("policy").unwrap_or(&Tree::Null);
        let defaults = Policy::default();
        let mut rules = self.policy_list::<QuietHours>(
            written,
            "quiet_hours",
            &defaults.quiet_hours,
            QuietHours::say,
        );
        let country_hours = written.get("country_hours");
        if country_hours != Some(&Tree::Boolean(false)) {
            rules.push(PolicyRuleOutline {
                parts: self.say(
                    "policy",
                    "No SMS marketing at times when the customer’s country or state forbids it",
                    &[],
                ),
                is_default: country_hours.is_none(),
            });
        }
        rules.extend(self.policy_list::<FrequencyCap>(
            written,
            "frequency_caps",
            &defaults.frequency_caps,
            |cap, to| CapRule(cap).say(to),
        ));
        if let Some(span) = self.of::<Duration>(written, "one_message_within") {
            rules.push(PolicyRuleOutline {
                parts: self.say(
                    "policy",
                    "Of marketing messages due within {one_message_within} of each other, only the most important goes out",
                    &[("one_message_within", &span)],
                ),
                is_default: false,
            });
        }
        rules
    }

    /// The rules of a list; its defaults where the list is left out.
    fn policy_list<T: FromNode>(
        &self,
        written: &Tree,
        name: &str,
        defaults: &[T],
        say: fn(&T, &mut Sentence<'_>),
    ) -> Vec<PolicyRuleOutline> {
        let Some(Tree::List(items)) = written.get(name) else {
            let said = defaults.iter().map(|rule| PolicyRuleOutline {
                parts: unbound(self.reader.parts(&SaidBy(rule, say), "")),
                is_default: true,
            });
            return said.collect();
        };
        let items = items.iter().enumerate();
        let said = items.filter_map(|(place, item)| {
            let rule = self.read::<T>(item)?;
            Some(PolicyRuleOutline {
                parts: self
                    .reader
                    .parts(&SaidBy(&rule, say), &format!("policy.{name}[{place}]")),
                is_default: false,
            })
        });
        said.collect()
    }
}

/// A rule, and how it is said.
struct SaidBy<'r, T>(&'r T, fn(&T, &mut Sentence<'_>));

impl<T> Said for SaidBy<'_, T> {
    fn say(&self, to: &mut Sentence<'_>) {
        self.1(self.0, to);
    }
}

/// Parts that lead to no field.
fn unbound(parts: Vec<Part>) -> Vec<Part> {
    let parts = parts.into_iter();
    parts
        .map(|part| Part {
            field: None,
            ..part
        })
        .collect()
}
