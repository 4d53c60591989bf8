import { closest, define, h } from "../../lib/dom.ts";
import { placeUnder } from "../../lib/float.ts";
import { icon } from "../../lib/icon.ts";
import { pageJson } from "../../lib/page.ts";
import { t } from "../../lib/words.ts";
import { narrowing } from "../filter/editors.ts";
import { startDragging, step } from "./dragging.ts";
import { startSorting } from "./sorting.ts";
import { startWidths } from "./widths.ts";
import { addressWith, carry, written, type Column } from "./written.ts";

/**
 * `<c-columns data-offered="columns-offered">`: which columns a list has, in which order and how wide. The block lists every
 * field there may be a column for, those shown first. What is chosen goes to the address as `?columns=name:320,city`.
 */
export class Columns extends HTMLElement {
  private columns: Column[] = [];
  private readonly list = h("div", { class: "pop-list", role: "list" });
  private readonly panel = h("div", { class: "pop pop-columns", popover: "auto", role: "dialog", "aria-label": t("Columns") });

  connectedCallback(): void {
    this.columns = pageJson<Column[]>(this.dataset["offered"] ?? "columns-offered", []);
    const shown = this.columns.filter((column) => column.shown).length;
    const button = h(
      "button",
      { class: "btn is-quiet is-s", type: "button", "aria-label": t("Columns: {n}", { n: shown }), "aria-haspopup": "dialog" },
      icon("columns-3", "i i-s"),
      String(shown),
    );
    button.addEventListener("click", () => this.open(button));
    this.replaceChildren(button, this.panel);
    this.fill();
    startDragging(this.list);
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    startSorting();
    startWidths((field, width) => this.setWidth(field, width));
  }

  private open(anchor: HTMLElement): void {
    this.panel.showPopover();
    placeUnder(this.panel, anchor);
    this.panel.querySelector<HTMLElement>("input")?.focus();
  }

  private fill(): void {
    const lines = this.columns.map((column) => line(column));
    this.list.replaceChildren(...lines);
    const apply = h("button", { class: "btn is-primary end", type: "button", onclick: () => this.apply() }, t("Apply"));
    const usual = h("button", { class: "btn is-quiet", type: "button", onclick: () => location.assign(addressWith("")) }, t("Usual columns"));
    const hint = h("p", { class: "soft small" }, t("Drag, or press Alt with an arrow, to order."));
    this.panel.replaceChildren(narrowing(lines), this.list, hint, h("div", { class: "pop-foot" }, usual, apply));
  }

  /** Alt with an arrow moves a line among the others. */
  private onKey(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const moved = closest(event, ".opt");
    if (!by || !moved) return;
    event.preventDefault();
    if (event.altKey) step(moved, by);
    else focusBeside(moved, by);
    if (event.altKey) moved.querySelector("input")?.focus();
  }

  private apply(): void {
    const chosen = [...this.list.children].flatMap((child): Column[] => {
      const column = this.columns.find(({ id }) => id === (child as HTMLElement).dataset["field"]);
      return column && child.querySelector<HTMLInputElement>("input")?.checked ? [column] : [];
    });
    location.assign(addressWith(written(chosen)));
  }

  /** A width is kept at once, without another page: the address, the links that go on from it and what a view keeps. */
  private setWidth(field: string, width: number): void {
    this.columns = this.columns.map((column) => (column.id === field ? { ...column, width } : column));
    carry(written(this.columns.filter(({ shown }) => shown)));
  }
}

function line({ id, label, shown, fixed }: Column): HTMLElement {
  const box = h("input", { class: "check", type: "checkbox", checked: shown, disabled: fixed });
  const grip = h("span", { class: "grip", "aria-hidden": "true" }, fixed ? null : icon("grip-vertical", "i i-s"));
  return h("label", { class: "opt", "data-field": id, "data-fixed": fixed, role: "listitem" }, box, h("span", { class: "cut" }, label), grip);
}

function focusBeside(place: HTMLElement, by: number): void {
  const next = by > 0 ? place.nextElementSibling : place.previousElementSibling;
  next?.querySelector<HTMLElement>("input")?.focus();
}

define("c-columns", Columns);
