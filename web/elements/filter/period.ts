import { language } from "../../lib/words.ts";

export type Unit = "h" | "d" | "w" | "m" | "y";

const UNITS: Record<Unit, string> = { h: "hour", d: "day", w: "week", m: "month", y: "year" };

/** `14d` → 14 and `d`; 30 days where it is no period. */
export function readPeriod(text: string): [count: number, unit: Unit] {
  const found = /^(\d{1,5})([hdwmy])$/.exec(text.trim().toLowerCase());
  return found ? [Number(found[1]), found[2] as Unit] : [30, "d"];
}

/** `14d` → “14 days” in the person's language. */
export function periodWords(text: string): string {
  const [count, unit] = readPeriod(text);
  return spelling(unit).format(count);
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
