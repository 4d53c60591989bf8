/** A filter as the page gives it and as the chips show it. */
export type Join = "and" | "or";
export type Value = string | number | boolean;

export interface Condition {
  field: string;
  /** An operator of the filter language, one of those the field offers. */
  op: string;
  values: Value[];
  /** What people call the values, where a value is an id. */
  labels?: string[];
}

/** A question to what the records of another noun come to that link to a row. */
export interface Related {
  measure: string;
  noun: string;
  via: string;
  /** The field that is measured; empty where records are counted. */
  value: string;
  where: Node | null;
  op: string;
  values: Value[];
  labels?: string[];
  /** What the server says of it in the person's language. */
  words?: string;
}

export interface Group {
  join: Join;
  parts: Node[];
}

export type Question = Condition | Related;
export type Node = Question | Group;

/** Which child of which child: `[0, 2]` is the third part of the first group. */
export type Path = readonly number[];

export const EMPTY: Group = { join: "and", parts: [] };

export function isGroup(node: Node): node is Group {
  return "parts" in node;
}

export function isRelated(node: Node): node is Related {
  return "measure" in node;
}

/** Whatever the page gave, as a group: nothing, one condition, or a tree. */
export function asGroup(node: Node | null | undefined): Group {
  if (!node) return EMPTY;
  return isGroup(node) ? tidy(node) : { join: "and", parts: [node] };
}

export function added(root: Group, node: Node): Group {
  if (root.join === "or" && root.parts.length > 1) return { join: "and", parts: [root, node] };
  return { join: "and", parts: [...root.parts, node] };
}

/** The part at `path` with another beside it, joined by `join`: together they are a group, or stand in the one there is. */
export function joined(root: Group, path: Path, join: Join, node: Node): Group {
  return tidy(changed(root, path, (part) => [{ join, parts: [part, node] }]));
}

/** Another part at the end of the group at `path`. */
export function addedTo(root: Group, path: Path, node: Node): Group {
  return tidy(changed(root, path, (part) => [isGroup(part) ? { ...part, parts: [...part.parts, node] } : part]));
}

export function replaced(root: Group, path: Path, node: Node): Group {
  return tidy(changed(root, path, () => [node]));
}

export function removed(root: Group, path: Path): Group {
  return tidy(changed(root, path, () => []));
}

/**
 * Turns the `and` or `or` before the part at `path` into the other. In a group of two the group turns;
 * in a longer one the two neighbours become a group of their own.
 */
export function turned(root: Group, path: Path): Group {
  const place = path.slice(0, -1);
  const at = path[path.length - 1] ?? 0;
  const group = groupAt(root, place);
  const join: Join = group.join === "and" ? "or" : "and";
  if (group.parts.length <= 2) return tidy(withGroup(root, place, { ...group, join }));
  const pair: Group = { join, parts: group.parts.slice(at - 1, at + 1) };
  return tidy(
    withGroup(root, place, { ...group, parts: [...group.parts.slice(0, at - 1), pair, ...group.parts.slice(at + 1)] }),
  );
}

/** The tree without empty groups, groups of one, and groups in groups of the same join. Means the same. */
export function tidy(root: Group): Group {
  const parts = root.parts.flatMap((part): Node[] => {
    if (!isGroup(part)) return [part];
    const inner = tidy(part);
    return inner.parts.length < 2 || inner.join === root.join ? inner.parts : [inner];
  });
  const [only] = parts;
  return parts.length === 1 && only && isGroup(only) ? only : { join: parts.length < 2 ? "and" : root.join, parts };
}

function changed(group: Group, [at = -1, ...rest]: Path, change: (node: Node) => Node[]): Group {
  const parts = group.parts.flatMap((part, index) => {
    if (index !== at) return [part];
    return rest.length > 0 && isGroup(part) ? [changed(part, rest, change)] : change(part);
  });
  return { ...group, parts };
}

function withGroup(root: Group, place: Path, group: Group): Group {
  return place.length === 0 ? group : changed(root, place, () => [group]);
}

function groupAt(root: Group, path: Path): Group {
  return path.reduce((group, at) => {
    const part = group.parts[at];
    return part && isGroup(part) ? part : group;
  }, root);
}
