// Filters a list by theme and state, and counts what is left in each group: on lists with groups, on one page.
// Cards have `data-state` and `data-themes`, groups `data-group`; `[data-count]` are the numbers beside the links to groups.

const main = document.querySelector("main");
const form = main.querySelector("[data-list=filter]");
const { theme, state } = form.elements;

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
form.addEventListener("change", filter);
// The hours move cards to other groups.
new MutationObserver(filter).observe(main, { childList: true, subtree: true });
filter();
