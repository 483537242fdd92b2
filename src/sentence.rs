//! Text for people, in parts and in the reader's language.
//!
//! Everything a merchant reads about a condition, a trigger, a step or a decision comes from here:
//! each kind implements [`Said`] in its own file. The result is a list of [`Part`]s, so that the
//! admin knows which words belong to which field of the configuration, and lets people edit them in
//! place.
//!
//! Texts are written in English, beside the kind they describe, with values in braces. The English
//! text is the key under which the catalogs of other languages ([`Language`]) have theirs. What a
//! catalog lacks appears in English.

mod german;
mod language;
mod values;

use crate::json::object;
use crate::time::Zone;

pub use language::Language;
pub use values::{Choices, MessageName, Name, SegmentName, TierName, Word, WorkflowName};

/// Something that renders as words in the reader's language.
pub trait Said {
    /// Adds it to a sentence.
    fn say(&self, to: &mut Sentence<'_>);

    /// For a number: the one that chooses between singular and plural in the words around it.
    fn number(&self) -> Option<i64> {
        None
    }
}

/// The names that a merchant gave, for what a sentence knows by its id.
pub trait Names {
    /// The name of a segment.
    fn segment(&self, id: &str) -> Option<&str>;
    /// The name of a tier.
    fn tier(&self, id: &str) -> Option<&str>;
    /// The name of a workflow.
    fn workflow(&self, id: &str) -> Option<&str>;
    /// A message: its channel (`email`, `sms` or `push`), and its subject or text.
    fn message(&self, id: &str) -> Option<(&str, &str)> {
        let _ = id;
        None
    }
}

/// The reader of a sentence: language, time zone, and the names they know things by.
#[derive(Clone, Copy)]
pub struct Reader<'n> {
    /// The language of the sentence.
    pub language: Language,
    /// The zone in which moments are written.
    pub zone: Zone,
    /// The merchant's names. Ids stand in for unknown names.
    pub names: Option<&'n dyn Names>,
    /// Called with each English text that the language's catalog lacks, to find what to translate.
    pub untranslated: Option<&'n dyn Fn(&'static str)>,
}

impl Reader<'_> {
    /// Reads English, moments in UTC, and ids instead of names.
    pub const ENGLISH: Self = Self {
        language: Language::English,
        zone: Zone::UTC,
        names: None,
        untranslated: None,
    };

    /// Renders `said` as plain text.
    #[must_use]
    pub fn text(self, said: &dyn Said) -> String {
        let mut sentence = Sentence::new(self, "");
        said.say(&mut sentence);
        sentence.into_text()
    }

    /// Renders `said` in parts. `path` is its JSON path in the configuration; the fields of the
    /// parts start there.
    #[must_use]
    pub fn parts(self, said: &dyn Said, path: &str) -> Vec<Part> {
        let mut sentence = Sentence::new(self, path);
        said.say(&mut sentence);
        sentence.parts
    }
}

/// A piece of text, and the field of the configuration whose value it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The text of the part.
    pub text: String,
    /// The JSON path of the field, such as `workflows[0].steps[2].for`; none for the words between.
    pub field: Option<String>,
}

object!(Part or default { text, field: sparse });

/// A sentence in the making.
pub struct Sentence<'n> {
    reader: Reader<'n>,
    parts: Vec<Part>,
    /// Where the value that is being said stands in the configuration.
    path: String,
    /// Whether `path` names a field, and not only the object around it.
    in_field: bool,
    /// The grammatical case that the place around it asks for.
    case: Case,
}

/// What a noun's place in the sentence asks of its form, in languages that have such forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Case {
    /// As it is named.
    #[default]
    Plain,
    /// Behind “in”, “since”, “of”: `{span!d}`.
    Dative,
}

impl<'n> Sentence<'n> {
    /// An empty one about what stands at `path`.
    #[must_use]
    pub fn new(reader: Reader<'n>, path: &str) -> Self {
        Self {
            reader,
            parts: Vec::new(),
            path: path.to_owned(),
            in_field: false,
            case: Case::Plain,
        }
    }

    /// The reader it is written for.
    #[must_use]
    pub const fn reader(&self) -> Reader<'n> {
        self.reader
    }

    /// The whole text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.parts.into_iter().map(|part| part.text).collect()
    }

    /// The parts of the sentence.
    #[must_use]
    pub fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    /// Renders something with fields of its own that stands in a field.
    pub fn beside(&mut self, say: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.in_field, false);
        say(self);
        self.in_field = outer;
    }

    /// Adds text as it is: a merchant's or a customer's own.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let field = self.in_field.then_some(self.path.as_str());
        match self.parts.last_mut() {
            Some(part) if part.field.as_deref() == field => part.text.push_str(text),
            _ => self.parts.push(Part {
                text: text.to_owned(),
                field: field.map(str::to_owned),
            }),
        }
    }

    /// Adds `template` in the reader's language, with `values` in place of their names:
    ///
    /// - `{points}` is the value of the field `points`, and bound to it.
    /// - `{_amount}` is a value that isn't a field, or names its own.
    /// - `{points:point|points}` is the first word for one, the second for any other number.
    /// - `{span!d}` is in the dative, where the language has one.
    pub fn say(&mut self, template: &'static str, values: &[(&str, &dyn Said)]) {
        let mut rest = self.translate(template);
        while let Some((before, behind)) = rest.split_once('{') {
            self.text(before);
            let Some((place, after)) = behind.split_once('}') else {
                break;
            };
            self.fill(place, values);
            rest = after;
        }
        self.text(rest);
    }

    /// Adds one of the engine's own names as words: `order_placed` is “order placed”.
    pub fn name(&mut self, name: &'static str) {
        let text = self.translate(name);
        self.text(&text.replace('_', " "));
    }

    fn translate(&self, english: &'static str) -> &'static str {
        let translated = self.reader.language.translate(english, self.case);
        translated.unwrap_or_else(|| {
            if let Some(see) = self.reader.untranslated {
                see(english);
            }
            english
        })
    }

    /// Says one value of a template.
    fn fill(&mut self, place: &'static str, values: &[(&str, &dyn Said)]) {
        let end = place.find([':', '!']).unwrap_or(place.len());
        let (name, how) = place.split_at(end);
        let Some((_, value)) = values.iter().find(|(known, _)| *known == name) else {
            return;
        };
        if let Some((one, other)) = how.strip_prefix(':').and_then(|how| how.split_once('|')) {
            let is_one = value
                .number()
                .is_some_and(|number| self.reader.language.is_one(number));
            return self.counted(if is_one { one } else { other });
        }
        let case = if how == "!d" {
            Case::Dative
        } else {
            Case::Plain
        };
        let outer = std::mem::replace(&mut self.case, case);
        if name.starts_with('_') {
            value.say(self);
        } else {
            self.at(name, |to| value.say(to));
        }
        self.case = outer;
    }

    /// Adds the noun that a number counts. Right behind a field's number it belongs to the field, so
    /// that people choose “3 orders” and not only “3”.
    fn counted(&mut self, noun: &str) {
        if let [.., number, blank] = self.parts.as_mut_slice()
            && number.field.is_some()
            && blank.field.is_none()
            && blank.text == " "
        {
            number.text.push(' ');
            number.text.push_str(noun);
            self.parts.pop();
        } else {
            self.text(noun);
        }
    }

    /// Renders the field `name` of the current value.
    pub fn at(&mut self, name: &str, say: impl FnOnce(&mut Self)) {
        let separator = if self.path.is_empty() { "" } else { "." };
        self.inside(&format!("{separator}{name}"), true, say);
    }

    /// Renders one item of the list `name` of the current value: an object with fields of its own.
    pub fn at_item(&mut self, name: &str, position: usize, say: impl FnOnce(&mut Self)) {
        let separator = if self.path.is_empty() { "" } else { "." };
        self.inside(&format!("{separator}{name}[{position}]"), false, say);
    }

    /// Renders the object `name` of the current value, which has fields of its own.
    pub fn at_object(&mut self, name: &str, say: impl FnOnce(&mut Self)) {
        let separator = if self.path.is_empty() { "" } else { "." };
        self.inside(&format!("{separator}{name}"), false, say);
    }

    /// Adds an ordinal: “1st”.
    pub fn ordinal(&mut self, number: u32) {
        let ending = self.reader.language.ordinal_ending(number);
        self.text(&format!("{number}{ending}"));
    }

    fn inside(&mut self, path: &str, is_field: bool, say: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let outer = std::mem::replace(&mut self.in_field, is_field);
        self.path.push_str(path);
        say(self);
        self.path.truncate(length);
        self.in_field = outer;
    }

    /// Renders `items` one after another, with `between` in between.
    pub fn join<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        between: &'static str,
        mut say: impl FnMut(&mut Self, usize, T),
    ) {
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                self.say(between, &[]);
            }
            say(self, position, item);
        }
    }

    /// The name of a segment, or its id.
    pub fn segment(&mut self, id: &str) {
        let name = self.reader.names.and_then(|names| names.segment(id));
        self.text(name.unwrap_or(id));
    }

    /// The name of a tier, or its id.
    pub fn tier(&mut self, id: &str) {
        let name = self.reader.names.and_then(|names| names.tier(id));
        self.text(name.unwrap_or(id));
    }

    /// The name of a workflow, or its id.
    pub fn workflow(&mut self, id: &str) {
        let name = self.reader.names.and_then(|names| names.workflow(id));
        self.text(name.unwrap_or(id));
    }
}
