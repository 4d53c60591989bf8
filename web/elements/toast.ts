import htmx from "htmx.org";
import { define, h } from "../lib/dom.ts";
import { icon } from "../lib/icon.ts";
import { pageJson } from "../lib/page.ts";
import { COMMAND_SIGN } from "../lib/keys.ts";
import { t } from "../lib/words.ts";

const SHOWN_FOR = 8000;
const AT_MOST = 3;
const ICONS: Record<string, string> = { ok: "check", bad: "alert-circle", warn: "alert-triangle", info: "info-circle" };

export interface Message {
  text: string;
  kind?: "ok" | "bad" | "warn" | "info";
  /** Taking it back: posted to by the Undo button, through htmx, so that the answer may refresh or replace. */
  undo?: { url: string; label?: string };
  /** Something else to do about it, in this page. */
  action?: { label: string; run: () => void };
}

/** Shows a message for eight seconds, longer while the pointer or the focus is on it. */
export function toast(message: Message): void {
  const region = document.querySelector<ToastRegion>("c-toast") ?? document.body.appendChild(h("c-toast"));
  region.show(message);
}

/** `<c-toast>`: where messages of the server and of the page appear, read out by screen readers. */
export class ToastRegion extends HTMLElement {
  connectedCallback(): void {
    this.setAttribute("role", "status");
    this.setAttribute("aria-live", "polite");
    for (const message of pageJson<Message[]>("toasts", [])) this.show(message);
  }

  show(message: Message): void {
    while (this.children.length >= AT_MOST) this.firstElementChild?.remove();
    const box = drawn(message);
    this.append(box);
    goesAway(box);
  }
}

function drawn(message: Message): HTMLElement {
  const kind = message.kind ?? "ok";
  const box = h("div", { class: "toast" }, icon(ICONS[kind] ?? "check", "i i-s"), h("p", {}, message.text));
  if (kind === "bad") box.classList.add("is-bad");
  if (message.undo) box.append(undoButton(box, message.undo));
  if (message.action) box.append(actionButton(box, message.action));
  box.append(closeButton(box));
  return box;
}

function undoButton(box: HTMLElement, undo: NonNullable<Message["undo"]>): HTMLElement {
  const takeBack = (): void => {
    void htmx.ajax("POST", undo.url, { source: box, target: box, swap: "none" });
    box.classList.add("is-busy");
    setTimeout(() => box.remove(), SHOWN_FOR);
  };
  return h(
    "button",
    { type: "button", "data-undo": true, onclick: once(takeBack) },
    undo.label ?? t("Undo"),
    h("kbd", {}, `${COMMAND_SIGN}Z`),
  );
}

function actionButton(box: HTMLElement, action: NonNullable<Message["action"]>): HTMLElement {
  const run = (): void => {
    box.remove();
    action.run();
  };
  return h("button", { type: "button", onclick: run }, action.label);
}

function closeButton(box: HTMLElement): HTMLElement {
  return h(
    "button",
    { type: "button", class: "x", "aria-label": t("Close"), onclick: () => box.remove() },
    icon("x", "i i-s"),
  );
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}

/** Counts down only while nobody is reading or about to press a button. */
function goesAway(box: HTMLElement): void {
  let timer = setTimeout(() => box.remove(), SHOWN_FOR);
  const hold = (): void => clearTimeout(timer);
  const release = (): void => {
    hold();
    timer = setTimeout(() => box.remove(), SHOWN_FOR);
  };
  for (const event of ["mouseenter", "focusin"]) box.addEventListener(event, hold);
  for (const event of ["mouseleave", "focusout"]) box.addEventListener(event, release);
}

export function startToasts(): void {
  define("c-toast", ToastRegion);
  document.addEventListener("toast", (event) => toast((event as CustomEvent<Message>).detail));
}

/** Presses the newest Undo that is still on screen; false when there is none. */
export function undoLatest(): boolean {
  const buttons = document.querySelectorAll<HTMLElement>("c-toast [data-undo]");
  const latest = buttons[buttons.length - 1];
  latest?.click();
  return latest !== undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    "c-toast": ToastRegion;
  }
}
