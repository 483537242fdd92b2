//! Hours that countries and states leave for marketing by SMS.

use crate::customer::Customer;
use crate::time::{Timestamp, Weekday, Zone};
use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};

/// The table; its first lines say what it is and how it is read.
const TABLE: &str = include_str!("sms_hours.txt");

/// When a marketing SMS may be sent to the customer, if their country or state forbids it at `now`.
///
/// Where their own zone is not known and their country or state has several, it must be allowed in
/// every one of them. `shop` is the shop's zone, for who lives nowhere known.
pub(super) fn held_until(customer: &Customer, shop: Zone, now: Timestamp) -> Option<Timestamp> {
    let rule = Rule::of(customer)?;
    let zones = rule.zones(customer, shop);
    let mut at = now;
    // Each round goes on to an hour that one zone allows; a week has fewer of them than this.
    for _ in 0..64 {
        let later = zones
            .iter()
            .filter_map(|zone| rule.held_until(at, *zone))
            .max();
        match later {
            Some(later) => at = later,
            None => break,
        }
    }
    (at > now).then_some(at)
}

/// When the hours end in which the customer's country or state allows what it allows at `now`.
pub(super) fn ends_after(customer: &Customer, shop: Zone, now: Timestamp) -> Option<Timestamp> {
    let rule = Rule::of(customer)?;
    let ends = |zone: Zone| {
        let today = now.local(zone).date();
        let Hours { from, until } = rule.on(today);
        let end = NaiveTime::from_hms_opt(until, 0, 0)?;
        (from < until).then(|| zone.instant(today.and_time(end)))
    };
    rule.zones(customer, shop)
        .into_iter()
        .filter_map(ends)
        .min()
}

/// One line of the table, as far as it is needed.
struct Rule<'t> {
    /// From Monday to Friday, on Saturdays, on Sundays.
    hours: [Hours; 3],
    /// Whether nothing may be sent on public holidays.
    rests_on_holidays: bool,
    zones: &'t str,
}

/// The full hours between which it is allowed; none where they are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Hours {
    from: u32,
    until: u32,
}

impl Rule<'static> {
    /// The line for where the customer lives, by what the shop said of it.
    fn of(customer: &Customer) -> Option<Self> {
        let country = &customer.profile.country.as_ref()?.value;
        let region = customer
            .profile
            .region
            .as_ref()
            .map(|reported| reported.value.as_str());
        let of_country = |line: &&str| {
            line.split('|')
                .next()
                .is_some_and(|code| code.eq_ignore_ascii_case(country))
        };
        let is_region = |line: &&str| {
            let mut names = line.split('|').skip(1).take(2);
            region.is_some_and(|reported| {
                names.any(|name| name.eq_ignore_ascii_case(reported.trim()))
            })
        };
        let mut lines = TABLE.lines().filter(of_country);
        let line = lines
            .clone()
            .find(is_region)
            .or_else(|| lines.next_back())?;
        Self::parse(line)
    }

    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('|').skip(3);
        let mut hours = [Hours::default(); 3];
        for one in &mut hours {
            *one = Hours::parse(fields.next()?)?;
        }
        let rests_on_holidays = fields.next()? == "never";
        let zones = fields.next()?;
        Some(Self {
            hours,
            rests_on_holidays,
            zones,
        })
    }

    fn zones(&self, customer: &Customer, shop: Zone) -> Vec<Zone> {
        if let Some(zone) = customer.known_zone() {
            return vec![zone];
        }
        let zones: Vec<Zone> = self.zones.split(' ').filter_map(Zone::named).collect();
        if zones.is_empty() { vec![shop] } else { zones }
    }

    /// When it is allowed in `zone`, if it is not at `now`.
    fn held_until(&self, now: Timestamp, zone: Zone) -> Option<Timestamp> {
        let today = now.local(zone).date();
        // No country forbids more than some days on end.
        let days = (0..14).filter_map(|later| today.checked_add_days(Days::new(later)));
        let allowed = days.filter_map(|date| {
            let Hours { from, until } = self.on(date);
            let moment =
                |hour| Some(zone.instant(date.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?)));
            (from < until)
                .then(|| Some((moment(from)?, moment(until)?)))
                .flatten()
        });
        let (from, _) = allowed.into_iter().find(|(_, until)| now < *until)?;
        (now < from).then_some(from)
    }

    fn on(&self, date: NaiveDate) -> Hours {
        let [weekdays, saturday, sunday] = self.hours;
        if self.rests_on_holidays && is_holiday_in_france(date) {
            return Hours::default();
        }
        match Weekday::of(date) {
            Weekday::Saturday => saturday,
            Weekday::Sunday => sunday,
            _ => weekdays,
        }
    }
}

impl Hours {
    fn parse(text: &str) -> Option<Self> {
        if text == "never" {
            return Some(Self::default());
        }
        let (from, until) = text.split_once('-')?;
        Some(Self {
            from: from.parse().ok()?,
            until: until.parse().ok()?,
        })
    }
}

/// The eleven public holidays of metropolitan France (Code du travail, L3133-1).
fn is_holiday_in_france(date: NaiveDate) -> bool {
    let fixed = [
        (1, 1),
        (5, 1),
        (5, 8),
        (7, 14),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    ];
    // Easter Monday, Ascension, Whit Monday.
    let movable = [1, 39, 50];
    fixed.contains(&(date.month(), date.day()))
        || easter(date.year()).is_some_and(|easter| {
            movable
                .iter()
                .any(|days| easter.checked_add_days(Days::new(*days)) == Some(date))
        })
}

/// Easter Sunday by the Gregorian calendar (the anonymous algorithm of 1876).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let (leap, of_four) = (century / 4, century % 4);
    let moved = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - leap - moved + 15) % 30;
    let sunday = (32 + 2 * of_four + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let days = moon + sunday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(days / 31).ok()?,
        u32::try_from(days % 31 + 1).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stored::Reported;

    #[test]
    fn every_line_of_the_table_can_be_read() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        let mut count = 0;
        for line in lines {
            let rule = Rule::parse(line).unwrap();
            count += 1;
            assert!(
                rule.zones
                    .split(' ')
                    .all(|zone| Zone::named(zone).is_some()),
                "{line}"
            );
            assert!(rule.hours.iter().all(|hours| hours.until <= 23), "{line}");
            assert!(
                rule.hours.iter().any(|hours| hours.from < hours.until),
                "{line}"
            );
        }
        assert_eq!(
            count, 53,
            "50 states, the District, those not known, and France"
        );
    }

    #[test]
    fn easter_is_when_it_is() {
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        assert_eq!(easter(2024), on(2024, 3, 31));
        assert_eq!(easter(2026), on(2026, 4, 5));
        assert_eq!(easter(2027), on(2027, 3, 28));
        assert_eq!(easter(2038), on(2038, 4, 25));
    }

    fn living(country: &str, region: Option<&str>, zone: Option<&str>) -> Customer {
        let reported = |text: &str| Reported::new(text.to_owned(), Timestamp::MIN, true);
        let mut customer = Customer::default();
        customer.profile.country = Some(reported(country));
        customer.profile.region = region.map(reported);
        customer.profile.time_zone = zone.map(reported);
        customer
    }

    #[track_caller]
    fn held(customer: &Customer, now: &str, until: Option<&str>) {
        let at = |text| Timestamp::parse_rfc3339(text).unwrap();
        assert_eq!(
            held_until(customer, Zone::UTC, at(now)),
            until.map(at),
            "{now}"
        );
    }

    #[test]
    fn states_are_stricter_than_the_country() {
        let connecticut = living("US", Some("CT"), None);
        held(
            &connecticut,
            "2026-11-24T08:59:59-05:00",
            Some("2026-11-24T09:00:00-05:00"),
        );
        held(&connecticut, "2026-11-24T09:00:00-05:00", None);
        held(
            &connecticut,
            "2026-11-24T20:00:00-05:00",
            Some("2026-11-25T09:00:00-05:00"),
        );
        let texas = living("us", Some("texas"), Some("America/Chicago"));
        held(
            &texas,
            "2026-11-22T11:59:59-06:00",
            Some("2026-11-22T12:00:00-06:00"),
        );
        let alabama = living("US", Some("Alabama"), None);
        held(
            &alabama,
            "2026-11-21T20:00:00-06:00",
            Some("2026-11-23T08:00:00-06:00"),
        );
        let colorado = living("US", Some("CO"), None);
        held(&colorado, "2026-11-24T20:59:59-07:00", None);
    }

    #[test]
    fn where_the_zone_is_not_known_it_must_be_allowed_in_all() {
        // Florida has two: 8 in Chicago is 9 in New York, and 20 in New York is 19 in Chicago.
        let florida = living("US", Some("FL"), None);
        held(
            &florida,
            "2026-11-24T08:30:00-05:00",
            Some("2026-11-24T09:00:00-05:00"),
        );
        held(
            &florida,
            "2026-11-24T20:00:00-05:00",
            Some("2026-11-25T09:00:00-05:00"),
        );
        // 9 in Honolulu is 14 in New York.
        let somewhere = living("US", None, None);
        held(
            &somewhere,
            "2026-11-24T13:59:00-05:00",
            Some("2026-11-24T14:00:00-05:00"),
        );
        held(&somewhere, "2026-11-24T19:59:59-05:00", None);
    }

    #[test]
    fn it_is_allowed_until_the_first_zone_rests() {
        let at = |text| Timestamp::parse_rfc3339(text).unwrap();
        let ends = |customer: &Customer, now| ends_after(customer, Zone::UTC, at(now));
        // 20 in New York is 19 in Chicago, where nothing would end it yet.
        let florida = living("US", Some("FL"), None);
        let noon = "2026-11-24T12:00:00-05:00";
        assert_eq!(ends(&florida, noon), Some(at("2026-11-24T20:00:00-05:00")));
        let paris = living("FR", None, None);
        let friday = "2026-11-27T12:00:00+01:00";
        assert_eq!(ends(&paris, friday), Some(at("2026-11-27T22:00:00+01:00")));
        assert_eq!(ends(&living("DE", None, None), noon), None);
    }

    #[test]
    fn france_rests_on_sundays_and_holidays() {
        let paris = living("FR", None, None);
        held(
            &paris,
            "2026-11-21T22:00:00+01:00",
            Some("2026-11-23T08:00:00+01:00"),
        );
        held(
            &paris,
            "2026-04-06T12:00:00+02:00",
            Some("2026-04-07T08:00:00+02:00"),
        );
        held(
            &paris,
            "2026-07-14T12:00:00+02:00",
            Some("2026-07-15T08:00:00+02:00"),
        );
        held(&paris, "2026-11-24T12:00:00+01:00", None);
        held(&living("DE", None, None), "2026-11-22T03:00:00+01:00", None);
    }
}
