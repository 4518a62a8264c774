// The state of a dial: said beside its chart, in the address, in what is copied, on paper and to those who do not see the picture.
(function () {
  "use strict";

  const element = shortcase.element, published = shortcase.published, isMoved = shortcase.isMoved, base = "dial.";

  function Dial(figure) {
    const form = figure.querySelector("form.dial"), id = figure.dataset.figure, caption = figure.querySelector("figcaption"), holder = figure.querySelector("[data-chart]");
    const inputs = Array.from(form.querySelectorAll("input[type=range]")), copies = Array.from(figure.querySelectorAll("button.copy")), plain = copies.map(function (button) { return button.dataset.copy; });
    const line = element("p", { class: "dial-state" }), words = element("span"), reset = element("button", { type: "button", class: "dial-reset script-only" }, "Back to the published settings"), address = element("span", { class: "print-only" });
    let waiting = 0;

    line.hidden = true;
    line.append(words, " ", reset, address);
    caption.prepend(line);

    // A slider holds a position; the address says the number.
    function number(input) { return input.dataset.log === "true" ? Math.pow(10, +input.value) : +input.value; }

    function position(input, value) { return input.dataset.log === "true" ? Math.log10(value) : value; }

    function label(input) { return input.closest("label").querySelector(".slider-label").textContent; }

    function settings() { return inputs.filter(isMoved).map(function (input) { return label(input) + ": " + input.nextElementSibling.textContent; }).join("; "); }

    function asAddress() {
      const made = new URL(location.href);
      inputs.forEach(function (input) {
        const name = base + id + "." + input.name;
        if (isMoved(input)) made.searchParams.set(name, String(+number(input).toPrecision(9)));
        else made.searchParams.delete(name);
      });
      return made;
    }

    function say() {
      const said = settings(), made = asAddress();
      line.hidden = !said;
      words.textContent = said ? "The chart shows settings of your own (" + said + "). Title, text and downloads are those of the published settings." : "";
      address.textContent = said ? " " + made.href : "";
      copies.forEach(function (button, i) { button.dataset.copy = said ? plain[i] + " Seen with changed settings (" + said + "): " + made.href : plain[i]; });
      clearTimeout(waiting);
      waiting = setTimeout(function () { // by then the reader may have followed a link within the page
        const now = asAddress();
        if (now.href !== location.href) try { history.replaceState(history.state, "", now); } catch (error) { /* a folder that keeps no address */ }
      }, 250);
    }

    function moveTo(values) {
      let moved = null;
      inputs.forEach(function (input, i) {
        if (values[i] === undefined || Math.abs(+input.value - values[i]) < 1e-12) return;
        input.value = values[i];
        moved = input;
      });
      if (moved) moved.dispatchEvent(new Event("input")); // what draws the chart reads all sliders
    }

    function read() {
      const query = new URLSearchParams(location.search);
      moveTo(inputs.map(function (input) {
        const text = query.get(base + id + "." + input.name), value = text === null || text.trim() === "" ? NaN : Number(text);
        return Number.isFinite(value) && Number.isFinite(position(input, value)) ? Math.min(+input.max, Math.max(+input.min, position(input, value))) : undefined;
      }));
    }

    reset.addEventListener("click", function () {
      moveTo(inputs.map(published));
      inputs[0].focus({ preventScroll: true });
    });

    // The text beside each slider is written anew whenever it has moved, by whatever means.
    new MutationObserver(say).observe(form.querySelector(".sliders"), { subtree: true, childList: true, characterData: true });
    read();
    say();
  }

  // What a live picture is called: what the drawn one is called, and how it is set.
  function name(figure) {
    const live = figure.querySelector(".live svg"), text = figure.querySelector(".picture desc");
    if (!live || !text) return;
    const readouts = Array.from(figure.querySelectorAll(".readout"), function (readout) { return readout.textContent.trim().replace(/\s+/g, " "); }).join("; ");
    const line = figure.querySelector(".dial-state"), isMoved = line && !line.hidden;
    const said = isMoved ? "Changed by you. " + line.firstChild.textContent + " It now gives: " + readouts + ". At the published settings: " + text.textContent : text.textContent;
    live.setAttribute("role", "img");
    if (live.getAttribute("aria-label") !== said) live.setAttribute("aria-label", said);
  }

  // A live picture holds colours of the mode in which it was drawn; as variables they follow the mode and the paper.
  function variables() {
    const found = {}, style = getComputedStyle(document.body);
    for (const colour of (style.getPropertyValue("--chart-colours") || "").trim().split(/\s+/)) {
      const variable = "--chart-" + colour, value = style.getPropertyValue(variable).trim().toLowerCase();
      if (value && !(value in found)) found[value] = "var(" + variable + ")";
    }
    return found;
  }

  function Colours(holder, figure) {
    let known = null;
    function recolour(mark) {
      for (const part of ["fill", "stroke"]) {
        const colour = mark.getAttribute(part);
        if (colour && colour[0] === "#" && known[colour.toLowerCase()]) mark.setAttribute(part, known[colour.toLowerCase()]);
      }
    }
    new MutationObserver(function (records) {
      known = variables();
      const marks = new Set();
      records.forEach(function (record) {
        if (record.type === "attributes") marks.add(record.target);
        record.addedNodes.forEach(function (node) { if (node.querySelectorAll) { marks.add(node); node.querySelectorAll("[fill], [stroke]").forEach(function (mark) { marks.add(mark); }); } });
      });
      marks.forEach(function (mark) { if (mark.closest(".live")) recolour(mark); });
      name(figure);
    }).observe(holder, { subtree: true, childList: true, attributes: true, attributeFilter: ["fill", "stroke"] });
  }

  document.querySelectorAll("figure[data-figure]").forEach(function (figure) {
    Colours(figure.querySelector("[data-chart]"), figure);
    if (figure.querySelector("form.dial")) Dial(figure);
    const readouts = figure.querySelector(".readouts");
    if (readouts) new MutationObserver(function () { name(figure); }).observe(readouts, { subtree: true, childList: true, characterData: true });
  });
})();
