import { placeUnder } from "../lib/float.ts";

const ITEMS = "a[href], button:not([disabled]), input:not([disabled])";

/** Menus and small panels are `<div popover>`; the browser opens and closes them, this places them and moves by arrow keys. */
export function startMenus(): void {
  if (!("popover" in HTMLElement.prototype)) return;
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("keydown", onKey);
}

function onToggle(event: Event): void {
  const box = event.target;
  if (!(event instanceof ToggleEvent) || !(box instanceof HTMLElement) || !box.matches(".menu, .pop")) return;
  const opener = openerOf(box);
  opener?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState === "open") reveal(box, opener);
}

function reveal(box: HTMLElement, opener: HTMLElement | null): void {
  if (opener) placeUnder(box, opener);
  box.querySelector<HTMLElement>("[autofocus]")?.focus();
}

function openerOf(box: HTMLElement): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(box.id)}"]`);
}

function onKey(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const box = document.querySelector<HTMLElement>(".menu:popover-open");
  if (!step || !box || event.defaultPrevented) return;
  event.preventDefault();
  const items = [...box.querySelectorAll<HTMLElement>(ITEMS)];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}
