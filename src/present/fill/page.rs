//! The facts of an organisation, a piece of news and a page of the site.

use crate::kind::call::Direction;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::kind::organisation;
use crate::kind::page::{self, Issue, IssueKind, Role};
use crate::kind::update;
use crate::present::fill::context::Context;
use crate::present::fill::door::door;
use crate::present::fill::facts::facts;
use crate::present::view::organisation as organisation_view;
use crate::present::view::statement as view;
use crate::present::view::value::LangString;
use crate::site::feed_scope::FeedScope;
use crate::site::state::{self, CallState};

/// The facts of an organisation.
pub fn organisation(
    context: &Context<'_>,
    item: &Item,
    organisation: &organisation::Organisation,
) -> organisation_view::OrganisationView {
    let children = context.catalogue.referrers(&item.key, Kind::Organisation, &["parent"]);
    organisation_view::OrganisationView {
        facts: facts(context, item, organisation, &["logo"]),
        children: children.into_iter().filter_map(|child| context.link(&child.key)).collect(),
        logo: organisation.logo.as_ref().map(|logo| context.picture(item, logo, LangString::default())),
    }
}

/// The facts of a piece of news.
pub fn update(context: &Context<'_>, item: &Item, update: &update::Update) -> organisation_view::UpdateView {
    organisation_view::UpdateView {
        facts: facts(context, item, update, &["about"]),
        about: context.cards(&update.about),
    }
}

/// The facts of a page.
pub fn page(context: &Context<'_>, item: &Item, page: &page::Page) -> view::PageFacts {
    let role = page.role.as_ref().map(|role| role.value);
    let feeds = if role == Some(Role::Subscribe) { feeds(context) } else { Vec::new() };
    view::PageFacts {
        role: role.map(|role| Into::<&str>::into(role).to_owned()),
        statement: page.statement.as_ref().map(|statement| self::statement(context, item, statement)),
        feeds,
        propose: (role == Some(Role::Propose)).then(|| {
            let calls = context.lists.of_kind(context.lang, Kind::Call).iter().map(|key| &context.catalogue.items[key]);
            door(context, &calls.collect::<Vec<_>>(), Direction::Challenges)
        }),
    }
}

/// Every feed, that of the whole site first; of single calls those that are open or announced.
fn feeds(context: &Context<'_>) -> Vec<view::FeedGroup> {
    let (catalogue, lists) = (context.catalogue, context.lists);
    let listed = |kind: &&Kind| !lists.of_kind(context.lang, **kind).is_empty();
    // Organisations and pages have no entries.
    let has_entries = |kind: &&Kind| !matches!(kind, Kind::Organisation | Kind::Page);
    let kinds = Kind::ALL.iter().filter(has_entries).filter(listed);
    let runs = |item: &&Item| match &item.facts {
        Facts::Call(call) => {
            let state = state::call_state(item, call, &catalogue.site, catalogue.now);
            state.is_open() || state == CallState::Announced
        }
        _ => false,
    };
    let calls = lists.of_kind(context.lang, Kind::Call).iter().map(|key| &catalogue.items[key]).filter(runs);
    let group = |sort: &str, scopes: Vec<FeedScope>| view::FeedGroup {
        sort: sort.to_owned(),
        feeds: scopes.iter().map(|scope| context.feed(scope)).collect(),
    };
    let groups = [
        group("site", vec![FeedScope::All, FeedScope::Newsletter]),
        group("sections", kinds.map(|kind| FeedScope::Section(*kind)).collect()),
        group("themes", (0..catalogue.site.themes.len()).map(FeedScope::Topic).collect()),
        group("calls", calls.map(|item| FeedScope::Item(item.key.clone())).collect()),
    ];
    groups.into_iter().filter(|group| !group.feeds.is_empty()).collect()
}

fn statement(context: &Context<'_>, item: &Item, statement: &page::Statement) -> view::StatementView {
    let text = |text: &_| context.localize(text, item);
    let website = text(&statement.website);
    let issues = |kind: IssueKind| {
        let of_kind = statement.issues.iter().enumerate().filter(move |(_, issue)| issue.kind == kind);
        of_kind.map(|(rank, issue)| self::issue(context, item, rank, issue)).collect()
    };
    view::StatementView {
        organisation: text(&statement.organisation),
        website_href: website.text.starts_with("http").then(|| website.text.clone()),
        website,
        standard: statement.standard.clone(),
        state: Into::<&str>::into(statement.state).to_owned(),
        created: statement.created.map(|date| context.date(date)),
        reviewed: statement.reviewed.map(|date| context.date(date)),
        audit: statement.audit.as_ref().map(|audit| view::AuditView {
            date: audit.date.map(|date| context.date(date)),
            by: text(&audit.by),
            rate: audit.rate.as_deref().map(|rate| match rate.parse() {
                Ok(number) => context.localizer.percent(number),
                Err(_) => rate.to_owned(),
            }),
        }),
        non_compliant: issues(IssueKind::NonCompliant),
        disproportionate_burden: issues(IssueKind::DisproportionateBurden),
        exception: issues(IssueKind::Exception),
        feedback: context.contact(&statement.feedback, Some(item)),
    }
}

fn issue(context: &Context<'_>, item: &Item, rank: usize, issue: &Issue) -> view::IssueView {
    let rich = |prose: &_, part: &str| context.rich_text(prose, item, &format!("issue-{}-{part}-", rank + 1));
    view::IssueView {
        label: issue.label.as_ref().map(|prose| rich(prose, "label")),
        alternative: issue.alternative.as_ref().map(|prose| rich(prose, "alternative")),
    }
}
