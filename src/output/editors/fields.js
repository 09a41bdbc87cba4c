// Written by `parvis new --cms`, which replaces it.
//
// What Sveltia CMS has no fields for: texts in one or several languages, dates with or without a time, drafts, values of amendments, groups that
// fold, and checks that rest on several fields. Whatever was in the file is saved as it was found unless somebody changes it.

const french = document.documentElement.lang === "fr";
const say = (en, fr) => (french ? fr : en);

/** Lists and maps may come as those of Immutable. */
const plain = (value) => (value && typeof value.toJS === "function" ? value.toJS() : value);
const isEmpty = (value) => value === undefined || value === null || value === ""
  || (typeof value === "object" && Object.values(value).every(isEmpty));
const facts = (entry) => plain(entry?.get("data")) ?? {};
const today = () => {
  const now = new Date(), two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

/** What items and their translations held when they were opened, and what was said of changes, by the path of their file; until they are saved. */
const opened = new Map(), changes = new Map();

/** The fields that each language has; set by the form. */
let words = [];

/** The field of a translation that names the original it was made from. */
const STAMP = "translation_of";

/** What a translation says, to see whether it was changed. */
const saidIn = (data) => JSON.stringify(words.filter((key) => key !== STAMP).map((key) => data?.[key] ?? ""));

/** What an item held when it was opened; nothing if it is new. */
function before(entry) {
  const path = entry?.get("path");
  if (path && !opened.has(path)) {
    const translations = Object.entries(plain(entry.get("i18n")) ?? {}).map(([language, { data }]) => [language, saidIn(data)]);
    opened.set(path, { item: facts(entry), translations: new Map(translations) });
  }
  return path ? opened.get(path).item : undefined;
}

/** Whether an item was public when it was opened, so that a change of it is one for those who read it. */
function wasPublic(item) {
  return item !== undefined && String(item.draft) !== "true" && !(String(item.published ?? "") > today());
}

/** The rules that hide fields, each with the field that makes it. */
const rules = new Map();
const sheet = document.head.appendChild(document.createElement("style"));

/** Hides fields. One that is refused is shown, wherever it stands. */
function hide(by, selectors) {
  rules.set(by, selectors.map((one) => `${one}:not(:has([role="alert"].validation)) { display: none; }`).join("\n"));
  sheet.textContent = `
    [data-field-type="parvis-form"]:not(:has([role="alert"].validation)) { display: none; }
    [data-field-type="parvis-group"] { background: var(--sui-secondary-background-color); }
    [data-field-type="parvis-group"] h4 { font-size: 1.15em; }
    .parvis-row { display: flex; flex-wrap: wrap; gap: .75em; align-items: center; }
    .parvis-row label, .parvis-change > p > label { display: flex; flex-wrap: wrap; gap: .4em; align-items: center; }
    .parvis-row input { flex: none; width: auto !important; }
    .parvis-note { margin: .5em 0 0; }
    .parvis-change { margin: .75em 0 0; border: 2px solid currentcolor; padding: .5em 1em; }
    .parvis-button { border: 1px solid currentcolor; border-radius: 4px; padding: .3em .8em; cursor: pointer; background: none; color: inherit; font: inherit; }
    ${[...rules.values()].join("\n")}`;
}

const button = (text, onClick, rest) => h("button", { type: "button", className: "parvis-button", onClick, ...rest }, text);

/** The inputs of a text: one for all languages if it was written so, else one for each. */
function textInputs({ id, value, languages, isLong, className, onChange }) {
  const labelled = (name, lang, text, change) => h("p", { key: name, lang }, h("label", { htmlFor: `${id}-${name}` }, name),
    h(isLong ? "textarea" : "input", {
      id: `${id}-${name}`, value: text ?? "", rows: 4, className, style: { width: "100%" }, onChange: (event) => change(event.target.value),
    }));
  if (!isEmpty(value) && typeof value !== "object") {
    const each = Object.fromEntries(languages.map((lang) => [lang, String(value)]));
    return h("div", {}, labelled(say("All languages", "Toutes les langues"), undefined, value, onChange),
      button(say("One text for each language", "Un texte par langue"), () => onChange(each)));
  }
  const texts = value || {};
  return h("div", {}, ...languages.map((lang) => labelled(lang, lang, texts[lang], (text) => {
    const changed = Object.entries({ ...texts, [lang]: text }).filter(([, one]) => one);
    onChange(changed.length > 0 ? Object.fromEntries(changed) : "");
  })));
}

CMS.registerFieldType("parvis-text", createClass({
  render() {
    const { field, onChange, forID, classNameWrapper, value } = this.props;
    return textInputs({
      id: forID, value: plain(value), languages: plain(field.get("languages")), isLong: field.get("long"), className: classNameWrapper, onChange,
    });
  },
}));

/** A value before or after a change: a text, or what is edited in the file. */
CMS.registerFieldType("parvis-value", createClass({
  render() {
    const { field, onChange, forID, classNameWrapper } = this.props;
    const value = plain(this.props.value), languages = plain(field.get("languages"));
    if (value && typeof value === "object" && !Object.keys(value).every((key) => languages.includes(key))) {
      return h("p", { id: forID }, h("code", {}, JSON.stringify(value)), " ", say("Edit it in the file.", "À modifier dans le fichier."));
    }
    if (value && typeof value === "object") return textInputs({ id: forID, value, languages, className: classNameWrapper, onChange });
    return h("input", { id: forID, value: String(value ?? ""), className: classNameWrapper, onChange: (event) => onChange(event.target.value) });
  },
}));

/** A new item is a draft until somebody publishes it. */
CMS.registerFieldType("parvis-draft", createClass({
  componentDidMount() {
    if (isEmpty(this.props.value) && !this.props.entry?.get("path")) this.props.onChange(true);
  },
  render() {
    const { forID, onChange, value } = this.props;
    const choice = (chosen, text) => h("label", {}, h("input", {
      type: "radio", name: forID, id: chosen ? forID : `${forID}-public`, checked: (String(value) === "true") === chosen, onChange: () => onChange(chosen),
    }), text);
    return h("div", { className: "parvis-row" },
      choice(true, say("Draft: nobody sees it", "Brouillon\u00a0: personne ne le voit")), choice(false, say("Public", "Public")));
  },
}));

/** A date, with a time where one is written. What is less precise, or has an offset, is written as it is in the file. */
CMS.registerFieldType("parvis-time", createClass({
  getInitialState: () => ({ isWritten: false, time: "" }),
  render() {
    const { field, onChange, forID, classNameWrapper, entry } = this.props;
    const value = String(this.props.value ?? "");
    const [whole, day, time = ""] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::00)?)?$/.exec(value) ?? [];
    const set = (day, time) => {
      this.setState({ time });
      onChange(day && time ? `${day}T${time}` : day);
    };
    const input = (type, label, value, change, rest) => h("label", {}, label, h("input", {
      type, value, className: classNameWrapper, onChange: (event) => change(event.target.value), ...rest,
    }));
    const isWritten = this.state.isWritten || (value !== "" && !whole);
    const parts = isWritten
      ? [h("input", { key: "text", id: forID, value, className: classNameWrapper, onChange: (event) => onChange(event.target.value) })]
      : [
        input("date", say("Day", "Jour"), day ?? "", (day) => set(day, time || this.state.time), { id: forID, key: "day" }),
        field.get("with_time") && input("time", say("Time", "Heure"), time, (time) => set(day, time), { key: "time", disabled: !day }),
        !day && button(say("Today", "Aujourd’hui"), () => set(today(), ""), { key: "today" }),
        !day && field.get("is_vague") && button(say("A month or a year", "Un mois ou une année"), () => this.setState({ isWritten: true }), { key: "write" }),
      ];
    let note;
    if (field.get("closing") && day && !time) note = say("Until the end of this day.", "Jusqu’à la fin de ce jour.");
    if (field.get("closing") && time === "00:00") {
      note = say("00:00 is the end of the day before: delete the time for the end of this day.",
        "00:00 est la fin de la veille\u00a0: effacez l’heure pour la fin de ce jour.");
    }
    return h("div", {}, h("div", { className: "parvis-row" }, ...parts), note && h("p", { className: "parvis-note" }, note), this.change(value));
  },
  /** What is asked when a date that was public changes: it becomes an amendment when the item is saved. */
  change(value) {
    const { field, forID, classNameWrapper, entry } = this.props;
    const name = field.get("name"), item = before(entry);
    if (!field.get("amendable") || !wasPublic(item)) return undefined;
    const path = entry.get("path");
    const all = changes.get(path) ?? {};
    const said = all[name] ?? { isAnnounced: true, reason: "" };
    changes.set(path, { ...all, [name]: said });
    if (isEmpty(item[name]) || value === "" || String(item[name]) === value) return undefined;
    const tell = (more) => {
      changes.set(path, { ...changes.get(path), [name]: { ...said, ...more } });
      this.forceUpdate();
    };
    return h("fieldset", { className: "parvis-change" },
      h("legend", {}, say("This date was public: ", "Cette date était publique\u00a0: "), String(item[name]).replace("T", " ")),
      h("p", {}, h("label", {}, h("input", {
        type: "checkbox", checked: !said.isAnnounced, onChange: (event) => tell({ isAnnounced: !event.target.checked }),
      }), say("I am correcting a typo: announce nothing", "Je corrige une faute de frappe\u00a0: ne rien annoncer"))),
      said.isAnnounced && h("p", {}, say("The change will be announced. Why does the date change?", "Le changement sera annoncé. Pourquoi la date change-t-elle\u202f?")),
      said.isAnnounced && textInputs({
        id: `${forID}-reason`, value: said.reason, languages: plain(field.get("languages")), className: classNameWrapper, onChange: (reason) => tell({ reason }),
      }));
  },
}));

/** The amendments of an item with those of the dates that were changed. */
function amended(item, item_before, asked) {
  const amendments = [item.amendments ?? []].flat();
  for (const [field, { isAnnounced, reason }] of Object.entries(asked)) {
    const [from, to] = [item_before[field], item[field]];
    const isChanged = !isEmpty(from) && !isEmpty(to) && String(from) !== String(to);
    const of_field = amendments.filter((one) => one.field === field);
    // Whoever writes the amendment by hand has said it all.
    if (!isChanged || !isAnnounced || of_field.some((one) => String(one.to) === String(to))) continue;
    const same_day = of_field.find((one) => String(one.date) === today());
    if (same_day) Object.assign(same_day, { to }, isEmpty(reason) ? {} : { reason });
    else amendments.push({ date: today(), field, from, to, ...(isEmpty(reason) ? {} : { reason }) });
  }
  return amendments;
}

/** The fingerprint of an original, as `parvis i18n --stamp` makes it. Nothing where the browser makes none, without HTTPS. */
async function fingerprint({ title, summary, image_alt, body }) {
  const texts = [title, summary, image_alt, body].map((text) => `${String(text ?? "").replace(/\r\n?/g, "\n").trim()}\0`);
  const digest = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(texts.join("")));
  return digest && [...new Uint8Array(digest, 0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

CMS.registerEventListener({
  name: "preSave",
  handler: async ({ entry }) => {
    const path = entry.get("path"), item_before = opened.get(path)?.item;
    let saved = entry.deleteIn(["data", "parvis"]);
    const stamp = await fingerprint(facts(saved));
    for (const [language, { data }] of Object.entries(plain(entry.get("i18n")) ?? {})) {
      const said = opened.get(path)?.translations.get(language);
      if (said === saidIn(data)) continue;
      // A language that is added has words only: Sveltia copies facts into it that are in fields of ours.
      const own = Object.entries(data).filter(([key]) => said !== undefined || words.includes(key));
      // Who changes a translation has the original beside it.
      saved = saved.setIn(["i18n", language, "data"], { ...Object.fromEntries(own), ...(stamp && { [STAMP]: stamp }) });
    }
    if (!wasPublic(item_before) || !changes.has(path)) return saved;
    const amendments = amended(facts(saved), item_before, changes.get(path));
    return amendments.length > 0 ? saved.setIn(["data", "amendments"], amendments) : saved;
  },
});
CMS.registerEventListener({
  name: "postSave",
  handler: ({ entry }) => [opened, changes].forEach((map) => map.delete(entry.get("path"))),
});

/** The heading of fields that fold, which are the next ones of the form. */
const unfolded = new Set();
CMS.registerFieldType("parvis-group", createClass({
  fold() {
    const { field, entry } = this.props;
    const names = plain(field.get("fields_of_group")), group = `${entry?.get("collection")}/${field.get("name")}`;
    const [language] = plain(field.get("languages"));
    const pane = `[data-locale="${language}"][data-mode="edit"]`;
    hide(this, unfolded.has(group) ? [] : names.map((name) => `${pane} [data-key-path="${name}"]`));
    return { names, group };
  },
  componentWillUnmount() { rules.delete(this); },
  render() {
    const { forID, entry } = this.props;
    const { names, group } = this.fold();
    const item = facts(entry), filled = names.filter((name) => !isEmpty(item[name])).length;
    const isOpen = unfolded.has(group);
    const toggle = () => {
      if (!unfolded.delete(group)) unfolded.add(group);
      this.forceUpdate();
    };
    const text = isOpen ? say("Fold", "Replier") : say("Unfold", "Déplier");
    return h("div", { className: "parvis-row" }, button(text, toggle, { id: forID, "aria-expanded": isOpen }),
      filled > 0 && h("span", {}, say(`${filled} filled in`, filled > 1 ? `${filled} champs remplis` : "1 champ rempli")));
  },
}));

/** The maps at the end of a path of keys, of which some may be lists. */
const mapsAt = (item, [key, ...rest]) => (key === undefined ? [item]
  : [item[key] ?? []].flat().filter((one) => one && typeof one === "object").flatMap((one) => mapsAt(one, rest)));

/** Whether a field of a map has a value that counts. */
const holds = (map, { field, is, time }) => {
  if (isEmpty(map[field])) return false;
  return is ? is.includes(String(map[field])) : !time || String(map[field]).includes("T");
};

const LIGATURES = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th" };

/** An id made of a title: `a` to `z`, digits and `-`, and no longer than some 60 characters. */
function idOf(title) {
  const letters = String(title ?? "").toLowerCase().replace(/[œæßøłđðþ]/g, (one) => LIGATURES[one]).normalize("NFD").replace(/\p{M}/gu, "");
  const id = letters.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return id.length > 60 ? id.slice(0, 61).replace(/-[^-]*$/, "").slice(0, 60) : id;
}

/**
 * Says what is missing of what is required only with or without other fields, and hides what is of no use. For a new item its value is the id
 * made of the title, from which Sveltia makes the folder; it is not saved.
 */
CMS.registerFieldType("parvis-form", createClass({
  async isValid() {
    // Sveltia asks before this field is rendered with what has changed. A field that is gone by then is never rendered again, and whoever
    // saves would wait for it.
    await new Promise((resolve) => {
      this.forceUpdate(resolve);
      setTimeout(resolve, 200);
    });
    const { field, entry } = this.props;
    const item = facts(entry);
    this.name();
    const missing = plain(field.get("needs")).filter((need) => mapsAt(item, need.in).some((map) => (!need.in.length || !isEmpty(map))
      && need.fields.every((name) => isEmpty(map[name]))
      && (!need.when || holds(map, need.when)) && !(need.unless ?? []).some((other) => holds(map, other))));
    return missing.length === 0 || { error: { message: missing.map((need) => need.label).join(" · ") } };
  },
  name() {
    const { entry, value, onChange } = this.props;
    const { title } = facts(entry);
    // The titles of an organisation may stand in one file.
    const id = entry?.get("path") ? value : idOf(title && typeof title === "object" ? Object.values(title)[0] : title);
    if (!isEmpty(id) && id !== value) onChange(id);
  },
  componentDidUpdate() { this.name(); },
  show() {
    const { field, entry } = this.props;
    words = plain(field.get("words"));
    before(entry);
    const item = facts(entry);
    const useless = plain(field.get("shown")).filter(({ field, by, is, empty }) => isEmpty(item[field])
      && (empty ? !isEmpty(item[by]) : !holds(item, { field: by, is: is.length > 0 ? is : undefined })));
    hide(this, useless.map(({ field }) => `[data-mode="edit"] [data-key-path="${field}"]`));
  },
  componentWillUnmount() { rules.delete(this); },
  render() {
    this.show();
    return h("span", { id: this.props.forID });
  },
}));
