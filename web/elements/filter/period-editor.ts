import { h } from "../../lib/dom.ts";
import { t } from "../../lib/words.ts";
import type { Editor } from "./editors.ts";
import { calendar, periodWords, readPeriod, unitWord, writtenPeriod, type Unit } from "./period.ts";
import type { Condition } from "./tree.ts";

const ALL_UNITS: Unit[] = ["h", "d", "w", "m", "y"];
const USUAL = ["7d", "30d", "3m", "1y", "next-7d", "next-30d"];

/** Which way, how many and of what; or one of the calendar's own periods. Choosing a usual one fills in the rest. */
export function periodEditor(condition: Condition | undefined): Editor {
  const written = String(condition?.values[0] ?? "");
  const period = readPeriod(written);
  const way = select(t("Which way"), [["", t("the last")], ["next-", t("the next")]], period.ahead ? "next-" : "");
  const count = h("input", { class: "input", type: "number", min: 1, max: 99999, value: period.count, "aria-label": t("How many") });
  const unit = select(t("Unit"), ALL_UNITS.map((each) => [each, unitWord(each)]), period.unit);
  const rolling = h("div", { class: "row" }, way, count, unit);
  const named = select(t("Period"), [["", t("a length of time")], ...calendar()], calendar().has(written) ? written : "");
  const tell = (): void => void (rolling.hidden = named.value !== "");
  const set = (text: string) => (): void => {
    const usual = readPeriod(text);
    [named.value, way.value, count.value, unit.value] = ["", usual.ahead ? "next-" : "", String(usual.count), usual.unit];
    tell();
  };
  named.addEventListener("change", tell);
  tell();
  const pills = USUAL.map((text) => h("button", { class: "pill", type: "button", onclick: set(text) }, periodWords(text)));
  const read = (): ReturnType<Editor["read"]> => {
    if (named.value) return { values: [named.value] };
    if (!count.checkValidity() || !count.value) return null;
    return { values: [writtenPeriod({ count: Number(count.value), unit: unit.value as Unit, ahead: way.value !== "" })] };
  };
  return { element: h("div", { class: "pop-period" }, named, rolling, h("div", { class: "tags" }, ...pills)), read };
}

function select(label: string, options: [value: string, label: string][], chosen: string): HTMLSelectElement {
  const drawn = options.map(([value, words]) => h("option", { value, selected: value === chosen }, words));
  return h("select", { class: "input", "aria-label": label }, ...drawn);
}
