//! Calls for solutions as releases of the Open Contracting Data Standard 1.1, in one release package.
//!
//! Each release is whole: it tells the process as it was at its instant, with the closing that held and the documents
//! that were there then. Words are those of today, as the catalogue keeps no others.

mod party;
mod tender;

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::base::lang::{Lang, Text};
use crate::base::moment::Moment;
use crate::kind::call::Direction;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::render::data::ocds::party::{parties, reference};
use crate::render::data::ocds::tender::{awards, tender};
use crate::render::data::{list, with_lists};
use crate::render::fill::context::Context;
use crate::render::fill::shell::licence_url;
use crate::site::plan::data::DataFile;
use crate::site::process::{Process, Release, processes};

/// Writes the release package.
pub fn package(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    let context = &contexts[0];
    let site = &context.catalogue.site;
    let processes = processes(context.catalogue, context.timeline).collect::<Vec<_>>();
    let told = |process: &Process<'_>| process.releases.iter().map(|release| release.moment).max();
    let latest = processes.iter().filter_map(told).max();
    let publisher = site.publisher.as_ref().map(|id| Key::new(Kind::Organisation, id.clone()));
    let publisher = publisher.and_then(|key| context.catalogue.items.get(&key));
    let name = match publisher {
        Some(item) => item.title(Lang(0)).0,
        None => site.title.wording(Lang(0), Lang(0)).text,
    };
    let mut releases = Vec::new();
    for process in &processes {
        let told = |release| Told { contexts, item: process.item, process, release };
        releases.extend(process.releases.iter().map(told));
    }
    let package = json!({
        "uri": context.absolute(&DataFile::Ocds.route()),
        "version": "1.1",
        "publishedDate": latest.map(|latest| latest.rfc3339(&site.zone)),
        "publisher": { "name": name, "uri": format!("{}/", site.base_url) },
        "license": site.licence.as_deref().map(canonical),
        "publicationPolicy": context.absolute(&context.plan.section(Lang(0), "data")),
    });
    let write = |told: &Told<'_>, part: &mut Vec<u8>| {
        serde_json::to_writer(part, &Something(&release(told))).expect("a release is JSON");
    };
    let head = serde_json::to_string(&Something(&package)).expect("the head of a package is JSON");
    with_lists(&head, out, |out| list("releases", &releases, out, write))
}

/// What a release is made from.
struct Told<'t> {
    contexts: &'t [Context<'t>],
    item: &'t Item,
    process: &'t Process<'t>,
    release: &'t Release,
}

impl<'t> Told<'t> {
    fn context(&self) -> &'t Context<'t> {
        &self.contexts[self.item.original.index()]
    }

    /// The instant at which it was told.
    fn moment(&self) -> Moment {
        self.release.moment
    }

    fn rfc3339(&self, moment: Moment) -> String {
        moment.rfc3339(&self.item.common.zone)
    }

    /// The words of a field: in the language of the original under its name, in others under `title_<tag>`.
    fn words(&self, value: &mut Value, name: &str, of_lang: impl Fn(Lang) -> Option<String>) {
        let Value::Object(fields) = value else { return };
        for context in self.contexts {
            let Some(words) = of_lang(context.lang) else { continue };
            let key = match context.lang == self.item.original {
                true => name.to_owned(),
                false => format!("{name}_{}", context.tag(context.lang)),
            };
            fields.insert(key, words.into());
        }
    }

    /// The words of a text.
    fn text(&self, value: &mut Value, name: &str, text: &Text) {
        self.words(value, name, |lang| match text {
            Text::Same(text) => (lang == self.item.original).then(|| text.clone()),
            Text::Each(each) => each.get(lang).cloned(),
        });
    }
}

/// The permanent id of a process. The prefix is none that the Open Contracting Partnership has registered.
fn ocid(item: &Item) -> String {
    format!("parvis-{}", item.key.id)
}

fn release(told: &Told<'_>) -> Value {
    let (item, call) = (told.item, told.process.call);
    let tags: Vec<&str> = told.release.tags.iter().map(|tag| (*tag).into()).collect();
    // The edition before is a process too, where it is a public call for solutions.
    let previous = call.previous.as_ref().and_then(|key| told.context().catalogue.public(key));
    let previous =
        previous.filter(|item| matches!(&item.facts, Facts::Call(call) if call.direction == Direction::Solutions));
    let mut release = json!({
        "ocid": ocid(item),
        "id": told.release.id,
        "date": told.rfc3339(told.moment()),
        "tag": tags,
        "initiationType": "tender",
        "language": told.context().tag(item.original),
        "relatedProcesses": previous.map(|previous| json!([{
            "id": "previous",
            "relationship": ["prior"],
            "title": previous.title(item.original).0,
            "scheme": "ocid",
            "identifier": ocid(previous),
        }])),
    });
    // `json!` copies values that are given to it.
    release["parties"] = parties(told).into();
    release["buyer"] = call.ordering_party.first().and_then(|key| reference(told, key)).into();
    release["tender"] = tender(told);
    release["awards"] = awards(told).into();
    release
}

/// A value that is written without what says nothing: in OCDS, `null` takes something back.
struct Something<'v>(&'v Value);

impl Serialize for Something<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(members) => serializer.collect_seq(members.iter().filter(|value| says(value)).map(Something)),
            Value::Object(fields) => {
                let fields = fields.iter().filter(|(_, value)| says(value));
                serializer.collect_map(fields.map(|(key, value)| (key, Something(value))))
            }
            value => value.serialize(serializer),
        }
    }
}

fn says(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(members) => members.iter().any(says),
        Value::Object(fields) => fields.values().any(says),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// The canonical address of a licence, which OCDS asks for; those of Creative Commons have one of their own.
fn canonical(licence: &str) -> String {
    if licence == "CC0-1.0" {
        return "https://creativecommons.org/publicdomain/zero/1.0/".to_owned();
    }
    match licence.strip_prefix("CC-").and_then(|rest| rest.rsplit_once('-')) {
        Some((terms, version)) => {
            format!("https://creativecommons.org/licenses/{}/{version}/", terms.to_lowercase())
        }
        None => licence_url(licence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_have_their_canonical_address() {
        assert_eq!(canonical("CC-BY-4.0"), "https://creativecommons.org/licenses/by/4.0/");
        assert_eq!(canonical("CC-BY-SA-3.0"), "https://creativecommons.org/licenses/by-sa/3.0/");
        assert_eq!(canonical("MIT"), "https://spdx.org/licenses/MIT.html");
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        let value = json!({ "a": null, "b": [], "c": { "d": [null, {}] }, "e": [1, null], "f": "" });
        let written = serde_json::to_value(Something(&value)).expect("a value is JSON");
        assert_eq!(written, json!({ "e": [1], "f": "" }));
    }
}
