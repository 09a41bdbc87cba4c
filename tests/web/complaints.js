// One assertion for all checks of many pages: everything that is wrong at once, not only the first.

import assert from "node:assert/strict";

const SHOWN = 40;

export function assertNone(complaints, what) {
  const shown = complaints.slice(0, SHOWN).map((line) => `  ${line}`).join("\n");
  const rest = complaints.length > SHOWN ? `\n  … and ${complaints.length - SHOWN} more` : "";
  assert.ok(complaints.length === 0, `${what}: ${complaints.length}\n${shown}${rest}`);
}
