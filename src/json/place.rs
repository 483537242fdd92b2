//! Which member of a JSON text a byte belongs to.

/// The path of the value that byte `at` of a JSON text belongs to, from the whole on: `.play.from`,
/// `.inputs[2].at`; empty for the whole itself. For a text that isn't JSON, as far as it was read.
#[must_use]
pub fn place_of_byte(text: &str, at: usize) -> String {
    let mut open: Vec<Frame> = Vec::new();
    let mut bytes = text
        .bytes()
        .enumerate()
        .take_while(|(place, _)| *place < at);
    let mut last_text = 0..0;
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let mut escaped = false;
                let rest = bytes.by_ref();
                let end = rest.map_while(|(place, byte)| {
                    let ends = byte == b'"' && !escaped;
                    escaped = byte == b'\\' && !escaped;
                    (!ends).then_some(place + 1)
                });
                last_text = place + 1..end.last().unwrap_or(place + 1);
            }
            b'{' => open.push(Frame::Object(String::new())),
            b'[' => open.push(Frame::List(0)),
            b'}' | b']' => {
                open.pop();
            }
            b':' => {
                let name = text.get(last_text.clone()).unwrap_or_default();
                if let Some(Frame::Object(member)) = open.last_mut() {
                    name.clone_into(member);
                }
            }
            b',' => match open.last_mut() {
                Some(Frame::List(item)) => *item += 1,
                Some(Frame::Object(member)) => member.clear(),
                None => {}
            },
            _ => {}
        }
    }
    let named = open.iter().map(|frame| match frame {
        Frame::Object(member) if member.is_empty() => String::new(),
        Frame::Object(member) => format!(".{member}"),
        Frame::List(item) => format!("[{item}]"),
    });
    named.collect()
}

/// An object with the member that is being read, or a list with its item.
enum Frame {
    Object(String),
    List(usize),
}

#[cfg(test)]
mod tests {
    use super::place_of_byte;

    #[test]
    fn a_byte_belongs_to_the_innermost_member() {
        let text = r#"{"play": {"from": "x"}, "inputs": [1, {"at": true, "a\"b": 3}]}"#;
        let place = |needle: &str| place_of_byte(text, text.find(needle).unwrap());
        assert_eq!(place("x\""), ".play.from");
        assert_eq!(place("true"), ".inputs[1].at");
        assert_eq!(place("3}"), r#".inputs[1].a\"b"#);
        assert_eq!(place("1, {"), ".inputs[0]");
        assert_eq!(place_of_byte(text, text.len()), "");
        assert_eq!(place_of_byte("not JSON", 3), "");
    }
}
