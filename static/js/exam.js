// The clock of an exam. The server's alone counts; this one shows it, says it aloud, and sends what is chosen when time
// is up. Without it the page shows the time as it was when it was loaded.

const SAID = [[300, "Five minutes left."], [60, "One minute left."]];
const LOW = 300;

const timer = document.getElementById("timer");
const begun = Date.now();
let before = Infinity;
let isTouched = false;
let isSent = false;
let ticking = 0;

function clock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// htmx replaces the bar, so the places are looked up each time.
function tick() {
  const place = document.getElementById("timer");
  if (!place) return;
  const passed = (Date.now() - begun) / 1000;
  const left = Math.max(0, Math.ceil(Number(timer.dataset.left) - passed));
  place.querySelector(".timer__left").textContent = clock(left);
  place.classList.toggle("timer--low", left <= LOW);
  for (const [at, words] of SAID) if (before > at && left <= at && left > at - 30) say(words);
  before = left;
  if (left === 0) end(Number(timer.dataset.closes) - passed);
}

function say(words) {
  const place = document.getElementById("timer-said");
  if (place && place.textContent !== words) place.textContent = words;
}

function end(untilClosed) {
  if (!isSent) {
    isSent = true;
    say("Time is up.");
    const form = document.getElementById("answer");
    if (isTouched && form) form.requestSubmit();
  }
  if (untilClosed >= -1) return;
  window.clearInterval(ticking); // asked for again, a page that is slow to come would never come
  window.location.assign(timer.dataset.results);
}

if (timer) {
  document.addEventListener("change", (event) => {
    if (event.target.closest?.("#answer")) isTouched = true;
  });
  tick();
  ticking = window.setInterval(tick, 500);
}
