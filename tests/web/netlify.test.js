// Netlify's own tools on the real netlify.toml: its parsers, its build without its servers, and the built site as it answers
// with the headers and redirects that they read.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import buildSite from "@netlify/build";
import { resolveConfig } from "@netlify/config";
import { parseAllHeaders } from "@netlify/headers-parser";
import { parseAllRedirects } from "@netlify/redirect-parser";
import evaluation from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import policies from "csp_evaluator/dist/parser.js";
import redirector from "netlify-redirector";
import { launch } from "./browser.js";
import { assertNone } from "./complaints.js";
import { config, fileAt, filesOf, languages, letters, now, samples } from "./site.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const project = dirname(process.env.PARVIS_CONTENT);
const TYPES = {
  ".html": "text/html; charset=UTF-8", ".css": "text/css; charset=UTF-8", ".js": "application/javascript; charset=UTF-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".json": "application/json",
};
const PREVIEW = "https://deploy-preview-7--lab.netlify.app";

const work = mkdtempSync(join(tmpdir(), "parvis-netlify-"));
after(() => rmSync(work, { recursive: true }));

/** The repository as Netlify finds it, with a program that is compiled already. */
function repository(name) {
  const folder = join(work, name);
  mkdirSync(folder);
  for (const part of ["netlify.toml", ".ci", "permalinks.lock"]) {
    if (existsSync(join(project, part))) cpSync(join(project, part), join(folder, part), { recursive: true });
  }
  symlinkSync(process.env.PARVIS_CONTENT, join(folder, "content"));
  symlinkSync(process.env.PARVIS_THEMES, join(folder, "themes"));
  return folder;
}

/** What Netlify's build makes of the repository in a context: the published folder. */
async function built(context, branch) {
  const folder = repository(context);
  const env = {
    PARVIS_PROGRAM: process.env.PARVIS_PROGRAM, SOURCE_DATE_EPOCH: String(now.getTime() / 1000), CI: "true", DEPLOY_PRIME_URL: PREVIEW,
  };
  const { success, logs } = await buildSite({
    repositoryRoot: folder, cwd: folder, context, branch, offline: true, telemetry: false, mode: "require", buffer: true, env,
  });
  assert.ok(success, JSON.stringify(logs, null, 2));
  return join(folder, "public");
}

const published = await built("production", "main");
const preview = await built("deploy-preview", "words");

/** What Netlify reads in a published folder: `{headers, redirects}`, and nothing that it cannot read. */
async function rulesOf(root) {
  const headers = await parseAllHeaders({ headersFiles: [join(root, "_headers")], configHeaders: [], minimal: false });
  const redirects = await parseAllRedirects({ redirectsFiles: [join(root, "_redirects")], configRedirects: [], minimal: false });
  assertNone([...headers.errors, ...redirects.errors].map((error) => error.message), "rules that Netlify cannot read");
  return { headers: headers.headers, redirects: redirects.redirects };
}

const headersFor = (rules, path) => Object.assign({}, ...rules.headers.filter((rule) => rule.forRegExp.test(path)).map((rule) => rule.values));

/** What Netlify's matcher answers for a path; the language is the first that the browser asks for. */
async function matcherOf(rules) {
  const matcher = await redirector.parseJSON(JSON.stringify(rules.redirects), {});
  return (path, accepted = "") => {
    const headers = { "x-language": accepted.split(",")[0].slice(0, 2), "x-country": "lu" };
    const getHeader = (name) => headers[name.toLowerCase()] ?? "";
    return matcher.match({ scheme: "https", host: "lab.example", path, query: "", headers, cookieValues: {}, getHeader, getCookie: () => "" });
  };
}

/** Serves a published folder as Netlify does: forced rules, files, other rules, and its headers with each answer. */
async function serve(root) {
  const [rules, files] = [await rulesOf(root), new Set(filesOf(root))];
  const match = await matcherOf(rules);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    const found = fileAt(pathname, files);
    const rule = match(decodeURIComponent(pathname), request.headers["accept-language"]);
    const holds = rule && (rule.force || !found);
    const own = headersFor(rules, pathname);
    if (holds && rule.status >= 300 && rule.status < 400) {
      response.writeHead(rule.status, { ...own, location: rule.to });
      return response.end();
    }
    const file = holds ? rule.to : found ?? "/404.html";
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const custom = Object.fromEntries(Object.entries(own).map(([name, value]) => [name.toLowerCase(), value]));
    response.writeHead(holds ? rule.status : found ? 200 : 404, { "content-type": type, ...custom });
    response.end(readFileSync(join(root, file)));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

const origin = await serve(published);
const get = (path, headers = {}) => fetch(origin + path, { headers, redirect: "manual" });
const section = (lang, name) => config.languages.find(({ code }) => code === lang).sections[name];

test("Netlify reads netlify.toml in every context", async () => {
  for (const [context, options] of [["production", ""], ["deploy-preview", "--preview --drafts"], ["branch-deploy", "--preview"]]) {
    const { config: { build, redirects, headers } } = await resolveConfig({
      repositoryRoot: project, cwd: project, context, branch: "x", offline: true, mode: "require", buffer: true, env: {},
    });
    assert.ok(build.command.startsWith(`bash .ci/netlify ${options}`.trim()), build.command);
    assert.equal(build.publish, join(project, "public"));
    assert.deepEqual([redirects, headers], [[], []], "the built files say it");
    assert.equal(build.ignore, context === "deploy-preview" ? "exit 0" : undefined, "what Netlify runs of a pull request is the pull request's own");
  }
});

test("what takes long to make is kept where Netlify keeps it, outside of the repository", () => {
  const [folder, kept, program] = [repository("caches"), join(work, "kept"), join(work, "program")];
  writeFileSync(program, '#!/bin/sh\necho "$PWD $PARVIS_CACHE $*"\n', { mode: 0o755 });
  const run = (env) => execFileSync(join(folder, ".ci/netlify"), ["--strict"], { encoding: "utf8", env: { PATH: process.env.PATH, PARVIS_PROGRAM: program, ...env } });
  assert.equal(run({ NETLIFY_CACHE_DIR: kept }), `${folder}  build --strict\n`, "nothing is kept where Netlify keeps nothing");
  mkdirSync(kept);
  assert.equal(run({ NETLIFY_CACHE_DIR: kept }), `${folder} ${kept}/parvis build --strict\n`);
  assert.equal(run({ NETLIFY_CACHE_DIR: kept, PARVIS_CACHE: "/elsewhere" }), `${folder} /elsewhere build --strict\n`);
  assert.deepEqual([...readdirSync(folder)].sort(), [".ci", "content", "netlify.toml", "permalinks.lock", "themes"], "nothing is put into the repository");
});

test("a branch is built as a preview of what would be published", async () => {
  const branch = await built("branch-deploy", "words");
  const html = (lang) => readFileSync(join(branch, lang, "index.html"), "utf8");
  for (const lang of languages) assert.ok(html(lang).includes('<aside class="preview"') && html(lang).includes(`${PREVIEW}/${lang}/`));
  const own = (root) => filesOf(root).filter((file) => file.endsWith(".html")).length;
  assert.equal(own(branch), own(published), "no drafts, and nothing that is still to come");
});

test("a preview says so on every page, and keeps out of search engines", () => {
  const complaints = [];
  for (const file of filesOf(preview).filter((file) => file.endsWith(".html"))) {
    const html = readFileSync(join(preview, file), "utf8");
    if (!html.includes('<meta name="robots" content="noindex">')) complaints.push(`${file}: not kept out`);
    const isPage = !html.includes('http-equiv="refresh"') && !file.endsWith(".eml.html");
    if (isPage && !html.includes('<aside class="preview"')) complaints.push(`${file}: no word of a preview`);
  }
  assertNone(complaints, "pages");
  assert.match(readFileSync(join(preview, "_headers"), "utf8"), /X-Robots-Tag: noindex/);
  assert.doesNotMatch(readFileSync(join(published, "_headers"), "utf8"), /X-Robots-Tag/);
});

test("a preview links to itself and names things as the public site does", () => {
  const complaints = [];
  const named = /(?:<guid[^>]*>|<id>|"@id":\s*"|"\$id":\s*"|"(?:oc)?id":\s*"|^UID:)([^"<\r\n]*)/gm;
  for (const file of filesOf(preview).filter((file) => /\.(html|xml|atom|json|ics)$/.test(file))) {
    const text = readFileSync(join(preview, file), "utf8");
    const names = [...text.matchAll(named)].map(([, name]) => name);
    complaints.push(...names.filter((name) => name.includes(PREVIEW)).map((name) => `${file}: ${name}`));
  }
  assertNone(complaints, "names of things");
  assert.ok(readFileSync(join(preview, "fr/feed.atom"), "utf8").includes(`href="${PREVIEW}/fr/`), "links lead to the preview");
});

test("the headers of pages, feeds, calendars, data and files are right", async () => {
  const complaints = [];
  const expect = async (path, wanted) => {
    const response = await get(path);
    for (const [name, value] of Object.entries(wanted)) {
      const found = name === "status" ? response.status : response.headers.get(name);
      const fits = value instanceof RegExp ? value.test(found) : value === found;
      if (!fits) complaints.push(`${path}: ${name} is ${found}`);
    }
  };
  const everywhere = {
    "strict-transport-security": /^max-age=\d{8,}/, "x-content-type-options": "nosniff", "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": /camera=\(\)/, "cross-origin-opener-policy": "same-origin",
  };
  const again = "public, max-age=0, must-revalidate";
  for (const path of ["/", "/fr/", "/en/", "/404.html", "/fr/nope", ...samples.map(({ page }) => page.path)]) {
    const policy = /script-src 'self'; style-src 'self'; (?!.*unsafe-inline).*frame-ancestors 'none'/;
    await expect(path, { ...everywhere, "content-type": /^text\/html; charset=utf-8$/i, "cache-control": again, "content-security-policy": policy });
  }
  const ics = filesOf(published).find((file) => file.endsWith("/event.ics"));
  for (const [path, type] of [
    ["/fr/feed.xml", "application/rss+xml; charset=utf-8"], ["/en/feed.atom", "application/atom+xml; charset=utf-8"],
    ["/fr/feed.json", "application/feed+json"], ["/fr/feed-1.atom", "application/atom+xml; charset=utf-8"],
    [`/fr/${section("fr", "calls")}/deadlines.ics`, "text/calendar; charset=utf-8"], [ics, "text/calendar; charset=utf-8"],
    ["/data/calls.csv", "text/csv; charset=utf-8"], ["/data/calls.schema.json", "application/schema+json"],
  ]) {
    await expect(path, { ...everywhere, status: 200, "content-type": type, "cache-control": again, "access-control-allow-origin": "*" });
  }
  await expect("/data/calls.json", { ...everywhere, status: 200, "content-type": "application/json", "access-control-allow-origin": "*" });
  const text = letters.find((file) => file.startsWith("/fr/")).replace(".eml.html", ".txt");
  await expect(text, { ...everywhere, status: 200, "content-type": "text/plain; charset=utf-8" });
  const kept = filesOf(published).filter((file) => file.startsWith("/assets/"));
  assert.ok(kept.length > 4);
  for (const path of kept) await expect(path, { status: 200, "cache-control": "public, max-age=31536000, immutable" });
  for (const path of languages.flatMap((lang) => [`/search/${lang}/items.json`, `/search/${lang}/texts.json`])) {
    await expect(path, { ...everywhere, status: 200, "content-type": "application/json", "cache-control": again });
  }
  assertNone(complaints, "headers");
});

test("what may be kept for ever has other addresses when it changes", () => {
  const folders = new Set(filesOf(published).filter((file) => file.startsWith("/assets/")).map((file) => file.split("/")[2]));
  assert.equal(folders.size, 1);
  assert.match([...folders][0], /^[0-9a-f]{12}$/);
});

test("at / the reader's language answers, and a choice where the site has none", async () => {
  for (const [accepted, to] of [["fr-LU,fr;q=0.9", "/fr/"], ["en", "/en/"], ["en-GB,en;q=0.9,fr;q=0.5", "/en/"]]) {
    const response = await get("/", { "accept-language": accepted });
    assert.deepEqual([response.status, response.headers.get("location")], [302, to], accepted);
  }
  assert.equal((await get("/", { "accept-language": "pt" })).status, 200);
  assert.equal((await get(`/fr/${section("fr", "calls")}/`, { "accept-language": "en" })).status, 200, "nowhere else");
});

test("old addresses lead on, and what does not exist is told in its language", async () => {
  const rules = await rulesOf(published);
  const [match, files] = [await matcherOf(rules), new Set(filesOf(published))];
  const moved = rules.redirects.filter((rule) => rule.status !== 404 && rule.path !== "/");
  assert.ok(moved.length > 3);
  const complaints = [];
  for (const rule of moved) {
    const { status, force } = rule;
    // A rule for a whole section is tried with one of its items.
    const section = rule.from.split("/:slug/")[0];
    const item = [...files].find((file) => file.startsWith(`${section}/`) && file.endsWith("/feed.xml") && file.split("/").length === section.split("/").length + 2);
    const [from, to] = [rule.from, rule.to].map((path) => path.replace("/:slug/", `/${item?.split("/").at(-2)}/`));
    // Where nothing stands nothing else would answer.
    if (!force && fileAt(from, files)) complaints.push(`${from}: what stands at the old address would answer`);
    if (match(from)?.to !== to) complaints.push(`${from}: ${match(from)?.to}`);
    if (to.startsWith("/") && !fileAt(to.split(/[?#]/)[0], files)) complaints.push(`${from}: leads to ${to}, which is not there`);
    if (to.startsWith("/") && match(decodeURIComponent(to.split(/[?#]/)[0]))?.force) complaints.push(`${from}: leads to ${to}, which leads on`);
    const response = await get(encodeURI(decodeURI(from)));
    if (response.status !== status || response.headers.get("location") !== to) complaints.push(`${from}: answers ${response.status}`);
  }
  for (const [path, lang] of [["/fr/nope", "fr"], ["/en/nope", "en"], [`/fr/${section("fr", "calls")}/nope/`, "fr"]]) {
    const response = await get(path);
    const html = await response.text();
    if (response.status !== 404 || !html.includes(`<html lang="${lang}"`)) complaints.push(`${path}: ${response.status}`);
  }
  const stray = await get("/nope");
  if (stray.status !== 404) complaints.push(`/nope: ${stray.status}`);
  assertNone(complaints, "addresses");
});

test("what is gone for good is answered so, by a page that says it", async () => {
  const root = join(work, "gone");
  cpSync(join(project, "tests/cases/gone-for-good/content"), join(root, "content"), { recursive: true });
  const file = join(root, "content/site.yaml");
  writeFileSync(file, readFileSync(file, "utf8").split("\n").filter((line) => !/trop|faux/.test(line)).join("\n"));
  execFileSync(process.env.PARVIS_PROGRAM, ["--root", root, "build", "--quiet"], { stdio: ["ignore", "ignore", "pipe"] });
  const match = await matcherOf(await rulesOf(join(root, "public")));
  for (const [path, to] of [["/fr/appels/retire/", "/fr/appels/retire/"], ["/fr/appels/retire/regles.pdf", "/404.html"]]) {
    assert.deepEqual([match(path)?.status, match(path)?.to], [410, to], path);
  }
  assert.equal(match("/fr/vieux/")?.status, 302);
  assert.match(readFileSync(join(root, "public/fr/appels/retire/index.html"), "utf8"), /Page retirée/);
});

test("no forced rule hides a page", async () => {
  const match = await matcherOf(await rulesOf(published));
  const hidden = filesOf(published).filter((file) => {
    const path = file.replace(/(^|\/)index\.html$/, "$1");
    const isOld = file.endsWith(".html") && readFileSync(join(published, file), "utf8").includes('http-equiv="refresh"');
    return !isOld && match(path, "pt")?.force;
  });
  assertNone(hidden, "pages behind a rule");
});

test("the policies have no weakness of high severity", async () => {
  const rules = await rulesOf(published);
  const letter = letters[0];
  for (const path of ["/fr/", letter]) {
    const policy = headersFor(rules, path)["Content-Security-Policy"];
    const findings = new evaluation.CspEvaluator(new policies.CspParser(policy).csp).evaluate();
    const grave = findings.filter(({ severity }) => severity <= Severity.SYNTAX);
    assertNone(grave.map(({ directive, description }) => `${path} ${directive}: ${description}`), "findings");
  }
});

test("every template works under the headers, without a word on the console", { timeout: 300_000 }, async () => {
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const complaints = [];
  let at;
  await context.exposeFunction("told", (violation) => complaints.push(`${at}: ${violation}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => window.told(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  });
  const view = await context.newPage();
  view.on("console", (message) => {
    // A letter names no icon, so that e-mail programs load nothing; a browser asks for one by itself.
    const isOwn = !message.location().url.endsWith("/favicon.ico");
    if (isOwn && ["error", "warning"].includes(message.type())) complaints.push(`${at}: ${message.text()}`);
  });
  view.on("pageerror", (error) => complaints.push(`${at}: ${error.message}`));
  const open = async (path) => {
    at = path;
    await view.goto(origin + path, { waitUntil: "load" });
  };
  const there = new Set(filesOf(published));
  for (const { page } of samples.filter(({ page }) => there.has(page.file))) await open(page.path);
  await view.emulateMedia({ media: "print" });
  for (const lang of languages) {
    await open(samples.find(({ template, page }) => template === "call" && page.lang === lang).page.path);
    await view.pdf();
  }
  await view.emulateMedia({ media: "screen" });
  for (const lang of languages) {
    await open(`/${lang}/${section(lang, "search")}/?q=robots&kind=call`);
    await view.locator(".search-list a").first().waitFor();
    await view.selectOption("#_filter-kind", { index: 1 });
    await view.locator(".search-status").filter({ hasText: /\S/ }).waitFor();
    await open(letters.find((file) => file.startsWith(`/${lang}/`)));
    assert.equal(await view.evaluate(() => getComputedStyle(document.body).marginTop), "0px", "a letter wears its styles");
    assert.equal(await view.evaluate(() => getComputedStyle(document.querySelector("h1")).fontSize), "26px");
  }
  assertNone(complaints, "what the console says");
});

test("the word of a preview can be read by everybody", { timeout: 120_000 }, async () => {
  const [browser, at] = [await launch(), await serve(preview)];
  const context = await browser.newContext({ viewport: { width: 360, height: 700 }, bypassCSP: true });
  const view = await context.newPage();
  const complaints = [];
  for (const [path, scheme] of [["/", "light"], ...languages.flatMap((lang) => [[`/${lang}/`, "light"], [`/${lang}/404.html`, "dark"]])]) {
    await view.emulateMedia({ colorScheme: scheme });
    await view.goto(at + path);
    await view.addScriptTag({ content: axe });
    const { violations } = await view.evaluate(() => window.axe.run());
    complaints.push(...violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0].html}`));
    const wide = await view.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) complaints.push(`${path}: wider than a phone`);
  }
  assertNone(complaints, "previews");
});
