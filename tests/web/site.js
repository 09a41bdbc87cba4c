// The built site as a reader of files sees it: every page, parsed once if it is asked for, and which page shows which template.
// It knows no browser.

import { cpSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join, posix } from "node:path";
import { parse as parseHtml } from "parse5";
import { parse as parseYaml } from "yaml";
import "./setup.js";

const {
  PARVIS_SITE: folder, PARVIS_BASE: base, PARVIS_MOVED_SITE: movedFolder, PARVIS_MOVED_BASE: movedBase,
  PARVIS_CONTENT: content, PARVIS_THEMES: themes, PARVIS_AT: at,
} = process.env;
export { folder, base, movedFolder, movedBase };
export const now = new Date(`${at}+01:00`);

export const config = parseYaml(readFileSync(join(content, "site.yaml"), "utf8"));
export const languages = config.languages.map((language) => language.code);

/** The project's sources once more, for a test to change. */
export function copySources(into) {
  cpSync(content, join(into, "content"), { recursive: true });
  symlinkSync(themes, join(into, "themes"));
}

/** Every file of a published folder, as paths from the site's root: `/fr/feed.xml`. */
export function filesOf(root) {
  return readdirSync(root, { recursive: true })
    .filter((name) => statSync(join(root, name)).isFile())
    .map((name) => "/" + name.split("\\").join("/"))
    .sort();
}

export const files = new Set(filesOf(folder));

export const read = (file, root = folder) => readFileSync(join(root, file), "utf8");

/** The file that a host shows at an address: `/fr/` is `/fr/index.html`; undefined where there is none. */
export function fileAt(path, among = files) {
  const decoded = decodeURIComponent(path);
  return [decoded, posix.join(decoded, "index.html")].find((file) => among.has(file));
}

/** The address of a page: `/fr/index.html` is `/fr/`. */
export const addressOf = (file) => file.replace(/(^|\/)index\.html$/, "$1");

export function* elements(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) yield child;
    yield* elements(child);
  }
}

export const attribute = (element, name) => element.attrs.find((one) => one.name === name)?.value;
export const hasClass = (element, name) => (attribute(element, "class") ?? "").split(/\s+/).includes(name);

/** The text of an element, without that of the elements `skip` refuses. */
export function text(node, skip = () => false) {
  if (node.nodeName === "#text") return node.value;
  if (node.tagName && skip(node)) return "";
  return (node.childNodes ?? []).map((child) => text(child, skip)).join("");
}

/** What its parser says of a page: the elements in their order, and what is looked for in them most. */
class Parsed {
  constructor(source) {
    this.all = [...elements(parseHtml(source))];
    this.lang = attribute(this.all[0], "lang");
    this.title = text(this.named("title")[0]);
    this.ids = this.all.map((element) => attribute(element, "id")).filter((id) => id !== undefined);
    const robots = this.named("meta").find((meta) => attribute(meta, "name") === "robots");
    this.hidden = /noindex/.test((robots && attribute(robots, "content")) ?? "");
    this.redirects = this.named("meta").some((meta) => attribute(meta, "http-equiv") === "refresh");
    const article = this.named("article").find((element) => hasClass(element, "item"));
    this.item = article && attribute(article, "data-item");
    this.state = article && attribute(article, "data-state");
  }

  named(tag) { return this.all.filter((element) => element.tagName === tag); }
}

/** A page of the site, which is parsed when something is asked that cannot be known without. */
class Page {
  #parsed;

  constructor(file) {
    this.file = file;
    this.source = read(file);
    this.path = addressOf(file);
    // What each file of tests asks of all pages. `html.test.js` holds it against what the parser says.
    this.redirects = /<meta http-equiv="?refresh/.test(this.source);
    const article = /<article\b[^>]*\bclass="item[ "][^>]*>/.exec(this.source)?.[0] ?? "";
    this.item = /\bdata-item="([^"]*)"/.exec(article)?.[1];
    this.state = /\bdata-state="([^"]*)"/.exec(article)?.[1];
  }

  get parsed() { return (this.#parsed ??= new Parsed(this.source)); }
  get all() { return this.parsed.all; }
  get lang() { return this.parsed.lang; }
  get title() { return this.parsed.title; }
  get ids() { return this.parsed.ids; }
  get hidden() { return this.parsed.hidden; }

  named(tag) { return this.parsed.named(tag); }
  one(tag) { return this.named(tag)[0]; }

  links(rel) {
    return this.named("link").filter((link) => attribute(link, "rel") === rel);
  }
  get canonical() {
    return this.links("canonical").map((link) => attribute(link, "href"));
  }
  /** hreflang to absolute address. */
  get alternates() {
    return new Map(
      this.links("alternate")
        .filter((link) => attribute(link, "hreflang"))
        .map((link) => [attribute(link, "hreflang"), attribute(link, "href")]),
    );
  }
}

// Letters to be sent are files for e-mail programs, not pages of the site.
export const letters = [...files].filter((file) => file.endsWith(".eml.html"));
export const everyPage = [...files].filter((file) => file.endsWith(".html") && !file.endsWith(".eml.html")).map((file) => new Page(file));
/** All pages but those that only send on to another. */
export const pages = everyPage.filter((page) => !page.redirects);
export const pageAt = (path) => everyPage.find((page) => page.path === addressOf(path));

const longest = (some) => some.reduce((a, b) => (b.source.length > a.source.length ? b : a));

/** The role that each page of the content declares: `page/legal` to `legal`. */
function roles() {
  const found = new Map();
  const originals = readdirSync(join(content, "pages"), { recursive: true })
    .filter((name) => name.endsWith(`index.${languages[0]}.md`));
  for (const name of originals) {
    const words = readFileSync(join(content, "pages", name), "utf8");
    const facts = parseYaml(words.split(/^---\s*$/m)[1]);
    if (facts.role) found.set(`page/${name.split(/[\\/]/).at(-2)}`, facts.role);
    else if (facts.statement) found.set(`page/${name.split(/[\\/]/).at(-2)}`, "statement");
  }
  return found;
}

/** For each template and language one page, the longest, which has most to go wrong: `{template, page}`. */
function findSamples() {
  const role = roles();
  const samples = [];
  const add = (template, page) => page && samples.push({ template, page });
  for (const { code, sections } of config.languages) {
    const own = pages.filter((page) => page.path.startsWith(`/${code}/`));
    add("home", pageAt(`/${code}/`));
    for (const [section, slug] of Object.entries(sections)) {
      add(`list of ${section}`, pageAt(`/${code}/${slug}/`));
      add(`second page of ${section}`, pageAt(`/${code}/${slug}/page/2/`));
    }
    for (const [name, slug] of [["theme", sections.themes ?? "themes"], ["digest", sections.digest]]) {
      const below = own.filter((page) => page.path.match(`^/${code}/${slug}/[^/]+/$`));
      if (below.length) add(name, longest(below));
    }
    for (const [template, some] of group(own.filter((page) => page.item), templateOf)) add(template, longest(some));
    add("not found", pageAt(`/${code}/404.html`));
  }
  add("root", pageAt("/"));
  add("root not found", pageAt("/404.html"));
  return samples;

  function templateOf(page) {
    const kind = page.item.split("/")[0];
    return role.get(page.item) ?? kind;
  }
}

function group(some, key) {
  const groups = new Map();
  for (const page of some) {
    const name = key(page);
    groups.set(name, [...(groups.get(name) ?? []), page]);
  }
  return groups;
}

export const samples = findSamples();

/** One page, the longest, of each state that some item of a kind is in, in one language. */
export function statesIn(lang) {
  const own = pages.filter((page) => page.path.startsWith(`/${lang}/`) && page.item && page.state);
  return [...group(own, (page) => `${page.item.split("/")[0]} ${page.state}`)].map(([template, some]) => ({ template, page: longest(some) }));
}
