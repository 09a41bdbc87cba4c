// What editors do, in the browser editor and in Chromium, on a site fresh from `init` and on the catalogue: a call is written in French
// alone, published, its deadline moved, a question answered, a result published, an event cancelled, all of it translated. After each
// save `check` has no error, and nothing is lost that was in the file.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { halves, meant, openEditor } from "./cms.js";

const program = process.env.PARVIS_PROGRAM, at = process.env.PARVIS_AT;
const work = mkdtempSync(join(tmpdir(), "parvis-editor-tasks-"));
after(() => rmSync(work, { recursive: true }));

const fresh = join(work, "fresh");
execFileSync(program, ["init", fresh, "--title", "Labo", "--languages", "fr,en", "--base-url", "https://lab.example"], { stdio: "ignore" });
const catalogue = join(work, "catalogue");
cpSync(process.env.PARVIS_CONTENT, join(catalogue, "content"), { recursive: true });
cpSync(process.env.PARVIS_THEMES, join(catalogue, "themes"), { recursive: true });

const TITLE = "Été_2027 : l’œuvre « robots » — n° 5";
const ID = "ete-2027-l-oeuvre-robots-n-5";

const sites = [
  { name: "a fresh site", root: fresh, organisation: "Labo", folder: "" },
  { name: "the catalogue", root: catalogue, organisation: "Commune de Wisebierg", folder: "2026/" },
];
for (const site of sites) site.editor = await openEditor(site.root, at);

for (const { name, root, organisation, folder, editor } of sites) {
  const call = `content/calls/${folder}${ID}/index.fr.md`;
  const facts = (path) => halves(readFileSync(join(root, path), "utf8")).front;
  /** Saves; then nothing differs in the item but what `change` does to its facts, and `check` has no error. */
  const saved = async (path, change, warnings = []) => {
    const before = facts(path);
    await editor.save();
    assert.deepEqual(await editor.pull(), [path]);
    change(before);
    assert.deepEqual(meant(facts(path)), meant(before));
    assert.deepEqual(codes(), [...new Set(warnings)].sort());
  };
  const codes = () => [...new Set([...editor.check().matchAll(/^(?:error|warning)\[([a-z-]+)\]/gm)].map(([, code]) => code))].sort();
  const published = (address) => {
    const out = join(work, "out");
    execFileSync(program, ["--root", root, "build", "--quiet", "--at", at, "--out", out], { stdio: ["ignore", "ignore", "ignore"] });
    return readFileSync(join(out, address, "index.html"), "utf8");
  };

  test(`${name}: a call is written in French alone, as a draft, under an id that parvis takes`, async () => {
    await editor.create("calls");
    const { field } = editor;
    await field("title").getByRole("textbox").fill(TITLE);
    await field("summary").getByRole("textbox").fill("Des robots pour lire les formulaires.");
    await editor.choose("direction", "Appel à solutions");
    await editor.choose("ordering_party", organisation);
    // What is missing is said before it is saved.
    await editor.page.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await field("parvis").getByText("Type de procédure · Date limite").waitFor();
    await editor.choose("instrument", "SpeedUP");
    await field("closes").getByLabel("Jour").fill("2027-02-26");
    await field("closes").getByText("Jusqu’à la fin de ce jour.").waitFor();
    await field("closes").getByLabel("Heure").fill("17:00");
    await editor.save();
    assert.deepEqual(await editor.pull(), [call]);
    const { ordering_party, ...rest } = facts(call);
    assert.equal([ordering_party].flat().length, 1);
    assert.deepEqual(rest, {
      title: TITLE, draft: true, summary: "Des robots pour lire les formulaires.", direction: "solutions", instrument: "speedup", closes: "2027-02-26T17:00",
    });
    assert.deepEqual(codes(), ["missing-translation"]);
  });

  test(`${name}: it is published`, async () => {
    await editor.open("calls", folder + ID);
    await editor.field("draft").getByLabel("Public").click();
    await saved(call, (item) => { item.draft = false; }, ["missing-translation"]);
  });

  test(`${name}: its deadline moves in one step, and the change is announced`, async () => {
    await editor.open("calls", folder + ID);
    const closes = editor.field("closes");
    await closes.getByLabel("Jour").fill("2027-03-05");
    await closes.getByText("Cette date était publique\u00a0: 2027-02-26 17:00").waitFor();
    await closes.getByLabel("fr", { exact: true }).fill("À la demande de candidats");
    await closes.getByLabel("en", { exact: true }).fill("At the request of candidates");
    await saved(call, (item) => {
      item.closes = "2027-03-05T17:00";
      item.amendments = [{ date: at.slice(0, 10), field: "closes", from: "2027-02-26T17:00", to: "2027-03-05T17:00", reason: { fr: "À la demande de candidats", en: "At the request of candidates" } }];
    }, ["missing-translation"]);
  });

  test(`${name}: a question is answered`, async () => {
    await editor.open("calls", folder + ID);
    await editor.unfold("Questions et documents");
    const questions = await editor.reach("questions");
    await questions.getByRole("button", { name: /Ajouter/ }).click();
    await editor.field("questions.0.date").getByRole("button", { name: "Aujourd’hui" }).click();
    for (const [key, lang, text] of [["question", "fr", "Faut-il un robot ?"], ["question", "en", "Is a robot needed?"], ["answer", "fr", "Non."], ["answer", "en", "No."]]) {
      await editor.field(`questions.0.${key}`).getByLabel(lang, { exact: true }).fill(text);
    }
    await saved(call, (item) => {
      item.questions = [{ date: at.slice(0, 10), question: { fr: "Faut-il un robot ?", en: "Is a robot needed?" }, answer: { fr: "Non.", en: "No." } }];
    }, ["missing-translation"]);
  });

  test(`${name}: a result is published`, async () => {
    await editor.open("calls", folder + ID);
    await editor.unfold("Issue et résultats");
    const results = await editor.reach("results");
    await results.getByRole("button", { name: /Ajouter/ }).click();
    await editor.field("results.0.name").getByLabel("fr", { exact: true }).fill("Robots SARL");
    await editor.field("results.0.name").getByLabel("en", { exact: true }).fill("Robots SARL");
    await editor.field("results.0.date").getByRole("button", { name: "Aujourd’hui" }).click();
    await saved(call, (item) => {
      item.results = [{ name: { fr: "Robots SARL", en: "Robots SARL" }, date: at.slice(0, 10) }];
    }, ["missing-translation"]);
  });

  test(`${name}: it is translated`, async () => {
    await editor.open("calls", folder + ID);
    await editor.page.getByRole("button", { name: /^Activer/ }).click();
    await editor.field("title", editor.english).getByRole("textbox").fill("Robots that read forms");
    await editor.field("summary", editor.english).getByRole("textbox").fill("Robots to read the forms.");
    await editor.save();
    const english = call.replace(".fr.", ".en.");
    assert.deepEqual(await editor.pull(), [english]);
    const { translation_of: stamp, ...said } = facts(english);
    assert.deepEqual(said, { title: "Robots that read forms", summary: "Robots to read the forms." });
    assert.match(String(stamp), /^[0-9a-f]{12}$/);
    // It is the stamp that the program makes: nothing is stale.
    assert.deepEqual(codes(), []);
  });

  test(`${name}: a change of the original makes the translation stale, until somebody changes it too`, async () => {
    const english = call.replace(".fr.", ".en.");
    await editor.open("calls", folder + ID);
    await editor.field("summary").getByRole("textbox").fill("Des robots pour lire tous les formulaires.");
    await saved(call, (item) => { item.summary = "Des robots pour lire tous les formulaires."; }, ["stale-translation"]);
    await editor.open("calls", folder + ID);
    await editor.field("summary", editor.english).getByRole("textbox").fill("Robots to read all forms.");
    await editor.save();
    assert.deepEqual(await editor.pull(), [english]);
    assert.deepEqual(codes(), []);
  });

  test(`${name}: an event is announced and cancelled`, async () => {
    await editor.create("events");
    const event = `content/events/${folder}journee-robots/index.fr.md`;
    await editor.field("title").getByRole("textbox").fill("Journée robots");
    await editor.field("summary").getByRole("textbox").fill("Une journée.");
    await editor.choose("type", "Atelier");
    await editor.field("start").getByLabel("Jour").fill("2027-01-20");
    await editor.field("draft").getByLabel("Public").click();
    await editor.unfold("Organisateurs et programme");
    await editor.choose("organiser", organisation);
    await editor.save();
    assert.deepEqual(await editor.pull(), [event]);
    assert.equal(facts(event).start, "2027-01-20", "a day stays a day");
    await editor.open("events", `${folder}journee-robots`);
    await editor.choose("status", "Annulé");
    await editor.field("status_date").getByRole("button", { name: "Aujourd’hui" }).click();
    await saved(event, (item) => Object.assign(item, { status: "cancelled", status_date: at.slice(0, 10) }), ["missing-translation", "no-location"]);
  });

  test(`${name}: the pages say it`, () => {
    const page = published("fr/appels/" + ID);
    for (const said of ["5 mars 2027", "À la demande de candidats", "Faut-il un robot", "Robots SARL"]) assert.ok(page.includes(said), said);
    assert.deepEqual(editor.troubles, []);
  });
}
