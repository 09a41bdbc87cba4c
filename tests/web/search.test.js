// Search as visitors use it, on the project's own content: words as they write them, filters, keyboard, screen reader, address.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { openBrowser } from "./browser.js";
import { assertNone } from "./complaints.js";
import { config, copySources, folder, languages, pages } from "./site.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
/** What a question may move over the wire, compressed as every host does: the scripts, and all that can be found. */
const MOST_BYTES = 68_000;
const MOST_REQUESTS = 5;
const { origin, browser } = await openBrowser();

const pathOf = (lang) => `/${lang}/${config.languages.find(({ code }) => code === lang).sections.search}/`;

/** The search page, and what it loads and says on the way: `{view, requests, complaints}`. */
async function open(lang, query = "", options = {}, at = origin) {
  const view = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const [requests, complaints] = [[], []];
  view.on("request", (request) => requests.push(request.url()));
  view.on("console", (message) => complaints.push(message.text()));
  view.on("pageerror", (error) => complaints.push(error.message));
  await view.goto(`${at}${pathOf(lang)}${query}`);
  return { view, requests, complaints };
}

/** Waits until everything has been looked through, the texts too. */
const answered = (view) => view.waitForFunction(() => /\d|Aucun|No results/.test(document.querySelector(".search-status").textContent) && !document.querySelector(".search-found[aria-busy]"));
const titles = (view) => view.locator(".search-list a").allTextContents();
const number = async (view) => Number((await view.locator(".search-status").textContent()).replace(/\D/g, "") || 0);

/** Asks on a page that is shown already what an address asks for, as Back and Forward do. */
async function goTo(view, query) {
  await view.evaluate((query) => {
    document.querySelector(".search-status").textContent = "";
    history.pushState(null, "", query);
    dispatchEvent(new PopStateEvent("popstate"));
  }, query);
  await answered(view);
}

let asking;
/** Asks on one page after the other, in one window: what it has loaded need not be loaded anew. */
async function ask(lang, words, more = "", at = origin) {
  asking ??= await browser.newPage();
  const [view, requests] = [asking, []];
  const note = (request) => requests.push(request.url());
  view.on("request", note);
  await view.goto(`${at}${pathOf(lang)}?q=${encodeURIComponent(words)}${more}`);
  await answered(view);
  view.off("request", note);
  const [found, count] = [await titles(view), await number(view)];
  const excerpts = await view.locator(".search-excerpt").allTextContents();
  const marks = await view.locator(".search-excerpt mark").allTextContents();
  return { found, count, excerpts, marks, requests };
}

test("the switch of languages takes along what is asked for, and is a plain link without it", async () => {
  const { view } = await open("fr", "?q=robots&kind=call");
  await answered(view);
  const link = view.locator("nav.languages a[hreflang=en]");
  assert.equal(await link.getAttribute("href"), `${pathOf("en")}?q=robots&kind=call`);
  await link.click();
  await answered(view);
  assert.equal(new URL(view.url()).pathname, pathOf("en"));
  assert.equal(await view.locator("#_q").inputValue(), "robots");
  assert.equal(await view.locator("#_filter-kind").inputValue(), "call");
  assert.ok(await number(view) > 0);
  await view.locator("#_q").fill("");
  await view.locator("#_filter-kind").selectOption("");
  await view.waitForFunction((path) => document.querySelector("nav.languages a[hreflang=fr]").getAttribute("href") === path, pathOf("fr"));
  await view.close();
});

test("accents, capitals and elisions do not matter, in what is asked and in what is found", async () => {
  const pairs = [["données", "donnees"], ["défi", "DEFI"], ["l’administration", "administration"], ["l'administration", "administration"],
    ["d’administration", "l’administration"], ["qu’administration", "administration"], ["cœur", "coeur"]];
  for (const [one, other] of pairs) {
    const [first, second] = [await ask("fr", one), await ask("fr", other)];
    assert.deepEqual([first.count, first.found], [second.count, second.found], `${one} and ${other}`);
  }
  const data = await ask("fr", "donnees");
  assert.ok(data.count > 0 && data.marks.every((mark) => /^\P{L}*donn/iu.test(mark)), `${data.marks}`);
  assert.ok(data.marks.some((mark) => /données/i.test(mark)), "what is found stands with its accents");
  // A word behind an elided one, in a text that holds it in no other way.
  const elided = /[dl]’([a-zéèê]{7,})/i.exec((await ask("fr", "administration")).excerpts.join(" "))[1];
  const { excerpts } = await ask("fr", elided.normalize("NFD").replace(/\p{M}/gu, ""));
  assert.ok(excerpts.some((text) => text.includes(`’${elided}`)), elided);
});

/** A site of the project's own content and more: `{updates, calls, organisations}` by their ids, each the text of a language by its tag. */
async function siteWith(more) {
  const site = mkdtempSync(join(tmpdir(), "parvis-search-"));
  after(() => rmSync(site, { recursive: true, force: true }));
  copySources(site);
  for (const [folder, items] of Object.entries(more)) {
    for (const [id, texts] of Object.entries(items)) {
      const at = join(site, "content", folder, id);
      mkdirSync(at);
      for (const [lang, text] of Object.entries(texts)) writeFileSync(join(at, `index.${lang}.md`), text);
    }
  }
  execFileSync(process.env.PARVIS_PROGRAM, ["--root", site, "build", "--at", process.env.PARVIS_AT, "--quiet", "--out", join(site, "public")], { stdio: ["ignore", "ignore", "inherit"] });
  return (await openBrowser(join(site, "public"))).origin;
}

/** A piece of news in both languages, or one that is only in French. */
const news = (title, body, more = "") => `---\ntitle: ${JSON.stringify(title)}\nsummary: "Une nouvelle."\ndate: 2026-01-02\n${more}---\n${body}\n`;
const english = (title, body) => `---\ntitle: ${JSON.stringify(title)}\nsummary: "News."\n---\n${body}\n`;

test("one item that holds a word is found by it, however it is written", async () => {
  const at = await siteWith({ updates: { words: {
    fr: news("Mots", "Prouver l’identité, prêter un équipement, une œuvre d'art, jusqu'ici & <b>là</b>.\n\nDès aujourd’hui, qu’importe l’Université."),
    en: english("Words", "Proving who one is, lending a wheelbarrow. Several companies’ needs, the council's own."),
  } } });
  const forms = {
    identité: ["identite", "l'identité", "l’identite", "d’identité", "Identités"], équipement: ["equipement", "équipements", "L'EQUIPEMENT", "équipemnt", "equipemment"],
    œuvre: ["oeuvre", "œuvre", "Œuvres"], Université: ["université", "l'universite", "UNIVERSITÉS"], "aujourd’hui": ["aujourd'hui", "AUJOURD’HUI"],
  };
  for (const [word, written] of Object.entries(forms)) {
    for (const one of [word, ...written]) {
      const { found, marks } = await ask("fr", one, "", at);
      assert.ok(found.includes("Mots"), `${one} finds ${found}`);
      assert.ok(word === "aujourd’hui" || marks.some((mark) => mark.startsWith(word)), `${one} marks ${marks}`);
    }
  }
  for (const [one, other] of [["wheelbarrows", "wheelbarrow"], ["company", "companies"], ["council", "council’s"]]) {
    assert.ok((await ask("en", one, "", at)).found.includes("Words"), one);
    assert.ok((await ask("en", other, "", at)).found.includes("Words"), other);
  }
  assert.equal((await ask("en", "wheelbarrows", "", at)).found.length, 1);
  // An excerpt is of one paragraph.
  const { excerpts } = await ask("fr", "prêter équipement", "", at);
  assert.deepEqual(excerpts[0], "Prouver l’identité, prêter un équipement, une œuvre d’art, jusqu’ici & là.");
});

test("names come first, titles before texts, what is open before what is over, and all words are wanted", async () => {
  const call = (title, opens, closes, body, more = "") => `---\ntitle: ${JSON.stringify(title)}\nsummary: "Un appel."\ndirection: challenges\nordering_party: mindigital\npublished: 2026-01-05\nopens: ${opens}\ncloses: ${closes}\n${more}---\n${body}\n`;
  const organisation = (title, more) => `---\ntitle: ${JSON.stringify(title)}\n${more}---\n`;
  const at = await siteWith({
    updates: {
      "tells-of-it": { fr: news("Une autre nouvelle", "Le zorblax de la référence ZX-2031/7 est suivi par le QQTI. Zorblax, zorblax, zorblax. QQTI, QQTI.") },
      "zorblax-title": { fr: news("Le zorblax arrive", "Rien de plus.") },
      "two-words": { fr: news("Le florp", "Il rencontre un grumbel.") },
      "one-word": { fr: news("Un florp encore", "Il est tout seul.") },
    },
    calls: {
      "over-and-done": { fr: call("Quimbo en ville", "2025-01-10", "2025-02-10T12:00", "Un quimbo.") },
      "still-open": { fr: call("Quimbo en ville", "2026-11-02", "2026-12-20T12:00", "Un quimbo.", "reference: ZX-2031/7\n") },
    },
    organisations: { "quality-institute": { fr: organisation("Institut zélé de la qualité", "acronym: QQTI\n") } },
  });
  const links = async (words) => {
    await ask("fr", words, "", at);
    return asking.locator(".search-list a").evaluateAll((links) => links.map((link) => link.pathname));
  };
  assert.match((await links("zx-2031/7"))[0], /\/still-open\/$/, "a reference");
  assert.match((await links("ZX 2031 7"))[0], /\/still-open\/$/, "a reference in another way");
  assert.match((await links("qqti"))[0], /\/quality-institute\/$/, "an acronym");
  assert.deepEqual((await links("zorblax")).map((path) => path.split("/").at(-2)), ["zorblax-title", "tells-of-it"]);
  assert.deepEqual((await links("quimbo")).map((path) => path.split("/").at(-2)), ["still-open", "over-and-done"]);
  assert.deepEqual((await links("quimbo ville")).map((path) => path.split("/").at(-2)), ["still-open", "over-and-done"]);
  assert.deepEqual((await links("grumbel florp")).map((path) => path.split("/").at(-2)), ["two-words"]);
  assert.match(await asking.locator(".search-status").textContent(), /^1 résultat$/);
  // Nothing holds both; what holds one is near.
  assert.deepEqual((await links("florp quimbo zzzz")).length, 0);
  const near = await links("grumbel zzzz");
  assert.deepEqual(near.map((path) => path.split("/").at(-2)), ["two-words"]);
  assert.match(await asking.locator(".search-status").textContent(), /proches/);
  // Where a typing error leaves a word that nothing holds.
  assert.deepEqual((await links("zorblqx")).map((path) => path.split("/").at(-2)), ["zorblax-title", "tells-of-it"]);
  assert.match(await asking.locator(".search-status").textContent(), /proches/);
  assert.deepEqual(await links("2032"), [], "figures are not nearly others");
});

test("a word of the heading that items stand under in their list says less of them than titles and names", async () => {
  for (const [lang, words] of [["fr", "en attente"], ["en", "waiting"]]) {
    await ask(lang, words);
    const levels = await asking.locator(".search-list a").evaluateAll((links) => links.map((link) => {
      if (link.hash) return 2;
      const kin = `${link.textContent} ${link.pathname}`;
      return /atten|wait/i.test(kin) ? 0 : 1;
    }));
    const first = levels.findIndex((level) => level > 0);
    assert.ok(first > 1 && !levels.slice(first).includes(0), `${lang} ${words}: ${levels}`);
  }
});

test("an organisation of the lab is the first that its acronym finds", async () => {
  const named = pages.filter((page) => page.lang === "fr" && page.item?.startsWith("organisation/")).map((page) => page.path);
  const records = JSON.parse(readFileSync(join(folder, "search/fr/items.json"), "utf8")).filter(({ href }) => named.includes(href));
  const acronyms = records.flatMap(({ href, names }) => names.slice(1).map((name) => [name, href]));
  assert.ok(acronyms.length >= 3);
  for (const [acronym, href] of acronyms) {
    await ask("fr", acronym.toLowerCase());
    assert.equal(await asking.locator(".search-list a").first().evaluate((link) => link.pathname), href, acronym);
  }
});

test("hostile words in titles, summaries and texts are shown as they are", async () => {
  const payload = "<img src=x onerror=alert(1)> &lt;b&gt; </script> {{ 7*7 }}";
  const title = `Hostile ${payload}`;
  const text = `---\ntitle: ${JSON.stringify(title)}\nsummary: ${JSON.stringify(`Sommaire ${payload}`)}\ndate: 2026-01-02\n---\nVoici \`<img src=x onerror=alert(2)>\` et zygomatique.\n`;
  const at = await siteWith({ updates: { hostile: { fr: text } } });
  const complaints = [];
  const view = await browser.newPage();
  view.on("dialog", (dialog) => { complaints.push(dialog.message()); dialog.dismiss(); });
  view.on("pageerror", (error) => complaints.push(error.message));
  for (const [words, shown] of [["hostile sommaire", /Sommaire <img src=x onerror=alert\(1\)> &lt;b&gt; <\/script> \{\{ 7\*7 \}\}/], ["zygomatique", /<img src=x onerror=alert\(2\)>/]]) {
    await view.goto(`${at}${pathOf("fr")}?q=${encodeURIComponent(words)}`);
    await answered(view);
    assert.equal(await view.locator(".search-list a").first().textContent(), title);
    assert.match(await view.locator(".search-excerpt").first().textContent(), shown);
    assert.equal(await view.locator(".search-list :is(img, script, b)").count(), 0);
  }
  await view.close();
  assertNone(complaints, "what ran");
});

test("titles are found before the texts have arrived, and what is shown first stays where it is", async () => {
  const view = await browser.newPage();
  let release;
  const held = new Promise((done) => { release = done; });
  await view.route("**/search/fr/texts.json", async (route) => {
    await held;
    await route.continue();
  });
  await view.goto(`${origin}${pathOf("fr")}?q=appel`);
  await view.locator(".search-list a").first().waitFor();
  assert.equal(await view.locator(".search-found").getAttribute("aria-busy"), "true");
  const before = await titles(view);
  await view.locator(".search-list a").first().focus();
  release();
  await answered(view);
  assert.deepEqual((await titles(view)).slice(0, before.length), before);
  assert.equal(await view.evaluate(() => document.activeElement === document.querySelector(".search-list a")), true, "the focus stays");
  // Without the texts what was found is still there, and the next question asks for them again.
  await view.unroute("**/search/fr/texts.json");
  await view.route("**/search/fr/texts.json", (route) => route.abort());
  await view.goto(`${origin}${pathOf("fr")}?q=appel`);
  await answered(view);
  assert.deepEqual((await titles(view)).slice(0, before.length), before);
  await view.locator("#_q").fill("xyzzyx");
  await view.locator(".search-status").filter({ hasText: "ne répond pas" }).waitFor();
  await view.unroute("**/search/fr/texts.json");
  await goTo(view, "?q=xyzzyy");
  assert.match(await view.locator(".search-status").textContent(), /Aucun/);
  await view.close();
});

test("the library is the one that package-lock.json names, below its licence, byte for byte but for its comments", () => {
  const of = (name) => readFileSync(new URL(`./node_modules/minisearch/${name}`, import.meta.url), "utf8");
  const { version } = JSON.parse(of("package.json"));
  const ours = readFileSync(join(process.env.PARVIS_THEMES, "lab/assets/minisearch.js"), "utf8");
  // Half of what would be sent are comments.
  const code = of("dist/es/index.js").replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, "").replace(/^ *\/\/.*\n/gm, "");
  assert.equal(ours, `/*!\nMiniSearch ${version}, https://lucaong.github.io/minisearch/, without its comments\n\n${of("LICENSE.txt")}*/\n${code}`);
});

test("words are found in singular and plural, and languages stay apart", async () => {
  const [one, many] = [await ask("en", "call"), await ask("en", "calls")];
  assert.ok(one.count > 0 && one.count === many.count, `call ${one.count}, calls ${many.count}`);
  const english = await ask("en", "accessibility");
  assert.ok(english.count > 0);
  const { requests } = english;
  assert.ok(requests.some((url) => url.includes("/search/en/")) && !requests.some((url) => url.includes("/search/fr/")), "only one index is loaded");
  const french = await ask("fr", "administrations");
  assert.deepEqual(french.found, (await ask("fr", "administration")).found);
});

test("what is shown is typeset as pages are, and says one thing at a time", async () => {
  for (const lang of languages) {
    const { excerpts, found } = await ask(lang, "", `&kind=call`);
    const wrong = [...excerpts, ...found].filter((text) => /[\u2060-\u2064\n]|&lt;|(^| )[ld]’ \p{L}/u.test(text));
    assertNone(wrong, "texts with marks in them");
  }
  const { excerpts } = await ask("fr", "questions", "&kind=call");
  assert.ok(excerpts.some((text) => text.includes("\u00a0:")), "a no-break space stays before a colon");
});

test("every title finds its page", async () => {
  const { view } = await open("fr");
  const lost = [];
  const items = pages.filter((page) => page.lang === "fr" && page.item && !page.item.startsWith("page/") && !page.hidden);
  for (const page of items) {
    const title = page.title.split(" – ").slice(0, -1).join(" – ");
    await goTo(view, `?q=${encodeURIComponent(title)}`);
    const links = await view.locator(".search-list a").evaluateAll((links) => links.map((link) => link.pathname));
    if (!links.includes(page.path)) lost.push(`${title}: ${links}`);
  }
  await view.close();
  assert.ok(items.length > 20);
  assertNone(lost, "titles that do not find their pages");
});

test("filters narrow, their choices say how many are left, and the address keeps them", async () => {
  const { view, complaints } = await open("fr");
  await view.selectOption("[name=kind]", "call");
  await answered(view);
  assert.equal(new URL(view.url()).search, "?kind=call");
  const calls = await number(view);
  const offered = await view.locator("[name=state] option[value=open]").textContent();
  await view.selectOption("[name=state]", "open");
  await view.waitForFunction((calls) => Number(document.querySelector(".search-status").textContent.replace(/\D/g, "")) < calls, calls);
  assert.equal(new URL(view.url()).search, "?kind=call&state=open");
  const opens = await number(view);
  assert.ok(offered.endsWith(`(${opens})`), `${offered} promised, ${opens} found`);
  const states = await view.locator(".search-list .state").allTextContents();
  assert.ok(states.length === opens && states.every((state) => /^(Ouvert|Bientôt clos)$/.test(state)), `${states}`);

  await view.goBack();
  await view.waitForFunction((calls) => Number(document.querySelector(".search-status").textContent.replace(/\D/g, "")) === calls, calls);
  assert.deepEqual([await view.inputValue("[name=kind]"), await view.inputValue("[name=state]")], ["call", ""]);
  await view.goForward();
  await view.waitForFunction((opens) => Number(document.querySelector(".search-status").textContent.replace(/\D/g, "")) === opens, opens);
  assert.equal(await view.inputValue("[name=state]"), "open");

  await view.locator(".search-list a").first().click();
  await view.waitForLoadState();
  await view.goBack();
  await answered(view);
  assert.deepEqual([new URL(view.url()).search, await number(view)], ["?kind=call&state=open", opens], "back from a result");
  assertNone(complaints, "messages in the console");
  await view.close();
});

test("each choice of each filter finds as many pages as it says", async () => {
  const { view } = await open("fr");
  const choices = await view.locator(".search select option").evaluateAll((options) => options.filter((option) => option.value).map((option) => {
    return { text: option.textContent, query: `?${option.parentElement.name}=${option.value}` };
  }));
  assert.ok(choices.length > 10);
  const wrong = [];
  for (const { text, query } of choices) {
    await goTo(view, query);
    if (!text.endsWith(`(${await number(view)})`)) wrong.push(`${text} ${query}: ${await number(view)}`);
  }
  await view.close();
  assertNone(wrong, "choices that promise another number");
});

test("few filters are seen at once, and find calls that are over; each result says what it is, its state and its date", async () => {
  const { view } = await open("fr", "?kind=call&state=over");
  await answered(view);
  assert.ok(await view.locator("#_filter-kind").isVisible() && await view.locator("#_filter-theme").isVisible());
  assert.equal(await view.locator("[name=state] option").count(), 4, "all, open, to come, over");
  const over = pages.filter(({ lang, source }) => lang === "fr" && /<article class="item" data-item="call\/[^"]+" data-state="(awarded|finalised|unsuccessful|cancelled|withdrawn|closed|evaluating)"/.test(source));
  assert.ok(await number(view) >= over.length && over.length > 5);
  const lines = await view.locator(".search-line").allTextContents();
  assert.ok(lines.length > 5 && lines.every((line) => /^Appel à (défis|solutions) /.test(line)), `${lines}`);
  const withdrawn = lines.filter((line) => /Retiré|Annulé/.test(line));
  assert.ok(withdrawn.length > 0 && withdrawn.every((line) => /Décision\u00a0: /.test(line) && !/Clôture/.test(line)), `${withdrawn}`);
  assert.equal(await view.locator(".search-browse").isVisible(), false, "who has found something is not sent elsewhere");
  await view.close();
});

test("typing is enough, the keyboard reaches every result, and the number of results is said", async () => {
  const { view } = await open("en");
  await view.locator(".search input[name=q]").focus();
  await view.keyboard.type("lab", { delay: 20 });
  await answered(view);
  assert.equal(new URL(view.url()).search, "?q=lab");
  assert.equal(await view.locator(".search-status").getAttribute("role"), "status");
  assert.match(await view.locator(".search-status").textContent(), /^\d+ results?$/);
  assert.equal(await view.evaluate(() => document.activeElement.name), "q", "the focus stays where one types");
  assert.match(await view.title(), /^lab – /);
  for (let press = 0; press < 6; press++) {
    await view.keyboard.press("Tab");
    if (await view.evaluate(() => Boolean(document.activeElement.closest(".search-list")))) break;
  }
  assert.equal(await view.evaluate(() => document.activeElement === document.querySelector(".search-list a")), true);
  const before = await view.locator(".search-list li").count();
  if (await view.locator(".search-more").isVisible()) {
    await view.locator(".search-more").focus();
    await view.keyboard.press("Enter");
    await view.waitForFunction((before) => document.querySelectorAll(".search-list li").length > before, before);
    const rank = await view.evaluate(() => [...document.querySelectorAll(".search-list a")].indexOf(document.activeElement));
    assert.equal(rank, before, "the focus moves to the first of the new results");
  }
  await view.close();
});

test("a question without an answer says so", async () => {
  const { view } = await open("en", "?q=xyzzyx");
  await answered(view);
  assert.match(await view.locator(".search-status").textContent(), /^No results/);
  await view.close();
});

test("what is asked for cannot become markup", async () => {
  const { view, complaints } = await open("en", `?q=${encodeURIComponent("<img src=x onerror=alert(1)>")}&theme=${encodeURIComponent('"><script>alert(1)</script>')}`);
  await answered(view);
  assert.equal(await view.locator("main img, main script:not([src])").count(), 0);
  assertNone(complaints, "messages in the console");
  await view.close();
});

test("the field of each page and the link of each list lead to the search page", async () => {
  const view = await browser.newPage();
  await view.goto(`${origin}/fr/`);
  const field = view.locator("header form[role=search] input");
  await field.fill("données");
  await field.press("Enter");
  await answered(view);
  assert.equal(new URL(view.url()).pathname, pathOf("fr"));
  assert.equal(await view.inputValue(".search input[name=q]"), "données");
  assert.ok((await number(view)) > 0);
  await view.close();
});

/** What visitors look for, and the address that must come first, or one of several. */
const searches = JSON.parse(readFileSync(new URL("./searches.json", import.meta.url), "utf8"));
/** So many of a hundred have to be right. */
const LEAST_RIGHT = 90;

test("what visitors look for comes first", async () => {
  const wrong = [];
  for (const [lang, questions] of Object.entries(searches)) {
    const { view } = await open(lang);
    for (const [words, wanted] of questions) {
      await goTo(view, `?q=${encodeURIComponent(words)}`);
      const first = await view.locator(".search-list a").first().evaluate(({ pathname, hash }) => pathname + hash, null, { timeout: 2000 }).catch(() => "nothing");
      if (![wanted].flat().includes(first)) wrong.push(`${lang} ${words}: ${first} instead of ${wanted}`);
    }
    await view.close();
  }
  const all = Object.values(searches).flat().length;
  console.log([`${all - wrong.length} of ${all} searches are right`, ...wrong].join("\n"));
  assert.ok(all - wrong.length >= (all * LEAST_RIGHT) / 100, wrong.join("\n"));
});

test("a page that is no item says what it is, and filters leave it out", async () => {
  const { view } = await open("fr", `?q=${encodeURIComponent("appels ouverts")}`);
  await answered(view);
  const first = view.locator(".search-list li").first();
  assert.equal(await first.locator(".eyebrow").textContent(), "Liste");
  assert.match(await first.locator(".search-excerpt").textContent(), /^\d+ appels?$/);
  await goTo(view, "?q=courriers+clairs&kind=call");
  assert.match(await view.locator(".search-list .eyebrow").first().textContent(), /^Appel à solutions/);
  await goTo(view, "?q=appels+ouverts&kind=call");
  assert.ok(!(await view.locator(".search-list .eyebrow").allTextContents()).includes("Liste"));
  await view.close();
});

for (const [width, height] of [[390, 844], [1280, 900]]) {
  test(`results move nothing that is on screen, ${width} px wide`, async () => {
    for (const query of ["?q=administration", "?q=FR0039", "?q=xyzzyx", "?q=administration&kind=call", "?kind=call&state=open"]) {
      const view = await browser.newPage({ viewport: { width, height } });
      await view.addInitScript(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.shift += value;
        }).observe({ type: "layout-shift", buffered: true });
      });
      // What can be found comes late, as on a slow line.
      await view.route("**/search/fr/*.json", async (route) => {
        await new Promise((done) => { setTimeout(done, 300); });
        await route.continue();
      });
      await view.goto(`${origin}${pathOf("fr")}${query}`);
      await answered(view);
      await view.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
      const shift = await view.evaluate(() => globalThis.shift);
      assert.ok(shift < 0.05, `${query}: ${shift}`);
      await view.close();
    }
  });
}

test("what a list is filtered by stands in its address, in each language", async () => {
  const { sections } = config.languages[0];
  const view = await browser.newPage();
  await view.goto(`${origin}/fr/${sections.calls}/`, { waitUntil: "networkidle" });
  const visible = () => view.locator("main article[data-item]:visible").evaluateAll((cards) => cards.map(({ dataset }) => dataset.item));
  const all = await visible();
  assert.equal(new URL(view.url()).search, "", "nothing is chosen yet");
  const entries = await view.evaluate(() => history.length);
  await view.selectOption("[name=theme]", "data");
  await view.selectOption("[name=state]", "awarded");
  const chosen = await visible();
  assert.ok(chosen.length < all.length);
  assert.equal(new URL(view.url()).search, "?theme=data&state=awarded");
  assert.equal(await view.evaluate(() => history.length), entries, "going back leaves the list");
  await view.reload({ waitUntil: "networkidle" });
  assert.deepEqual(await visible(), chosen);
  await view.locator("[data-languages] a[hreflang=en]").click();
  await view.waitForLoadState("networkidle");
  assert.deepEqual((await visible()).sort(), [...chosen].sort());
  await view.selectOption("[name=theme]", "");
  await view.selectOption("[name=state]", "");
  assert.equal(new URL(view.url()).search, "");
  await view.goto(`${origin}/fr/${sections.calls}/?theme=nowhere&state=%22x`, { waitUntil: "networkidle" });
  assert.deepEqual(await visible(), all, "what nobody can choose chooses nothing");
  await view.close();
});

test("a list leads to its states by plain links, and is filtered on the spot", async () => {
  const { sections } = config.languages[0];
  for (const [kind, section] of [["call", sections.calls], ["event", sections.events], ["challenge", sections.challenges], ["startup", sections.startups], ["programme", sections.programmes]]) {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(`${origin}/fr/${section}/`);
    const cards = await plain.locator("main article[data-item]").count();
    let counted = 0;
    for (const link of await plain.locator(".list-states li").all()) {
      const id = new URL(await link.locator("a").evaluate(({ href }) => href)).hash;
      const count = Number((await link.locator(".search-count").textContent()).replace(/\D/g, ""));
      assert.equal(await plain.locator(`section:has(> ${id}) article`).count(), count, `${kind} ${id}`);
      counted += count;
    }
    assert.equal(counted, cards, kind);
    assert.equal(await plain.locator(".list-filter").isVisible(), false);
    await plain.close();
    const view = await browser.newPage();
    await view.goto(`${origin}/fr/${section}/`, { waitUntil: "networkidle" });
    const requests = [];
    view.on("request", (request) => requests.push(request.url()));
    const visible = () => view.locator("main article[data-item]:visible").evaluateAll((cards) => cards.map(({ dataset }) => dataset));
    const [state] = (await visible()).map((card) => card.state);
    await view.selectOption("[name=state]", state);
    const left = await visible();
    assert.ok(left.length > 0 && left.every((card) => card.state === state), kind);
    assert.equal(await view.locator(".list-shown").textContent(), left.length < cards ? `${left.length} sur ${cards}` : "");
    await view.selectOption("[name=state]", "");
    await view.selectOption("[name=theme]", "data");
    const about = await visible();
    assert.ok(about.length > 0 && about.every((card) => card.themes.split(" ").includes("data")), kind);
    assert.equal(await view.locator(".list-states li:visible .search-count").evaluateAll((all) => all.reduce((sum, one) => sum + Number(one.textContent.replace(/\D/g, "")), 0)), about.length);
    await view.selectOption("[name=theme]", "");
    assert.equal((await visible()).length, cards);
    assert.deepEqual(requests, []);
    await view.close();
  }
});

test("a question moves few bytes, none of them from another host, and a page without one loads nothing of what can be found", async () => {
  const idle = await open("fr");
  await idle.view.waitForTimeout(300);
  assert.deepEqual(idle.requests.filter((url) => /\/search\/|minisearch/.test(url)), []);
  await idle.view.close();
  const view = await browser.newPage();
  const [sizes, hosts] = [[], new Set()];
  view.on("requestfinished", (request) => {
    hosts.add(new URL(request.url()).origin);
    if (/\/search\/fr\/|search[^/]*\.js$/.test(request.url())) sizes.push(request.sizes());
  });
  await view.goto(`${origin}${pathOf("fr")}?q=administration&kind=call`);
  await answered(view);
  await view.waitForLoadState("networkidle");
  const bytes = (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  assert.deepEqual([...hosts], [origin]);
  assert.ok(sizes.length <= MOST_REQUESTS, `${sizes.length} requests`);
  console.log(`a question moves ${bytes} bytes in ${sizes.length} requests`);
  assert.ok(bytes > 10_000 && bytes < MOST_BYTES, `${bytes} bytes`);
  await view.close();
});

test("without script the page says so and leads to everything by plain links", async () => {
  for (const lang of languages) {
    const view = await browser.newPage({ javaScriptEnabled: false });
    await view.goto(`${origin}${pathOf(lang)}`);
    assert.match(await view.locator("main .notice").textContent(), /JavaScript/);
    const links = await view.locator(".search-browse a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const { sections } = config.languages.find(({ code }) => code === lang);
    for (const section of [sections.calls, sections.events, sections.organisations]) assert.ok(links.includes(`/${lang}/${section}/`), section);
    for (const { id, slug } of config.themes) assert.ok(links.includes(`/${lang}/${sections.themes}/${slug?.[lang] ?? id}/`), id);
    assert.ok(links.some((href) => href.endsWith(`/${sections.calls}/#_open`)), "the calls that are open");
    for (const href of links.filter((href) => href.includes("#"))) {
      await view.goto(origin + href);
      assert.equal(await view.locator(new URL(origin + href).hash).count(), 1, href);
    }
    await view.close();
  }
});

for (const [colorScheme, width] of [["light", 1280], ["dark", 320]]) {
  test(`axe finds nothing on results, ${colorScheme}, ${width} px wide, and nothing is cut off`, async () => {
    for (const lang of languages) {
      const { view } = await open(lang, "?q=administration&kind=call", { colorScheme, viewport: { width, height: 900 } });
      await answered(view);
      await view.evaluate(axe);
      const complaints = await view.evaluate(async (rules) => {
        const { violations } = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
      }, RULES);
      assertNone(complaints, "violations");
      assert.equal(await view.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, "it scrolls sideways");
      await view.close();
    }
  });
}
