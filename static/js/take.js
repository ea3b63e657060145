// Takes thirty questions along: fetches them one by one and keeps them when all are there.

import * as packs from "./packs.js";

const place = document.getElementById("take-along");
const state = document.getElementById("take-state");
const button = document.getElementById("take");

// Without these a browser can neither keep the page nor open what was taken along.
const isAble = "serviceWorker" in navigator && "indexedDB" in window && window.crypto?.subtle;

async function* linesOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}

async function fetchPack() {
  const body = new URLSearchParams({ csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value });
  const response = await fetch(place.dataset.address, { method: "POST", body });
  if (!response.ok) throw new Error(String(response.status));
  let pack = null;
  for await (const line of linesOf(response)) {
    if (pack) pack.questions.push(line);
    else pack = { ...line, questions: [], answered: {} };
    state.textContent = `${pack.questions.length} of ${pack.size} questions are here…`;
  }
  if (pack?.questions.length !== pack?.size) throw new Error("incomplete");
  return pack;
}

async function take() {
  button.disabled = true;
  state.textContent = "Fetching…";
  try {
    await navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/" });
    await navigator.serviceWorker.ready;
    await packs.keep(await fetchPack());
    state.textContent = "Thirty questions are kept in this browser, for as long as you like.";
  } catch {
    state.textContent = "They could not be fetched whole, so nothing was kept. Try again with a better connection.";
  }
  button.disabled = false;
  showTaken();
}

async function showTaken() {
  const pack = await packs.kept().catch(() => null);
  document.getElementById("taken").hidden = !pack;
}

if (place && isAble) {
  place.hidden = false;
  button.addEventListener("click", take);
  showTaken();
}
