// The ledger: filters with counts, order, and the grid of chapters by verdicts. All of it stands in the address.
(function () {
  "use strict";

  const form = document.getElementById("ledger-filter"), ledger = document.getElementById("ledger"), grid = document.querySelector(".verdict-grid");
  const claims = Array.from(ledger.querySelectorAll(":scope > .claim")), output = form.querySelector("output"), link = document.getElementById("ledger-link");
  const FACETS = ["chapter", "verdict", "kind", "importance"], NAMES = FACETS.concat("text", "sort"), CELL = ["chapter", "verdict", "importance"]; // what a number of the grid asks for
  const options = {}, texts = new Map(), note = shortcase.element("p", { class: "claim-outside", role: "note" }, "The address names this claim; the filter leaves it out.");
  let order = "";

  FACETS.forEach(function (name) {
    options[name] = Array.from(form.elements[name].options);
    options[name].forEach(function (option) { option.dataset.words = option.textContent; });
  });
  claims.forEach(function (claim, place) { claim.place = place; });

  // What a text is asked for: words, and phrases in quotes.
  function words(text) { return (text.toLowerCase().match(/"[^"]+"?|[^\s"]+/g) || []).map(function (word) { return word.replace(/"/g, "").trim(); }).filter(Boolean); }

  function textOf(claim) {
    if (!texts.has(claim)) texts.set(claim, claim.textContent.toLowerCase());
    return texts.get(claim);
  }

  function named() {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return null; }
    const place = id && document.getElementById(id);
    return place ? place.closest("#ledger > .claim") : null;
  }

  // Order

  const place = { verdict: options.verdict.map(function (option) { return option.value; }) };
  const KEYS = {
    importance: function (claim) { return +claim.dataset.importance; },
    off: function (claim) { return claim.dataset.off === undefined ? Infinity : -claim.dataset.off.replace("inf", "1e99"); },
    stability: function (claim) { return claim.dataset.stability === undefined ? Infinity : +claim.dataset.stability; },
    verdict: function (claim) { return place.verdict.indexOf(claim.dataset.verdict); },
  };

  function arrange(wanted) {
    if (wanted === order) return;
    order = wanted;
    const key = KEYS[wanted] || function () { return 0; };
    const sorted = claims.map(function (claim) { return [key(claim), claim]; });
    sorted.sort(function (a, b) { return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1].place - b[1].place; });
    ledger.append(...sorted.map(function (pair) { return pair[1]; }));
  }

  // Filters

  function apply() {
    const wanted = {}, counts = {};
    NAMES.forEach(function (name) { wanted[name] = form.elements[name].value; });
    FACETS.forEach(function (name) { counts[name] = {}; });
    const asked = words(wanted.text), target = named();
    let count = 0, outside = null;
    note.remove();
    claims.forEach(function (claim) {
      const says = asked.every(function (word) { return textOf(claim).includes(word); });
      const missed = FACETS.filter(function (name) { return wanted[name] && claim.dataset[name] !== wanted[name]; });
      const fits = says && !missed.length;
      if (says) FACETS.forEach(function (name) { // what a choice would show, all other choices as they are
        if (missed.length > 1 || (missed.length && missed[0] !== name)) return;
        counts[name][claim.dataset[name]] = (counts[name][claim.dataset[name]] || 0) + 1;
        counts[name][""] = (counts[name][""] || 0) + 1;
      });
      if (!fits && claim === target) outside = claim;
      claim.hidden = !fits && claim !== target;
      count += fits;
    });
    if (outside) { outside.before(note); outside.open = true; }
    FACETS.forEach(function (name) { options[name].forEach(function (option) { option.textContent = option.dataset.words + " (" + (counts[name][option.value] || 0) + ")"; }); });
    arrange(wanted.sort);
    if (outside) outside.before(note);
    output.textContent = count + " of " + claims.length + " claims" + (outside ? ", and the one that the address names" : "");
    grid.querySelectorAll("a").forEach(function (cell) {
      const query = new URL(cell.href).searchParams, on = CELL.every(function (name) { return (query.get(name) || "") === wanted[name]; });
      if (on) cell.setAttribute("aria-current", "true");
      else cell.removeAttribute("aria-current");
    });
    link.dataset.copy = location.href;
  }

  // By hand: a place that the old address named is left.
  function changed() {
    const address = new URL(location.href);
    NAMES.forEach(function (name) {
      const value = form.elements[name].value;
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    });
    address.hash = "";
    try { history.replaceState(history.state, "", address); } catch (error) { /* a folder that keeps no address */ }
    apply();
  }

  function read() {
    const query = new URLSearchParams(location.search);
    NAMES.forEach(function (name) { const control = form.elements[name]; control.value = query.get(name) || ""; if (!control.value && control.options) control.value = ""; });
    apply();
  }

  function land() {
    const target = named();
    if (!target) return;
    target.open = true;
    shortcase.goTo(note.isConnected && note.nextElementSibling === target ? note : target);
  }

  let waiting = 0;
  form.addEventListener("input", function (event) {
    clearTimeout(waiting);
    if (event.target.name === "text") waiting = setTimeout(changed, 120);
    else changed();
  });
  form.addEventListener("reset", function () { setTimeout(changed); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  grid.addEventListener("click", function (event) {
    const cell = event.target.closest("a");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const query = new URL(cell.href).searchParams, again = cell.getAttribute("aria-current") === "true";
    CELL.forEach(function (name) { form.elements[name].value = again ? "" : query.get(name) || ""; });
    changed();
    if (!again) form.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("hashchange", function () { apply(); land(); });
  window.addEventListener("popstate", read);
  window.addEventListener("pageshow", function (event) { if (event.persisted) read(); });
  const way = performance.getEntriesByType("navigation")[0];
  read();
  if (!way || way.type === "navigate") land(); // else the browser knows how far down the reader was
})();
