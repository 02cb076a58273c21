/* Sets rows of a table side by side: <form data-compare="table-id" data-name="parameter"> with a select of rows, and
   <tr data-id="…"> in the table. What is chosen stands in the address (?parameter=a,b), so that a link shows the same.
   Cells are moved over as they stand in the page: nothing is read as HTML. Without JavaScript the form stays hidden
   and the table is whole. */
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-compare]")) {
    const table = document.getElementById(form.dataset.compare);
    const list = document.querySelector("[data-compare-chosen]");
    const share = document.querySelector("[data-compare-link]");
    const result = document.querySelector("[data-compare-result]");
    if (!table || !list || !share || !result) continue;
    const whole = table.closest("[data-compare-all]") || table;
    const name = form.dataset.name;
    const select = form.querySelector("select");
    const told = form.querySelector("[role=status]");
    const rows = new Map([...table.tBodies[0].rows].map((row) => [row.dataset.id, row]));
    const fields = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
    let chosen = [];
    let unknown = 0;

    const make = (tag, attributes = {}, ...children) => {
      const element = document.createElement(tag);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...children);
      return element;
    };
    const title = (id) => rows.get(id).cells[0].textContent;
    const copies = (cell) => [...cell.childNodes].map((node) => node.cloneNode(true));

    const beside = () => {
      const head = make("tr", {}, make("th", { scope: "col" }, "Onderdeel"));
      for (const id of chosen) head.append(make("th", { scope: "col" }, ...copies(rows.get(id).cells[0])));
      const body = make("tbody");
      fields.forEach((field, index) => {
        const line = make("tr", {}, make("th", { scope: "row" }, field));
        for (const id of chosen) {
          line.append(make("td", { "data-label": title(id) }, ...copies(rows.get(id).cells[index + 1])));
        }
        body.append(line);
      });
      return make("table", { class: "kb-table" }, make("thead", {}, head), body);
    };

    const show = () => {
      const enough = chosen.length > 1;
      list.replaceChildren(
        ...chosen.map((id) => {
          const button = make("button", { type: "button", "aria-label": `Verwijder ${title(id)}` }, "Verwijder");
          button.addEventListener("click", () => {
            chosen = chosen.filter((other) => other !== id);
            change();
            select.focus();
          });
          return make("li", {}, title(id), " ", button);
        })
      );
      list.hidden = chosen.length === 0;
      result.replaceChildren(...(enough ? [beside()] : []));
      result.hidden = share.hidden = !enough;
      whole.hidden = enough;
      share.querySelector("a").href = address();
      const left = unknown ? ` ${unknown} uit de link ${unknown === 1 ? "is" : "zijn"} hier niet bekend.` : "";
      told.textContent =
        (enough ? `${chosen.length} naast elkaar.` : chosen.length ? "Kies er nog een." : "Kies er twee of meer.") + left;
    };
    const address = () => {
      const here = location.href.split(/[?#]/)[0];
      return chosen.length ? `${here}?${name}=${chosen.join(",")}` : here;
    };
    const change = () => {
      unknown = 0;
      try {
        history.replaceState(null, "", address());
      } catch {
        // a browser may refuse this for a file on disk: the link below the choices still holds the address
      }
      show();
    };

    const asked = (new URLSearchParams(location.search).get(name) || "").split(",").filter(Boolean);
    const wanted = [...new Set(asked)];
    chosen = wanted.filter((id) => rows.has(id));
    unknown = wanted.length - chosen.length;

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (rows.has(select.value) && !chosen.includes(select.value)) chosen.push(select.value);
      select.value = "";
      change();
    });
    form.addEventListener("reset", () => {
      chosen = [];
      change();
    });
    form.hidden = false;
    show();
  }
})();
