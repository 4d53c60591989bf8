/** What we use of SortableJS, which brings no types of its own. */
declare module "sortablejs" {
  interface Options {
    handle?: string;
    draggable?: string;
    group?: string;
    animation?: number;
  }
  const Sortable: { create(list: HTMLElement, options: Options): unknown };
  export default Sortable;
}
