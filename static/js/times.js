// Times come from the server in Coordinated Universal Time; here they become the learner's own.

function showLocalTimes() {
  for (const place of document.querySelectorAll("time.local-time:not([data-local])")) {
    const then = new Date(place.dateTime);
    if (Number.isNaN(then.getTime())) continue;
    const hour = { hour: "2-digit", minute: "2-digit" };
    place.textContent = "withDay" in place.dataset
      ? then.toLocaleString("en-US", { dateStyle: "long", timeStyle: "short" })
      : then.toLocaleTimeString("en-US", { ...hour, hourCycle: "h23" });
    place.dataset.local = "";
  }
}

showLocalTimes();
document.addEventListener("htmx:afterSettle", showLocalTimes);
document.addEventListener("htmx:oobAfterSwap", showLocalTimes);
