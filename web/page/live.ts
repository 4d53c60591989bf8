import { askToSignIn } from "./signed-out.ts";
import { showOffline } from "./offline.ts";

/** After the page itself is there: live updates must not make it slower. */
const FIRST_AFTER = 800;
/** A page out of sight gives its line back: a browser has only six for all of its tabs. */
const HIDDEN_AFTER = 5000;
const OFFLINE_AFTER = 6000;
const LONGEST_WAIT = 30_000;

/** What changed, as `[noun, id]`; ids by noun for lists. */
export interface Changed {
  records: [string, number][];
  gone: [string, number][];
  lists: Record<string, number[]>;
}

const EVENTS = ["hello", "changed", "refresh", "here", "notices", "running"];

let source: EventSource | undefined;
let wasOpen = false;
let tries = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let offline: ReturnType<typeof setTimeout> | undefined;

/**
 * One stream of server-sent events per page in sight, about what its parts name in `data-live`. Each event is dispatched
 * on `document` as `live:<name>`; parts of the page listen to that.
 */
export function startLive(): void {
  if (!document.body.dataset["user"]) return;
  timer = setTimeout(open, FIRST_AFTER);
  document.addEventListener("visibilitychange", onVisibility);
  addEventListener("online", again);
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => {
    if (event.persisted) again();
  });
}

function open(): void {
  close();
  source = new EventSource(address());
  for (const name of EVENTS) source.addEventListener(name, (event) => tell(name, event as MessageEvent<string>));
  source.addEventListener("hello", onOpen);
  source.addEventListener("signed-out", onSignedOut);
  source.addEventListener("error", onLost);
}

function close(): void {
  clearTimeout(timer);
  source?.close();
  source = undefined;
}

/** At once, for instance because the network is back. */
function again(): void {
  tries = 0;
  if (!document.hidden) open();
}

function address(): string {
  const asked = new URLSearchParams();
  for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) asked.append("t", part.dataset["live"] ?? "");
  if (wasOpen) asked.append("again", "1");
  return `/live?${asked}`;
}

function tell(name: string, event: MessageEvent<string>): void {
  document.dispatchEvent(new CustomEvent(`live:${name}`, { detail: JSON.parse(event.data) }));
}

function onOpen(): void {
  wasOpen = true;
  tries = 0;
  clearTimeout(offline);
  offline = undefined;
  showOffline(false);
}

/** The browser would try again with an old address, and not at all after some answers. */
function onLost(): void {
  close();
  offline ??= setTimeout(() => showOffline(true), OFFLINE_AFTER);
  tries += 1;
  timer = setTimeout(open, Math.min(LONGEST_WAIT, 500 * 2 ** tries) * (0.5 + Math.random() / 2));
}

function onSignedOut(): void {
  close();
  askToSignIn(again);
}

function onVisibility(): void {
  clearTimeout(timer);
  if (document.hidden) timer = setTimeout(close, HIDDEN_AFTER);
  else if (!source) again();
}
