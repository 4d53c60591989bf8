import htmx from "htmx.org";
import { h } from "../lib/dom.ts";
import { icon } from "../lib/icon.ts";
import { t } from "../lib/words.ts";
import type { Changed } from "./live.ts";

/** More ids than this come only when so much changed that nobody reads it row by row. */
const MANY = 100;
const SHOWN_FOR = 2500;

let pending = new Set<number>();
let many = false;
let asking = false;
const unseen = new Set<number>();

/**
 * A list, `[data-live="list:…"][data-fresh="<address>"]`, follows what others do: rows on the page take over what differs,
 * in their place; what is elsewhere is counted on a chip, and shown when the reader wants it.
 */
export function startLiveList(): void {
  document.addEventListener("live:changed", (event) => hear((event as CustomEvent<Changed>).detail));
  document.addEventListener("live:refresh", () => {
    const ids = [...rows().keys()];
    if (ids.length) ask(ids);
  });
}

function list(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-live^='list:'][data-fresh]");
}

function rows(): Map<number, HTMLTableRowElement> {
  const found = list()?.querySelectorAll<HTMLTableRowElement>("tbody tr[data-id]:not(#fresh-rows tr)") ?? [];
  return new Map([...found].map((row) => [Number(row.dataset["id"]), row]));
}

function hear({ lists }: Changed): void {
  const noun = list()?.dataset["live"]?.split(":")[1];
  const ids = noun ? lists[noun] : undefined;
  if (!ids) return;
  const shown = rows();
  ask(ids.filter((id) => shown.has(id)));
  for (const id of ids) if (!shown.has(id)) unseen.add(id);
  many ||= ids.length > MANY;
  drawChip();
}

function ask(ids: number[]): void {
  for (const id of ids) pending.add(id);
  if (!asking && pending.size) void fetchRows();
}

async function fetchRows(): Promise<void> {
  const part = list();
  const table = part?.querySelector("table");
  if (!part || !table) return;
  const ids = [...pending];
  pending = new Set();
  asking = true;
  const holder = h("tbody", { id: "fresh-rows", hidden: true, "data-quiet": true });
  table.append(holder);
  try {
    const address = `${part.dataset["fresh"]}?ids=${ids.slice(0, MANY).join(",")}`;
    await htmx.ajax("GET", address, { source: holder, target: holder, swap: "innerHTML" });
    takeOver(holder, ids);
  } finally {
    holder.remove();
    asking = false;
    ask([]);
  }
}

function takeOver(holder: HTMLElement, ids: number[]): void {
  const fresh = new Map(
    [...holder.querySelectorAll<HTMLTableRowElement>("tr[data-id]")].map((row) => [Number(row.dataset["id"]), row]),
  );
  const shown = rows();
  for (const id of ids) {
    const [row, now] = [shown.get(id), fresh.get(id)];
    if (row && now) takeCells(row, now);
    else row?.classList.add("is-gone");
  }
}

/** Cell by cell, so that the cursor, the focus and whatever is being typed stay where they are. */
function takeCells(row: HTMLTableRowElement, fresh: HTMLTableRowElement): void {
  row.classList.remove("is-gone");
  const now = new Map([...fresh.cells].map((cell) => [cell.dataset["field"] ?? "", cell]));
  for (const cell of row.cells) {
    const other = now.get(cell.dataset["field"] ?? "");
    if (!cell.dataset["field"] || !other || cell.querySelector("form, input:focus") || cell.innerHTML === other.innerHTML) continue;
    cell.replaceChildren(...other.childNodes);
    cell.toggleAttribute("data-editable", other.hasAttribute("data-editable"));
    cell.toggleAttribute("data-empty", other.hasAttribute("data-empty"));
    cell.classList.add("is-changed");
    setTimeout(() => cell.classList.remove("is-changed"), SHOWN_FOR);
  }
}

function drawChip(): void {
  document.querySelector(".live-chip")?.remove();
  if (!unseen.size) return;
  const words = many ? t("Many changed") : unseen.size === 1 ? t("1 changed") : t("{n} changed", { n: unseen.size });
  const chip = h(
    "button",
    { class: "btn is-s live-chip", type: "button", onclick: show },
    icon("refresh", "i i-s"),
    h("span", {}, words),
    h("b", {}, t("Show")),
  );
  chip.setAttribute("role", "status");
  (document.querySelector(".tools") ?? list())?.append(chip);
}

function show(): void {
  const part = list();
  if (!part) return;
  unseen.clear();
  many = false;
  drawChip();
  void htmx.ajax("GET", location.href, { source: part, target: part, select: "#list", swap: "outerHTML" });
}
