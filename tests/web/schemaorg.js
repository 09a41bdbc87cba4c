// The vocabulary of schema.org as it publishes it (a package holds its N-Quads): classes, properties and what they take.
// It knows no page.

import { readFileSync } from "node:fs";

const SCHEMA = "http://schema.org/";
const PENDING = "http://pending.schema.org";

/** Subject to predicate (its last part) to objects; names of the vocabulary without its namespace. */
const terms = new Map();
const own = (iri) => (iri.startsWith(SCHEMA) ? iri.slice(SCHEMA.length) : iri);
for (const line of readFileSync(new URL(import.meta.resolve("@vocabulary/schema/schema.nq")), "utf8").split("\n")) {
  const [, subject, predicate, object] = /^<([^>]+)> <([^>]+)> <([^>]+)> /.exec(line) ?? [];
  if (!subject?.startsWith(SCHEMA)) continue;
  const about = terms.get(own(subject)) ?? new Map();
  const name = predicate.split(/[#/]/).at(-1);
  about.set(name, [...(about.get(name) ?? []), own(object)]);
  terms.set(own(subject), about);
}

const objects = (name, predicate) => terms.get(name)?.get(predicate) ?? [];
const isClass = (name) => objects(name, "type").some((type) => type.endsWith("#Class"));
const isProperty = (name) => objects(name, "type").some((type) => type.endsWith("#Property"));
/** A class and all above it. */
const above = (name) => [name, ...objects(name, "subClassOf").flatMap(above)];
const isA = (classes, wanted) => classes.flatMap(above).some((name) => wanted.includes(name));

export const isPending = (name) => objects(name, "isPartOf").includes(PENDING);
export const size = terms.size;

const DAY = String.raw`\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d{2}:\d{2})`;
/** What a plain value has to be to be of a class of values. */
const literal = {
  Text: (value) => typeof value === "string",
  URL: (value) => typeof value === "string" && /^https?:\/\/[^\s"<>]+$/.test(value) && URL.canParse(value),
  Boolean: (value) => typeof value === "boolean",
  Number: (value) => typeof value === "number",
  Integer: (value) => Number.isInteger(value),
  Date: (value) => typeof value === "string" && new RegExp(`^${DAY}$`).test(value),
  DateTime: (value) => typeof value === "string" && new RegExp(`^\\d{4}-\\d{2}-\\d{2}T${TIME}$`).test(value),
};

/**
 * What is wrong with expanded nodes of JSON-LD. `terms` gathers every class, property and member that they use.
 */
export function faults(nodes, terms = new Set()) {
  const found = [];
  const types = new Map();
  const learn = (node) => {
    if (node["@id"] && node["@type"]) types.set(node["@id"], node["@type"].map(own));
    for (const value of Object.values(node).flat()) if (value && typeof value === "object") learn(value);
  };
  nodes.forEach(learn);
  nodes.forEach((node) => check(node));
  return found;

  function check(node) {
    const classes = (node["@type"] ?? types.get(node["@id"]) ?? []).map(own);
    for (const name of classes) {
      terms.add(name);
      if (!isClass(name)) found.push(`there is no class ${name}`);
    }
    const properties = Object.entries(node).filter(([key]) => !key.startsWith("@"));
    if (properties.length && !classes.length) found.push(`a thing without a class has ${own(properties[0][0])}`);
    for (const [iri, values] of properties) {
      // `query-input` and its like are notes on a property, from schema.org's page on actions.
      const written = own(iri);
      const name = written.replace(/-(input|output)$/, "");
      terms.add(written);
      if (!isProperty(name)) { found.push(`there is no property ${name}`); continue; }
      if (objects(name, "supersededBy").length) found.push(`${name} is superseded`);
      if (!isA(classes, objects(name, "domainIncludes"))) found.push(`${classes} has no property ${name}`);
      for (const value of values) if (name === written) range(name, value);
    }
  }

  function range(name, value) {
    const wanted = objects(name, "rangeIncludes");
    if ("@value" in value) {
      const plain = value["@value"];
      const member = typeof plain === "string" && plain.startsWith("https://schema.org/") && plain.slice("https://schema.org/".length);
      const kind = member && objects(member, "type");
      if (member) terms.add(member);
      if (kind && isA(kind, wanted)) return;
      if (member || !wanted.some((one) => above(one).some((up) => literal[up]?.(plain)))) found.push(`${name} is ${JSON.stringify(plain)}, and takes ${wanted}`);
      return;
    }
    const classes = (value["@type"] ?? types.get(value["@id"]) ?? []).map(own);
    // What another page tells of is only named here.
    if (classes.length && !isA(classes, wanted)) found.push(`${name} is a ${classes}, and takes ${wanted}`);
    if (!classes.length && !value["@id"]) found.push(`${name} is nothing`);
    check(value);
  }
}
