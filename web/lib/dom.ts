type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: Event) => void);

/**
 * Builds an element. `true` writes an empty attribute, `false`, null and undefined leave it out,
 * a function under `onclick` and the like listens.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(element, name, value);
  element.append(...children.filter(isShown));
  return element;
}

function put(element: HTMLElement, name: string, value: Value): void {
  if (typeof value === "function") element.addEventListener(name.slice("on".length), value);
  else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : String(value));
}

function isShown(child: Child): child is Node | string {
  return child !== false && child != null;
}

/** The nearest ancestor (or the element itself) of an event's target that matches. */
export function closest<E extends HTMLElement = HTMLElement>(event: Event, selector: string): E | null {
  return event.target instanceof Element ? event.target.closest<E>(selector) : null;
}

/** What a click on it means by itself, whatever stands around it. */
export const INTERACTIVE = "a[href], button, input, select, textarea, label, summary, form";

/** Calls `then` once `wait` ms have passed without another call. */
export function debounced<A extends unknown[]>(wait: number, then: (...args: A) => void): (...args: A) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => then(...args), wait);
  };
}

let counter = 0;

/** An id no other element of this page has, for aria-controls and the like. */
export function freshId(): string {
  counter += 1;
  return `c-${counter}`;
}

/** Registers a custom element unless a module was loaded twice. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
