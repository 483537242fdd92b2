//! Declarations as TypeScript.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Result, bail};
use syn::{GenericArgument, PathArguments, Type};

use super::declared::{Declared, Files, Member, Shape};

/// Types that read and write themselves, as they stand in JSON.
const OWN: &[(&str, &str)] = &[
    ("String", "string"),
    ("str", "string"),
    ("bool", "boolean"),
    ("u8", "number"),
    ("u16", "number"),
    ("u32", "number"),
    ("u64", "number"),
    ("i32", "number"),
    ("i64", "number"),
    ("usize", "number"),
    ("Timestamp", "number"),
    ("Date", "string"),
    ("Zone", "string"),
    ("Currency", "string"),
    ("Decimal", "number"),
    ("Value", "Value"),
    ("Text", "unknown"),
    ("Seen", "Seen"),
    ("Cuts", "number[]"),
    (
        "Record",
        "[at: number, fact: number, subject: string | null, properties?: Record<string, Value>]",
    ),
];

const HEAD: &str = "/**
 * The engine's types, written by `cargo xtask types` out of the declarations in `src`. Do not edit.
 *
 * Times are milliseconds since 1970 UTC, money is minor units, ids are strings.
 */

/** A value that a condition saw. */
export type Seen = null | boolean | number | string | Seen[];

/** What an attribute or an event's property can hold. */
export type Value = boolean | number | string | string[];
";

/// Prints every type that can be reached from what is given and what is answered.
pub(super) fn print(files: &Files, given: &[&str], answered: &[&str]) -> Result<String> {
    let mut printer = Printer {
        files,
        problems: BTreeSet::new(),
    };
    let inputs = printer.reach(given)?;
    let mut all = printer.reach(answered)?;
    all.extend(inputs.iter().map(|(name, one)| (name.clone(), one.clone())));
    let mut text = HEAD.to_owned();
    for (name, (file, declared)) in &all {
        text.push('\n');
        printer.declare(&mut text, file, name, declared, inputs.contains_key(name));
    }
    if printer.problems.is_empty() {
        return Ok(text);
    }
    let problems: Vec<&str> = printer.problems.iter().map(String::as_str).collect();
    bail!(
        "these types have no form in TypeScript:\n  {}",
        problems.join("\n  ")
    )
}

/// What was reached, by its name in TypeScript.
type Reached = BTreeMap<String, (String, Declared)>;

struct Printer<'f> {
    files: &'f Files,
    problems: BTreeSet<String>,
}

impl Printer<'_> {
    /// The declaration that a name means in a file: the file's own, the one of the module that it is
    /// taken from, else the only one there is.
    fn find(&self, file: &str, name: &str) -> Option<(String, Declared)> {
        let here = self.files.get(file);
        if let Some(own) = here.and_then(|file| file.declared.get(name)) {
            return Some((file.to_owned(), own.clone()));
        }
        let all = self.files.iter();
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
    fn called(&self, file: &str, name: &str) -> String {
        let mut namesakes = self.files.values();
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

    fn reach(&self, roots: &[&str]) -> Result<Reached> {
        let mut reached = Reached::new();
        let mut open: Vec<(String, String)> = Vec::new();
        for root in roots {
            let Some((file, _)) = self.find("", root) else {
                bail!("{root} is declared nowhere, or more than once");
            };
            open.push((file, (*root).to_owned()));
        }
        while let Some((file, name)) = open.pop() {
            let here = self.files.get(&file);
            if let Some(alias) = here.and_then(|file| file.aliases.get(&name)) {
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

    fn declare(&mut self, text: &mut String, file: &str, name: &str, of: &Declared, given: bool) {
        comment(text, &of.doc, "");
        match &of.shape {
            Shape::Id => line(text, &format!("export type {name} = string;")),
            Shape::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                line(
                    text,
                    &format!("export type {name} =\n  | {};", words.join("\n  | ")),
                );
            }
            Shape::Object {
                members,
                has_default,
            } => {
                line(text, &format!("export interface {name} {{"));
                self.members(text, file, members, *has_default && given, "  ");
                line(text, "}");
            }
            Shape::Tagged(variants) => {
                line(text, &format!("export type {name} ="));
                for (word, doc, members) in variants {
                    comment(text, doc, "  ");
                    line(text, &format!("  | {{\n      type: \"{word}\";"));
                    self.members(text, file, members, false, "      ");
                    line(text, "    }");
                }
                text.truncate(text.trim_end().len());
                line(text, ";");
            }
        }
    }

    fn members(
        &mut self,
        text: &mut String,
        file: &str,
        members: &[Member],
        optional: bool,
        indent: &str,
    ) {
        for member in members {
            comment(text, &member.doc, indent);
            let mark = if member.sparse || optional { "?" } else { "" };
            let of = self.of(file, &member.of);
            let of = if member.sparse {
                of.trim_end_matches(" | null")
            } else {
                &of
            };
            line(text, &format!("{indent}{}{mark}: {of};", member.name));
        }
    }

    fn of(&mut self, file: &str, of: &Type) -> String {
        if let Type::Reference(reference) = of {
            return self.of(file, &reference.elem);
        }
        let Type::Path(path) = of else {
            return self.problem(of);
        };
        let Some(last) = path.path.segments.last() else {
            return self.problem(of);
        };
        let inner = arguments(of);
        let name = last.ident.to_string();
        match (name.as_str(), inner.as_slice()) {
            ("Option", [of]) => format!("{} | null", self.of(file, of)),
            ("Box" | "Pii", [of]) => self.of(file, of),
            ("Vec", [of]) => {
                let of = self.of(file, of);
                if of.contains(' ') {
                    format!("({of})[]")
                } else {
                    format!("{of}[]")
                }
            }
            ("SortedMap" | "BTreeMap", [_, of]) => format!("Record<string, {}>", self.of(file, of)),
            ("Told", [of]) => {
                format!(
                    "[value: {}, at: number, confirmed: boolean]",
                    self.of(file, of)
                )
            }
            _ => match OWN.iter().find(|(own, _)| *own == name) {
                Some((_, own)) => (*own).to_owned(),
                None => self.declared(file, &name, of),
            },
        }
    }

    fn declared(&mut self, file: &str, name: &str, of: &Type) -> String {
        if let Some((at, _)) = self.find(file, name) {
            return self.called(&at, name);
        }
        let alias = self.files.get(file).and_then(|file| file.aliases.get(name));
        match alias {
            Some(alias) => self.of(file, alias),
            None => self.problem(of),
        }
    }

    fn problem(&mut self, of: &Type) -> String {
        let text = quote::quote!(#of).to_string().replace(' ', "");
        self.problems.insert(text.clone());
        text
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

fn arguments(of: &Type) -> Vec<&Type> {
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

fn line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

/// A documentation comment, without links that lead into Rust.
fn comment(text: &mut String, doc: &str, indent: &str) {
    if doc.is_empty() {
        return;
    }
    let doc = doc
        .replace("[`", "`")
        .replace("`]", "`")
        .replace("Self::", "");
    let _ = match doc.split_once('\n') {
        None => writeln!(text, "{indent}/** {doc} */"),
        Some(_) => {
            let lines = doc.lines().map(|line| format!("{indent} * {line}\n"));
            writeln!(
                text,
                "{indent}/**\n{}{indent} */",
                lines.collect::<String>()
            )
        }
    };
}
