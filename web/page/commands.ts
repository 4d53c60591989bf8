import { getJson } from "../lib/fetching.ts";

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

let asked: Promise<Command[]> | undefined;

/** Where the page says they are, fetched once when they are first needed; none while the server does not answer. */
export function commands(): Promise<Command[]> {
  return (asked ??= fetched());
}

async function fetched(): Promise<Command[]> {
  const address = document.querySelector<HTMLElement>("c-palette")?.dataset["commands"];
  try {
    return address ? await getJson<Command[]>(address) : [];
  } catch {
    asked = undefined;
    return [];
  }
}

export function run({ url }: Command): void {
  if (url.startsWith("#")) document.getElementById(url.slice(1))?.click();
  else location.assign(url);
}
