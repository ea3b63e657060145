// What the page says of answers that are not with the server.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { keepNotice, say, saySaved, showState } from "../../static/js/queue/notices.js";
import { answers, notices } from "../../static/js/queue/store.js";
import { openPage } from "./fakes.js";

const PAGE = '<p id="saved">Saved 12:00</p><p id="not-saved" hidden></p><div id="messages"><p>Welcome.</p></div>';
const ELSEWHERE =
  "Not saved: this quiz is not open in this browser any more. Your answer is kept here. " +
  "Sign in again in another tab; then it will be sent.";

let document;

beforeEach(() => {
  ({ document } = openPage(PAGE));
});

function entry(id, fields = {}) {
  answers.put({ id, address: `/quiz/1/${id}/`, words: "Muscle, Left", state: "waiting", ...fields });
}

function state() {
  return document.getElementById("queue");
}

function shown() {
  return [...document.querySelectorAll("[data-notice]")];
}

function press(notice) {
  notice.querySelector("button").click();
  showState();
}

// Beside the button

test("what is not saved is said beside the button, and the page does not claim that it is", () => {
  say("Not saved: no connection.");
  assert.equal(document.getElementById("not-saved").textContent, "Not saved: no connection.");
  assert.equal(document.getElementById("not-saved").hidden, false);
  assert.equal(document.getElementById("saved").textContent, "Not saved");
});

test("nothing to say hides the place and leaves what is saved alone", () => {
  say("Not saved: no connection.");
  saySaved("Saved 12:01");
  say("");
  assert.equal(document.getElementById("not-saved").hidden, true);
  assert.equal(document.getElementById("not-saved").textContent, "");
  assert.equal(document.getElementById("saved").textContent, "Saved 12:01");
});

test("a page without these places is left as it is", () => {
  document.getElementById("not-saved").remove();
  say("Not saved: no connection.");
  assert.equal(document.getElementById("saved").textContent, "Saved 12:00");
  document.body.replaceChildren();
  saySaved("Saved 12:01");
  assert.equal(document.body.textContent, "");
});

// At the foot

test("the answers that wait are counted", () => {
  entry("1");
  showState();
  assert.equal(state().textContent, "One answer is kept here and will be sent.");
  entry("2");
  entry("3", { state: "sending" });
  entry("4", { held: true });
  showState();
  assert.equal(state().textContent, "2 answers are kept here and will be sent.");
  assert.equal(state().className, "queue");
});

test("with none waiting something else may be said, or nothing", () => {
  showState("All answers are sent.");
  assert.equal(state().textContent, "All answers are sent.");
  assert.equal(state().classList.contains("queue--empty"), false);
  showState();
  assert.equal(state().textContent, "");
  assert.equal(state().className, "queue queue--empty");
  entry("1");
  showState("All answers are sent.");
  assert.equal(state().textContent, "One answer is kept here and will be sent.");
});

test("a screen reader is told, once, in one place", () => {
  entry("1");
  showState();
  const words = state().firstChild;
  showState();
  assert.equal(state().firstChild, words);
  assert.equal(document.querySelectorAll("#queue").length, 1);
  assert.equal(state().getAttribute("role"), "status");
  assert.equal(state().parentElement, document.body);
});

// Above the content

test("an answer that did not count is shown with its reason and its words, until it is dismissed", () => {
  keepNotice({ id: "3", address: "/quiz/1/3/", words: "Muscle, Left", state: "waiting" }, "The first one counts.");
  showState();
  const [notice] = shown();
  assert.equal(notice.className, "message message--warning");
  assert.equal(
    notice.querySelector("p").textContent,
    "Question 3: An answer that was sent later did not count. The first one counts. What you chose: Muscle, Left.",
  );
  assert.equal(notice.querySelector("a").getAttribute("href"), "/quiz/1/3/");
  assert.equal(notice.querySelector("button").textContent, "Dismiss");
  assert.equal(notice.querySelector("button").type, "button");
  assert.equal(notice.querySelector("button").className, "link-button");
  press(notice);
  assert.deepEqual([shown(), notices.list()], [[], []]);
  assert.equal(document.getElementById("messages").textContent, "Welcome.");
});

test("an answer whose page is gone is shown until it is discarded, and then it is gone", () => {
  entry("12", { held: true });
  entry("2");
  showState();
  const [notice] = shown();
  assert.equal(notice.querySelector("p").textContent, `Question 12: ${ELSEWHERE} What you chose: Muscle, Left.`);
  assert.equal(notice.querySelector("button").textContent, "Discard this answer");
  press(notice);
  assert.deepEqual(shown(), []);
  assert.deepEqual(answers.list().map(({ id }) => id), ["2"]);
});

test("the case of the day is called that", () => {
  keepNotice({ id: "1", address: "/today/2026-12-01/", words: "Left" }, "It came second.");
  showState();
  assert.equal(shown()[0].querySelector("a").textContent, "The case of the day");
});

test("each notice is shown once, and stays the same while others come and go", () => {
  keepNotice({ id: "1", address: "/quiz/1/1/", words: "Left" }, "One.");
  showState();
  const [first] = shown();
  keepNotice({ id: "2", address: "/quiz/1/2/", words: "Left" }, "Two.");
  showState();
  assert.equal(shown().length, 2);
  assert.equal(shown()[0], first);
  press(shown()[1]);
  assert.deepEqual(shown(), [first]);
});

test("an answer that was held and is refused when its page is back says so, and can be dismissed", () => {
  entry("1", { held: true });
  showState();
  keepNotice(answers.get("1"), "The first one counts.");
  answers.drop("1");
  showState();
  assert.equal(shown().length, 1);
  assert.match(shown()[0].textContent, /The first one counts/);
  press(shown()[0]);
  assert.deepEqual(shown(), []);
});

test("a page without a place for messages shows none", () => {
  document.getElementById("messages").remove();
  entry("1", { held: true });
  showState();
  assert.deepEqual(shown(), []);
});
