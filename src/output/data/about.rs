//! The page that explains the open data.

use serde_json::{Map, Value};

use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::output::data::{Form, line, results};
use crate::present::fill::context::Context;
use crate::present::fill::item::name;
use crate::present::fill::shell::page;
use crate::present::view::data::{DataExample, DataFiles, DataLink, DataPage, ResultsFiles};
use crate::present::view::value::LangString;
use crate::site::plan::data::DataFile;

/// The kinds that an example is taken from, the most informative first.
const EXAMPLE_KINDS: [Kind; 3] = [Kind::Call, Kind::Event, Kind::Challenge];
/// The fields that an example shows, in the order of the data, and those of its words.
const SHOWN: [&str; 7] = ["key", "url", "words", "themes", "state", "opens", "closes"];
const SHOWN_WORDS: [&str; 2] = ["title", "summary"];

/// The page that explains the open data.
pub fn data(context: &Context<'_>) -> DataPage {
    let title = context.localizer.string("data.title");
    let mut page = page(context, title, |lang| context.plan.section(lang, "data"));
    page.description = Some(context.localizer.string("data.about").to_owned());
    page.breadcrumb.push(name(LangString::new(title)));
    let public = |kind: Kind| context.catalogue.of_kind(kind).filter(|item| context.catalogue.is_public(item));
    let counted =
        |kind: Kind| if kind == Kind::Page { "count.item".to_owned() } else { format!("count.{}", kind.word()) };
    let files = |kind: Kind| DataFiles {
        kind: kind.word().to_owned(),
        count: context.localizer.plural(&counted(kind), public(kind).count() as u64),
        json: link(context, DataFile::Items(kind)),
        csv: Some(link(context, DataFile::Table(kind))),
        excel: Some(link(context, DataFile::Spreadsheet(kind))),
        schema: link(context, DataFile::Schema(kind)),
    };
    let total: usize = Kind::ALL.iter().map(|kind| public(*kind).count()).sum();
    let example_item = EXAMPLE_KINDS.iter().flat_map(|kind| public(*kind)).find(|item| !item.common.draft);
    DataPage {
        site: context.site.clone(),
        page,
        all: DataFiles {
            kind: String::new(),
            count: context.localizer.plural("count.item", total as u64),
            json: link(context, DataFile::Catalogue),
            csv: None,
            excel: None,
            schema: link(context, DataFile::CatalogueSchema),
        },
        kinds: Kind::ALL.iter().map(|kind| files(*kind)).collect(),
        results: ResultsFiles {
            count: context.localizer.plural("count.result", results::count(context) as u64),
            csv: link(context, DataFile::Results),
            excel: link(context, DataFile::ResultsSpreadsheet),
            schema: link(context, DataFile::ResultsSchema),
        },
        ocds: context.plan.at(DataFile::Ocds.route().as_str()).map(|_| link(context, DataFile::Ocds)),
        example: example_item.and_then(|item| example(context, item)),
        command: command(context),
    }
}

fn link(context: &Context<'_>, file: DataFile) -> DataLink {
    let route = file.route();
    let file = route.as_str().rsplit('/').next().unwrap_or_default();
    DataLink { name: file.to_owned(), href: context.href(&route), url: context.absolute(&route) }
}

/// The titles of the calls that take answers.
fn command(context: &Context<'_>) -> String {
    let calls = context.absolute(&DataFile::Items(Kind::Call).route());
    let title = context.tag(context.lang);
    format!(
        "curl -s {calls} |\n  jq '.items[] | select(.state == \"open\" or .state == \"closing-soon\")\n    | {{key, closes, title: .words[\"{title}\"].title}}'"
    )
}

/// An item with its most important fields.
fn example(context: &Context<'_>, item: &Item) -> Option<DataExample> {
    let mut json = Vec::new();
    line(context, item, Form::Json, &mut json);
    let Ok(Value::Object(mut data)) = serde_json::from_slice(&json) else { return None };
    if let Some(Value::Object(words)) = data.get_mut("words") {
        for (_, own) in words.iter_mut() {
            let kept = SHOWN_WORDS.iter().filter_map(|key| Some(((*key).to_owned(), own.get(*key)?.clone())));
            *own = Value::Object(kept.collect::<Map<_, _>>());
        }
    }
    let field = |key: &&str| {
        let value = serde_json::to_string_pretty(data.get(*key)?).ok()?;
        Some(format!("  \"{key}\": {}", value.replace('\n', "\n  ")))
    };
    let fields: Vec<String> = SHOWN.iter().filter_map(field).collect();
    Some(DataExample {
        item: context.link(&item.key)?,
        file: link(context, DataFile::Items(item.key.kind)),
        json: format!("{{\n{}\n}}", fields.join(",\n")),
    })
}
