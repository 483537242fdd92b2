//! What the engine declares: objects, tagged enums, words and ids.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use syn::{Attribute, Fields, Ident, Item, Type, UseTree};

use super::macros::{Named, Object, Reasons, Stored, Tagged, Variants, Words};

/// All files by path.
pub(super) struct Files {
    pub(super) by_path: BTreeMap<String, File>,
}

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
    Object { members: Vec<Member>, kind: Kind },
    Tagged(Vec<(String, String, Vec<Member>)>),
    Words(Vec<String>),
    Id,
}

/// Which members of an object there must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Those without which it can't be read: all but the ones that may hold nothing.
    Whole,
    /// None: each has a default.
    Defaulted,
    /// None, and members of a later release are carried along.
    Stored,
    /// All: it is only written.
    Written,
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
    let mut by_path = BTreeMap::new();
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
                by_path.insert(path.display().to_string(), read);
            }
        }
    }
    Ok(Files { by_path })
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
                        kind: object.kind,
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
                        kind: Kind::Stored,
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
            Some("text_id" | "derived_id") => {
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

pub(super) fn plain(ident: &Ident) -> String {
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
