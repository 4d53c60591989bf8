import { closest } from "../../lib/dom.ts";

/** A click on a head with Shift sorts by it as well, behind what the list is sorted by already. */
export function startSorting(): void {
  document.addEventListener("click", (event) => {
    const link = closest<HTMLAnchorElement>(event, "th > a[data-further]");
    if (!link?.dataset["further"] || !event.shiftKey) return;
    event.preventDefault();
    location.assign(link.dataset["further"]);
  });
}
