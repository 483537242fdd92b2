//! Quiet hours that leave no hour.

use super::{Config, Report};
use crate::event::Channel;
use crate::time::Weekday;

/// Several rests of one channel may leave nothing between them: nothing would ever be sent.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for channel in Channel::ALL {
        let rules = &config.policy.quiet_hours;
        let own: Vec<_> = rules
            .iter()
            .filter(|rule| rule.channel == channel)
            .collect();
        if own.is_empty() {
            continue;
        }
        let mut quiet = vec![false; WEEK];
        for rule in own {
            for (number, (_, day)) in Weekday::WORDS.iter().enumerate() {
                if !rule.days.is_empty() && !rule.days.contains(day) {
                    continue;
                }
                let from = usize::from(rule.from.minutes());
                let until = usize::from(rule.until.minutes());
                let length = (until + DAY - from) % DAY;
                for minute in from..from + length {
                    if let Some(slot) = quiet.get_mut((number * DAY + minute) % WEEK) {
                        *slot = true;
                    }
                }
            }
        }
        if quiet.iter().all(|quiet| *quiet) {
            report.error(
                "quiet-all-week",
                "policy.quiet_hours",
                format!("Together, these quiet hours cover the whole week for {channel}, so nothing would ever be sent."),
                "Shorten one of them.",
            );
        }
    }
}

/// Minutes.
const DAY: usize = 24 * 60;
const WEEK: usize = 7 * DAY;
