// Filters and sorting of the ledger, of lists and of tables.
(function () {
  "use strict";

  const element = shortcase.element;

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
