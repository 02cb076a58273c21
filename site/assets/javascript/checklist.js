/* Lets a reader fill in a checklist: answers stay in this browser, can be cleared (and that undone), printed and saved.
   Nothing leaves the computer. Without JavaScript, or without storage, the list can be read and printed. */
"use strict";
(() => {
  const form = document.querySelector("form[data-checklist]");
  if (!form) return;
  const scheme = form.dataset.checklist;
  const key = "thuishaven.checklist." + scheme;
  const lines = [...document.querySelectorAll("[data-criterion]")];
  const told = document.querySelector("[data-checklist-status]");
  const progress = document.querySelector("[data-checklist-progress]");
  const undo = document.querySelector("[data-checklist-undo]");
  let cleared = null;
  let stored = true;

  const read = () => {
    const answers = {};
    for (const line of lines) {
      const chosen = line.querySelector("input[type=radio]:checked");
      const evidence = line.querySelector("textarea").value;
      if (chosen || evidence.trim()) {
        answers[line.dataset.criterion] = { answer: chosen ? chosen.value : null, evidence };
      }
    }
    return answers;
  };

  const fill = (answers) => {
    for (const line of lines) {
      const given = answers[line.dataset.criterion] || {};
      for (const radio of line.querySelectorAll("input[type=radio]")) radio.checked = radio.value === given.answer;
      line.querySelector("textarea").value = typeof given.evidence === "string" ? given.evidence : "";
    }
  };

  const count = () => {
    const given = read();
    const done = lines.filter((line) => {
      const answer = given[line.dataset.criterion];
      return answer && (answer.answer || ("open" in line.dataset && answer.evidence.trim()));
    }).length;
    progress.textContent = `${done} van ${lines.length} ingevuld`;
  };

  const save = () => {
    count();
    const answers = read();
    try {
      if (Object.keys(answers).length) localStorage.setItem(key, JSON.stringify({ version: form.dataset.version, answers }));
      else localStorage.removeItem(key);
      stored = true;
    } catch (error) {
      if (stored) told.textContent = "Deze browser bewaart niets: druk af of download uw antwoorden voor u de pagina sluit.";
      stored = false;
    }
  };

  const load = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "null");
      if (kept === null || typeof kept !== "object" || typeof kept.answers !== "object" || kept.answers === null) return;
      fill(kept.answers);
      if (kept.version !== form.dataset.version) {
        told.textContent = "Deze checklist is gewijzigd sinds u hem invulde. Kijk uw antwoorden na.";
      }
    } catch (error) {
      return; // no storage, or something else stands under our name: start with an empty list
    }
  };

  /* The form of an answers file, which `thuishaven checklist --answers` reads. */
  const plain = (answers) => {
    const given = Object.entries(answers).map(([id, a]) => [id, { answer: a.answer || "unknown", evidence: a.evidence }]);
    const told = { format: "thuishaven-answers", format_version: "1.0", scheme, version: form.dataset.version };
    return JSON.stringify({ ...told, answers: Object.fromEntries(given) }, null, 2) + "\n";
  };

  document.querySelector("[data-checklist-clear]").addEventListener("click", () => {
    cleared = read();
    fill({});
    save();
    undo.hidden = false;
    told.textContent = "Alle antwoorden zijn gewist.";
    undo.focus();
  });
  undo.addEventListener("click", () => {
    if (cleared) fill(cleared);
    cleared = null;
    undo.hidden = true;
    save();
    told.textContent = "Uw antwoorden staan er weer.";
  });
  document.querySelector("[data-checklist-print]").addEventListener("click", () => print());
  document.querySelector("[data-checklist-download]").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([plain(read())], { type: "application/json" }));
    link.download = `antwoorden-${scheme}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  for (const line of lines) line.addEventListener("input", save);
  form.addEventListener("submit", (event) => event.preventDefault());

  load();
  count();
  document.querySelector("[data-checklist-tools]").hidden = false;
})();
