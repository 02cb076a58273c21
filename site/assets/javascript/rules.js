/* The rules of the checklists in a browser: three-valued logic over what templates/checklist_rules.py has resolved.
   Sentences, labels and the values that count all come from there; nothing here knows the vocabulary. A test compares
   every result with that of knowledge/conditions.py, choosing.py, verdicts.py and needs.py. Nothing here touches a page.
   Profile and answers have the form that Python gives them as JSON, with the ids of concepts. */
"use strict";
window.thuishaven = (() => {
  const PROFILE = "thuishaven.profiel";
  const FOLDER = "regels/";
  const SHOWN = 4;
  const MOST = 10n ** 15n;

  // Loading: each file calls thuishavenRegels(name, data) once; a script tag works from a disk too.

  const waiting = new Map();
  const loading = new Map();
  window.thuishavenRegels = (name, data) => {
    const ready = waiting.get(name);
    if (ready) ready(data);
  };
  const load = (base, name) => {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(name, resolve);
        script.onerror = () => {
          loading.delete(name);
          reject(new Error(name));
        };
        script.src = base + FOLDER + name + ".js";
        document.head.append(script);
      }));
    }
    return loading.get(name);
  };

  // What people write: white space, amounts and dates as knowledge/facts.py and base.py read them.

  const strip = (text) => text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, "");
  const AMOUNT = /^(?:(?:EUR|euro|€)\s*)?(\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d+)(?:,(\d{1,6}))?(?:\s*(duizend|miljoen|miljard|mln|mld)\.?)?(?:\s*(?:EUR|euro|€))?$/i;
  const ZEROS = { duizend: 3, miljoen: 6, mln: 6, miljard: 9, mld: 9 };

  /* An amount in whole euro or with two decimals ("2500000", "2500000.50"), or null for what is none. */
  const asAmount = (text) => {
    const match = AMOUNT.exec(strip(text));
    if (!match || text.length > 60) return null;
    const part = match[2] || "";
    const whole = BigInt(match[1].replace(/\D/g, "") + part) * 10n ** BigInt(ZEROS[(match[3] || "").toLowerCase()] || 0);
    const digits = whole.toString().padStart(part.length + 1, "0");
    const point = digits.length - part.length;
    if (BigInt(digits.slice(0, point)) >= MOST || /[1-9]/.test(digits.slice(point + 2))) return null;
    const cents = digits.slice(point, point + 2).padEnd(2, "0");
    return digits.slice(0, point) + (cents === "00" ? "" : "." + cents);
  };

  const exists = (year, month, day) => {
    const date = new Date(Date.UTC(2000, month - 1, day));
    date.setUTCFullYear(year, month - 1, day);
    return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  };
  /* YYYY, YYYY-MM or YYYY-MM-DD; the Dutch order and month names too. Null for what is no date. */
  const asDate = (text, months) => {
    const given = strip(text).toLowerCase();
    const named = new RegExp(`^(?:(\\d{1,2}) )?(${months.join("|")}) (\\d{4})$`).exec(given);
    const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(given);
    const dutch = /^(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})$/.exec(given);
    const [year, month, day] = iso ? iso.slice(1)
      : named ? [named[3], String(months.indexOf(named[2]) + 1), named[1]]
      : dutch ? [dutch[3], dutch[2], dutch[1]] : [];
    if (!year || !exists(Number(year), Number(month || 1), Number(day || 1))) return null;
    return [year, month, day].filter(Boolean).map((part) => part.padStart(2, "0")).join("-");
  };

  const fill = (text, told) => text.replace(/\{(\w+)\}/g, (_, name) => told[name]);
  const nlDate = (value, months) => {
    const [year, month, day] = value.split("-");
    return [day && String(Number(day)), month && months[Number(month) - 1], year].filter(Boolean).join(" ");
  };
  const nlAmount = (value) => {
    const [whole, part] = Number(value).toFixed(/\.0*[1-9]/.test(value) ? 2 : 0).split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (part ? "," + part : "") + " euro";
  };

  // A profile: reading it by field.

  const empty = () => ({
    title: null, sector: [], motives: [], activity: [], definition: null, route: { origin: null, destination: null },
    region: null, market: [], size: null, investment: null, technology: [], circularity: null, materials: [],
    social_partner: null, start: { value: null }, aid: { amount: null, form: null },
  });
  const valuesAt = (profile, path) => {
    const value = path.reduce((at, key) => at[key], profile);
    return Array.isArray(value) ? value : value === null ? [] : [value];
  };

  /* The rules over one index: `index` is what regels/index.js holds. */
  const rules = (index) => {
    const { say, names, labels, conditions, months } = index;
    const field = Object.fromEntries(index.fields.filter((one) => one.fact).map((one) => [one.fact, one]));
    const values = (profile, fact) => valuesAt(profile, field[fact].path);
    const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
    const label = (fact, value) => {
      switch (field[fact].kind) {
        case "amount in euro": return nlAmount(value);
        case "date": return nlDate(value, months);
        case "concept": return own(labels, value) || value;
        default: return own(index.values, value) || value;
      }
    };
    const listed = (told) => {
      if (told.length > SHOWN) {
        return fill(say.more, { shown: told.slice(0, SHOWN).join(", "), count: told.length - SHOWN });
      }
      return told.length > 1 ? `${told.slice(0, -1).join(", ")} of ${told[told.length - 1]}` : told.join("");
    };
    const distinct = (items) => [...new Set(items)];

    const compared = (condition, given, amount) => {
      const { asks, limit } = condition;
      if (amount) return asks === "from" ? Number(given) >= Number(limit) : Number(given) <= Number(limit);
      const size = Math.min(given.length, limit.length);
      const [here, there] = [given.slice(0, size), limit.slice(0, size)];
      if (here === there && given.length < limit.length) return null;
      return asks === "from" ? here >= there : here <= there;
    };

    const among = (condition, given) => {
      const known = (one) => field[condition.fact].kind !== "concept" || own(labels, one) !== undefined;
      const met = (one) => own(condition.means, known(one) ? one : one.toLowerCase()) || [];
      const meant = distinct(given.flatMap(met)).sort((a, b) => a - b);
      const all = distinct([...meant, ...condition.labels.keys()]).map((place) => condition.labels[place]);
      const not = condition.asks === "not among";
      const scope = fill(not ? say.notFor : say.for, { values: listed(all) });
      if (meant.length) return [!not, scope];
      if (given.some((one) => !known(one) || condition.wide.includes(one))) return [null, scope + say.wide];
      return [not, scope];
    };

    const holds = (condition, profile, what) => {
      const { fact, asks } = condition;
      const given = values(profile, fact);
      const name = names[fact];
      if (!given.length) return [null, fill(say.absent, { name })];
      const shown = listed(distinct(given).map((one) => label(fact, one)));
      if (asks === "known") return [true, fill(say.known, { name, given: shown })];
      const compares = asks === "from" || asks === "until";
      const [outcome, scope] = compares
        ? [compared(condition, given[0], field[fact].kind !== "date"), fill(say[asks], { limit: condition.shown })]
        : among(condition, given);
      return [outcome, fill(say.told, { name, given: shown, what, scope })];
    };

    /* Whether a rule applies (true, false, or null for unknown), why, and the facts on which that hangs. */
    const explain = (when, profile, what) => {
      if (!when.length) return { applies: true, why: say.always, missing: [] };
      const outcomes = when.map((place) => holds(conditions[place], profile, what));
      const applies = [false, null, true].find((verdict) => outcomes.some(([outcome]) => outcome === verdict));
      const reasons = outcomes.filter(([outcome]) => outcome === applies).map(([, reason]) => reason).join("; ");
      const missing = when.map((place) => conditions[place].fact).filter((_, at) => outcomes[at][0] === null)
        .map((fact) => [fact, values(profile, fact).length > 0]);
      const why = fill(applies ? say.yes : applies === null ? say.unknown : say.no, { reasons });
      return { applies, why, missing: applies === null ? missing : [] };
    };

    const scope = (about, profile, day) => {
      const told = (text, limit) => ({
        applies: false, why: fill(text, { day: nlDate(day, months), limit: nlDate(limit, months) }), missing: [],
      });
      if (about.from && day.slice(0, about.from.length) < about.from) return told(say.before, about.from);
      if (about.until && day.slice(0, about.until.length) > about.until) return told(say.after, about.until);
      const whole = explain(about.when, profile, say.scheme);
      const open = !about.from && about.until && whole.applies;
      return open ? { ...told(say.begun, about.until), applies: null } : whole;
    };
    /* What a reader must know on a day. */
    const notices = (listed, day) => listed.filter(({ since }) => !since || since <= day.slice(0, since.length)).map(({ text }) => text);

    /* Which checklist? As knowledge/choosing.py. */
    const choose = (profile, day) => {
      const found = index.schemes.map((about) => {
        const whole = scope(about, profile, day);
        const parts = about.criteria.map((when) => explain(when, profile, say.criterion).applies);
        const none = whole.applies !== false && parts.every((part) => part === false);
        const applies = none ? false : whole.applies;
        const count = (state) => (applies === false ? 0 : parts.filter((part) => part === state).length);
        return { about, applies, why: none ? say.nothing : whole.why, criteria: count(true), open: count(null) };
      });
      const order = [true, null, false];
      return found.sort((a, b) => order.indexOf(a.applies) - order.indexOf(b.applies));
    };

    /* The criteria of a scheme in order, sub-tests after their parent. As knowledge/checklists.points. */
    const points = (scheme, profile, answers) => {
      const about = index.schemes.find((one) => one.id === scheme.id);
      const found = new Map();
      const add = (criterion) => {
        let { applies, why, missing } = explain(about.criteria[scheme.criteria.indexOf(criterion)], profile, say.criterion);
        const parent = found.get(criterion.parent);
        if (parent && applies !== false && parent.applies !== true) {
          applies = parent.applies;
          why = fill(say.hangs, { title: parent.criterion.title, why: parent.why });
          missing = applies === null ? distinct([...parent.missing, ...missing].map(JSON.stringify)).map(JSON.parse) : [];
        }
        const answer = own(answers, criterion.id) || { answer: "unknown", evidence: "", note: "" };
        found.set(criterion.id, {
          criterion, applies, why, answer: answer.answer, evidence: answer.evidence, missing,
          knockOut: criterion.weight === "knock-out",
          open: criterion.weight === "open question",
          positive: answer.answer === "yes" || answer.answer === "partly",
          told: Boolean(answer.evidence || answer.note),
        });
      };
      for (const criterion of scheme.criteria.filter((one) => one.parent === null)) {
        add(criterion);
        scheme.criteria.filter((one) => one.parent === criterion.id).forEach(add);
      }
      return [...found.values()];
    };

    /* The points on which something hangs: that apply or may apply, and are no idle sub-tests. */
    const asked = (all) => {
      const byId = new Map(all.map((point) => [point.criterion.id, point]));
      const enough = new Set(all.filter((p) => p.applies && p.positive).map((p) => p.criterion.parent));
      return all.filter((point) => {
        const parent = byId.get(point.criterion.parent);
        const settled = parent && parent.criterion.sub_tests === "any" && enough.has(parent.criterion.id);
        const idle = parent && (parent.answer === "no" || (settled && point.answer === "unknown"));
        return point.applies !== false && !idle;
      });
    };

    const titles = (found) => found.map((point) => point.criterion.title).join("; ");
    const reason = (point, text) => ({ criterion: point.criterion.id, title: point.criterion.title, text });

    const undecided = (point) => {
      if (point.open) return point.told ? "" : say.open;
      if (point.answer === "no" && point.knockOut) return point.applies ? say.failsIf : fill(say.noIf, point);
      if (point.answer === "unknown") return point.applies ? say.open : fill(say.openIf, point);
      return point.answer === "partly" && point.knockOut ? say.partly : "";
    };

    const contradiction = (point, all) => {
      const binds = point.criterion.sub_tests;
      if (!binds || point.answer !== "yes") return "";
      const below = all.filter((one) => one.criterion.parent === point.criterion.id);
      const denied = below.filter((one) => one.answer === "no");
      if (!denied.length || (binds === "any" && below.some((one) => one.applies && one.positive))) return "";
      return fill(say.contradicts, { which: denied.length === 1 ? say.subTest : say.subTests, titles: titles(denied) });
    };

    const against = (tops) => {
      const weighed = tops.filter((point) => !point.knockOut);
      const positive = weighed.filter((point) => point.answer !== "no");
      if (positive.length === weighed.length || positive.some((point) => point.applies)) return "";
      return positive.length ? say.onlyUnknown : say.against;
    };

    const meeting = (tops, worded) => {
      if (!tops.length) return worded ? "" : say.answered;
      const tally = ["yes", "partly", "no"]
        .map((value) => [tops.filter((point) => !point.knockOut && point.answer === value).length, index.answers[value]])
        .filter(([count]) => count).map(([count, word]) => `${count} ${word}`).join(", ");
      return strip((!worded && tops.some((point) => point.knockOut) ? say.meets : "") + (tally ? fill(say.weighed, { tally }) : ""));
    };

    const missingFacts = (found, whole) => {
      const wide = new Map(whole.missing);
      for (const point of found) for (const [fact, told] of point.missing) wide.set(fact, told);
      const settles = new Map(whole.missing);
      const hanging = (fact) => found.filter((point) => point.missing.some(([one]) => one === fact));
      const rank = (fact) => [settles.has(fact) ? 0 : 1, -hanging(fact).length, index.order.indexOf(fact)];
      const before = (a, b) => a.map((one, at) => one - b[at]).find((difference) => difference) || 0;
      return [...wide.keys()].sort((a, b) => before(rank(a), rank(b))).map((fact) => {
        const under = hanging(fact);
        const end = settles.has(fact) ? say.endWhole
          : under.length === 1 ? fill(say.endOne, under[0].criterion) : fill(say.endMore, { count: under.length });
        const text = fill(wide.get(fact) ? say.needWide : say.needFact, { name: names[fact], end });
        const only = under.length === 1 && !settles.has(fact) ? under[0].criterion.id : null;
        return { criterion: only, kind: "fact", text, fact };
      });
    };

    const needs = (found, whole) => {
      const need = (point, kind, text) => ({ criterion: point.criterion.id, kind, text, fact: null });
      const answers = found.flatMap((point) => {
        const { question } = point.criterion;
        if (point.open ? !point.told : point.answer === "unknown") return [need(point, "answer", question)];
        if (point.answer === "partly" && point.knockOut) return [need(point, "answer", fill(say.needWholly, { question }))];
        return [];
      });
      const proof = found.filter((point) => point.positive && !point.open && !point.evidence)
        .map((point) => need(point, "evidence", fill(say.needProof, { proof: point.criterion.evidence[0] })));
      return [...missingFacts(found, whole), ...answers, ...proof];
    };

    /* What the answers come to. As knowledge/verdicts.judge. */
    const judge = (scheme, all, whole) => {
      const result = (state, text, reasons = [], needed = []) => {
        const worded = state === "meets" || state === "fails" ? scheme.outcomes[state] : null;
        const summary = worded ? strip(`${worded.text} ${text}`) : text;
        return { state, label: worded ? worded.label : index.states[state], summary, reasons, needed };
      };
      const entire = { criterion: null, title: say.whole, text: whole.why };
      if (whole.applies === false) return result("not applicable", whole.why, [entire]);
      const rank = (point) => (point.knockOut ? 0 : point.open ? 2 : 1);
      const found = asked(all).sort((a, b) => rank(a) - rank(b));
      if (!found.length) return result("not applicable", say.nothing);
      const deciding = found.filter((point) => !point.open);
      const fails = deciding.filter((point) => point.knockOut && point.applies && point.answer === "no");
      if (fails.length && whole.applies) {
        const text = fill(say.failing, {
          count: fails.length, which: fails.length > 1 ? say.conditions : say.condition, titles: titles(fails),
        });
        return result("fails", text, fails.map((point) => reason(point, say.fails)));
      }
      const needed = needs(found, whole);
      const reasons = (deciding.length ? deciding : found)
        .flatMap((point) => [undecided(point), contradiction(point, found)].filter(Boolean).map((text) => reason(point, text)));
      if (whole.applies === null) reasons.unshift(entire);
      const tops = deciding.filter((point) => point.criterion.parent === null);
      const balance = reasons.length ? "" : against(tops);
      if (balance) {
        reasons.push({ criterion: null, title: say.balance, text: balance });
        needed.push({ criterion: null, kind: "judgement", text: say.judgement, fact: null });
      }
      if (!reasons.length) return result("meets", meeting(tops, scheme.outcomes.meets !== null), [], needed);
      const count = reasons.filter((one) => one.criterion !== null).length;
      const text = whole.applies === null || !count ? fill(say.undecided, reasons[0])
        : fill(count === 1 ? say.undecidedOne : say.undecidedMore, { count });
      return result("undecided", text, reasons, needed);
    };

    const check = (scheme, profile, answers, day) => {
      const about = index.schemes.find((one) => one.id === scheme.id);
      const all = points(scheme, profile, answers);
      return { points: all, asked: new Set(asked(all)), result: judge(scheme, all, scope(about, profile, day)) };
    };

    return { field, values, label, notices, choose, check };
  };

  return { PROFILE, load, rules, strip, asAmount, asDate, nlDate, nlAmount, empty, valuesAt };
})();
