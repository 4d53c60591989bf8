import { h } from "../../lib/dom.ts";
import { getJson } from "../../lib/fetching.ts";
import { icon } from "../../lib/icon.ts";
import { t } from "../../lib/words.ts";
import { Builder } from "./builder.ts";
import { drawGroup, type ChipActions } from "./chips.ts";
import { editorFor, type Editor } from "./editors.ts";
import { fieldsOf, type Field, type Listed, type Operator, type RelatedNoun } from "./fields.ts";
import { added, addedTo, asGroup, joined, removed, replaced, turned, type Condition, type Group, type Related } from "./tree.ts";

const NUMBER_ASKS = new Set(["=", "!=", "<", "<=", ">", ">=", "between"]);
const OF_NUMBERS = new Set(["sum", "avg"]);

/** One way to look at related records: how many, or what a field of theirs comes to. */
interface Way {
  id: string;
  label: string;
  measure: string;
  value: string;
  field: Field;
}

/** The form that asks about the records of `noun`: which of them, what they come to, and what that is compared with. */
export async function relatedForm(
  noun: RelatedNoun,
  asked: Related | undefined,
  back: () => void,
  apply: (question: Related) => void,
): Promise<HTMLFormElement> {
  const listed = await getJson<Listed>(`/${noun.path}/asked`);
  const ways = waysOf(listed);
  const where = new Where(fieldsOf(listed), asked?.where ? asGroup(asked.where) : asGroup(null), listed.related ?? []);
  const compared = new Compared(ways, asked);
  const head = h("div", { class: "pop-head" }, h("button", { class: "btn is-quiet is-s", type: "button", onclick: back }, icon("chevron-left", "i i-s"), noun.label));
  const foot = h("div", { class: "pop-foot" }, h("button", { class: "btn is-primary end", type: "submit" }, t("Apply")));
  const form = h("form", { class: "pop-form is-related" }, head, where.element, compared.element, foot);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const entered = compared.read();
    if (entered) apply({ ...entered, noun: noun.noun, via: noun.via, where: where.root.parts.length ? where.root : null });
  });
  return form;
}

function waysOf(listed: Listed): Way[] {
  const operators = listed.operators.filter(({ id }) => NUMBER_ASKS.has(id));
  const number: Field = { id: "", label: t("How many"), kind: "whole", operators };
  const count: Way = { id: "count", label: t("How many there are"), measure: "count", value: "", field: number };
  const of = (field: Field): Way[] =>
    (listed.measures?.[field.id] ?? []).map((measure) => ({
      id: `${measure}:${field.id}`,
      label: `${measureWords(measure)} · ${field.label}`,
      measure,
      value: field.id,
      field: OF_NUMBERS.has(measure) ? { ...field, operators: field.operators.filter(({ id }) => NUMBER_ASKS.has(id)) } : field,
    }));
  return [count, ...fieldsOf(listed).flatMap(of)];
}

function measureWords(measure: string): string {
  const words: Record<string, string> = {
    sum: t("Sum"),
    avg: t("Average"),
    min: t("Smallest"),
    max: t("Largest"),
    first: t("Of the first"),
    last: t("Of the last"),
  };
  return words[measure] ?? measure;
}

/** Which of the related records are meant: chips with a builder of their own, inside the panel. */
class Where {
  readonly element = h("div", { class: "pop-where" });
  private readonly builder: Builder;
  private readonly chips = h("div", { class: "pop-chips" });

  constructor(
    private readonly fields: Field[],
    public root: Group,
    related: RelatedNoun[],
  ) {
    this.element.append(h("span", { class: "pop-title" }, t("Which of them")), this.chips);
    this.builder = new Builder(fields, this.element, related);
    this.draw();
  }

  private draw(): void {
    const button = h("button", { class: "btn is-quiet is-s", type: "button" }, icon("plus", "i i-s"), t("Condition"));
    button.addEventListener("click", () => this.builder.open(button, (question) => this.set(added(this.root, question))));
    const all = this.root.parts.length ? [] : [h("span", { class: "mute" }, t("all of them"))];
    this.chips.replaceChildren(...all, ...drawGroup(this.root, [], this.fields, this.actions), button);
  }

  private set(root: Group): void {
    this.root = root;
    this.draw();
  }

  private readonly actions: ChipActions = {
    edit: (path, question, chip) =>
      this.builder.open(
        chip,
        (changed) => this.set(replaced(this.root, path, changed)),
        question,
        (join, other) => this.set(joined(this.root, path, join, other)),
      ),
    remove: (path) => this.set(removed(this.root, path)),
    turn: (path) => this.set(turned(this.root, path)),
    add: (path, place) => this.builder.open(place, (question) => this.set(addedTo(this.root, path, question))),
  };
}

/** What they come to, and what that is compared with. */
class Compared {
  readonly element = h("div", { class: "pop-compared" });
  private readonly way: HTMLSelectElement;
  private readonly operator = h("select", { class: "input", "aria-label": t("Condition") });
  private readonly place = h("div", {});
  private editor: Editor | null = null;

  constructor(
    private readonly ways: Way[],
    asked: Related | undefined,
  ) {
    const chosen = asked ? (asked.value ? `${asked.measure}:${asked.value}` : asked.measure) : "count";
    this.way = h("select", { class: "input", "aria-label": t("What they come to") }, ...ways.map(({ id, label }) => h("option", { value: id, selected: id === chosen }, label)));
    this.way.addEventListener("change", () => this.drawOperators(">="));
    this.operator.addEventListener("change", () => this.drawValue(this.entered()));
    this.element.append(h("div", { class: "row" }, this.way, this.operator), this.place);
    this.drawOperators(asked?.op ?? ">=", asked ?? { values: ["1"] });
  }

  private get chosen(): Way {
    return this.ways.find(({ id }) => id === this.way.value) ?? this.ways[0]!;
  }

  private get asks(): Operator | undefined {
    return this.chosen.field.operators.find(({ id }) => id === this.operator.value);
  }

  private drawOperators(op: string, entered?: Pick<Condition, "values" | "labels">): void {
    const options = this.chosen.field.operators.map(({ id, label }) => h("option", { value: id, selected: id === op }, label));
    this.operator.replaceChildren(...options);
    this.drawValue(entered);
  }

  private drawValue(entered: Pick<Condition, "values" | "labels"> | null | undefined): void {
    const { field } = this.chosen;
    this.editor = this.asks ? editorFor(field, this.asks, entered ? { field: field.id, op: "", ...entered } : undefined) : null;
    this.place.replaceChildren(...(this.editor ? [this.editor.element] : []));
  }

  private entered(): ReturnType<Editor["read"]> {
    return this.editor?.read() ?? null;
  }

  read(): Pick<Related, "measure" | "value" | "op" | "values"> | null {
    const entered = this.editor ? this.editor.read() : { values: [] };
    if (!entered || !this.asks) return null;
    return { measure: this.chosen.measure, value: this.chosen.value, op: this.asks.id, values: entered.values };
  }
}
