// Adds to pages that read without it: number passports, live charts, copying, filters and sorting. Loads more only when a reader asks.
(function () {
  "use strict";

  const base = document.documentElement.dataset.content_root || "./";
  const loaded = {};

  function load(address) {
    loaded[address] = loaded[address] || new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = function () { delete loaded[address]; failed(new Error("could not load " + address)); };
      document.head.append(script);
    });
    return loaded[address];
  }

  function element(name, attributes, text) {
    const made = document.createElement(name);
    for (const key in attributes || {}) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // Copying

  document.querySelectorAll("button.copy").forEach(function (button) {
    button.addEventListener("click", function () {
      const text = button.dataset.copy, label = button.textContent;
      function said(words) { button.textContent = words; setTimeout(function () { button.textContent = label; }, 1600); }
      function byHand() {
        const area = element("textarea", { class: "offscreen", "aria-hidden": "true" }, text);
        document.body.append(area);
        area.select();
        said(document.execCommand("copy") ? "Copied" : "Press Ctrl+C");
        area.remove();
        button.focus();
      }
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(function () { said("Copied"); }, byHand);
      else byHand();
    });
  });

  // Number passports

  let card = null, owner = null, wanted = null, pinned = false, returning = false;
  const passports = {};
  window.shortcasePassports = function (found) { Object.assign(passports, found); };

  function pageName() {
    const root = new URL(base, location.href).pathname;
    const path = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : location.pathname;
    return (path.replace(/\.html$/, "") || "index").replace(/\//g, "-");
  }

  function closeCard(giveFocusBack) {
    if (!card) return;
    const from = owner;
    card.remove();
    owner.removeAttribute("aria-expanded");
    owner.removeAttribute("aria-describedby");
    card = owner = null;
    pinned = false;
    if (giveFocusBack) { returning = true; from.focus(); returning = false; }
  }

  function inputList(inputs) {
    const list = element("ul");
    inputs.forEach(function (input) {
      const item = element("li");
      item.append(input[2] ? element("a", { href: input[2] }, input[0]) : input[0], input[1] ? " " + input[1] : "");
      list.append(item);
    });
    return list;
  }

  function cardOf(found, pin) {
    const made = element("div", { class: "passport-card", id: "passport-card", role: pin ? "dialog" : "tooltip", tabindex: "-1" });
    if (pin) made.setAttribute("aria-label", "Where this number comes from");
    made.append(element("p", { class: "passport-title" }, found.title), element("p", { class: "passport-value" }, found.value));
    const list = element("dl", { class: "simple" });
    found.lines.forEach(function (line) { list.append(element("dt", {}, line[0]), element("dd", {}, line[1])); });
    if (found.inputs.length) {
      const inputs = element("dd");
      inputs.append(inputList(found.inputs));
      list.append(element("dt", {}, "Inputs"), inputs);
    }
    const actions = element("p", { class: "passport-actions" }), close = element("button", { type: "button" }, "Close");
    close.addEventListener("click", function () { closeCard(true); });
    actions.append(element("a", { href: found.url }, found.link), close);
    made.append(list, actions);
    return made;
  }

  // A part of the page that is laid out as the reader comes near moves what follows it: an open passport moves along, on the side where it was opened.
  function place(placed, anchor, below) {
    if (placed !== card) return;
    const box = anchor.getClientRects()[0], width = card.offsetWidth, height = card.offsetHeight;
    if (!box) return closeCard(false); // the number is no longer shown
    if (below === undefined) below = box.bottom + 6 + height < window.innerHeight || box.top < height + 12;
    card.style.left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8)) + window.scrollX + "px";
    card.style.top = (below ? box.bottom + 6 : box.top - height - 6) + window.scrollY + "px";
    requestAnimationFrame(function () { place(placed, anchor, below); });
  }

  function openCard(anchor, pin) {
    wanted = anchor;
    load(base + "passports/" + pageName() + ".js").then(function () {
      const found = passports[anchor.dataset.num];
      if (!found || wanted !== anchor || (card && owner === anchor && !pin)) return;
      closeCard(false);
      owner = anchor;
      pinned = pin;
      card = cardOf(found, pin);
      document.body.append(card);
      anchor.setAttribute("aria-expanded", "true");
      if (!pin) anchor.setAttribute("aria-describedby", "passport-card");
      card.addEventListener("mouseleave", function () { if (!pinned) closeCard(false); });
      card.addEventListener("keydown", function (event) {
        if (event.key !== "Tab") return;
        const stops = Array.from(card.querySelectorAll("a, button")), at = stops.indexOf(document.activeElement);
        if (event.shiftKey ? at > 0 : at < stops.length - 1) return;
        event.preventDefault(); // past either end the reader is back at the number, not at the end of the page
        closeCard(true);
      });
      place(card, anchor);
      if (pin && card) card.focus(); // in its place first, or the page would scroll to its end
    }, function () { if (pin) location.href = anchor.href; });
  }

  function number(event) { return event.target instanceof Element ? event.target.closest("a.num") : null; }

  document.addEventListener("mouseover", function (event) {
    const anchor = number(event);
    if (anchor && !pinned) openCard(anchor, false);
  });
  document.addEventListener("mouseout", function (event) {
    if (!number(event)) return;
    wanted = null;
    setTimeout(function () { if (card && !pinned && !card.matches(":hover") && !owner.matches(":hover, :focus-visible")) closeCard(false); }, 150);
  });
  document.addEventListener("focusin", function (event) {
    const anchor = number(event);
    if (anchor && !pinned && !returning) openCard(anchor, false);
    else if (card && pinned && !card.contains(event.target)) closeCard(false);
  });
  document.addEventListener("focusout", function (event) {
    if (number(event) && !pinned && card && !card.matches(":hover")) closeCard(false);
  });
  document.addEventListener("click", function (event) {
    const anchor = number(event);
    if (anchor && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      openCard(anchor, true);
    } else if (card && pinned && !card.contains(event.target)) closeCard(false);
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape" && card) closeCard(pinned); });

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
      form.addEventListener("pointerenter", function () { start(); }, { once: true });
      form.addEventListener("focusin", function () { start(); }, { once: true });
    }
    const button = figure.querySelector("button.go-live");
    if (button) {
        button.addEventListener("click", function () { start().then(function () { button.hidden = true; }); });
    }
    this.redraw = function (always) { if (view && (always || size() !== drawn)) draw(); };
    figure.liveChart = { start: start, signal: function (name) { return view.signal(name); } };
  }

  function tooltip(holder) {
    let box = null;
    return function (handler, event, item, value) {
      if (box) { box.remove(); box = null; }
      if (value === null || value === undefined || value === "") return;
      box = element("div", { class: "chart-tooltip", role: "status" });
      if (typeof value === "object") for (const key in value) box.append(element("div", {}, key + ": " + value[key]));
      else box.textContent = value;
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

  // Filters

  function words(text) { return text.toLowerCase().split(/\s+/).filter(Boolean); }

  const ledgerForm = document.getElementById("ledger-filter");
  if (ledgerForm) {
    const claims = Array.from(document.querySelectorAll("#ledger > .claim")), names = ["chapter", "verdict", "kind", "importance", "text"];
    claims.forEach(function (claim) { claim.searchText = claim.textContent.toLowerCase(); });
    const apply = function (keepAddress) {
      const wanted = {}, query = new URLSearchParams();
      names.forEach(function (name) { wanted[name] = ledgerForm.elements[name].value; if (wanted[name]) query.set(name, wanted[name]); });
      let count = 0;
      claims.forEach(function (claim) {
        const fits = ["chapter", "verdict", "kind", "importance"].every(function (name) { return !wanted[name] || claim.dataset[name] === wanted[name]; }) && words(wanted.text).every(function (word) { return claim.searchText.includes(word); });
        claim.hidden = !fits;
        count += fits;
      });
      ledgerForm.querySelector("output").textContent = count + " of " + claims.length + " claims";
      if (!keepAddress) history.replaceState(null, "", location.pathname + (query.size ? "?" + query : "") + location.hash);
    };
    const read = function () {
      const query = new URLSearchParams(location.search);
      names.forEach(function (name) { ledgerForm.elements[name].value = query.get(name) || ""; });
      apply(true);
    };
    ledgerForm.addEventListener("input", function () { apply(false); });
    ledgerForm.addEventListener("reset", function () { setTimeout(function () { apply(false); }); });
    ledgerForm.addEventListener("submit", function (event) { event.preventDefault(); });
    read();
    if (location.hash && document.querySelector(location.hash)) document.querySelector(location.hash).scrollIntoView();
  }

  document.querySelectorAll("form.table-filter, form.list-filter").forEach(function (form) {
    const items = Array.from(form.dataset.table ? document.querySelectorAll("#" + form.dataset.table + " tbody tr") : document.querySelectorAll("#" + form.dataset.list + " > li"));
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () {
      let count = 0;
      items.forEach(function (item) {
        const fits = words(form.elements.text.value).every(function (word) { return item.textContent.toLowerCase().includes(word); });
        item.hidden = !fits;
        count += fits;
      });
      form.querySelector("output").textContent = count + " of " + items.length;
    });
  });

  document.querySelectorAll("table.sortable").forEach(function (table) {
    table.querySelectorAll("thead th").forEach(function (heading, column) {
      const button = element("button", { type: "button", class: "sort" });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", function () {
        const down = heading.getAttribute("aria-sort") === "ascending", body = table.tBodies[0];
        table.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = function (row) { const cell = row.cells[column], text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.replace(/,/g, ""); const number = parseFloat(text); return text !== "" && Number.isFinite(number) ? [0, number, ""] : [1, 0, cell.textContent]; };
        const rows = Array.from(body.rows, function (row) { return [key(row), row]; });
        rows.sort(function (a, b) { return (a[0][0] - b[0][0]) || (a[0][1] - b[0][1]) || a[0][2].localeCompare(b[0][2], "en"); });
        if (down) rows.reverse();
        rows.forEach(function (pair) { body.append(pair[1]); });
      });
    });
  });
})();
