import { toast } from "../elements/toast.ts";
import { closest } from "../lib/dom.ts";
import { language, t } from "../lib/words.ts";

/** A browser cuts what is pasted to the length that fits, without a word. Here it stays out, and one is told. */
export function startPasting(): void {
  document.addEventListener("paste", (event) => {
    const field = closest<HTMLTextAreaElement>(event, "textarea[maxlength], input[maxlength]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!field || !text || field.maxLength < 0) return;
    const replaced = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0);
    const has = field.value.length - replaced + text.length;
    if (has <= field.maxLength) return;
    event.preventDefault();
    const words = new Intl.NumberFormat(language());
    const values = { has: words.format(has), most: words.format(field.maxLength) };
    toast({ text: t("At most {most} characters fit here; with this it would be {has}. Nothing was pasted.", values), kind: "warn" });
  });
}
