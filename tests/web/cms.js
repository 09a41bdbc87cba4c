// The browser editor that `parvis new --cms` writes, in Chromium, on the files of a site.
//
// The editor works on a folder that the browser is allowed to use; here that is one of the browser's own, filled with the
// site, since nobody can answer the question which folder it may use.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { openBrowser } from "./browser.js";

const program = process.env.PARVIS_PROGRAM;

/** Opens the editor of a site, in French, at an instant. */
export async function openEditor(root, at = process.env.PARVIS_AT) {
  execFileSync(program, ["--root", root, "new", "--cms", "--lang", "fr"], { stdio: "ignore" });
  // What a browser asks for besides, such as an icon, is not there.
  writeFileSync(join(root, "admin/404.html"), "");
  const { origin, browser } = await openBrowser(join(root, "admin"));
  const context = await browser.newContext({ locale: "fr-FR", timezoneId: "Europe/Luxembourg", viewport: { width: 1400, height: 1000 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.clock.setFixedTime(new Date(`${at}:00+01:00`));
  const asked = [], troubles = [];
  page.on("pageerror", (error) => {
    // Sveltia 0.221.1 counts mistakes of languages that are off, wherever an item is checked; nothing comes of it.
    if (error.message !== "Cannot convert undefined or null to object") troubles.push(error.stack);
  });
  await page.route((url) => url.origin !== origin, (route) => {
    const url = new URL(route.request().url());
    asked.push(url.href);
    const [, name, file] = /^\/(@sveltia\/cms|immutable)(?:@[\d.]+)?\/(.+)$/.exec(url.pathname) ?? [];
    if (url.host !== "unpkg.com" || !name) return route.abort();
    return route.fulfill({ path: join("node_modules", name, file), headers: { "access-control-allow-origin": "*" }, contentType: "text/javascript" });
  });

  const french = page.locator('[data-locale="fr"][data-mode="edit"]');
  const english = page.locator('[data-locale="en"][data-mode="edit"]');
  const editor = {
    page, asked, troubles, french, english,
    field: (key, pane = french) => pane.locator(`[data-key-path="${key}"]`),

    /** Begins an item in a collection. */
    async create(collection) {
      await page.evaluate((collection) => { location.hash = `#/collections/${collection}/new`; }, collection);
      await editor.field("title").waitFor();
    },

    /** Opens an item, by its id and the folders before it. */
    async open(collection, id) {
      await page.evaluate(([collection, id]) => { location.hash = `#/collections/${collection}/entries/${id}/index`; }, [collection, id]);
      await editor.field("title").waitFor();
    },

    /** Reads a file of the browser's folder. */
    read: (path) => page.evaluate(async (path) => {
      let folder = await navigator.storage.getDirectory();
      const parts = path.split("/"), name = parts.pop();
      for (const part of parts) folder = await folder.getDirectoryHandle(part);
      return (await (await folder.getFileHandle(name)).getFile()).text();
    }, path),

    /** The files below a folder of the browser's. */
    list: (top) => page.evaluate(async (top) => {
      let folder = await navigator.storage.getDirectory();
      for (const part of top.split("/")) folder = await folder.getDirectoryHandle(part);
      const below = async (folder, path) => {
        const found = [];
        for await (const [name, one] of folder.entries()) found.push(...(one.kind === "file" ? [`${path}/${name}`] : await below(one, `${path}/${name}`)));
        return found;
      };
      return (await below(folder, top)).sort();
    }, top),

    /** Copies what is in the browser's folder to the site on the disk, and returns the files that differ. */
    async pull() {
      const changed = [];
      for (const path of await editor.list("content")) {
        const text = await editor.read(path), file = join(root, path);
        let old;
        try { old = readFileSync(file, "utf8"); } catch { /* It is new. */ }
        if (old === text) continue;
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
        changed.push(path);
      }
      return changed;
    },

    /** What `check` says of the site on the disk. */
    check: (...options) => spawnSync(program, ["--root", root, "check", "--quiet", "--at", at, ...options], { encoding: "utf8" }).stderr,

    /** A field comes into view, and into being: they are made when they are scrolled to. */
    async reach(key, pane = french) {
      const element = editor.field(key, pane);
      await editor.field("title", pane).hover();
      for (let tries = 0; tries < 60 && !(await element.count()); tries += 1) {
        await page.mouse.wheel(0, 800);
        await page.waitForTimeout(30);
      }
      await element.first().scrollIntoViewIfNeeded();
      return element;
    },

    /** Chooses a value, among few that are shown or many that are in a list. */
    async choose(key, label) {
      const element = await editor.reach(key), list = element.getByRole("combobox");
      await element.getByRole("group").or(element.getByRole("radiogroup")).or(list).first().waitFor();
      if (!(await list.count())) return element.getByText(label, { exact: true }).first().click();
      await list.first().click();
      await page.getByRole("option", { name: label, exact: true }).first().click();
    },

    /** Unfolds the group with this heading. */
    async unfold(heading) {
      const group = french.locator('[data-field-type="parvis-group"]').filter({ hasText: heading });
      await editor.field("title").hover();
      for (let tries = 0; tries < 60 && !(await group.count()); tries += 1) {
        await page.mouse.wheel(0, 800);
        await page.waitForTimeout(30);
      }
      await group.getByRole("button", { name: "Déplier" }).click();
    },

    /** Saves, and waits until the list is back. */
    async save() {
      await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
      await page.waitForURL(/\/collections\/[a-z0-9-]+$/).catch(async (error) => {
        const refused = await page.locator('[role="alert"]').allTextContents();
        throw new Error(`not saved; refused: ${refused.map((text) => text.trim()).join(" | ")}`, { cause: error });
      });
    },
  };

  const texts = readdirSync(join(root, "content"), { recursive: true })
    .filter((name) => name.endsWith(".md") && statSync(join(root, "content", name)).isFile())
    .map((name) => [`content/${name}`, readFileSync(join(root, "content", name), "utf8")]);
  await page.addInitScript(() => { window.showDirectoryPicker = () => navigator.storage.getDirectory(); });
  await page.goto(`${origin}/index.html`);
  await page.evaluate(async (texts) => {
    const top = await navigator.storage.getDirectory();
    await top.getDirectoryHandle(".git", { create: true });
    for (const [path, text] of texts) {
      const parts = path.split("/"), name = parts.pop();
      let folder = top;
      for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
      const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await file.write(text);
      await file.close();
    }
  }, texts);
  await page.getByRole("button", { name: "dépôt local" }).click();
  return editor;
}

/** The front matter and the text of a file. */
export const halves = (text) => {
  const [, front, body] = /^---\n([\s\S]*?)^---\n([\s\S]*)$/m.exec(text);
  return { front: parse(front), body: body.trim() };
};

/** What means the same: the editor writes yes and no as words and a list of one as a list, and takes white space from the end of texts. */
export function meant(value) {
  if (Array.isArray(value)) return value.length === 1 ? meant(value[0]) : value.map(meant);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, meant(one)]));
  return String(value).trim();
}
