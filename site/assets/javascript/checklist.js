/* A checklist that is filled in: answers stay in this browser with who gave them and when, and every change is told in a
   trail; they can be saved, loaded, cleared (and that undone). With the rules (rules.js) and what was told of the project
   the page says at once which points apply and what the answers come to. checklist-print.js makes the paper of it.
   Nothing leaves the computer. Without JavaScript, or without storage, the list can be read and printed. */
"use strict";
(() => {
  const form = document.querySelector("form[data-checklist]");
  if (!form) return;
  const { PROFILE, load, rules, strip, asDate, nlDate, fingerprint, keep, kept, keptProfile, today, save, say, make, paper } = window.thuishaven;
  const scheme = form.dataset.checklist;
  const version = form.dataset.version;
  const key = "thuishaven.checklist." + scheme;
  const WHO = "thuishaven.wie";
  const ANSWERS = ["yes", "no", "partly", "unknown"];
  const WORST = 20_000_000;
  const SHOWN = 5;
  const find = (name) => document.querySelector(`[data-checklist-${name}]`);
  const lines = [...document.querySelectorAll("[data-criterion]")].map((place) => ({
    place, id: place.dataset.criterion, open: "open" in place.dataset,
    evidence: place.querySelector(`[name$="-bewijs"]`), note: place.querySelector(`[name$="-nota"]`),
  }));
  const ids = new Set(lines.map((line) => line.id));
  const told = find("status");
  const undo = find("undo");
  const who = document.querySelector("[data-who]");
  let state = { answers: {}, trail: [], seen: {} };
  let cleared = null;
  let stored = true;
  let project = null; // what rules, scheme and profile say, once they are loaded

  const tell = (text) => say(told, text);
  const copy = (value) => JSON.parse(JSON.stringify(value));
  const says = (one) => (one ? [one.answer, one.evidence, one.note].join("\u0000") : "unknown\u0000\u0000");

  // Between the page and the answers. `seen` is what the trail has told already.

  const readLine = (line) => {
    const chosen = line.place.querySelector("input[type=radio]:checked");
    const answer = chosen ? chosen.value : "unknown";
    return { answer, evidence: strip(line.evidence.value), note: strip(line.note.value), chosen: Boolean(chosen) };
  };

  const readAll = () => {
    for (const line of lines) {
      const { chosen, ...given } = readLine(line);
      const before = state.answers[line.id];
      if (before ? says(before) === says(given) : !chosen && says(given) === says(null)) continue;
      state.answers[line.id] = { ...given, by: strip(who.value), date: { value: today() } };
    }
  };

  /* Tells in the trail what changed since the last time: when a field is left, not at every letter. */
  const tellTrail = () => {
    for (const [id, after] of Object.entries(state.answers)) {
      const before = state.seen[id] || null;
      if (before && says(before) === says(after)) continue;
      const by = after.by || "niet vermeld";
      state.trail.push({ when: new Date().toISOString(), by, criterion: id, before, after: copy(after) });
      state.seen[id] = copy(after);
    }
  };

  const fill = () => {
    for (const line of lines) {
      const given = state.answers[line.id];
      for (const radio of line.place.querySelectorAll("input[type=radio]")) radio.checked = Boolean(given) && radio.value === given.answer;
      line.evidence.value = given ? given.evidence : "";
      line.note.value = given ? given.note : "";
      if (line.note.value) line.note.closest("details").open = true;
    }
  };

  // The result, and which points apply.

  const link = (id) => {
    const at = project.scheme.criteria.find((one) => one.id === id);
    return make("a", { href: `#c-${id}` }, `${at.title} (${project.numbers[id]})`);
  };
  const folded = (items, list, open) => {
    if (items.length <= SHOWN + 2) return [make(list, {}, ...items)];
    const start = list === "ol" ? { start: String(SHOWN + 1) } : {};
    const summary = make("summary", {}, `Toon de andere ${items.length - SHOWN}`);
    const more = make("details", {}, summary, make(list, start, ...items.slice(SHOWN)));
    more.open = open;
    return [make(list, {}, ...items.slice(0, SHOWN)), more];
  };
  const part = (place, title, items, list) => {
    const open = Boolean(place.querySelector("details[open]"));
    place.replaceChildren(...(items.length ? [make("h3", {}, title), ...folded(items, list, open)] : []));
  };

  const needLine = (need) => {
    if (need.kind === "fact") return make("li", {}, make("a", { href: form.dataset.profilePage }, need.text));
    return make("li", {}, ...(need.criterion ? [link(need.criterion), ": "] : []), need.text);
  };

  const showLine = (line, point, asked) => {
    const idle = point.applies !== false && !asked;
    const out = point.applies === false || idle;
    const place = line.place.querySelector("[data-applies]");
    const body = line.place.querySelector("[data-criterion-body]");
    const why = idle ? "Wordt niet meer gevraagd: het antwoord hierboven beslist al." : point.why;
    const plain = point.applies === true && !idle && !project.conditional(point);
    if (!line.toggle) {
      line.toggle = make("button", { type: "button", "aria-expanded": "false" });
      line.toggle.addEventListener("click", () => {
        line.shown = !line.shown;
        update();
      });
    }
    line.out = out;
    body.hidden = out && !line.shown;
    line.place.classList.toggle("kb-criterion--out", out);
    line.toggle.textContent = line.shown ? "Verberg de vraag" : "Toon de vraag toch";
    line.toggle.setAttribute("aria-expanded", String(Boolean(line.shown)));
    if (place.dataset.told !== why + out + line.shown) {
      const focused = document.activeElement === line.toggle;
      place.replaceChildren(why, ...(out ? [" ", line.toggle] : []));
      place.dataset.told = why + out + line.shown;
      if (focused) line.toggle.focus();
    }
    place.hidden = plain;
  };

  const showSigned = () => {
    for (const line of lines) {
      const given = state.answers[line.id];
      const when = given && given.date.value ? ` op ${nlDate(given.date.value, project.months)}` : "";
      say(line.place.querySelector("[data-signed]"), given && (given.by || when) ? `Ingevuld${given.by ? ` door ${given.by}` : ""}${when}.` : "");
    }
  };

  const count = () => {
    const asked = lines.filter((line) => !line.out);
    const done = asked.filter((line) => {
      const { chosen, evidence, note } = readLine(line);
      return line.open ? evidence || note : chosen;
    }).length;
    say(find("progress"), `${done} van ${asked.length} ingevuld`);
  };

  const update = () => {
    if (project) {
      const { points, asked, result } = project.engine.check(project.scheme, project.profile, state.answers, project.day);
      project.checked = { points, asked, result };
      const byId = new Map(points.map((point) => [point.criterion.id, point]));
      for (const line of lines) showLine(line, byId.get(line.id), asked.has(byId.get(line.id)));
      say(document.querySelector("[data-result-label]"), result.label[0].toUpperCase() + result.label.slice(1));
      say(document.querySelector("[data-result-summary]"), result.summary);
      say(document.querySelector("[data-result-short]"), result.label);
      // That a question is open is told once, under what is still needed.
      const open = new Set(result.needed.filter((need) => need.kind === "answer").map((need) => need.criterion));
      const reasons = result.reasons.filter((reason) => !open.has(reason.criterion) && !result.summary.endsWith(reason.text));
      project.reasons = reasons;
      part(document.querySelector("[data-result-notices]"), "Let op", project.notices.map((text) => make("li", {}, text)), "ul");
      part(document.querySelector("[data-result-reasons]"), "Waarom", reasons.map((reason) => (
        make("li", {}, ...(reason.criterion ? [link(reason.criterion)] : [reason.title]), `: ${reason.text}`)
      )), "ul");
      part(document.querySelector("[data-result-needs]"), "Wat nog nodig is", result.needed.map(needLine), "ol");
      showSigned();
      showPaper();
    }
    count();
  };

  const showPaper = () => paper({
    ...project, answers: state.answers, fingerprint: fingerprint(project.scheme, project.profile, state.answers),
  });

  // Keeping, clearing, saving and loading.

  const store = () => {
    const empty = !Object.keys(state.answers).length && !state.trail.length;
    const ok = keep(key, empty ? null : { version, ...state });
    if (!ok && stored) tell("Deze browser bewaart niets: druk af of download uw antwoorden voor u de pagina sluit.");
    stored = ok;
  };

  const changed = () => {
    readAll();
    store();
    update();
  };
  const left = () => {
    readAll();
    tellTrail();
    store();
  };

  /* An answer as a file or the browser holds it, made whole; null for what is none. */
  const TEXTS = { evidence: 4000, note: 4000, by: 200 };
  const asAnswer = (one) => {
    if (one === null || typeof one !== "object" || !ANSWERS.includes(one.answer ?? "unknown")) return null;
    const made = { answer: one.answer ?? "unknown" };
    for (const [name, most] of Object.entries(TEXTS)) {
      const text = one[name] ?? "";
      if (typeof text !== "string" || text.length > most) return null;
      made[name] = strip(text.replace(/\r\n?/g, "\n"));
    }
    const date = one.date !== null && typeof one.date === "object" ? one.date.value ?? null : one.date ?? null;
    if (date !== null && !(typeof date === "string" && asDate(date, []) === date)) return null;
    return { ...made, date: { value: date } };
  };
  const asAnswers = (given) => {
    const made = {};
    for (const [id, one] of Object.entries(given)) {
      const answer = ids.has(id) ? asAnswer(one) : null;
      if (answer) made[id] = answer;
    }
    return made;
  };
  /* An entry of a trail, made whole; null for what is none. */
  const asEntry = (one) => {
    if (one === null || typeof one !== "object" || !ids.has(one.criterion)) return null;
    const { when, by, criterion } = one;
    const [before, after] = [one.before ?? null, one.after].map((answer) => answer && asAnswer(answer));
    const dated = typeof when === "string" && /^\d{4}-\d\d-\d\dT/.test(when) && !Number.isNaN(Date.parse(when));
    const named = typeof by === "string" && strip(by) && by.length <= TEXTS.by;
    return dated && named && after && (before || !one.before) ? { when, by: strip(by), criterion, before, after } : null;
  };

  const restore = () => {
    const before = kept(key);
    state = { answers: {}, trail: [], seen: {} };
    if (before === null || typeof before !== "object" || typeof before.answers !== "object" || before.answers === null) return;
    const answers = asAnswers(before.answers);
    const trail = Array.isArray(before.trail) ? before.trail.map(asEntry).filter(Boolean) : [];
    state = { answers, trail, seen: before.seen && typeof before.seen === "object" ? asAnswers(before.seen) : copy(answers) };
    if (before.version !== version) tell("Deze checklist is gewijzigd sinds u hem invulde. Kijk uw antwoorden na.");
  };

  const FILE = "thuishaven-answers";
  const wrong = (sentence) => { throw new RangeError(sentence); };
  const fromFile = (data) => {
    if (data === null || typeof data !== "object" || data.format !== FILE) wrong("Dit bestand bevat geen antwoorden van een checklist.");
    if (data.format_version !== "1.0") wrong("Dit bestand is in een andere versie van het formaat geschreven en is niet geladen.");
    if (data.scheme !== scheme) wrong(`Dit bestand hoort bij een andere checklist (${String(data.scheme).slice(0, 80)}) en is niet geladen.`);
    if (data.version !== version) {
      const other = String(data.version).slice(0, 20);
      wrong(`Dit bestand hoort bij versie ${other} van deze checklist; deze pagina toont versie ${version}. Het is niet geladen.`);
    }
    if (data.answers === null || typeof data.answers !== "object" || Array.isArray(data.answers)) wrong("In dit bestand staan geen antwoorden.");
    const damaged = Object.entries(data.answers).find(([id, one]) => !ids.has(id) || asAnswer(one) === null);
    if (damaged) wrong(`In dit bestand is het antwoord bij '${damaged[0].slice(0, 60)}' niet te lezen; er is niets geladen.`);
    const trail = Array.isArray(data.trail ?? []) ? (data.trail ?? []).map(asEntry) : [null];
    if (trail.includes(null)) wrong("In dit bestand is het spoor van de wijzigingen beschadigd; er is niets geladen.");
    const answers = asAnswers(data.answers);
    return { answers, trail, seen: copy(answers) };
  };

  const takeOver = (made) => {
    state = made;
    fill();
    store();
    update();
  };

  find("clear").addEventListener("click", () => {
    left();
    cleared = state;
    takeOver({ answers: {}, trail: [], seen: {} });
    undo.hidden = false;
    tell("Alle antwoorden zijn gewist.");
    undo.focus();
  });
  undo.addEventListener("click", () => {
    if (cleared) takeOver(cleared);
    cleared = null;
    undo.hidden = true;
    tell("Uw antwoorden staan er weer.");
  });
  find("download").addEventListener("click", () => {
    left();
    const { answers, trail } = state;
    save(`antwoorden-${scheme}.json`, { format: FILE, format_version: "1.0", scheme, version, answers, trail });
  });
  find("load").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    try {
      if (file.size > WORST) wrong("Dit bestand is te groot voor antwoorden.");
      const made = fromFile(JSON.parse(await file.text()));
      left();
      cleared = state;
      takeOver(made);
      undo.hidden = false;
      tell("De antwoorden zijn geladen. Wat er stond, haalt u terug met 'ongedaan maken'.");
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
      tell(error instanceof SyntaxError ? "Dit bestand is geen JSON: laad antwoorden die u hier gedownload hebt." : error.message);
    }
  });
  const preview = find("preview");
  const page = form.closest("article");
  preview.addEventListener("click", () => {
    left();
    const on = page.classList.toggle("kb-previewing");
    preview.setAttribute("aria-pressed", String(on));
    scrollTo(0, 0);
  });
  find("print").addEventListener("click", () => print());
  addEventListener("beforeprint", left);
  for (const line of lines) {
    line.place.addEventListener("input", changed);
    line.place.addEventListener("change", left);
  }
  addEventListener("pagehide", left);
  who.addEventListener("input", () => keep(WHO, strip(who.value) || null));
  form.addEventListener("submit", (event) => event.preventDefault());

  const name = kept(WHO);
  who.value = typeof name === "string" ? name : "";
  restore();
  fill();
  count();
  for (const shown of [find("tools"), find("who"), ...document.querySelectorAll("[data-nota]")]) shown.hidden = false;

  /* Takes in what was told of the project: at the start, and when that changes in another tab or behind the back button. */
  const know = (index, about, engine) => {
    const { profile, day, told: known } = keptProfile(index);
    const change = make("a", { href: form.dataset.profilePage }, known ? "Wijzig het project" : "Vertel over uw project");
    const when = nlDate(day, index.months);
    find("profile").replaceChildren(...(known
      ? ["Gerekend met ", profile.title ? make("b", {}, profile.title) : "het project dat u beschreef", `, gevraagd voor ${when}. `, change, "."]
      : [`Gevraagd voor ${when}. Van het project is nog niets bekend, dus alle punten staan er. `, change, " en zie wat geldt."]));
    const listed = index.schemes.find((one) => one.id === scheme);
    project = {
      ...about, index, engine, profile, day, months: index.months, notices: engine.notices(about.notices, day),
      conditional: ({ criterion, why }) => why !== index.say.always || listed.criteria[about.scheme.criteria.indexOf(criterion)].length > 0,
    };
    update();
  };

  const ready = (index, about) => {
    const engine = rules(index);
    readAll();
    know(index, about, engine);
    const panel = find("panel");
    panel.hidden = false;
    // Who is at work sees the outcome first; who comes to read, what the checklist is.
    if (keptProfile(index).told || Object.keys(state.answers).length) page.querySelector("h1").after(panel);
    // Why a point applies now stands in the place of when it would.
    for (const when of document.querySelectorAll("[data-when]")) when.hidden = true;
    addEventListener("pageshow", (event) => {
      if (event.persisted) know(index, about, engine);
    });
    addEventListener("storage", (event) => {
      if (event.key === PROFILE) know(index, about, engine);
    });
  };
  addEventListener("storage", (event) => {
    if (event.key !== key) return;
    restore();
    fill();
    update();
  });
  Promise.all([load(form.dataset.base, "index"), load(form.dataset.base, "regeling-" + scheme)]).then(
    ([index, about]) => ready(index, about),
    () => tell("De regels van deze checklist zijn niet te laden; u kunt hem wel invullen."),
  );
})();
