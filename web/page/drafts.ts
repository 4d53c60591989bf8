import { closest, debounced, h } from "../lib/dom.ts";
import { store } from "../lib/store.ts";
import { t } from "../lib/words.ts";

const FIELD = "textarea[data-draft], input[data-draft]";
const SAVE_AFTER = 300;
const KEEP_FOR = 30 * 86_400_000;
const DETOUR = "concerto.detour";

type Field = HTMLTextAreaElement | HTMLInputElement;

interface Draft {
  text: string;
  at: number;
  /** Set while a submit of the whole page is under way; see `settleSubmitted`. */
  submitted?: boolean;
}

/** Long texts survive a lost session, a closed tab and a crash: kept under `data-draft` until they were saved. */
export function startDrafts(): void {
  settleSubmitted();
  restoreDrafts();
  document.addEventListener("input", onInput);
  document.addEventListener("submit", (event) => forEachIn(event.target, markSubmitted));
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response && ctx.response.status < 400) forEachIn(ctx.sourceElement, forget);
    else forEachIn(ctx.sourceElement, keep);
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => forEachIn(ctx?.sourceElement ?? null, keep));
}

/** Puts kept texts back into fields that are still empty. */
export function restoreDrafts(root: ParentNode = document): void {
  for (const field of root.querySelectorAll<Field>(FIELD)) restore(field);
}

const keepSoon = debounced(SAVE_AFTER, keep);

function onInput(event: Event): void {
  const field = closest<Field>(event, FIELD);
  if (field) keepSoon(field);
}

function keep(field: Field): void {
  if (field.value.trim()) store.set(nameOf(field), { text: field.value, at: Date.now() } satisfies Draft);
  else store.remove(nameOf(field));
}

function forget(field: Field): void {
  store.remove(nameOf(field));
  noticeOf(field)?.remove();
}

function restore(field: Field): void {
  const draft = store.get<Draft | null>(nameOf(field), null);
  if (!draft || field.value.trim() || field.dataset["restored"] !== undefined) return;
  field.value = draft.text;
  field.dataset["restored"] = "";
  field.after(notice(field));
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function notice(field: Field): HTMLElement {
  const discard = (): void => {
    field.value = "";
    forget(field);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  const button = h("button", { class: "link", type: "button", onclick: discard }, t("Discard"));
  return h("p", { class: "draft-note" }, t("Your unsaved text is back."), " ", button);
}

function noticeOf(field: Field): Element | null {
  return field.nextElementSibling?.matches(".draft-note") ? field.nextElementSibling : null;
}

function markSubmitted(field: Field): void {
  const draft: Draft = { text: field.value, at: Date.now(), submitted: true };
  if (field.value.trim()) store.set(nameOf(field), draft);
}

/** A plain submit ends on another page, which tells how it went. Drafts that arrived go, and so do old ones. */
function settleSubmitted(): void {
  const through = gotThrough();
  for (const name of store.names("draft.")) {
    const draft = store.get<Draft | null>(name, null);
    if (!draft || draft.at < Date.now() - KEEP_FOR || (draft.submitted && through)) store.remove(name);
    else if (draft.submitted) store.set(name, { ...draft, submitted: false });
  }
}

/** Not through: a page of error (`<body data-failed>`), a detour over the sign-in page, or coming back by the browser's buttons. */
function gotThrough(): boolean {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const detour = takeDetour();
  return !detour && navigation?.type === "navigate" && document.body.dataset["failed"] === undefined;
}

/** Whether this tab showed a page without a person, such as sign-in, just before. */
function takeDetour(): boolean {
  const before = sessionStorage.getItem(DETOUR) !== null;
  if (document.body.dataset["user"]) sessionStorage.removeItem(DETOUR);
  else sessionStorage.setItem(DETOUR, "");
  return before;
}

function forEachIn(source: EventTarget | null, act: (field: Field) => void): void {
  if (!(source instanceof HTMLElement)) return;
  const form = source.closest("form") ?? source;
  for (const field of form.querySelectorAll<Field>(FIELD)) act(field);
}

function nameOf(field: Field): string {
  return `draft.${field.dataset["draft"] ?? ""}`;
}
