import { INTERACTIVE, closest, define } from "../../lib/dom.ts";
import { InlineEdit } from "../../lib/inline-edit.ts";
import { hasModifier, isTyping } from "../../lib/keys.ts";
import { isNarrow } from "../../lib/narrow.ts";
import { addLooks } from "./looks.ts";
import { Peek } from "./peek.ts";
import { Rows } from "./rows.ts";
import { Selecting } from "./selecting.ts";

/**
 * `<c-grid>` around a table: a cursor over rows and cells by keyboard, editing in place, selecting, looking at a row
 * beside the list. Rows carry `data-id` and `data-url`, cells `data-field`; see the README.
 */
export class Grid extends HTMLElement {
  private rows!: Rows;
  private selecting!: Selecting;
  private peek!: Peek;
  private editing!: InlineEdit;
  private readonly onPageKey = (event: KeyboardEvent): void => this.onKey(event);

  connectedCallback(): void {
    this.rows = new Rows(this);
    this.selecting = new Selecting(this);
    this.peek = new Peek(this, this.rows);
    this.editing = new InlineEdit(this, {
      next: (cell, back) => this.rows.nextEditable(cell, back),
      focus: (cell) => this.rows.focus(cell),
    });
    addLooks(this);
    this.addEventListener("htmx:after:settle", () => addLooks(this));
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("dblclick", (event) => this.onDoubleClick(event));
    document.addEventListener("keydown", this.onPageKey);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onPageKey);
  }

  private onClick(event: MouseEvent): void {
    const cell = closest(event, "tbody td");
    if (cell && closest(event, "[data-peek-open]")) return this.lookAt(cell);
    if (!cell || closest(event, INTERACTIVE) || window.getSelection()?.toString()) return;
    this.rows.focus(cell);
    this.peek.follow();
    if (!isNarrow()) this.edit(cell);
  }

  private lookAt(cell: HTMLElement): void {
    this.rows.focus(cell);
    this.peek.open();
  }

  private onDoubleClick(event: MouseEvent): void {
    const cell = closest(event, "tbody td:not([data-editable])");
    if (cell && !closest(event, INTERACTIVE)) this.rows.open();
  }

  /** Letters work from anywhere on the page, arrows and Enter once the cursor is in the grid. */
  private onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || hasModifier(event) || isTyping(event) || !this.isMeant(event)) return;
    const act = this.actionFor(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  private isMeant(event: KeyboardEvent): boolean {
    if (document.querySelector("dialog[open]")) return false;
    if (event.target instanceof Node && (this.contains(event.target) || this.peek.holds(event.target))) return true;
    return event.target === document.body && document.querySelector("c-grid") === this;
  }

  private actionFor(event: KeyboardEvent): (() => void) | undefined {
    const { rows, selecting, peek } = this;
    const onCell = event.target instanceof HTMLTableCellElement;
    const letters: Record<string, () => void> = {
      j: () => this.move(1),
      k: () => this.move(-1),
      x: () => selecting.toggle(rows.row),
      e: () => this.edit(rows.cellToEdit()),
    };
    const onCells: Record<string, () => void> = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      ArrowRight: () => (peek.isOpen ? peek.step(1) : rows.moveCell(1)),
      ArrowLeft: () => (peek.isOpen ? peek.step(-1) : rows.moveCell(-1)),
      Enter: () => this.enter(),
      " ": () => peek.toggle(),
    };
    if (event.key === "Escape" && (peek.isOpen || selecting.any))
      return () => (peek.isOpen ? peek.close() : selecting.clear());
    return rows.isMovable ? (letters[event.key] ?? (onCell ? onCells[event.key] : undefined)) : undefined;
  }

  private move(step: number): void {
    this.rows.moveRow(step);
    this.peek.follow();
  }

  private enter(): void {
    const { cell } = this.rows;
    if (cell?.matches("[data-editable]") && !this.peek.isOpen) this.edit(cell);
    else this.rows.open();
  }

  private edit(cell: HTMLElement | null): void {
    if (cell) void this.editing.edit(cell);
  }
}

define("c-grid", Grid);
