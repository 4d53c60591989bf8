import { h } from "./dom.ts";
import { getJson } from "./fetching.ts";
import { parts, type Mark } from "./highlight.ts";
import { icon } from "./icon.ts";

/** A record as `GET /api/v1/search` finds it. */
export interface Hit {
  entity: string;
  id: number | string;
  title: string;
  subtitle?: string | null;
  url: string;
  icon?: string | null;
  /** Why it was found where the title does not show it: a reading, a former name, a phone. */
  hint?: { text: string; marks?: Mark[] } | null;
}

/** Square for what an organisation is, circle for a person, the icon for everything else. */
const SHAPES: Record<string, string> = {
  "address-book": "org",
  building: "org",
  "building-store": "org",
  "building-community": "org",
  user: "av d-it",
  users: "av d-it",
  id: "av d-it",
};

/** What the search finds, at most what the server thinks is enough. `more` are further questions, such as the entity. */
export async function search(
  address: string,
  query: string,
  signal: AbortSignal,
  more: Record<string, string> = {},
): Promise<Hit[]> {
  const question = new URLSearchParams({ q: query, ...more });
  return (await getJson<{ items: Hit[] }>(`${address}?${question}`, signal)).items;
}

/** Text with its marked parts underlined, for lists of results. */
export function marked(text: string, marks: Mark[]): (Node | string)[] {
  return parts(text, marks).map((part) => (part.marked ? h("u", {}, part.text) : part.text));
}

/** The sign before a name. */
export function shape(name: string, title: string, large = false): Node {
  const className = SHAPES[name];
  if (!className) return icon(name);
  return h(
    "span",
    { class: large ? `${className} is-l` : className, "aria-hidden": "true" },
    [...title][0]?.toUpperCase() ?? "",
  );
}
