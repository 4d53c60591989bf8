import { closest, h } from "../lib/dom.ts";
import { t } from "../lib/words.ts";

/**
 * `<button data-dialog="id">` opens `<dialog id>`, `[data-close]` closes the one it stands in, a click beside it closes too.
 * A fragment may bring `<dialog data-open>`, which opens as it arrives. `hx-confirm` asks in a dialog of ours.
 */
export function startDialogs(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("input", onInput);
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    const question = (ctx as unknown as { confirm?: string }).confirm;
    if (!question) return;
    event.preventDefault();
    ask(question, ctx.sourceElement, issueRequest, dropRequest);
  });
}

/** Opens dialogs that came marked as open, once: one that was closed stays closed while other parts of the page come. */
export function openDialogs(root: ParentNode = document): void {
  for (const dialog of root.querySelectorAll<HTMLDialogElement>("dialog[data-open]:not([open])")) {
    dialog.removeAttribute("data-open");
    dialog.showModal();
  }
}

function onClick(event: MouseEvent): void {
  const opener = closest(event, "[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset["dialog"] ?? "");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
  if (closest(event, "[data-close]")) closest<HTMLDialogElement>(event, "dialog")?.close();
  if (event.target instanceof HTMLDialogElement && isBeside(event, event.target)) event.target.close();
}

/** A click on the backdrop has the dialog as its target, but lies outside of it. */
function isBeside(event: MouseEvent, dialog: HTMLDialogElement): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/** `<input data-typed="DELETE">` frees its form's submit button once exactly that is typed. */
function onInput(event: Event): void {
  const input = closest<HTMLInputElement>(event, "input[data-typed]");
  const button = input?.form?.querySelector<HTMLButtonElement>("button[type=submit]");
  if (input && button) button.disabled = input.value.trim() !== input.dataset["typed"];
}

function ask(question: string, source: Element, yes: () => void, no: () => void): void {
  const label = source.getAttribute("data-confirm-label") ?? t("Continue");
  const box = h("dialog", { class: "dialog", "aria-label": question });
  box.append(
    h(
      "form",
      { method: "dialog" },
      h("div", { class: "dialog-b" }, h("p", {}, question)),
      h(
        "footer",
        {},
        h("button", { class: "btn", value: "no" }, t("Cancel")),
        h("button", { class: "btn is-primary", value: "yes", autofocus: true }, label),
      ),
    ),
  );
  box.addEventListener("close", () => {
    box.remove();
    if (box.returnValue === "yes") yes();
    else no();
  });
  document.body.append(box);
  box.showModal();
}
