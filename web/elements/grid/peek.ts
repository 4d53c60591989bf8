import htmx from "htmx.org";
import { closest, debounced } from "../../lib/dom.ts";
import { peekAddress } from "../../lib/page.ts";

const LOAD_AFTER = 100;
const KEPT = /^#peek=(\d{1,19})$/;

/** What the panel follows: the current row of a table or card of a board, which carries `data-id` and `data-url`. */
export interface Cursor {
  readonly row: HTMLElement | null;
  moveRow(step: number): void;
  goTo(id: string): void;
  refocus(): void;
}

/**
 * The panel beside the list, `<aside class="peek" id="…" hidden>`, that shows `<row url>?peek=1` and follows the cursor.
 * What it shows stands behind the `#` of the address, so that it is there again after a reload.
 */
export class Peek {
  private readonly loadSoon = debounced(LOAD_AFTER, () => this.load());

  constructor(
    private readonly host: HTMLElement,
    private readonly cursor: Cursor,
  ) {
    this.panel?.addEventListener("click", (event) => this.onClick(event));
    this.panel?.setAttribute("hx-sync", "replace");
    const kept = KEPT.exec(location.hash)?.[1];
    if (kept) this.openAt(kept);
  }

  get isOpen(): boolean {
    return this.panel?.hidden === false;
  }

  holds(target: EventTarget | null): boolean {
    return target instanceof Node && this.panel?.contains(target) === true;
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  open(): void {
    if (!this.cursor.row) this.cursor.moveRow(1);
    this.load();
  }

  close(): void {
    if (this.panel) this.panel.hidden = true;
    keep("");
    this.cursor.refocus();
  }

  follow(): void {
    if (this.isOpen) this.loadSoon();
  }

  step(by: number): void {
    this.cursor.moveRow(by);
    this.load();
  }

  /** A record that the address names; it may be further down than the rows that are here. */
  private openAt(id: string): void {
    this.cursor.goTo(id);
    if (this.cursor.row?.dataset["id"] === id) this.load();
    else this.show(`${location.pathname}${id}`, id);
  }

  private get panel(): HTMLElement | null {
    return document.getElementById(this.host.dataset["peek"] ?? "");
  }

  private load(): void {
    const { id, url } = this.cursor.row?.dataset ?? {};
    if (id && url) this.show(url, id);
  }

  private show(address: string, id: string): void {
    const { panel } = this;
    if (!panel) return;
    panel.hidden = false;
    keep(id);
    void htmx.ajax("GET", peekAddress(address), { source: panel, target: panel, swap: "innerHTML" });
  }

  private onClick(event: Event): void {
    if (closest(event, "[data-peek-close]")) this.close();
    const step = closest(event, "[data-peek-step]");
    if (step) this.step(Number(step.dataset["peekStep"]));
  }
}

function keep(id: string): void {
  const address = location.pathname + location.search + (id ? `#peek=${id}` : "");
  history.replaceState(history.state, "", address);
}
