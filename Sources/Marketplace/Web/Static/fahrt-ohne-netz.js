// Opens the rider's page without a network: as it was last seen. The page itself puts it on the shelf (fahrt.js); here it is only taken from there.
"use strict";
const SHELF = "fahrt";

self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

self.addEventListener("fetch", function (event) {
    const address = new URL(event.request.url);
    if (address.origin !== self.location.origin) { return; }
    if (address.pathname === "/abmelden") {
        event.respondWith(empty().then(function () { return fetch(event.request); }));
    } else if (event.request.method === "GET" && address.pathname === "/fahrt") {
        event.respondWith(day(event.request, address));
    } else if (event.request.method === "GET" && address.pathname.startsWith("/static/")) {
        event.respondWith(fetch(event.request).catch(function () { return shelved(event.request, false); }));
    }
});

// Nothing of the day stays on a phone whose rider is signed out, or is sent to sign in.
function empty() { return caches.delete(SHELF); }

async function day(request, address) {
    let answer;
    try {
        answer = await fetch(request);
    } catch (unreachable) {
        return shelved(request, address.search === "");
    }
    if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 401 || answer.status === 403) { await empty(); }
    return answer;
}

async function shelved(request, anyDay) {
    const shelf = await caches.open(SHELF);
    return await shelf.match(request, { ignoreSearch: anyDay, ignoreVary: true }) || new Response(
        "<!doctype html><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Kein Netz</title>"
        + "<p>Kein Netz, und diese Seite liegt nicht auf diesem Telefon. <a href=\"/fahrt\">Zuletzt gesehene Fahrt</a>",
        { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
