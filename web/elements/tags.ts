import { define, h } from "../lib/dom.ts";
import { csrfHeader, problemText } from "../lib/fetching.ts";
import type { Hit } from "../lib/hits.ts";
import { t } from "../lib/words.ts";
import "./picker.ts";
import { toast } from "./toast.ts";

/**
 * `<c-tags>` around ticked checkboxes (one for each tag that is on) and a `<c-picker>` that finds tags: choosing one adds
 * its checkbox, unticking takes a tag off. With `data-create` a word that is no tag yet can be made one. Fires `change`.
 */
export class Tags extends HTMLElement {
  private readonly maker = h("button", {
    type: "button",
    class: "btn is-s",
    hidden: true,
    onclick: () => void this.make(),
  });

  connectedCallback(): void {
    this.addEventListener("pick", (event) => this.add((event as CustomEvent<Hit>).detail));
    this.addEventListener("input", () => this.offer());
    this.maker.addEventListener("mousedown", (event) => event.preventDefault());
    if (this.dataset["create"]) this.append(this.maker);
  }

  private get text(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("c-picker input:not([type=hidden])");
  }

  private get name(): string {
    return this.querySelector<HTMLInputElement>("input[type=hidden][name]")?.name ?? "tags";
  }

  private add({ id, title }: Pick<Hit, "id" | "title">): void {
    if (id === "") return;
    const value = String(id);
    const known = this.querySelector<HTMLInputElement>(`input[type=checkbox][value="${CSS.escape(value)}"]`);
    if (known) known.checked = true;
    else this.querySelector("c-picker")?.before(chip(this.name, value, title));
    this.empty();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Ready for the next one: the picker itself keeps nothing. */
  private empty(): void {
    const clear = this.querySelector<HTMLElement>("c-picker .picker-x");
    if (this.text?.value) clear?.click();
    this.maker.hidden = true;
  }

  private offer(): void {
    const word = this.text?.value.trim() ?? "";
    this.maker.hidden = word === "";
    this.maker.textContent = t("New tag “{name}”", { name: word });
  }

  private async make(): Promise<void> {
    const name = this.text?.value.trim();
    if (!name) return;
    const answer = await fetch(this.dataset["create"] ?? "", {
      method: "POST",
      body: JSON.stringify({ name }),
      headers: { "Content-Type": "application/json", Accept: "application/json", ...csrfHeader() },
    });
    const body = await answer.text();
    if (!answer.ok) return toast({ text: problemText(answer.headers.get("Content-Type"), body), kind: "bad" });
    this.add({ id: (JSON.parse(body) as { id: number }).id, title: name });
  }
}

function chip(name: string, value: string, title: string): HTMLElement {
  return h("label", { class: "tag" }, h("input", { type: "checkbox", name, value, checked: true }), title);
}

define("c-tags", Tags);

declare global {
  interface HTMLElementTagNameMap {
    "c-tags": Tags;
  }
}
