import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const LOGICAL_NAME = "icons.svg";
const ADDRESS_MODULE = "virtual:icons";
const RESOLVED = `\0${ADDRESS_MODULE}`;
const require = createRequire(import.meta.url);

/**
 * One sprite of the icons named in `list` (one name a line, `#` starts a comment).
 * Pages find it in the manifest as `icons.svg`; scripts import its address from `virtual:icons`.
 */
export function icons(list: string): Plugin {
  let reference = "";
  return {
    name: "concerto-icons",
    buildStart() {
      this.addWatchFile(list);
      const source = sprite(namesIn(list));
      reference = this.emitFile({ type: "asset", name: LOGICAL_NAME, originalFileName: LOGICAL_NAME, source });
    },
    resolveId: (id) => (id === ADDRESS_MODULE ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? `export default import.meta.ROLLUP_FILE_URL_${reference};` : null),
  };
}

function namesIn(list: string): string[] {
  const lines = readFileSync(list, "utf8").split("\n");
  return [...new Set(lines.map((line) => line.replace(/#.*/, "").trim()).filter(Boolean))].sort();
}

function sprite(names: string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>\n`;
}

function symbol(name: string): string {
  const drawing = readFileSync(require.resolve(`@tabler/icons/outline/${name}.svg`), "utf8");
  const shapes = drawing
    .replace(/^[^]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none"[^>]*\/>/, "")
    .replace(/\s*\n\s*/g, "")
    .replace(/ \/>/g, "/>");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}
