import type { Cursor } from "./peek.ts";

const ROWS = "tbody tr[data-id]";
const TITLE = ".is-title";
const EDITABLE = "td[data-editable]";

/** The cursor of a grid: one current cell, whose row carries `is-cur`. */
export class Rows implements Cursor {
  cell: HTMLElement | null = null;

  constructor(private readonly grid: HTMLElement) {
    grid.addEventListener("focusin", (event) => this.settleOn(event.target));
    grid.addEventListener("htmx:after:settle", (event) => this.adopt(event.target));
    const first = this.all[0]?.querySelector<HTMLElement>(TITLE);
    if (first) first.tabIndex = 0;
  }

  get all(): HTMLElement[] {
    return [...this.grid.querySelectorAll<HTMLElement>(ROWS)];
  }

  get isMovable(): boolean {
    return this.grid.querySelector(ROWS) !== null;
  }

  get row(): HTMLElement | null {
    return this.cell?.closest<HTMLElement>(ROWS) ?? null;
  }

  focus(cell: HTMLElement): void {
    cell.tabIndex = -1;
    cell.focus({ preventScroll: false });
  }

  goTo(id: string): void {
    const cell = this.grid.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id)}"] ${TITLE}`);
    if (cell) this.focus(cell);
  }

  refocus(): void {
    if (this.cell) this.focus(this.cell);
  }

  moveRow(step: number): void {
    const rows = this.all;
    const at = this.row ? rows.indexOf(this.row) : -1;
    const row = at < 0 ? rows[0] : rows[at + step];
    const cell = row?.querySelectorAll<HTMLElement>("td")[this.column];
    if (cell) this.focus(cell);
  }

  moveCell(step: number): void {
    const cells = this.row ? [...this.row.querySelectorAll<HTMLElement>("td")] : [];
    const cell = cells[this.column + step];
    if (cell) this.focus(cell);
  }

  open(): void {
    const address = this.row?.dataset["url"];
    if (address) location.assign(address);
  }

  /** The current cell when it can be edited, else the first of its row that can. */
  cellToEdit(): HTMLElement | null {
    if (this.cell?.matches(EDITABLE)) return this.cell;
    return this.row?.querySelector<HTMLElement>(EDITABLE) ?? null;
  }

  nextEditable(cell: HTMLElement, backwards: boolean): HTMLElement | null {
    const cells = [...this.grid.querySelectorAll<HTMLElement>(`${ROWS} ${EDITABLE}`)];
    return cells[cells.indexOf(cell) + (backwards ? -1 : 1)] ?? null;
  }

  /** The column of the cursor; before there is one, that of the title. */
  private get column(): number {
    const cell = this.cell ?? this.all[0]?.querySelector<HTMLElement>(TITLE);
    return cell instanceof HTMLTableCellElement ? cell.cellIndex : 0;
  }

  /** A saved cell comes back as another element; the cursor stays on it. */
  private adopt(target: EventTarget | null): void {
    if (!this.cell || this.cell.isConnected || !(target instanceof HTMLElement)) return;
    if (target.dataset["field"] === this.cell.dataset["field"]) this.cell = target;
  }

  private settleOn(target: EventTarget | null): void {
    const cell = target instanceof Element ? target.closest<HTMLElement>("td") : null;
    if (!cell || cell === this.cell) return;
    this.grid.querySelector("tr.is-cur")?.classList.remove("is-cur"); // not by this.row: a saved cell was replaced
    this.cell = cell;
    this.row?.classList.add("is-cur");
  }
}
