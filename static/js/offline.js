// Asks the questions that were taken along. Each answer is queued for the server, whose grade counts; what is said here
// at once comes of what was sealed with the question.

import { made } from "./elements.js";
import * as packs from "./packs.js";
import { sender } from "./queue.js";
import { entryOf, newId } from "./queue/form.js";
import { say } from "./queue/notices.js";

const WORDS = { right: "Right", near: "Near", wrong: "Not this", neutral: "Not given" };
const FIELDS = { motor_class: "motor_class", level: "level", side: "side", structure: "site" };
const MISSING = { motor_class: "Choose the motor neuron.", level: "Choose the level of the lesion.", side: "Choose the side of the lesion.", site: "Name the structure." };

const AGAIN = 3000;

const place = document.getElementById("pack");
const page = document.getElementById("pack-question");
const state = document.getElementById("pack-state");
let pack = null;

function parsed(html) {
  const template = made("template", { innerHTML: html });
  return template.content.firstElementChild;
}

function nextOpen(after = 0) {
  const open = pack.questions.filter((question) => !pack.answered[question.position]);
  return open.find((question) => question.position > after) ?? open[0];
}

function sayWhere({ position }) {
  state.textContent = `Question ${position} of ${pack.size}. ${Object.keys(pack.answered).length} answered.`;
}

async function begin() {
  pack = window.crypto?.subtle ? await packs.kept().catch(() => null) : null;
  if (!pack) {
    stand();
    return;
  }
  show(nextOpen());
}

// Without questions to ask: under its own address the page says so; in the place of another it gives way to that one.
function stand() {
  if (window.location.pathname === place.dataset.address) {
    state.textContent = "No questions were taken along in this browser. With a connection, take some on the practice page.";
    return;
  }
  place.querySelector("h1").textContent = "No connection";
  state.textContent = "This page could not be fetched. What you answered is kept. As soon as there is a connection, the page comes back.";
  waitForAnswer();
}

// Whether the browser believes itself online says little: what counts is that the server answers.
async function waitForAnswer() {
  const isBack = await fetch(window.location.href, { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
  if (isBack) window.location.reload();
  else window.setTimeout(waitForAnswer, AGAIN);
}

function show(question) {
  page.replaceChildren();
  if (!question) {
    state.textContent = `All ${pack.size} questions are answered. Their grades are in the results as soon as the answers are sent.`;
    page.append(made("p", {}, made("a", { className: "button", href: `${pack.base}results/`, textContent: "See the results (needs a connection)" })));
    return;
  }
  sayWhere(question);
  const panel = parsed(pack.panels[question.variant]);
  panel.querySelector(".schematic")?.remove(); // the map needs a connection; the lists say the same
  panel.querySelector("#flag")?.remove();
  const form = panel.querySelector("form");
  for (const { name } of [...form.attributes]) if (name.startsWith("hx-")) form.removeAttribute(name);
  form.setAttribute("action", `${pack.base}${question.position}/`);
  form.elements.client_id.value = newId();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    receive(question, form);
  });
  page.append(made("div", { className: "question" }, parsed(question.patient), panel));
}

// The button that was pressed is gone: the focus goes to the next patient, or to the results.
function goOn() {
  const next = page.querySelector(".patient") ?? page.querySelector("a");
  next.tabIndex = next.matches("a") ? 0 : -1;
  next.focus();
}

async function receive(question, form) {
  const given = Object.fromEntries(new FormData(form));
  const missing = Object.keys(MISSING).filter((name) => !given[name] && (name !== "site" || question.variant === "structure"));
  if (missing.length) {
    say(missing.map((name) => MISSING[name]).join(" "));
    return;
  }
  sender.take(entryOf(form));
  pack.answered[question.position] = true;
  await packs.keep(pack);
  const grading = await packs.opened(question.sealed, `${pack.id}:${question.position}`);
  form.closest("section").replaceWith(verdict(question, given, grading));
  document.getElementById("feedback").focus();
  sayWhere(question);
}

function verdict(question, given, grading) {
  const rows = grading.axes.map(({ axis, name, expected }) => {
    const value = given[FIELDS[axis]] ?? "";
    const how = !value ? "neutral" : grading.states[axis][axis === "structure" ? value.trim().toLowerCase() : value] ?? "wrong";
    const words = how === "right" ? "" : `Key: ${expected}`;
    return made("tr", {}, made("th", { scope: "row", textContent: name }), made("td", {}, made("span", { className: `verdict verdict--${how}` }, icon(how), ` ${WORDS[how]}`)), made("td", { textContent: words }));
  });
  const sections = grading.sections.map(([title, sentences]) =>
    made("section", { className: "reasons" }, made("h3", { textContent: title }), ...sentences.map((sentence) => made("p", { textContent: sentence }))));
  const next = made("button", { type: "button", className: "button", textContent: "Next question" });
  next.addEventListener("click", () => {
    show(nextOpen(question.position));
    goOn();
  });
  return made("section", { id: "panel", className: "panel panel--feedback" },
    made("h2", { id: "feedback", tabIndex: -1, textContent: "Your answer is kept" }),
    made("p", { className: "small quiet", textContent: "The marks, with near misses of the structure, come when it is sent." }),
    made("table", { className: "axes" }, made("caption", { className: "visually-hidden", textContent: "Verdict on each part of the answer" }), made("tbody", {}, ...rows)),
    ...sections,
    made("div", { className: "actions" }, next));
}

// As everywhere on the site: a circle with a tick, a triangle with a wave, a square with a cross, a line.
const SHAPES = {
  right: "M15 8A7 7 0 1 1 1 8a7 7 0 0 1 14 0M4.5 8.5 7 11l4.5-6",
  near: "M8 1.5 15 14H1zM5 10.5c1-1.3 2-1.3 3-.5s2 .8 3-.5",
  wrong: "M1.5 1.5h13v13h-13zM5 5l6 6m0-6-6 6",
  neutral: "M3 8h10",
};

function icon(how) {
  const [drawing, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  drawing.setAttribute("class", `icon icon--${how}`);
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[how]);
  drawing.append(path);
  return drawing;
}

begin();
