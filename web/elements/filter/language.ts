import { isGroup, type Condition, type Group, type Node, type Value } from "./tree.ts";

/** Kinds whose values stand without quotes when they look as such values do; everything else is quoted text. */
const BARE: Record<string, RegExp> = {
  whole: /^-?\d+$/,
  year: /^\d{4}$/,
  money: /^-?\d+(\.\d+)?$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  moment: /^\d{4}-\d{2}-\d{2}$/,
  "yes-no": /^(true|false)$/,
  link: /^(\d+|me)$/,
};
const PERIOD = /^((next-)?\d{1,5}[hdwmy]|today|yesterday|tomorrow|(last|this|next)-(week|month|quarter|year))$/;

const LISTS = new Set(["in", "not in"]);
const PERIODS = new Set(["within", "not within"]);
const ALONE = new Set(["is empty", "is not empty"]);

/** Kind of each field by its id, as far as the writer must know it. */
export type Kinds = ReadonlyMap<string, string>;

/** The filter in the filter language, such as `city = "Suzhou" and (tier = "A" or owner = me)`; empty for no filter. */
export function written(root: Group, kinds: Kinds): string {
  return root.parts.map((part) => writtenPart(part, kinds)).join(` ${root.join} `);
}

function writtenPart(node: Node, kinds: Kinds): string {
  return isGroup(node) ? `(${written(node, kinds)})` : condition(node, kinds);
}

function condition({ field, op, values }: Condition, kinds: Kinds): string {
  const write = (value: Value): string => literal(value, BARE[kinds.get(field) ?? ""]);
  if (ALONE.has(op)) return `${field} ${op}`;
  if (LISTS.has(op)) return `${field} ${op} (${values.map(write).join(", ")})`;
  if (op === "between") return `${field} between ${values.slice(0, 2).map(write).join("..")}`;
  if (PERIODS.has(op)) return `${field} ${op} ${literal(values[0] ?? "", PERIOD)}`;
  return `${field} ${op} ${write(values[0] ?? "")}`;
}

function literal(value: Value, bare: RegExp | undefined): string {
  const text = String(value);
  return bare?.test(text) ? text : quoted(text);
}

/** Double quotes around, backslash before quote and backslash; control characters, which nobody means, become spaces. */
export function quoted(text: string): string {
  return `"${text.replace(/[\u0000-\u001f\u007f]+/g, " ").replace(/["\\]/g, "\\$&")}"`;
}
