import { pageJson } from "./page.ts";

let words: Record<string, string> | undefined;

/**
 * The sentence in the person's language, `{name}` filled from `values`.
 * Write the English sentence as a literal: the extractor reads it from the source.
 */
export function t(sentence: string, values: Record<string, string | number> = {}): string {
  words ??= pageJson<Record<string, string>>("words", {});
  return filled(words[sentence] ?? sentence, values);
}

export function filled(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function language(): string {
  return document.documentElement.lang || "en";
}
