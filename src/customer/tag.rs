//! A customer's tags. Names are compared without regard to case, as the platforms do.

use crate::event::Source;
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;
use std::borrow::Cow;

stored! {
    /// All tags ever received, present or removed, by lower-cased name.
    pub struct Tags {
        /// The tags, by lower-cased name. At most [`Tags::LIMIT`].
        pub names: SortedMap<String, TagFacts>,
    }
}

stored! {
    /// A tag, with when and by whom it was added or removed.
    pub struct TagFacts {
        /// As it was first written.
        pub written: String,
        /// Whether it was removed. Kept, so that an older event can’t add it again.
        pub removed: bool,
        /// When it was last added or removed.
        pub at: Timestamp,
        /// Whether a workflow added it, so the platform’s list doesn’t have it yet.
        pub ours: bool,
    }
}

/// A tag's characters, at most.
const LONGEST: usize = 255;

impl Tags {
    /// How many tags are remembered (Shopify allows 250 on a customer).
    pub const LIMIT: usize = 500;

    /// What a tag is known by, however it is written.
    #[must_use]
    pub fn key(tag: &str) -> Cow<'_, str> {
        let tag = tag.trim();
        let is_plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        if tag.len() <= LONGEST && tag.bytes().all(is_plain) {
            return Cow::Borrowed(tag);
        }
        let cut: String = tag.chars().take(LONGEST).collect();
        Cow::Owned(cut.to_lowercase())
    }

    /// Whether the customer has the tag.
    #[must_use]
    pub fn has(&self, tag: &str) -> bool {
        // Nearly nobody has as many tags as a shop asks about.
        !self.names.is_empty()
            && self
                .names
                .get(&*Self::key(tag))
                .is_some_and(|facts| !facts.removed)
    }

    /// The tags the customer has, as written.
    pub fn present(&self) -> impl Iterator<Item = &str> {
        self.names
            .values()
            .filter(|facts| !facts.removed)
            .map(|facts| facts.written.as_str())
    }

    /// Adds or removes tags as of `at`. At the same moment, removal wins.
    pub fn set(&mut self, tags: &[String], present: bool, at: Timestamp, source: Source) {
        for tag in tags {
            let received = TagFacts {
                written: tag.clone(),
                removed: !present,
                at,
                ours: source == Source::Edgewise,
                ..TagFacts::default()
            };
            self.join(Self::key(tag).into_owned(), received);
        }
    }

    /// Folds in the platform's whole list as of `at`: tags that are not on it are gone, except
    /// those we put on ourselves.
    pub fn replace_all(&mut self, tags: &[String], at: Timestamp) {
        let listed: Vec<Cow<'_, str>> = tags.iter().map(|tag| Self::key(tag)).collect();
        for (name, facts) in self.names.iter_mut() {
            if !facts.removed
                && !facts.ours
                && facts.at < at
                && !listed.iter().any(|listed| listed == name)
            {
                facts.removed = true;
                facts.at = at;
            }
        }
        self.set(tags, true, at, Source::Shopify);
    }

    /// Merges the tags of another customer who is the same person.
    pub fn merge(&mut self, other: Self) {
        for (name, facts) in other.names {
            self.join(name, facts);
        }
    }

    fn join(&mut self, name: String, received: TagFacts) {
        if name.is_empty() {
            return;
        }
        if let Some(known) = self.names.get_mut(&name) {
            if (received.at, received.removed, &received.written)
                > (known.at, known.removed, &known.written)
            {
                *known = received;
            }
        } else if self.names.len() < Self::LIMIT {
            self.names.insert(name, received);
        }
    }
}
