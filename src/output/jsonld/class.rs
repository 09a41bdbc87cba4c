//! The class of an item in schema.org.
//!
//! | kind | class, and why |
//! |---|---|
//! | challenge, update | `Article`, `NewsArticle`: a text that someone published |
//! | call | see `jsonld::call` |
//! | event | `Event`, or the subclass that its type names |
//! | programme | `GovernmentService` or `Service`: help that its owner gives; a community is an `Organization`; a commitment is a `CreativeWork`, the part of an action plan that it is |
//! | startup | `GovernmentService` or `Service`: it serves, whether or not with a web application |
//! | organisation | see `of_organisation` |

use crate::kind::call::{Call, Direction};
use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::kind::startup::Startup;
use crate::kind::{event, organisation, programme};
use crate::present::fill::context::Context;

/// The class of an item.
pub fn class(context: &Context<'_>, item: &Item) -> &'static str {
    match &item.facts {
        Facts::Challenge(_) => "Article",
        Facts::Call(facts) => of_call(context, facts),
        Facts::Event(facts) => of_event(facts.r#type),
        Facts::Programme(facts) => match facts.r#type {
            programme::Type::Incubator | programme::Type::Acceleration => service(context, &facts.owner),
            programme::Type::Commitment => "CreativeWork",
            programme::Type::Community => "Organization",
        },
        Facts::Startup(facts) => service(context, providers(facts)),
        Facts::Organisation(facts) => of_organisation(facts.r#type),
        Facts::Update(_) => "NewsArticle",
        Facts::Page(_) => "WebPage",
    }
}

/// The class of a service, which depends on whether all its providers are public bodies.
fn service(context: &Context<'_>, providers: &[Key]) -> &'static str {
    let of_state = |key: &Key| match context.catalogue.items.get(key).map(|item| &item.facts) {
        Some(Facts::Organisation(facts)) => of_organisation(facts.r#type) == "GovernmentOrganization",
        _ => false,
    };
    if !providers.is_empty() && providers.iter().all(of_state) { "GovernmentService" } else { "Service" }
}

/// The class of a call.
fn of_call(context: &Context<'_>, call: &Call) -> &'static str {
    match call.direction {
        Direction::Solutions => "Demand",
        Direction::Challenges => service(context, &call.ordering_party),
    }
}

/// The class of an event. Hackathons and conferences have classes that are still pending.
fn of_event(r#type: event::Type) -> &'static str {
    match r#type {
        event::Type::Training => "EducationEvent",
        event::Type::DemoDay => "BusinessEvent",
        event::Type::Meetup => "SocialEvent",
        event::Type::Hackathon
        | event::Type::Designathon
        | event::Type::Workshop
        | event::Type::Exchange
        | event::Type::Conference
        | event::Type::DiscoveryDay
        | event::Type::Brainstorming
        | event::Type::ThemeDay
        | event::Type::InfoSession
        | event::Type::Webinar
        | event::Type::OpenDay
        | event::Type::Inauguration
        | event::Type::Jam
        | event::Type::PressConference
        | event::Type::Meeting
        | event::Type::Other => "Event",
    }
}

/// The class of an organisation. A commune is the authority here, not the area that it governs; the vocabulary's
/// class for research is pending, and international bodies have none.
fn of_organisation(r#type: Option<organisation::Type>) -> &'static str {
    match r#type {
        Some(
            organisation::Type::Government
            | organisation::Type::Ministry
            | organisation::Type::Administration
            | organisation::Type::Commune
            | organisation::Type::PublicBody,
        ) => "GovernmentOrganization",
        Some(organisation::Type::Company | organisation::Type::Startup) => "Corporation",
        Some(organisation::Type::Association | organisation::Type::Foundation) => "NGO",
        Some(
            organisation::Type::Research
            | organisation::Type::International
            | organisation::Type::Community
            | organisation::Type::Other,
        )
        | None => "Organization",
    }
}

/// The providers of a startup: its organisation, else its sponsors.
pub fn providers(startup: &Startup) -> &[Key] {
    match &startup.organisation {
        Some(organisation) => std::slice::from_ref(organisation),
        None => &startup.sponsors,
    }
}
