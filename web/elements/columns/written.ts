/** A column there may be: `fixed` is the title, which always comes first. */
export interface Column {
  id: string;
  label: string;
  shown: boolean;
  width: number | null;
  fixed: boolean;
}

/** Columns as the address and a view write them: `name:320,city`. */
export function written(columns: Pick<Column, "id" | "width">[]): string {
  return columns.map(({ id, width }) => (width ? `${id}:${width}` : id)).join(",");
}

/** This page's address with other columns, from its first row on. */
export function addressWith(columns: string, base: string = location.href): string {
  const address = new URL(base, location.href);
  address.searchParams.delete("cursor");
  address.searchParams.set("columns", columns);
  return address.href;
}

/** The page goes on with other columns: its address, its links to itself, and the forms that keep or narrow it. */
export function carry(columns: string): void {
  history.replaceState(history.state, "", addressWith(columns));
  for (const link of document.querySelectorAll<HTMLAnchorElement>("th > a, a[data-arranged]")) {
    link.href = addressWith(columns, link.href);
    if (link.dataset["further"]) link.dataset["further"] = addressWith(columns, link.dataset["further"]);
  }
  for (const input of document.querySelectorAll<HTMLInputElement>("form input[name=columns]")) input.value = columns;
  for (const input of document.querySelectorAll<HTMLInputElement>("form input[name=next]")) input.value = location.pathname + location.search;
  const find = document.querySelector<HTMLFormElement>("form.find");
  if (find && !find.elements.namedItem("columns")) find.append(hidden("columns", columns));
  document.getElementById("view-changed")?.removeAttribute("hidden");
}

function hidden(name: string, value: string): HTMLInputElement {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}
