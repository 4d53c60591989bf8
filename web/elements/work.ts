import { closest, define } from "../lib/dom.ts";
import { hasModifier, isTyping } from "../lib/keys.ts";

const ROW = "[data-row]";
const CURRENT = "is-cur";

/** `<c-work>` around lines that are owed: J and K go through them, Enter opens one, E does what its button says. */
export class Work extends HTMLElement {
  private readonly onPageKey = (event: KeyboardEvent): void => this.onKey(event);

  connectedCallback(): void {
    this.addEventListener("focusin", (event) => this.settleOn(closest(event, ROW)));
    document.addEventListener("keydown", this.onPageKey);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onPageKey);
  }

  private get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(ROW)];
  }

  private settleOn(row: HTMLElement | null): void {
    for (const other of this.rows) other.classList.toggle(CURRENT, other === row);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || hasModifier(event) || isTyping(event) || document.querySelector("dialog[open]")) return;
    const act = { j: () => this.step(1), k: () => this.step(-1), e: () => this.press() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private step(by: number): void {
    const { rows } = this;
    const at = rows.findIndex((row) => row.classList.contains(CURRENT));
    rows[at < 0 ? 0 : Math.max(0, at + by)]?.querySelector<HTMLElement>("[data-open]")?.focus();
  }

  private press(): void {
    this.querySelector<HTMLElement>(`.${CURRENT} [data-do]`)?.click();
  }
}

define("c-work", Work);
