import type { Hit } from "./hits.ts";
import { store } from "./store.ts";

const AT_MOST = 8;

/** Records that this person came by last, the newest first. */
export function recent(): Hit[] {
  return store.get<Hit[]>("recent", []);
}

export function remember(hit: Hit): void {
  const { hint: _, ...kept } = hit;
  store.set("recent", [kept, ...recent().filter(({ url }) => url !== hit.url)].slice(0, AT_MOST));
}
