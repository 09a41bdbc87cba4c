// How the pages lie on narrow, enlarged and printed surfaces.

import { test } from "node:test";
import assert from "node:assert/strict";
import { openBrowser } from "./browser.js";
import { assertNone } from "./complaints.js";
import { smallSite } from "./setup.js";
import { languages, pages, samples } from "./site.js";

const { origin, browser } = await openBrowser();

/** What reaches past the sides of the window: the document itself, or an element whose content no scroll bar reaches. */
const overflow = () => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide`);
  const scrolls = (element) => element && (/(auto|scroll)/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    // What only screen readers find is cut off at one pixel, with all that it holds.
    if (box.width <= 1 || box.height <= 1 || element.closest(".hidden") || element.ownerSVGElement || scrolls(element.parentElement)) continue;
    if (box.right > root.clientWidth + 1 || (box.left < -1 && box.right > 0)) {
      found.push(`<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> from ${Math.round(box.left)} to ${Math.round(box.right)}: ${element.textContent.trim().slice(0, 50)}`);
    }
  }
  return found.slice(0, 4);
};

async function overflowing(context, some) {
  const view = await context.newPage();
  const complaints = [];
  for (const page of some) {
    await view.goto(origin + page.path);
    const found = await view.evaluate(overflow);
    complaints.push(...found.map((line) => `${page.path}: ${line}`));
  }
  await context.close();
  return complaints;
}

test("no page is wider than a window of 320 px", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  assertNone(await overflowing(context, pages), "pages that overflow");
});

test("no title is too long for a window of 320 px, nor for one of 1280 px", async () => {
  const title = "Un dispositif interministériel de réapprovisionnement des Donaudampfschifffahrtsgesellschaftskapitänsmützen pour les quarante-deux communes du pays";
  const text = (facts) => `---\ntitle: ${title}\nsummary: ${title}.\n${facts}---\n\n## ${title}\n`;
  const call = "direction: solutions\ninstrument: speedup\nordering_party: other\nchallenges: need\n";
  const files = {
    "organisations/other/index.fr.md": text("type: commune\n"),
    "challenges/need/index.fr.md": text("owner: other\nstatus: in-call\n"),
    "calls/open/index.fr.md": text(`${call}closes: 2026-07-31T17:00\n`),
    "calls/over/index.fr.md": text(`${call}closes: 2026-03-31T17:00\noutcome: awarded\noutcome_date: 2026-05-04\nresults: [{organisation: other}]\n`),
    "events/day/index.fr.md": text("type: workshop\norganiser: other\nlocation: {mode: online}\nstart: 2026-07-15T09:00\nend: 2026-07-15T17:00\ncall: open\n"),
    "programmes/kept/index.fr.md": text("type: commitment\nowner: other\nreference: FR0039\nmilestones: [{label: \"Donaudampfschifffahrtsgesellschaftskapitän\", status: planned}]\n"),
    "updates/news/index.fr.md": text("date: 2026-06-01\nabout: [call/open]\n"),
  };
  const small = await openBrowser(smallSite(files, "2026-06-15T12:00:00+02:00"));
  const complaints = [];
  for (const width of [320, 768, 1280]) {
    const view = await small.browser.newPage({ viewport: { width, height: 844 } });
    const paths = ["", "appels/", "evenements/", "defis/", "programmes/", "organisations/", "actualites/", "nouveautes/", "resultats/", "lettre/2026-06/",
      "appels/open/", "appels/over/", "evenements/day/", "defis/need/", "programmes/kept/", "organisations/other/", "actualites/news/", "recherche/?q=dispositif"];
    for (const path of paths) {
      const answer = await view.goto(`${small.origin}/fr/${path}`);
      assert.equal(answer.status(), 200, path);
      if (path.includes("?")) await view.locator(".search-list li").first().waitFor();
      complaints.push(...(await view.evaluate(overflow)).map((line) => `${path} ${width}: ${line}`));
    }
    await view.close();
  }
  assertNone(complaints, "pages that overflow");
});

test("no template is wider than a window of 1280 px enlarged to 400 %", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  assertNone(await overflowing(context, samples.map(({ page }) => page)), "pages that overflow");
});

test("no template overflows with the letters and lines spaced as WCAG 1.4.12 asks, nor with text twice as large", async () => {
  const context = await browser.newContext({ viewport: { width: 640, height: 640 } });
  const view = await context.newPage();
  const complaints = [];
  const looks = {
    spacing: "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
    "text at 200 %": "html { font-size: 200% !important }",
  };
  for (const { page } of samples.filter(({ page }) => page.lang === languages[0])) {
    await view.goto(origin + page.path);
    for (const [look, content] of Object.entries(looks)) {
      const style = await view.addStyleTag({ content });
      complaints.push(...(await view.evaluate(overflow)).map((line) => `${page.path} (${look}): ${line}`));
      await style.evaluate((element) => element.remove());
    }
  }
  await context.close();
  assertNone(complaints, "pages that overflow");
});

test("a printed call shows its content, and none of the ways around the site", async () => {
  const call = samples.find(({ template, page }) => template === "call" && page.lang === languages[0]).page;
  const view = await browser.newPage();
  await view.goto(origin + call.path);
  await view.emulateMedia({ media: "print" });
  const navigations = await view.locator("nav, .skip").all();
  assert.ok(navigations.length >= 4, "a call has menus, a trail, the languages and a way to its sections");
  for (const navigation of navigations) {
    assert.ok(!(await navigation.isVisible()), `${await navigation.evaluate((element) => element.outerHTML.slice(0, 120))} is printed`);
  }
  for (const content of ["h1", "main .lead", "main .prose", "main [data-state] time, main time"]) {
    assert.ok(await view.locator(content).first().isVisible(), `${content} is not printed`);
  }
  const pdf = await view.pdf({ format: "A4" });
  assert.ok(pdf.length > 10_000, "the printed call is not empty");
  await view.close();
});

test("what is folded away is printed", async () => {
  // A page whose text has `<details>`; those of the theme lead somewhere, and are not printed.
  const folded = pages.find(({ path, source }) => /\/speedup\/$/.test(path) && source.includes("<details>"));
  const view = await browser.newPage();
  await view.goto(origin + folded.path);
  const text = view.locator(".prose details > p").first();
  assert.ok(!(await text.isVisible()), `${folded.path} shows what is folded away`);
  await view.emulateMedia({ media: "print" });
  assert.ok(await text.isVisible(), `${folded.path} does not print what is folded away`);
  await view.close();
});

test("a printed page is dark on white, even for a visitor who prefers dark", async () => {
  const view = await browser.newPage({ colorScheme: "dark" });
  await view.goto(origin + `/${languages[0]}/`);
  await view.emulateMedia({ media: "print" });
  const background = await view.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.match(background, /rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\)/);
  await view.close();
});
