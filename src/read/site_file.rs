//! Reads `content/site.yaml`: the site's name, address, languages, sections, themes, phases and menus (section 7 of the
//! model).

use crate::base::authority::Authority;
use crate::base::bounds::{LANGUAGES, LIST_MEMBERS, MENU_ENTRIES, SUMMARY_CHARACTERS, SYNONYMS, TITLE_CHARACTERS};
use crate::base::diagnostic::Diagnostic;
use crate::base::lang::{Lang, Text};
use crate::base::message::say;
use crate::base::moment::Zone;
use crate::base::moment::month::Month;
use crate::base::route::{BaseUrl, PreviewAddresses, is_id};
use crate::base::snapshot::{SITE_FILE, Snapshot};
use crate::base::source::{Place, SourcePath, Span, Spanned};
use crate::read::address;
use crate::read::contact::{CONTACT_EXAMPLE, Contact};
use crate::read::date;
use crate::read::form::InputType;
use crate::read::language_file::file_text;
use crate::read::language_tags::{LanguageTags, TagsOrigin, is_language_tag};
use crate::read::languages::{Language, languages};
use crate::read::list::check_list_length;
use crate::read::menu::{MenuEntry, menu_entry};
use crate::read::number;
use crate::read::reader::{Fields, ItemReference, MissingTranslation, Reader};
use crate::read::redirect::{Redirect, redirect};
use crate::read::site_value::{authority, base_url, licence, ocds_prefix, zone};
use crate::read::value;
use crate::read::yaml::{Entry, Node, Value, parse_map};

/// The time zone of a site whose file gives none.
pub const DEFAULT_ZONE: &str = "Europe/Luxembourg";
/// The address of a site without a valid one, which is never published.
const PLACEHOLDER_URL: &str = "https://site.invalid";
/// The theme of a site whose file gives none.
pub const DEFAULT_THEME: &str = "lab";

/// The site as `site.yaml` describes it.
#[derive(Clone, Debug)]
pub struct Site {
    /// The name of the site.
    pub title: Text,
    /// Its description, one or two sentences.
    pub description: Text,
    /// The address at which it is published.
    pub base_url: BaseUrl,
    /// The authority of its tag URIs (RFC 4151), the permanent ids of feeds, entries, calendars and letters.
    pub authority: Authority,
    /// The place of the authority.
    pub authority_span: Span,
    /// Its languages, the default first; never empty.
    pub languages: Vec<Language>,
    /// The contact of the site.
    pub contact: Contact,
    /// The time zone of times without an offset.
    pub zone: Zone,
    /// The name of the theme, which is how the site looks.
    pub theme: Spanned<String>,
    /// The topics that items may have, in their order; in files they are called `themes`.
    pub themes: Vec<Topic>,
    /// The phases that a startup may go through, in their order.
    pub phases: Vec<PhaseDefinition>,
    /// How many days before its closing a call is shown as closing soon.
    pub closing_soon_days: u32,
    /// The main menu; `None` if the file does not list it.
    pub main_menu: Option<Vec<MenuEntry>>,
    /// The menu at the foot of the page; `None` if the file does not list it.
    pub footer_menu: Option<Vec<MenuEntry>>,
    /// The id of the organisation that publishes the site.
    pub publisher: Option<String>,
    /// The licence of the content: an id of the SPDX licence list, or an address.
    pub licence: Option<String>,
    /// The address at which people subscribe to the newsletter.
    pub newsletter: Option<String>,
    /// The month of the first newsletter issue; if `None`, every month with entries has an issue.
    pub first_issue: Option<Month>,
    /// Old addresses and their targets.
    pub redirects: Vec<Redirect>,
    /// The OCDS prefix of the publisher, for the ids of contracting processes; if `None`, no OCDS is published.
    pub ocds_prefix: Option<String>,
    /// The most entries in a feed.
    pub feed_size: u32,
}

/// A topic that items may have.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its id.
    pub id: Spanned<String>,
    /// Its name.
    pub label: Text,
    /// The last part of the address of its page; without it, its id.
    pub slug: Option<Spanned<Text>>,
    /// Other names that find it in the search, the same in all languages.
    pub synonyms: Vec<String>,
}

/// A phase that startups may go through.
#[derive(Clone, Debug)]
pub struct PhaseDefinition {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: Text,
    /// True if a startup in this phase is active.
    pub active: bool,
}

/// The result of reading the file: the site, if nothing required is missing, and what the other sources are read with in any
/// case.
#[derive(Debug)]
pub struct SiteFile {
    /// The site.
    pub site: Option<Site>,
    /// Its languages; if they cannot be read, those of the file names, so that other mistakes are still found.
    pub tags: LanguageTags,
    /// Its time zone.
    pub zone: Zone,
    /// False if the time zone in the file cannot be read, or there is no file.
    pub zone_is_known: bool,
    /// The ids of its topics; `None` if not all of them can be read.
    pub themes: Option<Vec<String>>,
    /// The ids of its phases; `None` if not all of them can be read.
    pub phases: Option<Vec<String>>,
    /// References to items.
    pub references: Vec<ItemReference>,
    /// Addresses of other sites.
    pub addresses: Vec<Spanned<String>>,
    /// Texts that are not translated into every language.
    pub missing_translations: Vec<MissingTranslation>,
    /// The addresses of the site, if a preview of it is made at another one.
    pub preview: Option<PreviewAddresses>,
}

impl SiteFile {
    /// The same for a preview at this address, within which the addresses of the site itself then lead.
    pub fn in_preview_at(mut self, preview: &BaseUrl) -> Self {
        let Some(site) = &mut self.site else { return self };
        let addresses = PreviewAddresses { published: site.base_url.clone(), preview: preview.clone() };
        for address in [&mut site.contact.url, &mut site.newsletter] {
            *address = address.take().map(|address| addresses.in_preview(address));
        }
        self.preview = Some(addresses);
        self
    }
}

/// Reads the file. `tags_of_files` are the languages that the names of other files give.
pub fn read(snapshot: &Snapshot, tags_of_files: LanguageTags, diagnostics: &mut Vec<Diagnostic>) -> SiteFile {
    let path = SourcePath::new(SITE_FILE);
    let mut result = SiteFile {
        site: None,
        tags: tags_of_files,
        zone: Zone::named(DEFAULT_ZONE).expect("the default zone is in the bundled database"),
        zone_is_known: false,
        themes: None,
        phases: None,
        references: Vec::new(),
        addresses: Vec::new(),
        missing_translations: Vec::new(),
        preview: None,
    };
    let Some(file) = snapshot.files.get(&path) else {
        let place = Place { path, span: Span::default() };
        let help = say!(
            en: "create `content/site.yaml` with `title`, `description`, `base_url`, `languages` and `contact`",
            fr: "créez `content/site.yaml`, avec `title`, `description`, `base_url`, `languages` et `contact`"
        );
        diagnostics.push(Diagnostic::error(
            "no-site-file",
            place,
            say!(en: "there is no `content/site.yaml`", fr: "`content/site.yaml` n’existe pas"),
            help,
        ));
        return result;
    };
    let Some(text) = file_text(&path, file, diagnostics) else { return result };
    let Some(entries) = parse_map(&path, text, Span::new(0, text.len()), diagnostics) else { return result };

    // Languages and time zone come first: texts and times are read with them.
    if let Some(tags) = language_tags(&entries) {
        result.tags = tags;
    }
    let zone = entries.iter().find(|entry| entry.key == "zone" && !entry.node.is_absent());
    let named = zone.and_then(|entry| Zone::named(entry.node.as_scalar()?.trim()));
    result.zone_is_known = zone.is_none() || named.is_some();
    result.zone = named.unwrap_or(result.zone);
    result.themes = declared_ids(&entries, "themes");
    result.phases = declared_ids(&entries, "phases");
    let mut reader = Reader::new(&path, &result.tags, result.zone.clone());
    let mut fields = Fields::new(&mut reader, &entries, Span::default());
    let site = read_site(&mut fields);
    fields.report_unknown_keys();
    let Reader { diagnostics: mut found, references, addresses, missing_translations, .. } = reader;
    diagnostics.append(&mut found);
    SiteFile { site, references, addresses, missing_translations, ..result }
}

/// The codes of `languages`; `None` if not all of them can be read.
fn language_tags(entries: &[Entry]) -> Option<LanguageTags> {
    let languages = &entries.iter().find(|entry| entry.key == "languages")?.node;
    let codes = member_values(languages, "code", is_language_tag)?;
    let mut tags: Vec<String> = Vec::new();
    for code in codes {
        // A repeated tag is reported with its field, and is one language here.
        if !tags.contains(&code) {
            tags.push(code);
        }
    }
    tags.truncate(LANGUAGES);
    (!tags.is_empty()).then_some(LanguageTags(tags, TagsOrigin::Site))
}

/// The ids of the members of a list; `None` if not all of them can be read.
fn declared_ids(entries: &[Entry], key: &str) -> Option<Vec<String>> {
    entries
        .iter()
        .find(|entry| entry.key == key)
        .map_or(Some(Vec::new()), |entry| member_values(&entry.node, "id", is_id))
}

/// The values of a key in the members of a list; `None` if one is missing or not valid.
fn member_values(list: &Node, key: &str, is_valid: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let value = |member: &Node| {
        let Value::Map(entries) = &member.value else { return None };
        let value = entries.iter().find(|entry| entry.key == key)?.node.as_scalar()?.trim();
        is_valid(value).then(|| value.to_owned())
    };
    list.members().iter().map(value).collect()
}

/// Reads every field of the file, for its form.
pub fn read_fields(f: &mut Fields<'_, '_, '_>) {
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
    let themes = topics(f);
    let phases = phases(f);
    let closing_soon_days = f.optional("closing_soon_days", closing_soon_days);
    let menus = f.record("menus", "{main: [calls, events], footer: [legal]}", |f| {
        check_list_length(f, "main", MENU_ENTRIES);
        check_list_length(f, "footer", MENU_ENTRIES);
        let (main, footer) = (f.list("main", menu_entry), f.list("footer", menu_entry));
        Some((f.has("main").then_some(main), f.has("footer").then_some(footer)))
    });
    let (main_menu, footer_menu) = menus.unwrap_or_default();
    let publisher = f.optional("publisher", publisher);
    let licence = f.optional("licence", licence);
    let newsletter = f.record("newsletter", "{url: https://example.lu/newsletter, since: 2026-11}", |f| {
        Some((f.optional("url", address::url), f.optional("since", date::date)))
    });
    let (newsletter, first_issue) = newsletter.unwrap_or_default();
    let first_issue = first_issue.map(|since| Month::of(since.first_day()));
    let redirects = f.records("redirects", "{from: /old, to: /fr/appels/}", redirect);
    let ocds_prefix = f.optional("ocds_prefix", ocds_prefix);
    let feed_size = feed_size(f);
    let base_url = base_url.or_else(|| BaseUrl::parse(PLACEHOLDER_URL))?;
    // Missing keys have been reported. A site without them is never published, but its pages are checked.
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
        first_issue,
        redirects,
        ocds_prefix,
        feed_size,
    })
}

fn topics(f: &mut Fields<'_, '_, '_>) -> Vec<Topic> {
    let topic = |f: &mut Fields<'_, '_, '_>| {
        let id = f.required("id", value::spanned(value::id));
        let label = f.required("label", value::label);
        let slug = f.optional("slug", value::spanned(value::slug));
        check_list_length(f, "synonyms", SYNONYMS);
        let synonyms = f.list("synonyms", |reader, node| value::string_at_most(TITLE_CHARACTERS)(reader, node));
        Some(Topic { id: id?, label: label?, slug, synonyms })
    };
    records_with_ids(f, "themes", "{id: data, label: {fr: Données, en: Data}}", topic, |topic| topic.id.value.as_str())
}

fn phases(f: &mut Fields<'_, '_, '_>) -> Vec<PhaseDefinition> {
    let phase = |f: &mut Fields<'_, '_, '_>| {
        let id = f.required("id", value::id);
        let label = f.required("label", value::label);
        let active = f.required("active", value::boolean);
        Some(PhaseDefinition { id: id?, label: label?, active: active? })
    };
    let example = "{id: construction, label: {fr: Construction, en: Construction}, active: true}";
    records_with_ids(f, "phases", example, phase, |phase| phase.id.as_str())
}

fn closing_soon_days(reader: &mut Reader<'_>, node: &Node) -> Option<u32> {
    let days = number::whole(reader, node)?;
    if days > 3650 {
        reader.error(
            "wrong-type",
            node.span,
            say!(en: "{days} days is too long for “closing soon”", fr: "{days} jours, c’est trop pour « bientôt clos »"),
            say!(en: "write a few days, for example `7`", fr: "écrivez quelques jours, par exemple `7`"),
        );
        return None;
    }
    Some(days)
}

/// The id of an organisation, with or without its kind.
fn publisher(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::Reference { own: Some("organisation"), only: true });
    let written = value::string(reader, node)?;
    let id = written.strip_prefix("organisation/").unwrap_or(&written).to_owned();
    reader.add_reference("organisation", id.clone(), node.span);
    Some(id)
}

/// The most entries in a feed, 30 if the file does not say.
fn feed_size(f: &mut Fields<'_, '_, '_>) -> u32 {
    match f.record("feeds", "{size: 30}", |f| f.optional("size", value::spanned(number::whole))) {
        Some(Spanned { value: 0, span }) => {
            f.reader.error(
                "wrong-type",
                span,
                say!(en: "a feed with 0 entries is useless", fr: "un flux de 0 entrée ne sert à rien"),
                say!(en: "write `30`", fr: "écrivez `30`"),
            );
            30
        }
        other => other.map_or(30, |size| size.value),
    }
}

/// The members of a list of maps with ids, of which each must be unique.
fn records_with_ids<'a, T>(
    f: &mut Fields<'_, 'a, '_>,
    key: &'static str,
    example: &str,
    read: impl Fn(&mut Fields<'_, 'a, '_>) -> Option<T>,
    id: impl Fn(&T) -> &str,
) -> Vec<T> {
    let mut seen: Vec<(String, Span)> = Vec::new();
    check_list_length(f, key, LIST_MEMBERS);
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
                    fr: "l’identifiant `{name}` est utilisé deux fois dans `{key}`"
                ),
                help,
            );
            f.reader
                .diagnostics
                .push(diagnostic.related(say!(en: "it is first written here", fr: "la première se trouve ici"), first));
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
    /// The language with this index.
    pub fn language(&self, lang: Lang) -> &Language {
        &self.languages[lang.index()]
    }
}
