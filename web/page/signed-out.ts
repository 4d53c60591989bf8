import { h } from "../lib/dom.ts";
import { renewCsrfToken } from "../lib/fetching.ts";
import { icon } from "../lib/icon.ts";
import { signInAddress } from "../lib/page.ts";
import { t } from "../lib/words.ts";

/** Whether a request was sent on to the sign-in page instead of being refused with 401. */
export function wasSignedOut(answer: Response): boolean {
  return answer.redirected && new URL(answer.url).pathname === new URL(signInAddress(), location.href).pathname;
}

let open: HTMLDialogElement | undefined;

/** Says that the session ended, offers to sign in beside this page, then tries again what was refused. */
export function askToSignIn(again: () => void): void {
  if (open?.isConnected) return;
  open = dialog(again);
  document.body.append(open);
  open.showModal();
}

function dialog(again: () => void): HTMLDialogElement {
  const box = h("dialog", { class: "dialog", "aria-labelledby": "signed-out" });
  box.append(
    h("header", {}, icon("lock"), h("h2", { id: "signed-out" }, t("You were signed out"))),
    h(
      "div",
      { class: "dialog-b" },
      h("p", {}, t("What you wrote is still here. Sign in again in a new tab, then come back and continue.")),
    ),
    h("footer", {}, continueButton(box, again), signInLink()),
  );
  box.addEventListener("close", () => box.remove());
  return box;
}

function signInLink(): HTMLElement {
  return h(
    "a",
    { class: "btn is-primary", href: signInAddress(), target: "_blank", autofocus: true },
    t("Sign in"),
    icon("external-link", "i i-s"),
  );
}

function continueButton(box: HTMLDialogElement, again: () => void): HTMLElement {
  const proceed = async (): Promise<void> => {
    await renewCsrfToken();
    box.close();
    again();
  };
  return h("button", { class: "btn", type: "button", onclick: () => void proceed() }, t("Continue"));
}
