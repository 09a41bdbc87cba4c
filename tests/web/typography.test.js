// French spacing, and what is left of the marks that writers type.

import { test } from "node:test";
import { assertNone } from "./complaints.js";
import { attribute, hasClass, pages, text } from "./site.js";

const french = pages.filter((page) => page.lang === "fr");
// The title of the window is no laid out text: no line of it can break.
const BLOCKS = /^(p|li|h[1-6]|td|th|dt|dd|figcaption|blockquote|caption|summary|label|a|div|span)$/;

/** What French rules do not touch: code, and passages in another language. */
const untouched = (element) => /^(code|pre|kbd|samp|script|style)$/.test(element.tagName)
  || (attribute(element, "lang") !== undefined && !/^fr\b/.test(attribute(element, "lang")));

const inside = (element, refuse) => {
  for (let one = element; one?.tagName; one = one.parentNode) if (refuse(one)) return true;
  return false;
};

const MARKS = /[ \t\n]([;!?:»])|«[ \t\n]/g;
/** A number that a line could break: “60 000”, “20 %”, “17 h 30”. */
const NUMBERS = /(?<![\p{L}\d])\d{1,3}[ \n]\d{3}(?!\d)|\d[ \n]([%€$£°]|h(?!\p{L}))|\d\sh[ \n]\d\d(?!\d)/gu;

function wrongSpaces(roots, page, pattern = MARKS) {
  const found = [];
  for (const root of roots) {
    if (inside(root, untouched)) continue;
    const words = text(root, untouched);
    for (const match of words.matchAll(pattern)) {
      found.push(`${page.file}: “${words.slice(Math.max(0, match.index - 30), match.index + 20).replaceAll("\n", "⏎")}”`);
    }
  }
  return found;
}

test("no French body has an ordinary space before ; ! ? : or inside « »", () => {
  const complaints = french.flatMap((page) => wrongSpaces(page.all.filter((element) => hasClass(element, "prose")), page));
  assertNone(complaints, "ordinary spaces");
});

/** The lines of a page outside of bodies. */
const leavesOf = (page) => page.all.filter((element) => BLOCKS.test(element.tagName)
  && !inside(element, (one) => hasClass(one, "prose"))
  && element.childNodes.some((child) => child.nodeName === "#text" && child.value.trim())
  && !element.childNodes.some((child) => BLOCKS.test(child.tagName ?? "")));

test("no French title, summary or word of the theme has one either", () => {
  const complaints = french.flatMap((page) => wrongSpaces(leavesOf(page), page));
  assertNone([...new Set(complaints)], "ordinary spaces");
});

test("no line of a French page can break inside of a number, or before its unit", () => {
  const complaints = french.flatMap((page) =>
    wrongSpaces([...page.all.filter((element) => hasClass(element, "prose")), ...leavesOf(page)], page, NUMBERS));
  assertNone([...new Set(complaints)], "numbers");
});

test("a full hour has no minutes in French, and two digits in English", () => {
  const complaints = pages.flatMap((page) => [...text(page.all[0], (element) => /^(script|style|code|pre|head)$/.test(element.tagName))
    .matchAll({ fr: /\d\sh\s00\b|\b\d\d?:\d\d\b|\b1 (?=janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)/g, en: /\d\sh\b|\b\d\d?[hH]\d\d\b|(?<![\d:])\d:\d\d\b/g }[page.lang] ?? /(?!)/g)]
    .map((match) => `${page.file}: ${match.input.slice(Math.max(0, match.index - 20), match.index + 20)}`));
  assertNone([...new Set(complaints)], "hours and firsts of a month");
});

test("no French body has a mark against the word before it that wants a space", () => {
  const complaints = french.flatMap((page) => page.all.filter((element) => hasClass(element, "prose")).flatMap((root) => {
    const words = text(root, (element) => untouched(element) || element.tagName === "a");
    return [...words.matchAll(/\p{L}([;!?»]|:(?=\s))|«\p{L}/gu)]
      .map((match) => `${page.file}: “${words.slice(Math.max(0, match.index - 30), match.index + 20)}”`);
  }));
  assertNone(complaints, "spaces that lack");
});

test("no body shows straight quotes or three dots where a language has its own", () => {
  const complaints = pages.flatMap((page) => page.all.filter((element) => hasClass(element, "prose")).flatMap((root) => {
    const words = text(root, untouched);
    return [...words.matchAll(/\p{L}'\p{L}|\.\.\.|"\p{L}/gu)]
      .map((match) => `${page.file}: “${words.slice(Math.max(0, match.index - 30), match.index + 20)}”`);
  }));
  assertNone(complaints, "typewriter marks");
});
