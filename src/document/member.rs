//! How an object's members are read.
//!
//! A [`Member`] takes what stands under a key, or its absence, and says in the schema what it takes.

use super::{Form, Node, Object};
#[cfg(test)]
use crate::json::docs;

#[cfg(test)]
use schemars::SchemaGenerator;
#[cfg(test)]
use serde_json::{Value, json};

/// How a member of an object is read.
pub trait Member {
    /// What it is read as.
    type Value;

    /// Reads what stands under `key`, or reports what is wrong with it and returns `None`.
    fn read(self, object: &Object<'_>, key: &'static str) -> Option<Self::Value>;

    /// Adds its schema to those of the object's members, and its name to `required` if it is.
    #[cfg(test)]
    fn describe(self, member: Described<'_>, object: &mut Members, generator: &mut SchemaGenerator);
}

/// Says what a member is read as, so that its form need not.
pub fn reads<T, M: Member<Value = T>>(member: M) -> M {
    member
}

/// A member's name and what it means.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub struct Described<'d> {
    /// The key in the file.
    pub key: &'static str,
    /// The lines of its documentation, which an editor shows.
    pub docs: &'d [&'d str],
}

#[cfg(test)]
impl<'d> Described<'d> {
    /// The member under `key`.
    pub const fn new(key: &'static str, docs: &'d [&'d str]) -> Self {
        Self { key, docs }
    }
}

/// The schemas of an object's members.
#[cfg(test)]
#[derive(Debug, Default)]
pub struct Members {
    /// By key.
    pub properties: serde_json::Map<String, Value>,
    /// Those that must be there.
    pub required: Vec<String>,
}

#[cfg(test)]
impl Members {
    /// The members of an object from which others read `keys`. Of those only `$schema` is nobody's own.
    pub fn beside(keys: &[&str]) -> Self {
        let mut members = Self::default();
        if keys.contains(&"$schema") {
            let schema =
                json!({"type": "string", "description": "Where the schema of this file is."});
            members.properties.insert("$schema".to_owned(), schema);
        }
        members
    }

    /// Adds a member.
    pub fn add(&mut self, member: Described<'_>, mut schema: Value, required: bool) {
        schema["description"] = json!(docs(member.docs));
        self.properties.insert(member.key.to_owned(), schema);
        if required {
            self.required.push(member.key.to_owned());
        }
    }

    /// The schema of an object with these members and no others.
    pub fn schema(self, lines: &[&str]) -> schemars::Schema {
        let mut schema = schemars::json_schema!({
            "description": docs(lines),
            "type": "object",
            "properties": self.properties,
            "additionalProperties": false,
        });
        if !self.required.is_empty() {
            schema.insert("required".to_owned(), json!(self.required));
        }
        schema
    }
}

/// The title and the group under which a menu lists a kind of trigger, step or condition.
#[cfg(test)]
pub trait Listed {
    /// The title: “Number of orders”.
    const TITLE: &'static str;
    /// The group: “Orders”.
    const GROUP: &'static str;

    /// What an editor begins with where the required members alone would say nothing; without
    /// `type`.
    fn example() -> Option<Value> {
        None
    }
}

/// The schema of an object that says with `"type"` that it is of the kind `word`: `docs` say what that
/// is, and it is listed as `T` is.
#[cfg(test)]
pub fn kind<T: schemars::JsonSchema + Listed>(
    word: &str,
    docs: &[&str],
    generator: &mut SchemaGenerator,
) -> Vec<Value> {
    let listing = Listing {
        title: T::TITLE,
        group: T::GROUP,
        example: T::example(),
    };
    listing.of(word, docs, T::json_schema(generator).to_value())
}

/// How a menu lists a kind.
#[cfg(test)]
#[derive(Debug)]
pub struct Listing {
    /// See [`Listed::TITLE`].
    pub title: &'static str,
    /// See [`Listed::GROUP`].
    pub group: &'static str,
    /// See [`Listed::example`].
    pub example: Option<Value>,
}

#[cfg(test)]
impl Listing {
    /// The schemas of the kind `word`: one, or one for each of the forms that it has.
    pub fn of(&self, word: &str, lines: &[&str], schema: Value) -> Vec<Value> {
        let forms = match schema.get("anyOf") {
            Some(Value::Array(forms)) => forms.clone(),
            _ => vec![schema],
        };
        let each = forms.into_iter().map(|mut schema| {
            schema["description"] = json!(docs(lines));
            schema["title"] = json!(self.title);
            schema["x-group"] = json!(self.group);
            schema["properties"]["type"] =
                json!({"type": "string", "const": word, "description": docs(lines)});
            let mut required = vec![json!("type")];
            if let Some(Value::Array(others)) = schema.get("required") {
                required.extend(others.iter().cloned());
            }
            schema["required"] = json!(required);
            if let Some(mut example) = self.example.clone() {
                example["type"] = json!(word);
                schema["examples"] = json!([example]);
            }
            schema
        });
        each.collect()
    }
}

/// The schema of a choice of `kinds`, which stand under `key` (`oneOf` or `anyOf`).
///
/// An editor that completes `"type"` drops the kinds whose required members are not there yet. So the
/// words stand beside the kinds as well, each with what it means.
#[cfg(test)]
pub fn choice(key: &str, description: &str, kinds: Vec<Value>) -> schemars::Schema {
    let mut words: Vec<Value> = Vec::new();
    for kind in &kinds {
        let mut word = kind["properties"]["type"].clone();
        word["title"] = kind["title"].clone();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    schemars::json_schema!({
        "type": "object",
        "description": description,
        "properties": {"type": {"oneOf": words}},
        key: kinds,
    })
}

/// Adds the members of `more` to a schema.
#[cfg(test)]
pub fn merge(schema: &mut schemars::Schema, more: Value) {
    if let Value::Object(more) = more {
        schema.ensure_object().extend(more);
    }
}

/// A member that must be there.
#[derive(Clone, Copy, Debug)]
pub struct Required<F>(F);

/// A member that must be there.
pub const fn required<F: Form>(form: F) -> Required<F> {
    Required(form)
}

impl<F: Form> Member for Required<F> {
    type Value = F::Value;

    fn read(self, object: &Object<'_>, key: &'static str) -> Option<F::Value> {
        object.required(key).and_then(|node| self.0.read(&node))
    }

    #[cfg(test)]
    fn describe(
        self,
        member: Described<'_>,
        object: &mut Members,
        generator: &mut SchemaGenerator,
    ) {
        object.add(member, self.0.schema(generator), true);
    }
}

/// A member that may be left out.
#[derive(Clone, Copy, Debug)]
pub struct Or<F, T> {
    form: F,
    default: T,
}

/// A member that is `default` when left out.
pub const fn or<F: Form>(default: F::Value, form: F) -> Or<F, F::Value> {
    Or { form, default }
}

impl<F: Form> Member for Or<F, F::Value> {
    type Value = F::Value;

    fn read(self, object: &Object<'_>, key: &'static str) -> Option<F::Value> {
        match object.optional(key) {
            Some(node) => self.form.read(&node),
            None => Some(self.default),
        }
    }

    #[cfg(test)]
    fn describe(
        self,
        member: Described<'_>,
        object: &mut Members,
        generator: &mut SchemaGenerator,
    ) {
        let mut schema = self.form.schema(generator);
        if let Some(default) = self.form.written(&self.default) {
            schema["default"] = default;
        }
        object.add(member, schema, false);
    }
}

/// A member whose default depends on others.
#[derive(Clone, Copy, Debug)]
pub struct OrElse<F, T> {
    form: F,
    default: T,
}

/// A member that is `default` when left out, which depends on other members: an editor must not fill
/// it in.
pub const fn or_else<F: Form>(default: F::Value, form: F) -> OrElse<F, F::Value> {
    OrElse { form, default }
}

impl<F: Form> Member for OrElse<F, F::Value> {
    type Value = F::Value;

    fn read(self, object: &Object<'_>, key: &'static str) -> Option<F::Value> {
        or(self.default, self.form).read(object, key)
    }

    #[cfg(test)]
    fn describe(
        self,
        member: Described<'_>,
        object: &mut Members,
        generator: &mut SchemaGenerator,
    ) {
        object.add(member, self.form.schema(generator), false);
    }
}

/// A member that may be left out and has no default.
#[derive(Clone, Copy, Debug)]
pub struct Maybe<F>(F);

/// A member that is `None` when left out.
pub const fn maybe<F: Form>(form: F) -> Maybe<F> {
    Maybe(form)
}

impl<F: Form> Member for Maybe<F> {
    type Value = Option<F::Value>;

    fn read(self, object: &Object<'_>, key: &'static str) -> Option<Self::Value> {
        match object.optional(key) {
            Some(node) => self.0.read(&node).map(Some),
            None => Some(None),
        }
    }

    #[cfg(test)]
    fn describe(
        self,
        member: Described<'_>,
        object: &mut Members,
        generator: &mut SchemaGenerator,
    ) {
        object.add(member, self.0.schema(generator), false);
    }
}

/// Members that are declared elsewhere and stand in the object beside the others.
pub trait Part {
    /// What they are read as.
    type Value;

    /// Their keys.
    const KEYS: &'static [&'static str];

    /// Reads them from an object that may have others.
    fn read_part(object: &Object<'_>) -> Option<Self::Value>;

    /// Adds their schemas.
    #[cfg(test)]
    fn describe_part(object: &mut Members, generator: &mut SchemaGenerator);
}

/// Members that are declared elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Inline<P, R> {
    read: R,
    part: std::marker::PhantomData<P>,
}

/// The members of a [`Part`].
pub fn part<P: Part>() -> Inline<P, impl FnOnce(&Object<'_>) -> Option<P::Value>> {
    part_by::<P, _>(|object: &Object<'_>| P::read_part(object))
}

/// The members of a [`Part`], read by `read` because it needs to know more.
pub const fn part_by<P: Part, R>(read: R) -> Inline<P, R>
where
    R: FnOnce(&Object<'_>) -> Option<P::Value>,
{
    Inline {
        read,
        part: std::marker::PhantomData,
    }
}

impl<P: Part, R: FnOnce(&Object<'_>) -> Option<P::Value>> Member for Inline<P, R> {
    type Value = P::Value;

    fn read(self, object: &Object<'_>, _: &'static str) -> Option<P::Value> {
        (self.read)(object)
    }

    #[cfg(test)]
    fn describe(self, _: Described<'_>, object: &mut Members, generator: &mut SchemaGenerator) {
        P::describe_part(object, generator);
    }
}

/// An object with the members of a [`Part`] and no others.
#[derive(Clone, Copy, Debug)]
pub struct Alone<P>(std::marker::PhantomData<P>);

/// An object with the members of a [`Part`] and no others.
pub const fn alone<P: Part>() -> Alone<P> {
    Alone(std::marker::PhantomData)
}

impl<P: Part> Form for Alone<P> {
    type Value = P::Value;

    fn read(&self, node: &Node<'_>) -> Option<P::Value> {
        node.object(P::KEYS)
            .and_then(|object| P::read_part(&object))
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut SchemaGenerator) -> Value {
        let mut members = Members::default();
        P::describe_part(&mut members, generator);
        let mut schema = members.schema(&[]).to_value();
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("description");
        }
        schema
    }
}

/// Something that is not in the file.
#[derive(Clone, Copy, Debug)]
pub struct Derived<R>(R);

/// Where the object stands, for findings about it.
pub const fn place() -> Derived<fn(&Object<'_>) -> Option<String>> {
    Derived(|object| Some(object.node().path()))
}

/// What `made` is, once everything that it is made from was read.
pub fn derived<T>(made: Option<T>) -> Derived<impl FnOnce(&Object<'_>) -> Option<T>> {
    Derived(move |_: &Object<'_>| made)
}

/// What `made` makes of the object and of what was read before.
pub const fn by<T, R: FnOnce(&Object<'_>) -> Option<T>>(made: R) -> Derived<R> {
    Derived(made)
}

impl<T, R: FnOnce(&Object<'_>) -> Option<T>> Member for Derived<R> {
    type Value = T;

    fn read(self, object: &Object<'_>, _: &'static str) -> Option<T> {
        (self.0)(object)
    }

    #[cfg(test)]
    fn describe(self, _: Described<'_>, _: &mut Members, _: &mut SchemaGenerator) {}
}
