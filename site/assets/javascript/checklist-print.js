/* The paper of a checklist: the same page with text in the place of fields, from what checklist.js knows and what the page
   quotes. It is printed instead of the page, and shown as a preview. All of it is set as text; nothing is read as HTML. */
"use strict";
(() => {
  const { make, nlDate, today, valuesAt } = window.thuishaven;
  const LETTERS = 16;
  const QUOTE = 280;

  const short = (text) => {
    const told = text.replace(/\s+/g, " ").trim();
    return told.length <= QUOTE ? told : told.slice(0, QUOTE).replace(/\s\S*$/, "") + " …";
  };
  const row = (name, value) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value));
  const table = (rows) => {
    const told = rows.filter(([, value]) => value).map(([name, value]) => row(name, value));
    return make("table", { class: "kb-facts" }, make("tbody", {}, ...told));
  };
  const list = (tag, items) => (items.length ? [make(tag, {}, ...items.map((item) => make("li", {}, item)))] : []);

  /* Where a point comes from: the sources that its section cites, and the passages that it quotes. */
  const sources = (section) => {
    const cited = [...section.querySelectorAll(".kb-cite a")].map((link) => document.querySelector(link.getAttribute("href")));
    return [...new Set(cited.filter(Boolean).map((item) => short(item.firstChild.textContent)))];
  };
  const quotes = (section) => [...section.querySelectorAll(".kb-evidence")].filter((item) => item.querySelector("blockquote"))
    .map((item) => `“${short(item.querySelector("blockquote").textContent)}” — ${short(item.querySelector(".kb-where").textContent)}`);
  const law = (section) => [...section.querySelectorAll("ul[data-law] li")].map((item) => short(item.textContent));

  const signed = (given, months) => [given.by || "niet vermeld", given.date.value ? nlDate(given.date.value, months) : ""].filter(Boolean).join(", ");

  const point = (one, about) => {
    const { index, numbers, answers, months } = about;
    const { criterion } = one;
    const section = document.getElementById(`c-${criterion.id}`);
    const given = answers[criterion.id];
    const word = given && index.answers[given.answer];
    const facts = table([
      ["Vraag", criterion.question],
      ["Waarom", about.conditional(one) ? one.why : ""],
      ["Antwoord", (one.open ? given && given.evidence : given && word) || "nog niet ingevuld"],
      ["Bewijs", one.open || !given ? "" : given.evidence],
      ["Nota", given ? given.note : ""],
      ["Ingevuld", given && (given.by || given.date.value) ? signed(given, months) : ""],
    ]);
    const behind = [...law(section), ...sources(section), ...quotes(section)];
    const title = make("h3", {}, `${numbers[criterion.id]}. ${criterion.title}`);
    const told = behind.length ? [make("p", {}, "Waar dit staat"), ...list("ul", behind)] : [];
    return make("section", { class: "kb-paper__point", "data-paper-point": criterion.id }, title, facts, ...told);
  };

  window.thuishaven.paper = (about) => {
    const { index, scheme, status, jurisdiction, numbers, profile, day, months, checked } = about;
    const { points, asked, result } = checked;
    const page = document.querySelector("form[data-checklist]").closest("article");
    const old = page.querySelector("[data-paper]");
    const made = make("section", { class: "kb-paper", "data-paper": "", "aria-label": "Afdruk van de checklist" });
    const known = index.order.map((fact) => {
      const field = index.fields.find((one) => one.fact === fact);
      const values = valuesAt(profile, field.path).map((value) => about.engine.label(fact, value));
      return [index.names[fact].replace(/^\S+ /, ""), values.join(", ")];
    });
    const number = (id) => (id ? `${scheme.criteria.find((one) => one.id === id).title} (${numbers[id]}): ` : "");
    made.append(
      make("p", { class: "kb-paper__advice" }, make("b", {}, index.advice)),
      table([
        ["Project", profile.title || "niet benoemd"],
        ["Regeling", `${scheme.title}, versie ${scheme.version}, nagekeken op ${nlDate(scheme.reviewed, months)}`],
        ["Instantie", scheme.authority], ["Rechtsgebied", jurisdiction], ["Status", status], ["Gevraagd voor", nlDate(day, months)],
        ["Afgedrukt op", nlDate(today(), months)], ["Versie van de kennisbank", index.version], ["Kenmerk", about.fingerprint.slice(0, LETTERS)],
      ]),
      ...list("ul", about.notices),
      make("h2", {}, `Uitkomst: ${result.label}`), make("p", {}, result.summary),
      ...list("ul", about.reasons.map((one) => `${number(one.criterion) || `${one.title}: `}${one.text}`)),
      ...(result.needed.length ? [make("h3", {}, "Wat nog nodig is")] : []),
      ...list("ul", result.needed.map((one) => number(one.criterion) + one.text)),
      make("h2", {}, "Het project"),
      table([...known, ["niet bekend", known.filter(([, value]) => !value).map(([name]) => name).join(", ")]]
        .map(([name, value]) => [name[0].toUpperCase() + name.slice(1), value])),
      make("h2", {}, "De punten"), ...points.filter((one) => asked.has(one)).map((one) => point(one, about)),
    );
    const out = points.filter((one) => !asked.has(one));
    if (out.length) {
      made.append(make("h2", {}, "Niet gevraagd voor dit project"), ...list("ul", out.map((one) => (
        `${one.criterion.title} (${numbers[one.criterion.id]}): ${one.applies === false ? one.why : "het antwoord erboven beslist al."}`
      ))));
    }
    if (old) old.replaceWith(made);
    else page.append(made);
    page.classList.add("kb-printable");
  };
})();
