/* The page "Uw project": a profile is filled in, kept in this browser, saved as a file that `--profile` reads, and loaded
   back; beneath it stands which checklists can apply. Nothing leaves the computer. What is not understood is told beside
   the question and counts as unknown. */
"use strict";
(() => {
  const form = document.querySelector("form[data-profile]");
  if (!form) return;
  const { PROFILE, load, rules, strip, asAmount, asDate, nlAmount, empty, valuesAt, keep, keptProfile, today, save, say, make } = window.thuishaven;
  const base = form.dataset.base;
  const told = document.querySelector("[data-profile-status]");
  const undo = document.querySelector("[data-profile-undo]");
  const day = document.querySelector("[data-day]");
  const NAMES = { true: "Kan gelden", null: "Niet bekend of het geldt", false: "Geldt niet" };
  const WORST = 2_000_000;
  const MOST = 40;
  const LONGEST = 200;
  const NO_SIGN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g;

  const start = (index, words) => {
    const engine = rules(index);
    const fields = index.fields.map((about) => {
      const name = (about.fact === "start" ? about.path.slice(0, 1) : about.path).join(".");
      return { ...about, name, place: form.querySelector(`[data-field="${name}"]`) };
    });
    let profile = empty();
    let cleared = null;

    // Reading what stands in the form. A value that is not understood is null, with a sentence.

    const valuesOf = (made, field) => valuesAt(made, field.path);
    const clean = (text) => strip(text.replace(NO_SIGN, " ").replace(/\s+/g, " ")).slice(0, LONGEST);
    const unknown = (text) => index.unknown.includes(text.toLowerCase());

    /* The finest sector whose NACE code holds this one, or nothing. */
    const byCode = (text) => {
      const parts = (code) => /^([A-U])?(\d{2}(?:\.?\d+)*)?$/.exec(code) || [];
      const [whole, letter, digits = ""] = parts(text.toUpperCase().replace(/^NACE/, "").replace(/^[ :-]+|[ :-]+$/g, ""));
      if (!whole) return undefined;
      const found = words.nace.map(([code, id]) => {
        const [, own, start = ""] = parts(code);
        const fits = start ? digits.replaceAll(".", "").startsWith(start.replaceAll(".", "")) : own === letter && !digits;
        return { id, size: fits && (!letter || own === letter) ? start.replaceAll(".", "").length : -1 };
      });
      return found.filter((one) => one.size >= 0).sort((a, b) => b.size - a.size).map((one) => one.id)[0];
    };

    /* The concept that words stand for, as knowledge/profiles.resolve_value; else the words themselves, or null. */
    const resolve = (field, text) => {
      const wanted = text.toLowerCase();
      const is = (id) => Object.hasOwn(index.labels, id) && field.schemes.includes(id.split("/")[0]);
      const id = [text, ...field.schemes.map((scheme) => `${scheme}/${wanted}`)].find(is);
      if (id) return id;
      const sector = field.fact === "sector" && byCode(text);
      if (sector) return sector;
      const found = Object.keys(index.labels).filter((one) => {
        const [scheme, rest] = one.split("/");
        const also = (words.names[scheme] || {})[rest] || [];
        return field.schemes.includes(scheme) && (index.labels[one].toLowerCase() === wanted || also.includes(wanted));
      });
      return found.length === 1 ? found[0] : field.strict ? null : text;
    };

    const AMOUNT = "Schrijf een bedrag in euro, bijvoorbeeld 1.250.000 of 2,5 miljoen.";
    const DATE = "Schrijf een jaar, een maand of een dag, bijvoorbeeld 2027, 3/2027 of 15/03/2027.";
    const read = (field) => {
      const { place } = field;
      const text = (box) => (box ? clean(box.value) : "");
      const words_ = text(place.querySelector("[data-own]"));
      switch (place.dataset.form) {
        case "choices": {
          const chosen = [...place.querySelectorAll("input:checked")].map((box) => box.value);
          const own = words_.split(";").map(clean).filter((one) => one && !unknown(one)).map((one) => resolve(field, one));
          // In the order in which they were told: the list has its own.
          const given = [...chosen, ...own];
          const all = [...new Set([...valuesOf(profile, field).filter((one) => given.includes(one)), ...given])];
          return all.length > MOST ? [all.slice(0, MOST), `Er tellen er hoogstens ${MOST} mee.`] : [all, ""];
        }
        case "list": {
          const own = words_ && !unknown(words_) ? resolve(field, words_) : null;
          return [own || place.querySelector("select").value || null, ""];
        }
        case "yes-no": return [place.querySelector("input:checked").value || null, ""];
        default: {
          const given = text(place.querySelector("input"));
          if (!given || unknown(given)) return [null, ""];
          if (place.dataset.form === "text") return [given, ""];
          const found = place.dataset.form === "amount" ? asAmount(given) : asDate(given, index.months);
          return [found, found === null ? (place.dataset.form === "amount" ? AMOUNT : DATE) : ""];
        }
      }
    };

    const set = (into, path, value) => {
      const last = path[path.length - 1];
      path.slice(0, -1).reduce((at, key) => at[key], into)[last] = value;
    };

    const readAll = () => {
      const made = empty();
      const errors = new Map();
      for (const field of fields) {
        const [value, error] = read(field);
        set(made, field.path, value);
        errors.set(field.name, error);
      }
      // What contradicts is told and left out, so that what is kept is always a profile.
      if (made.investment !== null && made.aid.amount !== null && Number(made.aid.amount) > Number(made.investment)) {
        const [aid, whole] = [made.aid.amount, made.investment].map(nlAmount);
        errors.set("aid.amount", `De steun (${aid}) is meer dan de investering (${whole}).`);
        made.aid.amount = null;
      }
      const { origin, destination } = made.route;
      if (origin && destination && origin.toLowerCase() === destination.toLowerCase()) {
        errors.set("route.destination", "Herkomst en bestemming zijn dezelfde: dan komt er niets terug.");
        made.route.destination = null;
      }
      return [made, errors];
    };

    // Showing: the form, and what follows from it.

    const fill = (made) => {
      for (const field of fields) {
        const { place } = field;
        const given = valuesOf(made, field);
        const own = place.querySelector("[data-own]");
        switch (place.dataset.form) {
          case "choices": {
            const boxes = [...place.querySelectorAll("input[type=checkbox]")];
            for (const box of boxes) box.checked = given.includes(box.value);
            if (own) own.value = given.filter((one) => !boxes.some((box) => box.value === one)).join("; ");
            break;
          }
          case "list": {
            const select = place.querySelector("select");
            select.value = given[0] || "";
            const listed = select.value === (given[0] || "");
            if (!listed) select.value = "";
            if (own) own.value = listed ? "" : given[0];
            break;
          }
          case "yes-no":
            for (const box of place.querySelectorAll("input")) box.checked = box.value === (given[0] || "");
            break;
          default: {
            const shown = place.dataset.form === "amount" ? (one) => nlAmount(one).replace(" euro", "") : (one) => one;
            place.querySelector("input").value = given.length ? shown(given[0]) : "";
          }
        }
      }
    };

    const showErrors = (errors) => {
      for (const { name, place } of fields) {
        const error = errors.get(name);
        place.querySelector("[data-error]").textContent = error;
        for (const box of place.querySelectorAll("input[aria-describedby], select")) {
          if (error) box.setAttribute("aria-invalid", "true");
          else box.removeAttribute("aria-invalid");
        }
      }
    };

    const asked = () => day.value || today();
    const line = (one) => {
      const { about } = one;
      const open = one.open ? ` en ${one.open} waarvan het nog niet bekend is` : "";
      const count = one.applies === false ? "" : `, ${one.criteria} ${one.criteria === 1 ? "criterium" : "criteria"}${open}`;
      return make("li", {}, make("a", { href: about.page }, about.title),
        make("span", { class: "kb-note" }, ` ${about.status}${count}`), make("p", {}, [one.why, ...engine.notices(about.notices, asked())].join(" ")));
    };

    const showChoice = () => {
      const found = engine.choose(profile, asked());
      const lists = document.querySelector("[data-choice-lists]");
      const parts = [true, null, false].map((applies) => [applies, found.filter((one) => one.applies === applies)]);
      lists.replaceChildren(...parts.flatMap(([applies, these]) => [
        make("h3", {}, `${NAMES[applies]} (${these.length})`),
        these.length
          ? make("ul", { class: "kb-choices", "data-applies": String(applies) }, ...these.map(line))
          : make("p", { class: "kb-note" }, "Geen enkele."),
      ]));
      const [can, perhaps, not] = parts.map(([, these]) => these.length);
      const one = (count, singular, plural) => `${count} ${count === 1 ? singular : plural}`;
      const sum = `${one(can, "checklist kan", "checklists kunnen")} gelden, van ${perhaps} is het niet bekend`;
      say(document.querySelector("[data-choice-summary]"), `${sum}, ${one(not, "geldt", "gelden")} niet.`);
    };

    const show = () => {
      const done = fields.filter((field) => valuesOf(profile, field).length).length;
      document.querySelector("[data-profile-progress]").textContent = `${done} van ${fields.length} vragen ingevuld`;
      for (const field of fields.filter((one) => one.place.dataset.form === "choices")) {
        const names = valuesOf(profile, field).map((one) => engine.label(field.fact, one));
        field.place.querySelector("[data-chosen]").textContent = names.length ? `Gekozen: ${names.join("; ")}` : "Onbekend";
      }
      showChoice();
    };

    const store = () => {
      const filled = fields.some((field) => valuesOf(profile, field).length);
      const other = asked() === today() ? null : asked();
      if (!keep(PROFILE, filled || other ? { profile, day: other } : null)) {
        told.textContent = "Deze browser bewaart niets: download uw profiel voor u de pagina sluit.";
      }
    };

    const changed = () => {
      const [made, errors] = readAll();
      profile = made;
      showErrors(errors);
      store();
      show();
    };

    // A profile as a file: only what is known, amounts with a comma, as knowledge/profiles.py reads it.

    const asFile = () => {
      const told_ = {};
      for (const field of fields) {
        const given = valuesOf(profile, field);
        if (!given.length) continue;
        const value = field.kind === "amount in euro" ? given[0].replace(".", ",") : field.several ? given : given[0];
        const [first, second] = field.fact === "start" ? ["start"] : field.path;
        if (second) told_[first] = { ...told_[first], [second]: value };
        else told_[first] = value;
      }
      return told_;
    };

    const YES_NO = { ja: "yes", yes: "yes", nee: "no", neen: "no", no: "no" };
    const wrong = (sentence) => { throw new RangeError(sentence); };
    const readValue = (field, raw) => {
      const about = field.fact ? index.names[field.fact] : "de titel";
      const refuse = () => wrong(`In het bestand is de waarde '${String(raw).slice(0, 60)}' voor ${about} niet te lezen.`);
      if (field.kind === "yes or no" && typeof raw === "boolean") return raw ? "yes" : "no";
      if (field.kind === "amount in euro" && Number.isInteger(raw) && raw >= 0) return asAmount(String(raw)) || refuse();
      const text = typeof raw === "number" ? String(raw) : raw;
      if (typeof text !== "string" || text.length > LONGEST) return refuse();
      const given = clean(text);
      if (unknown(given)) return null;
      switch (field.kind) {
        case "amount in euro": return asAmount(given) || refuse();
        case "date": return /^\d{4}/.test(given) && asDate(given, index.months) || refuse();
        case "yes or no": return YES_NO[given.toLowerCase()] || refuse();
        case "size": return ["micro", "small", "medium", "large"].includes(given) ? given : refuse();
        case "concept": return resolve(field, given) || refuse();
        default: return given;
      }
    };

    const fromFile = (data) => {
      if (data === null || typeof data !== "object" || Array.isArray(data)) wrong("Dit bestand is geen profiel.");
      const made = empty();
      const names = new Set(fields.map((field) => field.path[0]));
      const strange = Object.keys(data).find((key) => !names.has(key));
      if (strange) wrong(`Dit bestand is geen profiel: het veld '${strange.slice(0, 40)}' bestaat daar niet.`);
      for (const name of ["route", "aid"]) {
        const inner = data[name] ?? {};
        if (typeof inner === "string" && unknown(inner)) continue;
        const allowed = Object.keys(made[name]);
        if (typeof inner !== "object" || Array.isArray(inner) || Object.keys(inner).some((key) => !allowed.includes(key))) {
          wrong(`In het bestand is het veld '${name}' niet te lezen.`);
        }
      }
      for (const field of fields) {
        const [first, second] = field.path;
        const top = data[first] ?? null;
        const whole = top !== null && typeof top === "object" && !Array.isArray(top);
        const raw = second ? (whole ? top[second] ?? null : field.fact === "start" ? top : null) : top;
        const items = Array.isArray(raw) && field.several ? raw : [raw];
        const found = items.filter((one) => one !== null).map((one) => readValue(field, one)).filter((one) => one !== null);
        set(made, field.path, field.several ? [...new Set(found)].slice(0, MOST) : found.length ? found[0] : null);
      }
      return made;
    };

    const tell = (text) => say(told, text);
    const takeOver = (made) => {
      profile = made;
      fill(made);
      changed();
    };

    document.querySelector("[data-profile-download]").addEventListener("click", () => save("profiel.json", asFile()));
    document.querySelector("[data-profile-load]").addEventListener("change", async (event) => {
      const [file] = event.target.files;
      event.target.value = "";
      if (!file) return;
      try {
        if (file.size > WORST) wrong("Dit bestand is te groot voor een profiel.");
        const made = fromFile(JSON.parse(await file.text()));
        cleared = profile;
        undo.hidden = false;
        takeOver(made);
        tell("Het profiel is geladen. Wat er stond, haalt u terug met 'ongedaan maken'.");
      } catch (error) {
        if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
        tell(error instanceof SyntaxError ? "Dit bestand is geen JSON: laad een profiel dat u hier gedownload hebt." : error.message);
      }
    });
    document.querySelector("[data-profile-clear]").addEventListener("click", () => {
      cleared = profile;
      takeOver(empty());
      undo.hidden = false;
      tell("Het profiel is gewist.");
      undo.focus();
    });
    undo.addEventListener("click", () => {
      if (cleared) takeOver(cleared);
      cleared = null;
      undo.hidden = true;
      tell("Uw profiel staat er weer.");
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      if (!event.target.matches("[data-narrow], [type=file]")) changed();
    });
    // Words of one's own that the vocabulary knows move to the list when the box is left.
    form.addEventListener("change", (event) => {
      if (!event.target.matches("[data-own]")) return;
      const [made, errors] = readAll();
      if ([...errors.values()].some(Boolean)) return;
      fill(made);
      changed();
    });
    day.addEventListener("input", () => {
      store();
      show();
    });

    for (const box of form.querySelectorAll("[data-narrow]")) {
      const place = box.closest("[data-field]");
      const items = [...place.querySelectorAll("li")];
      box.addEventListener("input", () => {
        const wanted = box.value.trim().toLowerCase().split(/\s+/);
        for (const item of items) {
          const text = `${item.textContent} ${item.querySelector("input").dataset.words || ""}`.toLowerCase();
          item.hidden = !wanted.every((word) => text.includes(word));
        }
        const shown = items.filter((item) => !item.hidden).length;
        place.querySelector("[data-narrowed]").textContent = `${shown} van ${items.length} getoond`;
      });
    }

    const restore = () => {
      const before = keptProfile(index);
      day.value = before.day;
      profile = before.profile;
      fill(profile);
      const [made, errors] = readAll();
      profile = made;
      showErrors(errors);
      show();
    };
    addEventListener("storage", (event) => {
      if (event.key === PROFILE) restore();
    });
    restore();
    form.hidden = false;
    document.querySelector("[data-profile-tools]").hidden = false;
    document.querySelector("[data-choice]").hidden = false;
  };

  Promise.all([load(base, "index"), load(base, "woorden")]).then(([index, words]) => start(index, words), () => {
    document.querySelector("[data-profile-tools]").hidden = false;
    told.textContent = "De regels van de checklists zijn niet te laden. Open de pagina opnieuw.";
  });
})();
