import htmx from "htmx.org";
import { closest, debounced, define } from "../lib/dom.ts";
import { hasModifier, isTyping } from "../lib/keys.ts";
import { Peek, type Cursor } from "./grid/peek.ts";

const ROW = "[data-row]";
const CURRENT = "is-cur";
const FRESH_AFTER = 250;

/** `<c-inbox data-peek data-act>` around the lines of the inbox: a cursor by keyboard, and keys for what can be done with a line. */
export class Inbox extends HTMLElement implements Cursor {
  private current = "";
  private place = 0;
  private peek!: Peek;
  private readonly onPageKey = (event: KeyboardEvent): void => this.onKey(event);
  private readonly freshSoon = debounced(FRESH_AFTER, () => this.fresh());

  connectedCallback(): void {
    if (location.hash && !this.querySelector(`[data-id="${CSS.escape(location.hash.replace("#peek=", ""))}"]`))
      history.replaceState(history.state, "", location.pathname + location.search);
    this.peek = new Peek(this, this);
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("submit", (event) => this.onSubmit(event));
    this.addEventListener("focusin", (event) => this.settleOn(closest(event, ROW)));
    this.addEventListener("htmx:after:swap", () => this.onFresh());
    document.addEventListener("keydown", this.onPageKey);
    document.addEventListener("live:notices", this.freshSoon);
    document.addEventListener("inbox-changed", this.freshSoon);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onPageKey);
    document.removeEventListener("live:notices", this.freshSoon);
    document.removeEventListener("inbox-changed", this.freshSoon);
  }

  // -- the cursor
  get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(ROW)];
  }

  get row(): HTMLElement | null {
    return this.rows.find((row) => row.dataset["id"] === this.current) ?? null;
  }

  moveRow(step: number): void {
    const { rows, row } = this;
    const at = row ? rows.indexOf(row) + step : Math.min(this.place, rows.length - 1);
    rows[at]?.querySelector<HTMLElement>("[data-open]")?.focus();
  }

  goTo(id: string): void {
    this.current = id;
    this.refocus();
  }

  refocus(): void {
    this.row?.querySelector<HTMLElement>("[data-open]")?.focus();
  }

  private settleOn(row: HTMLElement | null): void {
    if (!row) return;
    for (const other of this.rows) other.classList.toggle(CURRENT, other === row);
    this.current = row.dataset["id"] ?? "";
    this.place = this.rows.indexOf(row);
  }

  // -- what is done
  private onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || hasModifier(event) || event.shiftKey || isTyping(event) || !this.isMeant(event)) return;
    const act = this.meant(event.key, closest(event, "[data-open]") !== null);
    if (!act) return;
    event.preventDefault();
    act();
  }

  private isMeant({ target }: KeyboardEvent): boolean {
    if (document.querySelector("dialog[open], .menu:popover-open")) return false;
    return target === document.body || this.peek.holds(target) || (target instanceof Node && this.contains(target));
  }

  private meant(key: string, onLine: boolean): (() => void) | undefined {
    const acts: Record<string, () => void> = {
      j: () => this.step(1),
      k: () => this.step(-1),
      e: () => this.press('[data-do="done"]'),
      h: () => this.putOff(),
      b: () => this.putOff(),
      u: () => this.press('[data-do="unread"], [data-do="read"]'),
      z: () => this.press('[data-do="back"]'),
    };
    const arrows: Record<string, () => void> = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      " ": () => this.toggle(),
    };
    if (key === "Escape" && this.peek.isOpen) return () => this.peek.close();
    if (key === "Enter" && this.peek.isOpen && !onLine) return () => this.press("[data-open]");
    return acts[key] ?? (onLine ? arrows[key] : undefined);
  }

  private step(by: number): void {
    this.moveRow(by);
    this.peek.follow();
  }

  private toggle(): void {
    this.peek.toggle();
    if (this.peek.isOpen) this.press('[data-do="read"]');
  }

  private press(selector: string): void {
    this.row?.querySelector<HTMLElement>(selector)?.click();
  }

  private putOff(): void {
    this.press("[data-snooze]");
    this.row?.querySelector<HTMLElement>(".menu button")?.focus();
  }

  private onClick(event: Event): void {
    if (!closest(event, "[data-peek-open]")) return;
    this.goTo(closest(event, ROW)?.dataset["id"] ?? "");
    this.peek.open();
    this.press('[data-do="read"]');
  }

  /** Done at once on the page; what the server says of it comes after. Opening a line is a page of its own. */
  private onSubmit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (!form.matches(".in-acts")) return;
    event.preventDefault();
    this.settleOn(form.closest<HTMLElement>(ROW));
    const button = event.submitter as HTMLButtonElement | null;
    const values = Object.fromEntries(new FormData(form, button)) as Record<string, string>;
    form.querySelector<HTMLElement>(".menu:popover-open")?.hidePopover();
    void htmx.ajax("POST", this.dataset["act"] ?? "", { source: this, target: this, swap: "none", values });
  }

  private fresh(): void {
    if (this.querySelector(".menu:popover-open")) return;
    this.querySelector("#inbox")?.dispatchEvent(new CustomEvent("inbox-fresh"));
  }

  /** The cursor stays at its line; where that is gone, at the one that took its place. */
  private onFresh(): void {
    const had = this.contains(document.activeElement) || document.activeElement === document.body;
    const row = this.row ?? this.rows[Math.min(this.place, this.rows.length - 1)] ?? null;
    if (!this.current || !row || !had) return;
    const isAnother = row.dataset["id"] !== this.current;
    this.goTo(row.dataset["id"] ?? "");
    this.settleOn(row);
    if (isAnother) this.peek.follow();
  }
}

define("c-inbox", Inbox);
