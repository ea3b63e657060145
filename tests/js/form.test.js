// What the queue reads of a form, and the ids that it makes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, answerForm, entryOf, isExam, newId, renew } from "../../static/js/queue/form.js";
import { openPage, ORIGIN, put } from "./fakes.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const BAR = '<div id="quiz-bar" class="exam-bar"></div>';
const FORM = `
  <form id="answer" action="/quiz/1/2/?from=mail#panel">
    <input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden" name="client_id" value="a">
    <label> Muscle <input type="radio" name="motor_class" value="MUSCLE" checked></label>
    <label>Left <input type="radio" name="side" value="L"></label>
    <input type="checkbox" name="bare" value="yes" checked>
    <select name="level"><option value="">Choose</option><option value="pons" selected> Pons </option></select>
    <select name="other"><option value="">Choose one</option></select>
    <input type="text" name="site" value=" right radial nerve "><input type="text" name="empty">
  </form>`;

function open(html) {
  const page = openPage(html);
  return { ...page, form: answerForm() };
}

test("the address of a form is its path", () => {
  const { form } = open(FORM);
  assert.equal(form.action, `${ORIGIN}/quiz/1/2/?from=mail#panel`);
  assert.equal(addressOf(form), "/quiz/1/2/");
});

test("an entry holds what is sent, and in words what was chosen", () => {
  const { form, clock } = open(FORM);
  assert.deepEqual(entryOf(form), {
    id: "a",
    address: "/quiz/1/2/",
    fields: [
      ["client_id", "a"],
      ["replaces", ""],
      ["motor_class", "MUSCLE"],
      ["bare", "yes"],
      ["level", "pons"],
      ["other", ""],
      ["site", " right radial nerve "],
      ["empty", ""],
    ],
    words: "Muscle, Pons, right radial nerve",
    state: "sending",
    since: clock.time,
  });
});

test("an entry of an exam says which answer it replaces", () => {
  const { form } = open(FORM.replace("</form>", '<input type="hidden" name="replaces" value="z"></form>'));
  const { fields } = entryOf(form);
  assert.deepEqual(fields.filter(([name]) => name === "replaces"), [["replaces", "z"]]);
});

test("a page without a question has no form", () => {
  assert.equal(open("<p>Practice</p>").form, null);
});

test("in an exam the next answer is one of its own, in the place of the last", () => {
  const { form } = open(BAR + FORM.replace("</form>", '<input type="hidden" name="replaces" value=""></form>'));
  assert.equal(isExam(), true);
  renew(form, entryOf(form));
  assert.equal(form.elements.replaces.value, "a");
  assert.match(form.elements.client_id.value, UUID);
});

test("in practice the first answer counts, so the form stays the same", () => {
  const { form } = open(BAR.replace("exam-bar", "quiz-bar") + FORM);
  assert.equal(isExam(), false);
  renew(form, entryOf(form));
  assert.equal(form.elements.client_id.value, "a");
});

test("ids are random UUIDs, on pages that are not secure too", () => {
  open("");
  assert.match(newId(), UUID);
  const { crypto } = globalThis;
  put("crypto", { getRandomValues: (bytes) => crypto.getRandomValues(bytes) });
  const made = Array.from({ length: 50 }, newId);
  for (const id of made) assert.match(id, UUID);
  assert.equal(new Set(made).size, 50);
});

test("on pages that are not secure every other bit of an id is drawn", () => {
  open("");
  put("crypto", { getRandomValues: (bytes) => bytes.fill(0xff) });
  assert.equal(newId(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  put("crypto", { getRandomValues: (bytes) => bytes.fill(0) });
  assert.equal(newId(), "00000000-0000-4000-8000-000000000000");
});
