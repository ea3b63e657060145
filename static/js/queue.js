// No answer is lost: each is written down in this browser before it is sent, and let go when the server says by its id
// what became of it. What could not be sent is sent again, in order, whenever there is hope.

import { forgetDraft, keepDraft, restoreDraft } from "./queue/drafts.js";
import { addressOf, answerForm, entryOf, isExam, renew } from "./queue/form.js";
import { ELSEWHERE, FAILED, LOST, say, saySaved, showState, SLOW } from "./queue/notices.js";
import { PATIENCE, Sender } from "./queue/sending.js";
import { answers, moveOldLists, notices } from "./queue/store.js";

const SOON = 1000; // until it is said that an answer is still on its way

// Answers of this page that it could not send itself; another tab may send them for it.
const unsent = new Map();

// For the questions that were taken along, too: their answers go the same way.
export const sender = new Sender((entry, outcome) => {
  unsent.delete(entry.id);
  if (outcome === "stored") showStored(entry);
});

// Sending, as htmx does it

function beginSending(form, request) {
  const entry = entryOf(form);
  answers.put(entry);
  say("");
  const slow = setTimeout(() => say(SLOW), SOON);
  request.addEventListener("loadend", () => {
    clearTimeout(slow);
    settle(form, entry, request);
  });
}

function settle(form, entry, request) {
  if (isTaken(request)) {
    answers.drop(entry.id);
    forgetDraft(entry.address);
    return;
  }
  answers.change(entry.id, { state: "waiting" });
  unsent.set(entry.id, entry);
  renew(form, entry);
  say({ 0: LOST, 404: ELSEWHERE }[request.status] ?? FAILED);
  sender.soon();
}

// Whatever else is between here and the server may answer with any status, but not with these.
function isTaken(request) {
  const isAnswered = (request.status >= 200 && request.status < 400) || request.status === 409;
  const isNamed = ["HX-Redirect", "X-Answer"].some((name) => request.getResponseHeader(name) !== null);
  return isAnswered && (isNamed || request.responseText.includes('id="panel"'));
}

// What another tab has done

function learnFromOthers() {
  moveOldLists();
  for (const [id, entry] of unsent) {
    if (answers.has(id)) continue;
    unsent.delete(id);
    if (!notices.has(id)) showStored(entry);
  }
  sender.goOn();
  showState();
}

// The page that still shows the form of an answer that has arrived goes on as if it had arrived at once.
function showStored(entry) {
  const form = answerForm();
  if (!form || addressOf(form) !== entry.address) return;
  if (isExam()) showSaved(form, entry);
  else goOn(entry.address);
}

function showSaved(form, entry) {
  const { replaces } = form.elements;
  if (!answers.has(replaces.value)) replaces.value = entry.id;
  say("");
  const time = new Date().toLocaleTimeString("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  saySaved(`Saved ${time}`);
}

function goOn(address) {
  window.location.assign(`${address}#feedback`);
  if (window.location.pathname === address) window.location.reload();
}

// A question may be the last before a tunnel: from then on a page that cannot be fetched says so in the site's own words.
function keepShell() {
  if (!answerForm()) return;
  navigator.serviceWorker?.register(document.body.dataset.worker, { scope: "/" }).catch(() => {});
}

// The events

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt === answerForm()) event.detail.timeout = PATIENCE;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = answerForm();
  if (form && event.detail.elt === form) beginSending(form, event.detail.xhr);
});
for (const type of ["change", "input"]) {
  document.addEventListener(type, (event) => {
    const form = event.target.closest?.("#answer");
    if (form) keepDraft(form);
  });
}
document.addEventListener("DOMContentLoaded", () => {
  const form = answerForm();
  if (form) restoreDraft(form);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && answers.list().length) sender.now();
});
window.addEventListener("load", keepShell);
window.addEventListener("online", () => sender.now());
window.addEventListener("offline", () => showState("No connection. What you answer is kept here and will be sent."));
window.addEventListener("storage", learnFromOthers);
window.addEventListener("pageshow", () => sender.now());

for (const shelf of [answers, notices]) shelf.watch(() => showState());
moveOldLists();
showState();
