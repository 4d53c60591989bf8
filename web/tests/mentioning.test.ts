import assert from "node:assert/strict";
import { test } from "node:test";

import { begunAt, named } from "../lib/mentioning.ts";

test("an @ that begins a word begins a name", () => {
  assert.deepEqual(begunAt("Ask @lin", 8), { from: 4, to: 8, query: "lin" });
  assert.deepEqual(begunAt("@林", 2), { from: 0, to: 2, query: "林" });
  assert.deepEqual(begunAt("请（@周", 4), { from: 2, to: 4, query: "周" });
});

test("a mail address, a bare @ and a line that was ended begin none", () => {
  assert.equal(begunAt("me@firm.example", 15), null);
  assert.equal(begunAt("Ask @", 5), null);
  assert.equal(begunAt("Ask @lin\nand then", 17), null);
});

test("the name stands in place of what was typed", () => {
  const begun = begunAt("Ask @lin about it", 8);
  assert.ok(begun);
  assert.deepEqual(named("Ask @lin about it", begun, "林知夏"), { text: "Ask @林知夏 about it", caret: 9 });
});
