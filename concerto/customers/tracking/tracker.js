/* Tells a Concerto what visitors of this page do. Nothing is kept in the browser before concerto("consent", true).
   <script src="https://crm.example/tracker.js" data-site="KEY" async></script> */
(function (w, d, n) {
  "use strict";
  var me = d.currentScript, site = me && me.getAttribute("data-site"), KEEP = "concerto-visitor";
  if (!site) return;
  var to = new URL("/track/" + site, me.src).href, waiting = [], timer, person, store;
  try { store = w.localStorage; } catch (e) { store = null; }
  var id = function () {
    return w.crypto && w.crypto.randomUUID ? w.crypto.randomUUID() : Date.now() + "-" + Math.random().toString(36).slice(2);
  };
  var visitor = (store && store.getItem(KEEP)) || id();

  function send() {
    clearTimeout(timer);
    timer = 0;
    while (waiting.length) {
      var now = Date.now(), body = JSON.stringify({
        visitor: visitor, person: person,
        events: waiting.splice(0, 20).map(function (e) { return { id: e.id, kind: e.kind, about: e.about, page: e.page, ago: now - e.at }; }),
      });
      if (!n.sendBeacon || !n.sendBeacon(to, body)) fetch(to, { method: "POST", body: body, keepalive: true, credentials: "omit", mode: "no-cors" });
    }
  }
  var does = {
    event: function (kind, about) {
      waiting.push({ id: id(), kind: kind, about: String(about || d.title).slice(0, 200), page: (location.origin + location.pathname).slice(0, 300), at: Date.now() });
      if (!timer) timer = setTimeout(send, 1000);
    },
    identify: function (token) { person = token; does.event("sign-in"); },
    consent: function (given) {
      if (!store) return;
      if (given) store.setItem(KEEP, visitor); else { store.removeItem(KEEP); visitor = id(); }
    },
  };
  function call(given) { if (Object.prototype.hasOwnProperty.call(does, given[0])) does[given[0]](given[1], given[2]); }
  var before = (w.concerto && w.concerto.q) || [];
  w.concerto = function () { call(arguments); };
  before.forEach(call);
  addEventListener("pagehide", send);
  d.addEventListener("visibilitychange", function () { if (d.visibilityState === "hidden") send(); });
  var mail = new URLSearchParams(location.search).get("concerto");
  if (mail) { person = mail; does.event("mail-click"); }
  does.event("page-view");
})(window, document, navigator);
