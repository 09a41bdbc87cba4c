// Keeps a page in step with its sources while `parvis serve` runs, and says on a badge what there is to do; never part of a
// published site.
(() => {
  'use strict';
  const { etag, bare, lang } = document.currentScript.dataset;
  const WORDS = {
    en: {
      title: 'The sources have errors: this is the last good page',
      hide: 'Hide',
      more: 'All that is to be done',
      source: 'This page is written in',
      copy: 'Copy the path',
      copied: 'Copied',
      selected: 'Selected: copy it with the keyboard',
    },
    fr: {
      title: 'Les sources contiennent des erreurs : voici la dernière page correcte',
      hide: 'Masquer',
      more: 'Tout ce qui reste à faire',
      source: 'Cette page est écrite dans',
      copy: 'Copier le chemin',
      copied: 'Copié',
      selected: 'Sélectionné\u202f: copiez-le au clavier',
    },
  };
  const words = WORDS[lang] ?? WORDS.en;
  const KEPT = 'parvis-scroll';
  const here = () => location.pathname + location.search;
  const about = () => `?page=${encodeURIComponent(location.pathname)}`;
  let stream, seen, box, text, badge, wasOpen;

  const reload = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify([here(), scrollX, scrollY, badge?.panel.open]));
    } catch { /* The browser keeps nothing here: the page begins at its top. */ }
    location.reload();
  };

  const returnToPlace = () => {
    try {
      const [path, left, top, open] = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
      sessionStorage.removeItem(KEPT);
      if (path !== here()) return;
      wasOpen = open;
      scrollTo({ left, top, behavior: 'instant' });
    } catch { /* As above. */ }
  };

  // The old styles stay until the new ones are there, so that nothing flickers.
  const swapStyles = (version) => {
    for (const old of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      if (!URL.canParse(old.href)) continue;
      const address = new URL(old.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.set('parvis', version);
      const fresh = old.cloneNode();
      fresh.href = address;
      fresh.addEventListener('load', () => old.remove());
      fresh.addEventListener('error', () => fresh.remove());
      old.after(fresh);
    }
  };

  /** Puts a part of ours at the end of the page. A sheet made here is allowed where a page forbids inline styles. */
  const add = (name, id, styles, ...members) => {
    const host = document.createElement(name);
    Object.assign(host, { lang, id, dir: 'ltr' });
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(...members);
    document.documentElement.append(host);
    return host;
  };

  const make = (name, properties, ...members) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...members);
    return element;
  };

  const openBox = () => {
    text = make('pre');
    const hide = make('button', { type: 'button', textContent: words.hide });
    hide.addEventListener('click', () => {
      box.hidden = true;
      badge?.host.removeAttribute('hidden');
    });
    const more = make('a', { href: `/_parvis/${about()}`, textContent: words.more });
    const section = make('section', { role: 'alert' }, make('h2', { textContent: words.title }), hide, more, text);
    box = add('div', 'parvis-problems', `
      :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; }
      :host([hidden]) { display: none; }
      section { box-sizing: border-box; max-height: 60vh; overflow: auto; padding: 1rem; background: #fff; color: #1a1a1a;
        border-top: .5rem solid #b00020; font: 1rem/1.4 system-ui, sans-serif; }
      h2 { margin: 0 0 .5rem; font-size: 1.125rem; }
      pre { margin: 1rem 0 0; font: .875rem/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
      button { font: inherit; padding: .25rem 1rem; }
      a { color: #00457c; margin-inline-start: 1rem; }
      @media print { :host { display: none; } }`, section);
  };

  const openBadge = () => {
    const label = make('summary');
    const path = make('code');
    const said = make('span', { role: 'status' });
    const copy = make('button', { type: 'button', textContent: words.copy });
    copy.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(path.textContent);
        said.textContent = words.copied;
      } catch {
        // Only a secure context has a clipboard: not another machine that looks at this server.
        getSelection().selectAllChildren(path);
        said.textContent = words.selected;
      }
    });
    const source = make('p', {}, `${words.source} `, path, make('br'), copy, ' ', said);
    const more = make('p', {}, make('a', { href: `/_parvis/${about()}`, textContent: words.more }));
    const panel = make('details', { open: wasOpen ?? false }, label, make('div', {}, source, more));
    panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      panel.open = false;
      label.focus();
    });
    const host = add('aside', 'parvis-badge', `
      :host { all: initial; color-scheme: light dark; position: fixed; inset: auto .5rem .5rem auto; z-index: 2147483646;
        max-width: calc(100vw - 1rem); font: .875rem/1.4 system-ui, sans-serif; }
      :host([hidden]) { display: none; }
      summary, details > div { color: light-dark(#1a1a1a, #f2f2f2); background: light-dark(#fff, #1f1f1f);
        border: 2px solid light-dark(#595959, #a6a6a6); border-radius: .5rem; }
      summary { box-sizing: border-box; min-height: 2.75rem; padding: .625rem .75rem; cursor: pointer; }
      details > div { position: absolute; inset: auto 0 calc(100% + .25rem) auto; box-sizing: border-box; padding: .25rem .75rem;
        width: max-content; max-width: min(calc(100vw - 1rem), 30rem); }
      p { margin: .5rem 0; }
      code { font: .875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
      button { font: inherit; min-height: 2.75rem; margin-block-start: .25rem; padding: .25rem 1rem; cursor: pointer; }
      a { display: inline-block; padding-block: .875rem; color: light-dark(#00457c, #8cc8ff); }
      :focus-visible { outline: 3px solid light-dark(#00457c, #8cc8ff); outline-offset: 2px; }
      @media print { :host { display: none; } }`, panel);
    host.setAttribute('aria-label', 'parvis');
    badge = { host, label, panel, path, source };
  };

  /** What there is to do, and where the page is written. */
  const showBadge = async () => {
    if (bare !== undefined) return;
    const answer = await fetch(`/_parvis/badge.json${about()}`, { cache: 'no-store' }).catch(() => undefined);
    if (!answer?.ok) return;
    const { label, source } = await answer.json();
    if (!badge) openBadge();
    badge.label.textContent = label;
    badge.path.textContent = source ?? '';
    badge.source.hidden = !source;
    badge.host.toggleAttribute('hidden', box !== undefined && !box.hidden);
  };

  const showProblems = (problems) => {
    if (bare !== undefined) return;
    if (!problems) {
      box?.remove();
      box = undefined;
      badge?.host.removeAttribute('hidden');
      return;
    }
    if (!box) openBox();
    if (text.textContent !== problems) {
      box.hidden = false;
      badge?.host.setAttribute('hidden', '');
      text.textContent = problems;
    }
  };

  const hear = async ({ data }) => {
    const now = JSON.parse(data);
    const before = seen;
    seen = now;
    showProblems(now.problems);
    showBadge();
    if (before && before.parts !== now.parts) return reload();
    const page = await fetch(here(), { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
    if (page && page.headers.get('etag') !== `"${etag}"`) return reload();
    if (before && before.styles !== now.styles) swapStyles(now.styles);
  };

  // A page that nobody sees holds no connection: browsers allow a host only a few. It catches up when it is looked at.
  const listen = () => {
    stream?.close();
    if (document.hidden) return;
    stream = new EventSource('/_parvis/events');
    stream.addEventListener('message', hear);
  };

  document.addEventListener('visibilitychange', listen);
  addEventListener('pagehide', () => stream?.close());
  addEventListener('pageshow', (event) => { if (event.persisted) listen(); });
  returnToPlace();
  listen();
})();
