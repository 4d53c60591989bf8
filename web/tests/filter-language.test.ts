import assert from "node:assert/strict";
import { test } from "node:test";
import { quoted, written } from "../elements/filter/language.ts";
import { asGroup, type Node } from "../elements/filter/tree.ts";

const KINDS = new Map([
  ["city", "text"],
  ["tier", "choice"],
  ["owner", "link"],
  ["revenue", "money"],
  ["last_touch", "moment"],
  ["founded", "day"],
  ["active", "yes-no"],
]);

function text(node: Node | null): string {
  return written(asGroup(node), KINDS);
}

test("nothing is nothing", () => {
  assert.equal(text(null), "");
  assert.equal(text({ join: "or", parts: [] }), "");
});

test("the example of the language", () => {
  const tree: Node = {
    join: "and",
    parts: [
      { field: "city", op: "=", values: ["Suzhou"] },
      {
        join: "or",
        parts: [
          { field: "tier", op: "=", values: ["A"] },
          { field: "owner", op: "=", values: ["me"] },
        ],
      },
    ],
  };
  assert.equal(text(tree), 'city = "Suzhou" and (tier = "A" or owner = me)');
});

test("each operator", () => {
  assert.equal(text({ field: "revenue", op: ">=", values: ["-10.50"] }), "revenue >= -10.50");
  assert.equal(text({ field: "city", op: "~", values: ["苏"] }), 'city ~ "苏"');
  assert.equal(text({ field: "city", op: "^=", values: ["Su"] }), 'city ^= "Su"');
  assert.equal(text({ field: "tier", op: "in", values: ["A", "B"] }), 'tier in ("A", "B")');
  assert.equal(text({ field: "owner", op: "not in", values: [3, "me"] }), "owner not in (3, me)");
  assert.equal(text({ field: "city", op: "is empty", values: [] }), "city is empty");
  assert.equal(text({ field: "city", op: "is not empty", values: ["left over"] }), "city is not empty");
  assert.equal(text({ field: "last_touch", op: "within", values: ["14d"] }), "last_touch within 14d");
  assert.equal(text({ field: "last_touch", op: "within", values: ["next-14d"] }), "last_touch within next-14d");
  assert.equal(text({ field: "last_touch", op: "not within", values: ["this-quarter"] }), "last_touch not within this-quarter");
  assert.equal(text({ field: "last_touch", op: "within", values: ["this-century"] }), 'last_touch within "this-century"');
  assert.equal(
    text({ field: "founded", op: "between", values: ["2020-01-01", "2021-12-31"] }),
    "founded between 2020-01-01..2021-12-31",
  );
  assert.equal(text({ field: "revenue", op: "between", values: [1, 2.5] }), "revenue between 1..2.5");
  assert.equal(text({ field: "active", op: "=", values: [true] }), "active = true");
});

test("words of the language stay text where text is meant", () => {
  assert.equal(text({ field: "city", op: "=", values: ["me"] }), 'city = "me"');
  assert.equal(text({ field: "city", op: "=", values: ["42"] }), 'city = "42"');
  assert.equal(text({ field: "unknown", op: "=", values: [7] }), 'unknown = "7"');
});

test("what does not look like its kind is quoted, never let through", () => {
  assert.equal(text({ field: "revenue", op: "=", values: ["1 or city = 2"] }), 'revenue = "1 or city = 2"');
  assert.equal(text({ field: "last_touch", op: "within", values: ["14d or 1"] }), 'last_touch within "14d or 1"');
  assert.equal(text({ field: "owner", op: "=", values: ['1) or (x = "y"'] }), 'owner = "1) or (x = \\"y\\""');
});

test("quotes, backslashes, control characters", () => {
  assert.equal(quoted('say "hi"'), '"say \\"hi\\""');
  assert.equal(quoted("C:\\new"), '"C:\\\\new"');
  assert.equal(quoted('\\"'), '"\\\\\\""');
  assert.equal(quoted("two\nlines\u0000"), '"two lines "');
  assert.equal(quoted(""), '""');
});

test("what related records come to", () => {
  const count: Node = {
    measure: "count", noun: "event", via: "customer", value: "", op: ">=", values: ["2"],
    where: { join: "and", parts: [{ field: "kind", op: "=", values: ["purchase"] }, { field: "at", op: "within", values: ["90d"] }] },
  };
  assert.equal(text(count), 'count(event via customer where kind = "purchase" and at within 90d) >= 2');
  const last: Node = { measure: "last", noun: "event", via: "customer", value: "score", op: "is empty", values: [], where: null };
  assert.equal(text({ join: "or", parts: [last, { field: "city", op: "=", values: ["Leeds"] }] }),
    'last(event.score via customer) is empty or city = "Leeds"');
});
