import { define, h } from "../lib/dom.ts";
import { t } from "../lib/words.ts";
import type { Filter } from "./filter/filter.ts";
import type { Group, Node } from "./filter/tree.ts";

const PAUSE = 250;

/** What the server says of a filter: how many it leaves, the first of them, the filter as chips and in words. */
interface Counted {
  count: string;
  rows: { title: string; url: string }[];
  tree: Node | null;
  words: string;
  list: string;
}

/**
 * `<c-segment data-count="…">` around a `<c-filter>` and a `textarea[name=filter]`: each follows the other, and with every
 * change the count is asked for anew; what was asked before is given up.
 */
export class Segment extends HTMLElement {
  private asking: AbortController | undefined;
  private timer = 0;

  connectedCallback(): void {
    this.addEventListener("filter", (event) => this.onFilter(event as CustomEvent<{ text: string; tree: Group }>));
    this.text.addEventListener("input", () => this.soon());
    document.getElementById("segment-noun")?.addEventListener("change", (event) => {
      location.assign(`?noun=${encodeURIComponent((event.target as HTMLSelectElement).value)}`);
    });
    void this.count();
  }

  private get text(): HTMLTextAreaElement {
    return this.querySelector<HTMLTextAreaElement>("textarea[name=filter]")!;
  }

  private onFilter(event: CustomEvent<{ text: string; tree: Group }>): void {
    event.preventDefault();
    this.text.value = event.detail.text;
    this.chips?.show(event.detail.tree);
    void this.count();
  }

  private get chips(): Filter | null {
    return this.querySelector<Filter>("c-filter");
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.count(), PAUSE);
  }

  private async count(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.querySelector(".segment-count")?.classList.add("is-waiting");
    try {
      const found = await fetch(`${this.dataset["count"]}?filter=${encodeURIComponent(this.text.value)}`, { signal: asking.signal });
      const told = (await found.json()) as Counted & { problem?: string };
      this.tell(told);
    } catch {
      if (!asking.signal.aborted) this.put("#segment-problem", t("This could not be counted. Try again."));
    }
  }

  private tell({ count, rows, tree, words, list, problem }: Counted & { problem?: string }): void {
    this.put("#segment-problem", problem ?? "");
    this.querySelector(".segment-count")?.classList.remove("is-waiting");
    if (problem) return this.put("[data-number]", "–");
    this.put("[data-number]", count);
    this.put("[data-words]", words);
    this.querySelector("[data-list]")?.setAttribute("href", list);
    this.querySelector("[data-rows]")?.replaceChildren(...rows.map(({ title, url }) => h("li", {}, h("a", { class: "link", href: url }, title))));
    this.chips?.show(tree);
  }

  private put(selector: string, words: string): void {
    const place = this.querySelector(selector);
    if (place) place.textContent = words;
  }
}

define("c-segment", Segment);
