// Shows how far an upload is, as the service tells it, and loads the page anew when it is done. Without scripts the page reloads itself.
"use strict";
const place = document.getElementById("import");
if (place) {
    const words = {
        waiting: "Wartet, bis etwas anderes fertig ist", reading: "Die Datei wird gelesen",
        comparing: "Die Datei wird mit dem Schaufenster verglichen", writing: "Wird übernommen"
    };
    const events = new EventSource(place.dataset.events);
    events.addEventListener("progress", event => {
        const progress = JSON.parse(event.data).progress;
        place.querySelector("progress").value = progress.fraction * 100;
        place.querySelector("p").textContent = (words[progress.phase] || "") + " …";
    });
    events.addEventListener("end", () => { events.close(); location.replace(location.pathname); });
}
