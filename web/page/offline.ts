import { h } from "../lib/dom.ts";
import { icon } from "../lib/icon.ts";
import { t } from "../lib/words.ts";

let banner: HTMLElement | undefined;

/** Says that what is on the page may be old by now; the page goes on by itself when the server is back. */
export function showOffline(on: boolean): void {
  if (!on) return void banner?.remove();
  banner ??= h(
    "div",
    { class: "offline", role: "status" },
    icon("plug-connected-x", "i i-s"),
    h("span", {}, t("No connection. What you see may be old; it goes on by itself.")),
  );
  document.body.append(banner);
}
