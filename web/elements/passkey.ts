import { define } from "../lib/dom.ts";
import { csrfHeader } from "../lib/fetching.ts";
import { t } from "../lib/words.ts";

/**
 * `<c-passkey data-begin="…">` around a form with a hidden input `passkey`: on submit the challenge is fetched from
 * `data-begin`, the browser answers it (with `data-make` by making a passkey), and the form travels with the answer.
 * Stays hidden where the browser knows no passkeys.
 */
export class Passkey extends HTMLElement {
  connectedCallback(): void {
    this.hidden = !canDoPasskeys();
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.run();
    });
  }

  private async run(): Promise<void> {
    this.setBusy(true);
    this.complain("");
    try {
      const answer = await this.answer(await challenge(this.dataset["begin"] ?? ""));
      this.send(JSON.stringify(answer));
    } catch (error) {
      this.complain(sentence(error));
      this.setBusy(false);
    }
  }

  private async answer(options: unknown): Promise<unknown> {
    if ("make" in this.dataset) {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
        options as PublicKeyCredentialCreationOptionsJSON,
      );
      return ((await navigator.credentials.create({ publicKey })) as PublicKeyCredential).toJSON();
    }
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
    return ((await navigator.credentials.get({ publicKey })) as PublicKeyCredential).toJSON();
  }

  private send(answer: string): void {
    const form = this.querySelector("form");
    const input = form?.querySelector<HTMLInputElement>("input[name=passkey]");
    if (!form || !input) return;
    input.value = answer;
    form.submit();
  }

  private setBusy(busy: boolean): void {
    for (const button of this.querySelectorAll("button")) button.disabled = busy;
  }

  private complain(text: string): void {
    const place = this.querySelector<HTMLElement>(".field-error");
    const words = place?.querySelector("span");
    if (!place || !words) return;
    words.textContent = text;
    place.hidden = !text;
  }
}

function canDoPasskeys(): boolean {
  return "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

async function challenge(address: string): Promise<unknown> {
  const answer = await fetch(address, { method: "POST", headers: { ...csrfHeader(), Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** What the browser's refusals mean to a person. */
function sentence(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") return t("This device has a passkey for you already.");
  if (name === "NotAllowedError" || name === "AbortError") return t("That was cancelled, or took too long. Try again.");
  return t("The passkey could not be used. Reload the page and try again.");
}

define("c-passkey", Passkey);
