// What is kept until it is settled: nothing is lost between two tabs, in a full store, or from an older list.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { answers, moveOldLists, notices, Shelf } from "../../static/js/queue/store.js";
import { FakeStorage, forbidStorage, put } from "./fakes.js";

let shelf;

beforeEach(() => {
  put("localStorage", new FakeStorage());
  shelf = new Shelf("answer:");
});

function ids(one = shelf) {
  return one.list().map(({ id }) => id);
}

test("what is put is there after a reload", () => {
  shelf.put({ id: "a", words: "Muscle" });
  const reloaded = new Shelf("answer:");
  assert.equal(reloaded.get("a").words, "Muscle");
  assert.equal(reloaded.has("a"), true);
  assert.equal(reloaded.has("b"), false);
  assert.equal(reloaded.get("b"), null);
});

test("the order is that of putting, not of the names", () => {
  for (const id of ["c", "a", "b"]) shelf.put({ id });
  assert.deepEqual(ids(), ["c", "a", "b"]);
  assert.deepEqual(ids(new Shelf("answer:")), ["c", "a", "b"]);
});

test("what is put again goes to the end", () => {
  for (const id of ["a", "b", "a"]) shelf.put({ id });
  assert.deepEqual(ids(), ["b", "a"]);
});

test("a change keeps the place and the other fields", () => {
  for (const id of ["a", "b"]) shelf.put({ id, words: id, state: "sending" });
  shelf.change("a", { state: "waiting" });
  assert.deepEqual(
    shelf.list().map(({ id, words, state }) => [id, words, state]),
    [["a", "a", "waiting"], ["b", "b", "sending"]],
  );
});

test("what is dropped is gone, and only that", () => {
  for (const id of ["a", "b"]) shelf.put({ id });
  shelf.drop("a");
  assert.deepEqual(ids(), ["b"]);
  shelf.drop("unknown");
  assert.deepEqual(ids(), ["b"]);
});

test("a change does not bring back what another tab has let go", () => {
  shelf.put({ id: "a" });
  new Shelf("answer:").drop("a");
  shelf.change("a", { state: "waiting" });
  assert.deepEqual(ids(), []);
});

test("a tab that puts between the reading and the writing of another loses nothing and takes nothing", () => {
  const storage = localStorage;
  const other = new Shelf("answer:");
  const { setItem } = FakeStorage.prototype;
  let isOther = false;
  storage.setItem = (name, text) => {
    if (!isOther) {
      isOther = true;
      other.put({ id: "theirs" });
    }
    setItem.call(storage, name, text);
  };
  shelf.put({ id: "ours" });
  assert.deepEqual(ids().sort(), ["ours", "theirs"]);
  assert.deepEqual(ids(other), ids());
});

test("two that were put at once stand in the same order for everybody", () => {
  for (const id of ["b", "a", "c"]) localStorage.setItem(`answer:${id}`, JSON.stringify({ id, order: 1 }));
  assert.deepEqual(ids(), ["a", "b", "c"]);
});

test("what belongs to others is left alone", () => {
  localStorage.setItem("keys", "off");
  notices.put({ id: "n" });
  shelf.put({ id: "a" });
  assert.deepEqual(ids(), ["a"]);
  shelf.drop("a");
  assert.equal(localStorage.getItem("keys"), "off");
  assert.deepEqual(ids(notices), ["n"]);
});

test("what cannot be read hides nothing else", () => {
  shelf.put({ id: "a" });
  localStorage.setItem("answer:broken", "{");
  assert.deepEqual(ids(), ["a"]);
  assert.equal(shelf.has("broken"), false);
});

test("where nothing can be kept it is kept for as long as the tab is open", () => {
  forbidStorage();
  assert.equal(shelf.put({ id: "b" }), false);
  shelf.put({ id: "a" });
  shelf.change("b", { state: "waiting" });
  assert.deepEqual(ids(), ["b", "a"]);
  assert.equal(shelf.get("b").state, "waiting");
  shelf.drop("b");
  assert.deepEqual(ids(), ["a"]);
});

test("in a full store a change counts in this tab, once", () => {
  assert.equal(shelf.put({ id: "a", state: "sending" }), true);
  localStorage.isFull = true;
  shelf.change("a", { state: "waiting" });
  assert.deepEqual(shelf.list().map(({ id, state }) => [id, state]), [["a", "waiting"]]);
  localStorage.isFull = false;
  shelf.change("a", { held: true });
  const [reloaded] = new Shelf("answer:").list();
  assert.deepEqual([reloaded.state, reloaded.held], ["waiting", true]);
  new Shelf("answer:").drop("a");
  assert.deepEqual(ids(), []);
});

test("who watches is told of every change", () => {
  let told = 0;
  shelf.watch(() => (told += 1));
  shelf.put({ id: "a" });
  shelf.change("a", { state: "waiting" });
  shelf.drop("a");
  assert.equal(told, 3);
});

// Browsers that were here before

function keepOldLists() {
  const old = [
    { id: "b", address: "/quiz/1/2/", fields: [["side", "L"]], words: "Left", state: "waiting", since: 1 },
    { id: "a", address: "/quiz/1/1/", fields: [["side", "R"]], words: "Right", state: "sending", since: 2, held: true },
  ];
  localStorage.setItem("answers-to-send", JSON.stringify(old));
  localStorage.setItem("answers-not-counted", JSON.stringify([{ id: "n", address: "/", words: "Left", reason: "Late." }]));
  return old;
}

test("old lists are moved over whole and in order, and go", () => {
  const old = keepOldLists();
  moveOldLists();
  const moved = answers.list().map(({ order, ...entry }) => [order, entry]);
  assert.deepEqual(moved, [[1, old[0]], [2, old[1]]]);
  assert.equal(notices.get("n").reason, "Late.");
  assert.equal(localStorage.getItem("answers-to-send"), null);
  assert.equal(localStorage.getItem("answers-not-counted"), null);
});

test("an old list that a page of before still writes is moved over again, behind what is there", () => {
  answers.put({ id: "c" });
  answers.put({ id: "b", words: "as it was put here" });
  keepOldLists();
  moveOldLists();
  assert.deepEqual(ids(answers), ["c", "b", "a"]);
  assert.equal(answers.get("b").words, "as it was put here");
});

test("an old list stays until all of it is written down", () => {
  keepOldLists();
  localStorage.isFull = true;
  moveOldLists();
  assert.deepEqual(ids(answers), ["b", "a"]);
  assert.equal(JSON.parse(localStorage.getItem("answers-to-send")).length, 2);
  for (const id of ["a", "b"]) answers.drop(id);
  notices.drop("n");
});

test("a list that one answer of could not be written from stays", () => {
  keepOldLists();
  const { setItem } = FakeStorage.prototype;
  localStorage.setItem = (name, text) => {
    if (name === "answer:a") throw new Error("QuotaExceededError");
    setItem.call(localStorage, name, text);
  };
  moveOldLists();
  assert.deepEqual(ids(answers), ["b", "a"]);
  assert.equal(JSON.parse(localStorage.getItem("answers-to-send")).length, 2);
  answers.drop("a");
});

test("an old list that cannot be read is left as it is", () => {
  for (const text of ["[", '{"id": "a"}', "null"]) {
    localStorage.setItem("answers-to-send", text);
    moveOldLists();
    assert.deepEqual(ids(answers), []);
    assert.equal(localStorage.getItem("answers-to-send"), text);
  }
});

test("on an old list what is no answer keeps no answer back", () => {
  localStorage.setItem("answers-to-send", JSON.stringify([null, {}, { id: "a" }]));
  moveOldLists();
  assert.deepEqual(ids(answers), ["a"]);
});

test("where nothing can be kept there is nothing to move", () => {
  forbidStorage();
  moveOldLists();
  assert.deepEqual(answers.list(), []);
});
