// Choices that were not sent yet outlive a reload of their tab.

import { addressOf, chosen } from "./form.js";

const DRAFT = "draft:";

export function keepDraft(form) {
  const [name, text] = [DRAFT + addressOf(form), JSON.stringify(chosen(form))];
  try {
    sessionStorage.setItem(name, text);
  } catch {}
}

export function forgetDraft(address) {
  try {
    sessionStorage.removeItem(DRAFT + address);
  } catch {}
}

// A form that was refused brings its choices along.
export function restoreDraft(form) {
  if (form.querySelector(".errors")) return;
  const draft = draftOf(addressOf(form));
  if (Array.isArray(draft)) fill(form, draft);
}

function draftOf(address) {
  try {
    return JSON.parse(sessionStorage.getItem(DRAFT + address));
  } catch {
    return null;
  }
}

function fill(form, draft) {
  for (const input of form.querySelectorAll("input, select, textarea")) {
    if (!input.name) continue;
    const values = draft.filter(([name]) => name === input.name).map(([, value]) => value);
    const isOption = input.type === "radio" || input.type === "checkbox";
    const property = isOption ? "checked" : "value";
    const before = input[property];
    if (isOption) input.checked = values.includes(input.value);
    else if (values.length) input.value = values[0];
    if (input[property] !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
