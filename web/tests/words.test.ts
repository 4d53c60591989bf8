import assert from "node:assert/strict";
import { test } from "node:test";
import { problemText, shortText } from "../lib/fetching.ts";
import { filled } from "../lib/words.ts";
import { relative } from "../page/times.ts";

test("placeholders are filled, unknown ones stay to be seen", () => {
  assert.equal(filled("{n} of {total}", { n: 3, total: "12,480" }), "3 of 12,480");
  assert.equal(filled("{n} of {total}", { n: 0 }), "0 of {total}");
  assert.equal(filled("nothing", { n: 1 }), "nothing");
});

test("times are told in the largest unit that fits", () => {
  const now = new Date("2026-11-19T14:00:00Z");
  const told = (moment: string, locale: string): string => relative(new Date(moment), now, locale);
  assert.equal(told("2026-11-19T13:59:40Z", "en"), "now");
  assert.equal(told("2026-11-19T13:48:00Z", "en"), "12 min. ago");
  assert.equal(told("2026-11-18T14:00:00Z", "en"), "yesterday");
  assert.equal(told("2026-11-22T14:00:00Z", "zh-Hans"), "3天后");
  assert.equal(told("2025-09-19T14:00:00Z", "zh-Hans"), "去年");
});

test("a small fragment of error tells its words, a whole page none", () => {
  assert.equal(shortText('<p class="problem">“Q&amp;A” is\n  <b>taken</b>.</p>'), "“Q&A” is taken .");
  assert.equal(shortText("<!doctype html><html><body>Traceback</body></html>"), "");
  assert.equal(shortText("x".repeat(401)), "");
});

test("a problem document tells its detail, else its title, else nothing", () => {
  assert.equal(
    problemText("application/problem+json", '{"title": "Refused", "detail": "No such tier."}'),
    "No such tier.",
  );
  assert.equal(problemText("application/problem+json", '{"title": "Refused"}'), "Refused");
  assert.equal(problemText("application/json", "not json"), "");
  assert.equal(problemText("text/html", '{"detail": "x"}'), "");
});
