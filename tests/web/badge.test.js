// What `parvis serve` shows an editor on top of the site: drafts with their mark, a badge that says what there is to do and where the page
// is written, and the list of all of it. Both with axe, with the keyboard, on a telephone, light and dark.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { launch } from "./browser.js";
import { SECTIONS } from "./setup.js";
import { assertNone } from "./complaints.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const root = mkdtempSync(join(tmpdir(), "parvis-badge-"));
after(() => rmSync(root, { recursive: true }));
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
write("content/site.yaml", `title: Lab
description: {fr: Un laboratoire, en: A lab}
base_url: https://lab.example
languages:
  - {code: fr, name: Français, sections: ${JSON.stringify(SECTIONS.fr)}}
  - {code: en, name: English, sections: ${JSON.stringify(SECTIONS.en)}}
contact: {email: lab@lab.example}
`);
const update = (id, facts, text = "Un texte.") => {
  write(`content/updates/2026/${id}/index.fr.md`, `---\ntitle: Titre ${id}\nsummary: Résumé.\ndate: 2026-05-01\n${facts}---\n\n${text}\n`);
  write(`content/updates/2026/${id}/index.en.md`, `---\ntitle: Title ${id}\nsummary: Summary.\n---\n\nA text.\n`);
};
update("plain", "", "Un [lien](nulle-part.pdf).");
update("draft", "draft: true\n");
update("later", "published: 2026-07-01\n");
write("content/updates/2026/alone/index.fr.md", "---\ntitle: Seul\nsummary: Résumé.\ndate: 2026-05-01\n---\n\nUn texte.\n");

/** The address of a new preview. */
async function preview(...options) {
  const program = spawn(process.env.PARVIS_PROGRAM, ["--root", root, "--lang", "fr", "serve", "--port", "0", "--at", "2026-06-01T12:00:00+02:00", ...options], { stdio: ["ignore", "pipe", "ignore"] });
  after(() => program.kill());
  process.on("exit", () => program.kill());
  const address = await new Promise((found) => createInterface({ input: program.stdout }).on("line", (line) => {
    const [, url] = line.match(/(http:\/\/[^\s]+?)\/?(\s|$)/) ?? [];
    if (url) found(url);
  }));
  for (let tries = 0; (await fetch(`${address}/fr/`)).status !== 200; tries += 1) {
    assert.ok(tries < 200, "the site is shown");
    await new Promise((later) => setTimeout(later, 100));
  }
  return address;
}

const address = await preview();
const browser = await launch();
const plain = `${address}/fr/actualites/plain/`;
const label = (view) => view.locator("#parvis-badge summary");

async function open(url, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const view = await context.newPage();
  await view.goto(url);
  return view;
}

test("drafts and what is published later are shown and marked, on their pages and in lists", async () => {
  const view = await open(`${address}/fr/actualites/`, { javaScriptEnabled: false });
  const tags = (id) => view.locator(`[data-item="update/${id}"] .tag`).allInnerTexts();
  const same = (found, expected) => assert.deepEqual(found.map((text) => text.toLowerCase()), expected);
  same(await tags("draft"), ["brouillon"]);
  same(await tags("later"), ["pas encore publié"]);
  same(await tags("plain"), []);
  await view.goto(`${address}/fr/actualites/draft/`);
  assert.match(await view.locator("main .notice").first().innerText(), /^Brouillon\./);
  await view.goto(`${address}/fr/actualites/later/`);
  assert.match(await view.locator("main .notice").first().innerText(), /1(er|ᵉʳ) juillet 2026/);
});

test("without drafts the site is as the public sees it", async () => {
  const hidden = await preview("--no-drafts");
  for (const [id, status] of [["draft", 404], ["later", 404], ["plain", 200]]) {
    assert.equal((await fetch(`${hidden}/fr/actualites/${id}/`)).status, status, id);
  }
});

test("the badge counts, names the file, and leads to what is to be done on this page", async () => {
  const view = await open(plain, { permissions: ["clipboard-read", "clipboard-write"] });
  await view.locator("#parvis-badge summary", { hasText: /^1 avertissement sur cette page, \d+ sur le site$/ }).waitFor({ timeout: 20_000 });
  const path = "content/updates/2026/plain/index.fr.md";
  // By the keyboard alone.
  await label(view).focus();
  await view.keyboard.press("Enter");
  assert.equal(await view.locator("#parvis-badge code").innerText(), path);
  await view.keyboard.press("Tab");
  await view.keyboard.press("Enter");
  await view.locator("#parvis-badge [role=status]", { hasText: "Copié" }).waitFor();
  assert.equal(await view.evaluate(() => navigator.clipboard.readText()), path);
  await view.keyboard.press("Escape");
  assert.equal(await view.locator("#parvis-badge code").isVisible(), false);
  await view.keyboard.press("Enter");
  await view.locator("#parvis-badge a").click();
  await view.waitForURL(/\/_parvis\/\?page=/);
  const first = view.locator("section").first();
  assert.equal(await first.locator("h2").innerText(), "Sur cette page : Titre plain".replace(" :", "\u00a0:"));
  assert.match(await first.innerText(), new RegExp(path.replaceAll(".", "\\.")));
  assert.equal(await first.locator("li pre").first().innerText(), "Un [lien](nulle-part.pdf).");
  assert.ok(await first.locator("li code").count() > 1, "what stands in backquotes is code");
  assert.ok(!(await view.locator("main").innerText()).includes("`"));
  assert.equal(await view.locator("section li", { hasText: "nulle-part" }).count(), await first.locator("li", { hasText: "nulle-part" }).count(), "nothing is listed twice");
});

test("the list names the page that one came from by a plain link too", async () => {
  const view = await open(plain);
  await view.evaluate(() => { location.href = "/_parvis/"; });
  await view.waitForURL(/\/_parvis\/\?page=/);
  assert.match(await view.locator("h2").first().innerText(), /Titre plain/);
});

test("the badge follows the sources, stays open, and gives way to errors", async () => {
  const view = await open(plain);
  await label(view).click();
  update("plain", "", "Rien de faux.");
  await view.locator("main", { hasText: "Rien de faux." }).waitFor({ timeout: 20_000 });
  await view.locator("#parvis-badge summary", { hasText: /^\d+ avertissements? sur le site$/ }).waitFor({ timeout: 20_000 });
  assert.ok(await view.locator("#parvis-badge code").isVisible(), "it is open after the page was loaded again");
  write("content/updates/2026/plain/index.fr.md", "---\ntitle: [\n---\n");
  await view.locator("#parvis-problems h2").waitFor({ timeout: 20_000 });
  assert.equal(await label(view).isVisible(), false);
  await view.locator("#parvis-problems button").click();
  assert.ok(await label(view).isVisible());
  assert.match(await label(view).innerText(), /1 erreur/);
  update("plain", "", "Un [lien](nulle-part.pdf).");
  await view.locator("#parvis-problems").waitFor({ state: "detached", timeout: 20_000 });
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`badge and list are accessible, ${colorScheme}, ${width} pixels`, async () => {
      const complaints = [];
      for (const url of [plain, `${address}/_parvis/?page=${encodeURIComponent("/fr/actualites/plain/")}`, `${address}/_parvis/`]) {
        const view = await open(url, { colorScheme, viewport: { width, height: 700 } });
        if (url === plain) await label(view).click({ timeout: 20_000 });
        const wide = await view.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) complaints.push(`${url}: ${wide} pixels too wide`);
        await view.evaluate(axe);
        const { violations } = await view.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        complaints.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${url}: ${id} at ${node.target}: ${node.failureSummary}`)));
        for (const target of url === plain ? await view.locator("#parvis-badge :is(summary, button, a)").all() : []) {
          const { x, height, width: wide } = await target.boundingBox();
          if (height < 44 || x < 0 || x + wide > width) complaints.push(`${await target.innerText()}: ${height} high, from ${x} to ${x + wide}`);
        }
        await view.context().close();
      }
      assertNone(complaints, "badge and list");
    });
  }
}

test("nothing of it is printed", async () => {
  const view = await open(plain);
  await label(view).waitFor({ timeout: 20_000 });
  await view.emulateMedia({ media: "print" });
  assert.equal(await label(view).isVisible(), false);
});
