import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { icons } from "./build/icons.ts";
import { systemTheme } from "./build/system-theme.ts";
import { words } from "./build/words.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const NAME_AND_HASH = "[name]-[hash:8]";

/** What is needed together is fetched together: each request costs a way there and back, which a few kilobytes do not. */
const GROUPS = [
  { name: "main", test: /\/(main\.ts$|web\/(lib|page)\/|node_modules\/htmx)/, priority: 2 },
  { name: "list", test: /\/web\/elements\/(grid|filter|columns|picker|peek|narrow)/, priority: 1 },
];

/** Eight characters of hash, one flat folder: the server keeps such names for ever (see README). */
export default defineConfig({
  root: here("."),
  base: "./",
  publicDir: false,
  plugins: [icons(here("icons.txt")), words(here("."))],
  css: { postcss: { plugins: [systemTheme] } },
  build: {
    outDir: here("../concerto/kernel/ui/static/built"),
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    assetsInlineLimit: 0,
    cssMinify: "lightningcss",
    cssTarget: ["chrome100", "safari15.4", "firefox100"],
    target: "es2022",
    reportCompressedSize: false,
    rolldownOptions: {
      input: { main: here("main.ts") },
      output: {
        entryFileNames: `${NAME_AND_HASH}.js`,
        chunkFileNames: `${NAME_AND_HASH}.js`,
        assetFileNames: `${NAME_AND_HASH}[extname]`,
        codeSplitting: { groups: GROUPS },
      },
    },
  },
});
