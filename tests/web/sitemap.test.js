// What search engines are told: sitemap.xml and robots.txt.

import { test } from "node:test";
import assert from "node:assert/strict";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { assertNone } from "./complaints.js";
import { base, now, pageAt, pages, read } from "./site.js";

const source = read("/sitemap.xml");
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", isArray: (name) => ["url", "xhtml:link"].includes(name) });
const urls = parser.parse(source).urlset.url;

test("the sitemap is well-formed and small enough", () => {
  assert.equal(XMLValidator.validate(source), true);
  assert.ok(urls.length > 0 && urls.length <= 50_000 && source.length < 50_000_000);
});

test("the sitemap lists every page that may be indexed, once, and no other", () => {
  const listed = urls.map((url) => url.loc).sort();
  const wanted = pages.filter((page) => !page.hidden && !page.path.endsWith("404.html")).map((page) => base + page.path).sort();
  const complaints = [
    ...listed.filter((url, rank) => listed.indexOf(url) !== rank).map((url) => `${url} stands twice`),
    ...listed.filter((url) => !wanted.includes(url)).map((url) => `${url} is listed, and is no page to index`),
    ...wanted.filter((url) => !listed.includes(url)).map((url) => `${url} is not listed`),
  ];
  assertNone(complaints, "differences");
});

test("the alternates in the sitemap are those of the pages", () => {
  const complaints = [];
  for (const url of urls) {
    const page = pageAt(url.loc.slice(base.length));
    const own = (url["xhtml:link"] ?? []).map(({ hreflang, href }) => `${hreflang} ${href}`).sort();
    const shown = [...(page?.alternates ?? [])].map((pair) => pair.join(" ")).sort();
    if (JSON.stringify(own) !== JSON.stringify(shown)) complaints.push(`${url.loc}: ${own.join(", ")} but the page says ${shown.join(", ")}`);
  }
  assertNone(complaints, "alternates at odds");
});

test("no page was changed in the future", () => {
  const complaints = urls.filter((url) => url.lastmod && !(new Date(url.lastmod) <= now)).map((url) => `${url.loc}: ${url.lastmod}`);
  assertNone(complaints, "dates");
});

test("robots.txt names the sitemap, and forbids nothing", () => {
  const robots = read("/robots.txt");
  assert.match(robots, new RegExp(`^Sitemap: ${base.replaceAll(".", "\\.")}/sitemap\\.xml$`, "m"));
  assert.doesNotMatch(robots, /^Disallow: *\/ *$/m);
});
