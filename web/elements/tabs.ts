import { closest, define } from "../lib/dom.ts";
import { isNarrow, onNarrowChange } from "../lib/narrow.ts";

/**
 * `<c-tabs>` around `<a class="tab" href="#panel-id">` and the panels they name; without the script all panels show.
 * With `data-narrow` it works on narrow screens only, where a wide page shows its panels side by side.
 */
export class Tabs extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    onNarrowChange(() => this.show(this.current));
    this.describe();
    this.show(this.tabs.find((tab) => tab.hash && tab.hash === location.hash) ?? this.current);
  }

  private get tabs(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>("a[role=tab][href^='#']")].filter(
      (tab) => tab.closest("c-tabs") === this,
    );
  }

  private get current(): HTMLAnchorElement | undefined {
    return this.tabs.find((tab) => tab.getAttribute("aria-selected") === "true") ?? this.tabs[0];
  }

  private panelOf(tab: HTMLAnchorElement): HTMLElement | null {
    return document.getElementById(tab.hash.slice(1));
  }

  private describe(): void {
    for (const tab of this.tabs) tab.setAttribute("aria-controls", tab.hash.slice(1));
  }

  private show(chosen: HTMLAnchorElement | undefined): void {
    const off = this.hasAttribute("data-narrow") && !isNarrow();
    for (const tab of this.tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      this.panelOf(tab)?.toggleAttribute("hidden", !isChosen && !off);
    }
  }

  private onClick(event: MouseEvent): void {
    const tab = closest<HTMLAnchorElement>(event, "a[role=tab]");
    if (!tab || !this.tabs.includes(tab)) return;
    event.preventDefault();
    this.show(tab);
  }

  private onKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const { tabs } = this;
    const at = tabs.indexOf(event.target as HTMLAnchorElement);
    if (!step || at < 0) return;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    event.preventDefault();
    this.show(next);
    next?.focus();
  }
}

define("c-tabs", Tabs);
