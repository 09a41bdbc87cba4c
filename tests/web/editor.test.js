// The browser editor that `parvis new --cms` writes: in Chromium, on the files of the catalogue, an item is opened, changed and
// saved, and afterwards `check` is clean and nothing else has changed that means something.
//
// The editor works on a folder that the browser is allowed to use; here that is one of the browser's own, filled with the
// catalogue, since nobody can answer the question which folder it may use.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parse } from "yaml";
import { openBrowser } from "./browser.js";

const program = process.env.PARVIS_PROGRAM;
const root = mkdtempSync(join(tmpdir(), "parvis-editor-"));
after(() => rmSync(root, { recursive: true }));
cpSync(process.env.PARVIS_CONTENT, join(root, "content"), { recursive: true });
cpSync(process.env.PARVIS_THEMES, join(root, "themes"), { recursive: true });
execFileSync(program, ["--root", root, "new", "--cms", "--lang", "fr"]);
const check = () => spawnSync(program, ["--root", root, "check", "--strict", "--quiet", "--at", process.env.PARVIS_AT], { encoding: "utf8" }).stderr;

// What a browser asks for besides, such as an icon, is not there.
writeFileSync(join(root, "admin/404.html"), "");
const { origin, browser } = await openBrowser(join(root, "admin"));
const context = await browser.newContext({ locale: "fr-FR" });
const page = await context.newPage();
page.setDefaultTimeout(60_000);
const asked = [];
await page.route((url) => url.origin !== origin, (route) => {
  const url = new URL(route.request().url());
  asked.push(url.href);
  const [, name, file] = /^\/(@sveltia\/cms|immutable)(?:@[\d.]+)?\/(.+)$/.exec(url.pathname) ?? [];
  if (url.host !== "unpkg.com" || !name) return route.abort();
  return route.fulfill({ path: join("node_modules", name, file), headers: { "access-control-allow-origin": "*" }, contentType: "text/javascript" });
});

/** Puts the catalogue into the browser's own folder, which stands for the one that somebody would choose. */
async function fillFolder() {
  const texts = readdirSync(join(root, "content"), { recursive: true })
    .filter((name) => name.endsWith(".md") && statSync(join(root, "content", name)).isFile())
    .map((name) => [`content/${name}`, readFileSync(join(root, "content", name), "utf8")]);
  await page.addInitScript(() => { window.showDirectoryPicker = () => navigator.storage.getDirectory(); });
  await page.goto(`${origin}/index.html`);
  await page.evaluate(async (texts) => {
    const top = await navigator.storage.getDirectory();
    await top.getDirectoryHandle(".git", { create: true });
    for (const [path, text] of texts) {
      const parts = path.split("/"), name = parts.pop();
      let folder = top;
      for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
      const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await file.write(text);
      await file.close();
    }
  }, texts);
}

const readFolder = (path) => page.evaluate(async (path) => {
  let folder = await navigator.storage.getDirectory();
  const parts = path.split("/"), name = parts.pop();
  for (const part of parts) folder = await folder.getDirectoryHandle(part);
  return (await (await folder.getFileHandle(name)).getFile()).text();
}, path);

const halves = (text) => {
  const [, front, body] = /^---\n([\s\S]*?)^---\n([\s\S]*)$/m.exec(text);
  return { front: parse(front), body: body.trim() };
};

/** What means the same: the editor writes yes and no as words and a list of one as a list, and takes white space from the end of texts. */
function meant(value) {
  if (Array.isArray(value)) return value.length === 1 ? meant(value[0]) : value.map(meant);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, meant(one)]));
  return String(value).trim();
}

/** Fields are made when they come into view. */
async function reached(element) {
  await field("body").hover();
  for (let tries = 0; tries < 40 && !(await element.count()); tries += 1) {
    await page.mouse.wheel(0, 1500);
    await page.waitForTimeout(50);
  }
  await element.first().scrollIntoViewIfNeeded();
}

const french = page.locator('[data-locale="fr"][data-mode="edit"]');
const field = (key) => french.locator(`[data-key-path="${key}"]`);

async function open(collection, title) {
  await page.getByText(collection, { exact: true }).first().click();
  await page.getByText(title).first().click();
  await field("summary").getByRole("textbox").fill("Un résumé de plus.");
}

/** Saves the item that is open, and holds its files against those of the catalogue, in which `change` makes the same change. */
async function saved(folder, change) {
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await page.waitForURL(/\/collections\/[a-z0-9-]+$/);
  for (const lang of ["fr", "en"]) {
    const file = `content/${folder}/index.${lang}.md`;
    const before = halves(readFileSync(join(root, file), "utf8")), text = await readFolder(file), now = halves(text);
    if (lang === "fr") change(before.front);
    assert.deepEqual(meant(now), meant(before), text);
    writeFileSync(join(root, file), text);
  }
}

const troubles = [];
page.on("pageerror", (error) => troubles.push(error.message));

test("an item that is opened, changed and saved is as it was but for the change", async () => {
  await fillFolder();
  await page.getByRole("button", { name: "dépôt local" }).click();
  await open("Défis", "Combien de temps vais-je attendre");
  await field("owner").getByText("Commune de Wisebierg").waitFor();
  const english = field("impact").locator('p[lang="en"] textarea');
  await reached(english);
  assert.equal(await english.inputValue(), "About **9,000** hours of waiting a year.");
  await english.fill("Less waiting.");
  await saved("challenges/waiting-times", (front) => {
    front.summary = "Un résumé de plus.";
    front.impact.en = "Less waiting.";
  });
});

for (const [collection, folder, key, named] of [
  ["Appels · 2026", "calls/2026/plain-letters", "instrument", "Partenariat d’innovation"],
  ["Événements · 2026", "events/2026/open-conference-2026", "type", "Conférence"],
  ["Services", "startups/une-seule-fois", "accessibility", "Partiellement conforme"],
]) {
  test(`no fact is lost of ${folder}`, async () => {
    const { front } = halves(readFileSync(join(root, `content/${folder}/index.fr.md`), "utf8"));
    await open(collection, front.title);
    // A word of a closed list is shown by its name.
    await reached(field(key).getByText(named));
    await saved(folder, (front) => (front.summary = "Un résumé de plus."));
  });
}

test("a value in another form is not saved, and people read what the form is", async () => {
  const file = "content/challenges/waiting-times/index.fr.md";
  const before = await readFolder(file);
  await open("Défis", "Combien de temps vais-je attendre");
  await field("slug").getByRole("textbox").fill("Pas ainsi");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await french.getByText(/Écrivez-le ainsi\s:\sdemo-day/).first().waitFor();
  assert.equal(await readFolder(file), before);
});

test("check is clean afterwards", () => {
  assert.equal(check(), "");
  assert.deepEqual(troubles, []);
});

test("nothing but the pinned editor is asked of others, and it is the one that is named", () => {
  const scripts = asked.filter((url) => /\.m?js$/.test(new URL(url).pathname));
  const config = readFileSync(join(root, "admin/index.html"), "utf8");
  assert.match(config, /integrity="sha384-[A-Za-z0-9+/]{64}"/);
  assert.ok(scripts.length > 0 && scripts.every((url) => /^https:\/\/unpkg\.com\/(@sveltia\/cms|immutable)@\d+\.\d+\.\d+\//.test(url)), scripts.join("\n"));
});
