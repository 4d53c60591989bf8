/** Below this width the page is one column; the same number stands in the styles. */
const NARROW = matchMedia("(max-width: 819.98px)");

export function isNarrow(): boolean {
  return NARROW.matches;
}

export function onNarrowChange(then: () => void): void {
  NARROW.addEventListener("change", then);
}
