/* A page of the report with some numbers changed: its numbers and verdicts as they would be, each marked, with a bar that says so.
   It may come before the page has been read to its end: what is there is written at once, the rest as it comes. */
(function () {
  "use strict";

  const base = document.documentElement.dataset.content_root || "./";

  function element(name, attributes, text) {
    const made = document.createElement(name);
    for (const key in attributes || {}) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function bar(words, links) {
    const made = element("div", { class: "variation-bar", role: "region", "aria-label": "Variation" }), text = element("p", { role: "status" });
    made.append(text);
    links.forEach(function (link) { made.append(element("a", { href: link[1], "data-keeps": "" }, link[0])); });
    document.head.append(element("link", { rel: "stylesheet", href: base + "_static/whatif.css" }));
    document.body.append(made);
    document.body.classList.add("has-variation-bar");
    requestAnimationFrame(function () { text.textContent = words; }); // after the region is there, so that it is spoken
    return text;
  }

  function published() {
    const address = new URL(location.href);
    address.searchParams.delete("set");
    return address.href;
  }

  // A link to another page of the report keeps the changes: written as the reader comes to it, by whatever means.
  function carry(query) {
    const root = new URL(base, location.href).href.replace(/[?#].*/, "");
    const keep = function (event) {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      if (!link || link.dataset.keeps !== undefined || link.hasAttribute("download")) return;
      const to = new URL(link.href);
      if (!to.href.startsWith(root) || !/(\/|\.html)$/.test(to.pathname) || to.searchParams.has("set")) return;
      to.search = [to.search.slice(1), query].filter(Boolean).join("&");
      link.href = to.href;
    };
    ["pointerdown", "focusin", "click"].forEach(function (name) { document.addEventListener(name, keep, true); });
  }

  function marked(place, words, before) {
    if (words === before) return false;
    place.textContent = words;
    place.classList.add("varied");
    place.title = "Varied. Published: " + before;
    return true;
  }

  window.ShortcaseWhatIfMark = function (held) {
    const engine = window.ShortcaseWhatIf, speak = window.ShortcaseWords, asked = speak.read(location.search);
    const back = ["Back to the published numbers", published()];
    if (asked.faults.length) return void bar("These are the published numbers. " + asked.faults.slice(0, 3).join(" "), [back]);
    const graph = engine.prepare(held.graph), wrong = engine.check(graph, asked.changes);
    if (wrong.length) return void bar("These are the published numbers. " + wrong.slice(0, 3).map(function (f) { return "“" + f.id + "”: " + f.why + "."; }).join(" "), [back]);
    const state = engine.evaluate(graph, asked.changes), moved = new Set([...state.moved, ...Array.from(state.changed.keys(), function (node) { return graph.ids[node]; })]);
    const unit = function (node) { return graph.document.units[graph.document.node.unit[node]][0]; };
    const intervals = {};
    const interval = function (id) { return intervals[id] = intervals[id] || engine.intervals(graph, state, [id])[id]; };
    let numbers = 0, verdicts = 0;

    function rewrite(anchor, whole) {
      const node = graph.place.get(anchor.dataset.num), id = graph.ids[node], part = anchor.dataset.part;
      if (node === undefined || !moved.has(id) || part === "share") return;
      const factor = +anchor.dataset.factor || 1, before = anchor.textContent, hard = part || speak.count(before) === 2;
      if (hard !== Boolean(whole) && (hard || whole)) return;
      const now = hard ? interval(id) : { value: state.values[node] / graph.factor[node], low: null, high: null };
      const times = function (x) { return x === null ? null : x * factor; };
      const value = part ? now[part] : now.value;
      numbers += marked(anchor, speak.rewrite(before, { value: times(value), low: times(now.low), high: times(now.high), unit: anchor.dataset.unit || unit(node) }), before);
    }

    const seen = new Set(), inputs = asked.changes.size, first = "You are reading a variation: " + inputs + (inputs === 1 ? " input" : " inputs") + " changed.";

    function pass() {
      const anchors = Array.from(document.querySelectorAll("a.num[data-num]"));
      if (document.readyState === "loading") anchors.pop(); // which may not be there to its end
      anchors.forEach(function (anchor) {
        if (!seen.has(anchor)) rewrite(anchor, false);
        seen.add(anchor);
      });
      if (numbers && !document.documentElement.dataset.variedAfter) document.documentElement.dataset.variedAfter = performance.now().toFixed();
    }

    pass();
    carry(speak.query(asked.changes));
    const text = bar(first, [["See what moved", base + "whatif.html?" + speak.query(asked.changes)], back]);
    const finish = function () {
      pass();
      document.body.append(text.parentElement); // to the end of what has been read by now
      document.documentElement.dataset.varied = "numbers";
      setTimeout(function () { shortcase.whatIf.all(["whatif.words.js"]).then(rest); });
    };
    if (document.readyState === "loading") document.addEventListener("readystatechange", pass, { once: true });
    if (typeof shortcase !== "undefined" && shortcase.whatIf) finish();
    else document.addEventListener("DOMContentLoaded", finish); // when all other scripts have run

    function rest() {
      seen.forEach(function (anchor) { rewrite(anchor, true); });
      const units = held.words.units;
      const say = function (id, node) { const now = interval(id); return speak.say({ value: now.value, low: now.low, high: now.high, unit: unit(node) }, units); };
      document.querySelectorAll("tr[id^='result-'] > td.value").forEach(function (cell) {
        const id = cell.parentElement.id.slice(7);
        if (moved.has(id)) numbers += marked(cell, say(id, graph.place.get(id)), cell.textContent.trim());
      });
      document.querySelectorAll("table.data-rows tr[id] > td[data-value]").forEach(function (cell) {
        const id = cell.parentElement.id;
        if (moved.has(id)) numbers += marked(cell, say(id, graph.place.get(id)), cell.textContent.trim());
      });
      claims(say);
      document.querySelectorAll(".report-figure").forEach(function (figure) {
        const note = element("p", { class: "as-published" }, figure.classList.contains("has-dial") ? "The picture and its sliders are as published." : "The picture is as published.");
        figure.querySelector(".chart").before(note);
        if (figure.classList.contains("has-dial")) numbers += readouts(figure, note);
      });
      text.textContent = first + " On this page " + numbers + (numbers === 1 ? " number" : " numbers") + (verdicts ? " and " + verdicts + (verdicts === 1 ? " verdict" : " verdicts") : "") + (numbers + verdicts === 1 ? " is" : " are") + " not as published; pictures are. Links to other pages keep the variation.";
      document.documentElement.dataset.varied = "all";
    }

    // The answer of a dial at its published settings is a number of the report, which may have moved; at a reader's own it is by the published inputs.
    function readouts(figure, note) {
      const known = held.words.readouts[figure.dataset.figure] || {}, live = figure.liveChart;
      const told = Array.from(figure.querySelectorAll(".readout")).filter(function (place) { return known[place.dataset.readout] && moved.has(known[place.dataset.readout][0]); });
      if (!told.length) return 0;
      told.forEach(function (place) {
        const [id, factor] = known[place.dataset.readout], node = graph.place.get(id);
        place.title = "Varied. Published: " + place.querySelector("strong").textContent;
        live.vary(place, speak.readout(state.values[node] / graph.factor[node] * factor, place.dataset.format));
      });
      const said = function () { note.textContent = live.isPublished() ? "The picture and its sliders are as published; its answer is varied." : "At settings of your own this dial counts with the published numbers."; };
      said();
      new MutationObserver(said).observe(figure.querySelector(".sliders"), { subtree: true, childList: true, characterData: true });
      return told.filter(function (place) { return place.querySelector(".varied"); }).length;
    }

    function claims(say) {
      const nodes = new Map([...graph.document.claims, ...graph.document.judged].map(function (claim) { return [claim[0], claim[3]]; }));
      const turned = new Map(engine.verdicts(graph, state).map(function (found) { return [found.id, found]; }));
      document.querySelectorAll("details.claim").forEach(function (card) {
        const id = card.id.replace(/^claim-/, ""), node = nodes.get(id), found = turned.get(id);
        if (node !== undefined && moved.has(graph.ids[node])) {
          const words = say(graph.ids[node], node);
          card.querySelectorAll(".claim-ours").forEach(function (place) {
            const label = place.querySelector(".claim-label"), before = place.textContent.replace(label ? label.textContent : "", "");
            const span = element("span");
            if (label) { place.replaceChildren(label, span); } else place.replaceChildren(span);
            span.textContent = before;
            marked(span, words, before);
          });
        }
        if (found) card.querySelectorAll(".claim-verdict .verdict").forEach(function (badge) { turn(badge, found); });
      });
      document.querySelectorAll("a.verdict[href*='claims.html#'], a.verdict[href^='#']").forEach(function (badge) {
        const found = turned.get(badge.hash.slice(1));
        if (found) turn(badge, found);
      });
      verdicts = turned.size ? document.querySelectorAll(".verdict.varied").length : 0;
    }

    function turn(badge, found) {
      const before = badge.textContent;
      badge.className = badge.className.replace(/\bv-[a-z-]+/, "v-" + found.new.replace(/ /g, "-"));
      marked(badge, found.new, before);
    }
  };
})();
