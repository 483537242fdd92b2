//! How high the customer's lead score is.

use super::{Answer, Compared, Comparison, Context, Leaf, Scope, Subject, Test};
use crate::document::{FromNode, Node};
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;

/// Compares the lead score. It is kept up to date to the second, so this asks for it as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Score {
    /// How it is compared.
    pub is: Comparison,
    /// With what; may be negative.
    pub points: i32,
    /// For “between”: the upper limit.
    #[cfg_attr(test, schemars(default))]
    pub and: Option<i32>,
}

impl Leaf for Score {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let upper = self.and.map(i64::from);
        let value = context.customer.score.value;
        Answer::settled(self.is.holds(&value, &self.points.into(), upper.as_ref()))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(context.customer.score.value)
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[EventName::ScoreChanged]));
        scope.score = true;
    }

    fn question(&self) -> Option<(Subject, Test)> {
        let test = Test::number(self.is, self.points, self.and);
        Some((Subject::Score, test))
    }
}

impl Said for Score {
    fn say(&self, to: &mut Sentence<'_>) {
        let points = Compared::new(self.is, "points", &self.points, self.and.as_ref());
        to.say("has a score of {_points}", &[("_points", &points)]);
    }
}

impl FromNode for Score {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "is", "points", "and"])?;
        let is = object
            .required("is")
            .and_then(|node| Comparison::read(&node));
        let points = object.required("points").and_then(|node| node.signed());
        let and = Comparison::upper(is, points.as_ref(), &object, Node::signed);
        Some(Self {
            is: is?,
            points: points?,
            and: and?,
        })
    }
}
