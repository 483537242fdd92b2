//! Words that stand as numbers in the packed form.
//!
//! `dictionary.txt` has one a line: the names of members and the words of enums of everything that was
//! stored when the form's first version was released. It is closed since: what is added later is written
//! in full, so a release reads whatever a later one packs, and equal values are equal bytes in every
//! release. More words, or others, are for a second version of the form (`packed::MARK`).

/// The words, one a line.
const LINES: &[u8] = include_bytes!("dictionary.txt");

/// How many words there are.
const COUNT: usize = {
    let mut count = 0;
    let mut rest = LINES;
    while let [byte, others @ ..] = rest {
        if *byte == b'\n' {
            count += 1;
        }
        rest = others;
    }
    count
};

/// What stands before and behind a member's name in JSON.
const BEFORE: usize = 2;
const BEHIND: usize = 2;

/// Each word as the name of a member, `,"name":`. Whatever names a member or a word of the dictionary
/// points in here, so that each stands once in the module.
static NAMES: [u8; LINES.len() + COUNT * (BEFORE + BEHIND - 1)] = TABLES.0;

/// Where each name ends.
static ENDS: [u16; COUNT] = TABLES.1;

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
#[expect(clippy::cast_possible_truncation, reason = "they are a few kilobytes")]
const TABLES: (
    [u8; LINES.len() + COUNT * (BEFORE + BEHIND - 1)],
    [u16; COUNT],
) = {
    let mut names = [0; LINES.len() + COUNT * (BEFORE + BEHIND - 1)];
    let mut ends = [0; COUNT];
    let (mut word, mut at, mut from) = (0, 0, 0);
    while word < COUNT {
        names[at] = b',';
        names[at + 1] = b'"';
        at += BEFORE;
        while LINES[from] != b'\n' {
            names[at] = LINES[from];
            at += 1;
            from += 1;
        }
        names[at] = b'"';
        names[at + 1] = b':';
        at += BEHIND;
        from += 1;
        ends[word] = at as u16;
        word += 1;
    }
    (names, ends)
};

/// A word with its number, by which it is written and recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written in full.
    pub text: &'static str,
    /// Its number in the dictionary; [`Word::NONE`] where it is not in there.
    pub number: u16,
}

impl Word {
    /// The number of what is not in the dictionary.
    pub const NONE: u16 = u16::MAX;

    /// Where there is no word.
    pub const EMPTY: Self = Self {
        text: "",
        number: Self::NONE,
    };

    /// The word with its number, which is looked for at compile time.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        let number = number(text);
        Self {
            text: match name_of(number) {
                Some(name) => bare(name),
                None => text,
            },
            number,
        }
    }

    /// The text of a number; `None` where no word has it.
    #[must_use]
    pub(super) const fn text_of(number: u16) -> Option<&'static str> {
        match name_of(number) {
            Some(name) => Some(bare(name)),
            None => None,
        }
    }
}

/// The name of a member, `,"name":`, with its number.
#[must_use]
pub(super) const fn known_name(written: &'static str) -> Word {
    let number = number(bare(written));
    Word {
        text: match name_of(number) {
            Some(name) => name,
            None => written,
        },
        number,
    }
}

/// The name alone of `,"name":`.
pub(super) const fn bare(written: &'static str) -> &'static str {
    match written.split_at_checked(BEFORE) {
        Some((_, rest)) => match rest.split_at_checked(rest.len().saturating_sub(BEHIND)) {
            Some((name, _)) => name,
            None => rest,
        },
        None => written,
    }
}

/// `,"name":` of the word with this number; `None` where no word has it.
#[expect(clippy::indexing_slicing, reason = "looked at first")]
const fn name_of(number: u16) -> Option<&'static str> {
    let place = number as usize;
    if place >= COUNT {
        return None;
    }
    let start = match place.checked_sub(1) {
        Some(before) => ENDS[before] as usize,
        None => 0,
    };
    let Some((names, _)) = NAMES.split_at_checked(ENDS[place] as usize) else {
        return None;
    };
    let Some((_, name)) = names.split_at_checked(start) else {
        return None;
    };
    match std::str::from_utf8(name) {
        Ok(name) => Some(name),
        Err(_) => None,
    }
}

/// The number of a word; [`Word::NONE`] for what is none.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
#[expect(clippy::cast_possible_truncation, reason = "there are a few hundred")]
const fn number(text: &str) -> u16 {
    let wanted = text.as_bytes();
    let (mut word, mut start) = (0, BEFORE);
    while word < COUNT {
        let end = ENDS[word] as usize - BEHIND;
        if end - start == wanted.len() {
            let mut same = 0;
            while same < wanted.len() && NAMES[start + same] == wanted[same] {
                same += 1;
            }
            if same == wanted.len() {
                return word as u16;
            }
        }
        start = end + BEHIND + BEFORE;
        word += 1;
    }
    Word::NONE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_under_its_number_and_stands_once() {
        for (place, text) in include_str!("dictionary.txt").lines().enumerate() {
            let number = u16::try_from(place).unwrap();
            assert_eq!(super::number(text), number, "{text} stands twice");
            assert_eq!(Word::text_of(number), Some(text));
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
            assert!(text.bytes().all(is_plain), "{text}");
        }
        assert_eq!(include_str!("dictionary.txt").lines().count(), COUNT);
        assert_eq!(super::number("no such word"), Word::NONE);
        assert_eq!(Word::text_of(Word::NONE), None);
        assert_eq!(known_name(",\"anchor\":").text, ",\"anchor\":");
        assert_eq!(known_name(",\"later\":").number, Word::NONE);
    }
}
