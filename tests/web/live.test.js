// Pages that stay true between two builds: the clock of the browser moved past openings, closings and starts of a small
// site of its own, which is built once.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { parse as parseYaml } from "yaml";
import { openBrowser, serve } from "./browser.js";
import { SECTIONS, smallSite } from "./setup.js";

const BUILT = "2026-06-01T12:00:00+02:00";
const CALL = "direction: challenges\nordering_party: lab\nthemes: data\n";
const EVENT = "type: workshop\norganiser: lab\nlocation: {mode: online}\n";
/** Kind and id of each item, and its facts. */
const ITEMS = {
  "calls/robots": `${CALL}submit_url: https://example.org/submit\nopens: 2026-06-10T09:00\ncloses: 2026-06-20T17:00\n`,
  "calls/maps": `${CALL}closes: 2026-06-16T00:00\n`, // the end of 15 June
  "calls/done": `${CALL}closes: 2026-05-01T12:00\noutcome: awarded\n`,
  "events/lunch": `${EVENT}start: 2026-06-12T12:00\nend: 2026-06-12T14:00\nregistration: {url: "https://example.org/register", closes: 2026-06-11T12:00}\n`,
  "events/walk": `${EVENT}start: 2026-06-30\n`,
  "events/jam": `${EVENT}start: 2026-05-02\n`,
};

const textsOf = (items) => Object.fromEntries(Object.entries(items).flatMap(([item, facts]) => [
  [`${item}/index.fr.md`, `---\ntitle: Titre ${item}\nsummary: Résumé.\n${facts}---\n`],
  [`${item}/index.en.md`, `---\ntitle: Title ${item}\nsummary: Summary.\n---\n`],
]));
const build = (items, at) => smallSite(textsOf(items), at, { more: "themes: [{id: data, label: {fr: Données, en: Data}}]\n" });

const { origin, browser } = await openBrowser(build(ITEMS, BUILT));

/** A call with a calendar, as it is built at these instants; the first is what a script moves on. */
const STAGES = {
  "calls/stages": `${CALL}opens: 2026-05-10T09:00\ncloses: 2026-06-20T17:00\nquestions_until: 2026-06-12T12:00
stages:
  - {id: pilot, label: {fr: Essai, en: Trial}, start: 2026-07-01, end: 2026-07-31}
  - {id: sequel, label: {fr: Suite, en: Sequel}, when: {fr: plus tard, en: later}}
`,
};
const calendars = {};
for (const instant of [BUILT, "2026-06-13T12:00:00+02:00", "2026-06-21T12:00:00+02:00", "2026-07-10T12:00:00+02:00", "2026-08-10T12:00:00+02:00"]) {
  calendars[instant] = await serve(build(STAGES, instant));
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The words of the theme that these pages are to say, by language. */
function wordsOf(lang) {
  const words = parseYaml(readFileSync(join(process.env.PARVIS_THEMES, "lab/i18n", `${lang}.yaml`), "utf8"));
  return {
    ...words.state.call, ...words.state.event, groups: { ...words.group, closed: words.results.ended_in.replace("{year}", "2026") }, none: words.home.no_open_calls,
    title: (state) => {
      const [opens, closes] = {
        fr: ["mercredi 10 juin 2026 à 9 h", "samedi 20 juin 2026 à 17 h (heure de Luxembourg)"],
        en: ["Wednesday 10 June 2026, 09:00", "Saturday 20 June 2026, 17:00 (Luxembourg time)"],
      }[lang];
      return words.panel[state === "closing-soon" ? "open" : state].replace("{date}", state === "announced" ? opens : closes).replace(/\s+/g, " ");
    },
    submit: words.call.submit.challenges, deadline: words.call.add_deadline, follow: words.panel.follow,
    register: words.event.register, registration: [words.event.registration_open, words.event.registration_closed],
    registrationPage: words.event.registration_page,
    asOf: { fr: "Situation au 1er juin 2026", en: "As of 1 June 2026" }[lang],
  };
}

const errors = [];
after(() => assert.deepEqual(errors, [], "errors in the console"));

/** The page at a path as it is read at an instant, far from Luxembourg so that no zone but the site's can be meant. */
async function readAt(instant, path, options = {}, site = origin) {
  const context = await browser.newContext({ timezoneId: "Pacific/Auckland", ...options });
  const view = await context.newPage();
  view.on("console", (message) => message.type() === "error" && errors.push(`${path} at ${instant}: ${message.text()}`));
  view.on("pageerror", (error) => errors.push(`${path} at ${instant}: ${error}`));
  await view.clock.install({ time: new Date(instant) });
  await view.clock.pauseAt(new Date(Date.parse(instant) + 1000));
  await view.goto(site + path);
  return view;
}

const clean = (text) => text?.replace(/\s+/g, " ").trim();
const list = (lang, section) => `/${lang}/${SECTIONS[lang][section]}/`;
const item = (lang, key) => `${list(lang, key.split("/")[0])}${key.split("/")[1]}/`;

/** What the page of an item says of its state. */
const article = (view) => view.evaluate(() => {
  const article = document.querySelector("article.item");
  const badge = article.querySelector(".item-state .state");
  const button = article.querySelector(".actions .button");
  const shown = (one) => one && !one.hidden ? one.textContent : undefined;
  return {
    state: article.dataset.state, badge: badge.textContent, tone: badge.dataset.tone,
    answer: article.querySelector(".answer").dataset.tone, title: article.querySelector(".answer h2").textContent.trim().replace(/\s/g, " "),
    button: button?.textContent, actions: article.querySelector(".actions")?.textContent.trim(),
    countdown: shown(article.querySelector(".answer .countdown:not([hidden])")),
    registration: article.querySelector("#registration dd")?.firstChild.textContent.trim(),
  };
});

/** The groups of a list in their order: heading and items, each with the state and the words of its card. */
const groups = (view) => view.evaluate(() => [...document.querySelectorAll("section.group:not([hidden])")].map((group) => [
  group.querySelector("h2").textContent,
  ...[...group.querySelectorAll(".card")].map((card) => `${card.dataset.item} ${card.dataset.state} ${card.querySelector(".state").textContent}`),
]));

const WHEN = {
  announced: "2026-06-02T12:00:00+02:00",
  open: "2026-06-10T09:00:00+02:00",
  "closing-soon": "2026-06-17T17:00:00+02:00",
  closed: "2026-06-20T17:00:00+02:00",
};
const TONE = { announced: "coming", open: "live", "closing-soon": "soon", closed: "done" };

for (const lang of ["fr", "en"]) {
  const words = wordsOf(lang);

  test(`the page of a call is announced, open, closing soon and closed in its time, ${lang}`, async () => {
    for (const [state, instant] of Object.entries(WHEN)) {
      const view = await readAt(instant, item(lang, "calls/robots"));
      const found = await article(view);
      const accepts = state === "open" || state === "closing-soon";
      assert.deepEqual(
        { ...found, actions: found.actions.split(/\n\s*/), countdown: undefined },
        {
          state, badge: words[state], tone: TONE[state], answer: TONE[state], title: words.title(state),
          button: accepts ? words.submit : undefined, countdown: undefined,
          // The deadline can be noted until it has passed; what becomes of the call, until it has ended.
          actions: [...(accepts ? [words.submit] : []), ...(state === "closed" ? [] : [words.deadline]), words.follow],
          registration: undefined,
        },
        `${lang} ${instant}`,
      );
      assert.equal(found.countdown === undefined, state === "closed", found.countdown);
      await view.context().close();
    }
  });

  test(`a page that stays open closes before its reader, ${lang}`, async () => {
    const view = await readAt("2026-06-20T16:30:00+02:00", item(lang, "calls/robots"));
    assert.equal((await article(view)).state, "closing-soon");
    await view.clock.runFor(31 * 60_000);
    assert.equal((await article(view)).state, "closed");
    await view.context().close();
  });

  test(`a card moves to its group, ${lang}`, async () => {
    const of = (group, ...cards) => [words.groups[group], ...cards.map(([item, state]) => `call/${item} ${state} ${words[state]}`)];
    const expected = {
      "2026-06-02T12:00:00+02:00": [of("open", ["maps", "open"]), of("announced", ["robots", "announced"]), of("closed", ["done", "awarded"])],
      "2026-06-10T09:00:00+02:00": [of("open", ["maps", "closing-soon"], ["robots", "open"]), of("closed", ["done", "awarded"])],
      "2026-06-16T00:00:00+02:00": [of("open", ["robots", "closing-soon"]), of("evaluating", ["maps", "closed"]), of("closed", ["done", "awarded"])],
      "2026-06-20T17:00:00+02:00": [of("evaluating", ["robots", "closed"], ["maps", "closed"]), of("closed", ["done", "awarded"])],
    };
    for (const [instant, wanted] of Object.entries(expected)) {
      const view = await readAt(instant, list(lang, "calls"));
      assert.deepEqual(await groups(view), wanted, instant);
      await view.context().close();
    }
  });

  test(`a theme keeps what is open first, ${lang}`, async () => {
    const view = await readAt("2026-06-16T00:00:00+02:00", `/${lang}/themes/data/`);
    const cards = await view.evaluate(() => [...document.querySelectorAll(".group .card")].map((card) => `${card.dataset.item} ${card.dataset.state}`));
    assert.deepEqual(cards, ["call/robots closing-soon", "call/maps closed", "call/done awarded"]);
    await view.context().close();
  });

  test(`an event is coming, ongoing and past in its time, ${lang}`, async () => {
    const expected = {
      "2026-06-02T12:00:00+02:00": ["upcoming", "coming", words.registration[0], words.register],
      "2026-06-11T12:00:00+02:00": ["upcoming", "coming", words.registration[1], words.registrationPage],
      "2026-06-12T12:00:00+02:00": ["ongoing", "ongoing", words.registration[1], words.registrationPage],
      "2026-06-12T14:00:00+02:00": ["past", "past", undefined, undefined],
    };
    for (const [instant, [state, group, registration, actions]] of Object.entries(expected)) {
      const view = await readAt(instant, item(lang, "events/lunch"));
      const found = await article(view);
      assert.deepEqual(
        [found.state, found.badge, found.registration, found.actions?.split("\n")[0], found.button],
        [state, words[state], registration, actions, actions === words.register ? actions : undefined],
        instant,
      );
      await view.goto(origin + list(lang, "events"));
      const own = (await groups(view)).find((cards) => cards.some((card) => card.startsWith("event/lunch")));
      assert.equal(own[0], words.groups[group], instant);
      assert.ok(group !== "past" || own[1].startsWith("event/lunch"), "the latest comes first");
      await view.context().close();
    }
  });

  test(`the home page shows calls once they are open and drops what is over, ${lang}`, async () => {
    const shown = async (instant) => {
      const view = await readAt(instant, `/${lang}/`);
      const found = await view.evaluate(() => ["_open-calls", "_ahead"].map((id) => {
        const section = document.querySelector(`section[aria-labelledby="${id}"]`);
        const cards = [...section.querySelectorAll("[data-item]")].filter((card) => !card.closest("[hidden]"));
        return section.hidden ? "hidden" : cards.map((card) => `${card.dataset.item} ${card.dataset.state}`).join(", ") || section.querySelector("p").textContent;
      }));
      await view.context().close();
      return found;
    };
    assert.deepEqual((await shown("2026-06-02T12:00:00+02:00"))[0], "call/maps open");
    assert.deepEqual((await shown("2026-06-10T09:00:00+02:00"))[0], "call/maps closing-soon, call/robots open");
    assert.deepEqual((await shown("2026-06-16T00:00:00+02:00"))[0], "call/robots closing-soon");
    assert.deepEqual((await shown("2026-07-01T00:00:00+02:00"))[0], words.none);
  });

  test(`a call that opens takes the place of the words that none is open, ${lang}`, async () => {
    const view = await readAt("2026-06-09T23:00:00+02:00", `/${lang}/`);
    // As it is built when no call is open.
    await view.evaluate(() => {
      const section = document.querySelector('section[aria-labelledby="_open-calls"]');
      const list = section.querySelector("ul");
      list.replaceWith(section.querySelector("template[data-empty]").content.cloneNode(true));
    });
    await view.clock.runFor(11 * 3_600_000);
    const section = view.locator('section[aria-labelledby="_open-calls"]');
    assert.deepEqual(await section.locator("ul:not([hidden]) [data-item]").evaluateAll((cards) => cards.map((card) => card.dataset.item)), ["call/robots"]);
    assert.equal(await section.getByText(words.none).count(), 0);
    await view.context().close();
  });

  test(`the doors of the home page follow the calls, ${lang}`, async () => {
    const sections = { challenges: list(lang, "challenges"), call: item(lang, "calls/robots"), maps: item(lang, "calls/maps") };
    const expected = {
      "2026-06-02T12:00:00+02:00": [sections.maps, "15"],
      "2026-06-10T09:00:00+02:00": [`${list(lang, "calls")}#_open`, "15"],
      "2026-06-16T00:00:00+02:00": [sections.call, "20"],
      "2026-06-20T17:00:00+02:00": [sections.challenges, ""],
    };
    for (const [instant, [leads, day]] of Object.entries(expected)) {
      const view = await readAt(instant, `/${lang}/`);
      const door = view.locator(".doors [data-live]").first();
      assert.equal(await door.locator("a").getAttribute("href"), leads, instant);
      const said = await door.locator("time").allTextContents();
      assert.ok(day === "" ? said.length === 0 : said.join().includes(day), `${instant}: ${said}`);
      await view.context().close();
    }
  });

  test(`the line of today moves with the days, and the row of a call with its state, ${lang}`, async () => {
    for (const [instant, line] of Object.entries({ "2026-06-02T12:00:00+02:00": "M3 0v14", "2026-06-16T00:00:00+02:00": "M50 0v14", "2026-07-01T12:00:00+02:00": "M100 0v14" })) {
      const view = await readAt(instant, `/${lang}/`);
      const lines = await view.locator(".ahead-today").evaluateAll((lines) => lines.map((line) => line.getAttribute("d")));
      assert.ok(lines.length > 0 && lines.every((one) => one === line), `${instant}: ${lines}`);
      await view.context().close();
    }
    const view = await readAt(WHEN["closing-soon"], `/${lang}/`);
    const row = view.locator('.ahead-row[data-item="call/robots"]');
    assert.equal(await row.getAttribute("data-state"), "closing-soon");
    assert.ok((await row.innerText()).includes(words["closing-soon"]));
    assert.equal(await view.locator('.ahead-row[data-item="call/maps"]').count(), 0, "what has closed is dropped");
    await view.context().close();
  });

  test(`it says how far off a closing is, ${lang}`, async () => {
    const expected = {
      fr: {
        "2026-06-17T20:00:00+02:00": "se clôt dans 3 jours", "2026-06-18T23:59:00+02:00": "se clôt après-demain",
        "2026-06-19T00:01:00+02:00": "se clôt demain", "2026-06-20T00:01:00+02:00": "se clôt dans 16 heures",
        "2026-06-20T16:20:00+02:00": "se clôt dans 39 minutes", "2026-06-09T23:00:00+02:00": "s’ouvre demain",
      },
      en: {
        "2026-06-17T20:00:00+02:00": "closes in 3 days", "2026-06-18T23:59:00+02:00": "closes in 2 days",
        "2026-06-19T00:01:00+02:00": "closes tomorrow", "2026-06-20T00:01:00+02:00": "closes in 16 hours",
        "2026-06-20T16:20:00+02:00": "closes in 39 minutes", "2026-06-09T23:00:00+02:00": "opens tomorrow",
      },
    }[lang];
    for (const [instant, wanted] of Object.entries(expected)) {
      const view = await readAt(instant, item(lang, "calls/robots"));
      assert.equal(clean((await article(view)).countdown)?.replace("’", "'"), wanted.replace("’", "'"), instant);
      await view.goto(origin + list(lang, "calls"));
      const card = view.locator('[data-item="call/robots"] .card-when .countdown');
      assert.equal(clean(await card.textContent()), wanted, instant);
      await view.context().close();
    }
    // The end of a day is its last moment, whatever the hour where the reader is.
    for (const [instant, wanted] of Object.entries({
      "2026-06-15T23:59:00+02:00": { fr: "se clôt aujourd’hui", en: "closes today" }[lang],
      "2026-06-15T00:01:00+02:00": { fr: "se clôt aujourd’hui", en: "closes today" }[lang],
      "2026-06-14T23:59:00+02:00": { fr: "se clôt demain", en: "closes tomorrow" }[lang],
    })) {
      const view = await readAt(instant, item(lang, "calls/maps"));
      assert.equal(clean((await article(view)).countdown), wanted, instant);
      await view.context().close();
    }
    const view = await readAt("2026-06-09T12:00:00+02:00", item(lang, "events/lunch"));
    assert.equal(clean((await article(view)).countdown), { fr: "commence dans 3 jours", en: "starts in 3 days" }[lang]);
    await view.emulateMedia({ media: "print" });
    assert.equal(await view.locator(".countdown").isVisible(), false, "not on paper");
    await view.context().close();
  });

  test(`before anything happens a page is as it was built, ${lang}`, async () => {
    const paths = [`/${lang}/`, list(lang, "calls"), list(lang, "events"), `/${lang}/themes/data/`, ...Object.keys(ITEMS).map((key) => item(lang, key))];
    for (const path of paths) {
      const view = await readAt("2026-06-02T12:00:00+02:00", path);
      const [read, built] = await view.evaluate(async () => {
        const source = await (await fetch(location.href)).text();
        document.querySelectorAll(".countdown").forEach((one) => {
          one.textContent = "";
          one.hidden = true;
        });
        document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = true; });
        // Whether it fits into the window is for the window to know.
        document.querySelectorAll("[data-fits]").forEach((answer) => answer.removeAttribute("data-fits"));
        // The states by which a list is filtered are those of its cards.
        document.querySelectorAll("#_state option:not(:first-child)").forEach((option) => option.remove());
        const asBuilt = new DOMParser().parseFromString(source, "text/html").querySelector(".ahead-today")?.getAttribute("d");
        document.querySelectorAll(".ahead-today").forEach((line) => line.setAttribute("d", asBuilt));
        return [document, new DOMParser().parseFromString(source, "text/html")].map((page) => page.documentElement.outerHTML);
      });
      assert.equal(read, built, path);
      await view.context().close();
    }
  });

  test(`the calendar of a call moves with time to where a later build puts it, ${lang}`, async () => {
    const path = item(lang, "calls/stages");
    const steps = (view) => view.locator(".stages > li").evaluateAll((steps) => steps.map((step) =>
      [step.textContent.trim().replace(/\s+/g, " "), step.dataset.progress, step.getAttribute("aria-current")].join(" | ")));
    for (const [instant, built] of Object.entries(calendars)) {
      const view = await readAt(instant, path, {}, calendars[BUILT]);
      const moved = await steps(view);
      await view.goto(built + path);
      assert.deepEqual(moved, await steps(view), instant);
      assert.equal(moved.filter((step) => step.endsWith("| date")).length, 1, "today is marked once");
      await view.context().close();
    }
  });

  test(`without script the page says when it was true, ${lang}`, async () => {
    const view = await readAt(WHEN.closed, item(lang, "calls/robots"), { javaScriptEnabled: false });
    assert.equal(await view.locator(".as-of").innerText(), words.asOf);
    assert.equal(await view.locator(".item-state").innerText(), words.announced);
    assert.equal(await view.locator(".countdown:visible").count(), 0);
    await view.context().close();
  });

  test(`axe finds nothing after a move, ${lang}`, async () => {
    for (const path of [`/${lang}/`, list(lang, "calls"), list(lang, "events"), item(lang, "calls/robots"), item(lang, "events/lunch")]) {
      for (const instant of ["2026-06-19T12:00:00+02:00", "2026-07-02T12:00:00+02:00"]) {
        const view = await readAt(instant, path);
        await view.evaluate(axe);
        // axe waits by timers, which stand still with the clock.
        await view.clock.resume();
        const found = await view.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
          return violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`);
        });
        assert.deepEqual(found, [], `${path} at ${instant}`);
        await view.context().close();
      }
    }
  });
}
