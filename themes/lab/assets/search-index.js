// What can be found, and how: the words of items and of questions, cut and compared alike, and the order of what is found. It
// knows no page; `search.js` shows what it finds. The index itself is MiniSearch's.
//
// - `items.json` is an array of items with their titles, names and summaries: they are found as soon as it is there.
// - `texts.json` is an array of their other words, one item a line: they are added while they arrive.

import MiniSearch from "./minisearch.js";

/** Letters and figures in a row. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const APOSTROPHE = /['’]/;
const ELIDED = /^(\p{L}{1,2}|\p{L}*qu)$/iu;

/** The words of a text with their places: `{word, from, to}`. What is elided before a word (`l’`, `qu’`) is none, nor is the s of a possessive. */
export function* wordsOf(text) {
  for (const { 0: word, index: from } of text.matchAll(WORD)) {
    const to = from + word.length;
    if (to < text.length && APOSTROPHE.test(text[to]) && ELIDED.test(word) && /^[\p{L}\p{N}]/u.test(text.slice(to + 1, to + 3))) continue;
    if (from > 0 && APOSTROPHE.test(text[from - 1]) && /^s$/i.test(word)) continue;
    yield { word, from, to };
  }
}

const tokenize = (text) => [...wordsOf(text)].map(({ word }) => word);

/** Words that are joined by signs: `Tech-in-GOV`, `EX-2026-014`. */
const JOINED = /[\p{L}\p{M}\p{N}]+(?:[-‐‑_./][\p{L}\p{M}\p{N}]+)+/gu;
/** The words of a text that can be found; what is joined by signs also in one, as many write it. */
const tokenizeAll = (text) => [...tokenize(text), ...(text.match(JOINED) ?? []).map((name) => tokenize(name).join(""))];

/** A word without accents, capitals and letters in one. */
export const fold = (word) => word.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ß/g, "ss").normalize("NFKD").replace(/\p{M}/gu, "");

/** A folded word without its plural, in a light way that is the same for what is asked and what is found. */
function singular(word) {
  if (word.length <= 3 || /\p{N}/u.test(word)) return word;
  // Companies and company are one.
  return word.replace(/[sx]$/, "").replace(/(ie|y)$/, "i");
}

const terms = new Map();
/** A word as the index knows it. */
export function termOf(word) {
  let term = terms.get(word);
  if (term === undefined) terms.set(word, (term = singular(fold(word))));
  return term;
}

/** Words that say nothing by themselves: articles, prepositions; folded. */
let ignored = new Set();
/** The words that tell something, or all where none does. */
function telling(words) {
  const left = words.filter((word) => !ignored.has(fold(word)));
  return left.length ? left : words;
}

/** What a name or a question is compared by: to the letter; without articles and plurals; and that in any order. Signs and spaces count
 * in none, so that `LAB-2026/3`, `lab 2026 3` and `lab20263` are one. */
function formsOf(name) {
  const words = tokenize(name);
  const terms = telling(words).map(termOf);
  return { letters: words.map(fold).join(""), whole: terms.join(""), sorted: terms.sort().join(" ") };
}
const areAlike = (one, other) => one.whole === other.whole || one.sorted === other.sorted;

/** What each field counts. */
const BOOST = { names: 6, title: 4, kind: 2, state: 2, about: 2, summary: 1 };
/** What is open counts so much more than what is to come, and what is over so much of it. */
const OPEN = 1.4;
const OVER = 0.6;
/** So much of a word may differ for it to be nearly another one; words of fewer letters must be alike. */
const DIFFERENCE = 0.2;
const SHORTEST_NEAR = 5;
/** Words begin with what is asked if that has so many letters, without its plural one more: not all that begins as `prix` does. */
const SHORTEST_BEGINNING = 3;

/** For so many milliseconds in a row nothing else is done. */
const SLICE = 12;
const breathe = () => globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));

async function get(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/** The items of a language, with titles, names and summaries ready to be found; `small` are the words to ignore, with spaces between them. */
export async function load(address, small = "") {
  ignored = new Set(tokenize(small).map(fold));
  const items = await (await get(address)).json();
  const make = (fields) => new MiniSearch({ fields, tokenize: tokenizeAll, processTerm: termOf });
  const heads = make(Object.keys(BOOST));
  const texts = make(["text"]);
  const ids = new Map();
  let begun = performance.now();
  for (const [id, item] of items.entries()) {
    ids.set(item.href, id);
    item.titleForms = formsOf(item.title);
    item.nameForms = item.names.map(formsOf);
    heads.add({ ...item, about: [...(item.about ?? []), ...(item.filters.year ?? [])], id });
    if (performance.now() - begun < SLICE) continue;
    await breathe();
    begun = performance.now();
  }
  const index = { items, heads, texts, isWhole: false };
  let reading;
  let heard = () => {};
  return {
    items,
    /** True once the texts are in the index. */
    isWhole: () => index.isWhole,
    find: (query) => find(index, query),
    /** Names who hears now and then that there is more to find. */
    progress: (listener) => { heard = listener; },
    /** Adds the texts, once. After a failure they are asked for again. */
    read(from) {
      reading ??= readTexts(index, ids, from, () => heard()).catch((error) => {
        reading = undefined;
        throw error;
      });
      return reading;
    },
  };
}

async function readTexts(index, ids, from, progress) {
  const lines = (await get(from)).body.pipeThrough(new TextDecoderStream()).getReader();
  let begun = performance.now();
  let rest = "";
  let last = "";
  for (;;) {
    const { done, value } = await lines.read();
    if (done) break;
    const arrived = (rest + value).split("\n");
    rest = arrived.pop();
    for (const line of arrived) {
      last = line;
      if (!line.startsWith("{")) continue;
      const { href, lang, text } = JSON.parse(line.replace(/,$/, ""));
      const id = ids.get(href);
      // The site may have changed between the two files.
      if (id === undefined || index.texts.has(id)) continue;
      Object.assign(index.items[id], { text, textLang: lang });
      index.texts.add({ id, text });
      if (performance.now() - begun < SLICE) continue;
      progress();
      await breathe();
      begun = performance.now();
    }
  }
  if (last !== "]") throw new Error(`${from} ends too early`);
  index.isWhole = true;
}

/** What holds a question, the best first: `{found: [{id, level, terms}], isNear}`. Without words that is everything, in its order.
 *
 * Levels say where the words are: 5 where the question is a name (a reference, an acronym), 4 where it is a title, 3 where its words
 * are in the title or say what the item is, 2 in title or names, 1 in what is found first, 0 where some are in the text alone;
 * a quarter of it where words only begin as is asked. So texts that arrive later put nothing before what is shown. */
function find(index, query) {
  const asked = telling(tokenize(query));
  if (!asked.length && query.trim()) return { found: [], isNear: false };
  if (!asked.length) return { found: index.items.map((_, id) => ({ id, level: 0, terms: new Set() })), isNear: false };
  // The last word may be one that is still being written.
  const isOpen = !/\s$/.test(query);
  const words = asked.map((word, rank) => ({ word, begins: isOpen && rank === asked.length - 1 }));
  const name = formsOf(query);
  const exact = holding(index, words.map((word) => lookUp(index, word)), words, name, words.length);
  if (exact.length || !index.isWhole) return { found: exact, isNear: false };
  const near = words.map((word) => lookUp(index, { ...word, isNear: true }));
  for (let least = words.length; least >= Math.max(1, words.length / 2); least--) {
    const found = holding(index, near, words, name, least);
    if (found.length) return { found, isNear: true };
  }
  return { found: [], isNear: false };
}

/** Which items hold a word, and where: `{heads, texts}`, each by the ranks of items. */
function lookUp(index, { word, begins, isNear }) {
  const [term, folded] = [termOf(word), fold(word)];
  const as = (queries) => ({ combineWith: "OR", queries, tokenize: (text) => [text], processTerm: (text) => text });
  const queries = [{ queries: [term] }];
  // Calls begins as call does.
  const beginning = folded.startsWith(term) ? term : folded;
  const isPlural = beginning !== folded;
  if ((begins || isNear) && beginning.length >= SHORTEST_BEGINNING + isPlural) queries.push({ queries: [beginning], prefix: true });
  if (isNear && term.length >= SHORTEST_NEAR && !/\p{N}/u.test(term)) queries.push({ queries: [term], fuzzy: DIFFERENCE });
  const byId = (results) => new Map(results.map((result) => [result.id, result]));
  return { term, heads: byId(index.heads.search(as(queries), { boost: BOOST })), texts: byId(index.texts.search(as(queries))) };
}

/** The items that hold at least so many of the words, the best first. */
function holding(index, lookedUp, words, name, least) {
  const counts = new Map();
  for (const { heads, texts } of lookedUp) {
    for (const id of heads.keys()) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const id of texts.keys()) if (!heads.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  // A name is found however its letters and figures are parted: `fr 0039`.
  for (const [id, item] of index.items.entries()) if (isNamed(item, name)) counts.set(id, words.length);
  const found = [];
  for (const [id, count] of counts) {
    if (count < least) continue;
    const item = index.items[id];
    const level = levelOf(item, id, lookedUp, name);
    let score = 0;
    const terms = new Set();
    for (const { heads, texts } of lookedUp) {
      const [head, text] = [heads.get(id), texts.get(id)];
      score += (head?.score ?? 0) + (level ? 0 : text?.score ?? 0);
      for (const term of [...(head?.terms ?? []), ...(text?.terms ?? [])]) terms.add(term);
    }
    found.push({ id, level, score: score * (item.open ? OPEN : item.over ? OVER : 1), terms });
  }
  return found.sort((one, other) => other.level - one.level || other.score - one.score || one.id - other.id);
}

/** True where a question is a name or the title of an item. */
const isNamed = ({ titleForms, nameForms }, name) => [titleForms, ...nameForms].some((forms) => areAlike(forms, name));

function levelOf(item, id, lookedUp, name) {
  if (isNamed(item, name)) {
    // The item that has it as name and title, or to the letter, is meant rather than others.
    const [named, titled] = [item.nameForms.some((forms) => areAlike(forms, name)), areAlike(item.titleForms, name)];
    const toTheLetter = [item.titleForms, ...item.nameForms].some(({ letters }) => letters === name.letters);
    return (named ? 5 : 4) + (named && titled ? 0.25 : 0) + (toTheLetter ? 0.5 : 0);
  }
  const matches = lookedUp.map(({ term, heads }) => ({ term, match: heads.get(id)?.match ?? {} }));
  const level = Math.max(
    placed(matches.map(({ term, match }) => match[term] ?? [])),
    placed(matches.map(({ match }) => Object.values(match).flat())) / 4,
  );
  if (!item.href.includes("#")) return level;
  // A group of a list: what has the words as its title or state goes before it, and before one of whose name less than half is asked
  // for, such as “waiting for a call”, what has them anywhere but in its text.
  return Math.min(level, lookedUp.length * 2 < item.titleForms.sorted.split(" ").length ? 0.5 : 2.75);
}

/** The level of words that are in these fields, a list for each word. */
function placed(fields) {
  const count = (...names) => fields.filter((some) => names.some((name) => some.includes(name))).length;
  const all = fields.length;
  if (count("title", "kind", "state") === all) {
    // Who writes `appel vignette` means the call, and not what is said of it.
    const says = count("kind");
    if (says && all > 1) return says === all ? 3.75 : 3.5;
    return count("state") ? 3.25 : 3;
  }
  if (count("title", "names", "kind", "state") === all) return 2;
  return count(...Object.keys(BOOST)) === all ? 1 : 0;
}

/** So many letters of a text are shown, about. */
const LONG = 240;
/** So many of them before the first word that was asked for. */
const BEFORE = 80;

/** What is shown of an item under its title: `{lang, parts: [{text, isMark}]}`. Its summary says best what it is; a piece of its text
 * is shown where the words are only there. */
export function excerpt(item, { level, terms }) {
  const count = (text) => new Set(tokenize(text).map(termOf).filter((term) => terms.has(term))).size;
  const summary = item.summary ?? "";
  const fromSummary = { lang: item.summary_lang, parts: marked(summary, terms) };
  const lines = item.text?.split("\n") ?? [];
  if (summary && (level || !lines.length || !terms.size)) return fromSummary;
  const ranked = lines.map((line) => ({ line, count: count(line) }));
  const best = ranked.reduce((best, one) => (one.count > best.count ? one : best), { line: "", count: count(summary) });
  if (best.line) return { lang: item.textLang, parts: marked(cut(best.line, terms), terms) };
  return summary ? fromSummary : { lang: item.textLang, parts: marked(cut(lines[0] ?? "", terms), terms) };
}

/** A piece of a long line around the first word that was asked for. */
function cut(line, terms) {
  if (line.length <= LONG) return line;
  const words = [...wordsOf(line)];
  const first = Math.max(0, words.findIndex(({ word }) => terms.has(termOf(word))));
  let from = first;
  while (from > 0 && words[first].from - words[from - 1].from <= BEFORE) from--;
  const start = from > 0 ? words[from].from : 0;
  if (line.length - start <= LONG) return `${start ? "…" : ""}${line.slice(start)}`;
  const end = words.findLast(({ to }) => to - start <= LONG)?.to ?? start + LONG;
  return `${start ? "…" : ""}${line.slice(start, Math.max(end, words[first]?.to ?? 0))}…`;
}

/** A text in parts, those that were asked for marked. */
function marked(text, terms) {
  const parts = [];
  let done = 0;
  for (const { word, from, to } of wordsOf(text)) {
    if (!terms.has(termOf(word))) continue;
    parts.push({ text: text.slice(done, from) }, { text: word, isMark: true });
    done = to;
  }
  parts.push({ text: text.slice(done) });
  return parts.filter(({ text }) => text);
}
