// axe on one page of every template, in every language, light and dark, narrow and wide; and on every state of an item.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { openBrowser } from "./browser.js";
import { assertNone } from "./complaints.js";
import { languages, samples, statesIn } from "./site.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const { origin, browser } = await openBrowser();

/** What axe finds on the page that is shown, one line for each element. */
async function complaintsOf(view) {
  return view.evaluate(async (rules) => {
    const result = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return result.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any }) => `${id} (${help}): ${html.slice(0, 160)} ${any.map((check) => check.message).join("; ")}`));
  }, RULES);
}

/** How a page is looked at. */
const LOOKS = [320, 1280].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme })));

async function check(pages, looks, before) {
  const view = await browser.newPage();
  const complaints = [];
  for (const { template, page } of pages) {
    await view.goto(origin + page.path);
    await view.evaluate(axe);
    for (const { width, colorScheme } of looks) {
      await view.setViewportSize({ width, height: 900 });
      await view.emulateMedia({ colorScheme });
      await before?.(view);
      complaints.push(...(await complaintsOf(view)).map((line) => `${template} ${page.path}, ${colorScheme}, ${width} px: ${line}`));
    }
  }
  await view.close();
  return complaints;
}

test("axe finds nothing on any template, in any language, light or dark, narrow or wide", async () => {
  assertNone(await check(samples, LOOKS), "violations");
});

test("axe finds nothing on an item in any of its states", async () => {
  assertNone(await check(statesIn(languages[0]), [{ width: 1280, colorScheme: "light" }]), "violations");
});

test("axe finds nothing in the menu that a phone opens", async () => {
  const open = (view) => view.locator(".site-bar .menu-button").click();
  for (const look of LOOKS.slice(0, 2)) assertNone(await check(samples.slice(0, 2), [look], open), "violations");
});
