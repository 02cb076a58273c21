/* The menu of a narrow screen: a button opens it and takes the reader into it; Escape, or leaving it, closes it.
   The theme shows the menu while its checkbox is on. Without JavaScript the tabs stand above the page instead. */
"use strict";
(() => {
  const button = document.querySelector("[data-menu]");
  const drawer = document.getElementById("__drawer");
  const menu = document.getElementById("menu");
  if (!button || !drawer || !menu) return;

  const close = () => {
    if (drawer.checked) drawer.click();
  };
  drawer.addEventListener("change", () => button.setAttribute("aria-expanded", String(drawer.checked)));
  button.addEventListener("click", () => {
    drawer.click();
    if (drawer.checked) menu.querySelector("a").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    close();
    button.focus();
  });
})();
