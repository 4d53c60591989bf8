import { closest } from "../../lib/dom.ts";

const ONE = "tbody input[type=checkbox][name=ids]";
const ALL = "thead input[data-all]";

/** Which rows are ticked. The checkboxes are the truth; this keeps row classes and the head's checkbox in step. */
export class Selecting {
  private last: HTMLInputElement | undefined;

  constructor(private readonly grid: HTMLElement) {
    grid.addEventListener("click", (event) => this.onClick(event));
    grid.addEventListener("change", () => this.reflect());
    grid.addEventListener("htmx:after:settle", () => this.reflect());
    document.addEventListener("click", (event) => this.onPageClick(event));
    this.reflect();
  }

  get any(): boolean {
    return this.grid.querySelector(`${ONE}:checked`) !== null;
  }

  toggle(row: HTMLElement | null): void {
    row?.querySelector<HTMLInputElement>("input[name=ids]")?.click();
  }

  clear(): void {
    for (const box of this.boxes) box.checked = false;
    this.grid.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private get boxes(): HTMLInputElement[] {
    return [...this.grid.querySelectorAll<HTMLInputElement>(ONE)];
  }

  private onClick(event: MouseEvent): void {
    const head = closest<HTMLInputElement>(event, ALL);
    if (head) for (const box of this.boxes) box.checked = head.checked;
    const box = closest<HTMLInputElement>(event, ONE);
    if (box && event.shiftKey && this.last) this.fill(this.last, box);
    this.last = box ?? undefined;
  }

  /** Shift ticks everything between this and the one ticked before. */
  private fill(from: HTMLInputElement, to: HTMLInputElement): void {
    const boxes = this.boxes;
    const [start, end] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
    for (const box of boxes.slice(start, (end ?? 0) + 1)) box.checked = to.checked;
  }

  /** `data-clear-selection` empties it; `data-select-mode` shows the boxes, which a phone hides. */
  private onPageClick(event: Event): void {
    if (closest(event, "[data-clear-selection]")) this.clear();
    if (closest(event, "[data-select-mode]")) this.grid.toggleAttribute("data-selecting");
  }

  private reflect(): void {
    const boxes = this.boxes;
    const ticked = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr")?.classList.toggle("is-sel", box.checked);
    const head = this.grid.querySelector<HTMLInputElement>(ALL);
    if (!head) return;
    head.checked = ticked > 0 && ticked === boxes.length;
    head.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}
