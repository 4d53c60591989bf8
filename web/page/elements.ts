import { INTERACTIVE, closest } from "../lib/dom.ts";

/** Which module brings which element; it is fetched when the first such tag appears on the page. */
const MODULES: Record<string, () => Promise<unknown>> = {
  "c-grid": () => import("../elements/grid/grid.ts"),
  "c-board": () => import("../elements/board/board.ts"),
  "c-inbox": () => import("../elements/inbox.ts"),
  "c-selection": () => import("../elements/grid/selection.ts"),
  "c-tags": () => import("../elements/tags.ts"),
  "c-facts": () => import("../elements/facts.ts"),
  "c-filter": () => import("../elements/filter/filter.ts"),
  "c-segment": () => import("../elements/segment.ts"),
  "c-columns": () => import("../elements/columns/columns.ts"),
  "c-picker": () => import("../elements/picker.ts"),
  "c-upload": () => import("../elements/upload.ts"),
  "c-files": () => import("../elements/files.ts"),
  "c-progress": () => import("../elements/progress.ts"),
  "c-tabs": () => import("../elements/tabs.ts"),
  "c-arrange": () => import("../elements/arrange.ts"),
  "c-choices": () => import("../elements/choices.ts"),
  "c-composer": () => import("../elements/composer.ts"),
  "c-attach": () => import("../elements/attach.ts"),
  "c-mention": () => import("../elements/mention.ts"),
  "c-work": () => import("../elements/work.ts"),
  "c-passkey": () => import("../elements/passkey.ts"),
  "c-copy": () => import("../elements/keeping.ts"),
  "c-print": () => import("../elements/keeping.ts"),
};

/** Brings the elements found under `root` that are not known yet. */
export function bringElements(root: ParentNode = document): void {
  for (const element of root.querySelectorAll(":not(:defined)")) void MODULES[element.localName]?.();
}

/** A click that is sooner than its element is given to it when it comes, so that nobody on a slow line clicks twice. */
export function keepEarlyClicks(): void {
  document.addEventListener("click", (event) => {
    const awaited = closest(event, ":not(:defined)");
    if (!awaited || closest(event, INTERACTIVE) || !(event.target instanceof HTMLElement)) return;
    const { target } = event;
    void customElements.whenDefined(awaited.localName).then(() => target.click());
  });
}
