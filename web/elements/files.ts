import { toast } from "./toast.ts";
import { closest, define, h } from "../lib/dom.ts";
import { csrfHeader, problemText } from "../lib/fetching.ts";
import { askToSignIn } from "../page/signed-out.ts";
import { sentenceFor, tellNetworkLost } from "../page/trouble.ts";

/**
 * `<c-files>` around a form with one file input: what is dropped on it or chosen travels at once, one after the other,
 * each with a line of its own; with `data-paste` also what is pasted on the page. Without this script the form works.
 */
export class Files extends HTMLElement {
  private readonly lines = h("ul", { class: "file-lines", "aria-live": "polite" });
  private readonly leaving = new AbortController();
  private waiting: Promise<unknown> = Promise.resolve();
  private sent = 0;

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    form.classList.add("is-quick");
    this.append(this.lines);
    this.addEventListener("change", () => this.take(this.input?.files));
    for (const type of ["dragover", "dragleave", "drop"])
      this.addEventListener(type, (event) => this.onDrag(event as DragEvent));
    if ("paste" in this.dataset)
      document.addEventListener("paste", (event) => this.onPaste(event), { signal: this.leaving.signal });
  }

  disconnectedCallback(): void {
    this.leaving.abort();
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[type=file]");
  }

  private onDrag(event: DragEvent): void {
    event.preventDefault();
    this.classList.toggle("is-over", event.type === "dragover");
    if (event.type === "drop") this.take(event.dataTransfer?.files);
  }

  /** Text that is pasted into a field stays text. */
  private onPaste(event: ClipboardEvent): void {
    const files = event.clipboardData?.files;
    const typing = closest(event, "input, textarea, [contenteditable]");
    if (!files?.length || (typing && event.clipboardData?.types.includes("text/plain"))) return;
    event.preventDefault();
    this.take(files);
  }

  private take(files: FileList | File[] | null | undefined): void {
    const form = this.querySelector("form");
    if (!files?.length || !form) return;
    const several = this.input?.multiple ? [...files] : [...files].slice(0, 1);
    for (const file of several) {
      const line = h("li", {}, h("span", { class: "cut" }, file.name), h("progress", { max: 1, value: 0 }));
      this.lines.append(line);
      this.waiting = this.waiting.then(() => this.send(form, file, line));
    }
    this.waiting = this.waiting.then(() => this.finish());
    form.reset();
  }

  /** fetch cannot tell how far an upload is; the older request can. */
  private send(form: HTMLFormElement, file: File, line: HTMLElement): Promise<void> {
    const values = new FormData();
    values.append(this.input?.name ?? "file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    for (const [name, value] of Object.entries({ ...csrfHeader(), Accept: "application/json" }))
      request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const bar = line.querySelector("progress");
      if (bar) bar.value = total ? loaded / total : 0;
    });
    return new Promise((done) => {
      request.addEventListener("load", () => this.onAnswer(request, file, line));
      request.addEventListener("error", () => {
        line.remove();
        tellNetworkLost(() => this.again(file));
      });
      request.addEventListener("loadend", () => done());
      request.send(values);
    });
  }

  private onAnswer(request: XMLHttpRequest, file: File, line: HTMLElement): void {
    if (request.status < 400) {
      this.sent += 1;
      return line.remove();
    }
    line.remove();
    if (request.status === 401) return askToSignIn(() => this.again(file));
    const why = problemText(request.getResponseHeader("Content-Type"), request.responseText);
    toast({ text: `${file.name}: ${why || sentenceFor(request.status)}`, kind: "bad" });
  }

  private again(file: File): void {
    this.take([file]);
  }

  /** The page shows what came; the box that this element stands in is made anew. */
  private finish(): void {
    if (!this.sent) return;
    this.sent = 0;
    if ("paste" in this.dataset) document.body.dispatchEvent(new CustomEvent("record-changed"));
    else location.reload();
  }
}

define("c-files", Files);
