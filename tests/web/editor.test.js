// The browser editor that `parvis new --cms` writes: in Chromium, on the files of the catalogue, an item is opened, changed and
// saved, and afterwards `check` is clean and nothing else has changed that means something.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import vm from "node:vm";
import { halves, meant, openEditor } from "./cms.js";

const root = mkdtempSync(join(tmpdir(), "parvis-editor-"));
after(() => rmSync(root, { recursive: true }));
cpSync(process.env.PARVIS_CONTENT, join(root, "content"), { recursive: true });
cpSync(process.env.PARVIS_THEMES, join(root, "themes"), { recursive: true });
const editor = await openEditor(root);
const { page, french, field } = editor;

/** Opens an item, and changes its summary. */
async function open(collection, id) {
  await editor.open(collection, id);
  await field("summary").getByRole("textbox").fill("Un résumé de plus.");
}

/** Saves the item that is open, and holds its files against those of the catalogue, in which `change` makes the same change. */
async function saved(folder, change) {
  await editor.save();
  for (const lang of ["fr", "en"]) {
    const file = `content/${folder}/index.${lang}.md`;
    const before = halves(readFileSync(join(root, file), "utf8")), text = await editor.read(file), now = halves(text);
    if (lang === "fr") change(before.front);
    assert.deepEqual(meant(now), meant(before), text);
    writeFileSync(join(root, file), text);
  }
}

test("an item that is opened, changed and saved is as it was but for the change", async () => {
  await open("challenges", "waiting-times");
  await field("owner").getByText("Commune de Wisebierg").waitFor();
  await editor.unfold("Origine et suites");
  const english = (await editor.reach("impact")).locator('p[lang="en"] textarea');
  assert.equal(await english.inputValue(), "About **9,000** hours of waiting a year.");
  await english.fill("Less waiting.");
  await saved("challenges/waiting-times", (front) => {
    front.summary = "Un résumé de plus.";
    front.impact.en = "Less waiting.";
  });
});

for (const [collection, id, key, named, group] of [
  ["calls", "2026/plain-letters", "instrument", "Partenariat d’innovation"],
  ["events", "2026/open-conference-2026", "type", "Conférence"],
  ["startups", "une-seule-fois", "accessibility", "Partiellement conforme", "Transparence"],
]) {
  test(`no fact is lost of ${collection}/${id}`, async () => {
    await open(collection, id);
    // A word of a closed list is shown by its name.
    if (group) await editor.unfold(group);
    await (await editor.reach(key)).getByText(named).first().waitFor();
    await saved(`${collection}/${id}`, (front) => (front.summary = "Un résumé de plus."));
  });
}

test("a value in another form is not saved, and people read what the form is, though its group was folded", async () => {
  const file = "content/challenges/waiting-times/index.fr.md";
  const before = await editor.read(file);
  await open("challenges", "waiting-times");
  await editor.unfold("Plus rarement");
  await (await editor.reach("slug")).getByRole("textbox").fill("Pas ainsi");
  await french.locator('[data-field-type="parvis-group"]').filter({ hasText: "Plus rarement" }).getByRole("button", { name: "Replier" }).click();
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  const refused = french.getByText(/Écrivez-le ainsi\s:\sdemo-day/).first();
  await refused.waitFor();
  assert.ok(await refused.isVisible());
  assert.equal(await editor.read(file), before);
});

test("check is clean afterwards", () => {
  assert.equal(editor.check("--strict"), "");
  assert.deepEqual(editor.troubles, []);
});

test("nothing but the pinned editor is asked of others, and it is the one that is named", () => {
  const scripts = editor.asked.filter((url) => /\.m?js$/.test(new URL(url).pathname));
  const config = readFileSync(join(root, "admin/index.html"), "utf8");
  assert.match(config, /integrity="sha384-[A-Za-z0-9+/]{64}"/);
  assert.ok(scripts.length > 0 && scripts.every((url) => /^https:\/\/unpkg\.com\/(@sveltia\/cms|immutable)@\d+\.\d+\.\d+\//.test(url)), scripts.join("\n"));
});

test("a field that is gone before it was rendered again keeps nobody from saving", async () => {
  const types = new Map(), element = () => ({ appendChild: (child) => child, lang: "fr" });
  vm.runInNewContext(readFileSync(join(root, "admin/fields.js"), "utf8"), {
    CMS: { registerFieldType: (name, type) => types.set(name, type), registerEventListener() {} },
    createClass: (type) => type,
    document: { documentElement: element(), head: element(), createElement: element },
    setTimeout,
  });
  // React calls nobody back for a component that is gone.
  const gone = { ...types.get("parvis-form"), props: { field: new Map([["needs", []]]) }, forceUpdate() {} };
  assert.equal(await gone.isValid(), true);
});
