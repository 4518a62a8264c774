// Sets the mode that the reader chose, light or dark. It does not hold up the text: until it has come, the page follows the system's mode.
document.documentElement.classList.replace("no-js", "js");
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch (error) {
  document.body.dataset.theme = "auto";
}
