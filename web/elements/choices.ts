import { closest, define } from "../lib/dom.ts";

/**
 * `<c-choices>` around rows (`[data-row]` in `[data-rows]`), one for each choice: dragged by their grip, moved by their arrows
 * or by Alt with ↑ and ↓. The order is sent in the inputs named `….place`, which people without scripts fill in by hand.
 */
export class Choices extends HTMLElement {
  private blank: Node | undefined;

  connectedCallback(): void {
    this.blank = this.rows.at(-1)?.cloneNode(true);
    this.classList.add("is-alive");
    for (const button of this.querySelectorAll<HTMLElement>("[data-move], [data-add]")) button.hidden = false;
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.number();
    void this.makeDraggable();
  }

  private get list(): HTMLElement {
    return this.querySelector<HTMLElement>("[data-rows]") as HTMLElement;
  }

  private get rows(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-row]")];
  }

  private async makeDraggable(): Promise<void> {
    const { default: Sortable } = await import("sortablejs");
    Sortable.create(this.list, { handle: "[data-grip]", animation: 120, draggable: "[data-row]", onEnd: () => this.number() });
  }

  private onClick(event: MouseEvent): void {
    if (closest(event, "[data-add]")) return this.add();
    const button = closest(event, "[data-move]");
    const row = button?.closest<HTMLElement>("[data-row]");
    if (row) this.move(row, button?.dataset["move"] === "up" ? -1 : 1, button);
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    const row = closest(event, "[data-row]");
    if (!step || !row) return;
    event.preventDefault();
    this.move(row, step, document.activeElement as HTMLElement);
  }

  private move(row: HTMLElement, step: number, focus: HTMLElement | null | undefined): void {
    const beside = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    beside?.[step < 0 ? "before" : "after"](row);
    this.number();
    focus?.focus();
    const words = row.querySelector<HTMLInputElement>("[name$='.english']")?.value ?? "";
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = `${words}: ${this.rows.indexOf(row) + 1} / ${this.rows.length}`;
  }

  /** One more blank row. */
  private add(): void {
    const row = this.blank?.cloneNode(true) as HTMLElement | undefined;
    if (!row) return;
    for (const button of row.querySelectorAll("button")) button.hidden = false;
    this.list.append(row);
    this.number();
    row.querySelector<HTMLInputElement>("[name$='.english']")?.focus();
  }

  private number(): void {
    this.rows.forEach((row, index) => {
      const place = row.querySelector<HTMLInputElement>("[name$='.place']");
      if (place) place.value = String(index + 1);
    });
  }
}

define("c-choices", Choices);
