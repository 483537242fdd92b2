//! What the engine declares: objects, tagged enums, words and ids.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Fields, Ident, Item, LitStr, Token, Type, UseTree, braced};

/// All files by path.
pub(super) type Files = BTreeMap<String, File>;

/// What one file declares, and what it takes from elsewhere.
#[derive(Default)]
pub(super) struct File {
    pub(super) declared: BTreeMap<String, Declared>,
    /// The module that a name is taken from, by name: `event` of `use crate::event::Tags`.
    pub(super) taken: BTreeMap<String, String>,
    /// Other names for types.
    pub(super) aliases: BTreeMap<String, Type>,
}

/// One type as it stands in JSON.
#[derive(Clone)]
pub(super) struct Declared {
    pub(super) doc: String,
    pub(super) shape: Shape,
}

#[derive(Clone)]
pub(super) enum Shape {
    Object {
        members: Vec<Member>,
        has_default: bool,
    },
    Tagged(Vec<(String, String, Vec<Member>)>),
    Words(Vec<String>),
    Id,
}

#[derive(Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) of: Type,
    pub(super) sparse: bool,
}

/// Reads all declarations below a folder.
pub(super) fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path)?;
                let file = syn::parse_file(&text)
                    .with_context(|| format!("reading {}", path.display()))?;
                let mut read = File {
                    declared: of_file(&file.items),
                    ..File::default()
                };
                for item in &file.items {
                    match item {
                        Item::Use(item) => take(&item.tree, "", &mut read.taken),
                        Item::Type(item) => {
                            read.aliases.insert(plain(&item.ident), (*item.ty).clone());
                        }
                        _ => {}
                    }
                }
                files.insert(path.display().to_string(), read);
            }
        }
    }
    Ok(files)
}

fn of_file(items: &[Item]) -> BTreeMap<String, Declared> {
    let mut structs: BTreeMap<String, (String, Vec<Member>)> = BTreeMap::new();
    for item in items {
        if let Item::Struct(item) = item
            && let Fields::Named(fields) = &item.fields
        {
            let members = fields.named.iter().map(|field| Member {
                name: field.ident.as_ref().map(plain).unwrap_or_default(),
                doc: doc_of(&field.attrs),
                of: field.ty.clone(),
                sparse: false,
            });
            structs.insert(plain(&item.ident), (doc_of(&item.attrs), members.collect()));
        }
    }
    let enums = items.iter().filter_map(|item| match item {
        Item::Enum(item) => Some((plain(&item.ident), doc_of(&item.attrs))),
        _ => None,
    });
    let enums: BTreeMap<String, String> = enums.collect();
    let mut found = BTreeMap::new();
    for item in items {
        let Item::Macro(item) = item else { continue };
        let name = item.mac.path.segments.last().map(|last| plain(&last.ident));
        match name.as_deref() {
            Some("object") => {
                if let Ok(object) = item.mac.parse_body::<Object>()
                    && let Some((doc, members)) = structs.get(&object.name)
                {
                    let members = object.members.iter().filter_map(|listed| {
                        let member = members.iter().find(|one| one.name == listed.field)?;
                        Some(Member {
                            name: listed.key.clone().unwrap_or_else(|| listed.field.clone()),
                            sparse: listed.sparse,
                            ..member.clone()
                        })
                    });
                    let shape = Shape::Object {
                        members: members.collect(),
                        has_default: object.has_default,
                    };
                    let doc = doc.clone();
                    found.insert(object.name.clone(), Declared { doc, shape });
                }
            }
            Some("tagged") => {
                if let Ok(Tagged {
                    name,
                    doc,
                    variants,
                }) = item.mac.parse_body()
                {
                    let shape = Shape::Tagged(variants);
                    found.insert(name, Declared { doc, shape });
                }
            }
            Some("event_kinds") => {
                if let Ok(Variants(variants)) = item.mac.parse_body() {
                    let names = variants.iter().map(|(word, ..)| word.clone()).collect();
                    let kind = Declared {
                        doc: "What happened.".to_owned(),
                        shape: Shape::Tagged(variants),
                    };
                    found.insert("EventKind".to_owned(), kind);
                    let name = Declared {
                        doc: "The name of a kind of event.".to_owned(),
                        shape: Shape::Words(names),
                    };
                    found.insert("EventName".to_owned(), name);
                }
            }
            Some("stored") => {
                if let Ok(Stored { name, doc, members }) = item.mac.parse_body() {
                    let shape = Shape::Object {
                        members,
                        has_default: true,
                    };
                    found.insert(name, Declared { doc, shape });
                }
            }
            Some("words") => {
                if let Ok(Words { name, words }) = item.mac.parse_body() {
                    let doc = enums.get(&name).cloned().unwrap_or_default();
                    found.insert(
                        name,
                        Declared {
                            doc,
                            shape: Shape::Words(words),
                        },
                    );
                }
            }
            Some("reasons") => {
                if let Ok(Reasons(words)) = item.mac.parse_body() {
                    let doc = "Why something was decided as it was.".to_owned();
                    found.insert(
                        "Reason".to_owned(),
                        Declared {
                            doc,
                            shape: Shape::Words(words),
                        },
                    );
                }
            }
            Some("text_id") => {
                if let Ok(Named { name, doc }) = item.mac.parse_body() {
                    found.insert(
                        name,
                        Declared {
                            doc,
                            shape: Shape::Id,
                        },
                    );
                }
            }
            _ => {}
        }
    }
    found
}

/// Notes from which module each name of a `use` comes.
fn take(tree: &UseTree, module: &str, taken: &mut BTreeMap<String, String>) {
    match tree {
        UseTree::Path(path) => take(&path.tree, &plain(&path.ident), taken),
        UseTree::Name(name) => {
            taken.insert(plain(&name.ident), module.to_owned());
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                take(tree, module, taken);
            }
        }
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

fn plain(ident: &Ident) -> String {
    ident.to_string()
}

/// A documentation comment as one text, a paragraph a line.
pub(super) fn doc_of(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let syn::Meta::NameValue(meta) = &attribute.meta else {
            return None;
        };
        let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = &meta.value
        else {
            return None;
        };
        meta.path
            .is_ident("doc")
            .then(|| text.value().trim().to_owned())
    });
    let mut text = String::new();
    for line in lines {
        if line.is_empty() {
            text.push('\n');
        } else {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push(' ');
            }
            text.push_str(&line);
        }
    }
    text
}

/// `object!([read|write] Name [or default|or at_hand] { member[: sparse][ = "key"], … })`.
struct Object {
    name: String,
    has_default: bool,
    members: Vec<Listed>,
}

struct Listed {
    field: String,
    key: Option<String>,
    sparse: bool,
}

impl Parse for Object {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut name: Ident = input.parse()?;
        if name == "read" || name == "write" {
            name = input.parse()?;
        }
        let mut has_default = false;
        if input.peek(Ident) {
            input.parse::<Ident>()?;
            has_default = input.parse::<Ident>()? == "default";
        }
        let inside;
        braced!(inside in input);
        let mut members = Vec::new();
        while !inside.is_empty() {
            let field: Ident = inside.parse()?;
            let mut sparse = false;
            if inside.parse::<Option<Token![:]>>()?.is_some() {
                inside.parse::<Ident>()?;
                sparse = true;
            }
            let key = match inside.parse::<Option<Token![=]>>()? {
                Some(_) => Some(inside.parse::<LitStr>()?.value()),
                None => None,
            };
            members.push(Listed {
                field: plain(&field),
                key,
                sparse,
            });
            inside.parse::<Option<Token![,]>>()?;
        }
        input.parse::<Option<Token![;]>>()?;
        Ok(Self {
            name: plain(&name),
            has_default,
            members,
        })
    }
}

/// The variants of `tagged!`: `Name { field: Type [as sparse], … } = "word"`.
struct Variants(Vec<(String, String, Vec<Member>)>);

impl Parse for Variants {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut variants = Vec::new();
        while !input.is_empty() {
            let doc = doc_of(&input.call(Attribute::parse_outer)?);
            input.parse::<Ident>()?;
            let mut members = Vec::new();
            if input.peek(syn::token::Brace) {
                let inside;
                braced!(inside in input);
                members = members_in(&inside)?;
            }
            input.parse::<Token![=]>()?;
            let word = input.parse::<LitStr>()?.value();
            variants.push((word, doc, members));
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Self(variants))
    }
}

fn members_in(inside: ParseStream<'_>) -> syn::Result<Vec<Member>> {
    let mut members = Vec::new();
    while !inside.is_empty() {
        let doc = doc_of(&inside.call(Attribute::parse_outer)?);
        inside.parse::<Option<Token![pub]>>()?;
        let name: Ident = inside.parse()?;
        inside.parse::<Token![:]>()?;
        let of: Type = inside.parse()?;
        let sparse = inside.parse::<Option<Token![as]>>()?.is_some();
        if sparse {
            inside.parse::<Ident>()?;
        }
        members.push(Member {
            name: plain(&name),
            doc,
            of,
            sparse,
        });
        inside.parse::<Option<Token![,]>>()?;
    }
    Ok(members)
}

struct Tagged {
    name: String,
    doc: String,
    variants: Vec<(String, String, Vec<Member>)>,
}

impl Parse for Tagged {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let doc = doc_of(&input.call(Attribute::parse_outer)?);
        input.parse::<Token![pub]>()?;
        input.parse::<Token![enum]>()?;
        let name = plain(&input.parse()?);
        let inside;
        braced!(inside in input);
        let Variants(variants) = inside.parse()?;
        Ok(Self {
            name,
            doc,
            variants,
        })
    }
}

struct Stored {
    name: String,
    doc: String,
    members: Vec<Member>,
}

impl Parse for Stored {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let doc = doc_of(&input.call(Attribute::parse_outer)?);
        input.parse::<Token![pub]>()?;
        input.parse::<Token![struct]>()?;
        let name = plain(&input.parse()?);
        let inside;
        braced!(inside in input);
        Ok(Self {
            name,
            doc,
            members: members_in(&inside)?,
        })
    }
}

/// `words!(Name [or default] { Variant = "word", … })`.
struct Words {
    name: String,
    words: Vec<String>,
}

impl Parse for Words {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = plain(&input.parse()?);
        while input.peek(Ident) {
            input.parse::<Ident>()?;
        }
        let inside;
        braced!(inside in input);
        let mut words = Vec::new();
        while !inside.is_empty() {
            inside.parse::<Ident>()?;
            inside.parse::<Token![=]>()?;
            words.push(inside.parse::<LitStr>()?.value());
            inside.parse::<Option<Token![,]>>()?;
        }
        Ok(Self { name, words })
    }
}

/// `Variant = "word", "because";`
struct Reasons(Vec<String>);

impl Parse for Reasons {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut words = Vec::new();
        while !input.is_empty() {
            input.call(Attribute::parse_outer)?;
            input.parse::<Ident>()?;
            input.parse::<Token![=]>()?;
            words.push(input.parse::<LitStr>()?.value());
            input.parse::<Token![,]>()?;
            input.parse::<LitStr>()?;
            input.parse::<Token![;]>()?;
        }
        Ok(Self(words))
    }
}

/// `/// What it is.  Name`
struct Named {
    name: String,
    doc: String,
}

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let doc = doc_of(&input.call(Attribute::parse_outer)?);
        let name = plain(&input.parse()?);
        Ok(Self { name, doc })
    }
}
