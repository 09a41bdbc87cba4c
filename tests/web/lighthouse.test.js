// Lighthouse, as for a telephone, on a page of each sort; and what a page weighs on its way to one.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { CHROMIUM, serve } from "./browser.js";
import { assertNone } from "./complaints.js";
import { attribute, everyPage, languages, read, samples } from "./site.js";

/** The least that a page has to reach, of 100. */
const LEAST = { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };
/** How often a page is measured that seems slow: the median of five is the page's own doing (Lighthouse, docs/variability.md). */
const RUNS = 5;
const TEMPLATES = ["home", "list of calls", "call", "event", "page"];

/** What a page may weigh with its styles and scripts, without images, compressed, in bytes. */
const HEAVIEST = 25_000;

const speed = (lhr) => lhr.categories.performance.score;

test("Lighthouse has nothing to say of a home page, a list, a call, an event and a page", async (context) => {
  const root = mkdtempSync(join(tmpdir(), "parvis-lighthouse-"));
  after(() => rmSync(root, { recursive: true }));
  const site = join(root, "site");
  const origin = await serve(site);
  // Pages name their own address, which has to be the one at which they are read.
  const source = join(process.env.PARVIS_CONTENT, "..");
  execFileSync(process.env.PARVIS_PROGRAM, ["--root", source, "build", "--at", process.env.PARVIS_AT, "--quiet", "--out", site, "--base-url", origin]);
  const chrome = await launch({
    chromePath: CHROMIUM,
    chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
  });
  after(() => chrome.kill());
  const complaints = [];
  for (const template of TEMPLATES) {
    const { page } = samples.find((sample) => sample.template === template && sample.page.path.startsWith(`/${languages[0]}/`));
    const options = { port: chrome.port, onlyCategories: Object.keys(LEAST), logLevel: "silent" };
    const measure = async () => (await lighthouse(origin + page.path, options)).lhr;
    const runs = [await measure()];
    if (speed(runs[0]) < LEAST.performance / 100) {
      while (runs.length < RUNS) runs.push(await measure());
      runs.sort((one, other) => speed(one) - speed(other));
    }
    const lhr = runs[Math.floor(runs.length / 2)];
    for (const [category, least] of Object.entries(LEAST)) {
      const { score, auditRefs } = lhr.categories[category];
      const failed = auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1).map(({ id }) => id);
      if (score * 100 < least) complaints.push(`${page.path}: ${category} ${Math.round(score * 100)} (${failed.join(", ")})`);
    }
    const shift = lhr.audits["cumulative-layout-shift"].numericValue;
    const scores = Object.entries(lhr.categories).map(([category, { score }]) => `${category} ${Math.round(score * 100)}`);
    context.diagnostic(`${page.path}: ${scores.join(", ")}, shift ${shift}${runs.length > 1 ? `, the median of ${runs.length}` : ""}`);
    if (shift > 0) complaints.push(`${page.path}: the layout shifts by ${shift}`);
  }
  assertNone(complaints, "short of what is asked");
});

test("no page weighs more than 25 KB with its styles and scripts", (context) => {
  const weights = new Map();
  const weight = (file) => {
    if (!weights.has(file)) weights.set(file, gzipSync(read(file)).length);
    return weights.get(file);
  };
  const complaints = [];
  const heaviest = new Map();
  for (const page of everyPage) {
    const linked = page.all.flatMap((element) => {
      const isStyle = element.tagName === "link" && attribute(element, "rel") === "stylesheet";
      return [isStyle && attribute(element, "href"), element.tagName === "script" && attribute(element, "src")].filter(Boolean);
    });
    const total = [page.file, ...linked].reduce((sum, file) => sum + weight(file), 0);
    const kind = page.item?.split("/")[0] ?? "list or other";
    if (total > (heaviest.get(kind)?.total ?? 0)) heaviest.set(kind, { total, file: page.file });
    if (total > HEAVIEST) complaints.push(`${page.file}: ${total} bytes`);
  }
  for (const [kind, { total, file }] of heaviest) context.diagnostic(`the heaviest ${kind}: ${total} bytes, ${file}`);
  assertNone(complaints, "pages too heavy");
});
