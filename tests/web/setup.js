// What the tests of this folder start from, told to them and to what they run by the environment: whatever is not named there
// already is found or made here. Started by itself, it makes all of it and prints the program that is tested.
//
// PARVIS_PROGRAM  the program; without it cargo builds it
// PARVIS_CONTENT, PARVIS_THEMES, PARVIS_AT  the project's sources, and the instant for which its site is built
// PARVIS_SITE, PARVIS_MOVED_SITE  the site under PARVIS_BASE and under PARVIS_MOVED_BASE
// PARVIS_CACHE  what takes the program long to make
// CHROMIUM  Chromium's engine

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const env = process.env;
const DAY = 24 * 60 * 60 * 1000;

env.PARVIS_CONTENT ??= join(root, "content");
env.PARVIS_THEMES ??= join(root, "themes");
env.PARVIS_AT ??= "2026-11-22T12:00";
// Two hosts, so that what must not depend on the host can be compared; the second also lies below a path.
env.PARVIS_BASE ??= "https://lab.example";
env.PARVIS_MOVED_BASE ??= "https://elsewhere.example/catalogue";
// The engine alone draws as the browser does, in half the time.
env.CHROMIUM ??= onPath("chromium-headless-shell") ?? onPath("chromium") ?? "/usr/bin/chromium";
env.PARVIS_PROGRAM ??= compiled();
if (!env.PARVIS_SITE || !env.PARVIS_MOVED_SITE || !env.PARVIS_CACHE) {
  const made = built();
  env.PARVIS_SITE ??= join(made, "site");
  env.PARVIS_MOVED_SITE ??= join(made, "moved");
  env.PARVIS_CACHE ??= join(made, "cache");
}
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(env.PARVIS_PROGRAM);

/** The folders of a small site. */
export const SECTIONS = {
  fr: { challenges: "defis", calls: "appels", events: "evenements", programmes: "programmes", startups: "services", organisations: "organisations", updates: "actualites" },
  en: { challenges: "challenges", calls: "calls", events: "events", programmes: "programmes", startups: "startups", organisations: "organisations", updates: "news" },
};

/** The published folder of a small site with the project's themes, built as of an instant: `files` are the texts of its content
 * by their paths, `more` are further lines of its `site.yaml`. It has an organisation, `lab`, and goes with the tests of the file. */
export function smallSite(files, at, { more = "" } = {}) {
  const site = `title: Lab
description: {fr: Un laboratoire, en: A lab}
base_url: https://lab.example
languages:
  - {code: fr, name: Français, sections: ${JSON.stringify(SECTIONS.fr)}}
  - {code: en, name: English, sections: ${JSON.stringify(SECTIONS.en)}}
contact: {email: lab@lab.example}
${more}`;
  const lab = "---\ntitle: {fr: Labo, en: Lab}\ntype: administration\n---\n";
  const folder = mkdtempSync(join(tmpdir(), "parvis-small-"));
  after(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries({ "site.yaml": site, "organisations/lab/index.fr.md": lab, ...files })) {
    const file = join(folder, "content", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  cpSync(env.PARVIS_THEMES, join(folder, "themes"), { recursive: true });
  execFileSync(env.PARVIS_PROGRAM, ["--root", folder, "build", "--at", at, "--quiet"]);
  return join(folder, "public");
}

/** Where a command is. */
function onPath(name) {
  return env.PATH.split(delimiter).map((folder) => join(folder, name)).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

/** The program as cargo builds it of these sources, wherever it puts it. */
function compiled() {
  console.error("tests/web: asking cargo for the program (PARVIS_PROGRAM names another)");
  const said = execFileSync("cargo", ["build", "--quiet", "--message-format", "json-render-diagnostics"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28 });
  return said.split("\n").filter(Boolean).map((line) => JSON.parse(line).executable).findLast(Boolean);
}

/** Where what is made once for all files of a run, and of the next one, is kept: the program uses no cache within its sources. */
function keep() {
  const folder = join(tmpdir(), `parvis-web-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== userInfo().uid) throw new Error(`${folder} is somebody else's`);
  return folder;
}

/** The folder with the site under both addresses and its cache, which stands as long as the program and the sources stay the same. */
function built() {
  const kept = keep();
  const folder = join(kept, fingerprint());
  if (existsSync(folder)) return folder;
  for (const name of readdirSync(kept)) {
    if (Date.now() - lstatSync(join(kept, name)).mtimeMs > DAY) rmSync(join(kept, name), { recursive: true, force: true });
  }
  const work = mkdtempSync(join(kept, "new-"));
  const build = (out, base) => execFileSync(env.PARVIS_PROGRAM, ["--root", root, "build", "--at", env.PARVIS_AT, "--quiet", "--out", join(work, out), "--base-url", base],
    { stdio: "inherit", env: { ...env, PARVIS_CACHE: join(work, "cache") } });
  build("site", env.PARVIS_BASE);
  build("moved", env.PARVIS_MOVED_BASE);
  try {
    renameSync(work, folder);
  } catch (error) {
    // Another file of tests was faster.
    if (!existsSync(folder)) throw error;
    rmSync(work, { recursive: true });
  }
  return folder;
}

/** Another one for another program, other sources or another request. */
function fingerprint() {
  const hash = createHash("sha256");
  const { size, mtimeMs } = statSync(env.PARVIS_PROGRAM);
  hash.update(JSON.stringify([env.PARVIS_PROGRAM, size, mtimeMs, env.PARVIS_AT, env.PARVIS_BASE, env.PARVIS_MOVED_BASE]));
  for (const top of ["content", "themes", "permalinks.lock"]) {
    const whole = join(root, top);
    const files = statSync(whole).isDirectory() ? readdirSync(whole, { recursive: true }).sort().map((name) => join(whole, name)) : [whole];
    for (const file of files.filter((file) => statSync(file).isFile())) hash.update(`\n${file}\n`).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}
