//! How recently, how often and for how much the customer bought, beside the shop's others.

use super::{Answer, Context, Leaf, ORDER_EVENTS, Reads, Scope, Window};
use crate::customer::Customer;
use crate::document::declared;
use crate::json::{choices, object};
use crate::money::Currency;
use crate::sentence::{Choices, Name, Said, Sentence};
use crate::shop_facts::RfmCuts;
use crate::trace::Seen;

declared! {
    /// True for customers in any of the groups, or with one of the scores on every scale that is
    /// given. Until the shop’s scores have been computed, only customers who never ordered have a
    /// group.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RfmIs beside ["type"] {
        /// The groups. Default: any.
        groups: Vec<RfmGroup> = or(Vec::new(), list(typed())),
        /// The recency scores, 1 to 5; 5 is the most recent. Default: any.
        recency: Vec<u32> = or(Vec::new(), list(whole(1..=5))),
        /// The frequency scores, 1 to 5; 5 is the most frequent. Default: any.
        frequency: Vec<u32> = or(Vec::new(), list(whole(1..=5))),
        /// The monetary scores, 1 to 5; 5 is the highest spend. Default: any.
        monetary: Vec<u32> = or(Vec::new(), list(whole(1..=5))),
    }
    listed in "Loyalty" as "RFM (recency, frequency, value)";
    example {"groups": ["champions", "loyal"]};
    check |_, object| {
        let keys = ["groups", "recency", "frequency", "monetary"];
        if keys.iter().all(|key| object.optional(key).is_none()) {
            return object.node().error(
                "no-tests",
                "Expected “groups” or at least one score; found neither.",
                "Add “groups”, or scores for “recency”, “frequency”, or “monetary”.",
            );
        }
        Some(())
    };
}

/// One customer's scores, each 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RfmScores {
    /// How recently they bought.
    pub recency: u32,
    /// The number of orders.
    pub frequency: u32,
    /// For how much.
    pub monetary: u32,
}

/// What is scored: see [`RfmFigures::of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RfmFigures {
    /// When the last order was placed, in milliseconds since 1970.
    pub recency: i64,
    /// The number of orders.
    pub frequency: i64,
    /// The amount spent, net of refunds, in minor units.
    pub monetary: i64,
}

object!(RfmFigures {
    recency,
    frequency,
    monetary
});

choices! {
    /// The eleven standard RFM groups, by the score for recency (R) and the average of the scores
    /// for frequency and monetary value (FM), with halves rounded up.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum RfmGroup {
        /// Customers who never ordered.
        Prospects = "prospects",
        /// R 5, FM 1.
        New = "new",
        /// R 4, FM 1.
        Promising = "promising",
        /// R 4 or 5, FM 2 or 3.
        Active = "active",
        /// R 3 or 4, FM 4 or 5.
        Loyal = "loyal",
        /// R 5, FM 4 or 5.
        Champions = "champions",
        /// R 3, FM 3.
        NeedsAttention = "needs-attention",
        /// R 3, FM 1 or 2.
        AlmostLost = "almost-lost",
        /// R 1 or 2, FM 3 or 4.
        AtRisk = "at-risk",
        /// R 1 or 2, FM 5.
        PreviouslyLoyal = "previously-loyal",
        /// R 1 or 2, FM 1 or 2.
        Dormant = "dormant",
    }
}

impl RfmGroup {
    /// The group of a customer with these scores; `None`: one who never ordered.
    #[must_use]
    pub const fn of(scores: Option<RfmScores>) -> Self {
        let Some(scores) = scores else {
            return Self::Prospects;
        };
        let mean = (scores.frequency + scores.monetary).div_ceil(2);
        match (scores.recency, mean) {
            (5.., 4..) => Self::Champions,
            (5.., 1) => Self::New,
            (4.., 4..) | (3, 4..) => Self::Loyal,
            (4, 1) => Self::Promising,
            (4.., _) => Self::Active,
            (3, 3) => Self::NeedsAttention,
            (3, _) => Self::AlmostLost,
            (_, 5..) => Self::PreviouslyLoyal,
            (_, 3..) => Self::AtRisk,
            (_, _) => Self::Dormant,
        }
    }

    /// The word used in files, for example `at-risk`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        let mut rest = Self::WORDS;
        while let [(word, group), others @ ..] = rest {
            if *group as u8 == self as u8 {
                return word;
            }
            rest = others;
        }
        ""
    }
}

impl RfmFigures {
    /// A customer’s figures: the number of orders without canceled ones, and the spend in
    /// `currency`. `None` for customers who never ordered.
    #[must_use]
    pub fn of(customer: &Customer, currency: Currency) -> Option<Self> {
        let orders = &customer.orders;
        let counted = orders
            .by_id
            .values()
            .filter(|order| order.counts() && order.cancelled_at.is_none());
        let (mut frequency, mut recency) = (i64::from(orders.folded_count), orders.folded_until);
        for order in counted {
            frequency += 1;
            recency = recency.max(order.placed_at);
        }
        let recency = recency?;
        Some(Self {
            recency: recency.as_millis(),
            frequency,
            monetary: customer.lifetime_spend(currency).minor,
        })
    }
}

impl RfmScores {
    /// The scores of a customer with these figures: 1 and one more for each cut they reach.
    #[must_use]
    pub fn of(figures: RfmFigures, cuts: &RfmCuts) -> Self {
        let score = |value: i64, cuts: &[i64; 4]| {
            cuts.iter()
                .fold(1, |score, cut| score + u32::from(value >= *cut))
        };
        Self {
            recency: score(figures.recency, &cuts.recency),
            frequency: score(figures.frequency, &cuts.frequency),
            monetary: score(figures.monetary, &cuts.monetary),
        }
    }
}

impl RfmIs {
    fn look(context: &Context<'_>) -> (Option<RfmScores>, Option<RfmGroup>) {
        let figures = RfmFigures::of(context.customer, context.currency);
        Self::rank(figures, context.facts.rfm.as_ref())
    }

    fn rank(
        figures: Option<RfmFigures>,
        cuts: Option<&RfmCuts>,
    ) -> (Option<RfmScores>, Option<RfmGroup>) {
        match (figures, cuts) {
            (None, _) => (None, Some(RfmGroup::Prospects)),
            (Some(figures), Some(cuts)) => {
                let scores = RfmScores::of(figures, cuts);
                (Some(scores), Some(RfmGroup::of(Some(scores))))
            }
            (Some(_), None) => (None, None),
        }
    }

    /// Whether a customer with these figures is meant, in a shop with these cuts.
    fn fits(&self, figures: Option<RfmFigures>, cuts: Option<&RfmCuts>) -> bool {
        let (scores, group) = Self::rank(figures, cuts);
        self.fits_rank(scores, group)
    }

    /// Whether a customer with these scores is meant; `None`: one who never ordered.
    pub(crate) fn fits_scores(&self, scores: Option<RfmScores>) -> bool {
        self.fits_rank(scores, Some(RfmGroup::of(scores)))
    }

    /// Whether a customer who ordered is meant while the shop’s scores aren’t known.
    pub(crate) fn fits_unscored(&self) -> bool {
        self.fits_rank(None, None)
    }

    fn fits_rank(&self, scores: Option<RfmScores>, group: Option<RfmGroup>) -> bool {
        let fits = |wanted: &[u32], score: Option<u32>| {
            wanted.is_empty() || score.is_some_and(|score| wanted.contains(&score))
        };
        let group_fits =
            self.groups.is_empty() || group.is_some_and(|group| self.groups.contains(&group));
        group_fits
            && fits(&self.recency, scores.map(|scores| scores.recency))
            && fits(&self.frequency, scores.map(|scores| scores.frequency))
            && fits(&self.monetary, scores.map(|scores| scores.monetary))
    }
}

impl Leaf for RfmIs {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let figures = RfmFigures::of(context.customer, context.currency);
        Answer::settled(self.fits(figures, context.facts.rfm.as_ref()))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        match Self::look(context) {
            (Some(scores), Some(group)) => Seen::List(vec![
                Seen::text(group.word()),
                Seen::Whole(scores.recency.into()),
                Seen::Whole(scores.frequency.into()),
                Seen::Whole(scores.monetary.into()),
            ]),
            (_, Some(group)) => Seen::text(group.word()),
            (_, None) => Seen::Nothing,
        }
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen {
            Seen::List(all) => match all.as_slice() {
                [Seen::Text(group), recency, frequency, monetary] => to.say(
                    "{_group} (R {_r}, F {_f}, M {_m})",
                    &[
                        ("_group", &Name(group)),
                        ("_r", recency),
                        ("_f", frequency),
                        ("_m", monetary),
                    ],
                ),
                _ => seen.say(to),
            },
            Seen::Text(group) => Name(group).say(to),
            _ => to.say("not computed yet", &[]),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(ORDER_EVENTS);
        scope.rfm = true;
    }

    fn reads(&self) -> Reads {
        Reads::orders(&Window::Ever)
    }

    fn cost(&self) -> u32 {
        2
    }
}

impl Said for RfmIs {
    fn say(&self, to: &mut Sentence<'_>) {
        let groups: Vec<Name<'_>> = self.groups.iter().map(|one| Name(one.word())).collect();
        let mut first = true;
        if !groups.is_empty() {
            to.say("is in RFM group {groups}", &[("groups", &Choices(&groups))]);
            first = false;
        }
        let scales = [
            ("recency", "has a recency score of {recency}", &self.recency),
            (
                "frequency",
                "has a frequency score of {frequency}",
                &self.frequency,
            ),
            (
                "monetary",
                "has a monetary score of {monetary}",
                &self.monetary,
            ),
        ];
        for (scale, template, scores) in scales {
            if scores.is_empty() {
                continue;
            }
            if !first {
                to.say(" and ", &[]);
            }
            to.say(template, &[(scale, &Choices(scores))]);
            first = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_scores_has_one_group() {
        let group = |recency, frequency, monetary| {
            RfmGroup::of(Some(RfmScores {
                recency,
                frequency,
                monetary,
            }))
            .word()
        };
        let grid: Vec<Vec<&str>> = (1..=5)
            .map(|recency| (1..=5).map(|mean| group(recency, mean, mean)).collect())
            .collect();
        assert_eq!(
            grid,
            [
                [
                    "dormant",
                    "dormant",
                    "at-risk",
                    "at-risk",
                    "previously-loyal"
                ],
                [
                    "dormant",
                    "dormant",
                    "at-risk",
                    "at-risk",
                    "previously-loyal"
                ],
                [
                    "almost-lost",
                    "almost-lost",
                    "needs-attention",
                    "loyal",
                    "loyal"
                ],
                ["promising", "active", "active", "loyal", "loyal"],
                ["new", "active", "active", "champions", "champions"],
            ]
        );
        // Halves are rounded up.
        assert_eq!(group(5, 3, 4), "champions");
        assert_eq!(RfmGroup::of(None).word(), "prospects");
    }
}
