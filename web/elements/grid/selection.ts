import { define } from "../../lib/dom.ts";
import { t } from "../../lib/words.ts";

/**
 * `<c-selection for="grid-id" data-total="12480" hidden>`: the bar over the list while rows are ticked.
 * `[data-count]` shows how many; `[data-everything]` offers all that the filter finds, once every shown row is ticked,
 * and sends `all=1` with the form.
 */
export class Selection extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("change", this.reflect);
    document.addEventListener("htmx:after:settle", this.reflect);
    this.everything?.addEventListener("click", () => this.takeEverything());
    this.reflect();
  }

  disconnectedCallback(): void {
    document.removeEventListener("change", this.reflect);
    document.removeEventListener("htmx:after:settle", this.reflect);
  }

  private readonly reflect = (): void => {
    const [ticked, shown] = [this.boxes(":checked"), this.boxes("")];
    this.hidden = ticked === 0;
    this.setEverything(false);
    this.showCount(ticked);
    if (this.everything) this.everything.hidden = ticked < shown || shown >= this.total;
  };

  private boxes(state: string): number {
    const grid = document.getElementById(this.getAttribute("for") ?? "");
    return grid?.querySelectorAll(`tbody input[name=ids]${state}`).length ?? 0;
  }

  private takeEverything(): void {
    this.setEverything(true);
    this.showCount(this.total);
    if (this.everything) this.everything.hidden = true;
  }

  private showCount(count: number): void {
    this.dataset["count"] = String(count);
    const place = this.querySelector("[data-count-text]");
    if (place) place.textContent = t("{n} selected", { n: count.toLocaleString() });
  }

  private setEverything(on: boolean): void {
    const field = this.querySelector<HTMLInputElement>("input[name=all]");
    if (field) field.disabled = !on;
  }

  private get everything(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[data-everything]");
  }

  private get total(): number {
    return Number(this.dataset["total"] ?? 0);
  }
}

define("c-selection", Selection);
