//! Cards: an item in a list, with the one date that matters now.

use std::collections::BTreeSet;

use crate::base::lang::Text;
use crate::base::moment::Moment;
use crate::base::source::Place;
use crate::kind::award::Award;
use crate::kind::event::{Event, Period, Status};
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::programme;
use crate::present::fill::cache::OnceMap;
use crate::present::fill::call;
use crate::present::fill::context::Context;
use crate::present::fill::event;
use crate::present::view::part::{Attend, Card, CardDate, CardPage, CardState, StateView, tone};
use crate::present::view::value::{DateView, Html, LangString, escape};
use crate::read::date::DateOrTime;
use crate::site::listing;
use crate::site::state::{self, CallState};
use crate::theme::strings::fill;

/// The most organisations that a card names: it is on many pages, and the page of the item names all.
const NAMED: usize = 6;

/// The most results that a card names.
const WON: usize = 3;

impl Context<'_> {
    /// The card of an item for a list below a heading, in full; `None` if the item is not public.
    pub fn card(&self, item: &Item) -> Option<Html> {
        self.rendered_card(&self.parts.cards_below, item, "3", card)
    }

    /// The same in short: what it is, its state and its date, without summary, names, picture and how to come.
    pub fn card_in_short(&self, item: &Item) -> Option<Html> {
        let full = |attend: Option<Attend>| {
            attend.filter(|attend| attend.full).map(|_| Attend { full: true, ..Attend::default() })
        };
        let in_short = |context: &Self, item: &Item| {
            let mut card = card(context, item);
            for later in &mut card.later {
                later.then.attend = full(later.then.attend.take());
            }
            Card { summary: None, by: Vec::new(), place: None, image: None, attend: full(card.attend), ..card }
        };
        self.rendered_card(&self.parts.cards_in_short, item, "3", in_short)
    }

    /// The card of an item for a list right below the title of its page.
    pub fn card_of_page(&self, item: &Item) -> Option<Html> {
        self.rendered_card(&self.parts.cards, item, "2", card)
    }

    /// The card of an item for a month of a list.
    pub fn card_of_month(&self, item: &Item) -> Option<Html> {
        self.rendered_card(&self.parts.cards_of_months, item, "4", card)
    }

    /// The cards of several items by their keys.
    pub fn cards(&self, keys: &[Key]) -> Vec<Html> {
        keys.iter().filter_map(|key| self.card(self.catalogue.items.get(key)?)).collect()
    }

    fn rendered_card(
        &self,
        cards: &OnceMap<Key, Html>,
        item: &Item,
        level: &str,
        card: impl Fn(&Self, &Item) -> Card,
    ) -> Option<Html> {
        if !self.catalogue.is_public(item) {
            return None;
        }
        let rendered = cards.get(&item.key, || {
            let words = item.words_for(self.lang);
            let place = Place { path: words.path.clone(), span: words.fence };
            let view = CardPage { card: card(self, item), level: level.to_owned() };
            self.theme.render("card.html", self.tag(self.lang), &view, &place).map(Html::from)
        });
        // Only the first error of a page is reported.
        rendered.map_err(|mistake| self.part_error.set(mistake)).ok()
    }
}

fn card(context: &Context<'_>, item: &Item) -> Card {
    let CardState { state, date, countdown, attend, group: _, place_in_list } =
        card_state(context, item, context.catalogue.now);
    Card {
        key: item.key.to_string(),
        kind: item.key.kind.word().to_owned(),
        href: context.href(&context.plan.item(item, context.lang)),
        title: context.title(item),
        reference: reference(item),
        summary: context.summary(item),
        state,
        themes: item.common.themes.clone(),
        variant: variant(item).map(str::to_owned),
        date,
        countdown,
        attend,
        place_in_list,
        later: context.later(item, |item, moment| card_state(context, item, moment)),
        by: by(context, item),
        place: context.named_place(item),
        amount: amount(context, item),
        won: won(context, item),
        calls: calls_of(context, item),
        image: context.image(item),
        extra: item.common.extra.clone().unwrap_or_default(),
        example: item.common.example,
        unpublished: context.unpublished(item),
    }
}

/// What a card says of its state and of the date that matters, at a moment.
pub fn card_state(context: &Context<'_>, item: &Item, now: Moment) -> CardState {
    let catalogue = context.catalogue;
    CardState {
        state: context.state_at(item, now),
        date: card_date(context, item, now),
        countdown: context.countdown(item, now),
        attend: attend(context, item, now),
        group: listing::group(catalogue, item, now).map(|group| Into::<&str>::into(group).to_owned()),
        place_in_list: listing::list_position(catalogue, item, now)
            .map(|(group, seconds)| format!("{group} {seconds}")),
    }
}

impl Context<'_> {
    /// The one date that matters now, with its role, as on a card: `Date limite : 25 avril 2026`.
    pub fn dated(&self, item: &Item) -> Option<String> {
        let date = card_date(self, item, self.catalogue.now)?;
        let role = || self.localizer.string(&format!("card_date.{}", date.role)).to_owned();
        Some(match date.when {
            // When something takes place goes without saying.
            Some(when) if date.role == "when" => when.text,
            Some(when) => format!("{} {}", role(), when.text),
            None => role(),
        })
    }

    /// The state of an item.
    pub fn state(&self, item: &Item) -> Option<StateView> {
        self.state_at(item, self.catalogue.now)
    }

    /// The one date of an item that matters now.
    pub fn card_date(&self, item: &Item) -> Option<CardDate> {
        card_date(self, item, self.catalogue.now)
    }

    /// The state of an item at a moment.
    pub fn state_at(&self, item: &Item, now: Moment) -> Option<StateView> {
        let key = state::state_word(item, &self.catalogue.site, now)?.to_owned();
        let Facts::Startup(startup) = &item.facts else {
            // That its dates are not known says nothing of a call that another edition has followed.
            let is_past_edition = key == "unknown" && listing::has_next_edition(self.catalogue, item);
            let label = is_past_edition.then(|| LangString::new(self.localizer.string("call.past_edition")));
            return Some(StateView { tone: tone(&key).to_owned(), key, label });
        };
        let declared = self.catalogue.site.phases.iter().find(|phase| phase.id == key)?;
        let phase = state::current_phase(item, startup, &self.catalogue.site, now)?;
        let ended = phase.end.is_some_and(|end| end.end(&item.common.zone) <= now);
        let tone = if declared.active && !ended { "live" } else { "done" };
        Some(StateView { key, label: Some(self.localize_site(&declared.label)), tone: tone.to_owned() })
    }

    /// When an event takes place, as announced now.
    pub fn event_when(&self, item: &Item, event: &Event) -> DateView {
        self.event_dates(item, event.period())
    }

    /// The dates of an event.
    pub fn event_dates(&self, item: &Item, period: Period) -> DateView {
        match period {
            Period::Instants { start, end } => {
                self.localizer.instants(&start, &end, &item.common.zone, self.zone_shown(item))
            }
            Period::Dates { start, end } => self.period(Some(start), Some(end), item).unwrap_or_default(),
        }
    }

    /// Where an event takes place, in a few words; that it takes place online where no place is named.
    pub fn place(&self, item: &Item) -> Option<LangString> {
        let Facts::Event(event) = &item.facts else { return None };
        let mode: &str = event.location.as_ref()?.mode.into();
        let in_words = || LangString::new(self.localizer.string(&format!("mode.{mode}")));
        Some(self.named_place(item).unwrap_or_else(in_words))
    }

    /// The name of the place of an event, else its address.
    fn named_place(&self, item: &Item) -> Option<LangString> {
        let Facts::Event(event) = &item.facts else { return None };
        let location = event.location.as_ref()?;
        let named = |name: &Text| self.localize(name, item);
        location.name.as_ref().map(named).or_else(|| location.address.as_deref().map(LangString::from))
    }

    /// A date or an instant.
    pub fn when(&self, when: DateOrTime, item: &Item) -> DateView {
        match when {
            DateOrTime::Date(date) => self.date(date),
            DateOrTime::Instant(instant) => self.instant(&instant, item),
        }
    }
}

/// The type of an item within its kind, as the key of its string.
pub fn variant(item: &Item) -> Option<&'static str> {
    Some(match &item.facts {
        Facts::Challenge(challenge) => challenge.origin?.into(),
        Facts::Call(call) => call.direction.into(),
        Facts::Event(event) => event.r#type.into(),
        Facts::Programme(programme) => programme.r#type.into(),
        Facts::Organisation(organisation) => organisation.r#type?.into(),
        Facts::Startup(_) | Facts::Update(_) | Facts::Page(_) => return None,
    })
}

/// The date of an item that matters at a moment.
pub fn card_date(context: &Context<'_>, item: &Item, now: Moment) -> Option<CardDate> {
    let dated = |role: &str, when: Option<DateView>| Some(CardDate { role: role.to_owned(), when: Some(when?) });
    let undated = |role: &str| Some(CardDate { role: role.to_owned(), when: None });
    let weekdays = Context { localizer: context.localizer.with_weekdays(), ..*context };
    match &item.facts {
        Facts::Call(call) => {
            let shown = context.zone_shown(item);
            let opens = call.opens.map(|opens| weekdays.instant(&opens, item));
            let closes = call.closes();
            let closes = closes.map(|closes| weekdays.localizer.closing(&closes, &item.common.zone, shown));
            match state::call_state(item, call, &context.catalogue.site, now) {
                CallState::Announced => dated("opens", opens),
                CallState::Open | CallState::ClosingSoon if closes.is_some() => dated("closes", closes),
                CallState::Open | CallState::ClosingSoon => undated("permanent"),
                // Its state says all there is to say.
                CallState::Unknown => None,
                // The closing says nothing of what came of it.
                CallState::Suspended => dated("since", call.outcome_date.map(|date| context.date(date))),
                // Beside “closed” the day needs no label.
                CallState::Closed => dated("when", call.closes().map(|closes| weekdays.instant(&closes, item))),
                CallState::Evaluating => dated("closed", closes),
                CallState::Awarded
                | CallState::Finalised
                | CallState::Unsuccessful
                | CallState::Cancelled
                | CallState::Withdrawn => {
                    let decided = call.outcome_date.map(|date| context.date(date));
                    let has_result = state::call_state(item, call, &context.catalogue.site, now).has_result();
                    if decided.is_none() && has_result { dated("closed", closes) } else { dated("decided", decided) }
                }
            }
        }
        Facts::Event(event) => {
            let called_off = matches!(event.status, Status::Cancelled | Status::Postponed);
            dated(if called_off { "planned" } else { "when" }, Some(weekdays.event_when(item, event)))
        }
        Facts::Challenge(challenge) => dated("since", challenge.status_since.map(|date| context.date(date))),
        Facts::Programme(programme) if programme.status == Some(programme::Status::Withdrawn) => {
            dated("since", programme.status_date.map(|date| context.date(date)))
        }
        Facts::Programme(programme) => dated("when", context.period(programme.start, programme.end, item)),
        Facts::Startup(startup) => {
            let phase = state::current_phase(item, startup, &context.catalogue.site, now)?;
            dated("since", Some(context.date(phase.start)))
        }
        Facts::Update(update) => dated("published", Some(context.date(update.date))),
        Facts::Organisation(_) | Facts::Page(_) => None,
    }
}

/// What one asks before coming to an event, at a moment; `None` where it is over or called off, or nothing of it is known.
fn attend(context: &Context<'_>, item: &Item, now: Moment) -> Option<Attend> {
    let Facts::Event(event) = &item.facts else { return None };
    if !event::is_on(item, event, now) {
        return None;
    }
    let registration = event.registration.as_ref();
    let full = registration.is_some_and(|registration| registration.full);
    let open = registration.filter(|registration| event::takes_registrations(item, event, registration, now));
    let attend = Attend {
        mode: event.location.as_ref().map(|location| Into::<&str>::into(location.mode).to_owned()),
        price: event.price.as_ref().map(|price| context.money(price, item).text).filter(|text| !text.is_empty()),
        places: event.capacity.filter(|_| !full).map(|places| context.localizer.plural("count.place", places.into())),
        // Until a day is to its end: a row does not say so.
        until: open.and_then(|registration| registration.closes).map(|closes| context.instant(&closes, item)),
        full,
        note: registration
            .filter(|_| full)
            .and_then(|registration| registration.note.as_ref())
            .map(|note| context.localize(note, item)),
    };
    (attend != Attend::default()).then_some(attend)
}

/// The number by which a programme is known.
fn reference(item: &Item) -> Option<String> {
    let Facts::Programme(programme) = &item.facts else { return None };
    programme.reference.clone()
}

/// The budget of a call in words, until what was awarded is known.
fn amount(context: &Context<'_>, item: &Item) -> Option<String> {
    let Facts::Call(call) = &item.facts else { return None };
    if state::call_state(item, call, &context.catalogue.site, context.catalogue.now).is_ended() {
        return None;
    }
    let budget = call.budget.as_ref().map(|budget| context.money(budget, item).text);
    budget.filter(|text| !text.is_empty())
}

/// Who was selected in a call that ended, and for how much, the first few: `Attributaire : Carte Vive, 48 500 € hors TVA`.
fn won(context: &Context<'_>, item: &Item) -> Option<Html> {
    let Facts::Call(call) = &item.facts else { return None };
    if !state::call_state(item, call, &context.catalogue.site, context.catalogue.now).has_result() {
        return None;
    }
    let awards: Vec<&Award> = call.awards().collect();
    let one = |award: &&Award| {
        let result = call::result(context, item, call, award);
        let who = result.who?.text.markup();
        let amount = result.amount.map(|amount| escape(&amount.text)).filter(|amount| !amount.is_empty());
        Some(amount.map_or(who.clone(), |amount| format!("{who}, {amount}")))
    };
    let more = (awards.len() > WON).then(|| "…".to_owned());
    let who: Vec<String> = awards.iter().take(WON).filter_map(one).chain(more).collect();
    let (pattern, label) = (escape(context.localizer.string("calendar.fact")), escape(&call::winners(context, call)));
    (!who.is_empty()).then(|| fill(&pattern, &[("label", &label), ("value", &who.join(" · "))]).into())
}

/// The number of calls that an organisation takes part in, in words.
fn calls_of(context: &Context<'_>, item: &Item) -> Option<String> {
    let Facts::Organisation(_) = &item.facts else { return None };
    let fields = ["ordering_party", "partners", "results"];
    let calls: BTreeSet<&Key> =
        context.catalogue.referrers(&item.key, Kind::Call, &fields).into_iter().map(|call| &call.key).collect();
    (!calls.is_empty()).then(|| context.localizer.plural("count.call", calls.len() as u64))
}

fn by(context: &Context<'_>, item: &Item) -> Vec<LangString> {
    let keys: &[Key] = match &item.facts {
        Facts::Challenge(challenge) => &challenge.owner,
        Facts::Call(call) => &call.ordering_party,
        Facts::Event(event) if event.organiser.is_empty() => event.host.as_slice(),
        Facts::Event(event) => &event.organiser,
        Facts::Programme(programme) => &programme.owner,
        Facts::Startup(startup) => &startup.programmes,
        Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => &[],
    };
    let more = (keys.len() > NAMED).then(|| LangString::new("…"));
    context.links(&keys[..keys.len().min(NAMED)]).into_iter().map(|link| link.text).chain(more).collect()
}
