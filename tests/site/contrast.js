// Measures text contrast by axe on one element for each distinct look of text: what decides it is
// the same in all that look alike. Looks in "known" have been judged on another page.
// Resolves to the number of looks, those judged now that have no fault, and the faults.
// Axe leaves open what something lies over or what is one sign long; then it is asked about the
// next element of that look, and a look that it never judges is measured here.
async ({ dark, known }) => {
  const rounds = 5, marked = "data-tour-look";
  if (matchMedia("(prefers-color-scheme: dark)").matches !== dark) {
    throw new Error("the page is not in the wanted mode");
  }
  const styles = new Map();
  function style(element) {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  }

  // What lies behind a text: the background colours up to the first that covers, pictures, opacity,
  // and positioned boxes (they may lie over anything).
  const grounds = new Map();
  function ground(element) {
    if (!element) return "";
    if (!grounds.has(element)) {
      const its = style(element), colour = its.backgroundColor;
      const lifted = ["fixed", "absolute", "sticky"];
      const parts = [
        colour === "rgba(0, 0, 0, 0)" ? "" : colour,
        its.backgroundImage === "none" ? "" : its.backgroundImage,
        its.opacity === "1" ? "" : "opacity " + its.opacity,
        its.filter === "none" ? "" : its.filter,
        lifted.includes(its.position) ? its.position + " ." + element.className : "",
      ];
      const own = parts.filter(Boolean).join(" "), covers = /^rgb\(/.test(colour);
      grounds.set(element, covers ? own : own + " " + ground(element.parentElement));
    }
    return grounds.get(element);
  }

  // A drawer that waits beside the page, or a link that comes with the focus, is not seen.
  function within(element) {
    const box = element.getBoundingClientRect(), width = document.documentElement.clientWidth;
    const seen = box.right > 0 && box.left < width && box.bottom + scrollY > 0;
    return seen && box.width > 1 && box.height > 1;
  }
  const how = { opacityProperty: true, visibilityProperty: true };
  const without = ["range", "hidden", "checkbox", "radio"].map(kind => "[type=" + kind + "]");
  const fields = "input:not(" + without + "), select, textarea";

  const looks = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    const texts = Array.from(element.childNodes).filter(node => node.nodeType === Node.TEXT_NODE);
    const words = texts.map(node => node.data).join("").trim(), field = element.matches(fields);
    if (!(words || field) || element.matches("svg *, script, style, noscript, option")) continue;
    if (!element.checkVisibility(how) || !within(element)) continue;
    const its = style(element), kind = field ? element.localName : "";
    const behind = ground(element).trim();
    const look = [its.color, its.fontSize, its.fontWeight, its.textShadow, kind, behind];
    const key = look.join("; ");
    if (!looks.has(key)) looks.set(key, { look, elements: [] });
    // elements with little in them come first: axe reads all that is in an element
    const size = element.querySelectorAll("*").length + (words.length > 1 || field ? 0 : 1000);
    looks.get(key).elements.push([size, element]);
  }
  for (const { elements } of looks.values()) elements.sort((a, b) => a[0] - b[0]);

  const fresh = new Set(looks.keys());
  for (const key of known) fresh.delete(key);
  const open = new Set(fresh), faults = [];
  function fault(key, text) {
    faults.push(text);
    fresh.delete(key);
  }

  const options = {
    runOnly: ["color-contrast"],
    resultTypes: ["violations", "passes"],
    elementRef: true,
    preload: false,
  };
  for (let round = 0; round < rounds && open.size; round++) {
    const shown = new Map();
    for (const key of open) {
      const elements = looks.get(key).elements;
      if (round < elements.length) shown.set(elements[round][1], key);
    }
    if (!shown.size) break;
    for (const element of shown.keys()) element.setAttribute(marked, "");
    const { violations, passes } = await axe.run({ include: [["[" + marked + "]"]] }, options);
    for (const element of shown.keys()) element.removeAttribute(marked);
    for (const node of violations.flatMap(rule => rule.nodes)) {
      const why = node.any.map(check => check.message).join(" ");
      fault(shown.get(node.element), "color-contrast: " + node.html.slice(0, 150) + ": " + why);
    }
    for (const node of [...violations, ...passes].flatMap(rule => rule.nodes)) {
      open.delete(shown.get(node.element));
    }
  }

  function luminance(colour) {
    const [, ...parts] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) || [];
    if (!parts.length) return NaN; // no plain colour: nobody has judged it, and that is a fault
    const [r, g, b] = parts.map(part => part / 255)
      .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  for (const key of open) {
    const { look: [colour, size, weight, , , behind], elements } = looks.get(key);
    const [dim, bright] = [luminance(colour), luminance(behind)].sort((a, b) => a - b);
    const ratio = (bright + 0.05) / (dim + 0.05);
    const large = parseFloat(size) >= (weight >= 700 ? 18.66 : 24);
    if (!(ratio >= (large ? 3 : 4.5))) {
      const html = elements[0][1].outerHTML.slice(0, 150);
      fault(key, "contrast of " + ratio.toFixed(2) + ": " + html + " (" + key + ")");
    }
  }
  return { looks: looks.size, sound: Array.from(fresh), faults };
}
