import { define } from "../../lib/dom.ts";
import { t } from "../../lib/words.ts";

/**
 * `<c-selection for="grid-id" hidden>`: the bar over the list while rows are ticked. `[data-count-text]` says how many;
 * `[data-everything]` offers all that the filter finds (as many as `#count[data-total]` says), once every shown row is
 * ticked, and sends `all=1` with the form instead of the ticked ids.
 */
export class Selection extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("change", this.reflect);
    document.addEventListener("htmx:after:settle", this.reflect);
    this.everything?.addEventListener("click", () => this.takeEverything());
    this.querySelector("form")?.addEventListener("formdata", (event) => this.pack(event.formData));
    this.reflect();
  }

  disconnectedCallback(): void {
    document.removeEventListener("change", this.reflect);
    document.removeEventListener("htmx:after:settle", this.reflect);
  }

  private readonly reflect = (event?: Event): void => {
    if (event?.type === "change" && !this.grid?.contains(event.target as Node)) return;
    const [ticked, shown] = [this.boxes(":checked"), this.boxes("")];
    if (event?.type === "htmx:after:settle" && this.isEverything && ticked > 0) return this.showEverything();
    this.hidden = ticked === 0;
    this.setEverything(false);
    this.showCount(ticked.toLocaleString());
    if (!this.everything) return;
    this.everything.hidden = ticked < shown || shown >= this.total;
    this.everything.textContent = t("Select all {n}", { n: this.totalText });
  };

  private get grid(): HTMLElement | null {
    return document.getElementById(this.getAttribute("for") ?? "");
  }

  private boxes(state: string): number {
    return this.grid?.querySelectorAll(`tbody input[name=ids]${state}`).length ?? 0;
  }

  private takeEverything(): void {
    this.setEverything(true);
    this.showEverything();
  }

  private showEverything(): void {
    this.showCount(this.totalText);
    if (this.everything) this.everything.hidden = true;
  }

  private showCount(n: string): void {
    const place = this.querySelector("[data-count-text]");
    if (place) place.textContent = t("{n} selected", { n });
  }

  /** A form may hold few inputs, but rows can be many: their ids travel as one. */
  private pack(data: FormData): void {
    const ids = data.getAll("ids");
    data.delete("ids");
    if (!data.get("all")) data.set("ids", ids.join(","));
  }

  private get field(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[name=all]");
  }

  private get isEverything(): boolean {
    return this.field?.disabled === false;
  }

  private setEverything(on: boolean): void {
    if (this.field) this.field.disabled = !on;
  }

  private get everything(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[data-everything]");
  }

  private get total(): number {
    return Number(document.getElementById("count")?.dataset["total"] ?? 0);
  }

  /** As the page says it, which may be “≈ 12,480”. */
  private get totalText(): string {
    return document.getElementById("count")?.textContent?.trim() ?? "";
  }
}

define("c-selection", Selection);
