import { pageJson } from "../lib/page.ts";

/** Something the page offers to do: go somewhere, create something, press a button. */
export interface Command {
  id: string;
  label: string;
  /** Other words that find it, such as pinyin or the English name. */
  keywords?: string;
  icon?: string;
  /** An address, or `#id` of an element of this page to press. */
  url: string;
  /** As the page shows it, `c` or `g c`. */
  shortcut?: string;
  /** `create` is offered with the words searched for, put into the parameter `prefill`. */
  kind?: "go" | "create" | "act";
  prefill?: string;
}

let known: Command[] | undefined;

export function commands(): Command[] {
  known ??= pageJson<Command[]>("commands", []);
  return known;
}

export function run({ url }: Command): void {
  if (url.startsWith("#")) document.getElementById(url.slice(1))?.click();
  else location.assign(url);
}
