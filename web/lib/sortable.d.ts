/** As much of sortablejs as is used here. */
declare module "sortablejs" {
  interface Moved {
    item: HTMLElement;
    from: HTMLElement;
    to: HTMLElement;
  }
  interface Options {
    group: { name: string; put: boolean };
    draggable: string;
    filter: string;
    preventOnFilter: boolean;
    sort: boolean;
    forceFallback: boolean;
    fallbackOnBody: boolean;
    fallbackTolerance: number;
    delay: number;
    delayOnTouchOnly: boolean;
    touchStartThreshold: number;
    ghostClass: string;
    fallbackClass: string;
    onStart: (event: Moved) => void;
    onEnd: (event: Moved) => void;
  }
  const Sortable: { create(element: HTMLElement, options: Options): { destroy(): void } };
  export default Sortable;
}
