import { define } from "../lib/dom.ts";
import { t } from "../lib/words.ts";

/** `<c-copy data-text="…">` around a button: copies the text and says so on the button. */
export class Copy extends HTMLElement {
  connectedCallback(): void {
    this.hidden = !("clipboard" in navigator);
    this.addEventListener("click", () => void this.copy());
  }

  private async copy(): Promise<void> {
    const words = this.querySelector("button span");
    await navigator.clipboard.writeText(this.dataset["text"] ?? "");
    if (words) words.textContent = t("Copied");
  }
}

/** `<c-print>` around a button: prints the page. */
export class Print extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.addEventListener("click", () => window.print());
  }
}

define("c-copy", Copy);
define("c-print", Print);
