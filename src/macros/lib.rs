//! `#[derive(Record)]`: the fields of a map of front matter, each stated once. From the declaration come the draft that a
//! reader fills, the reader, the list of fields with what is said of them, and what an amendment can change.
//!
//! ```ignore
//! /// A prize.
//! #[derive(Record)]
//! pub struct Prize {
//!     /// What for.
//!     #[field(read = value::text)]
//!     pub label: Text,
//!     /// How much.
//!     #[field(record = MONEY_EXAMPLE)]
//!     pub amount: Money,
//! }
//! ```
//!
//! Of a field, by its type: `Option<T>` may be left out, `Vec<T>` is a list, `bool` is false where it is left out, and anything
//! else has to be there. Its attribute says:
//!
//! - `read = …`: the reader of a value or of a member of the list;
//! - `record = …`: the value is a map that `T::read` reads, with an example for help lines;
//! - `by = …`: an expression that reads the whole field from `f`, and may name the fields before it;
//! - `none`: it is no field of the map: `by` makes it of others;
//! - `key = "…"`: its key, where it is not the name of the field;
//! - `default = …`: what it is where it is left out;
//! - `required`: a list needs a member;
//! - `last`: it is read when all others are, whose values `by` may name;
//! - `amendable`: an amendment may change it;
//! - `private`: the open data has nothing of it;
//! - `column`: the open data's table has a column of it; `column = "…"`: under this name, or with it before the names of the columns
//!   that the fields of a map have;
//! - `words`: its value is one of a closed list, which its type has; `members`: its value, or a member, is a record of its own
//!   that `by` reads;
//! - `value = …`: what its value is, where neither says so;
//! - `fr("…", "…")`, `en("…", "…")`: what editors are told it is called, and what it is for; `label = …`: the same, for
//!   several fields.
//!
//! `#[record(rules = path)]` names the function that checks the fields against each other: it gets `f` and the draft, before
//! it is known whether the draft is whole; `name = "…"` is its name in schemas, where that is not the struct's; `columns("…", …)` is the
//! order of its columns in tables, where that is not the order of its fields.

use proc_macro::TokenStream;
use proc_macro2::{Span, TokenStream as Tokens, TokenTree};
use quote::{format_ident, quote};
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Field, GenericArgument, Ident, Lit, Meta, PathArguments,
    Result, Type,
};

/// See the documentation of the crate.
#[proc_macro_derive(Record, attributes(field, record))]
pub fn record(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    derive(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// How often a field may hold a value.
enum Holds<'a> {
    Maybe(&'a Type),
    List(&'a Type),
    Flag,
    One,
}

/// What the attribute of a field says.
#[derive(Default)]
struct Said {
    read: Option<Tokens>,
    record: Option<Tokens>,
    by: Option<Tokens>,
    key: Option<String>,
    default: Option<Tokens>,
    required: bool,
    amendable: bool,
    none: bool,
    last: bool,
    column: Option<Option<Tokens>>,
    members: bool,
    private: bool,
    value: Option<Tokens>,
    fr: Option<Tokens>,
    en: Option<Tokens>,
    label: Option<Tokens>,
}

struct Declared<'a> {
    ident: &'a Ident,
    key: String,
    ty: &'a Type,
    holds: Holds<'a>,
    said: Said,
    doc: String,
}

fn derive(input: &DeriveInput) -> Result<Tokens> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a record is a struct with named fields"));
    };
    let fields: Vec<Declared> = data.fields.iter().map(declared).collect::<Result<_>>()?;
    let OfRecord { rules, name: title, columns } = of_record(&input.attrs)?;
    let (name, vis) = (&input.ident, &input.vis);
    let draft = format_ident!("{name}Draft");
    let draft_doc = format!("What of a [`{name}`] could be read, before it is known whether it is whole.");

    let draft_fields = fields.iter().map(|field| {
        let (ident, doc) = (field.ident, &field.doc);
        let ty = field.draft_type();
        quote! { #[doc = #doc] pub #ident: #ty }
    });
    let (last, first): (Vec<&Declared>, Vec<&Declared>) = fields.iter().partition(|field| field.said.last);
    let reads = first.into_iter().chain(last).map(|field| {
        let (ident, read) = (field.ident, field.reading());
        quote! { let #ident = #read; }
    });
    let idents: Vec<&Ident> = fields.iter().map(|field| field.ident).collect();
    let whole = fields.iter().filter_map(Declared::whole);
    let finished = fields.iter().map(|field| {
        let ident = field.ident;
        match field.is_required_one() {
            true => quote! { #ident: self.#ident? },
            false => quote! { #ident: self.#ident },
        }
    });
    let rules = rules.map(|rules| quote! { #rules(f, &draft); });
    let described = fields.iter().filter(|field| !field.said.none).map(|field| field.description());
    let described: Vec<Tokens> = described.collect::<Result<_>>()?;
    let (title, doc) = (title.unwrap_or_else(|| name.to_string()), doc(&input.attrs));
    let values = fields.iter().filter(|field| !field.said.none).map(|field| {
        let ident = field.ident;
        quote! { crate::kind::record::AsValue::as_value(&self.#ident) }
    });
    let amendable = amendable(name, vis, &fields);
    Ok(quote! {
        #[doc = #draft_doc]
        #[derive(Debug)]
        #vis struct #draft { #(#draft_fields),* }

        impl #draft {
            /// Reads every field.
            #vis fn read(f: &mut crate::read::reader::Fields<'_, '_, '_>) -> Self {
                #(#reads)*
                Self { #(#idents),* }
            }

            /// The whole, where nothing that is needed is missing.
            #vis fn finish(self) -> Option<#name> {
                let is_whole = true #(&& #whole)*;
                if !is_whole {
                    return None;
                }
                Some(#name { #(#finished),* })
            }
        }

        impl #name {
            /// Reads the fields and checks them against each other.
            #vis fn read(f: &mut crate::read::reader::Fields<'_, '_, '_>) -> Option<Self> {
                let draft = #draft::read(f);
                #rules
                draft.finish()
            }
        }

        impl crate::kind::record::Record for #name {
            const TYPE: crate::kind::record::RecordType =
                crate::kind::record::RecordType { name: #title, doc: #doc, fields: &[#(#described),*], columns: &[#columns] };

            fn values(&self) -> Vec<crate::kind::record::FieldValue<'_>> {
                vec![#(#values),*]
            }
        }

        #amendable
    })
}

/// What an amendment can change: one variant for each field that it may, with the value that the field's own reader gives.
fn amendable(name: &Ident, vis: &syn::Visibility, fields: &[Declared]) -> Tokens {
    let fields: Vec<&Declared> = fields.iter().filter(|field| field.said.amendable).collect();
    if fields.is_empty() {
        return Tokens::new();
    }
    let amended = format_ident!("{name}Field");
    let doc = format!("The value of a field of a [`{name}`] that an amendment may change.");
    let variants: Vec<Ident> = fields.iter().map(|field| variant(&field.key)).collect();
    let types: Vec<&Type> = fields.iter().map(|field| field.ty).collect();
    let docs: Vec<&str> = fields.iter().map(|field| field.doc.as_str()).collect();
    let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    let idents: Vec<&Ident> = fields.iter().map(|field| field.ident).collect();
    let read = fields.iter().map(|field| {
        let (key, variant, reading) = (&field.key, variant(&field.key), field.reading());
        match field.is_required_one() {
            true => quote! { #key => { let value = #reading; value.map(#amended::#variant) } },
            false => quote! { #key => { let value = #reading; Some(#amended::#variant(value)) } },
        }
    });
    // A value with parts may be told in words, which its reader does not understand.
    let in_words = fields.iter().filter(|field| field.is_structured()).map(|field| &field.key);
    let empty = fields.iter().filter(|field| !field.is_required_one() && !field.said.required).map(|field| {
        let (key, variant) = (&field.key, variant(&field.key));
        let nothing = field.said.default.clone().unwrap_or_else(|| quote! { Default::default() });
        quote! { #key => Some(#amended::#variant(#nothing)) }
    });
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq)]
        #vis enum #amended { #(#[doc = #docs] #variants(#types)),* }

        impl crate::kind::record::AmendableField for #amended {
            type Record = #name;

            const KEYS: &'static [&'static str] = &[#(#keys),*];

            fn read(key: &str, f: &mut crate::read::reader::Fields<'_, '_, '_>) -> Option<Self> {
                match key { #(#read,)* _ => None }
            }

            fn is_structured(key: &str) -> bool {
                const KEYS: &[&str] = &[#(#in_words),*];
                KEYS.contains(&key)
            }

            fn empty(key: &str) -> Option<Self> {
                match key { #(#empty,)* _ => None }
            }

            fn value(&self) -> crate::kind::record::FieldValue<'_> {
                match self { #(Self::#variants(value) => crate::kind::record::AsValue::as_value(value)),* }
            }

            fn set(&self, record: &mut #name) {
                match self { #(Self::#variants(value) => record.#idents.clone_from(value)),* }
            }
        }
    }
}

/// `max_selected` as the name of a variant.
fn variant(key: &str) -> Ident {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    Ident::new(&key.split('_').map(capital).collect::<String>(), Span::call_site())
}

impl Declared<'_> {
    /// True for a single value that has to be there.
    fn is_required_one(&self) -> bool {
        matches!(self.holds, Holds::One) && self.said.default.is_none() && self.said.by.is_none()
    }

    /// True for a list, a map or an item, and for what has a reader of its own.
    fn is_structured(&self) -> bool {
        matches!(self.holds, Holds::List(_)) || self.said.record.is_some() || self.said.by.is_some()
    }

    /// What is declared of the field, as a constant.
    fn description(&self) -> Result<Tokens> {
        let (key, doc, amendable) = (&self.key, &self.doc, self.said.amendable);
        let is_list = matches!(self.holds, Holds::List(_));
        let required = self.said.required || self.is_required_one();
        let is_always_present = matches!(self.holds, Holds::Flag | Holds::One);
        let is_published = !self.said.private;
        let value = self.value_type()?;
        let column = match &self.said.column {
            None => quote! { None },
            Some(None) => quote! { Some(#key) },
            Some(Some(name)) => quote! { Some(#name) },
        };
        let Said { fr, en, label, .. } = &self.said;
        let (fr, en) = match label {
            Some(label) => (quote! { #label.fr }, quote! { #label.en }),
            None if fr.is_some() && en.is_some() => (quote! { (#fr) }, quote! { (#en) }),
            None => return Err(Error::new_spanned(self.ident, "say what editors are told of it: `fr(…)` and `en(…)`")),
        };
        Ok(quote! {
            crate::kind::record::Field {
                name: #key,
                doc: #doc,
                value: #value,
                is_list: #is_list,
                required: #required,
                is_always_present: #is_always_present,
                is_published: #is_published,
                amendable: #amendable,
                column: #column,
                fr: #fr,
                en: #en,
            }
        })
    }

    /// What a value of the field is: what its reader reads.
    fn value_type(&self) -> Result<Tokens> {
        let of = |name: &str| {
            let name = Ident::new(name, Span::call_site());
            Ok(quote! { crate::kind::record::ValueType::#name })
        };
        let inner = match &self.holds {
            Holds::Maybe(ty) | Holds::List(ty) => *ty,
            Holds::Flag | Holds::One => self.ty,
        };
        if let Some(value) = &self.said.value {
            return Ok(quote! { crate::kind::record::ValueType::#value });
        }
        if self.said.record.is_some() || self.said.members {
            return Ok(quote! {
                crate::kind::record::ValueType::Record(&<#inner as crate::kind::record::Record>::TYPE)
            });
        }
        let Some(read) = &self.said.read else { return of("Boolean") };
        let read = read.to_string().replace(' ', "");
        let read = read.strip_prefix("value::spanned(").and_then(|read| read.strip_suffix(')')).unwrap_or(&read);
        let function = read.split('(').next().unwrap_or_default().rsplit("::").next().unwrap_or_default();
        match function {
            "boolean" => of("Boolean"),
            "whole" => of("Whole"),
            "decimal" => of("Decimal"),
            "string" | "string_at_most" | "id" | "email" | "language_tag" | "currency" | "phase_name" => of("String"),
            "url" => of("Url"),
            "file" | "picture" => of("File"),
            "text" | "label" => of("Text"),
            "markdown" => of("MarkdownText"),
            "choice" => {
                let ty = spanned(inner).unwrap_or(inner);
                Ok(quote! { crate::kind::record::ValueType::Word(crate::kind::record::closed_list::<#ty>) })
            }
            "date" => of("Date"),
            "instant" | "agenda_time" => of("Instant"),
            "closing" => of("Closing"),
            "date_or_time" | "event_time" => of("DateOrTime"),
            "reference" | "any_reference" => of("Reference"),
            _ => Err(Error::new_spanned(self.ident, "say what the value is: `value = …`")),
        }
    }

    fn draft_type(&self) -> Tokens {
        let ty = self.ty;
        if self.is_required_one() {
            quote! { Option<#ty> }
        } else {
            quote! { #ty }
        }
    }

    /// The expression that reads the field from `f`.
    fn reading(&self) -> Tokens {
        let key = &self.key;
        let Said { read, record, by, default, required, .. } = &self.said;
        if let Some(by) = by {
            return quote! { #by };
        }
        if let Some(example) = record {
            return match &self.holds {
                Holds::Maybe(ty) => quote! { f.record(#key, #example, <#ty>::read) },
                Holds::List(ty) => quote! { f.records(#key, #example, <#ty>::read) },
                Holds::Flag | Holds::One => {
                    let ty = self.ty;
                    quote! { f.required_record(#key, #example, <#ty>::read) }
                }
            };
        }
        let value = read.clone().unwrap_or_else(|| quote! { value::boolean });
        match (&self.holds, default) {
            (_, Some(default)) => quote! { f.optional(#key, #value).unwrap_or(#default) },
            (Holds::Flag, None) => quote! { f.optional(#key, #value).unwrap_or(false) },
            (Holds::Maybe(_), None) => quote! { f.optional(#key, #value) },
            (Holds::List(_), None) if *required => quote! { f.required_list(#key, #value) },
            (Holds::List(_), None) => quote! { f.list(#key, #value) },
            (Holds::One, None) => quote! { f.required(#key, #value) },
        }
    }

    /// The condition under which a list that needs a member is whole.
    fn whole(&self) -> Option<Tokens> {
        let ident = self.ident;
        self.said.required.then(|| quote! { !self.#ident.is_empty() })
    }
}

fn declared(field: &Field) -> Result<Declared<'_>> {
    let ident = field.ident.as_ref().ok_or_else(|| Error::new_spanned(field, "a field of a record has a name"))?;
    let said = said(&field.attrs)?;
    let name = ident.to_string();
    let key = said.key.clone().unwrap_or_else(|| name.trim_start_matches("r#").to_owned());
    let holds = match inner(&field.ty) {
        Some(("Option", inner)) => Holds::Maybe(inner),
        Some(("Vec", inner)) => Holds::List(inner),
        _ if is_bool(&field.ty) => Holds::Flag,
        _ => Holds::One,
    };
    let is_read = said.read.is_some() || said.record.is_some() || said.by.is_some() || matches!(holds, Holds::Flag);
    if !is_read {
        return Err(Error::new_spanned(field, "say how this field is read: `read = …`, `record = …` or `by = …`"));
    }
    Ok(Declared { ident, key, ty: &field.ty, holds, said, doc: doc(&field.attrs) })
}

/// The type inside of `Option<T>`, `Vec<T>` and `Spanned<T>`.
fn inner(ty: &Type) -> Option<(&'static str, &Type)> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    let name = ["Option", "Vec", "Spanned"].into_iter().find(|name| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some((name, inner)),
        _ => None,
    }
}

/// The type inside of `Spanned<T>`.
fn spanned(ty: &Type) -> Option<&Type> {
    inner(ty).filter(|(name, _)| *name == "Spanned").map(|(_, inner)| inner)
}

fn is_bool(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("bool"))
}

fn doc(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// What the attribute of the record says.
#[derive(Default)]
struct OfRecord {
    rules: Option<Tokens>,
    name: Option<String>,
    columns: Option<Tokens>,
}

fn of_record(attributes: &[Attribute]) -> Result<OfRecord> {
    let mut said = OfRecord::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("record")) {
        for (name, value) in arguments(attribute)? {
            match (name.to_string().as_str(), value) {
                ("rules", Some(path)) => said.rules = Some(path),
                ("name", Some(text)) => said.name = Some(syn::parse2::<syn::LitStr>(text)?.value()),
                ("columns", Some(names)) => said.columns = Some(names),
                _ => return Err(Error::new_spanned(name, "a record knows `rules = …`, `name = …` and `columns(…)`")),
            }
        }
    }
    Ok(said)
}

fn said(attributes: &[Attribute]) -> Result<Said> {
    let mut said = Said::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("field")) {
        for (name, value) in arguments(attribute)? {
            match (name.to_string().as_str(), value) {
                ("read", Some(value)) => said.read = Some(value),
                ("record", Some(value)) => said.record = Some(value),
                ("by", Some(value)) => said.by = Some(value),
                ("default", Some(value)) => said.default = Some(value),
                ("key", Some(value)) => said.key = Some(syn::parse2::<syn::LitStr>(value)?.value()),
                ("required", None) => said.required = true,
                ("amendable", None) => said.amendable = true,
                ("none", None) => said.none = true,
                ("last", None) => said.last = true,
                ("members", None) => said.members = true,
                ("private", None) => said.private = true,
                ("column", name) => said.column = Some(name),
                ("value", Some(value)) => said.value = Some(value),
                ("fr", Some(words)) => said.fr = Some(words),
                ("en", Some(words)) => said.en = Some(words),
                ("label", Some(path)) => said.label = Some(path),
                _ => {
                    return Err(Error::new_spanned(
                        name,
                        "a field knows no such word; see the documentation of the derive",
                    ));
                }
            }
        }
    }
    Ok(said)
}

/// The arguments of an attribute: `name`, or `name = tokens` up to the next comma that stands in no brackets.
fn arguments(attribute: &Attribute) -> Result<Vec<(Ident, Option<Tokens>)>> {
    let Meta::List(list) = &attribute.meta else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut tokens = list.tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(name) = token else {
            return Err(Error::new(token.span(), "a name is expected"));
        };
        let mut value = None;
        if matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '=') {
            tokens.next();
            let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
            let mut all = Tokens::new();
            while let Some(token) = tokens.next_if(|token| !is_end(token)) {
                all.extend([token]);
            }
            value = Some(all);
        } else if let Some(TokenTree::Group(group)) = tokens.next_if(|token| matches!(token, TokenTree::Group(_))) {
            value = Some(group.stream());
        }
        found.push((name, value));
        match tokens.next() {
            None => break,
            Some(TokenTree::Punct(punct)) if punct.as_char() == ',' => {}
            Some(other) => return Err(Error::new(other.span(), "a comma is expected")),
        }
    }
    Ok(found)
}
