import { INTERACTIVE, closest, define } from "../lib/dom.ts";
import { InlineEdit } from "../lib/inline-edit.ts";

const VALUE = "[data-field][data-editable]";

/** `<c-facts>` around lists of facts: a click on a value, or Enter on it, edits it in place; `[data-fold]` shows the empty ones. */
export class Facts extends HTMLElement {
  private editing!: InlineEdit;

  connectedCallback(): void {
    this.editing = new InlineEdit(this, {
      next: (value, back) => this.next(value, back),
      focus: (value) => value.focus(),
    });
    for (const value of this.querySelectorAll<HTMLElement>(VALUE)) value.tabIndex = 0;
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("htmx:after:settle", () => this.makeReachable());
  }

  private makeReachable(): void {
    for (const value of this.querySelectorAll<HTMLElement>(VALUE)) value.tabIndex = 0;
  }

  private onClick(event: MouseEvent): void {
    if (closest(event, "[data-fold]")) return void this.toggleAttribute("data-unfolded");
    const value = closest(event, VALUE);
    if (value && !closest(event, INTERACTIVE) && !window.getSelection()?.toString()) void this.editing.edit(value);
  }

  private onKey(event: KeyboardEvent): void {
    const value = event.target instanceof HTMLElement && event.target.matches(VALUE) ? event.target : null;
    if (!value || !["Enter", "e"].includes(event.key) || event.defaultPrevented) return;
    event.preventDefault();
    void this.editing.edit(value);
  }

  private next(value: HTMLElement, backwards: boolean): HTMLElement | null {
    const values = [...this.querySelectorAll<HTMLElement>(VALUE)].filter((each) => each.offsetParent !== null);
    return values[values.indexOf(value) + (backwards ? -1 : 1)] ?? null;
  }
}

define("c-facts", Facts);
