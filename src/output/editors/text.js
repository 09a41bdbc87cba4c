// A text of the facts: the same in all languages, or one for each. It is saved as it was found, and in languages when these are asked for.

const words = {
  fr: { all: "Toutes les langues", each: "Un texte par langue" },
  en: { all: "All languages", each: "One text for each language" },
}[document.documentElement.lang] ?? {};

/** Lists and maps may come as those of Immutable. */
const plain = (value) => (value && typeof value.toJS === "function" ? value.toJS() : value);

CMS.registerFieldType("parvis-text", createClass({
  render() {
    const { field, onChange, forID, classNameWrapper } = this.props;
    const value = plain(this.props.value);
    const input = (id, text, change) => h(field.get("long") ? "textarea" : "input", {
      id, value: text ?? "", rows: 4, className: classNameWrapper, style: { width: "100%" }, onChange: (event) => change(event.target.value),
    });
    const labelled = (name, lang, text, change) => h("p", { key: name, lang },
      h("label", { htmlFor: `${forID}-${name}` }, name), input(`${forID}-${name}`, text, change));
    const languages = plain(field.get("languages"));
    if (value !== null && value !== undefined && value !== "" && typeof value !== "object") {
      const each = Object.fromEntries(languages.map((lang) => [lang, String(value)]));
      return h("div", {}, labelled(words.all, undefined, value, onChange),
        h("button", { type: "button", onClick: () => onChange(each) }, words.each));
    }
    const texts = value || {};
    return h("div", {}, ...languages.map((lang) => labelled(lang, lang, texts[lang], (text) => {
      const changed = Object.entries({ ...texts, [lang]: text }).filter(([, one]) => one);
      onChange(changed.length > 0 ? Object.fromEntries(changed) : "");
    })));
  },
}));
