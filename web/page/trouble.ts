import type { HtmxRequestCtx } from "htmx.org";
import { toast } from "../elements/toast.ts";
import { problemText, shortText } from "../lib/fetching.ts";
import { t } from "../lib/words.ts";
import { sendAgain } from "./htmx.ts";
import { askToSignIn, wasSignedOut } from "./signed-out.ts";

/** These answers, when they bring a form or a field, stand in the place they were asked for: errors beside inputs, a stale-edit notice. */
const STAND_IN_PLACE = new Set([409, 412, 422]);
const FORM_OR_FIELD = /<form\b|\bdata-field=/;

/** Whoever asked carries this attribute when nobody needs to hear of a failure (a preview, a poll). */
const QUIET = "data-quiet";

/** Turns refusals and lost networks into words, and keeps pages of error out of the places they were not meant for. */
export function startTrouble(): void {
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    if (!failed(ctx) || standsInPlace(ctx)) return;
    event.preventDefault();
    if (!isQuiet(ctx)) tell(ctx);
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx && !ctx.response && !isQuiet(ctx)) tellNetworkLost(() => sendAgain(ctx));
  });
}

function failed(ctx: HtmxRequestCtx): boolean {
  return ctx.response !== undefined && (ctx.response.status >= 400 || wasSignedOut(ctx.response.raw));
}

function standsInPlace(ctx: HtmxRequestCtx): boolean {
  return STAND_IN_PLACE.has(ctx.response?.status ?? 0) && FORM_OR_FIELD.test(ctx.text ?? "");
}

function isQuiet(ctx: HtmxRequestCtx): boolean {
  return ctx.sourceElement.hasAttribute(QUIET);
}

function tell(ctx: HtmxRequestCtx): void {
  const answer = ctx.response;
  if (!answer) return;
  if (answer.status === 401 || wasSignedOut(answer.raw)) askToSignIn(() => sendAgain(ctx));
  else if (!answer.headers.get("HX-Trigger")?.includes("toast")) toast({ kind: "bad", text: refusalText(ctx) });
}

function refusalText({ response, text = "" }: HtmxRequestCtx): string {
  const type = response?.headers.get("Content-Type") ?? "";
  return (
    problemText(type, text) || (type.includes("html") ? shortText(text) : "") || sentenceFor(response?.status ?? 500)
  );
}

/** What to say where the server said nothing of its own. */
export function sentenceFor(status: number): string {
  if (status === 403) return t("You may not do this. Nothing was changed.");
  if (status === 404) return t("This is gone, or you may not see it.");
  if (status === 409 || status === 412)
    return t("Someone changed this in the meantime. Nothing was saved; reload to see the change.");
  if (status === 413) return t("This is too large. Nothing was saved.");
  if (status === 429) return t("Too many requests. Wait a moment, then try again.");
  if (status < 500) return t("This was not accepted. Nothing was changed.");
  return t("The server had a problem. Nothing was saved; try again.");
}

export function tellNetworkLost(retry: () => void): void {
  toast({
    kind: "bad",
    text: t("No connection. Not saved, but still here."),
    action: { label: t("Try again"), run: retry },
  });
}
