import type { Hit } from "../../lib/hits.ts";
import { remember } from "../../lib/recent.ts";
import { t } from "../../lib/words.ts";
import { run, type Command } from "../../page/commands.ts";

const COMMANDS_AT_MOST = 8;

/** One line of the palette. */
export interface Option {
  icon: string;
  title: string;
  hit?: Hit;
  shortcut?: string;
  /** What Enter does; `aside` asks for a new tab. */
  choose: (aside: boolean) => void;
}

export interface Group {
  title: string;
  options: Option[];
}

export function hitOption(hit: Hit): Option {
  return { icon: hit.icon ?? "file-text", title: hit.title, hit, choose: (aside) => open(hit, aside) };
}

function open(hit: Hit, aside: boolean): void {
  remember(hit);
  if (aside) window.open(hit.url, "_blank", "noopener");
  else location.assign(hit.url);
}

/** Commands that the words find; all that go somewhere when nothing was typed. */
export function commandGroup(query: string, commands: Command[]): Group {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = commands.filter((command) => words.every((word) => textOf(command).includes(word)));
  return { title: t("Go and create"), options: fitting.slice(0, COMMANDS_AT_MOST).map(commandOption) };
}

function textOf({ label, keywords = "" }: Command): string {
  return `${label} ${keywords}`.toLowerCase();
}

function commandOption(command: Command): Option {
  const { icon = "arrow-right", label, shortcut } = command;
  return { icon, title: label, ...(shortcut && { shortcut }), choose: () => run(command) };
}

/** Offers to create what was not found, named as it was typed. */
export function creations(query: string, commands: Command[]): Option[] {
  return commands.filter(({ kind }) => kind === "create").map((command) => creation(command, query));
}

function creation(command: Command, query: string): Option {
  const { icon = "plus", label, url, prefill = "name" } = command;
  const address = `${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams({ [prefill]: query })}`;
  return { icon, title: t("{what}: “{name}”", { what: label, name: query }), choose: () => location.assign(address) };
}

/** What the selection bar offers for the rows selected in the list behind. */
export function selectionGroup(query: string): Group {
  const bar = document.querySelector<HTMLElement>("c-selection:not([hidden])");
  const buttons = [...(bar?.querySelectorAll<HTMLElement>("[data-act]") ?? [])];
  const fitting = buttons.filter((button) => (button.textContent ?? "").toLowerCase().includes(query.toLowerCase()));
  const title = t("On the {n} selected", { n: bar?.dataset["count"] ?? 0 });
  return { title, options: fitting.map(buttonOption) };
}

function buttonOption(button: HTMLElement): Option {
  const title = (button.dataset["act"] || button.textContent || "").trim();
  return { icon: "checks", title, choose: () => button.click() };
}
