// Tables as spreadsheets open them: by Python's reader, which takes what stands behind a quote as Excel does, with each sign that some
// country's spreadsheet expects between cells. No cell begins a formula, and nothing else is changed.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { assertNone } from "./complaints.js";
import "./setup.js";

const STARTERS = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "|calc", "＝1", "＋x", "－x", "＠x", "=HYPERLINK(\"https://evil.example\")", "-inf"];
const BEFORE = ["", " ", "\u00a0", "\u200b", "\ufeff", "\"", "\"\"", " \"", "\u202f \u2060"];
const PARTS = ["", "x;", "x; ", "x\t", "x;;", "x\";", "\";", "x\";\"", "x\n", "x\r\n", "x;\u200b", "\";\"\";", "x\u2028"];
const ORDINARY = ["Robots = défi", "un - deux; trois", "l’été, « quoi ; »", "12", "-5", "+1.5", "2026-04-25", "a \"b\"; c", "10 % - 20 %"];

const SECTIONS = { challenges: "defis", calls: "appels", events: "evenements", programmes: "programmes", startups: "services", organisations: "organisations", updates: "actualites" };
const root = mkdtempSync(join(tmpdir(), "parvis-tables-"));
after(() => rmSync(root, { recursive: true }));
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const yaml = (text) => JSON.stringify(text).replaceAll("\u2028", "\\u2028");
cpSync(process.env.PARVIS_THEMES, join(root, "themes"), { recursive: true });
write("content/site.yaml", `title: Lab
description: {fr: Un laboratoire, en: A lab}
base_url: https://lab.example
languages:
  - {code: fr, name: Français, sections: ${JSON.stringify(SECTIONS)}}
  - {code: en, name: English, sections: ${JSON.stringify(SECTIONS)}}
contact: {email: lab@lab.example}
`);
/** Each way to begin a part of a cell: a title with one formula behind it, a summary with all of them. */
const payloads = PARTS.flatMap((part) => BEFORE.map((before) => `${part}${before}`));
const news = (rank, title, summary) => write(`content/updates/n${rank}/index.fr.md`, `---\ntitle: ${yaml(title)}\nsummary: ${yaml(summary)}\ndate: 2026-05-01\n---\n`);
payloads.forEach((start, rank) => news(rank, `${start}${STARTERS[rank % STARTERS.length]}`, STARTERS.map((starter) => `${start}${starter}`).join(";")));
ORDINARY.forEach((text, rank) => news(`o${rank}`, text, `Texte : ${text}`));
execFileSync(process.env.PARVIS_PROGRAM, ["--root", root, "build", "--at", "2026-06-01T12:00:00+02:00", "--quiet"], { stdio: ["ignore", "ignore", "ignore"] });

/** All cells, row by row, with a sign between them. */
function cells(delimiter, table = "updates.csv") {
  const code = "import csv, json, sys\nwith open(sys.argv[1], encoding='utf-8-sig', newline='') as file: print(json.dumps(list(csv.reader(file, delimiter=sys.argv[2]))))";
  return JSON.parse(execFileSync("python3", ["-c", code, join(root, "public/data", table), delimiter], { encoding: "utf8", maxBuffer: 1 << 28 }));
}

for (const [name, delimiter, table] of ["updates.csv", "updates.excel.csv"].flatMap((table) => [["a comma", ",", table], ["a semicolon", ";", table], ["a tab", "\t", table]])) {
  test(`no cell of ${table} begins a formula where ${name} parts cells`, () => {
    const isFormula = (cell) => {
      const text = cell.replace(/^[\s\p{Cf}\p{Cc}"]+/u, "");
      return /^[=+\-@|＝＋－＠]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(cell.trim());
    };
    const all = cells(delimiter, table).flat();
    assert.ok(all.length > payloads.length);
    assertNone(all.filter(isFormula).map((cell) => JSON.stringify(cell).slice(0, 100)), "formulas");
    // Where a line end in a cell ends a row too, since quotes were not understood.
    assertNone(all.flatMap((cell) => cell.split(/[\n\r\u2028]/)).filter(isFormula).map((cell) => JSON.stringify(cell).slice(0, 100)), "formulas in lines of cells");
  });
}

test("ordinary texts, numbers and dates are read back as they were written, but for spaces at which no line may break", () => {
  const [head, ...rows] = cells(",");
  assert.deepEqual([head, ...rows], cells(";", "updates.excel.csv"), "the table for Excel holds the same");
  const column = head.indexOf("title_fr");
  const found = rows.map((row) => row[column].replace(/[\u00a0\u202f]/g, " "));
  assertNone(ORDINARY.filter((text) => !found.includes(text)), "texts that were changed");
  assert.equal(rows.length, payloads.length + ORDINARY.length);
});
