// Previews of pull requests, as the steps of preview.yml make them from hostile ones: what is in them is data, and nothing else of
// them is used. What Netlify is then told, by a server that stands for its API.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { parse as parseYaml } from "yaml";
import "./setup.js";

const project = dirname(process.env.PARVIS_CONTENT);
const { jobs } = parseYaml(readFileSync(join(project, ".github/workflows/preview.yml"), "utf8"));
const work = mkdtempSync(join(tmpdir(), "parvis-previews-"));
after(() => rmSync(work, { recursive: true }));

// Whoever builds has LFS: a filter that a `.gitattributes` can name. Here it says that it was started.
const home = join(work, "home");
const started = join(work, "started");
mkdirSync(home);
writeFileSync(join(home, ".gitconfig"), `[filter "lfs"]\n smudge = touch ${started}; cat\n process = touch ${started}\n`);
const env = { PATH: process.env.PATH, HOME: home, LANG: "C.UTF-8", GIT_CONFIG_NOSYSTEM: "1" };

const upstream = join(work, "upstream");
const author = Object.fromEntries(["AUTHOR", "COMMITTER"].flatMap((who) => [[`GIT_${who}_NAME`, "A"], [`GIT_${who}_EMAIL`, "a@example.org"]]));
const plain = { ...env, ...author, GIT_CONFIG_GLOBAL: "/dev/null" };
const git = (args, options = {}) => execFileSync("git", args, { cwd: upstream, env: plain, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], ...options }).trim();
const write = (path, text) => {
  mkdirSync(dirname(join(upstream, path)), { recursive: true });
  writeFileSync(join(upstream, path), text);
};
const page = (title, body) => `---\ntitle: ${title}\nsummary: About.\n---\n${body}\n`;

mkdirSync(upstream);
write("content/site.yaml", readFileSync(join(project, "tests/cases/two-pages-on-one-path/content/site.yaml")));
write("permalinks.lock", "");
cpSync(process.env.PARVIS_THEMES, join(upstream, "themes"), { recursive: true });
cpSync(join(project, ".ci"), join(upstream, ".ci"), { recursive: true });
for (const lang of ["fr", "en"]) write(`content/pages/about/index.${lang}.md`, page("Main", "As published."));
write("src/main.rs", "fn main() {}\n");
git(["init", "--quiet", "--initial-branch", "main"]);
git(["add", "--all"]);
git(["commit", "--quiet", "--message", "Main"]);
const main = join(work, "main");
git(["clone", "--quiet", upstream, main]);

let last = 0;
/** A pull request as GitHub keeps it: a commit that nobody checks out, given by what changes the sources, or by its tree. */
function pull(change) {
  const number = ++last;
  git(["checkout", "--quiet", "--detach", "main"]);
  const tree = change();
  if (tree) {
    git(["update-ref", `refs/pull/${number}/head`, git(["commit-tree", tree, "-p", "main", "-m", "Theirs"])]);
  } else {
    git(["add", "--all", "--force"]);
    git(["commit", "--quiet", "--message", "Theirs"]);
    git(["update-ref", `refs/pull/${number}/head`, "HEAD"]);
  }
  git(["checkout", "--quiet", "--force", "main"]);
  git(["clean", "-ffdxq"]);
  return number;
}

/** Runs the steps of the job that have to do with a pull request, where the main branch is checked out. */
function preview(number, { commit = git(["rev-parse", `refs/pull/${number}/head`]), site = "" } = {}) {
  const temp = mkdtempSync(join(work, "run-"));
  const output = join(temp, "output");
  writeFileSync(output, "");
  const told = { ...env, RUNNER_TEMP: temp, GITHUB_OUTPUT: output, CI: "true", NUMBER: String(number), COMMIT: commit, SITE: site, REPOSITORY: `file://${upstream}`, PARVIS_PROGRAM: process.env.PARVIS_PROGRAM, PARVIS_CACHE: join(work, "cache"), SOURCE_DATE_EPOCH: "1790000000" };
  let text = "";
  for (const name of ["Take content and themes", "Build"]) {
    const { run } = jobs.build.steps.find((step) => step.name === name);
    const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], { cwd: main, env: told, encoding: "utf8" });
    text += stdout + stderr;
    if (status !== 0) return { failed: name, text, temp, output: readFileSync(output, "utf8") };
  }
  return { text, temp, output: readFileSync(output, "utf8") };
}

/** Everything below a folder that is no folder. */
const filesBelow = (root) => readdirSync(root, { recursive: true }).map(String).filter((name) => !lstatSync(join(root, name)).isDirectory());

test("a preview has the content of the pull request, and the program, scripts and records of the main branch", () => {
  const trap = `#!/bin/sh\ntouch ${started}\n`;
  const number = pull(() => {
    for (const lang of ["fr", "en"]) write(`content/pages/about/index.${lang}.md`, page("Theirs", "As they have it."));
    write("themes/lab/assets/theirs.css", "body { color: red }\n");
    for (const path of [".ci/pull-request", ".ci/netlify", ".ci/netlify-preview", "target/release/parvis", ".git-hooks/post-checkout", "content/.ci/run"]) {
      write(path, trap);
      chmodSync(join(upstream, path), 0o755);
    }
    write(".github/workflows/preview.yml", "on: pull_request_target\n");
    write("netlify.toml", `[build]\ncommand = "touch ${started}"\n`);
    write("Cargo.toml", "[package]\nname = \"theirs\"\n");
    write("src/main.rs", "compile_error!(\"theirs\");\n");
    write("permalinks.lock", "this is no lock\n");
    write(".gitattributes", "* filter=lfs\n*.css export-ignore\n");
    write("content/.gitattributes", "* filter=lfs ident\n");
    write(".gitmodules", "[submodule \"x\"]\n path = x\n url = file:///etc\n");
    write(".lfsconfig", "[lfs]\n url = https://evil.example\n");
  });
  const { failed, text, temp, output } = preview(number, { site: "lab-previews" });
  assert.equal(failed, undefined, text);
  assert.equal(output, "summary=true\nsite=true\n");
  const html = readFileSync(join(temp, "site/en/about/index.html"), "utf8");
  assert.ok(html.includes("As they have it.") && html.includes('<aside class="preview"'), "their words, marked as a preview");
  assert.ok(html.includes(`https://pr-${number}--lab-previews.netlify.app/en/`), "at its own address");
  assert.ok(filesBelow(join(temp, "site")).some((file) => file.endsWith("theirs.css")), "their theme");
  const summary = readFileSync(join(temp, "summary.md"), "utf8");
  assert.ok(summary.includes("Theirs") && !summary.includes("nothing to compare"), summary);
  const taken = filesBelow(join(temp, "pull-request")).filter((file) => !/^(content|themes)\//.test(file));
  assert.deepEqual(taken, ["permalinks.lock"], "nothing else of theirs is there");
  assert.equal(readFileSync(join(temp, "pull-request/permalinks.lock"), "utf8"), "", "the main branch's");
  assert.ok(!existsSync(started), "nothing of theirs has run");
});

test("a preview shows what merging would give, where that is known", () => {
  const number = pull(() => write("content/pages/contact/index.en.md", page("Theirs", "New.")));
  const head = git(["rev-parse", `refs/pull/${number}/head`]);
  git(["checkout", "--quiet", "--detach", head]);
  write("content/pages/meanwhile/index.en.md", page("Meanwhile", "On main."));
  git(["add", "--all"]);
  const tree = git(["write-tree"]);
  git(["checkout", "--quiet", "--force", "main"]);
  const merged = (parent, message) => {
    git(["update-ref", `refs/pull/${number}/merge`, git(["commit-tree", tree, "-p", "main", "-p", parent, "-m", message])]);
    return readdirSync(join(preview(number).temp, "pull-request/content/pages")).sort();
  };
  assert.deepEqual(merged(head, "Merge"), ["about", "contact", "meanwhile"]);
  // That of an older commit is not taken, whatever its message says.
  const older = git(["commit-tree", tree, "-p", "main", "-m", "Older"]);
  assert.deepEqual(merged(older, `Merge\n\nparent ${head}`), ["about", "contact"]);
});

/** A tree that git would not make by itself, of `[mode, name, object]`. */
const rawTree = (entries) => {
  const bytes = Buffer.concat(entries.flatMap(([mode, name, object]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(object, "hex")]));
  return git(["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], { input: bytes });
};
const blob = (text) => git(["hash-object", "-w", "--stdin"], { input: text });
const below = (tree) => git(["mktree"], { input: `040000 tree ${git(["rev-parse", "main:content"])}\tcontent\n040000 tree ${tree}\tthemes\n` });
const link = (to, path) => () => {
  rmSync(join(upstream, path), { recursive: true, force: true });
  mkdirSync(dirname(join(upstream, path)), { recursive: true });
  symlinkSync(to, join(upstream, path));
};
const nested = (object, mode, times) => {
  const wide = (inner, kind) => git(["mktree"], { input: Array.from({ length: 20 }, (_, rank) => `${kind} ${inner}\tn${rank}\n`).join("") });
  let tree = wide(object, `${mode} blob`);
  for (let depth = 1; depth < times; depth += 1) tree = wide(tree, "040000 tree");
  return tree;
};

const refused = {
  "content is a link upward": [link("..", "content"), /content is no ordinary file/],
  "themes is a link upward": [link("..", "themes"), /themes is no ordinary file/],
  "themes is an absolute link": [link("/etc", "themes"), /themes is no ordinary file/],
  "a link to a file": [link("/etc/passwd", "content/pages/about/passwd.txt"), /passwd\.txt is no ordinary file/],
  "a link to a folder of the checkout": [link("../.git", "content/git"), /content\/git is no ordinary file/],
  "content is a file": [() => { rmSync(join(upstream, "content"), { recursive: true }); write("content", "text"); }, /content is no ordinary file/],
  "a submodule in content": [() => git(["mktree"], { input: `040000 tree ${git(["mktree"], { input: `160000 commit ${git(["rev-parse", "main"])}\tsub\n` })}\tcontent\n` }), /content\/sub is no ordinary file/],
  "a submodule as themes": [() => git(["mktree"], { input: `160000 commit ${git(["rev-parse", "main"])}\tthemes\n` }), /themes is no ordinary file/],
  "a name that climbs out": [() => below(rawTree([["100644", "../../climbed", blob("x")]])), /./],
  "a folder that climbs out": [() => below(rawTree([["40000", "..", rawTree([["100644", "climbed", blob("x")]])]])), /./],
  "a folder of git's": [() => below(rawTree([["40000", ".git", rawTree([["100755", "post-checkout", blob("x")]])]])), /./],
  "one name as a link and as a folder": [() => below(rawTree([["120000", "a", blob("/etc")], ["40000", "a", rawTree([["100644", "b", blob("x")]])]])), /no ordinary file/],
  "a file named 64 million times": [() => below(nested(blob("x"), "100644", 6)), /more than 20000 files/],
  "four gigabytes in a few bytes": [() => below(nested(blob(Buffer.alloc(10_000_000)), "100644", 2)), /or 1000000000 bytes/],
};

for (const [name, [change, said]] of Object.entries(refused)) {
  test(`no preview: ${name}`, { timeout: 60_000 }, () => {
    const { failed, text, temp } = preview(pull(change));
    assert.equal(failed, "Take content and themes", text);
    assert.match(text, said);
    assert.deepEqual(filesBelow(temp).filter((file) => !/^output$/.test(file)), [], "nothing of it was written");
    assert.ok(!existsSync(join(work, "climbed")) && !existsSync(join(temp, "climbed")));
  });
}

test("names and numbers that are commands are none", () => {
  const number = pull(() => {
    for (const name of [`$(touch ${started.replaceAll("/", "\\/")})`, "`id`", "-rf", "--exec=id", "a\n::error::b", "##[add-mask]a", "\u001b[31m", "quo\"te'", " ", "\\"]) {
      mkdirSync(join(upstream, "content/pages/about"), { recursive: true });
      writeFileSync(Buffer.from(join(upstream, "content/pages/about", name.replaceAll("/", "_"))), "x");
    }
  });
  const { text, temp } = preview(number);
  assert.ok(existsSync(join(temp, "pull-request/content/pages/about/-rf")), text);
  assert.match(text.split("\n")[0], /^::stop-commands::[0-9a-f-]{36}$/, "the runner does not listen");
  for (const commit of ["--upload-pack=touch", `$(touch ${started})`, "main", ""]) {
    assert.match(preview(number, { commit }).text, /not named by a number and a commit/);
  }
  assert.match(preview(`7;touch ${started}`, { commit: git(["rev-parse", "main"]) }).text, /not named by a number and a commit/);
  assert.ok(!existsSync(started));
});

test("mistakes of a pull request become its summary, and fail the run", () => {
  const { failed, output, temp } = preview(pull(() => write("content/pages/about/index.fr.md", "---\ntitle: [\n---\n")));
  assert.equal(failed, "Build");
  assert.equal(output, "summary=true\n");
  assert.match(readFileSync(join(temp, "summary.md"), "utf8"), /^## Nothing would be published/);
});

test("the comment leads to the preview, and is no longer than GitHub takes", () => {
  const bin = join(work, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "gh"), '#!/bin/sh\necho "$*" > asked\n', { mode: 0o755 });
  const { run } = jobs.comment.steps.find(({ name }) => name === "Write the comment");
  const comment = (summary, told) => {
    const temp = mkdtempSync(join(work, "comment-"));
    writeFileSync(join(temp, "summary.md"), summary);
    const needed = { RUNNER_TEMP: temp, NUMBER: "7", SITE: "", RUN: "https://forge.example/run", BUILT: "true", PATH: `${bin}:${env.PATH}` };
    execFileSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], { env: { ...env, ...needed, ...told } });
    assert.equal(readFileSync(join(temp, "asked"), "utf8"), "pr comment 7 --edit-last --create-if-none --body-file comment.md\n");
    return readFileSync(join(temp, "comment.md"), "utf8");
  };
  const hostile = "## $(id) `id` %s \\n ${{ x }}";
  assert.equal(comment(`${hostile}\n`), `[Download the preview](https://forge.example/run)\n\n${hostile}\n`);
  assert.ok(comment("x", { SITE: "lab-previews" }).startsWith("[Preview](https://pr-7--lab-previews.netlify.app/)\n"));
  assert.ok(comment("x", { SITE: "lab-previews", BUILT: "false" }).startsWith("[What failed](https://forge.example/run)\n"));
  const long = comment("é".repeat(150_000));
  assert.ok(long.length < 65_536 && !long.includes("\ufffd"), "cut between two signs");
});

test("what visitors could live with is said, and keeps no preview from being shown", () => {
  const number = pull(() => write("content/pages/about/index.en.md", page("Theirs", "[Nowhere](/en/nowhere/)")));
  const { failed, text, output } = preview(number);
  assert.deepEqual([failed, output], [undefined, "summary=true\nsite=true\n"], text);
  assert.match(text, /warning\[local-path-to-nowhere\].*\/en\/nowhere\//);
});

/** What Netlify's API answers to the few questions that the script asks; `says` changes what a deploy says of itself. */
async function netlify(says = {}) {
  const asked = [];
  let deploy = {};
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const path = decodeURIComponent(request.url);
    asked.push({ method: request.method, path, body, authorization: request.headers.authorization });
    const state = () => {
      const missing = Object.values(deploy.files ?? {}).filter((sha) => !asked.some(({ body }) => createHash("sha1").update(body).digest("hex") === sha));
      return { ...deploy, state: deploy.files ? (missing.length ? "prepared" : "ready") : "new", required: [...new Set(missing)], ...says };
    };
    if (request.method === "POST") deploy = { id: "0123456789abcdef01234567", context: "branch-deploy", ...JSON.parse(body) };
    if (request.method === "PUT" && !path.includes("/files/")) deploy = { ...deploy, ...JSON.parse(body) };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(state()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => server.close());
  return { asked, api: `http://127.0.0.1:${server.address().port}/api/v1` };
}

/** Hands a folder to Netlify as the workflow does. */
async function shown({ api }, folder, site = "lab-previews") {
  const program = spawn("bash", [join(project, ".ci/netlify-preview"), folder, site, "pr-7"], {
    env: { ...env, NETLIFY_API: api, NETLIFY_AUTH_TOKEN: "secret-token" }, stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, error] = [program.stdout.toArray(), program.stderr.toArray()];
  const [code] = await once(program, "close");
  return { code, out: Buffer.concat(await out).toString(), error: Buffer.concat(await error).toString() };
}

test("Netlify gets the files of a preview under an address of its own, and nothing that it would obey", async () => {
  const folder = join(work, "shown");
  const files = ["index.html", "fr/é à.html", "a b/100%[1].pdf", "a/quo\"te.txt", "same/index.html", "_headers"];
  const kept = [".netlify/functions/x.js", ".parvis", "fr/.hidden", "netlify.toml"];
  for (const file of [...files, ...kept]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file.endsWith("index.html") ? "the same" : file);
  }
  const server = await netlify();
  const { code, out, error } = await shown(server, folder);
  assert.deepEqual([code, out], [0, "https://pr-7--lab-previews.netlify.app\n"], error);
  const [created, described] = server.asked;
  assert.deepEqual([created.method, created.path, JSON.parse(created.body)], ["POST", "/api/v1/sites/lab-previews.netlify.app/deploys", { branch: "pr-7", draft: false }]);
  assert.deepEqual(Object.keys(JSON.parse(described.body).files).sort(), [...files].sort());
  const uploads = server.asked.filter(({ path }) => path.includes("/files/"));
  const prefix = "/api/v1/deploys/0123456789abcdef01234567/files/";
  assert.deepEqual(uploads.map(({ path }) => path).sort(), files.map((file) => prefix + file).sort());
  for (const { path, body } of uploads) assert.deepEqual(body, readFileSync(join(folder, path.slice(prefix.length))), path);
  assert.ok(server.asked.every(({ authorization }) => authorization === "Bearer secret-token"));
});

test("what Netlify takes for the site itself, or does not make, gets no file", async () => {
  const folder = join(work, "shown");
  for (const says of [{ context: "production" }, { branch: "main" }, { id: "../../sites" }]) {
    const server = await netlify(says);
    const { code, out } = await shown(server, folder);
    assert.ok(code !== 0 && out === "" && server.asked.length === 1, JSON.stringify(says));
  }
  const failing = await netlify({ state: "error", error_message: "no room" });
  const { code, error } = await shown(failing, folder);
  assert.ok(code !== 0 && error.includes("no room"), error);
  for (const site of ["lab.example", "../x", ""]) assert.notEqual((await shown(failing, folder, site)).code, 0);
});
