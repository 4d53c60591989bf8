import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const SOURCES = ["main.ts", "page", "elements", "lib"];
const SENTENCE = /\bt\(\s*("(?:[^"\\]|\\.)*")/g;

/** `words.json`: every sentence of `t("…")` in the sources, so that the server can hand them over translated. */
export function words(root: string): Plugin {
  return {
    name: "concerto-words",
    generateBundle() {
      const sentences = new Set(SOURCES.flatMap((path) => filesUnder(root, path)).flatMap(sentencesIn));
      this.emitFile({ type: "asset", fileName: "words.json", source: JSON.stringify([...sentences].sort()) });
    },
  };
}

function filesUnder(root: string, path: string): string[] {
  if (path.endsWith(".ts")) return [join(root, path)];
  const names = readdirSync(join(root, path), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => join(root, path, name));
}

function sentencesIn(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(SENTENCE)].map(([, literal]) => JSON.parse(literal ?? '""') as string);
}
