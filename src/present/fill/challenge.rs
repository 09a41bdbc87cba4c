//! The facts of a challenge, for its page.

use crate::kind::challenge;
use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::present::fill::context::Context;
use crate::present::fill::facts::facts;
use crate::present::fill::path::path;
use crate::present::fill::take_part::take_part;
use crate::present::view::challenge as view;
use crate::site::chain;

/// The fields that [`facts`] skips, since this view shows them in another way.
const OWN: &[&str] = &["status", "status_since", "history", "call"];

/// The facts of a challenge.
pub fn challenge(context: &Context<'_>, item: &Item, challenge: &challenge::Challenge) -> view::ChallengeView {
    let name = |status: challenge::Status| Into::<&str>::into(status).to_owned();
    let mut history: Vec<_> = challenge.history.iter().collect();
    history.sort_by_key(|step| step.date.order());
    let mut statuses: Vec<view::StatusStep> = history
        .into_iter()
        .map(|step| view::StatusStep { status: name(step.status), date: Some(context.date(step.date)), current: false })
        .collect();
    statuses.push(view::StatusStep {
        status: name(challenge.status),
        date: challenge.status_since.map(|date| context.date(date)),
        current: true,
    });
    let mut items = chain::of_challenge(context.catalogue, item).calls;
    items.extend(context.catalogue.referrers(&item.key, Kind::Event, &["challenge"]));
    let (take_part, later) = take_part(context, item, &items);
    view::ChallengeView {
        take_part,
        later,
        facts: facts(context, item, challenge, OWN),
        statuses,
        collected_by: chain::collected_by(context.catalogue, item, challenge)
            .into_iter()
            .filter_map(|call| context.link(&call.key))
            .collect(),
        path: path(context, item),
    }
}
