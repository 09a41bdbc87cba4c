// The markup itself: what the Nu checker and a careful reader of the source would say.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import assert from "node:assert/strict";
import { assertNone } from "./complaints.js";
import { attribute, config, elements, everyPage, files, folder, hasClass, languages, letters, pages, text } from "./site.js";

/** Messages of the checker that are let through: `{file: /…/, message: /…/, reason: "…"}`. */
const EXCEPTIONS = [
  {
    file: /\.eml\.html$/,
    message: /^The “(width|align|bgcolor|border|cellpadding|cellspacing)” attribute on the “(table|td)” element is obsolete\./,
    reason: "e-mail programs that render by Word know these, and not the styles that replaced them",
  },
];

/** What must never be seen in a page: the traces of a template, a link or a value that was not worked out. */
const TRACES = ["undefined", "{{", "}}", "{%", "%}", "[object", "NaN", "@call/", "@challenge/", "@event/", "@programme/",
  "@startup/", "@organisation/", "@update/", "@page/", ...languages.map((lang) => `index.${lang}.md`)];

test("every page, style sheet and drawing of the theme passes the Nu checker", () => {
  const jar = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
  const assets = [...files].filter((file) => /\.(css|svg)$/.test(file));
  const paths = [...everyPage.map((page) => page.file), ...letters, ...assets].map((file) => join(folder, file));
  const options = ["-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", "--also-check-css", "--also-check-svg"];
  const { messages } = JSON.parse(execFileSync("java", [...options, ...paths], { encoding: "utf8", maxBuffer: 1 << 26 }));
  const complaints = messages
    .filter(({ url, message }) => !EXCEPTIONS.some((exception) => exception.file.test(url) && exception.message.test(message)))
    .map((m) => `${new URL(m.url).pathname.slice(folder.length)}:${m.lastLine} ${m.subType ?? m.type}: ${m.message} ${m.extract ?? ""}`);
  assertNone(complaints, "messages of the Nu checker");
});

test("what is known of a page before it is parsed is what its parser says", () => {
  const facts = ({ redirects, item, state }) => JSON.stringify({ redirects, item, state });
  assertNone(everyPage.filter((page) => facts(page) !== facts(page.parsed)).map((page) => `${page.file}: ${facts(page)}, and ${facts(page.parsed)}`), "pages read wrongly");
  assert.ok(pages.some((page) => page.item && page.state) && everyPage.some((page) => page.redirects), "there are some of each sort");
});

test("every page has exactly one h1, and headings skip no level", () => {
  const complaints = [];
  for (const page of everyPage) {
    const headings = page.all.filter((element) => /^h[1-6]$/.test(element.tagName));
    const first = headings.filter((heading) => heading.tagName === "h1");
    if (first.length !== 1) complaints.push(`${page.file}: ${first.length} h1`);
    let before = 0;
    for (const heading of headings) {
      const level = Number(heading.tagName[1]);
      if (level > before + 1) complaints.push(`${page.file}: h${level} “${text(heading).trim()}” after h${before}`);
      before = level;
    }
  }
  assertNone(complaints, "headings out of order");
});

test("no id stands twice in a page", () => {
  const complaints = everyPage.flatMap(({ file, ids }) =>
    ids.filter((id, rank) => ids.indexOf(id) !== rank).map((id) => `${file}: #${id}`));
  assertNone(complaints, "duplicate ids");
});

test("every page says its language, that of its address", () => {
  const complaints = everyPage
    .filter(({ file, lang }) => {
      const folderName = file.split("/")[1];
      return languages.includes(folderName) ? lang !== folderName : !languages.includes(lang);
    })
    .map(({ file, lang }) => `${file}: lang="${lang}"`);
  assertNone(complaints, "pages in a wrong language");
});

test("every passage marked with a language has a language tag", () => {
  const complaints = [];
  for (const page of everyPage) {
    for (const element of page.all) {
      const lang = attribute(element, "lang");
      if (lang !== undefined && !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(lang)) complaints.push(`${page.file}: <${element.tagName} lang="${lang}">`);
    }
  }
  assertNone(complaints, "wrong language tags");
});

test("no two pages of a language have the same title", () => {
  const complaints = [];
  for (const lang of languages) {
    const seen = new Map();
    for (const page of pages.filter((page) => page.path.startsWith(`/${lang}/`))) {
      if (page.title.trim() === "") complaints.push(`${page.file}: no title`);
      if (seen.has(page.title)) complaints.push(`“${page.title}”: ${seen.get(page.title)} and ${page.file}`);
      seen.set(page.title, page.file);
    }
  }
  assertNone(complaints, "titles used twice");
});

test("every page has a description, and names the site in its title", () => {
  const names = typeof config.title === "string" ? [config.title] : Object.values(config.title);
  const complaints = pages
    .filter((page) => !page.hidden)
    // An organisation may have no summary, and then nothing to describe it with.
    .filter((page) => !page.item?.startsWith("organisation/") || page.all.some((element) => hasClass(element, "lead")))
    .filter((page) => {
      const description = page.named("meta").find((meta) => attribute(meta, "name") === "description");
      return !(description && attribute(description, "content")?.trim()) || !names.some((name) => page.title.includes(name));
    })
    .map((page) => `${page.file}: “${page.title}”`);
  assertNone(complaints, "pages without description or the site's name");
});

test("no page shows a trace of a template, an unresolved link or a missing value", () => {
  // Objects in JSON end as expressions of templates do, and never begin as they do.
  const spaced = (page) => page.source.replace(/<script type="application\/ld\+json">.*?<\/script>/gs, (json) => json.replaceAll("}", "} "));
  const complaints = everyPage.flatMap((page) => {
    const source = spaced(page);
    return TRACES.filter((trace) => source.includes(trace)).map((trace) => {
      const at = source.indexOf(trace);
      return `${page.file}: ${trace} in “${source.slice(Math.max(0, at - 40), at + 40).replaceAll("\n", " ")}”`;
    });
  });
  assertNone(complaints, "traces");
});

test("no page holds an empty heading, link, list, term or description", () => {
  const complaints = [];
  const filled = (element) => text(element).trim() !== ""
    || [...elements(element)].some((child) => child.tagName === "img" && attribute(child, "alt"));
  for (const page of everyPage) {
    for (const element of page.all) {
      if (!/^(h[1-6]|a|button|ul|ol|dl|dt|dd|p|figcaption|caption|time|nav|section)$/.test(element.tagName)) continue;
      if (!filled(element)) complaints.push(`${page.file}: empty <${element.tagName} class="${attribute(element, "class") ?? ""}">`);
    }
  }
  assertNone(complaints, "empty elements");
});

test("no page has an inline script, style or event handler", () => {
  const complaints = [];
  for (const page of everyPage) {
    for (const element of page.all) {
      const data = attribute(element, "type") === "application/ld+json"; // facts for search engines: nothing runs
      if (element.tagName === "style") complaints.push(`${page.file}: <style>`);
      if (element.tagName === "script" && !attribute(element, "src") && !data) complaints.push(`${page.file}: <script> inline`);
      for (const { name, value } of element.attrs) {
        if (name === "style" || name.startsWith("on") || /^\s*javascript:/i.test(value)) complaints.push(`${page.file}: <${element.tagName} ${name}="${value}">`);
      }
    }
  }
  assertNone(complaints, "inline scripts and styles");
});

test("a link to the accessibility statement, with that word in it, stands on every page", () => {
  const complaints = pages
    .filter((page) => !page.named("a").some((link) => /accessibilité|accessibility/i.test(text(link))))
    .map((page) => page.file);
  assertNone(complaints, "pages without it");
});

test("the accessibility statement is written in the markup that the official crawler reads", () => {
  const complaints = [];
  const wanted = ["basic-information", "organization-name", "website-name", "conformance-status", "statement-created-date",
    "feedback", "h-card", "email", "technical-information", "accessibility-limitations"];
  const statements = pages.filter((page) => page.all.some((element) => hasClass(element, "conformance-status")));
  if (statements.length < languages.length) complaints.push(`${statements.length} statements in ${languages.length} languages`);
  for (const page of statements) {
    for (const name of wanted) if (!page.all.some((element) => hasClass(element, name))) complaints.push(`${page.file}: no .${name}`);
    const status = page.all.find((element) => hasClass(element, "conformance-status"));
    const inside = page.all.slice(page.all.indexOf(status));
    if (!inside.some((element) => ["total", "partial", "none"].some((state) => hasClass(element, state)))) complaints.push(`${page.file}: no state`);
  }
  assertNone(complaints, "statements that a crawler cannot read");
});

test("nothing but what the theme and the items bring is published", () => {
  const complaints = readdirSync(folder, { recursive: true }).filter((name) => /\.(md|yaml)$|(^|\/)(\.git|node_modules)(\/|$)/.test(name));
  assertNone(complaints, "sources in the published folder");
});
