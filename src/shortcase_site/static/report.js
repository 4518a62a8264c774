// Adds to pages that read without it. The parts of this script stand in files of their own and are joined when the site is built (assets.py).
const shortcase = (function () {
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

  // A font that comes late moves what was gone to while the page loads: it is gone to once more, unless the reader has moved on or the browser has followed it.
  function goTo(place) {
    place.scrollIntoView();
    const down = scrollY;
    if (document.readyState !== "complete") window.addEventListener("load", function () { if (scrollY === down) place.scrollIntoView(); }, { once: true });
  }

  // Whether a slider of a dial stands elsewhere than published.
  function published(input) { return Math.min(+input.max, Math.max(+input.min, +input.defaultValue)); }

  function isMoved(input) { return Math.abs(+input.value - published(input)) > 1e-9 * Math.max(1, Math.abs(published(input))); }

  return { base: base, load: load, element: element, goTo: goTo, published: published, isMoved: isMoved };
})();
