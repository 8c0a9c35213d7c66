(function () {
  "use strict";
  // What shows the state of a run is fetched again as long as the page is seen.
  var live = document.querySelector("[data-live]");
  if (live && live.id) {
    setInterval(function () {
      var busy = live.contains(document.activeElement) && document.activeElement !== document.body;
      if (document.hidden || busy || live.querySelector("input:checked")) { return; }
      fetch(location.href, { credentials: "same-origin" }).then(function (reply) {
        return reply.ok ? reply.text() : Promise.reject(reply.status);
      }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").getElementById(live.id);
        if (fresh && fresh.innerHTML !== live.innerHTML) { live.replaceChildren.apply(live, Array.from(fresh.childNodes)); }
        live.removeAttribute("data-stale");
      }).catch(function () { live.setAttribute("data-stale", "true"); });
    }, Number(live.getAttribute("data-live")));
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { return; }
    var to = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]')
      || { j: document.querySelector('[rel="next"]'), k: document.querySelector('[rel="prev"]'), "/": document.querySelector('input[type="search"]') }[event.key];
    if (to) {
      event.preventDefault();
      if (to.tagName === "INPUT") { to.focus(); } else { to.click(); }
    }
  });
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (event.target.tagName === "SELECT" && form && form.getAttribute("role") === "search") { form.requestSubmit(); }
  });
})();
