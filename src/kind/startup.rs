//! A startup: a service in incubation, its mission and the phases of its life.

use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::base::source::{Span, Spanned};
use crate::kind::key::{Key, Kind, reference};
use crate::kind::money::{MONEY_EXAMPLE, Money, money};
use crate::kind::programme::dates;
use crate::read::address;
use crate::read::date;
use crate::read::field::{Fields, NO_REASON, Reader};
use crate::read::form::Shape;
use crate::read::value;
use crate::read::yaml::Node;

/// How accessible the service says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Accessibility {
    None,
    Partial,
    Full,
}

/// A phase of the service's life.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Its id, as `site.yaml` declares it, and where it stands.
    pub name: Spanned<String>,
    /// When it began.
    pub start: PartialDate,
    /// When it ended.
    pub end: Option<PartialDate>,
    /// What else there is to say.
    pub note: Option<Text>,
}

/// Something that happened to the service.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// What.
    pub name: Text,
    /// When.
    pub date: PartialDate,
    /// What else there is to say.
    pub note: Option<Text>,
}

/// Money that the service got.
#[derive(Clone, Debug, PartialEq)]
pub struct Funding {
    /// From whom or for what.
    pub label: Text,
    /// When.
    pub date: Option<PartialDate>,
    /// How much.
    pub amount: Option<Money>,
}

/// A startup.
#[derive(Clone, Debug, PartialEq)]
pub struct Startup {
    /// The programmes it is in; the first leads; never empty.
    pub programmes: Vec<Key>,
    /// What it is for.
    pub mission: Text,
    /// The phases of its life; never empty.
    pub phases: Vec<Phase>,
    /// Who pays or hosts.
    pub sponsors: Vec<Key>,
    /// The service itself.
    pub website: Option<String>,
    /// Its source code.
    pub repository: Option<String>,
    /// Its figures.
    pub stats_url: Option<String>,
    /// Its budget.
    pub budget_url: Option<String>,
    /// Its impact.
    pub impact_url: Option<String>,
    /// How accessible it says it is.
    pub accessibility: Option<Accessibility>,
    /// For whom it is.
    pub audience: Vec<Text>,
    /// What it is made with.
    pub technologies: Vec<String>,
    /// What happened to it.
    pub events: Vec<Happening>,
    /// Money that it got.
    pub funding: Vec<Funding>,
    /// The organisation behind it.
    pub organisation: Option<Key>,
}

/// Reads a startup.
pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Startup> {
    let programmes = f.required_list("programmes", reference(Kind::Programme));
    let mission = f.required("mission", value::text);
    if !f.has("phases") {
        f.missing_with(
            "phases",
            NO_REASON,
            say!(
                en: "write `phases:` with a `name` and a `start` for each",
                fr: "écrivez `phases:` avec un `name` et un `start` pour chacune"
            ),
        );
    }
    let phases = phases(f);
    let startup = Startup {
        sponsors: f.list("sponsors", reference(Kind::Organisation)),
        website: f.optional("website", address::url),
        repository: f.optional("repository", address::url),
        stats_url: f.optional("stats_url", address::url),
        budget_url: f.optional("budget_url", address::url),
        impact_url: f.optional("impact_url", address::url),
        accessibility: f.optional("accessibility", value::choice),
        audience: f.list("audience", value::text),
        technologies: f.list("technologies", value::string),
        events: f.records("events", "{name: First users, date: 2026-03}", |f| {
            let (name, date) = (f.required("name", value::text), f.required("date", date::date));
            let note = f.optional("note", value::text);
            Some(Happening { name: name?, date: date?, note })
        }),
        funding: f.records("funding", "{label: Innovation fund, amount: {amount: 100000, currency: EUR}}", |f| {
            let (label, date) = (f.required("label", value::text), f.optional("date", date::date));
            let amount = f.record("amount", MONEY_EXAMPLE, money);
            Some(Funding { label: label?, date, amount })
        }),
        organisation: f.optional("organisation", reference(Kind::Organisation)),
        mission: mission?,
        programmes,
        phases,
    };
    (!startup.programmes.is_empty() && !startup.phases.is_empty()).then_some(startup)
}

fn phases(f: &mut Fields<'_, '_, '_>) -> Vec<Phase> {
    let mut seen: Vec<(String, Span)> = Vec::new();
    f.records("phases", "{name: construction, start: 2026-03-01}", |f| {
        let name = f.required("name", value::spanned(phase_name));
        if !f.has("start") {
            f.missing("start");
        }
        let (start, end) = dates(f, say!(en: "the phase", fr: "la phase"));
        let note = f.optional("note", value::text);
        if let Some(name) = &name {
            f.reader.phases.push(name.clone());
            if seen.iter().any(|(other, _)| *other == name.value) {
                let message = say!(
                    en: "the phase `{name}` is there twice",
                    fr: "la phase `{name}` est là deux fois",
                    name = name.value
                );
                f.reader.error(
                    "duplicate-phase",
                    name.span,
                    message,
                    say!(
                        en: "keep one of the two, with its first start",
                        fr: "gardez l’une des deux, avec son premier début"
                    ),
                );
            }
            seen.push((name.value.clone(), name.span));
        }
        Some(Phase { name: name?, start: start?, end, note })
    })
}

fn phase_name(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.note(Shape::Phase);
    value::string(reader, node)
}
