const GAP = 4;
const EDGE = 8;

/** Places a floating box under `anchor`, or above it where there is more room; keeps it inside the window. */
export function placeUnder(box: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = innerHeight - at.bottom - GAP - EDGE;
  const top = height > below && at.top > below ? at.top - GAP - height : at.bottom + GAP;
  const left = fitsToTheRight(at, width) ? at.left : at.right - width;
  box.style.inset = `${clamp(top, innerHeight - height)}px auto auto ${clamp(left, innerWidth - width)}px`;
}

function fitsToTheRight(at: DOMRect, width: number): boolean {
  return at.left + width <= innerWidth - EDGE;
}

function clamp(value: number, most: number): number {
  return Math.max(EDGE, Math.min(value, most - EDGE));
}
