// Live charts and dials, loaded when a reader asks.
(function () {
  "use strict";

  const base = shortcase.base, load = shortcase.load, element = shortcase.element;

  // Live charts

  const specifications = {};
  window.shortcaseLive = function (id, found) { specifications[id] = found; };

  function inPageColours(specification) {
    const style = getComputedStyle(document.body);
    return JSON.parse(JSON.stringify(specification).replace(/"#([0-9a-fA-F]{6})"/g, function (all, hex) {
      const value = style.getPropertyValue("--chart-" + hex.toLowerCase()).trim();
      return value ? JSON.stringify(value) : all;
    }));
  }

  function value(input) { return input.dataset.log === "true" ? Math.pow(10, +input.value) : +input.value; }

  function plainNumber(number) {
    const size = Math.abs(number);
    if (size >= 1e15 || (size > 0 && size < 1e-4)) return number.toExponential(2);
    for (const step of [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"]]) if (size >= step[0]) return +(number / step[0]).toPrecision(3) + step[1];
    return size >= 1e4 ? Math.round(number).toLocaleString("en") : String(+number.toPrecision(4));
  }

  function LiveChart(figure) {
    const id = figure.dataset.figure, holder = figure.querySelector("[data-chart]"), form = figure.querySelector("form.dial");
    const inputs = form ? Array.from(form.querySelectorAll("input[type=range]")) : [];
    let view = null, starting = null, drawn = "", turns = 0;

    function show(input) {
      const unit = input.dataset.unit, number = value(input);
      const text = /%/.test(input.dataset.format) ? +(number * 100).toPrecision(4) + "%" : (unit === "calendar_year" || unit === "year AD" ? number.toFixed(1) : plainNumber(number)) + (unit && unit !== "1" && unit !== "calendar_year" ? " " + unit : "");
      input.nextElementSibling.textContent = text;
      input.setAttribute("aria-valuetext", text);
    }

    function readouts() {
      if (!form || !view) return;
      form.querySelectorAll(".readout").forEach(function (readout) {
        const number = view.signal("readout_" + readout.dataset.readout);
        readout.dataset.value = number;
        readout.querySelector("strong").textContent = Number.isFinite(number) ? vega.defaultLocale().format(readout.dataset.format || ".3~g")(number) : "never";
      });
    }

    function size() { return holder.clientWidth < 620 ? "narrow" : "wide"; }

    function draw() {
      const name = size(), values = {};
      inputs.forEach(function (input) { values[input.name] = +input.value; });
      const old = view;
      const made = new vega.View(vega.parse(inPageColours(specifications[id][name]), null, { ast: true }), { renderer: "svg", expr: vegaInterpreter.expressionInterpreter, hover: true, loader: vega.loader({ baseURL: "", target: "_blank" }), tooltip: tooltip(holder) });
      inputs.forEach(function (input) { made.signal(input.name, values[input.name]); });
      const place = element("div", { class: "live" });
      made.initialize(place);
      return made.runAsync().then(function () {
        holder.querySelectorAll(".live").forEach(function (before) { before.remove(); });
        holder.append(place);
        holder.classList.add("is-live");
        if (old) old.finalize();
        view = made;
        drawn = name;
        readouts();
      });
    }

    function start() {
      starting = starting || load(base + "_static/vendor/vega.min.js").then(function () { return load(base + "_static/vendor/vega-interpreter.js"); }).then(function () { return load(figure.dataset.live); }).then(draw);
      return starting;
    }

    // While a chart is at work it says so, to assistive technology and to whoever waits for its numbers.
    function turn() {
      const mine = ++turns;
      figure.setAttribute("aria-busy", "true");
      inputs.forEach(show);
      return start().then(function () {
        inputs.forEach(function (input) { view.signal(input.name, +input.value); });
        return view.runAsync();
      }).then(readouts).finally(function () { if (mine === turns) figure.removeAttribute("aria-busy"); });
    }

    function markPreset() {
      form.querySelectorAll("button.preset").forEach(function (button) {
        const wanted = JSON.parse(button.dataset.preset);
        button.setAttribute("aria-pressed", String(inputs.every(function (i) { return Math.abs(+i.value - wanted[i.name]) < 1e-9 * Math.max(1, Math.abs(wanted[i.name])); })));
      });
    }

    if (form) {
      form.addEventListener("submit", function (event) { event.preventDefault(); });
      inputs.forEach(function (input) {
        show(input);
        input.addEventListener("input", function () { markPreset(); turn(); });
        input.addEventListener("keydown", function (event) {
          const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
          if (!direction) return;
          event.preventDefault();
          input.value = Math.min(+input.max, Math.max(+input.min, +input.value + direction * +input.dataset.step));
          input.dispatchEvent(new Event("input"));
        });
      });
      form.querySelectorAll("button.preset").forEach(function (button) {
        button.addEventListener("click", function () {
          const wanted = JSON.parse(button.dataset.preset);
          inputs.forEach(function (input) { input.value = wanted[input.name]; });
          markPreset();
          turn();
        });
      });
      // What a browser puts back into the sliders, on the way back or when a page is loaded anew, is what the reader had set.
      window.addEventListener("pageshow", function () {
        inputs.forEach(show);
        markPreset();
        const first = inputs.map(function (input) { return Math.min(+input.max, Math.max(+input.min, +input.defaultValue)); });
        if (inputs.some(function (input, i) { return Math.abs(+input.value - first[i]) > 1e-9 * Math.max(1, Math.abs(first[i])); })) turn();
      });
      form.addEventListener("pointerenter", function () { start(); }, { once: true });
      form.addEventListener("focusin", function () { start(); }, { once: true });
    }
    const button = figure.querySelector("button.go-live");
    if (button) {
        button.addEventListener("click", function () { start().then(function () {
          const had = document.activeElement === button;
          button.hidden = true;
          holder.setAttribute("tabindex", "-1");
          if (had) holder.focus({ preventScroll: true });
        }); });
    }
    this.redraw = function (always) { if (view && (always || size() !== drawn)) draw(); };
    figure.liveChart = { start: start, signal: function (name) { return view.signal(name); } };
  }

  // What a mark says of its row: each column, an interval in one line; nothing of a mere label.
  function told(value) {
    if (value === null || value === undefined || value === "") return [];
    if (typeof value !== "object") return [String(value)];
    const words = function (found) {
      if (found instanceof Date) return found.toISOString().slice(0, 10);
      return typeof found === "number" ? found.toLocaleString("en", { maximumSignificantDigits: 4 }) : String(found);
    };
    const lines = [];
    for (const key in value) {
      const found = value[key];
      if (/^(at_|_)/.test(key) || found === null || found === undefined || found === "" || ["low", "high"].includes(key)) continue;
      if (typeof found === "object" && !(found instanceof Date)) continue;
      lines.push(key.replace(/_/g, " ") + ": " + words(found));
    }
    if (lines.length && value.low < value.high) lines.push("90% interval: " + words(value.low) + " to " + words(value.high));
    return lines;
  }

  function tooltip(holder) {
    let box = null;
    return function (handler, event, item, value) {
      if (box) { box.remove(); box = null; }
      const lines = told(value);
      if (!lines.length) return;
      box = element("div", { class: "chart-tooltip", role: "status" });
      lines.forEach(function (line) { box.append(element("div", {}, line)); });
      holder.append(box);
      const frame = holder.getBoundingClientRect();
      box.style.left = Math.max(0, Math.min(event.clientX - frame.left + 12, frame.width - box.offsetWidth)) + "px";
      box.style.top = event.clientY - frame.top + 12 + "px";
    };
  }

  const charts = Array.from(document.querySelectorAll("figure[data-figure]"), function (figure) { return new LiveChart(figure); });
  function redrawAll(always) { charts.forEach(function (chart) { chart.redraw(always); }); }
  new MutationObserver(function () { redrawAll(true); }).observe(document.body, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { redrawAll(true); });
  let resizing = 0;
  window.addEventListener("resize", function () { clearTimeout(resizing); resizing = setTimeout(function () { redrawAll(false); }, 150); });
})();
