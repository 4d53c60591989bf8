import htmx from "htmx.org";
import { define } from "../lib/dom.ts";

const EVERY = 1000;
const AFTER_TROUBLE = 4000;

/**
 * `<c-progress data-url="…" data-then="…">` around a fragment: asks for a fresh one each second until it contains
 * `[data-finished]`, then goes to `data-then` if given. The work is the server's; leaving the page does not stop it.
 */
export class Progress extends HTMLElement {
  private timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.setAttribute("data-quiet", "");
    this.setAttribute("aria-live", "polite");
    this.addEventListener("htmx:finally:request", () => this.wait(EVERY));
    this.addEventListener("htmx:error", () => this.wait(AFTER_TROUBLE));
    this.wait(EVERY);
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  private wait(time: number): void {
    clearTimeout(this.timer);
    if (this.querySelector("[data-finished]")) return this.finish();
    this.timer = setTimeout(() => this.ask(), document.hidden ? AFTER_TROUBLE : time);
  }

  private ask(): void {
    void htmx.ajax("GET", this.dataset["url"] ?? location.href, { source: this, target: this, swap: "innerMorph" });
  }

  private finish(): void {
    this.removeAttribute("aria-busy");
    this.dispatchEvent(new CustomEvent("finished", { bubbles: true }));
    if (this.dataset["then"]) location.replace(this.dataset["then"]);
  }
}

define("c-progress", Progress);
