// The calendars, read by two programs that share no code: ical.js (Thunderbird's) and ts-ics.

import { test } from "node:test";
import assert from "node:assert/strict";
import ICAL from "ical.js";
import { convertIcsCalendar } from "ts-ics";
import { assertNone } from "./complaints.js";
import { attribute, base, files, filesOf, languages, movedBase, movedFolder, now, pageAt, pages, read, text } from "./site.js";

// Far from every zone of the content: a time that is read by the clocks of this machine would show.
process.env.TZ = "Pacific/Auckland";

const isCalendar = (file) => file.endsWith(".ics");
const isDeadlines = (file) => file.endsWith("/deadlines.ics");
// One at an old address is that of the page to which this leads.
const isAtOldAddress = (file) => pageAt(file.replace(/[^/]+$/, ""))?.redirects ?? false;
const calendars = [...files].filter((file) => isCalendar(file) && !isAtOldAddress(file));

/** Zones under names that no program knows, so that both readers go by the VTIMEZONE of the file alone. */
const withOwnZones = (source) => source.replace(/TZID([=:])/g, "TZID$1unknown-");

const iso = (date) => date.toISOString().replace(".000Z", "Z");

/** A date as both readers tell it: a day as `2026-04-25`, a moment in UTC. */
const toldByIcal = (time) => time && (time.isDate ? time.toString() : iso(time.toJSDate()));
const toldByTsIcs = (time) => time && (time.type === "DATE" ? time.date.toISOString().slice(0, 10) : iso(time.date));

function readByIcal(source) {
  const calendar = new ICAL.Component(ICAL.parse(source));
  return calendar.getAllSubcomponents("vevent").map((event) => {
    const value = (name) => event.getFirstPropertyValue(name);
    return {
      uid: value("uid"), start: toldByIcal(value("dtstart")), end: toldByIcal(value("dtend")), stamp: toldByIcal(value("dtstamp")),
      summary: value("summary"), description: value("description"), location: value("location") ?? undefined, url: value("url"),
      status: value("status"), sequence: value("sequence"), alarms: event.getAllSubcomponents("valarm"),
    };
  });
}

function readByTsIcs(source) {
  return (convertIcsCalendar(undefined, source).events ?? []).map((event) => ({
    // It leaves what RFC 5545 (section 3.3.11) escapes in a UID as it is written.
    uid: event.uid.replaceAll("\\,", ","), start: toldByTsIcs(event.start), end: toldByTsIcs(event.end), stamp: toldByTsIcs(event.stamp),
    summary: event.summary, description: event.description, location: event.location, url: event.url,
    // A sequence of 0 is the one of an entry that tells none, and ts-ics takes it so.
    status: event.status, sequence: event.sequence ?? 0,
  }));
}

const readers = new Map(calendars.map((file) => [file, readByIcal(withOwnZones(read(file)))]));
const eventsOf = (file) => readers.get(file);

const dayBefore = (day) => new Date(Date.parse(day) - 86400e3).toISOString().slice(0, 10);
const isDay = (told) => told?.length === 10;
const plain = (words) => words.replace(/\s+/g, " ").trim();

/** The `<time>`s in the answer of an item's page; those of its notes are among them. */
const timesOf = (page) => page.all.filter((element) => element.tagName === "time" && isIn(element, "data-answer")).map((time) => attribute(time, "datetime"));
function isIn(element, name) {
  for (let at = element; at; at = at.parentNode) if (at.attrs && attribute(at, name) !== undefined) return true;
  return false;
}

const pageOf = (event) => pageAt(new URL(event.url).pathname);

test("there are calendars of events, of deadlines, of every theme, of every event and of every closing, in every language", () => {
  for (const lang of languages) {
    const own = calendars.filter((file) => file.startsWith(`/${lang}/`));
    const count = (name) => own.filter((file) => file.endsWith(`/${name}.ics`)).length;
    assert.equal(count("deadlines"), 1);
    assert.ok(count("calendar") >= 2, lang);
    const dated = new Set(eventsOf(own.find((file) => file.endsWith("/calendar.ics") && file.split("/").length === 4)).map(({ url }) => new URL(url).pathname));
    assert.ok(dated.size > 3 && count("event") >= dated.size, `${dated.size} events`);
    for (const path of dated) assert.ok(files.has(`${path}event.ics`), path);
    const closing = new Set(eventsOf(own.find(isDeadlines)).map(({ url }) => new URL(url).pathname));
    const alone = own.filter((file) => file.endsWith("/deadline.ics"));
    assert.ok(closing.size > 3, `${closing.size} closings`);
    for (const path of closing) assert.ok(files.has(`${path}deadline.ics`), path);
    for (const file of alone) {
      assert.equal(eventsOf(file).length, 1, file);
      const listed = eventsOf(own.find(isDeadlines)).find(({ uid }) => uid === eventsOf(file)[0].uid);
      // A reader of both sees the closing once.
      if (listed) assert.deepEqual({ ...eventsOf(file)[0], alarms: 2 }, { ...listed, alarms: 2 }, file);
    }
  }
});

test("lines end in CRLF, are 75 octets long at most, and hold no control characters", () => {
  const complaints = [];
  for (const file of calendars) {
    const lines = read(file).split("\r\n");
    if (lines.pop() !== "") complaints.push(`${file}: the last line has no end`);
    lines.forEach((line, rank) => {
      if (Buffer.byteLength(line) > 75) complaints.push(`${file}:${rank + 1}: ${Buffer.byteLength(line)} octets`);
      if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]/.test(line)) complaints.push(`${file}:${rank + 1}: ${JSON.stringify(line)}`);
    });
  }
  assertNone(complaints, "lines that are none of RFC 5545");
});

test("every calendar has the properties of RFC 5545 and no method, and those to subscribe to a name", () => {
  const complaints = [];
  for (const file of calendars) {
    const calendar = new ICAL.Component(ICAL.parse(read(file)));
    const value = (name) => calendar.getFirstPropertyValue(name)?.toString();
    if (value("version") !== "2.0" || !value("prodid") || value("method")) complaints.push(`${file}: ${value("version")} ${value("prodid")} ${value("method")}`);
    if (!calendar.getAllSubcomponents().length) complaints.push(`${file}: empty`);
    if (/\/(event|deadline)\.ics$/.test(file)) continue;
    if (!value("name") || value("name") !== value("x-wr-calname")) complaints.push(`${file}: called ${value("name")}`);
    if (value("source") !== base + file || !pageAt(new URL(value("url")).pathname)) complaints.push(`${file}: at ${value("source")} of ${value("url")}`);
    if (value("refresh-interval") !== "PT12H") complaints.push(`${file}: refreshed after ${value("refresh-interval")}`);
  }
  assertNone(complaints, "calendars that lack something");
});

test("a calendar at an old address is the one of the page that it leads to", () => {
  const complaints = [];
  const old = [...files].filter((file) => isCalendar(file) && isAtOldAddress(file));
  for (const file of old) {
    const [folder, name] = [file.replace(/[^/]+$/, ""), file.replace(/^.*\//, "")];
    const [, to] = pageAt(folder).source.match(/http-equiv="refresh" content="0; url=([^"]+)"/);
    if (read(new URL(to + name, base).pathname) !== read(file)) complaints.push(`${file}: is not that of ${to}`);
  }
  assert.ok(old.length > 0);
  assertNone(complaints, "calendars at old addresses that differ");
});

test("every entry has an id, a stamp that is not to come, a start, and a page; ids are unique and name no host", () => {
  const complaints = [];
  for (const file of calendars) {
    const ids = new Set();
    for (const event of eventsOf(file)) {
      if (!/^tag:[a-z0-9.-]+,\d{4}:(event:[a-z0-9-]+|call:[a-z0-9-]+:closes)$/.test(event.uid) || ids.has(event.uid)) complaints.push(`${file}: id ${event.uid}`);
      ids.add(event.uid);
      if (!(new Date(event.stamp) <= now)) complaints.push(`${file}: ${event.uid} is of ${event.stamp}`);
      if (!event.start) complaints.push(`${file}: ${event.uid} has no start`);
      if (event.end !== undefined && event.end !== null && !(new Date(event.end) > new Date(event.start))) complaints.push(`${file}: ${event.uid} ends at ${event.end}`);
      if (!event.url.startsWith(base) || !pageOf(event)) complaints.push(`${file}: ${event.uid} is at ${event.url}`);
    }
  }
  assertNone(complaints, "entries that lack something");
});

test("two readers find the same in every calendar, going by its own time zones", () => {
  const complaints = [];
  for (const file of calendars) {
    const outline = (events) => events.map(({ alarms, ...rest }) => JSON.stringify({ ...rest, end: rest.end ?? undefined }));
    const [one, two] = [outline(eventsOf(file)), outline(readByTsIcs(withOwnZones(read(file))))];
    assert.equal(one.length, two.length, file);
    one.forEach((event, rank) => { if (event !== two[rank]) complaints.push(`${file}:\n    ${event}\n    ${two[rank]}`); });
  }
  assertNone(complaints, "entries that readers read differently");
});

test("every entry is when its page says it is, and is called as its page is", () => {
  const complaints = [];
  let hours = 0;
  for (const file of calendars) {
    for (const event of eventsOf(file)) {
      const page = pageOf(event);
      // A closing is the end of its entry, for nothing may be shown after it.
      const isDeadline = event.uid.endsWith(":closes");
      const shown = timesOf(page).map((time) => (isDay(time) ? time : time.length > 10 ? iso(new Date(time)) : undefined));
      const ends = [event.end, isDay(event.end) ? dayBefore(event.end) : event.start];
      if (!isDay(event.start)) hours += 1;
      if (!isDeadline && !shown.includes(event.start)) complaints.push(`${file}: ${event.uid} begins at ${event.start}, its page says ${shown}`);
      if (!ends.some((end) => shown.includes(end))) complaints.push(`${file}: ${event.uid} ends at ${event.end}, its page says ${shown}`);
      if (isDeadline && !isDay(event.start) && Date.parse(event.end) - Date.parse(event.start) !== 30 * 60e3) complaints.push(`${file}: ${event.uid} lasts from ${event.start} to ${event.end}`);
      const title = plain(text(page.one("h1")));
      if (!plain(event.summary).endsWith(title)) complaints.push(`${file}: ${event.uid} is called ${event.summary}, its page ${title}`);
      if (event.status === "CANCELLED" && !["cancelled", "withdrawn", "suspended"].includes(page.state)) complaints.push(`${file}: ${event.uid} is ${page.state}`);
      if (!event.description.endsWith(event.url)) complaints.push(`${file}: ${event.uid} does not say where its page is`);
    }
  }
  assert.ok(hours > 0, "some entries have hours");
  assertNone(complaints, "entries at odds with their page");
});

test("every deadline to come has an alarm a week and a day before the closing", () => {
  const complaints = [];
  for (const file of calendars) {
    for (const event of eventsOf(file)) {
      const closing = ICAL.Time.fromString(event.end ?? event.start);
      // A program would let the alarms of a deadline that has passed go off at once.
      const isAhead = event.uid.endsWith(":closes") && closing.toJSDate() > now;
      const days = event.alarms.map((alarm) => {
        const trigger = alarm.getFirstProperty("trigger");
        const from = trigger.getParameter("related") === "END" ? event.end : event.start;
        const at = ICAL.Time.fromString(from);
        at.addDuration(trigger.getFirstValue());
        if (alarm.getFirstPropertyValue("action") !== "DISPLAY" || !alarm.getFirstPropertyValue("description")) complaints.push(`${file}: ${event.uid} has an alarm that shows nothing`);
        return closing.subtractDate(at).toSeconds() / 86400;
      });
      if (JSON.stringify(days) !== JSON.stringify(isAhead ? [7, 1] : [])) complaints.push(`${file}: ${event.uid} has alarms ${days} days before`);
    }
    if (isDeadlines(file)) assert.ok(eventsOf(file).length > 0 && eventsOf(file).every(({ uid }) => uid.endsWith(":closes")), file);
  }
  assertNone(complaints, "alarms at another time");
});

test("both languages hold the same entries at the same times", () => {
  const outline = (file) => JSON.stringify(eventsOf(file).map(({ uid, start, end, sequence, status }) => [uid, start, end, sequence, status]).sort());
  const byHolding = (lang) => calendars.filter((file) => file.startsWith(`/${lang}/`)).map(outline).sort();
  for (const lang of languages) assert.deepEqual(byHolding(lang), byHolding(languages[0]));
});

test("the same calendar under another host has the same ids and times, and nothing of the first host", () => {
  const complaints = [];
  assert.deepEqual(filesOf(movedFolder).filter((file) => isCalendar(file) && !isAtOldAddress(file)), calendars);
  for (const file of calendars) {
    const moved = read(file, movedFolder);
    const outline = (events) => JSON.stringify(events.map(({ uid, start, end, stamp, sequence, summary }) => [uid, start, end, stamp, sequence, summary]));
    if (outline(readByIcal(withOwnZones(moved))) !== outline(eventsOf(file))) complaints.push(`${file}: other entries`);
    const unfolded = moved.replaceAll("\r\n ", "");
    if (unfolded.includes(new URL(base).host) || !unfolded.includes(`URL:${movedBase}/`)) complaints.push(`${file}: names ${base}`);
  }
  assertNone(complaints, "calendars that change with the host");
});

test("every calendar is linked on some page, those to subscribe to by webcal and https, and every such link leads to one", () => {
  const complaints = [];
  const [linked, byHttps] = [new Set(), new Set()];
  for (const page of pages) {
    for (const link of page.named("a")) {
      const href = attribute(link, "href") ?? "";
      const path = href.startsWith("webcal:") ? new URL(href.replace("webcal:", "https:")) : undefined;
      if (path && (path.origin !== base || !calendars.includes(path.pathname))) complaints.push(`${page.file}: ${href} leads nowhere`);
      if (path) linked.add(path.pathname);
      else if (isCalendar(href) && !calendars.includes(href)) complaints.push(`${page.file}: ${href} leads nowhere`);
      else if (/\/(event|deadline)\.ics$/.test(href)) linked.add(href);
      else if (isCalendar(href)) byHttps.add(href);
    }
  }
  for (const file of calendars) {
    const isAlone = /\/(event|deadline)\.ics$/.test(file);
    // What is over or called off is added to no calendar any more; its own stays for those who have it.
    const isOver = isAlone && !["announced", "open", "closing-soon", "upcoming"].includes(pageAt(file.replace(/[^/]+$/, "")).state);
    if (!isOver && (!linked.has(file) || (!isAlone && !byHttps.has(file)))) complaints.push(`${file} is linked on no page`);
  }
  assertNone(complaints, "calendars out of reach");
});
