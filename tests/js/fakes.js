// The browser as far as the scripts use it: storage, clock, network, locks, a page. Nothing of our own is replaced.

import { webcrypto } from "node:crypto";
import { setImmediate as pause } from "node:timers/promises";
import { JSDOM, VirtualConsole } from "jsdom";

export const ORIGIN = "http://neuroquiz.example";

export class FakeStorage {
  isFull = false;
  #kept = new Map();

  get length() {
    return this.#kept.size;
  }

  key(index) {
    return [...this.#kept.keys()][index] ?? null;
  }

  getItem(name) {
    return this.#kept.get(name) ?? null;
  }

  setItem(name, text) {
    if (this.isFull) throw new Error("QuotaExceededError");
    this.#kept.set(name, text);
  }

  removeItem(name) {
    this.#kept.delete(name);
  }
}

// A browser that keeps nothing refuses even to be asked.
export function forbidStorage() {
  for (const name of ["localStorage", "sessionStorage"]) {
    const refuse = () => {
      throw new Error("SecurityError");
    };
    Object.defineProperty(globalThis, name, { get: refuse, configurable: true });
  }
}

export class FakeClock {
  time = Date.UTC(2026, 11, 1, 12);
  #timers = new Map();
  #last = 0;

  constructor() {
    put("setTimeout", (action, after) => {
      this.#last += 1;
      this.#timers.set(this.#last, { at: this.time + after, action });
      return this.#last;
    });
    put("clearTimeout", (id) => this.#timers.delete(id));
    Date.now = () => this.time;
  }

  // Milliseconds until each thing that is still to come.
  get pauses() {
    return [...this.#timers.values()].map(({ at }) => at - this.time);
  }

  async pass(milliseconds) {
    const end = this.time + milliseconds;
    for (let turn = 0; ; turn += 1) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, one], [, other]) => one.at - other.at);
      if (!due.length) break;
      if (turn > 100) throw new Error("the timers never come to rest");
      const [id, { at, action }] = due[0];
      this.#timers.delete(id);
      this.time = at;
      action();
      await settled();
    }
    this.time = end;
    await settled();
  }
}

// The server, or whatever else answers; `reply` gives a status, a body and a type, or nothing where there is no network.
export class FakeServer {
  requests = [];
  reply = stored;

  constructor() {
    put("fetch", async (address, { method = "GET", body, headers, redirect, signal } = {}) => {
      const request = { address, method, headers, redirect, signal, fields: body && Object.fromEntries(body) };
      this.requests.push(request);
      const said = await this.reply(request);
      if (!said) throw new TypeError("Failed to fetch");
      return new Response(said.body, { status: said.status ?? 200, headers: { "Content-Type": said.type ?? "text/html" } });
    });
  }

  get sent() {
    return this.requests.filter(({ method }) => method === "POST").map(({ fields }) => fields.client_id);
  }
}

export function acknowledged(said, status = 200) {
  return { status, body: JSON.stringify(said), type: "application/json" };
}

export function stored({ fields }) {
  return acknowledged({ client_id: fields.client_id, state: "stored" });
}

export function noNetwork() {
  return null;
}

// One tab holds a name at a time.
export class FakeLocks {
  held = new Set();

  async request(name, { ifAvailable }, action) {
    if (this.held.has(name)) return ifAvailable ? action(null) : undefined;
    this.held.add(name);
    try {
      return await action({ name });
    } finally {
      this.held.delete(name);
    }
  }
}

// A page at an address, with an empty store of its own and nothing that runs.
export function openPage(html = "", address = "/practice/") {
  const virtualConsole = new VirtualConsole().on("jsdomError", fail);
  const { window } = new JSDOM(`<!doctype html><body data-worker="/sw.js">${html}</body>`, { url: ORIGIN + address, virtualConsole });
  const went = [];
  const location = {
    pathname: address,
    assign: (to) => went.push(`to ${to}`),
    reload: () => went.push("reload"),
  };
  put("window", { location, addEventListener: window.addEventListener.bind(window) });
  for (const name of ["document", "DOMParser", "FormData", "Event", "CustomEvent"]) put(name, window[name]);
  put("localStorage", new FakeStorage());
  put("sessionStorage", new FakeStorage());
  put("navigator", { locks: new FakeLocks() });
  put("crypto", webcrypto);
  return { window, document: window.document, went, clock: new FakeClock(), server: new FakeServer() };
}

// What a listener throws is a fault of the test that runs.
function fail({ detail }) {
  queueMicrotask(() => {
    throw detail;
  });
}

export function put(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

// Until all that is under way and needs no clock is done.
export async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await pause();
}
