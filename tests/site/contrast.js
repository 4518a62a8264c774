// Measures text contrast by axe on one element for each distinct look of text: what decides contrast is the same in
// all that look alike. Resolves to { looks, faults }. Axe leaves open what something lies over or what is one sign
// long; then it is asked about the next element of that look, and a look that it never judges is measured here.
async dark => {
  const rounds = 5;
  if (matchMedia("(prefers-color-scheme: dark)").matches !== dark) throw new Error("the page is not in the wanted mode");
  const marked = "data-tour-look";
  const styles = new Map();
  function style(element) {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  }

  // What lies behind a text: the background colours up to the first that covers, pictures, opacity, and positioned
  // boxes (they may lie over anything).
  const grounds = new Map();
  function ground(element) {
    if (!element) return "";
    if (!grounds.has(element)) {
      const its = style(element), colour = its.backgroundColor, clear = colour === "rgba(0, 0, 0, 0)";
      const parts = [
        clear ? "" : colour,
        its.backgroundImage === "none" ? "" : its.backgroundImage,
        its.opacity === "1" ? "" : "opacity " + its.opacity,
        its.filter === "none" ? "" : its.filter,
        ["fixed", "absolute", "sticky"].includes(its.position) ? its.position + " ." + element.className : "",
      ];
      const covers = /^rgb\(/.test(colour);
      grounds.set(element, parts.filter(Boolean).join(" ") + (covers ? "" : " " + ground(element.parentElement)));
    }
    return grounds.get(element);
  }

  // A drawer that waits beside the page, or a link that comes with the focus, is not seen.
  function within(element) {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0 && box.left < document.documentElement.clientWidth;
  }

  const fields = "input:not([type=range], [type=hidden], [type=checkbox], [type=radio]), select, textarea";
  const looks = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    const texts = Array.from(element.childNodes).filter(node => node.nodeType === Node.TEXT_NODE);
    const words = texts.map(node => node.data).join("").trim(), field = element.matches(fields);
    if (!(words || field) || element.matches("svg *, script, style, noscript, option")) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || !within(element)) continue;
    const its = style(element);
    const look = [its.color, its.fontSize, its.fontWeight, its.textShadow, field ? element.localName : "", ground(element).trim()];
    const key = look.join("; ");
    if (!looks.has(key)) looks.set(key, { look, elements: [] });
    looks.get(key).elements.push([element.querySelectorAll("*").length + (words.length > 1 || field ? 0 : 1000), element]);
  }
  for (const { elements } of looks.values()) elements.sort((a, b) => a[0] - b[0]);

  const open = new Set(looks.keys()), faults = [];
  for (let round = 0; round < rounds && open.size; round++) {
    const shown = new Map();
    for (const key of open) {
      const elements = looks.get(key).elements;
      if (round < elements.length) shown.set(elements[round][1], key);
    }
    if (!shown.size) break;
    for (const element of shown.keys()) element.setAttribute(marked, "");
    const options = { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true, preload: false };
    const found = await axe.run({ include: [["[" + marked + "]"]] }, options);
    for (const element of shown.keys()) element.removeAttribute(marked);
    for (const node of found.violations.flatMap(rule => rule.nodes)) {
      faults.push("color-contrast: " + node.html.slice(0, 150) + ": " + node.any.map(check => check.message).join(" "));
    }
    for (const node of [...found.violations, ...found.passes].flatMap(rule => rule.nodes)) open.delete(shown.get(node.element));
  }

  function luminance(colour) {
    const [, ...parts] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) || [];
    if (!parts.length) return NaN; // no plain colour: nobody has judged it, and that is a fault
    const [r, g, b] = parts.map(part => part / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  for (const key of open) {
    const { look: [colour, size, weight, , , behind], elements } = looks.get(key);
    const [dim, bright] = [luminance(colour), luminance(behind)].sort((a, b) => a - b);
    const ratio = (bright + 0.05) / (dim + 0.05), large = parseFloat(size) >= (weight >= 700 ? 18.66 : 24);
    if (!(ratio >= (large ? 3 : 4.5))) {
      faults.push("contrast of " + ratio.toFixed(2) + ": " + elements[0][1].outerHTML.slice(0, 150) + " (" + key + ")");
    }
  }
  return { looks: looks.size, faults };
}
