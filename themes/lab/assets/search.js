// The search page. What is asked for stands in the address: `?q=…&kind=call&state=open`; this script asks the search engine
// for it and shows what it finds. Loaded on that page only, and the engine with its index when something is asked for.
//
// - `[data-search=…]` are the parts of the page that it uses, `form` the one that asks; its `data-engine` is the folder of the engine, its other data the words that are shown.
// - A filter is a `select` by its name. States are words of a kind: their options stand in an `optgroup` with its `data-kind`,
//   and the engine knows them as `call.open`.
// - Words are folded where the index is made: a space behind one of the invisible marks below is none, or another one.

const partOf = (element, name) => element.querySelector(`[data-search=${name}]`);
const form = partOf(document, "form");
const list = Object.assign(document.createElement("ol"), { className: "search-list" });
partOf(document, "found").append(list);
const status = partOf(document, "status");
const more = partOf(document, "more");
const filters = partOf(form, "filters");
const pattern = document.querySelector("#_result").content;
const selects = [...form.querySelectorAll("select")];
const { kind: kinds, state: states } = form.elements;
const { lang } = document.documentElement;
const plurals = new Intl.PluralRules(lang);
const titleBefore = document.title;
const words = form.dataset;
/** The same page in other languages; what is asked for goes along. */
const switches = [...document.querySelectorAll("[data-languages] a")];

/** So many results are shown at once. */
const PAGE = 10;
/** How long visitors pause before what they are writing is looked up, in milliseconds. */
const PAUSE = 250;

/** A folded text as it is to be read; `mark`s may stand in it. */
const unfold = (text) => text
  .replace(/\u2060(<\/mark>)? (<mark>)?/g, "$1$2")
  .replace(/\u2063(<\/mark>)? (<mark>)?/g, "$1\u00a0$2")
  .replace(/\u2064(<\/mark>)? (<mark>)?/g, "$1\u202f$2")
  .replace(/[\u2060\u2063\u2064]/g, "");

/** A question as the index knows words: elided words are none, and no word goes on behind an apostrophe. */
const fold = (text) => text
  .replace(/(^|[^\p{L}\p{N}])(\p{L}{1,2}|\p{L}*qu)['’](?=[\p{L}\p{N}])/giu, "$1")
  .replace(/(\p{L})['’](?=[\p{L}\p{N}])/gu, "$1 ")
  .replace(/œ/gi, "oe").replace(/æ/gi, "ae");

const letters = (text) => fold(text).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];

/** True when results hold every word of the query, in whatever form. Where the engine knows no
 * word that begins so, it takes those that begin nearly so, and visitors are told. */
function holds(results, query) {
  const held = results.flatMap(({ meta, excerpt }) =>
    [meta.title, meta.date ?? "", ...(excerpt.match(/<mark>[^<]*/g) ?? []).map((mark) => mark.slice(6))].map(unfold).flatMap(letters));
  const isForm = (word, other) => {
    const length = Math.min(word.length, other.length, 5);
    return word.slice(0, length) === other.slice(0, length);
  };
  return letters(query).every((word) => held.some((other) => isForm(word, other)));
}

let loading;
/** The engine, loaded when it is first asked for; after a failure it is tried again. */
function engine() {
  loading ??= import(`${words.engine}pagefind.js`)
    .then(async ({ createInstance }) => {
      const instance = createInstance({ basePath: words.engine, baseUrl: "/", noWorker: true, ranking: { diacriticSimilarity: 0 }, excerptLength: 28, excerptEllipsis: "…" });
      await instance.init();
      return instance;
    })
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/** What the form asks for: `{q, kind, state, …}` without what is empty. */
const asked = () => new Map([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));

const optionsOf = (select) => [...select.options].filter((option) => option.value);
const kindOf = (option) => option.closest("optgroup")?.dataset.kind;
/** An option's value as the engine knows it. */
const known = (option) => (kindOf(option) ? `${kindOf(option)}.${option.value}` : option.value);

/** The filters of a question as the engine wants them, without that of one name. */
function narrowed(question, without) {
  const wanted = {};
  for (const select of selects) {
    const value = question.get(select.name);
    if (!value || select.name === without) continue;
    const kind = question.get("kind");
    const meant = optionsOf(select).filter((option) => option.value === value && (!kind || !kindOf(option) || kindOf(option) === kind));
    // A value that is not offered may be one all the same: organisations are too many for a list.
    wanted[select.name] = { any: meant.length ? meant.map(known) : [value] };
  }
  return wanted;
}

/** Brings the form to what the address asks for. */
function readAddress() {
  const address = new URLSearchParams(location.search);
  form.elements.q.value = address.get("q") ?? "";
  for (const select of selects) {
    const value = address.get(select.name) ?? "";
    const fitting = [...select.options].filter((option) => option.value === value);
    const kind = address.get("kind");
    let option = fitting.find((option) => !kindOf(option) || kindOf(option) === kind) ?? fitting[0];
    if (!option) {
      option = new Option(value, value);
      option.dataset.label = value;
      select.append(option);
    }
    // With what was asked before it may have left no result; the form would not say what is disabled.
    option.disabled = false;
    option.selected = true;
  }
  offerStates();
  // On a small screen results come first.
  if (selects.some((select) => select.value) && matchMedia("(min-width: 40rem)").matches) filters.open = true;
}

const summary = filters.querySelector("summary");
const summaryBefore = summary.textContent;
/** Says how many filters are set, for they may be folded away. */
function summarise() {
  const set = selects.filter((select) => select.value).length;
  summary.textContent = set ? `${summaryBefore} (${set.toLocaleString(lang)})` : summaryBefore;
}

/** Offers the states of the kind that is chosen, or of all. */
function offerStates() {
  for (const group of states?.querySelectorAll("optgroup") ?? []) {
    group.hidden = group.disabled = Boolean(kinds.value) && group.dataset.kind !== kinds.value;
  }
  if (states?.selectedOptions[0]?.closest("optgroup")?.disabled) states.value = "";
}

function writeAddress(isStep) {
  const query = new URLSearchParams([...asked()]).toString();
  const address = query ? `?${query}` : location.pathname;
  if (address === (location.search || location.pathname)) return;
  history[isStep ? "pushState" : "replaceState"](null, "", address);
}

/** A page of results is not for search engines, as far as they run scripts. */
function keepOutOfIndexes(isAsked) {
  document.querySelector("meta[name=robots][data-search]")?.remove();
  if (!isAsked) return;
  const robots = Object.assign(document.createElement("meta"), { name: "robots", content: "noindex" });
  robots.dataset.search = "";
  document.head.append(robots);
}

let turn = 0;
let found = [];
/** How many of them have been asked for. */
let asking = 0;

/** The next results, without those that cannot be had; an error when none of them can. */
async function next(results, mine) {
  const some = results.slice(asking, asking + PAGE);
  asking += some.length;
  const answers = await Promise.allSettled(some.map((result) => result.data()));
  if (mine !== turn) return [];
  answers.forEach(({ reason }) => { if (reason) console.warn(reason); });
  const had = answers.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
  if (answers.length && !had.length) throw answers[0].reason;
  return had;
}

/** Results as they are shown; where one is broken, the others are not. */
const allShown = (results) => results.flatMap((result) => {
  try {
    return [shown(result)];
  } catch (error) {
    console.warn(error);
    return [];
  }
});

/** Looks up what the form asks for. Of several questions in a row only the last is answered. */
async function look() {
  const mine = ++turn;
  const question = asked();
  summarise();
  const address = question.size ? `?${new URLSearchParams([...question])}` : "";
  for (const link of switches) link.setAttribute("href", link.pathname + address);
  keepOutOfIndexes(question.size > 0);
  const query = question.get("q") ?? "";
  document.title = query ? words.titled.replace("{query}", () => query).replace("{title}", () => titleBefore) : titleBefore;
  if (question.size === 0) {
    found = [];
    list.replaceChildren();
    more.parentElement.hidden = true;
    status.textContent = "";
    if (filters.open && loading) await count(question, mine).catch(() => {});
    return;
  }
  const waiting = setTimeout(() => { if (mine === turn) status.textContent = words.looking; }, 400);
  try {
    const search = await engine();
    if (filters.open && !isLarge) await search.filters();
    const answer = await search.search(fold(query) || null, { filters: narrowed(question) });
    if (mine !== turn) return;
    asking = 0;
    const first = await next(answer.results, mine);
    if (mine !== turn) return;
    found = answer.results;
    list.replaceChildren(...allShown(first));
    more.parentElement.hidden = found.length <= asking;
    const number = found.length.toLocaleString(lang);
    const counted = words[`found${plurals.select(found.length)}`] ?? words.foundother;
    const told = counted.replace("{n}", () => number);
    const isHeld = holds(first, query);
    status.textContent = !found.length ? words.none : isHeld ? told : words.near.replace("{found}", () => told);
    if (filters.open) await count(question, mine, answer);
  } catch (error) {
    if (mine !== turn) return;
    console.warn(error);
    list.replaceChildren();
    more.parentElement.hidden = true;
    status.textContent = words.failed;
  } finally {
    clearTimeout(waiting);
  }
}

/** Choices are counted anew for each question in a catalogue of at most so many pages: beyond that the indexes of all filters
 * are too much to load. */
const COUNTED = 4000;
const isLarge = kinds && optionsOf(kinds).reduce((sum, option) => sum + Number(option.dataset.count), 0) > COUNTED;

/** Says behind each choice how many results it would leave. */
async function count(question, mine, answer) {
  if (isLarge) {
    for (const option of selects.flatMap(optionsOf).filter((option) => option.dataset.count)) {
      const { label, count } = option.dataset;
      option.textContent = question.size ? label : `${label} (${Number(count).toLocaleString(lang)})`;
    }
    return;
  }
  const search = await engine();
  const all = await search.filters();
  const query = fold(question.get("q") ?? "") || null;
  for (const select of selects) {
    // What is chosen in a filter does not count for its own choices; nor does a state for the kinds, which it would tie down.
    const released = question.has(select.name) || (select.name === "kind" && question.has("state"));
    const rest = narrowed(question, select.name);
    if (select.name === "kind") delete rest.state;
    const isBare = !query && Object.keys(rest).length === 0;
    const counts = isBare ? all : released || !answer ? (await search.search(query, { filters: rest })).filters : answer.filters;
    if (mine !== turn) return;
    for (const option of optionsOf(select)) {
      const number = counts[select.name]?.[known(option)] ?? 0;
      option.textContent = `${option.dataset.label} (${number.toLocaleString(lang)})`;
      option.disabled = number === 0 && !option.selected;
    }
  }
}

/** A result as it is shown. */
function shown({ url, meta, excerpt, filters: has }) {
  const result = pattern.cloneNode(true);
  const foreign = has.lang?.[0];
  const link = result.querySelector("a");
  link.href = url;
  link.textContent = unfold(meta.title);
  if (foreign) link.lang = foreign;
  const kind = kinds && optionsOf(kinds).find((option) => option.value === has.kind?.[0]);
  const eyebrow = partOf(result, "kind");
  eyebrow.textContent = kind?.dataset.one ?? "";
  if (has.example) eyebrow.append(" ", Object.assign(document.createElement("span"), { className: "tag", textContent: words.example }));
  const when = partOf(result, "when");
  const state = states && optionsOf(states).find((option) => known(option) === has.state?.[0]);
  if (state) {
    const mark = document.createElement("span");
    mark.className = "state";
    mark.dataset.tone = state.dataset.tone;
    mark.textContent = state.dataset.label;
    when.append(mark, " ");
  }
  if (meta.date) when.append(Object.assign(document.createElement("span"), { textContent: unfold(meta.date) }));
  const text = partOf(result, "excerpt");
  if (foreign) text.lang = foreign;
  // A page without more words than its title.
  if (excerpt === meta.title) excerpt = "";
  // Between marks the engine escapes these two, and nothing else.
  unfold(excerpt).split(/<\/?mark>/).forEach((part, rank) => {
    const plain = part.replace(/&lt;/g, "<").replace(/&gt;/g, ">");
    text.append(rank % 2 ? Object.assign(document.createElement("mark"), { textContent: plain }) : plain);
  });
  return result;
}

more.addEventListener("click", async () => {
  const [mine, from] = [turn, list.children.length];
  const others = await next(found, mine).catch(() => []);
  if (mine !== turn) return;
  list.append(...allShown(others));
  more.parentElement.hidden = found.length <= asking;
  list.children[from]?.querySelector("a").focus();
});

let pause;
form.elements.q.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    writeAddress(false);
    look();
  }, PAUSE);
});
form.addEventListener("change", (event) => {
  if (!selects.includes(event.target)) return;
  const kind = event.target === states && states.selectedOptions[0] && kindOf(states.selectedOptions[0]);
  if (kind) kinds.value = kind;
  offerStates();
  writeAddress(true);
  look();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  writeAddress(true);
  look();
});
filters.addEventListener("toggle", () => {
  if (filters.open && asked().size) count(asked(), turn).catch((error) => console.warn(error));
});
addEventListener("popstate", () => {
  readAddress();
  look();
});

readAddress();
look();
