// Chromium, and a server for the built site on a free local port. Both end with the tests of the file that opened them.

import { createServer } from "node:http";
import { createReadStream } from "node:fs";
import { extname, join } from "node:path";
import { after } from "node:test";
import { createGzip } from "node:zlib";
import { parseAllHeaders } from "@netlify/headers-parser";
import { chromium } from "playwright-core";
import { fileAt, filesOf, folder } from "./site.js";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".xml": "application/xml", ".json": "application/json",
};

/** Chromium's engine. */
export const CHROMIUM = process.env.CHROMIUM;

/** Compressed by every host. */
const COMPRESSED = /^(text\/|application\/(json|xml)|image\/svg)/;

/** What a host sends along with the file at a path, as its `_headers` say. */
async function headersIn(root) {
  const { headers, errors } = await parseAllHeaders({ headersFiles: [join(root, "_headers")], configHeaders: [], minimal: false });
  if (errors.length) throw errors[0];
  return (path) => {
    const all = headers.filter((rule) => rule.forRegExp.test(path)).flatMap((rule) => Object.entries(rule.values));
    return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value]));
  };
}

/** Serves a published folder as a host does, on a free local port; the folder may be made until the first request. With
 * `withHeaders` its own headers are sent, as far as they are no redirects to `https`. */
export async function serve(root, { withHeaders = false } = {}) {
  let files;
  const own = withHeaders ? await headersIn(root) : () => ({});
  const server = createServer((request, response) => {
    files ??= new Set(filesOf(root));
    const file = fileAt(new URL(request.url, "http://site").pathname, files);
    const type = TYPES[extname(file ?? "/404.html")] ?? "application/octet-stream";
    const bytes = createReadStream(join(root, file ?? "/404.html"));
    const compress = COMPRESSED.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    const headers = { "content-type": type, "cache-control": "max-age=3600", ...own(new URL(request.url, "http://site").pathname), ...(compress && { "content-encoding": "gzip" }) };
    response.writeHead(file ? 200 : 404, headers);
    if (compress) bytes.pipe(createGzip()).pipe(response);
    else bytes.pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** `{origin, browser}`: where a site is served, the project's unless another is named, and a browser to read it with. */
export async function openBrowser(root = folder, options) {
  return { origin: await serve(root, options), browser: await launch() };
}

/** A browser, which ends with the tests of the file. */
export async function launch() {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  after(() => browser.close());
  return browser;
}
