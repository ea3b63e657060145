// Shortcut keys of a question. They rest while one writes, and can be switched off.

import { made } from "./elements.js";

const KEPT = "keys";
const KEYS = [
  ["1 to 9", "choose in the group that has the focus"],
  ["X", "strike out the option that has the focus; switched off, each option has a button for it"],
  ["M", "go to the map"],
  ["F", "flag the question"],
  ["Enter", "submit"],
  ["?", "these keys"],
];

let isOn = true;
try {
  isOn = localStorage.getItem(KEPT) !== "off";
} catch {}
mark();

// The page shows no key that does nothing.
function mark() {
  document.documentElement.dataset.keys = isOn ? "on" : "off";
  for (const input of document.querySelectorAll("input[data-key]")) {
    if (isOn) input.setAttribute("aria-keyshortcuts", input.dataset.key.toUpperCase());
    else input.removeAttribute("aria-keyshortcuts");
  }
}

function keep(on) {
  isOn = on;
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {}
  mark();
  document.dispatchEvent(new Event("keys:switched"));
}

function show() {
  let dialog = document.getElementById("keys");
  if (!dialog) {
    const list = made("dl", {}, ...KEYS.flatMap(([key, does]) => [made("dt", {}, made("kbd", { textContent: key })), made("dd", { textContent: does })]));
    const toggle = made("input", { type: "checkbox", checked: isOn });
    toggle.addEventListener("change", () => keep(toggle.checked));
    const shut = made("button", { className: "button", textContent: "Close" });
    const title = made("h2", { id: "keys-title", textContent: "Keys" });
    dialog = made("dialog", { id: "keys", className: "keys" }, title, list, made("label", {}, toggle, "Single keys act (Enter always does)"), made("form", { method: "dialog" }, shut));
    dialog.setAttribute("aria-labelledby", title.id);
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
}

function isWriting(element) {
  return element.isContentEditable || element.matches("textarea, select, input:not([type='radio'], [type='checkbox'])");
}

function choose(at, number) {
  const option = at.closest("fieldset")?.querySelectorAll("input[type='radio']")[number - 1];
  if (!option) return false;
  option.focus();
  option.click();
  return true;
}

function press(selector) {
  const button = document.querySelector(selector);
  button?.click();
  return Boolean(button);
}

function toMap() {
  const option = document.querySelector(".schematic__map [tabindex='0']");
  option?.scrollIntoView({ block: "nearest" });
  option?.focus({ preventScroll: true });
  return Boolean(option);
}

// Whether the key did something.
function act(key, at) {
  if (key === "Enter") return at.matches("body, main, h1, h2, p") && press("#submit-answer");
  if (!isOn || isWriting(at)) return false;
  if (/^[1-9]$/.test(key)) return choose(at, Number(key));
  if (/^[a-z]$/.test(key) && press(`#answer input[data-key="${key}"]`)) return true;
  if (key === "m") return toMap();
  if (key === "f") return press("#flag");
  if (key !== "?") return false;
  show();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return;
  if (document.querySelector("dialog[open]") || !document.getElementById("panel")) return;
  if (act(event.key.length === 1 ? event.key.toLowerCase() : event.key, event.target)) event.preventDefault();
});

// The same by pointer: a button in the bar of the question.
function addButton() {
  const title = document.querySelector("#panel > h2");
  if (!title || document.getElementById("keys-button")) return;
  const button = made("button", { type: "button", id: "keys-button", className: "link-button small no-print", textContent: "Keys" });
  button.addEventListener("click", show);
  title.parentElement.querySelector("form .actions, .actions")?.after(button);
}

document.addEventListener("DOMContentLoaded", addButton);
document.addEventListener("htmx:load", addButton);
document.addEventListener("htmx:load", mark);
