import htmx from "htmx.org";
import { closest, debounced } from "../../lib/dom.ts";
import { peekAddress } from "../../lib/page.ts";
import type { Rows } from "./rows.ts";

const LOAD_AFTER = 100;

/** The panel beside the list, `<aside class="peek" id="…" hidden>`, that shows `<row url>?peek=1` and follows the cursor. */
export class Peek {
  private readonly loadSoon = debounced(LOAD_AFTER, () => this.load());

  constructor(
    private readonly grid: HTMLElement,
    private readonly rows: Rows,
  ) {
    this.panel?.addEventListener("click", (event) => this.onClick(event));
    this.panel?.setAttribute("hx-sync", "replace");
  }

  get isOpen(): boolean {
    return this.panel?.hidden === false;
  }

  toggle(): void {
    if (this.isOpen) return this.close();
    if (this.panel) this.panel.hidden = false;
    if (!this.rows.row) this.rows.moveRow(1);
    this.load();
  }

  close(): void {
    if (this.panel) this.panel.hidden = true;
    if (this.rows.cell) this.rows.focus(this.rows.cell);
  }

  follow(): void {
    if (this.isOpen) this.loadSoon();
  }

  private get panel(): HTMLElement | null {
    return document.getElementById(this.grid.dataset["peek"] ?? "");
  }

  private load(): void {
    const [panel, address] = [this.panel, this.rows.row?.dataset["url"]];
    if (panel && address)
      void htmx.ajax("GET", peekAddress(address), { source: panel, target: panel, swap: "innerHTML" });
  }

  private onClick(event: Event): void {
    if (closest(event, "[data-peek-close]")) this.close();
    const step = closest(event, "[data-peek-step]");
    if (!step) return;
    this.rows.moveRow(Number(step.dataset["peekStep"]));
    this.load();
  }
}
