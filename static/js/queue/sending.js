// Sends again, in order and whenever there is hope, what could not be sent at once. An answer is let go only when the
// server names it by its id and says what became of it.

import { forgetDraft } from "./drafts.js";
import { keepNotice, showState } from "./notices.js";
import { answers } from "./store.js";

export const PATIENCE = 10000; // until a request counts as lost
const GRACE = 1000; // for the page that sent it to say so
const PAUSES = [2000, 4000, 8000, 15000, 30000, 60000];
const UNREADABLE = "could not be read. Open the question and answer it again.";
const OUTCOMES = ["stored", "refused", "unreadable"];

export class Sender {
  #tries = 0;
  #timer = 0;
  #whenSettled;

  // `whenSettled` is told each answer that was let go and its outcome, for the page that may still show its form.
  constructor(whenSettled) {
    this.#whenSettled = whenSettled;
  }

  // For an answer that no page is sending.
  take(entry) {
    answers.put({ ...entry, state: "waiting" });
    forgetDraft(entry.address);
    this.now();
  }

  now() {
    this.#tries = 0;
    this.#sendAll();
  }

  soon() {
    this.#tries = 0;
    this.#later();
  }

  // Another tab may have left something.
  goOn() {
    if (!this.#timer) this.#later();
  }

  // After a pause that grows with each try.
  #later() {
    this.#rest();
    if (!answers.list().length) return;
    this.#timer = setTimeout(() => this.#sendAll(), PAUSES[Math.min(this.#tries, PAUSES.length - 1)]);
    this.#tries += 1;
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  // One tab sends at a time; two would do no harm, as an answer that comes twice is one. A tab that cannot have its turn
  // looks again later: the other may be closed in the middle.
  #sendAll() {
    this.#rest();
    if (!navigator.locks) return this.#drain();
    const drain = (lock) => (lock ? this.#drain() : this.#later());
    return navigator.locks.request("sending-answers", { ifAvailable: true }, drain);
  }

  async #drain() {
    const before = answers.list();
    for (const entry of before.filter(isWaiting)) {
      if (!answers.has(entry.id)) continue;
      const isReached = await this.#send(entry);
      if (!isReached) break;
    }
    if (before.length && !answers.list().length) showState("All answers are sent.");
    this.#later();
  }

  // True if the server was reached: then the next answer has a chance too.
  async #send(entry) {
    try {
      return await this.#acknowledge(entry, await deliver(entry));
    } catch {
      return false;
    }
  }

  // Where the page is gone its answer has nowhere to go, and is held until it has or is discarded.
  async #acknowledge(entry, response) {
    if (response.status === 404) {
      answers.change(entry.id, { held: true });
      return true;
    }
    const said = await acknowledgmentOf(entry, response);
    if (!said) return false;
    if (said.state === "unreadable") keepNotice(entry, UNREADABLE);
    if (said.state === "refused") keepNotice(entry, said.reason);
    answers.drop(entry.id);
    forgetDraft(entry.address);
    this.#whenSettled(entry, said.state);
    return true;
  }
}

// The page that sends an answer says what became of it, unless it was closed; a clock may have been put back meanwhile.
function isWaiting(entry) {
  return entry.state === "waiting" || Math.abs(Date.now() - entry.since) > PATIENCE + GRACE;
}

// What the server says of this answer; null if it is of another, or if it is not the server that speaks.
async function acknowledgmentOf(entry, response) {
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) return null;
  const said = await response.json();
  return said.client_id === entry.id && OUTCOMES.includes(said.state) ? said : null;
}

// With the token of this page; if there is none or it is outdated, with that of the answer's own.
async function deliver(entry) {
  const token = tokenOf(document);
  if (token) {
    const response = await post(entry, token);
    if (response.status !== 403) return response;
  }
  const page = await fetch(entry.address, { signal: AbortSignal.timeout(PATIENCE) });
  if (page.status === 404) return page;
  return post(entry, tokenOf(new DOMParser().parseFromString(await page.text(), "text/html")));
}

function tokenOf(page) {
  return page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function post(entry, token) {
  const body = new URLSearchParams([...entry.fields, ["csrfmiddlewaretoken", token]]);
  const headers = { Accept: "application/json" };
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(entry.address, { method: "POST", body, headers, redirect: "error", signal });
}
