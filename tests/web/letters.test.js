// The letters of the months, as they are sent: what e-mail programs take, and the same as the page says.

import { test } from "node:test";
import assert from "node:assert/strict";
import { parse } from "parse5";
import { assertNone } from "./complaints.js";
import { attribute, base, elements, fileAt, files, hasClass, languages, letters, now, pageAt, pages, read, text } from "./site.js";

/** How many items change in a usual month, with what is open; a letter of more may be longer. */
const USUAL = 25;

const texts = letters.map((file) => file.replace(/eml\.html$/, "txt"));
const pageOf = (file) => pageAt(file.replace(/\.(eml\.html|txt)$/, "/"));

test("every digest has its letter in both forms beside the page, and links to them", () => {
  assert.ok(letters.length >= languages.length, `${letters.length} letters`);
  const complaints = [];
  for (const file of [...letters, ...texts]) {
    const page = pageOf(file);
    if (!files.has(file)) complaints.push(`${file} is not there`);
    else if (!page) complaints.push(`${file} has no page`);
    else if (!page.named("a").some((link) => attribute(link, "href") === file)) complaints.push(`${page.path} does not lead to ${file}`);
  }
  assertNone(complaints, "letters without a page, or pages without a letter");
});

test("a letter in HTML needs nothing from elsewhere, has its styles on its elements, and is small enough to be shown whole", () => {
  const complaints = [];
  for (const file of letters) {
    const source = read(file);
    // Some programs cut what is longer.
    if (Buffer.byteLength(source) > 102_000) complaints.push(`${file}: ${Buffer.byteLength(source)} bytes`);
    for (const element of elements(parse(source))) {
      if (["script", "link", "style", "img", "form", "iframe", "svg", "object", "video", "audio"].includes(element.tagName)) complaints.push(`${file}: <${element.tagName}>`);
      if (attribute(element, "class") !== undefined) complaints.push(`${file}: a class, which has no style there`);
      const href = attribute(element, "href");
      if (href !== undefined && !/^(https?:|mailto:)/.test(href)) complaints.push(`${file}: ${href} is not a whole address`);
      if (href?.startsWith(base) && !fileAt(new URL(href).pathname)) complaints.push(`${file}: ${href} leads nowhere`);
      if (element.tagName === "table" && attribute(element, "role") !== "presentation") complaints.push(`${file}: a table that is read as one`);
    }
  }
  assertNone(complaints, "letters that e-mail programs would spoil");
});

test("a letter as plain text is UTF-8 in short lines, and its addresses stand alone", () => {
  const complaints = [];
  for (const file of texts) {
    const source = read(file);
    if (/[\u0000-\u0009\u000B-\u001F\u007F\uFFFD]/.test(source)) complaints.push(`${file}: a control character`);
    for (const line of source.split("\n")) {
      const address = line.trim().match(/^https?:\S+$/);
      if (line.length > 78 && !address) complaints.push(`${file}: ${line.length} characters: ${line}`);
      if (line.includes("http") && !address) complaints.push(`${file}: an address in a line of text: ${line}`);
      if (address && address[0].startsWith(base) && !fileAt(new URL(address[0]).pathname)) complaints.push(`${file}: ${address[0]} leads nowhere`);
      if (/<[a-z]+[ >]|&[a-z]+;/.test(line)) complaints.push(`${file}: markup: ${line}`);
    }
  }
  assertNone(complaints, "plain letters that are not plain");
});

test("the page, the HTML letter and the plain letter name the same items in the same order, each once", () => {
  const complaints = [];
  for (const file of letters) {
    const page = pageOf(file);
    const inLetter = (element) => attribute(element, "data-letter") !== undefined;
    const onPage = page.all.filter(inLetter).flatMap((line) => [...elements(line)].filter((one) => one.tagName === "a")).map((link) => base + attribute(link, "href"));
    const lines = read(file.replace(/eml\.html$/, "txt")).split("\n").map((line) => line.trim()).filter((line) => line.startsWith("http"));
    const links = [...elements(parse(read(file)))].filter((one) => one.tagName === "a").map((link) => attribute(link, "href"));
    // The last address of a letter is that of its page.
    const whole = JSON.stringify([...onPage, base + page.path]);
    if (JSON.stringify(lines) !== whole || JSON.stringify(links) !== whole) complaints.push(`${file}: the three name different items`);
    if (new Set(onPage).size !== onPage.length) complaints.push(`${file}: names an item twice`);
  }
  assertNone(complaints, "letters at odds with their page");
});

test("a letter says first what to do before when, and is read in a minute and a half", (context) => {
  const complaints = [];
  for (const file of texts) {
    const source = read(file);
    const items = source.split("\n").filter((line) => line.startsWith("* ")).length;
    const words = source.split("\n").filter((line) => !/^\s*https?:/.test(line)).join(" ").split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length;
    context.diagnostic(`${file}: ${words} words, ${items} items`);
    if (items <= USUAL && words > 350) complaints.push(`${file}: ${words} words for ${items} items`);
    const page = pageOf(file);
    const parts = page.all.filter(({ tagName }) => tagName === "h2").map((heading) => attribute(heading, "id"));
    const open = pages.filter(({ lang, item, state }) => lang === page.lang && item?.startsWith("call/") && ["open", "closing-soon"].includes(state));
    const isLatest = file.includes(now.toISOString().slice(0, 7));
    if (isLatest && open.length && !["_dates", "_open"].includes(parts[0])) complaints.push(`${file}: begins with ${parts[0]}`);
    for (const call of isLatest ? open : []) if (!source.includes(base + call.path)) complaints.push(`${file}: ${call.path} is open, and not named`);
  }
  assertNone(complaints, "letters that nobody would send");
});

test("the letters are linked from the foot of every page, and from the page to subscribe", () => {
  const complaints = [];
  for (const page of pages.filter(({ lang, path }) => path.startsWith(`/${lang}/`))) {
    const list = letters.find((file) => file.startsWith(`/${page.lang}/`)).replace(/[^/]+$/, "");
    if (!page.named("a").some((link) => attribute(link, "href") === list)) complaints.push(page.path);
  }
  assertNone(complaints, "pages without a link to the letters");
});

test("wherever an entry is shown it has a date for machines", () => {
  const complaints = [];
  let count = 0;
  for (const page of pages) {
    for (const entry of page.all.filter((element) => attribute(element, "data-entry") !== undefined)) {
      count += 1;
      const times = [...elements(entry)].filter((one) => one.tagName === "time" && attribute(one, "datetime"));
      if (times.length === 0) complaints.push(`${page.path}: ${attribute(entry, "data-entry")} “${text(entry).trim()}”`);
    }
  }
  assert.ok(count > 300, `${count} entries`);
  assert.ok(!pages.some((page) => page.all.some((element) => hasClass(element, "timeline") && [...elements(element)].length === 0)), "no empty timeline");
  assertNone(complaints, "entries without a date");
});
