// What a visitor came for, on a phone: for each state of a call and of an event a small site of its own has a page, and each
// answer stands within a screen and a half, before 150 words are read.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import assert from "node:assert/strict";
import { assertNone } from "./complaints.js";
import { openBrowser } from "./browser.js";
import { SECTIONS, smallSite } from "./setup.js";

const BUILT = "2026-06-15T12:00:00+02:00";
const SCREEN = { width: 390, height: 844 };
const SCREENS = 1.5;
const WORDS = 150;
/** The bytes of a page without its pictures. */
const BYTES = 25_000;

const CALL = `direction: solutions
instrument: speedup
ordering_party: lab
budget: {max: 240000, currency: EUR, vat: excluded, per: total}
eligibility:
  fr: "Toute entreprise, tout organisme de recherche, toute personne indépendante. Être établi dans l’Union européenne."
  en: "Any company, research body or self-employed person. Established in the European Union."
deliverables:
  fr: "Une note de concept de six pages au plus. Puis une preuve de concept."
  en: "A concept note of no more than six pages. Then a proof of concept."
submit_url: https://example.org/submit
submissions: {received: "27", shortlisted: "3", selected: "1"}
contact: {email: questions@lab.example}
`;
const REASON = `outcome_reason:
  fr: "Un critère pouvait favoriser un candidat."
  en: "One criterion could have favoured a candidate."
`;
const ENDED = "opens: 2026-02-01\ncloses: 2026-04-01T17:00\n";
const RESULT = "results:\n  - {organisation: firm, date: 2026-05-04, amount: {amount: 180000, currency: EUR, vat: excluded}}\n";
/** Each state with the facts that make it, and what its page is to answer at once: a text of each language. */
const CALLS = {
  announced: [`${CALL}opens: 2026-09-01T09:00\ncloses: 2026-10-01T17:00\n`, ["1er septembre 2026", "1 September 2026"], ["240 000 €", "240,000"], ["Toute entreprise", "Any company"]],
  open: [`${CALL}closes: 2026-07-31T17:00\nquestions_until: 2026-07-01T12:00\n`, ["vendredi 31 juillet 2026 à 17 h", "Friday 31 July 2026, 17:00"], ["240 000 €", "240,000"], ["Toute entreprise", "Any company"], ["six pages", "six pages"], ["questions@lab.example"], ["Remettre une offre", "Submit a tender"], ["Suivre cet appel", "Follow this call"]],
  "closing-soon": [`${CALL}closes: 2026-06-18T17:00\n`, ["jeudi 18 juin 2026 à 17 h", "Thursday 18 June 2026, 17:00"], ["240 000 €", "240,000"], ["questions@lab.example"], ["Remettre une offre", "Submit a tender"]],
  closed: [`${CALL}closes: 2026-06-01T17:00\n`, ["Clos – date limite", "Closed – deadline:"], ["Offres reçues", "Tenders received"]],
  unknown: [`${CALL}dates_unknown: true\n`, ["ne sont pas connues", "dates are not known"], ["Suivre cet appel", "Follow this call"]],
  evaluating: [`${CALL}${ENDED}outcome: evaluating\n`, ["évaluation en cours", "under evaluation"], ["Offres reçues", "Tenders received"]],
  awarded: [`${CALL}${ENDED}outcome: awarded\noutcome_date: 2026-05-04\n${RESULT}`, ["Atelier Exemple"], ["180 000 €", "180,000"], ["Offres reçues", "Tenders received"]],
  finalised: [`${CALL}${ENDED}outcome: finalised\noutcome_date: 2026-05-20\n${RESULT}`, ["Atelier Exemple"], ["180 000 €", "180,000"]],
  unsuccessful: [`${CALL}${ENDED}outcome: unsuccessful\noutcome_date: 2026-05-20\n${REASON}`, ["Un critère", "One criterion"], ["Offres reçues", "Tenders received"]],
  cancelled: [`${CALL}${ENDED}outcome: cancelled\noutcome_date: 2026-05-20\n${REASON}`, ["Annulé", "Cancelled"], ["Un critère", "One criterion"]],
  suspended: [`${CALL}opens: 2026-02-01\ncloses: 2026-07-31T17:00\noutcome: suspended\noutcome_date: 2026-06-08\n${REASON}`, ["ne déposez rien", "do not submit"], ["Un critère", "One criterion"], ["questions@lab.example"]],
  withdrawn: [`${CALL}${ENDED}outcome: withdrawn\noutcome_date: 2026-05-20\n${REASON}`, ["Retiré", "Withdrawn"], ["Un critère", "One criterion"]],
};
const EVENT = `type: workshop
organiser: lab
location: {mode: onsite, name: {fr: Maison, en: House}, address: "1, rue de l’Exemple", url: "https://example.org/live"}
registration: {required: true, url: "https://example.org/register"}
`;
const EVENTS = {
  upcoming: [`${EVENT}start: 2026-09-15T09:00\nend: 2026-09-15T17:00\n`, ["mardi 15 septembre 2026", "Tuesday 15 September 2026"], ["Maison", "House"], ["S’inscrire", "Register"], ["agenda", "calendar"]],
  ongoing: [`${EVENT}start: 2026-06-15T09:00\nend: 2026-06-15T17:00\n`, ["lundi 15 juin 2026", "Monday 15 June 2026"], ["Maison", "House"]],
  past: [`${EVENT}start: 2026-05-15T09:00\nend: 2026-05-15T17:00\nreport: {fr: "Trente personnes sont venues.", en: "Thirty people came."}\nrecording: {url: "https://example.org/video"}\n`, ["A eu lieu", "Took place"], ["Voir l’enregistrement", "Watch the recording"]],
  postponed: [`${EVENT}start: 2026-07-15T09:00\nend: 2026-07-15T17:00\nstatus: postponed\nstatus_date: 2026-06-10\n`, ["Reporté", "Postponed"]],
  cancelled: [`${EVENT}start: 2026-07-15T09:00\nend: 2026-07-15T17:00\nstatus: cancelled\nstatus_date: 2026-06-10\n`, ["Annulé", "Cancelled"]],
  "moved-online": [`${EVENT}start: 2026-07-15T09:00\nend: 2026-07-15T17:00\nstatus: moved-online\nstatus_date: 2026-06-10\n`, ["mercredi 15 juillet 2026", "Wednesday 15 July 2026"], ["Participer en ligne", "Take part online"]],
};

/** The states of challenges and programmes: who, what became of it, what one can do. */
const CHALLENGES = {
  collected: ["owner: lab\nstatus: collected\nstatus_since: 2026-04-01\n", ["1er avril 2026", "1 April 2026"], ["Labo", "Lab"], ["Suivre les défis", "Follow all challenges"]],
  "in-call": ["owner: lab\nstatus: in-call\nstatus_since: 2026-05-01\n", ["Labo", "Lab"], ["vendredi 31 juillet 2026 à 17 h", "Friday 31 July 2026, 17:00"], ["Répondre à l’appel", "Respond to the call"]],
  solved: ["owner: lab\nstatus: solved\nstatus_since: 2026-05-04\n", ["Labo", "Lab"], ["Attribué", "Awarded"], ["Salle claire", "Clear room"]],
  declined: ["owner: lab\nstatus: declined\nstatus_since: 2026-05-04\n", ["Écarté", "Dropped"], ["Labo", "Lab"]],
};
const PROGRAMMES = {
  active: ["type: incubator\nowner: lab\nstart: 2025-10-01\nstatus: active\nwebsite: https://example.org/programme\n", ["En cours", "Active"], ["Labo", "Lab"], ["mardi 15 septembre 2026", "Tuesday 15 September 2026"], ["1 service"], ["Site du programme", "Programme website"], ["Suivre ce programme", "Follow this programme"]],
  completed: ["type: acceleration\nowner: lab\nstart: 2024\nend: 2025\nstatus: completed\nstatus_date: 2025-12\n", ["Achevé", "Completed"], ["2024"], ["Labo", "Lab"]],
};
const TIED = { "calls/open": "challenges: [in-call]\n", "calls/awarded": "challenges: [solved]\n", "events/upcoming": "programme: active\n" };
const KINDS = [["calls", CALLS], ["events", EVENTS], ["challenges", CHALLENGES], ["programmes", PROGRAMMES]];

const files = {
  "organisations/firm/index.fr.md": "---\ntitle: {fr: Atelier Exemple, en: Atelier Exemple}\ntype: company\n---\n",
  "pages/subscribe/index.fr.md": "---\ntitle: S’abonner\nsummary: Recevoir les nouveautés.\nrole: subscribe\n---\n",
  "pages/subscribe/index.en.md": "---\ntitle: Subscribe\nsummary: Receive what is new.\n---\n",
  "startups/room/index.fr.md": "---\ntitle: Salle claire\nsummary: Un service.\nprogrammes: active\ncalls: awarded\nmission: {fr: Trouver une salle., en: Find a room.}\nphases: [{name: construction, start: 2026-06-01}]\n---\n",
  "startups/room/index.en.md": "---\ntitle: Clear room\nsummary: A service.\n---\n",
};
for (const [folder, states] of KINDS) {
  for (const [state, [facts]] of Object.entries(states)) {
    const tied = TIED[`${folder}/${state}`] ?? "";
    files[`${folder}/${state}/index.fr.md`] = `---\ntitle: Des courriers clairs du premier coup\nsummary: Aider les agents à écrire des lettres que leurs destinataires comprennent, en français et en allemand.\n${facts}${tied}---\n\nTexte.\n`;
    files[`${folder}/${state}/index.en.md`] = "---\ntitle: Plain letters at the first attempt\nsummary: Help staff to write letters that their readers understand, in French and in German.\n---\n\nText.\n";
  }
}

const { origin, browser } = await openBrowser(smallSite(files, BUILT, { more: "phases: [{id: construction, label: {fr: Construction, en: Building}, active: true}]\n" }));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const every = (lang) => KINDS.flatMap(([folder, states]) =>
  Object.entries(states).map(([state, [, ...answers]]) => ({ state, path: `/${lang}/${SECTIONS[lang][folder]}/${state}/`, answers })));

/** A reader of the site at the moment at which it was built. */
async function reader(options) {
  const context = await browser.newContext(options);
  const view = await context.newPage();
  await view.clock.setFixedTime(new Date(BUILT));
  return { context, view };
}

for (const [rank, lang] of ["fr", "en"].entries()) {
  test(`each state answers within a screen and a half of a phone, ${lang}`, async (t) => {
    const { context, view } = await reader({ viewport: SCREEN });
    const complaints = [];
    for (const { state, path, answers } of every(lang)) {
      await view.goto(origin + path);
      assert.equal(await view.locator("article.item").getAttribute("data-state"), state, path);
      for (const answer of answers) {
        const wanted = answer[Math.min(rank, answer.length - 1)];
        const found = await view.evaluate((wanted) => {
          const plain = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ");
          const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_ELEMENT);
          let words = 0, best;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.closest("template, [hidden], .hidden") || !plain(node.textContent).includes(wanted)) continue;
            if ([...node.children].some((child) => plain(child.textContent).includes(wanted))) continue;
            const before = document.createRange();
            before.setStart(document.querySelector("main"), 0);
            before.setEndBefore(node);
            words = plain(before.cloneContents().textContent).split(" ").filter(Boolean).length;
            best = { bottom: node.getBoundingClientRect().bottom + scrollY, words };
            break;
          }
          return best;
        }, wanted);
        if (!found) complaints.push(`${path}: “${wanted}” is nowhere`);
        else if (found.bottom > SCREENS * SCREEN.height) complaints.push(`${path}: “${wanted}” on screen ${(found.bottom / SCREEN.height).toFixed(2)}`);
        else if (found.words > WORDS) complaints.push(`${path}: “${wanted}” after ${found.words} words`);
        else t.diagnostic(`${path} “${wanted}”: screen ${(found.bottom / SCREEN.height).toFixed(2)}, ${found.words} words`);
      }
    }
    await context.close();
    assertNone(complaints, "answers that come late");
  });

  test(`nobody is asked to hand in or to come where that is over, ${lang}`, async () => {
    const { context, view } = await reader({ viewport: SCREEN });
    const complaints = [];
    for (const { state, path } of every(lang)) {
      await view.goto(origin + path);
      const links = await view.locator(".answer a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      const open = ["open", "closing-soon", "upcoming", "ongoing", "moved-online"].includes(state);
      const doors = links.filter((href) => /example\.org\/(submit|register|live)|event\.ics$/.test(href));
      if (open === (doors.length === 0)) complaints.push(`${path}: ${doors.join(" ")}`);
    }
    await context.close();
    assertNone(complaints, "doors");
  });

  test(`axe finds nothing in any state, and no page moves or is heavy, ${lang}`, async () => {
    const complaints = [];
    for (const [colorScheme, width] of [["light", 320], ["dark", 390], ["light", 1280], ["dark", 1280]]) {
      const { context, view } = await reader({ viewport: { width, height: 844 }, colorScheme });
      for (const { path } of every(lang)) {
        await view.goto(origin + path);
        await view.evaluate(axe);
        const { found, shift, bytes } = await view.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
          const shifts = await new Promise((done) => {
            new PerformanceObserver((list) => done(list.getEntries())).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done([]), 50);
          });
          const source = await (await fetch(location.href)).text();
          return {
            found: violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`),
            shift: shifts.reduce((sum, { value }) => sum + value, 0),
            bytes: new TextEncoder().encode(source).length,
          };
        });
        complaints.push(...found.map((line) => `${path} ${colorScheme} ${width}: ${line}`));
        if (shift >= 0.05) complaints.push(`${path} ${width}: moves by ${shift}`);
        if (bytes > BYTES) complaints.push(`${path}: ${bytes} bytes`);
      }
      await context.close();
    }
    assertNone(complaints, "pages");
  });
}
