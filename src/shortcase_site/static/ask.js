// What if, and the calculator: loaded only where a reader asks for them.
(function () {
  "use strict";

  const base = shortcase.base, held = {};
  window.shortcaseWhatIf = { graph: function (found) { held.graph = found; }, words: function (found) { held.words = found; } };

  function all(names) { return Promise.all(names.map(function (name) { return shortcase.load(base + name); })).then(function () { return held; }); }

  shortcase.whatIf = { all: all, asked: /[?&]set=/.test(location.search), sets: new URLSearchParams(location.search).getAll("set") };
  const page = document.querySelector("[data-whatif]");
  if (page || shortcase.whatIf.asked) {
    document.head.append(shortcase.element("link", { rel: "stylesheet", href: base + "_static/whatif.css" }));
    const names = ["_static/whatif-engine.js", "_static/whatif-words.js", "whatif.data.js"];
    if (page) all([...names, "whatif.words.js", "_static/whatif-page.js"]).then(function () { window.ShortcaseWhatIfPage(page, held); });
    else all([...names, "_static/whatif-mark.js"]).then(function () { window.ShortcaseWhatIfMark(held); });
  }
  document.querySelectorAll("[data-calculator]").forEach(function (calculator) {
    const start = function () { all(["_static/whatif-engine.js", "_static/whatif-words.js", "calculator.data.js", "_static/calculator.js"]).then(function () { window.ShortcaseCalculator.start(calculator); }); };
    if (/[?&](set|calc)=/.test(location.search)) start();
    else {
      calculator.addEventListener("pointerenter", start, { once: true });
      calculator.addEventListener("focusin", start, { once: true });
    }
  });
  window.shortcaseCalculator = function (found) { held.calculator = found; };
  shortcase.whatIf.held = held;
})();
