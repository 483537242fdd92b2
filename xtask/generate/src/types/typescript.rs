//! Declarations as TypeScript.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Result, bail};
use syn::Type;

use super::declared::{Declared, Files, Kind, Member, Shape};
use super::own::OWN;
use super::reached::{arguments, is_option};

const HEAD: &str = "/**
 * The engine's types, written by `cargo generate types` out of the declarations in `src`. Do not edit.
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
    let inputs = files.reach(given)?;
    let mut all = files.reach(answered)?;
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

/// Which members may be left out, besides those that are while they are blank.
#[derive(Clone, Copy)]
enum LeftOut {
    None,
    Options,
    Any,
}

struct Printer<'f> {
    files: &'f Files,
    problems: BTreeSet<String>,
}

impl Printer<'_> {
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
            Shape::Object { members, kind } => {
                line(text, &format!("export interface {name} {{"));
                let left_out = match kind {
                    Kind::Defaulted | Kind::Stored if given => LeftOut::Any,
                    Kind::Whole if given => LeftOut::Options,
                    _ => LeftOut::None,
                };
                self.members(text, file, members, left_out, "  ");
                line(text, "}");
            }
            Shape::Tagged(variants) => {
                line(text, &format!("export type {name} ="));
                for (word, doc, members) in variants {
                    comment(text, doc, "  ");
                    line(text, &format!("  | {{\n      type: \"{word}\";"));
                    self.members(text, file, members, LeftOut::None, "      ");
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
        left_out: LeftOut,
        indent: &str,
    ) {
        for member in members {
            comment(text, &member.doc, indent);
            let may_be_missing = match left_out {
                LeftOut::None => member.sparse,
                LeftOut::Options => member.sparse || is_option(&member.of),
                LeftOut::Any => true,
            };
            let mark = if may_be_missing { "?" } else { "" };
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
            ("Box" | "Pii" | "Section", [of]) => self.of(file, of),
            ("Vec", [of]) => {
                let of = self.of(file, of);
                if of.contains(' ') {
                    format!("({of})[]")
                } else {
                    format!("{of}[]")
                }
            }
            ("SortedMap" | "BTreeMap", [_, of]) => format!("Record<string, {}>", self.of(file, of)),
            ("Reported", [of]) => {
                format!(
                    "[value: {}, at: number, confirmed: boolean]",
                    self.of(file, of)
                )
            }
            _ => match OWN.iter().find(|own| own.rust == name) {
                Some(own) => own.typescript.to_owned(),
                None => self.declared(file, &name, of),
            },
        }
    }

    fn declared(&mut self, file: &str, name: &str, of: &Type) -> String {
        if let Some((at, _)) = self.files.find(file, name) {
            return self.files.called(&at, name);
        }
        match self.files.alias(file, name) {
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

fn line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

/// A documentation comment, without links that lead into Rust.
fn comment(text: &mut String, doc: &str, indent: &str) {
    if doc.is_empty() {
        return;
    }
    let doc = plain_text(doc);
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

/// Documentation without links that lead into Rust: of ``[`Cart::token`](super::Cart::token)`` its code.
pub(super) fn plain_text(doc: &str) -> String {
    let mut parts = doc.split("[`");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push('`');
        match part.split_once("`]") {
            None => text.push_str(part),
            Some((code, rest)) => {
                text.push_str(code);
                text.push('`');
                text.push_str(without_target(rest));
            }
        }
    }
    text.replace("Self::", "").replace("`None`", "`null`")
}

/// What follows the target of a link, `(super::Cart::token)`, where one is written out.
fn without_target(rest: &str) -> &str {
    rest.strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .map_or(rest, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn a_link_into_rust_is_its_code() {
        for (doc, plain) in [
            ("None is written.", "None is written."),
            ("See [`Cart`].", "See `Cart`."),
            (
                "[`A::b`](super::A::b) and [`C`](crate::C)), or `D`",
                "`A::b` and `C`), or `D`",
            ),
            ("`None` as in [`Self::at`]", "`null` as in `at`"),
        ] {
            assert_eq!(plain_text(doc), plain);
        }
    }
}
