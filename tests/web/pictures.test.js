// Pictures in a real browser: each has its room before it comes, comes in a format and size that fit, and late where it is
// far down; and every page has a picture that stands for it where it is shared.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openBrowser } from "./browser.js";
import { assertNone } from "./complaints.js";
import { base, fileAt, files, folder, pages } from "./site.js";

const { origin, browser } = await openBrowser();
const attribute = (text, name) => text.match(new RegExp(`${name}="([^"]*)"`))?.[1];
const textOf = (page) => page.source;
const withPictures = pages.filter((page) => textOf(page).includes("<img "));

/** The size of a PNG by its header. */
const sizeOfPng = (file) => {
  const bytes = readFileSync(join(folder, file));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), bytes: bytes.length };
};

test("each picture has its room, says what it shows, and is there in every size that it names", () => {
  const complaints = [];
  assert.ok(withPictures.length > 5, "there are pictures to look at");
  for (const page of withPictures) {
    for (const [tag] of textOf(page).matchAll(/<(?:img|source) [^>]*>/g)) {
      if (tag.startsWith("<img") && !(attribute(tag, "width") && attribute(tag, "height"))) complaints.push(`${page.path}: no size: ${tag}`);
      if (tag.startsWith("<img") && attribute(tag, "alt") === undefined) complaints.push(`${page.path}: no alternative: ${tag}`);
      const named = [attribute(tag, "src"), ...(attribute(tag, "srcset") ?? "").split(", ").map((part) => part.split(" ")[0])];
      for (const address of named.filter(Boolean)) {
        if (!fileAt(address)) complaints.push(`${page.path}: there is no ${address}`);
      }
    }
  }
  assertNone(complaints, "pictures without a size, a word or a file");
});

test("browsers take AVIF in a size that fits, whole, and nothing moves when it comes", async () => {
  const complaints = [];
  let avif = 0;
  for (const width of [320, 1280]) {
    const view = await browser.newPage({ viewport: { width, height: 900 } });
    for (const page of withPictures) {
      await view.goto(origin + page.path);
      const found = await view.evaluate(async () => {
        // What is hidden, the picture of a row on a phone for instance, is not even fetched.
        const images = [...document.images].filter((image) => image.checkVisibility());
        for (const image of images) {
          image.scrollIntoView();
          await image.decode().catch(() => {});
        }
        return images.map((image) => ({
          src: image.currentSrc, whole: image.complete && image.naturalWidth > 0, shown: image.getBoundingClientRect().width,
          ratio: image.naturalWidth / image.naturalHeight, wanted: image.width && image.getAttribute("width") / image.getAttribute("height"),
          offered: image.parentElement.localName === "picture",
        }));
      });
      for (const image of found) {
        if (!image.whole) complaints.push(`${page.path}: ${image.src} did not come`);
        if (Math.abs(image.ratio - image.wanted) > 0.02) complaints.push(`${page.path}: ${image.src} is of another shape than its attributes`);
        if (image.shown > width) complaints.push(`${page.path}: ${image.src} is wider than the window`);
        if (image.offered && !image.src.endsWith(".avif")) complaints.push(`${page.path}: ${image.src} is no AVIF`);
        if (image.offered && width === 320 && !/-(480|[1-4]\d\d)\.avif$/.test(image.src)) complaints.push(`${page.path}: ${image.src} is too large for ${width} px`);
        avif += image.offered;
      }
    }
    await view.close();
  }
  assert.ok(avif > 0, "there are pictures in several formats");
  assertNone(complaints, "pictures that are wrong in the browser");
});

test("what stands far down comes when it is needed", () => {
  const complaints = [];
  for (const page of withPictures) {
    const images = [...textOf(page).matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
    const eager = images.filter((tag) => attribute(tag, "loading") !== "lazy");
    if (eager.length > 1) complaints.push(`${page.path}: ${eager.length} pictures come at once`);
    if (eager.some((tag) => attribute(tag, "fetchpriority") !== "high")) complaints.push(`${page.path}: the first picture is not told to be the first`);
  }
  assertNone(complaints, "pictures that come too early or too late");
});

test("every page has a picture that stands for it, 1200 × 630, small and described", () => {
  const complaints = [];
  for (const page of pages) {
    const text = textOf(page);
    if (!text.includes('property="og:title"')) continue;
    const image = attribute(text, 'property="og:image" content');
    const file = image?.startsWith(base) && fileAt(image.slice(base.length));
    if (!file) {
      complaints.push(`${page.path}: no picture: ${image}`);
      continue;
    }
    const { width, height, bytes } = sizeOfPng(file);
    if (width !== 1200 || height !== 630) complaints.push(`${file}: ${width} × ${height}`);
    if (bytes > 25_000) complaints.push(`${file}: ${bytes} bytes`);
    if (attribute(text, 'property="og:image:width" content') !== "1200") complaints.push(`${page.path}: does not tell its width`);
    if (!attribute(text, 'property="og:image:alt" content')) complaints.push(`${page.path}: does not tell what it shows`);
  }
  assert.ok([...files].filter((file) => file.endsWith("/share.png")).length > 100);
  assertNone(complaints, "pages without a picture to share");
});

test("a printed call and event show their address, as words and as a code that a screen does not show", async () => {
  const complaints = [];
  const view = await browser.newPage({ viewport: { width: 800, height: 1000 } });
  const printed = pages.filter((page) => /data-item="(call|event)\//.test(textOf(page)) && textOf(page).includes("<article class=\"item\""));
  for (const page of printed.slice(0, 6)) {
    await view.emulateMedia({ media: "screen" });
    await view.goto(origin + page.path);
    const code = view.locator(".on-paper img");
    if (await code.isVisible()) complaints.push(`${page.path}: the code is on the screen`);
    await view.emulateMedia({ media: "print" });
    if (!(await code.isVisible())) complaints.push(`${page.path}: the code is not printed`);
    if (!(await view.locator(".on-paper").innerText()).includes(base + page.path)) complaints.push(`${page.path}: the address is not printed`);
  }
  assertNone(complaints, "printed pages without their address");
});
