// Keeps a page true between two builds: what was to come when the site was built may have come when the page is read.
// Which attributes it reads is in docs/themes.md.
"use strict";
{
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  /** So many days ahead, a date says more than a count of days. */
  const FARTHEST = 60;
  const HOLDER = "[data-item], [data-live]";

  /** Where the browser does not speak the page's language, it would count in its own: then nothing is counted. */
  const [spoken] = Intl.RelativeTimeFormat.supportedLocalesOf(document.documentElement.lang);
  const relative = spoken && new Intl.RelativeTimeFormat(spoken, { numeric: "auto" });
  /** How far away that is, its number on the line of its unit. */
  const away = (number, unit) => relative.format(number, unit).replace(/(\d) /g, "$1\u00a0");
  let timer;

  /** Does something with each of these; where one is broken, the others are not. */
  function each(some, work) {
    for (const one of some) {
      try {
        work(one);
      } catch (error) {
        console.warn(error);
      }
    }
  }

  /** The elements of an item that belong to no other item inside of it. */
  const own = (item, selector) => [...item.querySelectorAll(selector)].filter((one) => one.closest(HOLDER) === item);

  /** Shows what `template` holds in place of what its item shows. */
  function take(template) {
    const item = template.closest(HOLDER);
    const { state, tone, place, group } = template.dataset;
    each([...template.content.querySelectorAll("[data-part]")], (part) => {
      own(item, "[data-part]").find((one) => one.dataset.part === part.dataset.part)?.replaceWith(part);
    });
    if (state) item.dataset.state = state;
    if (tone) own(item, "[data-answer]").forEach((answer) => { answer.dataset.tone = tone; });
    if (place) item.dataset.place = place;
    template.remove();
    if (group) move(item, group);
  }

  function move(card, group) {
    const entry = card.closest("li");
    const list = entry.parentElement;
    const section = list.closest("section");
    if (section?.dataset.groups) {
      const fits = section.dataset.groups.split(" ").includes(group);
      if (!fits && !list.hidden) drop(entry, list, section);
      if (fits && list.hidden) insert(entry, shownList(list));
    } else if (section?.dataset.group) {
      insert(entry, sectionOf(group, section).querySelector("ul"));
      const month = list.closest("[data-month]");
      if (month) month.hidden = list.children.length === 0;
      section.hidden = !section.querySelector("li");
    } else if (section?.hasAttribute("data-ordered")) {
      insert(entry, list);
    }
  }

  /** The section of a group beside another one, made from its template where it is not there yet. */
  function sectionOf(group, beside) {
    const found = [...beside.parentElement.children].find((one) => one.dataset.group === group);
    if (!(found instanceof HTMLTemplateElement)) {
      if (found) found.hidden = false;
      return found ?? beside;
    }
    const section = found.content.firstElementChild;
    found.replaceWith(section);
    return section;
  }

  /** Puts a card into a list, before the first that stands behind it. */
  function insert(entry, list) {
    const place = (one) => (one.querySelector("[data-place]")?.dataset.place ?? "").split(" ").map(Number);
    const [rank, time] = place(entry);
    const isBehind = (other) => {
      const [otherRank, otherTime] = place(other);
      return otherRank > rank || (otherRank === rank && otherTime > time);
    };
    const behind = [...list.children].find((other) => other !== entry && isBehind(other));
    if (entry.parentElement !== list || entry.nextElementSibling !== (behind ?? null)) list.insertBefore(entry, behind ?? null);
  }

  /** The list that is shown before one of cards that wait; where there is none, it takes the place of the words that say so. */
  function shownList(waiting) {
    const before = waiting.previousElementSibling;
    if (before.matches("ul")) return before;
    const list = waiting.cloneNode(false);
    list.hidden = false;
    before.replaceWith(list);
    return list;
  }

  /** Takes a card out of a list that is not for its group any more. */
  function drop(entry, list, section) {
    entry.remove();
    if (list.children.length > 0) return;
    const empty = section.querySelector("template[data-empty]");
    if (empty) list.replaceWith(empty.content.cloneNode(true));
    else section.hidden = true;
  }

  const moments = (inside, selector) => [...inside.querySelectorAll(selector)]
    .map((template) => ({ template, from: Date.parse(template.dataset.from) }))
    .filter(({ from }) => !Number.isNaN(from))
    .sort((one, other) => one.from - other.from);

  /** Puts lists of cards that wait into the page, hidden, once one of their cards changes; the moment at which the next will. */
  function unpack(now) {
    let next = Infinity;
    each(document.querySelectorAll("template[data-waiting]"), (template) => {
      const { from = Infinity } = moments(template.content, "[data-item] > template[data-from]")[0] ?? {};
      if (from > now) {
        next = Math.min(next, from);
        return;
      }
      const list = template.content.firstElementChild;
      list.hidden = true;
      template.replaceWith(list);
    });
    return next;
  }

  const dayNumber = (year, month, day) => Date.UTC(year, month - 1, day) / DAY;

  /** The day in a zone, in days from 1970. */
  function today(now, timeZone) {
    const format = new Intl.DateTimeFormat(undefined, {
      timeZone, calendar: "gregory", numberingSystem: "latn", year: "numeric", month: "numeric", day: "numeric",
    });
    const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
    return dayNumber(parts.year, parts.month, parts.day);
  }

  /** How far off a moment is in words; `undefined` when it has come, or is too far off to be counted. */
  function distance(now, { day, at, zone }) {
    const left = at ? Date.parse(at) - now : undefined;
    const days = dayNumber(...day.split("-").map(Number)) - today(now, zone);
    if (left <= 0 || days < 0 || days > FARTHEST) return undefined;
    if (days > 0 || left === undefined) return away(days, "day");
    if (left >= HOUR) return away(Math.floor(left / HOUR), "hour");
    return away(Math.max(1, Math.floor(left / MINUTE)), "minute");
  }

  function count(now) {
    each(document.querySelectorAll("[data-day]"), (countdown) => {
      const when = relative && distance(now, countdown.dataset);
      const words = when ? countdown.dataset.words.replace("{when}", () => when) : "";
      if (countdown.textContent !== words) countdown.textContent = words;
      countdown.hidden = words === "";
    });
  }

  function mark(now) {
    each(document.querySelectorAll("[data-first-month]"), (figure) => {
      const day = new Date(today(now, figure.dataset.zone) * DAY);
      const [year, month] = figure.dataset.firstMonth.split("-").map(Number);
      const months = (day.getUTCFullYear() - year) * 12 + day.getUTCMonth() + 1 - month;
      const days = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
      const path = `M${months * 100 + Math.floor((day.getUTCDate() - 1) * 100 / days)} 0v14`;
      figure.querySelectorAll("[data-today]").forEach((line) => line.getAttribute("d") === path || line.setAttribute("d", path));
    });
  }

  /** Brings calendars to the present: each dated step, and today behind the last that has begun. */
  function advance(now) {
    each(document.querySelectorAll("[data-now]"), (mark) => {
      let last;
      for (const step of mark.parentElement.querySelectorAll(":scope > [data-begins]")) {
        if (Date.parse(step.dataset.begins) > now) continue;
        const isOver = Date.parse(step.dataset.ends) <= now;
        step.dataset.progress = isOver ? "done" : "current";
        if (isOver) step.removeAttribute("aria-current");
        else step.setAttribute("aria-current", "step");
        if (mark.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_FOLLOWING) last = step;
      }
      last?.after(mark);
    });
  }

  /** Brings the page to the present, and comes back when it is to change again. */
  function correct() {
    const now = Date.now();
    const focused = document.activeElement;
    const waiting = unpack(now);
    const later = moments(document, `:is(${HOLDER}) > template[data-from]`);
    each(later.filter(({ from }) => from <= now), ({ template }) => take(template));
    // A card that is moved loses the focus, which its reader did not move.
    if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
    count(now);
    mark(now);
    advance(now);
    const steps = [...document.querySelectorAll("[data-begins]")].flatMap(({ dataset }) => [dataset.begins, dataset.ends].map(Date.parse));
    const next = Math.min(waiting, ...[...later.map(({ from }) => from), ...steps].filter((moment) => moment > now));
    const isCounting = document.querySelector("[data-day]:not([hidden])") !== null;
    clearTimeout(timer);
    // Hours and minutes are counted by the minute; a timer cannot wait for months.
    timer = setTimeout(correct, Math.min(next - now, isCounting ? MINUTE : DAY));
  }

  each(document.querySelectorAll("[data-answer]"), (answer) => {
    const fit = () => answer.toggleAttribute("data-fits", answer.offsetHeight < innerHeight - 32);
    new ResizeObserver(fit).observe(answer);
    addEventListener("resize", fit);
  });

  each(document.querySelectorAll("[data-copy]"), (button) => {
    button.hidden = !navigator.clipboard;
    button.onclick = async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.nextElementSibling.textContent = button.dataset.copied;
    };
  });

  // A page may have slept for days in a tab, or in the history of the browser.
  document.addEventListener("visibilitychange", () => document.hidden || correct());
  window.addEventListener("pageshow", ({ persisted }) => persisted && correct());
  correct();
}
