// The front door and the commitments: what a telephone shows within so many screens.

import { test } from "node:test";
import assert from "node:assert/strict";
import { openBrowser } from "./browser.js";
import { assertNone } from "./complaints.js";
import { base, languages, read, samples } from "./site.js";

const { origin, browser } = await openBrowser();
const PHONE = { width: 390, height: 844 };
const itemsOf = (kinds) => JSON.parse(read(`/data/${kinds}.json`)).items;
const pathOf = (item, lang) => item.url[lang].slice(base.length);

/** A page on a telephone. */
async function onPhone(path) {
  const context = await browser.newContext({ viewport: PHONE });
  const view = await context.newPage();
  await view.goto(origin + path);
  return view;
}

/** How many screens of a telephone are above the end of an element. */
const screensTo = async (element) => {
  const { y, height } = await element.boundingBox();
  return (y + height) / PHONE.height;
};

for (const lang of languages) {
  test(`the home page is at most five screens of a telephone, ${lang}`, async () => {
    const view = await onPhone(`/${lang}/`);
    const screens = await view.evaluate(() => document.documentElement.scrollHeight) / PHONE.height;
    assert.ok(screens <= 5, `${screens.toFixed(2)} screens`);
    await view.context().close();
  });

  test(`the months ahead have their names on a telephone and on paper, ${lang}`, async () => {
    const view = await onPhone(`/${lang}/`);
    const complaints = [];
    for (const media of ["screen", "print"]) {
      await view.emulateMedia({ media });
      const names = await view.locator(".ahead-months span").evaluateAll((months) => months.map((month) => {
        return { name: month.textContent, size: parseFloat(getComputedStyle(month).fontSize), isCut: month.scrollWidth > month.clientWidth, height: month.offsetHeight };
      }));
      assert.ok(names.length > 2);
      for (const { name, size, isCut, height } of names) if (size < 10 || isCut || height < 10) complaints.push(`${media}: ${name}, ${size} px`);
    }
    await view.context().close();
    assertNone(complaints, "months that cannot be read");
  });

  test(`three doors stand within the first screen, and each leads somewhere, ${lang}`, async () => {
    const view = await onPhone(`/${lang}/`);
    const doors = view.locator(".doors h2 a");
    assert.equal(await doors.count(), 3);
    for (const door of await doors.all()) {
      assert.ok(await screensTo(door) <= 1, await door.textContent());
      const response = await view.request.get(new URL(await door.getAttribute("href"), origin).href);
      assert.ok(response.ok(), await door.textContent());
    }
    await view.context().close();
  });

  test(`a row of an open call names its deadline and its budget, ${lang}`, async () => {
    const view = await onPhone(`/${lang}/`);
    const open = itemsOf("calls").filter(({ state }) => state === "open" || state === "closing-soon");
    assert.ok(open.length > 1);
    const complaints = [];
    for (const call of open) {
      const card = view.locator(`[aria-labelledby=_open-calls] [data-item="${call.key}"]`);
      if (await card.count() !== 1) complaints.push(`${call.key} stands there ${await card.count()} times`);
      else if (call.closes && !await card.locator("time").first().isVisible()) complaints.push(`${call.key}: no deadline`);
      else if (call.budget && !/\d/.test(await card.locator(".card-amount").innerText())) complaints.push(`${call.key}: no amount`);
    }
    assertNone(complaints, "open calls on the home page");
    await view.context().close();
  });

  test(`a commitment says what was promised, done and judged within a screen and a half, ${lang}`, async () => {
    const commitments = itemsOf("programmes").filter(({ type }) => type === "commitment");
    assert.ok(commitments.length > 1);
    const complaints = [];
    for (const item of commitments) {
      const view = await onPhone(pathOf(item, lang));
      const parts = await view.locator("[data-answer] .kept > div").all();
      if (parts.length !== 3) complaints.push(`${item.key}: ${parts.length} parts`);
      for (const part of parts) {
        const screens = await screensTo(part.locator("h3 + *"));
        if (screens > 1.5) complaints.push(`${item.key}: ${await part.locator("h3").innerText()} ends at ${screens.toFixed(2)} screens`);
      }
      // Every judgement says who made it, when, and where to read it, or that this is not known.
      for (const assessment of await view.locator(".box[id^=_assessment-]").all()) {
        const [title, report] = [assessment.locator("h3"), assessment.locator("dd").first()];
        if (!(await title.innerText()).trim() || !(await report.innerText()).trim()) complaints.push(`${item.key}: an assessment by nobody`);
      }
      await view.context().close();
    }
    assertNone(complaints, "commitments");
  });
}

test("nothing that is said of a commitment is cut off beside its text", async () => {
  const complaints = [];
  for (const item of itemsOf("programmes").filter(({ type }) => type === "commitment")) {
    const view = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await view.goto(origin + pathOf(item, languages[0]));
    const [wanted, shown] = await view.locator("[data-answer]").evaluate((panel) => [panel.scrollWidth, panel.clientWidth]);
    if (wanted > shown) complaints.push(`${item.key}: ${wanted} px in ${shown} px`);
    await view.close();
  }
  assertNone(complaints, "commitments that are cut off");
});

test("a finger can meet every link of a list on a telephone", async () => {
  const complaints = [];
  for (const { page } of samples.filter(({ page }) => page.lang === languages[0])) {
    const view = await onPhone(page.path);
    const small = await view.evaluate(() => [...document.querySelectorAll("main :is(.inline-list, .toc) a, main .plain > li > a, main .theme-list a, .site-footer li a")]
      .map((link) => ({ height: link.getBoundingClientRect().height, text: link.textContent }))
      .filter(({ height }) => height > 0 && height < 44));
    complaints.push(...small.slice(0, 2).map(({ height, text }) => `${page.path}: ${text} is ${height.toFixed(1)} px high`));
    await view.context().close();
  }
  assertNone(complaints, "small targets");
});
