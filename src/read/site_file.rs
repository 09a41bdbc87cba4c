//! `content/site.yaml`: the site's name, address, languages, sections, themes, phases and menus (section 7 of the model).

use crate::base::authority::Authority;
use crate::base::bounds::{LANGUAGES, LIST_MEMBERS, MENU_ENTRIES, SUMMARY_CHARACTERS, SYNONYMS, TITLE_CHARACTERS};
use crate::base::diagnostic::Diagnostic;
use crate::base::lang::{Lang, Text};
use crate::base::message::say;
use crate::base::moment::Zone;
use crate::base::moment::month::Month;
use crate::base::route::{BaseUrl, is_id};
use crate::base::snapshot::{SITE_FILE, Snapshot};
use crate::base::source::{Place, SourcePath, Span, Spanned};
use crate::read::address;
use crate::read::contact::{CONTACT_EXAMPLE, Contact};
use crate::read::date;
use crate::read::document::text;
use crate::read::field::{Fields, Mention, MissingTranslation, Reader};
use crate::read::form::Shape;
use crate::read::languages::{Language, languages};
use crate::read::listed::at_most;
use crate::read::menu::{MenuEntry, menu_entry};
use crate::read::number;
use crate::read::redirect::{Redirect, redirect};
use crate::read::site_value::{authority, base_url, licence, ocds_prefix, zone};
use crate::read::tags::{Tags, TagsFrom, is_language_tag};
use crate::read::value;
use crate::read::yaml::{Entry, Node, Value, parse_map};

/// The zone of a site that names none.
pub const DEFAULT_ZONE: &str = "Europe/Luxembourg";
/// The address of a site that names none that can be read; such a site is not published.
const PLACEHOLDER_URL: &str = "https://site.invalid";
/// The theme of a site that names none.
pub const DEFAULT_THEME: &str = "lab";
/// All that `site.yaml` says.
#[derive(Clone, Debug)]
pub struct Site {
    /// The name of the site.
    pub title: Text,
    /// What it is, in a sentence or two.
    pub description: Text,
    /// Where it is published.
    pub base_url: BaseUrl,
    /// Who gives its names: those of feeds, entries, calendars and letters.
    pub authority: Authority,
    /// Where that is written.
    pub authority_span: Span,
    /// Its languages, the default first; never empty.
    pub languages: Vec<Language>,
    /// Whom to write to.
    pub contact: Contact,
    /// The zone of times without an offset.
    pub zone: Zone,
    /// The theme, and where it is named.
    pub theme: Spanned<String>,
    /// The themes that items may have, in their order.
    pub themes: Vec<Topic>,
    /// The phases of a startup's life, in their order.
    pub phases: Vec<Phase>,
    /// For how many days before its end a call is closing soon.
    pub closing_soon_days: u32,
    /// The main menu, where it is written out.
    pub main_menu: Option<Vec<MenuEntry>>,
    /// The menu at the foot of the page, where it is written out.
    pub footer_menu: Option<Vec<MenuEntry>>,
    /// The organisation that publishes the site.
    pub publisher: Option<String>,
    /// The licence of the content: an SPDX id or an address.
    pub licence: Option<String>,
    /// Where people sign up for the newsletter.
    pub newsletter: Option<String>,
    /// The month of the first monthly letter; without one, every month of which there is something to tell has a letter.
    pub first_letter: Option<Month>,
    /// Old addresses and where they lead.
    pub redirects: Vec<Redirect>,
    /// The prefix under which its calls are contracting processes; without one, no OCDS is published.
    pub ocds_prefix: Option<String>,
    /// How many entries a feed holds.
    pub feed_size: u32,
}

/// A subject that items may have.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its id.
    pub id: Spanned<String>,
    /// Its name.
    pub label: Text,
    /// The last part of the address of its page; without it, its id.
    pub slug: Option<Spanned<Text>>,
    /// Other names by which it is searched for, the same in all languages.
    pub synonyms: Vec<String>,
}

/// A phase in the life of a startup.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: Text,
    /// True while a startup in it is at work.
    pub active: bool,
}

/// What was read of the file: the site itself when nothing that it needs is missing, and what the rest of the sources
/// is read with in either case.
#[derive(Debug)]
pub struct SiteFile {
    /// The site.
    pub site: Option<Site>,
    /// Its languages; where they cannot be read, those of the file names, so that other mistakes are still found.
    pub tags: Tags,
    /// Its zone.
    pub zone: Zone,
    /// False when the file names another zone, which cannot be read.
    pub zone_is_known: bool,
    /// The ids of the themes it declares; `None` when not all of them can be read.
    pub themes: Option<Vec<String>>,
    /// The ids of the phases it declares; `None` when not all of them can be read.
    pub phases: Option<Vec<String>>,
    /// References to items.
    pub mentions: Vec<Mention>,
    /// Addresses of other sites.
    pub addresses: Vec<Spanned<String>>,
    /// Texts that lack a language.
    pub lacks: Vec<MissingTranslation>,
}

/// Reads the file.
pub fn read(snapshot: &Snapshot, tags_of_files: Tags, diagnostics: &mut Vec<Diagnostic>) -> SiteFile {
    let path = SourcePath::new(SITE_FILE);
    let mut nothing = SiteFile {
        site: None,
        tags: tags_of_files,
        zone: Zone::named(DEFAULT_ZONE).expect("the default zone is in the bundled database"),
        zone_is_known: false,
        themes: None,
        phases: None,
        mentions: Vec::new(),
        addresses: Vec::new(),
        lacks: Vec::new(),
    };
    let Some(file) = snapshot.files.get(&path) else {
        let place = Place { path, span: Span::default() };
        let help = say!(
            en: "write `content/site.yaml` with `title`, `description`, `base_url`, `languages` and `contact`",
            fr: "écrivez `content/site.yaml` avec `title`, `description`, `base_url`, `languages` et `contact`"
        );
        diagnostics.push(Diagnostic::error(
            "no-site-file",
            place,
            say!(en: "there is no `content/site.yaml`", fr: "`content/site.yaml` n’existe pas"),
            help,
        ));
        return nothing;
    };
    let Some(text) = text(&path, file, diagnostics) else { return nothing };
    let Some(entries) = parse_map(&path, text, Span::new(0, text.len()), diagnostics) else { return nothing };

    // Languages and zone come first: texts and times are read with them.
    if let Some(tags) = language_tags(&entries) {
        nothing.tags = tags;
    }
    let zone = entries.iter().find(|entry| entry.key == "zone" && !entry.node.is_absent());
    let named = zone.and_then(|entry| Zone::named(entry.node.as_scalar()?.trim()));
    nothing.zone_is_known = zone.is_none() || named.is_some();
    nothing.zone = named.unwrap_or(nothing.zone);
    nothing.themes = declared(&entries, "themes");
    nothing.phases = declared(&entries, "phases");
    let mut reader = Reader::new(&path, &nothing.tags, nothing.zone.clone());
    let mut fields = Fields::new(&mut reader, &entries, Span::default());
    let site = read_site(&mut fields);
    fields.refuse_unknown();
    let Reader { diagnostics: mut found, mentions, addresses, lacks, .. } = reader;
    diagnostics.append(&mut found);
    SiteFile { site, mentions, addresses, lacks, ..nothing }
}

/// The codes of `languages`, when all of them can be read.
fn language_tags(entries: &[Entry]) -> Option<Tags> {
    let languages = &entries.iter().find(|entry| entry.key == "languages")?.node;
    let codes = names(languages, "code", is_language_tag)?;
    let mut tags: Vec<String> = Vec::new();
    for code in codes {
        // A tag that comes twice is reported with its field; it is one language all the same.
        if !tags.contains(&code) {
            tags.push(code);
        }
    }
    tags.truncate(LANGUAGES);
    (!tags.is_empty()).then_some(Tags(tags, TagsFrom::Site))
}

/// The ids that the members of a list declare, when all of them can be read.
fn declared(entries: &[Entry], key: &str) -> Option<Vec<String>> {
    entries.iter().find(|entry| entry.key == key).map_or(Some(Vec::new()), |entry| names(&entry.node, "id", is_id))
}

/// What the members of a list have under a key, when all of them have it and it is valid.
fn names(list: &Node, key: &str, is_valid: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let name = |member: &Node| {
        let Value::Map(entries) = &member.value else { return None };
        let name = entries.iter().find(|entry| entry.key == key)?.node.as_scalar()?.trim();
        is_valid(name).then(|| name.to_owned())
    };
    list.members().iter().map(name).collect()
}

/// Asks for all that the file may say.
pub fn ask(f: &mut Fields<'_, '_, '_>) {
    read_site(f);
}

fn read_site(f: &mut Fields<'_, '_, '_>) -> Option<Site> {
    let title = f.required("title", value::label);
    let description = f.required("description", |reader, node| value::text_at_most(SUMMARY_CHARACTERS, reader, node));
    let base_url = f.required("base_url", base_url);
    let authority = f.optional("authority", value::spanned(authority));
    let languages = languages(f);
    let contact = f.required_record("contact", CONTACT_EXAMPLE, Contact::read);
    let zone = f.optional("zone", zone);
    let theme = f.optional("theme", value::spanned(value::string));
    let themes = unique(
        f,
        "themes",
        "{id: data, label: {fr: Données, en: Data}}",
        |f| {
            let id = f.required("id", value::spanned(value::id));
            let label = f.required("label", value::label);
            let slug = f.optional("slug", value::spanned(value::slug));
            at_most(f, "synonyms", SYNONYMS);
            let synonyms = f.list("synonyms", |reader, node| value::at_most(TITLE_CHARACTERS)(reader, node));
            Some(Topic { id: id?, label: label?, slug, synonyms })
        },
        |topic| topic.id.value.as_str(),
    );
    let phases = unique(
        f,
        "phases",
        "{id: construction, label: {fr: Construction, en: Construction}, active: true}",
        |f| {
            let id = f.required("id", value::id);
            let label = f.required("label", value::label);
            let active = f.required("active", value::boolean);
            Some(Phase { id: id?, label: label?, active: active? })
        },
        |phase| phase.id.as_str(),
    );
    let closing_soon_days = f.optional("closing_soon_days", |reader, node| {
        let days = number::whole(reader, node)?;
        if days > 3650 {
            reader.error(
                "wrong-type",
                node.span,
                say!(en: "{days} days are not soon", fr: "{days} jours, ce n’est pas bientôt"),
                say!(en: "write a few days, as in `7`", fr: "écrivez quelques jours, comme dans `7`"),
            );
            return None;
        }
        Some(days)
    });
    let menus = f.record("menus", "{main: [calls, events], footer: [legal]}", |f| {
        at_most(f, "main", MENU_ENTRIES);
        at_most(f, "footer", MENU_ENTRIES);
        let (main, footer) = (f.list("main", menu_entry), f.list("footer", menu_entry));
        Some((f.has("main").then_some(main), f.has("footer").then_some(footer)))
    });
    let (main_menu, footer_menu) = menus.unwrap_or_default();
    let publisher = f.optional("publisher", |reader, node| {
        reader.note(Shape::Reference { own: Some("organisation"), only: true });
        let written = value::string(reader, node)?;
        let id = written.strip_prefix("organisation/").unwrap_or(&written).to_owned();
        reader.mention("organisation", id.clone(), node.span);
        Some(id)
    });
    let licence = f.optional("licence", licence);
    let newsletter = f.record("newsletter", "{url: https://example.lu/newsletter, since: 2026-11}", |f| {
        Some((f.optional("url", address::url), f.optional("since", date::date)))
    });
    let (newsletter, first_letter) = newsletter.unwrap_or_default();
    let first_letter = first_letter.map(|since| Month::of(since.first_day()));
    let redirects = f.records("redirects", "{from: /old, to: /fr/appels/}", redirect);
    let ocds_prefix = f.optional("ocds_prefix", ocds_prefix);
    let feeds = f.record("feeds", "{size: 30}", |f| f.optional("size", value::spanned(number::whole)));
    let feed_size = match feeds {
        Some(Spanned { value: 0, span }) => {
            f.reader.error(
                "wrong-type",
                span,
                say!(en: "a feed of 0 entries tells nothing", fr: "un flux de 0 entrée ne dit rien"),
                say!(en: "write `30`", fr: "écrivez `30`"),
            );
            30
        }
        other => other.map_or(30, |size| size.value),
    };
    let base_url = base_url.or_else(|| BaseUrl::parse(PLACEHOLDER_URL))?;
    // What is missing was reported. Pages that nobody will see are made without it, so that their mistakes are found.
    Some(Site {
        title: title.unwrap_or_else(|| Text::Same(String::new())),
        description: description.unwrap_or_else(|| Text::Same(String::new())),
        authority_span: authority.as_ref().map(|authority| authority.span).unwrap_or_default(),
        authority: authority.map_or_else(|| Authority::of_host(&base_url), |authority| authority.value),
        base_url,
        languages: languages.filter(|languages| !languages.is_empty())?,
        contact: contact.unwrap_or(Contact { name: None, email: None, phone: None, url: None }),
        zone: zone.unwrap_or_else(|| f.reader.zone.clone()),
        theme: theme.unwrap_or(Spanned { value: DEFAULT_THEME.to_owned(), span: Span::default() }),
        themes,
        phases,
        closing_soon_days: closing_soon_days.unwrap_or(7),
        main_menu,
        footer_menu,
        publisher,
        licence,
        newsletter,
        first_letter,
        redirects,
        ocds_prefix,
        feed_size,
    })
}

/// A list whose members have an id of their own.
fn unique<'a, T>(
    f: &mut Fields<'_, 'a, '_>,
    key: &'static str,
    example: &str,
    read: impl Fn(&mut Fields<'_, 'a, '_>) -> Option<T>,
    id: impl Fn(&T) -> &str,
) -> Vec<T> {
    let mut seen: Vec<(String, Span)> = Vec::new();
    at_most(f, key, LIST_MEMBERS);
    f.records(key, example, |f| {
        let member = read(f)?;
        let (name, span) = (id(&member).to_owned(), f.key_span("id"));
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == name) {
            let first = f.reader.place(*first);
            let place = f.reader.place(span);
            let help = say!(en: "give each its own id", fr: "donnez à chacun son propre identifiant");
            let diagnostic = Diagnostic::error(
                "duplicate-id",
                place,
                say!(
                    en: "the id `{name}` is used twice in `{key}`",
                    fr: "l’identifiant `{name}` est employé deux fois dans `{key}`"
                ),
                help,
            );
            f.reader
                .diagnostics
                .push(diagnostic.related(say!(en: "it stands here first", fr: "elle se trouve d’abord ici"), first));
            return None;
        }
        seen.push((name, span));
        Some(member)
    })
}

impl Topic {
    /// The last part of the address of its page in a language.
    pub fn slug(&self, lang: Lang) -> &str {
        self.slug.as_ref().map_or(&*self.id.value, |slug| slug.value.wording(lang, Lang(0)).text)
    }

    /// Where its address is written.
    pub fn slug_span(&self) -> Span {
        self.slug.as_ref().map_or(self.id.span, |slug| slug.span)
    }
}

impl Site {
    /// The language of that rank.
    pub fn language(&self, lang: Lang) -> &Language {
        &self.languages[lang.index()]
    }
}
