// What the page says of answers that are not with the server: beside the button, at the foot, and above the content.

import { answers, notices } from "./store.js";

export const LOST = "Not saved: no connection. Your answer is kept here and will be sent.";
export const SLOW = "Not saved yet: the connection is slow. Your answer is kept here and is being sent.";
export const FAILED = "Not saved yet: the server could not take it. Your answer is kept here and will be sent again.";
export const ELSEWHERE =
  "Not saved: this quiz is not open in this browser any more. Your answer is kept here. " +
  "Sign in again in another tab; then it will be sent.";

// Beside the button

export function say(words) {
  const place = document.getElementById("not-saved");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
  if (words) saySaved("Not saved");
}

export function saySaved(words) {
  const place = document.getElementById("saved");
  if (place) place.textContent = words;
}

// At the foot

export function showState(said = "") {
  const place = stateLine();
  const waiting = answers.list().filter((entry) => entry.state === "waiting" && !entry.held);
  const count = waiting.length === 1 ? "One answer is" : `${waiting.length} answers are`;
  const words = waiting.length ? `${count} kept here and will be sent.` : said;
  if (place.textContent !== words) place.textContent = words;
  place.classList.toggle("queue--empty", !words);
  showNotices();
}

function stateLine() {
  const place = document.getElementById("queue");
  if (place) return place;
  const made = Object.assign(document.createElement("p"), { id: "queue", className: "queue queue--empty" });
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

// Above the content: answers that did not count, and those whose page is gone, each until it is dismissed or discarded

export function keepNotice({ id, address, words }, reason) {
  notices.put({ id, address, words, reason });
}

function showNotices() {
  const place = document.getElementById("messages");
  if (!place) return;
  const held = answers.list().filter((entry) => entry.held);
  const wanted = [...notices.list(), ...held];
  for (const shown of place.querySelectorAll("[data-notice]")) {
    if (!wanted.some((notice) => nameOf(notice) === shown.dataset.notice)) shown.remove();
  }
  for (const notice of wanted) {
    if (!place.querySelector(`[data-notice="${nameOf(notice)}"]`)) place.append(printNotice(notice));
  }
}

// An answer that was held may be refused when its page is back: then another notice is due.
function nameOf({ id, held }) {
  return held ? `held ${id}` : id;
}

function printNotice(notice) {
  const { address, words, reason, held: isHeld } = notice;
  const place = Object.assign(document.createElement("div"), { className: "message message--warning" });
  place.dataset.notice = nameOf(notice);
  const link = Object.assign(document.createElement("a"), { href: address, textContent: titleOf(address) });
  const why = isHeld ? ELSEWHERE : `An answer that was sent later did not count. ${reason}`;
  const text = Object.assign(document.createElement("p"), { textContent: `: ${why} What you chose: ${words}.` });
  text.prepend(link);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button" });
  button.textContent = isHeld ? "Discard this answer" : "Dismiss";
  button.addEventListener("click", () => (isHeld ? answers : notices).drop(notice.id));
  place.append(text, button);
  return place;
}

function titleOf(address) {
  const position = /\/(\d+)\/$/.exec(address);
  return position ? `Question ${position[1]}` : "The case of the day";
}
