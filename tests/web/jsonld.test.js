// JSON-LD: of every page and of the pinned cases, expanded by a processor that is not ours, and held against the vocabulary
// of schema.org, the build, and what the page shows.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import jsonld from "jsonld";
import { assertNone } from "./complaints.js";
import * as schema from "./schemaorg.js";
import { attribute, base, elements, everyPage, fileAt, hasClass, languages, pageAt, pages, text } from "./site.js";

const MARK = "application/ld+json";
/** Pending terms that there is no other word for. */
const PENDING = [
  "eventAttendanceMode", "OfflineEventAttendanceMode", "OnlineEventAttendanceMode", "MixedEventAttendanceMode", "VirtualLocation",
  "provider",
];

const scripts = (page) => page.named("script").filter((script) => attribute(script, "type") === MARK);
const own = pages.filter((page) => languages.some((lang) => page.path.startsWith(`/${lang}/`)));
const graphs = new Map(own.filter((page) => scripts(page).length === 1).map((page) => [page, JSON.parse(text(scripts(page)[0]))]));
const nodes = (page, type) => graphs.get(page)["@graph"].filter((node) => [type].flat().includes(node["@type"]));
const WEB_PAGES = ["WebPage", "ItemPage", "CollectionPage", "ContactPage"];
const self = (page) => nodes(page, WEB_PAGES)[0];

/** The one document that is asked for, made of the vocabulary: every term is schema.org's. */
const documentLoader = async (url) => {
  assert.match(url, /^https:\/\/schema\.org\/?$/, "no other context is asked for");
  return { contextUrl: null, documentUrl: url, document: { "@context": { "@vocab": "http://schema.org/" } } };
};
// A processor that is `safe` refuses what would be lost: relative addresses, terms without a meaning.
const expand = (document) => jsonld.expand(document, { documentLoader, safe: true });

/** Words as they are read: a space that breaks no line is a space. */
const plain = (words) => words.replace(/[\s\u00A0\u202F\u2060]+/gu, " ").trim();
const strings = function* (value, key) {
  if (typeof value === "string") yield [key, value];
  else if (value && typeof value === "object") for (const [name, inner] of Object.entries(value)) yield* strings(inner, Array.isArray(value) ? key : name);
};

test("every page of a language has its JSON-LD once, in the head; pages of no language and redirects have none", () => {
  assertNone(own.filter((page) => scripts(page).length !== 1).map((page) => page.file), "pages without");
  assertNone(everyPage.filter((page) => !own.includes(page) && scripts(page).length).map((page) => page.file), "pages with");
  const inHead = (page) => [...elements(page.one("head"))].includes(scripts(page)[0]);
  assertNone(own.filter((page) => !inHead(page)).map((page) => page.file), "scripts outside of the head");
  for (const graph of graphs.values()) assert.equal(graph["@context"], "https://schema.org");
});

test("the vocabulary is there", () => assert.ok(schema.size > 2000, `${schema.size} terms`));

async function wrong(documents) {
  const complaints = [];
  const used = new Set();
  for (const [name, document] of documents) {
    for (const fault of schema.faults(await expand(document), used)) complaints.push(`${name}: ${fault}`);
  }
  for (const name of used) if (schema.isPending(name) && !PENDING.includes(name)) complaints.push(`${name} is pending`);
  return complaints;
}

test("every class, property and value is one that schema.org has there", async () => {
  assertNone(await wrong([...graphs].map(([page, graph]) => [page.file, graph])), "faults");
});

test("so is it in the pinned cases, which hold what the content does not", async () => {
  const cases = new URL("../cases/", import.meta.url);
  const documents = [];
  for (const name of readdirSync(cases).filter((name) => name.startsWith("linked-data"))) {
    const lines = readFileSync(new URL(`${name}/expect.txt`, cases), "utf8").split("\n");
    for (const line of lines) {
      const [, json] = /<script type="application\/ld\+json">(.*)<\/script>/.exec(line) ?? [];
      if (json) documents.push([`${name}: ${line.split(" ")[0]}`, JSON.parse(json)]);
    }
  }
  assert.ok(documents.length > 5, "there are cases");
  assertNone(await wrong(documents), "faults");
});

test("the checks see what is wrong", async () => {
  const faults = async (node) => (await wrong([["x", { "@context": "https://schema.org", ...node }]])).length;
  assert.equal(await faults({ "@type": "Event", startDate: "2026-04-25", eventStatus: "https://schema.org/EventScheduled" }), 0);
  assert.equal(await faults({ "@type": "Evnt" }), 1);
  assert.equal(await faults({ "@type": "Event", when: "2026" }), 1);
  assert.equal(await faults({ "@type": "Event", headline: "a" }), 1);
  assert.equal(await faults({ "@type": "Event", startDate: "25 April" }), 1);
  assert.equal(await faults({ "@type": "Event", eventStatus: "https://schema.org/InStock" }), 1);
  assert.equal(await faults({ "@type": "Event", organizer: { "@type": "Place", name: "a" } }), 1);
  assert.equal(await faults({ "@type": "Hackathon" }), 1);
});

test("every address of the site in it leads somewhere, and every id is absolute", () => {
  const complaints = [];
  for (const [page, graph] of graphs) {
    for (const [key, value] of strings(graph)) {
      if (key === "@id" && !value.startsWith(`${base}/`)) complaints.push(`${page.file}: ${value}`);
      if (/^\/[^/ ]/.test(value)) complaints.push(`${page.file}: ${key} ${value} is not absolute`);
      if (!value.startsWith(`${base}/`) || key === "urlTemplate") continue;
      if (!fileAt(new URL(value).pathname)) complaints.push(`${page.file}: ${key} ${value} leads nowhere`);
    }
  }
  assertNone(complaints, "addresses");
});

test("a page tells its own address, language, title and description", () => {
  const complaints = [];
  const meta = (page, name) => page.named("meta").find((one) => attribute(one, "name") === name);
  for (const page of own) {
    const node = self(page);
    const description = meta(page, "description");
    if (node.url !== base + page.path || node["@id"] !== node.url) complaints.push(`${page.file}: ${node.url}`);
    // A page in place of a translation says so, unless all its words are facts: an organisation's name.
    const says = page.named("p").some((one) => hasClass(one, "notice") && [...elements(one)].some((link) => attribute(link, "hreflang")));
    const words = says && page.canonical[0] !== node.url ? new URL(page.canonical[0]).pathname : page.path;
    if (node.inLanguage !== words.split("/")[1]) complaints.push(`${page.file}: ${node.inLanguage}`);
    const title = plain(page.title.replace(/ – [^–]*$/, "")), name = plain(node.name);
    if (name !== title && !name.endsWith(` ${title}`)) complaints.push(`${page.file}: ${name}, not ${title}`);
    if (node.description !== (description && attribute(description, "content"))) complaints.push(`${page.file}: ${node.description}`);
  }
  assertNone(complaints, "pages told wrongly");
});

test("the way to a page is the one that it shows", () => {
  const complaints = [];
  for (const page of own) {
    const nav = page.named("nav").find((element) => hasClass(element, "breadcrumb"));
    const shown = nav ? [...elements(nav)].filter((one) => one.tagName === "li").map((li) => {
      const link = [...elements(li)].find((one) => one.tagName === "a");
      return [plain(text(li)), base + (link ? attribute(link, "href") : page.path)];
    }) : [];
    const told = nodes(page, "BreadcrumbList").flatMap((list) => list.itemListElement);
    const steps = told.map((step, rank) => (step.position === rank + 1 ? [plain(step.name), step.item["@id"]] : step));
    if (JSON.stringify(shown) !== JSON.stringify(steps)) complaints.push(`${page.file}:\n    ${JSON.stringify(shown)}\n    ${JSON.stringify(steps)}`);
  }
  assertNone(complaints, "ways");
});

test("the list of a page is that of its cards, and goes on over its pages", () => {
  const complaints = [];
  let lists = 0;
  for (const page of own) {
    for (const list of nodes(page, "ItemList")) {
      const cards = page.named("article").filter((one) => hasClass(one, "card"));
      const shown = cards.map((card) => {
        const link = [...elements(card)].find((one) => one.tagName === "a");
        return [plain(text(link)), base + attribute(link, "href"), [...elements(card)].some((one) => hasClass(one, "tag"))];
      });
      const members = [list.itemListElement ?? []].flat();
      const [, number] = /\/page\/(\d+)\/$/.exec(page.path) ?? [0, 1];
      const first = pageAt(page.path.replace(/page\/\d+\/$/, ""));
      const each = [nodes(first, "ItemList")[0].itemListElement ?? []].flat().length;
      members.forEach(({ position }, rank) => position === (number - 1) * each + rank + 1 || complaints.push(`${page.file}: ${position}`));
      lists += 1;
      if (!cards.length && page.path.split("/").length === 4) {
        // The index of themes shows no cards: its members are links of the page.
        const links = page.named("a").map((link) => base + attribute(link, "href"));
        for (const { url } of members) if (!links.includes(url)) complaints.push(`${page.file}: ${url} is not shown`);
        continue;
      }
      if (members.length !== shown.length) complaints.push(`${page.file}: ${members.length}, not ${shown.length}`);
      shown.forEach(([name, url, isExample], rank) => {
        const told = members[rank];
        const same = isExample ? plain(told.name).endsWith(` ${name}`) : plain(told.name) === name;
        if (!same || told.url !== url) complaints.push(`${page.file}: ${JSON.stringify(told)}, not ${name}`);
      });
    }
  }
  assert.ok(lists > 20, `${lists} lists`);
  assertNone(complaints, "lists");
});

test("every date of a thing is one that its page shows", () => {
  const complaints = [];
  const dates = ["startDate", "endDate", "validFrom", "validThrough", "datePublished", "dateModified", "expires", "startTime", "endTime"];
  let told = 0;
  for (const [page, graph] of graphs) {
    const shown = page.named("time").map((time) => attribute(time, "datetime"));
    for (const [key, value] of strings(graph)) {
      if (!dates.includes(key)) continue;
      told += 1;
      if (!shown.includes(value)) complaints.push(`${page.file}: ${key} ${value}`);
    }
  }
  assert.ok(told > 50, `${told} dates`);
  assertNone(complaints, "dates that are not shown");
});

test("every item but the invented has a thing of the class that its kind asks for, and the invented have none", () => {
  const wanted = {
    challenge: ["Article"], call: ["Demand", "GovernmentService", "Service"], event: ["Event", "EducationEvent", "BusinessEvent", "SocialEvent"],
    programme: ["GovernmentService", "Service", "Organization", "CreativeWork"], startup: ["GovernmentService", "Service"],
    organisation: ["GovernmentOrganization", "Corporation", "NGO", "Organization"], update: ["NewsArticle"],
  };
  const complaints = [];
  const found = new Set();
  for (const page of own.filter((page) => page.item && !page.item.startsWith("page/"))) {
    const kind = page.item.split("/")[0];
    const header = page.named("header").find((one) => hasClass(one, "item-header"));
    const isExample = [...elements(header)].some((one) => hasClass(one, "notice-example"));
    const thing = graphs.get(page)["@graph"].find((node) => node["@id"] === self(page).mainEntity?.["@id"]);
    if (isExample && (thing || graphs.get(page)["@graph"].length > 2)) complaints.push(`${page.file} is invented, and has a ${thing?.["@type"]}`);
    if (isExample) continue;
    // A call without dates, or taken back, is not announced.
    const isSilent = kind === "call" && ["unknown", "cancelled", "suspended", "withdrawn", "finalised", "awarded"].includes(page.state);
    if (!thing && !isSilent) complaints.push(`${page.file}: nothing`);
    if (thing && !wanted[kind].includes(thing["@type"])) complaints.push(`${page.file}: ${thing["@type"]}`);
    if (thing) found.add(kind);
    if (kind === "event" && !(thing.startDate && thing.endDate && thing.eventStatus && thing.organizer)) complaints.push(`${page.file}: an event without its facts`);
  }
  assertNone(complaints, "things");
  assert.deepEqual([...found].sort(), Object.keys(wanted).sort());
});

test("the home page tells of the site, which is searched where it can be", () => {
  for (const lang of languages) {
    const page = pageAt(`/${lang}/`);
    const [site] = nodes(page, "WebSite");
    assert.equal(site.url, `${base}/${lang}/`);
    assert.equal(site.inLanguage, lang);
    assert.ok(site.name && site.description && site.publisher && site.license);
    const template = site.potentialAction?.target.urlTemplate;
    const forms = page.named("form").filter((form) => attribute(form, "role") === "search").map((form) => attribute(form, "action"));
    assert.ok(template, "the site has a page to search it");
    assert.ok(forms.includes(new URL(template).pathname) && template.endsWith("{search_term_string}"), template);
  }
});
