// Options can be struck out and taken back. The form is whole without it; a struck option can still be chosen.

import { made } from "./elements.js";

const GROUPS = ["motor_class", "side"];
// Today's case on the home page is no question of a quiz yet.
const QUESTION = /^\/quiz\/[0-9a-f-]+\/\d+\/$/;

class Struck {
  constructor(form) {
    this.form = form;
    this.kept = `struck ${form.getAttribute("action")}`;
    this.ids = new Set(this.read(this.stored() ?? form.dataset.struck));
    for (const name of GROUPS) for (const input of form.querySelectorAll(`input[name="${name}"]`)) this.add(input);
    this.addLevels(form.querySelector("select[name='level']"));
    this.said = made("p", { className: "visually-hidden" });
    this.said.setAttribute("role", "status");
    form.append(this.said);
    this.show();
    this.followKeys();
  }

  // Not one more stop of the Tab key for each option: X strikes out the one that has the focus. Who has switched the
  // single keys off gets the stops.
  followKeys() {
    for (const button of this.form.querySelectorAll(".option-row label + .strike")) {
      const input = button.parentElement.querySelector("input");
      button.tabIndex = areKeysOn() ? -1 : 0;
      if (areKeysOn()) input.setAttribute("aria-keyshortcuts", "X");
      else input.removeAttribute("aria-keyshortcuts");
    }
  }

  read(text) {
    try {
      const ids = JSON.parse(text || "[]");
      return Array.isArray(ids) ? ids : [];
    } catch {
      return [];
    }
  }

  stored() {
    try {
      return sessionStorage.getItem(this.kept);
    } catch {
      return null;
    }
  }

  // A button beside each option.
  add(input) {
    const label = input.closest("label");
    const row = made("div", { className: "option-row" });
    const words = label.textContent.trim();
    label.replaceWith(row);
    const button = this.button(`${input.name}:${input.value}`, words);
    input.addEventListener("keydown", (event) => {
      if (!areKeysOn() || event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.toggle(button.dataset.strike);
      this.said.textContent = `${words}: ${this.ids.has(button.dataset.strike) ? "struck out" : "taken back"}`;
    });
    row.append(label, button);
  }

  button(id, words) {
    const button = made("button", { type: "button", className: "strike" });
    button.dataset.strike = id;
    button.setAttribute("aria-label", `Strike out ${words}`);
    button.title = `Strike out ${words}`;
    button.innerHTML = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>';
    button.addEventListener("click", () => this.toggle(id));
    return button;
  }

  // A list has no room for buttons: its options are struck out in a fold below it.
  addLevels(select) {
    if (!select) return;
    this.select = select;
    const fold = made("details", { className: "choice choice--levels" }, made("summary", { textContent: "Strike out levels" }));
    const options = made("div", { className: "choice__options" });
    for (const option of select.options) {
      if (!option.value) continue;
      option.dataset.words = option.textContent;
      const row = made("div", { className: "option-row" }, made("span", { className: "option", textContent: option.textContent }));
      row.append(this.button(`level:${option.value}`, option.textContent));
      options.append(row);
    }
    fold.append(options);
    select.after(fold);
  }

  toggle(id) {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.show();
    this.save();
  }

  show() {
    for (const button of this.form.querySelectorAll(".strike")) {
      const isStruck = this.ids.has(button.dataset.strike);
      button.setAttribute("aria-pressed", String(isStruck));
      button.parentElement.classList.toggle("is-struck", isStruck);
      const input = button.parentElement.querySelector("input");
      if (isStruck) input?.setAttribute("aria-description", "struck out");
      else input?.removeAttribute("aria-description");
    }
    for (const option of this.select?.options ?? []) {
      if (option.value) option.textContent = this.ids.has(`level:${option.value}`) ? `${option.dataset.words} (struck out)` : option.dataset.words;
    }
  }

  // In this tab at once, and with the question.
  save() {
    const struck = [...this.ids].sort();
    try {
      sessionStorage.setItem(this.kept, JSON.stringify(struck));
    } catch {}
    if (!QUESTION.test(this.form.getAttribute("action"))) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    for (const id of struck) body.append("struck", id);
    fetch(`${this.form.getAttribute("action")}strike/`, { method: "POST", body, keepalive: true }).catch(() => {});
  }
}

function areKeysOn() {
  return document.documentElement.dataset.keys !== "off";
}

function beginAll() {
  for (const form of document.querySelectorAll("form.answer:not([data-strikes])")) {
    form.dataset.strikes = "on";
    const struck = new Struck(form);
    document.addEventListener("keys:switched", () => struck.followKeys());
  }
}

document.addEventListener("DOMContentLoaded", beginAll);
document.addEventListener("htmx:load", beginAll);
