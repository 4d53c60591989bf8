import { closest, define } from "../lib/dom.ts";

/**
 * `<c-composer>` around a form whose kind is chosen by radio buttons drawn as tabs: shows what belongs to the kind
 * (`data-kinds="call meeting"`), grows with the text, sends by Ctrl/⌘-Enter, and empties itself once it was saved.
 */
export class Composer extends HTMLElement {
  private isReady = false;

  /** It may be moved, with what was typed, into a timeline that was fetched anew. */
  connectedCallback(): void {
    if (this.isReady) return;
    this.isReady = true;
    this.addEventListener("change", () => this.showKind());
    this.addEventListener("input", () => this.grow());
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("focusin", () => this.classList.add("is-open"));
    this.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
      if (ctx.response && ctx.response.status < 400 && ctx.request.method !== "GET") this.empty();
    });
    this.showKind();
    this.grow();
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private showKind(): void {
    const kind = this.querySelector<HTMLInputElement>("input[name=kind]:checked");
    for (const part of this.querySelectorAll<HTMLElement>("[data-kinds]")) this.showIf(part, kind?.value ?? "");
    const text = this.querySelector("textarea");
    if (text && kind?.dataset["placeholder"]) text.placeholder = kind.dataset["placeholder"];
  }

  /** What is not shown is not sent either. */
  private showIf(part: HTMLElement, kind: string): void {
    const shown = (part.dataset["kinds"] ?? "").split(" ").includes(kind);
    part.hidden = !shown;
    for (const control of part.querySelectorAll<HTMLInputElement>("input, select, textarea")) control.disabled = !shown;
  }

  private grow(): void {
    const text = this.querySelector("textarea");
    if (!text) return;
    this.classList.toggle("is-open", this.classList.contains("is-open") || text.value !== "");
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !closest(event, "textarea, input")) return;
    event.preventDefault();
    this.form?.requestSubmit();
  }

  private empty(): void {
    this.form?.reset();
    this.classList.remove("is-open");
    this.closest("details")?.removeAttribute("open");
    this.showKind();
    this.grow();
  }
}

define("c-composer", Composer);
