// A site whose every text tries to run a script, in a real browser: none runs, nothing is asked of another host, nothing pops up.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { openBrowser } from "./browser.js";
import { filesOf } from "./site.js";

const hostile = join(dirname(fileURLToPath(import.meta.url)), "..", "cases", "hostile", "content");
const site = mkdtempSync(join(tmpdir(), "parvis-hostile-"));
after(() => rmSync(site, { recursive: true, force: true }));
cpSync(hostile, join(site, "content"), { recursive: true });
symlinkSync(process.env.PARVIS_THEMES, join(site, "themes"));
const out = join(site, "public");
execFileSync(process.env.PARVIS_PROGRAM, ["--root", site, "build", "--at", "2026-06-01T12:00", "--quiet", "--out", out], { stdio: "ignore" });

test("no page runs what an editor wrote, and none asks another host for anything", async () => {
  const { origin, browser } = await openBrowser(out);
  const view = await browser.newPage();
  const trouble = [];
  view.on("dialog", (dialog) => { trouble.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  view.on("request", (request) => { if (!request.url().startsWith(`${origin}/`)) trouble.push(`${view.url()} asks for ${request.url()}`); });
  view.on("pageerror", (error) => trouble.push(`${view.url()}: ${error.message}`));
  const pages = filesOf(out).filter((file) => file.endsWith(".html"));
  assert.ok(pages.length > 30, `${pages.length} pages`);
  for (const page of pages) {
    await view.goto(origin + page);
    // Whoever waits for a pointer or the focus is given both.
    const found = await view.evaluate(() => {
      const all = [...document.querySelectorAll("*")];
      for (const element of all) for (const kind of ["mouseover", "focus", "click", "error"]) {
        if (kind !== "click" || !element.closest("a, button, summary, label, input")) element.dispatchEvent(new Event(kind));
      }
      const handlers = all.filter((element) => [...element.attributes].some(({ name }) => name.startsWith("on"))).map((element) => element.outerHTML);
      const targets = all.filter((element) => /^\s*(javascript|vbscript|data):/i.test(element.href ?? "")).map((element) => element.outerHTML);
      return { pwned: window.__pwned, handlers, targets };
    });
    assert.deepEqual(found, { pwned: undefined, handlers: [], targets: [] }, page);
  }
  assert.deepEqual(trouble, []);
});
