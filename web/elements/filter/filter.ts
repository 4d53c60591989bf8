import { define, h } from "../../lib/dom.ts";
import { icon } from "../../lib/icon.ts";
import { pageJson } from "../../lib/page.ts";
import { t } from "../../lib/words.ts";
import { Builder } from "./builder.ts";
import { drawGroup, type ChipActions } from "./chips.ts";
import { fieldsOf, kindsOf, type Field, type Listed, type RelatedNoun } from "./fields.ts";
import { written } from "./language.ts";
import { added, addedTo, asGroup, EMPTY, joined, removed, replaced, turned, type Group, type Node } from "./tree.ts";

/**
 * `<c-filter data-fields="filter-fields" data-tree="filter-tree">`: chips, their joins and the builder, drawn from two
 * JSON blocks of the page. Every change goes to the address `?filter=…` in the filter language. An event `filter`
 * with the text is fired before; whoever prevents it takes over.
 */
export class Filter extends HTMLElement {
  private fields: Field[] = [];
  private related: RelatedNoun[] = [];
  private root: Group = EMPTY;
  private builder!: Builder;

  connectedCallback(): void {
    const listed = pageJson<Listed>(this.dataset["fields"] ?? "filter-fields", { operators: [], kinds: {}, fields: [] });
    this.fields = fieldsOf(listed);
    this.related = listed.related ?? [];
    this.show(pageJson<Node | null>(this.dataset["tree"] ?? "filter-tree", null));
  }

  /** Draws another filter: whoever took over an event `filter` shows what became of it. */
  show(tree: Node | null): void {
    this.root = asGroup(tree);
    const button = this.addButton();
    const clear = h(
      "button",
      { class: "btn is-quiet is-s", type: "button", onclick: () => this.go(EMPTY) },
      t("Clear"),
    );
    this.replaceChildren(
      ...drawGroup(this.root, [], this.fields, this.actions),
      button,
      ...(this.root.parts.length > 1 ? [clear] : []),
    );
    this.builder = new Builder(this.fields, this, this.related);
  }

  private addButton(): HTMLElement {
    const add = (): void => this.builder.open(button, (condition) => this.go(added(this.root, condition)));
    const button = h(
      "button",
      { class: "btn is-quiet is-s", type: "button", "data-shortcut": "f", onclick: add },
      icon("plus", "i i-s"),
      t("Filter"),
    );
    return button;
  }

  private readonly actions: ChipActions = {
    edit: (path, condition, chip) =>
      this.builder.open(
        chip,
        (changed) => this.go(replaced(this.root, path, changed)),
        condition,
        (join, other) => this.go(joined(this.root, path, join, other)),
      ),
    remove: (path) => this.go(removed(this.root, path)),
    turn: (path) => this.go(turned(this.root, path)),
    add: (path, place) => this.builder.open(place, (condition) => this.go(addedTo(this.root, path, condition))),
  };

  private go(root: Group): void {
    const text = written(root, kindsOf(this.fields));
    const event = new CustomEvent("filter", { detail: { text, tree: root }, bubbles: true, cancelable: true });
    if (this.dispatchEvent(event)) location.assign(addressWith(text));
  }
}

/** This page's address with another filter, from its first row on. */
function addressWith(filter: string): string {
  const address = new URL(location.href);
  address.searchParams.delete("cursor");
  address.searchParams.set("filter", filter); // also an empty one: the view may have another
  return address.href;
}

define("c-filter", Filter);
