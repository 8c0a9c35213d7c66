(function () {
  "use strict";
  var list = document.getElementById("questions");
  if (!list) { return; }
  var items = Array.prototype.slice.call(list.children);
  var search = document.getElementById("search");
  var selects = ["category", "score", "outcome"].map(function (id) { return document.getElementById(id); });
  var order = document.getElementById("order");
  var count = document.getElementById("count");
  var texts = new Map();

  function text(item) {
    if (!texts.has(item)) { texts.set(item, item.textContent.toLowerCase()); }
    return texts.get(item);
  }

  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    items.forEach(function (item) {
      var fits = selects.every(function (s) { return !s.value || item.getAttribute("data-" + s.id) === s.value; })
        && words.every(function (word) { return text(item).indexOf(word) >= 0; });
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = shown + " of " + items.length + " questions";
  }

  function sort() {
    var sorted = items.slice();
    var sign = { worst: 1, best: -1 }[order.value];
    if (sign) {
      sorted.sort(function (a, b) {
        var x = a.getAttribute("data-value"), y = b.getAttribute("data-value");
        if (x === "" || y === "") { return (x === "" ? 1 : 0) - (y === "" ? 1 : 0); }
        return sign * (Number(x) - Number(y));
      });
    }
    sorted.forEach(function (item) { list.appendChild(item); });
  }

  var timer = 0;
  search.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(filter, 120); });
  selects.forEach(function (s) { s.addEventListener("change", filter); });
  order.addEventListener("change", sort);
  filter();
})();
