/* Numbers in words and in addresses, for the scripts of what-if: the same as shortcase/numbers/estimate.py and words.py write them.
 *
 * ShortcaseWords.read(search, name)      what an address asks: {changes: Map, faults: [text]}; with a fault, nothing is changed
 * ShortcaseWords.query(changes, name)    the address of changes, without its question mark
 * ShortcaseWords.say(number, units)      value, interval and unit: number is {value, low, high, unit}
 * ShortcaseWords.readout(x, format)      the readout of a dial, as templating.readout writes it
 * ShortcaseWords.rewrite(words, number)  words with the number in place of theirs, at the same precision
 */
(function (root) {
  "use strict";

  const MOST = 1000, LONGEST = 60000; // entries, characters
  const ID = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?$/, VALUE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

  function read(search, name) {
    const changes = new Map(), faults = [], none = function (why) { return { changes: new Map(), faults: [why] }; };
    if (search.length > LONGEST) return none("The address asks for too much at once. Nothing is changed.");
    const entries = new URLSearchParams(search).getAll(name || "set");
    if (entries.length > MOST) return none("The address asks for " + entries.length + " changes; at most " + MOST + " can be made at once. Nothing is changed.");
    entries.forEach(function (entry) {
      const mark = entry.indexOf(":"), id = mark < 0 ? entry : entry.slice(0, mark), parts = mark < 0 ? [] : entry.slice(mark + 1).replace(/e (?=\d)/gi, "e+").split(","); // a plus that somebody types arrives as a space
      const numbers = parts.map(Number), shown = "“" + entry.slice(0, 60) + "”";
      if (!ID.test(id)) faults.push(shown + " does not name a number.");
      else if (![1, 3].includes(parts.length) || !parts.every(function (part) { return VALUE.test(part); }) || !numbers.every(Number.isFinite)) faults.push(shown + " gives no number that can be used.");
      else if (changes.has(id)) faults.push("“" + id + "” is changed twice.");
      else changes.set(id, numbers.length === 1 ? numbers[0] : numbers);
    });
    return faults.length ? { changes: new Map(), faults: faults } : { changes: changes, faults: [] };
  }

  function query(changes, name) {
    return Array.from(changes, function (pair) { return (name || "set") + "=" + pair[0] + ":" + [].concat(pair[1]).map(short).join(","); }).join("&");
  }

  function short(x) { return String(+x.toPrecision(10)).replace("e+", "e"); }

  // Digits, as Python writes them: a half goes to the even neighbour.

  function even(text) { // one step of the last digit towards zero where that digit is odd: of two equally near numbers the other one
    return /[13579]$/.test(text) ? text.replace(/\d$/, function (digit) { return String(digit - 1); }) : text;
  }

  function fixed(x, places) {
    const size = Math.abs(x);
    if (size >= 1e21) return String(x);
    const tie = /^50*$/.test(size.toFixed(places + 30).split(".")[1].slice(places));
    const text = tie ? even(size.toFixed(places)) : size.toFixed(places);
    return (x < 0 && Number(text) !== 0 ? "-" : "") + text;
  }

  function grouped(text) {
    const parts = text.split(".");
    return parts[0].replace(/\B(?=(\d{3})+$)/g, ",") + (parts.length > 1 ? "." + parts[1] : "");
  }

  function significant(x, digits) {
    if (x === 0) return 0;
    const [mantissa, exponent] = x.toExponential(digits - 1).split("e"), tie = /^50*$/.test(x.toExponential(digits + 30).split("e")[0].replace(/[-.]/g, "").slice(digits));
    return Number((tie ? even(mantissa) : mantissa) + "e" + exponent);
  }

  const SCALES = [[1e15, "quadrillion"], [1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

  function number(x, digits) {
    if (x === 0) return "0";
    const size = Math.abs(x);
    for (const [scale, name] of SCALES) if (scale <= size && size < 1e18) return String(significant(significant(x / scale, digits), 6)) + " " + name;
    if (size >= 1e18 || size < 1e-4) {
      const [mantissa, exponent] = significant(x, digits).toExponential(digits - 1).split("e");
      return String(+mantissa) + " × 10^" + +exponent;
    }
    if (size >= 10000) return grouped(fixed(digits === 4 ? x : significant(x, digits), 0));
    return grouped(String(significant(significant(x, digits), 6)));
  }

  function year(x) { return x % 1 ? fixed(x, 1) : fixed(x, 0); }

  function say(held, units, digits) {
    const { value, low, high, unit } = held;
    if (value === null || !Number.isFinite(value)) return "cannot be computed";
    const exact = low === null || high === null || low === undefined || low === high;
    if (unit === "calendar_year") return year(value) + (exact ? "" : " [" + fixed(low, 1) + ", " + fixed(high, 1) + "]");
    const wanted = digits || (exact ? 4 : 3);
    const part = function (x) { return unit === "fraction" ? number(Number((x * 100).toFixed(10)), wanted) + "%" : number(x, wanted); };
    const shown = part(value) + (exact ? "" : " [" + part(low) + ", " + part(high) + "]");
    const names = (units || {})[unit] || ["", ""], name = names[shown === "1" ? 0 : 1];
    return name === "%" ? shown + name : (shown + " " + name).trim();
  }

  const PREFIXES = { "-9": "n", "-6": "µ", "-3": "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P" };

  function readout(x, format) {
    if (!Number.isFinite(x)) return "never";
    const [, comma, places, kind] = format.match(/^(,?)\.(\d+)([f%rs])$/);
    let text = kind === "%" ? fixed(x * 100, +places) + "%" : fixed(x, +places);
    if (kind === "r" || kind === "s") {
      const rounded = significant(x, +places), size = rounded ? Math.floor(Math.log10(Math.abs(rounded)) + 1e-12) : 0, power = kind === "s" ? 3 * Math.floor(size / 3) : 0;
      text = fixed(rounded / Math.pow(10, power), Math.max(0, +places - 1 - size + power)) + PREFIXES[power];
    }
    return (comma ? text.replace(/\d+/, grouped) : text).replace("-", "−");
  }

  // Numbers in sentences

  const STEPS = ["", "thousand", "million", "billion", "trillion", "quadrillion"];
  const COUNTS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
  const TIMES = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12, quadrillion: 1e15, k: 1e3, K: 1e3, M: 1e6, m: 1e6, B: 1e9, bn: 1e9, T: 1e12 };
  const HEDGES = /\b(about|around|roughly|some|nearly|almost|over|under|close to|more than|less than|up to|at least|at most|well over|just over|just under)\b/i;
  const NUMBER = new RegExp("(?<![A-Za-z0-9.,])(?<sign>[-−]|minus )?(?<currency>[$€£¥]?)(?:(?<digits>\\d{1,3}(?:[,\u202f\u00a0]\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)(?:[eE](?<exponent>[+-]?\\d+)| ?[×x] ?10\\^(?<power>[-−]?\\d+))?(?:\\s?(?<scale>thousand|million|billion|trillion|quadrillion)\\b|(?<letter>k|K|M|m|bn|B|T)(?![A-Za-z]))?|\\b(?<word>" + COUNTS.join("|") + ")\\b(?<half> and a half\\b)?)(?<percent>\\s?%|\\s?percent\\b|\\s?per cent\\b|\\s?percentage points?\\b)?", "g");

  function scaleOf(match, unit, outer) {
    const name = match.scale || match.letter || outer.scale || outer.letter, percent = match.percent || outer.percent;
    return (name ? TIMES[name] : 1) * (percent && unit !== "percent" && unit !== "percentage_point" ? 0.01 : 1);
  }

  function written(match, end, scale, hedged) {
    if (match.word) {
      const half = match.half || "", whole = Math.round(end / scale - (half ? 0.5 : 0));
      if (whole >= 0 && whole < COUNTS.length && (!half || Math.abs(end / scale - whole - 0.5) <= 0.25)) return COUNTS[whole] + half;
      return grouped(half ? String(+fixed(end / scale, 1)) : fixed(end / scale, 0));
    }
    const digits = match.digits;
    let places = digits.includes(".") ? digits.split(".")[1].length : 0, exponent = "", name = match.scale;
    if (match.exponent !== undefined || match.power !== undefined) {
      const power = end ? Math.floor(Math.log10(Math.abs(end))) : 0;
      exponent = match.exponent !== undefined ? "e" + power : " × 10^" + power;
      scale *= Math.pow(10, power);
    }
    let shown = Math.abs(end / scale);
    if (name && (shown >= 1000 || shown < 1) && end) {
      const step = Math.min(Math.max(Math.floor(Math.log10(Math.abs(end)) / 3), 0), 5);
      name = STEPS[step];
      shown = Math.abs(end) / Math.pow(1000, step);
      places = Math.max(0, digits.replace(/\D/g, "").replace(/^0+/, "").length - 1 - Math.floor(Math.log10(shown)));
    }
    if (hedged && !places && digits.replace(/0+$/, "") !== digits) shown = significant(shown, Math.max(digits.replace(/\D/g, "").replace(/0+$/, "").length, 1));
    const text = shown >= 10000 || /\d,\d/.test(digits) ? grouped(fixed(shown, places)) : fixed(shown, places);
    return (end < 0 ? match.sign || "−" : "") + match.currency + text + exponent + (name ? " " + name : match.letter || "") + (match.percent || "");
  }

  function count(words) { return Array.from(words.matchAll(NUMBER)).length; }

  function rewrite(words, held) {
    const found = Array.from(words.matchAll(NUMBER)), ends = found.length === 2 ? [held.low, held.high] : [held.value];
    if (ends.length !== found.length || ends.some(function (end) { return end === null || end === undefined; })) return words;
    if (!ends.every(Number.isFinite)) return "[cannot be computed]";
    const outer = found[found.length - 1].groups, hedged = HEDGES.test(words);
    let made = words;
    found.map(function (match, i) { return [match, ends[i]]; }).reverse().forEach(function ([match, end]) {
      made = made.slice(0, match.index) + written(match.groups, end, scaleOf(match.groups, held.unit, outer), hedged) + made.slice(match.index + match[0].length);
    });
    return made;
  }

  root.ShortcaseWords = { read: read, query: query, say: say, number: number, fixed: fixed, readout: readout, rewrite: rewrite, count: count };
})(typeof globalThis !== "undefined" ? globalThis : this);
