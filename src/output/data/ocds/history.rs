//! The history of a process: its releases, and the call as it was at each of them.

use serde_json::Value;

use crate::base::lang::{Lang, Text};
use crate::base::moment::Moment;
use crate::kind::as_of::Versions;
use crate::kind::call::Call;
use crate::kind::item::{Facts, Item};
use crate::present::fill::context::Context;
use crate::site::contracting_process::ContractingProcess;
use crate::text::typography::bind_spaces;

/// What the releases of a process are made from.
pub(super) struct History<'t> {
    pub(super) contexts: &'t [Context<'t>],
    pub(super) process: &'t ContractingProcess<'t>,
    /// The call as it was announced at any moment.
    pub(super) versions: Versions<'t>,
}

impl<'t> History<'t> {
    pub(super) fn item(&self) -> &'t Item {
        self.process.item
    }

    pub(super) fn context(&self) -> &'t Context<'t> {
        &self.contexts[self.item().original.index()]
    }

    /// The permanent id of a process (OCDS 1.1, “Open Contracting Identifier”): the registered prefix of the publisher, and the
    /// id of the call.
    pub(super) fn ocid(&self, call: &Item) -> String {
        let prefix = self.context().catalogue.site.ocds_prefix.as_deref().unwrap_or_default();
        format!("{prefix}-{}", call.key.id)
    }

    /// The instant of a release.
    pub(super) fn moment(&self, rank: usize) -> Moment {
        self.process.releases[rank].moment
    }

    /// The rank of the version of the call in effect at a release.
    pub(super) fn version(&self, rank: usize) -> usize {
        self.versions.rank(self.moment(rank))
    }

    /// The call as it was at a release.
    pub(super) fn item_at(&self, rank: usize) -> &Item {
        self.versions.get(self.version(rank))
    }

    /// Its facts.
    pub(super) fn call_at(&self, rank: usize) -> &Call {
        self.call_of(self.version(rank))
    }

    /// The facts of a version.
    pub(super) fn call_of(&self, version: usize) -> &Call {
        match &self.versions.get(version).facts {
            Facts::Call(call) => call,
            _ => self.process.call,
        }
    }

    /// The ranks of the releases that are the first of a version.
    pub(super) fn turns(&self) -> Vec<usize> {
        let ranks = 0..self.process.releases.len();
        ranks.filter(|rank| *rank == 0 || self.version(*rank) != self.version(rank - 1)).collect()
    }

    pub(super) fn rfc3339(&self, moment: Moment) -> String {
        moment.rfc3339(&self.item().common.zone)
    }

    /// The words of a field, with the no-break spaces of their language: that of the original under its name, others under `title_<tag>`.
    pub(super) fn words(&self, value: &mut Value, name: &str, of_lang: impl Fn(Lang) -> Option<String>) {
        let Value::Object(fields) = value else { return };
        for context in self.contexts {
            let Some(words) = of_lang(context.lang) else { continue };
            let key = match context.lang == self.item().original {
                true => name.to_owned(),
                false => format!("{name}_{}", context.tag(context.lang)),
            };
            fields.insert(key, bind_spaces(&words, context.tag(context.lang)).into());
        }
    }

    /// The words of a text.
    pub(super) fn text(&self, value: &mut Value, name: &str, text: &Text) {
        self.words(value, name, |lang| match text {
            Text::Same(text) => (lang == self.item().original).then(|| text.clone()),
            Text::Each(each) => each.get(lang).cloned(),
        });
    }
}
