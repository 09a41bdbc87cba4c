//! Calls for solutions as releases of the Open Contracting Data Standard 1.1, in one release package.
//!
//! The first release of a process is complete: it has the process as of its date. Each later one has only what changed at its date, so
//! that the size of a process depends on its facts, not on its number of releases. All releases up to an instant, merged by the rules
//! of the standard (objects of a list by their `id`, `null` removes a value), give the process as of that instant.

mod award;
mod change;
mod history;
mod party;
mod tender;

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::base::lang::Lang;
use crate::kind::as_of::Versions;
use crate::kind::call::Direction;
use crate::kind::item::Facts;
use crate::kind::key::{Key, Kind};
use crate::output::chunks;
use crate::output::data::ocds::award::{awards, known};
use crate::output::data::ocds::change::{add, saying, tell};
use crate::output::data::ocds::history::History;
use crate::output::data::ocds::party::{buyer, parties};
use crate::output::data::ocds::tender::tender;
use crate::output::data::with_lists;
use crate::present::fill::context::Context;
use crate::present::fill::shell::licence_url;
use crate::site::contracting_process::{ContractingProcess, Release, contracting_processes};
use crate::site::plan::data::DataFile;

/// Writes the release package.
pub fn package(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    let context = &contexts[0];
    let site = &context.catalogue.site;
    let processes = contracting_processes(context.catalogue, context.timeline).collect::<Vec<_>>();
    let last = |process: &ContractingProcess<'_>| process.releases.iter().map(|release| release.moment).max();
    let latest = processes.iter().filter_map(last).max();
    let publisher = site.publisher.as_ref().map(|id| Key::new(Kind::Organisation, id.clone()));
    let publisher = publisher.and_then(|key| context.catalogue.items.get(&key));
    let name = match publisher {
        Some(item) => item.title(Lang(0)).0,
        None => site.title.wording(Lang(0), Lang(0)).text,
    };
    let package = saying(json!({
        "uri": context.absolute(&DataFile::Ocds.route()),
        "version": "1.1",
        "publishedDate": latest.map(|latest| latest.rfc3339(&site.zone)),
        "publisher": { "name": name, "uri": format!("{}/", site.base_url) },
        "license": site.licence.as_deref().map(canonical),
        "publicationPolicy": context.absolute(&context.plan.section(Lang(0), "data")),
    }));
    let head = serde_json::to_string(&package).expect("the head of a package is JSON");
    with_lists(&head, out, |out| {
        out.write_all(b",\n\"releases\":[")?;
        chunks::write(&processes, out, |rank, process, part| {
            let history = History { contexts, process, versions: Versions::of(process.item) };
            for (release, value) in releases(&history).iter().enumerate() {
                part.extend_from_slice(if rank + release == 0 { b"\n" } else { b",\n" });
                serde_json::to_writer(&mut *part, value).expect("a release is JSON");
            }
        })?;
        out.write_all(b"\n]")
    })
}

/// The releases of a process, the earliest first.
fn releases(history: &History<'_>) -> Vec<Value> {
    let (item, call) = (history.item(), history.process.call);
    let release = |(rank, release): (usize, &Release)| {
        let tags: Vec<&str> = release.tags.iter().map(|tag| (*tag).into()).collect();
        json!({
            "ocid": history.ocid(item),
            "id": release.id,
            "date": history.rfc3339(history.moment(rank)),
            "tag": tags,
            "initiationType": "tender",
            "language": history.context().tag(item.original),
            "tender": { "id": history.ocid(item) },
        })
    };
    let mut releases: Vec<Value> = history.process.releases.iter().enumerate().map(release).collect();
    // The edition before is a process too, where it is a public call for solutions.
    let previous = call.previous.as_ref().and_then(|key| history.context().catalogue.public(key));
    let previous =
        previous.filter(|item| matches!(&item.facts, Facts::Call(call) if call.direction == Direction::Solutions));
    let previous = previous.map(|previous| {
        json!([{
            "id": "previous",
            "relationship": ["prior"],
            "title": previous.title(item.original).0,
            "scheme": "ocid",
            "identifier": history.ocid(previous),
        }])
    });
    tell(&mut releases, &["relatedProcesses"], |_| (), |()| previous.clone().into());
    tell(&mut releases, &["buyer"], |rank| history.version(rank), |version| buyer(history, *version).into());
    tender(history, &mut releases);
    let known = known(history);
    add(&mut releases, &["parties"], parties(history, &known));
    add(&mut releases, &["awards"], awards(history, &known));
    releases
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
    fn licences_have_their_canonical_url() {
        assert_eq!(canonical("CC-BY-4.0"), "https://creativecommons.org/licenses/by/4.0/");
        assert_eq!(canonical("CC-BY-SA-3.0"), "https://creativecommons.org/licenses/by-sa/3.0/");
        assert_eq!(canonical("MIT"), "https://spdx.org/licenses/MIT.html");
    }
}
