//! One declaration for each thing in a merchant's file.
//!
//! [`declared!`] takes a struct whose members each name the form in which they are written, and makes
//! from it the struct, the strict reader, and the JSON Schema with the docs that an editor shows.

/// Declares a thing in a merchant's file.
///
/// ```ignore
/// declared! {
///     /// Compares the number of orders in a window.
///     #[derive(Clone, Debug, PartialEq)]
///     pub struct OrderCount beside ["type"] {
///         /// The comparison.
///         is: Comparison = required(typed()),
///         /// The number of orders: 0 to 100,000.
///         count: u32 = required(whole(0..=100_000)),
///         /// The upper limit, for “between”.
///         and: Option<u32> = upper(is, &count, whole(0..=100_000)),
///         /// The time window. Default: all time.
///         window: Window = or(Window::Ever, typed()),
///     }
///     listed in "Orders" as "Number of orders";
///     check Self::is_possible;
/// }
/// ```
///
/// Where the struct is another module's, `struct` stands alone and without attributes: then only the
/// reader and the schema are made.
///
/// `beside` names the keys that others read from the same object. A member is read by what is named
/// behind it (see [`Member`](super::Member)), which may use the members before it as they were read:
/// `Option`s, `None` where something was wrong. A key that is no identifier stands behind `as`; `in`
/// names the [`Part`](super::Part) that a member is, or `NO_KEYS` for what is not in the file.
///
/// `listed` is the kind's title and group in menus, `example` what an editor begins with where the
/// required members alone would say nothing. `check` is asked of the whole and reports what does not
/// go together; `schema` adds to the JSON Schema what can be said there of the same.
///
/// With `part` before `struct` its members stand among those of another object.
macro_rules! declared {
    (
        $(#[doc = $doc:literal])+
        #[derive($($derive:ident),+)]
        $vis:vis struct $name:ident $(<const $flag:ident: bool>)? beside [$($beside:literal),*] {
            $(
                $(#[doc = $about:literal])+
                $member:ident $(as $key:literal)? $(in $part:ident)? : $type:ty = $form:expr
            ),* $(,)?
        }
        $($rest:tt)*
    ) => {
        $(#[doc = $doc])+
        #[derive($($derive),+)]
        $vis struct $name $(<const $flag: bool>)? {
            $( $(#[doc = $about])+ $vis $member: $type, )*
        }

        $crate::document::declared! {
            $(#[doc = $doc])+
            struct $name $(<const $flag: bool>)? beside [$($beside),*] {
                $( $(#[doc = $about])+ $member $(as $key)? $(in $part)? : $type = $form ),*
            }
            $($rest)*
        }
    };
    (
        $(#[doc = $doc:literal])+
        struct $name:ident $(<const $flag:ident: bool>)? beside [$($beside:literal),*] {
            $(
                $(#[doc = $about:literal])+
                $member:ident $(as $key:literal)? $(in $part:ident)? : $type:ty = $form:expr
            ),* $(,)?
        }
        $(listed in $group:literal as $title:expr; $(example $example:tt;)?)?
        $(check $check:expr;)?
        $(schema $more:tt;)?
    ) => {
        impl $(<const $flag: bool>)? $crate::document::FromNode for $name $(<$flag>)? {
            #[allow(unused_imports, reason = "few name every form")]
            fn read(node: &$crate::document::Node<'_>) -> Option<Self> {
                use $crate::document::forms::*;
                let object = node.object_of(&[
                    &[$($beside),*],
                    $( $crate::document::declared!(@keys $member $(as $key)? $(in $part)?) ),*
                ])?;
                $(
                    let $member = $crate::document::Member::read(
                        $crate::document::reads::<$type, _>($form),
                        &object,
                        $crate::document::declared!(@key $member $(as $key)?),
                    );
                )*
                let read = Self { $( $member: $member? ),* };
                let _ = &object;
                $(
                    let check: fn(&Self, &$crate::document::Object<'_>) -> Option<()> = $check;
                    check(&read, &object)?;
                )?
                Some(read)
            }
        }

        $crate::compact::compact!(struct $name $(<const $flag: bool>)? { $( $member ),* });

        #[cfg(test)]
        impl $(<const $flag: bool>)? schemars::JsonSchema for $name $(<$flag>)? {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            #[allow(unused, reason = "members name those before them")]
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                use $crate::document::forms::*;
                let mut members = $crate::document::Members::beside(&[$($beside),*]);
                $(
                    let key = $crate::document::declared!(@key $member $(as $key)?);
                    let described = $crate::document::Described::new(key, &[$($about),+]);
                    $crate::document::Member::describe(
                        $crate::document::reads::<$type, _>($form),
                        described,
                        &mut members,
                        generator,
                    );
                    let $member: Option<$type> = None;
                )*
                let mut schema = members.schema(&[$($doc),+]);
                $( $crate::document::merge(&mut schema, serde_json::json!($more)); )?
                schema
            }
        }

        $crate::document::declared! {
            @listed $name [$($flag)?] $([$group] [$title] [$($example)?])?
        }
    };
    (
        $(#[doc = $doc:literal])+
        #[derive($($derive:ident),+)]
        $vis:vis part struct $name:ident {
            $(
                $(#[doc = $about:literal])+
                $member:ident $(as $key:literal)? : $type:ty = $form:expr
            ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive($($derive),+)]
        $vis struct $name {
            $( $(#[doc = $about])+ $vis $member: $type, )*
        }

        $crate::compact::compact!(struct $name { $( $member ),* });

        impl $crate::document::Part for $name {
            type Value = Self;
            const KEYS: &'static [&'static str] =
                &[$( $crate::document::declared!(@key $member $(as $key)?) ),*];

            fn read_part(object: &$crate::document::Object<'_>) -> Option<Self> {
                use $crate::document::forms::*;
                $(
                    let $member = $crate::document::Member::read(
                        $crate::document::reads::<$type, _>($form),
                        object,
                        $crate::document::declared!(@key $member $(as $key)?),
                    );
                )*
                Some(Self { $( $member: $member? ),* })
            }

            #[cfg(test)]
            #[allow(unused, reason = "members name those before them")]
            fn describe_part(
                members: &mut $crate::document::Members,
                generator: &mut schemars::SchemaGenerator,
            ) {
                use $crate::document::forms::*;
                $(
                    let key = $crate::document::declared!(@key $member $(as $key)?);
                    let described = $crate::document::Described::new(key, &[$($about),+]);
                    $crate::document::Member::describe(
                        $crate::document::reads::<$type, _>($form),
                        described,
                        members,
                        generator,
                    );
                    let $member: Option<$type> = None;
                )*
            }
        }
    };
    (@listed $name:ident [$($flag:ident)?]) => {};
    (@listed $name:ident [$($flag:ident)?] [$group:expr] [$title:expr] [$($example:tt)?]) => {
        #[cfg(test)]
        impl $(<const $flag: bool>)? $crate::document::Listed for $name $(<$flag>)? {
            const TITLE: &'static str = $title;
            const GROUP: &'static str = $group;
            $(
                fn example() -> Option<serde_json::Value> {
                    Some(serde_json::json!($example))
                }
            )?
        }
    };
    (@key $member:ident) => { stringify!($member) };
    (@key $member:ident as $key:literal) => { $key };
    (@keys $member:ident in NO_KEYS) => { &[] };
    (@keys $member:ident in $part:ident) => { <$part as $crate::document::Part>::KEYS };
    (@keys $member:ident) => { &[stringify!($member)] };
    (@keys $member:ident as $key:literal) => { &[$key] };
}
pub(crate) use declared;
