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

/** All of a name in one, so that `LAB-2026/3` and `lab 2026 3` are one. */
const whole = (name) => tokenize(name).map(fold).join(" ");

/** What each field counts. */
const BOOST = { names: 6, title: 4, about: 2, summary: 1 };
/** What is over counts so much of what is not. */
const OVER = 0.6;
/** So much of a word may differ for it to be nearly another one; words of fewer letters must be alike. */
const DIFFERENCE = 0.2;
const SHORTEST_NEAR = 5;
/** Words begin with what is asked if that has so many letters. */
const SHORTEST_BEGINNING = 3;
/** A word of fewer letters does not say by itself where an item belongs: articles, prepositions. */
const SHORTEST_TELLING = 4;

/** For so many milliseconds in a row nothing else is done. */
const SLICE = 12;
const breathe = () => globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));

async function get(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/** The items of a language, with titles, names and summaries ready to be found. */
export async function load(address) {
  const items = await (await get(address)).json();
  const make = (fields) => new MiniSearch({ fields, tokenize, processTerm: termOf });
  const heads = make(Object.keys(BOOST));
  const texts = make(["text"]);
  const ids = new Map();
  let begun = performance.now();
  for (const [id, item] of items.entries()) {
    ids.set(item.href, id);
    item.wholes = [item.title, ...item.names].map(whole);
    heads.add({ ...item, id });
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
 * Levels say where the words are: 3 where the question is a title or a name, 2 where its words are in these, 1 where they
 * are in what is found first, 0 where some are in the text alone. So texts that arrive later put nothing before what is shown. */
function find(index, query) {
  const asked = tokenize(query);
  if (!asked.length && query.trim()) return { found: [], isNear: false };
  if (!asked.length) return { found: index.items.map((_, id) => ({ id, level: 0, terms: new Set() })), isNear: false };
  // The last word may be one that is still being written.
  const isOpen = !/\s$/.test(query);
  const words = asked.map((word, rank) => ({ word, begins: isOpen && rank === asked.length - 1 }));
  const name = whole(query);
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
  if ((begins || isNear) && beginning.length >= SHORTEST_BEGINNING) queries.push({ queries: [beginning], prefix: true });
  if (isNear && term.length >= SHORTEST_NEAR && !/\p{N}/u.test(term)) queries.push({ queries: [term], fuzzy: DIFFERENCE });
  const byId = (results) => new Map(results.map((result) => [result.id, result]));
  return { heads: byId(index.heads.search(as(queries), { boost: BOOST })), texts: byId(index.texts.search(as(queries))) };
}

/** The items that hold at least so many of the words, the best first. */
function holding(index, lookedUp, words, name, least) {
  const counts = new Map();
  for (const { heads, texts } of lookedUp) {
    for (const id of heads.keys()) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const id of texts.keys()) if (!heads.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const telling = lookedUp.filter((_, rank) => words[rank].word.length >= SHORTEST_TELLING || /\p{N}/u.test(words[rank].word));
  const found = [];
  for (const [id, count] of counts) {
    if (count < least) continue;
    const item = index.items[id];
    const level = levelOf(item, id, telling.length ? telling : lookedUp, name);
    let score = 0;
    const terms = new Set();
    for (const { heads, texts } of lookedUp) {
      const [head, text] = [heads.get(id), texts.get(id)];
      score += (head?.score ?? 0) + (level ? 0 : text?.score ?? 0);
      for (const term of [...(head?.terms ?? []), ...(text?.terms ?? [])]) terms.add(term);
    }
    found.push({ id, level, score: item.over ? score * OVER : score, terms });
  }
  return found.sort((one, other) => other.level - one.level || other.score - one.score || one.id - other.id);
}

function levelOf(item, id, lookedUp, name) {
  if (item.wholes.includes(name)) return 3;
  const places = lookedUp.map(({ heads }) => Object.values(heads.get(id)?.match ?? {}).flat());
  if (places.every((fields) => fields.includes("title") || fields.includes("names"))) return 2;
  return places.every((fields) => fields.length) ? 1 : 0;
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
