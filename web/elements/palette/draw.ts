import { h } from "../../lib/dom.ts";
import { marksOfReading, occurrences, type Mark } from "../../lib/highlight.ts";
import { marked, shape, type Hit } from "../../lib/hits.ts";
import { icon } from "../../lib/icon.ts";
import type { Group, Option } from "./found.ts";

export function drawGroup({ title, options }: Group, query: string, idOf: (option: Option) => string): HTMLElement {
  const lines = options.map((option) => drawOption(option, query, idOf(option)));
  return h("div", { role: "group", "aria-label": title }, h("div", { class: "palette-h" }, title), ...lines);
}

function drawOption(option: Option, query: string, id: string): HTMLElement {
  const { hit } = option;
  const title = h("span", { class: "cut" }, ...marked(option.title, marksOf(option, query)));
  const hint = hit?.hint ? h("span", { class: "py cut" }, ...marked(hit.hint.text, hit.hint.marks ?? [])) : null;
  return h(
    "div",
    { class: "opt", role: "option", id, "aria-selected": "false" },
    sign(option),
    title,
    hint,
    end(option),
  );
}

/** Records are drawn by their shape; a place or an action has its icon, even where it is the icon of people. */
function sign({ hit, icon: name, title }: Option): Node {
  return hit ? shape(name, title) : icon(name);
}

function marksOf({ title, hit }: Option, query: string): Mark[] {
  const own = occurrences(title, query);
  return own.length || !hit?.hint ? own : marksOfReading(title, hit.hint.text, hit.hint.marks ?? []);
}

function end({ hit, shortcut }: Option): HTMLElement | null {
  if (shortcut)
    return h("span", { class: "end" }, ...shortcut.split(" ").map((key) => h("kbd", {}, key.toUpperCase())));
  return hit?.subtitle ? h("span", { class: "end cut" }, hit.subtitle) : null;
}

/** What the side shows until, or instead of, the page's own preview. */
export function summary(hit: Hit): HTMLElement {
  const words = h(
    "div",
    { class: "grow" },
    h("b", { class: "b" }, hit.title),
    h("p", { class: "mute small" }, hit.subtitle ?? ""),
  );
  return h("div", { class: "row" }, shape(hit.icon ?? "file-text", hit.title, true), words);
}
