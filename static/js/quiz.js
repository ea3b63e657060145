// Nothing here is needed to answer: it says aloud what goes wrong on the way to the server.
"use strict";

const REASONS = {
  0: "Not saved: no connection. Your answer is kept here; press Submit again when you are back online.",
  403: "Not saved: this page is too old to be sent. Your answer is kept here; reload the page, then submit again.",
  404: "Not saved: this quiz is not open in this browser any more. Sign in again in another tab, then submit here.",
};

function sayNotSaved(status) {
  const place = document.getElementById("not-saved");
  if (!place) return;
  place.textContent = REASONS[status] ?? "Not saved: the server could not take it. Your answer is kept here; press Submit again.";
  place.hidden = false;
}

// A second answer to an answered question comes with 409 and a panel that says so.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 409) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:beforeRequest", () => {
  const place = document.getElementById("not-saved");
  if (place) place.hidden = true;
});
document.addEventListener("htmx:sendError", () => sayNotSaved(0));
document.addEventListener("htmx:timeout", () => sayNotSaved(0));
document.addEventListener("htmx:responseError", (event) => sayNotSaved(event.detail.xhr.status));
