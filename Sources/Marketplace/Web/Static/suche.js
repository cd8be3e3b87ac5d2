// Suggests words while somebody types into the search field. Without this script the results page offers them as links.
(function () {
    "use strict";
    const field = document.getElementById("suche");
    const list = document.getElementById("vorschlaege");
    if (!field || !list || !window.fetch) { return; }
    let timer = 0;
    let asked = "";

    function suggest() {
        const text = field.value.trim();
        if (text.length < 2 || text === asked) { return; }
        asked = text;
        fetch("/api/v1/search/suggestions?limit=8&q=" + encodeURIComponent(text))
            .then(function (answer) { return answer.ok ? answer.json() : { items: [] }; })
            .then(function (found) {
                // An answer to what has been typed over meanwhile is of no use any more.
                if (asked !== field.value.trim()) { return; }
                list.replaceChildren();
                new Set(found.items.map(function (item) { return item.text; })).forEach(function (words) {
                    const option = document.createElement("option");
                    option.value = words;
                    list.appendChild(option);
                });
            })
            .catch(function () { list.replaceChildren(); });
    }

    field.addEventListener("input", function () {
        window.clearTimeout(timer);
        timer = window.setTimeout(suggest, 120);
    });
}());
