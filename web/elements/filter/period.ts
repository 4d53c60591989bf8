import { language, t } from "../../lib/words.ts";

export type Unit = "h" | "d" | "w" | "m" | "y";

const UNITS: Record<Unit, string> = { h: "hour", d: "day", w: "week", m: "month", y: "year" };
const ROLLING = /^(next-)?(\d{1,5})([hdwmy])$/;

/** A length back from now, or ahead of it. */
export interface Rolling {
  count: number;
  unit: Unit;
  ahead: boolean;
}

/** `14d` → 14 days back; 30 days back where it is no such period. */
export function readPeriod(text: string): Rolling {
  const found = ROLLING.exec(text.trim().toLowerCase());
  return found
    ? { count: Number(found[2]), unit: found[3] as Unit, ahead: found[1] !== undefined }
    : { count: 30, unit: "d", ahead: false };
}

export function writtenPeriod({ count, unit, ahead }: Rolling): string {
  return `${ahead ? "next-" : ""}${count}${unit}`;
}

/** The calendar's own periods by how the filter language writes them, with their names. */
export function calendar(): Map<string, string> {
  return new Map([
    ["yesterday", t("yesterday")],
    ["today", t("today")],
    ["tomorrow", t("tomorrow")],
    ["last-week", t("last week")],
    ["this-week", t("this week")],
    ["next-week", t("next week")],
    ["last-month", t("last month")],
    ["this-month", t("this month")],
    ["next-month", t("next month")],
    ["last-quarter", t("last quarter")],
    ["this-quarter", t("this quarter")],
    ["next-quarter", t("next quarter")],
    ["last-year", t("last year")],
    ["this-year", t("this year")],
    ["next-year", t("next year")],
  ]);
}

/** `14d` → “the last 14 days” in the person's language. */
export function periodWords(text: string): string {
  const named = calendar().get(text.trim().toLowerCase());
  if (named) return named;
  const { count, unit, ahead } = readPeriod(text);
  const length = spelling(unit).format(count);
  return ahead ? t("the next {length}", { length }) : t("the last {length}", { length });
}

/** The bare word for a unit, such as “days”. */
export function unitWord(unit: Unit): string {
  return (
    spelling(unit)
      .formatToParts(2)
      .find(({ type }) => type === "unit")?.value ?? UNITS[unit]
  );
}

function spelling(unit: Unit): Intl.NumberFormat {
  return new Intl.NumberFormat(language(), { style: "unit", unit: UNITS[unit], unitDisplay: "long" });
}
