//! Several values.

use super::{FromBody, Watch};
use crate::json::{Malformed, Reader};

/// The first `LIMIT` values of a list. PHP writes a list with a gap as an object; its values are
/// taken. Anything else is an empty list.
pub(in crate::adapter) struct List<T, const LIMIT: usize>(Vec<T>);

impl<T, const LIMIT: usize> List<T, LIMIT> {
    /// The values in order.
    pub(in crate::adapter) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T, const LIMIT: usize> Default for List<T, LIMIT> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, T: FromBody<'a> + Default, const LIMIT: usize> FromBody<'a> for List<T, LIMIT> {
    fn fill(
        &mut self,
        reader: &mut Reader<'a>,
        _: Option<&mut Watch<'_>>,
    ) -> Result<(), Malformed> {
        self.0.clear();
        each(reader, LIMIT, &mut |reader| {
            let mut value = T::default();
            value.fill(reader, None)?;
            self.0.push(value);
            Ok(())
        })
    }
}

/// Lets `take` take the first `limit` values of a list. One function for lists of all kinds.
fn each<'a>(
    reader: &mut Reader<'a>,
    limit: usize,
    take: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    let mut values = reader.enter()?;
    let mut taken = 0;
    while reader.step(&mut values)? {
        if taken < limit {
            take(reader)?;
            taken += 1;
        } else {
            reader.skip()?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::tolerant::{Scalar, parse};

    fn texts(json: &str) -> Vec<String> {
        let Ok(list) = parse::<List<Scalar<'_>, 3>>(json) else {
            panic!("{json}");
        };
        list.iter().filter_map(|item| item.cut(10)).collect()
    }

    #[test]
    fn takes_lists_in_any_dress_and_never_more_than_the_limit() {
        assert_eq!(texts(r#"["a","b"]"#), ["a", "b"]);
        assert_eq!(texts(r#"{"0":"a","2":"b"}"#), ["a", "b"]);
        assert_eq!(texts(r#"["a","b","c","d","e"]"#), ["a", "b", "c"]);
        assert_eq!(
            texts(r#"{"1":"a","2":"b","3":"c","4":"d"}"#),
            ["a", "b", "c"]
        );
        for nothing in ["null", "\"\"", "7", "true", "1.5", "-1", "[]", "{}"] {
            assert!(texts(nothing).is_empty(), "{nothing}");
        }
    }
}
