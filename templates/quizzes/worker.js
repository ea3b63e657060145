// Keeps the shell: styles, scripts, icons and the page for when there is no network. No page that was made for a
// learner is kept, and no answer passes through here.
"use strict";

const SHELL = JSON.parse("{{ shell|escapejs }}");
const CACHE = `shell-${SHELL.version}`;

self.addEventListener("install", (event) => {
  const files = [SHELL.page, ...SHELL.files].map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name.startsWith("shell-") && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(SHELL.page)));
  } else if (SHELL.files.includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept ?? fetch(request)));
  }
});
