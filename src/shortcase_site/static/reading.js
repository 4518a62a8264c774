// The reading view: what is folded opens for whoever asks for a place in it, the whole notebook at one press, and all is found again as it was left.
(function () {
  "use strict";

  const folds = Array.from(document.querySelectorAll("details.working, details.specialists"));
  const buttons = Array.from(document.querySelectorAll("[data-view]"));

  // Reading or notebook

  function remembered() {
    try { return localStorage.getItem("view"); } catch (error) { return null; }
  }

  function remember(view) {
    try { localStorage.setItem("view", view); } catch (error) { /* the address says it as well */ }
  }

  function show(view) {
    folds.forEach(function (fold) { fold.open = view === "notebook"; });
    buttons.forEach(function (button) { button.setAttribute("aria-pressed", String(button.dataset.view === view)); });
  }

  function inAddress(view) {
    const address = new URL(location.href);
    if (view === "notebook") address.searchParams.set("view", view);
    else address.searchParams.delete("view");
    history.replaceState(history.state, "", address);
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      remember(button.dataset.view);
      inAddress(button.dataset.view);
      show(button.dataset.view);
    });
  });

  // A place inside what is folded

  function placeOf(fragment) {
    try { return fragment.length > 1 ? document.getElementById(decodeURIComponent(fragment.slice(1))) : null; } catch (error) { return null; }
  }

  function reveal(place) {
    let opened = false;
    for (let fold = place && place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      opened = opened || !fold.open;
      fold.open = true;
    }
    return opened;
  }

  function land() {
    const place = placeOf(location.hash);
    if (reveal(place)) shortcase.goTo(place);
  }

  document.addEventListener("click", function (event) {
    const link = event.target instanceof Element && event.target.closest("a[href*='#']");
    if (link && link.pathname === location.pathname && link.host === location.host) reveal(placeOf(link.hash)); // open before the browser goes there
  });
  window.addEventListener("hashchange", land);

  // As it was left: what was open, and how far down, when a reader went away or loaded the page anew

  const all = Array.from(document.querySelectorAll("article details")), key = "left " + location.pathname;

  function left() {
    const open = [];
    all.forEach(function (fold, number) { if (fold.open) open.push(number); });
    try { sessionStorage.setItem(key, JSON.stringify({ open: open, down: scrollY })); } catch (error) { /* then all is as in a first visit */ }
  }

  function found() {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch (error) { return null; }
  }

  // Firefox goes to the reader's place before any script has run: what then opens, is filtered or has its words moves it. It is held there until all have run.
  function isThere(down) { return Math.abs(scrollY - Math.min(down, document.documentElement.scrollHeight - innerHeight)) < 2; }

  function keep(down) {
    const style = document.documentElement.style;
    style.overflowAnchor = "none";
    document.addEventListener("DOMContentLoaded", function () {
      scrollTo(scrollX, down);
      style.overflowAnchor = "";
    });
  }

  window.addEventListener("pagehide", left);
  const view = buttons.length ? new URLSearchParams(location.search).get("view") || remembered() || "reading" : "";
  const way = performance.getEntriesByType("navigation")[0], before = way && way.type !== "navigate" && found();
  if (before && isThere(before.down)) keep(before.down);
  if (view) show(view);
  if (before) {
    all.forEach(function (fold, number) { fold.open = before.open.includes(number); });
    reveal(placeOf(location.hash)); // the browser knows how far down the reader was
  } else land();
})();
