// What was taken along is kept in the browser, and its grading is opened as the server has sealed it.

import assert from "node:assert/strict";
import { createHmac, pbkdf2Sync } from "node:crypto";
import { beforeEach, test } from "node:test";
import { keep, kept, opened } from "../../static/js/packs.js";
import { openPage, put } from "./fakes.js";

beforeEach(() => {
  openPage();
});

// As quizzes/takeaway/packs.py does it
function sealed(said, name) {
  const data = Buffer.from(JSON.stringify(said));
  const key = pbkdf2Sync(name, "neuroquiz pack", 20_000, 32, "sha256");
  const blocks = Array.from({ length: Math.ceil(data.length / 32) }, (_, number) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(number);
    return createHmac("sha256", key).update(counter).digest();
  });
  const stream = Buffer.concat(blocks);
  return Buffer.from(data.map((byte, at) => byte ^ stream[at])).toString("base64");
}

// One database with one store, as IndexedDB gives it.
function fakeDatabase() {
  const stores = new Map();
  const asked = (result, before) => {
    const request = { result };
    setImmediate(() => {
      if (before) request.onupgradeneeded?.();
      request.onsuccess();
    });
    return request;
  };
  const store = (name) => ({
    put: (value, key) => asked(void stores.get(name).set(key, structuredClone(value))),
    get: (key) => asked(stores.get(name).get(key)),
  });
  const database = {
    createObjectStore: (name) => stores.set(name, new Map()),
    transaction: () => ({ objectStore: store }),
  };
  return { open: () => asked(database, !stores.size) };
}

test("a grading is opened with the name that it was sealed under, whatever its length", async () => {
  for (const length of [0, 1, 20, 21, 200]) {
    const said = { words: "ä".repeat(length) };
    assert.deepEqual(await opened(sealed(said, "pack:3"), "pack:3"), said);
  }
});

test("a grading is not opened under another name", async () => {
  await assert.rejects(opened(sealed({ words: "right C6 root" }, "pack:3"), "pack:4"));
});

test("the last pack that was taken is the one that is kept", async () => {
  put("indexedDB", fakeDatabase());
  assert.equal(await kept(), undefined);
  await keep({ id: "one", answered: {} });
  await keep({ id: "two", answered: { 1: true } });
  assert.deepEqual(await kept(), { id: "two", answered: { 1: true } });
});

test("a browser that does not let us keep a pack says so", async () => {
  const refuse = () => {
    const request = { error: new Error("SecurityError") };
    setImmediate(() => request.onerror());
    return request;
  };
  put("indexedDB", { open: refuse });
  await assert.rejects(keep({ id: "one" }), /SecurityError/);
});
