// The search page. What is asked for stands in the address: `?q=…&kind=call&state=open`; this script shows what `search-index.js`
// finds for it. Loaded on that page only, and the index when something is asked for.
//
// - `[data-search=…]` are the parts of the page that it uses, `form` the one that asks; its `data-items` and `data-texts` are the addresses of what can be found, its other data the words that are shown.
// - A filter is a `select` by its name, of the values that items have.

const partOf = (element, name) => element.querySelector(`[data-search=${name}]`);
const form = partOf(document, "form");
const list = Object.assign(document.createElement("ol"), { className: "search-list" });
const place = partOf(document, "found");
place.append(list);
const results = place.closest("section");
const browse = partOf(document, "browse");
const status = partOf(document, "status");
const more = partOf(document, "more");
const pattern = document.querySelector("#_result").content;
const selects = [...form.querySelectorAll("select")];
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

/** The value that a question wants of each filter: `[[name, value], …]`. */
const wantedBy = (question) => selects.map(({ name }) => [name, question.get(name)]).filter(([, value]) => value);

/** True for an item that has the value of each filter. */
const has = (item, wanted) => wanted.every(([name, value]) => item.filters[name]?.includes(value));

/** Brings the form to what the address asks for. */
function readAddress() {
  const address = new URLSearchParams(location.search);
  form.elements.q.value = address.get("q") ?? "";
  for (const select of selects) {
    const value = address.get(select.name) ?? "";
    // A value that is offered no more chooses nothing.
    const option = [...select.options].find((option) => option.value === value) ?? select.options[0];
    // With what was asked before it may have left no result; the form would not say what is disabled.
    option.disabled = false;
    option.selected = true;
  }
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

/** What was found last, by the index and by the filters. */
let found = [];
/** True once there has been an answer since the form was empty. */
let isAnswered = false;
/** Keeps room for results until they are there: nothing on screen is moved by them. Who has found something is not shown all other ways. */
function makeRoom(isAsked) {
  isAnswered &&= isAsked;
  const isWaiting = isAsked && !isAnswered;
  results.toggleAttribute("data-waiting", isWaiting);
  browse.hidden = isWaiting || found.length > 0;
}

let turn = 0;
/** So many of what was found are shown. */
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
  const address = question.size ? `?${new URLSearchParams([...question])}` : "";
  for (const link of switches) link.setAttribute("href", link.pathname + address);
  keepOutOfIndexes(question.size > 0);
  makeRoom(question.size > 0);
  const query = question.get("q") ?? "";
  document.title = query ? words.titled.replace("{query}", () => query).replace("{title}", () => titleBefore) : titleBefore;
  if (question.size === 0) {
    clear();
    makeRoom(false);
    status.textContent = "";
    if (loading) count(await loading, question);
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
  count(finder, question, hits);
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
    // What is chosen in a filter does not count for its own choices.
    const rest = wanted.filter(([name]) => name !== select.name);
    const counts = new Map();
    for (const { id } of hits) {
      const item = finder.items[id];
      if (has(item, rest)) for (const value of item.filters[select.name] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const option of optionsOf(select)) {
      const number = counts.get(option.value) ?? 0;
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
  // What it is, its state, its date: with a space between them, for who copies or hears the line.
  const line = partOf(element, "line");
  const add = (className, textContent) => {
    const part = Object.assign(document.createElement("span"), { className, textContent });
    line.append(part, " ");
    return part;
  };
  add("eyebrow", item.kind);
  for (const tag of [item.example && words.example, item.unpublished].filter(Boolean)) add("tag", tag);
  if (item.tone) add("state", item.state).dataset.tone = item.tone;
  if (item.date) add("", item.date);
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
  writeAddress(true);
  look();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  writeAddress(true);
  look();
});
addEventListener("popstate", () => {
  readAddress();
  look();
});

readAddress();
look();
