// Choices that were not sent yet outlive a reload.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forgetDraft, keepDraft, restoreDraft } from "../../static/js/queue/drafts.js";
import { forbidStorage, openPage } from "./fakes.js";

const FORM = `
  <form id="answer" action="/quiz/1/1/">
    <input type="hidden" name="csrfmiddlewaretoken" value="one"><input type="hidden" name="client_id" value="a">
    <input type="hidden" name="replaces" value="r">
    <label>UMN <input type="radio" name="motor_class" value="UMN"></label>
    <label>LMN <input type="radio" name="motor_class" value="LMN"></label>
    <label>Weak <input type="checkbox" name="finding" value="weak"></label>
    <label>Numb <input type="checkbox" name="finding" value="numb"></label>
    <select name="level"><option value="">-</option><option value="pons">Pons</option></select>
    <input type="text" name="site"><textarea name="note"></textarea><input id="nameless" type="checkbox" checked>
  </form>`;

let changed, document;

beforeEach(() => {
  ({ document } = openPage());
  reload();
  document.addEventListener("change", (event) => changed.push(event.target.name));
});

function reload(html = FORM) {
  document.body.innerHTML = html;
  changed = [];
}

function form() {
  return document.getElementById("answer");
}

function field(selector) {
  return form().querySelector(selector);
}

function choose() {
  field("[value=LMN]").checked = true;
  field("[value=numb]").checked = true;
  field("[name=level]").value = "pons";
  field("[name=site]").value = "right C6 root";
  field("[name=note]").value = "so be it";
}

test("every kind of choice comes back, and each is told of once", () => {
  choose();
  keepDraft(form());
  reload();
  restoreDraft(form());
  assert.equal(field("[value=LMN]").checked, true);
  assert.equal(field("[value=UMN]").checked, false);
  assert.equal(field("[value=numb]").checked, true);
  assert.equal(field("[value=weak]").checked, false);
  assert.equal(field("[name=level]").value, "pons");
  assert.equal(field("[name=site]").value, "right C6 root");
  assert.equal(field("[name=note]").value, "so be it");
  assert.deepEqual(changed, ["motor_class", "finding", "level", "site", "note"]);
});

test("an option that was taken back stays so, and what is as it was is not told of", () => {
  keepDraft(form());
  reload(FORM.replace('value="weak"', 'value="weak" checked'));
  restoreDraft(form());
  assert.equal(field("[value=weak]").checked, false);
  assert.deepEqual(changed, ["finding"]);
});

test("what the form has of its own is neither kept nor filled in", () => {
  choose();
  keepDraft(form());
  reload(FORM.replace('value="a"', 'value="b"').replace('value="one"', 'value="two"').replace('value="r"', 'value="s"'));
  restoreDraft(form());
  assert.deepEqual(["client_id", "csrfmiddlewaretoken", "replaces"].map((name) => form().elements[name].value), ["b", "two", "s"]);
  assert.equal(field("#nameless").checked, true);
  const kept = JSON.parse(sessionStorage.getItem("draft:/quiz/1/1/")).map(([name]) => name);
  assert.deepEqual(kept, ["motor_class", "finding", "level", "site", "note"]);
});

test("a field that the draft does not know stays as it is", () => {
  keepDraft(form());
  reload(FORM.replace("</form>", '<input type="text" name="extra" value="new"></form>'));
  restoreDraft(form());
  assert.equal(field("[name=extra]").value, "new");
});

test("each question has a draft of its own", () => {
  choose();
  keepDraft(form());
  reload(FORM.replace("/quiz/1/1/", "/quiz/1/2/"));
  restoreDraft(form());
  assert.equal(field("[name=site]").value, "");
});

test("a draft that is forgotten does not come back", () => {
  choose();
  keepDraft(form());
  forgetDraft("/quiz/1/1/");
  reload();
  restoreDraft(form());
  assert.equal(field("[name=site]").value, "");
});

test("a form that was refused keeps what the server has filled in", () => {
  choose();
  keepDraft(form());
  reload(FORM.replace("</form>", '<div class="errors"></div></form>'));
  restoreDraft(form());
  assert.equal(field("[name=site]").value, "");
});

test("a draft that cannot be read leaves the form alone", () => {
  for (const text of ["{", "null", "5", '{"site": "pons"}']) {
    sessionStorage.setItem("draft:/quiz/1/1/", text);
    field("[name=site]").value = "mine";
    restoreDraft(form());
    assert.equal(field("[name=site]").value, "mine", text);
  }
});

test("where nothing can be kept the form works all the same", () => {
  forbidStorage();
  keepDraft(form());
  restoreDraft(form());
  forgetDraft("/quiz/1/1/");
  assert.deepEqual(changed, []);
});
