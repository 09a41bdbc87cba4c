// The preview of `parvis serve` against other sites, in a real browser: they can neither show it in a frame nor learn whether a draft
// is there; and its own pages work under the policy of the published site.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { launch } from "./browser.js";

const SECTIONS = { challenges: "defis", calls: "appels", events: "evenements", programmes: "programmes", startups: "services", organisations: "organisations", updates: "actualites" };
const root = mkdtempSync(join(tmpdir(), "parvis-serve-"));
after(() => rmSync(root, { recursive: true }));
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
cpSync(process.env.PARVIS_THEMES, join(root, "themes"), { recursive: true });
write("content/site.yaml", `title: Lab
description: Un laboratoire
base_url: https://lab.example
languages:
  - {code: fr, name: Français, sections: ${JSON.stringify(SECTIONS)}}
contact: {email: lab@lab.example}
`);
const note = (title) => write("content/updates/secret/index.fr.md", `---\ntitle: ${title}\nsummary: Un brouillon.\ndate: 2026-05-01\ndraft: true\n---\n\nUn [plan](plan.pdf) et un [script](a.js).\n`);
note("Premier titre");
write("content/updates/secret/plan.pdf", "%PDF-1.4");
write("content/updates/secret/a.js", "globalThis.loaded = true;");
write("content/updates/secret/a.css", "body { color: red }");

const program = spawn(process.env.PARVIS_PROGRAM, ["--root", root, "serve", "--port", "0", "--at", "2026-06-01T12:00:00+02:00", "--drafts"], { stdio: ["ignore", "pipe", "ignore"] });
after(() => program.kill());
process.on("exit", () => program.kill());
const address = await new Promise((found) => createInterface({ input: program.stdout }).on("line", (line) => {
  const [, url] = line.match(/(http:\/\/[^\s]+?)\/?(\s|$)/) ?? [];
  if (url) found(url);
}));
const page = `${address}/fr/actualites/secret/`;
for (let tries = 0; (await fetch(page)).status !== 200; tries += 1) {
  assert.ok(tries < 200, "the draft is shown");
  await new Promise((later) => setTimeout(later, 100));
}

const foreign = createServer((request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Another site</title><body>"));
await new Promise((ready) => foreign.listen(0, "127.0.0.1", ready));
after(() => { foreign.close(); foreign.closeAllConnections(); });
const browser = await launch();

// Another port of this machine is of the same site, another name of it is not.
for (const host of ["127.0.0.1", "localhost"]) {
  const elsewhere = `http://${host}:${foreign.address().port}/`;

  test(`${host}: another origin is told the same of a draft that is there and of one that is not`, async () => {
    const view = await browser.newPage();
    await view.goto(elsewhere);
    const learn = (target) => view.evaluate(async (url) => {
      const load = (name, attributes) => new Promise((done) => {
        const element = Object.assign(document.createElement(name), attributes);
        element.onload = () => done(`load ${element.naturalWidth ?? ""}x${element.naturalHeight ?? ""}`);
        element.onerror = () => done("error");
        document.body.append(element);
        setTimeout(() => done("nothing"), 3000);
      });
      const ask = (options) => fetch(url, options).then((answer) => `${answer.type} ${answer.status}`, () => "refused");
      return {
        image: await load("img", { src: url }),
        script: await load("script", { src: url }),
        style: await load("link", { rel: "stylesheet", href: url }),
        preload: await load("link", { rel: "preload", as: "image", href: url }),
        film: await new Promise((done) => {
          const film = document.createElement("video");
          film.onloadedmetadata = () => done("load");
          film.onerror = () => done("error");
          film.src = url;
        }),
        opaque: await ask({ mode: "no-cors" }),
        shared: await ask({ mode: "cors" }),
        sent: await ask({ mode: "no-cors", credentials: "include", cache: "force-cache" }),
      };
    }, target);
    const there = ["", "share.png", "plan.pdf", "a.js", "a.css"];
    const gone = await learn(`${address}/fr/actualites/nothing/share.png`);
    assert.equal(gone.opaque, "refused");
    assert.equal(gone.image, "error");
    for (const name of there) assert.deepEqual(await learn(page + name), gone, name);
    assert.deepEqual(await learn(`${address}/_parvis/reload.js`), gone, "our own script");
    assert.equal(await view.evaluate(() => globalThis.loaded), undefined);
    await view.close();
  });

  test(`${host}: another origin shows neither a page nor what is to be done in a frame`, async () => {
    const view = await browser.newPage();
    await view.goto(elsewhere);
    for (const target of [`${address}/_parvis/`, page, `${address}/fr/`, `${address}/nothing`]) {
      for (const name of ["iframe", "object", "embed"]) {
        await view.evaluate(([tag, url]) => new Promise((done) => {
          const frame = document.createElement(tag);
          frame[tag === "object" ? "data" : "src"] = url;
          frame.onload = frame.onerror = () => done();
          document.body.replaceChildren(frame);
          setTimeout(done, 2000);
        }), [name, target]);
        const shown = view.frames().filter((frame) => frame !== view.mainFrame());
        for (const frame of shown) {
          const text = await frame.evaluate(() => document.body?.innerText ?? "").catch(() => "");
          assert.ok(!frame.url().startsWith(address) && !/titre|Lab|parvis/i.test(text), `${name} of ${target}: ${frame.url()} ${text}`);
        }
      }
    }
    await view.close();
  });

  test(`${host}: another origin that opens a page has no hold of it`, async () => {
    const context = await browser.newContext();
    const view = await context.newPage();
    await view.goto(elsewhere);
    const [opened] = await Promise.all([context.waitForEvent("page"), view.evaluate((url) => { globalThis.other = open(url); }, page)]);
    await opened.waitForLoadState();
    assert.equal(await view.evaluate(() => globalThis.other.closed), true);
    assert.equal(await opened.evaluate(() => globalThis.opener), null);
    await context.close();
  });
}

test("pages work under the policy that the published site has, and follow their sources", async () => {
  const view = await browser.newPage();
  const errors = [];
  view.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  view.on("pageerror", (error) => errors.push(String(error)));
  for (const path of ["/", "/fr/", "/_parvis/", "/fr/actualites/", "/fr/recherche/?q=titre"]) {
    const answer = await view.goto(address + path);
    assert.match(answer.headers()["content-security-policy"], /frame-ancestors 'none'/);
    assert.ok(!answer.headers()["content-security-policy"].includes("upgrade-insecure-requests"), "no https here");
  }
  await view.goto(page);
  assert.equal(await view.locator("h1").first().innerText(), "Premier titre");
  note("Second titre");
  await view.locator("h1", { hasText: "Second titre" }).waitFor({ timeout: 20_000 });
  // What the sources say wrongly is laid over the page.
  write("content/updates/secret/index.fr.md", "---\ntitle: [\n---\n");
  await view.locator("#parvis-problems").waitFor({ state: "attached", timeout: 20_000 });
  note("Troisième titre");
  await view.locator("h1", { hasText: "Troisième titre" }).waitFor({ timeout: 20_000 });
  const color = await view.evaluate(() => {
    const element = document.createElement("p");
    element.setAttribute("style", "color: rgb(1, 2, 3)");
    document.body.append(element);
    return getComputedStyle(element).color;
  });
  assert.notEqual(color, "rgb(1, 2, 3)", "what the published site forbids is forbidden here");
  assert.deepEqual(errors.filter((error) => !/style/i.test(error)), []);
  await view.close();
});
