// What continuous integration reads: mistakes as SARIF against the schema of its committee's last draft (as Microsoft ships it,
// ajv), and as commands by the rules of GitHub's runner.

import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { assertNone } from "./complaints.js";
import "./setup.js";

const cases = new URL("../cases/", import.meta.url).pathname;
const schemaFile = createRequire(import.meta.url).resolve("@microsoft/jest-sarif").replace(/jest-sarif\/.*$/, "jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
// Every sort of place: in no text, over several lines, at a value, with related places and with braces in the help.
const names = ["image-file-not-there", "mistyped-values", "not-utf8", "raw-html-removed", "text-map-lacks-a-language", "three-broken-files", "two-pages-on-one-path"];

/** What each of the formats says of a case. */
function check(name, ...formats) {
  const root = mkdtempSync(join(tmpdir(), "parvis-ci-"));
  try {
    cpSync(join(cases, name, "content"), join(root, "content"), { recursive: true });
    cpSync(process.env.PARVIS_THEMES, join(root, "themes"), { recursive: true });
    const options = (format) => ["--root", root, "check", "--at", "2026-06-01T12:00", "--format", format];
    return formats.map((format) => spawnSync(process.env.PARVIS_PROGRAM, options(format), { encoding: "utf8" }).stderr);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What GitHub's runner makes of a line of output: `TryParseV2` of its `ActionCommand`. */
function command(line) {
  const parsed = /^::([^ :]+)(?: (.*?))?::(.*)$/s.exec(line);
  if (!parsed) return null;
  const data = (text) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const property = (text) => data(text.replaceAll("%3A", ":").replaceAll("%2C", ","));
  const properties = (parsed[2] ?? "").split(",").map((pair) => [pair.slice(0, pair.indexOf("=")), property(pair.slice(pair.indexOf("=") + 1))]);
  return { command: parsed[1], ...Object.fromEntries(properties), message: data(parsed[3]) };
}

test("mistakes as SARIF are valid, and say what the others say", () => {
  const validate = addFormats(new AjvDraft04({ strict: false, allErrors: true, unicodeRegExp: false })).compile(JSON.parse(readFileSync(schemaFile)));
  const complaints = [];
  let found = 0;
  for (const name of names) {
    const [sarif, json, github] = check(name, "sarif", "json", "github");
    const log = JSON.parse(sarif);
    if (!validate(log)) complaints.push(...validate.errors.map((error) => `${name}${error.instancePath}: ${error.message}`));
    const run = log.runs[0];
    const lines = json.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    const commands = github.split("\n").filter(Boolean).map(command);
    assert.deepEqual([run.results.length, commands.length], [lines.length, lines.length], name);
    found += lines.length;
    for (const [rank, line] of lines.entries()) {
      const result = run.results[rank];
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      const { startLine, startColumn, endLine, endColumn } = region ?? { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
      const told = [result.ruleId, run.tool.driver.rules[result.ruleIndex].id, result.level, decodeURI(artifactLocation.uri), startLine, startColumn, endLine, endColumn];
      const wanted = [line.code, line.code, line.severity, line.file, line.line, line.column, line.end_line, line.end_column];
      if (JSON.stringify(told) !== JSON.stringify(wanted)) complaints.push(`${name}: ${told} is not ${wanted}`);
      const { command: severity, file, title, line: from, message } = commands[rank];
      if (severity !== line.severity || file !== line.file || title !== line.code || Number(from ?? 1) !== line.line) complaints.push(`${name}: ${file}:${from} is not ${line.file}:${line.line}`);
      if (!message.startsWith(`${line.message}\nhelp: ${line.help}`)) complaints.push(`${name}: ${message}`);
    }
    for (const { id, shortDescription, fullDescription, help } of run.tool.driver.rules) {
      if (!shortDescription?.text || !fullDescription?.text || !help?.text || !help.markdown) complaints.push(`${name}: ${id} is not explained`);
    }
    const fingerprints = run.results.map((result) => result.partialFingerprints.primaryLocationLineHash);
    if (new Set(fingerprints).size !== fingerprints.length) complaints.push(`${name}: two mistakes have one fingerprint`);
  }
  assertNone(complaints, "mistakes told otherwise");
  assert.ok(found >= 15, `only ${found} mistakes were looked at`);
});
