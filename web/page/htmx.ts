import htmx, { type HtmxRequestCtx } from "htmx.org";
import "htmx.org/dist/ext/hx-csp.js";
import { csrfHeader } from "../lib/fetching.ts";

const READING = new Set(["GET", "HEAD", "OPTIONS", "QUERY"]);

/** Every writing request carries the page's CSRF token. */
export function startHtmx(): void {
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (!READING.has(ctx.request.method.toUpperCase())) Object.assign(ctx.request.headers, csrfHeader());
  });
}

/** Sends again what did not get through, the way it was sent the first time. */
export function sendAgain(ctx: HtmxRequestCtx): void {
  const { sourceElement: source, sourceEvent: cause } = ctx;
  const submitter: unknown = ctx.request["submitter"];
  const form = cause?.type === "submit" ? source.closest("form") : null;
  if (form) form.requestSubmit(submitter instanceof HTMLElement ? submitter : null);
  else htmx.trigger(source, cause?.type ?? "click");
}
