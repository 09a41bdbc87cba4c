// How long the page of the longest call is on a telephone, and how many sheets it fills when it is printed.

import { test } from "node:test";
import assert from "node:assert/strict";
import { openBrowser } from "./browser.js";
import { assertNone } from "./complaints.js";
import { languages, now, pages } from "./site.js";

const { origin, browser } = await openBrowser();
const PHONE = { width: 390, height: 844 };
const SCREENS = 9;
const SHEETS = { call: 3, event: 2, challenge: 2 };

const isOf = (kind) => ({ source }) => source.includes(`<article class="item" data-item="${kind}/`);
const open = /<article class="item" data-item="call\/[^"]+" data-state="(open|closing-soon)"/;

async function reader() {
  const view = await browser.newPage({ viewport: PHONE });
  await view.clock.setFixedTime(now);
  return view;
}

for (const lang of languages) {
  test(`no call is longer than ${SCREENS} screens of a telephone, ${lang}`, async (t) => {
    const view = await reader();
    const lengths = [];
    for (const { path } of pages.filter((page) => page.lang === lang && isOf("call")(page))) {
      await view.goto(origin + path);
      const height = await view.evaluate(() => document.documentElement.scrollHeight);
      lengths.push({ path, screens: height / PHONE.height });
    }
    await view.close();
    const [longest] = lengths.sort((one, other) => other.screens - one.screens);
    t.diagnostic(`${longest.path}: ${longest.screens.toFixed(2)} screens`);
    assert.ok(longest.screens <= SCREENS, `${longest.path}: ${longest.screens.toFixed(2)} screens`);
  });

  test(`a printed call fills three sheets at most, an event and a challenge two, ${lang}`, async (t) => {
    const view = await reader();
    const complaints = [];
    for (const [kind, most] of Object.entries(SHEETS)) {
      const all = pages.filter((page) => page.lang === lang && isOf(kind)(page));
      // The longest text is not always the longest print: some of the longest are tried.
      const longest = all.sort((one, other) => other.source.length - one.source.length).slice(0, 4);
      for (const { path } of longest) {
        await view.goto(origin + path);
        // A sheet is not printed before its pictures are there.
        await view.evaluate(() => Promise.all([...document.images].map((image) => {
          image.loading = "eager";
          return image.decode();
        })));
        const pdf = await view.pdf({ format: "A4" });
        const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
        t.diagnostic(`${path}: ${sheets} sheets`);
        if (sheets > most) complaints.push(`${path}: ${sheets} sheets`);
      }
    }
    await view.close();
    assertNone(complaints, "long prints");
  });
}

test("paper has what is asked and how to answer, not the past and the neighbours", async () => {
  const call = pages.filter((page) => open.test(page.source)).sort((one, other) => other.source.length - one.source.length)[0];
  const view = await reader();
  await view.goto(origin + call.path);
  await view.emulateMedia({ media: "print" });
  const isPrinted = (selector) => view.locator(selector).first().isVisible();
  for (const selector of ["#apply", ".answer-facts", "#eligibility", "#deliverables", "#criteria", "#calendar", "#documents", "[id^=_question-] .prose", "#contact", ".qr", ".answer .button"]) {
    assert.ok(await isPrinted(selector), `${selector} is not printed`);
  }
  for (const selector of ["#history", ".related", "#_follow", ".answer .button-quiet[type]"]) {
    assert.ok(!await isPrinted(selector), `${selector} is printed`);
  }
  await view.close();
});

test("a link to a change that is folded opens it", async () => {
  const call = pages.find((page) => /<details class="more">(?:(?!<\/details>)[\s\S])*id="_change-/.test(page.source));
  const id = call.source.match(/<details class="more">(?:(?!<\/details>)[\s\S])*?id="(_change-[^"]+)"/)[1];
  const view = await reader();
  await view.goto(`${origin}${call.path}#${id}`);
  assert.ok(await view.locator(`[id="${id}"]`).isVisible(), `${call.path}#${id}`);
  await view.close();
});
