// What if, and the calculator: loaded only where a reader asks for them. What an address asks is on its way already (theme-start.js).
(function () {
  "use strict";

  const base = shortcase.base, early = window.shortcaseWhatIf || { held: {}, coming: {} }, held = early.held;
  early.graph = function (found) { held.graph = found; };
  early.words = function (found) { held.words = found; };
  window.shortcaseWhatIf = early;
  window.shortcaseCalculator = function (found) { held.calculator = found; };

  function all(names) {
    return Promise.all(names.map(function (name) { return early.coming[name] = early.coming[name] || shortcase.load(base + name); })).then(function () { return held; });
  }

  shortcase.whatIf = { all: all, held: held, sets: new URLSearchParams(location.search).getAll("set") };
  const page = document.querySelector("[data-whatif]");
  if (page) {
    document.head.append(shortcase.element("link", { rel: "stylesheet", href: base + "_static/whatif.css" }));
    all(["_static/whatif-engine.js", "_static/whatif-words.js", "whatif.data.js", "whatif.words.js", "_static/whatif-page.js"]).then(function () { window.ShortcaseWhatIfPage(page, held); });
  }
  document.querySelectorAll("[data-calculator]").forEach(function (calculator) {
    const start = function () { all(["_static/whatif-engine.js", "_static/whatif-words.js", "calculator.data.js", "_static/calculator.js"]).then(function () { window.ShortcaseCalculator.start(calculator); }); };
    if (/[?&](set|calc)=/.test(location.search)) start();
    else {
      calculator.addEventListener("pointerenter", start, { once: true });
      calculator.addEventListener("focusin", start, { once: true });
    }
  });
})();
