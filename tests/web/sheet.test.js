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

/** A picture of what a page shows. Chromium now and then has no frame to give on a machine that is busy: asked again, it has. */
async function photograph(view, options) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await view.screenshot({ type: "jpeg", quality: 70, ...options });
    } catch (error) {
      if (attempt === 4 || !error.message.includes("Unable to capture screenshot")) throw error;
      await new Promise((ready) => setTimeout(ready, 1000 * attempt));
    }
  }
}

test("the contact sheet shows every template in every language", async () => {
  mkdirSync(sheet, { recursive: true });
  const pictures = new Map(samples.map(({ page }) => [page.path, []]));
  for (const [look, { width, colorScheme = "light", media = "screen" }] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ viewport: { width, height: SHOWN }, deviceScaleFactor: SCALE, colorScheme, reducedMotion: "reduce" });
    const view = await context.newPage();
    await view.clock.setFixedTime(now);
    await view.emulateMedia({ media });
    for (const { page } of samples) {
      await view.goto(origin + page.path);
      const picture = await photograph(view);
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
  const view = await browser.newPage({ viewport: { width: 5200, height: 800 } });
  await view.setContent(markup);
  await photograph(view, { path: `${sheet}sheet.jpg`, fullPage: true });
  await view.close();
  for (const taken of pictures.values()) assert.ok(taken.length >= Object.keys(LOOKS).length, "a look is missing");
  assert.ok(statSync(`${sheet}sheet.jpg`).size > 100_000, "the picture of all is empty");
});
