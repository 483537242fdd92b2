//! How near the messages came to each frequency cap.

use super::join::{Join, joined};
use super::life::Life;
use crate::event::Channel;
use crate::json::object;
use crate::plan::Plan;
use crate::sentence::Reader;

/// One of the plan's frequency caps, and how much of it was used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapTally {
    /// The cap in words, for example "at most 4 SMS messages in 30 days".
    pub said: String,
    /// Its channel; `None` for a cap on all channels together.
    pub channel: Option<Channel>,
    /// How many messages it allows within its window.
    pub at_most: u32,
    /// How many customers had at most one message within the window, at most two, and so on. Nobody
    /// is beyond `at_most`, unless messages count that the cap doesn't stop, or the cap goes by the
    /// calendar and the customer moved: it is counted by their last time zone.
    pub fullest: Vec<u32>,
}

object!(CapTally {
    said,
    channel,
    at_most,
    fullest
});
joined!(CapTally [said, channel, at_most] { fullest });

/// Caps are in the order of the plan's file, in every part that has any customers.
impl Join for Vec<CapTally> {
    fn join(&mut self, later: Self, named: usize) {
        if self.is_empty() {
            *self = later;
            return;
        }
        for (cap, more) in self.iter_mut().zip(later) {
            cap.join(more, named);
        }
    }
}

/// Adds one customer to the caps of `plan`, which are in the order of its file.
pub(super) fn add(caps: &mut Vec<CapTally>, life: &Life, plan: &Plan) {
    let known = &plan.policy.frequency_caps;
    if caps.len() != known.len() {
        let nothing_yet = known.iter().map(|cap| CapTally {
            said: Reader {
                names: Some(plan),
                ..Reader::ENGLISH
            }
            .text(cap),
            channel: cap.channel,
            at_most: cap.at_most,
            fullest: Vec::new(),
        });
        *caps = nothing_yet.collect();
    }
    for (cap, tally) in known.iter().zip(caps) {
        let fullest = cap.fullest(&life.sends, life.zone.unwrap_or(plan.shop.zone));
        one_more(&mut tally.fullest, fullest);
    }
}

/// Counts one more of those with `number`, which is 1 or more; none are not counted.
pub(super) fn one_more(people: &mut Vec<u32>, number: u32) {
    let Some(place) = number.checked_sub(1) else {
        return;
    };
    let place = place as usize;
    if people.len() <= place {
        people.resize(place + 1, 0);
    }
    if let Some(people) = people.get_mut(place) {
        *people += 1;
    }
}
