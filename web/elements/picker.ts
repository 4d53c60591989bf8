import { debounced, define, freshId, h } from "../lib/dom.ts";
import { placeUnder } from "../lib/float.ts";
import { occurrences } from "../lib/highlight.ts";
import { marked, search, shape, type Hit } from "../lib/hits.ts";
import { icon } from "../lib/icon.ts";
import { isComposing } from "../lib/keys.ts";
import { t } from "../lib/words.ts";

const SEARCH_AFTER = 120;
const LOCAL_AT_MOST = 50;

/**
 * `<c-picker data-entity="people">` around a hidden input (the id) and a text input (the name): finds by typing.
 * With a `<datalist>` inside it chooses among those options and asks nobody. Choosing fires `change` on the hidden input.
 */
export class Picker extends HTMLElement {
  private list!: HTMLElement;
  private hits: Hit[] = [];
  private chosen = 0;
  private settled = "";
  private asked: AbortController | undefined;
  private readonly askSoon = debounced(SEARCH_AFTER, () => void this.ask());

  connectedCallback(): void {
    if (this.list) return;
    this.list = h("div", { class: "picker-list", role: "listbox", id: freshId(), popover: "manual" });
    this.settled = this.text.defaultValue;
    this.classList.toggle("is-filled", this.hidden_.value !== "");
    this.describe();
    this.append(this.clearButton(), this.list);
    this.listen();
    if (this.text.value !== this.settled) this.askSoon();
  }

  private describe(): void {
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      autocomplete: "off",
    };
    for (const [name, value] of Object.entries(attributes)) this.text.setAttribute(name, value);
    this.text.placeholder ||= t("Type to find");
  }

  private listen(): void {
    this.text.addEventListener("input", () => this.askSoon());
    this.text.addEventListener("focus", () => this.text.select());
    this.text.addEventListener("click", () => this.askSoon());
    this.text.addEventListener("keydown", (event) => this.onKey(event));
    this.text.addEventListener("blur", () => this.settle());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
  }

  private get hidden_(): HTMLInputElement {
    return (
      this.querySelector<HTMLInputElement>("input[type=hidden]") ?? this.appendChild(h("input", { type: "hidden" }))
    );
  }

  private get text(): HTMLInputElement {
    return (
      this.querySelector<HTMLInputElement>("input:not([type=hidden])") ??
      this.appendChild(h("input", { class: "input" }))
    );
  }

  private clearButton(): HTMLElement {
    const clear = (): void => this.pick({ entity: "", id: "", title: "", url: "" });
    return h(
      "button",
      { type: "button", class: "picker-x", tabindex: -1, "aria-label": t("Clear"), onclick: clear },
      icon("x", "i i-s"),
    );
  }

  private async ask(): Promise<void> {
    this.asked?.abort();
    const { signal } = (this.asked = new AbortController());
    const query = this.text.value === this.settled ? "" : this.text.value.trim();
    try {
      const hits = this.options ? this.local(query) : await this.remote(query, signal);
      if (!signal.aborted && document.activeElement === this.text) this.show(hits, query);
    } catch {
      if (!signal.aborted) this.show([], query, t("No connection."));
    }
  }

  private get options(): HTMLDataListElement | null {
    return this.querySelector("datalist");
  }

  private local(query: string): Hit[] {
    const options = [...(this.options?.options ?? [])];
    const fitting = options.filter((option) =>
      `${option.label} ${option.dataset["keywords"] ?? ""}`.toLowerCase().includes(query.toLowerCase()),
    );
    return fitting
      .slice(0, LOCAL_AT_MOST)
      .map(({ value, label }) => ({ entity: "", id: value, title: label, url: "" }));
  }

  private remote(query: string, signal: AbortSignal): Promise<Hit[]> {
    return search(this.dataset["search"] ?? "/api/v1/search", query, signal, { entity: this.dataset["entity"] ?? "" });
  }

  private show(hits: Hit[], query: string, note = query ? t("Nothing found.") : t("Type to find")): void {
    this.hits = hits;
    this.chosen = 0;
    const lines = hits.map((hit, index) => this.line(hit, query, index));
    this.list.replaceChildren(...(lines.length ? lines : [h("p", { class: "picker-none" }, note)]));
    this.openList();
    this.reflect();
  }

  private line(hit: Hit, query: string, index: number): HTMLElement {
    const title = h("span", { class: "cut" }, ...marked(hit.title, occurrences(hit.title, query)));
    const subtitle = hit.subtitle ? h("span", { class: "end cut" }, hit.subtitle) : null;
    return h(
      "div",
      { class: "opt", role: "option", id: `${this.list.id}-${index}` },
      hit.icon ? shape(hit.icon, hit.title) : null,
      title,
      subtitle,
    );
  }

  private openList(): void {
    if (!this.isOpen) this.list.showPopover?.();
    this.list.style.minWidth = `${this.offsetWidth}px`;
    placeUnder(this.list, this);
    this.text.setAttribute("aria-expanded", "true");
  }

  private closeList(): void {
    if (this.isOpen) this.list.hidePopover?.();
    this.asked?.abort();
    this.text.setAttribute("aria-expanded", "false");
  }

  private get isOpen(): boolean {
    return this.text.getAttribute("aria-expanded") === "true";
  }

  private reflect(): void {
    for (const [index, line] of this.list.querySelectorAll("[role=option]").entries()) {
      line.setAttribute("aria-selected", String(index === this.chosen));
      if (index === this.chosen) line.scrollIntoView({ block: "nearest" });
    }
    this.text.setAttribute("aria-activedescendant", this.hits.length ? `${this.list.id}-${this.chosen}` : "");
  }

  private onKey(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step);
    else if (this.isOpen && event.key === "Enter") this.pick(this.hits[this.chosen]);
    else if (this.isOpen && event.key === "Escape") this.settle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(step: number): void {
    if (!this.isOpen) return this.askSoon();
    this.chosen = (this.chosen + step + this.hits.length) % Math.max(1, this.hits.length);
    this.reflect();
  }

  private onClick(event: Event): void {
    const line = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (line) this.pick(this.hits[Number(line.id.slice(this.list.id.length + 1))]);
  }

  private pick(hit: Hit | undefined): void {
    if (!hit) return;
    this.text.value = this.settled = hit.title;
    this.hidden_.value = String(hit.id);
    this.classList.toggle("is-filled", hit.id !== "");
    this.closeList();
    this.dispatchEvent(new CustomEvent("pick", { detail: hit, bubbles: true }));
    this.hidden_.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Words that were not chosen mean nothing: an emptied text clears, any other goes back to the last choice. */
  private settle(): void {
    this.closeList();
    if (!this.text.value.trim() && this.settled) this.pick({ entity: "", id: "", title: "", url: "" });
    else this.text.value = this.settled;
  }
}

define("c-picker", Picker);

declare global {
  interface HTMLElementTagNameMap {
    "c-picker": Picker;
  }
}
