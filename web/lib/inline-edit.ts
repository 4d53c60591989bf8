import htmx from "htmx.org";
import { closest } from "./dom.ts";
import { isComposing } from "./keys.ts";

const FORM = "form.cell-form";
const CONTROL = "[autofocus], input:not([type=hidden]), select, textarea";
const EDITABLE = "[data-editable]";
const SAVED_SHOWN_FOR = 900;

/** What the host of an editor decides: where Tab goes, and where the focus returns to. */
export interface EditorHost {
  next(cell: HTMLElement, backwards: boolean): HTMLElement | null;
  focus(cell: HTMLElement): void;
}

/**
 * Editing in place. A cell fetches its form from `data-edit-url`; the form saves itself through htmx and is answered
 * by the whole cell, with the new value or with the form and its error. One cell at a time.
 */
export class InlineEdit {
  private kept: ChildNode[] | undefined;
  private before = "";
  private then: (() => void) | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: EditorHost,
  ) {
    root.addEventListener("keydown", (event) => this.onKey(event));
    root.addEventListener("focusout", (event) => this.onLeave(event));
    root.addEventListener("change", (event) => this.onChange(event));
    root.addEventListener("htmx:after:settle", (event) => this.onSettled(event));
    root.addEventListener("htmx:finally:request", (event) => this.onAnswered(event));
  }

  async edit(cell: HTMLElement): Promise<void> {
    if (!cell.matches(EDITABLE) || cell.querySelector(FORM)) return;
    const kept = [...cell.childNodes];
    await htmx.ajax("GET", editorOf(cell), { source: cell, target: cell, swap: "innerHTML" });
    if (cell.querySelector(FORM)) this.kept = kept;
  }

  private onSettled(event: Event): void {
    const cell = closest(event, "[data-field]");
    if (!cell || !this.root.contains(cell)) return;
    if (cell.querySelector(FORM)) this.begin(cell);
    else if (cell.querySelector(".stale")) this.offer(cell);
    else this.finish(cell);
    keepInSight(cell.querySelector(".cell-error, .stale"));
  }

  /** Somebody else was faster: the answer offers both values, and nothing goes on until one is chosen. */
  private offer(cell: HTMLElement): void {
    this.forget();
    cell.classList.add("is-editing");
  }

  /** Whatever came of it; a form that is still there was not saved and can be left, corrected or sent again. */
  private onAnswered(event: Event): void {
    closest(event, ".is-saving")?.classList.remove("is-saving");
    if (closest(event, FORM)) this.then = undefined;
  }

  private begin(cell: HTMLElement): void {
    const form = cell.querySelector<HTMLFormElement>(FORM);
    const control = form?.querySelector<HTMLElement>(CONTROL);
    cell.classList.add("is-editing");
    this.before = valuesOf(form);
    this.then = undefined;
    control?.focus();
    if (control instanceof HTMLInputElement) control.select();
    if (control instanceof HTMLSelectElement) openList(control);
  }

  private finish(cell: HTMLElement): void {
    const { then } = this;
    this.forget();
    cell.classList.add("is-saved");
    setTimeout(() => cell.classList.remove("is-saved"), SAVED_SHOWN_FOR);
    if (then) then();
    else if (document.activeElement === document.body) this.host.focus(cell);
  }

  private forget(): void {
    this.kept = undefined;
    this.then = undefined;
  }

  private onKey(event: KeyboardEvent): void {
    const cell = editedCell(event);
    if (!cell || isComposing(event) || event.defaultPrevented) return;
    if (event.key === "Escape") this.cancel(cell);
    else if (event.key === "Tab") this.goOn(cell, event.shiftKey);
    else if (event.key === "Enter" && saves(event)) this.save(cell, () => this.host.focus(this.again(cell)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private goOn(cell: HTMLElement, backwards: boolean): void {
    const next = this.host.next(cell, backwards);
    this.save(cell, () => (next ? void this.edit(next) : this.host.focus(this.again(cell))));
  }

  /** Leaving the cell saves it; leaving the window does not, nor does taking the form away. */
  private onLeave(event: FocusEvent): void {
    const cell = editedCell(event);
    if (
      !cell?.classList.contains("is-editing") ||
      this.then ||
      cell.contains(event.relatedTarget as Node | null) ||
      !document.hasFocus()
    )
      return;
    this.save(cell, () => undefined);
  }

  /** A choice from a list, or of a picker (whose value is hidden), is complete with the choosing. */
  private onChange(event: Event): void {
    const cell = editedCell(event);
    if (cell && event.target instanceof Element && event.target.matches("select, [type=hidden]"))
      this.save(cell, () => this.host.focus(this.again(cell)));
  }

  private save(cell: HTMLElement, then: () => void): void {
    const form = cell.querySelector<HTMLFormElement>(FORM);
    if (!form || cell.classList.contains("is-saving")) return;
    if (valuesOf(form) === this.before) {
      this.cancel(cell);
      return then();
    }
    if (!form.reportValidity()) return;
    this.then = then;
    cell.classList.add("is-saving");
    form.requestSubmit();
  }

  private cancel(cell: HTMLElement): void {
    if (!this.kept) return;
    const kept = this.kept;
    this.forget();
    cell.classList.remove("is-editing");
    cell.replaceChildren(...kept);
    htmx.process(cell);
    this.host.focus(cell);
  }

  /** The cell in the same place now that the answer has replaced it. */
  private again(cell: HTMLElement): HTMLElement {
    const row = cell.closest<HTMLElement>("[data-id]")?.dataset["id"];
    const within = row ? `[data-id="${CSS.escape(row)}"] ` : "";
    return (
      this.root.querySelector<HTMLElement>(`${within}[data-field="${CSS.escape(cell.dataset["field"] ?? "")}"]`) ?? cell
    );
  }
}

/** Where the form of a cell comes from: its own address, or in a list the row's and the field's name. */
function editorOf(cell: HTMLElement): string {
  const row = cell.closest<HTMLElement>("tr[data-url]")?.dataset["url"] ?? "";
  return cell.dataset["editUrl"] ?? `${row}/cell/${cell.dataset["field"]}?edit=1`;
}

function editedCell(event: Event): HTMLElement | null {
  const form = closest(event, FORM);
  return form?.closest<HTMLElement>("[data-field]") ?? null;
}

/** Enter saves; in a text of several lines it needs Ctrl or ⌘. */
function saves(event: KeyboardEvent): boolean {
  return !(event.target instanceof HTMLTextAreaElement) || event.ctrlKey || event.metaKey;
}

function valuesOf(form: HTMLFormElement | null): string {
  return form ? JSON.stringify([...new FormData(form)].map(([name, value]) => [name, String(value)])) : "";
}

/** What hangs below a cell near the right edge hangs from its right corner instead. */
function keepInSight(note: Element | null): void {
  note?.classList.toggle("at-end", note.getBoundingClientRect().right > innerWidth - 8);
}

function openList(select: HTMLSelectElement): void {
  try {
    select.showPicker();
  } catch {
    // Older browsers open it at the next key or click.
  }
}
