import { remember } from "../lib/recent.ts";

/** A record whose page is open is among the recent ones of the palette, however one came there. */
export function rememberVisit(): void {
  const head = document.querySelector<HTMLElement>("#head[data-record][data-icon]");
  const [, entity = "", id = ""] = head?.dataset["live"]?.split(/[:@]/) ?? [];
  const title = head?.querySelector("h1")?.textContent?.trim();
  if (!head || !title) return;
  const subtitle = head.querySelector(".rec-name p")?.firstChild?.textContent?.trim() ?? "";
  remember({ entity, id, title, subtitle, icon: head.dataset["icon"] ?? null, url: head.dataset["record"] ?? "" });
}
