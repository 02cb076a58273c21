/* Narrows a table by the choices of a form: <form data-filter="table-id"> with <select name="key">, rows with data-key.
   Without JavaScript the form stays hidden and the table is whole. A choice in the address (?key=value) is taken over. */
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-filter]")) {
    const table = document.getElementById(form.dataset.filter);
    if (!table) continue;
    const rows = [...table.tBodies[0].rows];
    const told = form.querySelector("[role=status]");
    const fields = [...form.querySelectorAll("select, input[type=search]")];

    const fits = (row, field) => {
      const value = field.value.trim().toLowerCase();
      if (!value) return true;
      if (field.type === "search") return value.split(/\s+/).every((word) => row.textContent.toLowerCase().includes(word));
      return (row.getAttribute("data-" + field.name) || "").split(" ").includes(value);
    };
    const show = () => {
      let count = 0;
      for (const row of rows) {
        row.hidden = !fields.every((field) => fits(row, field));
        if (!row.hidden) count += 1;
      }
      told.textContent = count === rows.length ? `${rows.length} getoond` : `${count} van ${rows.length} getoond`;
    };

    const asked = new URLSearchParams(location.search);
    for (const field of fields) {
      const wanted = asked.get(field.name);
      if (wanted && (field.type === "search" || [...field.options].some((o) => o.value === wanted))) field.value = wanted;
    }
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(show));
    form.hidden = false;
    show();
  }
})();
