import htmx from "htmx.org";
import { debounced, h } from "../lib/dom.ts";
import { post } from "../lib/fetching.ts";
import { t } from "../lib/words.ts";
import type { Changed } from "./live.ts";

const SHOWN_FOR = 2500;
const TOLD_AFTER = 250;
const WRITES_FOR = 4000;
const WRITING = "+";
const WRITES_IN = "c-composer textarea";

let stream = "";
let edited = "";
let written: ReturnType<typeof setTimeout> | undefined;
const opened = new Set<string>();
let asking = false;
let askAgain = false;

/**
 * The page of a record, `[data-live="record:…"][data-record="<address>"]`, follows what others do: head and timeline fetch
 * themselves, facts take over what differs, and whoever is typing keeps the input and is told.
 */
export function startLiveRecord(): void {
  on<Changed>("changed", (changed) => {
    if (changed.gone.some(isThis)) showGone();
    else if (changed.records.some(isThis)) refresh();
  });
  on("refresh", refresh);
  on("here", () => document.body.dispatchEvent(new CustomEvent("people-here")));
  on<{ stream: string }>("hello", (hello) => {
    stream = hello.stream;
    if (edited) sendEdited();
  });
  document.addEventListener("focusin", (event) => setEdited(fieldOf(event.target)));
  document.addEventListener("focusout", () => setEdited(fieldOf(document.activeElement)));
  document.addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.matches(WRITES_IN)) setWriting();
  });
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("htmx:after:settle", (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    if (event.target.id === "around") markEdited();
    keepOpen();
  });
}

function on<T>(name: string, act: (detail: T) => void): void {
  document.addEventListener(`live:${name}`, (event) => act((event as CustomEvent<T>).detail));
}

function shown(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-record]");
}

function isThis([noun, id]: [string, number]): boolean {
  return shown()?.dataset["live"]?.split("@")[0] === `record:${noun}:${id}`;
}

/** One at a time; what is told meanwhile is asked for afterwards. */
function refresh(): void {
  const part = shown();
  const holder = document.getElementById("fresh");
  if (!part) return;
  if (!holder) return void noteOnForm(part);
  if (asking) return void (askAgain = true);
  asking = true;
  document.body.dispatchEvent(new CustomEvent("record-changed"));
  holder.setAttribute("data-quiet", "");
  const asked = htmx.ajax("GET", `${part.dataset["record"]}/fresh`, { source: holder, target: holder, swap: "innerHTML" });
  void Promise.resolve(asked).finally(() => {
    takeOver(holder);
    holder.replaceChildren();
    asking = false;
    if (askAgain) refresh();
    askAgain = false;
  });
}

function takeOver(holder: HTMLElement): void {
  const who = holder.querySelector<HTMLElement>("[data-who]")?.dataset["who"] ?? "";
  for (const fresh of holder.querySelectorAll<HTMLElement>("dd[data-field]")) takeFact(fresh, who);
  for (const fresh of holder.querySelectorAll<HTMLElement>("[data-part]")) takePart(fresh);
  const fold = document.querySelector("#facts [data-fold]");
  const freshFold = holder.querySelector("[data-fold]");
  if (fold && freshFold) fold.replaceWith(freshFold);
}

/** A row whose value differs is replaced; one that is being edited stays, with a note. */
function takeFact(fresh: HTMLElement, who: string): void {
  const now = document.querySelector<HTMLElement>(`#facts dd[data-field="${CSS.escape(fresh.dataset["field"] ?? "")}"]`);
  if (!now) return;
  if (now.querySelector("form") || now.classList.contains("is-editing")) return noteOnCell(now, fresh, who);
  if (now.innerHTML === fresh.innerHTML) return;
  const row = fresh.parentElement;
  if (!row || !now.parentElement) return;
  if (now.hasAttribute("tabindex")) fresh.tabIndex = 0;
  now.parentElement.replaceWith(row);
  flash(fresh);
}

function takePart(fresh: HTMLElement): void {
  const now = document.querySelector<HTMLElement>(`main [data-part="${CSS.escape(fresh.dataset["part"] ?? "")}"]`);
  if (!now || now.textContent === fresh.textContent || now.contains(document.activeElement)) return;
  now.replaceWith(fresh);
}

/** What stands in the cell's form was shown to this person; if the stored value is another one by now, they are told. */
function noteOnCell(cell: HTMLElement, fresh: HTMLElement, who: string): void {
  const before = cell.dataset["now"] ?? fresh.textContent;
  cell.dataset["now"] = fresh.textContent ?? "";
  const wasShown = cell.querySelector<HTMLInputElement>("[name^='shown-']");
  if (!wasShown || (before === fresh.textContent && isShownIn(wasShown, fresh))) return;
  cell.querySelector(".cell-note")?.remove();
  const both = h("button", { class: "link", type: "button", onclick: () => save(cell) }, t("See both"));
  cell
    .querySelector("form")
    ?.append(h("p", { class: "cell-note", role: "status" }, t("{who} changed this just now.", { who }), " ", both));
}

/** As by Enter in the cell. Where nothing was typed there is nothing to compare: the cell takes over what is there now. */
function save(cell: HTMLElement): void {
  const control = cell.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea");
  control?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }));
  if (!cell.querySelector("form")) refresh();
}

function isShownIn(wasShown: HTMLInputElement, fresh: HTMLElement): boolean {
  const select = wasShown.form?.querySelector("select");
  const chosen = select ? [...select.options].find((option) => option.value === wasShown.value)?.text : undefined;
  const title = wasShown.form?.querySelector<HTMLInputElement>("c-picker input.input")?.defaultValue;
  const words = (title ?? chosen ?? wasShown.value).trim();
  return (fresh.textContent ?? "").trim() === words || (words === "" && fresh.classList.contains("is-nil"));
}

/** A form of the whole record cannot know which fields differ before it is sent; then both versions are shown. */
function noteOnForm(part: HTMLElement): void {
  if (document.querySelector(".form-note")) return;
  part.before(
    h("p", { class: "form-note", role: "status" }, t("Somebody changed this record just now. If you both changed the same, saving shows both.")),
  );
}

function flash(element: HTMLElement): void {
  element.classList.add("is-changed");
  setTimeout(() => element.classList.remove("is-changed"), SHOWN_FOR);
}

function showGone(): void {
  if (document.querySelector(".gone-note")) return;
  const note = h("div", { class: "gone-note", role: "alert" }, t("This record is gone, or you may no longer see it."));
  document.querySelector("main .bar")?.after(note);
}

// -- who edits what ----------------------------------------------------------------------------------------------

function fieldOf(target: EventTarget | null): string {
  if (!(target instanceof HTMLElement) || !shown()) return "";
  const cell = target.closest<HTMLElement>("#facts [data-field]");
  if (cell) return target.closest("form") ? (cell.dataset["field"] ?? "") : "";
  return target.closest("form[data-record]") && target instanceof HTMLInputElement ? target.name : "";
}

const sendEdited = debounced(TOLD_AFTER, () => {
  const address = shown()?.dataset["record"];
  if (address && stream) void post(`${address}/around`, new URLSearchParams({ stream, field: edited })).catch(() => undefined);
});

function setEdited(field: string): void {
  if (field === edited) return;
  clearTimeout(written);
  edited = field;
  sendEdited();
}

/** Told once as somebody begins, and once as nothing was typed for a while. */
function setWriting(): void {
  setEdited(WRITING);
  clearTimeout(written);
  written = setTimeout(() => setEdited(""), WRITES_FOR);
}

function tellWriting(): void {
  const place = document.getElementById("writing");
  const people = document.querySelectorAll<HTMLElement>(`#around [data-edits="${WRITING}"]`);
  if (place) place.textContent = [...people].map((person) => person.title).join(" · ");
}

/** Answers that somebody unfolded stay so in a timeline that was fetched anew. */
function onToggle(event: Event): void {
  const part = event.target;
  if (!(part instanceof HTMLDetailsElement) || !part.matches("details[data-stays]")) return;
  if (part.open) opened.add(part.id);
  else opened.delete(part.id);
}

function keepOpen(): void {
  for (const part of document.querySelectorAll<HTMLDetailsElement>("details[data-stays]")) if (opened.has(part.id)) part.open = true;
}

/** The field that somebody else edits says so beside its name; whoever writes on the timeline, under its composer. */
function markEdited(): void {
  tellWriting();
  for (const mark of document.querySelectorAll(".edited-by")) mark.remove();
  for (const person of document.querySelectorAll<HTMLElement>("#around [data-edits]:not([data-edits=''])")) {
    const cell = document.querySelector(`#facts dd[data-field="${CSS.escape(person.dataset["edits"] ?? "")}"]`);
    const avatar = person.querySelector(".av")?.cloneNode(true);
    if (cell?.previousElementSibling && avatar)
      cell.previousElementSibling.append(h("span", { class: "edited-by", title: person.title }, avatar));
  }
}
