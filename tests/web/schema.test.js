// The JSON Schemas of front matter: what the program accepts they accept, what it refuses for its keys and values they refuse,
// and the YAML language server offers keys and values from them.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { parse } from "yaml";
import "./setup.js";

const program = process.env.PARVIS_PROGRAM;
const content = process.env.PARVIS_CONTENT;
const cases = join(dirname(fileURLToPath(import.meta.url)), "../cases");
const work = mkdtempSync(join(tmpdir(), "parvis-schema-"));
after(() => rmSync(work, { recursive: true }));

/** What `parvis schema` says of a content folder. */
function schemasOf(folder, ...args) {
  const root = mkdtempSync(join(work, "site-"));
  symlinkSync(folder, join(root, "content"));
  symlinkSync(process.env.PARVIS_THEMES, join(root, "themes"));
  return JSON.parse(execFileSync(program, ["--root", root, "schema", ...args], { encoding: "utf8", maxBuffer: 1 << 26 }));
}

/** Schemas are made into code for a few values only: how good that code is does not matter. */
const FAST = { strict: false, code: { optimize: false }, inlineRefs: false };

const ids = (members) => [members].flat().map((member) => member?.id);
const known = new Map();
/** A validator by the name of a definition; sites that declare the same share it. */
function validatorsOf(folder) {
  const { languages, themes, phases } = yaml(readFileSync(join(folder, "site.yaml"), "utf8"));
  const declared = JSON.stringify([languages.map((one) => one.code), ids(themes), ids(phases)]);
  if (!known.has(declared)) {
    const ajv = new Ajv(FAST);
    ajv.addSchema(schemasOf(folder), "parvis");
    known.set(declared, (name) => ajv.getSchema(`parvis#/definitions/${name}`));
  }
  return known.get(declared);
}

/** Every file of an item: `{file, kind, lang, front}`; `front` is undefined where it is no YAML. */
function documentsOf(folder) {
  const kinds = { challenges: "challenge", calls: "call", events: "event", programmes: "programme", startups: "startup", organisations: "organisation", updates: "update", pages: "page" };
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\bindex\.[a-z-]+\.md$/.test(name) && kinds[name.split(/[\\/]/)[0]])
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8").replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
      const written = /^---\n([\s\S]*?)^---$/m.exec(text)?.[1];
      const file = name.replaceAll("\\", "/");
      return { file, kind: kinds[file.split("/")[0]], lang: file.split(".").at(-2), front: yaml(written) };
    });
}

function yaml(text) {
  try {
    return text === undefined ? undefined : parse(text, { strict: false });
  } catch {
    return undefined;
  }
}

/** The schema of each document of a content folder, by the rule that tells originals from translations. */
function judged(folder) {
  const languages = yaml(readFileSync(join(folder, "site.yaml"), "utf8"))?.languages?.map((one) => one.code);
  if (!languages) return [];
  const documents = documentsOf(folder).filter((one) => languages.includes(one.lang));
  const itemOf = (one) => documents.filter((other) => dirname(other.file) === dirname(one.file));
  const rank = (one) => (one.front?.original === true ? -1 : languages.indexOf(one.lang));
  return documents
    .filter((one) => one.front && itemOf(one).every((other) => other.front))
    .map((one) => {
      const isOriginal = itemOf(one).every((other) => rank(other) >= rank(one));
      const validate = validatorsOf(folder)(isOriginal ? one.kind : `${one.kind}-translation`);
      return { ...one, isOriginal, accepted: validate(one.front), why: JSON.stringify(validate.errors?.slice(0, 6)) };
    });
}

test("every front matter of the catalogue is accepted", () => {
  const all = judged(content);
  assert.ok(all.length > 200, `${all.length} files`);
  const refused = all.filter((one) => !one.accepted).map((one) => `${one.file}: ${one.why}`);
  assert.deepEqual(refused, []);
  const site = validatorsOf(content)("site");
  assert.ok(site(parse(readFileSync(join(content, "site.yaml"), "utf8"))), JSON.stringify(site.errors));
});

/** Cases of mistakes that rest on another field, list or file, which only the program knows. */
const ACROSS = ["amended-status-out-of-list", "assessment-of-another-scale", "image-without-alt", "image-without-words-beside-broken-facts"];

/** Mistakes of one field, which a schema can tell. */
const TOLD = ["unknown-key", "not-in-list", "fact-in-translation", "missing-key", "wrong-type", "not-declared"];

test("what the program says of a field the schemas say too", () => {
  let accepted = 0;
  const wrong = [], told = new Set();
  for (const name of readdirSync(cases)) {
    const folder = join(cases, name, "content");
    if (!existsSync(join(folder, "site.yaml"))) continue;
    const diagnostics = existsSync(join(cases, name, "diagnostics.txt")) ? readFileSync(join(cases, name, "diagnostics.txt"), "utf8") : "";
    // A mistake in site.yaml changes what is said of everything else.
    if (/^ *--> content\/site\.yaml/m.test(diagnostics)) continue;
    const errors = [...diagnostics.matchAll(/^error\[([a-z-]+)\][^\n]*\n *--> ([^\n]+?):\d+:\d+$/gm)]
      .map(([, code, file]) => ({ code, file: file.replace(/^content\//, "") }));
    for (const one of judged(folder)) {
      const own = errors.filter((error) => error.file === one.file);
      const around = errors.filter((error) => dirname(error.file) === dirname(one.file));
      const code = own.find((error) => TOLD.includes(error.code))?.code;
      if (around.length === 0) {
        accepted += 1;
        if (!one.accepted) wrong.push(`${name}/${one.file} is refused: ${one.why}`);
      } else if (code && !ACROSS.includes(name)) {
        told.add(code);
        if (one.accepted) wrong.push(`${name}/${one.file} is accepted in spite of ${code}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(accepted > 200 && told.size === TOLD.length, `${accepted} accepted; refused for ${[...told]}`);
});

/** The YAML language server, which editors' programs speak with, and a file that is open in it. */
async function openInEditor(schema, text) {
  const schemaFile = join(work, `${schema}.json`);
  writeFileSync(schemaFile, JSON.stringify(schemasOf(content, "--lang", "fr", schema)));
  const server = spawn(process.execPath, [join(import.meta.dirname, "node_modules/yaml-language-server/bin/yaml-language-server"), "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  after(() => server.kill());
  const waiting = new Map(), uri = `file://${work}/${schema}.yaml`;
  let told, number = 0, rest = Buffer.alloc(0);
  const diagnostics = new Promise((tell) => (told = tell));
  const send = (message) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ask = (method, params) => new Promise((answer) => {
    waiting.set(++number, answer);
    send({ id: number, method, params });
  });
  const settings = { yaml: { schemas: { [`file://${schemaFile}`]: `${schema}.yaml` }, schemaStore: { enable: false }, validate: true, completion: true, hover: true } };
  const take = (message) => {
    if (message.method === "workspace/configuration") send({ id: message.id, result: message.params.items.map(({ section }) => settings[section] ?? null) });
    else if (message.method === "textDocument/publishDiagnostics") told(message.params.diagnostics);
    else if (message.method && message.id !== undefined) send({ id: message.id, result: null });
    else if (message.id !== undefined) waiting.get(message.id)?.(message.result);
  };
  server.stdout.on("data", (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n/.exec(rest.toString("latin1"));
      if (!head || rest.length < head[0].length + Number(head[1])) return;
      const end = head[0].length + Number(head[1]);
      take(JSON.parse(rest.subarray(head[0].length, end).toString("utf8")));
      rest = rest.subarray(end);
    }
  });
  await ask("initialize", { processId: process.pid, rootUri: `file://${work}`, capabilities: { workspace: { configuration: true }, textDocument: { completion: { completionItem: { snippetSupport: true } } } } });
  send({ method: "initialized", params: {} });
  send({ method: "workspace/didChangeConfiguration", params: { settings } });
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
  // Only then has it read its settings and the schema.
  const found = await diagnostics;
  const at = (mark) => {
    const lines = text.slice(0, text.indexOf(mark) + mark.length).split("\n");
    return { textDocument: { uri }, position: { line: lines.length - 1, character: lines.at(-1).length } };
  };
  return {
    diagnostics: found,
    offered: async (mark) => (await ask("textDocument/completion", at(mark))).items.map((item) => item.label),
    hover: async (mark) => (await ask("textDocument/hover", at(mark))).contents.value,
  };
}

test("the YAML language server offers keys and values, explains them, and marks what is wrong", async () => {
  const editor = await openInEditor("call", "title: Robots\ndirection: soluzions\nfunding: \nclosse: 2026-01-01\npermanent: \n\n");
  const marked = editor.diagnostics.map((one) => `${one.range.start.line}: ${one.message}`);
  assert.ok(marked.some((one) => one.startsWith("1: ") && one.includes('"solutions"')), marked.join("\n"));
  assert.ok(marked.some((one) => one.startsWith("3: ") && one.includes("closse")), marked.join("\n"));
  assert.deepEqual((await editor.offered("funding: ")).sort(), ["contract", "grant", "prize", "support"]);
  const keys = await editor.offered("permanent: \n");
  assert.ok(["closes", "ordering_party", "stages", "questions_until"].every((key) => keys.includes(key)), keys.join(" "));
  assert.ok(!keys.includes("direction"), "what is written is not offered again");
  assert.match(await editor.hover("direc"), /Nature de l’appel/);
});

test("it finds nothing to say of what is right", async () => {
  const front = readFileSync(join(content, "calls/ai4gov-data4gov-nif4gov/index.fr.md"), "utf8").split(/^---$/m)[1];
  assert.deepEqual((await openInEditor("call", front)).diagnostics, []);
  const site = await openInEditor("site", readFileSync(join(content, "site.yaml"), "utf8"));
  assert.deepEqual(site.diagnostics, []);
});

test("a document shown as YAML is completed above its text, as the guide for editors says", async () => {
  const editor = await openInEditor("call", "---\ntitle: Robots\n\nfunding: \n---\n\nLe texte : en *Markdown*, `avec` tout.\n");
  assert.deepEqual((await editor.offered("funding: ")).sort(), ["contract", "grant", "prize", "support"]);
  assert.ok((await editor.offered("Robots\n")).includes("closes"));
});
