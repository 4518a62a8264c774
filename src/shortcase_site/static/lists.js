// Filters and sorting of lists and of tables; what a reader chose stands in the address and is found again.
(function () {
  "use strict";

  const element = shortcase.element;

  // What a text is asked for: words, and phrases in quotes.
  function words(text) { return (text.toLowerCase().match(/"[^"]+"?|[^\s"]+/g) || []).map(function (word) { return word.replace(/"/g, "").trim(); }).filter(Boolean); }

  function inAddress(values) {
    const address = new URL(location.href);
    for (const name in values) {
      if (values[name]) address.searchParams.set(name, values[name]);
      else address.searchParams.delete(name);
    }
    try { history.replaceState(history.state, "", address); } catch (error) { /* a folder that keeps no address */ }
  }

  // Filters: a text that must stand in an item, and choices, each of which an item names in a data attribute (several, with spaces between).

  function Filter(form) {
    const holder = document.getElementById(form.dataset.of), items = Array.from(holder.tBodies ? holder.tBodies[0].rows : holder.querySelectorAll(form.dataset.items || ":scope > li"));
    const controls = Array.from(form.elements).filter(function (control) { return control.name; }), choices = controls.filter(function (control) { return control.name !== "text"; });
    const texts = new Map(), output = form.querySelector("output"), sections = form.dataset.sections ? Array.from(holder.querySelectorAll(form.dataset.sections)) : [];
    const original = items.slice();
    choices.forEach(function (control) { Array.from(control.options).forEach(function (option) { option.dataset.words = option.textContent; }); });

    function textOf(item) {
      if (!texts.has(item)) texts.set(item, (item.textContent + " " + (item.dataset.words || "")).toLowerCase());
      return texts.get(item);
    }

    function fits(item, control) { return control.name === "order" || !control.value || (item.dataset[control.name] || "").split(" ").includes(control.value); }

    function count() {
      choices.forEach(function (control) {
        if (control.name === "order") return;
        const asked = words(form.elements.text.value), others = choices.filter(function (other) { return other !== control; });
        const open = items.filter(function (item) { return asked.every(function (word) { return textOf(item).includes(word); }) && others.every(function (other) { return fits(item, other); }); });
        Array.from(control.options).forEach(function (option) {
          const number = option.value ? open.filter(function (item) { return (item.dataset[control.name] || "").split(" ").includes(option.value); }).length : open.length;
          option.textContent = option.dataset.words + " (" + number + ")";
        });
      });
    }

    function arrange() {
      const order = form.elements.order && form.elements.order.value;
      if (!form.elements.order) return;
      const sorted = order ? original.slice().sort(function (a, b) { return +b.dataset[order] - +a.dataset[order]; }) : original;
      holder.append(...sorted);
    }

    function named() {
      let id = "";
      try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return null; }
      return id ? document.getElementById(id) : null;
    }

    function apply() {
      const asked = words(form.elements.text.value), target = named();
      let number = 0, outside = 0;
      items.forEach(function (item) {
        const shown = choices.every(function (control) { return fits(item, control); }) && asked.every(function (word) { return textOf(item).includes(word); });
        const isNamed = target && (item === target || item.contains(target));
        item.hidden = !shown && !isNamed;
        number += shown;
        outside += !shown && isNamed;
      });
      sections.forEach(function (section) { section.hidden = !section.querySelector("[data-item]:not([hidden])"); });
      output.textContent = number + " of " + items.length + (outside ? ", and the one that the address names" : "");
      count();
    }

    function changed() {
      const values = {};
      controls.forEach(function (control) { values[control.name] = control.value; });
      inAddress(values);
      arrange();
      apply();
    }

    function read() {
      const query = new URLSearchParams(location.search);
      controls.forEach(function (control) { control.value = query.get(control.name) || ""; if (control.options && control.selectedIndex < 0) control.value = ""; });
      arrange();
      apply();
    }

    let waiting = 0;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(changed); });
    form.addEventListener("input", function (event) {
      clearTimeout(waiting);
      if (event.target.name === "text") waiting = setTimeout(changed, 100);
      else changed();
    });
    window.addEventListener("hashchange", apply);
    window.addEventListener("popstate", read);
    window.addEventListener("pageshow", read); // the browser may have restored a control after this script ran
    read();
  }

  document.querySelectorAll("form.list-filter").forEach(function (form) { Filter(form); });

  // Sorting, by the type of a column: numbers by size, dates by time, all else as words. What is empty comes last, whichever way.

  const NUMBER = /^[−-]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?%?$/i, DATE = /^\d{4}(?:-\d{2}){0,2}$/;

  function textOf(cell) { return (cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent).trim(); }

  function typeOf(heading, texts) {
    if (heading.dataset.sort) return heading.dataset.sort;
    const filled = texts.filter(Boolean);
    if (filled.length && filled.every(function (text) { return DATE.test(text); })) return "date";
    return filled.length && filled.every(function (text) { return NUMBER.test(text); }) ? "number" : "text";
  }

  const COMPARE = {
    number: function (a, b) { return a - b; },
    date: function (a, b) { return a < b ? -1 : a > b ? 1 : 0; }, // ISO dates; one without a day comes before its days
    text: function (a, b) { return a.localeCompare(b, "en", { numeric: true }); },
  };

  function Sorting(table, isFirst) {
    const body = table.tBodies[0], headings = Array.from(table.querySelectorAll("thead th")), original = Array.from(body.rows);

    function sort(column, down) {
      headings.forEach(function (heading, place) {
        if (place === column) heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        else heading.removeAttribute("aria-sort");
      });
      if (column < 0) return body.append(...original);
      const texts = original.map(function (row) { return textOf(row.cells[column]); }), type = typeOf(headings[column], texts), compare = COMPARE[type];
      const keys = texts.map(function (text) { return type === "number" ? parseFloat(text.replace(/,/g, "").replace("−", "-")) : text; });
      const isEmpty = function (key) { return key === "" || Number.isNaN(key); };
      const places = keys.map(function (key, place) { return place; });
      places.sort(function (a, b) { return isEmpty(keys[a]) - isEmpty(keys[b]) || (isEmpty(keys[a]) ? a - b : (down ? -1 : 1) * compare(keys[a], keys[b]) || a - b); });
      body.append(...places.map(function (place) { return original[place]; }));
    }

    function read() {
      const wanted = isFirst ? parseInt(new URLSearchParams(location.search).get("sort"), 10) : NaN, column = Math.abs(wanted) - 1;
      if (headings[column]) sort(column, wanted < 0);
    }

    headings.forEach(function (heading, column) {
      const button = element("button", { type: "button", class: "sort" });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", function () {
        const down = heading.getAttribute("aria-sort") === "ascending";
        sort(column, down);
        if (isFirst) inAddress({ sort: String((column + 1) * (down ? -1 : 1)) });
      });
    });
    read();
  }

  document.querySelectorAll("table.sortable").forEach(function (table, place) { Sorting(table, place === 0); });
})();
