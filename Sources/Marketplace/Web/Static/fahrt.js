// The rider's phone: reports are signed at once, kept on the phone, and sent when there is a network, in their order and as often as needed.
(function () {
    "use strict";
    const page = document.getElementById("fahrt");
    const line = document.getElementById("leitung");
    if (!page || !window.fetch || !window.indexedDB) { return; }
    const subtle = window.crypto && window.crypto.subtle;
    if (!subtle) {
        tell("Melden geht nur über eine verschlüsselte Verbindung (https).", true);
        return;
    }
    const text = new TextEncoder();
    let isSending = false;
    // Whether the rider was told that there is no network.
    let isCutOff = false;
    const codeWords = {
        matches: "Der Code stimmt.",
        differs: "Der Code stimmt nicht. Die Übergabe ist gemeldet; bitte fragen Sie noch einmal nach und melden Sie sie mit dem richtigen Code.",
        exhausted: "Zu viele falsche Codes: Er wird nicht mehr verglichen. Bitte nehmen Sie einen Namen oder ein Foto als Nachweis."
    };

    // The key cannot be read out again, only used; reports wait here over reloads and restarts.
    const store = new Promise(function (resolve, reject) {
        const opening = indexedDB.open("fahrt", 1);
        opening.onupgradeneeded = function () {
            opening.result.createObjectStore("device");
            opening.result.createObjectStore("queue", { autoIncrement: true });
        };
        opening.onsuccess = function () { resolve(opening.result); };
        opening.onerror = function () { reject(opening.error); };
    });

    async function ask(name, mode, work) {
        const database = await store;
        return new Promise(function (resolve, reject) {
            const transaction = database.transaction(name, mode);
            const request = work(transaction.objectStore(name));
            transaction.oncomplete = function () { resolve(request.result); };
            transaction.onerror = function () { reject(transaction.error); };
        });
    }

    async function device() {
        const known = await ask("device", "readonly", function (kept) { return kept.get("own"); });
        if (known) { return known; }
        const answer = await fetch("/api/v1/rider/devices", {
            method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ name: navigator.userAgent.slice(0, 80) })
        });
        if (!answer.ok) { throw new Error(await words(answer)); }
        const made = await answer.json();
        const key = await subtle.importKey("raw", bytes(made.key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
        const own = { id: made.id, key: key };
        await ask("device", "readwrite", function (kept) { return kept.put(own, "own"); });
        return own;
    }

    async function signature(own, stop, event) {
        const parts = ["schaufenster-event-1", own.id, stop, event.id, event.kind, event.at, event.note || "", event.proof || "",
            event.ageChecked === undefined ? "" : String(event.ageChecked)];
        const message = parts.map(function (part) { return text.encode(part).length + ":" + part + ","; }).join("");
        const mac = new Uint8Array(await subtle.sign("HMAC", own.key, text.encode(message)));
        const letters = Array.from(mac, function (byte) { return String.fromCharCode(byte); }).join("");
        return { device: own.id, mac: btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") };
    }

    function bytes(encoded) {
        const plain = atob(encoded.replace(/-/g, "+").replace(/_/g, "/"));
        return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
    }

    async function report(place, kind) {
        const stop = place.dataset.stop;
        const event = { id: crypto.randomUUID(), kind: kind, at: new Date().toISOString().replace(/\.\d+Z$/, "Z") };
        const entry = { stop: stop, event: event };
        const field = function (name) { const input = place.querySelector("[data-" + name + "]"); return input ? input.value.trim() : ""; };
        if (kind !== "arrived") {
            if (field("note")) { event.note = field("note"); }
            if (kind === "failed" && !event.note) {
                const reason = window.prompt("Was ist der Grund?");
                if (!reason || !reason.trim()) { return; }
                event.note = reason.trim().slice(0, 500);
            }
            if (field("proof")) { event.proof = field("proof"); }
            const age = place.querySelector("[data-age]");
            if (age && age.checked) { event.ageChecked = true; }
            const input = place.querySelector("[data-photo]");
            if (input && input.files.length > 0) {
                entry.photo = { id: crypto.randomUUID(), picture: await smaller(input.files[0]) };
                event.proof = [event.proof, "photo:" + entry.photo.id].filter(Boolean).join(" ");
            }
        }
        event.signature = await signature(await device(), stop, event);
        await ask("queue", "readwrite", function (queue) { return queue.add(entry); });
        show(place, kind, "wird gesendet");
        send();
    }

    // A camera's picture is larger than anybody needs; drawn anew it also loses what the camera wrote into it.
    async function smaller(file) {
        const picture = await createImageBitmap(file);
        const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(picture.width * scale);
        canvas.height = Math.round(picture.height * scale);
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        return new Promise(function (resolve) { canvas.toBlob(resolve, "image/jpeg", 0.8); });
    }

    function show(place, kind, suffix) {
        const words = { arrived: "angekommen", "picked-up": "erledigt", delivered: "erledigt", failed: "nicht geklappt" };
        const state = place.querySelector("[data-state]");
        if (state) { state.textContent = words[kind] + (suffix ? ", " + suffix : ""); }
        place.classList.toggle("over", kind !== "arrived");
    }

    async function send() {
        if (isSending) { return; }
        isSending = true;
        let hasSent = false;
        try {
            for (;;) {
                const keys = await ask("queue", "readonly", function (queue) { return queue.getAllKeys(undefined, 1); });
                if (keys.length === 0) {
                    online();
                    if (hasSent) { keep().catch(function () {}); }
                    break;
                }
                const entry = await ask("queue", "readonly", function (queue) { return queue.get(keys[0]); });
                const { problem, codeCheck } = await post(entry);
                await ask("queue", "readwrite", function (queue) { return queue.delete(keys[0]); });
                hasSent = true;
                online();
                const place = page.querySelector("[data-stop=\"" + entry.stop + "\"]");
                if (place) { show(place, entry.event.kind, problem ? "nicht angenommen" : ""); }
                if (problem || codeWords[codeCheck]) { tell(problem || codeWords[codeCheck], codeCheck !== "matches"); return; }
            }
        } catch (error) {
            const waiting = await ask("queue", "readonly", function (queue) { return queue.count(); });
            isCutOff = true;
            tell("Kein Netz: " + waiting + (waiting === 1 ? " Meldung wartet" : " Meldungen warten") + " und " + (waiting === 1 ? "wird" : "werden") + " von selbst gesendet.");
        } finally {
            isSending = false;
        }
    }

    // Gives what the service has against it and what came of a code; throws when it could not be reached or cannot answer just now.
    async function post(entry) {
        const base = "/api/v1/rider/stops/" + entry.stop;
        if (entry.photo) {
            const kept = await fetch(base + "/photos/" + entry.photo.id, {
                method: "PUT", credentials: "same-origin", headers: { "Content-Type": "image/jpeg" }, body: entry.photo.picture
            });
            if (kept.status >= 500 || kept.status === 401) { throw new Error(String(kept.status)); }
        }
        const answer = await fetch(base + "/events", {
            method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
            body: JSON.stringify(entry.event)
        });
        if (answer.ok) { return { codeCheck: (await answer.json().catch(function () { return {}; })).codeCheck }; }
        if (answer.status >= 500 || answer.status === 401 || answer.status === 429) { throw new Error(String(answer.status)); }
        const problem = await answer.json().catch(function () { return {}; });
        if (problem.code === "device-unknown") {
            await ask("device", "readwrite", function (kept) { return kept.delete("own"); });
            return { problem: "Dieses Telefon war abgemeldet und ist jetzt wieder angemeldet. Bitte melden Sie noch einmal." };
        }
        return { problem: problem.detail || "Die Meldung wurde nicht angenommen." };
    }

    async function words(answer) {
        const problem = await answer.json().catch(function () { return {}; });
        return problem.detail || String(answer.status);
    }

    function tell(message, isProblem) {
        line.textContent = message;
        line.hidden = !message;
        line.classList.toggle("bad", Boolean(isProblem));
    }

    page.addEventListener("click", function (click) {
        const button = click.target.closest("button[data-kind]");
        if (!button) { return; }
        button.disabled = true;
        report(button.closest("[data-stop]"), button.dataset.kind)
            .catch(function (problem) { tell("Das ging nicht: " + problem.message, true); })
            .finally(function () { button.disabled = false; });
    });
    function online() {
        if (isCutOff) { isCutOff = false; tell(""); }
    }

    // The page as it is now lies on the phone, and only this one, so that it opens without a network.
    async function keep() {
        if (!navigator.serviceWorker || !window.caches) { return; }
        const needed = Array.from(document.querySelectorAll("link[rel=stylesheet], link[rel=icon]"), function (link) { return link.href; })
            .concat(Array.from(document.scripts, function (script) { return script.src; }));
        const fresh = await fetch(location.href, { credentials: "same-origin" });
        if (!fresh.ok || fresh.redirected || fresh.status === 503) { return; }
        await caches.delete("fahrt");
        const shelf = await caches.open("fahrt");
        await shelf.put(location.href.split("#")[0], fresh);
        await shelf.addAll(needed);
    }

    // What waits to be sent is shown as told, also after the page was opened anew.
    async function showWaiting() {
        const waiting = await ask("queue", "readonly", function (queue) { return queue.getAll(); });
        waiting.forEach(function (entry) {
            const place = page.querySelector("[data-stop=\"" + entry.stop + "\"]");
            if (place) { show(place, entry.event.kind, "wird gesendet"); }
        });
    }

    if (navigator.serviceWorker) {
        navigator.serviceWorker.register("/static/fahrt-ohne-netz.js", { scope: "/" }).catch(function () {});
    }
    showWaiting().then(keep).catch(function () {});
    window.addEventListener("online", send);
    setInterval(send, 15000);
    device().then(function (own) {
        document.getElementById("geraet").textContent = "Angemeldet als Gerät " + own.id + ". Meldungen von hier sind unterschrieben.";
        return send();
    }).catch(function () { isCutOff = true; tell("Noch nicht angemeldet: Dazu braucht dieses Telefon einmal Netz."); });
}());
