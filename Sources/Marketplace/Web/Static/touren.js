// Puts a map that one can move about in into the place of the drawn one. The tiles are drawn by the service itself.
(function () {
    "use strict";
    const place = document.getElementById("karte");
    if (!place || !place.dataset.karte || !window.L || !window.fetch) { return; }

    fetch(place.dataset.karte, { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText)); })
        .then(draw)
        .catch(function () { /* The drawn map stays. */ });

    function draw(data) {
        const height = Math.max(320, Math.min(window.innerHeight * 0.75, place.clientWidth * 0.75));
        place.replaceChildren();
        place.style.height = height + "px";
        place.setAttribute("role", "region");
        place.setAttribute("aria-label", "Karte der Touren; dieselben Halte stehen darunter in Tabellen");
        const map = L.map(place, { minZoom: data.zooms[0], maxZoom: data.zooms[1] });
        map.attributionControl.setPrefix("");
        L.tileLayer(data.tiles, { attribution: data.attribution, minZoom: data.zooms[0], maxZoom: data.zooms[1] }).addTo(map);
        const bounds = L.latLngBounds([]);
        data.tours.forEach(function (tour) {
            const dash = tour.dash === "none" ? null : tour.dash;
            L.polyline(tour.line, { color: tour.colour, weight: 4, opacity: 0.85, dashArray: dash }).bindTooltip(text(tour.label)).addTo(map);
            tour.line.forEach(function (point) { bounds.extend(point); });
            tour.stops.forEach(function (stop) {
                bounds.extend(stop.at);
                L.circleMarker(stop.at, {
                    radius: 6, color: tour.colour, weight: 2, fillColor: stop.isDoor ? tour.colour : "#ffffff", fillOpacity: 1
                }).bindTooltip(text(stop.label)).addTo(map);
            });
        });
        data.hubs.forEach(function (hub) {
            bounds.extend(hub.at);
            L.circleMarker(hub.at, { radius: 9, color: "#1d2a2a", weight: 3, fillColor: "#1d2a2a", fillOpacity: 0.7 })
                .bindTooltip(text(hub.label)).addTo(map);
        });
        if (bounds.isValid()) { map.fitBounds(bounds.pad(0.05)); }
    }

    // Leaflet takes text for HTML; an element it takes as it is.
    function text(words) {
        const element = document.createElement("span");
        element.textContent = words;
        return element;
    }
}());
