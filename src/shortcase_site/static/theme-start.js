// Sets the mode that the reader chose, light or dark, before anything is drawn. The text does not wait for it to be read: it stands in the page already.
(function () {
  "use strict";

  const root = document.documentElement;
  let mode = "auto";
  try { mode = localStorage.getItem("theme") || "auto"; } catch (error) { /* as the system has it */ }
  root.classList.replace("no-js", "js");

  function set() {
    if (!document.body) return false;
    document.body.dataset.theme = mode;
    return true;
  }

  if (!set()) new MutationObserver(function (records, observer) { if (set()) observer.disconnect(); }).observe(root, { childList: true });
})();
