import { closest, define, h } from "../lib/dom.ts";
import { csrfHeader, problemText } from "../lib/fetching.ts";
import { icon } from "../lib/icon.ts";
import { language, t } from "../lib/words.ts";
import { askToSignIn } from "../page/signed-out.ts";
import { sentenceFor, tellNetworkLost } from "../page/trouble.ts";

/**
 * `<c-upload>` around a form with one file input: drop or choose, see name and size, see it travel. Without this
 * script the form simply works. The server answers with a redirect, or with a problem document that is shown here.
 */
export class Upload extends HTMLElement {
  private readonly chosen = h("div", { class: "upload-file", hidden: true });
  private readonly trouble = h("p", { class: "field-error", role: "alert", hidden: true });
  private readonly bar = h("progress", { max: 1, value: 0, hidden: true, "aria-label": t("Uploading") });

  connectedCallback(): void {
    this.drop?.append(this.chosen);
    this.form?.append(this.bar, this.trouble);
    this.addEventListener("change", () => this.showFile());
    this.addEventListener("submit", (event) => this.onSubmit(event));
    for (const type of ["dragover", "dragleave", "drop"])
      this.addEventListener(type, (event) => this.onDrag(event as DragEvent));
    this.showFile();
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[type=file]");
  }

  private get drop(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".drop");
  }

  private onDrag(event: DragEvent): void {
    event.preventDefault();
    this.drop?.classList.toggle("is-over", event.type === "dragover");
    const files = event.type === "drop" ? event.dataTransfer?.files : undefined;
    if (!files?.length || !this.input) return;
    this.input.files = files;
    this.showFile();
  }

  private showFile(): void {
    const file = this.input?.files?.[0];
    this.chosen.hidden = !file;
    this.drop?.classList.toggle("is-filled", Boolean(file));
    this.complain("");
    for (const button of this.querySelectorAll<HTMLButtonElement>("button[data-needs-file]")) button.disabled = !file;
    if (file)
      this.chosen.replaceChildren(
        icon("file-spreadsheet", "i i-l"),
        h("b", { class: "cut" }, file.name),
        h("span", { class: "mute" }, sizeWords(file.size)),
      );
  }

  private onSubmit(event: SubmitEvent): void {
    const form = closest<HTMLFormElement>(event, "form");
    if (!form || !this.input?.files?.length) return;
    event.preventDefault();
    this.send(form, new FormData(form, event.submitter));
  }

  /** fetch cannot tell how far an upload is; the older request can. */
  private send(form: HTMLFormElement, values: FormData): void {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    for (const [name, value] of Object.entries({ ...csrfHeader(), Accept: "application/json, text/html" }))
      request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => (this.bar.value = total ? loaded / total : 0));
    request.addEventListener("load", () => this.onAnswer(request));
    request.addEventListener("error", () => tellNetworkLost(() => form.requestSubmit()));
    request.addEventListener("loadend", () => this.setBusy(false));
    this.setBusy(true);
    request.send(values);
  }

  private onAnswer(request: XMLHttpRequest): void {
    if (request.status < 400) return location.assign(request.responseURL);
    if (request.status === 401) return askToSignIn(() => this.form?.requestSubmit());
    this.complain(
      problemText(request.getResponseHeader("Content-Type"), request.responseText) || sentenceFor(request.status),
    );
  }

  private setBusy(busy: boolean): void {
    this.bar.hidden = !busy;
    this.toggleAttribute("aria-busy", busy);
    for (const button of this.querySelectorAll<HTMLButtonElement>("button[type=submit]")) button.disabled = busy;
  }

  private complain(text: string): void {
    this.trouble.textContent = text;
    this.trouble.hidden = !text;
  }
}

function sizeWords(bytes: number): string {
  const [amount, unit] = bytes >= 1e6 ? [bytes / 1e6, "megabyte"] : [Math.max(1, bytes / 1e3), "kilobyte"];
  return new Intl.NumberFormat(language(), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}

define("c-upload", Upload);
