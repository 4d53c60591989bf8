import assert from "node:assert/strict";
import { test } from "node:test";
import {
  added,
  addedTo,
  asGroup,
  EMPTY,
  joined,
  removed,
  replaced,
  tidy,
  turned,
  type Condition,
  type Group,
  type Join,
  type Node,
} from "../elements/filter/tree.ts";

const [a, b, c, d] = ["a", "b", "c", "d"].map((field): Condition => ({ field, op: "=", values: [field] })) as [
  Condition,
  Condition,
  Condition,
  Condition,
];

function group(join: Join, ...parts: Node[]): Group {
  return { join, parts };
}

test("one condition becomes a group of one, a tree stays", () => {
  assert.deepEqual(asGroup(a), group("and", a));
  assert.deepEqual(asGroup(null), EMPTY);
  assert.deepEqual(asGroup(group("or", a, b)), group("or", a, b));
});

test("adding narrows, also what was an or", () => {
  assert.deepEqual(added(EMPTY, a), group("and", a));
  assert.deepEqual(added(group("and", a, b), c), group("and", a, b, c));
  assert.deepEqual(added(group("or", a, b), c), group("and", group("or", a, b), c));
});

test("removing leaves no empty group and no group of one", () => {
  const tree = group("and", group("or", a, b), c);
  assert.deepEqual(removed(tree, [0, 1]), group("and", a, c));
  assert.deepEqual(removed(tree, [1]), group("or", a, b));
  assert.deepEqual(removed(group("and", a), [0]), EMPTY);
  assert.deepEqual(removed(group("or", a, b), [0]), group("and", b));
});

test("replacing one condition leaves its neighbours", () => {
  assert.deepEqual(replaced(group("and", a, group("or", b, c)), [1, 0], d), group("and", a, group("or", d, c)));
});

test("turning the join of two turns the group", () => {
  assert.deepEqual(turned(group("and", a, b), [1]), group("or", a, b));
  assert.deepEqual(turned(group("or", a, b), [1]), group("and", a, b));
});

test("turning a join among three makes the neighbours a group", () => {
  assert.deepEqual(turned(group("and", a, b, c), [1]), group("and", group("or", a, b), c));
  assert.deepEqual(turned(group("and", a, b, c), [2]), group("and", a, group("or", b, c)));
});

test("turning back inside a group dissolves it", () => {
  const tree = group("and", group("or", a, b), c);
  assert.deepEqual(turned(tree, [0, 1]), group("and", a, b, c));
});

test("turning the join between a group and a condition flattens what has become the same", () => {
  assert.deepEqual(turned(group("and", group("or", a, b), c), [1]), group("or", a, b, c));
});

test("tidying keeps the meaning", () => {
  assert.deepEqual(tidy(group("or", group("or", a, group("or", b)), group("and"), c)), group("or", a, b, c));
});

test("another beside a condition makes a group, or stands in the one there is", () => {
  assert.deepEqual(joined(group("and", a), [0], "or", b), group("or", a, b));
  assert.deepEqual(joined(group("and", a, b), [0], "and", c), group("and", a, c, b));
  assert.deepEqual(joined(group("and", a, b), [1], "or", c), group("and", a, group("or", b, c)));
  assert.deepEqual(
    joined(group("and", a, group("or", b, c)), [1, 0], "and", d),
    group("and", a, group("or", group("and", b, d), c)),
  );
});

test("a group takes further conditions", () => {
  assert.deepEqual(addedTo(group("and", a, group("or", b, c)), [1], d), group("and", a, group("or", b, c, d)));
});
