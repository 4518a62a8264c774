/* The book computed again in the page, from the graph that shortcase/whatif/document.py writes.
 *
 * ShortcaseWhatIf.prepare(document)            reads the graph once; throws where it is another form
 * ShortcaseWhatIf.check(graph, changes)        what is wrong with changes: [{id, why}], [] if nothing
 * ShortcaseWhatIf.evaluate(graph, changes)     the book with some numbers changed (central values)
 * ShortcaseWhatIf.intervals(graph, state, ids) the intervals of some numbers of what evaluate gave
 * ShortcaseWhatIf.verdicts(graph, state)       the verdicts of the rule that are others now
 * ShortcaseWhatIf.draws(graph, id)             the standard normal draws that belong to a number
 *
 * changes is an object or a Map from an id to a number in its unit, or to [value, low, high].
 * It touches no page, loads nothing and evaluates no text.
 */
(function (root) {
  "use strict";

  const FORMAT = 1;
  const HALVINGS = 64; // of shortcase/whatif/solving.py
  const FLIP_DRAWS = 500; // a root is solved for so many draws at most: chain.py
  const ARITY = [2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1];
  const Z95 = 1.6448536269514722;
  const NARROWEST = 1e-12;
  const WIDEST = 50;
  const STIRRED = 1e-9;
  const SAID = "said:";
  const ROW = 0;
  const MOST = 1000; // changes at once
  const FAR = 1e9;

  /* one operation on numbers; those on draws below do the same */
  function one(op, a, b, c) {
    switch (op) {
      case 0: return a + b;
      case 1: return a - b;
      case 2: return a * b;
      case 3: return a / b;
      case 4: return Math.pow(a, b);
      case 5: return -a;
      case 6: return Math.exp(a);
      case 7: return Math.log(a);
      case 8: return Math.sqrt(a);
      case 9: return Math.floor(a);
      case 10: return Math.ceil(a);
      case 11: return Math.min(a, b);
      case 12: return Math.max(a, b);
      case 13: return a ? b : c;
      case 14: return a < b ? 1 : 0;
      case 15: return a <= b ? 1 : 0;
      case 16: return a > b ? 1 : 0;
      case 17: return a >= b ? 1 : 0;
      case 18: return a === b ? 1 : 0;
      case 19: return a !== b ? 1 : 0;
      case 20: return a && b ? 1 : 0;
      case 21: return a || b ? 1 : 0;
      case 22: return a ? 0 : 1;
      case 23: return Math.abs(a);
      default: return NaN;
    }
  }

  const isDraws = (x) => typeof x !== "number";

  function each(op, a, b, c, size) {
    const made = new Float64Array(size);
    const A = isDraws(a), B = isDraws(b), C = isDraws(c);
    if (op === 2) for (let i = 0; i < size; i++) made[i] = (A ? a[i] : a) * (B ? b[i] : b);
    else if (op === 0) for (let i = 0; i < size; i++) made[i] = (A ? a[i] : a) + (B ? b[i] : b);
    else if (op === 3) for (let i = 0; i < size; i++) made[i] = (A ? a[i] : a) / (B ? b[i] : b);
    else if (op === 1) for (let i = 0; i < size; i++) made[i] = (A ? a[i] : a) - (B ? b[i] : b);
    else {
      for (let i = 0; i < size; i++) {
        made[i] = one(op, A ? a[i] : a, B ? b[i] : b, C ? c[i] : c);
      }
    }
    return made;
  }

  /* A program for its arguments, numbers or draws of one length. */
  function run(program, given, size) {
    const steps = program.steps, count = program.count, inputs = program.n;
    const values = new Array(count);
    const read = (place, here) => {
      if (place > 0) return values[here - place];
      const i = -1 - place;
      return i < inputs ? given[i] : program.c[i - inputs];
    };
    for (let here = 0, at = 0; here < count; here++) {
      const op = steps[at], arity = ARITY[op];
      const a = read(steps[at + 1], here);
      const b = arity > 1 ? read(steps[at + 2], here) : 0;
      const c = arity > 2 ? read(steps[at + 3], here) : 0;
      values[here] = isDraws(a) || isDraws(b) || isDraws(c)
        ? each(op, a, b, c, size) : one(op, a, b, c);
      at += 1 + arity;
    }
    return values[count - 1];
  }

  function sign(x) { return x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : NaN; }

  /* The argument at which a program reaches its target, by halving; NaN where it does not. */
  function solve(flip, target, given, scale, size) {
    const program = flip.program;
    const low = flip.low * scale, high = flip.high * scale;
    const many = isDraws(target) || given.some(isDraws);
    const gap = (x) => {
      const all = given.slice();
      all.splice(flip.place, 0, x);
      const made = run(program, all, size);
      if (!many) return made - target;
      return each(1, made, target, 0, size);
    };
    if (!many) {
      const below = gap(low), above = gap(high);
      if (!(sign(below) * sign(above) <= 0)) return NaN;
      if (below === 0) return low;
      if (above === 0) return high;
      let left = low, right = high;
      for (let i = 0; i < HALVINGS; i++) {
        const middle = (left + right) / 2;
        if (sign(gap(middle)) === sign(below)) left = middle; else right = middle;
      }
      return (left + right) / 2;
    }
    const below = gap(low), above = gap(high);
    const left = new Float64Array(size).fill(low), right = new Float64Array(size).fill(high);
    const middle = new Float64Array(size);
    for (let k = 0; k < HALVINGS; k++) {
      for (let i = 0; i < size; i++) middle[i] = (left[i] + right[i]) / 2;
      const there = gap(middle);
      for (let i = 0; i < size; i++) {
        if (sign(there[i]) === sign(below[i])) left[i] = middle[i]; else right[i] = middle[i];
      }
    }
    const found = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      if (!(sign(below[i]) * sign(above[i]) <= 0)) found[i] = NaN;
      else if (below[i] === 0) found[i] = low;
      else if (above[i] === 0) found[i] = high;
      else found[i] = (left[i] + right[i]) / 2;
    }
    return found;
  }

  /* The normal quantile of 0.00001 to 0.5: Wichura, Applied Statistics 37 (1988), algorithm 241. */
  const NEAR = [
    [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
      13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
    [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
      5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1]];
  const TAIL = [
    [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
      1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
      1.42343711074968357734],
    [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
      0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
      2.05319162663775882187, 1]];

  function quantileOfNormal(p) {
    const polynomial = (list, x) => list.reduce((sum, part) => sum * x + part, 0);
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      const r = 0.180625 - q * q;
      return (q * polynomial(NEAR[0], r)) / polynomial(NEAR[1], r);
    }
    const r = Math.sqrt(-Math.log(p)) - 1.6;
    return -polynomial(TAIL[0], r) / polynomial(TAIL[1], r);
  }

  /* Reads a document once. */
  function prepare(document) {
    if (!document || document.format !== FORMAT) throw new Error("another form of graph");
    const count = document.node.id.length;
    const programs = document.programs.map((p) => {
      let steps = 0;
      for (let at = 0; at < p.s.length; at += 1 + ARITY[p.s[at]]) steps++;
      return { n: p.n, c: p.c, steps: p.s, count: steps };
    });
    const way = new Array(count).fill(null);
    const below = new Array(count).fill(null);
    const nodesOf = (given) => given.filter((i) => i >= 0);
    for (const [node, program, ...given] of document.results) {
      way[node] = { program: programs[program], given };
      below[node] = nodesOf(given);
    }
    for (const [node, program, place, target, low, high, ...given] of document.flips) {
      way[node] = { program: programs[program], given, place, target, low, high };
      below[node] = nodesOf([target, ...given]);
    }
    const why = new Map();
    for (const [node, reason, ...lower] of document.fixed) {
      why.set(node, document.why[reason]);
      below[node] = lower;
    }
    const above = Array.from({ length: count }, () => []);
    for (let i = 0; i < count; i++) for (const j of new Set(below[i] || [])) above[j].push(i);
    const size = document.draws;
    const strata = Float64Array.from({ length: size }, (_, i) => (i < size / 2
      ? quantileOfNormal((i + 0.5) / size) : -quantileOfNormal((size - i - 0.5) / size)));
    const graph = {
      document, count, way, below, above, why, strata,
      ids: document.node.id,
      place: new Map(document.node.id.map((id, i) => [id, i])),
      factor: Float64Array.from(document.node.unit, (u) => document.units[u][1]),
      size,
      kept: new Map(), // draws with nothing changed, by node
    };
    graph.base = central(graph, new Map(), null);
    return graph;
  }

  /* What cannot be changed, or not so. */
  function check(graph, changes) {
    const found = [];
    const pairs = entries(changes);
    if (pairs.length > MOST) return [{ id: "", why: `${pairs.length} changes; at most ${MOST}` }];
    for (const [id, wanted] of pairs) {
      const node = placeOf(graph, id);
      const say = (why) => found.push({ id: String(id).slice(0, 80), why });
      if (node === undefined) { say("not the id of a number that can be changed here"); continue; }
      const parts = Array.isArray(wanted) ? wanted : [wanted];
      if ((parts.length !== 1 && parts.length !== 3)
          || parts.some((x) => typeof x !== "number" || !Number.isFinite(x))) {
        say("not a finite number"); continue;
      }
      if (parts.length === 3 && !(parts[1] <= parts[0] && parts[0] <= parts[2])) {
        say("not in order: value, low, high with low ≤ value ≤ high"); continue;
      }
      const [low, high] = allowed(graph, node);
      if (Math.min(...parts) < low || Math.max(...parts) > high) {
        say(`outside of ${low} to ${high}`);
      }
    }
    return found;
  }

  function entries(changes) {
    return changes instanceof Map ? [...changes] : Object.entries(changes || {});
  }

  function placeOf(graph, id) {
    return graph.place.has(id) ? graph.place.get(id) : graph.place.get(SAID + id);
  }

  function published(graph, node) {
    const n = graph.document.node;
    return { value: n.value[node], low: n.low[node], high: n.high[node] };
  }

  function unit(graph, node) { return graph.document.units[graph.document.node.unit[node]][0]; }

  /* The lowest and highest value that a number may be given. */
  function allowed(graph, node) {
    const p = published(graph, node);
    const parts = [p.low, p.value, p.high].filter((x) => x !== null);
    const low = Math.min(...parts), high = Math.max(...parts);
    if (unit(graph, node) === "calendar_year") return [1900, 2200];
    if (unit(graph, node) === "fraction" && low >= 0 && high <= 1) return [0, 1];
    const far = FAR * Math.max(Math.abs(low), Math.abs(high), 1e-12);
    return [low > 0 ? low / FAR : low === 0 ? 0 : -far, far];
  }

  /* Which nodes stand on some others, in order. */
  function over(graph, changed) {
    const found = new Set(), waiting = [...changed];
    while (waiting.length) {
      for (const node of graph.above[waiting.pop()]) {
        if (!found.has(node)) { found.add(node); waiting.push(node); }
      }
    }
    return [...found].filter((node) => !changed.has(node)).sort((a, b) => a - b);
  }

  function compute(graph, node, values, size) {
    const way = graph.way[node];
    const read = (i) => (i >= 0 ? values[i] : graph.document.constants[-1 - i]);
    const given = way.given.map(read);
    if (way.place === undefined) return run(way.program, given, size);
    return solve(way, read(way.target), given, graph.factor[node], size);
  }

  /* Central values in base units: of all nodes, or again of those that move. */
  function central(graph, changed, moving) {
    const values = moving ? graph.base.slice() : new Float64Array(graph.count);
    if (!moving) {
      for (let i = 0; i < graph.count; i++) {
        values[i] = graph.document.node.value[i] * graph.factor[i];
      }
    }
    for (const [node, number] of changed) values[node] = number.value * graph.factor[node];
    const list = moving || graph.way.keys();
    for (const node of list) if (graph.way[node]) values[node] = compute(graph, node, values, 1);
    return values;
  }

  /* The book with some numbers changed. Throws what check finds. */
  function evaluate(graph, changes) {
    const faults = check(graph, changes);
    if (faults.length) throw new RangeError(faults.map((f) => `${f.id}: ${f.why}`).join("; "));
    const changed = new Map();
    for (const [id, wanted] of entries(changes)) {
      const [value, low, high] = Array.isArray(wanted) ? wanted : [wanted, null, null];
      changed.set(placeOf(graph, id), { value, low, high });
    }
    const over_ = over(graph, new Set(changed.keys()));
    const values = central(graph, changed, over_);
    const touched = over_.filter((node) => !graph.way[node]);
    const stirred = over_.filter((node) => graph.way[node]
      && !same(values[node], graph.base[node], STIRRED));
    return {
      changed, values, moving: over_,
      touched: touched.map((node) => graph.ids[node]), // keep their value: see graph.why
      moved: stirred.map((node) => graph.ids[node]),
      value: (id) => values[placeOf(graph, id)] / graph.factor[placeOf(graph, id)],
      kept: new Map(),
    };
  }

  function same(a, b, tolerance) {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
    return Math.abs(a - b) <= Math.max(tolerance * Math.max(Math.abs(a), Math.abs(b)), 1e-12)
      || a === b;
  }

  /* The standard normal draws of a number: equal strata in an order that belongs to its key. */
  function draws(graph, id) {
    const key = id.startsWith(SAID) ? id.slice(SAID.length) : id;
    let hashed = 0x811c9dc5;
    for (let i = 0; i < key.length; i++) {
      hashed = Math.imul(hashed ^ key.charCodeAt(i), 0x01000193) >>> 0;
    }
    const size = graph.size;
    const mixed = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let x = (hashed + Math.imul(i, 0x9e3779b9)) >>> 0;
      x ^= x >>> 16;
      x = Math.imul(x, 0x85ebca6b) >>> 0;
      x ^= x >>> 13;
      x = Math.imul(x, 0xc2b2ae35) >>> 0;
      x ^= x >>> 16;
      mixed[i] = x >>> 0;
    }
    const order = Array.from({ length: size }, (_, i) => i);
    order.sort((a, b) => mixed[a] - mixed[b] || a - b);
    return Float64Array.from(order, (i) => graph.strata[i]);
  }

  /* Draws of a number, in base units; the number alone where it is exact. */
  function leaf(graph, node, number) {
    const { value, low, high } = number, scale = graph.factor[node];
    if (low === null || high === null || low === high) return value * scale;
    let forward = (x) => x, backward = (x) => x;
    if (unit(graph, node) === "fraction" && low > 0 && high < 1) {
      forward = (x) => Math.log(x / (1 - x));
      backward = (y) => 1 / (1 + Math.exp(-y));
    } else if (low > 0) {
      forward = Math.log;
      backward = Math.exp;
    }
    const centre = forward(value);
    const up = (forward(high) - centre) / Z95, down = (centre - forward(low)) / Z95;
    const made = draws(graph, graph.ids[node]);
    for (let i = 0; i < made.length; i++) {
      const z = made[i];
      const x = backward(centre + (z > 0 ? z * up : z * down));
      made[i] = (low === 0 && x < 0 ? 0 : x) * scale;
    }
    return made;
  }

  /* Draws of a node and of all beneath it; kept in a Map. */
  function drawn(graph, node, changed, values, kept, moving) {
    if (changed.size && !moving.has(node) && !changed.has(node)) {
      return drawn(graph, node, new Map(), graph.base, graph.kept, moving);
    }
    if (kept.has(node)) return kept.get(node);
    let made;
    if (changed.has(node)) made = leaf(graph, node, changed.get(node));
    else if (!graph.way[node]) made = leaf(graph, node, published(graph, node));
    else {
      const way = graph.way[node], held = {};
      const inputs = way.given.filter((i) => i >= 0);
      for (const i of inputs) held[i] = drawn(graph, i, changed, values, kept, moving);
      if (!inputs.some((i) => isDraws(held[i]))) made = values[node];
      else if (way.place === undefined) made = compute(graph, node, held, graph.size);
      else made = flipDraws(graph, node, held, values);
    }
    kept.set(node, made);
    return made;
  }

  function flipDraws(graph, node, held, values) {
    const centre = values[node], way = graph.way[node], scale = graph.factor[node];
    if (!Number.isFinite(centre)) return centre;
    if (way.target >= 0 && !(way.target in held)) held[way.target] = values[way.target];
    const every = Math.max(1, Math.floor(graph.size / FLIP_DRAWS));
    for (const i of Object.keys(held)) {
      if (isDraws(held[i])) held[i] = held[i].filter((_, k) => k % every === 0);
    }
    const found = ends(compute(graph, node, held, Math.ceil(graph.size / every)));
    if (!found) return centre;
    const low = Math.min(found[0], centre) / scale, high = Math.max(found[1], centre) / scale;
    return leaf(graph, node, { value: centre / scale, low, high });
  }

  function quantile(sorted, p) {
    const place = p * (sorted.length - 1), below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  }

  function ends(sample) {
    if (!isDraws(sample)) return null;
    const found = sample.filter(Number.isFinite).sort();
    if (!found.length || found.length <= 0.9 * sample.length) return null;
    return [quantile(found, 0.05), quantile(found, 0.95)];
  }

  function movedEnd(centre, end, centreThen, endThen, publishedEnd) {
    const half = end - centre, halfThen = endThen - centreThen;
    const most = Math.max(Math.abs(centreThen), Math.abs(endThen));
    if (Math.abs(halfThen) <= NARROWEST * most) return end;
    const grown = half / halfThen;
    if (!(grown >= 0 && grown <= WIDEST)) return end;
    return centre + (publishedEnd - centreThen) * grown;
  }

  /* Value and interval of a node as it is now, in its unit. */
  function estimate(graph, state, node, moving) {
    if (state.changed.has(node)) return state.changed.get(node);
    const old = published(graph, node);
    if (!graph.way[node] || !moving.has(node)) return old;
    const scale = graph.factor[node], value = state.values[node] / scale;
    const now = ends(drawn(graph, node, state.changed, state.values, state.kept, moving));
    if (!now || !Number.isFinite(value)) return { value, low: null, high: null };
    let [low, high] = [now[0] / scale, now[1] / scale];
    const then = ends(drawn(graph, node, new Map(), graph.base, graph.kept, moving));
    if (then && (old.low === null || old.high === null)) return { value, low: null, high: null };
    if (then) {
      const there = graph.base[node] / scale;
      low = movedEnd(value, low, there, then[0] / scale, old.low);
      high = movedEnd(value, high, there, then[1] / scale, old.high);
    }
    if (graph.way[node].place !== undefined) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { value, low, high };
  }

  /* Value, low and high of some numbers (all that move, if none are named), by id. */
  function intervals(graph, state, ids) {
    const moving = new Set(state.moving);
    const nodes = ids ? ids.map((id) => placeOf(graph, id)) : [...state.changed.keys(), ...state.moving];
    const found = {};
    for (const node of nodes) {
      if (node !== undefined) found[graph.ids[node]] = estimate(graph, state, node, moving);
    }
    return found;
  }

  function significant(x, digits) {
    return x === null || !Number.isFinite(x) || x === 0 ? x : Number(x.toPrecision(digits));
  }

  /* The number of a verdict, for value, low and high in the unit of the claim's node. */
  function ruled(graph, claim, number) {
    const d = graph.document;
    const [, , , , low, high, factor, rule, forecast, condition] = claim;
    const [holds, conditional, stated] = d.tolerances[rule];
    const there = number.value * factor;
    let away = rule === 0 ? 1 : 0;
    const gap = (large, small) => (rule ? large - small : small > 0 ? large / small : Infinity);
    let name;
    if (low !== null && there < low) away = -gap(low, there);
    else if (high !== null && there > high) away = gap(there, high);
    const far = Math.abs(away);
    const reaches = number.low !== null && number.high !== null
      && (high === null || number.low * factor <= high)
      && (low === null || number.high * factor >= low);
    if (far <= holds) name = 0;
    else if (reaches) name = 1;
    else if (far <= conditional) name = 2;
    else if (far <= stated) name = away < 0 ? 3 : 4;
    else name = 5;
    let found = forecast ? d.as_forecast[name] : d.rule[name];
    if (condition) for (const [from, to] of d.lowered) if (found === from) return to;
    return found;
  }

  function stored(number) {
    return {
      value: significant(number.value, 10),
      low: significant(number.low, 6),
      high: significant(number.high, 6),
    };
  }

  /* In how many of 100 draws the verdict is the same. */
  function stability(graph, claim, number, sample, here) {
    if (!isDraws(sample)) return 100;
    const sorted = sample.filter(Number.isFinite).sort();
    if (!sorted.length) return 0;
    const scale = graph.factor[claim[3]];
    const byRatio = claim[7] === 0;
    let count = 0;
    for (let k = 0; k < 100; k++) {
      const centre = sorted[Math.round(((k + 0.5) / 100) * (sorted.length - 1))] / scale;
      const { value, low, high } = number;
      let moved = { value: centre, low: null, high: null };
      if (low !== null && high !== null) {
        const factor = centre / value, away = centre - value;
        moved = byRatio && Math.min(low, value, centre) > 0
          ? { value: centre, low: low * factor, high: high * factor }
          : { value: centre, low: low + away, high: high + away };
      }
      if (ruled(graph, claim, stored(moved)) === here) count++;
    }
    return count;
  }

  /* Verdicts of the rule that are others now, the weightiest first. */
  function verdicts(graph, state) {
    const d = graph.document, moving = new Set(state.moving), found = [];
    for (const claim of d.claims) {
      const [id, place, importance, node, , , , , , , was, firm] = claim;
      if (!moving.has(node) && !state.changed.has(node)) continue;
      const number = estimate(graph, state, node, moving);
      if (number === undefined) continue;
      const known = Number.isFinite(number.value);
      const now = known ? ruled(graph, claim, stored(number)) : -1;
      if (now === was) continue;
      const sample = drawn(graph, node, state.changed, state.values, state.kept, moving);
      found.push({
        id, chapter: d.places[place], importance, node: graph.ids[node],
        old: d.verdicts[was], new: known ? d.verdicts[now] : "cannot be computed",
        oldStability: firm, stability: known ? stability(graph, claim, number, sample, now) : 0,
        value: number,
      });
    }
    return found.sort((a, b) => a.importance - b.importance || (a.id < b.id ? -1 : 1));
  }

  /* How far a number has moved, in the measure of the rule: 1 is from exact to what does not hold. */
  function distance(graph, id, value) {
    const node = placeOf(graph, id), old = graph.base[node] / graph.factor[node];
    if (!Number.isFinite(value)) return Infinity;
    const name = unit(graph, node), tolerances = graph.document.tolerances;
    if (name === "calendar_year") return Math.abs(value - old) / tolerances[2][2];
    if (name === "fraction") return Math.abs(value - old) / tolerances[1][2];
    if (name === "percent" || name === "percentage_point") {
      return Math.abs(value - old) / (100 * tolerances[1][2]);
    }
    if (value === old) return 0;
    if (value * old <= 0) return Infinity;
    return Math.abs(Math.log(value / old)) / Math.log(tolerances[0][2]);
  }

  const engine = {
    prepare, check, evaluate, intervals, verdicts, draws, distance, allowed: (graph, id) => {
      const node = placeOf(graph, id);
      return node === undefined ? null : allowed(graph, node);
    },
    isRow: (graph, id) => graph.document.node.kind[placeOf(graph, id)] === ROW,
  };
  root.ShortcaseWhatIf = engine;
  if (typeof module !== "undefined" && module.exports) module.exports = engine;
})(typeof globalThis !== "undefined" ? globalThis : this);
