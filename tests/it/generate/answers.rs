//! Which kinds of condition were asked, and with which answers.

use edgewise::condition::Condition;
use std::collections::BTreeMap;

/// How often conditions of each kind did not hold, and held.
#[derive(Debug, Default)]
pub(crate) struct Answers(BTreeMap<String, [usize; 2]>);

impl Answers {
    /// A condition of the kind called `word` was asked, and this came of it.
    pub(crate) fn note(&mut self, word: &str, holds: bool) {
        let [no, yes] = self.0.entry(word.to_owned()).or_default();
        *(if holds { yes } else { no }) += 1;
    }

    /// The kinds of condition that did not both hold and not hold, with how often they did either.
    /// Of those in `never`, each with the reason, not one may have held: a reason that is no longer
    /// true goes.
    pub(crate) fn not_covered(&self, never: &[(&str, &str)]) -> Vec<String> {
        let missing = Condition::WORDS.iter().filter_map(|word| {
            let [no, yes] = self.0.get(*word).copied().unwrap_or_default();
            let expected = match never.iter().find(|(name, _)| name == word) {
                Some(_) => no > 0 && yes == 0,
                None => no > 0 && yes > 0,
            };
            (!expected).then(|| format!("{word}: {yes} times yes, {no} times no"))
        });
        missing.collect()
    }
}
