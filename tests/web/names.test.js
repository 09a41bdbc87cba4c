// A site whose texts use every name that theme, templates and scripts know, in a real browser under the real headers: nothing
// leaves the box of its text, visitors get where they click, and what changes with time is right, as it is on a site without them.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { openBrowser } from "./browser.js";
import { assertNone } from "./complaints.js";

const BUILT = "2026-06-01T12:00:00+02:00";
const EVIL = "https://evil.example/";
/** A link within the site does as well as one to the attacker, and thousands of them are faster: nothing is said to the blind. */
const NEAR = "plan.png";
const themes = process.env.PARVIS_THEMES;
const edge = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "src", "edge");

/** Every word that stands where theme, templates and scripts name something; some that name nothing do no harm. */
function namesOf() {
  const classes = new Set();
  const attributes = new Map();
  const ids = new Set();
  const give = (name, value = "") => attributes.set(name, [...(attributes.get(name) ?? []), value]);
  const words = (text, into) => (text.match(/(?<![\w-])[a-z_][\w-]*/gi) ?? []).forEach((word) => into.add(word));
  const folder = join(themes, "lab");
  for (const name of [...readdirSync(folder, { recursive: true }).map((name) => join(folder, name)), join(edge, "reload.js")]) {
    if (!/\.(css|js|html)$/.test(name)) continue;
    const source = readFileSync(name, "utf8").replace(/\/\*[^]*?\*\/|\{#[^]*?#\}/g, "");
    if (name.endsWith(".html")) {
      const plain = source.replace(/\{[{%][^]*?[%}]\}/g, " ");
      for (const [, list] of plain.matchAll(/\bclass="([^"]*)"/g)) words(list, classes);
      for (const [, list] of source.matchAll(/\b(?:class|look)=\{?"([^"]*)"/g)) words(list.replace(/\{[{%][^]*?[%}]\}/g, " "), classes);
      for (const [, list] of plain.matchAll(/\bid="([^"\s]*)"/g)) ids.add(list);
      for (const [, attribute] of source.matchAll(/[\s}](data-[\w-]+|aria-[\w-]+|role|popover\w*|tabindex|for|hidden)(?=[\s=>{])/g)) give(attribute);
    } else {
      // In a script, names stand in texts alone.
      const where = name.endsWith(".css") ? source : [...source.matchAll(/(["'`])((?:(?!\1).)*)\1/g)].map(([, , text]) => text).join("\n");
      for (const [, word] of where.matchAll(/\.([a-z_][\w-]*)/gi)) classes.add(word);
      for (const [, list] of source.matchAll(/(?:className\s*[:=]|classList\.\w+\()\s*["'`]([^"'`]*)/g)) words(list, classes);
      for (const [, id] of where.matchAll(/#([a-z_][\w-]*)/gi)) ids.add(id);
      for (const [, attribute, value] of where.matchAll(/\[((?:data|aria)-[\w-]+|hidden|popover|role)(?:[~^|*$]?="?([\w/-]*)"?)?\]/g)) give(attribute, value ?? "");
      for (const [, word] of source.matchAll(/dataset\.(\w+)/g)) give(`data-${word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    }
  }
  return { classes: [...classes], attributes, ids: [...ids].filter((id) => !/^[0-9a-f]{3,6}$/.test(id)) };
}

const names = namesOf();

/** The element of this name around a link, in every way that a selector may ask for. */
const link = (attributes = "", href = NEAR) => `<a ${attributes} href="${href}">.</a>`;
const short = names.classes.map((name) => `<b class="${name}">${link()}</b>`).join(" ");
const everyClass = names.classes.join(" ");

/** Attributes that give an element a meaning, with values that would work. */
const VALUES = {
  "data-item": "call/robots", "data-state": "open", "data-part": "when", "data-from": "2000-01-01T00:00:00Z", "data-day": "2000-01-01", "data-at": "2000-01-01T00:00:00Z",
  "data-zone": "Europe/Luxembourg", "data-words": "{when}", "data-group": "open", "data-groups": "announced", "data-place": "0 0", "data-tone": "live",
  hidden: "", popover: "", popovertarget: "_menu", role: "alert",
};
const OTHERS = `style="position:fixed;inset:0;z-index:9" popover popovertarget="_menu" command="hide-popover" commandfor="_menu" is="x" slot="x" part="x" inert
  accesskey="a" tabindex="1" contenteditable autofocus draggable="true" itemscope itemtype="https://schema.org/GovernmentService" itemprop="name" name="x" usemap="#x" form="_q"
  for="_search" target="_top" ping="${EVIL}" download nonce="x" exportparts="x" view-transition-name="x" anchor="_menu" interestfor="_menu" onclick="alert(1)"`;
const attributes = [...names.attributes].flatMap(([name, values]) =>
  [...new Set([...values, VALUES[name] ?? "x"])].map((value) => `<div ${name}="${value}">${link(`${name}="${value}"`)}</div>`));
const together = `<div ${[...names.attributes.keys()].map((name) => `${name}="${VALUES[name] ?? "x"}"`).join(" ")} class="${everyClass}">${link(`class="${everyClass}"`)}</div>`;

/** What is drawn or laid out far away from where it stands. */
const FAR = [
  `Z${"\u0301\u0316".repeat(5000)} ${link()}`, `\u202e\u2067 ${link()} \u202e`, `<img src="plan.png" alt="x" width="99999" height="99999">`, `![x](plan.png)`, "x".repeat(5000),
  `<bdo dir="rtl">${link()}</bdo>`, `<p dir="rtl">${link()} ${"x".repeat(500)}</p>`, `${"<ul><li>".repeat(40)}${link()} xxxxxx${"</li></ul>".repeat(40)}`,
  `<table><tr>${`<td>${"x".repeat(90)}${link()}</td>`.repeat(9)}</tr></table>`, `<pre>${"x".repeat(2000)}${link()}</pre>`, `<details open name="x"><summary>${link()}</summary>${link()}</details>`,
  `<sup>${"<sup>".repeat(30)}${link()}</sup>${"</sup>".repeat(30)}`, `<ol start="99999" reversed><li>${link()}</li></ol>`, `<dialog open>${link()}</dialog>`, `<template><div>${link()}</div></template>`,
  `<slot>${link()}</slot>`, `<ruby>${"x".repeat(300)}<rt>${link()}</rt></ruby>`, `<hr class="square"><hr>`, `<h1 class="lead">${link()}</h1>`,
];

/** A body; its first element tells the test which box is its own. */
const body = `<section id="poison">

${names.classes.map((name) => `<div class="${name}">${link(`class="${name}"`)}<p class="${name}">.</p></div>`).join("\n")}

<ul>
${names.classes.map((name) => `<li class="${name}"><ul class="${name}"><li class="${name}">${link()}</li></ul></li>`).join("\n")}
</ul>

${short}

## . {${names.classes.map((name) => `.${name}`).join(" ")}}

~~~choice countdown
.
~~~

${names.ids.map((id) => `<div id="${id}" aria-labelledby="${id}" aria-describedby="${id}">${link(`id="${id}-2"`)}</div>`).join("\n")}
${attributes.join("\n")}
${together}

<div ${OTHERS}>${link(OTHERS, EVIL)}</div>

<span class="choice">${link("", EVIL)}</span> <div class="card">${link("", EVIL)}</div>

${FAR.join("\n\n")}

</section>
`;
/** A text in the facts, which may be so long. */
const text = `<section id="poison">${short} <div class="${everyClass}">${link()}</div></section>`;
assert.ok(text.length < 20_000, `${text.length}`);
assert.ok(names.classes.length > 150 && ["choice", "countdown", "card", "square", "skip", "menu"].every((name) => names.classes.includes(name)));
assert.ok(names.attributes.has("data-from") && names.ids.includes("_menu") && names.ids.includes("apply"));

const SITE = `title: Lab
description: {fr: Un laboratoire, en: A lab}
base_url: https://lab.example
languages:
  - {code: fr, name: Français, sections: {challenges: defis, calls: appels, events: evenements, programmes: programmes, startups: services, organisations: organisations, updates: actualites}}
  - {code: en, name: English, sections: {challenges: challenges, calls: calls, events: events, programmes: programmes, startups: startups, organisations: organisations, updates: news}}
contact: {email: lab@lab.example}
themes: [{id: data, label: {fr: Données, en: Data}}]
`;
const yaml = (value) => JSON.stringify(value);
const CALL = "direction: challenges\nordering_party: lab\nthemes: data\n";
const EVENT = "type: workshop\norganiser: lab\nlocation: {mode: online}\n";

/** Kind and id of each item, and its facts, with a text of an author where one may stand. */
const items = (text) => ({
  "calls/robots": `${CALL}submit_url: https://example.org/submit\nopens: 2026-06-10T09:00\ncloses: 2026-06-20T17:00\neligibility: ${yaml(text)}\ndeliverables: ${yaml(text)}\nquestions: [{date: 2026-05-20, question: Q, answer: ${yaml(text)}}]\n`,
  "calls/maps": `${CALL}closes: 2026-06-16T00:00\n`,
  "calls/done": `${CALL}closes: 2026-05-01T12:00\noutcome: awarded\n`,
  "events/lunch": `${EVENT}start: 2026-06-12T12:00\nend: 2026-06-12T14:00\nregistration: {url: "https://example.org/register", closes: 2026-06-11T12:00}\n`,
  "events/walk": `${EVENT}start: 2026-06-30\n`,
  "events/jam": `${EVENT}start: 2026-05-02\nreport: ${yaml(text)}\nreport_date: 2026-05-03\n`,
  "challenges/dust": `owner: lab\nstatus: selected\nstatus_since: 2026-05-01\nimpact: ${yaml(text)}\n`,
  "updates/word": "date: 2026-05-20\nabout: call/robots\n",
  "pages/home": "role: home\n",
  "pages/access": `role: accessibility\nstatement: {organisation: Lab, website: Lab, standard: EN 301 549, state: partial, created: 2026-05-01, issues: [{kind: non-compliant, label: ${yaml(text)}, alternative: ${yaml(text)}}], feedback: {email: a@lab.example}}\n`,
});
const PAGES = ["/fr/", "/fr/appels/robots/", "/fr/evenements/jam/", "/fr/defis/dust/", "/fr/access/", "/fr/actualites/word/"];

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=", "base64");

/** Builds a site with these texts, and serves it under its own headers. */
async function site(body, text) {
  const root = mkdtempSync(join(tmpdir(), "parvis-names-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  const write = (path, content) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write("content/site.yaml", SITE);
  write("content/organisations/lab/index.fr.md", "---\ntitle: {fr: Labo, en: Lab}\ntype: administration\n---\n");
  for (const [item, facts] of Object.entries(items(text))) {
    write(`content/${item}/index.fr.md`, `---\ntitle: Titre ${item}\nsummary: Résumé.\n${facts}---\n\n${body}`);
    write(`content/${item}/index.en.md`, `---\ntitle: Title ${item}\nsummary: Summary.\n---\n\n${body}`);
    write(`content/${item}/plan.png`, PNG);
  }
  cpSync(themes, join(root, "themes"), { recursive: true });
  execFileSync(process.env.PARVIS_PROGRAM, ["--root", root, "build", "--at", BUILT, "--quiet"], { stdio: "ignore" });
  return openBrowser(join(root, "public"), { withHeaders: true });
}

const poisoned = await site(body, text);
const clean = await site("Un mot.\n", "Un mot.");
const { browser } = poisoned;

const LOOKS = [
  { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { viewport: { width: 390, height: 844 }, colorScheme: "light" },
];

/** Points of the whole page that belong to a text outside of its box. */
function escapes() {
  const STEP = 16;
  const boxes = [...document.querySelectorAll("main [id$=poison]")].map((mark) => mark.parentElement);
  const found = [];
  let points = 0;
  for (let top = 0; top < document.documentElement.scrollHeight && found.length < 50; top += innerHeight) {
    scrollTo({ top, behavior: "instant" });
    const rects = boxes.map((box) => box.getBoundingClientRect());
    const isIn = ({ left, right, top, bottom }, x, y) => x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;
    for (let y = 1; y < innerHeight && found.length < 50; y += STEP) for (let x = 1; x < innerWidth; x += STEP) {
      const inside = rects.findIndex((rect) => isIn(rect, x, y));
      if (inside >= 0 && rects.length === 1) continue;
      points += 1;
      // What lies below the first is asked for less often: it takes long.
      const owners = (points % 7 ? [document.elementFromPoint(x, y)] : document.elementsFromPoint(x, y))
        .map((element) => [boxes.findIndex((box) => box.contains(element)), element]).filter(([owner]) => owner >= 0 && !isIn(rects[owner], x, y));
      if (owners.length) found.push([x, Math.round(y + scrollY), owners[0][1]]);
    }
  }
  scrollTo({ top: 0, behavior: "instant" });
  return {
    boxes: boxes.length, points, found: found.length,
    first: found.slice(0, 5).map(([x, y, { parentElement, outerHTML }]) => `${x},${y} ${outerHTML.slice(0, 90)} in <${parentElement.localName} class="${parentElement.className}">`),
  };
}

for (const look of LOOKS) {
  const called = `${look.viewport.width} px wide, ${look.colorScheme}`;

  test(`no point outside of a text belongs to it, ${called}`, { timeout: 300_000 }, async () => {
    const complaints = [];
    const view = await browser.newPage(look);
    view.on("pageerror", (error) => complaints.push(`${view.url()}: ${error}`));
    // Colours move nothing: a few pages show it.
    for (const path of PAGES.slice(0, look.colorScheme === "dark" ? 2 : PAGES.length)) {
      await view.goto(poisoned.origin + path);
      const { boxes, points, found, first } = await view.evaluate(escapes);
      assert.ok(boxes > 0 && (found || points > 3000), `${path}: ${boxes} texts, ${points} points`);
      if (found) complaints.push(`${path}: ${found} of ${points} points, such as ${first.join("\n    ")}`);
    }
    await view.close();
    assertNone(complaints, "texts that leave their box");
  });

  test(`what is clicked leads where it says, ${called}`, async () => {
    const view = await browser.newPage(look);
    await view.clock.setFixedTime(new Date("2026-06-12T12:00:00+02:00"));
    await view.route((url) => url.origin !== poisoned.origin, (route) => route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" }));
    const page = `${poisoned.origin}/fr/appels/robots/`;
    for (const [selector, leads] of [
      ["body > header .brand a", `${poisoned.origin}/fr/`], ["body > header a[hreflang=en]", `${poisoned.origin}/en/calls/robots/`], ["main h1", page], ["article > header .lead", page], ["article > header .item-state", page],
      ["body > nav a[href$='/appels/']", `${poisoned.origin}/fr/appels/`], ["article > .answer h2", page], ["article > .answer .actions a.button", "https://example.org/submit"],
      ["body > footer nav a >> nth=0", undefined],
    ]) {
      await view.goto(page);
      const one = view.locator(selector);
      const wanted = leads ?? new URL(await one.getAttribute("href"), page).href;
      await one.scrollIntoViewIfNeeded();
      const { x, y, width, height } = await one.boundingBox();
      await view.mouse.click(x + Math.min(width / 2, 30), y + height / 2);
      await view.waitForURL(wanted, { timeout: 3000 }).catch(() => {});
      assert.equal(view.url(), wanted, `a click on ${selector}`);
    }
    await view.close();
  });
}

test("the box holds by itself: not even every class and style of the theme's own leads out of it", async () => {
  for (const look of LOOKS.filter(({ colorScheme }) => colorScheme === "light")) {
    const view = await browser.newPage(look);
    await view.goto(`${clean.origin}/fr/actualites/word/`);
    for (const style of ["", "position: fixed; inset: 0; z-index: 99", "position: absolute; inset: -999px; z-index: 99", "margin: -500px; float: left; width: 200vw; transform: translate(-200px, -200px)"]) {
      await view.evaluate(({ classes, style }) => {
        const box = document.querySelector("main .prose");
        box.replaceChildren(Object.assign(document.createElement("section"), { id: "poison" }));
        for (const name of [...classes, classes.join(" ")]) for (const element of ["div", "li"]) {
          const [outer, inner] = [document.createElement(element), document.createElement("a")];
          outer.className = inner.className = name;
          Object.assign(inner, { href: "plan.png", textContent: "." });
          // What the style sheet says is tried alone first.
          inner.style.cssText = style;
          outer.append(inner);
          box.firstChild.append(outer);
        }
      }, { classes: names.classes, style });
      const { found, first, points } = await view.evaluate(escapes);
      assert.ok(found || points > 500, `${points} points`);
      assert.equal(found, 0, `${style} ${first.join("\n")}`);
    }
    await view.close();
  }
});

test("no text is drawn outside of its box", async () => {
  const marks = await site(`<section id="poison">\n\nZ${"\u0301\u0316\u0488".repeat(5000)}\n\n\u202e${"\u0301".repeat(5000)}Z\n\n</section>\n`, "Un mot.");
  for (const look of LOOKS) {
    const drawn = [];
    for (const { origin } of [marks, clean]) {
      const view = await browser.newPage({ ...look, javaScriptEnabled: false });
      await view.goto(`${origin}/fr/actualites/word/`);
      const { x, y } = await view.locator(".prose").first().boundingBox();
      drawn.push(await view.screenshot({ clip: { x: 0, y: 0, width: look.viewport.width, height: Math.floor(y) } }));
      // What stands to the left of the text, beside its own lines.
      drawn.push(await view.screenshot({ clip: { x: 0, y: Math.floor(y), width: Math.max(1, Math.floor(x)), height: 20 } }));
      await view.close();
    }
    const [above, beside, cleanAbove, cleanBeside] = drawn;
    assert.ok(above.equals(cleanAbove) && beside.equals(cleanBeside), `${look.viewport.width} ${look.colorScheme}`);
  }
});

/** What a page says by its own elements of states, countdowns and lists. */
const said = (view) => view.evaluate(() => {
  const boxes = [...document.querySelectorAll("main [id$=poison]")].map((mark) => mark.parentElement);
  const own = (selector) => [...document.querySelectorAll(selector)].filter((one) => !boxes.some((box) => box.contains(one)));
  const words = (one) => one?.textContent.replace(/\s+/g, " ").trim();
  return {
    items: own("[data-item]").map((one) => [one.dataset.item, one.dataset.state, words([...one.querySelectorAll(".state")].find((state) => own(".state").includes(state)))]),
    countdowns: own(".countdown").map((one) => (one.hidden ? "" : words(one))),
    lists: own("section:has(.card)").map((one) => [words(one.querySelector("h2")), one.hidden, ...[...one.querySelectorAll(".card")].map((card) => card.dataset.item)]),
    answers: own(".answer").map((one) => [one.dataset.tone, words(one.querySelector("h2")), words(one.querySelector(".actions"))]),
    later: own("template[data-from]").length,
  };
});

async function readAt(origin, instant, path, change) {
  const context = await browser.newContext({ timezoneId: "Pacific/Auckland" });
  const view = await context.newPage();
  const errors = [];
  view.on("pageerror", (error) => errors.push(`${error}`));
  if (change) await view.route(origin + path, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });
  await view.clock.install({ time: new Date(instant) });
  await view.clock.pauseAt(new Date(Date.parse(instant) + 1000));
  await view.goto(origin + path);
  return { view, errors, close: () => context.close() };
}

const READ = ["2026-06-10T09:00:00+02:00", "2026-06-17T17:00:00+02:00", "2026-06-20T16:01:00+02:00", "2026-06-20T17:00:00+02:00"];

test("states, countdowns and lists are right with the clock moved, whatever the texts hold", { timeout: 300_000 }, async () => {
  const states = new Set();
  for (const path of ["/fr/", "/fr/appels/", "/fr/evenements/", "/fr/themes/data/", "/fr/appels/robots/", "/fr/appels/maps/", "/fr/evenements/lunch/", "/en/calls/robots/"]) {
    for (const instant of READ) {
      const [one, other] = [await readAt(poisoned.origin, instant, path), await readAt(clean.origin, instant, path)];
      const [found, wanted] = [await said(one.view), await said(other.view)];
      assert.deepEqual(found, wanted, `${path} at ${instant}`);
      // And an hour later, without being read anew.
      await Promise.all([one, other].map(({ view }) => view.clock.runFor(61 * 60_000)));
      const [later, laterWanted] = [await said(one.view), await said(other.view)];
      assert.deepEqual(later, laterWanted, `${path} an hour after ${instant}`);
      assert.deepEqual([...one.errors, ...other.errors], [], path);
      if (path.endsWith("/robots/")) states.add(`${wanted.items[0][1]} ${laterWanted.items[0][1]}`);
      await Promise.all([one.close(), other.close()]);
    }
  }
  assert.deepEqual([...states], ["open open", "closing-soon closing-soon", "closing-soon closed", "closed closed"]);
});

test("one broken element of the program's own stops nothing else", async () => {
  const path = "/fr/appels/";
  const instant = "2026-06-20T16:01:00+02:00";
  const card = /<article class="card" data-item="call\/maps"[^]*?<\/article>/;
  const breaks = {
    "no day": (html) => html.replaceAll(/ data-day="[^"]*"/g, ""), "no such zone": (html) => html.replaceAll(/data-zone="[^"]*"/g, 'data-zone="No/Where"'),
    "no words": (html) => html.replaceAll(/ data-words="[^"]*"/g, ""), "no such day": (html) => html.replaceAll(/data-day="[^"]*"/g, 'data-day="soon"'),
    "no instant": (html) => html.replaceAll(/data-from="[^"]*"/g, 'data-from="soon"'), "no such part": (html) => html.replaceAll(/data-part="[^"]*"/g, 'data-part="&quot;]"'),
    "no place": (html) => html.replaceAll(/ data-place="[^"]*"/g, ""), "no list": (html) => html.replaceAll(/data-group="[^"]*"/g, 'data-group="nowhere"'),
  };
  const others = ({ items, lists }) => ({
    items: items.filter(([item]) => item !== "call/maps"),
    lists: lists.map(([title, hidden, ...cards]) => [title, hidden, ...cards.filter((card) => card !== "call/maps")]).filter((list) => list.length > 2),
  });
  for (const [name, broken] of Object.entries(breaks)) {
    const change = (html) => {
      assert.match(html, card);
      return html.replace(card, broken);
    };
    const [one, other] = [await readAt(clean.origin, instant, path, change), await readAt(clean.origin, instant, path)];
    assert.deepEqual(others(await said(one.view)), others(await said(other.view)), name);
    await Promise.all([one, other].map(({ view }) => view.clock.runFor(61 * 60_000)));
    const [found, wanted] = [await said(one.view), await said(other.view)];
    const state = ({ items }) => items.find(([item]) => item === "call/robots")[1];
    assert.deepEqual([state(found), state(wanted)], ["closed", "closed"], `${name}, an hour later`);
    assert.deepEqual(one.errors, [], name);
    await Promise.all([one.close(), other.close()]);
  }
});
