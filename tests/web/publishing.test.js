// From nothing to a published site, as somebody does it who has neither this repository nor a compiler: the wheel is packed and
// installed, `init` begins a site in a repository of its own, and the steps of each host's files run as they are written.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import buildSite from "@netlify/build";
import { parse as parseYaml } from "yaml";
import "./setup.js";

const project = dirname(process.env.PARVIS_CONTENT);
const work = mkdtempSync(join(tmpdir(), "parvis publié "));
after(() => rmSync(work, { recursive: true, force: true }));

/** The folder with the wheel of the program that is tested. */
const wheels = packed();
// Nothing is asked of the network: pip finds the wheel in the folder.
const plain = {
  PATH: process.env.PATH, HOME: join(work, "home"), LANG: "fr_FR.UTF-8", PIP_NO_INDEX: "1", PIP_FIND_LINKS: wheels.replaceAll(" ", "%20"),
  PIP_CONFIG_FILE: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", GIT_TERMINAL_PROMPT: "0",
  ...Object.fromEntries(["AUTHOR", "COMMITTER"].flatMap((who) => [[`GIT_${who}_NAME`, "A"], [`GIT_${who}_EMAIL`, "a@example.org"]])),
};
mkdirSync(plain.HOME);
const VERSION = /^version = "(.*)"$/m.exec(readFileSync(join(project, "Cargo.toml"), "utf8"))[1];

function packed() {
  const maturin = new URL("node_modules/.python/bin/maturin", import.meta.url).pathname;
  const out = join(work, "wheels");
  // The program that is there, in the form that a release has: nothing of it is compiled again for another one's sake.
  const target = dirname(dirname(process.env.PARVIS_PROGRAM));
  execFileSync(maturin, ["build", "--profile", "dev", "--locked", "--skip-auditwheel", "--out", out], {
    cwd: project, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, CARGO_TARGET_DIR: target, PYTHONPATH: new URL("node_modules/.python", import.meta.url).pathname },
  });
  assert.equal(readdirSync(out).length, 1);
  // A link of the index is an address, and pip splits a list at spaces.
  const plainly = mkdtempSync(join(tmpdir(), "parvis-wheels-"));
  after(() => rmSync(plainly, { recursive: true, force: true }));
  cpSync(out, plainly, { recursive: true });
  return plainly;
}

/** Programs that stand for those of the host: `gh` writes down what it was asked, and knows of no run and no issue. */
const stubs = join(work, "stubs");
mkdirSync(stubs);
const told = join(work, "told");
for (const [name, text] of [["gh", `echo "$@" >> '${told}'\n`], ["apt-get", "exit 0\n"]]) {
  writeFileSync(join(stubs, name), `#!/bin/sh\n${text}`);
  chmodSync(join(stubs, name), 0o755);
}

/** Runs a step as a runner does. */
function step(run, cwd, env = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
    cwd, encoding: "utf8", env: { ...plain, CI: "true", PATH: `${stubs}:${plain.PATH}`, XDG_CACHE_HOME: join(work, "cache"), ...env },
  });
  return { status, text: stdout + stderr };
}

const git = (cwd, ...args) => execFileSync("git", args, { cwd, env: plain, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

/** A lab's repository with a site of its own and the files of a host: where an editor works, and where its origin is. */
let number = 0;
function lab(host) {
  number += 1;
  const [root, origin] = [join(work, `labo à moi ${number}`), join(work, `labo ${number}.git`)];
  const parvis = installed();
  const run = (...args) => execFileSync(parvis, args, { cwd: work, env: plain, encoding: "utf8" });
  run("init", root, "--title", "Laboratoire d’essai", "--languages", "fr,en", "--base-url", "https://labo.example");
  const written = run("--root", root, "new", "--ci", host).trim().split("\n");
  git(work, "init", "--quiet", "--bare", "--initial-branch", "main", origin);
  git(root, "init", "--quiet", "--initial-branch", "main");
  git(root, "remote", "add", "origin", origin);
  commit(root, "Begin");
  return { root, origin, written };
}

function commit(root, message) {
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--allow-empty", "--message", message);
  git(root, "push", "--quiet", "origin", "HEAD:main");
}

let program;
/** The program as pip installs it. */
function installed() {
  if (program) return program;
  const folder = join(work, "environnement virtuel");
  execFileSync("python3", ["-m", "venv", folder], { env: plain });
  execFileSync(join(folder, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", "parvis"], { env: plain });
  program = join(folder, "bin", "parvis");
  return program;
}

test("from an empty folder to a page takes less than ten seconds, without a network", async () => {
  const root = join(work, "mon labo à l’essai");
  mkdirSync(root);
  // Where Python has no folder of its own for what is installed, one is made first.
  execFileSync("python3", ["-m", "venv", join(root, ".venv")], { env: plain });
  const begun = Date.now();
  execFileSync(join(root, ".venv/bin/pip"), ["install", "--quiet", "--disable-pip-version-check", "parvis"], { env: plain });
  const parvis = join(root, ".venv/bin/parvis");
  const run = (...args) => spawnSync(parvis, args, { cwd: root, env: plain, encoding: "utf8" });
  assert.equal(run("--version").stdout, `parvis ${VERSION}\n`);
  const { status, stdout } = run("init", "lab", "--title", "Labo : l’essai", "--languages", "fr,en,de,nl");
  assert.equal(status, 0);
  assert.match(stdout, /parvis serve --open/);
  const built = spawnSync(parvis, ["build", "--strict"], { cwd: join(root, "lab"), env: plain, encoding: "utf8" });
  assert.deepEqual([built.status, built.stderr], [0, ""]);
  const server = spawn(parvis, ["serve", "--port", "0"], { cwd: join(root, "lab"), env: plain });
  try {
    const address = await new Promise((resolve) => server.stdout.once("data", (line) => resolve(String(line).trim())));
    const page = await (await fetch(`${address}fr/`)).text();
    assert.match(page, /<h1[^>]*>Labo\u00a0: l’essai/);
    assert.ok(Date.now() - begun < 10_000, `${Date.now() - begun} ms`);
  } finally {
    server.kill();
  }
  const again = run("init", "lab");
  assert.deepEqual([again.status, again.stderr.includes("il n’est pas vide")], [2, true], again.stderr);
});

test("a language that the program does not know begins in English, and says so", () => {
  const { stdout } = spawnSync(installed(), ["init", "en italien", "--languages", "it"], { cwd: work, env: plain, encoding: "utf8" });
  assert.match(stdout, /Traduisez les textes du thème graphique.*\bit\b/);
  const built = spawnSync(installed(), ["build", "--strict"], { cwd: join(work, "en italien"), env: plain, encoding: "utf8" });
  assert.deepEqual([built.status, built.stderr], [0, ""]);
});

/** What editors do in a browser: each is a commit to the main branch, and nobody touches permalinks.lock. */
const call = "content/calls/example-call/index.fr.md";
const CHANGES = {
  "a new item": (edit) => edit("content/updates/neuf/index.fr.md", () => "---\ntitle: Neuf\nsummary: Une nouvelle.\ndate: 2026-11-01\ndraft: true\n---\n\nTexte.\n"),
  wording: (edit) => edit("content/pages/about/index.fr.md", (text) => text.replace("## Du besoin", "## D’un besoin")),
  "a question": (edit) => edit(call, (text) => text.replace("criteria:", "questions:\n  - {date: 2026-11-02, question: {fr: Quand ?, en: When?}, answer: {fr: Bientôt., en: Soon.}}\ncriteria:")),
  "a deadline that moved": (edit) => edit(call, (text) => {
    const [, before] = /^closes: (.*)$/m.exec(text);
    const moved = before.replace(/-\d\dT/, "-28T") === before ? before.replace(/T17/, "T18") : before.replace(/-\d\dT/, "-28T");
    return text.replace(`closes: ${before}`, `closes: ${moved}`).replace("criteria:", `amendments:\n  - {date: 2026-11-03, field: closes, from: ${before}, to: ${moved}}\ncriteria:`);
  }),
  "a document": (edit) => {
    edit("content/calls/example-call/regles.pdf", () => "%PDF-1.4\n");
    edit(call, (text) => text.replace("criteria:", "documents:\n  - {title: {fr: Règles, en: Rules}, file: regles.pdf, date: 2026-11-04}\ncriteria:"));
  },
  "a draft made public": (edit) => edit("content/updates/neuf/index.fr.md", (text) => text.replace("draft: true\n", "")),
  "an event": (edit) => edit("content/events/soiree/index.fr.md", () => "---\ntitle: Soirée\nsummary: Une soirée.\ntype: meetup\nstart: 2027-01-10T18:00\nend: 2027-01-10T20:00\nhost: laboratoire-d-essai\nlocation: {mode: online}\n---\n"),
  "an event cancelled": (edit) => edit("content/events/soiree/index.fr.md", (text) => text.replace("host:", "status: cancelled\nstatus_date: 2026-11-05\nhost:")),
};

/** Makes each change, publishes it by the host's own steps, and sees to it that what is published is recorded by itself. */
function publishesEverything({ root, origin }, publish, record) {
  const edit = (path, change) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, change(existsSync(file) ? readFileSync(file, "utf8") : ""));
  };
  const names = () => git(root, "show", "origin/main:permalinks.lock").split("\n").filter((line) => line && !line.startsWith("#"));
  const round = (what) => {
    commit(root, what);
    const published = publish();
    assert.equal(published.status, 0, `${what}: ${published.text}`);
    const recorded = record();
    assert.equal(recorded.status, 0, `${what}: ${recorded.text}`);
    git(root, "checkout", "--quiet", "-B", "main", "HEAD");
    git(root, "fetch", "--quiet", "origin");
    git(root, "reset", "--quiet", "--hard", "origin/main");
    return names();
  };
  let before = round("First");
  assert.ok(before.some((line) => line.startsWith("page /fr/appels/example-call/ ")), before.join("\n"));
  assert.match(git(root, "log", "-1", "--format=%s"), /\[skip ci\]/);
  for (const [what, change] of Object.entries(CHANGES)) {
    change(edit);
    const after = round(what);
    assert.deepEqual(before.filter((line) => !after.includes(line)), [], `${what}: a line was lost`);
    before = after;
  }
  assert.ok(before.some((line) => line.includes(":document-added:regles ")) && before.some((line) => line.includes(":event-cancelled ")), before.join("\n"));
  // An item that is taken away says so, and goes through too.
  execFileSync(installed(), ["--root", root, "retire", "event/soiree"], { env: plain });
  round("An item retired");
  assert.match(readFileSync(join(root, "content/site.yaml"), "utf8"), /\/fr\/evenements\/soiree\/", status: 410/);
  // A new address without a word about the old one does not.
  edit(call, (text) => text.replace("\nsummary:", "\nslug: autre\nsummary:"));
  commit(root, "Renamed");
  const { status, text } = publish();
  assert.ok(status !== 0 && text.includes("/fr/appels/example-call/"), text);
  assert.ok(existsSync(origin));
}

test("on GitHub every change of an editor goes live and is recorded without a hand", () => {
  const site = lab("github");
  assert.ok(!site.written.includes("netlify.toml") && site.written.includes(".ci/program"), site.written.join(" "));
  const text = readFileSync(join(site.root, ".github/workflows/publish.yml"), "utf8");
  assert.ok(!/cargo|target/.test(text + readFileSync(join(site.root, ".ci/program"), "utf8")), "nothing is compiled");
  assert.ok(readFileSync(join(site.root, ".ci/program"), "utf8").includes(`version=${VERSION}\n`));
  const { jobs } = parseYaml(text);
  const run = (job, name) => jobs[job].steps.find((step) => step.name === name).run;
  const output = join(work, "output");
  const address = "https://labo.example";
  const publish = () => {
    writeFileSync(output, "");
    const decided = step(run("build", "Decide"), site.root, { GITHUB_OUTPUT: output, ALWAYS: "true", GITHUB_REF_NAME: "main" });
    if (decided.status !== 0 || !readFileSync(output, "utf8").includes("due=true")) return { status: 1, text: decided.text };
    // What is published is the folder: nothing answers at the address of this lab.
    return step(run("build", "Build").replace('--against "$ADDRESS"', "--against public"), site.root, { ADDRESS: address, GITHUB_WORKSPACE: site.root });
  };
  publishesEverything(site, publish, () => step(run("record", "Record"), site.root, { GITHUB_REF_NAME: "main" }));
  const told = step(run("tell", "Stay awake"), site.root);
  assert.equal(told.status, 0, told.text);
});

test("two runs that record at once lose no line", () => {
  const site = lab("github");
  const clone = (name) => {
    git(work, "clone", "--quiet", site.origin, join(work, name));
    return join(work, name);
  };
  const [one, other] = [clone("one"), clone("other")];
  for (const [root, id] of [[one, "un"], [other, "deux"]]) {
    mkdirSync(join(root, "content/updates", id), { recursive: true });
    writeFileSync(join(root, "content/updates", id, "index.fr.md"), `---\ntitle: ${id}\nsummary: S.\ndate: 2026-11-01\n---\n`);
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message", id);
    git(root, "pull", "--quiet", "--rebase", "origin", "main");
    git(root, "push", "--quiet", "origin", "HEAD:main");
  }
  // The first publishes its own commit, which knows nothing of the second's, after that was recorded.
  for (const root of [other, one]) {
    const { status, text } = step('bash .ci/record "main"', root);
    assert.equal(status, 0, text);
  }
  const lock = git(site.root, "ls-remote", "origin", "main") && execFileSync("git", ["show", "main:permalinks.lock"], { cwd: site.origin, env: plain, encoding: "utf8" });
  for (const id of ["un", "deux"]) assert.ok(lock.includes(`page /fr/actualites/${id}/ `), lock);
  const clean = clone("clean");
  assert.equal(step("bash .ci/program > /dev/null; \"$(bash .ci/program)\" lock --check", clean).status, 0);
});

test("on GitLab every change of an editor goes live and is recorded without a hand", () => {
  const site = lab("gitlab");
  const jobs = parseYaml(readFileSync(join(site.root, ".gitlab-ci.yml"), "utf8"));
  const env = {
    CI_PAGES_URL: "https://labo.example", CI_DEFAULT_BRANCH: "main", CI_PIPELINE_SOURCE: "push", CI_PROJECT_DIR: site.root, CI_JOB_TOKEN: "x",
    CI_SERVER_HOST: "gitlab.example", CI_PROJECT_PATH: "lab/site",
  };
  const script = (job) => jobs[job].script.filter((line) => !line.startsWith("git remote")).join("\n").replace('--against "$CI_PAGES_URL"', "--against public");
  publishesEverything(site, () => step(script("pages"), site.root, env), () => step(script("record"), site.root, env));
  git(site.root, "reset", "--quiet", "--hard", "HEAD~1");
  // A schedule publishes what time changes, and otherwise only once a day.
  const looked = step(script("pages"), site.root, { ...env, CI_PIPELINE_SOURCE: "schedule" });
  assert.equal(looked.status, new Date().getUTCHours() === 3 ? 0 : 78, looked.text);
  const checked = step(script("check"), site.root, env);
  assert.equal(checked.status, 0, checked.text);
  assert.ok(existsSync(join(site.root, "preview/fr/index.html")) && readFileSync(join(site.root, "summary.md"), "utf8").startsWith("## "));
});

test("Netlify builds a repository of content", async () => {
  const site = lab("netlify");
  const { success, logs } = await buildSite({
    repositoryRoot: site.root, cwd: site.root, context: "production", branch: "main", offline: true, telemetry: false, mode: "require", buffer: true,
    env: { ...plain, CI: "true", XDG_CACHE_HOME: join(work, "cache"), PARVIS_CACHE: join(work, "pictures") },
  });
  assert.ok(success, JSON.stringify(logs, null, 2));
  assert.ok(existsSync(join(site.root, "public/fr/index.html")));
  const { jobs } = parseYaml(readFileSync(join(site.root, ".github/workflows/rebuild.yml"), "utf8"));
  const recorded = step(jobs.record.steps.find(({ name }) => name === "Record").run, site.root, { GITHUB_REF_NAME: "main" });
  assert.equal(recorded.status, 0, recorded.text);
  assert.ok(execFileSync("git", ["show", "main:permalinks.lock"], { cwd: site.origin, env: plain, encoding: "utf8" }).includes("page /fr/ "));
});

test("nginx serves the site as the written settings say", async () => {
  const site = lab("nginx");
  const long = `/fr/${"une-ancienne-adresse/".repeat(12)}`;
  const file = join(site.root, "content/site.yaml");
  writeFileSync(file, `${readFileSync(file, "utf8")}redirects:\n  - {from: /newsletter, to: /fr/nouveautes/, status: 302}\n  - {from: ${long}, to: /fr/}\n  - {from: /fr/parti/, status: 410}\n  - {from: "/fr/règles v2.pdf", status: 410}\n`);
  // It is in no commit, so a fresh clone has none.
  rmSync(join(site.root, "nginx/moved.conf"));
  // The script has nginx read the settings again; here it is not running yet.
  writeFileSync(join(stubs, "nginx"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  const published = step("bash nginx/publish public", site.root);
  rmSync(join(stubs, "nginx"));
  assert.equal(published.status, 0, published.text);
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
  const run = mkdtempSync(join(tmpdir(), "parvis-nginx-"));
  const settings = readFileSync(join(site.root, "nginx/site.conf"), "utf8")
    .replaceAll("/srv/lab/public", `"${site.root}/public"`).replaceAll("/srv/lab/nginx/moved.conf", `"${site.root}/nginx/moved.conf"`)
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`);
  writeFileSync(join(run, "nginx.conf"), `daemon off; pid ${run}/pid; error_log stderr warn; worker_processes 1;\n${process.getuid() === 0 ? "user root;\n" : ""}events {}\nhttp { access_log off; client_body_temp_path ${run}/b; proxy_temp_path ${run}/p; fastcgi_temp_path ${run}/f; uwsgi_temp_path ${run}/u; scgi_temp_path ${run}/s;\n${settings}}\n`);
  const nginx = existsSync("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
  const tried = spawnSync(nginx, ["-t", "-c", join(run, "nginx.conf")], { encoding: "utf8" });
  assert.equal(tried.status, 0, tried.stderr);
  const server = spawn(nginx, ["-c", join(run, "nginx.conf")], { stdio: "ignore" });
  after(() => rmSync(run, { recursive: true, force: true }));
  try {
    const get = async (path, headers = {}) => {
      for (let tries = 0; ; tries += 1) {
        try {
          const response = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", headers });
          return { status: response.status, to: response.headers.get("location")?.replace(/^http:\/\/[^/]*/, ""), headers: response.headers, text: await response.text() };
        } catch (error) {
          if (tries > 100) throw error;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    };
    const answer = async (path, headers) => {
      const { status, to } = await get(path, headers);
      return [status, to];
    };
    assert.deepEqual(await answer("/", { "accept-language": "en-GB,en;q=0.9" }), [302, "/en/"]);
    assert.deepEqual(await answer("/", { "accept-language": "pt" }), [200, undefined]);
    assert.deepEqual(await answer("/newsletter/"), [302, "/fr/nouveautes/"], "what is temporary stays temporary");
    assert.deepEqual(await answer(long), [301, "/fr/"]);
    const gone = await get("/fr/parti/");
    assert.deepEqual([gone.status, /Page retirée/.test(gone.text)], [410, true], gone.text);
    assert.deepEqual(await answer(encodeURI("/fr/règles v2.pdf")), [410, undefined]);
    const lost = await get("/en/nope/");
    assert.deepEqual([lost.status, /<html lang="en"/.test(lost.text)], [404, true]);
    const page = await get("/fr/");
    assert.equal(page.status, 200);
    for (const name of ["content-security-policy", "permissions-policy", "strict-transport-security", "referrer-policy"]) assert.ok(page.headers.get(name), name);
    const data = await get("/data/calls.json");
    assert.deepEqual([data.status, data.headers.get("access-control-allow-origin")], [200, "*"]);
    const feed = await get("/fr/feed.xml");
    assert.deepEqual([feed.status, feed.headers.get("content-type").split(";")[0]], [200, "application/rss+xml"]);
    for (const path of ["/_redirects", "/.parvis"]) assert.equal((await get(path)).status, 404, path);
  } finally {
    server.kill();
  }
});
