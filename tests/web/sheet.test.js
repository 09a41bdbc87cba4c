// A contact sheet for whoever judges the design: every template in every language, narrow, wide, dark and printed, on one page
// and in one picture, left in target/contact-sheet/.

import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import assert from "node:assert/strict";
import { openBrowser } from "./browser.js";
import { now, samples } from "./site.js";

const { origin, browser } = await openBrowser();
const sheet = fileURLToPath(new URL("../../target/contact-sheet/", import.meta.url));
/** How a page is looked at. Paper is as wide as A4 in CSS pixels. */
const LOOKS = {
  narrow: { width: 320 },
  wide: { width: 1280 },
  dark: { width: 1280, colorScheme: "dark" },
  print: { width: 794, media: "print" },
};
/** So much of a page is shown, in its own pixels: what is below says little more of its design. */
const SHOWN = 1600;
/** Pictures are stored and shown at a fraction of their size. */
const SCALE = 0.3;

test("the contact sheet shows every template in every language", async () => {
  mkdirSync(sheet, { recursive: true });
  const pictures = new Map(samples.map(({ page }) => [page.path, []]));
  for (const [look, { width, colorScheme = "light", media = "screen" }] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, deviceScaleFactor: SCALE, colorScheme, reducedMotion: "reduce" });
    const view = await context.newPage();
    await view.clock.setFixedTime(now);
    await view.emulateMedia({ media });
    for (const { page } of samples) {
      await view.goto(origin + page.path);
      const height = Math.min(SHOWN, await view.evaluate(() => document.documentElement.scrollHeight));
      const picture = await view.screenshot({ type: "jpeg", quality: 70, fullPage: true, clip: { x: 0, y: 0, width, height } });
      pictures.get(page.path).push({ look, width: Math.round(width * SCALE), source: `data:image/jpeg;base64,${picture.toString("base64")}` });
    }
    await context.close();
  }
  const shown = samples.map(({ template, page }) => `<section><h2>${template} <small>${page.path}</small></h2><div>${
    pictures.get(page.path).map(({ look, width, source }) => `<img src="${source}" alt="${look}" width="${width}">`).join("")}</div></section>`);
  const markup = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title><style>
    body { margin: 1rem; background: #777; color: #fff; font: 0.8rem system-ui; display: flex; flex-wrap: wrap; gap: 1rem; align-items: start }
    h2 { font-size: 1rem; margin: 0 0 0.25rem } section > div { display: flex; gap: 0.3rem; align-items: start } img { display: block }
  </style><h1 hidden>Contact sheet</h1>${shown.join("\n")}</html>`;
  writeFileSync(`${sheet}index.html`, markup);
  const view = await browser.newPage({ viewport: { width: 3300, height: 800 } });
  await view.setContent(markup);
  await view.screenshot({ path: `${sheet}sheet.jpg`, type: "jpeg", quality: 70, fullPage: true });
  await view.close();
  for (const taken of pictures.values()) assert.ok(taken.length >= Object.keys(LOOKS).length, "a look is missing");
  assert.ok(statSync(`${sheet}sheet.jpg`).size > 100_000, "the picture of all is empty");
});
