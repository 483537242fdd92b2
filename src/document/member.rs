//! How an object's members are read.
//!
//! A [`Member`] reads the value of a key, or its absence, and describes it in the schema.

#[cfg(test)]
use super::schema::{Described, Members};
use super::{Form, Node, Object};

#[cfg(test)]
use schemars::SchemaGenerator;
#[cfg(test)]
use serde_json::Value;

/// How a member of an object is read.
pub trait Member {
    /// What it is read as.
    type Value;

    /// Reads the member `key`, or reports what is wrong with it and returns `None`.
    fn read(self, object: &Object<'_>, key: &'static str) -> Option<Self::Value>;

    /// Adds its schema to those of the object's members, and its name to `required` if it is.
    #[cfg(test)]
    fn describe(self, member: Described<'_>, object: &mut Members, generator: &mut SchemaGenerator);
}

/// Says what a member is read as, so that its form need not.
pub fn reads<T, M: Member<Value = T>>(member: M) -> M {
    member
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
    /// Whether the default depends on other members, or is the host's: an editor must not fill it in.
    #[cfg(test)]
    is_open: bool,
}

/// A member that is `default` when left out.
pub const fn or<F: Form>(default: F::Value, form: F) -> Or<F, F::Value> {
    Or {
        form,
        default,
        #[cfg(test)]
        is_open: false,
    }
}

/// A member that is `default` when left out, which an editor must not fill in: it depends on other
/// members, or is the host's.
pub const fn or_else<F: Form>(default: F::Value, form: F) -> Or<F, F::Value> {
    Or {
        form,
        default,
        #[cfg(test)]
        is_open: true,
    }
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
        let default = self.form.written(&self.default);
        if let Some(default) = default.filter(|_| !self.is_open) {
            schema["default"] = default;
        }
        object.add(member, schema, false);
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

/// Members that are declared elsewhere and are part of the same object.
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
        members.schema(&[]).to_value()
    }
}

/// Something that is not in the file.
#[derive(Clone, Copy, Debug)]
pub struct Derived<R>(R);

/// The object’s path, for findings.
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
