import { undoLatest } from "../elements/toast.ts";
import { closest } from "../lib/dom.ts";
import { hasModifier, isCommand, isComposing, isTyping } from "../lib/keys.ts";
import { commands, run } from "./commands.ts";

const GO = "g";
const SEQUENCE_WITHIN = 1200; // milliseconds

let begun = "";
let begunAt = 0;

/** Keys that work anywhere on a page, never while somebody is writing. */
export function startShortcuts(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if (closest(event, "[data-palette]")) void openPalette();
    if (closest(event, "[data-shortcuts]")) void openList();
  });
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || isComposing(event)) return;
  if (isCommand(event, "k")) return handled(event, () => void openPalette());
  if (isTyping(event) || document.querySelector("dialog[open]")) return;
  if (isCommand(event, "z")) return undoLatest() ? event.preventDefault() : undefined;
  if (!hasModifier(event)) press(event);
}

/** One key, or the second after G. The first has the commands fetched, so that they are there when the second comes. */
function press(event: KeyboardEvent): void {
  const keys = begun === GO && recent() && event.key.length === 1 ? `${GO} ${event.key}` : event.key;
  const action = actionFor(keys) ?? (keys === event.key ? undefined : () => void runCommand(keys));
  begun = keys;
  begunAt = event.timeStamp;
  if (action) handled(event, action);
  else if (keys === GO) void commands();
}

async function runCommand(keys: string): Promise<void> {
  const command = (await commands()).find(({ shortcut }) => shortcut === keys);
  if (command) run(command);
}

function recent(): boolean {
  return performance.now() - begunAt < SEQUENCE_WITHIN;
}

function actionFor(keys: string): (() => void) | undefined {
  if (keys === "Escape" && isSomethingOpen()) return undefined;
  const element = document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(keys)}"]`);
  if (element) return () => element.click();
  if (keys === "/") return () => void openPalette();
  if (keys === "?") return () => void openList();
  return undefined;
}

/** Escape first closes what is open, and only then goes back. */
function isSomethingOpen(): boolean {
  const popover = CSS.supports("selector(:popover-open)") && document.querySelector(":popover-open");
  return Boolean(popover || document.querySelector(".peek:not([hidden]), c-selection:not([hidden])"));
}

function handled(event: KeyboardEvent, action: () => void): void {
  event.preventDefault();
  begun = "";
  action();
}

async function openPalette(): Promise<void> {
  const { palette } = await import("../elements/palette/palette.ts");
  palette().open();
}

async function openList(): Promise<void> {
  const { showShortcuts } = await import("./shortcut-list.ts");
  await showShortcuts();
}
