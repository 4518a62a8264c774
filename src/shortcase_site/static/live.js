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
    return size >= 1e4 ? Math.round(number).toLocaleString("en") : String(+number.toPrecision(size < 1e3 ? 3 : 4));
  }

  function LiveChart(figure) {
    const id = figure.dataset.figure, holder = figure.querySelector("[data-chart]"), form = figure.querySelector("form.dial");
    const inputs = form ? Array.from(form.querySelectorAll("input[type=range]")) : [];
    const said = Answers(figure, holder);
    let view = null, starting = null, drawn = "", turns = 0;

    function show(input) {
      const unit = input.dataset.unit, number = value(input);
      const text = /%/.test(input.dataset.format) ? +(number * 100).toPrecision(3) + "%" : (unit === "calendar_year" || unit === "year AD" ? number.toFixed(1) : plainNumber(number)) + (unit && unit !== "1" && unit !== "calendar_year" ? " " + unit : "");
      input.nextElementSibling.textContent = text;
      input.setAttribute("aria-valuetext", text);
    }

    // At the published settings of a page that is read with other numbers a readout says what follows from those (whatif-mark.js).
    function isPublished() { return !inputs.some(shortcase.isMoved); }

    function write(readout, words) {
      const own = readout.dataset.varied !== undefined && isPublished(), strong = readout.querySelector("strong");
      readout.dataset.published = words;
      strong.textContent = own ? readout.dataset.varied : words;
      strong.classList.toggle("varied", own && readout.dataset.varied !== words);
    }

    function vary(readout, words) {
      readout.dataset.varied = words;
      write(readout, readout.dataset.published === undefined ? readout.querySelector("strong").textContent : readout.dataset.published);
    }

    function readouts() {
      if (!form || !view) return;
      form.querySelectorAll(".readout").forEach(function (readout) {
        const number = view.signal("readout_" + readout.dataset.readout);
        readout.dataset.value = number;
        write(readout, Number.isFinite(number) ? vega.defaultLocale().format(readout.dataset.format || ".3~g")(number) : "never");
      });
    }

    function size() { return holder.clientWidth < 620 ? "narrow" : "wide"; }

    function draw() {
      const name = size(), values = {};
      inputs.forEach(function (input) { values[input.name] = +input.value; });
      const old = view;
      const made = new vega.View(vega.parse(inPageColours(specifications[id][name]), null, { ast: true }), { renderer: "svg", expr: vegaInterpreter.expressionInterpreter, hover: true, loader: vega.loader({ baseURL: "", target: "_blank" }), tooltip: said.ofVega });
      inputs.forEach(function (input) { made.signal(input.name, values[input.name]); });
      const place = element("div", { class: "live" });
      made.initialize(place);
      holder.setAttribute("tabindex", "0");
      holder.setAttribute("role", "group");
      holder.setAttribute("aria-label", "Chart; arrow keys read its marks");
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
        if (!isPublished()) turn();
      });
      form.addEventListener("pointerenter", function () { start(); }, { once: true });
      form.addEventListener("focusin", function () { start(); }, { once: true });
    }
    const button = figure.querySelector("button.go-live");
    if (button) {
        button.addEventListener("click", function () { start().then(function () {
          const had = document.activeElement === button;
          button.hidden = true;
          if (had) holder.focus({ preventScroll: true });
        }); });
    }
    this.redraw = function (always) { if (view && (always || size() !== drawn)) draw(); };
    figure.liveChart = { start: start, vary: vary, isPublished: isPublished, signal: function (name) { return view.signal(name); } };
  }

  // What a mark says of its row: each column, an interval in one line; nothing of a mere label.
  function told(value) {
    if (value === null || value === undefined || value === "") return [];
    if (typeof value !== "object") return [String(value)];
    const words = function (found) {
      if (found instanceof Date) return found.toISOString().slice(0, 10);
      return typeof found === "number" ? found.toLocaleString("en", { maximumSignificantDigits: 4 }) : String(found);
    };
    const lines = [], names = [];
    for (const key in value) {
      const found = value[key];
      if (/^(at_|_)|_sort_index$/.test(key) || found === null || found === undefined || found === "" || ["low", "high"].includes(key)) continue;
      if (typeof found === "object" && !(found instanceof Date)) continue;
      (typeof found === "string" ? names : lines).push(key.replace(/_/g, " ") + ": " + words(found));
    }
    lines.unshift(...names);
    if (lines.length && value.low < value.high) lines.push("90% interval: " + words(value.low) + " to " + words(value.high));
    return lines;
  }

  // What the marks of a chart say to a pointer, to a tap and to the keys; the sources are those of the figure.
  function Answers(figure, holder) {
    const named = figure.querySelector(".figure-sources"), sources = named ? Array.from(named.querySelectorAll("a"), function (link) { return link.textContent; }) : [];
    const source = sources.length ? (sources.length > 1 ? "Sources: " : "Source: ") + sources.slice(0, 3).join(", ") + (sources.length > 3 ? " and more" : "") : "";
    let box = null, at = -1, tapped = 0;

    function close() { if (box) { box.remove(); box = null; } }

    function show(value, x, y) {
      close();
      const lines = told(value);
      if (!lines.length) return false;
      box = element("div", { class: "chart-tooltip", role: "status" });
      lines.forEach(function (line) { box.append(element("div", {}, line)); });
      if (source) box.append(element("div", { class: "chart-source" }, source));
      holder.append(box);
      const frame = holder.getBoundingClientRect();
      box.style.left = Math.max(0, Math.min(x - frame.left + 12, frame.width - box.offsetWidth)) + "px";
      box.style.top = y - frame.top + 12 + "px";
      return true;
    }

    function valueOf(mark) { return mark.__data__ && mark.__data__.tooltip; } // what the library holds of a drawn mark

    // The marks that say something, each thing once, from left to right.
    function marks() {
      const known = new Set(), found = [];
      holder.querySelectorAll(".live svg *").forEach(function (mark) {
        const words = told(valueOf(mark)).join("\n");
        if (!words || known.has(words)) return;
        known.add(words);
        const place = mark.getBoundingClientRect();
        found.push({ mark: mark, x: place.left + place.width / 2, y: place.top + place.height / 2 });
      });
      return found.sort(function (a, b) { return a.x - b.x || a.y - b.y; });
    }

    holder.addEventListener("keydown", function (event) {
      if (event.key === "Escape") return close();
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], found = step && event.target === holder ? marks() : [];
      if (!found.length) return;
      event.preventDefault();
      at = at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % found.length;
      show(valueOf(found[at].mark), found[at].x, found[at].y);
    });
    holder.addEventListener("blur", function () { close(); at = -1; });
    holder.addEventListener("click", function (event) { // a tap ends with the pointer gone, which would take the answer away
      const value = event.target instanceof Element && valueOf(event.target);
      if (value && show(value, event.clientX, event.clientY)) tapped = event.timeStamp;
      else close();
    });
    return { ofVega: function (handler, event, item, value) { if (value || event.timeStamp - tapped > 400) show(value, event.clientX, event.clientY); } };
  }

  const charts = Array.from(document.querySelectorAll("figure[data-figure]"), function (figure) { return new LiveChart(figure); });
  function redrawAll(always) { charts.forEach(function (chart) { chart.redraw(always); }); }
  new MutationObserver(function () { redrawAll(true); }).observe(document.body, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { redrawAll(true); });
  let resizing = 0;
  window.addEventListener("resize", function () { clearTimeout(resizing); resizing = setTimeout(function () { redrawAll(false); }, 150); });
})();
