import { closest } from "../lib/dom.ts";
import { post } from "../lib/fetching.ts";

/** Attributes of `<html>` that a small form may set at once while the server remembers them. */
const APPLIED = ["theme", "density"] as const;

/** `<form method="post" data-apply="theme">` with buttons `name="theme" value="dark"`: seen at once, saved behind. */
export function startTheme(): void {
  document.addEventListener("submit", (event) => {
    const form = closest<HTMLFormElement>(event, "form[data-apply]");
    if (!form) return;
    event.preventDefault();
    const values = new FormData(form, event.submitter);
    for (const name of APPLIED) apply(name, values.get(name));
    press(event.submitter);
    void post(form.action, values);
  });
}

function apply(name: string, value: FormDataEntryValue | null): void {
  if (typeof value === "string") document.documentElement.dataset[name] = value;
}

/** Among buttons that show the choice, the one pressed is the chosen one. */
function press(button: HTMLElement | null): void {
  const others = button?.parentElement?.querySelectorAll("button[aria-pressed]") ?? [];
  for (const other of others) other.setAttribute("aria-pressed", String(other === button));
}
