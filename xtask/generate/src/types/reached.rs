//! The types that can be reached from what programs give and get.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use syn::{GenericArgument, PathArguments, Type};

use super::declared::{Declared, Files, Member, Shape};

/// What was reached, by its name outside of Rust.
pub(super) type Reached = BTreeMap<String, (String, Declared)>;

/// What some are called outside of Rust, where their name says enough only beside their module: the
/// end of the file's path, the name there, the name outside.
const NAMES: &[(&str, &str, &str)] = &[
    ("src/adapter.rs", "Request", "IngestRequest"),
    ("src/adapter.rs", "Shop", "IngestShop"),
    ("src/adapter.rs", "LeftAlone", "Ignored"),
    ("src/backtest.rs", "Question", "BacktestQuestion"),
    ("src/event/delivery.rs", "Question", "Question"),
    ("src/segment_preview.rs", "Question", "PreviewQuestion"),
];

impl Files {
    /// The declaration that a name means in a file: the file's own, the one of the module that it is
    /// taken from, else the only one there is.
    pub(super) fn find(&self, file: &str, name: &str) -> Option<(String, Declared)> {
        let here = self.by_path.get(file);
        if let Some(own) = here.and_then(|file| file.declared.get(name)) {
            return Some((file.to_owned(), own.clone()));
        }
        let all = self.by_path.iter();
        let others = all.filter_map(|(file, of)| Some((file, of.declared.get(name)?)));
        let others: Vec<(&String, &Declared)> = others.collect();
        let folder = file.rsplit('/').nth(1).unwrap_or_default();
        let taken = here.and_then(|file| file.taken.get(name));
        let taken = taken.map(|module| if module == "super" { folder } else { module });
        let from = |path: &str, module: &str| path.split(['/', '.']).any(|part| part == module);
        let chosen = match others.as_slice() {
            [only] => Some(only),
            many => {
                let mut fitting = many
                    .iter()
                    .filter(|(path, _)| taken.is_some_and(|module| from(path, module)));
                fitting.next().filter(|_| fitting.next().is_none())
            }
        };
        chosen.map(|(file, declared)| ((*file).clone(), (*declared).clone()))
    }

    /// What a declaration is called: by its own name, and where several have it, by the folder's too.
    pub(super) fn called(&self, file: &str, name: &str) -> String {
        let mut own = NAMES.iter();
        if let Some((.., own)) = own.find(|(at, inside, _)| *inside == name && file.ends_with(at)) {
            return (*own).to_owned();
        }
        let mut namesakes = self.by_path.values();
        let namesakes = namesakes
            .by_ref()
            .filter(|file| file.declared.contains_key(name));
        if namesakes.count() < 2 {
            return name.to_owned();
        }
        let folder = file.rsplit('/').nth(1).unwrap_or_default();
        let (first, rest) = folder.split_at(folder.len().min(1));
        format!("{}{rest}{name}", first.to_uppercase())
    }

    /// The type that a file has another name for.
    pub(super) fn alias(&self, file: &str, name: &str) -> Option<&Type> {
        self.by_path.get(file)?.aliases.get(name)
    }

    /// Everything that can be reached from these.
    pub(super) fn reach(&self, roots: &[&str]) -> Result<Reached> {
        let mut reached = Reached::new();
        let mut open: Vec<(String, String)> = Vec::new();
        for root in roots {
            let named = NAMES.iter().find(|(.., outside)| outside == root);
            let found = match named {
                Some((at, name, _)) => {
                    let file = self.by_path.keys().find(|file| file.ends_with(at));
                    file.map(|file| (file.clone(), (*name).to_owned()))
                }
                None => self
                    .find("", root)
                    .map(|(file, _)| (file, (*root).to_owned())),
            };
            let Some(found) = found else {
                bail!("{root} is declared nowhere, or more than once");
            };
            open.push(found);
        }
        while let Some((file, name)) = open.pop() {
            if let Some(alias) = self.alias(&file, &name) {
                let mut names = Vec::new();
                named(alias, &mut names);
                open.extend(names.into_iter().map(|name| (file.clone(), name)));
            }
            let Some((at, declared)) = self.find(&file, &name) else {
                continue;
            };
            let called = self.called(&at, &name);
            if reached.contains_key(&called) {
                continue;
            }
            for member in members(&declared.shape) {
                let mut names = Vec::new();
                named(&member.of, &mut names);
                open.extend(names.into_iter().map(|name| (at.clone(), name)));
            }
            reached.insert(called, (at, declared));
        }
        Ok(reached)
    }
}

fn members(shape: &Shape) -> Vec<&Member> {
    match shape {
        Shape::Object { members, .. } => members.iter().collect(),
        Shape::Tagged(variants) => variants
            .iter()
            .flat_map(|(_, _, members)| members)
            .collect(),
        Shape::Words(_) | Shape::Id => Vec::new(),
    }
}

/// The names of types within a type.
fn named(of: &Type, names: &mut Vec<String>) {
    if let Type::Path(path) = of
        && let Some(last) = path.path.segments.last()
    {
        names.push(last.ident.to_string());
    }
    for inner in arguments(of) {
        named(inner, names);
    }
}

pub(super) fn arguments(of: &Type) -> Vec<&Type> {
    let Type::Path(path) = of else {
        return Vec::new();
    };
    match path.path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(inside)) => inside
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(of) => Some(of),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether it may hold nothing.
pub(super) fn is_option(of: &Type) -> bool {
    let Type::Path(path) = of else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident == "Option")
}
