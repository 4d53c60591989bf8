import htmx from "htmx.org";
import { t } from "../lib/words.ts";

const EVERY = 2000;
const MOST_SHOWN = 99;

let timer: ReturnType<typeof setTimeout> | undefined;

/** The number at the bell and at the inbox, the panel behind it, and the background work of this person in the rail. */
export function startBell(): void {
  on<{ unread: number; running: boolean }>("hello", ({ unread, running }) => {
    count(unread);
    if (running) void askRunning();
  });
  on<{ unread: number }>("notices", ({ unread }) => count(unread));
  on("running", () => void askRunning());
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target instanceof HTMLElement && event.target.id === "bell" && (event as ToggleEvent).newState === "open")
        document.getElementById("bell-lines")?.dispatchEvent(new CustomEvent("bell-opened"));
    },
    true,
  );
}

function on<T>(name: string, act: (detail: T) => void): void {
  document.addEventListener(`live:${name}`, (event) => act((event as CustomEvent<T>).detail));
}

function count(unread: number): void {
  for (const number of document.querySelectorAll<HTMLElement>("[data-bell] em, [data-unread]")) {
    number.textContent = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
    number.hidden = unread === 0;
  }
  const said = unread ? t("Notices, {n} unread", { n: unread }) : t("Notices");
  document.querySelector("[data-bell]")?.setAttribute("aria-label", said);
}

/** What runs, again and again while it runs and somebody looks. */
async function askRunning(): Promise<void> {
  clearTimeout(timer);
  const place = document.getElementById("running");
  if (!place) return;
  place.setAttribute("data-quiet", "");
  await htmx.ajax("GET", "/running", { source: place, target: place, swap: "innerHTML" });
  place.hidden = place.querySelector("[data-running]") === null;
  if (!place.hidden) timer = setTimeout(() => void (document.hidden ? waitForSight() : askRunning()), EVERY);
}

function waitForSight(): void {
  document.addEventListener("visibilitychange", () => void askRunning(), { once: true });
}
