import { closest } from "../../lib/dom.ts";

/** Lines are dragged by their `.grip`, up and down within the list; one that is fixed stays where it is. */
export function startDragging(list: HTMLElement): void {
  list.addEventListener("pointerdown", (event) => {
    const line = closest(event, ".grip")?.closest<HTMLElement>(".opt:not([data-fixed])");
    if (!line) return;
    event.preventDefault();
    drag(list, line, event.pointerId);
  });
}

function drag(list: HTMLElement, line: HTMLElement, pointer: number): void {
  const move = ({ clientY }: PointerEvent): void => {
    const over = [...list.children].find((other) => other !== line && isOver(other, clientY));
    if (over instanceof HTMLElement) swap(line, over);
  };
  const end = (): void => {
    line.classList.remove("is-dragged");
    list.removeEventListener("pointermove", move);
  };
  line.classList.add("is-dragged");
  list.setPointerCapture(pointer);
  list.addEventListener("pointermove", move);
  for (const over of ["pointerup", "pointercancel", "lostpointercapture"]) list.addEventListener(over, end, { once: true });
}

function isOver(line: Element, y: number): boolean {
  const { top, height } = line.getBoundingClientRect();
  return y > top && y < top + height;
}

/** Moves a line by one place, over those that a search has hidden. */
export function step(line: HTMLElement, by: number): void {
  let other = beside(line, by);
  while (other?.hidden) other = beside(other, by);
  if (other && line.dataset["fixed"] === undefined) swap(line, other);
}

function beside(line: HTMLElement, by: number): HTMLElement | null {
  return (by > 0 ? line.nextElementSibling : line.previousElementSibling) as HTMLElement | null;
}

function swap(line: HTMLElement, other: HTMLElement): void {
  if (other.dataset["fixed"] !== undefined) return;
  const isBelow = line.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (isBelow) other.after(line);
  else other.before(line);
}
