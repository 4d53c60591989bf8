import { asGroup, isGroup, isRelated, type Group, type Node, type Question, type Related, type Value } from "./tree.ts";

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
const NUMBER = /^-?\d+(\.\d+)?$/;
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
  if (isGroup(node)) return `(${written(node, kinds)})`;
  if (isRelated(node)) return `${related(node)} ${asked(node, NUMBER)}`;
  return `${node.field} ${asked(node, BARE[kinds.get(node.field) ?? ""])}`;
}

/** What is asked of the records behind it is quoted throughout: their kinds are known to the server alone. */
function related({ measure, noun, value, via, where }: Related): string {
  const of = value ? `${noun}.${value}` : noun;
  const limited = where ? ` where ${written(asGroup(where), new Map())}` : "";
  return `${measure}(${of} via ${via}${limited})`;
}

function asked({ op, values }: Question, bare: RegExp | undefined): string {
  const write = (value: Value): string => literal(value, bare);
  if (ALONE.has(op)) return op;
  if (LISTS.has(op)) return `${op} (${values.map(write).join(", ")})`;
  if (op === "between") return `between ${values.slice(0, 2).map(write).join("..")}`;
  if (PERIODS.has(op)) return `${op} ${literal(values[0] ?? "", PERIOD)}`;
  return `${op} ${write(values[0] ?? "")}`;
}

function literal(value: Value, bare: RegExp | undefined): string {
  const text = String(value);
  return bare?.test(text) ? text : quoted(text);
}

/** Double quotes around, backslash before quote and backslash; control characters, which nobody means, become spaces. */
export function quoted(text: string): string {
  return `"${text.replace(/[\u0000-\u001f\u007f]+/g, " ").replace(/["\\]/g, "\\$&")}"`;
}
