// Searches the whole report, as a reader types. What can be found (search-data.js) and what finds it (MiniSearch) load when the first word is there; nothing is fetched, so that it works from a folder.
(function () {
  "use strict";

  const form = document.querySelector(".search-form"), list = document.getElementById("search-results"), more = document.querySelector(".search-more");
  const box = form.elements.q, output = form.querySelector("output"), element = shortcase.element;
  const STEP = 30, SMALL = new Set("a an and are as at be by for from has in is it its of on or that the to was were with".split(" "));
  const WEIGHT = { claim: 1.5, section: 1.2, figure: 1.4, number: 1, source: 0.8, term: 1.6 };
  const TOKEN = /\d(?:[\d.,]*\d)?%?(?=x(?![\p{L}\p{N}])|(?!\p{L}))|(?<!\d)x(?![\p{L}\p{N}])|[\p{L}\p{N}]{2,}|(?!x)[\p{L}\p{N}]/gu;
  const AMOUNT = /(?<![\p{L}\p{N}.,])\d[\d.,]*\s+(?:thousand|million|billion|trillion)\b/giu;
  let index = null, things = [], kinds = [], places = [], loading = null, asked = 0, found = [], wanted = null, shown = 0;

  // Words

  function tokens(text) { return text.normalize("NFKC").match(TOKEN) || []; }

  function bare(token) { return token.toLowerCase().replace(/(\d),(?=\d{3})/g, "$1"); }

  // A word as it is compared: without the s of a plural.
  function stem(token) {
    const word = bare(token);
    return /^\p{L}{3,}[^s]s$/u.test(word) ? word.slice(0, -1) : word;
  }

  // A share is found with and without its sign.
  function indexed(token) {
    const word = stem(token);
    return SMALL.has(word) ? null : word.endsWith("%") ? [word, word.slice(0, -1)] : word;
  }

  // A number as people say it, to two and three digits: 5.576 million is found as 5.6 million.
  function rounded(value) {
    return (value.match(/\d[\d.,]*\d(?:%| \p{L}+)?/gu) || []).map(function (amount) {
      const found = /^([\d.,]+)(.*)$/.exec(amount), number = Number(found[1].replace(/,/g, ""));
      const said = [2, 3].map(function (digits) { return String(Number(number.toPrecision(digits))); });
      return said.filter(function (text) { return text !== String(number); }).map(function (text) { return text + found[2]; }).join(" ; ");
    }).join(" ; ");
  }

  function near(thing) {
    if (thing.near === undefined) thing.near = thing.value && rounded(thing.value);
    return thing.near;
  }

  function field(thing, name) { return name === "near" ? near(thing) : thing[name]; }

  function line(text) { return " " + tokens(text).map(bare).join(" ") + " "; }

  // What a reader asks for: phrases that must stand so, amounts that should, and words.
  function query(text) {
    const phrases = [], rest = text.replace(/["“”]([^"“”]+)["“”]?/g, function (all, phrase) { phrases.push(line(phrase)); return " " + phrase + " "; });
    return { phrases: phrases.filter(function (p) { return p.trim(); }), amounts: (rest.match(AMOUNT) || []).map(line), words: tokens(rest), whole: line(rest), text: text };
  }

  // Loading

  window.shortcaseSearch = function (data) {
    kinds = data.kinds;
    places = data.places;
    things = data.found.map(function (row, id) { return { id: id, kind: kinds[row[0]][0], title: row[1], value: row[2], name: row[3], text: row[4], url: row[5], place: places[row[6]] }; });
  };

  function load() {
    loading = loading || shortcase.load(shortcase.base + "_static/vendor/minisearch.min.js").then(function () { return shortcase.load(form.dataset.index); }).then(function () {
      performance.mark("index");
      const made = new MiniSearch({ fields: ["title", "value", "near", "name", "text"], extractField: field, tokenize: tokens, processTerm: indexed, searchOptions: { processTerm: stem } });
      return made.addAllAsync(things, { chunkSize: 150 }).then(function () { index = made; performance.measure("indexed", "index"); }); // in parts, so that a reader can go on typing
    });
    return loading;
  }

  // Finding

  function isNumber(term) { return /^\d/.test(term); }

  function hits(ask, fuzzy) {
    const last = ask.words.length ? stem(ask.words[ask.words.length - 1]) : "", terms = ask.words.map(stem).filter(function (t) { return !SMALL.has(t); });
    if (!terms.length) return [];
    return index.search(terms.join(" "), {
      tokenize: function () { return terms; },
      combineWith: "AND",
      prefix: function (term) { return term === last && (isNumber(term) ? term.length > 2 : term.length > 1); },
      fuzzy: function (term) { return fuzzy && !isNumber(term) && term.length > 4 ? 0.2 : false; },
      boost: { title: 3, value: 4, near: 2, name: 1, text: 1 },
      boostDocument: function (id) { return WEIGHT[things[id].kind]; },
    });
  }

  function lineOf(thing) {
    thing.line = thing.line || line(thing.title + " . " + thing.value + " . " + near(thing) + " . " + thing.text);
    return thing.line;
  }

  function find(ask) {
    let all = hits(ask, false);
    const loose = !all.length && !ask.phrases.length;
    if (loose) all = hits(ask, true);
    all = all.map(function (hit) { return { thing: things[hit.id], score: hit.score, terms: hit.terms }; });
    function having(phrases) { return all.filter(function (hit) { return phrases.every(function (p) { return lineOf(hit.thing).includes(p); }); }); }
    all = having(ask.phrases);
    const exact = ask.amounts.length ? having(ask.amounts) : [];
    if (exact.length) all = exact;
    if (ask.words.length > 1 && all.length < 2000) all.forEach(function (hit) { if (lineOf(hit.thing).includes(ask.whole)) hit.score *= line(hit.thing.title).includes(ask.whole) ? 3 : 1.6; });
    all.forEach(function (hit) { if (hit.thing.name === ask.text) hit.score *= 100; });
    all.sort(function (a, b) { return b.score - a.score || a.thing.id - b.thing.id; });
    all.loose = loose;
    return all;
  }

  // Showing

  // The words of a text with those that were found marked.
  function marked(text, terms, ask) {
    const made = document.createDocumentFragment(), wholes = ask.phrases.concat(ask.amounts).map(function (p) { return new Set(p.trim().split(" ")); });
    let at = 0;
    for (const match of text.matchAll(TOKEN)) {
      const word = stem(match[0]);
      if (!terms.has(word) && !terms.has(word.replace(/%$/, "")) && !wholes.some(function (w) { return w.has(bare(match[0])) && ask.phrases.length; })) continue;
      made.append(text.slice(at, match.index), element("mark", {}, match[0]));
      at = match.index + match[0].length;
    }
    made.append(text.slice(at));
    return made;
  }

  // The part of a text that holds most of what was found, and the phrase if there is one.
  function excerpt(text, terms, ask) {
    const LENGTH = 220, words = Array.from(text.matchAll(TOKEN)), wanted = ask.phrases.concat(ask.amounts)[0];
    if (text.length <= LENGTH) return text;
    let start = 0;
    if (wanted && line(text).includes(wanted)) {
      const many = line(text).slice(0, line(text).indexOf(wanted)).split(" ").filter(Boolean).length;
      start = words[many] ? words[many].index : 0;
    } else {
      const places = words.filter(function (m) { return terms.has(stem(m[0])); }).map(function (m) { return m.index; });
      let best = 0;
      places.forEach(function (place) {
        const many = places.filter(function (p) { return p >= place && p < place + LENGTH - 40; }).length;
        if (many > best) { best = many; start = place; }
      });
    }
    const from = start < 60 ? 0 : text.indexOf(" ", start - 50) + 1, end = from + LENGTH >= text.length ? text.length : text.lastIndexOf(" ", from + LENGTH);
    return (from ? "… " : "") + text.slice(from, end) + (end < text.length ? " …" : "");
  }

  function item(hit, ask) {
    const thing = hit.thing, terms = new Set(hit.terms), made = element("li"), head = element("p", { class: "found-title" }), link = element("a", { href: shortcase.base + thing.url });
    link.append(marked(thing.title, terms, ask));
    head.append(element("span", { class: "tag" }, thing.kind), " ", link);
    made.append(head);
    if (thing.value) { const value = element("p", { class: "found-value" }); value.append(marked(thing.value, terms, ask)); made.append(value); }
    if (thing.text) { const text = element("p", { class: "found-text" }); text.append(marked(excerpt(thing.text, terms, ask), terms, ask)); made.append(text); }
    if (thing.place !== thing.title) made.append(element("p", { class: "found-place" }, thing.place));
    return made;
  }

  function chosen() { return form.elements.kind.value; }

  function showMore() {
    const kind = chosen(), fitting = found.filter(function (hit) { return !kind || hit.thing.kind === kind; });
    fitting.slice(shown, shown + STEP).forEach(function (hit) { list.append(item(hit, wanted)); });
    const before = shown;
    shown = Math.min(fitting.length, shown + STEP);
    more.hidden = shown >= fitting.length;
    return { fitting: fitting, first: list.children[before] };
  }

  function say(text) { if (output.textContent !== text) output.textContent = text; }

  function show() {
    list.textContent = "";
    shown = 0;
    const counts = { "": found.length };
    found.forEach(function (hit) { counts[hit.thing.kind] = (counts[hit.thing.kind] || 0) + 1; });
    form.querySelectorAll("[data-count]").forEach(function (place) { place.textContent = wanted ? counts[place.dataset.count] || 0 : ""; });
    if (!wanted) { more.hidden = true; return say(""); }
    const many = showMore().fitting.length, asked = box.value.trim();
    if (!many) say("Nothing was found for " + asked + ".");
    else say((found.loose ? "Nothing is spelled so. " : "") + many + (many === 1 ? " result" : " results") + " for " + asked);
  }

  function remember() {
    const address = new URL(location.href), text = box.value.trim();
    address.search = "";
    if (text) address.searchParams.set("q", text);
    if (chosen()) address.searchParams.set("kind", chosen());
    try { history.replaceState(history.state, "", address); } catch (error) { /* a folder that keeps no address */ }
  }

  function search() {
    const text = box.value.trim(), mine = ++asked;
    if (!text) { wanted = null; found = []; return show(); }
    if (!index) say("Loading what can be found …");
    load().then(function () {
      if (mine !== asked) return;
      wanted = query(text);
      found = find(wanted);
      show();
    }, function () { say("What can be found could not be loaded."); });
  }

  function read() {
    const given = new URLSearchParams(location.search), kind = given.get("kind") || "";
    box.value = given.get("q") || "";
    form.elements.kind.value = kind;
    if (!form.elements.kind.value && kind) form.elements.kind.value = "";
    search();
  }

  let waiting = 0;
  box.addEventListener("focus", function () { load().catch(function () {}); }, { once: true });
  box.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(function () { remember(); search(); }, 120); });
  form.addEventListener("change", function (event) { if (event.target.name === "kind") { remember(); show(); } });
  form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(waiting); remember(); search(); });
  more.addEventListener("click", function () { const first = showMore().first; if (first) first.querySelector("a").focus(); });
  window.addEventListener("popstate", read);
  window.addEventListener("pageshow", function (event) { if (event.persisted) read(); });
  read();
  if (!box.value) box.focus();
})();
