// Keeps a page in step with its sources while `parvis serve` runs; never part of a published site.
(() => {
  'use strict';
  const { etag, bare, lang } = document.currentScript.dataset;
  const WORDS = {
    en: {
      title: 'The sources have errors: this is the last good page',
      hide: 'Hide',
      more: 'All that is to be done',
    },
    fr: {
      title: 'Les sources contiennent des erreurs : voici la dernière page correcte',
      hide: 'Masquer',
      more: 'Tout ce qui reste à faire',
    },
  };
  const words = WORDS[lang] ?? WORDS.en;
  const KEPT = 'parvis-scroll';
  const here = () => location.pathname + location.search;
  let stream, seen, box, text;

  const reload = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify([here(), scrollX, scrollY]));
    } catch { /* The browser keeps nothing here: the page begins at its top. */ }
    location.reload();
  };

  const returnToPlace = () => {
    try {
      const [path, left, top] = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
      sessionStorage.removeItem(KEPT);
      if (path === here()) scrollTo({ left, top, behavior: 'instant' });
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

  const openBox = () => {
    box = document.createElement('div');
    box.lang = lang;
    box.dir = 'ltr';
    box.id = 'parvis-problems';
    const shadow = box.attachShadow({ mode: 'open' });
    // A sheet made here is allowed where a page forbids inline styles.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; }
      :host([hidden]) { display: none; }
      section { box-sizing: border-box; max-height: 60vh; overflow: auto; padding: 1rem; background: #fff; color: #1a1a1a;
        border-top: .5rem solid #b00020; font: 1rem/1.4 system-ui, sans-serif; }
      h2 { margin: 0 0 .5rem; font-size: 1.125rem; }
      pre { margin: 1rem 0 0; font: .875rem/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
      button { font: inherit; padding: .25rem 1rem; }
      a { color: #00457c; margin-inline-start: 1rem; }
      @media print { :host { display: none; } }`);
    shadow.adoptedStyleSheets = [sheet];
    const section = document.createElement('section');
    section.setAttribute('role', 'alert');
    const title = document.createElement('h2');
    title.textContent = words.title;
    text = document.createElement('pre');
    const hide = document.createElement('button');
    hide.type = 'button';
    hide.textContent = words.hide;
    hide.addEventListener('click', () => { box.hidden = true; });
    const more = document.createElement('a');
    more.href = '/_parvis/';
    more.textContent = words.more;
    section.append(title, hide, more, text);
    shadow.append(section);
    document.documentElement.append(box);
  };

  const showProblems = (problems) => {
    if (bare !== undefined) return;
    if (!problems) {
      box?.remove();
      box = undefined;
      return;
    }
    if (!box) openBox();
    if (text.textContent !== problems) {
      box.hidden = false;
      text.textContent = problems;
    }
  };

  const hear = async ({ data }) => {
    const now = JSON.parse(data);
    const before = seen;
    seen = now;
    showProblems(now.problems);
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
