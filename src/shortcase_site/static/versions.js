// What has changed since the version that the address names: said at the top of the page, and in a number's passport.
(function () {
  "use strict";

  const MOST = 3, element = shortcase.element, base = shortcase.base;
  const cited = (new URLSearchParams(location.search).get("version") || "").replace(/^v/, "").replace(/[+ ][0-9a-f]{1,64}$/, "");
  if (!/^\d{1,4}\.\d{1,4}\.\d{1,4}$/.test(cited)) return; // no version: nothing is said

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  let record = null, box = null;

  function day(text) {
    const parts = text.split("-").map(Number);
    return parts.length === 3 ? parts[2] + " " + MONTHS[parts[1] - 1] + " " + parts[0] : text;
  }

  function isLater(version) { // than the one that is cited; a change that is in no version yet is later than all
    if (!version) return true;
    const a = version.split(".").map(Number), b = cited.split(".").map(Number), i = a.findIndex(function (part, at) { return part !== b[at]; });
    return i >= 0 && a[i] > b[i];
  }

  // The changes since then, each number once: what it was in that version, and what it is.
  function since(places) {
    const found = new Map();
    places.map(function (at) { return record.changes[at]; }).filter(function (change) { return isLater(change[2]); }).forEach(function (change) {
      const before = found.get(change[0]);
      found.set(change[0], before ? [change[0], change[1], change[2], change[3], before[4], change[5], change[6] || before[6], change[7]] : change);
    });
    return Array.from(found.values()).filter(function (change) { return change[4] !== change[5]; });
  }

  function item(change) {
    const made = element("li"), title = change[1].replace(/\.$/, ""), words = change[7] ? element("a", { href: base + change[7] }, title) : title;
    const said = function (words) { return change[7].startsWith("claims.html") ? "“" + words + "”" : words; }; // a verdict
    made.append(words, ": was " + said(change[4]) + ", is " + said(change[5]) + ".");
    made.append(element("small", {}, (change[3] ? day(change[3]) + ". " : "") + change[6]));
    return made;
  }

  function list(changes) {
    const made = element("ul");
    changes.forEach(function (change) { made.append(item(change)); });
    return made;
  }

  function followed() {
    const known = record.days[cited], here = record.version, at = record.days[here];
    const words = "You followed a citation of version " + cited + (known ? " (" + day(known) + ")" : ", which is not on record here") + "; this is " + here + (at ? " (" + day(at) + ")" : "") + ".";
    return cited === here ? "You followed a citation of version " + here + ", which has been corrected since." : words;
  }

  // What the page is: a figure, a chapter, a table, or the ledger at one claim.
  function here() {
    const root = new URL(base, location.href).pathname, path = location.pathname.slice(root.length) || "index.html", page = path.endsWith(".html") ? path : path + ".html";
    let place = "";
    try { place = decodeURIComponent(location.hash.slice(1)).replace(/^claim-/, ""); } catch (error) { /* no place */ }
    if (Object.hasOwn(record.claims, place)) return ["beneath this claim", record.claims[place]];
    if (page === "claims.html" && place) return ["beneath this claim", []];
    const kind = page.startsWith("figures/") ? "beneath this figure" : page.startsWith("notebooks/") ? "beneath this chapter" : page.startsWith("data/") ? "in this table" : "";
    const own = record.changes.findIndex(function (change) { return change[0] === place.replace(/^result-/, ""); });
    if (kind && own >= 0) return ["beneath what the address names", record.changes.map(function (change, at) { return at; }).filter(function (at) { return record.changes[at][0] === record.changes[own][0]; })];
    return kind ? [kind, Object.hasOwn(record.pages, page) ? record.pages[page] : []] : ["", record.changes.map(function (change, at) { return at; })];
  }

  function say() {
    const found = here(), changes = since(found[1]), made = element("section", { class: "cited-version", "aria-label": "Cited version" });
    if (box) box.remove();
    box = null;
    if (cited === record.version && !changes.length) return;
    made.append(element("p", {}, followed()));
    const many = changes.length === 1 ? "One number or verdict" : changes.length + " numbers and verdicts";
    if (!changes.length) made.append(element("p", {}, "Nothing " + (found[0] || "in the book") + " has changed that is on record."));
    else made.append(element("p", {}, many + " " + (found[0] || "of the book") + (changes.length === 1 ? " has" : " have") + " changed since."));
    if (changes.length && found[0]) made.append(list(changes.slice(0, MOST)));
    if (changes.length > MOST && found[0]) {
      const more = element("details");
      more.append(element("summary", {}, "The other " + (changes.length - MOST)), list(changes.slice(MOST)));
      made.append(more);
    }
    const links = element("p");
    links.append(element("a", { href: base + "errata.html" }, "All errata and changes"));
    made.append(links);
    const title = document.querySelector("article .title-row, article h1");
    if (title) title.after(made);
    else document.querySelector("article").prepend(made);
    box = made;
  }

  // A passport that opens says what the number was.
  function note(card) {
    const owner = document.querySelector("[aria-expanded='true'][data-num]");
    if (!owner || owner.dataset.num.startsWith("said:")) return;
    const changes = since(record.changes.map(function (change, at) { return at; }).filter(function (at) { return record.changes[at][0] === owner.dataset.num; }));
    const words = changes.length ? "In version " + cited + ": " + changes[0][4] + ". " + changes[0][6] : "No change since version " + cited + " is on record.";
    const actions = card.querySelector(".passport-actions"), said = element("p", { class: "passport-since" }, words);
    if (actions) actions.before(said); else card.append(said);
  }

  window.shortcaseVersions = function (found) {
    record = found;
    say();
    addEventListener("hashchange", say);
    new MutationObserver(function (changes) {
      changes.forEach(function (change) { change.addedNodes.forEach(function (node) { if (node.id === "passport-card") setTimeout(function () { note(node); }); }); });
    }).observe(document.body, { childList: true });
  };
  document.head.append(element("link", { rel: "stylesheet", href: base + "_static/versions.css" }));
  shortcase.load(base + "versions.data.js");
})();
