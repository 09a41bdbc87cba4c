// What is said in which language: no word of another one without a mark, a switch that keeps the page, and pages that wait
// for their translation.

import { test } from "node:test";
import assert from "node:assert/strict";
import dictionaryEn from "dictionary-en-gb";
import dictionaryFr from "dictionary-fr";
import nspell from "nspell";
import { parseFragment } from "parse5";
import { assertNone } from "./complaints.js";
import { attribute, base, config, elements, hasClass, languages, pageAt, pages, read, text } from "./site.js";

/** What readers and their machines are told beside the text of an element. */
const SAYING = ["alt", "aria-label", "aria-description", "title", "placeholder", "label", "data-label", "data-one"];
const META = /^(description|og:title|og:description|og:site_name|og:image:alt|twitter:title|twitter:description|twitter:image:alt)$/;
/** Names of things, in no language: addresses of places too. */
const isNoText = (element) => /^(code|pre|kbd|samp|script|style|svg)$/.test(element.tagName) || attribute(element, "translate") === "no";
const INLINE = /^(a|abbr|b|bdi|cite|data|em|i|mark|q|small|span|strong|sub|sup|time|u|wbr|ins|del)$/;

/** What holds no marks, so that the names in it cannot have theirs. */
const isPlain = (element) => /^(title|option)$/.test(element.tagName);

/** Every text of a page with the language it is said to be in: `{lang, text, plain}`. A line goes on across inline elements. */
function textsOf(page) {
  const texts = [];
  let line = new Map();
  const end = () => {
    for (const [lang, words] of line) if (/\p{L}/u.test(words)) texts.push({ lang, text: words.replace(/\s+/g, " ").trim(), plain: false });
    line = new Map();
  };
  const say = (lang, text, plain) => texts.push({ lang, text: text ?? "", plain });
  const walk = (node, outer) => {
    if (node.nodeName === "#text") line.set(outer, (line.get(outer) ?? "") + node.value);
    if (!node.childNodes || (node.tagName && isNoText(node))) return;
    const lang = (node.tagName && attribute(node, "lang")) ?? outer;
    // What stands in another language cuts the text around it.
    if (lang !== outer) line.set(outer, `${line.get(outer) ?? ""} | `);
    const isInline = INLINE.test(node.tagName ?? "");
    if (!isInline) end();
    for (const name of node.tagName ? SAYING : []) say(lang, attribute(node, name), true);
    if (node.tagName === "meta" && META.test(attribute(node, "name") ?? attribute(node, "property") ?? "")) say(lang, attribute(node, "content"), true);
    if (node.tagName && isPlain(node)) say(lang, text(node), true);
    // A reader with a script parses what is in there as text.
    else if (node.tagName === "noscript") walk(parseFragment(text(node)), lang);
    else for (const child of (node.content ?? node).childNodes) walk(child, lang);
    if (!isInline) end();
  };
  walk(page.all[0], undefined);
  // Names that are marked where they can be: “Une seule fois” in the heading of an English page.
  const names = (lang) => texts.filter((said) => said.lang !== lang && !said.plain).map((said) => said.text).sort((a, b) => b.length - a.length);
  const without = (said) => names(said.lang).reduce((rest, name) => rest.replaceAll(name, " | "), said.text);
  return texts.map((said) => (said.plain ? { ...said, text: without(said) } : said));
}

const texts = pages.flatMap((page) => textsOf(page).map((said) => ({ ...said, page })));

/** Words that hold the sentences of a language together, and that the other one does not know. One of them gives a text away,
 * a name too: “Call for Solutions” is English wherever it stands. */
const TELLING = {
  en: "the of and is was were with this that these those which who what when where how by from to into at it its they their them you your we our for not be has have will would can could should about between through",
  fr: "le les de des du une est et sont dans avec aux au cette ces ce qui que dont pas vous nous leur leurs chez ou où entre être été mais elle elles ils il se ne en lors dès",
};
const telling = Object.fromEntries(Object.entries(TELLING).map(([lang, words]) => [lang, new Set(words.split(" "))]));
const OTHER = { en: "fr", fr: "en" };

/** Names that are written small. */
const NAMES = new Set(["parvis", "curl"]);
/** Words that a language has taken over without its dictionary's knowledge. */
const TAKEN = { en: new Set(["hackathons", "café"]), fr: new Set() };

/** The words of a text; addresses, names of files and what is quoted word by word (« example ») are none. */
const wordsOf = (text) => text
  .replace(/\bhttps?:\/\/\S+|\S+@\S+|[\w-]+(\.[\w-]+)+(\/\S*)?/g, " ")
  .replace(/[«“]\s?[\w-]+\s?[»”]/g, " ")
  .match(/[\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*/gu) ?? [];

/** `{complaint: files}` of the texts in which `isForeign` finds words of the other language. */
function foreignWords(isForeign) {
  const found = new Map();
  for (const { lang, text, page } of texts) {
    const language = lang?.split("-")[0];
    if (!OTHER[language]) continue;
    const foreign = [...new Set(wordsOf(text).filter((word) => !NAMES.has(word) && isForeign(word, language)))];
    if (!foreign.length) continue;
    const at = Math.max(0, text.indexOf(foreign[0]) - 60);
    const complaint = `${foreign.join(", ")} in ${language}: “${text.slice(at, at + 160)}”`;
    found.set(complaint, [...(found.get(complaint) ?? []), page.file]);
  }
  return [...found].map(([complaint, files]) => `${files[0]}${files.length > 1 ? ` and ${files.length - 1} more` : ""}: ${complaint}`);
}

test("no text holds a telling word of the other language, unless it is marked", () => {
  assertNone(foreignWords((word, lang) => telling[OTHER[lang]].has(word.toLowerCase())), "texts in two languages");
});

test("no text holds a word that only the dictionary of the other language knows, unless it is marked", () => {
  const dictionaries = { en: nspell(dictionaryEn), fr: nspell(dictionaryFr) };
  const known = new Map();
  const knows = (lang, word) => {
    const key = `${lang} ${word}`;
    if (!known.has(key)) known.set(key, TAKEN[lang].has(word) || dictionaries[lang].correct(word) || (word.includes("-") && word.split("-").every((part) => knows(lang, part))));
    return known.get(key);
  };
  // Words with a capital are names, as far as anybody can tell.
  const isForeign = (word, lang) => word.length > 2 && /^[\p{Ll}\p{M}-]+$/u.test(word) && knows(OTHER[lang], word) && !knows(lang, word);
  assertNone(foreignWords(isForeign), "texts in two languages");
});

/** `{hreflang: {href, lang, current}}` of the switch of a page; undefined where a page has none. */
function switchOf(page) {
  const nav = page.named("nav").find((element) => hasClass(element, "languages"));
  const links = nav && [...elements(nav)].filter((element) => element.tagName === "a");
  return links && Object.fromEntries(links.map((link) =>
    [attribute(link, "hreflang"), { href: attribute(link, "href"), lang: attribute(link, "lang"), current: attribute(link, "aria-current") }]));
}

const isHome = (path) => languages.some((lang) => path === `/${lang}/`);
/** Pages with a header: the root has none, nor has what editors publish as files of their own. */
const headed = pages.filter((page) => page.named("header").some((header) => hasClass(header, "site-header")));
const switched = headed.filter((page) => languages.some((lang) => page.path.startsWith(`/${lang}/`)));

test("the switch of every page leads to the same page in every language, and says which", () => {
  const complaints = switched.flatMap((page) => {
    const links = switchOf(page) ?? {};
    return languages.flatMap((lang) => {
      const { href, lang: marked, current } = links[lang] ?? {};
      const other = href && pageAt(href);
      const wrong = [
        !other && `leads to no page in ${lang}: ${href}`,
        other && other.lang !== lang && `leads to a page in ${other.lang} instead of ${lang}`,
        other && switchOf(other)?.[page.lang]?.href !== page.path && `leads to ${href}, which does not lead back`,
        other && isHome(href) && !isHome(page.path) && `leads to the home page in ${lang}`,
        other && other.item !== page.item && `leads to ${other.item} in ${lang}`,
        page.alternates.size && !other?.hidden && page.alternates.get(lang) !== base + href && `and hreflang disagree on ${lang}`,
        marked !== lang && `does not mark ${lang}`,
        (current === "true") !== (lang === page.lang) && "marks the wrong language as current",
      ];
      return wrong.filter(Boolean).map((what) => `${page.file}: the switch ${what}`);
    });
  });
  assertNone(complaints, "switches");
  // Pages of every sort are among them.
  for (const { code, sections } of config.languages) {
    const sorts = [...Object.values(sections).map((slug) => `${slug}/`), `${sections.whatsnew}/page/2/`, "404.html"];
    for (const path of sorts) assert.ok(switched.some((page) => page.file.replace("index.html", "") === `/${code}/${path}`), `/${code}/${path} is looked at`);
  }
});

test("a page without its translation says so in the reader's language, shows the original, and is no other page for machines", () => {
  const SAID = { en: /This page is only available in French for now/, fr: /Cette page n’existe pour l’instant qu’en anglais/ };
  const notices = (page) => page.all.filter((element) => hasClass(element, "notice") && SAID[page.lang]?.test(text(element)));
  const waiting = pages.filter((page) => notices(page).length);
  assert.ok(waiting.length > 0, "the project shows one");
  const sitemap = read("/sitemap.xml");
  const complaints = waiting.flatMap((page) => {
    const lang = languages.find((code) => code !== page.lang);
    const original = pageAt(switchOf(page)[lang].href);
    const title = text(page.one("h1"));
    const isMarked = (node) => [...elements(node)].some((element) => attribute(element, "lang") === lang && text(element) === title);
    const link = [...elements(notices(page)[0])].find((element) => element.tagName === "a");
    const lists = pages.filter((other) => other.lang === page.lang && other !== page).flatMap((other) =>
      other.named("a").filter((a) => attribute(a, "href") === page.path && text(a) === title).map((a) => ({ other, a })));
    const wrong = [
      !isMarked(page.one("h1")) && "does not mark its title",
      title !== text(original.one("h1")) && "has another title than the original",
      (attribute(link, "href") !== original.path || attribute(link, "hreflang") !== lang) && "does not lead to the original",
      !page.hidden && "may be indexed",
      page.canonical.join() !== base + original.path && "is not canonical to the original",
      page.alternates.size && "has alternates",
      original.alternates.has(page.lang) && "is an alternate of its original",
      sitemap.includes(`${base}${page.path}<`) && "stands in the sitemap",
      !lists.length && "stands in no list",
      ...lists.map(({ other, a }) => !isMarked(a) && `is named in ${other.file} without a mark`),
    ];
    return wrong.filter(Boolean).map((what) => `${page.file} ${what}`);
  });
  assertNone(complaints, "pages without a translation");
});
