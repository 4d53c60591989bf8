import { toast } from "./toast.ts";
import { define, h } from "../lib/dom.ts";
import { csrfHeader, problemText } from "../lib/fetching.ts";
import { icon } from "../lib/icon.ts";
import { askToSignIn } from "../page/signed-out.ts";
import { sentenceFor, tellNetworkLost } from "../page/trouble.ts";

/**
 * `<c-attach data-address="/customers/1/files">` in a form with a textarea: what is chosen, dropped or pasted there is kept
 * with the record at once, and the text names it by its code; under the text it stands by its name until that is sent.
 */
export class Attach extends HTMLElement {
  private readonly kept = h("span", { class: "attach-kept", "aria-live": "polite" });
  private readonly input = h("input", { type: "file", multiple: true, hidden: true });

  connectedCallback(): void {
    if (this.childElementCount) return;
    const label = this.dataset["label"] ?? "";
    const button = h("button", { class: "btn is-quiet is-icon is-s", type: "button", title: label, "aria-label": label }, icon("paperclip", "i i-s"));
    button.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.take(this.input.files));
    this.append(button, this.input, this.kept);
    const form = this.closest("form");
    for (const type of ["dragover", "dragleave", "drop"]) form?.addEventListener(type, (event) => this.onDrag(event as DragEvent));
    form?.addEventListener("paste", (event) => this.onPaste(event));
    form?.addEventListener("reset", () => this.kept.replaceChildren());
  }

  private get text(): HTMLTextAreaElement | null {
    return this.closest("form")?.querySelector("textarea") ?? null;
  }

  private onDrag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    this.closest("form")?.classList.toggle("is-over", event.type === "dragover");
    if (event.type === "drop") this.take(event.dataTransfer.files);
  }

  /** Text that is pasted stays text, also where a picture of it comes along. */
  private onPaste(event: ClipboardEvent): void {
    const files = event.clipboardData?.files;
    if (!files?.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    event.stopPropagation();
    this.take(files);
  }

  private take(files: FileList | null): void {
    for (const file of files ?? []) void this.send(file);
    this.input.value = "";
  }

  private async send(file: File): Promise<void> {
    const line = h("span", { class: "attach-one is-busy" }, h("span", { class: "cut" }, file.name));
    this.kept.append(line);
    const body = new FormData();
    body.append("file", file, file.name);
    try {
      const headers = { ...csrfHeader(), Accept: "application/json" };
      const answer = await fetch(this.dataset["address"] ?? "", { method: "POST", body, headers });
      if (answer.ok) return this.name(((await answer.json()) as { code: string }).code, line);
      line.remove();
      if (answer.status === 401) return askToSignIn(() => void this.send(file));
      const why = problemText(answer.headers.get("Content-Type"), await answer.text());
      toast({ text: `${file.name}: ${why || sentenceFor(answer.status)}`, kind: "bad" });
    } catch {
      line.remove();
      tellNetworkLost(() => void this.send(file));
    }
  }

  private name(code: string, line: HTMLElement): void {
    line.classList.remove("is-busy");
    const text = this.text;
    if (!text) return;
    const before = text.value && !/\s$/u.test(text.value) ? `${text.value} ` : text.value;
    text.value = `${before}${code} `;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }
}

define("c-attach", Attach);
