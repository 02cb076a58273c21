/* What this browser keeps of a project and its answers, where it keeps anything, and how a page tells and saves it. */
"use strict";
(() => {
  const { PROFILE, asDate, empty, valuesAt } = window.thuishaven;

  const keep = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch (error) {
      return false;
    }
  };
  const kept = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch (error) {
      return null; // no storage, or something else stands under our name: as if nothing was kept
    }
  };

  /* What was told of the project, with the day that is asked; what is damaged counts as unknown. */
  const keptProfile = (index) => {
    const before = kept(PROFILE) || {};
    const profile = empty();
    for (const { path, kind, several } of index.fields) {
      const value = path.reduce((at, key) => (at && typeof at === "object" ? at[key] : undefined), before.profile);
      const sound = (one) => typeof one === "string" && (kind !== "amount in euro" || /^\d+(\.\d+)?$/.test(one))
        && (kind !== "date" || asDate(one, index.months) === one);
      const into = path.slice(0, -1).reduce((at, key) => at[key], profile);
      if (several ? Array.isArray(value) && value.every(sound) : sound(value)) into[path[path.length - 1]] = value;
    }
    const day = typeof before.day === "string" && asDate(before.day, index.months) === before.day ? before.day : today();
    return { profile, day, told: index.fields.some(({ path }) => valuesAt(profile, path).length) };
  };

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const save = (name, data) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2) + "\n"], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  /* A status is told once: a voice repeats what is written anew. */
  const say = (place, text) => {
    if (place.textContent !== text) place.textContent = text;
  };
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  Object.assign(window.thuishaven, { keep, kept, keptProfile, today, save, say, make });
})();
