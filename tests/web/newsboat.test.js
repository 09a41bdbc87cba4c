// A real feed reader, newsboat, subscribes to the served site, and comes back after titles have changed.

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { promisify } from "node:util";
import initSqlite from "sql.js";
import { config, copySources, languages } from "./site.js";

const work = mkdtempSync(join(tmpdir(), "parvis-newsboat-"));
after(() => rmSync(work, { recursive: true, force: true }));
const site = join(work, "public");
const source = join(work, "source");
mkdirSync(source);
copySources(source);

const server = createServer((request, response) => {
  try {
    const body = readFileSync(join(site, new URL(request.url, "http://site").pathname));
    response.writeHead(200, { "content-type": request.url.endsWith(".atom") ? "application/atom+xml" : "application/rss+xml" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
after(() => { server.close(); server.closeAllConnections(); });
const origin = `http://127.0.0.1:${server.address().port}`;

const build = (at) => execFileSync(process.env.PARVIS_PROGRAM, ["--root", source, "build", "--at", at, "--quiet", "--out", site, "--base-url", origin]);

// For each language the feed of everything, one section, and one call.
const calls = (lang) => config.languages.find(({ code }) => code === lang).sections.calls;
const slug = (lang) => readFileSync(join(source, "content/calls/2026/plain-letters", `index.${lang}.md`), "utf8").match(/^slug: *(\S+)/m)?.[1] ?? "plain-letters";
const feeds = languages.flatMap((lang) => [`/${lang}/feed.xml`, `/${lang}/${calls(lang)}/feed.atom`, `/${lang}/${calls(lang)}/${slug(lang)}/feed.xml`]);

const home = join(work, "home");
mkdirSync(home);
writeFileSync(join(home, "urls"), feeds.map((feed) => `${origin}${feed}\n`).join(""));
writeFileSync(join(home, "config"), "auto-reload no\nmax-items 0\n");
const cache = join(home, "cache.db");

const newsboat = (...command) => promisify(execFile)("newsboat",
  ["-u", join(home, "urls"), "-C", join(home, "config"), "-c", cache, "-x", ...command],
  { env: { ...process.env, HOME: home, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" } });

async function cached() {
  const sqlite = await initSqlite();
  const database = new sqlite.Database(readFileSync(cache));
  const [{ values }] = database.exec("SELECT feedurl, guid, title, pubDate, unread FROM rss_item WHERE deleted = 0");
  database.close();
  return values.map(([feed, guid, title, date, unread]) => ({ feed: feed.slice(origin.length), guid, title, date, unread }));
}

const twice = (items) => items.filter((one, rank) => items.findIndex((other) => other.guid === one.guid) !== rank);

test("newsboat lists the entries in the right language, and sees none twice after titles have changed", async () => {
  build("2026-11-22T12:00");
  await newsboat("reload");
  const before = await cached();
  // It knows an entry by its id, so who follows everything and a section sees each thing once, under one of them.
  for (const lang of languages) {
    const own = feeds.filter((feed) => feed.startsWith(`/${lang}/`));
    const told = own.flatMap((feed) => [...readFileSync(join(site, feed), "utf8").matchAll(/<(?:item|entry)>\s*<title[^>]*>([^<]*)</g)].map(([, title]) => plain(title)));
    const titles = before.filter(({ feed }) => own.includes(feed)).map(({ title }) => title);
    assert.ok(titles.length > 30, `${titles.length} entries under ${lang}`);
    assert.deepEqual([...new Set(titles)].sort(), [...new Set(told)].sort(), lang);
  }
  const opened = { fr: "Ouverture de l’appel", en: "Call opened" };
  for (const lang of languages) {
    const own = before.filter(({ feed }) => feed.startsWith(`/${lang}/`));
    assert.ok(own.some(({ title }) => title.includes(opened[lang])), `a call opened, told in ${lang}`);
    for (const other of languages.filter((one) => one !== lang)) assert.ok(!own.some(({ title }) => title.includes(opened[other])), `nothing told in ${other} under ${lang}`);
  }
  assert.deepEqual(twice(before), []);
  assert.ok(before.every(({ date }) => date <= Date.parse("2026-11-22T11:00Z") / 1000), "nothing is of the future");

  // All is read; then every title of a call changes, and a day goes by.
  for (const lang of languages) {
    const file = join(source, "content/calls/2026/plain-letters", `index.${lang}.md`);
    const text = readFileSync(file, "utf8");
    const changed = text.replace(/^title: .*$/m, `title: "Autre titre ${lang}"`).replace(/^slug: .*$/m, `slug: autre-adresse-${lang}`);
    assert.notEqual(changed, text);
    writeFileSync(file, changed);
  }
  build("2026-11-22T18:00");
  // The call is followed at its old address by those who subscribed to it: the new one is asked for as well.
  const moved = feeds.map((feed) => languages.reduce((one, lang) => one.replace(`/${calls(lang)}/${slugs[lang]}/feed`, `/${calls(lang)}/autre-adresse-${lang}/feed`), feed));
  writeFileSync(join(home, "urls"), moved.map((feed) => `${origin}${feed}\n`).join(""));
  await newsboat("reload");
  const after = await cached();
  assert.deepEqual(twice(after), []);
  const ids = (items) => items.map(({ guid }) => guid).sort();
  assert.deepEqual(ids(after), ids(before), "nothing is new, and nothing is lost");
  assert.ok(after.some(({ title }) => title.includes("Autre titre fr")) && after.some(({ title }) => title.includes("Autre titre en")), "the new titles are shown");
});

const slugs = Object.fromEntries(languages.map((lang) => [lang, slug(lang)]));
const plain = (title) => title.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&#39;|&apos;/g, "'").replace(/&amp;/g, "&");
