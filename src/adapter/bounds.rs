//! How much of what a platform says is kept, and which addresses are.

/// Characters of a detail of an ignored message.
pub(super) const DETAIL: usize = 100;
/// Characters of a title.
pub(super) const TITLE: usize = 500;
/// Characters of a name, a code, a tag, a status: anything short.
pub(super) const NAME: usize = 255;
/// Bytes of an address; longer ones are dropped, because half an address is none.
pub(super) const URL: usize = 2_000;
/// Characters of an id or a token; longer ones are dropped.
pub(super) const ID: usize = 255;
/// Properties of a tracked event, traits of a person, texts of a list among them.
pub(super) const PROPERTIES: usize = 50;
/// Characters of a property that is text.
pub(super) const PROPERTY: usize = 1_000;
/// Lines of a cart or an order.
pub(super) const ITEMS: usize = 250;
/// Entries of a platform's own data beside a resource, of which plugins add many.
pub(super) const META: usize = 1_000;
/// Entries of any other list: tags, codes, refunds.
pub(super) const LIST: usize = 250;

/// The first `limit` characters of `text`.
pub(super) fn cut(text: &str, limit: usize) -> String {
    // No text has more characters than bytes.
    if text.len() <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit).map(|(at, _)| at);
    text.get(..end.unwrap_or(text.len()))
        .unwrap_or_default()
        .to_owned()
}

/// `text` as a title of at most [`TITLE`] characters, the last of them an ellipsis where it is cut.
pub(super) fn title(text: &str) -> String {
    if text.chars().nth(TITLE).is_none() {
        return text.to_owned();
    }
    [cut(text, TITLE - 1).trim_end(), "…"].concat()
}

/// `text` if it is an http or https address that can be put into a message.
pub(super) fn url(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let plain =
        !rest.is_empty() && is_plain(rest, |byte| matches!(byte, b'<' | b'>' | b'"' | b'\\'));
    (web && plain && text.len() <= URL).then(|| text.to_owned())
}

/// Whether `text` has no spaces, no control characters and no byte for which `other` holds.
pub(super) fn is_plain(text: &str, other: impl Fn(u8) -> bool) -> bool {
    let odd = |byte: u8| byte <= b' ' || byte == 0x7f || other(byte);
    // Beyond ASCII there are more of both kinds.
    let odd_beyond = |c: char| c.is_whitespace() || c.is_control();
    !text.bytes().any(odd) && (text.is_ascii() || !text.contains(odd_beyond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_a_character_never_inside_one() {
        assert_eq!(cut("Größe 42", 3), "Grö");
        assert_eq!(cut("👟👟", 1), "👟");
        assert_eq!(cut("short", 500), "short");
    }

    #[test]
    fn keeps_addresses_of_the_web_only() {
        assert!(url("https://toys.example/cart?a=1&b=2").is_some());
        assert!(url("HTTP://toys.example").is_some());
        for bad in [
            "javascript:alert(1)",
            "javascript://toys.example/%0aalert(1)",
            "//toys.example/x",
            "/cart",
            "https://",
            "https://toys.example/\"><script>",
            "https://toys.example/a b",
        ] {
            assert_eq!(url(bad), None, "{bad}");
        }
        let long = format!("https://toys.example/{}", "a".repeat(URL));
        assert_eq!(url(&long), None);
    }
}
