// The service worker: the shell from its store, the page for when there is no network, and nothing else.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { runInNewContext } from "node:vm";
import { ORIGIN } from "./fakes.js";

const SHELL = { version: "v2", page: "/offline/", files: ["/static/js/queue.js", "/static/css/base.css"] };
const TEMPLATE = readFileSync(new URL("../../templates/quizzes/worker.js", import.meta.url), "utf8");
const SOURCE = TEMPLATE.replace("{{ shell|escapejs }}", JSON.stringify(SHELL).replaceAll('"', "\\u0022"));

let stores, listeners, isOnline, claimed, skipped;

beforeEach(() => {
  stores = new Map();
  listeners = {};
  isOnline = true;
  claimed = skipped = 0;
  const self = {
    addEventListener: (type, listener) => (listeners[type] = listener),
    skipWaiting: async () => (skipped += 1),
    clients: { claim: async () => (claimed += 1) },
    location: { origin: ORIGIN },
  };
  runInNewContext(SOURCE, { self, caches: fakeCaches(), fetch: fakeFetch, Request: FakeRequest, URL, Promise, JSON });
});

class FakeRequest {
  constructor(address, options) {
    Object.assign(this, { address }, options);
  }
}

function fakeCaches() {
  return {
    open: async (name) => {
      if (!stores.has(name)) stores.set(name, new Map());
      const store = stores.get(name);
      return { addAll: async (requests) => requests.forEach((one) => store.set(one.address, `${one.address}, ${one.cache}`)) };
    },
    keys: async () => [...stores.keys()],
    delete: async (name) => stores.delete(name),
    match: async (address) => [...stores.values()].find((store) => store.has(address))?.get(address),
  };
}

async function fakeFetch(request) {
  if (!isOnline) throw new TypeError("Failed to fetch");
  return `fetched ${request.url}`;
}

async function happen(type) {
  let done;
  listeners[type]({ waitUntil: (promise) => (done = promise) });
  await done;
}

async function ask(path, request = {}) {
  let response;
  listeners.fetch({
    request: { method: "GET", mode: "no-cors", url: ORIGIN + path, ...request },
    respondWith: (promise) => (response = promise),
  });
  return response ? await response : "left alone";
}

test("the shell is fetched anew, whole, and at once put in place of the old one", async () => {
  stores.set("shell-v1", new Map());
  stores.set("another", new Map());
  await happen("install");
  assert.deepEqual([...stores.get("shell-v2").values()], [SHELL.page, ...SHELL.files].map((file) => `${file}, reload`));
  assert.equal(skipped, 1);
  await happen("activate");
  assert.deepEqual([...stores.keys()], ["another", "shell-v2"]);
  assert.equal(claimed, 1);
});

test("a page comes from the network, and without one the page for then", async () => {
  await happen("install");
  assert.equal(await ask("/practice/", { mode: "navigate" }), `fetched ${ORIGIN}/practice/`);
  isOnline = false;
  assert.equal(await ask("/practice/", { mode: "navigate" }), "/offline/, reload");
});

test("files of the shell come from the store, and from the network if it was emptied", async () => {
  assert.equal(await ask("/static/js/queue.js"), `fetched ${ORIGIN}/static/js/queue.js`);
  await happen("install");
  assert.equal(await ask("/static/js/queue.js"), "/static/js/queue.js, reload");
});

test("answers, what is asked of others, and all other files are left alone", async () => {
  await happen("install");
  assert.equal(await ask("/quiz/1/1/", { method: "POST", mode: "navigate" }), "left alone");
  assert.equal(await ask("/static/js/queue.js", { url: "http://other.example/static/js/queue.js" }), "left alone");
  assert.equal(await ask("/quiz/1/1/"), "left alone");
});
