import { h } from "../../lib/dom.ts";
import { t } from "../../lib/words.ts";

const LEAST = 40;
const MOST = 1200;
const STEP = 16;

type Told = (field: string, width: number) => void;

/** Every column's head gets an edge to pull, also by arrows; `told` hears the width once it stands. */
export function startWidths(told: Told): void {
  for (const head of document.querySelectorAll<HTMLElement>(".tbl th[data-column]")) {
    const field = head.dataset["column"] ?? "";
    const column = document.querySelector<HTMLElement>(`.tbl col[data-column="${field}"]`);
    if (column) head.append(edge(head, column, (width) => told(field, width)));
  }
}

function edge(head: HTMLElement, column: HTMLElement, told: (width: number) => void): HTMLElement {
  const label = t("Width of {column}", { column: head.textContent?.trim() ?? "" });
  const handle = h("span", { class: "col-edge", role: "separator", tabindex: 0, "aria-orientation": "vertical", "aria-label": label });
  const set = (width: number): number => {
    const within = Math.round(Math.max(LEAST, Math.min(width, MOST)));
    column.setAttribute("width", String(within));
    handle.setAttribute("aria-valuenow", String(within));
    return within;
  };
  handle.setAttribute("aria-valuenow", String(Math.round(head.offsetWidth)));
  handle.addEventListener("click", (event) => event.preventDefault());
  handle.addEventListener("pointerdown", (event) => pull(event, handle, head, set, told));
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowRight: STEP, ArrowLeft: -STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    told(set(head.offsetWidth + by));
  });
  return handle;
}

function pull(event: PointerEvent, handle: HTMLElement, head: HTMLElement, set: (width: number) => number, told: (width: number) => void): void {
  const [from, before] = [event.clientX, head.offsetWidth];
  let width = before;
  const move = ({ clientX }: PointerEvent): void => void (width = set(before + clientX - from));
  const end = (): void => {
    handle.removeEventListener("pointermove", move);
    if (width !== before) told(width);
  };
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener("pointermove", move);
  handle.addEventListener("lostpointercapture", end, { once: true });
}
