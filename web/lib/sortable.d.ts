/** As much of sortablejs as is used here. */
declare module "sortablejs" {
  interface Moved {
    item: HTMLElement;
    from: HTMLElement;
    to: HTMLElement;
  }
  interface Options {
    animation?: number;
    delay?: number;
    delayOnTouchOnly?: boolean;
    draggable?: string;
    fallbackClass?: string;
    fallbackOnBody?: boolean;
    fallbackTolerance?: number;
    filter?: string;
    forceFallback?: boolean;
    ghostClass?: string;
    group?: string | { name: string; put: boolean };
    handle?: string;
    preventOnFilter?: boolean;
    sort?: boolean;
    touchStartThreshold?: number;
    onStart?: (event: Moved) => void;
    onEnd?: (event: Moved) => void;
  }
  const Sortable: { create(element: HTMLElement, options: Options): { destroy(): void } };
  export default Sortable;
}
