//! `#[derive(Record)]` for the fields of a map of front matter, each declared once. From the declaration it generates the
//! reader and the draft that it fills, the description of the fields, and the enum of the fields that amendments can change.
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
//! The type of a field says how many values it has: `Option<T>` is optional, `Vec<T>` is a list, `bool` is false by default, and
//! any other type is required. The arguments of its attribute:
//!
//! - `read = …`: the reader of the value, or of a member of the list;
//! - `record = …`: the value is a map that `T::read` reads; the argument is an example for help lines;
//! - `by = …`: an expression that reads the whole field from `f`, and may use the fields above it;
//! - `none`: it is not a field of the map; `by` computes it from others;
//! - `key = "…"`: its key, if it is not the name of the field;
//! - `default = …`: its value if it is not written;
//! - `required`: the list must have a member;
//! - `last`: it is read after all others, so that `by` may use any of them;
//! - `amendable`: amendments can change it;
//! - `private`: the open data does not contain it;
//! - `column`: the tables of the open data have a column for it; `column = "…"`: with this name, or for a map with this prefix before
//!   the columns of its fields;
//! - `members`: its value, or a member of the list, is a record that `by` reads;
//! - `value = …`: the type of its value, if no other argument gives it;
//! - `fr("…", "…")`, `en("…", "…")`: its label and hint for editors; `label = …`: a constant with both, for several fields.
//!
//! `#[record(rules = path)]` is the function that checks the fields against each other: it gets `f` and the draft, complete or
//! not. `name = "…"` is the name in schemas, if it is not that of the struct; `columns("…", …)` is the order of the columns in tables,
//! if it is not that of the fields.

use proc_macro::TokenStream;
use proc_macro2::{Span, TokenStream as Tokens, TokenTree};
use quote::{format_ident, quote};
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Field, GenericArgument, Ident, Lit, Meta, PathArguments,
    Result, Type,
};

/// Derives the reader and the description of a record; see the documentation of the crate.
#[proc_macro_derive(Record, attributes(field, record))]
pub fn record(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    derive(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// How many values a field has.
enum Cardinality<'a> {
    Optional(&'a Type),
    List(&'a Type),
    Flag,
    Required,
}

/// The arguments of the `field` attributes.
#[derive(Default)]
struct FieldAttributes {
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

/// A field of the struct, with its attributes.
struct DeclaredField<'a> {
    ident: &'a Ident,
    key: String,
    ty: &'a Type,
    cardinality: Cardinality<'a>,
    attributes: FieldAttributes,
    doc: String,
}

/// The code that the derive generates.
fn derive(input: &DeriveInput) -> Result<Tokens> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a record is a struct with named fields"));
    };
    let fields: Vec<DeclaredField> = data.fields.iter().map(declared_field).collect::<Result<_>>()?;
    let RecordAttributes { rules, name: title, columns } = record_attributes(&input.attrs)?;
    let (name, vis) = (&input.ident, &input.vis);
    let draft = format_ident!("{name}Draft");
    let draft_doc = format!("The fields of a [`{name}`] that could be read; required fields may be missing.");

    let draft_fields = fields.iter().map(|field| {
        let (ident, doc) = (field.ident, &field.doc);
        let ty = field.draft_type();
        quote! { #[doc = #doc] pub #ident: #ty }
    });
    let (last, first): (Vec<&DeclaredField>, Vec<&DeclaredField>) =
        fields.iter().partition(|field| field.attributes.last);
    let reads = first.into_iter().chain(last).map(|field| {
        let (ident, read) = (field.ident, field.reading());
        quote! { let #ident = #read; }
    });
    let idents: Vec<&Ident> = fields.iter().map(|field| field.ident).collect();
    let completeness = fields.iter().filter_map(DeclaredField::completeness);
    let finished = fields.iter().map(|field| {
        let ident = field.ident;
        match field.is_required_one() {
            true => quote! { #ident: self.#ident? },
            false => quote! { #ident: self.#ident },
        }
    });
    let rules = rules.map(|rules| quote! { #rules(f, &draft); });
    let described = fields.iter().filter(|field| !field.attributes.none).map(|field| field.description());
    let described: Vec<Tokens> = described.collect::<Result<_>>()?;
    let (title, doc) = (title.unwrap_or_else(|| name.to_string()), doc(&input.attrs));
    let values = fields.iter().filter(|field| !field.attributes.none).map(|field| {
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

            /// The record; `None` if a required field is missing.
            #vis fn finish(self) -> Option<#name> {
                let is_complete = true #(&& #completeness)*;
                if !is_complete {
                    return None;
                }
                Some(#name { #(#finished),* })
            }
        }

        impl #name {
            /// Reads the fields and checks them against each other; `None` if a required field is missing.
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

/// The enum of the fields that amendments can change: a variant for each, with the value that the field's reader gives.
fn amendable(name: &Ident, vis: &syn::Visibility, fields: &[DeclaredField]) -> Tokens {
    let fields: Vec<&DeclaredField> = fields.iter().filter(|field| field.attributes.amendable).collect();
    if fields.is_empty() {
        return Tokens::new();
    }
    let field_enum = format_ident!("{name}Field");
    let doc = format!("The value of a field of a [`{name}`] that amendments can change.");
    let variants: Vec<Ident> = fields.iter().map(|field| variant(&field.key)).collect();
    let types: Vec<&Type> = fields.iter().map(|field| field.ty).collect();
    let docs: Vec<&str> = fields.iter().map(|field| field.doc.as_str()).collect();
    let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    let idents: Vec<&Ident> = fields.iter().map(|field| field.ident).collect();
    let read = fields.iter().map(|field| {
        let (key, variant, reading) = (&field.key, variant(&field.key), field.reading());
        match field.is_required_one() {
            true => quote! { #key => { let value = #reading; value.map(#field_enum::#variant) } },
            false => quote! { #key => { let value = #reading; Some(#field_enum::#variant(value)) } },
        }
    });
    // An amendment may have words in the place of a structured value, which the field's reader cannot read.
    let structured = fields.iter().filter(|field| field.is_structured()).map(|field| &field.key);
    let empty = fields.iter().filter(|field| !field.is_required_one() && !field.attributes.required).map(|field| {
        let (key, variant) = (&field.key, variant(&field.key));
        let nothing = field.attributes.default.clone().unwrap_or_else(|| quote! { Default::default() });
        quote! { #key => Some(#field_enum::#variant(#nothing)) }
    });
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq)]
        #vis enum #field_enum { #(#[doc = #docs] #variants(#types)),* }

        impl crate::kind::record::AmendableField for #field_enum {
            type Record = #name;

            const KEYS: &'static [&'static str] = &[#(#keys),*];

            fn read(key: &str, f: &mut crate::read::reader::Fields<'_, '_, '_>) -> Option<Self> {
                match key { #(#read,)* _ => None }
            }

            fn is_structured(key: &str) -> bool {
                const KEYS: &[&str] = &[#(#structured),*];
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

/// The name of the variant of a key: `MaxSelected` for `max_selected`.
fn variant(key: &str) -> Ident {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    Ident::new(&key.split('_').map(capital).collect::<String>(), Span::call_site())
}

impl DeclaredField<'_> {
    /// True for a single value that is required.
    fn is_required_one(&self) -> bool {
        matches!(self.cardinality, Cardinality::Required)
            && self.attributes.default.is_none()
            && self.attributes.by.is_none()
    }

    /// True for a list, a map, or a field that `by` reads.
    fn is_structured(&self) -> bool {
        matches!(self.cardinality, Cardinality::List(_))
            || self.attributes.record.is_some()
            || self.attributes.by.is_some()
    }

    /// The description of the field, as a constant.
    fn description(&self) -> Result<Tokens> {
        let (key, doc, amendable) = (&self.key, &self.doc, self.attributes.amendable);
        let is_list = matches!(self.cardinality, Cardinality::List(_));
        let required = self.attributes.required || self.is_required_one();
        let is_always_present = matches!(self.cardinality, Cardinality::Flag | Cardinality::Required);
        let is_published = !self.attributes.private;
        let value = self.value_type()?;
        let column = match &self.attributes.column {
            None => quote! { None },
            Some(None) => quote! { Some(#key) },
            Some(Some(name)) => quote! { Some(#name) },
        };
        let FieldAttributes { fr, en, label, .. } = &self.attributes;
        let (fr, en) = match label {
            Some(label) => (quote! { #label.fr }, quote! { #label.en }),
            None if fr.is_some() && en.is_some() => (quote! { (#fr) }, quote! { (#en) }),
            None => {
                return Err(Error::new_spanned(
                    self.ident,
                    "a field needs a label and a hint for editors: `fr(…)` and `en(…)`",
                ));
            }
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

    /// The type of the field's value, which follows from its reader.
    fn value_type(&self) -> Result<Tokens> {
        let of = |name: &str| {
            let name = Ident::new(name, Span::call_site());
            Ok(quote! { crate::kind::record::ValueType::#name })
        };
        let inner = match &self.cardinality {
            Cardinality::Optional(ty) | Cardinality::List(ty) => *ty,
            Cardinality::Flag | Cardinality::Required => self.ty,
        };
        if let Some(value) = &self.attributes.value {
            return Ok(quote! { crate::kind::record::ValueType::#value });
        }
        if self.attributes.record.is_some() || self.attributes.members {
            return Ok(quote! {
                crate::kind::record::ValueType::Record(&<#inner as crate::kind::record::Record>::TYPE)
            });
        }
        let Some(read) = &self.attributes.read else { return of("Boolean") };
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
            "date" | "record_date" => of("Date"),
            "instant" | "agenda_time" => of("Instant"),
            "closing" => of("Closing"),
            "date_or_time" | "event_time" => of("DateOrTime"),
            "reference" | "any_reference" => of("Reference"),
            _ => Err(Error::new_spanned(self.ident, "the type of the value is unknown: add `value = …`")),
        }
    }

    /// The type of the field in the draft.
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
        let FieldAttributes { read, record, by, default, required, .. } = &self.attributes;
        if let Some(by) = by {
            return quote! { #by };
        }
        if let Some(example) = record {
            return match &self.cardinality {
                Cardinality::Optional(ty) => quote! { f.record(#key, #example, <#ty>::read) },
                Cardinality::List(ty) => quote! { f.records(#key, #example, <#ty>::read) },
                Cardinality::Flag | Cardinality::Required => {
                    let ty = self.ty;
                    quote! { f.required_record(#key, #example, <#ty>::read) }
                }
            };
        }
        let value = read.clone().unwrap_or_else(|| quote! { value::boolean });
        match (&self.cardinality, default) {
            (_, Some(default)) => quote! { f.optional(#key, #value).unwrap_or(#default) },
            (Cardinality::Flag, None) => quote! { f.optional(#key, #value).unwrap_or(false) },
            (Cardinality::Optional(_), None) => quote! { f.optional(#key, #value) },
            (Cardinality::List(_), None) if *required => quote! { f.required_list(#key, #value) },
            (Cardinality::List(_), None) => quote! { f.list(#key, #value) },
            (Cardinality::Required, None) => quote! { f.required(#key, #value) },
        }
    }

    /// The condition that a required list has a member.
    fn completeness(&self) -> Option<Tokens> {
        let ident = self.ident;
        self.attributes.required.then(|| quote! { !self.#ident.is_empty() })
    }
}

/// A field with its attributes; an error without a reader.
fn declared_field(field: &Field) -> Result<DeclaredField<'_>> {
    let ident = field.ident.as_ref().ok_or_else(|| Error::new_spanned(field, "a record has named fields only"))?;
    let attributes = field_attributes(&field.attrs)?;
    let name = ident.to_string();
    let key = attributes.key.clone().unwrap_or_else(|| name.trim_start_matches("r#").to_owned());
    let cardinality = match inner(&field.ty) {
        Some(("Option", inner)) => Cardinality::Optional(inner),
        Some(("Vec", inner)) => Cardinality::List(inner),
        _ if is_bool(&field.ty) => Cardinality::Flag,
        _ => Cardinality::Required,
    };
    let is_read = attributes.read.is_some()
        || attributes.record.is_some()
        || attributes.by.is_some()
        || matches!(cardinality, Cardinality::Flag);
    if !is_read {
        return Err(Error::new_spanned(field, "a field needs a reader: `read = …`, `record = …` or `by = …`"));
    }
    Ok(DeclaredField { ident, key, ty: &field.ty, cardinality, attributes, doc: doc(&field.attrs) })
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

/// True for the type `bool`.
fn is_bool(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("bool"))
}

/// The documentation of an item, on one line.
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

/// The arguments of the `record` attribute.
#[derive(Default)]
struct RecordAttributes {
    rules: Option<Tokens>,
    name: Option<String>,
    columns: Option<Tokens>,
}

/// Parses the `record` attribute.
fn record_attributes(attributes: &[Attribute]) -> Result<RecordAttributes> {
    let mut found = RecordAttributes::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("record")) {
        for (name, value) in arguments(attribute)? {
            match (name.to_string().as_str(), value) {
                ("rules", Some(path)) => found.rules = Some(path),
                ("name", Some(text)) => found.name = Some(syn::parse2::<syn::LitStr>(text)?.value()),
                ("columns", Some(names)) => found.columns = Some(names),
                _ => {
                    return Err(Error::new_spanned(
                        name,
                        "unknown argument: a record has `rules = …`, `name = …` and `columns(…)`",
                    ));
                }
            }
        }
    }
    Ok(found)
}

/// Parses the `field` attributes.
fn field_attributes(attributes: &[Attribute]) -> Result<FieldAttributes> {
    let mut found = FieldAttributes::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("field")) {
        for (name, value) in arguments(attribute)? {
            match (name.to_string().as_str(), value) {
                ("read", Some(value)) => found.read = Some(value),
                ("record", Some(value)) => found.record = Some(value),
                ("by", Some(value)) => found.by = Some(value),
                ("default", Some(value)) => found.default = Some(value),
                ("key", Some(value)) => found.key = Some(syn::parse2::<syn::LitStr>(value)?.value()),
                ("required", None) => found.required = true,
                ("amendable", None) => found.amendable = true,
                ("none", None) => found.none = true,
                ("last", None) => found.last = true,
                ("members", None) => found.members = true,
                ("private", None) => found.private = true,
                ("column", name) => found.column = Some(name),
                ("value", Some(value)) => found.value = Some(value),
                ("fr", Some(words)) => found.fr = Some(words),
                ("en", Some(words)) => found.en = Some(words),
                ("label", Some(path)) => found.label = Some(path),
                _ => {
                    return Err(Error::new_spanned(name, "unknown argument: see the documentation of the derive"));
                }
            }
        }
    }
    Ok(found)
}

/// The arguments of an attribute: `name`, `name(tokens)`, or `name = tokens` up to the next comma outside of brackets.
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
