import { closest, define, h } from "../lib/dom.ts";
import { t } from "../lib/words.ts";

const ITEM = "[data-field], [data-section]";

/**
 * `<c-arrange>` around sections (`[data-section]` in `[data-sections]`) of fields (`[data-field]` in `[data-fields]`):
 * both are dragged, moved by their arrows, or by Alt with ↑ and ↓. The order is sent in `input[name=arrangement]`.
 */
export class Arrange extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.closest("form")?.addEventListener("submit", () => this.write());
    this.closest("form")?.querySelector("[data-add-section]")?.addEventListener("click", () => this.addSection());
    void this.makeDraggable();
  }

  private get sections(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-section]")];
  }

  private async makeDraggable(): Promise<void> {
    const { default: Sortable } = await import("sortablejs");
    const usual = { handle: "[data-grip]", animation: 120 };
    const list = this.querySelector<HTMLElement>("[data-sections]");
    if (list) Sortable.create(list, { ...usual, draggable: "[data-section]" });
    for (const fields of this.querySelectorAll<HTMLElement>("[data-fields]:not(.is-sortable)")) {
      fields.classList.add("is-sortable");
      Sortable.create(fields, { ...usual, group: "fields", draggable: "[data-field]" });
    }
  }

  private onClick(event: MouseEvent): void {
    const button = closest(event, "[data-move]");
    const item = button?.closest<HTMLElement>(ITEM);
    if (item) this.move(item, button?.dataset["move"] === "up" ? -1 : 1, button);
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    const item = closest(event, ITEM);
    if (!step || !item) return;
    event.preventDefault();
    this.move(item, step, document.activeElement as HTMLElement);
  }

  /** One place up or down; a field at the end of its section goes into the next. */
  private move(item: HTMLElement, step: number, focus: HTMLElement | null | undefined): void {
    const beside = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (beside) beside[step < 0 ? "before" : "after"](item);
    else if (item.matches("[data-field]")) this.moveAcross(item, step);
    focus?.focus();
    const place = [...(item.parentElement?.children ?? [])].indexOf(item) + 1;
    this.announce(`${this.nameOf(item)}: ${place} / ${item.parentElement?.children.length ?? 1}`);
  }

  private moveAcross(item: HTMLElement, step: number): void {
    const at = this.sections.findIndex((section) => section.contains(item));
    const list = this.sections[at + step]?.querySelector("[data-fields]");
    list?.[step < 0 ? "append" : "prepend"](item);
  }

  private nameOf(item: HTMLElement): string {
    return item.querySelector<HTMLInputElement>("[data-label]")?.value ?? item.querySelector(".cut")?.textContent ?? "";
  }

  private announce(text: string): void {
    const place = this.querySelector("[data-said]");
    if (place) place.textContent = text;
  }

  private addSection(): void {
    const grip = this.querySelector("[data-section] [data-grip]")?.cloneNode(true);
    const label = h("input", { class: "input", "data-label": true, maxlength: 100, "aria-label": t("Name of the section") });
    const zh = h("input", { class: "input", "data-zh": true, maxlength: 100, lang: "zh-Hans", "aria-label": t("Chinese name of the section") });
    const head = h("div", { class: "arr-h" }, grip, label, zh);
    const section = h("li", { class: "arr-sec", "data-section": true }, head, h("ol", { class: "arr-fields", "data-fields": true }));
    this.querySelector("[data-sections]")?.append(section);
    label.focus();
    void this.makeDraggable();
  }

  private write(): void {
    const kept = this.sections.map((section) => ({
      label: section.querySelector<HTMLInputElement>("[data-label]")?.value ?? "",
      zh: section.querySelector<HTMLInputElement>("[data-zh]")?.value ?? "",
      fields: [...section.querySelectorAll<HTMLElement>("[data-field]")].map((field) => field.dataset["field"]),
    }));
    const input = this.querySelector<HTMLInputElement>("input[name=arrangement]");
    if (input) input.value = JSON.stringify(kept.filter(({ fields }) => fields.length));
  }
}

define("c-arrange", Arrange);
