//! From one form to the other, whatever the value is.

use super::{Malformed, Read, Reader, Writer};

/// The JSON text of something that was stored. What is JSON stays as it is.
///
/// # Errors
///
/// If it is packed and damaged.
pub fn unpacked(stored: &str) -> Result<String, Malformed> {
    let mut reader = Reader::stored(stored);
    let text = reader.json()?.into_owned();
    reader.end()?;
    Ok(text)
}

/// Writes the next value of `reader` to `out`.
pub(super) fn copy(reader: &mut Reader<'_>, out: &mut Writer) -> Result<(), Malformed> {
    match reader.peek() {
        b'n' => {
            reader.null()?;
            out.null();
        }
        b't' | b'f' => out.boolean(bool::read(reader)?),
        b'"' => out.escaped(&reader.inner()?),
        b'[' => {
            let mut list = reader.list()?;
            out.list();
            let mut position = 0;
            while reader.step(&mut list)? {
                out.next(position);
                copy(reader, out)?;
                position += 1;
            }
            out.end_list();
        }
        b'{' => {
            let mut object = reader.object()?;
            out.object();
            let mut position = 0;
            while let Some(name) = reader.name(&mut object)? {
                out.next(position);
                out.escaped(&name);
                out.colon();
                copy(reader, out)?;
                position += 1;
            }
            out.end_object();
        }
        _ => out.numeral(&reader.numeral()?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Form, Tree, from_stored, from_str, to_bytes};
    use proptest::prelude::*;

    fn packed(json: &str) -> String {
        let mut out = Writer::new(Form::Packed);
        copy(&mut Reader::new(json), &mut out).unwrap();
        out.into_string()
    }

    #[test]
    fn everything_json_can_say_comes_back_as_it_was_written() {
        for json in [
            "null",
            "[true,false,null]",
            "[0,15,16,127,128,-1,-128,-129,9223372036854775807,-9223372036854775808]",
            // What is no whole number of 64 bits keeps its digits.
            "[18446744073709551615,18446744073709551616,-0,1.0,1e5,-2.50E-3]",
            r#"["","a","twenty-seven bytes, exactly","twenty-eight bytes, as it is","é🙏\n\"\u0001"]"#,
            // Half of a surrogate pair is JSON and no text.
            r#"["\ud800",{"\udc00":[]}]"#,
            r#"{"type":"email","at":{},"":[[],{}],"a\"b":"subscribed"}"#,
        ] {
            assert_eq!(unpacked(&packed(json)).as_deref(), Ok(json));
            assert_eq!(unpacked(json).as_deref(), Ok(json));
        }
    }

    #[test]
    fn packed_or_not_it_may_be_as_deep() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(unpacked(&packed(&nested(127))), Ok(nested(127)));
        let deeper = format!("\u{1}{}{}", "\u{6}".repeat(128), "\0".repeat(128));
        assert!(unpacked(&deeper).is_err());
        let mut reader = Reader::stored(&deeper);
        assert!(reader.skip().is_err());
    }

    #[test]
    fn numbers_have_their_limits_in_both_forms() {
        for json in ["-9223372036854775808", "9223372036854775807", "-1", "7"] {
            assert_eq!(from_stored::<i64>(&packed(json)), from_str(json));
        }
        for json in [
            "9223372036854775808",
            "-0",
            "1.0",
            "-9223372036854775809",
            "\"1\"",
            "null",
        ] {
            assert!(from_stored::<i64>(&packed(json)).is_err(), "{json}");
            assert!(from_str::<i64>(json).is_err(), "{json}");
        }
        assert_eq!(from_stored(&packed(&u64::MAX.to_string())), Ok(u64::MAX));
        assert!(from_stored::<u64>(&packed("-1")).is_err());
        assert!(from_stored::<u32>(&packed("4294967296")).is_err());
    }

    /// JSON of all kinds.
    fn json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
            "\"[a-zé 🙏]{0,40}(\\\\[\"\\\\bfnrt])?[a-z]{0,9}\"",
        ];
        leaf.prop_recursive(6, 64, 6, |inner| {
            let member = ("\"([a-z_]{0,20}|type|email)\":", inner.clone());
            let member = member.prop_map(|(name, value)| name + &value);
            prop_oneof![
                prop::collection::vec(inner, 0..6)
                    .prop_map(|values| format!("[{}]", values.join(","))),
                prop::collection::vec(member, 0..6)
                    .prop_map(|members| format!("{{{}}}", members.join(","))),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_comes_back(json in json()) {
            let packed = packed(&json);
            prop_assert_eq!(unpacked(&packed), Ok(json.clone()));
            // By way of a value, or stepped over: the same.
            let tree: Tree = from_stored(&packed).unwrap();
            prop_assert_eq!(to_bytes(&tree, Form::Packed), packed.as_bytes());
            prop_assert_eq!(to_bytes(&tree, Form::Text), json.as_bytes());
            let mut reader = Reader::stored(&packed);
            prop_assert_eq!(reader.skip(), Ok(()));
            prop_assert_eq!(reader.end(), Ok(()));
        }

        /// What can be skipped can be told, and nothing else.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(0u8..=127, 0..60)) {
            let text = format!("\u{1}{}", String::from_utf8(bytes).unwrap());
            let mut reader = Reader::stored(&text);
            let skipped = reader.skip();
            prop_assert_eq!(skipped.and_then(|()| reader.end()).is_ok(), unpacked(&text).is_ok());
            if let Ok(json) = unpacked(&text) {
                prop_assert_eq!(unpacked(&packed(&json)), Ok(json));
            }
        }
    }
}
