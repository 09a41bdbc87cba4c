// The feeds, read by programs that share no code: feedsmith reads all of them, rss-parser (on the strict parser sax) those
// in XML, feed-extractor those in JSON.

import { test } from "node:test";
import assert from "node:assert/strict";
import { XMLValidator } from "fast-xml-parser";
import { extractFromJson } from "@extractus/feed-extractor";
import { parseFeed } from "feedsmith";
import { parseFragment } from "parse5";
import RssParser from "rss-parser";
import { assertNone } from "./complaints.js";
import { attribute, base, config, elements, everyPage, fileAt, files, filesOf, folder, languages, movedBase, movedFolder, now, pageAt, pages, read } from "./site.js";

const isFeed = (file) => /\/feed(-\d+)?\.(xml|atom|json)$/.test(file);
const isArchive = (file) => /\/feed-\d+\./.test(file);
const feeds = [...files].filter(isFeed);
/** The ids of all entries, by language. */
const wholes = new Map();
const hosts = [base, movedBase].map((one) => new URL(one).host);

/** The feed that a file is: itself, but under an old address, whose page leads elsewhere, the one beside the page it leads to. */
function feedOf(file) {
  const beside = `${file.slice(0, file.lastIndexOf("/"))}/index.html`;
  const leads = files.has(beside) && /http-equiv="?refresh"?[^>]*url=([^"'>]+)/i.exec(read(beside))?.[1];
  return leads ? new URL(file.slice(file.lastIndexOf("/") + 1), new URL(leads, base)).pathname : file;
}

/** One shape for RSS, Atom and JSON, as feedsmith read them. */
function readFeed(file, root = folder) {
  const { format, feed } = parseFeed(read(file, root));
  const links = feed.atom?.links ?? feed.links ?? [];
  const item = {
    rss: (one) => ({ id: one.guid?.value, link: one.link, title: one.title, date: one.pubDate, updated: one.atom?.updated, html: one.content?.encoded ?? one.description }),
    atom: (one) => ({ id: one.id, link: one.links?.find((link) => !link.rel || link.rel === "alternate")?.href, title: one.title?.value ?? one.title, date: one.published ?? one.updated, updated: one.updated, html: one.content?.value ?? one.content ?? one.summary?.value ?? one.summary }),
    json: (one) => ({ id: one.id, link: one.url, title: one.title, date: one.date_published, updated: one.date_modified, html: one.content_html ?? one.summary }),
  }[format];
  return {
    format,
    self: format === "json" ? feed.feed_url : links.find((link) => link.rel === "self")?.href,
    home: format === "atom" ? links.find((link) => link.rel === "alternate")?.href : feed.link ?? feed.home_page_url,
    title: feed.title?.value ?? feed.title,
    language: feed.language,
    /** The file of older entries, and that of newer ones people subscribe to, as addresses. */
    older: links.find((link) => link.rel === "prev-archive")?.href,
    current: links.find((link) => link.rel === "current")?.href,
    items: (feed.items ?? feed.entries ?? []).map(item),
  };
}

test("there are feeds of the site and of every section, in every language", () => {
  for (const lang of languages) assert.ok(feeds.filter((file) => file.startsWith(`/${lang}/`)).length >= 8, lang);
});

test("what the style sheet hides on pages stands in no feed, and nothing depends on it", () => {
  const complaints = feeds.filter((file) => /visually-hidden| class=\\?"(?!language-)/.test(read(file)));
  assertNone(complaints, "feeds with hidden words or classes");
});

test("every feed in XML is well-formed", () => {
  const complaints = feeds.filter((file) => !file.endsWith(".json"))
    .map((file) => [file, XMLValidator.validate(read(file))])
    .filter(([, verdict]) => verdict !== true)
    .map(([file, { err }]) => `${file}:${err.line} ${err.msg}`);
  assertNone(complaints, "malformed feeds");
});

test("two readers find the same entries in every feed", async () => {
  const complaints = [];
  const other = new RssParser();
  for (const file of feeds.filter((file) => !file.endsWith(".json"))) {
    const one = readFeed(file);
    const two = await other.parseString(read(file));
    const outline = (title, items) => JSON.stringify([title, items]);
    const ours = outline(one.title, one.items.map(({ link, title, id }) => [link, title, id]));
    const theirs = outline(two.title, two.items.map(({ link, title, guid, id }) => [link, title, guid ?? id]));
    if (ours !== theirs) complaints.push(`${file}:\n    ${ours.slice(0, 300)}\n    ${theirs.slice(0, 300)}`);
    if (two.items.some((item) => item.isoDate === undefined)) complaints.push(`${file}: a date that rss-parser does not read`);
  }
  for (const file of feeds.filter((file) => file.endsWith(".json"))) {
    const one = readFeed(file);
    const two = extractFromJson(JSON.parse(read(file)), { descriptionMaxLen: 0, getExtraEntryFields: ({ id }) => ({ guid: id }) });
    const outline = (title, items) => JSON.stringify([title, items]);
    // This reader takes the place on the page off an address.
    const ours = outline(one.title, one.items.map(({ link, title, id, date }) => [link.split("#")[0], title, id, new Date(date).toISOString()]));
    const theirs = outline(two.title, two.entries.map(({ link, title, guid, published }) => [link, title, guid, published]));
    if (ours !== theirs) complaints.push(`${file}:\n    ${ours.slice(0, 300)}\n    ${theirs.slice(0, 300)}`);
  }
  assertNone(complaints, "feeds that readers read differently");
});

test("the three formats of a feed tell the same; calls and programmes have one", () => {
  const complaints = [];
  const isOfItem = (file) => /<article class="item" data-item="(call|programme)\//.test(read(file.replace(/feed\.xml$/, "index.html")));
  // An item's old address has the one format of its feed, a theme's has all three.
  const isAlone = (file) => isOfItem(file) || (pageAt(file.replace(/feed\.xml$/, "")).redirects && !files.has(file.replace(/xml$/, "atom")));
  const outline = (file) => JSON.stringify(readFeed(file).items.map(({ id, link, title, date, updated, html }) =>
    [id, link, title, new Date(date).getTime(), new Date(updated).getTime(), html.trim()]));
  for (const file of feeds.filter((file) => file.endsWith(".xml"))) {
    const rss = outline(file);
    if (isAlone(file)) {
      for (const ending of ["atom", "json"]) if (files.has(file.replace(/xml$/, ending))) complaints.push(`${file} is not alone`);
      continue;
    }
    for (const ending of ["atom", "json"]) {
      const other = file.replace(/xml$/, ending);
      if (!files.has(other) || outline(other) !== rss) complaints.push(`${other} differs from ${file}`);
    }
  }
  assertNone(complaints, "formats at odds");
});

test("from every feed in XML its archives, which are Atom, lead to all that is older, each entry at least once and none twice in a file", () => {
  const complaints = feeds.filter((file) => isArchive(file) && !file.endsWith(".atom"));
  const reached = new Set();
  for (const file of feeds.filter((file) => !isArchive(file) && !file.endsWith(".json"))) {
    const { items, older } = readFeed(file);
    const dates = new Map(items.map(({ id, date }) => [id, new Date(date).getTime()]));
    let next = older;
    for (let steps = 0; next !== undefined; steps += 1) {
      const archive = next.slice(base.length);
      reached.add(archive);
      if (!files.has(archive) || steps > 200) { complaints.push(`${file}: ${next} is not there`); break; }
      const one = readFeed(archive);
      if (one.current !== base + file.replace(/xml$/, "atom")) complaints.push(`${archive}: current is ${one.current}`);
      if (!/<fh:archive\/>/.test(read(archive))) complaints.push(`${archive}: does not say that it is an archive`);
      if (one.items.length > config.feeds.size) complaints.push(`${archive}: ${one.items.length} entries`);
      for (const { id, date } of one.items) dates.set(id, new Date(date).getTime());
      if (one.older === next) { complaints.push(`${archive}: leads to itself`); break; }
      next = one.older;
    }
    // The feed of everything holds whatever another one does.
    const lang = file.split("/")[1];
    if (file === `/${lang}/feed.atom`) wholes.set(lang, new Set(dates.keys()));
  }
  for (const file of feeds.filter(isArchive)) if (!reached.has(file)) complaints.push(`${file}: no feed leads there`);
  for (const file of feeds.filter((file) => !file.includes(`/${config.languages.find(({ code }) => file.startsWith(`/${code}/`))?.sections.digest}/`))) {
    const whole = wholes.get(file.split("/")[1]);
    for (const { id } of readFeed(file).items) if (!whole.has(id)) complaints.push(`${file}: ${id} is not reached from the feed of everything`);
  }
  assertNone(complaints, "older entries out of reach");
});


test("every feed of every page it is announced on exists, and says its own address and language", () => {
  const complaints = [];
  for (const file of feeds) {
    const { self, home, language, title, format } = readFeed(file);
    if (self !== base + feedOf(file)) complaints.push(`${file}: self is ${self}`);
    if (!home?.startsWith(base + "/") || !fileAt(home.slice(base.length))) complaints.push(`${file}: home is ${home}`);
    if (format !== "atom" && language !== file.split("/")[1]) complaints.push(`${file}: language ${language}`);
    if (!title) complaints.push(`${file}: no title`);
  }
  const announced = new Set(everyPage.flatMap((page) => page.links("alternate").filter((link) => attribute(link, "type")).map((link) => attribute(link, "href"))));
  for (const address of announced) if (!files.has(address)) complaints.push(`${address} is announced, and not there`);
  for (const file of feeds) if (!announced.has(feedOf(file)) && !isArchive(file)) complaints.push(`${file} is announced on no page`);
  assertNone(complaints, "feeds at odds with their address");
});

test("the ids of a feed's entries are unique, and name no host and no address", () => {
  const complaints = [];
  for (const file of feeds) {
    const ids = readFeed(file).items.map(({ id }) => id);
    for (const id of ids) {
      if (!id) complaints.push(`${file}: an entry without id`);
      else if (/^https?:|^\//.test(id) || hosts.some((host) => id.includes(host))) complaints.push(`${file}: ${id}`);
      if (ids.filter((other) => other === id).length > 1) complaints.push(`${file}: ${id} stands twice`);
    }
  }
  assertNone(complaints, "ids that will not last");
});

test("an RSS id is not called a permanent link", () => {
  const complaints = feeds.filter((file) => file.endsWith(".xml"))
    .flatMap((file) => [...read(file).matchAll(/<guid(?![^>]*isPermaLink="false")[^>]*>[^<]*/g)].map(([guid]) => `${file}: ${guid}`));
  assertNone(complaints, "ids said to be links");
});

test("the same feed under another host has the same ids and dates, and nothing of the first host", () => {
  const complaints = [];
  const moved = filesOf(movedFolder).filter(isFeed);
  assert.deepEqual(moved, feeds);
  for (const file of feeds) {
    const outline = (feed) => JSON.stringify(feed.items.map(({ id, title, date }) => [id, title, date]));
    if (outline(readFeed(file)) !== outline(readFeed(file, movedFolder))) complaints.push(`${file}: other entries`);
    if (read(file, movedFolder).includes(new URL(base).host)) complaints.push(`${file}: names ${base}`);
    const { self, items } = readFeed(file, movedFolder);
    if (self !== movedBase + feedOf(file)) complaints.push(`${file}: self is ${self}`);
    for (const { link } of items) if (!link.startsWith(movedBase + "/")) complaints.push(`${file}: ${link}`);
  }
  assertNone(complaints, "feeds that change with the host");
});

test("every entry has a title and content, and leads to a page of the feed's language", () => {
  const complaints = [];
  for (const file of feeds) {
    for (const { id, link, title, html } of readFeed(file).items) {
      const path = link?.startsWith(base + "/") && fileAt(new URL(link).pathname);
      const page = path && pages.find((one) => one.file === path);
      if (!page) complaints.push(`${file}: ${id} leads to ${link}`);
      else if (page.lang !== file.split("/")[1]) complaints.push(`${file}: ${id} leads to a page in ${page.lang}`);
      // A page in place of a translation has another one as its canonical address; `noindex` alone concerns search engines.
      else if (page.canonical[0] !== link.split("#")[0]) complaints.push(`${file}: ${id} leads to ${link}, which stands in for ${page.canonical[0]}`);
      else if (new URL(link).hash && !page.ids.includes(decodeURIComponent(new URL(link).hash.slice(1)))) complaints.push(`${file}: ${link}: no such id`);
      if (!title?.trim() || !html?.trim()) complaints.push(`${file}: ${id} has no title or no content`);
      if (/&(amp|lt|gt|quot|#\d+);/.test(title ?? "")) complaints.push(`${file}: ${id} is escaped twice: ${title}`);
    }
  }
  assertNone(complaints, "entries that lead nowhere");
});

test("every address in the content of an entry is absolute, and leads somewhere", () => {
  const complaints = [];
  for (const file of feeds) {
    for (const { id, html } of readFeed(file).items) {
      for (const element of elements(parseFragment(html ?? ""))) {
        for (const name of ["href", "src", "poster"]) {
          const value = attribute(element, name);
          if (value === undefined) continue;
          if (!/^(https?:\/\/|mailto:|tel:)/.test(value)) complaints.push(`${file}: ${id}: ${value}`);
          else if (value.startsWith(base) && !fileAt(new URL(value).pathname)) complaints.push(`${file}: ${id}: ${value} leads nowhere`);
        }
      }
    }
  }
  assertNone(complaints, "addresses that a feed reader cannot follow");
});

test("the content of an entry needs nothing that feed readers take out: scripts, styles, frames, form fields", () => {
  const complaints = new Set();
  for (const file of feeds) {
    for (const { id, html } of readFeed(file).items) {
      for (const { tagName } of elements(parseFragment(html ?? ""))) {
        if (["script", "style", "iframe", "object", "form", "input", "button", "select"].includes(tagName)) complaints.add(`${id}: <${tagName}>`);
      }
    }
  }
  assertNone([...complaints], "elements that readers take out");
});

test("the dates of RSS are those of RFC 822, and true days of the week", () => {
  const form = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} ([+-]\d{4}|GMT)$/;
  const complaints = [];
  for (const file of feeds.filter((file) => file.endsWith(".xml"))) {
    for (const [, , date] of read(file).matchAll(/<(pubDate|lastBuildDate)>([^<]*)</g)) {
      const day = new Date(`${date.slice(5, 16)} 00:00:00 GMT`).toUTCString().slice(0, 3);
      if (!form.test(date) || day !== date.slice(0, 3)) complaints.push(`${file}: ${date}`);
    }
  }
  assertNone(complaints, "dates that RFC 822 does not know");
});

test("no entry is dated in the future, and the newest come first", () => {
  const complaints = [];
  for (const file of feeds) {
    const dates = readFeed(file).items.map(({ id, date }) => ({ id, when: new Date(date) }));
    dates.forEach(({ id, when }, rank) => {
      if (Number.isNaN(when.getTime())) complaints.push(`${file}: ${id} has no date`);
      if (when > now) complaints.push(`${file}: ${id} is of ${when.toISOString()}`);
      if (rank > 0 && when > dates[rank - 1].when) complaints.push(`${file}: ${id} stands after an older one`);
    });
  }
  assertNone(complaints, "entries out of time");
});
