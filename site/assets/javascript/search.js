/* Searches the site in the browser, with the files that search/bundle.py makes: they are loaded with script tags, so that
   it also works from a disk, and nothing is asked of another host.
   Mounts on <form data-search data-base="ROOT OF THE SITE"> with an input named q and a <div data-search-results>. */
"use strict";
(() => {
  const FOLDER = "zoekindex/";
  const SHOWN = 10;
  const SNIPPET = 260;
  const PART_WEIGHT = 0.3;
  const NEAR_WEIGHT = 0.6;
  const SHORTEST_NEAR = 5;
  const KIND = "soort";
  const KINDS = {
    document: "Documenten", case: "Praktijkgevallen", maatregel: "Maatregelen", begrip: "Begrippen", checklist: "Checklists",
  };
  const MONTHS = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december"];
  const LAST = "0123456789abcdefghijklmnopqrstuv";
  const MORE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()";
  const WORD = /\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?|\d+,\d+|[\p{L}\p{N}\p{M}\u00ad]+(?:[-\u2010\u2011'\u2019&][\p{L}\p{N}\p{M}\u00ad]+)*/gu;

  // Loading: each file calls thuishavenIndex(name, data) once.

  const waiting = new Map();
  const loading = new Map();
  window.thuishavenIndex = (name, data) => {
    const ready = waiting.get(name);
    if (ready) ready(data);
  };

  const load = (base, name) => {
    const key = base + name;
    if (!loading.has(key)) {
      loading.set(key, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(name, resolve);
        script.onerror = () => {
          loading.delete(key);
          reject(new Error(name));
        };
        script.src = base + FOLDER + name + ".js";
        document.head.append(script);
      }));
    }
    return loading.get(key);
  };

  // Words and numbers, as search/analysis.py and search/bundle.py write them.

  const fold = (raw) => {
    const plain = /^\d+[\d.\u00a0\u202f]*,\d+$/.test(raw) ? raw.replace(",", "c") : raw.replace(/['\u2019]s$/, "");
    return plain.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "");
  };

  const wordsOf = (text) => {
    const found = [];
    text.replace(WORD, (raw, start) => {
      const pieces = /[-\u2010\u2011]/.test(raw) ? raw.split(/[-\u2010\u2011]/).map(fold).filter(Boolean) : [];
      found.push({ start, end: start + raw.length, form: fold(raw), pieces });
      return "";
    });
    return found;
  };

  const numbers = (text, from = 0) => {
    const found = [];
    let last = -1;
    let step = 0;
    for (let at = from; at < text.length; at += 1) {
      const more = MORE.indexOf(text[at]);
      if (more >= 0) {
        step = step * 32 + more;
      } else {
        last += step * 32 + LAST.indexOf(text[at]) + 1;
        found.push(last);
        step = 0;
      }
    }
    return found;
  };

  /* The last place in a rising list that is not beyond `wanted`; 0 where all are. */
  const placeOf = (rising, wanted) => {
    let low = 0;
    let high = rising.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rising[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  };

  const shared = (one, other) => {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length += 1;
    return length;
  };

  // Searching.

  const entriesNear = async (site, form) => {
    const n = placeOf(site.manifest.words, form);
    const [forms, terms] = await load(site.base, "words-" + n);
    return { forms: forms.split(" "), terms: terms.split(" ") };
  };

  /* The terms of a typed word as [term, weight]: its own and its parts, or those of the nearest words that are there. */
  const termsOf = async (site, form) => {
    const near = await entriesNear(site, form);
    const at = near.forms.indexOf(form);
    if (at >= 0) {
      const [own, ...parts] = near.terms[at].split(",").map(Number);
      return [[own, 1], ...parts.map((part) => [part, PART_WEIGHT])];
    }
    const longest = Math.max(0, ...near.forms.map((known) => shared(known, form)));
    if (longest < SHORTEST_NEAR) return [];
    const found = near.forms.flatMap((known, n) => (shared(known, form) === longest ? [n] : []));
    const terms = found.slice(0, 5).map((n) => [Number(near.terms[n].split(",")[0]), NEAR_WEIGHT]);
    const start = near.forms.filter((known) => known.length >= SHORTEST_NEAR && form.startsWith(known)).pop();
    for (const link of start ? ["", "s", "en", "e", "n"] : []) {
      const rest = form.slice(start.length);
      const part = rest.startsWith(link) ? rest.slice(link.length) : "";
      if (part.length >= 4) {
        const others = await entriesNear(site, part);
        const place = others.forms.indexOf(part);
        if (place >= 0) {
          terms.push([Number(others.terms[place].split(",")[0]), PART_WEIGHT]);
          break;
        }
      }
    }
    return terms;
  };

  const postingsOf = async (site, term) => {
    const n = placeOf(site.manifest.terms, term);
    const shard = await load(site.base, "terms-" + n);
    const rows = new Map();
    for (const run of shard[term - site.manifest.terms[n]].split(" ")) {
      for (const row of numbers(run, 1)) rows.set(row, LAST.indexOf(run[0]));
    }
    return rows;
  };

  /* The rows that hold words of the question, best first. A row that holds more of the words goes before others. */
  const search = async (site, forms) => {
    const scores = new Map();
    const covers = new Map();
    await Promise.all(forms.map(async (form) => {
      const best = new Map();
      for (const [term, weight] of await termsOf(site, form)) {
        for (const [row, level] of await postingsOf(site, term)) {
          scores.set(row, (scores.get(row) || 0) + weight * level);
          best.set(row, Math.max(best.get(row) || 0, weight));
        }
      }
      for (const [row, weight] of best) covers.set(row, (covers.get(row) || 0) + weight);
    }));
    const rank = (row) => scores.get(row) * (0.3 + (0.7 * covers.get(row)) / forms.length);
    return [...scores.keys()].sort((a, b) => rank(b) - rank(a) || a - b);
  };

  const rowOf = async (site, row) => {
    const n = placeOf(site.manifest.groups, row);
    const group = await load(site.base, "rows-" + n);
    const [url, title, section, kind, date, text] = group[row - site.manifest.groups[n]];
    return { url, title, section, kind, date, text };
  };

  // Showing. Only textContent is written, never HTML.

  const make = (name, text = "", className = "") => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  const matches = (form, asked) => asked.some((word) => form === word
    || (word.length >= SHORTEST_NEAR && form.includes(word))
    || shared(form, word) >= Math.max(SHORTEST_NEAR, Math.ceil(0.7 * Math.max(form.length, word.length))));

  /* The stretch of the text with most of the words, with those words marked. */
  const snippet = (text, asked) => {
    const hits = wordsOf(text).filter((word) => [word.form, ...word.pieces].some((form) => matches(form, asked)));
    let from = 0;
    let most = 0;
    for (const hit of hits) {
      const start = Math.max(0, hit.start - 60);
      const held = hits.filter((other) => other.start >= start && other.end <= start + SNIPPET);
      const different = new Set(held.map((other) => other.form)).size;
      if (different > most) [most, from] = [different, start];
    }
    if (from > 0) from = text.indexOf(" ", from) + 1;
    let to = Math.min(text.length, from + SNIPPET);
    if (to < text.length && text.lastIndexOf(" ", to) > from) to = text.lastIndexOf(" ", to);
    const line = make("p", "", "kb-result__text");
    let at = from;
    line.append(from > 0 ? "\u2026 " : "");
    for (const hit of hits.filter((word) => word.start >= from && word.end <= to)) {
      line.append(text.slice(at, hit.start), make("mark", text.slice(hit.start, hit.end)));
      at = hit.end;
    }
    line.append(text.slice(at, to), to < text.length ? " \u2026" : "");
    return line;
  };

  const dutchDate = (date) => {
    const [year, month, day] = date.split("-").map(Number);
    if (!month) return date;
    return `${day ? day + " " : ""}${MONTHS[month - 1] || ""} ${year}`;
  };

  const resultOf = (site, row, asked) => {
    const item = make("li", "", "kb-result");
    const link = make("a", row.title);
    link.href = /^[a-z][a-z0-9+.-]*:/i.test(row.url) ? "#" : site.base + row.url;
    const head = make("p", "", "kb-result__title");
    head.append(link);
    const about = [row.section, row.date && dutchDate(row.date)].filter(Boolean).join(" \u00b7 ");
    item.append(head, ...(about ? [make("p", about, "kb-result__about")] : []), snippet(row.text, asked));
    return item;
  };

  const counted = (n) => (n === 0 ? "Geen resultaten gevonden" : n === 1 ? "1 resultaat gevonden" : `${n} resultaten gevonden`);

  const mount = (form) => {
    const input = form.querySelector("input[name=q]");
    const region = form.querySelector("[data-search-results]") || document.querySelector("[data-search-results]");
    if (!input || !region) return;
    const site = { base: form.dataset.base || "", manifest: null };
    const chosen = new Set();
    let latest = 0;
    let shown = SHOWN;
    const status = make("p", "", "kb-results__status");
    status.setAttribute("role", "status");
    const choices = make("fieldset", "", "kb-results__facets");
    const list = make("ol", "", "kb-results__list");
    const more = make("button", "Meer resultaten", "kb-results__more");
    more.type = "button";
    choices.hidden = more.hidden = true;
    region.removeAttribute("aria-live"); // the status line speaks; the results themselves are read at will
    region.replaceChildren(status, choices, list, more);

    const offer = (run) => {
      const kinds = (site.manifest.facets.find(([name]) => name === KIND) || [KIND, []])[1];
      if (choices.childElementCount || kinds.length < 2) return;
      choices.append(make("legend", "Toon alleen"));
      for (const [value] of kinds) {
        const label = make("label");
        const box = make("input");
        box.type = "checkbox";
        box.value = value;
        box.addEventListener("change", () => {
          if (box.checked) chosen.add(value);
          else chosen.delete(value);
          run(SHOWN);
        });
        label.append(box, " " + (Object.prototype.hasOwnProperty.call(KINDS, value) ? KINDS[value] : value));
        choices.append(label);
      }
    };

    const narrowed = async (rows) => {
      if (chosen.size === 0) return rows;
      const kinds = (await load(site.base, "facets")).find(([name]) => name === KIND)[1];
      const kept = new Set(kinds.flatMap(([value, coded]) => (chosen.has(value) ? numbers(coded) : [])));
      return rows.filter((row) => kept.has(row));
    };

    const run = async (count) => {
      const mine = ++latest;
      shown = count;
      try {
        if (input.value.trim() === "") {
          status.textContent = "";
          list.replaceChildren();
          choices.hidden = more.hidden = true;
          return;
        }
        status.textContent = "Bezig met zoeken\u2026";
        site.manifest = await load(site.base, "manifest");
        const stop = new Set(site.manifest.stop.split(" "));
        const typed = wordsOf(input.value.slice(0, 500)).flatMap((word) => [word.form, ...word.pieces]);
        const asked = [...new Set(typed)].filter((word) => word && !stop.has(word)).slice(0, 12);
        const rows = site.manifest.rows && asked.length ? await narrowed(await search(site, asked)) : [];
        const results = await Promise.all(rows.slice(0, count).map((row) => rowOf(site, row)));
        if (mine !== latest) return;
        offer(run);
        choices.hidden = choices.childElementCount === 0 || (rows.length === 0 && chosen.size === 0);
        list.replaceChildren(...results.map((row) => resultOf(site, row, asked)));
        more.hidden = rows.length <= count;
        status.textContent = asked.length ? counted(rows.length) : "Typ een woord dat zegt waarover het gaat.";
      } catch {
        if (mine !== latest) return;
        status.textContent = "Zoeken lukt nu niet: de zoekindex kan niet worden gelezen.";
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      try {
        const address = new URL(window.location.href);
        address.searchParams.set("q", input.value);
        window.history.replaceState(null, "", address);
      } catch {
        // some browsers refuse this for a file on disk; the search itself needs it not
      }
      run(SHOWN);
    });
    input.addEventListener("input", () => {
      if (input.value === "") run(SHOWN);
    });
    more.addEventListener("click", async () => {
      const first = shown;
      await run(shown + SHOWN);
      const link = list.children[first] && list.children[first].querySelector("a");
      if (link) link.focus();
    });
    const asked = new URLSearchParams(window.location.search).get("q");
    if (asked) {
      input.value = asked.slice(0, 500);
      run(SHOWN);
    }
  };

  const start = () => document.querySelectorAll("form[data-search]").forEach(mount);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
