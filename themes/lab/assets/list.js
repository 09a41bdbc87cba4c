// Filters a list by theme and state, and counts what is left in each group: on lists with groups, on one page.
// Cards have `data-state` and `data-themes`, groups `data-group`; `[data-count]` are the numbers beside the links to groups.
// The choice stands in the address, `?theme=…&state=…`, so that it can be sent and found again.

const main = document.querySelector("main");
const form = main.querySelector("[data-list=filter]");
const { theme, state } = form.elements;
/** A list whose items have one theme has no choice of it. */
const choices = [theme, state].filter(Boolean);

/** Sets a text, where it differs: what changes is observed. */
const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };

function filter() {
  const cards = [...main.querySelectorAll("article[data-item]")];
  for (const card of cards) {
    const { themes = "", state: own } = card.dataset;
    const fits = (!theme?.value || themes.split(" ").includes(theme.value)) && (!state.value || state.value === own);
    card.closest("li").hidden = !fits;
  }
  for (const group of main.querySelectorAll("section[data-group]")) {
    const left = group.querySelectorAll("li:not([hidden])").length;
    group.hidden = !left;
    const count = [...main.querySelectorAll("[data-count]")].find(({ dataset }) => dataset.count === group.dataset.group);
    if (!count) continue;
    say(count, `${left}`);
    count.closest("li").hidden = !left;
  }
  const left = cards.filter((card) => !card.closest("li").hidden).length;
  say(form.querySelector("[data-list=shown]"), left < cards.length ? form.dataset.shown.replace("{n}", left).replace("{total}", cards.length) : "");
}

const states = new Map([...main.querySelectorAll("article[data-state]")].map((card) => [card.dataset.state, card.querySelector("[data-tone]").textContent]));
for (const [value, label] of states) state.add(new Option(label, value));

/** Writes what is chosen into the address, and into those of the same page in other languages. */
function remember() {
  for (const link of [location, ...document.querySelectorAll("[data-languages] a")]) {
    const url = new URL(link.href);
    for (const choice of choices) {
      if (choice.value) url.searchParams.set(choice.name, choice.value);
      else url.searchParams.delete(choice.name);
    }
    if (link === location) history.replaceState(history.state, "", url);
    else link.href = url;
  }
}

const asked = new URLSearchParams(location.search);
for (const choice of choices) {
  const value = asked.get(choice.name) ?? "";
  // A state that no card is in any more chooses nothing.
  choice.value = [...choice.options].some((option) => option.value === value) ? value : "";
}
if (choices.some(({ value }) => value)) remember();
form.addEventListener("change", () => {
  filter();
  remember();
});
// The hours move cards to other groups.
new MutationObserver(filter).observe(main, { childList: true, subtree: true });
filter();
