// The form of a question, as the queue reads it.

const OWN = ["csrfmiddlewaretoken", "client_id", "replaces"]; // of the form, not of the learner

export function answerForm() {
  return document.getElementById("answer");
}

export function addressOf(form) {
  return new URL(form.action).pathname;
}

export function isExam() {
  return Boolean(document.querySelector("#quiz-bar.exam-bar"));
}

export function chosen(form) {
  return [...new FormData(form)].filter(([name]) => !OWN.includes(name)).map(([name, value]) => [name, String(value)]);
}

export function entryOf(form) {
  const { client_id: id, replaces } = form.elements;
  const fields = [["client_id", id.value], ["replaces", replaces?.value ?? ""], ...chosen(form)];
  return { id: id.value, address: addressOf(form), fields, words: wordsOf(form), state: "sending", since: Date.now() };
}

// What was chosen, as the page words it: an answer that does not count stays readable.
function wordsOf(form) {
  const options = [...form.querySelectorAll("input:checked")].map((input) => input.labels[0]?.textContent);
  const lists = [...form.querySelectorAll("select")].map((select) => select.value && select.selectedOptions[0].textContent);
  const texts = [...form.querySelectorAll("input[type=text]")].map((input) => input.value);
  return [...options, ...lists, ...texts].map((words) => words?.trim()).filter(Boolean).join(", ");
}

// In an exam an answer may be changed before it is sent: each change is an answer of its own, in the place of the last.
export function renew(form, entry) {
  if (!isExam()) return;
  form.elements.replaces.value = entry.id;
  form.elements.client_id.value = newId();
}

// randomUUID is there on secure pages only.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
