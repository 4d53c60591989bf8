// What the first page costs, compressed as it is served.
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const built = new URL("../../concerto/kernel/ui/static/built/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", built), "utf8"));
const { file, css = [], imports = [] } = manifest["main.ts"];
const first = new Set([file, ...css, ...imports.map((name) => manifest[name].file), manifest["icons.svg"].file]);
const compressed = (name) => brotliCompressSync(readFileSync(new URL(name, built))).length;

const lines = readdirSync(built)
  .filter((name) => /\.(js|css|svg)$/.test(name))
  .map((name) => ({ name, bytes: compressed(name), first: first.has(name) }));
for (const { name, bytes, first } of lines.sort((a, b) => b.first - a.first || b.bytes - a.bytes))
  console.log(`${first ? "first" : "later"} ${String(bytes).padStart(7)} ${name}`);
const total = lines.filter((line) => line.first).reduce((sum, line) => sum + line.bytes, 0);
console.log(
  `first page: ${(total / 1024).toFixed(1)} KB brotli, everything: ${(lines.reduce((sum, line) => sum + line.bytes, 0) / 1024).toFixed(1)} KB`,
);
