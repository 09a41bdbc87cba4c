// The open data: every JSON file against its published schema (ajv), every table by a CSV parser of its own
// (csv-parse), and the calls as OCDS against the schema of the Open Contracting Partnership, merged by its own library (ocdsmerge).

import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { parse as parseCsv } from "csv-parse/sync";
import { parseFragment } from "parse5";
import { assertNone } from "./complaints.js";
import { attribute, base, elements, fileAt, files, filesOf, languages, movedBase, movedFolder, now, pageAt, pages, read } from "./site.js";

const kinds = { challenges: "challenge", calls: "call", events: "event", programmes: "programme", startups: "startup", organisations: "organisation", updates: "update", pages: "page" };
const folders = Object.keys(kinds);
const json = (file) => JSON.parse(read(file));
const catalogue = json("/data/catalogue.json");
const items = folders.flatMap((folder) => catalogue[folder]);
const dataFiles = ["catalogue", ...folders];

/** The prefix of the standard's own examples: the demonstration has none, and publishes nothing of the kind. */
const PREFIX = "ocds-213czf";
const ocds = released();

/** The releases of the same catalogue for a publisher with a prefix. */
function released() {
  const root = mkdtempSync(join(tmpdir(), "ocds-site-"));
  cpSync(process.env.PARVIS_CONTENT, join(root, "content"), { recursive: true });
  cpSync(process.env.PARVIS_THEMES, join(root, "themes"), { recursive: true });
  appendFileSync(join(root, "content", "site.yaml"), `\nocds_prefix: ${PREFIX}\n`);
  execFileSync(process.env.PARVIS_PROGRAM, ["--root", root, "build", "--at", process.env.PARVIS_AT, "--quiet", "--base-url", base], { stdio: ["ignore", "ignore", "inherit"] });
  const found = JSON.parse(readFileSync(join(root, "public", "data", "ocds.json"), "utf8"));
  rmSync(root, { recursive: true });
  return found;
}

test("there is a file of everything, and one of each kind as JSON, as a table and as a schema", () => {
  const wanted = ["manifest.json", "results.csv", "results.excel.csv", "results.schema.json", ...dataFiles.flatMap((name) => [`${name}.json`, `${name}.schema.json`]), ...folders.flatMap((name) => [`${name}.csv`, `${name}.excel.csv`])];
  const found = [...files].filter((file) => file.startsWith("/data/")).map((file) => file.slice("/data/".length));
  assert.deepEqual(found.sort(), wanted.sort());
});

test("every file of data is valid against the schema it names", () => {
  const complaints = [];
  for (const name of dataFiles) {
    const data = json(`/data/${name}.json`);
    const schema = json(`/data/${name}.schema.json`);
    if (data.$schema !== `${base}/data/${name}.schema.json` || schema.$id !== data.$schema) complaints.push(`${name}: ${data.$schema}, ${schema.$id}`);
    if (schema.$schema !== "https://json-schema.org/draft/2020-12/schema") complaints.push(`${name}: written in ${schema.$schema}`);
    // Strict: an unknown keyword or format in the schema is a mistake too. A date or an instant may be either.
    const ajv = addFormats(new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }));
    for (const format of ["uint", "uint32", "uint64"]) ajv.addFormat(format, { type: "number", validate: (value) => Number.isInteger(value) && value >= 0 });
    const validate = ajv.compile(closed(schema));
    if (!validate(data)) complaints.push(...validate.errors.map((error) => `${name}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`));
  }
  assertNone(complaints, "data at odds with its schema");
});

/** The schema with nothing allowed that it does not name, so that a field which it forgets is found. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const whole = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return whole.properties && whole.additionalProperties === undefined ? { ...whole, additionalProperties: false } : whole;
}

test("every field of a schema says what it is", () => {
  const complaints = new Set();
  const look = (schema, name) => {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (typeof value.description !== "string") complaints.add(`${name}.${key}`);
    }
    for (const [key, value] of Object.entries(schema.$defs ?? {})) look(value, key);
  };
  look(json("/data/catalogue.schema.json"), "catalogue");
  assertNone([...complaints], "fields without a word");
});

test("the file of each kind holds what the file of everything holds of it, in the order of keys", () => {
  for (const folder of folders) {
    const own = json(`/data/${folder}.json`);
    assert.deepEqual(own.items, catalogue[folder], folder);
    assert.deepEqual(own.site, catalogue.site, folder);
    const keys = own.items.map((item) => item.key);
    assert.deepEqual(keys, [...new Set(keys)].sort(), folder);
    for (const item of own.items) assert.equal(item.key, `${kinds[folder]}/${item.id}`);
  }
});

test("every item with a page is in the data with its address, its state and its words, and no other", () => {
  const complaints = [];
  const shown = pages.filter((page) => page.item);
  const known = new Set(items.map((item) => item.key));
  for (const page of shown) if (!known.has(page.item)) complaints.push(`${page.path}: ${page.item} is not in the data`);
  for (const item of items) {
    for (const lang of languages) {
      const address = item.url[lang];
      const page = address?.startsWith(base + "/") && pageAt(new URL(address).pathname);
      const home = address === `${base}/${lang}/`;
      if (!page || page.redirects) complaints.push(`${item.key}: ${address} is no page`);
      else if (!home && page.item !== item.key) complaints.push(`${item.key}: ${address} is the page of ${page.item}`);
      else if (!home && (page.state ?? null) !== (item.state ?? null)) complaints.push(`${item.key}: ${item.state}, and the page says ${page.state}`);
    }
    if (!item.words[item.original]) complaints.push(`${item.key}: no words in ${item.original}`);
  }
  assertNone(complaints, "data at odds with the pages");
});

test("the tables hold the same items, a cell for every column", () => {
  const complaints = [];
  for (const folder of folders) {
    const source = readFileSync(fileOf(`/data/${folder}.csv`));
    assert.deepEqual([...source.subarray(0, 3)], [0xef, 0xbb, 0xbf], `${folder}: a byte order mark`);
    assert.ok(!/[^\r]\n/.test(withoutQuoted(source.toString())), `${folder}: lines end in CRLF`);
    // Strict: rows of another length than the first are an error.
    const [columns, ...rows] = parseCsv(source, { bom: true, relax_column_count: false });
    if (new Set(columns).size !== columns.length) complaints.push(`${folder}: a column stands twice`);
    const keys = rows.map((row) => row[columns.indexOf("key")]);
    if (JSON.stringify(keys) !== JSON.stringify(catalogue[folder].map((item) => item.key))) complaints.push(`${folder}: ${keys}`);
    rows.forEach((row, rank) => {
      const item = catalogue[folder][rank];
      const cell = (name) => row[columns.indexOf(name)]?.replace(/^'/, "");
      for (const lang of languages) {
        if (cell(`url_${lang}`) !== item.url[lang]) complaints.push(`${item.key}: ${cell(`url_${lang}`)}`);
        if (cell(`title_${lang}`) !== (item.words[lang]?.title ?? "").replace(/^'/, "")) complaints.push(`${item.key}: ${cell(`title_${lang}`)}`);
      }
      if (cell("themes") !== item.themes.join("; ")) complaints.push(`${item.key}: ${cell("themes")}`);
      if ((cell("closes") ?? "") !== (item.closes ?? "")) complaints.push(`${item.key}: ${cell("closes")}`);
      for (const value of row) if (/^\s*[=+@\t\r-]/.test(value)) complaints.push(`${item.key}: begins a formula: ${value}`);
    });
  }
  assertNone(complaints, "tables at odds with the data");
});

const withoutQuoted = (text) => text.replace(/"(?:[^"]|"")*"/g, "");
const fileOf = (path) => join(process.env.PARVIS_SITE, path);

test("every address in the data is absolute, and those of the site lead somewhere", () => {
  const complaints = new Set();
  const check = (value, where) => {
    if (!/^(https?:\/\/|mailto:|tel:)/.test(value)) complaints.add(`${where}: ${value}`);
    else if (value.startsWith(base + "/") && !fileAt(new URL(value).pathname)) complaints.add(`${where}: ${value} leads nowhere`);
  };
  const look = (value, where) => {
    if (Array.isArray(value)) return value.forEach((one) => look(one, where));
    if (value !== null && typeof value === "object") return Object.entries(value).forEach(([key, one]) => look(one, `${where}.${key}`));
    if (typeof value !== "string") return;
    if (/^https?:/.test(value)) check(value, where);
    if (value.includes("<")) {
      for (const element of elements(parseFragment(value))) {
        for (const name of ["href", "src"]) if (attribute(element, name) !== undefined) check(attribute(element, name), where);
        if (element.tagName === "script") complaints.add(`${where}: a script`);
      }
    }
  };
  for (const item of items) look(item, item.key);
  look(catalogue.site, "site");
  look({ ...ocds, uri: undefined }, "ocds");
  assert.equal(ocds.uri, `${base}/data/ocds.json`);
  assertNone([...complaints], "addresses that lead nowhere");
});

test("the same data under another host differs in its addresses only", () => {
  const moved = filesOf(movedFolder).filter((file) => file.startsWith("/data/"));
  assert.deepEqual(moved, [...files].filter((file) => file.startsWith("/data/")));
  for (const file of moved) {
    const there = read(file, movedFolder);
    assert.ok(!there.includes(new URL(base).host), file);
    assert.equal(there.replaceAll(movedBase, base), read(file), file);
  }
});

// The Open Contracting Partnership's own programs carry its schemas among their tests. Nothing of them is kept here.
const PYPI = "https://files.pythonhosted.org/packages";
const SOURCES = {
  release: { url: `${PYPI}/b2/32/c2f21f2541768ba3a1246e7b523d8d25b361b515c51e2ebbb6f7fbf00b91/ocdsextensionregistry-0.7.0.tar.gz`, sha256: "aae3b247712509f158e16f44747039cfd0a9ee847590aba4794933d6fa79341a", path: "ocdsextensionregistry-0.7.0/tests/fixtures/release-schema.json" },
  package: { url: `${PYPI}/f9/86/108e0f2dfcfbc3dc14e794389c8628cdce2d676ece8032f51cb0353e3e7b/ocdskit-1.7.0.tar.gz`, sha256: "02a7d6182bbd7672cfd26cdbcae9726fbacdb917203d2bd5a726caa30040ff76", path: "ocdskit-1.7.0/tests/fixtures/a/release-package-schema-dereferenced.json" },
  merge: { url: `${PYPI}/86/36/3a1b5a4d4569ac96761735e1002ab8843ca82b88b52e006b2449514f4d88/ocdsmerge-0.8.0-py3-none-any.whl`, sha256: "3142cc1b900e88337d5eb4edb88d75598a478cade69bcc90caa29aa3a12ee477" },
  references: { url: `${PYPI}/0c/ec/e1db9922bceb168197a558a2b8c03a7963f1afe93517ddd3cf99f202f996/jsonref-1.1.0-py3-none-any.whl`, sha256: "590dc7773df6c21cbf948b5dac07a72a251db28b0238ceecce0a2abfa8ec30a9" },
};

/** A registry may be out of reach for a moment: what fails is tried twice more. */
async function patiently(ask, tries = 3) {
  try {
    return await ask();
  } catch (error) {
    if (tries === 1) throw error;
    await new Promise((resume) => setTimeout(resume, 5_000));
    return patiently(ask, tries - 1);
  }
}

/** The archive of a package of PyPI, fetched once and known by its fingerprint. */
async function archiveOf({ url, sha256 }) {
  const folder = join(import.meta.dirname, "node_modules", ".ocds");
  const archive = join(folder, url.split("/").at(-1));
  if (!existsSync(archive)) {
    const response = await patiently(() => fetch(url, { signal: AbortSignal.timeout(120_000) }));
    assert.ok(response.ok, `${url}: ${response.status}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(archive, Buffer.from(await response.arrayBuffer()));
  }
  assert.equal(createHash("sha256").update(readFileSync(archive)).digest("hex"), sha256, archive);
  return archive;
}

/** A JSON file of a package of PyPI. */
async function fetched(source) {
  return JSON.parse(execFileSync("tar", ["-xzOf", await archiveOf(source), source.path], { maxBuffer: 64 * 1024 * 1024 }));
}

test("the calls for solutions are a valid package of OCDS 1.1 releases", async () => {
  const releaseSchema = await fetched(SOURCES.release);
  const packageSchema = await fetched(SOURCES.package);
  assert.match(releaseSchema.id, /\/schema\/1__1__\d+\/release-schema\.json$/);
  assert.match(packageSchema.id, /\/schema\/1__1__\d+\/release-package-schema\.json$/);
  // There the releases are written out with every extension there is; ours are held against the standard itself.
  packageSchema.properties.releases.items = { $ref: releaseSchema.id };
  // The schema has keywords of its own for merging (`omitWhenMerged`, `versionId`) and for code lists.
  const ajv = addFormats(new AjvDraft04({ strict: false, allErrors: true }));
  ajv.addSchema(releaseSchema);
  const validate = ajv.compile(packageSchema);
  validate(ocds);
  assertNone((validate.errors ?? []).map((error) => `${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`), "mistakes by the schema of OCDS");
  // What the schema does not know would be an extension, and we name none.
  const unknown = new Set();
  const look = (value, schema, where) => {
    const resolved = schema?.$ref ? releaseSchema.definitions[schema.$ref.split("/").at(-1)] : schema;
    if (Array.isArray(value)) return value.forEach((one) => look(one, resolved?.items, where));
    if (value === null || typeof value !== "object" || !resolved?.properties) return;
    for (const [key, one] of Object.entries(value)) {
      const known = resolved.properties[key] ?? Object.entries(resolved.patternProperties ?? {}).find(([pattern]) => new RegExp(pattern).test(key))?.[1];
      if (!known) unknown.add(`${where}.${key}`);
      look(one, known, `${where}.${key}`);
    }
  };
  ocds.releases.forEach((release) => look(release, releaseSchema, "release"));
  assertNone([...unknown], "fields that OCDS does not know");
});

/** The releases of each process, in their order. */
const processes = [...new Set(ocds.releases.map((release) => release.ocid))].map((ocid) => [ocid, ocds.releases.filter((release) => release.ocid === ocid)]);

test("there is a process for every call for solutions of which something was told, and no release of the future", () => {
  const complaints = [];
  const wanted = catalogue.calls.filter((call) => call.direction === "solutions").map((call) => `${PREFIX}-${call.id}`);
  for (const { ocid } of ocds.releases) if (!wanted.includes(ocid)) complaints.push(`${ocid} is no call for solutions`);
  const ids = ocds.releases.map((release) => release.id);
  if (new Set(ids).size !== ids.length) complaints.push("two releases have the same id");
  for (const [, releases] of processes) {
    const known = new Set();
    releases.forEach(({ id, date, tag, tender, awards, parties }, rank) => {
      if (new Date(date) > now) complaints.push(`${id} is of ${date}`);
      if (rank > 0 && new Date(date) < new Date(releases[rank - 1].date)) complaints.push(`${id} stands behind a later one`);
      const before = releases.slice(0, rank).flatMap((release) => release.tag);
      if (tag.includes("tenderUpdate") && !before.includes("tender")) complaints.push(`${id}: an update of no tender`);
      if (tag.includes("awardUpdate") && !before.includes("award")) complaints.push(`${id}: an update of no award`);
      if (tag.includes("planning") && before.length) complaints.push(`${id}: planned a second time`);
      for (const { datePublished } of tender.documents ?? []) if (new Date(datePublished) > new Date(date)) complaints.push(`${id}: a document of ${datePublished}`);
      for (const award of awards ?? []) if (new Date(award.date) > new Date(date)) complaints.push(`${id}: an award of ${award.date}`);
      for (const party of parties ?? []) known.add(party.id);
      for (const { id: party } of [tender.procuringEntity, ...(awards ?? []).flatMap((award) => award.suppliers ?? [])].filter(Boolean)) if (!known.has(party)) complaints.push(`${id}: ${party} is no party`);
    });
  }
  assert.equal(new Date(ocds.publishedDate).getTime(), Math.max(...ocds.releases.map((release) => new Date(release.date).getTime())));
  assertNone(complaints, "releases that tell another story");
});

test("a release says what changed, and merged by the library of OCDS all of them make the process of today", async () => {
  const schema = join(mkdtempSync(join(tmpdir(), "ocds-")), "release-schema.json");
  writeFileSync(schema, JSON.stringify(await fetched(SOURCES.release)));
  // Wheels are archives that Python imports as they are.
  const wheels = [await archiveOf(SOURCES.merge), await archiveOf(SOURCES.references)];
  const program = `
import json, sys, warnings
from ocdsmerge import Merger
warnings.simplefilter("error")
with open(sys.argv[1]) as schema:
    merger = Merger(json.load(schema))
processes = json.load(sys.stdin)
json.dump({ocid: merger.create_compiled_release(releases) for ocid, releases in processes}, sys.stdout)`;
  const env = { ...process.env, PYTHONPATH: wheels.join(delimiter) };
  const merged = JSON.parse(execFileSync("python3", ["-c", program, schema], { env, input: JSON.stringify(processes), maxBuffer: 64 * 1024 * 1024 }));
  const complaints = [];
  const by = (list) => new Map((list ?? []).map((one) => [one.id, one]));
  const sameInstant = (one, other) => (one === undefined || one === null) === (other === undefined || other === null) && (!one || new Date(one).getTime() === new Date(other).getTime());
  for (const [ocid, releases] of processes) {
    const whole = merged[ocid];
    const complain = (what) => complaints.push(`${ocid}: ${what}`);
    // Nothing is said twice: a later release repeats nothing of what holds already.
    let known = releases[0];
    const repeats = (value, before, where) => {
      if (Array.isArray(value)) return value.forEach((one) => one?.id !== undefined && before?.some?.((other) => other.id === one.id) && repeats(one, before.find((other) => other.id === one.id), `${where}/${one.id}`));
      if (value !== null && typeof value === "object") return Object.entries(value).forEach(([key, one]) => key !== "id" && repeats(one, before?.[key], `${where}/${key}`));
      if (before !== undefined && value === before) complain(`${where} is told twice`);
    };
    for (const { ocid: _, id, date, tag, initiationType, language, ...told } of releases.slice(1)) repeats(told, known, id);
    // What all of them tell is what the catalogue says.
    const call = catalogue.calls.find(({ id }) => `${PREFIX}-${id}` === ocid);
    const { tender, awards, parties } = whole;
    const words = call.words[call.original];
    if (!tender.title.endsWith(words.title) || tender.description !== words.summary) complain(`${tender.title}: ${tender.description}`);
    const wantedStatus = { announced: ["planned"], open: ["active"], "closing-soon": ["active"], suspended: ["active", "planned", "complete"], cancelled: ["cancelled"], withdrawn: ["withdrawn"], unsuccessful: ["unsuccessful"], unknown: [undefined, "active", "complete"] }[call.state] ?? ["complete"];
    if (!wantedStatus.includes(tender.status)) complain(`${tender.status}, and the call is ${call.state}`);
    if (!sameInstant(tender.tenderPeriod?.startDate, call.opens)) complain(`opens ${tender.tenderPeriod?.startDate}, and the call ${call.opens}`);
    const documents = by(tender.documents);
    for (const document of call.documents) {
      const told = documents.get(`document-${document.id}`);
      if (told?.url !== (document.url ?? told?.url) || !told) complain(`document ${document.id}: ${JSON.stringify(told)}`);
    }
    const counted = [...documents.keys()].filter((id) => id.startsWith("document-")).length;
    if (counted !== call.documents.length) complain(`${counted} documents of ${call.documents.length}`);
    const milestones = by(tender.milestones);
    for (const stage of call.stages) if (milestones.get(stage.id)?.title !== (stage.label[call.original] ?? Object.values(stage.label)[0])) complain(`stage ${stage.id}: ${JSON.stringify(milestones.get(stage.id))}`);
    const dated = call.amendments.filter((amendment) => amendment.date).map((amendment) => amendment.id);
    assert.deepEqual([...by(tender.amendments).keys()].sort(), dated.sort(), ocid);
    const suppliers = new Set((awards ?? []).flatMap((award) => award.suppliers ?? []).map(({ id }) => id));
    for (const result of call.results.filter((result) => result.date && result.organisation)) if (!suppliers.has(result.organisation.key)) complain(`no award of ${JSON.stringify(result.organisation)}`);
    const roles = by(parties);
    for (const supplier of suppliers) if (!roles.get(supplier)?.roles.includes("supplier")) complain(`${supplier} is no supplier`);
  }
  assertNone(complaints, "merged releases at odds with the catalogue");
});

test("the page of the data names every file, and its example is of the data", () => {
  const complaints = [];
  // The manifest is for whoever compares two builds, and no data about the lab.
  const data = [...files].filter((file) => file.startsWith("/data/") && file !== "/data/manifest.json");
  for (const code of languages) {
    const page = pages.find((one) => one.path.startsWith(`/${code}/`) && one.source.includes('href="/data/catalogue.json"'));
    if (!page) { complaints.push(`${code}: no page`); continue; }
    const linked = new Set(page.named("a").map((link) => attribute(link, "href")));
    for (const file of data) if (!linked.has(file)) complaints.push(`${page.path}: ${file} is not named`);
    const [example] = page.named("pre").map((pre) => pre.childNodes.flatMap((code) => code.childNodes).map((node) => node.value).join(""));
    const { key, words } = JSON.parse(example);
    const item = items.find((one) => one.key === key);
    if (item?.words[item.original].title !== words[item.original].title) complaints.push(`${page.path}: the example is of ${key}`);
  }
  assertNone(complaints, "pages of the data");
});
