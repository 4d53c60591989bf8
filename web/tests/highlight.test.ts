import assert from "node:assert/strict";
import { test } from "node:test";
import { marksOfReading, occurrences, parts } from "../lib/highlight.ts";

function drawn(text: string, marks: [number, number][]): string {
  return parts(text, marks)
    .map((part) => (part.marked ? `[${part.text}]` : part.text))
    .join("");
}

test("marks cut the text and lose nothing of it", () => {
  assert.equal(
    drawn("a li mu guo yuan", [
      [0, 1],
      [2, 4],
    ]),
    "[a] [li] mu guo yuan",
  );
  assert.equal(drawn("阿里木果园", [[0, 2]]), "[阿里]木果园");
  assert.equal(drawn("plain", []), "plain");
  assert.equal(drawn("", [[0, 3]]), "");
});

test("marks out of order, overlapping, touching, reaching beyond", () => {
  assert.equal(
    drawn("abcdef", [
      [3, 9],
      [0, 2],
      [1, 3],
    ]),
    "[abcdef]",
  );
  assert.equal(
    drawn("abc", [
      [2, 1],
      [7, 9],
    ]),
    "abc",
  );
});

test("places count characters, not halves of them", () => {
  assert.equal(drawn("𠮷野家", [[0, 1]]), "[𠮷]野家");
});

test("words are found whatever their case", () => {
  assert.deepEqual(occurrences("Alibi Theatre Lighting", "ali light"), [
    [0, 3],
    [14, 19],
  ]);
  assert.deepEqual(occurrences("阿里木果园", "里木"), [[1, 3]]);
  assert.deepEqual(occurrences("İzmir Lights", "lig"), [[6, 9]]);
  assert.deepEqual(occurrences("Alibi", "zz"), []);
  assert.deepEqual(occurrences("Alibi", "   "), []);
});

test("a reading marks the characters it is read from", () => {
  assert.deepEqual(
    marksOfReading("阿里木果园", "a li mu guo yuan", [
      [0, 1],
      [2, 4],
    ]),
    [
      [0, 1],
      [1, 2],
    ],
  );
  assert.deepEqual(
    marksOfReading("安岭林场食品", "an ling lin chang", [
      [0, 1],
      [3, 5],
    ]),
    [
      [0, 1],
      [1, 2],
    ],
  );
  assert.deepEqual(marksOfReading("A·阿里", "a li", [[2, 4]]), [[3, 4]]);
});

test("what is no reading of the title marks nothing", () => {
  assert.deepEqual(marksOfReading("星落灯具", "曾用名 阿黎灯饰", [[4, 6]]), []);
  assert.deepEqual(marksOfReading("Alibi", "a li", [[0, 1]]), []);
});
