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

function wrongSpaces(roots, page) {
  const found = [];
  for (const root of roots) {
    if (inside(root, untouched)) continue;
    const words = text(root, untouched);
    for (const match of words.matchAll(/[ \t\n]([;!?:»])|«[ \t\n]/g)) {
      found.push(`${page.file}: “${words.slice(Math.max(0, match.index - 30), match.index + 20).replaceAll("\n", "⏎")}”`);
    }
  }
  return found;
}

test("no French body has an ordinary space before ; ! ? : or inside « »", () => {
  const complaints = french.flatMap((page) => wrongSpaces(page.all.filter((element) => hasClass(element, "prose")), page));
  assertNone(complaints, "ordinary spaces");
});

test("no French title, summary or word of the theme has one either", () => {
  const complaints = french.flatMap((page) => {
    const leaves = page.all.filter((element) => BLOCKS.test(element.tagName)
      && !inside(element, (one) => hasClass(one, "prose"))
      && element.childNodes.some((child) => child.nodeName === "#text" && child.value.trim())
      && !element.childNodes.some((child) => BLOCKS.test(child.tagName ?? "")));
    return wrongSpaces(leaves, page);
  });
  assertNone([...new Set(complaints)], "ordinary spaces");
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
