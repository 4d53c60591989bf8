import { h } from "../../lib/dom.ts";
import { icon } from "../../lib/icon.ts";
import { t } from "../../lib/words.ts";
import { operatorOf, valueWords, type Field } from "./fields.ts";
import { periodWords } from "./period.ts";
import { isGroup, isRelated, type Condition, type Group, type Node, type Path, type Question } from "./tree.ts";

const NAMED_AT_MOST = 3;

/** What a chip can be asked to do. */
export interface ChipActions {
  edit(path: Path, question: Question, chip: HTMLElement): void;
  remove(path: Path): void;
  turn(path: Path): void;
  /** Another condition in the group at `path`. */
  add(path: Path, place: HTMLElement): void;
}

/** Chips with the words that join them; a group within a group stands in a dashed frame. */
export function drawGroup(group: Group, path: Path, fields: Field[], actions: ChipActions): HTMLElement[] {
  return group.parts.flatMap((part, index) => {
    const place = [...path, index];
    const drawn = drawPart(part, place, fields, actions);
    return index === 0 ? [drawn] : [joinButton(group, place, actions), drawn];
  });
}

function drawPart(part: Node, path: Path, fields: Field[], actions: ChipActions): HTMLElement {
  if (isGroup(part)) return drawnGroup(part, path, fields, actions);
  if (isRelated(part)) return framed(part, path, [h("span", { class: "cut" }, part.words ?? part.noun)], actions);
  return framed(part, path, words(part, fields.find(({ id }) => id === part.field)), actions);
}

function drawnGroup(group: Group, path: Path, fields: Field[], actions: ChipActions): HTMLElement {
  const label = group.join === "and" ? t("All of these") : t("Any of these");
  const box = h("span", { class: "chip-group", role: "group", "aria-label": label });
  const sign = (name: string, title: string, onclick: () => void): HTMLElement =>
    h("button", { class: "chip-sign", type: "button", "aria-label": title, title, onclick }, icon(name, "i i-s"));
  box.append(
    ...drawGroup(group, path, fields, actions),
    sign("plus", t("Add to this group"), () => actions.add(path, box)),
    sign("x", t("Remove the group"), () => actions.remove(path)),
  );
  return box;
}

function joinButton(group: Group, path: Path, actions: ChipActions): HTMLElement {
  const word = group.join === "and" ? t("and") : t("or");
  const title = group.join === "and" ? t("Both must hold. Press for either.") : t("Either may hold. Press for both.");
  return h("button", { class: "chip-join", type: "button", title, onclick: () => actions.turn(path) }, word);
}

function words(condition: Condition, field: Field | undefined): HTMLElement[] {
  const operator = operatorOf(field, condition.op)?.label ?? condition.op;
  const value = shownValue(condition, field);
  const said = [
    h("span", {}, field?.icon ? icon(field.icon, "i i-s") : null, field?.label ?? condition.field),
    h("span", { class: "op" }, operator),
  ];
  return value ? [...said, h("span", {}, h("b", { class: "cut" }, value))] : said;
}

function framed(question: Question, path: Path, words: HTMLElement[], actions: ChipActions): HTMLElement {
  const box = h("span", { class: isRelated(question) ? "chip is-related" : "chip" });
  const open = h("button", { class: "chip-b", type: "button", onclick: () => actions.edit(path, question, box) }, ...words);
  const remove = h(
    "button",
    { class: "x", type: "button", "aria-label": t("Remove"), onclick: () => actions.remove(path) },
    icon("x", "i i-s"),
  );
  box.append(open, remove);
  return box;
}

function shownValue(condition: Condition, field: Field | undefined): string {
  if (condition.op === "within" || condition.op === "not within") return periodWords(String(condition.values[0] ?? ""));
  const words = valueWords(condition, field);
  if (condition.op === "between") return words.join(" – ");
  const rest = words.length - NAMED_AT_MOST;
  return rest > 0
    ? t("{names} and {n} more", { names: words.slice(0, NAMED_AT_MOST).join(", "), n: rest })
    : words.join(", ");
}
