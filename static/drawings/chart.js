// The chart is whole without this: here a sentence that is pointed at or focused lights up its place at once.
"use strict";

function placesOf(link) {
  return document.querySelectorAll(`[data-place="${link.hash.slice(1)}"]`);
}

function light(event) {
  const link = event.target.closest?.(".said a, .differences a");
  if (!link) return;
  const isOn = event.type === "pointerover" || event.type === "focusin";
  for (const place of placesOf(link)) place.classList.toggle("is-pointed", isOn);
}

for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) document.addEventListener(type, light);

// A sentence whose modality is not shown brings its layer up.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".said a, .differences a");
  const layer = link && document.getElementById(link.hash.slice(1))?.closest(".layer");
  const name = layer && [...layer.classList].find((one) => one.startsWith("layer--")).slice("layer--".length);
  const choice = layer?.closest(".sheet").querySelector(`[value="${name}"]`);
  if (choice) choice.checked = true;
});

// A touch has no tooltip: what is touched is named in the caption of its figure.
document.addEventListener("click", (event) => {
  const words = event.target.closest?.("[data-place]")?.querySelector("title")?.textContent;
  const caption = words && event.target.closest("figure").querySelector("figcaption");
  if (caption) caption.textContent = words;
});

// Figures or tables: as it was left in this browser.
const KEPT = "chart-as";

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function showAsKept(root) {
  for (const choice of root.querySelectorAll("[name$='chart-as']")) if (choice.value === kept()) choice.checked = true;
}

showAsKept(document);
document.addEventListener("htmx:load", (event) => showAsKept(event.target));
document.addEventListener("change", (event) => {
  if (!event.target.name?.endsWith("chart-as")) return;
  try {
    localStorage.setItem(KEPT, event.target.value);
  } catch {}
});
