//! Quiet hours: when marketing is held back, on the clock where the customer is.

use crate::document::declared;
use crate::event::Channel;
use crate::sentence::{Choices, Said, Sentence};
use crate::time::{TimeOfDay, Timestamp, Weekday, Zone};

declared! {
    /// Hours in which marketing isn’t sent on a channel, in the customer’s time zone. They may
    /// cross midnight. Messages due in quiet hours are sent when they end.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct QuietHours beside [] {
        /// The channel.
        channel: Channel = required(typed()),
        /// When they start, included, such as `21:00`.
        from: TimeOfDay = required(typed()),
        /// When they end, not included, such as `08:00`.
        until: TimeOfDay = required(typed()),
        /// The days on which they start. Default: every day.
        days: Vec<Weekday> = or(Vec::new(), those_of(typed())),
    }
    check |read, object| {
        if read.from == read.until {
            return object.node().error(
                "quiet-all-day",
                "These quiet hours cover the whole day, so nothing would ever be sent.",
                "Set “until” to a different time than “from”.",
            );
        }
        Some(())
    };
}

/// "No SMS marketing from 9:00 PM to 8:00 AM".
impl Said for QuietHours {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "No {channel} marketing from {from} to {until}",
            &[
                ("channel", &self.channel),
                ("from", &self.from),
                ("until", &self.until),
            ],
        );
        if !self.days.is_empty() {
            to.say(", starting on {days}", &[("days", &Choices(&self.days))]);
        }
    }
}

impl QuietHours {
    /// SMS and push, 21:00 to 08:00 (47 CFR 64.1200(c)(1) for the United States, and good
    /// manners elsewhere).
    pub(super) fn defaults() -> Vec<Self> {
        let (Some(from), Some(until)) = (TimeOfDay::parse("21:00"), TimeOfDay::parse("08:00"))
        else {
            return Vec::new();
        };
        [Channel::Sms, Channel::Push]
            .map(|channel| Self {
                channel,
                from,
                until,
                days: Vec::new(),
            })
            .into()
    }

    /// When the quiet hours at `now` end, if there are any.
    ///
    /// Every comparison is made between instants, not between clock readings: on the night the
    /// clocks go back a reading comes twice, and only one of the two is the right one.
    fn holds_until(&self, now: Timestamp, zone: Zone) -> Option<Timestamp> {
        let today = now.local(zone).date();
        // Quiet hours that apply now started today or, across midnight, yesterday.
        [today.pred_opt()?, today].into_iter().find_map(|date| {
            if !self.days.is_empty() && !self.days.contains(&Weekday::of(date)) {
                return None;
            }
            let begins = zone.instant(self.from.on(date));
            let ends_on = if self.until > self.from {
                date
            } else {
                date.succ_opt()?
            };
            let ends = zone.instant(self.until.on(ends_on));
            (begins <= now && now < ends).then_some(ends)
        })
    }
}

/// When `channel` may be used again, if it rests at `now`. Rests that follow one another are
/// taken together.
pub(super) fn held_until(
    rules: &[QuietHours],
    channel: Channel,
    now: Timestamp,
    zone: Zone,
) -> Option<Timestamp> {
    let ends_after = |at| {
        let of_channel = rules.iter().filter(|rule| rule.channel == channel);
        of_channel
            .filter_map(|rule| rule.holds_until(at, zone))
            .max()
    };
    let mut until = ends_after(now)?;
    // Each further round must be another rule’s, so there are no more rounds than rules.
    for _ in rules {
        match ends_after(until) {
            Some(later) if later > until => until = later,
            _ => break,
        }
    }
    Some(until)
}

/// When the next rest of `channel` after `now` begins, if it has any within the week to come.
pub(super) fn begin_after(
    rules: &[QuietHours],
    channel: Channel,
    now: Timestamp,
    zone: Zone,
) -> Option<Timestamp> {
    let today = now.local(zone).date();
    let of_channel = rules.iter().filter(|rule| rule.channel == channel);
    let begin = of_channel.flat_map(|rule| {
        let days = today.iter_days().take(8);
        let days =
            days.filter(|date| rule.days.is_empty() || rule.days.contains(&Weekday::of(*date)));
        days.map(|date| zone.instant(rule.from.on(date)))
    });
    begin.filter(|begins| *begins > now).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_rest_begins_on_a_day_that_has_one() {
        let at = |text| Timestamp::parse_rfc3339(text).unwrap();
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let rule = |from, days: &[Weekday]| QuietHours {
            channel: Channel::Sms,
            from: TimeOfDay::parse(from).unwrap(),
            until: TimeOfDay::parse("08:00").unwrap(),
            days: days.to_vec(),
        };
        let begins = |rules: &[QuietHours], now| begin_after(rules, Channel::Sms, at(now), berlin);
        let nightly = [rule("21:00", &[])];
        let tonight = Some(at("2026-11-24T21:00:00+01:00"));
        assert_eq!(begins(&nightly, "2026-11-24T12:00:00+01:00"), tonight);
        assert_eq!(begins(&nightly, "2026-11-24T20:59:59+01:00"), tonight);
        let tomorrow = Some(at("2026-11-25T21:00:00+01:00"));
        assert_eq!(begins(&nightly, "2026-11-24T21:00:00+01:00"), tomorrow);
        // On the night on which the clocks go back, a reading comes twice.
        let early = [rule("02:30", &[])];
        let first = Some(at("2026-10-25T02:30:00+02:00"));
        assert_eq!(begins(&early, "2026-10-25T01:00:00+02:00"), first);
        let sundays = [rule("18:00", &[Weekday::Sunday]), rule("22:00", &[])];
        let sunday = Some(at("2026-11-29T18:00:00+01:00"));
        assert_eq!(begins(&sundays, "2026-11-29T17:00:00+01:00"), sunday);
        assert_eq!(
            begin_after(&nightly, Channel::Email, at("2026-11-24T12:00:00Z"), berlin),
            None
        );
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn holds_from_the_first_to_before_the_last_minute_across_midnight() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let rules = QuietHours::defaults();
        let held = |now: &str| held_until(&rules, Channel::Sms, at(now), berlin);
        assert_eq!(held("2026-11-22T20:59:59+01:00"), None);
        assert_eq!(
            held("2026-11-22T21:00:00+01:00"),
            Some(at("2026-11-23T08:00:00+01:00"))
        );
        assert_eq!(
            held("2026-11-23T07:59:59+01:00"),
            Some(at("2026-11-23T08:00:00+01:00"))
        );
        assert_eq!(held("2026-11-23T08:00:00+01:00"), None);
        assert_eq!(
            held_until(
                &rules,
                Channel::Email,
                at("2026-11-23T03:00:00+01:00"),
                berlin
            ),
            None
        );
    }

    #[test]
    fn the_night_the_clocks_change_is_as_long_as_it_is() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let rules = QuietHours::defaults();
        // 02:30 comes twice on 25 October; both are night.
        for now in ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"] {
            assert_eq!(
                held_until(&rules, Channel::Sms, at(now), berlin),
                Some(at("2026-10-25T08:00:00+01:00"))
            );
        }
    }

    #[test]
    fn rests_that_follow_one_another_are_one() {
        let rule = |from, until| QuietHours {
            channel: Channel::Email,
            from: TimeOfDay::parse(from).unwrap(),
            until: TimeOfDay::parse(until).unwrap(),
            days: Vec::new(),
        };
        let rules = [rule("08:00", "10:00"), rule("21:00", "08:00")];
        let until = held_until(
            &rules,
            Channel::Email,
            at("2026-11-22T23:00:00Z"),
            Zone::UTC,
        );
        assert_eq!(until, Some(at("2026-11-23T10:00:00Z")));
    }
}
