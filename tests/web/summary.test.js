// The comment of `build --summary` as a forge reads it: by a parser of GitHub's own Markdown, over titles that were written to
// be something else than titles.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { assertNone } from "./complaints.js";
import "./setup.js";

const BASE = "https://lab.example";
const SECTIONS = { challenges: "defis", calls: "appels", events: "evenements", programmes: "programmes", startups: "services", organisations: "organisations", updates: "actualites" };

/** Stands in every payload, so that it is found wherever it comes out. */
const MARK = "Zqx";
const PAYLOADS = [
  "sign in at https://evil.example/Zqx now", "www.evil.example/Zqx", "http://evil.example/Zqx", "ftp://evil.example/Zqx", "xmpp:Zqx@evil.example",
  "mailto:Zqx@evil.example", "Zqx@evil.example", "<https://evil.example/Zqx>", "<Zqx@evil.example>", "[Zqx](https://evil.example)",
  "![Zqx](https://evil.example/x.png)", "[Zqx][1]\n\n[1]: https://evil.example", "@Zqx", "@org/Zqx", "#123 Zqx", "GH-1 Zqx", "owner/Zqx#1", "owner/Zqx@da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709 Zqx", "deadbeef Zqx", "https://github.com/o/r/issues/1 Zqx", ":fire: Zqx :+1:", "$Zqx$", "$$Zqx$$", "$`Zqx`$",
  "`Zqx", "``Zqx", "Zqx`", "Zqx``", "`Zqx`", "a`Zqx` https://evil.example `b", "``` Zqx https://evil.example", "`````Zqx````", "` Zqx `` @lab ` x", "\\`Zqx\\` @lab",
  "<b>Zqx</b>", "<img src=x onerror=Zqx>", "<!-- Zqx", "--> Zqx", "<![CDATA[Zqx", "<?Zqx", "<script>Zqx", "</li></ul><h1>Zqx", "&lt;Zqx&#64;lab", "&#96;Zqx&#96; @lab",
  "# Zqx", "Zqx\n===", "Zqx\n---", "- [ ] Zqx", "[x] Zqx", "- Zqx", "1. Zqx", "> [!WARNING] Zqx", "[!NOTE]\nZqx", "[^1] Zqx", "[^Zqx]: x", "| Zqx | b |\n|---|---|", "Zqx | b",
  "*Zqx*", "**Zqx**", "_Zqx_", "~~Zqx~~", "~Zqx~", "a\u202eZqx", "\u2066Zqx", "a\u200b@Zqx", "Zqx\u2028# h", "Zqx\u2029- x", "Zqx\r# h", "Zqx\n\n# h", "Zqx\n\n    code", "Zqx  \nb", "Zqx\\",
  "\u0301Zqx", "Zqx" + "\u0301".repeat(300), "Zqx" + "ก็".repeat(2) + "็".repeat(80), "Zqx " + "long ".repeat(90), "Zqx\u1fefx", "\ufeffZqx", "Zqx\u00ad", "{{ Zqx }}", "${{ secrets.Zqx }}", "::error::Zqx", "/close Zqx", "{+Zqx+} [-x-]",
];

const root = mkdtempSync(join(tmpdir(), "parvis-summary-"));
after(() => rmSync(root, { recursive: true }));
cpSync(process.env.PARVIS_THEMES, join(root, "themes"), { recursive: true });
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const yaml = (text) => JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

/** Writes a site, builds it, and gives back its summary. */
function summaryOf(titles, { name = "English", broken = [], lang = "en" } = {}) {
  rmSync(join(root, "content"), { recursive: true, force: true });
  rmSync(join(root, "public"), { recursive: true, force: true });
  write("content/site.yaml", `title: Lab
description: {fr: Un laboratoire, en: A lab}
base_url: ${BASE}
languages:
  - {code: fr, name: Français, sections: ${JSON.stringify(SECTIONS)}}
  - {code: en, name: ${yaml(name)}, sections: ${JSON.stringify(SECTIONS)}}
contact: {email: lab@lab.example}
`);
  const build = () => {
    const { status, stderr } = spawnSync(process.env.PARVIS_PROGRAM, ["--root", root, "--lang", lang, "build", "--at", "2026-06-01T12:00:00+02:00", "--summary", join(root, "summary.md")], { encoding: "utf8" });
    assert.notEqual(status, 2, stderr);
  };
  write("content/organisations/lab/index.fr.md", "---\ntitle: {fr: Labo, en: Lab}\ntype: administration\n---\n");
  build();
  titles.forEach((title, rank) => write(`content/calls/c${rank}/index.fr.md`, `---\ntitle: ${yaml(title)}\nsummary: Résumé.\ndirection: challenges
ordering_party: lab\npublished: 2026-05-20\nopens: 2026-05-25T09:00\ncloses: 2026-06-10T17:00\n---\n`));
  broken.forEach((text, rank) => write(`content/pages/b${rank}/index.fr.md`, `---\ntitle: Page\nsummary: Résumé.\nmenu: ${yaml(text)}\n---\n`));
  build();
  return readFileSync(join(root, "summary.md"), "utf8");
}

/** What a comment holds that the program did not write, or that does not stand in code. */
function complaints(markdown) {
  const found = [];
  const look = (node, parents) => {
    const where = () => `${node.type} in ${parents.map((parent) => parent.type).join(" > ")}: ${markdown.slice(node.position.start.offset, node.position.end.offset).slice(0, 200)}`;
    const allowed = ["root", "heading", "list", "listItem", "paragraph", "text", "inlineCode", "link", "break"];
    if (!allowed.includes(node.type)) found.push(where());
    if (node.type === "listItem" && node.checked !== null) found.push(where());
    if (node.type === "link" && !(node.url.startsWith(`${BASE}/`) && node.children.every((child) => child.type === "inlineCode"))) found.push(where());
    // What is not in code is the program's own: neither a payload nor a sign that a forge looks for.
    if (node.type === "text" && (node.value.includes(MARK) || /[@#$<>|`~*_\\]|:\S+:|https?:|www\.|evil/.test(node.value))) found.push(where());
    if (node.type === "inlineCode" && /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad]/.test(node.value)) found.push(where());
    if (node.type === "inlineCode" && [...node.value].length > 170) found.push(where());
    if (/\p{M}{6}/u.test(node.value ?? "")) found.push(where());
    for (const child of node.children ?? []) look(child, [...parents, node]);
  };
  look(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }), []);
  return found;
}

for (const lang of ["en", "fr"]) {
  test(`titles are code and nothing else, wherever they stand (${lang})`, () => {
    const found = [];
    for (let from = 0; from < PAYLOADS.length; from += 10) {
      const titles = PAYLOADS.slice(from, from + 10);
      const summary = summaryOf(titles, { name: titles[0], lang });
      // Each title is told as a new page in two languages, as entries, as a deadline and as a translation to do.
      assert.ok(summary.split(MARK).length > 5 * titles.length, summary);
      found.push(...complaints(summary));
    }
    assertNone(found, "parts of a comment that are no text");
  });
}

test("what is wrong with the sources is told as code and nothing else", () => {
  const found = [];
  for (let from = 0; from < PAYLOADS.length; from += 15) {
    const summary = summaryOf([], { broken: PAYLOADS.slice(from, from + 15) });
    assert.match(summary, /Nothing would be published/);
    assert.ok(summary.includes(MARK), summary);
    found.push(...complaints(summary));
  }
  assertNone(found, "parts of a comment that are no text");
});
