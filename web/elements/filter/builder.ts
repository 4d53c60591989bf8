import { h } from "../../lib/dom.ts";
import { placeUnder } from "../../lib/float.ts";
import { icon } from "../../lib/icon.ts";
import { isComposing } from "../../lib/keys.ts";
import { t } from "../../lib/words.ts";
import { editorFor, narrowing, type Editor } from "./editors.ts";
import { operatorOf, type Field, type Operator, type RelatedNoun } from "./fields.ts";
import { relatedForm } from "./related-form.ts";
import { isRelated, type Condition, type Join, type Question, type Related } from "./tree.ts";

type Apply = (question: Question) => void;
type Beside = (join: Join, question: Question) => void;

/** The panel that asks field → operator → value, or what related records come to, and answers one question. */
export class Builder {
  private readonly panel = h("div", {
    class: "pop pop-filter",
    popover: "auto",
    role: "dialog",
    "aria-label": t("Filter"),
  });
  private anchor: HTMLElement | undefined;
  private apply: Apply = () => undefined;
  private beside: Beside | undefined;

  constructor(
    private readonly fields: Field[],
    home: HTMLElement,
    private readonly related: RelatedNoun[] = [],
  ) {
    home.append(this.panel);
    this.panel.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Begins with the fields, or with the values of `condition` when there is one; `beside` it another may be put. */
  open(anchor: HTMLElement, apply: Apply, condition?: Question, beside?: Beside): void {
    this.anchor = anchor;
    this.apply = apply;
    this.beside = beside;
    if (condition && isRelated(condition)) {
      const noun = this.related.find(({ noun, via }) => noun === condition.noun && via === condition.via);
      return noun ? void this.askRelated(noun, condition) : this.askField();
    }
    const field = this.fields.find(({ id }) => id === condition?.field);
    if (field && condition) this.askValue(field, operatorOf(field, condition.op) ?? field.operators[0], condition);
    else this.askField();
  }

  private show(...children: (Node | null)[]): void {
    this.panel.replaceChildren(...children.filter((child) => child !== null));
    if (!this.panel.matches(":popover-open")) this.panel.showPopover();
    if (this.anchor) placeUnder(this.panel, this.anchor);
    this.firstControl()?.focus();
  }

  /** What is already chosen, else the first thing to fill in, else the operator. */
  private firstControl(): HTMLElement | null {
    const order = [".pop-list :checked", "input:not([type=hidden])", "textarea", "select"];
    return (
      order.map((selector) => this.panel.querySelector<HTMLElement>(selector)).find((control) => control !== null) ??
      null
    );
  }

  private askField(): void {
    const choose = (field: Field) => (): void => this.askValue(field, usual(field));
    const lines = this.fields.map((field) =>
      h(
        "button",
        { class: "opt", type: "button", onclick: choose(field) },
        icon(field.icon ?? "filter"),
        h("span", { class: "cut" }, field.label),
      ),
    );
    const further = this.related.map((noun) =>
      h(
        "button",
        { class: "opt", type: "button", onclick: () => void this.askRelated(noun) },
        icon(noun.icon),
        h("span", { class: "cut" }, noun.label),
        icon("chevron-right", "i i-s end"),
      ),
    );
    const title = further.length ? h("p", { class: "pop-title" }, t("Related records")) : null;
    this.show(narrowing([...lines, ...further]), h("div", { class: "pop-list" }, ...lines, title, ...further));
  }

  /** Asks about the records of another noun; what may be asked of them is fetched now. */
  private async askRelated(noun: RelatedNoun, asked?: Related): Promise<void> {
    const form = await relatedForm(noun, asked, () => this.askField(), (question) => {
      this.panel.hidePopover();
      this.apply(question);
    });
    this.show(form);
  }

  private askValue(field: Field, operator: Operator | undefined, condition?: Condition): void {
    if (!operator) return;
    const editor = editorFor(field, operator, condition);
    const form = h("form", { class: "pop-form" }, this.head(field, operator), editor?.element ?? null, this.foot());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.finish(field, operator, editor);
    });
    form
      .querySelector(".pop-head select")
      ?.addEventListener("change", (event) => this.changeOperator(event, field, editor));
    this.show(form);
  }

  private head(field: Field, operator: Operator): HTMLElement {
    const back = h(
      "button",
      { class: "btn is-quiet is-s", type: "button", onclick: () => this.askField() },
      icon("chevron-left", "i i-s"),
      field.label,
    );
    const operators = field.operators.map(({ id, label }) =>
      h("option", { value: id, selected: id === operator.id }, label),
    );
    return h(
      "div",
      { class: "pop-head" },
      back,
      h("select", { class: "input", "aria-label": t("Condition") }, ...operators),
    );
  }

  /** Another operator keeps what was entered, as far as it takes it. */
  private changeOperator(event: Event, field: Field, editor: Editor | null): void {
    const id = (event.target as HTMLSelectElement).value;
    const entered = editor?.read();
    this.askValue(field, operatorOf(field, id), entered ? { field: field.id, op: id, ...entered } : undefined);
  }

  private foot(): HTMLElement {
    return h(
      "div",
      { class: "pop-foot" },
      this.besideButton("and", t("And …")),
      this.besideButton("or", t("Or …")),
      h("button", { class: "btn is-primary end", type: "submit" }, t("Apply")),
    );
  }

  /** Leaves this condition as it is and asks for the one to join with it. */
  private besideButton(join: Join, label: string): HTMLElement | null {
    const { beside } = this;
    if (!beside) return null;
    const ask = (): void => {
      this.apply = (condition) => beside(join, condition);
      this.beside = undefined;
      this.askField();
    };
    return h("button", { class: "btn is-quiet", type: "button", onclick: ask }, label);
  }

  private finish(field: Field, operator: Operator, editor: Editor | null): void {
    const entered = editor ? editor.read() : { values: [] };
    if (!entered) return this.firstControl()?.focus();
    this.panel.hidePopover();
    this.apply({ field: field.id, op: operator.id, ...entered });
  }

  /** Arrows walk the list of fields from its search input. */
  private onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || isComposing(event) || event.defaultPrevented) return;
    const stops = [...this.panel.querySelectorAll<HTMLElement>(".pop-list > :not([hidden])")].map(focusable);
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[Math.max(0, Math.min(at + step, stops.length - 1))]?.focus();
    if (stops.length) event.preventDefault();
  }
}

const USUAL = ["within", "~"];

/** What is mostly asked of such a field: when it was, what it contains; else the first there is. */
function usual({ operators }: Field): Operator | undefined {
  return operators.find(({ id }) => USUAL.includes(id)) ?? operators[0];
}

function focusable(line: HTMLElement): HTMLElement {
  return line.querySelector("input") ?? line;
}
