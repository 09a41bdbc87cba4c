// The letters of the months, as they are sent: what e-mail programs take, and the same as the page says.

import { test } from "node:test";
import assert from "node:assert/strict";
import { parse } from "parse5";
import { assertNone } from "./complaints.js";
import { attribute, base, elements, fileAt, files, hasClass, letters, pageAt, pages, read, text } from "./site.js";

const texts = letters.map((file) => file.replace(/eml\.html$/, "txt"));
const pageOf = (file) => pageAt(file.replace(/\.(eml\.html|txt)$/, "/"));

test("every digest has its letter in both forms beside the page, and links to them", () => {
  assert.ok(letters.length > 20, `${letters.length} letters`);
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

test("the page, the HTML letter and the plain letter name the same items in the same order", () => {
  const complaints = [];
  for (const file of letters) {
    const page = pageOf(file);
    const inEntries = (element) => attribute(element, "data-entry") !== undefined;
    const onPage = page.all.filter(inEntries).flatMap((entry) => [...elements(entry)].filter((one) => one.tagName === "a")).map((link) => base + attribute(link, "href"));
    const lines = read(file.replace(/eml\.html$/, "txt")).split("\n").map((line) => line.trim()).filter((line) => line.startsWith("http"));
    const links = [...elements(parse(read(file)))].filter((one) => one.tagName === "a").map((link) => attribute(link, "href"));
    // The last address of a letter is that of its page; what comes next month stands behind the entries.
    if (lines.at(-1) !== base + page.path || links.at(-1) !== base + page.path) complaints.push(`${file}: does not end with its page`);
    if (JSON.stringify(lines) !== JSON.stringify(links)) complaints.push(`${file}: the two letters name different items`);
    if (JSON.stringify(lines.slice(0, onPage.length)) !== JSON.stringify(onPage)) complaints.push(`${file}: the page names other items`);
  }
  assertNone(complaints, "letters at odds with their page");
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
