// What a visitor does with a keyboard, with links, and without script.

import { test } from "node:test";
import assert from "node:assert/strict";
import { openBrowser } from "./browser.js";
import { assertNone } from "./complaints.js";
import { languages, now, pages, samples, pageAt } from "./site.js";

const { origin, browser } = await openBrowser();
const inOneLanguage = samples.filter(({ page }) => page.lang === languages[0]);
const wide = { viewport: { width: 1280, height: 900 } };

const focused = (view) => view.evaluate(() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  return { tag: element.tagName, id: element.id, href: element.getAttribute("href"), top: box.top, left: box.left, width: box.width, height: box.height };
});

test("an address is copied by its button, which says so and is not there without script", async () => {
  const subscribe = pages.find(({ path }) => path === `/${languages[0]}/s-abonner/`);
  const context = await browser.newContext({ ...wide, permissions: ["clipboard-read", "clipboard-write"] });
  const view = await context.newPage();
  await view.goto(origin + subscribe.path);
  const button = view.locator("[data-copy]").first();
  const address = await button.getAttribute("data-copy");
  assert.equal(await view.locator(".address a").first().textContent(), address);
  await button.click();
  await view.getByText(await button.getAttribute("data-copied"), { exact: true }).waitFor();
  assert.equal(await view.evaluate(() => navigator.clipboard.readText()), address);
  await context.close();
  const plain = await browser.newContext({ ...wide, javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(origin + subscribe.path);
  assert.equal(await page.locator("[data-copy]:visible").count(), 0);
  await plain.close();
});

test("the first Tab lands on the skip link, in view, and Enter moves to the content", async () => {
  const complaints = [];
  const view = await browser.newPage({ ...wide, reducedMotion: "reduce" }); // otherwise the link slides in
  for (const { page } of samples) {
    await view.goto(origin + page.path);
    await view.keyboard.press("Tab");
    const skip = await focused(view);
    const main = await view.evaluate(() => document.querySelector("main").id);
    if (skip.tag !== "A" || skip.href !== `#${main}`) {
      complaints.push(`${page.path}: Tab lands on ${skip.tag} ${skip.href}`);
      continue;
    }
    if (skip.top < 0 || skip.left < 0 || skip.height < 24) complaints.push(`${page.path}: the skip link is out of view at ${skip.top}`);
    await view.keyboard.press("Enter");
    const after = await focused(view);
    if (after.id !== main || new URL(view.url()).hash !== `#${main}`) complaints.push(`${page.path}: Enter leads to ${after.tag}#${after.id}`);
    await view.keyboard.press("Tab");
    const next = await view.evaluate(() => document.activeElement.closest("main, footer")?.tagName);
    if (!next) complaints.push(`${page.path}: the Tab after it is back in the header`);
  }
  await view.close();
  assertNone(complaints, "skip links that do not skip");
});

for (const [colorScheme, some] of [["light", inOneLanguage], ["dark", inOneLanguage.slice(0, 3)]]) {
  test(`whatever Tab reaches shows that it has the focus, ${colorScheme}`, async () => {
    const complaints = [];
    const view = await browser.newPage({ ...wide, colorScheme });
    for (const { template, page } of some) {
      await view.goto(origin + page.path);
      const count = await view.evaluate(() => document.querySelectorAll("a[href], button, summary, input:not([disabled]), [tabindex='0']").length);
      for (let rank = 0; rank < Math.min(count, 40); rank++) {
        await view.keyboard.press("Tab");
        const wrong = await view.evaluate(() => {
          const element = document.activeElement;
          if (element === document.body) return undefined;
          const outlined = (one) => {
            const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
            return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/rgba\(.*, 0\)/.test(outlineColor);
          };
          let one = element;
          while (one && !outlined(one)) one = one.parentElement;
          return one ? undefined : element.outerHTML.slice(0, 140);
        });
        if (wrong) complaints.push(`${template} ${page.path}: ${wrong}`);
      }
    }
    await view.close();
    assertNone(complaints, "elements whose focus cannot be seen");
  });
}

for (const javaScriptEnabled of [true, false]) {
  test(`on a phone a button opens the menu and the search, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const context = await browser.newContext({ viewport: { width: 375, height: 700 }, javaScriptEnabled });
    const view = await context.newPage();
    for (const { page } of inOneLanguage.slice(0, 3)) {
      await view.goto(origin + page.path);
      const [open, close] = [view.locator(".site-bar .menu-button"), view.locator(".menu .menu-button")];
      const entry = view.locator(".menu nav a").last();
      assert.equal(await entry.isVisible(), false, "the menu is open before it is asked for");
      await open.focus();
      await view.keyboard.press("Enter");
      assert.equal(await entry.isVisible(), true, "the button opens nothing");
      await view.keyboard.press("Tab");
      assert.equal(await close.evaluate((one) => one === document.activeElement), true, "Tab does not go on into the menu");
      await view.keyboard.press("Escape");
      assert.equal(await entry.isVisible(), false, "Escape does not close the menu");
      assert.equal(await open.evaluate((one) => one === document.activeElement), true, "the focus is lost with the menu");
      await open.click();
      await close.click();
      assert.equal(await entry.isVisible(), false, "its own button does not close the menu");
      await open.click();
      const address = new URL(await entry.getAttribute("href"), origin).href;
      await entry.click();
      assert.equal(view.url(), address);
    }
    await view.setViewportSize({ width: 1280, height: 900 });
    assert.equal(await view.locator(".menu nav a").last().isVisible(), true, "a wide window hides the menu");
    assert.equal(await view.locator(".menu-button").first().isVisible(), false, "a wide window has a button for what is open");
    await context.close();
  });
}

const itemOf = (view) => view.evaluate(() => document.querySelector("article.item")?.dataset.item);

test("the language switch leads to the same page in the other language, and back", async () => {
  const view = await browser.newPage(wide);
  const [lang, other] = languages;
  const chosen = samples.filter(({ page }) => page.path.startsWith(`/${lang}/`)).slice(0, 14);
  assert.ok(chosen.length >= 10);
  for (const { page } of chosen) {
    await view.goto(origin + page.path);
    const item = await itemOf(view);
    await view.locator(`header a[hreflang="${other}"]`).click();
    assert.equal(await view.locator("html").getAttribute("lang"), other, `from ${page.path}`);
    assert.equal(await itemOf(view), item, `from ${page.path} to ${view.url()}`);
    await view.locator(`header a[hreflang="${lang}"]`).click();
    assert.equal(view.url(), origin + page.path);
  }
  await view.close();
});

test("a page says the same without script, and asks nothing of another host", async () => {
  const complaints = [];
  const read = async (javaScriptEnabled) => {
    const context = await browser.newContext({ ...wide, javaScriptEnabled });
    const view = await context.newPage();
    // A page that is read as of its build has nothing to correct but to say how far off things are.
    await view.clock.setFixedTime(now);
    view.on("request", (request) => {
      if (new URL(request.url()).origin !== origin && !request.url().startsWith("data:")) complaints.push(`${view.url()} asks ${request.url()}`);
    });
    view.on("response", (response) => {
      if (response.status() >= 400 && !view.url().endsWith("404.html")) complaints.push(`${view.url()}: ${response.status()} ${response.url()}`);
    });
    view.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(`${view.url()}: ${message.text()}`);
    });
    const texts = new Map();
    for (const { page } of inOneLanguage) {
      await view.goto(origin + page.path);
      // What needs a script is not there without one: how far off things are, fields to search and to filter, buttons to copy.
      const scripted = ".countdown, .site-search, .list-filter, [data-copy]";
      if (javaScriptEnabled) await view.evaluate((scripted) => document.querySelectorAll(scripted).forEach((one) => { one.hidden = true; }), scripted);
      texts.set(page.path, await view.locator("body").innerText());
    }
    await context.close();
    return texts;
  };
  const [withScript, without] = [await read(true), await read(false)];
  // A search is a script; what its page says and offers without one is checked in search.test.js.
  const alike = [...withScript].filter(([path]) => pageAt(path).named("noscript").length === 0);
  assert.ok(alike.length >= withScript.size - 1, "no page but that of the search says what it needs");
  for (const [path, text] of alike) if (text !== without.get(path)) complaints.push(`${path}: other text without script`);
  assertNone(complaints, "pages that need more than themselves");
});

test("the pages set no cookie and keep nothing in the browser", async () => {
  const context = await browser.newContext(wide);
  const view = await context.newPage();
  for (const { page } of samples.slice(0, 12)) await view.goto(origin + page.path);
  const kept = await view.evaluate(() => localStorage.length + sessionStorage.length);
  assert.equal(kept + (await context.cookies()).length, 0);
  await context.close();
});

test("every link and button that stands alone is at least 24 px high and wide", async () => {
  const complaints = [];
  const view = await browser.newPage({ viewport: { width: 360, height: 800 } });
  for (const { template, page } of inOneLanguage) {
    await view.goto(origin + page.path);
    // WCAG 2.5.8 excepts links in the run of a text; those in menus and lists of links stand alone.
    const small = await view.evaluate(() => [...document.querySelectorAll("nav a, .actions a, button, summary, .follow a, .feeds a, footer li a")]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
      .map(({ element, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${element.outerHTML.slice(0, 120)}`));
    complaints.push(...small.map((line) => `${template} ${page.path}: ${line}`));
  }
  await view.close();
  assertNone(complaints, "targets that are too small");
});
