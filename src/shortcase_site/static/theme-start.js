// Sets the reader's light or dark mode before anything is painted.
document.documentElement.classList.replace("no-js", "js");
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch (error) {
  document.body.dataset.theme = "auto";
}
