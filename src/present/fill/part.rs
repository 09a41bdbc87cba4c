//! Parts of several kinds: contacts, documents, money, amendments, images, feeds.

use std::convert::Infallible;

use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate};
use crate::kind::amendment::{self, AmendedValue};
use crate::kind::call::Prize;
use crate::kind::document::{self, DocumentLocation};
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::kind::money::{self, Per};
use crate::present::fill::context::Context;
use crate::present::localizer::Amount;
use crate::present::localizer::date::ZoneShown;
use crate::present::view::part::{self, CalendarView, ContactView, DocumentView, FeedView, ImageView, Link, MoneyView};
use crate::present::view::value::{DateView, LangString, Shared};
use crate::read::contact;
use crate::read::date::DateOrTime;
use crate::read::number::Decimal;
use crate::site::feed_scope::FeedScope;
use crate::site::plan::content::{CalendarScope, FeedFile, FeedFormat};
use crate::text::srcset::{self, PictureSources};

impl Context<'_> {
    /// A contact of an item, or of the site if there is none.
    pub fn contact(&self, contact: &contact::Contact, item: Option<&Item>) -> ContactView {
        let name = contact.name.as_ref().map(|name| match item {
            Some(item) => self.localize(name, item),
            None => self.localize_site(name),
        });
        let dialled = |phone: &String| {
            let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            format!("tel:{digits}")
        };
        ContactView {
            name,
            email: contact.email.clone(),
            phone: contact.phone.clone(),
            phone_href: contact.phone.as_ref().map(dialled),
            url: contact.url.clone(),
        }
    }

    /// A date of any precision.
    pub fn date(&self, date: PartialDate) -> DateView {
        self.localizer.date(date)
    }

    /// An instant, with its zone where it is not the site's.
    pub fn instant(&self, instant: &Instant, item: &Item) -> DateView {
        self.localizer.instant(instant, &item.common.zone, self.zone_shown(item))
    }

    /// A deadline, always with its zone.
    pub fn closing(&self, instant: &Instant, item: &Item) -> DateView {
        self.localizer.closing(instant, &item.common.zone, ZoneShown::Named)
    }

    /// Whether to name the zone of an item: only if it is not the site's.
    pub fn zone_shown(&self, item: &Item) -> ZoneShown {
        if item.common.zone == self.catalogue.site.zone { ZoneShown::Silent } else { ZoneShown::Named }
    }

    /// A period of an item, of which either end may be unknown. Its start is one of the dates at which the site changes
    /// ([`crate::kind::dated`]), since the words of a period that has begun are others.
    pub fn period(&self, start: Option<PartialDate>, end: Option<PartialDate>, item: &Item) -> Option<DateView> {
        let has_begun = start.is_some_and(|start| start.start(&item.common.zone) <= self.catalogue.now);
        self.localizer.period(start, end, has_begun)
    }

    /// The amount of a prize: who is given it is a winner.
    pub fn prize(&self, prize: &Prize, item: &Item) -> MoneyView {
        self.money_per(
            &prize.amount,
            prize.amount.per.map(|per| if per == Per::Award { "prize" } else { per.into() }),
            item,
        )
    }

    /// An amount of money.
    pub fn money(&self, money: &money::Money, item: &Item) -> MoneyView {
        self.money_per(money, money.per.map(Into::into), item)
    }

    fn money_per(&self, money: &money::Money, per: Option<&'static str>, item: &Item) -> MoneyView {
        let amount = |decimal: Option<Decimal>| decimal.map(Decimal::as_f64);
        self.localizer.money(&Amount {
            amount: amount(money.amount),
            min: amount(money.min),
            max: amount(money.max),
            currency: &money.currency,
            vat: money.vat.map(Into::into),
            per,
            note: money.note.as_ref().map(|note| self.localize(note, item)),
        })
    }

    /// The documents of an item, replaced ones last.
    pub fn documents(&self, documents: &[document::Document], item: &Item) -> Vec<DocumentView> {
        let replaced = |document: &&document::Document| self.replacement(documents, document).is_some();
        let (old, current): (Vec<_>, Vec<_>) = documents.iter().partition(replaced);
        current.into_iter().chain(old).map(|document| self.document(document, documents, item)).collect()
    }

    /// The document that replaces another.
    fn replacement<'d>(
        &self,
        all: &'d [document::Document],
        document: &document::Document,
    ) -> Option<&'d document::Document> {
        let replaces = |other: &&document::Document| {
            other.replaces.as_ref().is_some_and(|replaced| replaced.value == document.id.as_str())
        };
        all.iter().find(replaces)
    }

    /// A document among the documents of its item.
    pub fn document(&self, document: &document::Document, all: &[document::Document], item: &Item) -> DocumentView {
        let anchor = |other: &document::Document| Link {
            text: self.localize(&other.title, item),
            href: Some(format!("#_document-{}", other.id.as_str())),
            note: None,
            unpublished: None,
        };
        let size = |document: &document::Document| {
            document.size.as_deref().map(|written| self.localizer.size_as_written(written))
        };
        let (href, external, format, size) = match document.location() {
            DocumentLocation::File(name) => {
                let route = self.plan.files_folder(item).join(name);
                let size = self.catalogue.file(item, name).map(|file| self.localizer.size(file.size));
                (self.href(&route), false, ending(name), size)
            }
            DocumentLocation::Url(url) => {
                let (href, external) = self.written_address(url);
                (href, external, document.format.clone(), size(document))
            }
        };
        let replaced = document.replaces.as_ref().and_then(|id| all.iter().find(|other| other.id.as_str() == id.value));
        DocumentView {
            id: document.id.as_str().to_owned(),
            title: self.localize(&document.title, item),
            href,
            external,
            language: document.lang.as_deref().map(|tag| self.language(tag)),
            format,
            size,
            date: document.date.map(|date| self.date(date)),
            version: document.version.clone(),
            replaces: replaced.map(anchor),
            replaced_by: self.replacement(all, document).map(anchor),
        }
    }

    /// An amendment of an item.
    pub fn amendment(&self, amendment: &amendment::Amendment, item: &Item) -> part::AmendmentView {
        part::AmendmentView {
            id: amendment.id.as_str().to_owned(),
            date: amendment.date.map(|date| self.date(date)),
            field: self.field_word(&amendment.field, item).to_owned(),
            // The old value is shown beside the new one, in the same zone.
            from: amendment.from.as_ref().and_then(|value| {
                let zone = if amendment.to.is_some() { self.zone_shown(item) } else { ZoneShown::Named };
                self.amended(value, &amendment.field, item, zone)
            }),
            to: amendment.to.as_ref().and_then(|value| self.amended(value, &amendment.field, item, ZoneShown::Named)),
            reason: amendment.reason.as_ref().map(|reason| self.localize(reason, item)),
        }
    }

    /// The key of the string for a field of an item; `other` for fields without one.
    pub fn field_word<'f>(&self, field: &'f str, item: &Item) -> &'f str {
        let limits_shortlist = matches!(&item.facts, Facts::Call(call) if call.limits_shortlist());
        if field == "max_selected" && limits_shortlist {
            return "max_admitted";
        }
        let key = format!("field.{field}");
        if self.localizer.string(&key) == key { "other" } else { field }
    }

    fn amended(&self, value: &AmendedValue, field: &str, item: &Item, zone: ZoneShown) -> Option<part::AmendedView> {
        match value {
            AmendedValue::DateOrTime(DateOrTime::Instant(instant)) => {
                let closing = matches!(field, "closes" | "questions_until");
                let date = match closing {
                    true => self.localizer.closing(instant, &item.common.zone, zone),
                    false => self.instant(instant, item),
                };
                Some(part::AmendedView { text: LangString::new(&*date.text), date: Some(date) })
            }
            AmendedValue::DateOrTime(DateOrTime::Date(date)) => {
                let date = self.date(*date);
                Some(part::AmendedView { text: LangString::new(&*date.text), date: Some(date) })
            }
            // Only the status of an event is a word of a list.
            AmendedValue::Word(word) => {
                let text = LangString::new(self.localizer.string(&format!("state.event.{word}")));
                Some(part::AmendedView { text, date: None })
            }
            AmendedValue::Text(text) => Some(part::AmendedView { text: self.localize(text, item), date: None }),
            AmendedValue::Other => None,
        }
    }

    /// The moment at which a date begins, in the zone of an item.
    pub fn moment(&self, date: PartialDate, item: &Item) -> Moment {
        date.start(&item.common.zone)
    }

    /// The image of an item.
    pub fn image(&self, item: &Item) -> Option<ImageView> {
        let image = item.common.image.as_ref()?;
        let own = item.words.get(self.lang).and_then(|words| words.image_alt.as_ref());
        let alt = match (own, &item.original_words().image_alt) {
            (Some(alt), _) => self.lang_string(&alt.value, None),
            (None, Some(alt)) => self.lang_string(&alt.value, Some(self.tag(item.original))),
            (None, None) => LangString::default(),
        };
        Some(self.picture(item, &image.value, alt))
    }

    /// A picture among the files of an item, in all its sizes.
    pub fn picture(&self, item: &Item, name: &str, alt: LangString) -> ImageView {
        let (files, folder) = (self.catalogue.published_files(item), self.plan.files_folder(item));
        let shown = self.catalogue.file(item, name);
        match shown.and_then(|file| srcset::shown(file, files, &folder, &self.catalogue.site.base_url)) {
            Some(PictureSources { extent, src, srcset, webp }) => {
                ImageView { src, alt, width: Some(extent.width), height: Some(extent.height), srcset, webp }
            }
            None => ImageView { src: self.href(&folder.join(name)), alt, ..ImageView::default() },
        }
    }

    /// The feed of a section.
    pub fn section_feed(&self, kind: Kind) -> Shared<FeedView> {
        let make = || Ok::<_, Infallible>(Shared::new(&self.feed(&FeedScope::Section(kind))));
        self.parts.feeds.get(&kind, make).unwrap_or_else(|never| match never {})
    }

    /// The title of the feeds of a scope, with the name of the site.
    pub fn feed_title(&self, scope: &FeedScope) -> LangString {
        let site = self.localize_site(&self.catalogue.site.title);
        match scope {
            FeedScope::All => self.localizer.fill_marked("feed.site", &[("site", &site)]),
            _ => self.localizer.fill_marked("feed.section", &[("site", &site), ("section", &self.scope_name(scope))]),
        }
    }

    /// The name of the scope of a feed.
    fn scope_name(&self, scope: &FeedScope) -> LangString {
        match scope {
            FeedScope::All => self.localize_site(&self.catalogue.site.title),
            FeedScope::Section(kind) => LangString::new(self.localizer.string(&format!("kind.{}.many", kind.word()))),
            FeedScope::Topic(topic) => self.localize_site(&self.catalogue.site.themes[*topic].label),
            FeedScope::Item(key) => self.title(&self.catalogue.items[key]),
            FeedScope::Newsletter => LangString::new(self.localizer.string("digest.title")),
        }
    }

    /// The feeds and the calendar of a scope.
    pub fn feed(&self, scope: &FeedScope) -> FeedView {
        let title = self.feed_title(scope);
        // An item that is not translated has its feed in the original language.
        let lang = match scope {
            FeedScope::Item(key) => {
                let item = &self.catalogue.items[key];
                if item.words.get(self.lang).is_some() { self.lang } else { item.original }
            }
            FeedScope::All | FeedScope::Section(_) | FeedScope::Topic(_) | FeedScope::Newsletter => self.lang,
        };
        let route = |format| {
            let file = FeedFile { scope: scope.clone(), format, archive: None, moved: false };
            self.plan.feed(self.catalogue, lang, &file)
        };
        let href = |format| self.href(&route(format));
        let calendar = match scope {
            FeedScope::Section(Kind::Event) => Some(CalendarScope::Events),
            FeedScope::Section(Kind::Call) => Some(CalendarScope::Deadlines),
            FeedScope::Topic(topic) => Some(CalendarScope::Topic(*topic)),
            FeedScope::All | FeedScope::Section(_) | FeedScope::Item(_) | FeedScope::Newsletter => None,
        };
        let calendar = calendar.map(|scope| self.calendar(&scope));
        // A single item is offered as RSS only: few people subscribe to it.
        let of_many = !matches!(scope, FeedScope::Item(_));
        FeedView {
            title,
            name: self.scope_name(scope),
            address: self.absolute(&route(FeedFormat::Rss)),
            rss: Some(href(FeedFormat::Rss)),
            atom: of_many.then(|| href(FeedFormat::Atom)),
            json: of_many.then(|| href(FeedFormat::Json)),
            calendar,
        }
    }

    /// The view of a calendar.
    pub fn calendar(&self, scope: &CalendarScope) -> CalendarView {
        let site = self.localize_site(&self.catalogue.site.title).text;
        let section = |section: &str| self.localizer.fill("feed.section", &[("site", &site), ("section", section)]);
        let title = match scope {
            CalendarScope::Events => section(self.localizer.string("kind.event.many")),
            CalendarScope::Deadlines => self.localizer.fill("feed.deadlines", &[("site", &site)]),
            CalendarScope::Topic(topic) => section(&self.localize_site(&self.catalogue.site.themes[*topic].label).text),
            CalendarScope::Item(key) => self.title(&self.catalogue.items[key]).text,
        };
        let route = self.plan.calendar(self.catalogue, self.lang, scope);
        let webcal = self.catalogue.site.base_url.webcal(&route);
        CalendarView {
            title: self.lang_string(&title, None),
            address: self.absolute(&route),
            href: self.href(&route),
            webcal,
        }
    }
}

/// The format of a file by its name: `PDF`.
fn ending(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
    Some(ending.to_uppercase())
}
