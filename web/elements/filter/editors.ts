import { h } from "../../lib/dom.ts";
import { icon } from "../../lib/icon.ts";
import { t } from "../../lib/words.ts";
import "../picker.ts";
import type { Hit } from "../../lib/hits.ts";
import { valueWords, type Field, type Operator } from "./fields.ts";
import { periodEditor } from "./period-editor.ts";
import type { Condition, Value } from "./tree.ts";

/** What was entered: nothing yet when there are fewer values than the operator takes. */
export type Entered = Pick<Condition, "values" | "labels"> | null;

/** The control for the values of one condition. */
export interface Editor {
  element: HTMLElement;
  read(): Entered;
}

const DAYS = new Set(["day", "moment"]);
const NUMBERS = new Set(["whole", "year", "money"]);
const SEARCHABLE_FROM = 9;

export function editorFor(field: Field, operator: Operator, condition: Condition | undefined): Editor | null {
  if (operator.values === 0) return null;
  if (operator.values === "period") return periodEditor(condition);
  if (field.link) return linkEditor(field, operator.values === "many", condition);
  if (field.kind === "yes-no") return choiceEditor(yesNo(field), false, condition);
  if (field.choices) return choiceEditor(field, operator.values === "many", condition);
  if (operator.values === "many") return listEditor(condition);
  return inputsEditor(field, operator.values, condition);
}

/** One input, or two for `between`, of the type that suits the kind. */
function inputsEditor(field: Field, count: number, condition: Condition | undefined): Editor {
  const inputs = Array.from({ length: count }, (_, index) => input(field, condition?.values[index]));
  const element = h(
    "div",
    { class: "row" },
    ...inputs.flatMap((each, index) => (index ? [h("span", { class: "mute" }, "–"), each] : [each])),
  );
  const read = (): Entered => {
    const values = inputs.map((each) => each.value.trim());
    return values.every(Boolean) ? { values } : null;
  };
  return { element, read };
}

function input(field: Field, value: Value | undefined): HTMLInputElement {
  const type = DAYS.has(field.kind) ? "date" : "text";
  const mode = NUMBERS.has(field.kind) ? "decimal" : null;
  return h("input", { class: "input", type, inputmode: mode, value: value ?? "", "aria-label": field.label });
}

/** Several texts, one a line. */
function listEditor(condition: Condition | undefined): Editor {
  const area = h(
    "textarea",
    { class: "input", rows: 4, placeholder: t("One a line") },
    (condition?.values ?? []).join("\n"),
  );
  const read = (): Entered => {
    const values = area.value
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    return values.length ? { values } : null;
  };
  return { element: area, read };
}

function choiceEditor(field: Field, many: boolean, condition: Condition | undefined): Editor {
  const chosen = new Set((condition?.values ?? []).map(String));
  const boxes = (field.choices ?? []).map(({ value }) =>
    h("input", {
      class: "check",
      type: many ? "checkbox" : "radio",
      name: "choice",
      value,
      checked: chosen.has(value),
    }),
  );
  const lines = (field.choices ?? []).map(({ label }, index) =>
    h("label", { class: "opt" }, boxes[index], h("span", { class: "cut" }, label)),
  );
  const element = h(
    "div",
    { class: "pop-choices" },
    lines.length >= SEARCHABLE_FROM ? narrowing(lines) : null,
    h("div", { class: "pop-list" }, ...lines),
  );
  const read = (): Entered => {
    const values = boxes.filter((box) => box.checked).map((box) => box.value);
    return values.length ? { values, labels: valueWords({ field: field.id, op: "", values }, field) } : null;
  };
  return { element, read };
}

/** A small input that hides the lines which do not contain what is typed. */
export function narrowing(lines: HTMLElement[]): HTMLInputElement {
  const box = h("input", {
    class: "input",
    type: "text",
    placeholder: t("Find"),
    "aria-label": t("Find"),
    autocomplete: "off",
  });
  box.addEventListener("input", () => {
    const query = box.value.trim().toLowerCase();
    for (const line of lines) line.hidden = !(line.textContent ?? "").toLowerCase().includes(query);
  });
  return box;
}

function yesNo(field: Field): Field {
  return {
    ...field,
    choices: field.choices ?? [
      { value: "true", label: t("Yes") },
      { value: "false", label: t("No") },
    ],
  };
}

/** A picker; for a list of records, each one picked becomes a pill. */
function linkEditor(field: Field, many: boolean, condition: Condition | undefined): Editor {
  const picked = new Map<string, string>();
  const words = condition ? valueWords(condition, field) : [];
  for (const [index, value] of (condition?.values ?? []).entries())
    picked.set(String(value), words[index] ?? String(value));
  const pills = h("div", { class: "tags" });
  const add = (id: string, label: string): void => {
    if (!many) picked.clear();
    picked.set(id, label);
    drawPills(pills, picked);
  };
  drawPills(pills, picked);
  const element = h(
    "div",
    { class: "pop-link" },
    pills,
    pickerFor(field, add),
    field.link === "people" ? meButton(add) : null,
  );
  const read = (): Entered => (picked.size ? { values: [...picked.keys()], labels: [...picked.values()] } : null);
  return { element, read };
}

function drawPills(place: HTMLElement, picked: Map<string, string>): void {
  const remove = (id: string) => (): void => {
    picked.delete(id);
    drawPills(place, picked);
  };
  const pill = ([id, label]: [string, string]): HTMLElement => {
    const button = h("button", { type: "button", "aria-label": t("Remove"), onclick: remove(id) }, icon("x", "i i-s"));
    return h("span", { class: "pill", "aria-pressed": "true" }, label, button);
  };
  place.replaceChildren(...[...picked].map(pill));
}

function pickerFor(field: Field, add: (id: string, label: string) => void): HTMLElement {
  const text = h("input", { class: "input", type: "text", "aria-label": field.label });
  const picker = h("c-picker", { "data-entity": field.link ?? "" }, h("input", { type: "hidden" }), text);
  picker.addEventListener("pick", (event) => {
    const { id, title } = (event as CustomEvent<Hit>).detail;
    if (id !== "") add(String(id), title);
    text.value = "";
  });
  return picker;
}

function meButton(add: (id: string, label: string) => void): HTMLElement {
  return h("button", { class: "link small", type: "button", onclick: () => add("me", t("Me")) }, t("Me"));
}
