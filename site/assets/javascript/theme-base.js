/* What the theme's own pages do in an inline script: where the site starts, and small settings kept in the browser.
   It stands in a file so that the pages need no inline script at all. */
"use strict";
var __md_scope = new URL(document.currentScript.dataset.base, location);
var __md_hash = (text) => [...text].reduce((hash, c) => (hash << 5) - hash + c.charCodeAt(0), 0);
var __md_get = (key, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage || localStorage).getItem(scope.pathname + "." + key));
  } catch (error) {
    return null; // no storage (a private window, a file): every page starts with the defaults
  }
};
var __md_set = (key, value, storage, scope = __md_scope) => {
  try {
    (storage || localStorage).setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch (error) {
    return;
  }
};
