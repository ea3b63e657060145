// Sending again: what an acknowledgment is and what is none, in which order, when, and by which tab.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { keepDraft } from "../../static/js/queue/drafts.js";
import { Sender } from "../../static/js/queue/sending.js";
import { answers, notices } from "../../static/js/queue/store.js";
import { acknowledged, forbidStorage, noNetwork, openPage, put, settled, stored } from "./fakes.js";

const TOKEN = '<input name="csrfmiddlewaretoken" value="token of the page">';
const FORM = `<form id="answer" action="/quiz/1/1/">${TOKEN}<input name="site" value="pons"></form>`;

let page, sender, told;

beforeEach(() => {
  page = openPage(FORM);
  told = [];
  sender = new Sender((entry, outcome) => told.push([entry.id, outcome]));
});

function waiting(id, fields = {}) {
  const entry = { id, address: `/quiz/1/${id}/`, fields: [["client_id", id], ["side", "L"]], words: "Left" };
  answers.put({ ...entry, state: "waiting", since: page.clock.time, ...fields });
}

function ids() {
  return answers.list().map(({ id }) => id);
}

async function send() {
  sender.now();
  await settled();
}

// Acknowledgments

test("an answer that is stored is let go, and the page that may show it is told", async () => {
  waiting("1");
  keepDraft(page.document.getElementById("answer"));
  await send();
  assert.deepEqual(ids(), []);
  assert.deepEqual(notices.list(), []);
  assert.deepEqual(told, [["1", "stored"]]);
  assert.equal(sessionStorage.length, 0);
});

test("an answer is sent as it was chosen, in words for a program, with the token of the page", async () => {
  waiting("1");
  await send();
  const [{ address, method, fields, headers, redirect, signal }] = page.server.requests;
  assert.deepEqual([address, method], ["/quiz/1/1/", "POST"]);
  assert.deepEqual(fields, { client_id: "1", side: "L", csrfmiddlewaretoken: "token of the page" });
  assert.deepEqual(headers, { Accept: "application/json" });
  assert.equal(redirect, "error");
  assert.ok(signal instanceof AbortSignal);
});

test("an acknowledgment of another answer's id is not taken", async () => {
  for (const id of ["1", "2"]) waiting(id);
  page.server.reply = () => acknowledged({ client_id: "2", state: "stored" });
  await send();
  assert.deepEqual(ids(), ["1", "2"]);
  assert.deepEqual(told, []);
  assert.deepEqual(page.server.sent, ["1"]);
});

test("an acknowledgment without an id is none", async () => {
  waiting("1");
  page.server.reply = () => acknowledged({ state: "stored" });
  await send();
  assert.deepEqual(ids(), ["1"]);
});

test("an outcome that is not known is none", async () => {
  waiting("1");
  page.server.reply = () => acknowledged({ client_id: "1", state: "queued" });
  await send();
  assert.deepEqual(ids(), ["1"]);
  assert.deepEqual(told, []);
});

test("a page is no acknowledgment, whatever its status", async () => {
  for (const status of [200, 409, 422, 500]) {
    waiting("1");
    page.server.reply = ({ fields }) => ({ ...stored({ fields }), type: "text/html; charset=utf-8", status });
    await send();
    assert.deepEqual(ids(), ["1"], String(status));
  }
  assert.deepEqual(told, []);
});

test("what is called JSON and is none, or says nothing, is no acknowledgment", async () => {
  for (const body of ["<html>", "null", "[]", ""]) {
    waiting("1");
    page.server.reply = () => ({ body, type: "application/json" });
    await send();
    assert.deepEqual(ids(), ["1"], body);
  }
});

test("a reply without a type is no acknowledgment", async () => {
  waiting("1");
  put("fetch", async () => {
    const response = new Response('{"client_id": "1", "state": "stored"}');
    response.headers.delete("Content-Type");
    return response;
  });
  await send();
  assert.deepEqual(ids(), ["1"]);
});

test("a refused answer is let go and stays readable with the reason", async () => {
  waiting("1");
  page.server.reply = () => acknowledged({ client_id: "1", state: "refused", reason: "The first one counts." }, 409);
  await send();
  assert.deepEqual(ids(), []);
  const [{ order, ...notice }] = notices.list();
  assert.equal(order, 1);
  assert.deepEqual(notice, { id: "1", address: "/quiz/1/1/", words: "Left", reason: "The first one counts." });
  assert.deepEqual(told, [["1", "refused"]]);
});

test("an unreadable answer is let go and said to be that", async () => {
  waiting("1");
  page.server.reply = () => acknowledged({ client_id: "1", state: "unreadable" }, 422);
  await send();
  assert.deepEqual(ids(), []);
  assert.match(notices.get("1").reason, /could not be read/);
  assert.deepEqual(told, [["1", "unreadable"]]);
});

// A page that is gone

test("an answer whose page is gone is held, and those behind it are sent", async () => {
  for (const id of ["1", "2"]) waiting(id);
  page.server.reply = (request) => (request.address === "/quiz/1/1/" ? { status: 404, body: "" } : stored(request));
  await send();
  assert.deepEqual(ids(), ["1"]);
  assert.equal(answers.get("1").held, true);
  assert.deepEqual(told, [["2", "stored"]]);
});

test("from a page without a token it is held too, and nothing is posted for it", async () => {
  page.document.body.replaceChildren();
  for (const id of ["1", "2"]) waiting(id);
  page.server.reply = ({ address, method, fields }) => {
    if (address === "/quiz/1/1/") return { status: 404, body: TOKEN };
    return method === "POST" ? stored({ fields }) : { body: TOKEN };
  };
  await send();
  assert.equal(answers.get("1").held, true);
  assert.deepEqual(page.server.sent, ["2"]);
});

test("an answer that was held is sent when its page is back", async () => {
  waiting("1", { held: true });
  await send();
  assert.deepEqual(told, [["1", "stored"]]);
});

// Tokens

test("without a token on the page that of the answer's own page is fetched", async () => {
  page.document.body.replaceChildren();
  waiting("1");
  page.server.reply = ({ method, fields }) => (method === "POST" ? stored({ fields }) : { body: TOKEN.replace("page", "answer") });
  await send();
  assert.deepEqual(page.server.requests.map(({ method, address }) => [method, address]), [["GET", "/quiz/1/1/"], ["POST", "/quiz/1/1/"]]);
  assert.ok(page.server.requests[0].signal instanceof AbortSignal);
  assert.equal(page.server.requests[1].fields.csrfmiddlewaretoken, "token of the answer");
});

test("an outdated token is renewed once", async () => {
  waiting("1");
  page.server.reply = ({ method, fields }) => {
    if (method === "GET") return { body: TOKEN.replace("page", "answer") };
    return fields.csrfmiddlewaretoken === "token of the answer" ? stored({ fields }) : { status: 403, body: "" };
  };
  await send();
  assert.deepEqual(told, [["1", "stored"]]);
  waiting("2");
  page.server.reply = ({ method }) => (method === "GET" ? { body: "no token here" } : { status: 403, body: "" });
  await send();
  assert.deepEqual(ids(), ["2"]);
  assert.deepEqual(page.server.sent, ["1", "1", "2", "2"]);
});

// Order and time

test("answers are sent in the order in which they were given", async () => {
  for (const id of ["3", "1", "2"]) waiting(id);
  await send();
  assert.deepEqual(page.server.sent, ["3", "1", "2"]);
  assert.equal(page.document.getElementById("queue").textContent, "All answers are sent.");
});

test("the first that does not reach the server ends the try", async () => {
  for (const id of ["1", "2"]) waiting(id);
  page.server.reply = noNetwork;
  await send();
  assert.deepEqual(page.server.sent, ["1"]);
  assert.deepEqual(ids(), ["1", "2"]);
  assert.notEqual(page.document.getElementById("queue")?.textContent, "All answers are sent.");
});

test("the pauses between the tries grow up to a minute", async () => {
  waiting("1");
  page.server.reply = noNetwork;
  await send();
  const pauses = [];
  for (let turn = 0; turn < 8; turn += 1) {
    const [pause] = page.clock.pauses;
    pauses.push(pause);
    await page.clock.pass(pause);
  }
  assert.deepEqual(pauses, [2000, 4000, 8000, 15000, 30000, 60000, 60000, 60000]);
  assert.equal(page.server.requests.length, 9);
});

test("new hope begins with the shortest pause, and never with two", async () => {
  waiting("1");
  page.server.reply = noNetwork;
  await send();
  await page.clock.pass(2000);
  assert.deepEqual(page.clock.pauses, [4000]);
  sender.soon();
  assert.deepEqual(page.clock.pauses, [2000]);
  await page.clock.pass(2000);
  assert.deepEqual(page.clock.pauses, [4000]);
  await send();
  assert.deepEqual(page.clock.pauses, [2000]);
});

test("with nothing to send nothing is asked, said or planned", async () => {
  await send();
  sender.soon();
  sender.goOn();
  assert.deepEqual(page.server.requests, []);
  assert.equal(page.document.getElementById("queue"), null);
  assert.deepEqual(page.clock.pauses, []);
});

test("what another tab has left is looked after, without putting off what is planned", async () => {
  page.server.reply = noNetwork;
  waiting("1");
  sender.goOn();
  assert.deepEqual(page.clock.pauses, [2000]);
  await page.clock.pass(500);
  sender.goOn();
  assert.deepEqual(page.clock.pauses, [1500]);
});

test("after all is sent what comes later is looked after again", async () => {
  waiting("1");
  sender.soon();
  answers.drop("1");
  sender.soon();
  waiting("2");
  sender.goOn();
  assert.deepEqual(page.clock.pauses, [2000]);
});

test("an answer that its page is sending is left to it, for eleven seconds", async () => {
  waiting("1", { state: "sending" });
  await page.clock.pass(11_000);
  await send();
  assert.deepEqual(page.server.sent, []);
  await page.clock.pass(1);
  await send();
  assert.deepEqual(page.server.sent, ["1"]);
});

test("a clock that was put back by an hour keeps no answer for an hour", async () => {
  waiting("1", { state: "sending", since: page.clock.time + 3_600_000 });
  await send();
  assert.deepEqual(page.server.sent, ["1"]);
});

test("an answer that is discarded while others are sent is not sent", async () => {
  for (const id of ["1", "2", "3"]) waiting(id);
  page.server.reply = (request) => {
    answers.drop("2");
    return stored(request);
  };
  await send();
  assert.deepEqual(page.server.sent, ["1", "3"]);
});

// Tabs

test("one tab sends at a time, and the other looks again later", async () => {
  waiting("1");
  navigator.locks.held.add("sending-answers");
  await send();
  assert.deepEqual(page.server.sent, []);
  navigator.locks.held.clear();
  await page.clock.pass(2000);
  assert.deepEqual(page.server.sent, ["1"]);
});

test("a browser without locks sends as well", async () => {
  put("navigator", {});
  waiting("1");
  await send();
  assert.deepEqual(told, [["1", "stored"]]);
});

// What was taken along

test("an answer without a page of its own is written down, its draft forgotten, and sent at once", async () => {
  page.server.reply = noNetwork;
  keepDraft(page.document.getElementById("answer"));
  sender.take({ id: "1", address: "/quiz/1/1/", fields: [["client_id", "1"]], words: "", state: "sending", since: page.clock.time });
  assert.equal(answers.get("1").state, "waiting");
  assert.equal(sessionStorage.length, 0);
  await settled();
  assert.deepEqual(page.server.sent, ["1"]);
});

test("in a browser that keeps nothing an answer is sent all the same", async () => {
  forbidStorage();
  waiting("1");
  await send();
  assert.deepEqual(told, [["1", "stored"]]);
  assert.deepEqual(ids(), []);
});
