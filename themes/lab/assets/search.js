// The search page. What is asked for stands in the address: `?q=…&kind=call&state=open`; this script shows what `search-index.js`
// finds for it. Loaded on that page only, and the index when something is asked for.
//
// - `[data-search=…]` are the parts of the page that it uses, `form` the one that asks; its `data-items` and `data-texts` are the addresses of what can be found, its other data the words that are shown.
// - A filter is a `select` by its name. States are words of a kind: their options stand in an `optgroup` with its `data-kind`,
//   and items know them as `call.open`.

const partOf = (element, name) => element.querySelector(`[data-search=${name}]`);
const form = partOf(document, "form");
const list = Object.assign(document.createElement("ol"), { className: "search-list" });
const place = partOf(document, "found");
place.append(list);
const results = place.closest("section");
const browse = partOf(document, "browse");
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

/** How long after the last time what is still being read is looked through again, in milliseconds. */
const AGAIN = 200;

let loading;
/** The index, loaded when it is first asked for; after a failure it is tried again. */
function index() {
  loading ??= import("./search-index.js")
    .then(async ({ load, excerpt }) => ({ ...(await load(words.items, words.ignored)), excerpt }))
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
/** An option's value as items know it. */
const known = (option) => (kindOf(option) ? `${kindOf(option)}.${option.value}` : option.value);

/** The values that a question wants of each filter: `[[name, values], …]`. */
function wantedBy(question) {
  const kind = question.get("kind");
  return selects.filter((select) => question.get(select.name)).map((select) => {
    const value = question.get(select.name);
    const meant = optionsOf(select).filter((option) => option.value === value && (!kind || !kindOf(option) || kindOf(option) === kind));
    // A value that is not offered may be one all the same: organisations are too many for a list.
    return [select.name, meant.length ? meant.map(known) : [value]];
  });
}

/** True for an item that has a value of each filter. */
const has = (item, wanted) => wanted.every(([name, values]) => item.filters[name]?.some((value) => values.includes(value)));

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

/** True once there has been an answer since the form was empty. */
let isAnswered = false;
/** Keeps room for results until they are there: nothing on screen is moved by them. */
function makeRoom(isAsked) {
  isAnswered &&= isAsked;
  const isWaiting = isAsked && !isAnswered;
  results.toggleAttribute("data-waiting", isWaiting);
  browse.hidden = isWaiting;
}

let turn = 0;
/** What was found last, by the index and by the filters, and so many of it are shown. */
let found = [];
let visible = PAGE;
/** What stands in the list, by the rank of its item. */
let shown = new Map();

/** Shows what was found. What stands there already stays as it is, and keeps the focus. */
function show(finder) {
  const wanted = found.slice(0, visible).map((hit) => {
    const before = shown.get(hit.id);
    const element = before?.isDone ? before.element : result(finder, hit);
    shown.set(hit.id, { element, isDone: Boolean(partOf(element, "excerpt").textContent) || finder.isWhole() });
    return element;
  });
  const stays = [...list.children].findIndex((element, rank) => element !== wanted[rank]);
  const same = stays < 0 ? list.children.length : stays;
  for (const element of [...list.children].slice(same)) element.remove();
  list.append(...wanted.slice(same));
  more.parentElement.hidden = found.length <= visible;
}

function clear() {
  found = [];
  shown = new Map();
  visible = PAGE;
  list.replaceChildren();
  more.parentElement.hidden = true;
  place.removeAttribute("aria-busy");
}

/** Looks up what the form asks for. Of several questions in a row only the last is answered. */
async function look() {
  const mine = ++turn;
  const question = asked();
  summarise();
  const address = question.size ? `?${new URLSearchParams([...question])}` : "";
  for (const link of switches) link.setAttribute("href", link.pathname + address);
  keepOutOfIndexes(question.size > 0);
  makeRoom(question.size > 0);
  const query = question.get("q") ?? "";
  document.title = query ? words.titled.replace("{query}", () => query).replace("{title}", () => titleBefore) : titleBefore;
  if (question.size === 0) {
    clear();
    status.textContent = "";
    if (filters.open && loading) count(await loading, question);
    return;
  }
  const waiting = setTimeout(() => { if (mine === turn && !found.length) status.textContent = words.looking; }, 400);
  try {
    place.setAttribute("aria-busy", "true");
    const finder = await index();
    if (mine !== turn) return;
    shown = new Map();
    visible = PAGE;
    answer(finder, question);
    if (query && !finder.isWhole()) {
      let last = performance.now();
      finder.progress(() => {
        // Nothing is moved that somebody may be about to choose.
        if (mine !== turn || found.length >= visible || performance.now() - last < AGAIN) return;
        answer(finder, question);
        last = performance.now();
      });
      await finder.read(words.texts);
      if (mine !== turn) return;
      answer(finder, question);
    }
    place.removeAttribute("aria-busy");
  } catch (error) {
    if (mine !== turn) return;
    console.warn(error);
    // What was found before the texts failed is still right.
    if (!found.length) {
      clear();
      status.textContent = words.failed;
    }
    place.removeAttribute("aria-busy");
  } finally {
    clearTimeout(waiting);
    if (mine === turn) {
      isAnswered = true;
      makeRoom(true);
    }
  }
}

/** Finds and shows; what there is to say of it is said when it is known. */
function answer(finder, question) {
  const query = question.get("q") ?? "";
  const { found: hits, isNear } = finder.find(query);
  const wanted = wantedBy(question);
  found = hits.filter(({ id }) => has(finder.items[id], wanted));
  show(finder);
  if (filters.open) count(finder, question, hits);
  if (!found.length && query && !finder.isWhole()) return;
  const number = found.length.toLocaleString(lang);
  const counted = words[`found${plurals.select(found.length)}`] ?? words.foundother;
  const told = counted.replace("{n}", () => number);
  const says = !found.length ? words.none : isNear ? words.near.replace("{found}", () => told) : told;
  // What is said twice is read out twice.
  if (status.textContent !== says) status.textContent = says;
}

/** Says behind each choice how many results it would leave. */
function count(finder, question, hits = finder.find(question.get("q") ?? "").found) {
  const wanted = wantedBy(question);
  for (const select of selects) {
    // What is chosen in a filter does not count for its own choices; nor does a state for the kinds, which it would tie down.
    const rest = wanted.filter(([name]) => name !== select.name && !(select.name === "kind" && name === "state"));
    const counts = new Map();
    for (const { id } of hits) {
      const item = finder.items[id];
      if (has(item, rest)) for (const value of item.filters[select.name] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const option of optionsOf(select)) {
      const number = counts.get(known(option)) ?? 0;
      option.textContent = `${option.dataset.label} (${number.toLocaleString(lang)})`;
      option.disabled = number === 0 && !option.selected;
    }
  }
}

/** A result as it is shown. */
function result(finder, hit) {
  const element = pattern.cloneNode(true).firstElementChild;
  const item = finder.items[hit.id];
  const link = element.querySelector("a");
  link.href = item.href;
  link.textContent = item.title;
  if (item.lang) link.lang = item.lang;
  const eyebrow = partOf(element, "kind");
  eyebrow.textContent = item.kind;
  for (const tag of [item.example && words.example, item.unpublished].filter(Boolean)) {
    eyebrow.append(" ", Object.assign(document.createElement("span"), { className: "tag", textContent: tag }));
  }
  const when = partOf(element, "when");
  const state = states && optionsOf(states).find((option) => known(option) === item.filters.state?.[0]);
  if (state) {
    const mark = document.createElement("span");
    mark.className = "state";
    mark.dataset.tone = state.dataset.tone;
    mark.textContent = state.dataset.label;
    when.append(mark, " ");
  }
  if (item.date) when.append(Object.assign(document.createElement("span"), { textContent: item.date }));
  const text = partOf(element, "excerpt");
  const excerpt = finder.excerpt(item, hit);
  if (excerpt.lang) text.lang = excerpt.lang;
  text.append(...excerpt.parts.map(({ text, isMark }) => (isMark ? Object.assign(document.createElement("mark"), { textContent: text }) : text)));
  return element;
}

more.addEventListener("click", async () => {
  const from = list.children.length;
  visible += PAGE;
  show(await index());
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
  if (filters.open && asked().size) index().then((finder) => count(finder, asked())).catch((error) => console.warn(error));
});
addEventListener("popstate", () => {
  readAddress();
  look();
});

readAddress();
look();
