// Copying, and number passports: where a number comes from, loaded when a reader asks.
(function () {
  "use strict";

  const base = shortcase.base, load = shortcase.load, element = shortcase.element;

  // Copying

  document.querySelectorAll("button.copy").forEach(function (button) {
    button.addEventListener("click", function () {
      const text = button.dataset.copy, label = button.textContent;
      function said(words) { button.textContent = words; setTimeout(function () { button.textContent = label; }, 1600); }
      function byHand() {
        const area = element("textarea", { class: "offscreen", "aria-hidden": "true" }, text);
        document.body.append(area);
        area.select();
        said(document.execCommand("copy") ? "Copied" : "Press Ctrl+C");
        area.remove();
        button.focus();
      }
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(function () { said("Copied"); }, byHand);
      else byHand();
    });
  });

  // Number passports

  let card = null, owner = null, wanted = null, pinned = false, returning = false;
  const passports = {};
  const terms = {};
  window.shortcasePassports = function (found) { Object.assign(passports, found); };
  window.shortcaseTerms = function (found) { Object.assign(terms, found); };

  function pageName() {
    const root = new URL(base, location.href).pathname;
    const path = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : location.pathname;
    return (path.replace(/\.html$/, "") || "index").replace(/\//g, "-");
  }

  function closeCard(giveFocusBack) {
    if (!card) return;
    const from = owner;
    card.remove();
    owner.removeAttribute("aria-expanded");
    owner.removeAttribute("aria-describedby");
    card = owner = null;
    pinned = false;
    if (giveFocusBack) { returning = true; from.focus(); returning = false; }
  }

  // The address of a change, beside those with which this page is read.
  function changes(one) {
    const id = one.slice(0, one.indexOf(":") + 1), others = shortcase.whatIf.sets.filter(function (set) { return !set.startsWith(id); });
    return [...others, one].map(function (set) { return "set=" + encodeURIComponent(set).replace(/%3A/g, ":"); }).join("&");
  }

  function inputList(inputs) {
    const list = element("ul");
    inputs.forEach(function (input) {
      const item = element("li");
      item.append(input[2] ? element("a", { href: input[2] }, input[0]) : input[0], input[1] ? " " + input[1] : "");
      if (input[3]) item.append(element("small", {}, input[3]));
      list.append(item);
    });
    return list;
  }

  function cardOf(found, pin) {
    const made = element("div", { class: "passport-card", id: "passport-card", role: pin ? "dialog" : "tooltip", tabindex: "-1" });
    if (pin) made.setAttribute("aria-label", found.text ? "What this word means" : "Where this number comes from");
    made.append(element("p", { class: "passport-title" }, found.title), element("p", found.text ? {} : { class: "passport-value" }, found.text || found.value));
    const list = element("dl", { class: "simple" });
    found.lines.forEach(function (line) { list.append(element("dt", {}, line[0]), element("dd", {}, line[1])); });
    if (found.inputs.length) {
      const inputs = element("dd");
      inputs.append(inputList(found.inputs));
      list.append(element("dt", {}, "Inputs"), inputs);
    }
    const actions = element("p", { class: "passport-actions" }), close = element("button", { type: "button" }, "Close");
    close.addEventListener("click", function () { closeCard(true); });
    actions.append(element("a", { href: found.url }, found.link));
    if (found.change) actions.append(element("a", { href: base + "whatif.html?" + changes(found.change) }, "Change this number"));
    actions.append(close);
    if (!found.text) made.append(list);
    made.append(actions);
    return made;
  }

  // What is known of a number or of a term of the glossary.
  function found(anchor) {
    const term = terms[anchor.dataset.term];
    if (term) return { title: term[0], text: term[1], lines: [], inputs: [], url: anchor.href, link: "In the glossary" };
    return passports[anchor.dataset.num];
  }

  // A part of the page that is laid out as the reader comes near moves what follows it: an open passport moves along, on the side where it was opened.
  function place(placed, anchor, below) {
    if (placed !== card) return;
    const box = anchor.getClientRects()[0], width = card.offsetWidth, height = card.offsetHeight;
    if (!box) return closeCard(false); // the number is no longer shown
    const bar = document.querySelector(".mobile-header"), above = box.top - (bar ? bar.offsetHeight : 0); // room, but not over the bar
    if (below === undefined) below = box.bottom + 6 + height < window.innerHeight || above < height + 12;
    card.style.left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8)) + window.scrollX + "px";
    card.style.top = (below ? box.bottom + 6 : box.top - height - 6) + window.scrollY + "px";
    requestAnimationFrame(function () { place(placed, anchor, below); });
  }

  function openCard(anchor, pin) {
    wanted = anchor;
    load(base + (anchor.dataset.term ? "glossary.js" : "passports/" + pageName() + ".js")).then(function () {
      const known = found(anchor);
      if (!known || wanted !== anchor || (card && owner === anchor && !pin)) return;
      closeCard(false);
      owner = anchor;
      pinned = pin;
      card = cardOf(known, pin);
      document.body.append(card);
      anchor.setAttribute("aria-expanded", "true");
      if (!pin) anchor.setAttribute("aria-describedby", "passport-card");
      card.addEventListener("mouseleave", function () { if (!pinned) closeCard(false); });
      card.addEventListener("keydown", function (event) {
        if (event.key !== "Tab") return;
        const stops = Array.from(card.querySelectorAll("a, button")), at = stops.indexOf(document.activeElement);
        if (event.shiftKey ? at > 0 : at < stops.length - 1) return;
        event.preventDefault(); // past either end the reader is back at the number, not at the end of the page
        closeCard(true);
      });
      place(card, anchor);
      if (pin && card) card.focus(); // in its place first, or the page would scroll to its end
    }, function () { if (pin) location.href = anchor.href; });
  }

  function number(event) { return event.target instanceof Element ? event.target.closest("a.num, a.term") : null; }

  document.addEventListener("mouseover", function (event) {
    const anchor = number(event);
    if (anchor && !pinned) openCard(anchor, false);
  });
  document.addEventListener("mouseout", function (event) {
    if (!number(event)) return;
    wanted = null;
    setTimeout(function () { if (card && !pinned && !card.matches(":hover") && !owner.matches(":hover, :focus-visible")) closeCard(false); }, 150);
  });
  document.addEventListener("focusin", function (event) {
    const anchor = number(event);
    if (anchor && !pinned && !returning) openCard(anchor, false);
    else if (card && pinned && !card.contains(event.target)) closeCard(false);
  });
  document.addEventListener("focusout", function (event) {
    if (number(event) && !pinned && card && !card.matches(":hover")) closeCard(false);
  });
  document.addEventListener("click", function (event) {
    const anchor = number(event);
    if (anchor && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      openCard(anchor, true);
    } else if (card && pinned && !card.contains(event.target)) closeCard(false);
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape" && card) closeCard(pinned); });
})();
