// The queue on a page: what htmx sends, what other tabs have done, what the browser says of the network.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { keepDraft } from "../../static/js/queue/drafts.js";
import { answers, notices } from "../../static/js/queue/store.js";
import { acknowledged, forbidStorage, noNetwork, openPage, put, settled } from "./fakes.js";

const ADDRESS = "/quiz/1/2/";
const PANEL = '<section id="panel"></section>';
const MESSAGES = '<div id="messages"></div>';
const FORM = `${MESSAGES}<p id="saved">Saved 11:00</p>
  <form id="answer" action="${ADDRESS}"><input type="hidden" name="csrfmiddlewaretoken" value="token">
  <input type="hidden" name="client_id" value="a"><input type="hidden" name="replaces" value="">
  <label>Left <input type="radio" name="side" value="L" checked></label><input type="text" name="site"></form>
  <p id="not-saved" hidden></p><form id="other"></form>`;
const EXAM = `<div id="quiz-bar" class="exam-bar"></div>${FORM}`;

let page;
let opened = 0;

beforeEach(async () => {
  await open(FORM);
});

// A page as it is loaded: the scripts run, then the browser says that all is there.
async function open(html, address = ADDRESS, prepare = () => {}) {
  page = openPage(html, address);
  prepare();
  opened += 1;
  page.queue = await import(`../../static/js/queue.js?${opened}`);
  page.document.dispatchEvent(new Event("DOMContentLoaded"));
}

function form() {
  return page.document.getElementById("answer");
}

function words(id) {
  return page.document.getElementById(id)?.textContent;
}

function ids() {
  return answers.list().map(({ id }) => id);
}

// What htmx does: it asks others before it sends, and says when it is done.
function submit(element = form()) {
  const xhr = new page.window.EventTarget();
  page.document.dispatchEvent(new CustomEvent("htmx:beforeRequest", { detail: { elt: element, xhr } }));
  return (status, responseText = "", headers = {}) => {
    const getResponseHeader = (name) => headers[name] ?? null;
    Object.assign(xhr, { status, responseText, getResponseHeader });
    xhr.dispatchEvent(new Event("loadend"));
  };
}

function another(action) {
  action();
  page.window.dispatchEvent(new Event("storage"));
}

// Sending

test("an answer is written down before it is sent", () => {
  submit();
  const [{ id, address, state, words: chosen }] = answers.list();
  assert.deepEqual([id, address, state, chosen], ["a", ADDRESS, "sending", "Left"]);
});

test("what htmx sends for others is not the business of the queue", () => {
  const settle = submit(page.document.getElementById("other"));
  settle(0);
  form().remove();
  submit(null);
  assert.deepEqual(ids(), []);
});

test("a request for an answer counts as lost after ten seconds, others as they please", () => {
  for (const [element, timeout] of [[form(), 10_000], [page.document.getElementById("other"), 0]]) {
    const detail = { elt: element, timeout: 0 };
    page.document.dispatchEvent(new CustomEvent("htmx:configRequest", { detail }));
    assert.equal(detail.timeout, timeout);
  }
});

test("an answer that the server took is let go with its draft", () => {
  const ours = [[200, PANEL], [204, "", { "HX-Redirect": "/quiz/1/3/" }], [399, PANEL], [409, PANEL], [409, "Too late", { "X-Answer": "late" }]];
  for (const [status, body, headers] of ours) {
    keepDraft(form());
    submit()(status, body, headers);
    assert.deepEqual(ids(), [], `${status} ${body}`);
    assert.equal(sessionStorage.length, 0);
    assert.equal(words("not-saved"), "");
  }
});

test("an answer that something else took is kept, and its draft too", () => {
  const others = [[200, "Welcome to the inn"], [302, ""], [409, "Conflict"], [403, PANEL], [500, PANEL], [502, ""], [199, PANEL], [400, PANEL]];
  for (const [status, body] of others) {
    keepDraft(form());
    submit()(status, body);
    assert.equal(answers.get("a").state, "waiting", `${status} ${body}`);
    assert.equal(sessionStorage.length, 1);
    assert.match(words("not-saved"), /^Not saved yet: the server could not take it/);
    assert.equal(words("saved"), "Not saved");
  }
});

test("what is wrong is said: no connection, or a page that is not open any more", () => {
  submit()(0);
  assert.match(words("not-saved"), /^Not saved: no connection/);
  submit()(404);
  assert.match(words("not-saved"), /^Not saved: this quiz is not open in this browser any more/);
});

test("a slow connection is said after a second, and not after the answer", async () => {
  const settle = submit();
  await page.clock.pass(999);
  assert.equal(words("not-saved"), "");
  await page.clock.pass(1);
  assert.match(words("not-saved"), /^Not saved yet: the connection is slow/);
  settle(0);
  submit()(200, PANEL);
  assert.equal(words("not-saved"), "");
  await page.clock.pass(1000);
  assert.equal(words("not-saved"), "");
});

test("a lost answer is sent again after two seconds, and the page goes on to its feedback", async () => {
  submit()(0);
  await page.clock.pass(1999);
  assert.deepEqual(page.server.sent, []);
  await page.clock.pass(1);
  assert.deepEqual(page.server.sent, ["a"]);
  assert.deepEqual(ids(), []);
  assert.deepEqual(page.went, [`to ${ADDRESS}#feedback`, "reload"]);
});

test("from another address, as today's case on the home page, it only goes there", async () => {
  await open(FORM, "/");
  submit()(0);
  await page.clock.pass(2000);
  assert.deepEqual(page.went, [`to ${ADDRESS}#feedback`]);
});

test("a page that shows another question or none stays where it is", async () => {
  for (const change of [() => form().setAttribute("action", "/quiz/1/3/"), () => form().removeAttribute("id")]) {
    await open(FORM);
    submit()(0);
    change();
    await page.clock.pass(2000);
    assert.deepEqual(page.went, []);
    assert.deepEqual([ids(), page.server.sent], [[], ["a"]]);
  }
});

test("an answer that is refused later leaves the page where it is", async () => {
  page.server.reply = () => acknowledged({ client_id: "a", state: "refused", reason: "It came second." }, 409);
  submit()(0);
  await page.clock.pass(2000);
  assert.deepEqual(page.went, []);
  assert.match(words("messages"), /It came second/);
  another(() => {});
  assert.deepEqual(page.went, []);
});

// An exam

test("in an exam a change is an answer of its own, in the place of the one that is still here", async () => {
  await open(EXAM);
  submit()(0);
  const { client_id: id, replaces } = form().elements;
  assert.equal(replaces.value, "a");
  assert.notEqual(id.value, "a");
  submit()(0);
  assert.equal(answers.list().length, 2);
  const [, change] = answers.list();
  assert.deepEqual(change.fields.slice(0, 2), [["client_id", change.id], ["replaces", "a"]]);
});

test("in an exam what is sent later is said to be saved, with the time", async () => {
  await open(EXAM);
  submit()(0);
  await page.clock.pass(2000);
  assert.match(words("saved"), /^Saved \d\d:\d\d$/);
  assert.equal(words("not-saved"), "");
  assert.deepEqual(page.went, []);
});

test("the next change replaces what the server has last", async () => {
  await open(EXAM);
  submit()(0);
  submit()(0);
  const [first, second] = ids();
  await page.clock.pass(2000);
  assert.deepEqual(page.server.sent, [first, second]);
  assert.equal(form().elements.replaces.value, second);
});

test("a change that still waits is what the next one replaces", async () => {
  await open(EXAM);
  submit()(0);
  submit()(0);
  const [first, second] = ids();
  another(() => answers.drop(first));
  assert.equal(form().elements.replaces.value, second);
});

test("the one in whose place it stands is replaced even if it was sent by another tab", async () => {
  await open(EXAM);
  submit()(0);
  form().elements.replaces.value = "what the server had before";
  another(() => answers.drop("a"));
  assert.equal(form().elements.replaces.value, "a");
});

// Other tabs

test("an answer that another tab has sent brings the page on", () => {
  submit()(0);
  another(() => {});
  assert.deepEqual(page.went, []);
  another(() => answers.drop("a"));
  assert.deepEqual(page.went, [`to ${ADDRESS}#feedback`, "reload"]);
  another(() => {});
  assert.equal(page.went.length, 2);
});

test("an answer of this page that another tab was told is refused leaves it where it is", () => {
  submit()(0);
  another(() => {
    notices.put({ id: "a", address: ADDRESS, words: "Left", reason: "It came second." });
    answers.drop("a");
  });
  assert.deepEqual(page.went, []);
  assert.match(words("messages"), /It came second/);
});

test("what another tab has put is counted, and looked after should that tab be closed", async () => {
  another(() => answers.put({ id: "z", address: "/quiz/1/9/", fields: [["client_id", "z"]], words: "", state: "waiting", since: 0 }));
  assert.equal(words("queue"), "One answer is kept here and will be sent.");
  await page.clock.pass(2000);
  assert.deepEqual(page.server.sent, ["z"]);
});

test("a tab of before that still keeps its list is listened to", () => {
  another(() => localStorage.setItem("answers-to-send", JSON.stringify([{ id: "old", address: ADDRESS, fields: [], words: "", state: "waiting" }])));
  assert.deepEqual(ids(), ["old"]);
});

// The browser

test("what was kept before is moved over and sent when a page is shown", async () => {
  const old = [{ id: "old", address: "/quiz/1/9/", fields: [["client_id", "old"]], words: "", state: "waiting", since: 0 }];
  await open(FORM, ADDRESS, () => localStorage.setItem("answers-to-send", JSON.stringify(old)));
  assert.equal(words("queue"), "One answer is kept here and will be sent.");
  page.window.dispatchEvent(new Event("pageshow"));
  await settled();
  assert.deepEqual(page.server.sent, ["old"]);
  assert.equal(words("queue"), "All answers are sent.");
});

test("an answer that was discarded here is not asked for", () => {
  answers.put({ id: "h", address: ADDRESS, words: "Left", state: "waiting", held: true });
  page.document.querySelector("[data-notice] button").click();
  assert.deepEqual([ids(), page.document.querySelector("[data-notice]")], [[], null]);
});

test("a notice that is dismissed goes at once", () => {
  notices.put({ id: "n", address: ADDRESS, words: "Left", reason: "It came second." });
  page.document.querySelector("[data-notice] button").click();
  assert.equal(page.document.querySelector("[data-notice]"), null);
});

test("the network that comes back is used at once", async () => {
  page.server.reply = noNetwork;
  submit()(0);
  page.window.dispatchEvent(new Event("offline"));
  assert.equal(words("queue"), "One answer is kept here and will be sent.");
  page.window.dispatchEvent(new Event("online"));
  await settled();
  assert.deepEqual(page.server.sent, ["a"]);
});

test("the network that goes is said, where nothing waits", () => {
  page.window.dispatchEvent(new Event("offline"));
  assert.equal(words("queue"), "No connection. What you answer is kept here and will be sent.");
});

test("a tab that is looked at again sends what waits", async () => {
  const look = (state) => {
    Object.defineProperty(page.document, "visibilityState", { value: state, configurable: true });
    page.document.dispatchEvent(new Event("visibilitychange"));
    return settled();
  };
  let asked = 0;
  navigator.locks.request = async () => (asked += 1);
  await look("visible");
  assert.equal(asked, 0);
  submit()(0);
  await look("hidden");
  assert.equal(asked, 0);
  await look("visible");
  assert.equal(asked, 1);
});

test("what is chosen is kept as a draft and filled in when the page is loaded again", async () => {
  form().elements.site.value = "pons";
  form().elements.site.dispatchEvent(new Event("input", { bubbles: true }));
  const draft = sessionStorage.getItem(`draft:${ADDRESS}`);
  await open(FORM, ADDRESS, () => sessionStorage.setItem(`draft:${ADDRESS}`, draft));
  assert.equal(form().elements.site.value, "pons");
  sessionStorage.removeItem(`draft:${ADDRESS}`);
  form().elements.side.dispatchEvent(new Event("change", { bubbles: true }));
  assert.equal(sessionStorage.length, 1);
});

test("what is filled in elsewhere is no draft", () => {
  page.document.getElementById("other").dispatchEvent(new Event("change", { bubbles: true }));
  page.document.dispatchEvent(new Event("input"));
  assert.equal(sessionStorage.length, 0);
});

test("a page with a question keeps the shell, one without does not", async () => {
  const asked = [];
  const register = async (...given) => asked.push(given);
  put("navigator", { serviceWorker: { register } });
  page.window.dispatchEvent(new Event("load"));
  assert.deepEqual(asked, [["/sw.js", { scope: "/" }]]);
  form().remove();
  page.window.dispatchEvent(new Event("load"));
  assert.equal(asked.length, 1);
});

test("a browser that refuses the shell, or knows none, asks questions all the same", async () => {
  put("navigator", { serviceWorker: { register: () => Promise.reject(new Error("SecurityError")) } });
  page.window.dispatchEvent(new Event("load"));
  await settled();
  put("navigator", {});
  page.window.dispatchEvent(new Event("load"));
});

test("a page without a question works, in a browser that keeps nothing too", async () => {
  await open(MESSAGES, "/practice/", forbidStorage);
  assert.equal(words("queue"), "");
  for (const type of ["pageshow", "storage", "load"]) page.window.dispatchEvent(new Event(type));
  await settled();
  assert.deepEqual(page.server.requests, []);
});
