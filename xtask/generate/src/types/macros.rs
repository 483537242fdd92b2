//! The macros that declare what crosses the boundary, as they are written in `src`.

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Token, Type, braced};

use super::declared::{Kind, Member, doc_of, plain};

/// `object!([read|write] Name [or default|or at_hand] { member[: sparse][ = "key"], … })`.
pub(super) struct Object {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) members: Vec<Listed>,
}

pub(super) struct Listed {
    pub(super) field: String,
    pub(super) key: Option<String>,
    pub(super) sparse: bool,
}

impl Parse for Object {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut name: Ident = input.parse()?;
        let mut kind = Kind::Whole;
        if name == "read" || name == "write" {
            if name == "write" {
                kind = Kind::Written;
            }
            name = input.parse()?;
        }
        if input.peek(Ident) {
            input.parse::<Ident>()?;
            if input.parse::<Ident>()? == "default" {
                kind = Kind::Defaulted;
            }
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
            kind,
            members,
        })
    }
}

/// The variants of `tagged!`: `Name { field: Type [as sparse], … } = "word"`.
pub(super) struct Variants(pub(super) Vec<(String, String, Vec<Member>)>);

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

pub(super) struct Tagged {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) variants: Vec<(String, String, Vec<Member>)>,
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

pub(super) struct Stored {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) members: Vec<Member>,
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
pub(super) struct Words {
    pub(super) name: String,
    pub(super) words: Vec<String>,
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
pub(super) struct Reasons(pub(super) Vec<String>);

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
pub(super) struct Named {
    pub(super) name: String,
    pub(super) doc: String,
}

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let doc = doc_of(&input.call(Attribute::parse_outer)?);
        let name = plain(&input.parse()?);
        // What a derived id is derived from says nothing of its form.
        if !input.is_empty() {
            let _from: Ident = input.parse()?;
            let _source: syn::Type = input.parse()?;
        }
        Ok(Self { name, doc })
    }
}
