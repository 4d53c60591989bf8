import { debounced, define, freshId, h } from "../lib/dom.ts";
import { placeUnder } from "../lib/float.ts";
import { occurrences } from "../lib/highlight.ts";
import { marked, search, shape, type Hit } from "../lib/hits.ts";
import { hasModifier, isComposing } from "../lib/keys.ts";
import { begunAt, named, type Begun } from "../lib/mentioning.ts";

const SEARCH_AFTER = 120;
const AT_MOST = 8;

/**
 * `<c-mention data-entity="people,teams">` around a textarea: an “@” and some letters find whom it names, by any of their
 * names; what is chosen stands there in words, as somebody without a script would type it.
 */
export class Mention extends HTMLElement {
  private list!: HTMLElement;
  private hits: Hit[] = [];
  private chosen = 0;
  private begun: Begun | null = null;
  private asked: AbortController | undefined;
  private readonly askSoon = debounced(SEARCH_AFTER, () => void this.ask());

  connectedCallback(): void {
    const text = this.text;
    if (this.list || !text) return;
    this.list = h("div", { class: "picker-list", role: "listbox", id: freshId(), popover: "manual" });
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", this.list.id);
    text.addEventListener("input", () => this.askSoon());
    text.addEventListener("keydown", (event) => this.onKey(event));
    text.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.append(this.list);
  }

  private get text(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  private async ask(): Promise<void> {
    this.asked?.abort();
    const text = this.text;
    this.begun = text && document.activeElement === text ? begunAt(text.value, text.selectionStart) : null;
    if (!this.begun) return this.close();
    const { signal } = (this.asked = new AbortController());
    const { query } = this.begun;
    try {
      const hits = await search("/api/v1/search", query, signal, { entity: this.dataset["entity"] ?? "" });
      if (!signal.aborted) this.show(hits.slice(0, AT_MOST), query);
    } catch {
      if (!signal.aborted) this.close();
    }
  }

  private show(hits: Hit[], query: string): void {
    this.hits = hits;
    this.chosen = 0;
    if (!hits.length) return this.close();
    this.list.replaceChildren(...hits.map((hit, index) => this.line(hit, query, index)));
    if (!this.list.matches(":popover-open")) this.list.showPopover();
    placeUnder(this.list, this);
    this.reflect();
  }

  private line(hit: Hit, query: string, index: number): HTMLElement {
    return h(
      "div",
      { class: "opt", role: "option", id: `${this.list.id}-${index}` },
      hit.icon ? shape(hit.icon, hit.title) : null,
      h("span", { class: "cut" }, ...marked(hit.title, occurrences(hit.title, query))),
      hit.subtitle ? h("span", { class: "end cut" }, hit.subtitle) : null,
    );
  }

  private close(): void {
    this.asked?.abort();
    this.begun = null;
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.text?.removeAttribute("aria-activedescendant");
  }

  private reflect(): void {
    for (const [index, line] of this.list.querySelectorAll("[role=option]").entries())
      line.setAttribute("aria-selected", String(index === this.chosen));
    this.text?.setAttribute("aria-activedescendant", `${this.list.id}-${this.chosen}`);
  }

  private onKey(event: KeyboardEvent): void {
    if (isComposing(event) || hasModifier(event) || !this.list.matches(":popover-open")) return; // Ctrl-Enter sends
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step);
    else if (event.key === "Enter" || event.key === "Tab") this.put(this.hits[this.chosen]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(step: number): void {
    this.chosen = (this.chosen + step + this.hits.length) % this.hits.length;
    this.reflect();
  }

  private onClick(event: Event): void {
    const line = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (line) this.put(this.hits[Number(line.id.slice(this.list.id.length + 1))]);
  }

  private put(hit: Hit | undefined): void {
    const text = this.text;
    if (!hit || !text || !this.begun) return;
    const after = named(text.value, this.begun, hit.title);
    text.value = after.text;
    text.setSelectionRange(after.caret, after.caret);
    this.close();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

define("c-mention", Mention);
