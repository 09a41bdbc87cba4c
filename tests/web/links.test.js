// Where addresses lead, inside the site and from one language to another.

import { test } from "node:test";
import assert from "node:assert/strict";
import { assertNone } from "./complaints.js";
import { attribute, base, everyPage, fileAt, files, hasClass, languages, pageAt, pages, read, text } from "./site.js";

const ADDRESSES = { a: ["href"], link: ["href"], img: ["src", "srcset"], source: ["src", "srcset"], script: ["src"], video: ["src", "poster"], audio: ["src"], track: ["src"], use: ["href"], form: ["action"] };
const SHARED = ["og:url", "og:image", "twitter:image"];

/** `{from, to}` for every address a page names, the shared ones of its head included. */
function addresses(page) {
  const found = [];
  for (const element of page.all) {
    for (const name of ADDRESSES[element.tagName] ?? []) {
      const value = attribute(element, name);
      if (value === undefined) continue;
      const parts = name === "srcset" ? value.split(",").map((part) => part.trim().split(/\s+/)[0]) : [value];
      found.push(...parts);
    }
    if (element.tagName === "meta" && SHARED.includes(attribute(element, "property") ?? attribute(element, "name"))) {
      found.push(attribute(element, "content"));
    }
    const refresh = element.tagName === "meta" && attribute(element, "http-equiv") === "refresh";
    if (refresh) found.push(attribute(element, "content").replace(/^.*url=/, ""));
  }
  const resolve = (value) => (URL.canParse(value, base + page.path) ? new URL(value, base + page.path) : undefined);
  return found.map((value) => ({ value, url: resolve(value) }));
}

test("every internal address leads to a file, and every fragment to an id", () => {
  const complaints = [];
  for (const page of everyPage) {
    for (const { value, url } of addresses(page)) {
      if (!url) complaints.push(`${page.file}: “${value}” is no address`);
      if (url?.origin !== base) continue;
      const file = fileAt(url.pathname);
      if (!file) complaints.push(`${page.file}: ${value} leads nowhere`);
      else if (url.hash.length > 1 && file.endsWith(".html")) {
        const target = everyPage.find((other) => other.file === file);
        if (!target.ids.includes(decodeURIComponent(url.hash.slice(1)))) complaints.push(`${page.file}: ${value}: no such id`);
      }
    }
  }
  assertNone(complaints, "addresses that lead nowhere");
});

test("no link goes through a redirect of the site itself", () => {
  const redirects = new Set(everyPage.filter((page) => page.redirects).map((page) => page.file));
  const complaints = pages.flatMap((page) => addresses(page)
    .filter(({ url }) => url?.origin === base && redirects.has(fileAt(url.pathname)))
    .map(({ value }) => `${page.file}: ${value}`));
  assertNone(complaints, "links to redirects");
});

test("every link to a page is written as the page's own address", () => {
  const complaints = pages.flatMap((page) => addresses(page)
    .filter(({ url }) => url?.origin === base)
    .filter(({ url }) => fileAt(url.pathname)?.endsWith("/index.html") && !url.pathname.endsWith("/"))
    .map(({ value }) => `${page.file}: ${value}`));
  assertNone(complaints, "links that a host would redirect");
});

test("no page loads anything of another host", () => {
  const complaints = [];
  for (const page of everyPage) {
    for (const element of page.all) {
      const loads = { link: /^(?!canonical|alternate|me|license|author|next|prev).*/.test(attribute(element, "rel") ?? "") && "href", img: "src", source: "src", script: "src", iframe: "src", video: "src", audio: "src", embed: "src", object: "data", use: "href" }[element.tagName];
      const value = loads && attribute(element, loads);
      if (value && new URL(value, base + page.path).origin !== base) complaints.push(`${page.file}: <${element.tagName} ${loads}="${value}">`);
      if (/^https?:|^\/\//.test(value ?? "")) complaints.push(`${page.file}: <${element.tagName} ${loads}="${value}"> names a host`);
    }
  }
  assertNone(complaints, "things of other hosts");
});

test("other sites are linked by https, mail and telephone links only", () => {
  const complaints = pages.flatMap((page) => addresses(page)
    .filter(({ url }) => url && url.origin !== base && !["https:", "http:", "mailto:", "tel:", "webcal:"].includes(url.protocol))
    .map(({ value }) => `${page.file}: ${value}`));
  assertNone(complaints, "links of another kind");
});

test("no style sheet fetches anything from elsewhere", () => {
  const complaints = [...files].filter((file) => file.endsWith(".css")).flatMap((file) =>
    [...read(file).matchAll(/@import|url\(\s*["']?(?!data:)([^)"']+)/g)]
      .filter(([whole, url]) => whole === "@import" || /^(https?:)?\/\//.test(url) || !fileAt(new URL(url, base + file).pathname))
      .map(([whole]) => `${file}: ${whole}`));
  assertNone(complaints, "addresses in style sheets");
});

test("every page names one canonical address, its own, or the original's where it has no words of its own", () => {
  const complaints = [];
  for (const page of pages.filter((page) => !page.path.endsWith("404.html"))) {
    const [canonical, ...more] = page.canonical;
    const own = base + encodeURI(page.path);
    if (more.length || !canonical) complaints.push(`${page.file}: ${page.canonical.length} canonical addresses`);
    else if (page.hidden && canonical !== own) {
      const original = pageAt(new URL(canonical).pathname);
      if (!original || original.item !== page.item || original.hidden) complaints.push(`${page.file}: canonical ${canonical} is not its original`);
    } else if (canonical !== own) complaints.push(`${page.file}: canonical ${canonical}`);
  }
  assertNone(complaints, "wrong canonical addresses");
});

test("the languages of a page name each other, and x-default is one of them or the root", () => {
  const complaints = [];
  for (const page of pages) {
    const { alternates } = page;
    if (alternates.size === 0) {
      if (!page.hidden) complaints.push(`${page.file}: names no alternates`);
      continue;
    }
    if (!alternates.has("x-default")) complaints.push(`${page.file}: no x-default`);
    if (![...alternates.values()].includes(base + page.path)) complaints.push(`${page.file}: does not name itself`);
    for (const [lang, address] of alternates) {
      const target = address.startsWith(base + "/") && pageAt(address.slice(base.length));
      if (!target) complaints.push(`${page.file}: ${lang} leads nowhere: ${address}`);
      else if (lang !== "x-default" && (target.lang !== lang || !languages.includes(lang))) complaints.push(`${page.file}: ${lang} leads to ${target.lang}`);
      else if (target.hidden !== page.hidden) complaints.push(`${page.file}: ${lang} leads to a page that is ${target.hidden ? "not " : ""}indexed`);
      else if (JSON.stringify([...target.alternates].sort()) !== JSON.stringify([...alternates].sort())) complaints.push(`${page.file}: ${address} names other alternates`);
      else if (target.item !== page.item) complaints.push(`${page.file}: ${address} is about ${target.item}`);
    }
  }
  assertNone(complaints, "alternates at odds");
});

test("the language switch of every page leads to its counterpart, whose switch leads back", () => {
  const complaints = [];
  const switchOf = (page) => new Map(page.named("a")
    .filter((link) => attribute(link, "hreflang") && attribute(link, "hreflang") === attribute(link, "lang") && !attribute(link, "href").includes("#"))
    .filter((link) => languages.includes(attribute(link, "hreflang")))
    .map((link) => [attribute(link, "hreflang"), attribute(link, "href")]));
  for (const page of pages.filter((page) => languages.includes(page.path.split("/")[1]))) {
    const found = switchOf(page);
    for (const lang of languages) {
      const target = found.has(lang) && pageAt(found.get(lang));
      if (!target) complaints.push(`${page.file}: no switch to ${lang}`);
      else if (target.lang !== lang || target.item !== page.item) complaints.push(`${page.file}: switch to ${lang} leads to ${target.file}`);
      else if (switchOf(target).get(page.lang) !== page.path) complaints.push(`${page.file}: ${target.file} does not lead back`);
      const shown = page.alternates.get(lang);
      if (shown && shown !== base + found.get(lang)) complaints.push(`${page.file}: hreflang and switch to ${lang} differ`);
    }
  }
  assertNone(complaints, "switches that mislead");
});

test("a page without words of its own marks those of the original with their language", () => {
  const complaints = [];
  for (const page of pages.filter((page) => page.item && page.hidden && page.canonical[0] !== base + page.path)) {
    const original = pageAt(new URL(page.canonical[0]).pathname);
    for (const tag of ["p.lead", "div.prose"]) {
      const [name, className] = tag.split(".");
      const first = (one) => one.named(name).find((element) => hasClass(element, className));
      const [here, there] = [first(page), first(original)];
      if (!here || !there || text(here).trim() !== text(there).trim()) continue;
      if (languageOf(innermost(here)) !== original.lang) complaints.push(`${page.file}: ${tag} “${text(here).trim().slice(0, 60)}” is not marked as ${original.lang}`);
    }
  }
  assertNone(complaints, "words not marked");
});

/** The element within that holds all the words: a paragraph may hold them in a marked passage. */
function innermost(element) {
  const held = element.childNodes.filter((child) => child.tagName || child.value?.trim());
  return held.length === 1 && held[0].tagName ? innermost(held[0]) : element;
}

function languageOf(element) {
  for (let one = element; one?.attrs; one = one.parentNode) if (attribute(one, "lang")) return attribute(one, "lang");
}

test("no address holds a capital, a space or a letter with an accent", () => {
  const odd = pages.map((page) => page.path).filter((path) => !/^[a-z0-9./-]*$/.test(path));
  assert.deepEqual(odd, []);
});
