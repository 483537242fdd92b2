//! Any JSON, for what is looked at more than once.

use super::reader::{Malformed, Reader};
use super::{Read, Write, Writer, text};

/// A JSON value. Members keep their order; numbers keep their digits.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// An object.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// What stands under `key` of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let found = members.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }
}

/// Reads JSON and refuses a key that stands twice in one object: which of the two was meant
/// cannot be known, and most readers silently take the last. Members come sorted by name.
///
/// # Errors
///
/// What is wrong, with line and column.
pub fn parse_strictly(text: &str) -> Result<Tree, String> {
    let mut reader = Reader::new(text);
    let mut twice = None;
    let parsed = read(&mut reader, &mut Some(&mut twice));
    match parsed.and_then(|tree| reader.end().map(|()| tree)) {
        Ok(tree) => Ok(tree),
        Err(Malformed { at, .. }) => {
            let before = text.get(..at).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            let what = match twice {
                Some(key) => format!("duplicate key “{key}”"),
                None if at >= text.len() => "unexpected end of input".to_owned(),
                None => "syntax error".to_owned(),
            };
            Err(format!("{what} at line {line}, column {column}"))
        }
    }
}

/// Reads a value; with `twice`, strictly, and a key that stands twice is left there.
fn read(
    reader: &mut Reader<'_>,
    twice: &mut Option<&mut Option<String>>,
) -> Result<Tree, Malformed> {
    Ok(match reader.peek() {
        b'n' => reader.skip().map(|()| Tree::Null)?,
        b't' | b'f' => Tree::Boolean(bool::read(reader)?),
        b'"' => Tree::Text(reader.text()?.into_owned()),
        b'[' => {
            let mut list = reader.list()?;
            let mut values = Vec::new();
            while reader.step(&mut list)? {
                values.push(read(reader, twice)?);
            }
            Tree::List(values)
        }
        b'{' => {
            let mut object = reader.object()?;
            let mut members: Vec<(String, Malformed, Tree)> = Vec::new();
            while let Some(name) = reader.name(&mut object)? {
                let Some(name) = text::unescaped(&name) else {
                    return Err(reader.unexpected());
                };
                let here = reader.unexpected();
                members.push((name, here, read(reader, twice)?));
            }
            if let Some(twice) = twice {
                // Sorted once: putting each into its place would cost the square of their number.
                members.sort_by(|(one, ..), (other, ..)| one.cmp(other));
                let pairs = members.iter().zip(members.iter().skip(1));
                let again = pairs.filter(|((one, ..), (other, ..))| one == other);
                if let Some((_, (name, here, _))) = again.min_by_key(|(_, (_, here, _))| here.at) {
                    **twice = Some(name.clone());
                    return Err(*here);
                }
            }
            Tree::Object(
                members
                    .into_iter()
                    .map(|(name, _, value)| (name, value))
                    .collect(),
            )
        }
        _ => {
            let numeral = reader.numeral()?;
            if twice.is_some() && !is_moderate(&numeral) {
                return Err(reader.unexpected());
            }
            Tree::Number(numeral.into_owned())
        }
    })
}

/// Whether a number is one that floating point can hold, too.
fn is_moderate(numeral: &str) -> bool {
    let exponent = numeral.split_once(['e', 'E']).map(|(_, digits)| digits);
    let small = exponent.is_none_or(|digits| digits.parse::<i32>().is_ok_and(|e| e.abs() < 280));
    small && numeral.len() < 28
}

impl Read for Tree {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        read(reader, &mut None)
    }
}

impl Write for Tree {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Null => out.null(),
            Self::Boolean(value) => value.write(out),
            Self::Number(numeral) => out.numeral(numeral),
            Self::Text(text) => text.write(out),
            Self::List(values) => values.write(out),
            Self::Object(members) => {
                out.object();
                for (position, (name, value)) in members.iter().enumerate() {
                    out.next(position);
                    name.write(out);
                    out.colon();
                    value.write(out);
                }
                out.end_object();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_other_readers_let_pass() {
        assert!(parse_strictly(r#"{"a":1,"b":{"a":2}}"#).is_ok());
        for text in [
            r#"{"a":1,"a":2}"#,
            r#"{"x":[{"b":1,"b":1}]}"#,
            "1e999",
            "\"\\ud800\"",
            "{",
            "",
        ] {
            assert!(parse_strictly(text).is_err(), "{text}");
        }
        assert!(parse_strictly(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn says_where_it_went_wrong() {
        let received = |text| parse_strictly(text).unwrap_err();
        assert_eq!(
            received("{\n \"a\": x}"),
            "syntax error at line 2, column 7"
        );
        assert_eq!(
            received("{\n"),
            "unexpected end of input at line 2, column 1"
        );
        assert_eq!(
            received(r#"{"a":1,"a":2}"#),
            "duplicate key “a” at line 1, column 12"
        );
    }
}
