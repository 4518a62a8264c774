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
// A page that is read with other numbers (?set=) asks at once for what computes them: the first of them shall not wait for all other scripts (ask.js).
if (/[?&]set=/.test(location.search)) {
  const base = document.documentElement.dataset.content_root || "./", early = window.shortcaseWhatIf = window.shortcaseWhatIf || { held: {}, coming: {} }; // whichever of the two scripts comes first
  const names = ["_static/whatif-engine.js", "_static/whatif-words.js", "whatif.data.js"];
  if (!location.pathname.endsWith("/whatif.html")) names.push("_static/whatif-mark.js");
  early.graph = function (found) { early.held.graph = found; };
  early.words = function (found) { early.held.words = found; };
  names.forEach(function (name) {
    early.coming[name] = early.coming[name] || new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.src = base + name;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  });
  if (early.coming["_static/whatif-mark.js"]) Promise.all(names.map(function (name) { return early.coming[name]; })).then(function () { window.ShortcaseWhatIfMark(early.held); });
}
