// No answer is lost: each is written down in this browser before it is sent, and let go when the server says by its id
// what became of it. What could not be sent is sent again, in order, whenever there is hope.
"use strict";

(() => {
  const QUEUE = "answers-to-send";
  const NOTICES = "answers-not-counted";
  const DRAFT = "draft:";
  const OWN = ["csrfmiddlewaretoken", "client_id", "replaces"]; // of the form, not of the learner
  const SOON = 1000; // until it is said that an answer is still on its way
  const PATIENCE = 10000; // until a request counts as lost
  const PAUSES = [2000, 4000, 8000, 15000, 30000, 60000];

  const LOST = "Not saved: no connection. Your answer is kept here and will be sent.";
  const SLOW = "Not saved yet: the connection is slow. Your answer is kept here and is being sent.";
  const FAILED = "Not saved yet: the server could not take it. Your answer is kept here and will be sent again.";
  const ELSEWHERE = "Not saved: this quiz is not open in this browser any more. Your answer is kept here. Sign in again in another tab; then it will be sent.";
  const UNREADABLE = "could not be read. Open the question and answer it again.";

  // What is kept. A browser that keeps nothing (private windows of some) still keeps it for as long as the tab is open.
  const memory = {};

  function kept(name) {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "[]");
    } catch {
      return memory[name] ?? [];
    }
  }

  function keep(name, list) {
    memory[name] = list;
    try {
      localStorage.setItem(name, JSON.stringify(list));
    } catch {}
    showState();
  }

  function put(entry) {
    keep(QUEUE, [...kept(QUEUE).filter((other) => other.id !== entry.id), entry]);
  }

  function change(id, fields) {
    keep(QUEUE, kept(QUEUE).map((entry) => (entry.id === id ? { ...entry, ...fields } : entry)));
  }

  function letGo(id) {
    keep(QUEUE, kept(QUEUE).filter((entry) => entry.id !== id));
  }

  function isWaiting(entry) {
    return entry.state === "waiting" || Date.now() - entry.since > PATIENCE + SOON;
  }

  // The form on this page

  function answerForm() {
    return document.getElementById("answer");
  }

  function isExam() {
    return Boolean(document.querySelector("#quiz-bar.exam-bar"));
  }

  function chosen(form) {
    return [...new FormData(form)].filter(([name]) => !OWN.includes(name)).map(([name, value]) => [name, String(value)]);
  }

  function entryOf(form) {
    const { client_id: id, replaces } = form.elements;
    const fields = [["client_id", id.value], ["replaces", replaces?.value ?? ""], ...chosen(form)];
    const address = new URL(form.action).pathname;
    return { id: id.value, address, fields, words: wordsOf(form), state: "sending", since: Date.now() };
  }

  // What was chosen, as the page words it: an answer that does not count stays readable.
  function wordsOf(form) {
    const options = [...form.querySelectorAll("input:checked")].map((input) => input.labels[0]?.textContent);
    const lists = [...form.querySelectorAll("select")].map((select) => select.value && select.selectedOptions[0].textContent);
    const texts = [...form.querySelectorAll("input[type=text]")].map((input) => input.value);
    return [...options, ...lists, ...texts].map((words) => words?.trim()).filter(Boolean).join(", ");
  }

  function titleOf(entry) {
    const position = /\/(\d+)\/$/.exec(entry.address);
    return position ? `Question ${position[1]}` : "The case of the day";
  }

  // In an exam an answer may be changed before it is sent: each change is an answer of its own, in the place of the last.
  function renew(form, entry) {
    if (!isExam()) return;
    form.elements.replaces.value = entry.id;
    form.elements.client_id.value = newId();
  }

  // randomUUID is there on secure pages only.
  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  function say(words) {
    const place = document.getElementById("not-saved");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
    const saved = document.getElementById("saved");
    if (saved && words) saved.textContent = "Not saved";
  }

  // Sending, as htmx does it

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt === answerForm()) event.detail.timeout = PATIENCE;
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = answerForm();
    if (!form || event.detail.elt !== form) return;
    const entry = entryOf(form);
    put(entry);
    say("");
    const slow = window.setTimeout(() => say(SLOW), SOON);
    event.detail.xhr.addEventListener("loadend", () => {
      window.clearTimeout(slow);
      settle(form, entry, event.detail.xhr);
    });
  });

  function settle(form, entry, request) {
    if (request.status === 409 || (request.status >= 200 && request.status < 400 && isOurs(request))) {
      letGo(entry.id);
      forgetDraft(entry.address);
      return;
    }
    change(entry.id, { state: "waiting" });
    unsent.set(entry.id, entry);
    renew(form, entry);
    say({ 0: LOST, 404: ELSEWHERE }[request.status] ?? FAILED);
    tries = 0;
    later();
  }

  function isOurs(request) {
    return request.getResponseHeader("HX-Redirect") !== null || request.responseText.includes('id="panel"');
  }

  // Answers of this page that another tab may send for it
  const unsent = new Map();

  function learnFromOthers() {
    const waiting = kept(QUEUE);
    const refused = kept(NOTICES);
    for (const [id, entry] of unsent) {
      if (waiting.some((other) => other.id === id)) continue;
      unsent.delete(id);
      if (!refused.some((other) => other.id === id)) showStored(entry);
    }
    if (waiting.length && !timer) later();
    showState();
  }

  // Sending again

  let tries = 0;
  let timer = 0;

  function later() {
    window.clearTimeout(timer);
    if (!kept(QUEUE).length) return;
    timer = window.setTimeout(sendAll, PAUSES[Math.min(tries, PAUSES.length - 1)]);
    tries += 1;
  }

  function now() {
    tries = 0;
    sendAll();
  }

  // One tab sends at a time; two would do no harm, as an answer that comes twice is one. A tab that cannot have its turn
  // looks again later: the other may be closed in the middle.
  function sendAll() {
    timer = 0;
    if (!navigator.locks) return drain();
    return navigator.locks.request("sending-answers", { ifAvailable: true }, (lock) => (lock ? drain() : later()));
  }

  async function drain() {
    const before = kept(QUEUE).length;
    for (const entry of kept(QUEUE).filter(isWaiting)) {
      const isReached = await send(entry);
      if (!isReached) break;
    }
    if (before && !kept(QUEUE).length) showState("All answers are sent.");
    later();
  }

  // True if the server was reached: then the next answer has a chance too.
  async function send(entry) {
    try {
      let response = await post(entry, document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? (await freshToken(entry)));
      if (response.status === 403) response = await post(entry, await freshToken(entry));
      return await acknowledge(entry, response);
    } catch {
      return false;
    }
  }

  function post(entry, token) {
    const body = new URLSearchParams([...entry.fields, ["csrfmiddlewaretoken", token]]);
    const headers = { Accept: "application/json" };
    return fetch(entry.address, { method: "POST", body, headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  }

  // Where the page is gone its answer has nowhere to go, and is held until it has or is discarded.
  async function freshToken(entry) {
    const response = await fetch(entry.address, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.status === 404) change(entry.id, { held: true });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  async function acknowledge(entry, response) {
    if (response.status === 404) {
      change(entry.id, { held: true });
      return true;
    }
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return false;
    const said = await response.json();
    if (said.client_id !== entry.id) return false;
    if (said.state === "unreadable") keepNotice(entry, UNREADABLE);
    if (said.state === "refused") keepNotice(entry, said.reason);
    letGo(entry.id);
    unsent.delete(entry.id);
    forgetDraft(entry.address);
    if (said.state === "stored") showStored(entry);
    return true;
  }

  // The page that still shows the form of an answer that has arrived goes on as if it had arrived at once.
  function showStored(entry) {
    const form = answerForm();
    if (!form || new URL(form.action).pathname !== entry.address) return;
    if (isExam()) return showSaved(form, entry);
    window.location.assign(`${entry.address}#feedback`);
    if (window.location.pathname === entry.address) window.location.reload();
  }

  function showSaved(form, entry) {
    const { replaces } = form.elements;
    if (!kept(QUEUE).some((other) => other.id === replaces.value)) replaces.value = entry.id;
    say("");
    const saved = document.getElementById("saved");
    const time = new Date().toLocaleTimeString("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    if (saved) saved.textContent = `Saved ${time}`;
  }

  // What the page says of the queue

  function showState(said = "") {
    const place = stateLine();
    const waiting = kept(QUEUE).filter((entry) => entry.state === "waiting" && !entry.held);
    const count = waiting.length === 1 ? "One answer is" : `${waiting.length} answers are`;
    const words = waiting.length ? `${count} kept here and will be sent.` : said;
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("queue--empty", !words);
    showNotices();
  }

  function stateLine() {
    let place = document.getElementById("queue");
    if (!place) {
      place = Object.assign(document.createElement("p"), { id: "queue", className: "queue queue--empty" });
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    return place;
  }

  function keepNotice(entry, reason) {
    keep(NOTICES, [...kept(NOTICES), { id: entry.id, address: entry.address, title: titleOf(entry), words: entry.words, reason }]);
  }

  function showNotices() {
    const place = document.getElementById("messages");
    if (!place) return;
    const held = kept(QUEUE).filter((entry) => entry.held);
    const notices = [...kept(NOTICES), ...held.map((entry) => ({ ...entry, title: titleOf(entry), isHeld: true }))];
    for (const shown of place.querySelectorAll("[data-notice]")) {
      if (!notices.some((notice) => notice.id === shown.dataset.notice)) shown.remove();
    }
    for (const notice of notices) {
      if (!place.querySelector(`[data-notice="${notice.id}"]`)) place.append(printNotice(notice));
    }
  }

  function printNotice({ id, address, title, words, reason, isHeld }) {
    const place = Object.assign(document.createElement("div"), { className: "message message--warning" });
    place.dataset.notice = id;
    const link = Object.assign(document.createElement("a"), { href: address, textContent: title });
    const why = isHeld ? ELSEWHERE : `An answer that was sent later did not count. ${reason}`;
    const text = Object.assign(document.createElement("p"), { textContent: `: ${why} What you chose: ${words}.` });
    text.prepend(link);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button" });
    button.textContent = isHeld ? "Discard this answer" : "Dismiss";
    button.addEventListener("click", () => (isHeld ? letGo(id) : keep(NOTICES, kept(NOTICES).filter((notice) => notice.id !== id))));
    place.append(text, button);
    return place;
  }

  // Choices that were not sent yet outlive a reload of their tab.

  function keepDraft(event) {
    const form = event.target.closest?.("#answer");
    if (!form) return;
    try {
      sessionStorage.setItem(DRAFT + new URL(form.action).pathname, JSON.stringify(chosen(form)));
    } catch {}
  }

  function forgetDraft(address) {
    try {
      sessionStorage.removeItem(DRAFT + address);
    } catch {}
  }

  function restoreDraft() {
    const form = answerForm();
    if (!form || form.querySelector(".errors")) return;
    let draft = null;
    try {
      draft = JSON.parse(sessionStorage.getItem(DRAFT + new URL(form.action).pathname));
    } catch {}
    if (draft) fill(form, draft);
  }

  function fill(form, draft) {
    for (const input of form.querySelectorAll("input, select, textarea")) {
      if (!input.name || OWN.includes(input.name)) continue;
      const values = draft.filter(([name]) => name === input.name).map(([, value]) => value);
      const before = input.type === "radio" || input.type === "checkbox" ? input.checked : input.value;
      if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
      else if (values.length) input.value = values[0];
      const after = input.type === "radio" || input.type === "checkbox" ? input.checked : input.value;
      if (before !== after) input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  document.addEventListener("change", keepDraft);
  document.addEventListener("input", keepDraft);
  document.addEventListener("DOMContentLoaded", restoreDraft);

  // A question may be the last before a tunnel: from then on a page that cannot be fetched says so in the site's own words.
  function keepShell() {
    if (answerForm()) navigator.serviceWorker?.register(document.body.dataset.worker, { scope: "/" }).catch(() => {});
  }

  window.addEventListener("load", keepShell);
  window.addEventListener("online", now);
  window.addEventListener("offline", () => showState("No connection. What you answer is kept here and will be sent."));
  window.addEventListener("storage", learnFromOthers);
  window.addEventListener("pageshow", now);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && kept(QUEUE).length && now());
  showState();

  // For the questions that were taken along: their answers go the same way.
  window.answers = {
    newId,
    put(form) {
      put({ ...entryOf(form), state: "waiting" });
      forgetDraft(new URL(form.action).pathname);
      now();
    },
  };
})();
