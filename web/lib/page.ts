/** The JSON block with this id, or `fallback` where the page has none. */
export function pageJson<T>(id: string, fallback: T): T {
  const block = document.getElementById(id);
  return block?.textContent ? (JSON.parse(block.textContent) as T) : fallback;
}

export function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

/** The address of the sign-in page, which comes back to here. */
export function signInAddress(): string {
  const address = document.body.dataset["signIn"] ?? "/sign-in";
  return `${address}?next=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Where a record shows itself as a small fragment, for panels beside a list. */
export function peekAddress(address: string): string {
  const url = new URL(address, location.href);
  url.searchParams.set("peek", "1");
  return url.pathname + url.search;
}
