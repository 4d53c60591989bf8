import { language } from "../lib/words.ts";

const REFRESH_EVERY = 60_000;
const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** `<time datetime="…" data-relative>`: “3 hours ago” in the person's language, the exact time as its title. */
export function tellTimes(root: ParentNode = document): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>("time[data-relative]")) tell(time);
}

export function startTimes(): void {
  tellTimes();
  setInterval(tellTimes, REFRESH_EVERY);
}

function tell(time: HTMLTimeElement): void {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  time.textContent = relative(moment, new Date(), language());
  time.title = new Intl.DateTimeFormat(language(), { dateStyle: "full", timeStyle: "short" }).format(moment);
}

/** The distance from `now` to `moment` in the largest unit that fits, such as “yesterday” or “3 天后”. */
export function relative(moment: Date, now: Date, locale: string): string {
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  return step ? words.format(Math.round(seconds / step[1]), step[0]) : words.format(0, "second");
}
