/* What if: a reader finds numbers, changes them, and sees what moves. All that is asked stands in the address. */
(function () {
  "use strict";

  const element = shortcase.element, base = shortcase.base;
  const SHOWN = 12, CHAPTER_OPEN = 3;
  const TIMES = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12, quadrillion: 1e15 };

  window.ShortcaseWhatIfPage = function (page, held) {
    const engine = window.ShortcaseWhatIf, speak = window.ShortcaseWords, graph = engine.prepare(held.graph), words = held.words;
    const document_ = graph.document, node = document_.node, kinds = document_.kinds;
    const part = function (name) { return page.querySelector("[data-part='" + name + "']"); };
    let changes = new Map(), past = [], turns = 0, settled = 0, state = null;

    // Numbers and their names

    const unit = function (i) { return document_.units[node.unit[i]][0]; };
    const kind = function (i) { return kinds[node.kind[i]]; };
    const bare = function (i) { return graph.ids[i].replace(/^said:/, ""); };
    const published = function (i) { return { value: node.value[i], low: node.low[i], high: node.high[i], unit: unit(i) }; };
    const say = function (number, i) { return speak.say({ value: number.value, low: number.low, high: number.high, unit: unit(i) }, words.units); };
    const nodeOf = function (id) { return graph.place.has(id) ? graph.place.get(id) : graph.place.get("said:" + id); };

    function title(i) {
      if (kind(i) === "said") return "The article: " + (words.claims[bare(i)] || bare(i));
      return node.title[i] || bare(i).replace(/_/g, " ");
    }

    function address(i) {
      const place = document_.places[node.place[i]], sets = changes.size ? "?" + speak.query(changes) : "";
      if (kind(i) === "row") return base + "data/" + place + ".html" + sets + "#" + bare(i);
      if (kind(i) === "said") return base + "claims.html" + sets + "#" + bare(i);
      return kind(i) === "result" && words.chapters[place] ? base + words.chapters[place][1] + sets + "#result-" + bare(i) : "";
    }

    function named(i) {
      const url = address(i);
      return url ? element("a", { href: url }, title(i)) : element("span", {}, title(i));
    }

    // Finding

    const find = page.querySelector("#whatif-find"), said = page.querySelector("#whatif-found"), list = part("results");
    let index = null;

    function made() {
      index = [];
      for (let i = 0; i < graph.count; i++) {
        if (kind(i) === "step" || (kind(i) === "row" && !node.title[i])) continue;
        index.push([i, (title(i) + " " + bare(i) + " " + bare(i).replace(/_/g, " ") + " " + say(published(i), i) + " " + node.value[i]).toLowerCase()]);
      }
    }

    function search() {
      if (!index) made();
      const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      list.replaceChildren();
      if (!wanted.length) { said.textContent = ""; return; }
      const all = index.filter(function (entry) { return wanted.every(function (word) { return entry[1].includes(word); }); });
      const weight = function (i) { return (bare(i) === find.value.trim() ? -9 : 0) + ["row", "said", "result"].indexOf(kind(i)) - Math.min(graph.above[i].length, 20) / 10; };
      all.sort(function (a, b) { return weight(a[0]) - weight(b[0]); });
      all.slice(0, SHOWN).forEach(function (entry) {
        const item = element("li"), button = element("button", { type: "button" });
        button.append(element("span", { class: "whatif-name" }, title(entry[0])), " ", element("span", { class: "whatif-value" }, say(published(entry[0]), entry[0])));
        button.addEventListener("click", function () { keep(); add(entry[0]); });
        item.append(button);
        list.append(item);
      });
      said.textContent = all.length ? all.length + (all.length === 1 ? " number" : " numbers") + (all.length > SHOWN ? ", the first " + SHOWN + " shown" : "") : "No number is named so.";
    }

    find.addEventListener("input", search);
    page.querySelector(".whatif-find").addEventListener("keydown", function (event) {
      const stops = [find, ...list.querySelectorAll("button")], at = stops.indexOf(document.activeElement), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") { find.value = ""; search(); find.focus(); }
      if (!step || at < 0) return;
      event.preventDefault();
      stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
    });

    function add(i) {
      if (!changes.has(bare(i))) changes.set(bare(i), node.value[i]);
      find.value = "";
      search();
      draw();
      show();
      const input = part("changed").querySelector("input[data-id='" + bare(i) + "']");
      input.focus();
      input.select();
    }

    // Changing

    function scaleOf(i) {
      if (unit(i) === "fraction") return [0.01, "%"];
      const size = Math.abs(node.value[i]), names = words.units[unit(i)] || ["", ""];
      const step = ["quadrillion", "trillion", "billion", "million"].find(function (name) { return size >= TIMES[name]; });
      return [step ? TIMES[step] : 1, ((step || "") + " " + (unit(i) === "calendar_year" ? "(year)" : names[1])).trim()];
    }

    function plain(x) { return String(+x.toPrecision(10)); }

    function number(text, i) {
      const match = /^\s*([-−+]?)\s*([\d.,]+(?:e[+-]?\d+)?)\s*(%|thousand|million|billion|trillion|quadrillion)?\s*$/i.exec(text);
      if (!match) return NaN;
      const scale = match[3] ? (match[3] === "%" ? 0.01 : TIMES[match[3].toLowerCase()]) : scaleOf(i)[0];
      return +((/[-−]/.test(match[1]) ? -1 : 1) * Number(match[2].replace(/,/g, "")) * scale).toPrecision(12);
    }

    function line(id) {
      const i = nodeOf(id), item = element("li"), [scale, name] = scaleOf(i), now = [].concat(changes.get(id))[0];
      const label = element("label", { for: "set-" + id }, title(i)), row = element("p", { class: "whatif-line" });
      const input = element("input", { id: "set-" + id, type: "text", inputmode: "decimal", autocomplete: "off", value: plain(now / scale), "data-id": id, "aria-describedby": "about-" + id + " wrong-" + id });
      const remove = element("button", { type: "button" }, "Take back");
      remove.setAttribute("aria-label", "Take back the change of " + title(i));
      const about = element("p", { class: "whatif-about", id: "about-" + id }, "Published: " + say(published(i), i) + ". "), wrong = element("p", { class: "whatif-wrong", id: "wrong-" + id, role: "alert" });
      const url = address(i);
      if (words.sources[id]) about.append("Source: " + words.sources[id] + ". ");
      if (url) about.append(element("a", { href: url }, kind(i) === "row" ? "The row with its note" : kind(i) === "said" ? "The claim" : "How it is computed"));
      let kept = false;
      input.addEventListener("focus", function () { kept = false; });
      input.addEventListener("input", function () {
        const value = number(input.value, i), faults = Number.isFinite(value) ? engine.check(graph, new Map([[id, value]])) : [{ why: "not a number" }];
        input.setAttribute("aria-invalid", String(faults.length > 0));
        wrong.textContent = faults.length ? "This is " + faults[0].why + "; the value before it stays." : "";
        if (faults.length) return;
        if (!kept) { keep(); kept = true; }
        changes.set(id, value);
        show();
      });
      remove.addEventListener("click", function () { keep(); changes.delete(id); draw(); show(); find.focus(); });
      row.append(input, element("span", { class: "whatif-unit" }, name), remove);
      item.append(label, row, about, wrong);
      return item;
    }

    function draw() {
      part("changed").replaceChildren(...Array.from(changes.keys(), line));
      const count = changes.size;
      page.querySelector("#whatif-changed").textContent = count ? count + (count === 1 ? " number changed" : " numbers changed") : "Nothing is changed yet";
    }

    function keep() { past.push(new Map(changes)); if (past.length > 200) past.shift(); }

    const buttons = {};
    page.querySelectorAll("[data-do]").forEach(function (button) { buttons[button.dataset.do] = button; });
    buttons.undo.addEventListener("click", function () { changes = past.pop() || new Map(); draw(); show(); });
    buttons.reset.addEventListener("click", function () { keep(); changes = new Map(); draw(); show(); find.focus(); });
    buttons.copy.addEventListener("click", function () {
      const label = "Copy link", done = function (text) { buttons.copy.textContent = text; setTimeout(function () { buttons.copy.textContent = label; }, 1600); };
      const byHand = function () {
        const area = element("textarea", { class: "offscreen", "aria-hidden": "true" }, location.href);
        document.body.append(area);
        area.select();
        done(document.execCommand("copy") ? "Copied" : "Press Ctrl+C");
        area.remove();
        buttons.copy.focus();
      };
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(location.href).then(function () { done("Copied"); }, byHand);
      else byHand();
    });

    // What moves

    function changeOf(i, value) {
      const old = node.value[i], name = unit(i);
      if (name === "calendar_year") return [value - old, (value < old ? "−" : "+") + speak.fixed(Math.abs(value - old), 1) + " years"];
      if (!Number.isFinite(value)) return [NaN, ""];
      if (name === "fraction" || name === "percent") { // of shares the difference, in points: of a share near nothing any change is large
        const points = (value - old) * (name === "fraction" ? 100 : 1);
        return [points / 100, (points < 0 ? "−" : "+") + speak.fixed(Math.abs(points), Math.abs(points) < 10 ? 1 : 0) + " points"];
      }
      const share = old ? (value - old) / Math.abs(old) : NaN;
      if (!Number.isFinite(share)) return [NaN, ""];
      const size = Math.abs(share) * 100;
      return [share, (share < 0 ? "−" : "+") + (size >= 1000 ? speak.number(size, 2) : speak.fixed(size, size < 10 ? 1 : 0)) + "%"];
    }

    function show() {
      const mine = ++turns, started = performance.now(), query = speak.query(changes);
      history.replaceState(history.state, "", location.pathname + (query ? "?" + query : ""));
      buttons.undo.disabled = !past.length;
      buttons.reset.disabled = buttons.copy.disabled = !changes.size;
      state = engine.evaluate(graph, changes);
      const moved = state.moved.map(nodeOf).filter(function (i) { return kind(i) === "result"; }).map(function (i) {
        const value = state.values[i] / graph.factor[i];
        return { i: i, value: value, far: engine.distance(graph, graph.ids[i], value), change: changeOf(i, value) };
      }).sort(function (a, b) { return b.far - a.far || a.i - b.i; });
      part("moved").hidden = !changes.size;
      if (part("examples")) part("examples").hidden = changes.size > 0;
      movers(moved);
      chapters(moved);
      fixed();
      page.dataset.milliseconds = (performance.now() - started).toFixed(1);
      page.setAttribute("aria-busy", "true");
      setTimeout(function () { if (mine === turns) verdicts(moved); }, 120);
    }

    function movers(moved) {
      const shown = moved.filter(function (m) { return unit(m.i) !== "calendar_year" && Number.isFinite(m.change[0]); }).slice(0, 10);
      const most = Math.min(2, Math.max(0.01, ...shown.map(function (m) { return Math.abs(m.change[0]); })));
      part("movers").replaceChildren(...shown.map(function (m) {
        const item = element("li"), name = element("span", { class: "whatif-name" });
        name.append(named(m.i));
        const bar = '<svg viewBox="-100 0 200 10" preserveAspectRatio="none" aria-hidden="true"><path d="M0 0V10"></path><rect y="2" height="6"></rect></svg>';
        const holder = element("span", { class: "whatif-bar" });
        holder.innerHTML = bar; // no word of the reader's is in it
        const size = Math.min(1, Math.abs(m.change[0]) / most) * 98, rect = holder.querySelector("rect");
        rect.setAttribute("x", m.change[0] < 0 ? -size : 0);
        rect.setAttribute("width", size);
        item.append(name, holder, element("span", { class: "whatif-change" }, m.change[1]));
        return item;
      }));
    }

    function chapters(moved) {
      const groups = new Map(Object.keys(words.chapters).map(function (name) { return [name, []]; }));
      moved.forEach(function (m) { const place = document_.places[node.place[m.i]]; if (groups.has(place)) groups.get(place).push(m); });
      const found = Array.from(groups).filter(function (group) { return group[1].length; });
      const opened = new Set(Array.from(part("chapters").querySelectorAll("details[open]"), function (d) { return d.dataset.chapter; }));
      part("chapters").replaceChildren(...found.map(function (group) {
        const details = element("details", { "data-chapter": group[0] }), count = group[1].length;
        details.open = opened.has(group[0]) || found.length <= CHAPTER_OPEN;
        details.append(element("summary", {}, words.chapters[group[0]][0] + ": " + count + (count === 1 ? " number" : " numbers")));
        const fill = function () { if (details.open && !details.querySelector("table")) details.append(table(group[1])); };
        details.addEventListener("toggle", function () { fill(); if (settled === turns) intervals(turns); });
        fill();
        return details;
      }));
    }

    function table(moved) {
      const wrap = element("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": "Numbers that move" }), made = element("table"), head = element("tr"), body = element("tbody");
      ["Number", "Published", "Now", "Change"].forEach(function (name) { head.append(element("th", { scope: "col" }, name)); });
      moved.forEach(function (m) {
        const row = element("tr"), first = element("td");
        first.append(named(m.i));
        row.append(first, element("td", {}, say(published(m.i), m.i)), element("td", { class: "varied", "data-node": m.i }, say({ value: m.value, low: null, high: null }, m.i)), element("td", {}, m.change[1]));
        body.append(row);
      });
      const thead = element("thead");
      thead.append(head);
      made.append(thead, body);
      wrap.append(made);
      return wrap;
    }

    // Intervals take longer than centres: those in view follow, a few at a time.
    function intervals(mine) {
      const waiting = Array.from(part("chapters").querySelectorAll("details[open] td[data-node]:not([data-done])")), until = performance.now() + 40;
      if (mine !== turns) return;
      while (waiting.length && performance.now() < until) {
        const cell = waiting.shift(), i = +cell.dataset.node, id = graph.ids[i];
        cell.textContent = say(engine.intervals(graph, state, [id])[id], i);
        cell.dataset.done = "true";
      }
      if (waiting.length) setTimeout(function () { intervals(mine); });
      else page.removeAttribute("aria-busy");
    }

    function touched() { return state.touched.map(nodeOf).filter(function (i) { return kind(i) === "result"; }); }

    function fixed() {
      const place = part("fixed"), all = touched();
      place.hidden = !all.length;
      place.querySelector("summary").textContent = all.length + (all.length === 1 ? " number stands" : " numbers stand") + " on what you changed and " + (all.length === 1 ? "is" : "are") + " not computed again here";
      place.querySelector("ul").replaceChildren(...all.map(function (i) { const item = element("li"); item.append(named(i), ": " + say(published(i), i)); return item; }));
    }

    function badge(name) { return element("span", { class: "verdict v-" + name.replace(/ /g, "-") }, name); }

    function verdicts(moved) {
      const turned = engine.verdicts(graph, state), place = part("verdicts"), sets = "?" + speak.query(changes);
      place.replaceChildren(...turned.map(function (found) {
        const item = element("li"), i = nodeOf(found.node), p = element("p");
        p.append(badge(found.old), " → ", badge(found.new));
        const claim = element("p");
        claim.append(element("a", { href: base + "claims.html" + sets + "#" + found.id }, words.claims[found.id] || found.id), " (" + (words.chapters[found.chapter] || [found.chapter])[0] + ")");
        item.append(p, claim, element("p", { class: "whatif-about" }, "We compute " + say(published(i), i) + "; now " + say(found.value, i) + ". Same verdict in " + found.stability + " of 100 draws, before in " + found.oldStability + "."));
        return item;
      }));
      const moving = new Set([...state.moved, ...Array.from(state.changed.keys(), function (n) { return graph.ids[n]; })]);
      const judged = document_.judged.filter(function (claim) { return moving.has(graph.ids[claim[3]]); });
      if (!turned.length && changes.size) place.append(element("li", {}, "No verdict turns."));
      if (judged.length) {
        const item = element("li", { class: "whatif-judged" }), inner = element("ul");
        item.append(judged.length + (judged.length === 1 ? " judgement rests on a number that moves" : " judgements rest on numbers that move") + ", and should be read again:");
        judged.forEach(function (claim) { const one = element("li"); one.append(badge(document_.verdicts[claim[4]]), " ", element("a", { href: base + "claims.html" + sets + "#" + claim[0] }, words.claims[claim[0]] || claim[0])); inner.append(one); });
        item.append(inner);
        place.append(item);
      }
      const many = function (n, one, more) { return n + " " + (n === 1 ? one : more); };
      part("summary").textContent = !changes.size ? "" : many(moved.length, "number moves", "numbers move") + " and " + many(turned.length, "verdict turns", "verdicts turn") + "." + (touched().length ? " " + many(touched().length, "number keeps its published value", "numbers keep their published value") + " here." : "");
      settled = turns;
      intervals(turns);
    }

    // The address

    function read() {
      const asked = speak.read(location.search), wrong = asked.faults.length ? [] : engine.check(graph, asked.changes), place = part("faults");
      const faults = [...asked.faults, ...wrong.map(function (f) { return "“" + f.id + "”: " + f.why + "."; })];
      place.hidden = !faults.length;
      place.textContent = faults.length ? "Nothing was changed. " + faults.slice(0, 5).join(" ") + (faults.length > 5 ? " And " + (faults.length - 5) + " more." : "") : "";
      changes = faults.length ? new Map() : asked.changes;
      draw();
      if (changes.size) show();
      else { part("moved").hidden = true; part("summary").textContent = ""; }
    }

    window.addEventListener("popstate", read);
    read();
    page.dataset.ready = "true";
  };
})();
