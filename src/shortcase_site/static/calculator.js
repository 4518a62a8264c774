/* The calculator: sliders that move a chain of formulas, computed by the engine of what-if. */
(function (root) {
  "use strict";

  const POINTS = 25, HALVINGS = 40;

  function start(place) {
    if (place.dataset.ready) return;
    place.dataset.ready = "true";
    const engine = root.ShortcaseWhatIf, speak = root.ShortcaseWords, spec = shortcase.whatIf.held.calculator, graph = engine.prepare(spec.graph);
    const part = function (name, from) { return (from || place).querySelector("[data-part='" + name + "']"); };
    const inputs = spec.inputs.map(function (item) {
      const box = place.querySelector("[data-input='" + item.id + "']"), node = graph.place.get(item.id);
      return { ...item, box: box, slider: box.querySelector("input"), output: box.querySelector("output"), line: box.querySelector("polyline"), at: box.querySelector(".calculator-at"), flip: part("flip", box), unit: graph.document.units[graph.document.node.unit[node]][0], now: item.value };
    });
    const others = new Map(); // numbers below the result that no slider sets, as the address has them
    let own = null, speaking = 0, turns = 0, price = graph.document.node.value[graph.place.get(spec.price)];

    const placeOf = function (item, value) { return item.log ? Math.log(value / item.low) / Math.log(item.high / item.low) : (value - item.low) / (item.high - item.low); };
    const valueOf = function (item, at) { return item.log ? item.low * Math.pow(item.high / item.low, at) : item.low + (item.high - item.low) * at; };
    const money = function (x, places) { return spec.sign + speak.fixed(x, places || 0).replace(/\B(?=(\d{3})+(?!\d))/g, places ? "" : ","); };
    const say = function (item, value) { return (speak.say({ value: value, low: null, high: null, unit: item.unit }, spec.units, item.digits) + " " + item.shown).trim(); };
    const same = function (a, b) { return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)); };
    const height = function (worth) { return 100 * Math.min(Math.max(worth, 0), spec.top) / spec.top; };

    function changes(other, value) { // only what differs from our estimate: the rest keeps its interval
      const found = new Map(others);
      inputs.forEach(function (item) {
        const held = item === other ? value : item.now;
        if (!same(held, item.value)) found.set(item.id, Math.max(held, engine.allowed(graph, item.id)[0])); // the engine knows no zero of what is positive
      });
      return found;
    }

    function worth(other, value) { return engine.evaluate(graph, changes(other, value)).value(spec.result); }

    function flipOf(item) {
      let left = 0, right = 1;
      const below = worth(item, item.low) - price;
      if (below * (worth(item, item.high) - price) > 0) return "Worth its price at no setting here.";
      for (let k = 0; k < HALVINGS; k++) {
        const middle = (left + right) / 2;
        if ((worth(item, valueOf(item, middle)) - price) * below > 0) left = middle; else right = middle;
      }
      return "Worth its price at " + say(item, valueOf(item, left)) + ".";
    }

    function answer(now) {
      const gap = now / price - 1, percent = speak.fixed(Math.abs(gap) * 100, 0) + "%";
      const words = { "{result}": money(now), "{gap}": percent === "0%" ? "about as much as" : percent + (gap < 0 ? " less than" : " more than"), "{price}": money(price, 2) };
      const sentence = part("answer"), parts = spec.answer.split(/(\{\w+\})/);
      sentence.replaceChildren(...parts.map(function (text) { return text === "{result}" ? shortcase.element("strong", {}, words[text]) : words[text] || text; }));
    }

    function sentence() { return part("answer").textContent + " " + part("range").textContent; }

    function draw() {
      const state = engine.evaluate(graph, changes()), now = state.value(spec.result);
      answer(now);
      inputs.forEach(function (item) {
        item.output.textContent = say(item, item.now);
        item.slider.setAttribute("aria-valuetext", say(item, item.now));
        item.at.setAttribute("d", "M" + (placeOf(item, item.now) * 100).toFixed(2) + " 0V100");
      });
      place.dataset.worth = now;
      const mine = ++turns;
      requestAnimationFrame(function () { if (mine === turns) rest(state, now); });
    }

    function rest(state, now) {
      const held = engine.intervals(graph, state, [spec.result])[spec.result];
      part("range").textContent = held.low === null ? "Nothing is left uncertain." : "In nine of ten simulations it is worth " + money(held.low) + " to " + money(held.high) + ".";
      inputs.forEach(function (item) {
        const points = [];
        for (let k = 0; k < POINTS; k++) points.push((100 * k / (POINTS - 1)).toFixed(2) + "," + (100 - height(worth(item, valueOf(item, k / (POINTS - 1))))).toFixed(2));
        item.line.setAttribute("points", points.join(" "));
        item.flip.textContent = flipOf(item);
      });
      bars(now);
      const sets = changes(), moved = new Map(Array.from(sets).filter(function (pair) { return !others.has(pair[0]); }));
      part("whatif").href = shortcase.base + "whatif.html" + (sets.size ? "?" + speak.query(sets) : "");
      place.querySelector("[data-do=reset]").disabled = !moved.size;
      const address = new URL(location.href);
      address.searchParams.delete("calc");
      const query = [address.searchParams.toString(), speak.query(moved, "calc")].filter(Boolean).join("&");
      history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash);
      clearTimeout(speaking);
      speaking = setTimeout(function () { part("spoken").textContent = sentence(); }, 600);
    }

    function bars(now) {
      const found = inputs.map(function (item) { return { item: item, ends: item.range.map(function (end) { return [end, worth(item, end)]; }).sort(function (a, b) { return a[1] - b[1]; }) }; });
      found.sort(function (a, b) { return (b.ends[1][1] - b.ends[0][1]) - (a.ends[1][1] - a.ends[0][1]); });
      found.forEach(function (bar) {
        const row = place.querySelector("[data-bar='" + bar.item.id + "']"), rect = row.querySelector("rect"), x = height(bar.ends[0][1]);
        rect.setAttribute("x", x.toFixed(2));
        rect.setAttribute("width", (height(bar.ends[1][1]) - x).toFixed(2));
        row.querySelector(".calculator-at").setAttribute("d", "M" + height(now).toFixed(2) + " 0V10");
        row.querySelector(".calculator-ends").textContent = bar.ends.map(function (end) { return say(bar.item, end[0]) + ": " + money(end[1]); }).join(" · ");
        row.parentElement.append(row);
      });
    }

    function mark() {
      let known = false;
      place.querySelectorAll("[data-preset]").forEach(function (button) {
        const preset = spec.presets[button.dataset.preset];
        const on = preset ? inputs.every(function (item) { return same(item.now, preset.set[item.id]); }) : !known;
        known = known || on;
        button.setAttribute("aria-pressed", String(on));
        if (on) part("note").textContent = (preset ? preset.note : "Your own settings; what you did not move is ours.") + (others.size ? " " + others.size + (others.size === 1 ? " other number is" : " other numbers are") + " changed in the address." : "");
        if (!preset) { button.disabled = !own && !on; if (on) own = new Map(inputs.map(function (item) { return [item.id, item.now]; })); }
      });
    }

    function put(values) {
      inputs.forEach(function (item) {
        item.now = Math.min(item.high, Math.max(item.low, values(item)));
        item.slider.value = placeOf(item, item.now);
      });
      mark();
      draw();
    }

    inputs.forEach(function (item) {
      item.slider.addEventListener("input", function () {
        item.now = +valueOf(item, +item.slider.value).toPrecision(3);
        mark();
        draw();
      });
      item.slider.addEventListener("keydown", function (event) {
        const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
        if (!step) return;
        event.preventDefault();
        item.slider.value = Math.min(1, Math.max(0, +item.slider.value + step * 0.01));
        item.slider.dispatchEvent(new Event("input"));
      });
    });
    place.querySelectorAll("[data-preset]").forEach(function (button) {
      button.addEventListener("click", function () {
        const preset = spec.presets[button.dataset.preset], mine = own;
        if (preset) put(function (item) { return preset.set[item.id]; });
        else if (mine) put(function (item) { return mine.get(item.id); });
      });
    });
    place.querySelector("[data-do=reset]").addEventListener("click", function () { put(function (item) { return item.value; }); });
    const copy = place.querySelector("[data-do=copy]");
    copy.addEventListener("click", function () {
      const done = function (text) { copy.textContent = text; setTimeout(function () { copy.textContent = "Copy link"; }, 1600); };
      const byHand = function () {
        const area = shortcase.element("textarea", { class: "offscreen", "aria-hidden": "true" }, location.href);
        document.body.append(area);
        area.select();
        done(document.execCommand("copy") ? "Copied" : "Press Ctrl+C");
        area.remove();
        copy.focus();
      };
      if (navigator.clipboard && root.isSecureContext) navigator.clipboard.writeText(location.href).then(function () { done("Copied"); }, byHand);
      else byHand();
    });

    // The address: settings of this calculator, and changes of the whole report that touch it

    const given = new Map(), wholly = speak.read(location.search);
    const called = function (id) { const item = inputs.find(function (input) { return input.id === id || input.former === id; }); return item ? item.id : id; };
    if (!wholly.faults.length) wholly.changes.forEach(function (value, id) {
      const own = inputs.some(function (item) { return item.id === id; });
      if (own) given.set(id, [].concat(value)[0]);
      else if (graph.place.has(id)) others.set(id, value);
    });
    if (engine.check(graph, others).length) others.clear(); // the bar of the page says why
    price = engine.evaluate(graph, others).value(spec.price);
    place.querySelectorAll(".calculator-price").forEach(function (line) { line.setAttribute("d", line.closest("[data-bar]") ? "M" + height(price).toFixed(2) + " 0V10" : "M0 " + (100 - height(price)).toFixed(2) + "H100"); });
    const asked = speak.read(location.search, "calc"), faults = asked.faults;
    asked.changes.forEach(function (value, id) { given.set(called(id), [].concat(value)[0]); });
    const known = inputs.filter(function (item) { return given.has(item.id); }), outside = known.filter(function (item) { const x = given.get(item.id); return x < item.low || x > item.high; });
    given.forEach(function (value, id) { if (!inputs.some(function (item) { return item.id === id; })) faults.push("“" + id + "” is not one of the inputs here."); });
    outside.forEach(function (item) { faults.push("“" + item.id + "” is outside of its slider."); });
    if (faults.length) part("note").textContent = "The settings in the address were not used. " + faults.slice(0, 3).join(" ");
    else if (known.length || others.size) put(function (item) { return given.has(item.id) ? given.get(item.id) : item.value; });
  }

  root.ShortcaseCalculator = { start: start };
})(window);
