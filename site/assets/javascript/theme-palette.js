/* The light or dark view chosen before, set before the page is painted; without a choice the system decides. */
"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const chosen = __md_get("__palette");
  const scheme = (chosen && chosen.color && chosen.color.scheme) || (dark ? "slate" : "default");
  document.body.setAttribute("data-md-color-scheme", scheme === "slate" ? "slate" : "default");
})();
