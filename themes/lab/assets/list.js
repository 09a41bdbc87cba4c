// Filters a list of one page. Which attributes it reads is in docs/themes.md.

const main = document.querySelector("main");
const form = main.querySelector("[data-list=filter]");
/** A list offers no choice of what is the same for all its items. */
const choices = [...form.querySelectorAll("select")];
const { state } = form.elements;
/** What a card has of it. */
const valuesOf = ({ dataset }, name) => (dataset[name === "theme" ? "themes" : name] ?? "").split(" ");

/** Sets a text, where it differs: what changes is observed. */
const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };

function filter() {
  const cards = [...main.querySelectorAll("article[data-item]")];
  for (const card of cards) {
    card.closest("li").hidden = !choices.every(({ name, value }) => !value || valuesOf(card, name).includes(value));
  }
  for (const fold of main.querySelectorAll("section[data-group] > details")) {
    const left = fold.querySelectorAll("li:not([hidden])").length;
    say(fold.querySelector("[data-count]"), `${left}`);
    fold.hidden = !left;
    if (choices.some(({ value }) => value)) fold.open = true;
  }
  for (const month of main.querySelectorAll("[data-month]")) month.hidden = !month.querySelector("li:not([hidden])");
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

if (state) {
  const states = new Map([...main.querySelectorAll("article[data-state] [data-tone]")].map((word) => [word.closest("[data-state]").dataset.state, word.textContent]));
  for (const [value, label] of states) state.add(new Option(label, value));
}

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
