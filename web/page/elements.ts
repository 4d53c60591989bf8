/** Which module brings which element; it is fetched when the first such tag appears on the page. */
const MODULES: Record<string, () => Promise<unknown>> = {
  "c-grid": () => import("../elements/grid/grid.ts"),
  "c-selection": () => import("../elements/grid/selection.ts"),
  "c-facts": () => import("../elements/facts.ts"),
  "c-filter": () => import("../elements/filter/filter.ts"),
  "c-picker": () => import("../elements/picker.ts"),
  "c-upload": () => import("../elements/upload.ts"),
  "c-progress": () => import("../elements/progress.ts"),
  "c-tabs": () => import("../elements/tabs.ts"),
  "c-composer": () => import("../elements/composer.ts"),
};

/** Brings the elements found under `root` that are not known yet. */
export function bringElements(root: ParentNode = document): void {
  for (const element of root.querySelectorAll(":not(:defined)")) void MODULES[element.localName]?.();
}
