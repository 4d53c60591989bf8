import htmx from "htmx.org";
import { debounced, define, freshId, h } from "../../lib/dom.ts";
import { Refused } from "../../lib/fetching.ts";
import { search, type Hit } from "../../lib/hits.ts";
import { icon } from "../../lib/icon.ts";
import { isCommand, isComposing } from "../../lib/keys.ts";
import { isNarrow } from "../../lib/narrow.ts";
import { peekAddress } from "../../lib/page.ts";
import { recent } from "../../lib/recent.ts";
import { t } from "../../lib/words.ts";
import { commands, type Command } from "../../page/commands.ts";
import { askToSignIn } from "../../page/signed-out.ts";
import { drawGroup, summary } from "./draw.ts";
import { commandGroup, creations, hitOption, selectionGroup, type Group, type Option } from "./found.ts";

const SEARCH_AFTER = 120;
const PREVIEW_AFTER = 180;

/** The palette of this page, made on first use. */
export function palette(): Palette {
  define("c-palette", Palette);
  return document.querySelector<Palette>("c-palette") ?? document.body.appendChild(new Palette());
}

/**
 * `<c-palette data-search="/api/v1/search" data-peek>`: finds records, pages and actions.
 * With `data-peek` the record under the cursor shows its own preview (`<url>?peek=1`) beside the list.
 */
export class Palette extends HTMLElement {
  private readonly input = h("input", {
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly list = h("div", { class: "palette-list", role: "listbox", id: freshId() });
  private readonly side = h("div", { class: "palette-side" });
  private readonly box = h("dialog", { class: "palette" });
  private commands: Command[] = [];
  private options: Option[] = [];
  private chosen = -1;
  private asked: AbortController | undefined;
  private readonly askSoon = debounced(SEARCH_AFTER, () => void this.ask());
  private readonly previewSoon = debounced(PREVIEW_AFTER, () => this.preview());

  open(): void {
    if (!this.box.isConnected) this.build();
    if (this.box.open) return this.input.select();
    this.input.value = "";
    this.box.showModal();
    this.show(this.startingGroups());
    if (!this.commands.length) void this.learnCommands();
  }

  /** What was typed meanwhile shows them with what it finds. */
  private async learnCommands(): Promise<void> {
    this.commands = await commands();
    if (!this.query) this.show(this.startingGroups());
  }

  private build(): void {
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-label", t("Find or go anywhere"));
    this.input.placeholder = t("Name, pinyin, initials, phone, e-mail or action");
    this.box.setAttribute("aria-label", t("Find or go anywhere"));
    this.box.append(this.top(), h("div", { class: "palette-cols" }, this.list, this.side), foot());
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("input", () => this.onInput());
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.list.addEventListener("mousemove", (event) => this.choose(this.indexAt(event), false));
    this.append(this.box);
  }

  private top(): HTMLElement {
    const close = h(
      "button",
      { type: "button", class: "palette-x", "aria-label": t("Close"), onclick: () => this.box.close() },
      h("kbd", {}, "Esc"),
      icon("x"),
    );
    return h("div", { class: "palette-in" }, icon("search"), this.input, close);
  }

  private startingGroups(): Group[] {
    return [selectionGroup(""), { title: t("Recent"), options: recent().map(hitOption) }, commandGroup("", this.commands)];
  }

  private onInput(): void {
    if (this.query) return this.askSoon();
    this.asked?.abort();
    this.show(this.startingGroups());
  }

  private get query(): string {
    return this.input.value.trim();
  }

  private async ask(): Promise<void> {
    this.asked?.abort();
    const { signal } = (this.asked = new AbortController());
    const query = this.query;
    if (!query) return;
    this.list.setAttribute("aria-busy", "true");
    try {
      const found = search(this.dataset["search"] ?? "/api/v1/search", query, signal);
      const [hits] = await Promise.all([found, this.learnCommands()]);
      if (!signal.aborted) this.showFound(query, hits);
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  /** Without anything found, says so above what can be created instead. */
  private showFound(query: string, hits: Hit[]): void {
    const [acts, go] = [selectionGroup(query), commandGroup(query, this.commands)];
    const nothing = hits.length + acts.options.length + go.options.length === 0;
    const orCreate = { ...go, options: [...go.options, ...creations(query, this.commands)] };
    const groups = [{ title: t("Records"), options: hits.map(hitOption) }, acts, orCreate];
    this.show(groups, nothing ? t("Nothing found for “{query}”.", { query }) : "");
  }

  private fail(error: unknown): void {
    this.list.removeAttribute("aria-busy");
    if (error instanceof Refused && error.status === 401) return askToSignIn(() => this.askSoon());
    const reason =
      error instanceof Refused ? t("The search does not answer. Pages and actions still work.") : t("No connection.");
    this.show([commandGroup(this.query, this.commands)], reason);
  }

  private show(groups: Group[], note = ""): void {
    const filled = groups.filter(({ options }) => options.length > 0);
    this.options = filled.flatMap(({ options }) => options);
    this.box.classList.toggle("has-side", this.hasAttribute("data-peek") && this.options.some(({ hit }) => hit));
    const drawn = filled.map((group) => drawGroup(group, this.query, (option) => this.idOf(option)));
    this.list.replaceChildren(...(note ? [h("p", { class: "palette-none", role: "status" }, note)] : []), ...drawn);
    this.list.removeAttribute("aria-busy");
    this.chosen = -1;
    this.choose(0);
  }

  private idOf(option: Option): string {
    return `${this.list.id}-${this.options.indexOf(option)}`;
  }

  private choose(index: number, scroll = true): void {
    if (index < 0 || index === this.chosen) return;
    this.elementOf(this.chosen)?.setAttribute("aria-selected", "false");
    this.chosen = this.options[index] ? index : -1;
    const element = this.elementOf(this.chosen);
    element?.setAttribute("aria-selected", "true");
    if (scroll) element?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", element?.id ?? "");
    this.previewSoon();
  }

  private elementOf(index: number): HTMLElement | null {
    return document.getElementById(`${this.list.id}-${index}`);
  }

  private indexAt(event: Event): number {
    const line = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    return line ? Number(line.id.slice(this.list.id.length + 1)) : -1;
  }

  private onClick(event: MouseEvent): void {
    const option = this.options[this.indexAt(event)];
    if (option) this.take(option, event.metaKey || event.ctrlKey);
  }

  private take(option: Option, aside: boolean): void {
    this.box.close();
    option.choose(aside);
  }

  private onKey(event: KeyboardEvent): void {
    if (isComposing(event) || !this.box.open) return; // closed, it may keep the focus for a moment
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose((this.chosen + step + this.options.length) % this.options.length);
    else if (event.key === "Enter") this.onEnter(event);
    else if (isCommand(event, "k")) this.box.close();
    else return;
    event.preventDefault();
  }

  private onEnter(event: KeyboardEvent): void {
    const option = this.options[this.chosen];
    if (option) this.take(option, event.metaKey || event.ctrlKey);
  }

  /** The side is a comfort: on a phone, or where the page has no preview, the summary does. */
  private preview(): void {
    const hit = this.options[this.chosen]?.hit;
    if (!hit) this.side.replaceChildren();
    if (!hit || !this.hasAttribute("data-peek") || isNarrow()) return;
    const place = h("div", { "data-quiet": true }, summary(hit));
    this.side.replaceChildren(place);
    void htmx.ajax("GET", peekAddress(hit.url), { source: place, target: place, swap: "innerHTML" });
  }
}

function foot(): HTMLElement {
  return h(
    "div",
    { class: "palette-foot" },
    h("span", {}, h("kbd", {}, "↑"), h("kbd", {}, "↓"), t("choose")),
    h("span", {}, h("kbd", {}, "↵"), t("open")),
    h("span", {}, h("kbd", {}, "Esc"), t("close")),
    h("span", { class: "end" }, t("Characters, pinyin, initials, phones and e-mails all find")),
  );
}
