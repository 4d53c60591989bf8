import { h } from "../../lib/dom.ts";
import { icon } from "../../lib/icon.ts";
import { t } from "../../lib/words.ts";

const WITHOUT = "tbody tr[data-url] .is-title:not(:has(.look))";

/** Gives every row the eye that looks at it beside the list; made here, for a page has hundreds of rows. */
export function addLooks(grid: HTMLElement): void {
  for (const title of grid.querySelectorAll(WITHOUT)) title.append(look());
}

function look(): HTMLElement {
  const label = t("Look at the row beside the list");
  return h("button", { class: "look", type: "button", tabindex: -1, "data-peek-open": true, "aria-label": label }, icon("eye", "i i-s"));
}
