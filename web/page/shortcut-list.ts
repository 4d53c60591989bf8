import { h } from "../lib/dom.ts";
import { icon } from "../lib/icon.ts";
import { COMMAND_SIGN } from "../lib/keys.ts";
import { t } from "../lib/words.ts";
import { commands, type Command } from "./commands.ts";

type Line = [keys: string, what: string];

/** The dialog behind `?`: what works everywhere, in lists, and on this page. */
export async function showShortcuts(): Promise<void> {
  const known = await commands();
  const box = h("dialog", { class: "dialog is-wide", "aria-label": t("Keyboard shortcuts") });
  const groups = [
    group(t("Everywhere"), everywhere()),
    group(t("In a list"), inLists()),
    group(t("On a board"), document.querySelector("c-board") ? onBoards() : []),
    group(t("In the inbox"), document.querySelector("c-inbox") ? inInbox() : []),
    group(t("On this page"), onThisPage(known)),
  ];
  box.append(header(box), h("div", { class: "keys" }, ...groups));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

function header(box: HTMLDialogElement): HTMLElement {
  const close = h(
    "button",
    { class: "btn is-quiet is-icon is-s end", type: "button", "aria-label": t("Close"), onclick: () => box.close() },
    icon("x", "i i-s"),
  );
  return h("header", {}, h("h2", {}, t("Keyboard shortcuts")), close);
}

function everywhere(): Line[] {
  return [
    [`${COMMAND_SIGN}K`, t("Find or go anywhere")],
    ["/", t("Search")],
    ["?", t("This list")],
    [`${COMMAND_SIGN}Z`, t("Undo what the last message says")],
    ["Esc", t("Close, or go back")],
  ];
}

function inLists(): Line[] {
  return [
    ["j k", t("Next and previous row")],
    ["← →", t("Next and previous cell")],
    ["↵", t("Open the row")],
    ["e", t("Edit the cell")],
    ["x", t("Select the row")],
    ["Space", t("Look at the row beside the list")],
    ["← →", t("Step through the rows, while one is looked at")],
  ];
}

function onBoards(): Line[] {
  return [
    ["← →", t("Card beside this one")],
    ["Shift ← →", t("Move the card to the next column or day")],
    ["m", t("Choose where to move the card")],
  ];
}

function inInbox(): Line[] {
  return [
    ["e", t("Done")],
    ["h", t("Snooze")],
    ["u", t("Read, or unread again")],
    ["z", t("Back to the inbox")],
  ];
}

function onThisPage(known: Command[]): Line[] {
  const fromCommands = known.flatMap(({ shortcut, label }): Line[] => (shortcut ? [[shortcut, label]] : []));
  const taken = new Set(fromCommands.map(([keys]) => keys));
  const elements = [...document.querySelectorAll<HTMLElement>("[data-shortcut]")];
  const fromElements = elements.map((element): Line => [element.dataset["shortcut"] ?? "", nameOf(element)]);
  return [...fromCommands, ...fromElements.filter(([keys]) => !taken.has(keys))];
}

function nameOf(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const part of copy.querySelectorAll("kbd, em")) part.remove();
  return element.getAttribute("aria-label") ?? copy.textContent?.trim() ?? "";
}

function group(title: string, lines: Line[]): HTMLElement | null {
  if (lines.length === 0) return null;
  return h("section", {}, h("h3", {}, title), h("dl", {}, ...lines.map(row)));
}

function row([keys, what]: Line): HTMLElement {
  const caps = keys
    .split(" ")
    .filter(Boolean)
    .map((key) => h("kbd", {}, shown(key)));
  return h("div", {}, h("dt", {}, what), h("dd", {}, ...caps));
}

function shown(key: string): string {
  return key === "Escape" ? "Esc" : key.length === 1 ? key.toUpperCase() : key;
}
