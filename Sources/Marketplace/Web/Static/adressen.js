// Suggests streets while somebody types one into the checkout. Without this script the form works as well: it asks
// back when it does not know an address.
(function () {
    "use strict";
    const street = document.getElementById("street");
    const list = document.getElementById("strassen");
    if (!street || !list || !window.fetch) { return; }
    const others = ["houseNumber", "postcode", "city"].map(function (id) { return document.getElementById(id); });
    let known = new Map();
    let timer = 0;
    let asked = "";

    function suggest() {
        const text = street.value.trim();
        if (text.length < 2 || text === asked || known.has(text)) { return; }
        asked = text;
        fetch("/api/v1/addresses?limit=8&q=" + encodeURIComponent(text))
            .then(function (answer) { return answer.ok ? answer.json() : { items: [] }; })
            .then(function (found) {
                // An answer to what has been typed over meanwhile is of no use any more.
                if (asked !== street.value.trim()) { return; }
                known = new Map();
                list.replaceChildren();
                found.items.forEach(function (item) {
                    const option = document.createElement("option");
                    const number = item.houseNumber ? " " + item.houseNumber : "";
                    option.value = item.street + number + ", " + item.postcode + " " + item.city;
                    known.set(option.value, item);
                    list.appendChild(option);
                });
            })
            .catch(function () { list.replaceChildren(); });
    }

    street.addEventListener("input", function () {
        const chosen = known.get(street.value);
        if (chosen) {
            street.value = chosen.street;
            if (chosen.houseNumber) { others[0].value = chosen.houseNumber; }
            others[1].value = chosen.postcode;
            others[2].value = chosen.city;
            list.replaceChildren();
            if (!others[0].value) { others[0].focus(); }
            return;
        }
        window.clearTimeout(timer);
        timer = window.setTimeout(suggest, 150);
    });
}());
